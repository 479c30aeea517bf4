"""What we sell and for how much: products, price books, currencies and taxes."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated

from crm_desktop.core import schema as field
from crm_desktop.core.entities.people import LEADS, ONLY_ADMINISTRATOR, PRICES
from crm_desktop.core.entities.quote_terms import terms_can_be_reckoned
from crm_desktop.core.names import sound_of
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Item, Merge, Raw, Record, entity

ITEM = QT_TRANSLATE_NOOP("core", "Item")
TEXTS = QT_TRANSLATE_NOOP("core", "Texts")
MONEY = QT_TRANSLATE_NOOP("core", "Money")


@entity("currency", QT_TRANSLATE_NOOP("core", "Currency"), QT_TRANSLATE_NOOP("core", "Currencies"), icon="banknote", write=ONLY_ADMINISTRATOR)
class Currency(Record, frozen=True, kw_only=True):
    """A currency; its id is the ISO 4217 code."""

    name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Code"), required=True, section=MONEY, column=1)] = ""
    symbol: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Symbol"), section=MONEY, column=2)] = ""
    total_step: Annotated[Decimal | None, field.decimal(QT_TRANSLATE_NOOP("core", "Totals rounded to"), section=MONEY, low=Decimal(0), help=QT_TRANSLATE_NOOP("core", "For example 0.05 or 1. New quotes take it over."))] = None


@entity("rate", QT_TRANSLATE_NOOP("core", "Exchange rate"), QT_TRANSLATE_NOOP("core", "Exchange rates"), icon="banknote", title=("currency", "day"), write=ONLY_ADMINISTRATOR)
class Rate(Record, frozen=True, kw_only=True):
    """How much one unit of a currency was worth in the base currency from a day on."""

    currency: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Currency"), "currency", required=True, section=MONEY, column=1)] = ""
    day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "From"), required=True, section=MONEY, column=3)] = None
    rate: Annotated[Decimal | None, field.decimal(QT_TRANSLATE_NOOP("core", "Rate"), required=True, section=MONEY, column=2, low=Decimal(0))] = None


@entity("tax_rate", QT_TRANSLATE_NOOP("core", "Tax rate"), QT_TRANSLATE_NOOP("core", "Tax rates"), icon="percent", write=ONLY_ADMINISTRATOR, rules=(terms_can_be_reckoned,))
class TaxRate(Record, frozen=True, kw_only=True):
    """A tax with its rate, as quotes print it."""

    name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Name"), required=True, section=MONEY, column=1)] = ""
    percent: Annotated[Decimal | None, field.percent(QT_TRANSLATE_NOOP("core", "Rate"), section=MONEY, column=2, low=Decimal(0), high=Decimal(100))] = None
    more_taxes: Annotated[tuple[Item, ...], field.labelled(QT_TRANSLATE_NOOP("core", "Further taxes"), section=MONEY, column=3, help=QT_TRANSLATE_NOOP("core", "Charged with this one, each as 7 or 9.975 %, with “on tax” after it if it is charged on the other taxes too."))] = ()


def product_sound(raw: Mapping[str, Raw]) -> dict[str, Raw]:
    """Derive how all names of a product sound."""
    further = raw.get("names")
    more = "".join(item[2] for item in further) if isinstance(further, list) else ""
    return sound_of({"name": f"{raw.get('name') or ''}{raw.get('name_zh') or ''}{more}"})


@entity("product", QT_TRANSLATE_NOOP("core", "Product"), QT_TRANSLATE_NOOP("core", "Products"), icon="package", write=ONLY_ADMINISTRATOR, derive=product_sound, derives_from=frozenset({"name", "name_zh", "names"}))
class Product(Record, frozen=True, kw_only=True):
    """Something we sell, known by its stock-keeping unit."""

    name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Name"), required=True, section=ITEM, column=1, width=260, search="name")] = ""
    name_zh: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Chinese name"), section=ITEM, column=3, width=200, search="name")] = ""
    names: Annotated[tuple[Item, ...], field.labelled(QT_TRANSLATE_NOOP("core", "Names in further languages"), section=TEXTS, search="name", help=QT_TRANSLATE_NOOP("core", "The language at the left, as de or fr; the product is found by each of them."))] = ()
    sku: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "SKU"), required=True, section=ITEM, column=2, index=True, search="name")] = ""
    category: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Category"), section=ITEM, column=4)] = ""
    subcategory: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Subcategory"), section=ITEM)] = ""
    unit: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Unit"), section=ITEM, column=5, width=80)] = ""
    tax_rate: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Tax rate"), "tax_rate", section=MONEY)] = ""
    cost: Annotated[Decimal | None, field.decimal(QT_TRANSLATE_NOOP("core", "Cost"), section=MONEY, read=LEADS)] = None
    lowest_price: Annotated[Decimal | None, field.decimal(QT_TRANSLATE_NOOP("core", "Lowest price"), section=MONEY, low=Decimal(0), help=QT_TRANSLATE_NOOP("core", "A quote below it needs an approval, where a limit has a lowest margin. Everybody can read it, the cost not."))] = None
    currency: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Currency"), "currency", section=MONEY)] = ""
    description: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "Description"), section=TEXTS)] = ""
    description_zh: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "Chinese description"), section=TEXTS)] = ""
    descriptions: Annotated[tuple[Item, ...], field.labelled(QT_TRANSLATE_NOOP("core", "Descriptions in further languages"), section=TEXTS, help=QT_TRANSLATE_NOOP("core", "The language at the left, as de or fr."))] = ()
    picture: Annotated[str, field.file(QT_TRANSLATE_NOOP("core", "Picture"))] = ""
    delivery_time: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Delivery time"), section=ITEM)] = ""
    is_inactive: Annotated[bool, field.yes_no(QT_TRANSLATE_NOOP("core", "No longer sold"), section=ITEM)] = False
    sound: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Sounds like"), derived=True, search="sound")] = ""
    external_key: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Key in the source"), index=True)] = ""


@entity("customer_group", QT_TRANSLATE_NOOP("core", "Customer group"), QT_TRANSLATE_NOOP("core", "Customer groups"), icon="users", write=ONLY_ADMINISTRATOR)
class CustomerGroup(Record, frozen=True, kw_only=True):
    """Customers who buy by the same price books."""

    name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Name"), required=True, section=ITEM, column=1)] = ""
    note: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Note"), section=ITEM, column=2)] = ""


@entity("price_book", QT_TRANSLATE_NOOP("core", "Price book"), QT_TRANSLATE_NOOP("core", "Price books"), icon="receipt", write=ONLY_ADMINISTRATOR)
class PriceBook(Record, frozen=True, kw_only=True):
    """A named list of prices in one currency: for everybody, or for one group of customers, between two days."""

    name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Name"), required=True, section=ITEM, column=1, width=260)] = ""
    currency: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Currency"), "currency", required=True, section=MONEY, column=2)] = ""
    is_standard: Annotated[bool, field.yes_no(QT_TRANSLATE_NOOP("core", "Used unless another is chosen"), section=ITEM, column=3)] = False
    prices: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Prices are"), PRICES, section=MONEY)] = ""
    customer_group: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Customer group"), "customer_group", section=ITEM, column=4, help=QT_TRANSLATE_NOOP("core", "Its customers buy by this book; empty: it is for everybody."))] = ""
    first_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "From"), section=ITEM, column=5)] = None
    last_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Until"), section=ITEM, column=6)] = None


@entity("price", QT_TRANSLATE_NOOP("core", "Price"), QT_TRANSLATE_NOOP("core", "Prices"), icon="tag", title=("product",), write=ONLY_ADMINISTRATOR)
class Price(Record, frozen=True, kw_only=True):
    """What one unit of a product costs in a price book, from a quantity on, between two days."""

    price_book: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Price book"), "price_book", required=True, section=MONEY, column=1, width=180)] = ""
    product: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Product"), "product", required=True, section=ITEM, column=2, width=260)] = ""
    unit_price: Annotated[Decimal | None, field.decimal(QT_TRANSLATE_NOOP("core", "Unit price"), required=True, section=MONEY, column=3, low=Decimal(0))] = None
    from_quantity: Annotated[Decimal | None, field.decimal(QT_TRANSLATE_NOOP("core", "From quantity"), section=ITEM, column=4)] = None
    first_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "From"), section=ITEM, column=5)] = None
    last_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Until"), section=ITEM, column=6)] = None
    external_key: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Key in the source"), index=True)] = ""


@entity("special_price", QT_TRANSLATE_NOOP("core", "Special price"), QT_TRANSLATE_NOOP("core", "Special prices"), icon="star", title=("product",), follows=("account",), write=LEADS)
class SpecialPrice(Record, frozen=True, kw_only=True):
    """What one customer pays for a unit of a product whatever the price books say, from a quantity on, between two days.

    It follows its account, so that nobody learns it who has not that customer.
    """

    account: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Account"), "account", required=True, merge=Merge.ASK, section=ITEM, column=1, width=220)] = ""
    product: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Product"), "product", required=True, section=ITEM, column=2, width=220)] = ""
    unit_price: Annotated[Decimal | None, field.decimal(QT_TRANSLATE_NOOP("core", "Unit price"), required=True, merge=Merge.ASK, section=MONEY, column=3, low=Decimal(0))] = None
    currency: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Currency"), "currency", required=True, section=MONEY, column=4)] = ""
    prices: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Prices are"), PRICES, section=MONEY)] = ""
    from_quantity: Annotated[Decimal | None, field.decimal(QT_TRANSLATE_NOOP("core", "From quantity"), section=ITEM, column=5)] = None
    first_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "From"), section=ITEM, column=6)] = None
    last_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Until"), section=ITEM, column=7)] = None
    reason: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Agreed because"), section=ITEM)] = ""
