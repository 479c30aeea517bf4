"""Looking at what an administrator names as the database: nothing yet, one of ours, or something else."""

import sqlite3
from pathlib import Path
from urllib.parse import quote

from crm_desktop.core.errors import ReplicaError

OUR_TABLES = {"mark", "entry", "organisation"}

NO_DATABASE = "There is no database at {path}. Create it with: satchel-server init --database {path}"
IN_USE = "There is a file at {path} already. Name another place; nothing in it was changed."
FOREIGN = "{path} is not the database of a Satchel server. Name another file; nothing in it was changed."
NOT_READABLE = "{path} cannot be read. Check its owner and its permissions."
ONLY_FILES = "{path} is an address. This version keeps its data in a file: give a path."


def existing_database(text: str) -> Path:
    """Return the path of a server's database, or raise ReplicaError; the file is only looked at."""
    path = _path(text)
    if not path.is_file():
        raise ReplicaError(NO_DATABASE, path=text)
    try:
        with path.open("rb") as file:
            is_sqlite = file.read(16) == b"SQLite format 3\x00"
        tables = _tables(path) if is_sqlite else set()
    except (OSError, sqlite3.OperationalError) as fault:
        raise ReplicaError(NOT_READABLE, path=text) from fault
    except sqlite3.DatabaseError as fault:
        raise ReplicaError(FOREIGN, path=text) from fault
    if not tables >= OUR_TABLES:
        raise ReplicaError(FOREIGN, path=text)
    return path


def free_place(text: str) -> Path:
    """Return the path where a new database may be made, or raise ReplicaError."""
    path = _path(text)
    if path.exists():
        raise ReplicaError(IN_USE, path=text)
    return path


def remove_database(path: Path) -> None:
    """Remove a database that was not finished, with the files SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _path(text: str) -> Path:
    if "://" in text:
        raise ReplicaError(ONLY_FILES, path=text.rpartition("@")[2])  # without the name and password before it
    return Path(text).expanduser()


def _tables(path: Path) -> set[str]:
    connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True, timeout=30)
    try:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    finally:
        connection.close()
