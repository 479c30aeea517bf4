"""Which price a product has, and why."""

from datetime import date
from decimal import Decimal

import msgspec

from crm_desktop.actions.desk import Desk
from crm_desktop.core.entities import Price, PriceBook, Product, Rate
from crm_desktop.core.store import Where


class Priced(msgspec.Struct, frozen=True):
    """A unit price with the price book and the quantity from which it holds (0: from the first piece)."""

    unit_price: Decimal
    book: PriceBook
    from_quantity: Decimal


def standard_book(desk: Desk, currency: str) -> PriceBook | None:
    """Find the price book of a currency that is used unless another is chosen."""
    books = desk.replica.find(PriceBook, Where("currency", "eq", currency), order=("name",))
    return next((book for book in books if book.is_standard), books[0] if books else None)


def rate_on(desk: Desk, currency: str, day: date) -> Rate | None:
    """Find what a currency was worth in the base currency on a day: the newest rate until then."""
    until = Where("day", "le", day.isoformat())
    found = desk.replica.find(Rate, Where("currency", "eq", currency), until, order=("day",))
    return found[-1] if found else None


def offered_price(
    desk: Desk, product: Product, book_id: str, currency: str, quantity: Decimal, day: date
) -> Priced | None:
    """Find a product's price in the book chosen, else in another book of the same currency; None where none has it."""
    books = desk.replica.find(PriceBook, Where("currency", "eq", currency), order=("name",))
    for book in sorted(books, key=lambda one: (one.id != book_id, not one.is_standard)):
        if (found := price_of(desk, product, book, quantity, day)) is not None:
            return found
    return None


def price_of(desk: Desk, product: Product, book: PriceBook, quantity: Decimal, day: date) -> Priced | None:
    """Find the price of a product in a book for a quantity on a day; None where the book has none."""
    best: Price | None = None
    for price in desk.replica.find(Price, Where("product", "eq", product.id), Where("price_book", "eq", book.id)):
        if (price.first_day and price.first_day > day) or (price.last_day and price.last_day < day):
            continue
        if (price.from_quantity or 0) > quantity or price.unit_price is None:
            continue
        if best is None or (price.from_quantity or 0, price.first_day or date.min) > (
            best.from_quantity or 0,
            best.first_day or date.min,
        ):
            best = price
    if best is None or best.unit_price is None:
        return None
    return Priced(best.unit_price, book, best.from_quantity or Decimal(0))
