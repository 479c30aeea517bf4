"""Conflicts as a table of cases, one line a case: what two laptops do, what stands then, and what the conflicts say."""

from collections.abc import Callable
from decimal import Decimal

import msgspec
import pytest

from crm_desktop.actions import inbox, records
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.core.changes import Act, Entry, delete_entry
from crm_desktop.core.entities import Account, Conflict, Opportunity, User
from crm_desktop.core.schema import raw_of
from tests.replicas import Office

Act_ = Callable[[Office, Desk, Desk], object]
"""What happens at the office, at ann's desk, and at mia's."""


def amount(desk: Desk, value: int) -> None:
    records.edit(desk, desk.fetch(Opportunity, "deal1"), amount=Decimal(value))


def clash(office: Office, ann: Desk, mia: Desk) -> None:
    """Let mia set 90 and ann 120, who had not seen it: 90 stands, 120 waits."""
    amount(mia, 90)
    amount(ann, 120)
    office.sync(mia.replica, ann.replica, mia.replica)


def sync(office: Office, ann: Desk, mia: Desk) -> None:
    office.sync(ann.replica, mia.replica, ann.replica)


def sync_mia_first(office: Office, ann: Desk, mia: Desk) -> None:
    office.sync(mia.replica, ann.replica, mia.replica)


def keep(desk: Desk) -> None:
    inbox.take_standing(desk, inbox.open_conflicts(desk)[0])


def take(desk: Desk) -> None:
    inbox.take_waiting(desk, inbox.open_conflicts(desk)[0])


def third(office: Office, value: int) -> None:
    root = office.laptops[3]
    office.sync(root)
    amount(desk_of(root, office.clock), value)
    office.sync(root)


def imported(office: Office, value: int) -> None:
    """Set the amount in bulk, as an import or an administrator's command does."""
    office.edit(office.get(Opportunity, "deal1"), amount=Decimal(value))


def remove(office: Office) -> None:
    office.post(delete_entry("opportunity", "deal1", raw_of(office.get(Opportunity, "deal1"))))


CASES: list[tuple[str, list[Act_], int | None, list[tuple[str, int, int]]]] = [
    ("one author's two wishes make one conflict with the newest", [lambda o, a, m: (amount(m, 90), amount(a, 120), amount(a, 130)), sync_mia_first], 90, [("", 90, 130)]),
    ("so do wishes of two pushes", [clash, lambda o, a, m: (third(o, 91), amount(a, 130)), sync], 91, [("", 91, 130)]),
    ("either author keeps", [clash, lambda o, a, m: keep(a), sync], 90, [("mine", 90, 120)]),
    ("either author takes", [clash, lambda o, a, m: take(m), sync], 120, [("theirs", 90, 120)]),
    ("both at once, she who keeps first", [clash, lambda o, a, m: (keep(a), take(m)), sync, sync], 120, [("theirs", 90, 120)]),
    ("both at once, she who takes first", [clash, lambda o, a, m: (take(m), keep(a)), sync_mia_first, sync], 120, [("theirs", 90, 120)]),
    ("both at once, the keeper answered later by the clock", [clash, lambda o, a, m: (take(m), keep(a)), sync, sync], 120, [("theirs", 90, 120)]),
    ("both take", [clash, lambda o, a, m: (take(m), take(a)), sync, sync], 120, [("theirs", 90, 120)]),
    ("both keep", [clash, lambda o, a, m: (keep(m), keep(a)), sync, sync], 90, [("mine", 90, 120)]),
    ("a third sets another value: the conflict goes on", [clash, lambda o, a, m: third(o, 95), sync], 95, [("", 95, 120)]),
    ("an import sets another value: the conflict goes on", [clash, lambda o, a, m: imported(o, 95), sync], 95, [("", 95, 120)]),
    ("an import sets the waiting value", [clash, lambda o, a, m: imported(o, 120), sync], 120, [("theirs", 90, 120)]),
    ("an import sets another field", [clash, lambda o, a, m: o.edit(o.get(Opportunity, "deal1"), next_step="Call"), sync], 90, [("", 90, 120)]),
    ("a third sets the waiting value", [clash, lambda o, a, m: third(o, 120), sync], 120, [("theirs", 90, 120)]),
    ("its author sets another value, having seen what stands", [clash, lambda o, a, m: amount(a, 125), sync], 125, [("other", 90, 120)]),
    ("taken offline while a third set another value", [clash, lambda o, a, m: (take(a), third(o, 95)), sync], 95, [("", 95, 120)]),
    ("kept offline while a third set another value", [clash, lambda o, a, m: (keep(a), third(o, 95)), sync], 95, [("mine", 95, 120)]),
    ("kept offline while the record was deleted", [clash, lambda o, a, m: (keep(a), remove(o)), sync], None, [("mine", 90, 120)]),
    ("taken offline while the record was deleted", [clash, lambda o, a, m: (take(a), remove(o)), sync], 120, [("theirs", 90, 120)]),
    ("the record is deleted", [clash, lambda o, a, m: remove(o), sync], None, [("", 90, 120)]),
    ("the record is deleted and comes back", [clash, lambda o, a, m: remove(o), sync, lambda o, a, m: o.post(Entry("opportunity", "deal1", Act.RESTORE)), sync], 90, [("", 90, 120)]),
    ("an answer is taken back", [clash, lambda o, a, m: records.undo(m, inbox.take_waiting(m, inbox.open_conflicts(m)[0]).change), sync], 90, [("", 90, 120)]),
]  # fmt: skip


