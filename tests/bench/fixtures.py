"""Servers and laptops of any size to measure on, kept in a cache by schema and seed."""

import hashlib
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from crm_desktop.core.changes import Act, Change, Entry
from crm_desktop.core.demo import volume
from crm_desktop.core.demo.people import user_id
from crm_desktop.core.ids import id_from
from crm_desktop.core.protocol import Session, SignIn
from crm_desktop.replica import vault
from crm_desktop.replica.replica import Replica
from crm_desktop.sync import engine, loading
from crm_desktop.sync.remote import HttpServer
from sync_server.accounts import Accounts
from sync_server.database import open_database
from sync_server.places import place_of
from sync_server.service import SyncService
from tests.bench import direct

REPOSITORY = Path(__file__).resolve().parent.parent.parent
OUT = REPOSITORY / "out"
PASSWORD = "a password for measuring"  # of invented companies only
LOGIN = "shen.dawei"  # a manager at the top of the tree: the whole company, through the scope like anybody

DECLARED = (
    "crm_desktop/core/entities", "crm_desktop/core/store", "crm_desktop/core/schema.py", "crm_desktop/core/names.py",
    "crm_desktop/core/demo/volume.py", "crm_desktop/core/demo/customers.py", "crm_desktop/core/demo/deals.py",
    "tests/bench/direct.py",
)  # fmt: skip
LOCAL = (*DECLARED, "crm_desktop/replica/vault.py")
"""Files that decide what lies in a laptop's file."""


def clock() -> int:
    """Give microseconds UTC."""
    return time.time_ns() // 1000


@dataclass(frozen=True)
class Company:
    """An invented company of a size, of whose accounts and contacts every tenth was edited twice."""

    accounts: int
    contacts: int
    deals: int = 0
    seed: int = 1

    @property
    def size(self) -> int:
        """Count its customers' records."""
        return self.accounts + self.contacts

    @property
    def name(self) -> str:
        """Name it in the cache."""
        return f"{self.accounts}-accounts-{self.contacts}-contacts-{self.deals}-deals-seed-{self.seed}"

    def changes(self) -> Iterator[Change]:
        """Tell its history: one creation a record, then two edits for every tenth, then what became of deals."""
        return (change for change, _ in self.history())

    def history(self) -> Iterator[tuple[Change, bool]]:
        """Tell the same, each change with whether edits of its record follow."""
        edited, dealt = list[Change](), list[Change]()
        last = None
        for number, change in enumerate(volume(self.seed, self.accounts, self.contacts, self.deals)):
            last, entity = change, change.entries[0].entity
            if entity in _DEALT:
                dealt.append(change)  # after the edits, so that all that is written in bulk is one piece
                continue
            is_edited_later = number % 10 == 0 and entity in _EDITED
            if is_edited_later:
                edited.append(change)
            yield change, is_edited_later
        if last is None:
            return
        for number, made in enumerate(itertools.chain(edited, edited), 1):
            yield _edit(made, number, last, is_second=number > len(edited)), False
        for change in dealt:
            yield change, False


_DEALT = frozenset({"opportunity", "activity"})
_EDITED = {"account": ("street", "notes"), "contact": ("department", "notes")}


def _edit(made: Change, number: int, last: Change, *, is_second: bool) -> Change:
    entry = made.entries[0]
    values = {
        name: (entry.fields.get(name, (None, None))[1], f"{name} {number % 97} of the first visit")
        for name in _EDITED[entry.entity]
    }
    if is_second:
        values = {name: (first, f"{first} and of the second") for name, (_, first) in values.items()}
    return Change(
        id_from("bench", "edit", str(number)), last.author, last.device, last.counter + number,
        last.happened + number * 1000, (Entry(entry.entity, entry.record, Act.EDIT, values),),
    )  # fmt: skip


def digest(paths: tuple[str, ...]) -> str:
    """Name what some files say, so that a fixture made by others is never taken for one of ours."""
    found = hashlib.blake2b(digest_size=6)
    for name in paths:
        path = REPOSITORY / name
        for file in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            found.update(file.read_bytes())
    return found.hexdigest()


def server_file(company: Company) -> Path:
    """Give a server's database with a company in it, made where the cache has none; never written to afterwards."""
    place = OUT / "cache" / f"server-{digest(DECLARED)}" / company.name / "server.db"
    if place.exists():
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent) as name:
        fresh = Path(name) / "server.db"
        database = open_database(fresh, synchronous="OFF")
        service = SyncService(database, Accounts(database, clock), clock)
        direct.fill_server(service, company.history(), clock())
        with database.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.dispose()
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        fresh.replace(place)
    return place


