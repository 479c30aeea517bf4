"""The instalments of a quote: parts of its total that sum to it exactly.

1. Parts given as an amount come first, as they are.
2. Percentages are of what those leave. Each gets its exact share rounded down, and the missing minor units go one by one to
   the largest remainders; at equal remainders the earlier part wins.
3. What no part asks for is the balance, a last part of its own where it is not zero.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from crm_desktop.core.errors import RefusedError
from crm_desktop.core.money import exponent, from_minor, round_amount, to_minor
from crm_desktop.core.plain_numbers import check_numbers
from crm_desktop.core.sharing import apportion
from crm_desktop.core.words_to_translate import QT_TRANSLATE_NOOP

NO_PART = QT_TRANSLATE_NOOP(
    "core",
    "“{value}” is no part of a payment. Type 30 % or 5000, and +30 after it if it is due 30 days after the issue.",
)
OVER_ALL = QT_TRANSLATE_NOOP("core", "The parts of the payment ask for {percent} percent. Leave at most 100.")
_PART = re.compile(r"(\d{1,15}(?:\.\d{1,6})?)\s*([%％]?)(?:\s*\+\s*(\d{1,4}))?", re.ASCII)


class Part(Struct, frozen=True):
    """One part as agreed: a percentage or an amount, and how many days after the issue it is due."""

    size: Decimal
    is_percent: bool
    days: int | None = None


class Due(Struct, frozen=True):
    """One part as it is to be paid. part: its place in the plan, None for the balance."""

    amount: Decimal
    part: int | None


def part_of(text: str) -> Part:
    """Read one part: "30 %", "5000.00", "30 % +14"; raises RefusedError for anything else."""
    found = _PART.fullmatch(text.strip())
    if found is None:
        raise RefusedError(NO_PART, value=text)
    return Part(Decimal(found[1]), bool(found[2]), int(found[3]) if found[3] else None)


def check_plan(parts: Sequence[Part]) -> None:
    """Refuse percentages that come to more than the whole."""
    percent = sum((part.size for part in parts if part.is_percent), Decimal(0))
    if percent > 100:
        raise RefusedError(OVER_ALL, percent=f"{percent:f}")


def instalments(total: Decimal, currency: str, parts: Sequence[Part]) -> tuple[Due, ...]:
    """Divide a total, rounded as its currency is, into the parts of a plan; no plan, no parts."""
    if not parts:
        return ()
    check_numbers(total, *(part.size for part in parts))
    check_plan(parts)
    unit = 10 ** exponent(currency)
    fixed = [Decimal(0) if part.is_percent else round_amount(part.size, currency) for part in parts]
    left = to_minor(total - sum(fixed), currency)
    percents = [Fraction(part.size) / 100 if part.is_percent else Fraction(0) for part in parts]
    shared = apportion(left, [left * share for share in (*percents, 1 - sum(percents, Fraction(0)))])
    amounts = [int(one * unit) + share for one, share in zip(fixed, shared, strict=False)]
    found = [Due(from_minor(amount, currency), place) for place, amount in enumerate(amounts)]
    return (*found, *([Due(from_minor(shared[-1], currency), None)] if shared[-1] else []))
