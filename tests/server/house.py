"""A real service on a real file, and the same behind a real port."""

import threading
from dataclasses import dataclass
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import URL

from crm_desktop.core.access import ADMINISTRATOR
from crm_desktop.core.changes import Change, create_entry
from crm_desktop.core.entities import Organisation, Territory, User
from crm_desktop.core.protocol import Server, Session, SignIn
from crm_desktop.core.schema import Record, entity_of, raw_of
from sync_server.accounts import Accounts
from sync_server.database import open_database
from sync_server.http import application
from sync_server.service import SyncService
from sync_server.serving import Listener, address_of, bind

NOW = 1_780_000_000_000_000
PASSWORD = "a long enough one"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # a test of rules, not of Argon2


class Clock:
    """A clock that stands until it is moved; microseconds UTC."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now


def created(*records: Record) -> Change:
    """Return the change by which the server itself creates some records."""
    entries = tuple(create_entry(entity_of(record).key, record.id, raw_of(record)) for record in records)
    return Change(f"setup-{records[0].id}", "", "server", 0, NOW - 1, entries)


def people() -> Change:
    return created(
        Organisation(id="organisation", name="Harbour Pumps"),
        Territory(id="world", name="World"),
        Territory(id="north", name="North", parent="world"),
        Territory(id="south", name="South", parent="world"),
        User(id="chen", name="Chen Jing", login="chen", role=ADMINISTRATOR, territories=("world",), home="world"),
        User(id="li", name="Li Wei", login="li", territories=("north",), home="north"),
        User(id="mia", name="Mia Roth", login="mia", territories=("south",), home="south"),
        User(id="gone", name="Old Hand", login="gone", is_inactive=True),
    )


@dataclass
class House:
    """One organisation's server with its parts in hand."""

    service: SyncService
    accounts: Accounts
    clock: Clock
    server: Server
    devices: int = 0

    def enrol(self, login: str) -> "Laptop":
        """Sign a new laptop in with a one-time code."""
        self.devices += 1
        device = f"device-{login}-{self.devices}"
        request = sign_in(login, device=device, code=self.accounts.create_code(login), clock=self.clock.now)
        return Laptop(self.server, device, self.server.sign_in(request))


@dataclass
class Laptop:
    """One signed-in device."""

    server: Server
    device: str
    session: Session
    counter: int = 0

    @property
    def token(self) -> str:
        return self.session.token

    def change(self, *records: Record) -> Change:
        """Return this laptop's next change, which creates some records."""
        self.counter += 1
        entries = tuple(create_entry(entity_of(record).key, record.id, raw_of(record)) for record in records)
        return Change(f"{self.device}-{self.counter}", self.session.user, self.device, self.counter, NOW, entries)

    def pull_all(self, cursor: str = "") -> tuple[list[str], str]:
        """Pull until there is no more; return the ids of the records that came, and the cursor."""
        seen: list[str] = []
        while True:
            page = self.server.pull(self.token, cursor)
            seen += [entry.record for posted in page.posted for entry in posted.change.entries]
            cursor = page.cursor
            if not page.more:
                return seen, cursor


def sign_in(login: str, password: str = PASSWORD, *, device: str = "d1", code: str = "", clock: int = NOW) -> SignIn:
    return SignIn(login=login, password=password, device=device, device_name="Laptop", clock=clock, code=code)


def furnished(path: Path | URL) -> House:
    """Return a house with its people; the server is the service itself."""
    clock = Clock()
    engine = open_database(path, synchronous="OFF")
    accounts = Accounts(engine, clock, QUICK)
    service = SyncService(engine, accounts, clock)
    service.load_changes([people()])
    return House(service, accounts, clock, service)


@dataclass
class Port:
    """A running listener and the address it answers at."""

    address: str
    listener: Listener
    thread: threading.Thread

    def close(self) -> None:
        self.listener.stop()
        self.thread.join()


def listening(server: Server) -> Port:
    """Serve on a free port in a thread of its own; returns when laptops may connect."""
    socket, ready = bind("127.0.0.1", 0), threading.Event()
    listener = Listener(application(server), socket, ready.set)
    thread = threading.Thread(target=listener.serve_until_stopped)
    thread.start()
    ready.wait()
    return Port(address_of(socket), listener, thread)
