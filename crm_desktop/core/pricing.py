"""The arithmetic of a quote: the one published order of rounding, the same on screen, paper and server.

1. Line gross = quantity x unit price, rounded. Line discount = line gross x discount %, rounded, and after it the discount
   as an amount. Line net = gross - discount.
2. Optional and alternative lines get these three amounts and count in nothing below.
3. Sum = the line nets. Document discount = sum x document discount %, rounded, and after it the discount as an amount.
   A discount as an amount has the sign of what it is taken from and is never more than that.
4. The document discount is shared over the pots in proportion to their nets. A pot holds all lines that bear the same taxes;
   where tax is reckoned by line, each line is a pot. Each pot gets its exact share rounded down, and the missing minor units
   go one by one to the largest remainders; at equal remainders the higher rate comes first, then the label, then the larger
   net. Where pots of both signs meet (credit lines), a pot's share is its own net x the percentage, since a proportion of a
   difference says nothing.
5. Freight is rounded and joins the pot that bears its taxes; the document discount does not touch it.
   Amount of a pot = net - share + freight.
6. Taxes with the same label and rate are one tax; one without a label joins the first label of its rate. Plain taxes are
   charged on the amount, each tax on tax on the amount and the plain taxes together.
   - By group: tax = the amounts of all pots that bear it x rate, rounded once. Each pot carries its part of it (largest
     remainder), on which a tax on tax is charged.
   - By line: tax = the amount of each line x rate, rounded there, then added up.
   - Prices with tax: every price, discount and freight above holds its taxes. The exact amount without them = amount /
     ((1 + plain rates) x (1 + rates on tax)); each tax is charged on that, exact, and rounded as above.
7. Base = the amounts, less the taxes where prices hold them. Total = base + tax.
8. Where the total has a step (0.05, 1, 10), it is rounded to it, and the difference is the rounding line.

Rounded means to the minor unit of the currency, half-up (away from zero) or half-even as the quote says; nothing else is
rounded. Unit prices, quantities and percentages are taken as exact as they are.

`QuoteInput` and `PricedQuote` are plain data: msgspec.convert(told, QuoteInput) reads one, numbers as decimal texts, and
msgspec.to_builtins(priced) tells the other.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from crm_desktop.core.errors import UserError
from crm_desktop.core.money import EXACT, Rounding, exponent, from_minor, round_amount
from crm_desktop.core.plain_numbers import MIXED, NO_COIN, check_numbers, check_shares, check_taken
from crm_desktop.core.sharing import apportion, round_fraction

LineKind = Literal["normal", "optional", "alternative"]
TaxBy = Literal["group", "line"]

ZERO = Decimal(0)


class Tax(Struct, frozen=True):
    """One tax, 13 for 13 %; on_tax: charged on the plain taxes too."""

    label: str = ""
    rate: Decimal = ZERO
    on_tax: bool = False


class LineInput(Struct, frozen=True, kw_only=True):
    """What a quote line says; percentages as 13 for 13 %.

    more_taxes: beside that of tax_label and tax_rate; rounding: None for the quote's; currency: "" for the quote's.
    """

    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal = ZERO
    discount_amount: Decimal = ZERO
    tax_label: str = ""
    tax_rate: Decimal = ZERO
    more_taxes: tuple[Tax, ...] = ()
    kind: LineKind = "normal"
    section: str = ""
    rounding: Rounding | None = None
    currency: str = ""


class QuoteInput(Struct, frozen=True, kw_only=True):
    """What a quote says, all of it in one currency. total_step: 0 where the total is not rounded any further."""

    currency: str
    lines: tuple[LineInput, ...] = ()
    discount_percent: Decimal = ZERO
    discount_amount: Decimal = ZERO
    freight: Decimal = ZERO
    freight_tax_label: str = ""
    freight_tax_rate: Decimal = ZERO
    freight_more_taxes: tuple[Tax, ...] = ()
    prices_with_tax: bool = False
    tax_by: TaxBy = "group"
    rounding: Rounding = "half_up"
    total_step: Decimal = ZERO


class PricedLine(Struct, frozen=True, kw_only=True):
    """A line's amounts; one that is not counted stands outside every sum."""

    gross: Decimal
    discount: Decimal
    net: Decimal
    is_counted: bool


