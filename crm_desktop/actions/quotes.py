"""Making a quote from a deal, with its lines and totals."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.prices import offered_price, standard_book
from crm_desktop.actions.records import create, edit
from crm_desktop.core.entities import Account, Contact, Opportunity, Product, Quote, QuoteLine, TaxRate
from crm_desktop.core.entities.quote_totals import priced
from crm_desktop.core.entities.quotes import DRAFT
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.pricing import PricedQuote
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, raw_of
from crm_desktop.core.store import Where

VALID_DAYS = 30
NOT_A_DRAFT = QT_TRANSLATE_NOOP(
    "core", "This quote was issued and stays as it is. Make a new quote from the deal to change it."
)


def lines_of(desk: Desk, quote: Quote) -> list[QuoteLine]:
    """List a quote's lines in order."""
    return desk.replica.find(QuoteLine, Where("quote", "eq", quote.id), order=("position",))


def totals(quote: Quote, lines: list[QuoteLine]) -> PricedQuote:
    """Price a quote as it stands, by the one arithmetic of paper, screen and server."""
    return priced(raw_of(quote), [{**raw_of(line), "id": line.id} for line in lines])


def draft(desk: Desk, deal: Opportunity) -> tuple[Quote, Done]:
    """Make an empty draft quote from a deal; its language follows the account's country."""
    account = desk.replica.get(Account, deal.account) if deal.account else None
    currency = deal.currency or desk.organisation.base_currency
    book = standard_book(desk, currency)
    chinese = account is not None and account.country in {"", "China", "中国", "CN"}
    quote = Quote(
        id=desk.new_id(), subject=deal.name, account=deal.account, contact=deal.contact, opportunity=deal.id,
        owner=desk.user.id, state=DRAFT, currency=currency, price_book=book.id if book else "",
        language="zh_CN" if chinese else "en", revision=1, valid_until=desk.today() + timedelta(days=VALID_DAYS),
        payment_terms=account.terms if account else "",
    )  # fmt: skip
    return quote, create(desk, quote)


def add_line(desk: Desk, quote: Quote, product: Product, quantity: Decimal = Decimal(1)) -> tuple[QuoteLine, Done]:
    """Add a product at the price of the quote's book; where the book has none the price is left for the author."""
    check_draft(quote)
    last = max((line.position or 0 for line in lines_of(desk, quote)), default=0)
    found = offered_price(desk, product, quote.price_book, quote.currency, quantity, desk.today())
    tax = desk.replica.get(TaxRate, product.tax_rate) if product.tax_rate else None
    chinese = quote.language == "zh_CN"
    line = QuoteLine(
        id=desk.new_id(), quote=quote.id, position=last + 1, product=product.id, sku=product.sku,
        description=(product.name_zh if chinese else "") or product.name, quantity=quantity, unit=product.unit,
        unit_price=found.unit_price if found else None, tax_label=tax.name if tax else "",
        tax_percent=tax.percent if tax else None, delivery_time=product.delivery_time, currency=quote.currency,
    )  # fmt: skip
    return line, create(desk, line)


def edit_line(desk: Desk, quote: Quote, line: QuoteLine, **values: Any) -> Done:
    """Change a line of a draft; a new quantity takes the price of its quantity break unless a price was typed."""
    check_draft(quote)
    quantity = values.get("quantity")
    if quantity is not None and "unit_price" not in values and line.product:
        product, today = desk.replica.get(Product, line.product), desk.today()
        if product:
            before = offered_price(desk, product, quote.price_book, quote.currency, line.quantity or Decimal(1), today)
            after = offered_price(desk, product, quote.price_book, quote.currency, quantity, today)
            if before and after and line.unit_price == before.unit_price:
                values["unit_price"] = after.unit_price
    return edit(desk, line, **values)


def edit_quote(desk: Desk, quote: Quote, **values: Any) -> Done:
    """Change the head of a draft."""
    check_draft(quote)
    return edit(desk, quote, **values)


def contact_of(desk: Desk, quote: Quote) -> Contact | None:
    """Fetch the contact a quote is addressed to."""
    return desk.replica.get(Contact, quote.contact) if quote.contact else None


def check_draft(quote: Quote) -> None:
    """Refuse to change a quote that is not a draft any more."""
    if quote.state != DRAFT:
        raise RefusedError(NOT_A_DRAFT)