@pytest.fixture
def desks(office: Office) -> tuple[Office, Desk, Desk]:
    office.edit(office.get(User, "mia"), home="north")
    office.sync(*office.laptops)
    ann, mia = (desk_of(office.laptops[at], office.clock) for at in (0, 2))
    return office, ann, mia


@pytest.mark.fewer_on_postgres(6)
@pytest.mark.parametrize(("acts", "stands", "conflicts"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_conflict(
    desks: tuple[Office, Desk, Desk], acts: list[Act_], stands: int | None, conflicts: list[tuple[str, int, int]]
) -> None:
    office, ann, mia = desks
    for act in acts:
        act(*desks)
    for desk in (ann, mia):
        deal = desk.replica.get(Opportunity, "deal1")
        assert (None if deal is None else deal.amount) == (None if stands is None else Decimal(stands))
        found = [
            (one.answer, *(minor(text) for text in (one.standing, one.waiting))) for one in desk.replica.find(Conflict)
        ]
        assert found == conflicts
        own = [one for one in desk.replica.find(Conflict) if desk.user.id in (one.standing_author, one.waiting_author)]
        assert len(inbox.open_conflicts(desk)) == (sum(not one.answer for one in own) if deal else 0)
        assert (office.differences(desk.replica), desk.replica.verify()) == ([], [])
    assert office.service.verify() == []


def minor(text: str) -> int:
    return int(msgspec.json.decode(text)) // 100


def held(desk: Desk) -> int:
    return desk.replica.count(Conflict)


def test_a_conflict_about_a_deal_without_an_account_goes_where_the_deal_goes(
    desks: tuple[Office, Desk, Desk],
) -> None:
    office, ann, mia = desks
    bob = desk_of(office.laptops[1], office.clock)
    office.edit(office.get(Opportunity, "deal1"), account="")
    office.sync(*office.laptops)
    clash(*desks)
    office.sync(*office.laptops)
    assert [held(desk) for desk in (ann, mia, bob)] == [1, 1, 0]
    for node, values in (("south", {"account": "south1"}), ("north", {"account": ""}), ("south", {"owner": "bob"})):
        office.edit(office.get(Opportunity, "deal1"), **values)
        office.sync(*office.laptops, *office.laptops)
        assert [held(desk) for desk in (ann, mia, bob)] == [node == "north", 1, node == "south"]
        for replica in office.laptops:
            assert (office.differences(replica), replica.verify(), replica.repairs()) == ([], [], [])
    inbox.take_waiting(bob, bob.replica.find(Conflict)[0])
    office.sync(bob.replica, mia.replica)
    assert mia.fetch(Opportunity, "deal1").amount == Decimal(120)


def test_a_conflict_follows_a_deal_from_one_account_to_another(desks: tuple[Office, Desk, Desk]) -> None:
    office, ann, mia = desks
    clash(*desks)
    office.edit(office.get(Opportunity, "deal1"), account="harbour1")
    office.edit(office.get(Account, "north1"), territory="south")  # where the deal was when the conflict began
    office.sync(*office.laptops, *office.laptops)
    assert [desk_of(one, office.clock).replica.count(Conflict) for one in office.laptops[:3]] == [1, 0, 1]
    assert len(inbox.open_conflicts(ann)) == len(inbox.open_conflicts(mia)) == 1


def test_a_conflict_falls_to_the_owner_where_an_author_lost_the_account(desks: tuple[Office, Desk, Desk]) -> None:
    office, ann, mia = desks
    clash(*desks)
    bob = desk_of(office.laptops[1], office.clock)
    office.edit(office.get(Account, "north1"), territory="south")
    office.sync(ann.replica, mia.replica, bob.replica)
    assert (len(inbox.open_conflicts(ann)), len(inbox.open_conflicts(mia))) == (0, 1)
    assert len(inbox.open_conflicts(bob)) == 1  # the deal is still ann's, who has lost it: whoever holds it may answer
    office.edit(office.get(Opportunity, "deal1"), owner="mia")
    office.sync(bob.replica)
    assert inbox.open_conflicts(bob) == []


def test_a_deletion_undone_by_two_edits_of_one_push_is_told_once(desks: tuple[Office, Desk, Desk]) -> None:
    office, ann, mia = desks
    records.delete(mia, mia.fetch(Opportunity, "deal1"))
    records.edit(ann, ann.fetch(Opportunity, "deal1"), next_step="Call")
    records.edit(ann, ann.fetch(Opportunity, "deal1"), source="Fair")
    office.sync(mia.replica, ann.replica, mia.replica)
    assert len(inbox.open_refusals(mia)) == 1
    found = mia.fetch(Opportunity, "deal1")
    assert (found.next_step, found.source) == ("Call", "Fair")
