"""Opening the server's database by its place: a file of SQLite, or the address of a PostgreSQL database."""

from pathlib import Path

from sqlalchemy import URL, Engine, inspect, select
from sqlalchemy.exc import DBAPIError, OperationalError

from crm_desktop.core.errors import ReplicaError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.core.store import prepare
from crm_desktop.core.store.sqlite import WRITES, open_sqlite
from crm_desktop.core.store.steps import held_indexes
from sync_server.news import count_news
from sync_server.postgres import open_postgres, refusal_of, write_alone
from sync_server.tables import MOVE, NEWS, server_tables

BY_NODE = "entry_by_node"

UNREADABLE = QT_TRANSLATE_NOOP(
    "core", "{path} is not a Satchel database. Name another file, or make one with: satchel-server init"
)
NO_FOLDER = QT_TRANSLATE_NOOP("core", "There is no folder {path}. Create it first, or name another place.")
NOT_WRITABLE = QT_TRANSLATE_NOOP("core", "{path} cannot be opened: {reason}. Check its owner and the free space.")


def open_database(place: Path | URL, *, synchronous: str = "FULL") -> Engine:
    """Open the server's database, made or upgraded where needed; on both stores by the same steps.

    Raises ReplicaError where it is unreadable, out of reach or somebody else's; nothing in it is changed then.
    """
    if isinstance(place, URL):
        return _open_postgres(place, synchronous)
    return _open_sqlite(place, synchronous)


def _open_sqlite(path: Path, synchronous: str) -> Engine:
    if not path.parent.is_dir():
        raise ReplicaError(NO_FOLDER, path=path.parent)
    try:
        if not path.exists():
            path.touch(mode=0o600)  # for its owner alone; SQLite gives the files beside it the same rights
    except OSError as fault:
        raise ReplicaError(NOT_WRITABLE, path=path, reason=fault.strerror) from fault
    engine = open_sqlite(path, synchronous=synchronous)
    try:
        _bring_up_to_date(engine)
    except OperationalError as fault:
        raise ReplicaError(NOT_WRITABLE, path=path, reason=fault.orig) from fault
    except DBAPIError as fault:
        raise ReplicaError(UNREADABLE, path=path) from fault
    return engine


def _open_postgres(address: URL, synchronous: str) -> Engine:
    engine = open_postgres(address, synchronous=synchronous)
    try:
        _bring_up_to_date(engine)
    except DBAPIError as fault:
        raise refusal_of(fault, address) from fault
    return engine


def _bring_up_to_date(engine: Engine) -> None:
    try:
        with engine.connect().execution_options(**{WRITES: True}) as connection:
            write_alone(connection)  # of two processes that start at once, one makes the tables
            prepare(connection)
            if not set(server_tables.tables).issubset(inspect(connection).get_table_names()):
                server_tables.create_all(connection)
            held = held_indexes(connection)
            if BY_NODE not in held:
                connection.exec_driver_sql(f"CREATE INDEX {BY_NODE} ON entry (node, seq)")
            for index in MOVE.indexes:
                if index.name not in held:
                    index.create(connection)
            if connection.execute(select(NEWS.c.node).limit(1)).first() is None:
                count_news(connection)
            connection.commit()
    except BaseException:
        engine.dispose()
        raise
