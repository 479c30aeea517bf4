"""Every way of pricing adds up: taxes by group or line, in or on top of prices, several on a line, discounts as amounts."""

import re
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.core.errors import UserError
from crm_desktop.core.pricing import LineInput, PricedQuote, QuoteInput, Tax, TaxGroup, price_line, price_quote

VAT = {"tax_label": "VAT", "tax_rate": Decimal(13)}
GST = {"tax_label": "GST", "tax_rate": Decimal(5)}
PST, QST_ON_TAX = Tax("PST", Decimal(7)), Tax("QST", Decimal("9.5"), on_tax=True)


def line(quantity: str, price: str, **more: Any) -> LineInput:
    return LineInput(quantity=Decimal(quantity), unit_price=Decimal(price), **more)


def priced(*lines: LineInput, currency: str = "CNY", **more: Any) -> PricedQuote:
    return price_quote(QuoteInput(currency=currency, lines=lines, **more))


def told(*amounts: Decimal) -> list[str]:
    return [str(amount) for amount in amounts]


def taxes(quote: PricedQuote) -> list[tuple[str, str, str]]:
    return [(group.label, str(group.base), str(group.tax)) for group in quote.groups]


@pytest.mark.parametrize(("rounding", "gross", "tax"), [("half_up", "0.13", "0.03"), ("half_even", "0.12", "0.02")])
def test_a_half_goes_where_the_quote_says(rounding: Any, gross: str, tax: str) -> None:
    quote = priced(line("0.5", "0.25", tax_rate=Decimal(20)), rounding=rounding)
    assert told(quote.lines[0].gross, quote.tax) == [gross, tax]
    assert str(priced(line("1", "0.50", tax_rate=Decimal(5)), rounding=rounding).tax) == tax
    negative = price_line(line("-0.5", "0.25"), "CNY", rounding)
    assert str(negative.gross) == f"-{gross}"


def test_a_line_keeps_the_rounding_it_was_priced_with() -> None:
    assert str(price_line(line("0.5", "0.25", rounding="half_even"), "CNY", "half_up").gross) == "0.12"


def test_tax_by_group_is_rounded_once_and_by_line_on_each() -> None:
    lines = [line("1", "0.50", **VAT)] * 3
    assert taxes(priced(*lines)) == [("VAT", "1.50", "0.20")]
    assert taxes(priced(*lines, tax_by="line")) == [("VAT", "1.50", "0.21")]


def test_prices_with_tax_hold_it() -> None:
    quote = priced(line("2", "113.00", **VAT), line("1", "10.60", tax_rate=Decimal(6)), prices_with_tax=True)
    assert told(quote.net, quote.base, quote.tax, quote.total) == ["236.60", "210.00", "26.60", "236.60"]
    assert taxes(quote) == [("VAT", "200.00", "26.00"), ("", "10.00", "0.60")]


def test_the_tax_within_prices_by_line_is_what_each_line_holds() -> None:
    lines = [line("1", "0.99", **VAT)] * 3
    assert told(*(priced(*lines, prices_with_tax=True, tax_by=by).tax for by in ("group", "line"))) == ["0.34", "0.33"]


def test_several_taxes_on_one_line_share_its_base() -> None:
    quote = priced(line("1", "100", **GST, more_taxes=(PST,)), line("1", "50", **GST))
    assert taxes(quote) == [("PST", "100.00", "7.00"), ("GST", "150.00", "7.50")]
    assert str(quote.total) == "164.50"


def test_a_tax_on_tax_is_charged_on_the_plain_taxes_too() -> None:
    quote = priced(line("1", "100", **GST, more_taxes=(QST_ON_TAX,)), line("1", "20", **GST))
    assert taxes(quote) == [("GST", "120.00", "6.00"), ("QST", "105.00", "9.98")]
    within = priced(line("1", "114.975", **GST, more_taxes=(QST_ON_TAX,)), prices_with_tax=True)
    assert told(within.base, within.tax, within.total) == ["100.00", "14.98", "114.98"]


