"""Which price a product has for a customer, and why."""

import enum
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

import msgspec

from crm_desktop.actions.desk import Desk
from crm_desktop.core.entities import Account, CustomerGroup, Price, PriceBook, Product, Quote, Rate, SpecialPrice
from crm_desktop.core.store import Where

P = TypeVar("P", Price, SpecialPrice)


class Origin(enum.StrEnum):
    """Why a price is the one: in this order they are asked."""

    CUSTOMER = "customer"  # agreed with this customer
    GROUP = "group"  # of a book for the group of customers it is in
    CHOSEN = "chosen"  # of the book that the quote names
    COMMON = "common"  # of a book for everybody, the standard one first


class Priced(msgspec.Struct, frozen=True):
    """A unit price and where it comes from.

    source: name of the customer or of the price book. group: name of the group whose book it is. from_quantity: 0 from
    the first piece. until: the last day on which price and book hold, None where there is none. following: the next
    larger quantity that has a price of its own, with that price.
    """

    unit_price: Decimal
    origin: Origin
    source: str
    group: str = ""
    from_quantity: Decimal = Decimal(0)
    until: date | None = None
    following: tuple[Decimal, Decimal] | None = None


def standard_book(desk: Desk, currency: str, account: Account | None = None) -> PriceBook | None:
    """Find the price book of a currency that is used today unless another is chosen: that of the customer's group first."""
    group = account.customer_group if account else ""
    books = [book for book in _books(desk, currency, desk.today()) if book.customer_group in {"", group}]
    books.sort(key=lambda book: (not book.customer_group, not book.is_standard))
    return books[0] if books else None


def rate_on(desk: Desk, currency: str, day: date) -> Rate | None:
    """Find what a currency was worth in the base currency on a day: the newest rate until then."""
    until = Where("day", "le", day.isoformat())
    found = desk.replica.find(Rate, Where("currency", "eq", currency), until, order=("day",))
    return found[-1] if found else None


def offered_price(desk: Desk, quote: Quote, product: Product, quantity: Decimal, day: date) -> Priced | None:
    """Find what a product costs on a quote: the customer's special price, else that of the first book that has one.

    The books are that of the customer's group, the one chosen, the standard one, then others for everybody. All are of
    the quote's currency, and with or without tax as its prices are. None where there is no price.
    """
    account = desk.replica.get(Account, quote.account) if quote.account else None
    if account is not None and (found := special_price(desk, quote, account, product, quantity, day)) is not None:
        return found
    books = ranked_books(desk, quote, account, day)
    prices = desk.replica.find(Price, Where("product", "eq", product.id)) if books else []
    for book, origin in books:
        in_book = [price for price in prices if price.price_book == book.id]
        if (best := best_of(in_book, quantity, day)) is not None and best.unit_price is not None:
            group = desk.replica.get(CustomerGroup, book.customer_group) if origin is Origin.GROUP else None
            ends = [end for end in (best.last_day, book.last_day) if end is not None]
            return Priced(
                best.unit_price, origin, book.name, group.name if group else "", best.from_quantity or Decimal(0),
                min(ends, default=None), _following(in_book, quantity, day),
            )  # fmt: skip
    return None


def special_price(
    desk: Desk, quote: Quote, account: Account, product: Product, quantity: Decimal, day: date
) -> Priced | None:
    """Find what was agreed with a customer; None where nothing was."""
    theirs = Where("account", "eq", account.id), Where("product", "eq", product.id)
    agreed = [
        price
        for price in desk.replica.find(SpecialPrice, *theirs)
        if price.currency == quote.currency and (price.prices or "net") == (quote.prices or "net")
    ]
    best = best_of(agreed, quantity, day)
    if best is None or best.unit_price is None:
        return None
    least = best.from_quantity or Decimal(0)
    following = _following(agreed, quantity, day)
    return Priced(best.unit_price, Origin.CUSTOMER, account.name, "", least, best.last_day, following)


def ranked_books(desk: Desk, quote: Quote, account: Account | None, day: date) -> list[tuple[PriceBook, Origin]]:
    """List the books that hold for a quote on a day, the one to be asked first at the head."""
    group = account.customer_group if account else ""
    ranked = []
    for book in _books(desk, quote.currency, day):
        if (book.prices or "net") != (quote.prices or "net"):
            continue
        if group and book.customer_group == group:
            ranked.append((0, not book.is_standard, book, Origin.GROUP))
        elif book.id == quote.price_book:
            ranked.append((1, False, book, Origin.CHOSEN))
        elif not book.customer_group:
            ranked.append((2, not book.is_standard, book, Origin.COMMON))
    ranked.sort(key=lambda one: one[:2])
    return [(book, origin) for _, _, book, origin in ranked]


def best_of(prices: Iterable[P], quantity: Decimal, day: date) -> P | None:
    """Choose the price for a quantity on a day: the highest break it reaches, of two the one that began later."""
    reached = [
        price
        for price in prices
        if _holds(price, day) and (price.from_quantity or 0) <= abs(quantity) and price.unit_price is not None
    ]
    return max(reached, key=lambda price: (price.from_quantity or 0, price.first_day or date.min), default=None)


def _following(
    prices: Sequence[Price] | Sequence[SpecialPrice], quantity: Decimal, day: date
) -> tuple[Decimal, Decimal] | None:
    """Find the next break above a quantity, and what one unit costs from there."""
    above = [
        (price.from_quantity, price.unit_price)
        for price in prices
        if _holds(price, day)
        and price.from_quantity is not None
        and price.from_quantity > quantity
        and price.unit_price is not None
    ]
    return min(above, default=None)


def _holds(one: Price | SpecialPrice | PriceBook, day: date) -> bool:
    return (one.first_day or day) <= day <= (one.last_day or day)


def _books(desk: Desk, currency: str, day: date) -> list[PriceBook]:
    found = desk.replica.find(PriceBook, Where("currency", "eq", currency), order=("name",))
    return [book for book in found if _holds(book, day)]
