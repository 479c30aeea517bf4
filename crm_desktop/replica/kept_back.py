"""Waiting changes that no push can carry: they stay on this laptop, in sight, and nothing waits behind them (law 8)."""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Column, Connection, Integer, LargeBinary, Table, Text, bindparam, func, insert, select, update

from crm_desktop.core.changes import Act, Change, Entry, Touched
from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.protocol import LARGEST_PLAIN, LARGEST_PUSH, encode, pack
from crm_desktop.core.schema import Raw
from crm_desktop.core.store import Batch, search
from crm_desktop.core.store.rows import Key
from crm_desktop.replica import outbox
from crm_desktop.replica.outbox import OUTBOX, outbox_tables
from crm_desktop.replica.pen import OWN_ROWS, Pen
from crm_desktop.replica.saving import LARGEST_CHANGE

KEPT_BACK = Table(
    "kept_back",
    outbox_tables,
    Column("n", Integer, primary_key=True, autoincrement=True),
    Column("change", Text, nullable=False, unique=True),
    Column("body", LargeBinary, nullable=False),
    Column("waits_for", Text, nullable=False),
    Column("answer", Text, nullable=False),
)
"""Changes that were taken out of the outbox; waits_for: the one of them that makes what this one needs, "" for none."""

_LARGE = select(OUTBOX.c.counter).where(func.length(OUTBOX.c.body) > bindparam("most")).limit(1)

_change = msgspec.msgpack.Decoder(Change)


class KeptBack(msgspec.Struct, frozen=True):
    """A change that cannot be sent. waits_for: as above; answer: what its author did about it, "" for nothing yet."""

    change: Change
    waits_for: str = ""
    answer: str = ""


def look(pen: Pen) -> Touched:
    """Keep back what no push can carry of what waits, and what builds on it; tell the records that are as before it."""
    with pen.reading() as connection:
        if not _is_suspect(connection):
            return {}
    with pen.writing() as connection:
        waiting = outbox.waiting(connection)
        kept, left = parted(waiting)
        if not kept:
            return {}
        batch = Batch(connection, OWN_ROWS)
        batch.drop_waiting([change.id for change in waiting])
        touched = batch.flush()
        search.update(connection, batch.written)
        put(connection, kept)
        outbox.fill(connection, left)
        outbox.replayed(connection, left)
    return touched


def put(connection: Connection, kept: Iterable[KeptBack]) -> None:
    """Keep changes beside those that wait."""
    for one in kept:
        values = {"change": one.change.id, "body": encode(one.change), "waits_for": one.waits_for, "answer": one.answer}
        connection.execute(insert(KEPT_BACK).prefix_with("OR REPLACE").values(values))


def every(connection: Connection) -> tuple[KeptBack, ...]:
    """List what was kept back, the oldest first, answered or not."""
    rows = connection.execute(select(KEPT_BACK).order_by(KEPT_BACK.c.n))
    return tuple(KeptBack(_change.decode(row.body), row.waits_for, row.answer) for row in rows)


def answer(pen: Pen, change: str, said: str) -> None:
    """Note what the author did about a change."""
    with pen.writing() as connection:
        connection.execute(update(KEPT_BACK).where(KEPT_BACK.c.change == change).values(answer=said))


def parted(waiting: Sequence[Change]) -> tuple[list[KeptBack], list[Change]]:
    """Part what waits into what cannot be sent and the rest, in order.

    What needs a record that one of those would have made cannot be sent either. What was typed over a value of theirs
    was, for everybody else, typed over the value before.
    """
    kept, left = list[KeptBack](), list[Change]()
    makers: dict[Key, str] = {}
    befores: dict[tuple[str, str, str], tuple[Raw, Raw]] = {}
    for typed in waiting:
        change = _told_anew(typed, befores)
        maker = next((makers[key] for key in _needs(change) if key in makers), "")
        if not maker and not is_too_large(change):
            left.append(change)
            continue
        kept.append(KeptBack(change, maker))
        for entry in change.entries:
            if entry.act is Act.CREATE:
                makers[entry.entity, entry.record] = change.id
            befores.update({(entry.entity, entry.record, name): pair for name, pair in entry.fields.items()})
    return kept, left


def is_too_large(change: Change) -> bool:
    """Tell whether a change is more than a push can carry, or than a page could carry to others."""
    size = len(encode(change))
    return size > LARGEST_CHANGE and (size > LARGEST_PLAIN or len(pack((change,))) > LARGEST_PUSH)


def _is_suspect(connection: Connection) -> bool:
    return connection.execute(_LARGE, {"most": LARGEST_CHANGE}).first() is not None


def _told_anew(change: Change, befores: dict[tuple[str, str, str], tuple[Raw, Raw]]) -> Change:
    entries = tuple(_told_over(entry, befores) for entry in change.entries)
    return change if entries == change.entries else msgspec.structs.replace(change, entries=entries)


def _told_over(entry: Entry, befores: dict[tuple[str, str, str], tuple[Raw, Raw]]) -> Entry:
    fields = dict(entry.fields)
    for name, (saw, new) in entry.fields.items():
        before, kept = befores.get((entry.entity, entry.record, name), (None, None))
        if (entry.entity, entry.record, name) in befores and saw == kept:
            fields[name] = (before, new)
    return entry if fields == entry.fields else msgspec.structs.replace(entry, fields=fields)


def _needs(change: Change) -> list[Key]:
    """Name the records that a change touches or points to."""
    found: list[Key] = []
    for entry in change.entries:
        found.append((entry.entity, entry.record))
        links = REGISTRY[entry.entity].links if entry.entity in REGISTRY else {}
        found += [
            (links[name], new) for name, (_, new) in entry.fields.items() if name in links and isinstance(new, str)
        ]
    return found
