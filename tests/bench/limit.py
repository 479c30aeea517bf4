"""The fastest way known to bring rows into a laptop's file, apart from our own code: the limit of a first load."""

import secrets
import time
from pathlib import Path
from typing import Any, NamedTuple

import sqlcipher3.dbapi2
from sqlalchemy import select
from sqlalchemy.schema import CreateIndex, CreateTable

from crm_desktop.core.schema import REGISTRY
from crm_desktop.core.store import search
from crm_desktop.core.store.tables import ENTRY, MAIN, PAST, from_row, metadata
from crm_desktop.replica.replica import Replica


class Ready(NamedTuple):
    """Statements and tuples in memory: tables with their rows, then indexes, then the documents of the search."""

    tables: list[tuple[str, str, list[tuple[Any, ...]]]]
    indexes: list[str]
    searches: list[tuple[str, str, list[tuple[Any, ...]]]]


def ready_tables(replica: Replica) -> Ready:
    """Take everything a replica holds into memory as tuples, ready to be inserted."""
    tables, documents = [], []
    with replica.reading() as reader:
        connection = reader._connection  # only a bench looks under this hood
        dialect = connection.dialect
        for table in (*MAIN.values(), *PAST.values(), ENTRY):
            rows = [tuple(row) for row in connection.execute(select(table))]
            marks = ", ".join("?" * len(table.columns))
            insert = f'INSERT INTO "{table.name}" VALUES ({marks})'
            tables.append((str(CreateTable(table).compile(dialect=dialect)), insert, rows))
            if table.name in search.SEARCHED:
                names = [column.name for column in table.columns]
                place = names.index("n")
                for row in rows:
                    declared = REGISTRY[table.name]
                    record = from_row(declared, dict(zip(names, row, strict=True)))
                    documents.append((search.number(table.name, row[place]), search.document(declared, record)))
        indexes = [
            str(CreateIndex(index).compile(dialect=dialect))
            for table in metadata.tables.values()
            for index in table.indexes
        ]
        made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'search'").scalar_one()
    documents.sort()
    searches = [(str(made), "INSERT INTO search (rowid, terms) VALUES (?, ?)", documents)]
    return Ready(tables, indexes, searches)


def insert_all(ready: Ready, folder: Path) -> float:
    """Insert everything into an empty encrypted file and give the seconds it took."""
    path = folder / "limit.db"
    connection = sqlcipher3.dbapi2.connect(str(path), isolation_level=None)
    for pragma in (
        f"key = \"x'{secrets.token_hex(32)}'\"", "journal_mode = OFF", "synchronous = OFF", "cache_size = -64000",
        "temp_store = MEMORY", "locking_mode = EXCLUSIVE",
    ):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")
    for create, _, _ in (*ready.tables, *ready.searches):
        connection.execute(create)
    begun = time.perf_counter()
    connection.execute("BEGIN")
    for _, insert, rows in ready.tables:
        connection.executemany(insert, rows)
    for index in ready.indexes:
        connection.execute(index)
    for _, insert, rows in ready.searches:
        connection.executemany(insert, rows)
    connection.execute("COMMIT")
    taken = time.perf_counter() - begun
    connection.close()
    path.unlink()
    return taken
