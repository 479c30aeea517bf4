"""A server and its laptops in one process: their files, clocks and commit points, and how they die and come back."""

import functools
import secrets
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from sqlalchemy import Engine

from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.core.changes import WAITING, Act, Change, Entry
from crm_desktop.core.entities import Activity, Quote, QuoteLine, User
from crm_desktop.core.ids import new_id
from crm_desktop.core.protocol import SignIn
from crm_desktop.core.schema import micros, moment_of
from crm_desktop.core.store.sqlite import open_sqlite
from crm_desktop.core.store.thinning import FOLDED
from crm_desktop.replica import opening, vault
from crm_desktop.replica.replica import Replica
from sync_server.accounts import Accounts
from sync_server.database import open_database
from sync_server.service import SyncService
from tests.replicas import PASSWORD, QUICK, Clock, small_office
from tests.simulation.quick import Plain, Quick
from tests.simulation.reference import Written, cursor_place
from tests.simulation.skew import Skew

LAPTOPS = {
    "ann": "ann", "bob": "bob", "mia": "mia", "root": "root", "ann again": "ann", "tom": "tom", "bob again": "bob",
    "mia again": "mia",
}  # fmt: skip
"""Device -> who works with it; the same person may have two."""
GNAWED = {
    "account": "city",
    "activity": "subject",
    "contact": "family_name",
    "opportunity": "name",
    "quote": "payment_terms",
}
"""Fields that a disk changes, by entity."""
STRANGER = "bob's other machine"
SECOND = 1_000_000
STARTS = micros(Clock().moment) + 24 * 3600 * SECOND


way: type[Quick | Plain] = Quick
"""How histories get at their databases."""


class Crashed(BaseException):
    """The process ended here, without a word; nobody catches it but the simulation."""


class CommitPoints:
    """Ends a process at a coming commit of one of its engines, before or after its effect, where one is told."""

    def __init__(self) -> None:
        self.countdown = 0
        self.is_after = False
        self._engines: list[Engine] = []

    def watch(self, engine: Engine) -> Engine:
        """Watch an engine of the process."""
        way(engine, self.commit)
        self._engines.append(engine)
        return engine

    def forget(self) -> None:
        """Let go of all engines, as the end of a process does."""
        for engine in self._engines:
            engine.dispose()
        self._engines.clear()

    def commit(self, do: Callable[[], None]) -> None:
        """Commit, or die."""
        self.countdown -= 1
        if self.countdown == 0 and not self.is_after:
            raise Crashed
        do()
        if self.countdown == 0:
            raise Crashed

    def arm(self, rng: Random, furthest: int) -> None:
        """Choose one of the next commits to die at."""
        self.countdown, self.is_after = rng.randint(1, furthest), rng.random() < 0.5

    def disarm(self) -> None:
        """Live on."""
        self.countdown = 0


class House:
    """The server: everything in memory goes when it dies, the file stays."""

    def __init__(self, folder: Path, clock: Callable[[], int], noise: Callable[[], int]) -> None:
        self._folder, self._tick, self._noise = folder, clock, noise
        self.skew_us = 0  # by how much the server's clock is wrong
        self._counter = 0
        self.open()

    def _clock(self) -> int:
        """Tell the time by the server's clock."""
        return self._tick() + self.skew_us

    def open(self) -> None:
        """Start the server on what is on the disk."""
        self.points = CommitPoints()
        self.engine = self.points.watch(open_database(self._folder / "server.db", synchronous="OFF"))
        self.accounts = Accounts(self.engine, self._clock, QUICK)
        self.service = SyncService(self.engine, self.accounts, self._clock, self._noise)

    def crash(self) -> None:
        """Die, and start again."""
        self.engine.dispose()
        self.open()

    def back_up(self) -> None:
        """Stop the server, copy its file, and start it again."""
        self.engine.dispose()
        shutil.copy(self._folder / "server.db", self._folder / "backup.db")
        self.open()

    def restore(self) -> None:
        """Put the copy in the place of the server's file."""
        self.engine.dispose()
        for left in self._folder.glob("server.db*"):
            if left.is_file():
                left.unlink()
        shutil.copy(self._folder / "backup.db", self._folder / "server.db")
        self.open()

    def post(self, *entries: Entry) -> None:
        """Post entries as one change of the house itself."""
        self._counter += 1
        now = self._clock()
        change = Change(new_id(now, self._noise()), "", "setup", 1_000_000 + self._counter, now, entries)
        self.service.load_changes([change])

    def leased(self) -> dict[str, str]:
        """List all numbers that were ever leased, with the device."""
        with self.engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT series, first, last, device FROM lease").all()
        return {f"{series}-{n:05d}": device for series, first, last, device in rows for n in range(first, last + 1)}

    def written(self, after: int) -> list[Written]:
        """Read the journal after a number, as it lies on the disk."""
        with self.engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT * FROM entry WHERE seq > ? ORDER BY seq", (after,))
            return [written(tuple(row)) for row in rows]


