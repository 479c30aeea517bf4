"""What an administrator's commands work on: the opened server, its clock, and somewhere to say things."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

from crm_desktop.core.changes import Change, Entry, create_entry, edit_entry
from crm_desktop.core.ids import new_id
from crm_desktop.core.schema import Record, entity_of, raw_of
from crm_desktop.core.store import Reader
from sync_server.accounts import Accounts
from sync_server.database import open_database
from sync_server.places import Place, cache_of
from sync_server.service import SyncService

Say = Callable[[str], None]
R = TypeVar("R", bound=Record)


class Office(NamedTuple):
    """An opened server. clock: microseconds UTC."""

    service: SyncService
    accounts: Accounts
    clock: Callable[[], int]
    say: Say

    def all(self, kind: type[R]) -> list[R]:
        """List the records of one entity that stand."""
        with self.service.journal.engine.connect() as connection:
            return Reader(connection).find(kind)

    def create(self, *records: Record) -> None:
        """Post new records as one change of the server."""
        self._post([create_entry(entity_of(record).key, record.id, raw_of(record)) for record in records])

    def edit(self, before: Record, after: Record) -> None:
        """Post what differs between two states of a record as one change of the server."""
        entry = edit_entry(entity_of(after).key, after.id, raw_of(before), raw_of(after))
        if entry is not None:
            self._post([entry])

    def new_id(self) -> str:
        """Make the id of a new record."""
        return new_id(self.clock())

    def _post(self, entries: list[Entry]) -> None:
        now = self.clock()
        self.service.load_changes([Change(new_id(now), "", "server", 0, now, tuple(entries))])


def now_us() -> int:
    """Tell the time in microseconds UTC; the one clock of the server's own processes."""
    return time.time_ns() // 1000


@contextmanager
def opened(database: Place, say: Say, cache: Path | None = None) -> Iterator[Office]:
    """Open the server on a database and let go of it afterwards; cache: folder of the ready files for first loads."""
    engine = open_database(database)
    try:
        accounts = Accounts(engine, now_us)
        yield Office(SyncService(engine, accounts, now_us, cache=cache or cache_of(database)), accounts, now_us, say)
    finally:
        engine.dispose()
