"""Bringing a store's tables to the shape this version declares."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import Connection, Table, inspect, update
from sqlalchemy.schema import CreateColumn

from crm_desktop.core.errors import ReplicaError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, REGISTRY
from crm_desktop.core.store import search
from crm_desktop.core.store.marks import set_mark
from crm_desktop.core.store.proofs import PROOF
from crm_desktop.core.store.read import Reader
from crm_desktop.core.store.tables import MAIN, MARK, metadata
from crm_desktop.core.store.tally import recount
from crm_desktop.core.store.write import Batch

STEPS: Final[tuple[Callable[[Connection], None], ...]] = (
    recount,
    *[search.lay_anew] * 3,
    *[search.merge_in_small_parts] * 2,
    *[search.lay_anew] * 2,
)
"""Numbered upgrade steps after version 1, in order; a released one is never edited. What is only additive needs none."""

VERSION: Final = 1 + len(STEPS)
SCHEMA, SHAPE = "schema", "shape"  # marks: the number of steps done, and for which declarations all is there

NEWER = QT_TRANSLATE_NOOP(
    "core", "This database was written by a newer Satchel (version {version}). Update Satchel to open it."
)


def prepare(connection: Connection) -> None:
    """Create missing tables, columns and indexes, and run the upgrade steps that this store has not seen.

    What was prepared for these very declarations is only looked at: that is every start but the first after an update.
    """
    present = set(inspect(connection).get_table_names())
    if PROOF.name not in present:
        PROOF.create(connection)
    is_new = MARK.name not in present
    if not is_new and _held(connection, SHAPE) == shape():
        return
    missing = [table for table in metadata.tables.values() if table.name not in present]
    before = {} if is_new else _columns(connection)
    metadata.create_all(connection, tables=missing, checkfirst=False)
    if is_new:
        note_shape(connection)
        return
    older = [table for table in metadata.tables.values() if table.name in present]
    _add_columns(connection, older, before)
    _add_indexes(connection, older)
    version = int(_held(connection, SCHEMA))
    if version > VERSION:
        raise ReplicaError(NEWER, version=version)
    for step in _outstanding(version):
        step(connection)
    _fold_what_is_new(connection, before)
    note_shape(connection)


def _outstanding(version: int) -> list[Callable[[Connection], None]]:
    """List the steps that lead on from a version; one that comes again is done there alone."""
    steps = STEPS[version - 1 :]
    return [step for place, step in enumerate(steps) if step not in steps[place + 1 :]]


def note_shape(connection: Connection) -> None:
    """Keep in a store that it has all that this version declares."""
    set_mark(connection, SCHEMA, str(VERSION))
    set_mark(connection, SHAPE, shape())


def shape() -> str:
    """Name what this version declares: its tables, columns and indexes, and how many steps lead there."""
    tables = [
        (table.name, [column.name for column in table.columns], sorted(str(index.name) for index in table.indexes))
        for table in metadata.tables.values()
    ]
    return hashlib.blake2b(repr((len(STEPS), sorted(tables))).encode(), digest_size=9).hexdigest()


def _held(connection: Connection, name: str) -> str:
    return Reader(connection).mark(name)


def _columns(connection: Connection) -> dict[str, set[str]]:
    """List the columns that are there by table; all tables are asked at once, which PostgreSQL answers in one go."""
    described = inspect(connection).get_multi_columns(filter_names=list(metadata.tables))
    return {str(name): {column["name"] for column in columns} for (_, name), columns in described.items()}


def _fold_what_is_new(connection: Connection, before: dict[str, set[str]]) -> None:
    """Bring into their columns what colleagues with this version wrote while this store had the one before.

    Until now it was carried: values of unknown fields in `extra`, entries of unknown entities in the journal alone.
    """
    batch, folded = Batch(connection), list[str]()
    for key, table in MAIN.items():
        new = {column.name for column in table.columns} - before.get(key, set())
        if not new:
            continue
        if new & {name for name, field in REGISTRY[key].fields.items() if field.derived} or key not in before:
            query = f"SELECT DISTINCT record FROM entry WHERE entity = '{key}'"
        else:
            query = f'SELECT id FROM "{key}" WHERE extra IS NOT NULL UNION SELECT id FROM {key}_past WHERE extra IS NOT NULL'
        batch.refold((key, str(id_)) for id_ in connection.exec_driver_sql(query).scalars().all())
        # What is still unknown comes again out of the journal.
        connection.execute(update(table).where(table.c.extra.is_not(None)).values(extra=None))
        folded.append(key)
    batch.flush()
    search.keep_up(connection, batch.written)
    recount(connection, folded)


def _add_columns(connection: Connection, tables: Sequence[Table], held: dict[str, set[str]]) -> None:
    for table in tables:
        for column in table.columns:
            if column.name not in held[table.name]:
                text = CreateColumn(column).compile(dialect=connection.dialect)
                connection.exec_driver_sql(f'ALTER TABLE "{table.name}" ADD COLUMN {text}')


def _add_indexes(connection: Connection, tables: Sequence[Table]) -> None:
    held = held_indexes(connection)
    for table in tables:
        for index in table.indexes:
            if index.name not in held:
                index.create(connection)


def held_indexes(connection: Connection) -> set[str]:
    """Name the indexes that are there."""
    return set(connection.exec_driver_sql(_INDEXES[connection.dialect.name]).scalars())


_INDEXES: Final = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
    "postgresql": "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()",
}
