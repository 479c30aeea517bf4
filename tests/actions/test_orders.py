"""An order comes of an accepted quote with the parts it is paid in; it is confirmed, delivered, paid and cancelled."""

import subprocess
from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm_desktop.actions import confirming, editing, inbox, issuing, orders, quote_life, quotes, records
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.core.entities import File, Instalment, Opportunity, Order, Product, Quote
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import Item, entity_of
from crm_desktop.documents.phrases import written_day
from tests.replicas import Office

PLAN = (Item("a", "Deposit", "30 % +14"), Item("b", "On delivery", "60 % +60"))


@pytest.fixture
def ann(office: Office) -> Desk:
    return desk_of(office.laptops[0], office.clock)


@pytest.fixture
def mia(office: Office) -> Desk:
    return desk_of(office.laptops[2], office.clock)


def issued(desk: Desk, *plan: Item, deal: str = "deal1") -> Quote:
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, deal))
    quotes.add_line(desk, quote, desk.fetch(Product, "pump"), Decimal(3))
    if plan:
        quotes.edit_quote(desk, quote, payment_plan=plan)
    return issuing.issue(desk, desk.fetch(Quote, quote.id))[0]


def ordered(desk: Desk, *plan: Item) -> Order:
    quote = issued(desk, *plan)
    quote_life.accept(desk, desk.fetch(Quote, quote.id))
    order = orders.order_of(desk, quote)
    assert order is not None
    return order


def again(desk: Desk, order: Order) -> Order:
    return desk.fetch(Order, order.id)


def test_an_acceptance_makes_the_order_with_parts_that_come_to_its_total(ann: Desk) -> None:
    order = ordered(ann, *PLAN)
    quote = ann.fetch(Quote, order.quote)
    assert order.number == f"SO-{quote.number}"
    assert (order.net, order.tax, order.total) == (quote.net, quote.tax, quote.total)
    assert (order.account, order.opportunity, order.owner, order.day) == ("north1", "deal1", "ann", ann.today())
    parts = orders.instalments_of(ann, order)
    assert [part.label for part in parts] == ["Deposit 30 %", "On delivery 60 %", ""]
    assert [part.due_day and (part.due_day - ann.today()).days for part in parts] == [14, 60, None]
    assert sum(part.amount or 0 for part in parts) == order.total
    assert (order.paid, order.to_pay, order.due_day) == (None, order.total, parts[0].due_day)


def test_without_a_plan_the_whole_is_one_part(ann: Desk) -> None:
    order = ordered(ann)
    (part,) = orders.instalments_of(ann, order)
    assert (part.amount, part.due_day) == (order.total, None)


def test_the_last_payment_closes_what_is_delivered_and_taking_it_back_opens_it(ann: Desk) -> None:
    order = ordered(ann, *PLAN)
    first, second, rest = orders.instalments_of(ann, order)
    orders.mark_paid(ann, first, ann.today())
    assert (again(ann, order).paid, again(ann, order).due_day) == (first.amount, second.due_day)
    orders.do(ann, again(ann, order), "deliver")
    orders.mark_paid(ann, second, ann.today())
    assert again(ann, order).state == "delivered"
    orders.mark_paid(ann, rest, ann.today())
    assert (again(ann, order).state, again(ann, order).to_pay, again(ann, order).due_day) == ("closed", None, None)
    orders.take_payment_back(ann, ann.fetch(Instalment, rest.id))
    assert (again(ann, order).state, again(ann, order).to_pay) == ("delivered", rest.amount)


def test_what_was_paid_before_the_delivery_is_closed_by_it(ann: Desk) -> None:
    order = ordered(ann)
    orders.mark_paid(ann, orders.instalments_of(ann, order)[0], ann.today())
    assert again(ann, order).state == "open"
    orders.do(ann, again(ann, order), "deliver")
    assert again(ann, order).state == "closed"


def test_an_order_and_its_parts_stay_as_they_were_agreed(ann: Desk) -> None:
    order = ordered(ann, *PLAN)
    part = orders.instalments_of(ann, order)[0]
    with pytest.raises(RefusedError, match="as the customer accepted"):
        records.edit(ann, order, total=Decimal(1))
    with pytest.raises(RefusedError, match="amounts stay"):
        records.edit(ann, part, amount=Decimal(1))
    orders.mark_paid(ann, part, ann.today())
    with pytest.raises(RefusedError, match="kept"):
        records.delete(ann, again(ann, order))
    orders.take_payment_back(ann, ann.fetch(Instalment, part.id))
    records.edit(ann, again(ann, order), delivery_day=ann.today(), customer_reference="PO-7")
    assert again(ann, order).customer_reference == "PO-7"


def test_nobody_types_an_acceptance_which_would_lack_its_order(ann: Desk) -> None:
    quote = ann.fetch(Quote, issued(ann).id)
    with pytest.raises(RefusedError, match="makes an order"):
        editing.change(ann, quote, "state", "accepted")
    editing.change(ann, quote, "state", "sent")
    quote_life.accept(ann, ann.fetch(Quote, quote.id))
    with pytest.raises(RefusedError, match="makes an order"):
        editing.change(ann, ann.fetch(Quote, quote.id), "state", "sent")
    order = orders.order_of(ann, quote)
    assert order is not None
    with pytest.raises(RefusedError, match="as the customer accepted"):
        editing.check_may_edit(ann, order, entity_of(order).fields["total"])
    editing.change(ann, order, "delivery_day", ann.today())


