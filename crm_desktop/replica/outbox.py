"""The changes of this laptop that the server has not numbered yet."""

from collections.abc import Collection, Iterable, Sequence

import msgspec
from sqlalchemy import Column, Connection, Integer, LargeBinary, MetaData, Table, Text, bindparam, func, insert, select

from crm_desktop.core.changes import NEVER, WAITING, Change, Posted, Touched
from crm_desktop.core.protocol import encode
from crm_desktop.core.store import Batch, search
from crm_desktop.core.store.among import among_given
from crm_desktop.replica import numbers
from crm_desktop.replica.pen import OWN_ROWS, Pen

outbox_tables = MetaData()

OUTBOX = Table(
    "outbox",
    outbox_tables,
    Column("counter", Integer, primary_key=True),
    Column("change", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""Changes of this laptop that the server has not numbered yet."""

ENTRIES_A_CHANGE = 1 << 20  # room for the entries of one waiting change in the order of numbers

# Worded once: that costs more than what they do.
_PUT = insert(OUTBOX)
_BODIES = select(OUTBOX.c.body).order_by(OUTBOX.c.counter)
_ANY = select(OUTBOX.c.counter).limit(1)
_COUNT = select(func.count()).select_from(OUTBOX)
_UPTO = select(OUTBOX.c.change).where(OUTBOX.c.counter <= bindparam("last"))
_AMONG = select(OUTBOX.c.change).where(among_given(OUTBOX.c.change, "changes"))
_DROP = OUTBOX.delete().where(among_given(OUTBOX.c.change, "changes"))

_change = msgspec.msgpack.Decoder(Change)


def waiting(connection: Connection, limit: int | None = None) -> tuple[Change, ...]:
    """List the changes that wait, oldest first."""
    rows = connection.execute(_BODIES if limit is None else _BODIES.limit(limit)).scalars()
    return tuple(_change.decode(body) for body in rows)


def put(connection: Connection, change: Change) -> None:
    """Let a change wait."""
    connection.execute(_PUT, {"counter": change.counter, "change": change.id, "body": encode(change)})


def fill(connection: Connection, changes: Iterable[Change]) -> None:
    """Let these changes wait and no others."""
    connection.execute(OUTBOX.delete())
    for change in changes:
        put(connection, change)


def drop(connection: Connection, changes: Collection[str]) -> None:
    """Let go of changes that the server has numbered or refused."""
    if changes:
        connection.execute(_DROP, {"changes": changes})


def is_waiting(connection: Connection) -> bool:
    """Tell whether any change waits."""
    return connection.execute(_ANY).first() is not None


def count(connection: Connection) -> int:
    """Count the changes that wait."""
    return int(connection.execute(_COUNT).scalar_one())


def taken(connection: Connection, counter: int) -> set[str]:
    """Name the waiting changes that the server had taken when it made the last page: they are numbered or refused."""
    return set(connection.execute(_UPTO, {"last": counter}).scalars())


def among_waiting(connection: Connection, changes: Collection[str]) -> set[str]:
    """Keep of some changes those that wait."""
    if not changes or not is_waiting(connection):
        return set()
    return set(connection.execute(_AMONG, {"changes": changes}).scalars())


def go_on_as(pen: Pen, connection: Connection, device: str, waiting: Sequence[Change], now_us: int) -> None:
    """Let these changes and no others wait as those of another device, counted from 1; its numbers are its own.

    now_us: the server's time at which it named that device, after which none of them was made: by that it tells what may
    have come to it under the name before.
    """
    batch = Batch(connection, OWN_ROWS)
    batch.drop_waiting([change.id for change in waiting])
    batch.flush()
    search.update(connection, batch.written)
    own = [
        msgspec.structs.replace(one, device=device, counter=n, happened=min(one.happened, now_us))
        for n, one in enumerate(waiting, 1)
    ]
    fill(connection, own)
    replayed(connection, own)
    pen.put(connection, "counter", str(len(own)))
    numbers.give_up(pen, connection)


def count_on(pen: Pen, connection: Connection, taken: int) -> None:
    """Count on behind what the server took of this laptop.

    A laptop that is behind was put back from a backup, or copied: the quote numbers it holds may stand on paper.
    """
    if taken > int(pen.mark("counter", "0")):
        pen.put(connection, "counter", str(taken))
        numbers.give_up(pen, connection)


def unnumbered(change: Change) -> Posted:
    """Give a waiting change the places after all that the server numbered."""
    first = WAITING + change.counter * ENTRIES_A_CHANGE
    return Posted(change, tuple(range(first, first + len(change.entries))), NEVER)


def replayed(connection: Connection, changes: Iterable[Change]) -> Touched:
    """Lay waiting changes over the rows."""
    batch = Batch(connection, OWN_ROWS)
    for change in changes:
        batch.apply(unnumbered(change))
        batch.place_followers(change.entries)
    touched = batch.flush()
    search.update(connection, batch.written)
    return touched
