"""The tables of a store, derived from the declared entities, and how raw values lie in their columns."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, RowMapping, Table, Text, text

from crm_desktop.core.entities import REGISTRY  # from here, so that every entity is declared before its table
from crm_desktop.core.schema import LISTS, Entity, Kind, Raw

WHOLE_NUMBERS = frozenset({Kind.WHOLE, Kind.DECIMAL, Kind.PERCENT, Kind.AMOUNT, Kind.MOMENT})
BIG = BigInteger().with_variant(Integer, "sqlite")  # an SQLite rowid must be spelled INTEGER
TEXT = Text().with_variant(Text(collation="C"), "postgresql")  # both stores compare and order text by its bytes
EXTRA = "extra"  # values of fields that only a newer version knows, as JSON: kept, never dropped

OF_ANY_LENGTH = "of any length"  # of an index: its texts may be longer than an ordered index of PostgreSQL takes
ONLY_WHERE = "only where"  # of an index: it holds the rows that meet this condition

metadata = MetaData()

_json = msgspec.json.Encoder()


def _column(name: str, kind: Kind) -> Column[Any]:
    if kind is Kind.YES_NO:
        return Column(name, Integer)
    return Column(name, BIG if kind in WHOLE_NUMBERS else TEXT)


def _field_columns(declared: Entity) -> list[Column[Any]]:
    return [*(_column(field.name, field.kind) for field in declared.stored), Column(EXTRA, TEXT)]


def _main(declared: Entity) -> Table:
    table = Table(
        declared.key,
        metadata,
        Column("n", BIG, primary_key=True, autoincrement=True),
        Column("id", TEXT, nullable=False, unique=True),
        Column("seq", BIG, nullable=False),
        Column("happened", BIG, nullable=False),
        Column("accepted", BIG, nullable=False),
        Column("node", TEXT, nullable=False),
        *_field_columns(declared),
    )
    Index(f"{declared.key}_by_node", table.c.node)
    for field in declared.stored:
        if field.index or field.name in {"name", "close_day"}:
            # Said here as information: naming PostgreSQL would load its dialect at every start of a laptop (0.08 s).
            info = {OF_ANY_LENGTH: field.kind not in WHOLE_NUMBERS}
            Index(f"{declared.key}_by_{field.name}", table.c[field.name], info=info)
    return table


def _past(declared: Entity) -> Table:
    table = Table(
        f"{declared.key}_past",
        metadata,
        Column("n", BIG, primary_key=True, autoincrement=True),
        Column("id", TEXT, nullable=False),
        Column("happened", BIG, nullable=False),
        Column("happened_to", BIG, nullable=False),
        Column("accepted", BIG, nullable=False),
        Column("accepted_to", BIG, nullable=False),
        Column("node", TEXT, nullable=False),
        *_field_columns(declared),
    )
    Index(f"{declared.key}_past_by_id", table.c.id)
    return table


MAIN: dict[str, Table] = {key: _main(declared) for key, declared in REGISTRY.items()}
"""One row for each record that stands, with the newest entry's number and moments and its node of the tree."""

PAST: dict[str, Table] = {key: _past(declared) for key, declared in REGISTRY.items()}
"""The states that records had before: half-open intervals on both axes of the past, (0, 0) where off an axis."""

ENTRY = Table(
    "entry",
    metadata,
    Column("seq", BIG, primary_key=True, autoincrement=False),
    Column("change", TEXT, nullable=False),
    Column("entity", TEXT, nullable=False),
    Column("record", TEXT, nullable=False),
    Column("act", Integer, nullable=False),
    Column("author", TEXT, nullable=False),
    Column("device", TEXT, nullable=False),
    Column("counter", BIG, nullable=False),
    Column("happened", BIG, nullable=False),
    Column("accepted", BIG, nullable=False),
    Column("node", TEXT, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""The journal: body is MessagePack of [fields, lost, merged]."""
Index("entry_by_record", ENTRY.c.record)
Index("entry_by_change", ENTRY.c.change)
_DELETED = text("act = 2")
Index("entry_deleted", ENTRY.c.node, sqlite_where=_DELETED, info={ONLY_WHERE: _DELETED})

MARK = Table("mark", metadata, Column("name", TEXT, primary_key=True), Column("value", TEXT, nullable=False))
"""Small facts about this store: schema version, cursor, device."""

TALLY = Table(
    "tally",
    metadata,
    Column("entity", TEXT, primary_key=True),
    Column("node", TEXT, primary_key=True),
    Column("hidden", TEXT, primary_key=True),
    Column("records", BIG, nullable=False),
    Column("high", BIG, nullable=False),
    Column("low", BIG, nullable=False),
)
"""How many records of an entity stand at a node and what their hashes add up to; see store/tally.

hidden: the fields left out of the hashes, as some role sees them, "" for none.
"""


def indexes() -> Iterator[Index]:
    """List the indexes of all tables."""
    for table in metadata.tables.values():
        yield from sorted(table.indexes, key=lambda index: str(index.name))


def _as_text(value: Any) -> str:
    return _json.encode(value).decode()


_read_json = msgspec.json.Decoder().decode
_LISTS = {key: [one.name for one in declared.stored if one.kind in LISTS] for key, declared in REGISTRY.items()}
_YES_NO = {key: [one.name for one in declared.stored if one.kind is Kind.YES_NO] for key, declared in REGISTRY.items()}
_AS_COLUMN: dict[str, dict[str, Callable[[Any], Any]]] = {
    # PostgreSQL takes no truth for a number.
    key: {**dict.fromkeys(_LISTS[key], _as_text), **dict.fromkeys(_YES_NO[key], int)}
    for key in REGISTRY
}
_FROM_COLUMN: dict[str, list[tuple[str, Callable[[Any], Any]]]] = {
    key: [*((name, _read_json) for name in _LISTS[key]), *((name, bool) for name in _YES_NO[key])] for key in REGISTRY
}


def to_row(declared: Entity, raw: Mapping[str, Raw], names: Iterable[str] | None = None) -> dict[str, Any]:
    """Lay raw values out as columns; lists become JSON text, unknown names go to `extra`. names: only these values."""
    fields, written = declared.fields, _AS_COLUMN[declared.key]
    row: dict[str, Any] = {}
    has_unknown = names is None
    for name in fields if names is None else names:
        if name not in fields:
            has_unknown = True
            continue
        value = raw.get(name)
        row[name] = written[name](value) if value is not None and name in written else value
    if has_unknown:
        unknown = raw.keys() - fields.keys()
        row[EXTRA] = _as_text({name: raw[name] for name in sorted(unknown)}) if unknown else None
    return row


def from_row(declared: Entity, row: RowMapping | Mapping[str, Any]) -> dict[str, Raw]:
    """Read raw values from a row's columns; empty ones are left out."""
    return from_columns(declared, [row[name] for name in (*declared.fields, EXTRA)])


def from_columns(declared: Entity, columns: Sequence[Any]) -> dict[str, Raw]:
    """Read raw values from the columns of the fields and `extra`, in the order of the table."""
    raw: dict[str, Any] = {
        name: value for name, value in zip(declared.fields, columns, strict=False) if value is not None
    }
    for name, read in _FROM_COLUMN[declared.key]:
        if name in raw:
            raw[name] = read(raw[name])
    if columns[-1] is not None:
        raw.update(_read_json(columns[-1]))
    return raw
