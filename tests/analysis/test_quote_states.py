"""Quotes are found by what they are on a day, and not by what was written down."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from crm_desktop.analysis.quote_states import in_state
from crm_desktop.core.entities import Quote
from crm_desktop.core.entities.quote_life import STATES, state_on
from crm_desktop.replica.view import View
from tests.replicas import small_office

DAY = date(2026, 11, 20)
ENDS = (None, DAY - timedelta(days=1), DAY, DAY + timedelta(days=1))
NAMES = [one.value for one in STATES]


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """Return a replica with a quote of every state and every end."""
    office = small_office(tmp_path_factory.mktemp("states"))
    ends = [(state, end) for state in NAMES for end in ENDS]
    made = [
        Quote(id=f"{state} {end}", state=state, valid_until=end, owner="ann", currency="CNY") for state, end in ends
    ]
    office.add(*made)
    yield office.laptop("ann", "laptop")
    office.close()


@pytest.mark.parametrize("state", NAMES)
def test_a_quote_is_found_by_its_state_on_the_day_and_by_no_other(view: View, state: str) -> None:
    every = view.find(Quote)
    really = {one.id for one in every if state_on(one.state, one.valid_until, DAY) == state}
    assert {one.id for one in view.find(Quote, in_state("eq", state, DAY))} == really
    assert {one.id for one in view.find(Quote, in_state("ne", state, DAY))} == {one.id for one in every} - really
