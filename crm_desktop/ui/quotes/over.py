"""How it is worded what goes beyond a limit, and who may release it."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from PySide6.QtCore import QCoreApplication

from crm_desktop.core.entities import Approval, User
from crm_desktop.core.entities.limits import VERDICTS
from crm_desktop.core.entities.quote_limits import Breach, Sort
from crm_desktop.core.entities.quote_margins import Margin
from crm_desktop.core.money import round_amount
from crm_desktop.ui.context import Context
from crm_desktop.ui.wording import core, listed, moment, money, number, percent, title, told

MOST_NAMED = 3


def said(breach: Breach, currency: str) -> str:
    """Say one thing that goes beyond a limit."""
    if breach.sort == "lowest_price":
        found, allowed = (
            money(round_amount(decimal_of(one), currency), currency, exact=True)
            for one in (breach.found, breach.allowed)
        )
    else:
        found, allowed = (percent(decimal_of(one, 2)) for one in (breach.found, breach.allowed))
    words = {
        "discount": QCoreApplication.translate("Over", "Line %1: %2 below the list price, %3 allowed"),
        "lowest_price": QCoreApplication.translate("Over", "Line %1: %2 each, the lowest price is %3"),
        "margin": QCoreApplication.translate("Over", "Line %1: margin of %2, at least %3 asked for"),
    }[breach.sort]
    if not breach.place:
        words = QCoreApplication.translate("Over", "Margin of %2, at least %3 asked for")
    return words.replace("%1", number(breach.place)).replace("%2", found).replace("%3", allowed)


def all_said(found: Sequence[Breach], currency: str) -> list[str]:
    """Say all of it; many lines that go beyond the same limit as the farthest of them."""
    farthest: dict[tuple[Sort, str], Breach] = {}
    for one in found:
        key = (one.sort, one.limit)
        if key not in farthest or _distance(one) > _distance(farthest[key]):
            farthest[key] = one
    lines = []
    for key, one in farthest.items():
        more = sum((other.sort, other.limit) == key for other in found) - 1
        words = said(one, currency)
        others = QCoreApplication.translate("Over", "(and %1 more)").replace("%1", number(more))
        lines.append(f"{words} {others}" if more else words)
    return lines


def earned(margin: Margin, currency: str) -> str:
    """Say what a quote brings above its costs."""
    amount = money(round_amount(decimal_of(margin.amount), currency), currency, exact=True)
    return f"{amount} ({percent(decimal_of(margin.percent, 2))})"


def may_approve(people: Sequence[User]) -> str:
    """Say who may release it."""
    if not people:
        return QCoreApplication.translate("Over", "Nobody here may approve all of this. Ask an administrator.")
    names = listed(one.name for one in people[:MOST_NAMED])
    more = len(people) - MOST_NAMED
    if more > 0:
        names = QCoreApplication.translate("Over", "%1 and %2 more").replace("%1", names).replace("%2", number(more))
    return told(QCoreApplication.translate("Over", "May be approved by"), names)


def answered(context: Context, approval: Approval) -> str:
    """Say who answered what, when and why."""
    label = core(next((one.label for one in VERDICTS if one.value == approval.answer), ""))
    when = moment(context, approval.answered_at) if approval.answered_at else ""
    head = listed(part for part in (label, title(context, "user", approval.answered_by), when) if part)
    return told(head, approval.note) if approval.note else head


def _distance(breach: Breach) -> Fraction:
    return abs(breach.found - breach.allowed)


def decimal_of(value: Fraction, places: int = 6) -> Decimal:
    """Write a fraction with so many decimals, without zeros at its end."""
    return round(Decimal(value.numerator) / Decimal(value.denominator), places).normalize() + 0
