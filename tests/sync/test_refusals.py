"""Each reason for which the server refuses: nothing of the change is applied, its author is told, the queue goes on."""

from contextlib import closing
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from crm_desktop.actions import inbox, records
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.core.changes import Act, Change, Entry, create_entry, delete_entry
from crm_desktop.core.entities import Account, Contact, Opportunity, Refusal
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import raw_of
from crm_desktop.core.store import Reader
from crm_desktop.replica import kept_back
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import sync
from crm_desktop.sync.remote import HttpServer
from tests.replicas import Office, deal
from tests.server.house import listening


def _edit(key: str, id_: str, **pairs: tuple[Any, Any]) -> Entry:
    return Entry(key, id_, Act.EDIT, dict(pairs))


REASONS: list[tuple[str, tuple[Entry, ...], str, str]] = [
    ("rights to a record", (_edit("territory", "north", name=("North", "Mine")),), "Your role may not", ""),
    ("rights to a hidden field", (_edit("product", "pump", cost=(None, 1)),), "Your role may not", ""),
    ("a rule", (_edit("opportunity", "deal1", outcome=("open", "lost")),), "Say why", "lost_reason"),
    ("below zero", (_edit("opportunity", "deal1", amount=(10_000_000, -1)),), "below zero", "amount"),
    ("too high", (_edit("opportunity", "deal1", probability=(20_000_000, 101_000_000)),), "at most", "probability"),
    ("a missing link", (_edit("opportunity", "deal1", contact=(None, "nobody")),), "points to a record", "contact"),
    ("the scope", (_edit("account", "south1", city=(None, "Rome")),), "not in your territory", ""),
    ("a new record elsewhere", (create_entry("account", "new", {"name": "X", "territory": "south"}),), "not in your territory", ""),
    ("a required field emptied", (_edit("account", "north1", name=("上海泵业", None)),), "must not be empty", "name"),
    ("a required field missing", (create_entry("account", "new", {"territory": "north"}),), "must not be empty", "name"),
    ("an unknown choice", (_edit("account", "north1", kind=(None, "friend")),), "no value", "kind"),
    ("an unknown record", (_edit("account", "nobody", city=(None, "Rome")),), "never created", ""),
    ("an id that exists", (create_entry("account", "south1", {"name": "X", "territory": "north"}),), "exists already", ""),
    ("an unknown kind", (_edit("spaceship", "x", name=(None, "X")),), "does not know this kind", ""),
    ("half of it wrong", (_edit("account", "north1", city=(None, "Rome")), _edit("account", "south1", city=(None, "Rome"))), "not in your territory", ""),
]  # fmt: skip


def everything(office: Office) -> dict[str, Any]:
    with office.engine.connect() as connection:
        reader = Reader(connection)
        return {
            f"{key} {id_}": reader.raw(key, id_)
            for key, id_ in (("account", "north1"), ("account", "south1"), ("account", "new"), ("opportunity", "deal1"), ("territory", "north"), ("product", "pump"))
        }  # fmt: skip


@pytest.mark.parametrize(
    ("entries", "sentence", "field"), [row[1:] for row in REASONS], ids=[row[0] for row in REASONS]
)
def test_refused_whole_with_a_reason_and_the_next_goes_through(
    office: Office, entries: tuple[Entry, ...], sentence: str, field: str
) -> None:
    ann, before = office.laptops[0], everything(office)
    now = office.clock.us()
    bad = Change("bad", "ann", ann.header.device, 1, now, entries)
    good = Change("good", "ann", ann.header.device, 2, now, (_edit("contact", "carl", job_title=(None, "Buyer")),))
    answer = office.service.push(ann.mark("token"), (bad, good))
    assert (answer.refused, answer.accepted, answer.taken) == (1, 1, 2)
    assert everything(office) == before
    assert office.get(Contact, "carl").job_title == "Buyer"
    office.sync(*office.laptops)
    (refusal,) = inbox.open_refusals(desk_of(ann, office.clock))
    assert sentence in refusal.reason
    assert (refusal.author, refusal.change, refusal.on_field) == ("ann", "bad", field)
    assert msgspec.json.decode(refusal.kept, type=tuple[Entry, ...]) == entries
    assert refusal.reason.format(**msgspec.json.decode(refusal.values))
    assert office.laptops[1].find(Refusal) == []
    assert office.service.verify() == []


