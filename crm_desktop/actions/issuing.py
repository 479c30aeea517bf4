"""Issuing a quote under a number of this laptop's block, with the bytes of its paper kept.

It loads the library of papers (0.3 s): the window imports it with the first paper.
"""

import msgspec

from crm_desktop.actions.approvals import check_released
from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.papers import paper_of
from crm_desktop.actions.payment_plans import payment_plan
from crm_desktop.actions.quote_life import before
from crm_desktop.actions.quotes import check_draft, lines_of, totals
from crm_desktop.actions.records import edit_entry_of
from crm_desktop.core.attached import PDF
from crm_desktop.core.changes import create_entry
from crm_desktop.core.entities import File, Quote, QuoteLine
from crm_desktop.core.entities.quote_life import APPROVED, ISSUED, REPLACED, paper_number
from crm_desktop.core.entities.quote_totals import PRICED
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, entity_of, raw_of

NO_LINES = QT_TRANSLATE_NOOP("core", "The quote has no lines yet. Add the first product, then issue it.")
NO_CUSTOMER = QT_TRANSLATE_NOOP("core", "The quote is for nobody yet. Choose its account, then issue it.")
NO_PRICE = QT_TRANSLATE_NOOP("core", "Line {line} has no price yet. Type one, 0 if it is free, then issue the quote.")
OVER_TOTAL = QT_TRANSLATE_NOOP(
    "core", "The payment plan asks for more than the total. Lower one of its parts, then issue the quote."
)
NO_NUMBERS = QT_TRANSLATE_NOOP(
    "core",
    "This laptop has no quote numbers left. Sync once to get a new block; the quote stays a draft until then.",
)


def issue(desk: Desk, quote: Quote) -> tuple[Quote, Done]:
    """Issue a draft: it takes the next number of this laptop's block, and the bytes of its paper are kept.

    A revision keeps its number, and what it replaces says so. Raises RefusedError where it is no draft, has no account, no items, or one
    without a price, where its payment plan asks for more than the total, it goes beyond the user's limits and nobody
    released it, or the block is used up, and UserError where it cannot be reckoned with; nothing is saved then.
    """
    if quote.state != APPROVED:
        check_draft(quote)
    lines = lines_of(desk, quote)
    _check_items(lines)
    if not quote.account:
        raise RefusedError(NO_CUSTOMER, "account")
    total = totals(quote, lines).total
    if total >= 0 and any(one.amount < 0 for one in payment_plan(quote, total, desk.today())):
        raise RefusedError(OVER_TOTAL, "payment_plan")
    check_released(desk, quote)
    number = quote.number or next_number(desk)
    issued = msgspec.structs.replace(
        quote, number=number, state=ISSUED, issue_day=desk.today(), revision=quote.revision or 1
    )
    content = paper_of(desk, issued)
    sha256 = desk.replica.files.keep(content)
    file = File(
        id=desk.new_id(), name=f"{paper_number(number, issued.revision)}.pdf", sha256=sha256, media_type=PDF, size=len(content),
        account=quote.account, quote=quote.id, owner=desk.user.id,
    )  # fmt: skip
    issued = msgspec.structs.replace(issued, paper=file.id)
    entry = edit_entry_of(
        quote, number=number, state=ISSUED, issue_day=issued.issue_day, revision=issued.revision, paper=file.id
    )
    was = before(desk, issued)
    gone = edit_entry_of(was, state=REPLACED) if was else None
    entries = [one for one in (entry, gone, create_entry(entity_of(file).key, file.id, raw_of(file))) if one]
    return issued, desk.save(*entries, uses_number=not quote.number)


def _check_items(lines: list[QuoteLine]) -> None:
    """Refuse a quote of headings and notes alone, and items that nobody has priced; lines: in their order."""
    items = [line for line in lines if line.kind in PRICED]
    if not items:
        raise RefusedError(NO_LINES)
    for place, line in enumerate(items, 1):
        if line.unit_price is None:
            raise RefusedError(NO_PRICE, line=place)


def next_number(desk: Desk) -> str:
    """Name the number that the next issued quote takes: prefix, year, running number."""
    blocks = desk.replica.number_blocks()
    if not blocks:
        raise RefusedError(NO_NUMBERS)
    block = blocks[0]
    return f"{block.series}-{block.first:05d}"
