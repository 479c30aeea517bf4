"""The same thing is done to many records: told before, saved in short steps, and taken back as one."""

from collections.abc import Iterator

import pytest

from crm_desktop.actions import bulk, records
from crm_desktop.actions.bulk import Planned, Wish
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.undoing import AT_ONCE, last_done, redo_last, size_of, take_back, undo_last
from crm_desktop.core.entities import Account, Contact, Quote
from crm_desktop.core.errors import UserError
from crm_desktop.replica.replica import Replica
from sync_server import offering
from tests.replicas import PASSWORD, Office, held_by

MANY = 2 * AT_ONCE + 5


@pytest.fixture
def ann(office: Office) -> Desk:
    office.sync(*office.laptops)
    return desk_of(office.laptops[0], office.clock)


@pytest.fixture
def people(ann: Desk) -> list[str]:
    """Return the ids of many contacts, the first of whom has the title already and the second a tag."""
    first = {0: {"job_title": "Buyer"}, 1: {"tags": ("fair",)}}
    made = [Contact(id=ann.new_id(), family_name=f"N{n}", account="north1", **first.get(n, {})) for n in range(MANY)]
    records.create(ann, *made)
    return [one.id for one in made]


def planned(desk: Desk, ids: list[str], wish: Wish, key: str = "contact") -> list[Planned]:
    return [one for some in bulk.plan(desk, key, ids, wish) for one in some]


def done(desk: Desk, ids: list[str], wish: Wish) -> int:
    return sum(part.changes for part in bulk.carry_out(desk, [planned(desk, ids, wish)], desk.new_id()))


def titles(desk: Desk) -> list[str]:
    return [one.job_title for one in desk.replica.find(Contact) if one.family_name.startswith("N")]


def test_a_plan_tells_what_changes_what_is_so_already_and_what_may_not_be(ann: Desk, people: list[str]) -> None:
    every = planned(ann, people, Wish("set", "job_title", "Buyer"))
    assert [one.record.id for one in every] == people
    assert every[0].entry is None
    assert every[0].refusal is None
    assert all(one.entry is not None and one.value == "Buyer" for one in every[1:])
    emptied = planned(ann, people, Wish("set", "family_name", ""))
    assert all(one.refusal is not None and one.refusal.field == "family_name" for one in emptied)
    derived = planned(ann, people, Wish("set", "name", "x"))
    assert all("follows from other fields" in str(one.refusal) for one in derived)


def test_an_issued_quote_is_left_out_with_its_reason(ann: Desk) -> None:
    quotes = [
        Quote(id=ann.new_id(), state=state, owner=ann.user.id, account="north1", currency="CNY")
        for state in ("draft", "issued")
    ]
    records.create(ann, *quotes)
    wish = Wish("set", "payment_terms", "cash")
    draft, issued = planned(ann, [one.id for one in quotes], wish, "quote")
    assert draft.entry is not None
    assert "stays as it is" in str(issued.refusal)


def test_tags_are_added_and_taken_without_touching_the_others(ann: Desk, people: list[str]) -> None:
    assert done(ann, people, Wish("add", "tags", ("vip",))) == MANY
    assert held_by(ann.replica, Contact, people[1]).tags == ("fair", "vip")
    assert done(ann, people, Wish("remove", "tags", ("fair",))) == 1
    assert held_by(ann.replica, Contact, people[1]).tags == ("vip",)


def test_many_records_are_one_step_back_and_forward_again(ann: Desk, people: list[str]) -> None:
    done(ann, people, Wish("set", "job_title", "Buyer"))
    assert size_of(ann, ann.replica.doings.done[-1]) == MANY - 1
    assert last_done(ann)[0].fields["job_title"] == (None, "Buyer")
    undo_last(ann)
    assert titles(ann).count("") == MANY - 1
    redo_last(ann)
    assert set(titles(ann)) == {"Buyer"}
    undo_last(ann)
    assert titles(ann).count("Buyer") == 1


def test_each_record_is_a_change_of_its_own_so_that_a_refused_one_takes_no_other_with_it(
    office: Office, ann: Desk, people: list[str]
) -> None:
    office.sync(ann.replica)
    done(ann, people, Wish("set", "job_title", "Buyer"))
    assert [len(change.entries) for change in ann.replica.outbox()] == [1] * (MANY - 1)


def test_what_may_not_be_after_all_is_left_out_and_the_others_are_done_and_taken_back(ann: Desk) -> None:
    quotes = [Quote(id=f"q{n}", owner=ann.user.id, account="north1", currency="CNY") for n in range(4)]
    records.create(ann, *quotes)

    def issue(id_: str) -> None:
        records.edit(ann, ann.fetch(Quote, id_), state="issued")

    def terms() -> list[str]:
        return [ann.fetch(Quote, one.id).payment_terms for one in quotes]

    every = planned(ann, [one.id for one in quotes], Wish("set", "payment_terms", "cash"), "quote")
    issue("q1")
    step = ann.new_id()
    assert [part.changes for part in bulk.carry_out(ann, [every], step)] == [3]
    assert terms() == ["cash", "", "cash", "cash"]
    issue("q2")
    assert [part.changes for part in take_back(ann, step)] == [3]  # gone through, one of them for nothing
    assert terms() == ["", "", "cash", ""]
    assert step not in ann.replica.doings.done


