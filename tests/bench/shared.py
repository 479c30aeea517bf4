"""A company in a real PostgreSQL that waits for its disk, served by one process or several."""

from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import Connection, Table, func, select

from crm_desktop.core.store.bulk import insert_values
from crm_desktop.core.store.tables import metadata
from sync_server.database import open_database
from sync_server.places import place_of
from sync_server.tables import server_tables
from tests.bench.fixtures import Site
from tests.postgres import running

AT_ONCE = 5000


class SharedSite(Site):
    """Server processes on one PostgreSQL database with a copy of a company."""

    def _furnish(self) -> str:
        self._stack = ExitStack()
        databases = self._stack.enter_context(running(is_durable=True))
        place = databases.furnished().render_as_string(hide_password=False)
        try:
            _copy(Path(super()._furnish()), place)
        except BaseException:
            self._stack.close()
            raise
        return place

    def close(self) -> None:
        """Stop the servers and the database."""
        super().close()
        self._stack.close()


def _copy(file: Path, place: str) -> None:
    """Fill a furnished database from a server's file, table by table."""
    source, target = open_database(file), open_database(place_of(place), synchronous="OFF")
    try:
        with source.begin() as reading, target.begin() as writing:
            for ours in (metadata, server_tables):
                ours.create_all(writing)
                ours.create_all(reading)
                for table in ours.sorted_tables:
                    _copy_table(reading, writing, table)
            writing.exec_driver_sql("ANALYZE")
    finally:
        source.dispose()
        target.dispose()


def _copy_table(reading: Connection, writing: Connection, table: Table) -> None:
    writing.execute(table.delete())
    rows = reading.execute(select(table))
    while part := rows.fetchmany(AT_ONCE):
        insert_values(writing, table, table.columns.keys(), list(map(tuple, part)))
    if "n" in table.columns:
        writing.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "n"), func.max(table.c.n))))
