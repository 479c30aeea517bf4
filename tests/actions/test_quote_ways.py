"""A new quote takes over how the company reckons, keeps its rate, and prints what it says."""

import subprocess
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from crm_desktop.actions import issuing, quotes, records
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.papers import paper_of, payment_plan
from crm_desktop.core.entities import (
    Currency,
    Opportunity,
    Organisation,
    PriceBook,
    Product,
    Quote,
    QuoteLine,
    Rate,
    TaxRate,
)
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.schema import Item
from tests.replicas import Office

QST = (Item("q", "QST", "9.975 on tax"),)


@pytest.fixture
def desk(office: Office) -> Desk:
    return desk_of(office.laptops[0], office.clock)


def drafted(desk: Desk, *prices: str, **head: Any) -> Quote:
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, "deal1"))
    lines = [
        QuoteLine(
            id=desk.new_id(), quote=quote.id, position=at, currency=quote.currency, quantity=Decimal(1),
            unit_price=Decimal(price), tax_percent=Decimal(13), tax_label="VAT 13 %", description=f"Item {at}",
        )
        for at, price in enumerate(prices, 1)
    ]  # fmt: skip
    if lines:
        records.create(desk, *lines)
    if head:
        quotes.edit_quote(desk, quote, **head)
    return desk.fetch(Quote, quote.id)


def said_on_paper(desk: Desk, quote: Quote) -> str:
    pdf = paper_of(desk, quote)
    return subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def test_a_new_quote_reckons_as_the_company_does_and_freezes_the_rate_of_its_currency(office: Office) -> None:
    today = office.clock().date()
    office.add(
        Currency(id="USD", name="USD", total_step=Decimal("0.05")),
        PriceBook(id="usd", name="Export", currency="USD", is_standard=True, prices="gross"),
        TaxRate(id="gst", name="GST", percent=Decimal(5), more_taxes=QST),
        Product(id="hose", name="Hose", sku="H-1", tax_rate="gst"),
        *(
            Rate(id=f"r{at}", currency="USD", day=today - timedelta(days=days), rate=Decimal(rate))
            for at, (days, rate) in enumerate(((40, "7.10"), (3, "7.12"), (-2, "7.30")))
        ),
    )
    office.edit(office.get(Organisation, "organisation"), quote_rounding="half_even", quote_tax_by="line")
    ann = office.laptops[0]
    office.sync(ann)
    desk = desk_of(ann, office.clock)
    records.edit(desk, desk.fetch(Opportunity, "deal1"), currency="USD")
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, "deal1"))
    assert (quote.prices, quote.tax_by, quote.rounding, quote.total_step) == (
        "gross", "line", "half_even", Decimal("0.05"),
    )  # fmt: skip
    assert (quote.base_currency, quote.rate, quote.rate_day) == ("CNY", Decimal("7.12"), today - timedelta(days=3))
    line, _ = quotes.add_line(desk, quote, desk.fetch(Product, "hose"))
    assert (line.tax_percent, line.more_taxes, line.rounding) == (Decimal(5), QST, "half_even")
    quotes.edit_line(desk, quote, line, unit_price=Decimal("100.02"))
    office.sync(ann)
    here, there = desk.fetch(Quote, quote.id), office.get(Quote, quote.id)
    assert (here.net, here.tax, here.rounded_off, here.total) == (
        Decimal("86.62"), Decimal("13.40"), Decimal("-0.02"), Decimal("100.00"),
    )  # fmt: skip
    assert (here.net_in_base, here.total_in_base) == (Decimal("616.73"), Decimal("712.00"))
    assert there == here


def test_a_quote_in_the_base_currency_keeps_no_rate(desk: Desk) -> None:
    quote = drafted(desk, "100")
    assert (quote.base_currency, quote.rate, quote.total_in_base) == ("", None, None)


def test_lines_are_rounded_as_their_quote_says_in_the_same_save(desk: Desk) -> None:
    quote = drafted(desk, "0.125")
    (line,) = quotes.lines_of(desk, quote)
    assert line.net == Decimal("0.13")
    done = quotes.edit_quote(desk, quote, rounding="half_even")
    (line,) = quotes.lines_of(desk, quote)
    assert (line.net, desk.fetch(Quote, quote.id).net) == (Decimal("0.12"), Decimal("0.12"))
    records.undo(desk, done.change)
    assert desk.fetch(Quote, quote.id).net == Decimal("0.13")


def test_lines_name_their_products_in_the_language_of_their_quote_unless_somebody_typed(office: Office) -> None:
    office.add(Product(id="two", name="Shaft seal", name_zh="机械密封", sku="S"))
    office.sync(office.laptops[0])
    desk = desk_of(office.laptops[0], office.clock)
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, "deal1"))
    quotes.edit_quote(desk, quote, language="zh_CN")
    for text in ("", "Ours, as last year"):
        line, _ = quotes.add_line(desk, desk.fetch(Quote, quote.id), desk.fetch(Product, "two"))
        if text:
            quotes.edit_line(desk, quote, line, description=text)
    for language, name in (("en", "Shaft seal"), ("zh_CN", "机械密封")):
        quotes.edit_quote(desk, desk.fetch(Quote, quote.id), language=language)
        assert [line.description for line in quotes.lines_of(desk, quote)] == [name, "Ours, as last year"]


