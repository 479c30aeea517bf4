"""The sums by which two sides prove at each sync that they hold the same: kept in the transaction of the rows (law 10).

A record's hash is 64 bits of its id, node and raw values. Hashes are added up by entity, node and set of readable fields,
modulo 2**64, and kept in two halves, so that neither store's whole numbers overflow, whatever is added up. A laptop's
rows carry its waiting edits on top: its sums are the server's only while nothing waits.
"""

import functools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b
from typing import Any
from zlib import crc32

import msgspec
from sqlalchemy import Connection, RowMapping, Select, delete, func, select

from crm_desktop.core.access import hidden_fields
from crm_desktop.core.entities.people import ROLES
from crm_desktop.core.protocol import HALF, Claim, Total
from crm_desktop.core.schema import REGISTRY, Entity, Kind, Raw
from crm_desktop.core.store.among import among_given
from crm_desktop.core.store.tables import MAIN, TALLY, from_row

KEY = b"satchel row"
WHOLE = ""  # the set of fields that leaves none out

_KEPT = select(TALLY).where(among_given(TALLY.c.entity, "keys"))
_CLAIMED = (
    select(
        TALLY.c.entity, TALLY.c.hidden, *(func.sum(column) for column in (TALLY.c.records, TALLY.c.high, TALLY.c.low))
    )
    .where(among_given(TALLY.c.entity, "keys"))
    .group_by(TALLY.c.entity, TALLY.c.hidden)
)
_AT = {query: query.where(among_given(TALLY.c.node, "nodes")) for query in (_KEPT, _CLAIMED)}
_FORGET = delete(TALLY).where(among_given(TALLY.c.entity, "keys"))

Part = tuple[str, str]
"""Entity key, node."""


def hidden_name(declared: Entity, role: str | None) -> str:
    """Name the set of an entity's fields that a role may not read; role None: whoever owns the store."""
    return WHOLE if role is None else ",".join(sorted(hidden_fields(declared, role)))


HIDDEN: dict[str, tuple[str, ...]] = {
    key: tuple(sorted({WHOLE, *(hidden_name(declared, role.value) for role in ROLES)}))
    for key, declared in REGISTRY.items()
}
"""Entity key -> the sets of hidden fields that sums are kept for, the empty one first."""

LAYOUT = 1
"""To be raised by a version in which a derived value, a record's node or its hash comes out differently than before."""


def shape_of(declared: Entity, layout: int = LAYOUT) -> int:
    """Digest what decides the hashes of an entity: sides of which this differs have nothing to compare (law 12)."""
    fields = [(one.name, one.kind.value, one.derived) for one in declared.stored]
    return crc32(repr((layout, (*declared.follows, *filter(None, (declared.shared,))), declared.team, fields)).encode())


SHAPES: dict[str, int] = {key: shape_of(declared) for key, declared in REGISTRY.items()}
"""Entity key -> its shape."""

_HIDDEN_FIELDS = {key: [frozenset(name.split(",")) for name in names[1:]] for key, names in HIDDEN.items()}
_YES_NO = {key: [one.name for one in declared.stored if one.kind is Kind.YES_NO] for key, declared in REGISTRY.items()}
_encode = msgspec.msgpack.Encoder(order="sorted").encode
_keyed = blake2b(digest_size=8, key=KEY)


def row_hash(declared: Entity, id_: str, node: str, raw: Mapping[str, Raw]) -> int:
    """Hash one record into 64 bits. raw: its values as they are stored, empty ones left out."""
    for name in _YES_NO[declared.key]:
        if type(raw.get(name)) is int:  # what was pushed as 1 is read as true
            raw = {**raw, name: bool(raw[name])}
    found = _keyed.copy()
    found.update(_encode((declared.key, id_, node, raw)))
    return int.from_bytes(found.digest())


def hashes(declared: Entity, id_: str, node: str, raw: Mapping[str, Raw]) -> Iterable[tuple[str, int]]:
    """Hash one record for each set of readable fields, as (hidden, hash)."""
    whole = row_hash(declared, id_, node, raw)
    if len(HIDDEN[declared.key]) == 1:
        return ((WHOLE, whole),)
    found = [(WHOLE, whole)]
    for name, hidden in zip(HIDDEN[declared.key][1:], _HIDDEN_FIELDS[declared.key], strict=True):
        visible = {one: value for one, value in raw.items() if one not in hidden}
        found.append((name, row_hash(declared, id_, node, visible)))
    return found


