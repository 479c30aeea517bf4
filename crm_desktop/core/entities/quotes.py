"""Quotes and their lines, with the totals that follow from them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated

from crm_desktop.core import schema as field
from crm_desktop.core.entities.people import LANGUAGES, PAPER_LOOKS, PAPER_SIZES, PRICES, ROUNDINGS, TAX_BY
from crm_desktop.core.entities.pipeline import LOST_REASONS
from crm_desktop.core.entities.quote_life import DRAFT, STATES, lines_may_change, quote_may_become
from crm_desktop.core.entities.quote_release import may_be_issued
from crm_desktop.core.entities.quote_terms import credits_by_right, terms_can_be_reckoned
from crm_desktop.core.entities.quote_totals import line_figures, quote_figures
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Choice, Item, Merge, Raw, Record, entity

LINE_KINDS = (
    Choice("item", QT_TRANSLATE_NOOP("core", "Item")),
    Choice("optional", QT_TRANSLATE_NOOP("core", "Optional item")),
    Choice("alternative", QT_TRANSLATE_NOOP("core", "Alternative item")),
    Choice("section", QT_TRANSLATE_NOOP("core", "Section heading")),
    Choice("note", QT_TRANSLATE_NOOP("core", "Note")),
)
QUOTE_LANGUAGES = (*LANGUAGES, Choice("bilingual", QT_TRANSLATE_NOOP("core", "English and Chinese")))
QUOTE = QT_TRANSLATE_NOOP("core", "Quote")
CONDITIONS = QT_TRANSLATE_NOOP("core", "Conditions")
TOTALS = QT_TRANSLATE_NOOP("core", "Totals")
LINE = QT_TRANSLATE_NOOP("core", "Line")


def discount_is_a_share(raw: Mapping[str, Raw], _role: str) -> None:
    """Refuse a discount below 0 or above 100 percent."""
    value = raw.get("discount")
    if isinstance(value, int) and not 0 <= value <= 100_000_000:
        raise RefusedError(QT_TRANSLATE_NOOP("core", "A discount lies between 0 and 100 percent."), "discount")


@entity(
    "quote", QT_TRANSLATE_NOOP("core", "Quote"), QT_TRANSLATE_NOOP("core", "Quotes"), icon="file-text", title=("number",), follows=("account", "opportunity", "owner"),
    child="quote_line", gather=quote_figures, unique=("number", "revision"), step=quote_may_become, admit=may_be_issued, parts_may_change=lines_may_change, rules=(discount_is_a_share, terms_can_be_reckoned, credits_by_right),
)  # fmt: skip
class Quote(Record, frozen=True, kw_only=True):
    """An offer to an account; its totals are derived from its lines."""

    number: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Number"), section=QUOTE, column=1, width=130, search="name", index=True)] = ""
    revision: Annotated[int | None, field.whole(QT_TRANSLATE_NOOP("core", "Revision"), section=QUOTE)] = None
    subject: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Subject"), section=QUOTE, column=2, width=240, search="text")] = ""
    account: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Account"), "account", merge=Merge.ASK, section=QUOTE, column=3, width=220)] = ""
    contact: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Contact"), "contact", section=QUOTE)] = ""
    opportunity: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Deal"), "opportunity", section=QUOTE)] = ""
    owner: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Owner"), "user", required=True, merge=Merge.ASK, section=QUOTE, column=7)] = ""
    state: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "State"), STATES, required=True, merge=Merge.ASK, section=QUOTE, column=4, width=110)] = DRAFT
    issue_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Issued on"), merge=Merge.ASK, section=QUOTE, column=6, width=135)] = None
    valid_until: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Valid until"), merge=Merge.ASK, section=QUOTE)] = None
    decided_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Decided on"), section=QUOTE)] = None
    declined_because: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Declined because of"), LOST_REASONS, section=QUOTE)] = ""
    declined_note: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "What the customer said"), section=QUOTE)] = ""
    language: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Language"), QUOTE_LANGUAGES, section=QUOTE)] = ""
    currency: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Currency"), "currency", required=True, merge=Merge.ASK, section=CONDITIONS)] = ""
    price_book: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Price book"), "price_book", section=CONDITIONS)] = ""
    discount: Annotated[Decimal | None, field.percent(QT_TRANSLATE_NOOP("core", "Discount on the whole"), merge=Merge.ASK, section=CONDITIONS, low=Decimal(0), high=Decimal(100))] = None
    discount_amount: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Discount as an amount"), section=CONDITIONS, low=Decimal(0), help=QT_TRANSLATE_NOOP("core", "Taken off after the percentage."))] = None
    freight: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Freight"), section=CONDITIONS)] = None
    freight_tax: Annotated[Decimal | None, field.percent(QT_TRANSLATE_NOOP("core", "Tax on freight"), section=CONDITIONS, low=Decimal(0), high=Decimal(100))] = None
    freight_tax_label: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Name of the tax on freight"), section=CONDITIONS)] = ""
    freight_more_taxes: Annotated[tuple[Item, ...], field.labelled(QT_TRANSLATE_NOOP("core", "Further taxes on freight"), section=CONDITIONS)] = ()
    prices: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Prices are"), PRICES, merge=Merge.ASK, section=CONDITIONS)] = ""
    tax_by: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Tax is rounded"), TAX_BY, merge=Merge.ASK, section=CONDITIONS)] = ""
    rounding: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "A half is rounded"), ROUNDINGS, merge=Merge.ASK, section=CONDITIONS)] = ""
    total_step: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Total rounded to"), section=CONDITIONS, low=Decimal(0), help=QT_TRANSLATE_NOOP("core", "For example 0.05 or 1. The difference is a line of its own."))] = None
    base_currency: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Base currency"), "currency", merge=Merge.ASK, section=CONDITIONS, index=False)] = ""
    rate: Annotated[Decimal | None, field.decimal(QT_TRANSLATE_NOOP("core", "Exchange rate"), merge=Merge.ASK, section=CONDITIONS, low=Decimal(0), high=Decimal(1_000_000), help=QT_TRANSLATE_NOOP("core", "What one unit of the quote\u2019s currency is worth in the base currency; it stays as it was."))] = None
    rate_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Rate of"), merge=Merge.ASK, section=CONDITIONS)] = None
    payment_terms: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Payment terms"), merge=Merge.ASK, section=CONDITIONS)] = ""
    payment_plan: Annotated[tuple[Item, ...], field.labelled(QT_TRANSLATE_NOOP("core", "Payment plan"), section=CONDITIONS, help=QT_TRANSLATE_NOOP("core", "Each part as 30 % or 5000, with +30 after it if it is due 30 days after the issue. What is left is the balance."))] = ()
    delivery_terms: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Delivery terms"), merge=Merge.ASK, section=CONDITIONS)] = ""
    customer_reference: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Customer\u2019s reference"), section=CONDITIONS)] = ""
    remarks: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "Remarks"), section=CONDITIONS)] = ""
    paper_look: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Layout"), PAPER_LOOKS, section=CONDITIONS, help=QT_TRANSLATE_NOOP("core", "Empty: as the organisation prints its quotes."))] = ""
    paper_size: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Paper size"), PAPER_SIZES, section=CONDITIONS, help=QT_TRANSLATE_NOOP("core", "Empty: as the organisation prints its quotes."))] = ""
    paper_template: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Paper template"), "paper_template", section=CONDITIONS, index=False, help=QT_TRANSLATE_NOOP("core", "Empty: as the organisation prints its quotes."))] = ""
    paper: Annotated[str, field.file(QT_TRANSLATE_NOOP("core", "Issued paper"))] = ""
    net: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Net"), derived=True, section=TOTALS)] = None
    tax: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Tax"), derived=True, section=TOTALS)] = None
    rounded_off: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Rounding"), derived=True, section=TOTALS)] = None
    total: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Total"), derived=True, section=TOTALS, column=5, width=140)] = None
    net_in_base: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Net in base currency"), currency="base_currency", derived=True, section=TOTALS)] = None
    total_in_base: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Total in base currency"), currency="base_currency", derived=True, section=TOTALS)] = None


@entity(
    "quote_line", QT_TRANSLATE_NOOP("core", "Quote line"), QT_TRANSLATE_NOOP("core", "Quote lines"), icon="list", title=("description",), follows=("quote",),
    parent="quote", derive=line_figures, rules=(discount_is_a_share, terms_can_be_reckoned, credits_by_right), internal=True,
)  # fmt: skip
class QuoteLine(Record, frozen=True, kw_only=True):
    """One line of a quote."""

    quote: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Quote"), "quote", required=True, section=LINE)] = ""
    position: Annotated[int | None, field.whole(QT_TRANSLATE_NOOP("core", "Position"), section=LINE, column=1)] = None
    kind: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Kind"), LINE_KINDS, section=LINE)] = "item"
    product: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Product"), "product", section=LINE)] = ""
    sku: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "SKU"), section=LINE, column=2)] = ""
    description: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "Description"), merge=Merge.LATEST, section=LINE, column=3)] = ""
    quantity: Annotated[Decimal | None, field.decimal(QT_TRANSLATE_NOOP("core", "Quantity"), merge=Merge.ASK, section=LINE, column=4)] = None
    unit: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Unit"), section=LINE, column=5)] = ""
    unit_price: Annotated[Decimal | None, field.decimal(QT_TRANSLATE_NOOP("core", "Unit price"), merge=Merge.ASK, section=LINE, column=6)] = None
    list_price: Annotated[Decimal | None, field.decimal(QT_TRANSLATE_NOOP("core", "List price"), section=LINE, help=QT_TRANSLATE_NOOP("core", "As the price book said it when the product was added. A lower unit price counts as a discount."))] = None
    discount: Annotated[Decimal | None, field.percent(QT_TRANSLATE_NOOP("core", "Discount"), merge=Merge.ASK, section=LINE, column=7, low=Decimal(0), high=Decimal(100))] = None
    discount_amount: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Discount as an amount"), section=LINE, low=Decimal(0), help=QT_TRANSLATE_NOOP("core", "Taken off after the percentage."))] = None
    tax_label: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Tax"), section=LINE)] = ""
    tax_percent: Annotated[Decimal | None, field.percent(QT_TRANSLATE_NOOP("core", "Tax rate"), merge=Merge.ASK, section=LINE, column=8, low=Decimal(0), high=Decimal(100))] = None
    more_taxes: Annotated[tuple[Item, ...], field.labelled(QT_TRANSLATE_NOOP("core", "Further taxes"), section=LINE)] = ()
    rounding: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "A half is rounded"), ROUNDINGS, section=LINE)] = ""
    delivery_time: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Delivery time"), section=LINE)] = ""
    currency: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Currency"), "currency", required=True, section=LINE)] = ""
    net: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Net"), derived=True, section=LINE, column=9)] = None
