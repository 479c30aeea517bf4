"""The totals of a quote follow from its raw values and those of its lines, alike on laptop and server."""

from decimal import Decimal
from typing import Any

import pytest

from crm_desktop.core.access import check_values
from crm_desktop.core.entities import Quote, QuoteLine, TaxRate
from crm_desktop.core.entities.quote_terms import plan_of, taxes_of
from crm_desktop.core.entities.quote_totals import FIGURES, line_figures, priced, quote_figures
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.payment import Part
from crm_desktop.core.pricing import Tax
from crm_desktop.core.schema import Item, Record, entity_of, raw_of


def quote(**more: Any) -> dict[str, Any]:
    return dict(raw_of(Quote(id="q", **{"currency": "CNY", "owner": "ann", **more})))


def line(price: str, id_: str = "l", **more: Any) -> dict[str, Any]:
    given = {"currency": "CNY", "quantity": Decimal(1), "tax_percent": Decimal(13), **more}
    return {**raw_of(QuoteLine(id=id_, quote="q", unit_price=Decimal(price), **given)), "id": id_}


def totals(raw: dict[str, Any], *lines: dict[str, Any]) -> tuple[Any, ...]:
    figures = quote_figures(raw, list(lines))
    return tuple(figures[name] for name in ("net", "tax", "rounded_off", "total"))


def refused(record: Record, name: str) -> RefusedError:
    raw = raw_of(record)
    with pytest.raises(RefusedError) as found:
        check_values(entity_of(record), raw, raw, "rep")
    assert found.value.field == name
    return found.value


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, (10050, 1307, None, 11357)),
        ({"discount_amount": Decimal("0.50")}, (10000, 1300, None, 11300)),
        ({"discount": Decimal(50), "discount_amount": Decimal("0.25")}, (5000, 650, None, 5650)),
        ({"prices": "gross"}, (8894, 1156, None, 10050)),
        ({"total_step": Decimal("0.05")}, (10050, 1307, -2, 11355)),
        ({"freight": Decimal(10), "freight_tax": Decimal(6)}, (11050, 1367, None, 12417)),
        ({"freight": Decimal(10), "freight_tax": Decimal(5), "freight_more_taxes": (Item("p", "PST", "7"),)}, (11050, 1427, None, 12477)),
    ],
)  # fmt: skip
def test_each_field_of_a_quote_reaches_its_totals(more: dict[str, Any], found: tuple[Any, ...]) -> None:
    assert totals(quote(**more), line("100.50")) == found


def test_a_half_of_tax_goes_where_the_quote_says() -> None:
    half = line("0.50", tax_percent=Decimal(5))
    assert totals(quote(), half) == (50, 3, None, 53)
    assert totals(quote(rounding="half_even"), half) == (50, 2, None, 52)


def test_tax_by_line_is_rounded_on_each() -> None:
    three = [line("0.50", str(at)) for at in range(3)]
    assert [totals(quote(tax_by=by), *three)[1] for by in ("", "group", "line")] == [20, 20, 21]


def test_further_taxes_of_a_line_count() -> None:
    canada = line("100", tax_label="GST", tax_percent=Decimal(5), more_taxes=(Item("q", "QST", "9.975 % on tax"),))
    assert totals(quote(), canada) == (10000, 500 + 1047, None, 11547)


def test_alternative_and_optional_lines_are_priced_and_not_counted() -> None:
    others = [line("7", "2", kind="optional"), line("9", "3", kind="alternative"), line("1", "4", kind="note")]
    assert [line_figures(one)["net"] for one in others] == [700, 900, None]
    assert totals(quote(), line("100", "1"), *others) == (10000, 1300, None, 11300)


def test_a_line_rounds_as_it_says_and_takes_its_amount_off() -> None:
    half = {"quantity": Decimal("0.5"), "discount_amount": Decimal("0.01")}
    assert line_figures(line("0.25", **half)) == {"net": 12}
    assert line_figures(line("0.25", rounding="half_even", **half)) == {"net": 11}
    assert totals(quote(), line("0.25", rounding="half_even", **half))[0] == 11


