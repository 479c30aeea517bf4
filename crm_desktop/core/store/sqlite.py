"""Opening SQLite files: encrypted on laptops, plain on the server, with the same care for what was acknowledged."""

from contextlib import closing
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import Connection, Engine, create_engine, event

WRITES = "writes"
"""Execution option of a connection that is going to write: it takes the write lock when it begins."""

CONNECTION = {"timeout": 30, "cached_statements": 1000}
"""Wait so many seconds for a lock; keep so many statements ready: there are some for each of 30 tables."""


LOG_PAGES = 8000
"""Pages that the log may hold before a commit brings them into the file itself, and whoever commits waits for that; see
`bring_in`.
"""


def open_sqlite(path: Path | None, key: bytes | None = None, *, synchronous: str = "FULL") -> Engine:
    """Make an engine for a file (None: in memory); key: 32 bytes for an encrypted file.

    Acknowledged means on the disk: write-ahead log and a full sync at each commit, except in a file that nobody uses
    yet (synchronous="OFF"), which is synced before it takes its place.
    """
    name = f"sqlite:///{path}" if path is not None else "sqlite://"
    engine = create_engine(name, module=sqlcipher3.dbapi2, connect_args=CONNECTION)

    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun by us, below
        cursor = connection.cursor()
        cursor.execute("PRAGMA cipher_log_level = NONE")  # else a wrong key is reported on stderr
        if key is not None:
            cursor.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
        cursor.execute(f"PRAGMA synchronous = {synchronous}")
        cursor.execute("PRAGMA fullfsync = ON")  # macOS; elsewhere without effect
        cursor.execute("PRAGMA cache_size = -32000")
        cursor.execute("PRAGMA temp_store = MEMORY")  # no plaintext of a replica on the disk
        cursor.close()

    def on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
    return engine


def bring_in(engine: Engine, least: int = 1) -> None:
    """Bring what the log holds into the file itself where it is so many pages, beside others who read and write.

    Not within a transaction. Raises the driver's own errors.
    """
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        _, held, done = cursor.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
        if held - done >= least:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
