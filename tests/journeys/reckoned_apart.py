"""Quote totals reckoned a second time, from the published conventions alone, to be held against the program's own."""

from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random


@dataclass(frozen=True)
class ApartLine:
    quantity: Fraction
    price: Fraction  # of one, without tax
    percent: Fraction  # discount of the line: 8 for 8 %
    tax_label: str
    tax_percent: Fraction
    is_counted: bool = True  # optional and alternative lines are not


@dataclass(frozen=True)
class ApartQuote:
    lines: tuple[ApartLine, ...]
    percent: Fraction  # discount of the document
    freight: Fraction
    freight_tax_label: str
    freight_tax_percent: Fraction
    places: int = 2


@dataclass(frozen=True)
class ApartGroup:
    tax_label: str
    tax_percent: Fraction
    net: Fraction
    share: Fraction  # of the document discount
    freight: Fraction
    base: Fraction
    tax: Fraction


@dataclass(frozen=True)
class ApartTotals:
    nets: tuple[Fraction, ...]  # of every line, counted or not
    net: Fraction  # sum of the counted lines
    discount: Fraction
    groups: tuple[ApartGroup, ...]  # the highest rate first, then by label
    freight: Fraction
    tax: Fraction
    total: Fraction


Tax = tuple[str, Fraction]


def reckon(quote: ApartQuote) -> ApartTotals:
    """Reckon a quote in whole minor units, group by group, and hand the amounts back as fractions of the currency."""
    scale = 10**quote.places
    nets = [_line_net(line, scale) for line in quote.lines]
    freight = _half_up(quote.freight * scale)
    in_groups = _group_nets(quote, nets, freight)
    taxes = list(in_groups)
    net = sum(in_groups.values())
    discount = _half_up(net * quote.percent / 100)
    shares = _shares(list(in_groups.values()), net, discount, quote.percent)
    groups = tuple(
        _group(tax, in_groups[tax], share, freight if tax == _freight_tax(quote) else 0, scale)
        for tax, share in zip(taxes, shares, strict=True)
    )
    tax = sum((group.tax for group in groups), Fraction(0))
    return ApartTotals(
        nets=tuple(Fraction(each, scale) for each in nets),
        net=Fraction(net, scale),
        discount=Fraction(discount, scale),
        groups=groups,
        freight=Fraction(freight, scale),
        tax=tax,
        total=Fraction(net - discount + freight, scale) + tax,
    )


def _half_up(amount: Fraction) -> int:
    """Round to a whole number, a half going away from zero."""
    size = (2 * abs(amount.numerator) + amount.denominator) // (2 * amount.denominator)
    return size if amount >= 0 else -size


def _line_net(line: ApartLine, scale: int) -> int:
    gross = _half_up(line.quantity * line.price * scale)
    return gross - _half_up(gross * line.percent / 100)


def _freight_tax(quote: ApartQuote) -> Tax:
    return quote.freight_tax_label, quote.freight_tax_percent


def _group_nets(quote: ApartQuote, nets: list[int], freight: int) -> dict[Tax, int]:
    """Sum the counted lines by label and rate, the highest rate first, then by label; freight opens its own group."""
    found: dict[Tax, int] = {_freight_tax(quote): 0} if freight else {}
    for line, net in zip(quote.lines, nets, strict=True):
        if line.is_counted:
            tax = (line.tax_label, line.tax_percent)
            found[tax] = found.get(tax, 0) + net
    return {tax: found[tax] for tax in sorted(found, key=lambda tax: (-tax[1], tax[0]))}


def _shares(nets: list[int], net: int, discount: int, percent: Fraction) -> tuple[int, ...]:
    """Share the discount by net; where the nets have both signs, start from each group's own percentage instead."""
    has_both_signs = any(each > 0 for each in nets) and any(each < 0 for each in nets)
    if has_both_signs:
        exact = [each * percent / 100 for each in nets]
    else:
        exact = [Fraction(discount * each, net) if net else Fraction(0) for each in nets]
    return _whole_parts(exact, discount)


