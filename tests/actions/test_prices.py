"""A price is the customer's own, else that of the group's book, of the book chosen, of the standard one; and says why."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from crm_desktop.actions import quotes
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.prices import Origin, Priced, offered_price, standard_book
from crm_desktop.core.entities import (
    Account,
    CustomerGroup,
    Opportunity,
    Price,
    PriceBook,
    Product,
    Quote,
    QuoteLine,
    SpecialPrice,
)
from crm_desktop.core.schema import Record
from tests.replicas import Office

DAY = date(2026, 6, 1)
BEFORE, AFTER = date(2026, 5, 31), date(2026, 6, 2)
YEAR_END = date(2026, 12, 31)


class Case(NamedTuple):
    """Prices of one product beside the 1,250 of the standard book: by book (price, fields of the book), and agreed ones."""

    books: dict[str, tuple[int, dict[str, Any]]]
    special: list[dict[str, Any]]
    head: dict[str, Any]
    wanted: tuple[int, Origin, str] | None


STANDARD = (1250, Origin.CHOSEN, "Standard")
DEALER: dict[str, tuple[int, dict[str, Any]]] = {"Dealer": (900, {"customer_group": "dealers"})}
BOTH = DEALER | {"Chosen": (950, {})}
AGREED = {"unit_price": Decimal(800)}
CASES = {
    "agreed": Case(BOTH, [AGREED], {}, (800, Origin.CUSTOMER, "上海泵业")),
    "of the group": Case(BOTH, [], {"price_book": "Chosen"}, (900, Origin.GROUP, "Dealer")),
    "chosen": Case(BOTH, [], {"price_book": "Chosen", "account": "harbour1"}, (950, Origin.CHOSEN, "Chosen")),
    "standard": Case(BOTH, [], {"price_book": "", "account": "harbour1"}, (1250, Origin.COMMON, "Standard")),
    "of nobody": Case({}, [], {"account": ""}, STANDARD),
    "agreed later": Case(DEALER, [AGREED | {"first_day": AFTER}], {}, (900, Origin.GROUP, "Dealer")),
    "agreed before": Case(DEALER, [AGREED | {"last_day": BEFORE}], {}, (900, Origin.GROUP, "Dealer")),
    "last day": Case({}, [AGREED | {"last_day": DAY}], {}, (800, Origin.CUSTOMER, "上海泵业")),
    "in yen": Case({}, [AGREED | {"currency": "JPY"}], {}, STANDARD),
    "with another": Case({}, [AGREED | {"account": "south1"}], {}, STANDARD),
    "with tax": Case({}, [AGREED | {"prices": "gross"}], {}, STANDARD),
    "book ended": Case({"Dealer": (900, {"customer_group": "dealers", "last_day": BEFORE})}, [], {}, STANDARD),
    "book begins": Case({"Dealer": (900, {"customer_group": "dealers", "first_day": AFTER})}, [], {}, STANDARD),
    "book with tax": Case({"Dealer": (900, {"customer_group": "dealers", "prices": "gross"})}, [], {}, STANDARD),
    "others' book": Case({"Other": (700, {"customer_group": "others"})}, [], {}, STANDARD),
    "in no way alike": Case({}, [AGREED], {"prices": "gross"}, None),
}


@pytest.fixture(scope="module")
def priced(staffed: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Add the prices of every case, each of a product and in books of its own, and put one customer into a group."""
    office = staffed.copy(tmp_path_factory.mktemp("priced"))
    office.add(CustomerGroup(id="dealers", name="Dealers"), CustomerGroup(id="others", name="Others"))
    office.edit(office.get(Account, "north1"), customer_group="dealers")
    for name, case in CASES.items():
        office.add(*in_books(name, case))
    office.add(
        Product(id="breaks", name="Breaks", sku="breaks"),
        SpecialPrice(id="one", account="north1", product="breaks", currency="CNY", unit_price=Decimal(800), last_day=YEAR_END),
        SpecialPrice(id="many", account="north1", product="breaks", currency="CNY", unit_price=Decimal(780), from_quantity=Decimal(50)),
        Product(id="ending", name="Ending", sku="ending"),
        PriceBook(id="ending book", name="Ending", currency="CNY", customer_group="dealers", last_day=AFTER),
        Price(id="ending price", price_book="ending book", product="ending", unit_price=Decimal(9), last_day=YEAR_END),
    )  # fmt: skip
    desk = desk_of(office.laptops[0], office.clock)
    office.sync(desk.replica)
    yield desk
    office.close()


