"""What the tests of this room share: the small office with its laptops, on either store."""

from collections import Counter

import pytest

from tests.replicas import Office
from tests.staffed import office, quick_keys, staffed_office

__all__ = ["office", "quick_keys", "staffed"]


@pytest.fixture(scope="session", params=["SQLite", "PostgreSQL"])
def staffed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Set up the small office with a laptop for each of its people, to be copied by each test, on either store."""
    databases = request.getfixturevalue("postgres") if request.param == "PostgreSQL" else None
    return staffed_office(tmp_path_factory.mktemp("staffed"), databases)


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