class Tally:
    """Collect what a batch does to the sums, to be written once."""

    def __init__(self) -> None:
        self._sums: defaultdict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])

    def put_in(self, declared: Entity, id_: str, node: str, raw: Mapping[str, Raw]) -> None:
        """Count a record that stands at a node now."""
        self._add(declared, id_, node, raw, 1)

    def count(self, declared: Entity, rows: Iterable[RowMapping | Mapping[str, object]]) -> None:
        """Count rows of an entity's table as they are stored."""
        for row in rows:
            self.put_in(declared, str(row["id"]), str(row["node"]), from_row(declared, row))

    def take_out(self, declared: Entity, id_: str, node: str, raw: Mapping[str, Raw]) -> None:
        """Count a record no more; raw and node as it was counted."""
        self._add(declared, id_, node, raw, -1)

    def exchange(
        self, declared: Entity, id_: str, node: str, before: Mapping[str, Raw], after: Mapping[str, Raw]
    ) -> None:
        """Count other values of a record that stays at its node."""
        if len(HIDDEN[declared.key]) == 1:
            sums = self._sums[declared.key, node, WHOLE]
            sums[1] += row_hash(declared, id_, node, after) - row_hash(declared, id_, node, before)
        else:
            self._add(declared, id_, node, before, -1)
            self._add(declared, id_, node, after, 1)

    def _add(self, declared: Entity, id_: str, node: str, raw: Mapping[str, Raw], times: int) -> None:
        for hidden, value in hashes(declared, id_, node, raw):
            found = self._sums[declared.key, node, hidden]
            found[0] += times
            found[1] += times * value

    def totals(self) -> dict[tuple[str, str, str], Total]:
        """Give what was collected so far, by (entity, node, hidden)."""
        return {
            key: Total(records, value // HALF % HALF, value % HALF)
            for key, (records, value) in sorted(self._sums.items())
        }

    def write(self, connection: Connection) -> None:
        """Add what was collected to the sums of the store."""
        rows = [(*key, one.records, one.high, one.low) for key, one in self.totals().items() if one != Total()]
        self._sums.clear()
        if rows:
            statement = _ADD if connection.dialect.paramstyle == "qmark" else _ADD.replace("%", "%%").replace("?", "%s")
            connection.exec_driver_sql(statement, rows)


_ADD = (
    "INSERT INTO tally (entity, node, hidden, records, high, low) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (entity, node, hidden) DO UPDATE SET records = tally.records + excluded.records,"
    f" high = (tally.high + excluded.high + (tally.low + excluded.low) / {HALF}) % {HALF},"
    f" low = (tally.low + excluded.low) % {HALF}"
)


def counted(declared: Entity, rows: Iterable[RowMapping | Mapping[str, object]]) -> Tally:
    """Count rows of an entity's table as they are stored."""
    tally = Tally()
    tally.count(declared, rows)
    return tally


def recount(connection: Connection, keys: Iterable[str] = tuple(REGISTRY)) -> None:
    """Add the sums of some entities up anew from the stored rows."""
    every = list(keys)
    connection.execute(_FORGET, {"keys": every})
    tally = Tally()
    for key in every:
        tally.count(REGISTRY[key], _rows_of(connection, key))
    tally.write(connection)


def stored_totals(connection: Connection, keys: Iterable[str] = tuple(REGISTRY)) -> dict[tuple[str, str, str], Total]:
    """Add up the sums of some entities from the stored rows, by (entity, node, hidden); nothing is written."""
    found: dict[tuple[str, str, str], Total] = {}
    for key in keys:
        found |= counted(REGISTRY[key], _rows_of(connection, key)).totals()
    return found


def kept_totals(connection: Connection, keys: Iterable[str] = tuple(REGISTRY)) -> dict[tuple[str, str, str], Total]:
    """Read the sums that are kept of some entities, by (entity, node, hidden); what is empty is left out."""
    rows = connection.execute(_KEPT, {"keys": keys})
    found = {(row.entity, row.node, row.hidden): Total(row.records, row.high, row.low) for row in rows}
    return {key: total for key, total in found.items() if total != Total()}


def _rows_of(connection: Connection, key: str) -> Iterable[RowMapping]:
    # Of the question, not of the connection: with the latter PostgreSQL would ask the writing that follows by cursor.
    return connection.execute(_streamed(key)).mappings()


@functools.cache
def _streamed(key: str) -> Select[Any]:
    """Word the question for all rows of an entity once."""
    return select(MAIN[key]).execution_options(stream_results=True)


def claims_of(
    connection: Connection, role: str | None, nodes: Collection[str] | None, keys: Iterable[str]
) -> dict[str, Claim]:
    """Add the kept sums up over some nodes (None: everywhere) for what a role may read, by entity."""
    wanted = sorted(key for key in keys if key in REGISTRY)
    found = {key: Claim(Total(), SHAPES[key]) for key in wanted}
    for key, hidden, records, high, low in _asked(connection, _CLAIMED, wanted, nodes):
        if hidden == hidden_name(REGISTRY[key], role):
            total = Total().plus(Total(int(records), int(high), int(low)))
            found[key] = Claim(total, SHAPES[key])
    return found


def part_totals(
    connection: Connection, role: str | None, nodes: Collection[str] | None, keys: Iterable[str]
) -> dict[str, dict[str, Total]]:
    """Read the kept sums of some nodes (None: everywhere) for what a role may read, by entity and node."""
    wanted = sorted(key for key in keys if key in REGISTRY)
    found: dict[str, dict[str, Total]] = {key: {} for key in wanted}
    for row in _asked(connection, _KEPT, wanted, nodes):
        total = Total(row.records, row.high, row.low)
        if row.hidden == hidden_name(REGISTRY[row.entity], role) and total != Total():
            found[row.entity][row.node] = total
    return found


def _asked(
    connection: Connection, query: Select[Any], keys: Collection[str], nodes: Collection[str] | None
) -> Iterable[Any]:
    """Ask for the sums of some entities at some nodes (None: everywhere)."""
    if nodes is None:
        return connection.execute(query, {"keys": keys})
    return connection.execute(_AT[query], {"keys": keys, "nodes": nodes})


def hashes_at(
    connection: Connection, role: str | None, key: str, node: str, after: str = "", limit: int | None = None
) -> dict[str, int]:
    """Hash the stored records of an entity at a node as a role may read them, in the order of their ids from `after` on."""
    declared, table = REGISTRY[key], MAIN[key]
    hidden = frozenset() if role is None else hidden_fields(declared, role)
    query = select(table).where(table.c.node == node, table.c.id > after).order_by(table.c.id).limit(limit)
    found = {}
    for row in connection.execute(query).mappings():
        raw = {name: value for name, value in from_row(declared, row).items() if name not in hidden}
        found[row["id"]] = row_hash(declared, row["id"], node, raw)
    return found