def in_books(name: str, case: Case) -> list[Record]:
    records: list[Record] = [
        Product(id=name, name=name, sku=name),
        Price(id=f"{name} standard", price_book="book", product=name, unit_price=Decimal(1250)),
    ]
    for book, (price, fields) in case.books.items():
        id_ = f"{name} {book}"
        records.append(PriceBook(id=id_, name=book, currency="CNY", **fields))
        records.append(Price(id=f"{id_} price", price_book=id_, product=name, unit_price=Decimal(price)))
    for at, agreed in enumerate(case.special):
        values = {"account": "north1", "currency": "CNY", "product": name} | agreed
        records.append(SpecialPrice(id=f"{name} {at}", **values))
    return records


def offered(desk: Desk, name: str, quantity: int = 1, **head: Any) -> Priced | None:
    head = {"account": "north1", "price_book": "book", "currency": "CNY"} | head
    return offered_price(desk, Quote(id="q", **head), desk.fetch(Product, name), Decimal(quantity), DAY)


@pytest.mark.parametrize("name", CASES)
def test_the_first_that_has_a_price_gives_it(priced: Desk, name: str) -> None:
    case = CASES[name]
    head = dict(case.head)
    if head.get("price_book"):
        head["price_book"] = f"{name} {head['price_book']}"
    found = offered(priced, name, **head)
    assert (None if found is None else (found.unit_price, found.origin, found.source)) == case.wanted


def test_a_price_knows_its_end_its_break_and_the_next_one(priced: Desk) -> None:
    first, many = offered(priced, "breaks", 49), offered(priced, "breaks", 50)
    assert first == Priced(
        Decimal(800), Origin.CUSTOMER, "上海泵业", until=YEAR_END, following=(Decimal(50), Decimal(780))
    )
    assert many is not None
    assert (many.unit_price, many.from_quantity, many.until, many.following) == (780, 50, None, None)


def test_a_book_ends_the_prices_that_end_later(priced: Desk) -> None:
    found = offered(priced, "ending")
    assert found is not None
    assert (found.until, found.group) == (AFTER, "Dealers")


def test_a_special_price_stays_with_those_who_have_the_customer(office: Office) -> None:
    agreed = {"product": "pump", "currency": "CNY", "unit_price": Decimal(800)}
    office.add(SpecialPrice(id="n", account="north1", **agreed), SpecialPrice(id="s", account="south1", **agreed))
    office.sync(*office.laptops[:2])
    assert [[one.id for one in laptop.find(SpecialPrice)] for laptop in office.laptops[:2]] == [["n"], ["s"]]


def test_a_new_quote_takes_the_book_of_the_group_and_a_break_of_the_price_agreed(office: Office) -> None:
    office.add(
        CustomerGroup(id="dealers", name="Dealers"),
        PriceBook(id="dealer", name="Dealer", currency="CNY", customer_group="dealers"),
        *(SpecialPrice(id=f"from {least}", account="north1", product="pump", currency="CNY", unit_price=price, from_quantity=least)
          for least, price in ((None, Decimal(800)), (Decimal(5), Decimal(700)))),
    )  # fmt: skip
    desk = desk_of(office.laptops[0], office.clock)
    office.edit(office.get(Account, "north1"), customer_group="dealers")
    office.sync(desk.replica)
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, "deal1"))
    assert quote.price_book == "dealer"
    other = standard_book(desk, "CNY", desk.fetch(Account, "harbour1"))
    assert other is not None
    assert other.id == "book"
    line, _ = quotes.add_line(desk, quote, desk.fetch(Product, "pump"))
    quotes.edit_line(desk, quote, line, quantity=Decimal(5))
    line = desk.fetch(QuoteLine, line.id)
    assert line.unit_price == 700
    quotes.edit_line(desk, quote, line, unit_price=Decimal(690))
    quotes.edit_line(desk, quote, desk.fetch(QuoteLine, line.id), quantity=Decimal(1))
    assert desk.fetch(QuoteLine, line.id).unit_price == 690