class TaxGroup(Struct, frozen=True, kw_only=True):
    """All that bears one tax. net, discount, freight: as the prices are, with or without tax; base: what it is charged on."""

    label: str
    rate: Decimal
    on_tax: bool
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
    """A quote's amounts: `lines` as the input's, `groups` by falling rate, `sections` as they first occur.

    base + tax + rounding = total.
    """

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
    rounding: Decimal
    total: Decimal
    prices_with_tax: bool = False


class Pot(Struct, frozen=True):
    """What is taxed alike, in minor units."""

    taxes: tuple[Tax, ...]
    net: int = 0
    freight: int = 0


def price_line(line: LineInput, currency: str, rounding: Rounding = "half_up") -> PricedLine:
    """Price one line: gross, its discount and what is left."""
    mode = line.rounding or rounding
    with localcontext(EXACT):
        gross = round_amount(line.quantity * line.unit_price, currency, mode)
        discount = _discount(gross, line.discount_percent, line.discount_amount, currency, mode)
        return PricedLine(gross=gross, discount=discount, net=gross - discount, is_counted=line.kind == "normal")


def price_quote(quote: QuoteInput) -> PricedQuote:
    """Price a whole quote in the published order of rounding of this module.

    Raises UserError for what is no plain number, and for lines in another currency.
    """
    _check(quote)
    currency = quote.currency
    with localcontext(EXACT):
        lines = tuple(price_line(line, currency, quote.rounding) for line in quote.lines)
        counted = [(said, priced) for said, priced in zip(quote.lines, lines, strict=True) if priced.is_counted]
        net = _sum((priced.net for _, priced in counted), currency)
        discount = _discount(net, quote.discount_percent, quote.discount_amount, currency, quote.rounding)
        freight = round_amount(quote.freight, currency, quote.rounding)
        groups, tax = _tax_groups(quote, counted, (net, discount, freight))
        amount = net - discount + freight
        base = amount - tax if quote.prices_with_tax else amount
        rounding = _rounding_line(base + tax, quote)
        return PricedQuote(
            currency=currency,
            lines=lines,
            sections=_sections(counted, currency),
            gross=_sum((priced.gross for _, priced in counted), currency),
            line_discount=_sum((priced.discount for _, priced in counted), currency),
            net=net,
            discount=discount,
            freight=freight,
            groups=groups,
            base=base,
            tax=tax,
            rounding=rounding,
            total=base + tax + rounding,
            prices_with_tax=quote.prices_with_tax,
        )


def _check(quote: QuoteInput) -> None:
    """Refuse before anything is added what cannot be reckoned with."""
    check_numbers(quote.freight)
    check_shares(quote.discount_percent, quote.freight_tax_rate, *(tax.rate for tax in quote.freight_more_taxes))
    check_taken(quote.discount_amount, quote.total_step)
    if quote.total_step != round_amount(quote.total_step, quote.currency):
        raise UserError(NO_COIN, value=str(quote.total_step), currency=quote.currency)
    for place, line in enumerate(quote.lines, 1):
        if line.currency not in ("", quote.currency):
            raise UserError(MIXED, line=place, other=line.currency, currency=quote.currency)
        check_numbers(line.quantity, line.unit_price, line=place)
        check_shares(line.discount_percent, line.tax_rate, *(tax.rate for tax in line.more_taxes), line=place)
        check_taken(line.discount_amount, line=place)


def _sum(amounts: Iterable[Decimal], currency: str) -> Decimal:
    return sum(amounts, start=from_minor(0, currency))