def test_a_quote_with_lines_keeps_its_currency(desk: Desk) -> None:
    quote = drafted(desk, "100")
    (line,) = quotes.lines_of(desk, quote)
    with pytest.raises(RefusedError, match="This quote has lines in CNY"):
        quotes.edit_quote(desk, quote, currency="JPY")
    with pytest.raises(RefusedError, match="Make a new quote from the deal for JPY"):
        quotes.edit_line(desk, quote, line, currency="JPY")
    empty = drafted(desk)
    quotes.edit_quote(desk, empty, currency="JPY")
    assert desk.fetch(Quote, empty.id).currency == "JPY"


def test_a_quote_in_two_currencies_is_neither_printed_nor_issued(desk: Desk) -> None:
    quote = drafted(desk, "100", "100")
    records.edit(desk, quotes.lines_of(desk, quote)[1], currency="JPY")
    found = desk.fetch(Quote, quote.id)
    assert (found.net, found.total) == (None, None)
    for refuse in (paper_of, issuing.issue):
        with pytest.raises(UserError, match="Line 2 is in JPY and its quote in CNY"):
            refuse(desk, found)


PLAN = (
    Item("a", "On order", "30 %"), Item("b", "Before shipment", "5000"), Item("c", "", "60 % +30"),
)  # fmt: skip


def test_the_payment_plan_divides_the_total_with_its_days(desk: Desk) -> None:
    quote = drafted(desk, "10000", payment_plan=PLAN)
    plan = payment_plan(quote, Decimal("11300.01"), date(2026, 11, 22))
    assert [(one.label, one.due, str(one.amount)) for one in plan] == [
        ("On order 30 %", None, "1890.00"), ("Before shipment", None, "5000.00"),
        ("60 %", date(2026, 12, 22), "3780.01"), ("", None, "630.00"),
    ]  # fmt: skip


def test_a_plan_that_asks_for_more_than_the_total_is_not_issued(desk: Desk) -> None:
    quote = drafted(desk, "100", payment_plan=(Item("a", "On order", "5000"),))
    with pytest.raises(RefusedError, match="The payment plan asks for more than the total"):
        issuing.issue(desk, quote)


def test_the_paper_says_discounts_taxes_rounding_and_plan(desk: Desk) -> None:
    quote = drafted(
        desk, "10000", "99.99", discount_amount=Decimal(100), total_step=Decimal(1), payment_plan=PLAN, language="en"
    )
    first, second = quotes.lines_of(desk, quote)
    quotes.edit_line(desk, quote, first, discount_amount=Decimal(50), more_taxes=(Item("p", "PST", "7"),))
    quotes.edit_line(desk, quote, second, kind="alternative")
    said = said_on_paper(desk, desk.fetch(Quote, quote.id))
    for one in (
        "−50.00 13% + 7% 9,950.00", "Alternative · not included in the total", "(99.99)", "Discount −100.00",
        "VAT 13 % 9,850.00 1,280.50", "PST 7% 9,850.00 689.50", "Tax 1,970.00", "CNY 11,820.00",
        "Eleven thousand eight hundred twenty and 00/100", "On order 30 %", "Balance", "682.00",
    ):  # fmt: skip
        assert one in said, (one, said)


def test_the_paper_of_prices_with_tax_says_so_and_shows_the_rounding(desk: Desk) -> None:
    quote = drafted(desk, "113.02", prices="gross", total_step=Decimal("0.05"), language="zh_CN")
    said = said_on_paper(desk, quote)
    for one in (
        "含税单价",
        "含税明细合计 113.02",
        "其中税额 13.00",
        "尾数调整 −0.02",
        "CNY 113.00",
        "人民币壹佰壹拾叁元整",
    ):
        assert one in said, (one, said)


def test_each_section_has_the_subtotal_of_its_own_lines(desk: Desk) -> None:
    quote = drafted(desk, "5", "7", language="en")
    first, second = quotes.lines_of(desk, quote)
    heads = [
        QuoteLine(id=desk.new_id(), quote=quote.id, kind="section", description="Pumps", position=at, currency="CNY")
        for at in (1, 3)
    ]
    records.create(desk, *heads)
    quotes.edit_line(desk, quote, first, position=2)
    quotes.edit_line(desk, quote, second, position=4)
    said = said_on_paper(desk, desk.fetch(Quote, quote.id))
    assert said.count("Subtotal Pumps 5.00") == said.count("Subtotal Pumps 7.00") == 1
