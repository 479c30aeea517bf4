"""What customers ordered: an order that comes of an accepted quote, and the parts in which it is paid."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from crm_desktop.core import schema as field
from crm_desktop.core.entities.order_life import (
    OPEN_ORDER,
    STATES,
    order_figures,
    order_may_become,
    part_may_become,
    parts_may_change,
)
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Merge, Record, entity

ORDER = QT_TRANSLATE_NOOP("core", "Order")
FOR_WHOM = QT_TRANSLATE_NOOP("core", "For whom")
TOTALS = QT_TRANSLATE_NOOP("core", "Totals")
PART = QT_TRANSLATE_NOOP("core", "Part of the payment")


@entity(
    "order", QT_TRANSLATE_NOOP("core", "Order"), QT_TRANSLATE_NOOP("core", "Orders"), icon="receipt", title=("number",), follows=("account", "opportunity", "owner"),
    child="instalment", gather=order_figures, unique=("number",), step=order_may_become, parts_may_change=parts_may_change, comes_of="quote",
)  # fmt: skip
class Order(Record, frozen=True, kw_only=True):
    """What a customer ordered by accepting a quote; its lines are those of the quote, which stay as they were issued."""

    number: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Number"), required=True, section=ORDER, column=1, width=130, search="name", index=True)] = ""
    state: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "State"), STATES, required=True, merge=Merge.ASK, section=ORDER, column=3, width=130)] = OPEN_ORDER
    day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Ordered on"), required=True, merge=Merge.ASK, section=ORDER, column=4, width=110)] = None
    customer_reference: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Customer\u2019s order number"), section=ORDER, search="text")] = ""
    delivery_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Delivery on"), merge=Merge.ASK, section=ORDER, column=5, width=110)] = None
    quote: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Quote"), "quote", required=True, merge=Merge.ASK, section=ORDER)] = ""
    account: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Account"), "account", merge=Merge.ASK, section=FOR_WHOM, column=2, width=200)] = ""
    contact: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Contact"), "contact", section=FOR_WHOM)] = ""
    opportunity: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Deal"), "opportunity", section=FOR_WHOM)] = ""
    owner: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Owner"), "user", required=True, merge=Merge.ASK, section=FOR_WHOM, column=9, width=130)] = ""
    currency: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Currency"), "currency", required=True, merge=Merge.ASK, section=TOTALS)] = ""
    net: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Net"), section=TOTALS)] = None
    tax: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Tax"), section=TOTALS)] = None
    total: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Total"), section=TOTALS, column=6, width=140)] = None
    paid: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Paid"), derived=True, section=TOTALS)] = None
    to_pay: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "To be paid"), derived=True, section=TOTALS, column=7, width=140)] = None
    due_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Next payment due"), derived=True, section=TOTALS, column=8, width=130, index=True)] = None
    paper: Annotated[str, field.file(QT_TRANSLATE_NOOP("core", "Order confirmation"))] = ""
    confirmed_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Confirmed on"), section=ORDER)] = None


@entity(
    "instalment", QT_TRANSLATE_NOOP("core", "Part of the payment"), QT_TRANSLATE_NOOP("core", "Parts of the payment"), icon="banknote", title=("label",), follows=("order",),
    parent="order", step=part_may_become, internal=True,
)  # fmt: skip
class Instalment(Record, frozen=True, kw_only=True):
    """One part in which an order is paid; all of them come to its total. Without a label it is the balance."""

    order: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Order"), "order", required=True, section=PART)] = ""
    position: Annotated[int | None, field.whole(QT_TRANSLATE_NOOP("core", "Position"), section=PART, column=1)] = None
    label: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Name"), section=PART, column=2)] = ""
    due_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Due"), merge=Merge.ASK, section=PART, column=3)] = None
    amount: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Amount"), required=True, section=PART, column=4)] = None
    paid_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Paid on"), merge=Merge.ASK, section=PART, column=5)] = None
    currency: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Currency"), "currency", required=True, section=PART)] = ""
