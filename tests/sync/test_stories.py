"""Stories 1 and 2 of the product, by two laptops and the service, to the letter."""

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from crm_desktop.actions import activities, deals, inbox, quotes, records
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.core.entities import (
    Account,
    Activity,
    Conflict,
    Contact,
    Opportunity,
    Product,
    Quote,
    QuoteLine,
    Stage,
)
from crm_desktop.core.errors import UnreachableError
from crm_desktop.core.schema import Item
from crm_desktop.replica.replica import Replica
from crm_desktop.sync import engine
from crm_desktop.sync.engine import sync
from sync_server import slices
from tests.replicas import Office, deal
from tests.sync.cuts import Cut


def desk(office: Office, replica: Replica) -> Desk:
    return desk_of(replica, office.clock)


def of(replica: Replica, id_: str = "pump-line") -> Opportunity:
    found = replica.get(Opportunity, id_)
    assert found is not None
    return found


@pytest.fixture
def two(office: Office) -> tuple[Office, Desk, Desk]:
    """Give ann and mia the deal of story 2: both see it, each on a laptop of her own."""
    office.add(msgspec.structs.replace(deal("pump-line", "north1"), stage="propose", name="Pump line"))
    office.sync(*office.laptops)
    return office, desk(office, office.laptops[0]), desk(office, office.laptops[2])


def test_two_people_and_one_deal(two: tuple[Office, Desk, Desk]) -> None:
    office, a, b = two
    won = office.get(Stage, "won")
    assert deals.stages(a)[1].id == "propose"
    records.edit(a, of(a.replica), amount=Decimal(120_000), stage="won", outcome=won.outcome)
    records.edit(b, of(b.replica), amount=Decimal(90_000), close_day=date(2027, 4, 30))
    office.sync(a.replica, b.replica, a.replica)
    for who in (a, b):
        found = of(who.replica)
        assert (found.stage, found.close_day, found.amount) == ("won", date(2027, 4, 30), Decimal(120_000))
        (conflict,) = inbox.open_conflicts(who)
        assert inbox.values_of(who, conflict)[0] is not None
        assert [msgspec.json.decode(one) for one in (conflict.base, conflict.standing, conflict.waiting)] == [10_000_000, 12_000_000, 9_000_000]  # fmt: skip
        assert (conflict.standing_author, conflict.waiting_author, conflict.on_field) == ("ann", "mia", "amount")
    inbox.take_waiting(b, inbox.open_conflicts(b)[0], "Agreed by phone")
    office.sync(b.replica, a.replica)
    for who in (a, b):
        assert of(who.replica).amount == Decimal(90_000)
        assert inbox.open_conflicts(who) == []
        (answered,) = who.replica.find(Conflict)
        assert (answered.answer, answered.answered_by, answered.note) == ("theirs", "mia", "Agreed by phone")
        lines = who.replica.lines(["pump-line"])["pump-line"]
        said = [pair[1] for line in lines if (pair := line.entry.fields.get("amount"))]
        assert said == [10_000_000, 12_000_000, 9_000_000, 9_000_000]
        assert [line.author for line in lines if line.entry.lost] == ["mia"]
        assert office.differences(who.replica) == []
        assert who.replica.verify() == []
    assert office.service.verify() == []


def test_amounts_of_a_conflict_are_shown_in_its_currency(two: tuple[Office, Desk, Desk]) -> None:
    office, a, b = two
    office.edit(office.get(Opportunity, "pump-line"), currency="JPY", amount=Decimal(1000))
    office.sync(a.replica, b.replica)
    records.edit(a, of(a.replica), amount=Decimal(2000))
    records.edit(b, of(b.replica), amount=Decimal(3000))
    office.sync(a.replica, b.replica)
    (conflict,) = inbox.open_conflicts(b)
    assert b.replica.raw("opportunity", "pump-line")["amount"] == 2000
    assert msgspec.json.decode(conflict.waiting) == 3000


@pytest.mark.parametrize("first", ["ann", "mia"])
def test_both_answer_at_once(two: tuple[Office, Desk, Desk], first: str) -> None:
    office, a, b = two
    records.edit(a, of(a.replica), amount=Decimal(120_000))
    records.edit(b, of(b.replica), amount=Decimal(90_000))
    office.sync(a.replica, b.replica, a.replica)
    inbox.take_standing(a, inbox.open_conflicts(a)[0])
    inbox.take_waiting(b, inbox.open_conflicts(b)[0])
    order = (a.replica, b.replica) if first == "ann" else (b.replica, a.replica)
    office.sync(*order, *order)
    for who in (a, b):
        assert of(who.replica).amount == Decimal(90_000)
        assert inbox.open_conflicts(who) == []
        assert office.differences(who.replica) == []


def test_a_deletion_meets_an_unseen_edit(two: tuple[Office, Desk, Desk]) -> None:
    office, a, b = two
    records.edit(a, of(a.replica), next_step="Call")
    records.delete(b, of(b.replica))
    assert b.replica.get(Opportunity, "pump-line") is None
    office.sync(a.replica, b.replica, a.replica)
    assert of(a.replica).next_step == of(b.replica).next_step == "Call"
    (told,) = inbox.open_refusals(b)
    assert told.record == "pump-line"


def test_a_deletion_meets_a_value_added_where_none_was(two: tuple[Office, Desk, Desk]) -> None:
    office, a, b = two
    records.edit(a, of(a.replica), lost_note="Talked")
    records.delete(b, of(b.replica))
    office.sync(a.replica, b.replica)
    assert of(b.replica).lost_note == "Talked"


