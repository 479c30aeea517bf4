"""What people say of a period, person by person and team by team, beside what their deals add up to."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from crm_desktop.analysis.quotas import Period
from crm_desktop.analysis.worksheet import Row
from crm_desktop.core.entities import Forecast
from crm_desktop.core.store import Where
from crm_desktop.replica.view import View

Category = Literal["commit", "best_case"]
ZERO = Decimal(0)


class Said(msgspec.Struct, frozen=True):
    """What is said of one category of a person's period. deals: what her and her team's deals add up to.

    own: her own word, None where she gave none; hers: that, or what her team says with her own deals; adjustments: what
    others add; whole: hers with the adjustments, as the team above counts it.
    """

    deals: Decimal
    own: Forecast | None
    hers: Decimal
    adjustments: tuple[Forecast, ...]
    whole: Decimal


def said(view: View, rows: Sequence[Row], period: Period, category: Category) -> dict[str, Said]:
    """Tell what is said of each row of a worksheet by people. A team's word is its people's, unless its head gave her own."""
    spoken: dict[str, list[Forecast]] = {}
    days = (Where("first_day", "eq", period.first.isoformat()), Where("last_day", "eq", period.last.isoformat()))
    for one in view.find(Forecast, *days, order=("id",)):
        if getattr(one, category) is not None:
            spoken.setdefault(one.person, []).append(one)
    found: dict[str, Said] = {}
    at = len(rows)
    for row in reversed(rows):  # those below come before those above
        at -= 1
        below = [found[one.id] for one in _directly_below(rows, at)]
        found[row.id] = _said(row, below, spoken.get(row.id, ()), category)
    return found


def _directly_below(rows: Sequence[Row], at: int) -> Iterable[Row]:
    for one in rows[at + 1 :]:
        if one.depth <= rows[at].depth:
            return
        if one.depth == rows[at].depth + 1:
            yield one


def _said(row: Row, below: Sequence[Said], spoken: Sequence[Forecast], category: Category) -> Said:
    own = next((one for one in spoken if one.owner == row.id), None)
    adjustments = tuple(one for one in spoken if one.owner != row.id)
    sums = row.own.to_commit if category == "commit" else row.own.to_best_case
    deals = row.whole.to_commit if category == "commit" else row.whole.to_best_case
    hers = _amount(own, category) if own else sum((one.whole for one in below), sums)
    return Said(deals, own, hers, adjustments, sum((_amount(one, category) for one in adjustments), hers))


def _amount(spoken: Forecast, category: Category) -> Decimal:
    return (spoken.commit if category == "commit" else spoken.best_case) or ZERO
