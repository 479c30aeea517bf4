"""How deals go through the stages of a pipeline: how many get on, how long it takes them, and how long the open ones stand."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from statistics import median

import msgspec

from crm_desktop.analysis.quotas import Period
from crm_desktop.analysis.rates import Rates
from crm_desktop.core.entities import Opportunity, Stage
from crm_desktop.core.entities.pipeline import OPEN, WON
from crm_desktop.core.store import Where
from crm_desktop.replica.view import View

DAY_US = 86_400_000_000
ZERO = Decimal(0)
AGES = (7, 14, 30, 60, 90)
"""Upper ends, in days, of the columns of the ageing map; the last column has none."""


class Step(msgspec.Struct, frozen=True):
    """A stage of the funnel. reached: ids of deals that came so far or farther; the last step is what was won.

    days: what half of the deals that left the stage needed in it, None where none left.
    """

    stage: str
    name: str
    reached: tuple[str, ...]
    days: float | None = None


class Cell(msgspec.Struct, frozen=True):
    """Open deals of one stage and age. amount: in the base currency, of those that have a rate."""

    deals: tuple[str, ...] = ()
    amount: Decimal = ZERO


def funnel(view: View, pipeline: str, opened: Period, until: int, *whose: Where) -> list[Step]:
    """Follow the deals opened in a period through their stages, up to a moment in microseconds UTC.

    A deal that skipped a stage counts as having reached it. The share that gets on is one step's number over that of the
    step before.
    """
    cohort = (
        Where("pipeline", "eq", pipeline),
        Where("opened_day", "ge", opened.first.isoformat()),
        Where("opened_day", "le", opened.last.isoformat()),
        *whose,
    )
    stages = view.find(Stage, Where("pipeline", "eq", pipeline), order=("position",))
    on_the_way = [one for one in stages if one.outcome == OPEN]
    places = {one.id: at for at, one in enumerate(on_the_way)}
    places |= {one.id: len(on_the_way) for one in stages if one.outcome == WON}
    now = dict(view.values(Opportunity, ("stage",), *cohort))
    stood = _stood(view, until, cohort)
    far = {id_: max((places.get(stage, 0) for stage in stages_), default=0) for id_, stages_ in stood.items()}
    left = defaultdict[str, list[int]](list)
    for id_, spells in stood.items():
        for stage, lasted in spells.items():
            if now.get(id_) != stage:
                left[stage].append(lasted)
    steps = [
        Step(one.id, one.name, _reached(far, at), median(left[one.id]) / DAY_US if left[one.id] else None)
        for at, one in enumerate(on_the_way)
    ]
    won = [one for one in stages if one.outcome == WON]
    ends = {one.id for one in won}
    done = tuple(sorted(id_ for id_, stage in now.items() if stage in ends))
    return [*steps, *(Step(one.id, one.name, done) for one in won[:1])]


def _stood(view: View, until: int, cohort: Iterable[Where]) -> Mapping[str, Mapping[str, int]]:
    found = defaultdict[str, dict[str, int]](dict)
    for one in view.spells(Opportunity, "stage", until, *cohort):
        if one.value:
            found[one.id][one.value] = one.lasted
    return found


def _reached(far: Mapping[str, int], at: int) -> tuple[str, ...]:
    return tuple(sorted(id_ for id_, place in far.items() if place >= at))


def ageing(
    view: View, pipeline: str, until: int, day: date, rates: Rates, *whose: Where
) -> dict[str, tuple[Cell, ...]]:
    """Map the open deals of a pipeline by stage and by the days they stand in it: stage id -> a cell for each of AGES and more.

    until: the moment looked at, in microseconds UTC; day: its day, at whose rates amounts are valued.
    """
    from_days = [days * DAY_US for days in AGES]
    found: dict[str, list[Cell]] = {}
    names = ("stage", "stage_since", "amount", "currency")
    conditions = (Where("pipeline", "eq", pipeline), Where("outcome", "eq", OPEN), *whose)
    for id_, stage, since, amount, currency in sorted(view.values(Opportunity, names, *conditions)):
        cells = found.setdefault(stage, [Cell()] * (len(AGES) + 1))
        at = bisect_left(from_days, until - since) if since is not None else 0
        worth = rates.worth(amount or 0, currency or "", day) or ZERO
        cells[at] = Cell((*cells[at].deals, id_), cells[at].amount + worth)
    return {stage: tuple(cells) for stage, cells in found.items()}