def _discount(of: Decimal, percent: Decimal, amount: Decimal, currency: str, rounding: Rounding) -> Decimal:
    """Take a percentage, then an amount, which never takes more than is left."""
    taken = round_amount(of * percent.scaleb(-2), currency, rounding) if percent else from_minor(0, currency)
    if not amount:
        return taken
    left = of - taken
    return taken + min(round_amount(amount, currency, rounding), abs(left)).copy_sign(left)


def _rounding_line(total: Decimal, quote: QuoteInput) -> Decimal:
    step, unit = Fraction(quote.total_step), 10 ** exponent(quote.currency)
    if not step:
        return from_minor(0, quote.currency)
    stepped = round_fraction(Fraction(total) / step, quote.rounding) * step
    return from_minor(round_fraction((stepped - Fraction(total)) * unit, quote.rounding), quote.currency)


def _sections(counted: list[tuple[LineInput, PricedLine]], currency: str) -> tuple[SectionSum, ...]:
    nets: dict[str, Decimal] = {}
    for said, priced in counted:
        nets[said.section] = nets.get(said.section, from_minor(0, currency)) + priced.net
    return tuple(SectionSum(section=section, net=net) for section, net in nets.items())


def _tax_groups(
    quote: QuoteInput, counted: list[tuple[LineInput, PricedLine]], sums: tuple[Decimal, Decimal, Decimal]
) -> tuple[tuple[TaxGroup, ...], Decimal]:
    """Reckon the taxes. sums: net, document discount, freight."""
    unit = 10 ** exponent(quote.currency)
    net, discount, freight = (int(one * unit) for one in sums)
    lines = [(_said(one.tax_label, one.tax_rate, one.more_taxes), int(priced.net * unit)) for one, priced in counted]
    pots = _pots(lines, freight, quote)
    shares = _shares(net, discount, quote, [pot.net for pot in pots])
    amounts = [pot.net - share + pot.freight for pot, share in zip(pots, shares, strict=True)]
    borne = _borne(pots, amounts, quote)
    groups = tuple(_group(tax, list(zip(pots, shares, borne, strict=True)), quote) for tax in _every(pots))
    return groups, _sum((group.tax for group in groups), quote.currency)


def _group(tax: Tax, shared: list[tuple[Pot, int, dict[Tax, int]]], quote: QuoteInput) -> TaxGroup:
    """Add up what bears one tax. shared: each pot with its share of the discount and what it bears of each tax."""
    here = [one for one in shared if tax in one[2]]
    sums = {
        "net": sum(pot.net for pot, _, _ in here),
        "discount": sum(share for _, share, _ in here),
        "freight": sum(pot.freight for pot, _, _ in here),
        "tax": sum(borne[tax] for _, _, borne in here),
    }
    base = sums["net"] - sums["discount"] + sums["freight"]
    if quote.prices_with_tax:
        base -= sum(sum(borne.values()) for _, _, borne in here)
    if tax.on_tax:
        base += sum(_plain(borne) for _, _, borne in here)
    amounts = {name: from_minor(minor, quote.currency) for name, minor in (sums | {"base": base}).items()}
    return TaxGroup(label=tax.label, rate=tax.rate, on_tax=tax.on_tax, **amounts)


def _said(label: str, rate: Decimal, more: tuple[Tax, ...]) -> tuple[Tax, ...]:
    return more if more and not label and not rate else (Tax(label, rate), *more)


def _order(tax: Tax) -> tuple[bool, Decimal, str]:
    return tax.on_tax, -tax.rate, tax.label


def _every(pots: Iterable[Pot]) -> list[Tax]:
    """List the taxes once: plain ones first, by falling rate, then label."""
    return sorted({tax for pot in pots for tax in pot.taxes}, key=_order)


