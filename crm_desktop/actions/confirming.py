"""The confirmation of an order: what it says, gathered from the replica, its bytes, and keeping them when it is issued.

It loads the library of papers (0.3 s): the window imports it with the first paper.
"""

import msgspec

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.orders import instalments_of
from crm_desktop.actions.papers import sheet_of
from crm_desktop.actions.records import edit_entry_of
from crm_desktop.core.attached import PDF
from crm_desktop.core.changes import create_entry
from crm_desktop.core.entities import File, Order, Quote
from crm_desktop.core.entities.order_life import CANCELLED
from crm_desktop.core.entities.quote_life import paper_number
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, entity_of, raw_of
from crm_desktop.documents.phrases import thanks
from crm_desktop.documents.quote_pdf import render
from crm_desktop.documents.sheet import Instalment, Sheet

NOTHING_TO_CONFIRM = QT_TRANSLATE_NOOP("core", "This order was cancelled, so there is nothing to confirm.")
CONFIRMATION_AWAY = QT_TRANSLATE_NOOP(
    "core", "The paper of this order is not on this laptop yet. It comes with the next sync."
)


def confirmation_sheet(desk: Desk, order: Order) -> Sheet:
    """Gather everything the confirmation of an order says: the lines and totals of its quote, and what was agreed since.

    Until it is issued it bears the mark of a draft.
    """
    quote = desk.fetch(Quote, order.quote)
    told = sheet_of(
        desk, msgspec.structs.replace(quote, account=order.account, contact=order.contact, owner=order.owner)
    )
    parts = tuple(
        Instalment(label=one.label, due=one.due_day, amount=one.amount)
        for one in instalments_of(desk, order)
        if one.amount is not None
    )
    return msgspec.structs.replace(
        told,
        kind="order_confirmation",
        number=order.number,
        revision=1,
        replaces="",
        is_draft=not order.confirmed_day,
        issued=order.confirmed_day or desk.today(),
        valid_until=None,
        customer_reference=order.customer_reference,
        our_reference=paper_number(quote.number, quote.revision),
        opening=thanks(order.customer_reference, order.day, told.language),
        approval="",
        terms=msgspec.structs.replace(
            told.terms, instalments=parts if len(parts) > 1 or parts[0].due else (), delivery_date=order.delivery_day
        ),
    )


def confirmation_of(desk: Desk, order: Order) -> bytes:
    """Give the PDF of an order's confirmation: the kept bytes of an issued one, a fresh page with its mark before.

    Raises UserError where a text holds a character that no font of the paper has, and where the bytes are not on this
    laptop: they are asked for, and come with the next sync.
    """
    if order.paper and (file := desk.replica.get(File, order.paper)):
        kept = desk.replica.files.read(file.sha256)
        if kept is None:
            desk.replica.files.want([file.sha256])
            raise UserError(CONFIRMATION_AWAY)
        return kept
    return render(confirmation_sheet(desk, order))


def confirm(desk: Desk, order: Order) -> Done:
    """Issue the confirmation of an order as of today and keep the bytes of its paper.

    Issued once more, as after another day of delivery, the new paper stands for the order, and the old one is kept.
    Raises RefusedError where the order was cancelled.
    """
    if order.state == CANCELLED:
        raise RefusedError(NOTHING_TO_CONFIRM)
    confirmed = msgspec.structs.replace(order, confirmed_day=desk.today())
    content = render(confirmation_sheet(desk, confirmed))
    file = File(
        id=desk.new_id(), name=f"{order.number}.pdf", sha256=desk.replica.files.keep(content), media_type=PDF,
        size=len(content), account=order.account, order=order.id, owner=desk.user.id,
    )  # fmt: skip
    entry = edit_entry_of(order, confirmed_day=confirmed.confirmed_day, paper=file.id)
    entries = [one for one in (entry, create_entry(entity_of(file).key, file.id, raw_of(file))) if one]
    return desk.save(*entries)