def test_a_tax_named_twice_on_a_line_is_charged_once() -> None:
    assert taxes(priced(line("1", "100", **GST, more_taxes=(Tax("GST", Decimal("5.0")),)))) == [
        ("GST", "100.00", "5.00")
    ]


def test_freight_without_a_label_joins_the_tax_of_its_rate() -> None:
    quote = priced(line("1", "100", **VAT), freight=Decimal(10), freight_tax_rate=Decimal(13))
    assert taxes(quote) == [("VAT", "110.00", "14.30")]


def test_a_discount_as_an_amount_comes_after_the_percentage_and_takes_no_more_than_is_left() -> None:
    one = price_line(line("2", "50", discount_percent=Decimal(10), discount_amount=Decimal("4.005")), "CNY")
    assert told(one.discount, one.net) == ["14.01", "85.99"]
    all_of_it = price_line(line("2", "50", discount_amount=Decimal(500)), "CNY")
    assert told(all_of_it.discount, all_of_it.net) == ["100.00", "0.00"]
    credit = price_line(line("-2", "50", discount_amount=Decimal(10)), "CNY")
    assert told(credit.discount, credit.net) == ["-10.00", "-90.00"]


def test_a_document_discount_as_an_amount_is_shared_by_net() -> None:
    quote = priced(line("1", "200", **VAT), line("1", "100", tax_rate=Decimal(6)), discount_amount=Decimal(100))
    assert [str(group.discount) for group in quote.groups] == ["66.67", "33.33"]
    assert str(priced(discount_amount=Decimal(100)).total) == "0.00"


@pytest.mark.parametrize("by", ["group", "line"])
def test_a_cent_that_two_could_have_goes_to_the_higher_rate_whatever_the_order(by: Any) -> None:
    low, high = line("1", "10", tax_rate=Decimal(6)), line("1", "10", **VAT)
    for lines in ((low, high), (high, low)):
        quote = priced(*lines, discount_amount=Decimal("0.01"), tax_by=by)
        assert [(str(group.rate), str(group.discount)) for group in quote.groups] == [("13", "0.01"), ("6", "0.00")]


@pytest.mark.parametrize(
    ("total", "step", "rounding", "rounded"),
    [
        ("10.02", "0.05", "-0.02", "10.00"), ("10.03", "0.05", "0.02", "10.05"), ("10.50", "1", "0.50", "11.00"),
        ("10.50", "0", "0.00", "10.50"), ("-10.03", "0.05", "-0.02", "-10.05"), ("0.00", "0.05", "0.00", "0.00"),
        ("1234.56", "10", "-4.56", "1230.00"),
    ],
)  # fmt: skip
def test_the_total_is_rounded_to_its_step_in_a_line_of_its_own(
    total: str, step: str, rounding: str, rounded: str
) -> None:
    quote = priced(line("1", total), total_step=Decimal(step))
    assert told(quote.base, quote.rounding, quote.total) == [total, rounding, rounded]


NUMBERS_REFUSED = ["NaN", "sNaN", "Infinity", "-Infinity", "1E+5", "1e-30", "1000000000000000000"]