def test_an_edit_meets_an_unseen_deletion(two: tuple[Office, Desk, Desk]) -> None:
    office, a, b = two
    records.edit(a, of(a.replica), next_step="Call")
    records.delete(b, of(b.replica))
    office.sync(b.replica, a.replica, b.replica)
    for who in (a, b):
        assert of(who.replica).next_step == "Call"
        assert (office.differences(who.replica), who.replica.verify()) == ([], [])
    (told,) = inbox.open_refusals(b)
    assert (told.record, told.author) == ("pump-line", "mia")
    assert inbox.open_refusals(a) == []


def test_taking_a_deletion_back_restores_everywhere(two: tuple[Office, Desk, Desk]) -> None:
    office, a, b = two
    done = records.delete(a, of(a.replica))
    office.sync(a.replica, b.replica)
    assert b.replica.get(Opportunity, "pump-line") is None
    records.undo(a, done.change)
    office.sync(a.replica, b.replica)
    assert of(b.replica) == of(a.replica)
    assert (office.differences(b.replica), b.replica.verify()) == ([], [])


def test_the_later_text_stands_whoever_syncs_first(two: tuple[Office, Desk, Desk]) -> None:
    office, a, b = two
    records.edit(a, of(a.replica), next_step="Earlier")
    records.edit(b, of(b.replica), next_step="Later")
    office.sync(b.replica, a.replica, b.replica)
    assert of(a.replica).next_step == of(b.replica).next_step == "Later"
    assert any(line.entry.lost == ("next_step",) for line in b.replica.lines(["pump-line"])["pump-line"])


# ------------------------------------------------------------------------------------------------- five days offline


def _before(office: Office) -> None:
    accounts = [Account(id=f"acc{n:03}", name=f"Customer {n}", territory="north") for n in range(118)]
    office.add(*accounts)
    office.add(*(Contact(id=f"con{n:03}", family_name=f"Person {n}", account=f"acc{n % 118:03}") for n in range(339)))
    office.add(*(deal(f"dea{n:03}", f"acc{n:03}") for n in range(44)))


def _five_days(a: Desk) -> None:
    office_accounts = [Account(id=a.new_id(), name=f"Fresh {n}", territory="north", currency="CNY") for n in range(4)]
    for one in office_accounts:
        records.create(a, one)
    for n in range(7):
        records.create(a, Contact(id=a.new_id(), family_name=f"Fresh {n}", account=office_accounts[n % 4].id))
    made = [
        deals.open_deal(a, f"Deal {n}", office_accounts[0], Decimal(amount))[0]
        for n, amount in enumerate((80_000, 120_000, 50_000))
    ]
    for n in range(9):
        activities.log(a, office_accounts[n % 4], "visit", f"Visit {n}")
    pump = a.fetch(Product, "pump")
    for of_deal, lines in zip(made, (5, 8), strict=False):
        quote, _ = quotes.draft(a, of_deal)
        for _ in range(lines):
            quotes.add_line(a, quote, pump)
    for n in range(5):
        seen = a.fetch(Account, f"acc{n:03}")
        records.edit(a, seen, city="Rome", street=f"Street {n}")
    records.edit(a, a.fetch(Account, "acc005"), city="Oslo")


def test_five_days_offline(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PUSH_CHANGES", 20)
    monkeypatch.setattr(slices.slice_of, "__defaults__", (25,))
    _before(office)
    ann = office.laptops[0]
    office.sync(ann)
    assert [ann.count(kind) for kind in (Account, Contact, Opportunity)] == [120, 340, 45]
    a = desk(office, ann)
    _five_days(a)
    entries = [entry for change in ann.outbox() for entry in change.entries]
    kinds = [entry.entity for entry in entries if entry.act.name == "CREATE"]
    assert (len([one for one in kinds if one != "quote_line"]), kinds.count("quote_line")) == (25, 13)
    edits = [entry for entry in entries if entry.act.name == "EDIT"]
    assert (sum(len(entry.fields) for entry in edits), len({entry.record for entry in edits})) == (11, 6)
    office.clock.moment += timedelta(days=5)
    office.add(*(Account(id=f"col{n}", name=f"Colleague {n}", territory="north") for n in range(2)))
    office.edit(office.get(Account, "acc000"), phones=(Item("p1", "work", "021 5555 1234"),))
    with pytest.raises(UnreachableError):
        sync(ann, Cut(office.service, 2, after=True), office.clock.us)
    office.sync(ann)
    assert [ann.count(kind) for kind in (Account, Contact, Opportunity)] == [126, 347, 48]
    assert [ann.count(kind) for kind in (Activity, Quote, QuoteLine)] == [9, 2, 13]
    assert a.fetch(Account, "acc000").phones[0].value == "021 5555 1234"
    assert len({one.name for one in ann.find(Account)}) == 126
    assert (ann.pending(), office.differences(ann), ann.verify(), office.service.verify()) == (0, [], [], [])
    third = sync(ann, office.service, office.clock.us)
    assert (third.pushed, third.pulled, third.accepted) == (0, 0, 0)
    for quote in ann.find(Quote):
        there = office.get(Quote, quote.id)
        assert quote.total == there.total == quotes.totals(quote, quotes.lines_of(a, quote)).total
        assert quote.total == Decimal(1250) * len(quotes.lines_of(a, quote)) * Decimal("1.13")
