"""Orders: how one comes of an accepted quote, is delivered, paid and cancelled."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.payment_plans import payment_plan
from crm_desktop.actions.records import edit_entry_of
from crm_desktop.core.changes import Entry, create_entry
from crm_desktop.core.entities import Instalment, Order, Quote
from crm_desktop.core.entities.order_life import CANCELLED, CLOSED, DELIVERED, OPEN_ORDER, order_number
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Record, entity_of, raw_of
from crm_desktop.core.store import Where

Verb = Literal["deliver", "close", "cancel", "reopen"]
VERBS: dict[str, tuple[Verb, ...]] = {
    OPEN_ORDER: ("deliver", "cancel"),
    DELIVERED: ("close", "reopen", "cancel"),
    CLOSED: ("reopen",),
    CANCELLED: (),
}
"""State -> what can be done with such an order, the likeliest first."""
IS_ORDERED = QT_TRANSLATE_NOOP(
    "core", "There is the order {number} of this quote already. Open that, or cancel it before the quote is accepted."
)
NO_TOTAL = QT_TRANSLATE_NOOP("core", "This quote has no total, so no order can come of it. Revise it first.")


def new_order(desk: Desk, quote: Quote, day: date) -> list[Entry]:
    """Make the entries of the order that comes of a quote on a day, with the parts in which it is paid.

    The parts come to its total: what the payment plan leaves is the balance, and without a plan it is all. Raises
    RefusedError where an order of that number stands.
    """
    before = [one for one in orders_of(desk, quote) if one.number]
    standing = next((one for one in before if one.state != CANCELLED), None)
    if standing is not None:
        raise RefusedError(IS_ORDERED, number=standing.number)
    if quote.total is None:
        raise RefusedError(NO_TOTAL)
    order = Order(
        id=desk.new_id(), number=order_number(desk.organisation.order_prefix, quote.number, len(before)), quote=quote.id,
        account=quote.account, contact=quote.contact, opportunity=quote.opportunity, owner=quote.owner, day=day,
        currency=quote.currency, net=quote.net, tax=quote.tax, total=quote.total,
    )  # fmt: skip
    return [_created(order), *(_created(one) for one in _parts(desk, quote, order, quote.total))]


def _parts(desk: Desk, quote: Quote, order: Order, total: Decimal) -> list[Instalment]:
    plan = payment_plan(quote, total, quote.issue_day or desk.today())
    told = [(one.label, one.due, one.amount) for one in plan] or [("", None, total)]
    return [
        Instalment(
            id=desk.new_id(), order=order.id, position=at, label=label, due_day=due, amount=amount, currency=order.currency
        )
        for at, (label, due, amount) in enumerate(told, 1)
    ]  # fmt: skip


def _created(record: Record) -> Entry:
    return create_entry(entity_of(record).key, record.id, raw_of(record))


def orders_of(desk: Desk, quote: Quote) -> list[Order]:
    """List the orders that came of any revision of a quote, the first one first."""
    ids = [quote.id]
    if quote.number:
        ids = [one.id for one in desk.replica.find(Quote, Where("number", "eq", quote.number))]
    return desk.replica.find(Order, Where("quote", "in", ids), order=("id",))


def last_order_of(desk: Desk, quote: Quote) -> Order | None:
    """Find the order that came of a quote last, be it cancelled or not."""
    return next(iter(desk.replica.find(Order, Where("quote", "eq", quote.id), order=("-id",), limit=1)), None)


def order_of(desk: Desk, quote: Quote) -> Order | None:
    """Find the order that came of a quote and was not cancelled."""
    found = last_order_of(desk, quote)
    return found if found is not None and found.state != CANCELLED else None


def instalments_of(desk: Desk, order: Order) -> list[Instalment]:
    """List the parts in which an order is paid, in their order."""
    return desk.replica.find(Instalment, Where("order", "eq", order.id), order=("position",))


def verbs(order: Order) -> tuple[Verb, ...]:
    """Tell what can be done with an order, the likeliest first."""
    return VERBS.get(order.state, ())


def cancel_entry(order: Order) -> Entry | None:
    """Make the entry that cancels an order."""
    return edit_entry_of(order, state=CANCELLED)


def do(desk: Desk, order: Order, verb: Verb) -> Done:
    """Do one of the steps of an order; one that is delivered and wholly paid is closed by that."""
    states = {
        "deliver": DELIVERED if order.to_pay else CLOSED,
        "close": CLOSED,
        "cancel": CANCELLED,
        "reopen": OPEN_ORDER,
    }
    return _save(desk, edit_entry_of(order, state=states[verb]))


def mark_paid(desk: Desk, part: Instalment, day: date) -> Done:
    """Note on which day a part was paid; the last one of what was delivered closes the order."""
    order = desk.fetch(Order, part.order)
    waiting = [one for one in instalments_of(desk, order) if not one.paid_day and one.id != part.id]
    closes = order.state == DELIVERED and not waiting
    return _save(desk, edit_entry_of(part, paid_day=day), edit_entry_of(order, state=CLOSED) if closes else None)


def take_payment_back(desk: Desk, part: Instalment) -> Done:
    """Note that a part is not paid after all; an order that was closed by it is delivered again."""
    order = desk.fetch(Order, part.order)
    opens = edit_entry_of(order, state=DELIVERED) if order.state == CLOSED else None
    return _save(desk, edit_entry_of(part, paid_day=None), opens)


def _save(desk: Desk, *entries: Entry | None) -> Done:
    wanted: list[Any] = [one for one in entries if one is not None]
    return desk.save(*wanted) if wanted else Done({})
