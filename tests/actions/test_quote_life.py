"""A quote is sent, accepted with its deal, declined, revised under its number and renewed at the prices of the day."""

from datetime import timedelta
from decimal import Decimal

import pytest

from crm_desktop.actions import inbox, issuing, quote_life, quotes, records, undoing
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.core.entities import File, Opportunity, Price, Product, Quote, QuoteLine
from crm_desktop.core.errors import RefusedError
from tests.replicas import Office


@pytest.fixture
def ann(office: Office) -> Desk:
    return desk_of(office.laptops[0], office.clock)


@pytest.fixture
def mia(office: Office) -> Desk:
    return desk_of(office.laptops[2], office.clock)


def drafted(desk: Desk) -> Quote:
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, "deal1"))
    quotes.add_line(desk, quote, desk.fetch(Product, "pump"), Decimal(2))
    return desk.fetch(Quote, quote.id)


def issued(desk: Desk) -> Quote:
    return desk.fetch(Quote, issuing.issue(desk, drafted(desk))[0].id)


def state(desk: Desk, quote: Quote) -> str:
    return desk.fetch(Quote, quote.id).state


def test_an_acceptance_makes_the_deal_won_and_one_undo_takes_both_back(ann: Desk) -> None:
    quote = issued(ann)
    done = quote_life.accept(ann, quote)
    found, deal = ann.fetch(Quote, quote.id), ann.fetch(Opportunity, "deal1")
    assert (found.state, found.decided_day, deal.stage, deal.outcome) == ("accepted", ann.today(), "won", "won")
    records.undo(ann, done.change)
    found, deal = ann.fetch(Quote, quote.id), ann.fetch(Opportunity, "deal1")
    assert (found.state, found.decided_day, deal.outcome) == ("issued", None, "open")


def test_sent_and_declined_are_taken_back_but_an_issue_is_not(ann: Desk) -> None:
    quote = issued(ann)
    sent = quote_life.mark_sent(ann, quote)
    declined = quote_life.decline(ann, ann.fetch(Quote, quote.id), "price", "too dear")
    assert (state(ann, quote), ann.fetch(Quote, quote.id).declined_note) == ("declined", "too dear")
    records.undo(ann, declined.change)
    records.undo(ann, sent.change)
    assert state(ann, quote) == "issued"
    with pytest.raises(RefusedError, match="cannot be a draft again"):
        undoing.undo_last(ann)
    assert state(ann, quote) == "issued"


def test_a_refusal_needs_its_reason(ann: Desk) -> None:
    with pytest.raises(RefusedError, match="Say why"):
        quote_life.decline(ann, issued(ann), "")


def test_a_revision_keeps_the_number_and_replaces_the_one_before_when_it_is_issued(ann: Desk) -> None:
    first = issued(ann)
    left = ann.replica.numbers_left()
    second, done = quote_life.revise(ann, first)
    assert (second.number, second.revision, second.state, second.paper) == (first.number, 2, "draft", "")
    assert quote_life.revise(ann, first)[0].id == second.id, "there is one draft of it"
    (line,) = quotes.lines_of(ann, second)
    quotes.edit_line(ann, second, line, quantity=Decimal(3))
    told = quote_life.against_before(ann, ann.fetch(Quote, second.id))
    assert told is not None
    assert [(one.sort, [(step.name, step.before, step.after) for step in one.steps]) for one in told.lines] == [
        ("changed", [("quantity", Decimal(2), Decimal(3))])
    ]
    assert (told.total_before, told.total_after) == (Decimal("2825.00"), Decimal("4237.50"))
    again, _ = issuing.issue(ann, ann.fetch(Quote, second.id))
    assert (again.number, again.revision, ann.replica.numbers_left()) == (first.number, 2, left)
    assert (state(ann, first), ann.fetch(File, again.paper).name) == ("replaced", f"{first.number}-R2.pdf")
    with pytest.raises(RefusedError, match="newest"):
        quote_life.revise(ann, ann.fetch(Quote, first.id))
    assert done.change


def test_the_paper_of_a_revision_says_what_it_replaces(ann: Desk) -> None:
    from crm_desktop.actions.papers import sheet_of

    first = issued(ann)
    sheet = sheet_of(ann, quote_life.revise(ann, first)[0])
    assert (sheet.reference, sheet.replaces) == (f"{first.number}-R2", first.number)


def test_an_expired_quote_is_renewed_at_the_prices_of_today_and_says_which_lines_changed(
    office: Office, ann: Desk
) -> None:
    quote = issued(ann)
    office.clock.moment += timedelta(days=31)
    assert quote_life.verbs(quote, ann.today())[0] == "renew"
    office.edit(office.get(Price, "price1"), unit_price=Decimal(1300))
    office.sync(ann.replica)
    made, told, _ = quote_life.renew(ann, quote)
    assert [(step.name, step.before, step.after) for one in told.lines for step in one.steps] == [
        ("unit_price", Decimal(1250), Decimal(1300))
    ]
    assert (made.revision, made.valid_until, made.total) == (2, ann.today() + timedelta(days=30), Decimal("2938.00"))
    assert quotes.lines_of(ann, quote)[0].unit_price == Decimal(1250)


def test_neither_fields_nor_lines_of_an_issued_quote_change_whatever_the_way(ann: Desk) -> None:
    quote = issued(ann)
    (line,) = quotes.lines_of(ann, quote)
    for way in (
        lambda: records.edit(ann, quote, payment_terms="cash"),
        lambda: records.edit(ann, line, quantity=Decimal(9)),
        lambda: records.delete(ann, line),
        lambda: records.delete(ann, quote),
        lambda: records.create(ann, QuoteLine(id=ann.new_id(), quote=quote.id, currency="CNY")),
        lambda: records.edit(ann, drafted_line(ann), quote=quote.id),
    ):
        with pytest.raises(RefusedError, match="was issued"):
            way()


def drafted_line(desk: Desk) -> QuoteLine:
    return quotes.lines_of(desk, drafted(desk))[0]


def test_a_line_typed_on_another_laptop_does_not_change_what_was_issued_meanwhile(
    office: Office, ann: Desk, mia: Desk
) -> None:
    quote = drafted(ann)
    office.sync(ann.replica, mia.replica)
    (line,) = quotes.lines_of(mia, quote)
    records.edit(mia, line, quantity=Decimal(9))
    records.edit(mia, mia.fetch(Quote, quote.id), payment_terms="cash")
    records.create(mia, QuoteLine(id=mia.new_id(), quote=quote.id, currency="CNY", position=2))
    issuing.issue(ann, quote)
    office.sync(ann.replica, mia.replica, ann.replica)
    refused = inbox.open_refusals(mia)
    assert len(refused) == 3
    assert all("stays as it is" in one.reason for one in refused)
    there = office.get(Quote, quote.id)
    assert (there.total, there.payment_terms) == (quote.total, quote.payment_terms)
    assert (office.differences(ann.replica), office.differences(mia.replica), office.service.verify()) == ([], [], [])
