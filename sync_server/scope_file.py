"""Making the ready file of a scope: a plain SQLite file with all a laptop will hold, as the store is at one moment."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import sqlcipher3.dbapi2
from sqlalchemy import Connection, Engine, NullPool, Table, and_, create_engine, event, false, null, or_, select, true
from sqlalchemy.sql.elements import ColumnElement

from crm_desktop.core.access import EVERYBODY, Actor, hidden_fields
from crm_desktop.core.changes import Act, Entry, without
from crm_desktop.core.protocol import Part, encode
from crm_desktop.core.schema import REGISTRY
from crm_desktop.core.store import newest_seq, search
from crm_desktop.core.store.pages import create_indexes, create_tables, empty_file
from crm_desktop.core.store.tables import ENTRY, MAIN, PAST, TALLY
from crm_desktop.core.store.tally import recount
from sync_server.mine import Chosen, choose
from sync_server.scope import in_scope

TABLES: tuple[Table, ...] = (*MAIN.values(), *PAST.values(), ENTRY)
SUMS = ", ".join(column.name for column in TALLY.columns)
ROWS_AT_ONCE = 2000
CACHE_KIB = 32_000


class Made(msgspec.Struct, frozen=True):
    """What a new file holds: the journal up to seq, and its tables in the order in which they lie there.

    written: what stands at seq, which proves whose journal it was.
    """

    seq: int
    parts: tuple[Part, ...]
    written: str = ""


def make_file(engine: Engine, actor: Actor, place: Path, *, is_mine: bool = False) -> Made:
    """Write the file of an actor's scope from one consistent state of the store; memory stays flat.

    is_mine: only what the person needs first, see `sync_server.mine`.

    What the role may not read is left out while rows are copied, so it is nowhere in the file.
    """
    place.write_bytes(empty_file())
    target = _opened(place)
    try:
        with target.connect() as connection:
            copied = _copied_in_sqlite if engine.dialect.name == "sqlite" else _copied_from_afar
            seq, rows = copied(engine, connection, actor, is_mine=is_mine)
            # Where rows or fields were left out, the store's sums do not hold.
            recount(connection, sorted(REGISTRY) if is_mine else sorted(_hidden(actor.role)))
            create_indexes(connection)
            search.fill(connection, ROWS_AT_ONCE)
            connection.exec_driver_sql("COMMIT")
            pages = _pages(connection)
    finally:
        target.dispose()
    return Made(seq, (*rows, Part("search", 0, pages)))


def _opened(place: Path) -> Engine:
    engine = create_engine(f"sqlite:///{place}", module=sqlcipher3.dbapi2, poolclass=NullPool)

    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # one transaction for all, begun below
        # Nobody uses the file yet; it is read again and synced before it takes its place. Sorting spills to the disk.
        for pragma in (f"cache_size = -{CACHE_KIB}", "journal_mode = OFF", "synchronous = OFF", "temp_store = FILE"):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", on_connect)
    return engine


def _pages(connection: Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA main.page_count").scalar_one())


# ------------------------------------------------------------------------------------------------ from SQLite, in SQL


def _copied_in_sqlite(engine: Engine, connection: Connection, actor: Actor, *, is_mine: bool) -> tuple[int, list[Part]]:
    """Let SQLite copy from file to file; the first question opens the one state of the store that all others see."""
    chosen = _chosen(engine, actor) if is_mine else {}
    # The bytes kept free make SQLCipher take the new file for an encrypted one, and the other for one as well.
    connection.exec_driver_sql("ATTACH ? AS store KEY ''", (str(engine.url.database),))
    connection.exec_driver_sql("CREATE TEMP TABLE scope (node TEXT PRIMARY KEY) WITHOUT ROWID")
    connection.exec_driver_sql(
        "CREATE TEMP TABLE chosen (entity TEXT, id TEXT, PRIMARY KEY (entity, id)) WITHOUT ROWID"
    )
    connection.exec_driver_sql("BEGIN")
    seq = int(connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM store.entry").scalar_one())
    for node in sorted(actor.nodes):
        connection.exec_driver_sql("INSERT INTO scope VALUES (?)", (node,))
    # Beside them those of records with a team, just below: see sync_server.journal.in_scope.
    below = "SELECT node FROM store.member WHERE above IN (SELECT node FROM scope)"
    connection.exec_driver_sql(f"INSERT OR IGNORE INTO scope {below}")
    for key, ids in chosen.items():
        for id_ in ids or ():
            connection.exec_driver_sql("INSERT INTO chosen VALUES (?, ?)", (key, id_))
    create_tables(connection)
    hidden = _hidden(actor.role)
    driver: Any = connection.connection.dbapi_connection
    driver.create_function("masked", 2, lambda key, body: _masked(hidden[key], body), deterministic=True)
    parts = []
    for table in TABLES:
        count = connection.exec_driver_sql(_copying(table, actor, hidden, chosen)).rowcount
        parts.append(Part(str(table.name), count, _pages(connection)))
    where = "" if actor.sees_everything else "WHERE node IN (SELECT node FROM scope)"
    connection.exec_driver_sql(f"INSERT INTO main.tally ({SUMS}) SELECT {SUMS} FROM store.tally {where}")
    return seq, parts


def _copying(table: Table, actor: Actor, hidden: Mapping[str, frozenset[str]], chosen: Chosen) -> str:
    key = table.primary_key.columns[0].name
    left_out = hidden.get(table.name.removesuffix("_past"), frozenset())
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    values = ", ".join("NULL" if column.name in left_out else f'"{column.name}"' for column in table.columns)
    if table is ENTRY and hidden:
        keys = ", ".join(f"'{key}'" for key in sorted(hidden))
        values = values.replace('"body"', f"CASE WHEN entity IN ({keys}) THEN masked(entity, body) ELSE body END")
    conditions = []
    if chosen:
        conditions.append(_among(table, chosen))
    if not actor.sees_everything:
        # What is computed uses no index: few chosen records are looked up by their ids, not by their nodes.
        conditions.append(f"{'+' if chosen else ''}node IN (SELECT node FROM scope)")
    where = ""
    if conditions:
        # By their keys first: so the rows come in the order of the keys, and nothing but keys is sorted.
        where = f'WHERE "{key}" IN (SELECT "{key}" FROM store."{table.name}" WHERE {" AND ".join(conditions)})'
    source = f'SELECT {values} FROM store."{table.name}" {where} ORDER BY "{key}"'
    return f'INSERT INTO main."{table.name}" ({names}) {source}'


def _among(table: Table, chosen: Chosen) -> str:
    if table is ENTRY:
        whole = ", ".join(f"'{key}'" for key, ids in chosen.items() if ids is None)
        # Each side of the OR has an index: that over the records, that over the nodes.
        theirs = "record IN (SELECT id FROM chosen) AND (entity, record) IN (SELECT entity, id FROM chosen)"
        return f"({theirs} OR node = '{EVERYBODY}' AND entity IN ({whole}))"
    key = table.name.removesuffix("_past")
    if key not in chosen:
        return "0"
    return "1" if chosen[key] is None else f"id IN (SELECT id FROM chosen WHERE entity = '{key}')"


# -------------------------------------------------------------------------------- from a database elsewhere, in a stream


def _copied_from_afar(engine: Engine, connection: Connection, actor: Actor, *, is_mine: bool) -> tuple[int, list[Part]]:
    connection.exec_driver_sql("BEGIN")
    create_tables(connection)
    hidden = _hidden(actor.role)
    parts = []
    with engine.connect() as source:
        seq = newest_seq(source)
        chosen = choose(source, actor) if is_mine else {}
        for table in TABLES:
            count = _streamed(source, connection, table, actor, hidden, chosen)
            parts.append(Part(str(table.name), count, _pages(connection)))
        _streamed(source, connection, TALLY, actor, {}, {})
    return seq, parts


def _streamed(
    source: Connection, target: Connection, table: Table, actor: Actor, hidden: Mapping[str, frozenset[str]],
    chosen: Chosen,
) -> int:  # fmt: skip
    left_out = hidden.get(table.name.removesuffix("_past"), frozenset())
    columns: list[ColumnElement[Any]] = [null() if one.name in left_out else one for one in table.columns]
    query = select(*columns).order_by(table.primary_key.columns[0])
    if not actor.sees_everything:
        query = query.where(in_scope(table.c.node, actor.nodes))
    if chosen:
        query = query.where(_is_among(table, chosen))
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    insert = f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join("?" * len(columns))})'
    count = 0
    rows = source.execution_options(yield_per=ROWS_AT_ONCE).execute(query)
    for part in rows.partitions():
        values = [tuple(row) for row in part]
        if table is ENTRY and hidden:
            values = _masked_rows(values, hidden)
        target.connection.cursor().executemany(insert, values)
        count += len(values)
    return count


def _is_among(table: Table, chosen: Chosen) -> ColumnElement[bool]:
    if table is ENTRY:
        whole = [key for key, ids in chosen.items() if ids is None]
        theirs = [and_(ENTRY.c.entity == key, ENTRY.c.record.in_(ids)) for key, ids in chosen.items() if ids]
        return or_(and_(ENTRY.c.node == EVERYBODY, ENTRY.c.entity.in_(whole)), *theirs)
    key = table.name.removesuffix("_past")
    if key not in chosen:
        return false()
    ids = chosen[key]
    return true() if ids is None else table.c.id.in_(ids)


def _masked_rows(rows: list[tuple[Any, ...]], hidden: Mapping[str, frozenset[str]]) -> list[tuple[Any, ...]]:
    names = [column.name for column in ENTRY.columns]
    entity, body = names.index("entity"), names.index("body")
    return [
        (*row[:body], _masked(hidden[row[entity]], row[body]), *row[body + 1 :]) if row[entity] in hidden else row
        for row in rows
    ]


# -------------------------------------------------------------------------------------------------- what is left out


def _chosen(engine: Engine, actor: Actor) -> Chosen:
    with engine.connect() as connection:
        return choose(connection, actor)


def _hidden(role: str) -> dict[str, frozenset[str]]:
    return {key: fields for key, declared in REGISTRY.items() if (fields := hidden_fields(declared, role))}


def _masked(hidden: frozenset[str], body: bytes) -> bytes:
    fields, lost, merged = msgspec.msgpack.decode(body)
    entry = without(Entry("", "", Act.EDIT, fields, lost, merged), hidden)
    return encode((entry.fields, entry.lost, entry.merged))
