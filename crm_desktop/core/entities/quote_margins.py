"""What a quote leaves of its list prices, and what it brings above its costs, in exact fractions.

The share of the discount on the whole is taken off each counted line; optional and alternative lines bear none. Rounding to
cents plays no part: what is judged by these figures is what somebody typed.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import msgspec

from crm_desktop.core.entities.quote_terms import taxes_of
from crm_desktop.core.entities.quote_totals import PRICED
from crm_desktop.core.money import exponent
from crm_desktop.core.schema import Raw

Raws = Mapping[str, Raw]
NOTHING = Fraction(0)


class LineWorth(msgspec.Struct, frozen=True, kw_only=True):
    """What a line with an amount is worth. place: its number on paper; id: of the line; product: raw values, {} without.

    listed: quantity x list price; net: what is left of it after all discounts; untaxed: that without tax; cost: what the
    quantity costs us; lowest: what it has to bring at least by the lowest price of its product. The last two are None
    where they are not known here, or in no currency that the quote can be compared with.
    """

    place: int
    id: str
    product: Raws
    quantity: Fraction
    listed: Fraction
    net: Fraction
    untaxed: Fraction
    cost: Fraction | None
    lowest: Fraction | None
    is_counted: bool

    @property
    def discount(self) -> Fraction:
        """Tell in percent how much less than its list price is asked."""
        return 100 * (1 - self.net / self.listed) if self.listed else NOTHING


class Margin(msgspec.Struct, frozen=True):
    """What is left above the cost, as an amount and in percent of what is asked without tax."""

    amount: Fraction
    percent: Fraction


def worth_of_lines(quote: Raws, lines: Iterable[Raws], products: Mapping[str, Raws]) -> list[LineWorth]:
    """Work out what the lines with a price are worth, in their order. lines: with their ids among their values."""
    said = [line for line in in_order(lines) if line.get("kind", "item") in PRICED]
    nets = [_net(line) for line in said]
    left = _left_on_the_whole(
        quote, sum((net for line, net in zip(said, nets, strict=True) if _is_counted(line)), NOTHING)
    )
    return [
        _worth(quote, place, line, net * left if _is_counted(line) else net, products)
        for place, (line, net) in enumerate(zip(said, nets, strict=True), 1)
        if line.get("unit_price") is not None
    ]


def margin_of(lines: Sequence[LineWorth]) -> Margin | None:
    """Add up what lines bring above their cost; None where no cost is known. A line that is not counted counts alone."""
    counted = [line for line in lines if line.cost is not None and (line.is_counted or len(lines) == 1)]
    if not counted:
        return None
    net = sum((line.untaxed for line in counted), NOTHING)
    amount = net - sum((line.cost or NOTHING for line in counted), NOTHING)
    if net:
        return Margin(amount, 100 * amount / net)
    return Margin(amount, Fraction(-100) if amount < 0 else NOTHING)


def in_order(lines: Iterable[Raws]) -> list[Raws]:
    """Put the lines of a quote in the order of its paper."""
    return sorted(lines, key=lambda line: (_number(line.get("position")), str(line.get("id") or "")))


def _worth(quote: Raws, place: int, line: Raws, net: Fraction, products: Mapping[str, Raws]) -> LineWorth:
    product = products.get(str(line.get("product") or ""), {})
    quantity, unit_price, list_price = (_exact(line.get(name)) for name in ("quantity", "unit_price", "list_price"))
    worth = _worth_of_currency(quote, product)
    cost, lowest = (
        quantity * _exact(product[name]) * worth if worth is not None and product.get(name) is not None else None
        for name in ("cost", "lowest_price")
    )
    return LineWorth(
        place=place,
        id=str(line.get("id") or ""),
        product=product,
        quantity=quantity,
        listed=quantity * (list_price if line.get("list_price") is not None else unit_price),
        net=net,
        untaxed=net / _with_tax(line) if quote.get("prices") == "gross" else net,
        cost=cost,
        lowest=lowest,
        is_counted=_is_counted(line),
    )


def _worth_of_currency(quote: Raws, product: Raws) -> Fraction | None:
    """Tell what one unit of a product's currency is worth in that of the quote; None where the quote keeps no rate."""
    currency, rate = product.get("currency"), quote.get("rate")
    if currency in (None, "", quote.get("currency")):
        return Fraction(1)
    if currency == quote.get("base_currency") and isinstance(rate, int) and rate:
        return 1 / _exact(rate)
    return None


def _net(line: Raws) -> Fraction:
    gross = _exact(line.get("quantity")) * _exact(line.get("unit_price"))
    return _less(gross, line.get("discount"), line.get("discount_amount"), str(line.get("currency") or ""))


def _left_on_the_whole(quote: Raws, counted: Fraction) -> Fraction:
    """Tell what part of every counted line is left after the discount on the whole."""
    if not counted:
        return 1 - _exact(quote.get("discount")) / 100
    left = _less(counted, quote.get("discount"), quote.get("discount_amount"), str(quote.get("currency") or ""))
    return left / counted


def _less(of: Fraction, percent: Raw, amount: Raw, currency: str) -> Fraction:
    """Take a percentage off, then an amount, which never takes more than is left."""
    left = of * (1 - _exact(percent) / 100)
    taken = Fraction(_number(amount), 10 ** exponent(currency)) if amount else NOTHING
    taken = min(taken, abs(left))
    return left - taken if left > 0 else left + taken


def _with_tax(line: Raws) -> Fraction:
    """Tell what a price that holds its taxes is a multiple of."""
    more = taxes_of(line.get("more_taxes"))
    plain = _exact(line.get("tax_percent")) + sum((Fraction(tax.rate) for tax in more if not tax.on_tax), NOTHING)
    on_tax = sum((Fraction(tax.rate) for tax in more if tax.on_tax), NOTHING)
    return (1 + plain / 100) * (1 + on_tax / 100)


def _is_counted(line: Raws) -> bool:
    return line.get("kind", "item") == "item"


def _number(value: Raw) -> int:
    return value if isinstance(value, int) else 0


def _exact(value: Raw) -> Fraction:
    return Fraction(_number(value), 1_000_000)
