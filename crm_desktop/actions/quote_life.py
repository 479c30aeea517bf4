"""What becomes of a quote: sent, accepted with its deal, declined; revised under its number, and renewed at today's prices."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

import msgspec

from crm_desktop.actions.deals import in_stage, stages
from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.orders import cancel_entry, last_order_of, new_order
from crm_desktop.actions.prices import offered_price, rate_on
from crm_desktop.actions.quotes import VALID_DAYS, lines_of
from crm_desktop.actions.records import create, edit, edit_entry_of, undo_entries
from crm_desktop.core.entities import Opportunity, Product, Quote, QuoteLine, Stage
from crm_desktop.core.entities.pipeline import OPEN, WON
from crm_desktop.core.entities.quote_life import (
    ACCEPTED,
    APPROVED,
    DECLINED,
    DRAFT,
    EXPIRED,
    ISSUED,
    SENT,
    UNRELEASED,
    state_on,
)
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.quote_difference import Difference, difference
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.core.store import Where

Verb = Literal["issue", "send", "accept", "decline", "revise", "renew", "take_back"]
VERBS: dict[str, tuple[Verb, ...]] = {
    DRAFT: ("issue",),
    APPROVED: ("issue",),
    ISSUED: ("accept", "send", "decline", "revise"),
    SENT: ("accept", "decline", "revise"),
    EXPIRED: ("renew", "accept", "decline", "revise"),
    DECLINED: ("revise", "renew"),
    ACCEPTED: ("take_back",),
}
"""State -> what can be done with such a quote, the likeliest first."""
BESIDE_ORDER = frozenset({"quote", "opportunity"})
"""What an acceptance changes beside the order that it makes."""
NO_WON_STAGE = QT_TRANSLATE_NOOP(
    "core", "The pipeline of this deal has no stage for what is won. Ask an administrator to add one."
)
NOT_NEWEST = QT_TRANSLATE_NOOP(
    "core",
    "This quote is a draft, or was accepted or replaced, so it is not revised. Revise the newest issued revision.",
)


def verbs(quote: Quote, day: date) -> tuple[Verb, ...]:
    """Tell what can be done with a quote on a day, the likeliest first."""
    return VERBS.get(state_on(quote.state, quote.valid_until, day), ())


def mark_sent(desk: Desk, quote: Quote) -> Done:
    """Note that the paper of an issued quote went to the customer."""
    return edit(desk, quote, state=SENT)


def decline(desk: Desk, quote: Quote, because: str, note: str = "") -> Done:
    """Note that the customer does not want it, and why. Raises RefusedError without a reason."""
    return edit(desk, quote, state=DECLINED, declined_because=because, declined_note=note, decided_day=desk.today())


def accept(desk: Desk, quote: Quote) -> Done:
    """Make a quote an order of this day, and its open deal won, in one save.

    The order bears the number of the quote, and is paid by its payment plan. Raises RefusedError where the deal's
    pipeline has no stage for what is won, and where there is an order of this quote.
    """
    deal = desk.replica.get(Opportunity, quote.opportunity) if quote.opportunity else None
    entries = [edit_entry_of(quote, state=ACCEPTED, decided_day=desk.today()), *new_order(desk, quote, desk.today())]
    if deal is not None and deal.outcome == OPEN:
        entries.append(edit_entry_of(deal, **in_stage(desk, won_stage(desk, deal))))
    return desk.save(*(entry for entry in entries if entry is not None))


def take_acceptance_back(desk: Desk, quote: Quote) -> Done:
    """Take an acceptance back in one save: its order is cancelled, and quote and deal are as they were before.

    What was done with the deal since stays.
    """
    order = last_order_of(desk, quote)
    told = desk.replica.lines([order.id]).get(order.id, []) if order else []
    back = [one for one in undo_entries(desk, told[0].change) if one.entity in BESIDE_ORDER] if told else []
    if not any(one.record == quote.id for one in back):
        back += [one for one in [edit_entry_of(quote, state=SENT, decided_day=None)] if one]
    gone = cancel_entry(order) if order else None
    return desk.save(*back, *([gone] if gone else []))


def won_stage(desk: Desk, deal: Opportunity) -> Stage:
    """Find the stage into which a deal is won."""
    for stage in stages(desk, deal.pipeline):
        if stage.outcome == WON:
            return stage
    raise RefusedError(NO_WON_STAGE)


def revise(desk: Desk, quote: Quote) -> tuple[Quote, Done]:
    """Begin the next revision of an issued quote: a draft of the same number with the same lines.

    Where there is such a draft already, it is that. Raises RefusedError where the quote cannot be revised.
    """
    begun = _revision_begun(desk, quote)
    if begun is not None:
        return begun, Done({})
    made, lines = _copied(desk, quote)
    return made, create(desk, made, *lines)


def renew(desk: Desk, quote: Quote) -> tuple[Quote, Difference, Done]:
    """Begin the next revision at the prices of today, and tell which lines changed by that.

    Discounts stay; a line without a product, or whose product has no price any more, keeps its own.
    """
    begun = _revision_begun(desk, quote)
    if begun is not None:
        return begun, _told(desk, quote, begun), Done({})
    made, lines = _copied(desk, quote)
    rate = rate_on(desk, made.currency, desk.today()) if made.base_currency else None
    if rate is not None:
        made = msgspec.structs.replace(made, rate=rate.rate, rate_day=rate.day)
    lines = [_at_the_price_of_today(desk, made, line) for line in lines]
    done = create(desk, made, *lines)
    made = desk.fetch(Quote, made.id)
    return made, _told(desk, quote, made), done


def before(desk: Desk, quote: Quote) -> Quote | None:
    """Find the revision that a quote replaces; None for the first, and where that is not on this laptop."""
    return revision_of(desk, quote, (quote.revision or 1) - 1) if quote.number and (quote.revision or 1) > 1 else None


def against_before(desk: Desk, quote: Quote) -> Difference | None:
    """Tell what differs between a revision and the one before it; None where there is none."""
    was = before(desk, quote)
    return None if was is None else _told(desk, was, quote)


def revision_of(desk: Desk, quote: Quote, revision: int) -> Quote | None:
    """Find another revision of a quote's number."""
    found = desk.replica.find(Quote, Where("number", "eq", quote.number), order=("-id",))
    return next((one for one in found if (one.revision or 1) == revision), None)


