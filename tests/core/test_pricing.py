"""A quote adds up to the cent, whatever the order of its lines and the size of its numbers."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.core.pricing import LineInput, PricedQuote, QuoteInput, price_line, price_quote


def line(quantity: str, price: str, discount: str = "0", rate: str = "13", **more: str) -> LineInput:
    return LineInput(
        quantity=Decimal(quantity),
        unit_price=Decimal(price),
        discount_percent=Decimal(discount),
        tax_rate=Decimal(rate),
        tax_label=f"VAT {rate} %",
        **more,
    )


def cny(*lines: LineInput, **more: Decimal) -> PricedQuote:
    return price_quote(QuoteInput(currency="CNY", lines=lines, **more))


STORY_3 = (
    line("2.25", "64.22"),
    line("12", "1250.00", "8"),
    line("3", "4800.00", "0", "6"),
    line("100", "3.335", "15"),
)


def test_story_3_agrees_to_the_cent() -> None:
    quote = cny(*STORY_3, discount_percent=Decimal(2))
    assert [str(priced.net) for priced in quote.lines] == ["144.50", "13800.00", "14400.00", "283.47"]
    assert (str(quote.lines[3].gross), str(quote.lines[3].discount)) == ("333.50", "50.03")
    assert [str(value) for value in (quote.net, quote.discount)] == ["28627.97", "572.56"]
    assert [str(group.discount) for group in quote.groups] == ["284.56", "288.00"]
    assert [str(group.base) for group in quote.groups] == ["13943.41", "14112.00"]
    assert [str(group.tax) for group in quote.groups] == ["1812.64", "846.72"]
    assert (str(quote.tax), str(quote.total)) == ("2659.36", "30714.77")


def test_story_4_agrees_to_the_cent() -> None:
    lines = [
        line(str(i % 10 + 1), str(Decimal(100) + Decimal("1.5") * i), "5" if i % 4 == 0 else "0") for i in range(1, 201)
    ]
    quote = cny(*lines)
    assert [str(value) for value in (quote.gross, quote.line_discount, quote.net)] == [
        "276950.00",
        "3132.50",
        "273817.50",
    ]
    assert (str(quote.tax), str(quote.total)) == ("35596.28", "309413.78")
    assert [str(value) for value in (quote.lines[3].gross, quote.lines[3].discount, quote.lines[3].net)] == [
        "530.00",
        "26.50",
        "503.50",
    ]
    assert [str(value) for value in (quote.lines[199].gross, quote.lines[199].net)] == ["400.00", "380.00"]


def test_story_9_agrees_to_the_cent() -> None:
    quote = cny(line("1", "50000.00", "18"))
    assert [str(value) for value in (quote.net, quote.tax, quote.total)] == ["41000.00", "5330.00", "46330.00"]


def test_hundred_percent_discount_gives_zero_without_a_sign() -> None:
    by_line = cny(line("3", "0.335", "100"))
    by_document = cny(line("3", "0.335"), line("1", "7", rate="6"), discount_percent=Decimal(100))
    for quote in (by_line, by_document):
        assert [str(value) for value in (quote.base, quote.tax, quote.total)] == ["0.00", "0.00", "0.00"]


def test_optional_and_alternative_lines_are_priced_but_not_counted() -> None:
    quote = cny(line("1", "10"), line("2", "10", kind="optional"), line("3", "10", kind="alternative", rate="6"))
    assert [str(priced.net) for priced in quote.lines] == ["10.00", "20.00", "30.00"]
    assert str(quote.net) == "10.00"
    assert [group.label for group in quote.groups] == ["VAT 13 %"]


def test_freight_is_taxed_in_its_own_group_and_not_discounted() -> None:
    quote = cny(
        line("1", "100"),
        discount_percent=Decimal(10),
        freight=Decimal("50.005"),
        freight_tax_rate=Decimal(9),
        freight_tax_label="VAT 9 %",
    )
    assert [(str(group.base), str(group.tax)) for group in quote.groups] == [("90.00", "11.70"), ("50.01", "4.50")]
    assert str(quote.total) == "156.21"


def test_freight_joins_the_group_that_has_its_label_and_rate() -> None:
    quote = price_quote(
        QuoteInput(
            currency="CNY",
            lines=(line("1", "100"),),
            freight=Decimal(10),
            freight_tax_rate=Decimal("13.0"),
            freight_tax_label="VAT 13 %",
        )
    )
    assert [(str(group.net), str(group.freight), str(group.base)) for group in quote.groups] == [
        ("100.00", "10.00", "110.00")
    ]


@pytest.mark.parametrize(
    ("currency", "base", "tax", "total"),
    [
        ("JPY", "1001", "130", "1131"),
        ("KWD", "1000.500", "130.065", "1130.565"),
        ("CNY", "1000.50", "130.07", "1130.57"),
    ],
)
def test_each_currency_rounds_to_its_own_minor_unit(currency: str, base: str, tax: str, total: str) -> None:
    quote = price_quote(QuoteInput(currency=currency, lines=(line("1", "1000.5"),)))
    assert (str(quote.base), str(quote.tax), str(quote.total)) == (base, tax, total)


def test_very_large_and_very_small_numbers_lose_no_digit() -> None:
    assert str(price_line(line("1000000000.000001", "1000000000.999999"), "CNY").gross) == "1000000001000000000.00"
    huge = price_line(line("98765432109876.543211", "98765432109876.123457"), "CNY")
    assert str(huge.gross) == "9754610579850591068689829202.88"
    assert str(price_line(line("0.0001", "0.0001"), "CNY").gross) == "0.00"
    assert str(price_line(line("1000000000", "0.0001"), "CNY").gross) == "100000.00"


def test_sections_sum_their_counted_lines_in_the_order_they_occur() -> None:
    quote = cny(
        line("1", "5", section="Pumps"),
        line("1", "7", section="Service"),
        line("1", "2", section="Pumps"),
        line("1", "9", section="Service", kind="optional"),
    )
    assert [(part.section, str(part.net)) for part in quote.sections] == [("Pumps", "7.00"), ("Service", "7.00")]


def test_credit_lines_share_the_discount_by_their_own_net() -> None:
    quote = cny(line("1", "1000.01"), line("-1", "1000.00", rate="6"), discount_percent=Decimal(60))
    assert str(quote.discount) == "0.01"
    assert [str(group.discount) for group in quote.groups] == ["600.01", "-600.00"]


def test_a_quote_without_lines_is_worth_nothing() -> None:
    quote = cny(discount_percent=Decimal(5))
    assert (quote.lines, quote.groups, str(quote.total)) == ((), (), "0.00")


DECIMALS = st.decimals(min_value=0, max_value=10**9, places=4)
PERCENTS = st.decimals(min_value=0, max_value=100, places=2)
LINES = st.builds(
    LineInput,
    quantity=st.decimals(min_value=-1000, max_value=10**9, places=6),
    unit_price=DECIMALS,
    discount_percent=PERCENTS,
    tax_label=st.sampled_from(["A", "B"]),
    tax_rate=st.sampled_from([Decimal(13), Decimal(6), Decimal("9.75"), Decimal(0)]),
    kind=st.sampled_from(["normal", "normal", "optional"]),
)
QUOTES = st.builds(
    QuoteInput,
    currency=st.sampled_from(["CNY", "JPY", "KWD"]),
    lines=st.lists(LINES, max_size=8).map(tuple),
    discount_percent=PERCENTS,
    freight=DECIMALS,
    freight_tax_rate=st.sampled_from([Decimal(0), Decimal(9)]),
)


@settings(max_examples=200, deadline=None)
@given(QUOTES)
def test_parts_sum_to_the_whole(quote: QuoteInput) -> None:
    priced = price_quote(quote)
    counted = [part for part in priced.lines if part.is_counted]
    assert sum(map(Fraction, (part.net for part in counted))) == Fraction(priced.net)
    assert sum(map(Fraction, (group.net for group in priced.groups))) == Fraction(priced.net)
    assert sum(map(Fraction, (group.discount for group in priced.groups))) == Fraction(priced.discount)
    assert sum(map(Fraction, (group.base for group in priced.groups))) == Fraction(priced.base)
    assert sum(map(Fraction, (group.tax for group in priced.groups))) == Fraction(priced.tax)
    assert Fraction(priced.base) + Fraction(priced.tax) == Fraction(priced.total)
    assert all(Fraction(part.gross) - Fraction(part.discount) == Fraction(part.net) for part in priced.lines)


@settings(max_examples=200, deadline=None)
@given(QUOTES, st.randoms(use_true_random=False))
def test_order_of_lines_does_not_matter(quote: QuoteInput, random: Random) -> None:
    lines = list(quote.lines)
    random.shuffle(lines)
    shuffled = price_quote(
        QuoteInput(
            currency=quote.currency,
            lines=tuple(lines),
            discount_percent=quote.discount_percent,
            freight=quote.freight,
            freight_tax_rate=quote.freight_tax_rate,
        )
    )
    priced = price_quote(quote)
    assert (shuffled.groups, shuffled.net, shuffled.discount, shuffled.total) == (
        priced.groups,
        priced.net,
        priced.discount,
        priced.total,
    )


@settings(max_examples=200, deadline=None)
@given(QUOTES)
def test_each_share_of_the_discount_is_within_one_unit_of_its_proportion(quote: QuoteInput) -> None:
    priced = price_quote(quote)
    unit = Fraction(1, {"CNY": 100, "JPY": 1, "KWD": 1000}[quote.currency])
    nets = [group.net for group in priced.groups]
    if not priced.net or min(nets) < 0:
        return
    for group in priced.groups:
        exact = Fraction(priced.discount) * Fraction(group.net) / Fraction(priced.net)
        assert abs(Fraction(group.discount) - exact) < unit


@settings(max_examples=100, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=8).map(tuple))
def test_hundred_percent_discount_always_gives_zero(lines: tuple[LineInput, ...]) -> None:
    priced = price_quote(QuoteInput(currency="CNY", lines=lines, discount_percent=Decimal(100)))
    assert str(priced.total) == "0.00"
