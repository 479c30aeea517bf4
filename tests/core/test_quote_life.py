"""The moves of a quote, as one table, and what an issued one never lets go of."""

import itertools
from datetime import date, timedelta

import pytest

from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.entities.quote_life import (
    DECLINED,
    DRAFT,
    ISSUED,
    LEFT_FREE,
    MOVES,
    STATES,
    UNRELEASED,
    WAITING,
    lines_may_change,
    paper_number,
    quote_may_become,
    state_on,
)
from crm_desktop.core.errors import RefusedError

NAMES = [one.value for one in STATES]
DAY = date(2026, 11, 20)


@pytest.mark.parametrize(("was", "now"), [*itertools.permutations(NAMES, 2)])
def test_a_quote_moves_as_the_table_says_and_never_back_into_the_house(was: str, now: str) -> None:
    after = {"state": now, "declined_because": "price"}
    if now in MOVES[was]:
        quote_may_become({"state": was, "declined_because": "price"}, after)
    else:
        with pytest.raises(RefusedError) as caught:
            quote_may_become({"state": was, "declined_because": "price"}, after)
        assert caught.value.field == "state"
    assert was in UNRELEASED or now not in UNRELEASED or now not in MOVES[was]


def test_every_state_has_its_moves() -> None:
    assert list(MOVES) == NAMES


@pytest.mark.parametrize("name", [name for name, one in REGISTRY["quote"].fields.items() if not one.derived])
def test_what_an_issued_paper_says_never_changes(name: str) -> None:
    quote_may_become({"state": DRAFT, name: "a"} | {"state": DRAFT}, {"state": DRAFT, name: "b"} | {"state": DRAFT})
    if name == "state":
        return
    before, after = {"state": ISSUED, name: "a"}, {"state": ISSUED, name: "b"}
    if name in LEFT_FREE:
        quote_may_become(before, after)
    else:
        with pytest.raises(RefusedError, match="stays as it is") as caught:
            quote_may_become(before, after)
        assert caught.value.field == name


def test_lines_of_an_issued_quote_stay_and_it_is_not_deleted() -> None:
    lines_may_change({"state": DRAFT})
    quote_may_become({}, None)
    with pytest.raises(RefusedError):
        lines_may_change({"state": ISSUED})
    with pytest.raises(RefusedError, match="accounted for"):
        quote_may_become({"state": ISSUED}, None)


def test_who_declines_is_asked_why() -> None:
    with pytest.raises(RefusedError) as caught:
        quote_may_become({"state": ISSUED}, {"state": DECLINED})
    assert caught.value.field == "declined_because"


@pytest.mark.parametrize("state", NAMES)
def test_only_a_quote_that_waits_for_its_answer_expires_when_its_last_day_is_over(state: str) -> None:
    later = DAY + timedelta(days=1)
    assert state_on(state, DAY, DAY) == state
    assert state_on(state, None, later) == state
    assert state_on(state, DAY, later) == ("expired" if state in WAITING else state)


def test_the_first_revision_bears_the_number_alone() -> None:
    assert [paper_number("A-1", one) for one in (None, 1, 2)] == ["A-1", "A-1", "A-1-R2"]
    assert paper_number("", 2) == ""
