"""Looking at what an administrator names as the database: nothing yet, one of ours, or something else."""

import hashlib
import os
import sqlite3
import tempfile
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, inspect
from sqlalchemy.exc import DBAPIError

from crm_desktop.core.errors import ReplicaError
from crm_desktop.core.store.proofs import proof_tables
from crm_desktop.core.store.tables import metadata
from sync_server import tables
from sync_server.postgres import address_of, open_postgres, refusal_of, shown

OUR_TABLES = {"mark", "entry", "organisation"}

NO_DATABASE = "There is no database at {path}. Create it with: satchel-server init --database {path}"
FOLDER = "{path} is a folder. Name a file in it, for example {path}/satchel.db."
IN_USE = "There is a file at {path} already. Name another place; nothing in it was changed."
TAKEN = "The database at {path} has tables already. Name an empty one; nothing in it was changed."
EMPTY = "The database at {path} is empty. Fill it with: satchel-server init --database ADDRESS"
FOREIGN = "{path} is not the database of a Satchel server. Name another file; nothing in it was changed."
FOREIGN_TABLES = "{path} is not the database of a Satchel server. Name another; nothing in it was changed."
NO_CACHE = "No file can be written into the folder {path}. Name another one with --cache, or make room there."
NOT_READABLE = "{path} cannot be read. Check its owner and its permissions."

Place = Path | URL
"""A file of SQLite, or the address of a PostgreSQL database."""


def existing_database(text: str) -> Place:
    """Return the place of a server's database, or raise ReplicaError; the database is only looked at."""
    place = place_of(text)
    if isinstance(place, URL):
        tables = _tables_at(place)
        if not tables >= OUR_TABLES:
            raise ReplicaError(FOREIGN_TABLES if tables else EMPTY, path=shown(place))
        return place
    if place.is_dir():
        raise ReplicaError(FOLDER, path=text.rstrip("/"))
    if not place.is_file():
        raise ReplicaError(NO_DATABASE, path=text)
    try:
        with place.open("rb") as file:
            is_sqlite = file.read(16) == b"SQLite format 3\x00"
        tables = _tables(place) if is_sqlite else set()
    except (OSError, sqlite3.OperationalError) as fault:
        raise ReplicaError(NOT_READABLE, path=text) from fault
    except sqlite3.DatabaseError as fault:
        raise ReplicaError(FOREIGN, path=text) from fault
    if not tables >= OUR_TABLES:
        raise ReplicaError(FOREIGN, path=text)
    return place


def free_place(text: str) -> Place:
    """Return the place where a new database may be made, or raise ReplicaError."""
    place = place_of(text)
    if isinstance(place, URL):
        if _tables_at(place):
            raise ReplicaError(TAKEN, path=shown(place))
    elif place.is_dir():
        raise ReplicaError(FOLDER, path=text.rstrip("/"))
    elif place.exists():
        raise ReplicaError(IN_USE, path=text)
    return place


def remove_database(place: Place) -> None:
    """Remove a database that was not finished: the tables, or the file with those SQLite keeps beside it."""
    if isinstance(place, URL):
        _drop_tables(place)
        return
    for suffix in ("", "-wal", "-shm", "-journal"):
        place.with_name(place.name + suffix).unlink(missing_ok=True)


def place_of(text: str) -> Place:
    """Read what stands after --database."""
    return address_of(text) if "://" in text else Path(text).expanduser()


def told(text: str) -> str:
    """Write a place so that it may be printed: an address without its name and password."""
    place = place_of(text)
    return shown(place) if isinstance(place, URL) else text


def cache_of(place: Place) -> Path | None:
    """Name the folder where ready files for first loads are kept of a database elsewhere; None: beside its file."""
    if not isinstance(place, URL):
        return None
    name = hashlib.blake2b(str(place.set(password=None)).encode(), digest_size=9).hexdigest()
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "satchel-server" / name


def check_cache(folder: Path) -> None:
    """Make the folder of ready files where it is missing; raises ReplicaError where it cannot be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as fault:
        raise ReplicaError(NO_CACHE, path=folder) from fault


def _tables(path: Path) -> set[str]:
    connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True, timeout=30)
    try:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    finally:
        connection.close()


def _tables_at(address: URL) -> set[str]:
    engine = open_postgres(address)
    try:
        with engine.connect() as connection:
            return set(inspect(connection).get_table_names())
    except DBAPIError as fault:
        raise refusal_of(fault, address) from fault
    finally:
        engine.dispose()


def _drop_tables(address: URL) -> None:
    engine = open_postgres(address)
    try:
        with engine.begin() as connection:
            for ours in (proof_tables, tables.server_tables, metadata):
                ours.drop_all(connection)
    except DBAPIError as fault:
        raise refusal_of(fault, address) from fault
    finally:
        engine.dispose()
