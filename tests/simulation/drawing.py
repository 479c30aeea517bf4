"""Values for any field of any entity, drawn by the kind that the field declares."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from crm_desktop.core.schema import Entity, Field, Item, Kind

WORDS = ("one", "two", "three", "four", "five")
TAGS = ("hot", "cold", "fair", "vip")
TODAY = date(2026, 11, 20)
SPECIAL = {
    "user": frozenset({"login", "is_inactive"}),  # who may sign in is the house's to say
    "quote": frozenset(
        {
            "number",
            "revision",
            "paper",
            "decided_day",
            "declined_because",
            "declined_note",
        }
    ),  # an issued quote takes its number from the block
    "organisation": frozenset({"time_zone", "quote_prefix", "order_prefix"}),
}
"""Fields that no form changes just so."""

SAID = {
    "payment_plan": ("30 %", "20 % +30", "5000", "10%"),
    **dict.fromkeys(("more_taxes", "freight_more_taxes"), ("5", "7 %", "9.975 on tax")),
}
"""What an item of a list says where not any word will do."""

Ids = Callable[[str], Sequence[str]]
"""Entity key -> ids of the records at hand."""


class Drawing:
    """Draw values. ids: what a link may point to."""

    def __init__(self, rng: Random, ids: Ids, now: Callable[[], datetime]) -> None:
        self._rng, self._ids, self._now = rng, ids, now

    def fields(self, declared: Entity, role: str, unknown: frozenset[str] = frozenset()) -> list[Field]:
        """List the fields that a role may fill in. unknown: fields that this version does not know."""
        left_out = SPECIAL.get(declared.key, frozenset()) | unknown
        return [
            field for field in declared.stored
            if not field.derived and field.kind is not Kind.FILE and field.name not in left_out
            and (not field.write or role in field.write) and (not field.read or role in field.read)
        ]  # fmt: skip

    def value(self, field: Field, old: Any = None) -> Any:
        """Draw a value for a field; None where a link finds nothing to point to."""
        rng = self._rng
        if not field.required and field.kind not in MANY and rng.random() < 0.15:
            return "" if field.kind in TEXTS else None
        match field.kind:
            case Kind.TEXT:
                return rng.choice(WORDS)
            case Kind.LONG_TEXT:
                return self._notes(str(old or ""))
            case Kind.CHOICE:
                return rng.choice(field.choices).value
            case Kind.YES_NO:
                return rng.random() < 0.5
            case Kind.WHOLE:
                return rng.randint(0, int(field.high or 9))
            case Kind.DECIMAL:
                return self._within(field, Decimal(rng.randint(1, 9999)) / rng.choice((1, 10, 100)))
            case Kind.PERCENT:
                return Decimal(rng.choice((0, 5, 10, 50, 100)))
            case Kind.AMOUNT:
                return Decimal(rng.randint(0, 9) * 1000)
            case Kind.DAY:
                return TODAY + timedelta(days=rng.randint(1, 5))
            case Kind.MOMENT:
                return self._now()
            case Kind.LINK:
                found = self._ids(field.target)
                return rng.choice(found) if found else None
            case Kind.LABELLED:
                return self._items(old or (), SAID.get(field.name, WORDS))
            case Kind.TAGS:
                return tuple(sorted({*(old or ())} ^ {rng.choice(TAGS)}))
            case Kind.LINKS:
                found = self._ids(field.target)
                return tuple(sorted({*(old or ())} ^ {rng.choice(found)})) if found else tuple(old or ())
        raise LookupError(field.kind)

    def _within(self, field: Field, value: Decimal) -> Decimal:
        low, high = field.low, field.high
        return value if (low is None or value >= low) and (high is None or value <= high) else Decimal(low or 0) + 1

    def _items(self, old: Sequence[Item], words: Sequence[str]) -> tuple[Item, ...]:
        rng = self._rng
        kept = [item for item in old if rng.random() < 0.7]
        kept = [Item(item.id, item.label, rng.choice(words)) if rng.random() < 0.3 else item for item in kept]
        new = [Item(f"{rng.getrandbits(40):010x}", "work", rng.choice(words))] if rng.random() < 0.6 else []
        return (*kept, *new)

    def _notes(self, old: str) -> str:
        rng = self._rng
        lines = [line for line in old.split("\n") if line and rng.random() < 0.85]
        lines.insert(rng.randint(0, len(lines)), f"{rng.choice(WORDS)} {rng.getrandbits(16)}")
        return "\n".join(lines[:6])


MANY = frozenset({Kind.LABELLED, Kind.TAGS, Kind.LINKS})
TEXTS = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.CHOICE, Kind.LINK})
