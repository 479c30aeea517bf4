"""Builders of servers, replicas and desks for tests: real ones, in a temporary folder, with a clock that is told."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import URL

from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.records import edit_entry_of
from crm_desktop.core.changes import Change, Entry, create_entry
from crm_desktop.core.demo import company
from crm_desktop.core.entities import (
    Account,
    Contact,
    Currency,
    Opportunity,
    Organisation,
    Pipeline,
    Price,
    PriceBook,
    Product,
    Stage,
    TaxRate,
    Territory,
    User,
)
from crm_desktop.core.ids import new_id
from crm_desktop.core.protocol import SignIn
from crm_desktop.core.schema import R, Record, entity_of, micros, raw_of
from crm_desktop.core.store import Reader
from crm_desktop.replica.doubts import DAY_US
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import enrol, sync
from sync_server.accounts import Accounts
from sync_server.database import open_database
from sync_server.service import SyncService
from tests.postgres import Databases

TODAY = date(2026, 11, 20)
PASSWORD = "a long password"  # of test replicas only
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class Clock:
    """A clock that stands until it is told to go on; called, it gives an aware moment."""

    moment: datetime = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(milliseconds=1)
        return self.moment

    def us(self) -> int:
        """Give microseconds UTC."""
        return micros(self())

    def ahead(self, days: int) -> Callable[[], int]:
        """Give the clock of a laptop that runs some days ahead, in microseconds UTC."""
        return lambda: self.us() + days * DAY_US


@dataclass
class Office:
    """A server with people, in a folder of its own; its data in a file there, or in one of some databases."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    databases: Databases | None = None
    place: URL | None = None

    def __post_init__(self) -> None:
        if self.databases is not None and self.place is None:
            self.place = self.databases.furnished()
        self.engine = open_database(self.place or self.folder / "server.db", synchronous="OFF")
        self.accounts = Accounts(self.engine, self.clock.us, QUICK)
        cache = self.folder / "first-loads"
        self.service = SyncService(self.engine, self.accounts, self.clock.us, _noise(), cache)
        self.laptops: list[Replica] = []
        self._counter = 0

    def load(self, changes: Iterable[Change]) -> None:
        """Post changes of the server's own making."""
        self.service.load_changes(changes)

    def add(self, *records: Record) -> None:
        """Create records on the server in one change."""
        self.post(*(create_entry(entity_of(one).key, one.id, raw_of(one)) for one in records))

    def edit(self, seen: Record, **values: object) -> None:
        """Change fields of a record on the server, as an administrator of the house would."""
        entry = edit_entry_of(seen, **values)
        assert entry is not None
        self.post(entry)

    def post(self, *entries: Entry) -> None:
        """Post entries as one change of the server's own making."""
        self._counter += 1
        now = self.clock.us()
        self.load([Change(new_id(now, self._counter), "", "setup", self._counter, now, entries)])

    def get(self, kind: type[R], id_: str) -> R:
        """Read a record as the server has it."""
        with self.engine.connect() as connection:
            found = Reader(connection).get(kind, id_)
        assert found is not None
        return found

    def sync(self, *replicas: Replica) -> None:
        """Let laptops do one round each, in this order."""
        for replica in replicas:
            sync(replica, self.service, self.clock.us)

    def differences(self, replica: Replica) -> list[str]:
        """Name the entities whose content hash on a laptop is not the server's for that scope."""
        here = replica.content_hash(replica.mark("role"))
        there = self.service.content_hash(replica.header.user)
        return [f"{key}: {here[key]} here, {there[key]} there" for key in here if here[key] != there[key]]

    def laptop(self, login: str, device: str = "", address: str = "direct") -> Replica:
        """Enrol a laptop for a person by a one-time code; address: what it believes the server's to be."""
        device = device or f"laptop of {login}"
        request = SignIn(
            login=login, password=PASSWORD, device=device, device_name=device, clock=self.clock.us(),
            code=self.accounts.create_code(login),
        )  # fmt: skip
        self.laptops.append(enrol(self.folder / device, self.service, address, request, self.clock.us))
        return self.laptops[-1]

    def copy(self, folder: Path) -> "Office":
        """Make the same office with the same laptops in another folder, a day later: quicker than enrolling anew."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        place = self.databases.create(self.place) if self.databases else None
        made = Office(folder, Clock(self.clock.moment + timedelta(days=1)), self.databases, place)
        made.laptops = [Replica.open(folder / one.header.device, PASSWORD) for one in self.laptops]
        return made

    def close(self) -> None:
        """Close the laptops and the database."""
        for replica in self.laptops:
            replica.close()
        self.engine.dispose()

    def desk(self, login: str) -> Desk:
        """Enrol a laptop and sit down at its desk."""
        return desk_of(self.laptop(login), self.clock)


def held_by(replica: Replica, kind: type[R], id_: str) -> R:
    """Read a record as a laptop has it."""
    found = replica.get(kind, id_)
    assert found is not None
    return found


def _noise() -> Callable[[], int]:
    state = [0]

    def next_noise() -> int:
        state[0] += 1
        return state[0] * 2_654_435_761

    return next_noise


def demo_office(folder: Path, accounts: int = 60, contacts: int = 120, deals: int = 90) -> Office:
    """Make a server with a small demo company as of TODAY."""
    office = Office(folder)
    office.load(company(1, today=TODAY, accounts=accounts, contacts=contacts, deals=deals))
    return office


def small_office(folder: Path, databases: Databases | None = None) -> Office:
    """Make a server with a tree of four territories, four people, a few customers and things to sell.

    world > north > harbour, world > south. ann holds north, bob holds south, mia (manager) the world, root everything.
    """
    office = Office(folder, databases=databases)
    office.add(
        Organisation(id="organisation", name="Harbour Pumps", name_zh="海港泵业", quote_prefix="HP"),
        Currency(id="CNY", name="CNY"), Currency(id="JPY", name="JPY"),
        Territory(id="world", name="World"), Territory(id="north", name="North", parent="world"),
        Territory(id="harbour", name="Harbour", parent="north"), Territory(id="south", name="South", parent="world"),
        User(id="ann", name="Ann", login="ann", territories=("north",), home="north"),
        User(id="bob", name="Bob", login="bob", territories=("south",), home="south"),
        User(id="mia", name="Mia", login="mia", role="manager", territories=("world",), home="world"),
        User(id="root", name="Root", login="root", role="administrator"),
    )  # fmt: skip
    office.add(
        Pipeline(id="sales", name="Sales", position=1),
        Stage(id="qualify", name="Qualify", pipeline="sales", position=1, probability=Decimal(20), forecast="pipeline"),
        Stage(id="propose", name="Propose", pipeline="sales", position=2, probability=Decimal(50), forecast="best_case"),
        Stage(id="won", name="Won", pipeline="sales", position=3, outcome="won", probability=Decimal(100)),
        Stage(id="lost", name="Lost", pipeline="sales", position=4, outcome="lost", probability=Decimal(0)),
        TaxRate(id="vat13", name="VAT 13 %", percent=Decimal(13)),
        Product(
            id="pump", name="Pump", name_zh="工业泵", sku="P-1", unit="pc", tax_rate="vat13", currency="CNY", cost=Decimal(700)
        ),
        PriceBook(id="book", name="Standard", currency="CNY", is_standard=True),
        Price(id="price1", price_book="book", product="pump", unit_price=Decimal(1250)),
        Price(id="price10", price_book="book", product="pump", unit_price=Decimal(1100), from_quantity=Decimal(10)),
    )  # fmt: skip
    office.add(
        Account(id="north1", name="上海泵业", territory="north", owner="ann", currency="CNY", country="China"),
        Account(id="harbour1", name="Harbour Works", territory="harbour", owner="ann", currency="CNY"),
        Account(id="south1", name="South Mill", territory="south", owner="bob", currency="CNY"),
        Contact(id="carl", family_name="Carl", account="north1"), Contact(id="sue", family_name="Sue", account="south1"),
        deal("deal1", account="north1", owner="ann"), deal("deal2", account="south1", owner="bob"),
    )  # fmt: skip
    return office


def deal(id_: str, account: str = "", owner: str = "ann", amount: Decimal = Decimal(100_000)) -> Opportunity:
    """Make an open deal in the first stage of the small office."""
    return Opportunity(
        id=id_, name=f"Deal {id_}", account=account, owner=owner, pipeline="sales", stage="qualify", outcome="open",
        amount=amount, currency="CNY", probability=Decimal(20), close_day=date(2027, 3, 31),
    )  # fmt: skip
