"""The derived figures of quotes and their lines, from raw values to raw values by the one arithmetic of `pricing`."""

from collections.abc import Mapping
from decimal import Decimal

from crm_desktop.core.entities.quote_terms import taxes_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.money import EXACT, Rounding, from_minor, from_scaled, round_amount, to_minor
from crm_desktop.core.pricing import LineInput, LineKind, PricedQuote, QuoteInput, price_line, price_quote
from crm_desktop.core.schema import Raw

PRICED: Mapping[Raw, LineKind] = {"item": "normal", "optional": "optional", "alternative": "alternative"}
"""The kinds of line that have amounts, and how the arithmetic calls them."""

FIGURES = ("net", "tax", "rounded_off", "total", "net_in_base", "total_in_base")
LARGEST = 1 << 62  # what a column of 64 bits holds, with room for sums of a few


def _exact(value: Raw) -> Decimal:
    return from_scaled(value) if isinstance(value, int) else Decimal(0)


def _amount(value: Raw, currency: str) -> Decimal:
    return from_minor(value, currency) if isinstance(value, int) else Decimal(0)


def _currency(raw: Mapping[str, Raw]) -> str:
    return str(raw.get("currency") or "")


def _rounding(raw: Mapping[str, Raw]) -> Rounding:
    return "half_even" if raw.get("rounding") == "half_even" else "half_up"


def line_input(raw: Mapping[str, Raw], section: str = "") -> LineInput:
    """Read what the arithmetic needs from a line's raw values; raises RefusedError for taxes that cannot be read."""
    currency = _currency(raw)
    return LineInput(
        quantity=_exact(raw.get("quantity")),
        unit_price=_exact(raw.get("unit_price")),
        discount_percent=_exact(raw.get("discount")),
        discount_amount=_amount(raw.get("discount_amount"), currency),
        tax_label=str(raw.get("tax_label") or ""),
        tax_rate=_exact(raw.get("tax_percent")),
        more_taxes=taxes_of(raw.get("more_taxes")),
        kind=PRICED.get(raw.get("kind"), "normal"),
        section=section,
        rounding=_rounding(raw),
        currency=currency,
    )


def line_figures(raw: Mapping[str, Raw]) -> dict[str, Raw]:
    """Derive a line's net amount in minor units of its currency; headings and notes have none."""
    if raw.get("kind", "item") not in PRICED:
        return {"net": None}
    currency, untaxed = _currency(raw), {**raw, "more_taxes": None}
    return {"net": to_minor(price_line(line_input(untaxed), currency).net, currency)}


def quote_input(raw: Mapping[str, Raw], lines: list[dict[str, Raw]]) -> QuoteInput:
    """Read what the arithmetic needs from the raw values of a quote and of its lines, in the order of their positions.

    The section of a line is the id of the heading it stands under.
    """
    currency, section, found = _currency(raw), "", []
    for line in sorted(lines, key=lambda line: (line.get("position") or 0, str(line.get("id") or ""))):
        kind = line.get("kind", "item")
        if kind == "section":
            section = str(line.get("id") or "")
        elif kind in PRICED:
            found.append(line_input(line, section))
    return QuoteInput(
        currency=currency,
        lines=tuple(found),
        discount_percent=_exact(raw.get("discount")),
        discount_amount=_amount(raw.get("discount_amount"), currency),
        freight=_amount(raw.get("freight"), currency),
        freight_tax_label=str(raw.get("freight_tax_label") or ""),
        freight_tax_rate=_exact(raw.get("freight_tax")),
        freight_more_taxes=taxes_of(raw.get("freight_more_taxes")),
        prices_with_tax=raw.get("prices") == "gross",
        tax_by="line" if raw.get("tax_by") == "line" else "group",
        rounding=_rounding(raw),
        total_step=_amount(raw.get("total_step"), currency),
    )


def priced(raw: Mapping[str, Raw], lines: list[dict[str, Raw]]) -> PricedQuote:
    """Price a quote from raw values; raises UserError where they cannot be reckoned with, as in two currencies."""
    return price_quote(quote_input(raw, lines))


def in_base(raw: Mapping[str, Raw], amount: Decimal) -> Decimal | None:
    """Turn an amount of a quote into the base currency at the rate it keeps; None where it keeps none."""
    base, rate = str(raw.get("base_currency") or ""), raw.get("rate")
    if not base or not isinstance(rate, int):
        return None
    return round_amount(EXACT.multiply(amount, from_scaled(rate)), base, _rounding(raw))


def quote_figures(raw: Mapping[str, Raw], lines: list[dict[str, Raw]]) -> dict[str, Raw]:
    """Derive net after discount and freight, tax, rounding and total of a quote, in minor units, and both in base.

    What cannot be reckoned with has no totals; whoever looks at the quote is told why.
    """
    try:
        result, currency = priced(raw, lines), _currency(raw)
    except UserError:
        return dict.fromkeys(FIGURES)
    base = str(raw.get("base_currency") or "")
    return {
        "net": _held(result.base, currency),
        "tax": _held(result.tax, currency),
        "rounded_off": _held(result.rounding, currency) or None,
        "total": _held(result.total, currency),
        "net_in_base": _held(in_base(raw, result.base), base),
        "total_in_base": _held(in_base(raw, result.total), base),
    }


def _held(amount: Decimal | None, currency: str) -> int | None:
    """Give what a column takes; more than it can hold is left out."""
    minor = None if amount is None else to_minor(amount, currency)
    return minor if minor is not None and abs(minor) < LARGEST else None
