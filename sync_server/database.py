"""Opening the server's database by its address."""

from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from crm_desktop.core.errors import ReplicaError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.core.store import prepare
from crm_desktop.core.store.sqlite import WRITES, open_sqlite
from sync_server.journal import server_tables

UNREADABLE = QT_TRANSLATE_NOOP(
    "core", "{path} is not a Satchel database. Name another file, or make one with: satchel-server init"
)
NO_FOLDER = QT_TRANSLATE_NOOP("core", "There is no folder {path}. Create it first, or name another place.")
NOT_WRITABLE = QT_TRANSLATE_NOOP("core", "{path} cannot be opened: {reason}. Check its owner and the free space.")


def open_database(path: Path, *, synchronous: str = "FULL") -> Engine:
    """Open the server's SQLite file, made or upgraded where needed.

    Raises ReplicaError where the file is unreadable or somebody else's; nothing in it is changed then.
    """
    if not path.parent.is_dir():
        raise ReplicaError(NO_FOLDER, path=path.parent)
    engine = open_sqlite(path, synchronous=synchronous)
    try:
        with engine.connect().execution_options(**{WRITES: True}) as connection:
            prepare(connection)
            server_tables.create_all(connection)
            connection.exec_driver_sql("CREATE INDEX IF NOT EXISTS entry_by_node ON entry (node, seq)")
            connection.commit()
    except OperationalError as fault:
        engine.dispose()
        raise ReplicaError(NOT_WRITABLE, path=path, reason=fault.orig) from fault
    except DBAPIError as fault:
        engine.dispose()
        raise ReplicaError(UNREADABLE, path=path) from fault
    return engine
