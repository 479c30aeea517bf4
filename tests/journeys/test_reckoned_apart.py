"""The totals of random quotes are those of a second calculation, made from the published conventions alone."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from crm_desktop.core.pricing import LineInput, PricedQuote, QuoteInput, price_quote
from tests.journeys.reckoned_apart import ApartLine, ApartQuote, random_quote, reckon

CURRENCIES = {0: "JPY", 2: "CNY", 3: "KWD"}
QUOTES, PARTS = 2_000, 8


def exact(value: Fraction) -> Decimal:
    """Give a fraction whose digits end as a decimal; raises ValueError where they do not."""
    found = Decimal(value.numerator) / Decimal(value.denominator)
    if Fraction(found) != value:
        raise ValueError(f"{value} has no end as a decimal")
    return found


def line_of(line: ApartLine) -> LineInput:
    return LineInput(
        quantity=exact(line.quantity), unit_price=exact(line.price), discount_percent=exact(line.percent),
        tax_label=line.tax_label, tax_rate=exact(line.tax_percent), kind="normal" if line.is_counted else "optional",
    )  # fmt: skip


def asked(quote: ApartQuote) -> QuoteInput:
    return QuoteInput(
        currency=CURRENCIES[quote.places],
        lines=tuple(map(line_of, quote.lines)),
        discount_percent=exact(quote.percent),
        freight=exact(quote.freight),
        freight_tax_label=quote.freight_tax_label,
        freight_tax_rate=exact(quote.freight_tax_percent),
    )


def told(priced: PricedQuote) -> tuple[object, ...]:
    """Give all the amounts of a quote as fractions."""
    groups = tuple(
        (one.label, *map(Fraction, (one.rate, one.net, one.discount, one.freight, one.base, one.tax)))
        for one in priced.groups
    )
    sums = (priced.net, priced.discount, priced.freight, priced.tax, priced.total)
    return tuple(Fraction(line.net) for line in priced.lines), groups, *map(Fraction, sums)


def told_apart(quote: ApartQuote) -> tuple[object, ...]:
    """Give the same amounts of the second calculation."""
    said = reckon(quote)
    groups = tuple(
        (one.tax_label, one.tax_percent, one.net, one.share, one.freight, one.base, one.tax) for one in said.groups
    )
    return said.nets, groups, said.net, said.discount, said.freight, said.tax, said.total


@pytest.mark.parametrize("part", range(PARTS))
def test_random_quotes_come_to_the_same_amounts_by_a_second_calculation(part: int) -> None:
    chance = Random(part)
    for _ in range(QUOTES // PARTS):
        quote = random_quote(chance)
        assert told(price_quote(asked(quote))) == told_apart(quote), quote