@dataclass
class Site:
    """A real server process on a copy of a company, and laptops that reach it through HTTP on loopback."""

    company: Company
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(dir=work_folder())))
    processes: int = 1

    def __post_init__(self) -> None:
        self.place = self._furnish()
        self._codes = self._invite(24)
        self._processes = [self._serve() for _ in range(self.processes)]
        self.addresses = [_address_said(process) for process in self._processes]
        self.address = self.addresses[0]
        self._devices = 0

    def _furnish(self) -> str:
        """Make the database of the company, and return it as it is named on the command line."""
        place = self.folder / "server.db"
        shutil.copyfile(server_file(self.company), place)
        return str(place)

    def _serve(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "sync_server", "serve", "--database", self.place, "--port", "0"]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY)

    def _invite(self, count: int) -> list[str]:
        opened = open_database(place_of(self.place))
        accounts = Accounts(opened, clock)
        codes = [accounts.create_code(LOGIN) for _ in range(count)]
        opened.dispose()
        return codes

    @property
    def ready_files(self) -> Path:
        """Give the folder where the server keeps files for first loads."""
        return self.folder / "server.db-first-loads"

    def sign_in(self) -> tuple[HttpServer, SignIn, Session]:
        """Enrol one more device."""
        self._devices += 1
        device = f"laptop-{self._devices}"
        request = SignIn(
            login=LOGIN, password=PASSWORD, device=device, device_name=device, clock=clock(), code=self._codes.pop()
        )
        server = HttpServer(self.address)
        return server, request, server.sign_in(request)

    def empty_laptop(self, folder: Path | None = None) -> tuple[Replica, HttpServer]:
        """Enrol a laptop whose replica holds nothing yet."""
        server, request, session = self.sign_in()
        derivation, key = vault.new_derivation(), vault.new_key()
        header = vault.Header(
            login=LOGIN, user=session.user, address=self.address, device=request.device, database=vault.FIRST,
            derivation=derivation, wrapped=vault.wrap(key, PASSWORD, derivation),
        )  # fmt: skip
        replica = Replica.create(folder or self.folder / request.device, header, key)
        engine.remember(replica, session, clock)
        return replica, server

    def laptop(self, folder: Path | None = None) -> tuple[Replica, HttpServer]:
        """Enrol a laptop and load everything."""
        replica, server = self.empty_laptop(folder)
        loading.first_load(replica, server, lambda _: None)
        finish(replica, server)
        return replica, server

    def close(self) -> None:
        """Stop the server and remove its files."""
        for process in self._processes:
            process.terminate()
            process.wait()
            if process.stdout:
                process.stdout.close()
        shutil.rmtree(self.folder)


def _address_said(process: subprocess.Popen[str]) -> str:
    said = process.stdout.readline() if process.stdout else ""
    return said.strip().rpartition(" ")[2]


def finish(replica: Replica, server: HttpServer) -> None:
    """Do after a first load what an enrolment does after it."""
    engine.lease_numbers(replica, server, clock)
    replica.note_sync(clock(), "{}")


def replica_folder(company: Company) -> Path:
    """Give the folder of a laptop that holds a whole company, made where the cache has none."""
    place = OUT / "cache" / f"laptop-{digest(LOCAL)}" / company.name
    if not (place / vault.HEADER).exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent) as name:
            derivation, key = vault.new_derivation(), vault.new_key()
            header = vault.Header(
                login=LOGIN, user=user_id(LOGIN), address="http://127.0.0.1:9", device="laptop",
                database=vault.FIRST, derivation=derivation, wrapped=vault.wrap(key, PASSWORD, derivation),
            )  # fmt: skip
            direct.fill_laptop(Path(name) / "whole", header, PASSWORD, server_file(company))
            (Path(name) / "whole").replace(place)
    return place


@contextmanager
def laptop_to_use(company: Company) -> Iterator[Path]:
    """Give the folder of a laptop of one's own that holds a whole company: a window writes down where it was left."""
    with tempfile.TemporaryDirectory(dir=work_folder()) as name:
        yield Path(shutil.copytree(replica_folder(company), Path(name) / "laptop"))


def make(companies: Mapping[Company, bool]) -> None:
    """Make what the cache has not got, two companies at a time: each keeps one core busy.

    companies: with whether a laptop that holds it is needed beside the server's file. What was made for another schema
    goes: it takes gigabytes.
    """
    kept = {f"server-{digest(DECLARED)}", f"laptop-{digest(LOCAL)}", work_folder().name}
    for other in work_folder().parent.iterdir():
        if other.name not in kept:
            shutil.rmtree(other)
    with ProcessPoolExecutor(min(2, len(companies)) or 1) as lanes:
        jobs = [
            lanes.submit(replica_folder if has_laptop else server_file, one) for one, has_laptop in companies.items()
        ]
        for job in jobs:
            job.result()


def work_folder() -> Path:
    """Give a folder for what one run needs."""
    place = OUT / "cache" / "work"
    place.mkdir(parents=True, exist_ok=True)
    return place
