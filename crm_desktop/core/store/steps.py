"""Bringing a store's tables to the shape this version declares."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, inspect
from sqlalchemy.schema import CreateColumn

from crm_desktop.core.errors import ReplicaError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.core.store.tables import MARK, metadata
from crm_desktop.core.store.write import set_mark

STEPS: Final[tuple[Callable[[Connection], None], ...]] = ()
"""Numbered upgrade steps after version 1, in order; a released one is never edited. What is only additive needs none."""

NEWER = QT_TRANSLATE_NOOP(
    "core", "This database was written by a newer Satchel (version {version}). Update Satchel to open it."
)


def prepare(connection: Connection) -> None:
    """Create missing tables, columns and indexes, and run the upgrade steps that this store has not seen."""
    present = set(inspect(connection).get_table_names())
    is_new = MARK.name not in present
    metadata.create_all(connection)
    if is_new:
        set_mark(connection, "schema", str(1 + len(STEPS)))
        return
    for table in metadata.tables.values():
        if table.name in present:
            held = {column["name"] for column in inspect(connection).get_columns(table.name)}
            for column in table.columns:
                if column.name not in held:
                    text = CreateColumn(column).compile(dialect=connection.dialect)
                    connection.exec_driver_sql(f'ALTER TABLE "{table.name}" ADD COLUMN {text}')
    version = int(connection.exec_driver_sql("SELECT value FROM mark WHERE name = 'schema'").scalar_one())
    if version > 1 + len(STEPS):
        raise ReplicaError(NEWER, version=version)
    for step in STEPS[version - 1 :]:
        step(connection)
    set_mark(connection, "schema", str(1 + len(STEPS)))