def test_another_persons_name_is_refused(office: Office) -> None:
    ann = office.laptops[0]
    forged = Change("f", "bob", ann.header.device, 1, 1, (_edit("account", "north1", city=(None, "Rome")),))
    assert office.service.push(ann.mark("token"), (forged,)).refused == 1


def test_what_one_owns_at_an_account_out_of_scope_is_no_more_hers_once_that_is_deleted(office: Office) -> None:
    office.add(msgspec.structs.replace(deal("deal9"), account="south1", owner="ann"))
    office.post(delete_entry("account", "south1", raw_of(office.get(Account, "south1"))))
    ann = office.laptops[0]
    forged = Change("f", "ann", ann.header.device, 1, 1, (_edit("opportunity", "deal9", next_step=(None, "Call")),))
    assert office.service.push(ann.mark("token"), (forged,)).refused == 1
    office.sync(ann)
    assert ["not in your territory" in one.reason for one in inbox.open_refusals(desk_of(ann, office.clock))] == [True]


def test_a_device_cannot_use_up_anothers_counters(office: Office) -> None:
    ann = office.laptops[0]
    forged = Change("f", "ann", "laptop of bob", 1, 1, (_edit("account", "north1", city=(None, "Rome")),))
    answer = office.service.push(ann.mark("token"), (forged,))
    assert (answer.taken, answer.accepted, office.get(Account, "north1").city) == (0, 0, "")


# ----------------------------------------------------------------------------------------- what the author does then


def refused(office: Office, ann: Replica) -> Refusal:
    """Let ann type something for which the contact is missing: a colleague deletes it meanwhile."""
    desk = desk_of(ann, office.clock)
    records.edit(desk, desk.fetch(Opportunity, "deal1"), contact="carl", next_step="Call Carl")
    carl = office.get(Contact, "carl")
    entry = Entry("contact", "carl", Act.DELETE, {name: (value, None) for name, value in raw_of(carl).items()})
    office.post(entry)
    office.sync(ann)
    (refusal,) = inbox.open_refusals(desk)
    return refusal


def test_send_again_works_once_the_reason_is_mended(office: Office) -> None:
    ann = office.laptops[0]
    refusal = refused(office, ann)
    desk = desk_of(ann, office.clock)
    assert desk.fetch(Opportunity, "deal1").next_step == ""
    office.post(Entry("contact", "carl", Act.RESTORE))
    office.edit(office.get(Opportunity, "deal1"), source="Fair")
    office.sync(ann)
    inbox.send_again(desk, refusal)
    office.sync(ann)
    there = office.get(Opportunity, "deal1")
    assert (there.contact, there.next_step, there.source) == ("carl", "Call Carl", "Fair")
    assert inbox.open_refusals(desk) == []
    assert office.get(Refusal, refusal.id).answer == "sent again"
    assert office.differences(ann) == []


def test_send_again_too_early_is_refused_again_and_not_lost(office: Office) -> None:
    ann = office.laptops[0]
    refusal = refused(office, ann)
    desk = desk_of(ann, office.clock)
    inbox.send_again(desk, refusal)
    office.sync(ann)
    (again,) = inbox.open_refusals(desk)
    assert (again.kept, again.id != refusal.id) == (refusal.kept, True)
    assert office.get(Refusal, refusal.id).answer == "sent again"
    assert office.get(Opportunity, "deal1").contact == ""


def test_discard_keeps_what_was_typed(office: Office) -> None:
    ann = office.laptops[0]
    refusal = refused(office, ann)
    desk = desk_of(ann, office.clock)
    inbox.discard(desk, refusal)
    office.sync(ann)
    assert inbox.open_refusals(desk) == []
    assert "Call Carl" in office.get(Refusal, refusal.id).kept
    assert desk.fetch(Opportunity, "deal1").next_step == ""


