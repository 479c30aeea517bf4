"""The derived figures of quotes and their lines, from raw values to raw values by the one arithmetic of `pricing`."""

from collections.abc import Mapping
from decimal import Decimal

from crm_desktop.core.money import from_minor, from_scaled, to_minor
from crm_desktop.core.pricing import LineInput, PricedQuote, QuoteInput, price_line, price_quote
from crm_desktop.core.schema import Raw

COUNTED = ("item", "optional")


def _exact(value: Raw) -> Decimal:
    return from_scaled(value) if isinstance(value, int) else Decimal(0)


def _currency(raw: Mapping[str, Raw]) -> str:
    return str(raw.get("currency") or "")


def line_input(raw: Mapping[str, Raw]) -> LineInput:
    """Read what the arithmetic needs from a line's raw values."""
    return LineInput(
        quantity=_exact(raw.get("quantity")),
        unit_price=_exact(raw.get("unit_price")),
        discount_percent=_exact(raw.get("discount")),
        tax_label=str(raw.get("tax_label") or ""),
        tax_rate=_exact(raw.get("tax_percent")),
        kind="optional" if raw.get("kind") == "optional" else "normal",
    )


def line_figures(raw: Mapping[str, Raw]) -> dict[str, Raw]:
    """Derive a line's net amount in minor units of its currency; headings and notes have none."""
    if raw.get("kind", "item") not in COUNTED:
        return {"net": None}
    currency = _currency(raw)
    return {"net": to_minor(price_line(line_input(raw), currency).net, currency)}


def priced(raw: Mapping[str, Raw], lines: list[dict[str, Raw]]) -> PricedQuote:
    """Price a quote from the raw values of itself and of its lines, in the order of their positions."""
    ordered = sorted(lines, key=lambda line: (line.get("position") or 0, str(line.get("id") or "")))
    currency = _currency(raw)
    freight = raw.get("freight")
    return price_quote(
        QuoteInput(
            currency=currency,
            lines=tuple(line_input(line) for line in ordered if line.get("kind", "item") in COUNTED),
            discount_percent=_exact(raw.get("discount")),
            freight=from_minor(freight, currency) if isinstance(freight, int) else Decimal(0),
            freight_tax_rate=_exact(raw.get("freight_tax")),
        )
    )


def quote_figures(raw: Mapping[str, Raw], lines: list[dict[str, Raw]]) -> dict[str, Raw]:
    """Derive net after discount and freight, tax and total of a quote, in minor units."""
    result, currency = priced(raw, lines), _currency(raw)
    return {
        "net": to_minor(result.base, currency),
        "tax": to_minor(result.tax, currency),
        "total": to_minor(result.total, currency),
    }
