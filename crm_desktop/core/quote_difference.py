"""What differs between two revisions of a quote: lines added, removed and changed, conditions, and the totals."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal

from msgspec import Struct

from crm_desktop.core.entities.quote_life import LEFT_FREE
from crm_desktop.core.entities.quotes import Quote, QuoteLine
from crm_desktop.core.schema import entity_of

_NOT_TOLD = LEFT_FREE | {"number", "revision", "issue_day", "paper", "net", "tax", "total"}
_NOT_OF_LINES = frozenset({"quote", "position", "net", "list_price"})


class Step(Struct, frozen=True):
    """One field that differs. name: of the field; before, after: its values."""

    name: str
    before: Any
    after: Any


class LineStep(Struct, frozen=True):
    """One line that differs. line: as it is now, or as it was where it was removed; steps: of a changed one."""

    sort: Literal["added", "removed", "changed"]
    line: QuoteLine
    steps: tuple[Step, ...] = ()


class Difference(Struct, frozen=True):
    """All that differs; the totals are those of the two quotes."""

    lines: tuple[LineStep, ...]
    steps: tuple[Step, ...]
    total_before: Decimal | None
    total_after: Decimal | None


def difference(
    before: Quote, lines_before: Sequence[QuoteLine], after: Quote, lines_after: Sequence[QuoteLine]
) -> Difference:
    """Tell what differs between two revisions; a line is known again by its product, else by its words."""
    left: dict[str, list[QuoteLine]] = defaultdict(list)
    for line in _in_order(lines_before):
        left[_known_by(line)].append(line)
    told = []
    for line in _in_order(lines_after):
        was = left[_known_by(line)]
        if not was:
            told.append(LineStep("added", line))
        elif steps := _steps(was.pop(0), line, _NOT_OF_LINES):
            told.append(LineStep("changed", line, steps))
    gone = _in_order([line for lines in left.values() for line in lines])
    told += [LineStep("removed", line) for line in gone]
    return Difference(tuple(told), _steps(before, after, _NOT_TOLD), before.total, after.total)


def _in_order(lines: Sequence[QuoteLine]) -> list[QuoteLine]:
    return sorted(lines, key=lambda line: (line.position or 0, line.id))


def _known_by(line: QuoteLine) -> str:
    return f"product {line.product}" if line.product else f"{line.kind} {line.sku} {line.description}"


def _steps(before: Quote | QuoteLine, after: Quote | QuoteLine, left_out: frozenset[str]) -> tuple[Step, ...]:
    return tuple(
        Step(name, getattr(before, name), getattr(after, name))
        for name in entity_of(after).fields
        if name not in left_out and getattr(before, name) != getattr(after, name)
    )