_body = msgspec.msgpack.Decoder(tuple[dict[str, tuple[Any, Any]], tuple[str, ...], dict[str, Any]])


@functools.lru_cache(maxsize=20_000)
def written(row: tuple[Any, ...]) -> Written:
    """Read one row of the journal, all its columns in their order; laptops and server hold mostly the same ones."""
    seq, change, entity, record, act, author, device, counter, happened, accepted, _node, body = row
    fields, lost, merged = _body.decode(body)
    return Written(
        seq, change, device, counter, author, happened, accepted, entity, record, Act(act), fields, lost, merged
    )


class Laptop:
    """One laptop with its clock, which may be wrong, and the person in front of it."""

    def __init__(self, folder: Path, device: str, tick: Callable[[], int], noise: Callable[[], int]) -> None:
        self.device, self.user = device, LAPTOPS[device]
        self.folder = folder / device
        self.skew_us = 0
        self.skew = Skew()
        self.is_newer = False
        self.offline_until = 0
        self.is_signed_out = False
        self.may_go_back = False  # the server was restored, and this laptop has not heard of it yet
        self.changes: list[str] = []  # what was saved here, for undo
        self.numbers: list[str] = []  # of quotes that were issued here
        self.pictures: dict[str, bytes] = {}  # attached here
        self.damages = 0  # how often its disk changed something
        self.unsettled: dict[str, Change] = {}
        self.cursor_seq = 0
        self.row_seqs: dict[tuple[str, str], int] = {}
        self.seen: dict[Any, Any] = {}  # what judges remember of its rows
        self._ids: tuple[int, dict[str, list[str]]] = (-1, {})
        self._tick, self._noise = tick, noise
        self.open()

    def open(self) -> None:
        """Unlock the replica, and sit down."""
        self.points = DOORS[self.folder] = CommitPoints()
        self.replica = Replica.open(self.folder, PASSWORD)
        self.sit_down()

    def ids(self, key: str) -> list[str]:
        """List the records of an entity that stand here."""
        writes, known = self._ids
        if writes != self.replica._pen.writes:
            self._ids = (self.replica._pen.writes, known := {})
        if key not in known:
            with self.replica._engine.connect() as connection:
                known[key] = list(connection.exec_driver_sql(f'SELECT id FROM "{key}" ORDER BY id').scalars())
        return known[key]

    def sit_down(self) -> None:
        """Take the desk of whoever works here, in the role that the replica knows."""
        desk = desk_of(self.replica, self.now)
        self.desk = Desk(desk.replica, desk.user, desk.role, self.now, self._noise)

    def held(self) -> set[tuple[str, str, str]]:
        """Name what the journal here has of the server's: change, entity, record."""
        query = "SELECT change, entity, record FROM entry WHERE seq < ? AND change NOT LIKE ?"
        with self.replica._engine.connect() as connection:
            return set(map(tuple, connection.exec_driver_sql(query, (WAITING, f"{FOLDED}%"))))

    def gnaw(self, rng: Random) -> str:
        """Change a row or an entry of the journal behind the replica's back; name its record, "" where there was none."""
        key = rng.choice(sorted(GNAWED))
        ids = self.ids(key) if self.replica.mark("cursor") else []
        if not ids:
            return ""
        id_ = rng.choice(ids)
        with self.replica._engine.connect() as connection, connection.begin():
            query = "SELECT seq FROM entry WHERE entity = ? AND record = ? AND seq < ? ORDER BY seq"
            entries = connection.exec_driver_sql(query, (key, id_, WAITING)).scalars().all()
            if entries and rng.random() < 0.4:
                connection.exec_driver_sql("UPDATE entry SET body = x'c1' WHERE seq = ?", (rng.choice(entries),))
            else:
                connection.exec_driver_sql(f'UPDATE "{key}" SET "{GNAWED[key]}" = ? WHERE id = ?', ("gnawed", id_))
        return f"{key} {id_}"

    def is_between(self) -> bool:
        """Tell whether part of a page is in and its cursor is not."""
        cursor = self.replica.mark("cursor")
        newest = self.replica.held(limit=1)
        return bool(cursor and newest) and newest[0].seq > cursor_seq(cursor)

    def crash(self) -> None:
        """Die without closing anything, and start again."""
        self.points.forget()
        if self.replica._owner is not None:
            self.replica._owner.close()  # the operating system lets go of a dead process's locks
        self._ids = (-1, {})
        self.open()

    def now(self) -> datetime:
        """Tell the time by this laptop's clock."""
        return moment_of(self.us())

    def us(self) -> int:
        """Tell the time by this laptop's clock, in microseconds UTC."""
        return self._tick() + self.skew_us


