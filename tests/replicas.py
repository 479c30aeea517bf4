"""Builders of servers, replicas and desks for tests: real ones, in a temporary folder, with a clock that is told."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher

from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.core.changes import Change, create_entry
from crm_desktop.core.demo import company
from crm_desktop.core.ids import new_id
from crm_desktop.core.protocol import SignIn
from crm_desktop.core.schema import Record, entity_of, micros, raw_of
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import enrol
from sync_server.accounts import Accounts
from sync_server.database import open_database
from sync_server.service import SyncService

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


@dataclass
class Office:
    """A server with people, in a folder of its own."""

    folder: Path
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.engine = open_database(self.folder / "server.db", synchronous="OFF")
        self.accounts = Accounts(self.engine, self.clock.us, QUICK)
        self.service = SyncService(self.engine, self.accounts, self.clock.us, _noise())
        self._counter = 0

    def load(self, changes: Iterable[Change]) -> None:
        """Post changes of the server's own making."""
        self.service.load_changes(changes)

    def add(self, *records: Record) -> None:
        """Create records on the server in one change."""
        self._counter += 1
        entries = tuple(create_entry(entity_of(one).key, one.id, raw_of(one)) for one in records)
        now = self.clock.us()
        self.load([Change(new_id(now, self._counter), "", "setup", self._counter, now, entries)])

    def laptop(self, login: str, device: str = "") -> Replica:
        """Enrol a laptop for a person by a one-time code."""
        device = device or f"laptop of {login}"
        request = SignIn(
            login=login, password=PASSWORD, device=device, device_name=device, clock=self.clock.us(),
            code=self.accounts.create_code(login),
        )  # fmt: skip
        return enrol(self.folder / device, self.service, "direct", request, self.clock.us)

    def desk(self, login: str) -> Desk:
        """Enrol a laptop and sit down at its desk."""
        return desk_of(self.laptop(login), self.clock)


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
