"""Prices in the lists of a page: which hold on the day looked at, and what a row says of each."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from crm_desktop.core.entities import Account, Price, PriceBook, Product, SpecialPrice
from crm_desktop.core.schema import Record
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context

PRICES = frozenset({"price", "special_price"})


def in_force(context: Context, records: Iterable[Record]) -> list[Record]:
    """Keep the prices that hold on the day looked at, by their book or customer and from the smallest quantity up."""
    today = wording.day_in_view(context)
    named = []
    for record in records:
        if not isinstance(record, Price | SpecialPrice):
            continue
        book = context.view.get(PriceBook, record.price_book) if isinstance(record, Price) else None
        spans = [record, book] if book is not None else [record]
        if all((one.first_day or today) <= today <= (one.last_day or today) for one in spans):
            is_common = book is None or not book.is_standard
            named.append((is_common, first(context, record, None), record.from_quantity or 0, record))
    return [record for *_, record in sorted(named, key=lambda one: one[:3])]


def first(context: Context, record: Price | SpecialPrice, page: Record | None) -> str:
    """Name a price on a page by what the page is not: its book, its customer or its product."""
    if isinstance(record, Price):
        key, id_ = ("price_book", record.price_book)
    elif isinstance(page, Account):
        key, id_ = ("product", record.product)
    else:
        key, id_ = ("account", record.account)
    return wording.title(context, key, id_)


def beside(context: Context, record: Price | SpecialPrice) -> tuple[str, str, str]:
    """Say from which quantity and until when a price holds, the price, and the hue of its sign."""
    product = context.view.get(Product, record.product)
    said = []
    if record.from_quantity and record.from_quantity > 1:
        words = QCoreApplication.translate("RelatedRow", "From %1 %2")
        many = words.replace("%1", wording.number(record.from_quantity))
        said.append(many.replace("%2", product.unit if product else "").strip())
    last = record.last_day
    currency = record.currency if isinstance(record, SpecialPrice) else ""
    if isinstance(record, Price) and (book := context.view.get(PriceBook, record.price_book)) is not None:
        currency = book.currency
        last = min((one for one in (last, book.last_day) if one is not None), default=None)
    if last is not None:
        said.append(QCoreApplication.translate("RelatedRow", "Until %1").replace("%1", wording.day(last)))
    price = wording.money(record.unit_price, currency) if record.unit_price is not None else ""
    return " · ".join(said), price, "amber" if isinstance(record, SpecialPrice) else "grey"
