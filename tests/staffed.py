"""Fixtures of the rooms that work in the small office: the office with its laptops, and keys that are derived quickly."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.replica import vault
from tests.postgres import Databases
from tests.replicas import Office, small_office


@pytest.fixture(autouse=True, scope="session")
def quick_keys() -> Iterator[None]:
    """Derive wrapping keys at the least cost: these tests are about what is inside."""
    with pytest.MonkeyPatch.context() as patch:
        cheap = {"time_cost": 1, "memory_kib": 8, "lanes": 1}
        patch.setattr(vault, "new_derivation", lambda: vault.Derivation(secrets.token_hex(16), **cheap))
        yield


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Set up the small office with a laptop for each of its people, to be copied by each test."""
    return staffed_office(tmp_path_factory.mktemp("staffed"))


@pytest.fixture
def office(tmp_path: Path, staffed: Office) -> Iterator[Office]:
    """Set up the small office with its laptops: ann, bob, mia, root."""
    made = staffed.copy(tmp_path)
    yield made
    made.close()
    if made.databases is not None and made.place is not None:
        made.databases.drop(made.place)


def staffed_office(folder: Path, databases: Databases | None = None) -> Office:
    """Make the small office with a laptop for each of its people, closed."""
    made = small_office(folder, databases)
    for login in ("ann", "bob", "mia", "root"):
        made.laptop(login)
    made.close()
    return made
