"""Statements over thousands of rows, in the way in which each database takes them quickest."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import Connection, Integer, Table

Values = tuple[Any, ...]

PARAMETERS = 30_000  # of one statement; SQLite takes 32,766
TOGETHER = 100
"""Rows that one statement of SQLite's inserts: a fifth of the time of inserting them one by one goes into beginning anew."""

_json = msgspec.json.Encoder()


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows that all name the same columns."""
    names = tuple(rows[0])
    insert_values(connection, table, names, list(map(itemgetter(*names), rows)))


def insert_values(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Values]) -> None:
    """Insert many rows given as the values of some columns."""
    if not rows:
        return
    if _is_postgres(connection):
        _copy_in(connection, f'COPY "{table.name}" ({_listed(names)}) FROM STDIN', rows)
        return
    rest = insert_together(connection, table, names, rows, TOGETHER)
    if rest:
        connection.exec_driver_sql(f"{_into(table, names)} {_places(names)}", list(rest))


def insert_together(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Values], count: int
) -> Sequence[Values]:
    """Insert so many rows by each statement of SQLite's, and give those that are left over."""
    whole = len(rows) - len(rows) % count
    statement = f"{_into(table, names)} {', '.join([_places(names)] * count)}" if whole else ""
    for start in range(0, whole, count):
        connection.exec_driver_sql(statement, tuple(itertools.chain.from_iterable(rows[start : start + count])))
    return rows[whole:]


def most_together(connection: Connection, names: Sequence[str]) -> int:
    """Tell how many rows one statement can insert in one step; 0 where another thread cannot run it."""
    is_file = not _is_postgres(connection) and connection.engine.url.database is not None
    return PARAMETERS // len(names) if is_file else 0


def _into(table: Table, names: Sequence[str]) -> str:
    return f'INSERT INTO "{table.name}" ({_listed(names)}) VALUES'


def _places(names: Sequence[str]) -> str:
    return f"({', '.join('?' * len(names))})"


def update_rows(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Values]) -> None:
    """Set the same columns of many rows; each ends with its number in the table."""
    if _is_postgres(connection):
        sets = ", ".join(f'"{name}" = given."{name}"' for name in names)
        given, columns = _given(table, (*names, "n"), rows)
        connection.exec_driver_sql(
            f'UPDATE "{table.name}" AS held SET {sets} FROM {given} WHERE held.n = given.n', columns
        )
        return
    sets = ", ".join(f'"{name}" = ?' for name in names)
    connection.exec_driver_sql(f'UPDATE "{table.name}" SET {sets} WHERE n = ?', list(rows))


def copy_rows(
    connection: Connection, source: Table, target: Table, names: Sequence[str], rows: Sequence[Values]
) -> None:
    """Copy rows of one table into another as they stand; each is given as whole numbers for some columns of the target,
    ending with the number of the row that gives the rest.
    """
    same = [column.name for column in target.columns if column.name not in names and column.name != "n"]
    into = f'INSERT INTO "{target.name}" ({_listed((*names, *same))})'
    rest = ", ".join(f'held."{name}"' for name in same)
    if _is_postgres(connection):
        given, columns = _given(target, (*names, "n"), rows)
        values = ", ".join(f'given."{name}"' for name in names)
        connection.exec_driver_sql(
            f'{into} SELECT {values}, {rest} FROM {given} JOIN "{source.name}" AS held ON held.n = given.n', columns
        )
        return
    # One statement, because a copy costs less than being asked for on its own.
    values = ", ".join(f"given.value ->> {place}" for place in range(len(names)))
    connection.exec_driver_sql(
        f"{into} SELECT {values}, {rest} FROM json_each(?) AS given"
        f' JOIN "{source.name}" AS held ON held.n = given.value ->> {len(names)}',
        (_json.encode(rows).decode(),),
    )


def _given(table: Table, names: Sequence[str], rows: Sequence[Values]) -> tuple[str, Values]:
    """Write rows as a relation for PostgreSQL: one array a column, instead of one statement a row."""
    arrays = ", ".join(f"%s::{'bigint' if isinstance(table.c[name].type, Integer) else 'text'}[]" for name in names)
    return f"unnest({arrays}) AS given ({_listed(names)})", tuple(list(column) for column in zip(*rows, strict=True))


def _copy_in(connection: Connection, statement: str, rows: Iterable[Values]) -> None:
    """Stream rows into PostgreSQL, several times quicker than statement by statement."""
    driver: Any = connection.connection.dbapi_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _is_postgres(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