def test_what_stands_on_a_refused_record_says_so_and_follows_it(office: Office) -> None:
    ann = office.laptops[0]
    desk = desk_of(ann, office.clock)
    records.create(desk, Account(id="new", name="New", territory="north"))
    records.create(desk, Contact(id="person", family_name="Li", account="new"))
    records.edit(desk, desk.fetch(Account, "new"), city="Rome")
    records.edit(desk, desk.fetch(Contact, "carl"), job_title="Buyer")
    office.post(Entry("territory", "north", Act.DELETE, {}))
    office.sync(ann)
    office.sync(ann)
    assert office.get(Contact, "carl").job_title == "Buyer"
    account, *others = sorted(inbox.open_refusals(desk), key=lambda one: one.change)
    assert [one.record for one in others] == ["person", "new"]
    assert [inbox.awaited(desk, one) for one in (account, *others)] == [None, account, account]
    assert all("follows by itself" in one.reason for one in others)
    assert ann.get(Account, "new") is None
    with pytest.raises(RefusedError):
        inbox.send_again(desk, others[0])
    office.post(Entry("territory", "north", Act.RESTORE))
    office.sync(ann)
    inbox.send_again(desk, account)
    office.sync(ann)
    assert (office.get(Account, "new").city, office.get(Contact, "person").account) == ("Rome", "new")
    assert inbox.open_refusals(desk) == []


LOCAL = [
    (lambda: deal("x", owner=""), "owner"),
    (lambda: deal("x", amount=Decimal(-1)), "amount"),
    (lambda: msgspec.structs.replace(deal("x"), outcome="lost"), "lost_reason"),
    (lambda: msgspec.structs.replace(deal("x"), probability=Decimal(101)), "probability"),
    (lambda: msgspec.structs.replace(deal("x"), forecast="maybe"), "forecast"),
]


@pytest.mark.parametrize(("made", "field"), LOCAL)
def test_the_laptop_says_it_at_once_and_saves_nothing(office: Office, made: Any, field: str) -> None:
    ann = office.laptops[0]
    with pytest.raises(RefusedError) as caught:
        records.create(desk_of(ann, office.clock), made())
    assert caught.value.field == field
    assert (ann.pending(), ann.get(Opportunity, "x")) == (0, None)


def test_the_laptop_knows_the_rights_too(office: Office) -> None:
    ann = office.laptops[0]
    desk = desk_of(ann, office.clock)
    with pytest.raises(RefusedError, match="Your role"):
        records.edit(desk, desk.user, name="Queen Ann")
    assert ann.pending() == 0


def test_a_text_that_is_too_long_is_told_how_long_it_may_be(office: Office) -> None:
    ann = office.laptops[0]
    desk = desk_of(ann, office.clock)
    with pytest.raises(RefusedError, match="at most 1,000,000 characters, and this has 1,000,001"):
        records.edit(desk, desk.fetch(Account, "north1"), notes="x" * 1_000_001)
    assert ann.pending() == 0


def test_more_text_than_one_push_may_carry_is_refused_at_once_and_holds_up_nothing(office: Office) -> None:
    ann = office.laptops[0]
    desk = desk_of(ann, office.clock)
    text = "泵" * 1_000_000
    people = [Contact(id=f"long{n}", family_name="Li", account="north1", notes=text) for n in range(5)]
    with pytest.raises(RefusedError, match="Save it in parts"):
        records.create(desk, *people)
    assert ann.pending() == 0
    records.create(desk, *people[:3])
    records.edit(desk, desk.fetch(Account, "north1"), city="Rome")
    port = listening(office.service)
    with closing(HttpServer(port.address)) as server:
        sync(ann, server, office.clock.us)
    port.close()
    assert (ann.pending(), office.get(Account, "north1").city, office.get(Contact, "long2").notes) == (0, "Rome", text)


