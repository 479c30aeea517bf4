"""What the journal of this laptop tells of whole changes."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, select

from crm_desktop.core.changes import WAITING, Change, Entry, taken_back
from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.protocol import Held
from crm_desktop.core.store import Reader
from crm_desktop.core.store.among import among
from crm_desktop.core.store.journal_rows import read_posted
from crm_desktop.core.store.tables import ENTRY
from crm_desktop.core.store.thinning import FOLDED


def held(connection: Connection, below: int, limit: int) -> tuple[Held, ...]:
    """List the newest changes that the server numbered below a number, the newest first."""
    columns = (ENTRY.c.change, ENTRY.c.seq, ENTRY.c.accepted, ENTRY.c.entity, ENTRY.c.record)
    made = ENTRY.c.change.not_like(f"{FOLDED}%")  # nobody made what stands for thinned history
    query = select(*columns).where(ENTRY.c.seq < below, made).order_by(ENTRY.c.seq.desc()).limit(limit)
    newest: dict[str, tuple[int, int]] = {}
    records: dict[str, list[tuple[str, str]]] = {}
    for change, seq, accepted, entity, record in connection.execute(query).all():
        newest.setdefault(change, (seq, accepted))
        records.setdefault(change, []).append((entity, record))
    return tuple(Held(seq, change, at, tuple(records[change])) for change, (seq, at) in newest.items())


def changes(connection: Connection, ids: Iterable[str]) -> tuple[Change, ...]:
    """Read changes that the server numbered, in the order of their numbers, as far as they are here."""
    query = select(ENTRY).where(among(ENTRY.c.change, ids), ENTRY.c.seq < WAITING).order_by(ENTRY.c.seq)
    found: dict[str, list[Row[Any]]] = {}
    for row in connection.execute(query):
        found.setdefault(row.change, []).append(row)
    return tuple(read_posted(group).change for group in found.values())


def inverse_of(connection: Connection, change: str) -> tuple[Entry, ...]:
    """Make the entries that take a change back; see `Replica.inverse_of`."""
    if change.startswith(FOLDED):
        return ()
    reader = Reader(connection)
    return tuple(
        entry
        for done in reversed(reader.entries_of(change))
        if done.entity in REGISTRY  # else of a newer version
        if (entry := taken_back(done, reader.raw(done.entity, done.record))) is not None
    )