def _whole_parts(exact: list[Fraction], wanted: int) -> tuple[int, ...]:
    """Search the whole numbers less than one away from the exact ones which sum to what is wanted.

    Of all that do, those win whose raised members have the greatest fractional parts together, and
    among equals those that raise an earlier member. "Down" is towards minus infinity at either sign.
    """
    best: dict[int, tuple[Fraction, tuple[int, ...]]] = {0: (Fraction(0), ())}
    for each in exact:
        down, part = divmod(each, 1)
        choices = [(down, Fraction(0)), (down + 1, part)] if part else [(down, Fraction(0))]
        longer: dict[int, tuple[Fraction, tuple[int, ...]]] = {}
        for total, (merit, parts) in best.items():
            for whole, gain in choices:
                found = (merit + gain, (*parts, whole))
                longer[total + whole] = max(found, longer.get(total + whole, found))
        best = longer
    return best[wanted][1]


def _group(tax: Tax, net: int, share: int, freight: int, scale: int) -> ApartGroup:
    base = net - share + freight
    return ApartGroup(
        tax_label=tax[0],
        tax_percent=tax[1],
        net=Fraction(net, scale),
        share=Fraction(share, scale),
        freight=Fraction(freight, scale),
        base=Fraction(base, scale),
        tax=Fraction(_half_up(base * tax[1] / 100), scale),
    )


# Equal rates under two labels and one label with two rates stand here on purpose.
TAXES: tuple[Tax, ...] = (
    ("VAT 13", Fraction(13)),
    ("Import 13", Fraction(13)),
    ("VAT 9", Fraction(9)),
    ("Services", Fraction(6)),
    ("Services", Fraction(3)),
    ("Reduced", Fraction("5.5")),
    ("Exempt", Fraction(0)),
    ("Export", Fraction(0)),
)
PERCENTS = tuple(Fraction(each) for each in ("0", "0", "0", "2", "5", "8", "12.5", "15", "33.333", "100"))


def random_quote(chance: Random) -> ApartQuote:
    """Draw a quote, now as customers get them, now as nobody would write them."""
    taxes = chance.sample(TAXES, chance.randint(1, 4))
    credit_odds = 0.2 if chance.random() < 0.1 else 0
    places = chance.choice((2, 2, 2, 0, 3))
    lines: list[ApartLine] = []
    for _ in range(chance.choice((0, 1, chance.randint(2, 8), chance.randint(2, 8), chance.randint(9, 60)))):
        lines.append(_random_line(chance, chance.choice(taxes), credit_odds, lines))
    if chance.random() < 0.1:  # the same figures under every tax: all groups tie
        lines = [replace(line, tax_label=tax[0], tax_percent=tax[1]) for line in lines[:10] for tax in taxes]
    freight_tax = chance.choice(taxes if chance.random() < 0.7 else TAXES)
    freight = (
        Fraction(chance.randint(1, 10 ** chance.randint(1, 7)), 10**places) if chance.random() < 0.5 else Fraction(0)
    )
    return ApartQuote(tuple(lines), chance.choice(PERCENTS), freight, *freight_tax, places)


def _random_line(chance: Random, tax: Tax, credit_odds: float, earlier: list[ApartLine]) -> ApartLine:
    """Draw a line; one in eight repeats the figures of an earlier one under its own tax."""
    is_counted = chance.random() < 0.88
    if earlier and chance.random() < 0.125:
        like = chance.choice(earlier)
        return ApartLine(like.quantity, like.price, like.percent, *tax, is_counted)
    sign = -1 if chance.random() < credit_odds else 1
    return ApartLine(sign * _random_quantity(chance), _random_price(chance), chance.choice(PERCENTS), *tax, is_counted)


def _random_quantity(chance: Random) -> Fraction:
    kind = chance.random()
    if kind < 0.5:
        return Fraction(chance.randint(1, 100))
    if kind < 0.9:
        return Fraction(chance.randint(1, 10**6), 10 ** chance.randint(1, 4))
    return chance.choice((Fraction(1, 10_000), Fraction(0), Fraction(10**9), 10**9 - Fraction(1, 10_000)))


def _random_price(chance: Random) -> Fraction:
    """Draw a price of up to six decimals; a last digit five lets half units come up often."""
    decimals = chance.choice((0, 1, 2, 2, 3, 4, 5, 6))
    whole = chance.randint(0, 10 ** chance.randint(1, 5)) * 10**decimals
    last = 5 if chance.random() < 0.3 else chance.randint(0, 10**decimals - 1)
    return Fraction(whole + last, 10**decimals)