@pytest.fixture
def large(office: Office, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Give the desk of ann, at whose laptop an older version let wait what no push carries; much is soon too much here."""
    desk = desk_of(office.laptops[0], office.clock)
    people = [Contact(id=f"long{n}", family_name="Li", account="north1", notes=f"{n}" * 900) for n in range(4)]
    records.create(desk, *people)
    records.edit(desk, desk.fetch(Contact, "long2"), job_title="Buyer")
    records.edit(desk, desk.fetch(Account, "north1"), city="Rome")
    for place, name in ((kept_back, "LARGEST_CHANGE"), (kept_back, "LARGEST_PLAIN"), (inbox, "LARGEST_CHANGE")):
        monkeypatch.setattr(place, name, 3000)
    return desk


def test_what_no_push_can_carry_is_refused_on_the_laptop_and_holds_up_nothing(office: Office, large: Desk) -> None:
    office.sync(large.replica)
    assert (large.replica.pending(), office.get(Account, "north1").city) == (0, "Rome")
    people, edit = inbox.open_refusals(large)
    assert ("stays on this laptop" in people.reason, "follows by itself" in edit.reason) == (True, True)
    assert [one.record for one in msgspec.json.decode(people.kept, type=tuple[Entry, ...])] == [
        "long0", "long1", "long2", "long3",
    ]  # fmt: skip
    assert (inbox.awaited(large, people), inbox.awaited(large, edit)) == (None, people)
    assert (large.replica.get(Contact, "long1"), office.differences(large.replica)) == (None, [])
    assert (large.replica.verify(), office.laptops[1].find(Refusal)) == ([], [])


def test_what_was_too_large_goes_in_parts_when_it_is_sent_again_and_takes_along_what_built_on_it(
    office: Office, large: Desk
) -> None:
    office.sync(large.replica)
    with pytest.raises(RefusedError):
        inbox.send_again(large, inbox.open_refusals(large)[1])
    inbox.send_again(large, inbox.open_refusals(large)[0])
    assert inbox.open_refusals(large) == []
    office.sync(large.replica)
    assert [office.get(Contact, f"long{n}").notes for n in range(4)] == [f"{n}" * 900 for n in range(4)]
    assert (office.get(Contact, "long2").job_title, office.differences(large.replica)) == ("Buyer", [])


def test_what_was_too_large_is_kept_by_a_fresh_copy_and_may_be_put_aside(office: Office, large: Desk) -> None:
    office.sync(large.replica)
    large.replica.begin_anew()
    office.sync(large.replica)
    people, edit = inbox.open_refusals(large)
    inbox.discard(large, people)
    assert [one.change for one in inbox.open_refusals(large)] == [edit.change]
    inbox.discard(large, edit)
    assert (inbox.open_refusals(large), large.replica.pending(), office.differences(large.replica)) == ([], 0, [])


def test_what_was_too_large_and_put_aside_comes_back_as_it_was(office: Office, large: Desk) -> None:
    office.sync(large.replica)
    before = inbox.open_refusals(large)
    done = inbox.discard(large, before[0])
    assert inbox.open_refusals(large) == before[1:]
    assert inbox.take_back(large, done.change).touched == done.touched
    assert inbox.open_refusals(large) == before
    inbox.send_again(large, before[0])
    office.sync(large.replica)
    assert (office.get(Contact, "long2").job_title, inbox.open_refusals(large)) == ("Buyer", [])


def test_a_text_that_was_shortened_again_goes_though_the_long_one_was_never_sent(office: Office, large: Desk) -> None:
    records.edit(large, large.fetch(Account, "harbour1"), notes="x" * 4000)
    records.edit(large, large.fetch(Account, "harbour1"), notes="short")
    office.sync(large.replica)
    assert (office.get(Account, "harbour1").notes, large.replica.get(Account, "harbour1").notes) == ("short", "short")
    assert (len(inbox.open_refusals(large)), office.differences(large.replica)) == (3, [])
