"""Deletions against what follows the record, as a table of cases: who deletes, who adds, in either order."""

from collections.abc import Callable
from decimal import Decimal

import msgspec
import pytest

from crm_desktop.actions import inbox, records
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.records import edit_entry_of
from crm_desktop.core import changes
from crm_desktop.core.changes import delete_entry
from crm_desktop.core.entities import Account, Contact, Quote, QuoteLine, User
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import raw_of
from crm_desktop.core.store import Reader
from tests.replicas import Office

Act = Callable[[Desk], object]


def line(id_: str, quantity: int = 1) -> QuoteLine:
    return QuoteLine(
        id=id_, quote="q", currency="CNY", quantity=Decimal(quantity), unit_price=Decimal(10), description=id_
    )


def add_line(desk: Desk) -> None:
    records.create(desk, line("l2"))


def edit_line(desk: Desk) -> None:
    records.edit(desk, desk.fetch(QuoteLine, "l1"), quantity=Decimal(7))


def add_contact(desk: Desk) -> None:
    records.create(desk, Contact(id="nine", family_name="Nine", account="harbour1"))


def rehang_contact(desk: Desk) -> None:
    records.edit(desk, desk.fetch(Contact, "carl"), account="harbour1")


def drop_quote(desk: Desk) -> None:
    records.delete(desk, desk.fetch(Quote, "q"))


def drop_account(desk: Desk) -> None:
    records.delete(desk, desk.fetch(Account, "harbour1"))


CASES: list[tuple[str, Act, Act, list[str]]] = [
    ("a line is added to a deleted quote", drop_quote, add_line, ["l1", "l2", "q"]),
    ("a line is edited of a deleted quote", drop_quote, edit_line, ["l1", "q"]),
    ("a contact is added to a deleted account", drop_account, add_contact, ["l1", "nine", "q"]),
    ("a contact is moved to a deleted account", drop_account, rehang_contact, ["carl", "l1", "q"]),
]


@pytest.fixture
def desks(office: Office) -> tuple[Office, Desk, Desk]:
    office.edit(office.get(User, "bob"), territories=("south", "north"))
    office.add(Quote(id="q", account="north1", owner="ann", currency="CNY"), line("l1"))
    office.sync(*office.laptops)
    ann, bob = (desk_of(office.laptops[at], office.clock) for at in (0, 1))
    return office, ann, bob


def family(desk: Desk) -> list[str]:
    """List what stands of the family, the contact carl only where he hangs on harbour1."""
    found = [*desk.replica.find(Quote), *desk.replica.find(QuoteLine), *desk.replica.find(Contact)]
    return sorted(one.id for one in found if not isinstance(one, Contact) or one.account == "harbour1")


@pytest.mark.fewer_on_postgres(3)
@pytest.mark.parametrize(("drop", "add"), [row[1:3] for row in CASES], ids=[row[0] for row in CASES])
def test_what_was_added_unseen_keeps_the_record_and_the_deleter_is_told(
    desks: tuple[Office, Desk, Desk], drop: Act, add: Act
) -> None:
    office, ann, bob = desks
    add(bob)
    expected = family(bob)
    drop(ann)
    office.sync(bob.replica, ann.replica, bob.replica)
    assert family(ann) == family(bob) == sorted({*expected, "q", "l1"})
    assert ann.fetch(Account, "harbour1") == bob.fetch(Account, "harbour1")
    (refusal,) = inbox.open_refusals(ann)
    assert ("not deleted" in refusal.reason, inbox.open_refusals(bob)) == (True, [])
    inbox.send_again(ann, refusal)  # she has seen it now
    office.sync(ann.replica, bob.replica)
    assert (inbox.open_refusals(ann), parted(office)) == ([], [])
    assert sound(office, ann, bob)


