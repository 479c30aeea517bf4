"""Posting entries to a bare store, one change after the other."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from crm_desktop.core.changes import Act, Change, Entry, Posted, create_entry
from crm_desktop.core.schema import Raw, Record, entity_of, raw_of
from crm_desktop.core.store import Batch
from crm_desktop.core.store.sqlite import WRITES


@contextmanager
def empty_store(stores: Engine) -> Iterator[Connection]:
    """Open an empty store; what is written there is undone at the end."""
    with stores.connect().execution_options(**{WRITES: True}) as connection:
        yield connection


class Writer:
    """Posts entries one change after the other."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.seq = connection, 0

    def post(self, *entries: Entry, happened: int = 0) -> Batch:
        batch = Batch(self.connection)
        seqs = tuple(range(self.seq + 1, self.seq + 1 + len(entries)))
        self.seq += len(entries)
        change = Change(f"c{self.seq}", "ann", "d", self.seq, happened or self.seq, entries)
        batch.load((entry.entity, entry.record) for entry in entries)
        batch.apply(Posted(change, seqs, self.seq))
        batch.flush()
        return batch

    def add(self, *records: Record) -> Batch:
        return self.post(*(create_entry(entity_of(one).key, one.id, raw_of(one)) for one in records))

    def set(self, key: str, id_: str, name: str, saw: Raw, new: Raw, happened: int = 0) -> Batch:
        return self.post(Entry(key, id_, Act.EDIT, {name: (saw, new)}), happened=happened)
