"""A furnished house for every test of the server."""

from collections.abc import Iterator

import pytest

from tests.server.house import House, furnished


@pytest.fixture
def house(tmp_path) -> Iterator[House]:
    made = furnished(tmp_path / "server.db")
    yield made
    made.service.journal.engine.dispose()
