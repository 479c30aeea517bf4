"""A server and its laptops in one process: their files, clocks and commit points, and how they die and come back."""

import base64
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
from crm_desktop.core.changes import WAITING, Change, Entry
from crm_desktop.core.entities import Activity, Quote, QuoteLine
from crm_desktop.core.ids import new_id
from crm_desktop.core.protocol import SignIn
from crm_desktop.core.schema import micros, moment_of
from crm_desktop.core.store.read import read_entry
from crm_desktop.core.store.sqlite import open_sqlite
from crm_desktop.replica import opening, vault
from crm_desktop.replica.replica import Replica
from sync_server.accounts import Accounts
from sync_server.database import open_database
from sync_server.service import SyncService
from tests.replicas import PASSWORD, QUICK, Clock, small_office
from tests.simulation.quick import Plain, Quick
from tests.simulation.reference import Written

LAPTOPS = {"ann": "ann", "bob": "bob", "mia": "mia", "root": "root", "ann again": "ann"}
"""Device -> who works with it; the same person may have two."""
STRANGER = "bob's other machine"
SECOND = 1_000_000
STARTS = micros(Clock().moment) + 24 * 3600 * SECOND


way: type[Quick | Plain] = Quick
"""How histories get at their databases."""


class Crashed(BaseException):
    """The process ended here, without a word; nobody catches it but the simulation."""


class CommitPoints:
    """Ends the process at a coming commit of an engine, before or after its effect, where one is told."""

    def __init__(self, engine: Engine) -> None:
        self.countdown = 0
        self.is_after = False
        way(engine, self.commit)

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
        self._folder, self._clock, self._noise = folder, clock, noise
        self._counter = 0
        self.open()

    def open(self) -> None:
        """Start the server on what is on the disk."""
        self.engine = open_database(self._folder / "server.db", synchronous="OFF")
        self.points = CommitPoints(self.engine)
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

    def written(self, after: int) -> list[Written]:
        """Read the journal after a number, as it lies on the disk."""
        with self.engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT * FROM entry WHERE seq > ? ORDER BY seq", (after,))
            return [written(row) for row in rows]


def written(row: Any) -> Written:
    """Read one journal row."""
    entry = read_entry(row)
    return Written(
        row.seq, row.change, row.device, row.counter, row.author, row.happened, row.accepted,
        entry.entity, entry.record, entry.act, entry.fields, entry.lost, entry.merged,
    )  # fmt: skip


class Laptop:
    """One laptop with its clock, which may be wrong, and the person in front of it."""

    def __init__(self, folder: Path, device: str, tick: Callable[[], int], noise: Callable[[], int]) -> None:
        self.device, self.user = device, LAPTOPS[device]
        self.folder = folder / device
        self.skew = 0
        self.offline_until = 0
        self.is_signed_out = False
        self.may_go_back = False  # the server was restored, and this laptop has not heard of it yet
        self.changes: list[str] = []  # what was saved here, for undo
        self.unsettled: dict[str, Change] = {}
        self.cursor_seq = 0
        self.row_seqs: dict[tuple[str, str], int] = {}
        self._tick, self._noise = tick, noise
        self.open()

    def open(self) -> None:
        """Unlock the replica, and sit down."""
        self.replica = Replica.open(self.folder, PASSWORD)
        self.points = CommitPoints(self.replica._engine)
        self.sit_down()

    def sit_down(self) -> None:
        """Take the desk of whoever works here, in the role that the replica knows."""
        desk = desk_of(self.replica, self.now)
        self.desk = Desk(desk.replica, desk.user, desk.role, self.now, self._noise)

    def held(self) -> set[tuple[str, str, str]]:
        """Name what the journal here has of the server's: change, entity, record."""
        query = "SELECT change, entity, record FROM entry WHERE seq < ?"
        with self.replica._engine.connect() as connection:
            return set(map(tuple, connection.exec_driver_sql(query, (WAITING,))))

    def is_between(self) -> bool:
        """Tell whether part of a page is in and its cursor is not."""
        cursor = self.replica.mark("cursor")
        newest = self.replica.held(limit=1)
        return bool(cursor and newest) and newest[0].seq > cursor_seq(cursor)

    def crash(self) -> None:
        """Die without closing anything, and start again."""
        self.replica._engine.dispose()
        if self.replica._owner is not None:
            self.replica._owner.close()  # the operating system lets go of a dead process's locks
        self.open()

    def now(self) -> datetime:
        """Tell the time by this laptop's clock."""
        return moment_of(self.us())

    def us(self) -> int:
        """Tell the time by this laptop's clock, in microseconds UTC."""
        return self._tick() + self.skew


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
        self.house.engine.dispose()
        shutil.rmtree(self.folder, ignore_errors=True)


def quick_place() -> str | None:
    """Name a folder in memory where there is one: nothing here has to outlive the machine."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def open_plain(path: Path | None, _key: bytes | None = None) -> Engine:
    """Open a replica without encryption and without waiting for the disk: crashes come at commits, not in the power."""
    return open_sqlite(path, synchronous="OFF")


@functools.cache
def template() -> Path:
    """Make the company of all histories once: the small office, a few things more, and a laptop for each."""
    folder = Path(tempfile.mkdtemp(prefix="template-", dir=quick_place()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vault, "new_derivation", lambda: vault.Derivation(secrets.token_hex(16), 1, 8, 1))
        patch.setattr(opening, "open_sqlite", open_plain)
        office = small_office(folder)
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
    """Read how far a cursor has come; the product's laptops must not, its judges may."""
    return int(msgspec.msgpack.decode(base64.urlsafe_b64decode(cursor))[1]) if cursor else 0
