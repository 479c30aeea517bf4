"""Opening the server's database, and the sentences for what is wrong with it."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlcipher3 import dbapi2

from crm_desktop.core.errors import ReplicaError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP

BUSY_MS = 10_000
IMMEDIATE = "immediate"
"""Execution option of a connection that is going to write: its transaction takes SQLite's write lock at the start."""

NO_DATABASE = QT_TRANSLATE_NOOP(
    "core", "There is no database at {place}. Create it with: satchel-server init --database {place}"
)
NO_FOLDER = QT_TRANSLATE_NOOP("core", "The folder {place} does not exist. Create it, or name another place.")
IN_USE = QT_TRANSLATE_NOOP("core", "There is a database at {place} already. Name another place, or serve this one.")
FOREIGN = QT_TRANSLATE_NOOP(
    "core", "{place} is not a database of Satchel. Nothing in it was changed; name another database."
)
UNREADABLE = QT_TRANSLATE_NOOP("core", "The database {place} cannot be opened: check that it may be read and written.")
LOCKED = QT_TRANSLATE_NOOP("core", "The database is in use by another program. End that program, then try again.")
DISK_FULL = QT_TRANSLATE_NOOP("core", "The disk of the server is full. Make room; nothing of what was saved is lost.")
NO_ANSWER = QT_TRANSLATE_NOOP(
    "core", "The database server does not answer or does not let Satchel in. Check the address."
)
UNKNOWN_KIND = QT_TRANSLATE_NOOP(
    "core", "{place} is no address of a database. Give a path, or an address that begins with postgresql://"
)


def create_database(place: str) -> Engine:
    """Open a place where no Satchel database is yet; ReplicaError where there is one, or something else."""
    if _is_address(place):
        engine = _postgres(place)
        if tables_of(engine):
            engine.dispose()
            raise ReplicaError(IN_USE, place=shown(place))
        return engine
    path = Path(place).expanduser()
    if path.exists():
        raise ReplicaError(IN_USE, place=place)
    if not path.parent.is_dir():
        raise ReplicaError(NO_FOLDER, place=str(path.parent))
    return _sqlite(path)


def open_database(place: str) -> Engine:
    """Open the database at a path or a postgresql:// address; ReplicaError where there is none, or not one of ours."""
    path = Path(place).expanduser()
    if not _is_address(place) and not path.is_file():
        raise ReplicaError(NO_DATABASE, place=place)
    engine = _postgres(place) if _is_address(place) else _sqlite(path)
    try:
        tables = tables_of(engine)
    except DBAPIError as fault:
        engine.dispose()
        if "not a database" in str(fault.orig):
            raise ReplicaError(FOREIGN, place=shown(place)) from fault
        if "unable to open" in str(fault.orig):
            raise ReplicaError(UNREADABLE, place=shown(place)) from fault
        if (trouble := trouble_of(fault)) is not None:
            raise trouble from fault
        raise
    if not {"mark", "entry"} <= tables:
        engine.dispose()
        raise ReplicaError(FOREIGN if tables or not _is_address(place) else NO_DATABASE, place=shown(place))
    return engine


def tables_of(engine: Engine) -> set[str]:
    """Name the tables a database holds."""
    with engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def shown(place: str) -> str:
    """Give an address as it may be printed: without its password."""
    return make_url(place).render_as_string() if _is_address(place) else place


def trouble_of(fault: DBAPIError) -> ReplicaError | None:
    """Find the sentence for trouble that an administrator can end; None where the fault is ours."""
    text = str(fault.orig).lower()
    if "disk is full" in text or "no space left" in text or "disk i/o error" in text:
        return ReplicaError(DISK_FULL)
    if "database is locked" in text:
        return ReplicaError(LOCKED)
    if fault.connection_invalidated or "connection failed" in text or "connection refused" in text:
        return ReplicaError(NO_ANSWER)
    if "readonly database" in text or "unable to open" in text:
        return ReplicaError(UNREADABLE, place="")
    return None


def _is_address(place: str) -> bool:
    return "://" in place


def _postgres(place: str) -> Engine:
    try:
        address = make_url(place)
    except ArgumentError as fault:
        raise ReplicaError(UNKNOWN_KIND, place=place) from fault
    if address.get_backend_name() != "postgresql":
        raise ReplicaError(UNKNOWN_KIND, place=address.render_as_string())
    return create_engine(address, pool_size=16, pool_pre_ping=True)


def _sqlite(path: Path) -> Engine:
    # SQLCipher's build without a key reads and writes plain files; Python's own SQLite may be too old for the search.
    engine = create_engine(URL.create("sqlite", database=str(path)), module=dbapi2, pool_size=16, max_overflow=16)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where `_on_begin` says, not where the driver guesses
    cursor = connection.cursor()
    for pragma in ("cipher_log_level=NONE", f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    is_writing = connection.get_execution_options().get(IMMEDIATE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")
