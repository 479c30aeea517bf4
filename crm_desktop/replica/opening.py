"""The file of the local copy: make or unlock it with all its tables."""

from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from crm_desktop.core.errors import ReplicaError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.core.store import prepare, search
from crm_desktop.core.store.sqlite import WRITES, open_sqlite
from crm_desktop.replica.outbox import outbox_tables
from crm_desktop.replica.pen import unwritable
from crm_desktop.replica.shelf import shelf_tables, take_over

FOREIGN = QT_TRANSLATE_NOOP(
    "core",
    "{path} is not the data of this sign-in, or it is damaged. It was left as it is. Sign in anew to load a fresh copy: this"
    " one is set aside then, and what was typed in it and never sent goes along if it can be read.",
)


def opened(path: Path, key: bytes) -> Engine:
    """Unlock a file, a new one where none is there. Raises ReplicaError; nothing was changed then."""
    engine = open_sqlite(path, key)
    try:
        with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            prepare(connection)
            outbox_tables.create_all(connection)
            shelf_tables.create_all(connection)
            take_over(connection)
            search.create(connection)
    except OperationalError as fault:
        engine.dispose()
        raise unwritable(fault, engine) from fault
    except DBAPIError as fault:
        engine.dispose()
        raise ReplicaError(FOREIGN, path=path) from fault
    return engine
