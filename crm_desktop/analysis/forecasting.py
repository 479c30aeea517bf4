"""The honest forecast: what will be won in the days ahead, learned from the own journal, with its band and its parts.

Open deals are won by what the past shows of deals of their age, stage, product and owner; new deals come and are won
as they used to; both move with the calendar as far as the past shows it. Nothing here looks at the clock, at chance
that is not seeded, or at what was not known at the moment asked for: the same past gives the same numbers everywhere.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from operator import mul

import msgspec

from crm_desktop.analysis.forecast.band import Doubt, Expected, at_share, futures
from crm_desktop.analysis.forecast.history import OLDEST, Deal, as_known, by_id, cell_of
from crm_desktop.analysis.forecast.model import LEAST_WON, Model, TooLittle
from crm_desktop.analysis.forecast.season import Outlook
from crm_desktop.analysis.forecast.window import Ages, Day, Pace, Walk

LONG_ENOUGH = 2
SUREST = 0.98
TINY = 1e-9
OPEN, NEW, CALENDAR = "open", "new", "calendar"


class Part(msgspec.Struct, frozen=True):
    """A part of a forecast; the parts add up to what is expected.

    kind: "open", deals that stand in a stage today; "new", those still to come; "calendar", what the season of these
    days adds or takes. deals: their number; worth: what they would bring if all were won; amounts in minor units.
    """

    kind: str
    stage: str
    deals: float
    worth: int
    expected: int


class Row(msgspec.Struct, frozen=True):
    """An open deal in a forecast. chance: to be won within it; worth: what it would bring."""

    deal: str
    chance: float
    worth: int


class Forecast(msgspec.Struct, frozen=True):
    """What will be won from the first to the last day, in minor units of the base currency.

    low, middle, high: with one chance in ten, in two, and nine in ten it is not more (P10, P50, P90); expected: on
    average. learned_until: the day to which the past was known; rows: of the open deals, by id.
    """

    first_day: date
    last_day: date
    low: int
    middle: int
    high: int
    expected: int
    parts: tuple[Part, ...]
    rows: tuple[Row, ...]
    learned_since: date
    learned_until: date


class _Placed(msgspec.Struct, frozen=True):
    deal: Deal
    stage: str
    age: int
    leaning: float
    worth: float


def forecast(model: Model, deals: Collection[Deal], today: date, days: int) -> Forecast | TooLittle:
    """Forecast what is won in some days after today from the deals as they were known at its end.

    The past must be at least twice as long as the window.
    """
    known = (model.today - model.begin).days
    if known < LONG_ENOUGH * days:
        return TooLittle(model.won, known, LEAST_WON, LONG_ENOUGH * days)
    window = _days(model, today, days)
    placed = _placed(model, deals, today)
    doubt = _doubt(model, window, _carried(placed, lambda _: 1.0))
    walk = Walk(model.chances, window, doubt.paces)
    chances = _win_chances(walk.win_chances(), placed)
    expected = _expected(model, walk, placed, chances)
    low, middle, high = _ends(futures(expected, doubt))
    total = round(sum(expected.opened.values()) + sum(expected.fresh.values()))
    return Forecast(
        first_day=today + timedelta(1),
        last_day=today + timedelta(days),
        low=low,
        middle=middle,
        high=high,
        expected=total,
        parts=_parts(model, window, placed, total),
        rows=tuple(Row(one.deal.id, chance, round(one.worth)) for chance, one in zip(chances, placed, strict=True)),
        learned_since=model.begin,
        learned_until=model.today,
    )


def _expected(model: Model, walk: Walk, placed: Collection[_Placed], chances: Collection[float]) -> Expected:
    """Work out what is won on average: of each open deal, and by cell of open and of new ones."""
    each_new = _each_new(model)
    average = sum(chance * one.worth for chance, one in zip(chances, placed, strict=True))
    shape = walk.flow(_carried(placed, lambda one: one.leaning * one.worth)).won
    whole = sum(shape.values())
    squares = sum(leaning * worth * worth for leaning, worth in model.samples)
    return Expected(
        items=tuple((chance, one.worth) for chance, one in zip(chances, placed, strict=True)),
        opened={cell: value * average / whole if whole else 0.0 for cell, value in shape.items()},
        fresh=walk.flow({}, each_new).won,
        lump=squares / max(1.0, each_new * len(model.samples)),
        spread=model.prices.spread,
    )


def _ends(drawn: Sequence[float]) -> tuple[int, int, int]:
    return round(at_share(drawn, 0.1)), round(at_share(drawn, 0.5)), round(at_share(drawn, 0.9))


def _each_new(model: Model) -> float:
    return sum(leaning * worth for leaning, worth in model.samples) / max(1, len(model.samples))


def _days(model: Model, today: date, days: int) -> tuple[Day, ...]:
    window = [today + timedelta(at + 1) for at in range(days)]
    births = model.births
    return tuple(Day(cell_of(day), model.week.of(day), births.week.of(day) * births.per_day) for day in window)


def _placed(model: Model, deals: Collection[Deal], today: date) -> list[_Placed]:
    """Find the open deals, where each stands and what it is worth."""
    stages = model.chances.closing
    usual = max(stages, key=lambda stage: model.chances.entry.get(stage, 0.0))
    still = as_known((one for one in deals if one.closed is None or one.closed > today), today)
    return [
        _Placed(
            one,
            one.stage if one.stage in stages else usual,
            min(OLDEST, today.toordinal() + 1 - one.opened.toordinal()),
            model.share.leaning(one),
            model.prices.of(one),
        )
        for one in sorted(still, key=by_id)
    ]


def _carried(placed: Collection[_Placed], what: Callable[[_Placed], float]) -> dict[str, Ages]:
    found: dict[str, Ages] = {}
    for one in placed:
        found.setdefault(one.stage, [0.0] * (OLDEST + 1))[one.age] += what(one)
    return found


def _win_chances(ahead: Mapping[str, Ages], placed: Collection[_Placed]) -> list[float]:
    return [min(SUREST, ahead[one.stage][one.age] * one.leaning) for one in placed]


def _doubt(model: Model, window: Collection[Day], numbers: Mapping[str, Ages]) -> Doubt:
    """Look at the season of the window's cells: on average, and in each view of the past."""
    passing: dict[int, float] = {}
    for day in window:
        passing[day.cell] = passing.get(day.cell, 0.0) + day.weight * model.timing.per_day
    cells = tuple(passing)
    even = Walk(model.chances, tuple(window), {cell: Pace() for cell in cells})
    pool = even.flow(numbers, 1.0).closed
    timing, share, births = (one.season.ahead(cells) for one in (model.timing, model.share, model.births))
    follow = {
        (one.lean, cell): (passing[cell] / max(TINY, pool[cell])) ** (1 - one.lean) for one in timing for cell in cells
    }
    paces = {
        cell: Pace(
            sum(one.chance * _mean(one, at) * follow[one.lean, cell] for one in timing),
            math.exp(2 * sum(one.chance * one.mean[at] for one in share)),
            sum(one.chance * _mean(one, at) for one in births),
        )
        for at, cell in enumerate(cells)
    }
    return Doubt(timing, share, births, paces, follow, model.share.typical)


