"""Asking for quotes by what they are on a day: one that nobody answered expires by itself, and no column says so."""

from datetime import date

from crm_desktop.core.entities.quote_life import EXPIRED, WAITING
from crm_desktop.core.schema import REGISTRY, Field
from crm_desktop.core.store import Where


def is_state(field: Field | None) -> bool:
    """Tell whether a field is the state of quotes."""
    return field is REGISTRY["quote"].fields["state"]


def in_state(op: str, state: str, day: date) -> Where:
    """Word the condition that a quote is in a state on a day ("eq"), or in any other ("ne"), as `state_on` tells it."""
    said = Where("state", op, state)
    if state != EXPIRED and state not in WAITING:
        return said
    waits, over = Where("state", "in", WAITING), Where("valid_until", "lt", day.isoformat())
    lasts = Where("", "any", ((Where("valid_until", "ge", day.isoformat()),), (Where("valid_until", "empty"),)))
    ways = {
        (True, "eq"): ((said,), (waits, over)),
        (True, "ne"): ((Where("state", "out", (EXPIRED, *WAITING)),), (waits, lasts)),
        (False, "eq"): ((said, lasts),),
        (False, "ne"): ((said,), (Where("state", "eq", state), over)),
    }
    return Where("", "any", ways[state == EXPIRED, op])
