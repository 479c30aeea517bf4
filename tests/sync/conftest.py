"""What the tests of one room share: an office, and keys that are derived quickly."""

import secrets
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.replica import vault
from tests.replicas import Office, small_office


@pytest.fixture(autouse=True, scope="session")
def quick_keys() -> Iterator[None]:
    """Derive wrapping keys at the least cost: these tests are about what is inside."""
    with pytest.MonkeyPatch.context() as patch:
        cheap = {"time_cost": 1, "memory_kib": 8, "lanes": 1}
        patch.setattr(vault, "new_derivation", lambda: vault.Derivation(secrets.token_hex(16), **cheap))
        yield


@pytest.fixture(scope="session", params=["SQLite", "PostgreSQL"])
def staffed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Set up the small office with a laptop for each of its people, to be copied by each test, on either store."""
    databases = request.getfixturevalue("postgres") if request.param == "PostgreSQL" else None
    made = small_office(tmp_path_factory.mktemp("staffed"), databases)
    for login in ("ann", "bob", "mia", "root"):
        made.laptop(login)
    made.close()
    return made


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out cases that cost much and tell of the store what the others of their test tell as well."""
    seen: Counter[str] = Counter()
    dropped = []
    for item in items:
        mark = item.get_closest_marker("fewer_on_postgres")
        if mark is not None and "PostgreSQL" in item.name:
            name = item.name.partition("[")[0]
            if seen[name] % mark.args[0]:
                dropped.append(item)
            seen[name] += 1
    config.hook.pytest_deselected(items=dropped)
    items[:] = [item for item in items if item not in dropped]


@pytest.fixture
def office(tmp_path: Path, staffed: Office) -> Iterator[Office]:
    """Set up the small office with its laptops: ann, bob, mia, root."""
    made = staffed.copy(tmp_path)
    yield made
    made.close()
    if made.databases is not None and made.place is not None:
        made.databases.drop(made.place)
