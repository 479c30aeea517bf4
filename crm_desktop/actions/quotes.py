"""Making a quote from a deal, with its lines and totals."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.prices import offered_price, rate_on, standard_book
from crm_desktop.actions.records import create, edit, edit_entry_of
from crm_desktop.core.entities import (
    Account,
    Contact,
    Currency,
    Opportunity,
    PriceBook,
    Product,
    Quote,
    QuoteLine,
    TaxRate,
)
from crm_desktop.core.entities.quote_life import DRAFT, IN_OTHER_HANDS, STAYS, UNRELEASED, is_issued
from crm_desktop.core.entities.quote_totals import priced
from crm_desktop.core.entities.quotes import QUOTE_LANGUAGES
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.money import round_amount
from crm_desktop.core.pricing import PricedQuote
from crm_desktop.core.product_texts import name_in
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, raw_of
from crm_desktop.core.store import Where

VALID_DAYS = 30


ONE_CURRENCY = QT_TRANSLATE_NOOP(
    "core",
    "This quote has lines in {currency}, and a quote has one currency. Make a new quote from the deal for {other}.",
)

NO_XML_YET = QT_TRANSLATE_NOOP(
    "core", "This quote is still a draft. Issue it first: its XML goes with the issued paper."
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
    book = standard_book(desk, currency, account)
    chinese = account is not None and account.country in {"", "China", "中国", "CN"}
    quote = Quote(
        id=desk.new_id(), subject=deal.name, account=deal.account, contact=deal.contact, opportunity=deal.id,
        owner=desk.user.id, state=DRAFT, currency=currency, price_book=book.id if book else "",
        language="zh_CN" if chinese else "en", revision=1, valid_until=desk.today() + timedelta(days=VALID_DAYS),
        payment_terms=account.terms if account else "", **_ways(desk, currency, book),
    )  # fmt: skip
    return quote, create(desk, quote)


def _ways(desk: Desk, currency: str, book: PriceBook | None) -> dict[str, Any]:
    """Gather how the company reckons, which a new quote takes over, with the rate of its currency frozen."""
    company, unit = desk.organisation, desk.replica.get(Currency, currency)
    ways: dict[str, Any] = {
        "prices": book.prices if book else "",
        "tax_by": company.quote_tax_by,
        "rounding": company.quote_rounding,
        "total_step": round_amount(unit.total_step, currency) if unit and unit.total_step else None,
    }
    rate = rate_on(desk, currency, desk.today()) if currency != company.base_currency else None
    if rate is not None and desk.replica.get(Currency, company.base_currency):
        ways |= {"base_currency": company.base_currency, "rate": rate.rate, "rate_day": rate.day}
    return ways


def add_line(desk: Desk, quote: Quote, product: Product, quantity: Decimal = Decimal(1)) -> tuple[QuoteLine, Done]:
    """Add a product at the price its customer has; where there is none the price is left for the author."""
    check_draft(quote)
    line = line_for(desk, quote, product, next_position(desk, quote), quantity)
    return line, create(desk, line)


def next_position(desk: Desk, quote: Quote) -> int:
    """Give the place below the last line of a quote."""
    return max((line.position or 0 for line in lines_of(desk, quote)), default=0) + 1


def line_for(desk: Desk, quote: Quote, product: Product, position: int, quantity: Decimal) -> QuoteLine:
    """Make the line that offers a product on a quote, not yet saved."""
    found = offered_price(desk, quote, product, quantity, desk.today())
    tax = desk.replica.get(TaxRate, product.tax_rate) if product.tax_rate else None
    return QuoteLine(
        id=desk.new_id(), quote=quote.id, position=position, product=product.id, sku=product.sku,
        description=name_in(product, quote.language), quantity=quantity, unit=product.unit,
        unit_price=found.unit_price if found else None, list_price=found.unit_price if found else None, tax_label=tax.name if tax else "",
        tax_percent=tax.percent if tax else None, more_taxes=tax.more_taxes if tax else (),
        rounding=quote.rounding, delivery_time=product.delivery_time, currency=quote.currency,
    )  # fmt: skip


def edit_line(desk: Desk, quote: Quote, line: QuoteLine, **values: Any) -> Done:
    """Change a line of a draft; a new quantity takes the price of its quantity break unless a price was typed."""
    check_draft(quote)
    if values.get("currency", quote.currency) != quote.currency:
        raise RefusedError(ONE_CURRENCY, "currency", currency=quote.currency, other=values["currency"])
    quantity = values.get("quantity")
    if quantity is not None and "unit_price" not in values and line.product:
        product, today = desk.replica.get(Product, line.product), desk.today()
        if product:
            before = offered_price(desk, quote, product, line.quantity or Decimal(1), today)
            after = offered_price(desk, quote, product, quantity, today)
            if after:
                values["list_price"] = after.unit_price
            if before and after and line.unit_price == before.unit_price:
                values["unit_price"] = after.unit_price
    return edit(desk, line, **values)


def edit_quote(desk: Desk, quote: Quote, **values: Any) -> Done:
    """Change the head of a draft; its lines are rounded as it says, and name their products in its language.

    Raises RefusedError for a currency its lines have not.
    """
    check_draft(quote)
    lines = lines_of(desk, quote) if values.keys() & {"rounding", "currency", "language"} else []
    if lines and values.get("currency", quote.currency) != quote.currency:
        raise RefusedError(ONE_CURRENCY, "currency", currency=quote.currency, other=values["currency"])
    following = [edit_entry_of(line, **said) for line in lines if (said := _following(desk, line, values))]
    if not following:
        return edit(desk, quote, **values)
    return desk.save(*(entry for entry in (edit_entry_of(quote, **values), *following) if entry is not None))


def is_named_by(product: Product | None, line: QuoteLine) -> bool:
    """Tell whether a line says what its product is called, in any language: nobody typed another text."""
    return product is not None and line.description in {name_in(product, one.value) for one in QUOTE_LANGUAGES}


def _following(desk: Desk, line: QuoteLine, values: dict[str, Any]) -> dict[str, Any]:
    """Tell what of a line follows what is changed in the head of its quote."""
    said = {"rounding": values["rounding"]} if "rounding" in values else {}
    product = desk.replica.get(Product, line.product) if line.product and "language" in values else None
    if product is not None and is_named_by(product, line):
        said["description"] = name_in(product, values["language"])
    return said


def contact_of(desk: Desk, quote: Quote) -> Contact | None:
    """Fetch the contact a quote is addressed to."""
    return desk.replica.get(Contact, quote.contact) if quote.contact else None


def check_draft(quote: Quote) -> None:
    """Refuse to change a quote that is not a draft any more."""
    if quote.state in UNRELEASED - {DRAFT}:
        raise RefusedError(IN_OTHER_HANDS)
    if quote.state != DRAFT:
        raise RefusedError(STAYS)


def check_issued(quote: Quote) -> None:
    """Refuse to give data away that nobody promised yet."""
    if not is_issued(raw_of(quote)):
        raise RefusedError(NO_XML_YET)