def test_taking_the_acceptance_back_cancels_the_order_and_opens_the_deal(ann: Desk) -> None:
    order = ordered(ann, *PLAN)
    confirming.confirm(ann, order)
    orders.mark_paid(ann, orders.instalments_of(ann, order)[0], ann.today())
    quote_life.take_acceptance_back(ann, ann.fetch(Quote, order.quote))
    deal = ann.fetch(Opportunity, "deal1")
    assert (deal.outcome, deal.stage) == ("open", "qualify")
    assert ann.fetch(Quote, order.quote).state == "issued"
    assert (again(ann, order).state, again(ann, order).to_pay, again(ann, order).due_day) == ("cancelled", None, None)
    with pytest.raises(RefusedError, match="cancelled"):
        orders.mark_paid(ann, orders.instalments_of(ann, order)[1], ann.today())
    quote_life.accept(ann, ann.fetch(Quote, order.quote))
    second = orders.order_of(ann, ann.fetch(Quote, order.quote))
    assert second is not None
    assert second.number == f"{order.number}-2"


def test_a_deal_that_went_on_since_stays_where_it_is_when_the_acceptance_is_taken_back(ann: Desk) -> None:
    order = ordered(ann)
    records.edit(ann, ann.fetch(Opportunity, "deal1"), name="Another name")
    quote_life.take_acceptance_back(ann, ann.fetch(Quote, order.quote))
    assert ann.fetch(Opportunity, "deal1").name == "Another name"
    assert again(ann, order).state == "cancelled"


def test_a_confirmation_is_a_draft_until_it_is_issued_and_keeps_its_bytes(ann: Desk) -> None:
    order = ordered(ann, *PLAN)
    records.edit(ann, order, customer_reference="PO-7", delivery_day=ann.today() + timedelta(days=30))
    order = again(ann, order)
    assert "草稿" in said(confirming.confirmation_of(ann, order))
    confirming.confirm(ann, order)
    order = again(ann, order)
    kept, words = confirming.confirmation_of(ann, order), said(confirming.confirmation_of(ann, order))
    assert order.confirmed_day == ann.today()
    assert "草稿" not in words
    thanks, delivery = f"感谢贵方{day_of(order.day)}的订单 PO-7", day_of(order.delivery_day)
    for part in ("订单确认书", order.number, thanks, "Deposit 30 %", "交货日期", delivery):
        assert part in words
    file = ann.fetch(File, order.paper)
    assert (file.name, file.order) == (f"{order.number}.pdf", order.id)
    records.edit(ann, order, delivery_day=ann.today() + timedelta(days=40))
    assert confirming.confirmation_of(ann, again(ann, order)) == kept
    confirming.confirm(ann, again(ann, order))
    assert day_of(again(ann, order).delivery_day) in said(confirming.confirmation_of(ann, again(ann, order)))


def test_nothing_is_confirmed_of_a_cancelled_order(ann: Desk) -> None:
    order = ordered(ann)
    orders.do(ann, order, "cancel")
    with pytest.raises(RefusedError, match="nothing to confirm"):
        confirming.confirm(ann, again(ann, order))


def day_of(day: date | None) -> str:
    return written_day(day, "zh_CN") if day else "no day"


def said(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def test_two_laptops_that_accept_one_quote_make_one_order(office: Office, ann: Desk, mia: Desk) -> None:
    quote = issued(ann, *PLAN)
    office.sync(ann.replica, mia.replica)
    quote_life.accept(ann, ann.fetch(Quote, quote.id))
    quote_life.accept(mia, mia.fetch(Quote, quote.id))
    office.sync(ann.replica, mia.replica, ann.replica)
    for desk in (ann, mia):
        (order,) = desk.replica.find(Order)
        assert order.number == f"SO-{quote.number}"
        assert len(orders.instalments_of(desk, order)) == 3
        assert not office.differences(desk.replica)
    (refusal,) = inbox.open_refusals(mia)
    assert (refusal.on_field, f"SO-{quote.number}" in refusal.values) == ("number", True)
    assert not inbox.open_refusals(ann)


def test_a_revision_issued_beside_an_acceptance_asks_what_the_quote_is(office: Office, ann: Desk, mia: Desk) -> None:
    quote = issued(ann)
    office.sync(ann.replica, mia.replica)
    quote_life.accept(ann, ann.fetch(Quote, quote.id))
    second, _ = quote_life.revise(mia, mia.fetch(Quote, quote.id))
    issuing.issue(mia, mia.fetch(Quote, second.id))
    office.sync(ann.replica, mia.replica, ann.replica)
    assert {one.state for one in ann.replica.find(Order)} == {"open"}
    assert not inbox.open_refusals(mia)
    (conflict,) = inbox.open_conflicts(ann)
    assert (conflict.record, conflict.on_field) == (quote.id, "state")
    assert ann.fetch(Quote, quote.id).state == "accepted", "the acceptance stands until somebody says otherwise"
    assert ann.fetch(Quote, second.id).state == "issued"
    for desk in (ann, mia):
        assert not office.differences(desk.replica)


def test_two_laptops_that_revise_one_quote_keep_one_revision_and_the_other_waits_in_the_inbox(
    office: Office, ann: Desk, mia: Desk
) -> None:
    quote = issued(ann)
    office.sync(ann.replica, mia.replica)
    mine, _ = quote_life.revise(ann, ann.fetch(Quote, quote.id))
    theirs, _ = quote_life.revise(mia, mia.fetch(Quote, quote.id))
    office.sync(ann.replica, mia.replica, ann.replica)
    for desk in (ann, mia):
        found = [one.id for one in desk.replica.find(Quote) if one.number == quote.number]
        assert sorted(found) == sorted([quote.id, mine.id])
        assert not office.differences(desk.replica)
    (refusal,) = inbox.open_refusals(mia)
    assert (refusal.record, refusal.on_field) == (theirs.id, "number")