@pytest.mark.parametrize("value", NUMBERS_REFUSED)
def test_what_is_no_plain_number_is_refused_with_its_line(value: str) -> None:
    for name in ("quantity", "unit_price", "discount_percent", "discount_amount", "tax_rate"):
        bad = msgspec.structs.replace(line("1", "1"), **{name: Decimal(value)})
        with pytest.raises(UserError, match=r"no number to reckon with") as refused:
            priced(line("1", "1"), bad)
        assert str(refused.value).startswith("Line 2: ")
    for name in ("discount_percent", "discount_amount", "freight", "freight_tax_rate", "total_step"):
        with pytest.raises(UserError, match=r"^“.*” is no number to reckon with"):
            priced(**{name: Decimal(value)})


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"discount_percent": Decimal("100.01")}, "between 0 and 100 percent, and this is 100.01"),
        ({"tax_rate": Decimal(-1)}, "between 0 and 100 percent, and this is -1"),
        ({"more_taxes": (Tax("PST", Decimal(101)),)}, "between 0 and 100 percent, and this is 101"),
        ({"discount_amount": Decimal(-1)}, "must not be below zero"),
        ({"currency": "EUR"}, "Line 1 is in EUR and its quote in CNY"),
    ],
)
def test_a_line_that_cannot_be_reckoned_with_is_refused_with_a_sentence(more: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError, match=said):
        priced(line("1", "1", **more))


def test_no_total_is_rounded_to_a_coin_that_its_currency_has_not() -> None:
    with pytest.raises(UserError, match=r"cannot be rounded to 0\.05: JPY"):
        priced(line("1", "1"), currency="JPY", total_step=Decimal("0.05"))


def test_a_quote_is_read_from_plain_data_and_told_as_plain_data() -> None:
    plain = {
        "currency": "CNY",
        "discount_percent": "2",
        "lines": [
            {"quantity": "2.25", "unit_price": "64.22", "tax_label": "VAT", "tax_rate": "13"},
            {"quantity": "12", "unit_price": "1250.00", "discount_percent": "8", "tax_label": "VAT", "tax_rate": "13"},
            {"quantity": "3", "unit_price": "4800.00", "tax_label": "VAT", "tax_rate": "6"},
            {"quantity": "100", "unit_price": "3.335", "discount_percent": "15", "tax_label": "VAT", "tax_rate": "13"},
        ],
    }
    said = msgspec.to_builtins(price_quote(msgspec.convert(plain, QuoteInput)))
    assert (said["net"], said["discount"], said["tax"], said["total"]) == ("28627.97", "572.56", "2659.36", "30714.77")
    assert [group["tax"] for group in said["groups"]] == ["1812.64", "846.72"]


RATES = [Decimal(0), Decimal(6), Decimal(13), Decimal("9.975")]
TAXES = st.builds(Tax, st.sampled_from(["", "A", "B"]), st.sampled_from(RATES), on_tax=st.booleans())
PERCENTS = st.decimals(min_value=0, max_value=100, places=2)
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=4)
LINES = st.builds(
    LineInput,
    quantity=st.decimals(min_value=-1000, max_value=10**9, places=6),
    unit_price=AMOUNTS,
    discount_percent=PERCENTS,
    discount_amount=st.just(Decimal(0)) | AMOUNTS,
    tax_label=st.sampled_from(["", "A", "B"]),
    tax_rate=st.sampled_from(RATES),
    more_taxes=st.lists(TAXES, max_size=2).map(tuple),
    kind=st.sampled_from(["normal", "normal", "optional", "alternative"]),
    section=st.sampled_from(["", "Pumps", "Service"]),
)
QUOTES = st.builds(
    QuoteInput,
    currency=st.sampled_from(["CNY", "JPY", "KWD"]),
    lines=st.lists(LINES, max_size=8).map(tuple),
    discount_percent=PERCENTS,
    discount_amount=st.just(Decimal(0)) | AMOUNTS,
    freight=st.just(Decimal(0)) | AMOUNTS,
    freight_tax_label=st.sampled_from(["", "A"]),
    freight_tax_rate=st.sampled_from(RATES),
    freight_more_taxes=st.lists(TAXES, max_size=1).map(tuple),
    prices_with_tax=st.booleans(),
    tax_by=st.sampled_from(["group", "line"]),
    rounding=st.sampled_from(["half_up", "half_even"]),
    total_step=st.sampled_from([Decimal(0), Decimal(1), Decimal(10)]),
)


