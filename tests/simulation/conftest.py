"""What the tests of this room share: one company for all histories, removed at the end."""

from collections.abc import Iterator

import pytest

from tests.simulation.world import forget_template, template


@pytest.fixture(autouse=True, scope="session")
def company() -> Iterator[None]:
    """Make the company before anything is replaced."""
    template()
    yield
    forget_template()
