"""The first load of a laptop: all rows of a scope in batches of columns, table by table."""

import base64

import msgspec
from sqlalchemy import Connection, Select, Table, func, select

from crm_desktop.core.access import Actor, hidden_fields
from crm_desktop.core.changes import Act, Entry, without
from crm_desktop.core.errors import ProtocolError
from crm_desktop.core.protocol import NOT_OURS, Columns, SnapshotPage, encode
from crm_desktop.core.schema import REGISTRY
from crm_desktop.core.store.tables import ENTRY, MAIN, PAST
from sync_server.scope import in_scope

BATCH_ROWS = 5000
WIDE = 10  # one part in so many
TABLES: tuple[Table, ...] = (*MAIN.values(), *PAST.values(), ENTRY)


class Place(msgspec.Struct, frozen=True, array_like=True):
    """How far a first load has come: table by position, the last key sent, and the cursor it began at.

    latest: how far the journal went when the last batch was read.

    is_wide: the scope is so large a part of the company that reading past the rest is cheaper than sorting.
    """

    table: int
    after: int
    cursor: str
    is_wide: bool = False
    latest: str = ""


def read_place(text: str) -> Place:
    """Read a place that a laptop handed back."""
    try:
        return msgspec.msgpack.decode(base64.urlsafe_b64decode(text), type=Place)
    except (msgspec.DecodeError, ValueError) as fault:
        raise ProtocolError(NOT_OURS) from fault


def snapshot_page(connection: Connection, actor: Actor, place: Place) -> SnapshotPage:
    """Read the next batch. Batches are read at different moments; the pull from the first cursor makes them one."""
    position, after = place.table, place.after
    while position < len(TABLES):
        table = TABLES[position]
        key = table.primary_key.columns[0]
        rows = connection.execute(
            _scoped(select(table), table, actor, is_wide=place.is_wide)
            .where(key > after)
            .order_by(key)
            .limit(BATCH_ROWS)
        ).all()
        if rows:
            names = tuple(str(column.name) for column in table.columns)  # plain text, which the wire can carry
            batch = _masked(
                Columns(table=str(table.name), names=names, columns=tuple(map(list, zip(*rows, strict=True)))), actor
            )
            after = int(batch.columns[names.index(key.name)][-1])
            following = _text(Place(position, after, place.cursor, place.is_wide, place.latest))
            return SnapshotPage(cursor=place.cursor, batch=batch, place=following)
        position, after = position + 1, -1
    return SnapshotPage(cursor=place.cursor, batch=None, place="")


def begin(connection: Connection, actor: Actor, cursor: str) -> SnapshotPage:
    """Say how many rows there are by table, and where to begin."""
    rows = {
        str(table.name): int(
            connection.execute(_scoped(select(func.count()).select_from(table), table, actor)).scalar_one()
        )
        for table in TABLES
    }
    newest = connection.execute(select(func.max(ENTRY.c.seq))).scalar() or 0
    is_wide = rows[ENTRY.name] * WIDE >= newest
    return SnapshotPage(cursor=cursor, batch=None, place=_text(Place(0, -1, cursor, is_wide)), rows=rows)


def _scoped(query: Select, table: Table, actor: Actor, *, is_wide: bool = False) -> Select:  # type: ignore[type-arg]
    if actor.sees_everything:
        return query
    # What is computed uses no index: the rows come in the order of their keys, and no page sorts all that is left.
    node = table.c.node + "" if is_wide else table.c.node
    return query.where(in_scope(node, actor.nodes))


def _text(place: Place) -> str:
    return base64.urlsafe_b64encode(encode(place)).decode()


def _masked(batch: Columns, actor: Actor) -> Columns:
    """Empty the columns that the role must not be sent."""
    if batch.table == ENTRY.name:
        return _masked_bodies(batch, actor)
    hidden = hidden_fields(REGISTRY[batch.table.removesuffix("_past")], actor.role)
    columns = tuple(
        [None] * len(column) if name in hidden else column
        for name, column in zip(batch.names, batch.columns, strict=True)
    )
    return msgspec.structs.replace(batch, columns=columns)


def _masked_bodies(batch: Columns, actor: Actor) -> Columns:
    hidden = {key: fields for key in REGISTRY if (fields := hidden_fields(REGISTRY[key], actor.role))}
    entities, bodies = batch.columns[batch.names.index("entity")], batch.columns[batch.names.index("body")]
    for place, key in enumerate(entities):
        if key in hidden:
            fields, lost, merged = msgspec.msgpack.decode(bodies[place])
            entry = without(Entry(key, "", Act.EDIT, fields, lost, merged), hidden[key])
            bodies[place] = encode((entry.fields, entry.lost, entry.merged))
    return batch
