"""Large files made without a server: the rows that the product would write, by bulk inserts; a test compares both."""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Any

import msgspec
import sqlcipher3.dbapi2
from sqlalchemy import Connection, Table

from crm_desktop.core.access import Actor, actor_for, hidden_fields
from crm_desktop.core.changes import Act, Change, Entry, folded, with_derived
from crm_desktop.core.entities import Organisation, Territory, User
from crm_desktop.core.protocol import encode
from crm_desktop.core.schema import REGISTRY, Raw
from crm_desktop.core.store import Reader, newest_seq
from crm_desktop.core.store.tables import ENTRY, MAIN, PAST, indexes, to_row
from crm_desktop.core.store.tally import recount
from crm_desktop.replica import vault
from crm_desktop.replica.first_load import PROVEN_TO
from crm_desktop.replica.replica import Replica
from sync_server.cursors import Cursor, write_cursor
from sync_server.database import open_database
from sync_server.epochs import EPOCH
from sync_server.first_load import TABLES
from sync_server.scope import scope_digest
from sync_server.service import SyncService

RECORDS = frozenset({"account", "contact"})
AT_ONCE = 20_000


def fill_server(service: SyncService, history: Iterable[tuple[Change, bool]], now: int) -> None:
    """Write what an organisation is set up with through the service, and the accounts and contacts in bulk.

    history: set-up, then changes of one entry each that create accounts and contacts, each with whether edits of it
    follow, then these edits; an account has a territory, a contact follows its account, and no edit touches what
    places or derives something. now: microseconds UTC at which the server is said to take the records.
    """
    for is_bulk, part in itertools.groupby(history, lambda told: told[0].entries[0].entity in RECORDS):
        if is_bulk:
            _fill_in_bulk(service, part, now)
        else:
            service.load_changes(change for change, _ in part)


def _fill_in_bulk(service: SyncService, records: Iterable[tuple[Change, bool]], now: int) -> None:
    with service.journal.writing() as connection:
        writer = _Writer(connection, newest_seq(connection), now)
        names = {table.name for tables in (MAIN, PAST) for key, table in tables.items() if key in RECORDS}
        with _without_indexes(connection, {ENTRY.name, *names}):
            for change, is_edited_later in records:
                writer.write(change, is_edited_later=is_edited_later)
            writer.end()
        recount(connection)


@contextmanager
def _without_indexes(connection: Connection, tables: Collection[str]) -> Iterator[None]:
    """Insert first and index afterwards: several times quicker."""
    query = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    dropped = [row for row in connection.exec_driver_sql(query).all() if row.tbl_name in tables]
    for row in dropped:
        connection.exec_driver_sql(f'DROP INDEX "{row.name}"')
    yield
    for row in dropped:
        connection.exec_driver_sql(row.sql)


class _Record(msgspec.Struct):
    """A record as it stands after some changes."""

    key: str
    id: str
    n: int
    raw: dict[str, Raw]
    seq: int
    happened: int
    node: str