def test_it_is_taken_back_after_a_restart_and_keeps_what_a_colleague_did_since(
    office: Office, ann: Desk, people: list[str]
) -> None:
    done(ann, people, Wish("set", "job_title", "Buyer"))
    office.sync(ann.replica)
    mia = desk_of(office.laptops[2], office.clock)
    office.sync(mia.replica)
    records.edit(mia, held_by(mia.replica, Contact, people[7]), job_title="Director")
    office.sync(mia.replica, ann.replica)
    folder = ann.replica._folder
    ann.replica.close()
    again = Replica.open(folder, PASSWORD)
    undo_last(desk_of(again, office.clock))
    assert sorted(titles(desk_of(again, office.clock))) == [""] * (MANY - 2) + ["Buyer", "Director"]
    again.close()


def test_it_is_taken_back_in_a_fresh_file_too(
    office: Office, ann: Desk, people: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offering, "ROWS_SUFFICE", 0)  # a file for the smallest scope
    done(ann, people, Wish("set", "job_title", "Buyer"))
    office.sync(ann.replica)
    before = ann.replica.header.database
    ann.replica.begin_anew()
    office.sync(ann.replica)
    assert ann.replica.header.database != before
    assert size_of(ann, ann.replica.doings.done[-1]) == MANY - 1
    undo_last(ann)
    assert titles(ann).count("") == MANY - 1


def test_ended_halfway_it_is_a_step_of_what_was_done(ann: Desk, people: list[str]) -> None:
    parts: Iterator[object] = bulk.carry_out(
        ann, [planned(ann, people, Wish("set", "job_title", "Buyer"))], ann.new_id()
    )
    next(parts)
    assert titles(ann).count("Buyer") == AT_ONCE + 1
    undo_last(ann)
    assert titles(ann).count("Buyer") == 1


def test_what_is_left_of_a_step_after_half_an_undo_is_still_one(ann: Desk, people: list[str]) -> None:
    done(ann, people, Wish("set", "job_title", "Buyer"))
    (step,) = ann.replica.doings.done[-1:]
    next(take_back(ann, step))
    assert size_of(ann, step) == MANY - 1 - AT_ONCE
    redo_last(ann)
    assert titles(ann).count("Buyer") == MANY
    undo_last(ann)
    undo_last(ann)
    assert titles(ann).count("Buyer") == 1


def test_deleting_many_takes_the_lines_of_quotes_along_and_comes_back_whole(ann: Desk, people: list[str]) -> None:
    assert done(ann, people, Wish("delete")) == MANY
    assert titles(ann) == []
    undo_last(ann)
    assert len(titles(ann)) == MANY


def test_what_was_deleted_meanwhile_does_not_stop_the_others(ann: Desk, people: list[str]) -> None:
    every = planned(ann, people, Wish("set", "job_title", "Buyer"))
    records.delete(ann, held_by(ann.replica, Contact, people[4]))
    assert sum(part.changes for part in bulk.carry_out(ann, [every], ann.new_id())) >= MANY - 2
    assert titles(ann).count("Buyer") == MANY - 1


def test_nothing_left_of_a_step_is_said_and_passed_over(ann: Desk) -> None:
    records.edit(ann, held_by(ann.replica, Account, "north1"), city="Oslo")
    made = [Contact(id=ann.new_id(), family_name=f"N{n}", account="north1") for n in range(2)]
    records.create(ann, *made)
    done(ann, [one.id for one in made], Wish("set", "job_title", "Buyer"))
    for one in made:
        records.delete(ann, held_by(ann.replica, Contact, one.id))
    step = ann.replica.doings.done[-3]
    with pytest.raises(UserError, match="nothing left"):
        list(take_back(ann, step))
    assert step not in ann.replica.doings.done


def test_a_survey_counts_all_and_keeps_the_first_of_each_alone(
    ann: Desk, people: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "SHOWN", 3)
    monkeypatch.setattr("crm_desktop.core.store.read.CHUNK", 10)
    seen = list(bulk.survey(ann, "contact", people, Wish("set", "job_title", "Buyer")))
    assert [one.will + one.same for one in seen] == [10, 20, MANY]
    assert (seen[-1].will, seen[-1].same, seen[-1].refused) == (MANY - 1, 1, 0)
    assert [one.record.id for one in seen[-1].first_will] == people[1:4]
    assert [one.record.id for one in seen[-1].first_same] == people[:1]


def test_what_is_carried_out_is_worked_out_chunk_by_chunk(ann: Desk, people: list[str]) -> None:
    wish, asked = Wish("set", "job_title", "Buyer"), list[int]()

    def chunk_by_chunk() -> Iterator[list[Planned]]:
        for start in range(0, MANY, 10):
            asked.append(titles(ann).count("Buyer"))
            yield planned(ann, people[start : start + 10], wish)

    assert sum(part.changes for part in bulk.carry_out(ann, chunk_by_chunk(), ann.new_id())) == MANY - 1
    assert asked == [1, 10, 20]  # the one before is saved by then
