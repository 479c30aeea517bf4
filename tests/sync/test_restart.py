"""A server that is restarted between typing and pushing merges and judges by when, and on what, somebody typed."""

from datetime import timedelta

import pytest

from crm_desktop.actions import inbox, records
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.core.entities import Account, Opportunity
from tests.replicas import Office


@pytest.fixture
def desks(office: Office) -> tuple[Desk, Desk]:
    """Seat ann and mia, who have read everything."""
    office.sync(*office.laptops)
    return desk_of(office.laptops[0], office.clock), desk_of(office.laptops[2], office.clock)


def restart(office: Office) -> None:
    """Begin the server anew on its database: what it knew in memory alone is gone."""
    office.engine.dispose()
    laptops = office.laptops
    office.__post_init__()
    office.laptops = laptops


def next_step(desk: Desk, text: str) -> None:
    records.edit(desk, desk.fetch(Opportunity, "deal1"), next_step=text)


@pytest.mark.parametrize("first", ["ann", "mia"])
def test_of_two_who_typed_while_it_was_down_the_later_stands_whoever_comes_first(
    office: Office, desks: tuple[Desk, Desk], first: str
) -> None:
    ann, mia = desks
    next_step(ann, "Typed first")
    office.clock.moment += timedelta(hours=1)
    next_step(mia, "Typed later")
    restart(office)
    office.clock.moment += timedelta(hours=1)
    order = (ann, mia) if first == "ann" else (mia, ann)
    office.sync(*(desk.replica for desk in (*order, *order)))
    for desk in desks:
        assert desk.fetch(Opportunity, "deal1").next_step == "Typed later"
        said = [line.entry.fields["next_step"][1] for line in desk.replica.lines(["deal1"])["deal1"] if "next_step" in line.entry.fields]  # fmt: skip
        assert {"Typed first", "Typed later"} <= set(said)
        assert (office.differences(desk.replica), desk.replica.verify(), inbox.open_conflicts(desk)) == ([], [], [])


def test_one_that_was_typed_before_and_one_after_the_restart(office: Office, desks: tuple[Desk, Desk]) -> None:
    ann, mia = desks
    next_step(ann, "Before")
    restart(office)
    next_step(mia, "After")
    office.sync(mia.replica, ann.replica, mia.replica)
    assert {desk.fetch(Opportunity, "deal1").next_step for desk in desks} == {"After"}


def test_what_left_after_it_was_typed_takes_the_edit_though_the_server_forgot_what_was_read(
    office: Office, desks: tuple[Desk, Desk]
) -> None:
    ann, mia = desks
    records.edit(mia, mia.fetch(Account, "north1"), territory="south")
    office.sync(mia.replica)
    records.edit(mia, mia.fetch(Account, "north1"), territory="north")
    office.sync(mia.replica, ann.replica)  # it was away and is back: what ann reads now, she may write
    records.edit(ann, ann.fetch(Account, "north1"), city="Typed while it was down")
    restart(office)
    office.edit(office.get(Account, "north1"), territory="south")
    office.sync(ann.replica)
    assert office.get(Account, "north1").city == "Typed while it was down"
    assert (inbox.open_refusals(ann), ann.replica.get(Account, "north1")) == ([], None)