@pytest.mark.fewer_on_postgres(3)
@pytest.mark.parametrize(("drop", "add", "stands"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_what_is_added_to_a_deleted_record_is_refused_and_sent_again_brings_it_back(
    desks: tuple[Office, Desk, Desk], drop: Act, add: Act, stands: list[str]
) -> None:
    office, ann, bob = desks
    add(bob)
    drop(ann)
    office.sync(ann.replica, bob.replica, ann.replica)
    (refusal,) = inbox.open_refusals(bob)
    assert "comes back with it" in refusal.reason
    inbox.send_again(bob, refusal)
    office.sync(bob.replica, ann.replica)
    assert (inbox.open_refusals(bob), family(ann), family(bob)) == ([], stands, stands)
    assert ann.replica.get(Account, "harbour1") is not None
    assert sound(office, ann, bob)


def test_what_its_deleter_added_or_saw_or_deletes_with_it_does_not_keep_a_record(
    desks: tuple[Office, Desk, Desk],
) -> None:
    office, ann, bob = desks
    add_line(bob)
    office.sync(bob.replica, ann.replica)
    records.create(ann, line("l3"))
    drop_quote(ann)
    add_contact(ann)
    drop_account(ann)
    office.sync(ann.replica, bob.replica)
    assert (inbox.open_refusals(ann), bob.replica.get(Quote, "q"), bob.replica.get(Account, "harbour1")) == (
        [],
        None,
        None,
    )


def parted(office: Office) -> list[str]:
    """Name the lines that the server has without their quote."""
    with office.engine.connect() as connection:
        reader = Reader(connection)
        return [one.id for one in reader.find(QuoteLine) if reader.get(Quote, one.quote) is None]


def test_a_line_that_was_changed_and_deleted_in_one_save_comes_back_once(desks: tuple[Office, Desk, Desk]) -> None:
    office, ann, bob = desks
    quote, first = ann.fetch(Quote, "q"), ann.fetch(QuoteLine, "l1")
    edited = edit_entry_of(first, description="last words")
    assert edited is not None
    ann.save(edited, delete_entry("quote", "q", raw_of(quote)), delete_entry("quote_line", "l1", raw_of(first)))
    records.edit(bob, bob.fetch(Quote, "q"), subject="Still wanted")
    office.sync(ann.replica, bob.replica, ann.replica)
    acts = [one.entry.act for one in ann.replica.lines(["l1"])["l1"]]
    assert (acts, parted(office)) == ([changes.CREATE, changes.EDIT, changes.DELETE, changes.RESTORE], [])
    assert sound(office, ann, bob)


def test_a_line_does_not_come_back_without_its_quote(desks: tuple[Office, Desk, Desk]) -> None:
    office, ann, bob = desks
    removed = records.delete(ann, ann.fetch(QuoteLine, "l1"))
    office.sync(ann.replica, bob.replica)
    records.undo(ann, removed.change)
    drop_quote(bob)
    office.sync(bob.replica, ann.replica)
    (refusal,) = inbox.open_refusals(ann)
    assert ("comes back with it" in refusal.reason, parted(office)) == (True, [])
    with pytest.raises(UserError, match="nothing left to take back"):
        records.undo(ann, removed.change)
    inbox.send_again(ann, refusal)
    office.sync(ann.replica, bob.replica)
    assert (family(ann), family(bob), sound(office, ann, bob)) == (["l1", "q"], ["l1", "q"], True)


def test_a_quote_stays_whose_deletion_leaves_a_line_of_its_deleter_that_was_out_of_sight(
    desks: tuple[Office, Desk, Desk],
) -> None:
    office, ann, bob = desks
    add_line(ann)
    # As while everything is loaded anew: what waits is laid on top at the end.
    ann.replica.record([delete_entry("quote", "q", raw_of(ann.fetch(Quote, "q")))], office.clock.us(), ann.role)
    office.sync(ann.replica, bob.replica)
    assert (parted(office), family(bob)) == ([], ["l1", "l2", "q"])
    assert ["not deleted" in one.reason for one in inbox.open_refusals(ann)] == [True]


def edit_quote(desk: Desk) -> None:
    records.edit(desk, desk.fetch(Quote, "q"), payment_terms="30 days")


def edit_quote_and_line(desk: Desk) -> None:
    """Save as the editor of a quote does."""
    quote = edit_entry_of(desk.fetch(Quote, "q"), payment_terms="30 days")
    changed = edit_entry_of(desk.fetch(QuoteLine, "l1"), quantity=Decimal(7))
    assert quote is not None
    assert changed is not None
    desk.save(changed, quote)


@pytest.mark.parametrize("edit", [edit_quote, edit_quote_and_line])
def test_an_edit_that_brings_a_quote_back_brings_the_lines_that_went_with_it(
    desks: tuple[Office, Desk, Desk], edit: Act
) -> None:
    office, ann, bob = desks
    records.create(ann, line("l2"), line("l3"))
    office.sync(ann.replica, bob.replica)
    records.delete(ann, ann.fetch(QuoteLine, "l3"))  # this one is to stay away
    drop_quote(ann)
    edit(bob)
    office.sync(ann.replica, bob.replica, ann.replica)
    assert (family(ann), family(bob), parted(office)) == (["l1", "l2", "q"], ["l1", "l2", "q"], [])
    assert (ann.fetch(Quote, "q"), ann.fetch(Quote, "q").payment_terms) == (bob.fetch(Quote, "q"), "30 days")
    assert ("not deleted" in inbox.open_refusals(ann)[0].reason, inbox.open_refusals(bob)) == (True, [])
    for refusal in inbox.open_refusals(ann):
        inbox.send_again(ann, refusal)
    office.sync(ann.replica, bob.replica)
    assert (family(ann), family(bob), parted(office)) == ([], [], [])
    assert sound(office, ann, bob)


def test_a_line_that_is_sent_again_brings_its_quote_back_with_all_its_lines(
    desks: tuple[Office, Desk, Desk],
) -> None:
    office, ann, bob = desks
    records.create(ann, line("l2"))
    office.sync(ann.replica, bob.replica)
    edit_line(bob)
    drop_quote(ann)
    office.sync(ann.replica, bob.replica, ann.replica)
    (refusal,) = inbox.open_refusals(bob)
    inbox.send_again(bob, refusal)
    assert family(bob) == ["l1", "l2", "q"]
    office.sync(bob.replica, ann.replica)
    assert (family(ann), family(bob), sound(office, ann, bob)) == (["l1", "l2", "q"], ["l1", "l2", "q"], True)


def test_taking_a_new_quote_back_takes_the_lines_along_that_it_got_since(desks: tuple[Office, Desk, Desk]) -> None:
    office, ann, bob = desks
    made = records.create(ann, Quote(id="q2", account="north1", owner="ann", currency="CNY"))
    records.create(ann, msgspec.structs.replace(line("l9"), quote="q2"))
    taken = records.undo(ann, made.change)
    assert ann.replica.get(QuoteLine, "l9") is None
    records.undo(ann, taken.change)
    office.sync(ann.replica, bob.replica)
    assert (family(bob), parted(office), sound(office, ann, bob)) == (["l1", "l9", "q", "q2"], [], True)


def sound(office: Office, *desks: Desk) -> bool:
    for desk in desks:
        assert (office.differences(desk.replica), desk.replica.verify()) == ([], [])
    return office.service.verify() == []
