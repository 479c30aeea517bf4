"""What the tests on real processes share: an office on either store, in a folder of its own."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Databases
from tests.torture.office import Place, shut_office

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]  # its processes know neither stop nor limits of files


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Make the office and shut it down, on either store."""
    databases: Databases | None = request.getfixturevalue("postgres") if request.param == "PostgreSQL" else None
    made = shut_office(tmp_path, databases)
    yield made
    made.drop()