def _mean(outlook: Outlook, at: int) -> float:
    """Give the mean of a factor whose logarithm is normal."""
    return math.exp(outlook.mean[at] + sum(map(mul, outlook.root[at], outlook.root[at])) / 2)


def _parts(model: Model, window: Collection[Day], placed: Collection[_Placed], total: int) -> tuple[Part, ...]:
    """Divide what is expected: as if the days were like any others, and what the calendar makes of it."""
    even = Walk(model.chances, tuple(window), {day.cell: Pace() for day in window})
    chances = _win_chances(even.win_chances(), placed)
    sums: dict[str, list[float]] = {}
    for one, chance in zip(placed, chances, strict=True):
        mine = sums.setdefault(one.stage, [0.0, 0.0, 0.0])
        mine[0], mine[1], mine[2] = mine[0] + 1, mine[1] + one.worth, mine[2] + chance * one.worth
    parts = [Part(OPEN, stage, number, round(worth), round(won)) for stage, (number, worth, won) in sums.items()]
    births = sum(day.births for day in window)
    worth = sum(worth for _, worth in model.samples) / max(1, len(model.samples))
    parts.append(Part(NEW, "", births, round(births * worth), round(sum(even.flow({}, _each_new(model)).won.values()))))
    return (*parts, Part(CALENDAR, "", 0.0, 0, total - sum(one.expected for one in parts)))