@settings(max_examples=60, deadline=None)
@given(QUOTES)
def test_parts_sum_to_the_whole_in_every_way(quote: QuoteInput) -> None:
    found = price_quote(quote)
    counted = [one for one in found.lines if one.is_counted]
    assert sum(Fraction(one.net) for one in counted) == Fraction(found.net)
    assert sum(Fraction(one.gross) - Fraction(one.discount) for one in counted) == Fraction(found.net)
    assert sum(Fraction(one.net) for one in found.sections) == Fraction(found.net)
    assert sum(Fraction(one.tax) for one in found.groups) == Fraction(found.tax)
    amount = Fraction(found.net) - Fraction(found.discount) + Fraction(found.freight)
    assert amount == Fraction(found.base) + (Fraction(found.tax) if quote.prices_with_tax else 0)
    assert Fraction(found.base) + Fraction(found.tax) + Fraction(found.rounding) == Fraction(found.total)
    if quote.total_step:
        assert Fraction(found.total) % Fraction(quote.total_step) == 0
        assert abs(Fraction(found.rounding)) <= Fraction(quote.total_step) / 2
    if not any(one.more_taxes for one in quote.lines) and not quote.freight_more_taxes:
        assert sum(Fraction(one.net) for one in found.groups) == Fraction(found.net)
        assert sum(Fraction(one.discount) for one in found.groups) == Fraction(found.discount)
        assert sum(Fraction(one.base) for one in found.groups) == Fraction(found.base)


@settings(max_examples=60, deadline=None)
@given(QUOTES, st.randoms(use_true_random=False))
def test_the_order_of_lines_matters_in_no_way(quote: QuoteInput, random: Random) -> None:
    lines = list(quote.lines)
    random.shuffle(lines)
    shuffled, found = price_quote(msgspec.structs.replace(quote, lines=tuple(lines))), price_quote(quote)
    assert msgspec.structs.replace(shuffled, lines=(), sections=()) == msgspec.structs.replace(
        found, lines=(), sections=()
    )


def _slack(quote: QuoteInput, group: TaxGroup) -> Fraction:
    """How far a tax may lie from base x rate, in minor units: half of one for each place where it is rounded."""
    return Fraction(len(quote.lines) + 1 if quote.tax_by == "line" else 1, 2)


@settings(max_examples=60, deadline=None)
@given(QUOTES.filter(lambda quote: not quote.prices_with_tax))
def test_each_tax_is_its_printed_base_times_its_rate(quote: QuoteInput) -> None:
    unit = {"CNY": 100, "JPY": 1, "KWD": 1000}[quote.currency]
    for group in price_quote(quote).groups:
        exact = Fraction(group.base) * Fraction(group.rate) / 100
        assert abs(Fraction(group.tax) - exact) * unit <= _slack(quote, group)


@settings(max_examples=40, deadline=None)
@given(QUOTES)
def test_nothing_is_left_of_a_hundred_percent_and_no_zero_has_a_sign(quote: QuoteInput) -> None:
    found = price_quote(msgspec.structs.replace(quote, discount_percent=Decimal(100), freight=Decimal(0)))
    assert found.total == 0
    assert not re.search(r'"-0(\.0+)?"', msgspec.json.encode(found).decode())


@pytest.mark.parametrize("currency", ["CNY", "JPY", "KWD"])
def test_a_thousand_million_and_a_ten_thousandth_both_work(currency: str) -> None:
    quote = priced(
        line("1000000000", "1000000000", **VAT), line("0.0001", "0.0001", **VAT), currency=currency, tax_by="line"
    )
    assert quote.net == 10**18
    assert quote.total == Decimal(1130000000000000000)


def test_a_ten_thousandth_of_a_price_counts_in_a_thousand_million() -> None:
    assert told(*(priced(line("1000000000", "0.0001", **VAT), prices_with_tax=w).total for w in (False, True))) == [
        "113000.00",
        "100000.00",
    ]
