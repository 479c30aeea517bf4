"""When deals are decided: the chance of a day by stage, age and calendar, counted from the past."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from operator import mul

import msgspec

from crm_desktop.analysis.forecast.history import AFTER, BAND_OF, BANDS, OLDEST, WON, Deal, Week, cells_between
from crm_desktop.analysis.forecast.season import Reading, Season, learn_season

SMOOTH = 3.0
"""So many decisions of its own let a band of age, or a stage, speak as loud as what it is compared with."""
LEANS = (0.0, 0.5, 1.0)
ROUNDS = 2
Rows = dict[str, list[float]]
"""Stage -> one number a band of age."""


class Decision(msgspec.Struct, frozen=True):
    """A deal that was decided, as it stood then."""

    cell: int
    stage: str
    band: int
    product: str
    owner: str
    is_won: bool


class Counts(msgspec.Struct):
    """What happened. days: at risk; closed: decided; by cell, stage and band of age.

    moves: stage -> following stage -> how often.
    """

    days: dict[int, Rows]
    closed: dict[int, Rows]
    decisions: list[Decision]
    moves: dict[str, dict[str, int]]


def count(deals: Collection[Deal], begin: date, today: date, week: Week) -> Counts:
    """Count from the first day with decisions to today; a deal that is older is seen from that first day on."""
    first = begin.toordinal()
    ends = _ends(begin, today)
    weights = [0.0]
    for day in range(first, today.toordinal() + 1):
        weights.append(weights[-1] + week.weights[(day - 1) % 7])
    days, closed = (defaultdict[int, Rows](lambda: defaultdict(_bands)) for _ in range(2))
    moves: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    decisions: list[Decision] = []
    for deal in deals:
        opened = deal.opened.toordinal()
        day = max(deal.since.toordinal(), first)
        end = min((deal.closed or today).toordinal(), today.toordinal())
        if day > end:
            continue
        steps = [(since.toordinal(), name) for since, name in deal.stages]
        stage, at = steps[0][1] if steps else "", 1
        band = BAND_OF[min(OLDEST, day - opened)]
        while True:
            while at < len(steps) and steps[at][0] <= day:
                if steps[at][0] == day > first:
                    moves[stage][steps[at][1]] += 1
                stage, at = steps[at][1], at + 1
            cell, until = ends[day - first]
            until = min(end, until, opened + AFTER[band] - 1)
            if at < len(steps):
                until = min(until, steps[at][0] - 1)
            days[cell][stage][band] += weights[until + 1 - first] - weights[day - first]
            if until == end:
                break
            day = until + 1
            band += day - opened >= AFTER[band]
        if deal.outcome:
            closed[cell][stage][band] += 1
            decisions.append(Decision(cell, stage, band, deal.product, deal.owner, deal.outcome == WON))
    return Counts(days, closed, decisions, moves)


def _bands() -> list[float]:
    return [0.0] * BANDS


def _ends(begin: date, today: date) -> list[tuple[int, int]]:
    """Give for each day its cell and the last day of that."""
    found: list[tuple[int, int]] = []
    for cell, first, last in cells_between(begin, today):
        found += [(cell, last.toordinal())] * (last.toordinal() - first.toordinal() + 1)
    return found


class Timing(msgspec.Struct, frozen=True):
    """When deals are decided. chances: of a day of weight 1, stage -> by band of age; per_day: decisions of such a day."""

    chances: dict[str, tuple[float, ...]]
    per_day: float
    season: Season


def learn_timing(counts: Counts, spans: Mapping[int, float]) -> Timing:
    """Learn chances and season by turns: each is counted with the other taken out. spans: cell -> weight of its days."""
    cells = sorted(spans)
    happened = [sum(map(sum, counts.closed.get(cell, {}).values())) for cell in cells]
    per_day = (sum(happened) + 0.5) / (sum(spans.values()) + 1)
    chances = _chances(counts, {})
    for _ in range(ROUNDS - 1):
        pool = _pool(counts, cells, chances)
        chances = _chances(
            counts, {cell: (one + 2) / (two + 2) for cell, one, two in zip(cells, happened, pool, strict=True)}
        )
    passing = [spans[cell] * per_day for cell in cells]
    season = learn_season(
        cells,
        [_reading(lean, happened, _pool(counts, cells, chances), passing) for lean in LEANS],
        [1 / (one + 0.5) for one in passing],
    )
    return Timing(chances, per_day, season)


def _pool(counts: Counts, cells: Sequence[int], chances: Mapping[str, Sequence[float]]) -> list[float]:
    """Give how many decisions the deals at hand let expect in each cell."""
    return [
        sum(sum(map(mul, row, chances[stage])) for stage, row in counts.days.get(cell, {}).items()) for cell in cells
    ]


def _reading(lean: float, happened: Sequence[float], pool: Sequence[float], passing: Sequence[float]) -> Reading:
    expected = [follows**lean * passes ** (1 - lean) for follows, passes in zip(pool, passing, strict=True)]
    return Reading(lean, tuple(map(log_ratio, happened, expected)), tuple(expected))


def log_ratio(happened: float, expected: float) -> float:
    """Compare what happened with what was expected; half a case on both sides keeps nothing from being infinite."""
    return math.log((happened + 0.5) / (expected + 0.5))


def _chances(counts: Counts, factors: Mapping[int, float]) -> dict[str, tuple[float, ...]]:
    """Count the chance of a day by stage and age. A stage that has seen little follows all stages, scaled to its own."""
    spent, came = _summed(counts.days, factors), _summed(counts.closed, {})
    by_age = _by_age(_columns(spent), _columns(came))
    found = {}
    for stage, mine in spent.items():
        ours = came.get(stage) or _bands()
        scale = (sum(ours) + SMOOTH) / (sum(map(mul, mine, by_age)) + SMOOTH)
        found[stage] = tuple(
            (ours[band] + SMOOTH) / (mine[band] + SMOOTH / (by_age[band] * scale)) for band in range(BANDS)
        )
    return found


def _summed(cells: Mapping[int, Rows], factors: Mapping[int, float]) -> Rows:
    found: Rows = defaultdict(_bands)
    for cell, stages in cells.items():
        factor = factors.get(cell, 1.0)
        for stage, row in stages.items():
            found[stage] = [old + value * factor for old, value in zip(found[stage], row, strict=True)]
    return found


def _columns(rows: Rows) -> list[float]:
    return [sum(column) for column in zip(*rows.values(), strict=True)] or _bands()


def _by_age(spent: Sequence[float], came: Sequence[float]) -> list[float]:
    """Smooth a chance by age: a band follows the one before it and those beside it, the more the less it has seen."""
    found: list[float] = []
    before = (sum(came) + 0.5) / (sum(spent) + 1)
    for band in range(BANDS):
        near = slice(max(0, band - 1), band + 2)
        around = (sum(came[near]) + SMOOTH) / (sum(spent[near]) + SMOOTH / before)
        before = (came[band] + SMOOTH) / (spent[band] + SMOOTH / around)
        found.append(before)
    return found