def test_lines_belong_to_the_heading_above_them_also_where_two_have_one_name() -> None:
    lines = [
        line("1", "a", position=1), line("0", "h1", position=2, kind="section", description="Pumps"),
        line("5", "b", position=3), line("0", "h2", position=4, kind="section", description="Pumps"),
        line("7", "c", position=5),
    ]  # fmt: skip
    sections = priced(quote(), lines[::-1]).sections
    assert [(one.section, str(one.net)) for one in sections] == [("", "1.00"), ("h1", "5.00"), ("h2", "7.00")]


def test_amounts_in_the_base_currency_follow_the_rate_that_the_quote_keeps() -> None:
    raw = quote(currency="USD", base_currency="CNY", rate=Decimal("7.123456"))
    figures = quote_figures(raw, [line("100", currency="USD")])
    assert (figures["net_in_base"], figures["total_in_base"]) == (71235, 80495)
    assert quote_figures(quote(), [line("100")])["net_in_base"] is None


def test_a_yen_quote_is_worth_whole_yen_and_cents_of_its_base() -> None:
    raw = quote(currency="JPY", base_currency="CNY", rate=Decimal("0.0478"))
    assert quote_figures(raw, [line("1001", currency="JPY")])["total_in_base"] == 5406


def test_lines_in_two_currencies_have_no_total_and_say_why() -> None:
    mixed = [line("100", "1"), line("100", "2", currency="EUR")]
    assert quote_figures(quote(), mixed) == dict.fromkeys(FIGURES)
    with pytest.raises(UserError, match="Line 2 is in EUR and its quote in CNY"):
        priced(quote(), mixed)


def test_more_than_a_column_holds_is_left_out() -> None:
    raw = quote(base_currency="JPY", rate=Decimal(1_000_000))
    figures = quote_figures(raw, [line("1000000000000", quantity=Decimal(1000))])
    assert (figures["net"], figures["net_in_base"]) == (10**17, None)


def test_taxes_and_parts_are_read_as_they_are_typed() -> None:
    assert taxes_of([["a", "PST", "7"], ["b", "QST", "9.975 ％ 税上税"]]) == (
        Tax("PST", Decimal(7)),
        Tax("QST", Decimal("9.975"), on_tax=True),
    )
    assert plan_of([["a", "On order", "30 % +14"]]) == (("On order", Part(Decimal(30), is_percent=True, days=14)),)


@pytest.mark.parametrize("text", ["seven", "NaN", "1e2", "-7", "100.5", "7 on", "٧", "7.0000001"])
def test_a_further_tax_that_is_no_rate_is_refused_at_the_door(text: str) -> None:
    said = refused(QuoteLine(id="l", more_taxes=(Item("a", "PST", text),)), "more_taxes")
    assert str(said).startswith(f"“{text}” is no rate of a tax")
    refused(TaxRate(id="t", more_taxes=(Item("a", "PST", text),)), "more_taxes")
    refused(Quote(id="q", freight_more_taxes=(Item("a", "PST", text),)), "freight_more_taxes")


def test_a_payment_plan_that_cannot_be_kept_is_refused_at_the_door() -> None:
    refused(Quote(id="q", payment_plan=(Item("a", "On order", "a third"),)), "payment_plan")
    too_much = (Item("a", "On order", "60 %"), Item("b", "Then", "50 %"))
    assert "110 percent" in str(refused(Quote(id="q", payment_plan=too_much), "payment_plan"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("discount_amount", Decimal(-1)),
        ("total_step", Decimal(-1)),
        ("rate", Decimal(-1)),
        ("freight_tax", Decimal(101)),
    ],
)
def test_numbers_out_of_their_bounds_are_refused_at_the_door(name: str, value: Decimal) -> None:
    assert name in refused(Quote(id="q", currency="CNY", **{name: value}), name).field
