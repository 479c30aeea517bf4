"""The arithmetic of a quote: the one published order of rounding, the same on screen, paper and server.

1. Line gross = quantity x unit price, rounded. Line discount = line gross x discount %, rounded. Line net = gross - discount.
2. Optional and alternative lines get these three amounts and count in nothing below.
3. Sum = the line nets. Document discount = sum x document discount %, rounded.
4. The document discount is shared over the tax groups (one for each label and rate) in proportion to their nets: each gets
   its exact share rounded down, and the missing minor units go one by one to the largest remainders; at equal remainders the
   higher rate comes first, then the label. Where groups of both signs meet (credit lines), a group's share is its own net x
   the percentage, since a proportion of a difference says nothing.
5. Freight is rounded and joins the group of its own label and rate; the document discount does not touch it.
6. Base of a group = net - share + freight. Tax of a group = base x rate, rounded once.
7. Total = the bases + the taxes.

Rounded means half-up (away from zero) to the minor unit of the currency; nothing else is rounded. Unit prices, quantities and
percentages are taken as exact as they are.
"""

from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from crm_desktop.core.money import EXACT, exponent, from_minor, round_amount

LineKind = Literal["normal", "optional", "alternative"]

ZERO = Decimal(0)


class LineInput(Struct, frozen=True, kw_only=True):
    """What a quote line says; percentages as 13 for 13 %."""

    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal = ZERO
    tax_label: str = ""
    tax_rate: Decimal = ZERO
    kind: LineKind = "normal"
    section: str = ""


class QuoteInput(Struct, frozen=True, kw_only=True):
    """What a quote says, all of it in one currency."""

    currency: str
    lines: tuple[LineInput, ...] = ()
    discount_percent: Decimal = ZERO
    freight: Decimal = ZERO
    freight_tax_label: str = ""
    freight_tax_rate: Decimal = ZERO


class PricedLine(Struct, frozen=True, kw_only=True):
    """A line's amounts; one that is not counted stands outside every sum."""

    gross: Decimal
    discount: Decimal
    net: Decimal
    is_counted: bool


class TaxGroup(Struct, frozen=True, kw_only=True):
    """All that is taxed under one label at one rate."""

    label: str
    rate: Decimal
    net: Decimal
    discount: Decimal
    freight: Decimal
    base: Decimal
    tax: Decimal


class SectionSum(Struct, frozen=True, kw_only=True):
    """The counted net of one section."""

    section: str
    net: Decimal


class PricedQuote(Struct, frozen=True, kw_only=True):
    """A quote's amounts: `lines` as the input's, `groups` by falling rate, `sections` as they first occur."""

    currency: str
    lines: tuple[PricedLine, ...]
    sections: tuple[SectionSum, ...]
    gross: Decimal
    line_discount: Decimal
    net: Decimal
    discount: Decimal
    freight: Decimal
    groups: tuple[TaxGroup, ...]
    base: Decimal
    tax: Decimal
    total: Decimal


def price_line(line: LineInput, currency: str) -> PricedLine:
    """Price one line: gross, its discount and what is left."""
    with localcontext(EXACT):
        gross = round_amount(line.quantity * line.unit_price, currency)
        discount = round_amount(gross * line.discount_percent.scaleb(-2), currency)
        return PricedLine(gross=gross, discount=discount, net=gross - discount, is_counted=line.kind == "normal")


def price_quote(quote: QuoteInput) -> PricedQuote:
    """Price a whole quote in the published order of rounding of this module."""
    with localcontext(EXACT):
        lines = tuple(price_line(line, quote.currency) for line in quote.lines)
        counted = [(said, priced) for said, priced in zip(quote.lines, lines, strict=True) if priced.is_counted]
        net = _sum((priced.net for _, priced in counted), quote.currency)
        discount = round_amount(net * quote.discount_percent.scaleb(-2), quote.currency)
        freight = round_amount(quote.freight, quote.currency)
        groups = _tax_groups(quote, counted, discount, freight)
        tax = _sum((group.tax for group in groups), quote.currency)
        base = net - discount + freight
        return PricedQuote(
            currency=quote.currency,
            lines=lines,
            sections=_sections(counted, quote.currency),
            gross=_sum((priced.gross for _, priced in counted), quote.currency),
            line_discount=_sum((priced.discount for _, priced in counted), quote.currency),
            net=net,
            discount=discount,
            freight=freight,
            groups=groups,
            base=base,
            tax=tax,
            total=base + tax,
        )


def _sum(amounts: Iterable[Decimal], currency: str) -> Decimal:
    return sum(amounts, start=from_minor(0, currency))


def _sections(counted: list[tuple[LineInput, PricedLine]], currency: str) -> tuple[SectionSum, ...]:
    nets: dict[str, Decimal] = {}
    for said, priced in counted:
        nets[said.section] = nets.get(said.section, from_minor(0, currency)) + priced.net
    return tuple(SectionSum(section=section, net=net) for section, net in nets.items())


def _tax_groups(
    quote: QuoteInput, counted: list[tuple[LineInput, PricedLine]], discount: Decimal, freight: Decimal
) -> tuple[TaxGroup, ...]:
    zero = from_minor(0, quote.currency)
    nets: dict[tuple[Decimal, str], Decimal] = {}
    for said, priced in counted:
        key = (said.tax_rate, said.tax_label)
        nets[key] = nets.get(key, zero) + priced.net
    freight_key = (quote.freight_tax_rate, quote.freight_tax_label)
    if freight:
        nets.setdefault(freight_key, zero)
    ordered = sorted(nets, key=lambda key: (-key[0], key[1]))
    shares = _shares(discount, quote.discount_percent, [nets[key] for key in ordered], quote.currency)
    groups = []
    for (rate, label), share in zip(ordered, shares, strict=True):
        carried = freight if (rate, label) == freight_key else zero
        net = nets[rate, label]
        base = net - share + carried
        tax = round_amount(base * rate.scaleb(-2), quote.currency)
        groups.append(TaxGroup(label=label, rate=rate, net=net, discount=share, freight=carried, base=base, tax=tax))
    return tuple(groups)


def _shares(discount: Decimal, percent: Decimal, nets: list[Decimal], currency: str) -> list[Decimal]:
    """Share the discount over the nets so that the parts sum to it exactly."""
    unit = 10 ** exponent(currency)
    if min(nets, default=ZERO) < 0 < max(nets, default=ZERO):
        exact = [Fraction(net) * Fraction(percent) / 100 * unit for net in nets]
    else:
        whole = sum(map(Fraction, nets))
        exact = [Fraction(discount) * unit * Fraction(net) / whole if whole else Fraction(0) for net in nets]
    floors = [part.numerator // part.denominator for part in exact]
    missing = int((discount * unit).to_integral_value(ROUND_FLOOR)) - sum(floors)
    by_remainder = sorted(range(len(nets)), key=lambda place: floors[place] - exact[place])
    for place in by_remainder[:missing]:
        floors[place] += 1
    return [from_minor(part, currency) for part in floors]
