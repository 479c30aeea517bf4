"""Undo and redo: the latest of what was done here, step by step, whoever did something in between."""

import pytest

from crm_desktop.actions import records
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.undoing import last_done, last_undone, redo_last, undo_last
from crm_desktop.core.entities import Account, Contact
from crm_desktop.core.errors import UserError
from crm_desktop.replica.doings import KEPT, Doings
from crm_desktop.replica.replica import Replica
from tests.replicas import PASSWORD, Office, held_by


@pytest.fixture
def ann(office: Office) -> Desk:
    office.sync(*office.laptops)
    return desk_of(office.laptops[0], office.clock)


def edit(desk: Desk, **values: str) -> None:
    records.edit(desk, held_by(desk.replica, Account, "north1"), **values)


def place(desk: Desk) -> tuple[str, str]:
    found = held_by(desk.replica, Account, "north1")
    return found.city, found.street


def test_steps_are_taken_back_and_done_again_in_their_order(ann: Desk) -> None:
    edit(ann, city="Rome")
    edit(ann, city="Oslo", street="Main")
    undo_last(ann)
    assert place(ann) == ("Rome", "")
    undo_last(ann)
    assert place(ann) == ("", "")
    redo_last(ann)
    redo_last(ann)
    assert place(ann) == ("Oslo", "Main")
    undo_last(ann)
    assert place(ann) == ("Rome", "")


def test_nothing_is_taken_back_twice_and_each_end_says_so(ann: Desk) -> None:
    with pytest.raises(UserError, match="nothing to take back"):
        undo_last(ann)
    edit(ann, city="Rome")
    undo_last(ann)
    with pytest.raises(UserError, match="nothing to take back"):
        undo_last(ann)
    redo_last(ann)
    with pytest.raises(UserError, match="nothing to do again"):
        redo_last(ann)


def test_something_new_ends_what_could_be_done_again(ann: Desk) -> None:
    edit(ann, city="Rome")
    undo_last(ann)
    edit(ann, city="Oslo")
    assert last_undone(ann) == ()
    undo_last(ann)
    assert place(ann)[0] == ""


def test_a_change_taken_back_by_its_own_button_counts_as_taken_back(ann: Desk) -> None:
    edit(ann, street="Main")
    done = records.edit(ann, held_by(ann.replica, Account, "north1"), city="Rome")
    edit(ann, country="Italy")
    records.undo(ann, done.change)
    undo_last(ann)
    undo_last(ann)
    assert place(ann) == ("", "")
    assert last_done(ann) == ()


def test_it_goes_on_after_a_restart_and_a_sync_and_keeps_what_others_did(office: Office, ann: Desk) -> None:
    edit(ann, city="Rome", street="Main")
    records.delete(ann, held_by(ann.replica, Contact, "carl"))
    office.sync(ann.replica)
    mia = desk_of(office.laptops[2], office.clock)
    edit(mia, street="Long Road")
    office.sync(mia.replica, ann.replica)
    folder = ann.replica._folder
    ann.replica.close()
    again = Replica.open(folder, PASSWORD)
    desk = desk_of(again, office.clock)
    undo_last(desk)
    assert again.get(Contact, "carl") is not None
    undo_last(desk)
    assert place(desk) == ("", "Long Road")
    again.close()


def test_what_cannot_be_taken_back_is_passed_over(office: Office, ann: Desk) -> None:
    mia = desk_of(office.laptops[2], office.clock)
    edit(ann, city="Rome")
    edit(ann, street="Main")
    edit(mia, street="Long Road")
    office.sync(mia.replica)
    office.sync(ann.replica, mia.replica, ann.replica)
    with pytest.raises(UserError, match="nothing left"):
        undo_last(ann)
    undo_last(ann)
    assert place(ann)[0] == ""


def test_no_more_steps_are_kept_than_fit() -> None:
    known = Doings()
    for number in range(KEPT + 5):
        known = known.after(str(number))
    assert (len(known.done), known.done[0], known.done[-1]) == (KEPT, "5", str(KEPT + 4))