class World:
    """Everything that a history plays with, in a folder of its own."""

    def __init__(self, seed: int, devices: int) -> None:
        self.rng = Random(seed)
        self._noise = Random(seed ^ 0x5A7C4E1)
        self.time = STARTS
        self.folder = Path(tempfile.mkdtemp(prefix="history-", dir=quick_place()))
        names = list(LAPTOPS)
        self.rng.shuffle(names)
        shutil.copy(template() / "server.db", self.folder)
        self.house = House(self.folder, self.tick, self.noise)
        self.laptops = []
        for name in names[:devices]:
            shutil.copytree(template() / name, self.folder / name)
            self.laptops.append(Laptop(self.folder, name, self.tick, self.noise))

    def tick(self) -> int:
        """Let a millisecond pass and tell the true time."""
        self.time += 1000
        return self.time

    def noise(self) -> int:
        """Give random bits for an id."""
        return self._noise.getrandbits(55)

    def close(self) -> None:
        """Close and remove everything."""
        for laptop in self.laptops:
            laptop.replica.close()
            laptop.points.forget()
            del DOORS[laptop.folder]
        self.house.points.forget()
        shutil.rmtree(self.folder, ignore_errors=True)


def quick_place() -> str | None:
    """Name a folder in memory where there is one: nothing here has to outlive the machine."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


DOORS: dict[Path, CommitPoints] = {}
"""Folder of a laptop -> what its process may die of, for every file of the replica that it opens."""


def open_plain(path: Path | None, key: bytes | None = None) -> Engine:
    """Open a replica without encryption and without waiting for the disk: crashes come at commits, not in the power.

    A file that came ready from the server was encrypted on its way, and stays so.
    """
    is_plain = path is None or not path.exists() or _begins(path) in (b"", b"SQLite")
    return open_sqlite(path, None if is_plain else key, synchronous="OFF")


def _begins(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(6)


def open_watched(path: Path, key: bytes) -> Engine:
    """Open a file of a replica as the product does, under the eyes of whoever ends its process."""
    engine = opening.opened(path, key)
    return DOORS[path.parent].watch(engine) if path.parent in DOORS else engine


@functools.cache
def template() -> Path:
    """Make the company of all histories once: the small office, a few things more, and a laptop for each."""
    folder = Path(tempfile.mkdtemp(prefix="template-", dir=quick_place()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vault, "new_derivation", lambda: vault.Derivation(secrets.token_hex(16), 1, 8, 1))
        patch.setattr(opening, "open_sqlite", open_plain)
        office = small_office(folder)
        office.add(User(id="tom", name="Tom", login="tom", territories=("harbour",), home="harbour"))
        office.add(
            Quote(id="quote1", owner="ann", account="north1", currency="CNY"),
            Quote(id="quote2", owner="bob", account="south1", currency="JPY"),
            Activity(id="visit1", subject="Visit", account="north1", owner="ann"),
            Activity(id="task1", subject="Tidy up", owner="bob"),
        )
        office.add(
            *(QuoteLine(id=f"line{n}", quote=f"quote{1 + n // 2}", currency="CNY", position=n) for n in range(4))
        )
        for device, login in LAPTOPS.items():
            office.laptop(login, device)
        code = office.accounts.create_code("bob")
        request = SignIn(
            login="bob", password=PASSWORD, device=STRANGER, device_name=STRANGER, clock=office.clock.us(), code=code
        )
        (folder / "stranger").write_text(office.service.sign_in(request).token)
        office.close()
    return folder


def forget_template() -> None:
    """Remove the company again."""
    if template.cache_info().currsize:
        shutil.rmtree(template(), ignore_errors=True)
        template.cache_clear()


def cursor_seq(cursor: str) -> int:
    """Read how far a cursor has come."""
    place = cursor_place(cursor)
    return 0 if place is None else place.seq