def _revision_begun(desk: Desk, quote: Quote) -> Quote | None:
    if not quote.number or "revise" not in verbs(quote, desk.today()):
        raise RefusedError(NOT_NEWEST)
    following = revision_of(desk, quote, (quote.revision or 1) + 1)
    if following is not None and following.state not in UNRELEASED:
        raise RefusedError(NOT_NEWEST)
    return following


def _copied(desk: Desk, quote: Quote) -> tuple[Quote, list[QuoteLine]]:
    made = msgspec.structs.replace(
        quote, id=desk.new_id(), revision=(quote.revision or 1) + 1, state=DRAFT, issue_day=None, paper="",
        valid_until=desk.today() + timedelta(days=VALID_DAYS), decided_day=None, declined_because="", declined_note="",
        owner=desk.user.id,
    )  # fmt: skip
    lines = [msgspec.structs.replace(line, id=desk.new_id(), quote=made.id) for line in lines_of(desk, quote)]
    return made, lines


def _at_the_price_of_today(desk: Desk, quote: Quote, line: QuoteLine) -> QuoteLine:
    product = desk.replica.get(Product, line.product) if line.product else None
    if product is None:
        return line
    wanted = Decimal(1) if line.quantity is None else line.quantity
    found = offered_price(desk, quote, product, wanted, desk.today())
    if found is None:
        return line
    return msgspec.structs.replace(line, unit_price=found.unit_price, list_price=found.unit_price)


def _told(desk: Desk, was: Quote, now: Quote) -> Difference:
    return difference(was, lines_of(desk, was), now, lines_of(desk, now))
