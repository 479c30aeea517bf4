"""What a quote may say about money: taxes and payment plans as items of (label, value), and credits; checked at both doors."""

import functools
import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from crm_desktop.core.entities.people import LEADS
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.payment import Part, check_plan, part_of
from crm_desktop.core.pricing import Tax
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Raw

NO_TAX = QT_TRANSLATE_NOOP(
    "core",
    "“{value}” is no rate of a tax. Type 7 or 9.975 %, and “on tax” after it if it is charged on the other taxes too.",
)
CREDIT = QT_TRANSLATE_NOOP(
    "core", "A quantity, price or freight below zero gives money back, and only a manager does that. Ask your manager."
)
_RATE = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)\s*[%％]?(\s*(?:on tax|税上税))?", re.ASCII)


def _items(value: Raw) -> list[tuple[str, str]]:
    return [(str(item[1]), str(item[2])) for item in value] if isinstance(value, list) else []


def taxes_of(value: Raw) -> tuple[Tax, ...]:
    """Read further taxes from items of (name, rate); raises RefusedError where one is no rate."""
    return tuple(_tax(label, text) for label, text in _items(value))


@functools.lru_cache(maxsize=256)  # a quote says the same few taxes on each of its lines
def _tax(label: str, text: str) -> Tax:
    said = _RATE.fullmatch(text.strip())
    if said is None or Decimal(said[1]) > 100:
        raise RefusedError(NO_TAX, value=text)
    return Tax(label, Decimal(said[1]), on_tax=bool(said[2]))


def plan_of(value: Raw) -> tuple[tuple[str, Part], ...]:
    """Read a payment plan from items of (name, part); raises RefusedError where one is no part, or all are too much."""
    plan = tuple((label, part_of(text)) for label, text in _items(value))
    check_plan([part for _, part in plan])
    return plan


def terms_can_be_reckoned(raw: Mapping[str, Raw], _role: str) -> None:
    """Refuse taxes and payment plans that cannot be read."""
    for name, read in _READ.items():
        try:
            read(raw.get(name))
        except RefusedError as fault:
            raise RefusedError(fault.message, name, **fault.values) from fault


def credits_by_right(raw: Mapping[str, Raw], role: str) -> None:
    """Refuse what gives money back, but for those who lead."""
    for name in ("quantity", "unit_price", "freight"):
        value = raw.get(name)
        if role not in LEADS and isinstance(value, int) and value < 0:
            raise RefusedError(CREDIT, name)


_READ: dict[str, Callable[[Raw], object]] = {
    "more_taxes": taxes_of,
    "freight_more_taxes": taxes_of,
    "payment_plan": plan_of,
}
