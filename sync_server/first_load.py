"""The first load of a laptop: all rows of a scope in batches of columns, table by table."""

import base64
import functools
from typing import Any

import msgspec
from sqlalchemy import CompoundSelect, Connection, Select, Table, bindparam, func, literal, select, union_all

from crm_desktop.core.access import Actor, hidden_fields
from crm_desktop.core.changes import Act, Entry, without
from crm_desktop.core.errors import ProtocolError
from crm_desktop.core.protocol import NOT_OURS, Columns, SnapshotPage, encode
from crm_desktop.core.schema import REGISTRY
from crm_desktop.core.store import newest_seq
from crm_desktop.core.store.tables import ENTRY, MAIN, PAST
from sync_server.scope import in_scope_given

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
        query = _rows_after(table, is_scoped=not actor.sees_everything, is_wide=place.is_wide)
        rows = connection.execute(query, {"after": after, "most": BATCH_ROWS, "nodes": actor.nodes}).all()
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
    query = _counts(is_scoped=not actor.sees_everything)
    rows = {str(name): int(count) for name, count in connection.execute(query, {"nodes": actor.nodes})}
    is_wide = rows[ENTRY.name] * WIDE >= newest_seq(connection)
    return SnapshotPage(cursor=cursor, batch=None, place=_text(Place(0, -1, cursor, is_wide)), rows=rows)


@functools.cache
def _rows_after(table: Table, *, is_scoped: bool, is_wide: bool) -> Select[Any]:
    """Word the question for the next rows of a table once: there is one for each batch."""
    key = table.primary_key.columns[0]
    query = select(table).where(key > bindparam("after")).order_by(key).limit(bindparam("most"))
    # What is computed uses no index: the rows come in the order of their keys, and no page sorts all that is left.
    return query.where(in_scope_given(table.c.node + "" if is_wide else table.c.node)) if is_scoped else query


@functools.cache
def _counts(*, is_scoped: bool) -> CompoundSelect[Any]:
    """Word the question how many rows each table has once."""
    parts = (select(literal(table.name), func.count()).select_from(table) for table in TABLES)
    return union_all(
        *(
            part.where(in_scope_given(table.c.node)) if is_scoped else part
            for part, table in zip(parts, TABLES, strict=True)
        )
    )


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