class _Writer:
    """Turn changes into rows of the journal, the tables and the pasts, many in one statement."""

    def __init__(self, connection: Connection, seq: int, accepted: int) -> None:
        self._connection = connection
        self._seq = seq
        self._accepted = accepted
        self._rows: dict[str, list[tuple[Any, ...]]] = {}
        self._columns: dict[str, tuple[str, ...]] = {}
        self._numbers = dict.fromkeys(RECORDS, 0)
        self._nodes: dict[str, str] = {}  # of accounts
        self._unfinished: dict[str, _Record] = {}  # those whose edits are still to come
        self._derived: dict[tuple[str, ...], dict[str, Raw]] = {}

    def write(self, change: Change, *, is_edited_later: bool) -> None:
        """Take one change."""
        self._seq += 1
        (entry,) = change.entries
        if entry.act is Act.EDIT:
            one = self._edit(self._unfinished[entry.record], entry, change.happened)
        else:
            one = self._create(entry, change.happened)
            if is_edited_later:
                self._unfinished[one.id] = one
            else:
                self._finish(one)
        self._put(ENTRY, {
            "seq": self._seq, "change": change.id, "entity": entry.entity, "record": entry.record,
            "act": int(entry.act), "author": change.author, "device": change.device, "counter": change.counter,
            "happened": change.happened, "accepted": self._accepted, "node": one.node,
            "body": encode((entry.fields, entry.lost, entry.merged)),
        })  # fmt: skip

    def end(self) -> None:
        """Write what is left."""
        for one in self._unfinished.values():
            self._finish(one)
        for name in list(self._rows):
            self._flush(name)

    def _create(self, entry: Entry, happened: int) -> _Record:
        key = entry.entity
        self._numbers[key] += 1
        raw = self._derive(key, {name: new for name, (_, new) in entry.fields.items()})
        if key == "account":
            node = self._nodes[entry.record] = str(raw["territory"])
        else:
            node = self._nodes[str(raw["account"])]
        return _Record(key, entry.record, self._numbers[key], raw, self._seq, happened, node)

    def _derive(self, key: str, raw: dict[str, Raw]) -> dict[str, Raw]:
        """Derive as the product does; how a name sounds is worked out once for all who bear it."""
        declared = REGISTRY[key]
        name = (key, *(str(raw.get(one)) for one in sorted(declared.derives_from)))
        if name not in self._derived and declared.derive is not None:
            self._derived[name] = declared.derive(raw)
        return with_derived(raw, self._derived[name])

    def _edit(self, one: _Record, entry: Entry, happened: int) -> _Record:
        declared = REGISTRY[one.key]
        self._put(PAST[one.key], {
            "id": one.id, "happened": one.happened, "happened_to": happened, "accepted": self._accepted,
            "accepted_to": self._accepted, "node": one.node, **to_row(declared, one.raw),
        })  # fmt: skip
        one.raw, one.seq, one.happened = folded(declared, one.raw, entry), self._seq, happened
        return one

    def _finish(self, one: _Record) -> None:
        self._put(MAIN[one.key], {
            "n": one.n, "id": one.id, "seq": one.seq, "happened": one.happened, "accepted": self._accepted,
            "node": one.node, **to_row(REGISTRY[one.key], one.raw),
        })  # fmt: skip

    def _put(self, table: Table, row: Mapping[str, Any]) -> None:
        columns = self._columns.setdefault(table.name, tuple(row))
        rows = self._rows.setdefault(table.name, [])
        rows.append(itemgetter(*columns)(row))
        if len(rows) == AT_ONCE:
            self._flush(table.name)

    def _flush(self, name: str) -> None:
        rows, columns = self._rows.pop(name), self._columns[name]
        marks = ", ".join("?" * len(columns))
        self._connection.exec_driver_sql(f'INSERT INTO "{name}" ({_listed(columns)}) VALUES ({marks})', rows)


def fill_laptop(folder: Path, header: vault.Header, password: str, server: Path) -> None:
    """Make a laptop that holds what its user may read of a server's file, as after a first load; it never syncs."""
    database = open_database(server)
    with database.connect() as connection:
        reader = Reader(connection)
        user, organisation = reader.get(User, header.user), reader.get(Organisation, "organisation")
        if user is None or organisation is None:
            raise AssertionError("the user is part of every organisation")
        actor = actor_for(user, reader.find(Territory))
        cursor = Cursor(reader.mark(EPOCH), newest_seq(connection), scope_digest(actor))
        marks = {"role": user.role, "organisation": organisation.name, "epoch": cursor.epoch, "offset": "0"}
    database.dispose()
    key = vault.unwrap(header, password)
    Replica.create(folder, header, key).close()
    _copy_scope(folder / header.database, key, server, actor)
    replica = Replica.open(folder, password)
    replica.index()
    for name, value in (
        *marks.items(),
        ("load_done", "0"),
        ("last_round", "{}"),
        (PROVEN_TO, "0"),
        ("cursor", write_cursor(cursor)),
    ):
        replica.set_mark(name, value)
    replica.close()


def _copy_scope(path: Path, key: bytes, server: Path, actor: Actor) -> None:
    """Copy the rows in an actor's scope from a server's plain file, without indexes: `Replica.index` makes them."""
    with closing(sqlcipher3.dbapi2.connect(str(path), isolation_level=None)) as connection:
        for pragma in (f"key = \"x'{key.hex()}'\"", "synchronous = OFF", "cache_size = -64000", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("ATTACH DATABASE ? AS server KEY ''", (str(server),))
        connection.execute("BEGIN")
        for index in indexes():
            connection.execute(f'DROP INDEX IF EXISTS main."{index.name}"')
        nodes = sorted(actor.nodes)
        for table in TABLES:
            hidden = hidden_fields(REGISTRY[table.name.removesuffix("_past")], actor.role) if table is not ENTRY else ()
            columns = [column.name for column in table.columns]
            values = ["NULL" if name in hidden else f'"{name}"' for name in columns]
            connection.execute(
                f'INSERT INTO main."{table.name}" ({_listed(columns)}) SELECT {", ".join(values)}'
                f' FROM server."{table.name}" WHERE node IN ({", ".join("?" * len(nodes))})',
                nodes,
            )
        connection.execute("COMMIT")


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
