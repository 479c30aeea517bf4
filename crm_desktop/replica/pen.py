"""The one way of writing to the local copy, with the small facts that are kept beside its rows."""

import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from crm_desktop.core.errors import ReplicaError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.core.store import Reader, drop_mark, set_mark
from crm_desktop.core.store.sqlite import WRITES, bring_in
from crm_desktop.replica.view import Generation

T = TypeVar("T")

FULL = QT_TRANSLATE_NOOP("core", "The disk is full, so nothing was saved. Free some space, then save again.")
LOCKED = QT_TRANSLATE_NOOP("core", "The data cannot be written: {reason}. Check the disk and the owner of the folder.")

NO_ROOM = 1 << 20  # bytes: the log and its index need less, but not much
EASED_AFTER = 16  # transactions of a sync, some hundred pages
OWN_ROWS = 1 << 40  # rows of a first load keep the server's numbers, all below this, so that the two never meet


class Pen:
    """Write to the file in force, one short transaction after the other.

    generation: holds the file in force. writes: how many transactions there were. marks: the small facts by name.
    """

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.writes = 0
        with self.reading() as connection:
            self.marks: Mapping[str, str] = Reader(connection).marks()
        self._marked: dict[str, str | None] = {}  # set in the open transaction, None where one goes
        self._eased = 0  # after how many writes the log was last emptied
        self._door = threading.Lock()
        self._lock = threading.Lock()

    def reading(self) -> Connection:
        """Open a connection that only asks."""
        return self.generation.engine.connect()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep everybody else from writing.

        Whoever waits for the lock holds the door: a thread that writes again and again has to queue behind it.
        """
        with self._door:
            self._lock.acquire()
        try:
            yield
        finally:
            self._lock.release()

    def is_awaited(self) -> bool:
        """Tell whoever writes whether somebody else waits for it to end."""
        return self._door.locked()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that writes: all of it, or nothing."""
        with self.alone():
            engine = self.generation.engine
            try:
                with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
                    self._marked = {}
                    yield connection
                self.writes += 1
                if self._marked:
                    marks = {**self.marks, **self._marked}
                    self.marks = {name: value for name, value in marks.items() if value is not None}
            except OperationalError as fault:
                raise unwritable(fault, engine) from fault

    def ease(self, parts: int = 1) -> None:
        """Bring what the log holds into the file now and then, beside others who write.

        Else a commit does it, and whoever saves waits for that. Not within `writing`. parts: so many transactions the
        caller's last one stands for.
        """
        self._eased -= parts - 1
        if self.writes - self._eased >= EASED_AFTER:
            self._eased = self.writes
            bring_in(self.generation.engine)

    def turn_to(self, fresh: "Pen") -> Engine:
        """Go on in another file with its marks and give the one that was in force; only while `alone`."""
        old, self.generation.engine = self.generation.engine, fresh.generation.engine
        self.marks = fresh.marks
        self.writes += 1
        return old

    def mark(self, name: str, default: str = "") -> str:
        """Read a small fact; they are read once: one process owns the file, so nobody else changes them."""
        return self.marks.get(name, default)

    def set_mark(self, name: str, value: str) -> None:
        """Keep a small fact."""
        if self.mark(name) != value:
            with self.writing() as connection:
                self.put(connection, name, value)

    def put(self, connection: Connection, name: str, value: str) -> None:
        """Keep a small fact in an open transaction; it counts from the commit on."""
        set_mark(connection, name, value)
        self._marked[name] = value

    def drop(self, connection: Connection, name: str) -> None:
        """Let go of a small fact in an open transaction; it is gone from the commit on."""
        drop_mark(connection, name)
        self._marked[name] = None

    def keep(self, connection: Connection, name: str, value: object) -> None:
        """Keep a record, list or table as a small fact in an open transaction."""
        self.put(connection, name, msgspec.json.encode(value).decode())


class Remembered(Generic[T]):
    """Something asked of the file, and asked again only after a write: one process owns it, nobody else changes it."""

    def __init__(self, pen: Pen, ask: Callable[[Connection], T]) -> None:
        self._pen = pen
        self._ask = ask
        self._known: tuple[int, T] | None = None

    def __call__(self) -> T:
        """Give the answer as of the last write."""
        writes = self._pen.writes  # before asking: a write meanwhile has to be asked about again
        if self._known is None or self._known[0] != writes:
            with self._pen.reading() as connection:
                self._known = (writes, self._ask(connection))
        return self._known[1]


def unwritable(fault: OperationalError, engine: Engine) -> ReplicaError:
    """Word a failed write; where the log beside the file cannot grow, SQLite calls a full disk an I/O error."""
    free = shutil.disk_usage(Path(engine.url.database or ".").parent).free
    if "full" in str(fault.orig) or ("I/O" in str(fault.orig) and free < NO_ROOM):
        return ReplicaError(FULL)
    return ReplicaError(LOCKED, reason=fault.orig)
