"""What is made directly is what the product makes, row by row."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from crm_desktop.core.store.tables import ENTRY, MAIN, MARK, PAST, TALLY
from crm_desktop.replica.replica import Replica
from sync_server.accounts import Accounts
from sync_server.database import open_database
from sync_server.service import SyncService
from tests.bench import direct, fixtures
from tests.bench.fixtures import PASSWORD, Company

SMALL = Company(60, 90)
NOW = 1_800_000_000_000_000
ANY = frozenset({"epoch", "token", "numbers", "last_sync", "load_total", "cursor"})
"""Marks that tell one making from another."""


def rows(database: Engine) -> dict[str, list[tuple[object, ...]]]:
    with database.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in (*MAIN.values(), *PAST.values(), ENTRY, TALLY)
        }


def indexes(database: Engine) -> set[tuple[str, str]]:
    with database.connect() as connection:
        return {tuple(row) for row in connection.exec_driver_sql("SELECT name, sql FROM sqlite_master").all()}


def test_server_file_is_what_the_service_writes(tmp_path: Path) -> None:
    found = []
    for name, fill in (
        ("through", lambda service: service.load_changes(SMALL.changes())),
        ("direct", lambda service: direct.fill_server(service, SMALL.history(), NOW)),
    ):
        database = open_database(tmp_path / name)
        fill(SyncService(database, Accounts(database, lambda: NOW), lambda: NOW))
        found.append((rows(database), indexes(database)))
        database.dispose()
    assert found[0][0]["contact_past"]
    assert found[0] == found[1]


def test_laptop_is_what_a_first_load_brings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixtures, "OUT", tmp_path)
    made = Replica.open(fixtures.replica_folder(SMALL), PASSWORD)
    site = fixtures.Site(SMALL)
    loaded, server = site.laptop()
    try:
        assert rows(made._engine) == rows(loaded._engine)
        assert indexes(made._engine) == indexes(loaded._engine)
        assert made.content_hash("manager") == loaded.content_hash("manager")
        typed = ["sh", "bei", "公司", "泵", "gmbh", "138", "@", "5"]
        for text in typed:
            assert made.search(text) == loaded.search(text)
        assert any(made.search(text) for text in typed)
        assert marks(made) == marks(loaded)
    finally:
        for one in (made, loaded, server, site):
            one.close()


def marks(replica: Replica) -> dict[str, str]:
    with replica._engine.connect() as connection:
        return {row.name: row.value for row in connection.execute(select(MARK)) if row.value and row.name not in ANY}