def _named(said: set[tuple[Tax, ...]]) -> dict[tuple[Tax, ...], tuple[Tax, ...]]:
    """Give taxes without a label the first one of their rate, and put those of a pot in order, each once."""
    labels: dict[tuple[Decimal, bool], str] = {}
    for tax in (tax for taxes in said for tax in taxes if tax.label):
        labels[tax.rate, tax.on_tax] = min(tax.label, labels.get((tax.rate, tax.on_tax), tax.label))
    return {
        taxes: tuple(
            sorted(
                {Tax(one.label or labels.get((one.rate, one.on_tax), ""), one.rate, one.on_tax) for one in taxes},
                key=_order,
            )
        )
        for taxes in said
    }


def _pots(lines: list[tuple[tuple[Tax, ...], int]], freight: int, quote: QuoteInput) -> list[Pot]:
    """Put together what bears the same taxes, or each line alone, in an order that is not that of the lines."""
    on_freight = _said(quote.freight_tax_label, quote.freight_tax_rate, quote.freight_more_taxes)
    names = _named({taxes for taxes, _ in lines} | ({on_freight} if freight else set()))
    pots = [Pot(names[taxes], net) for taxes, net in lines]
    if freight:
        pots.append(Pot(names[on_freight], 0, freight))
    if quote.tax_by == "group":
        together: dict[tuple[Tax, ...], Pot] = {}
        for one in pots:
            other = together.get(one.taxes, Pot(one.taxes))
            together[one.taxes] = Pot(one.taxes, one.net + other.net, one.freight + other.freight)
        pots = list(together.values())
    order = {taxes: [_order(tax) for tax in taxes] for taxes in names.values()}
    return sorted(pots, key=lambda pot: (order[pot.taxes], -pot.net))


def _shares(net: int, discount: int, quote: QuoteInput, nets: list[int]) -> list[int]:
    """Share the document discount over the nets so that the parts sum to it exactly."""
    if min(nets, default=0) < 0 < max(nets, default=0):
        percent = Fraction(quote.discount_percent) / 100
        by_percent = round_fraction(net * percent, quote.rounding)
        each = percent + (Fraction(discount - by_percent, net) if net else 0)
    else:
        each = Fraction(discount, net) if net else Fraction(0)
    return apportion(discount, [one * each for one in nets])


def _borne(pots: Sequence[Pot], amounts: Sequence[int], quote: QuoteInput) -> list[dict[Tax, int]]:
    """Reckon what each pot bears of each of its taxes."""
    borne: list[dict[Tax, int]] = [{} for _ in pots]
    factors = {taxes: _factors(taxes, with_tax=quote.prices_with_tax) for taxes in {pot.taxes for pot in pots}}
    for tax in _every(pots):
        at = [place for place, pot in enumerate(pots) if tax in pot.taxes]
        rate = Fraction(tax.rate) / 100
        weights = {taxes: factor[tax.on_tax] * rate for taxes, factor in factors.items()}
        exact = [amounts[place] * weights[pots[place].taxes] for place in at]
        if tax.on_tax and not quote.prices_with_tax:
            exact = [one + _plain(borne[place]) * rate for one, place in zip(exact, at, strict=True)]
        if quote.tax_by == "line":
            parts = [round_fraction(one, quote.rounding) for one in exact]
        else:
            parts = apportion(round_fraction(sum(exact, Fraction(0)), quote.rounding), exact)
        for place, part in zip(at, parts, strict=True):
            borne[place][tax] = part
    return borne


def _factors(taxes: tuple[Tax, ...], *, with_tax: bool) -> tuple[Fraction, Fraction]:
    """Tell what part of an amount a plain tax and a tax on tax are charged on, their own taxes apart."""
    if not with_tax:
        return Fraction(1), Fraction(1)
    plain, on_tax = (
        sum((Fraction(tax.rate) for tax in taxes if tax.on_tax is kind), Fraction(100)) for kind in (False, True)
    )
    return Fraction(10_000) / (plain * on_tax), 100 / on_tax


def _plain(borne: dict[Tax, int]) -> int:
    return sum(part for tax, part in borne.items() if not tax.on_tax)
