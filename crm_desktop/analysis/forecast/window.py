"""What becomes of open and new deals in the days of a window, on average: a walk from day to day by age and stage."""

from collections.abc import Mapping, Sequence
from operator import mul

import msgspec

from crm_desktop.analysis.forecast.history import BAND_OF, OLDEST
from crm_desktop.analysis.forecast.share import Share
from crm_desktop.analysis.forecast.timing import Timing

SUREST = 0.95
Ages = list[float]
"""A number by age in days."""


class Pace(msgspec.Struct, frozen=True):
    """How the days of one cell differ: factors of decisions, of the odds of a win, of deals opened."""

    closings: float = 1.0
    odds: float = 1.0
    births: float = 1.0


class Day(msgspec.Struct, frozen=True):
    """A day of the window. weight: of decisions on this weekday; births: deals expected to be opened, before its pace."""

    cell: int
    weight: float
    births: float


class Chances(msgspec.Struct, frozen=True):
    """The chances of a day of weight 1 by stage and age. moves: stage -> following stage -> chance; entry: of new deals."""

    closing: dict[str, Ages]
    odds: dict[str, Ages]
    moves: dict[str, dict[str, float]]
    entry: dict[str, float]


class Flow(msgspec.Struct, frozen=True):
    """What is decided and what is won of something that deals carry, by cell."""

    closed: dict[int, float]
    won: dict[int, float]


class Walk:
    """The way through the days of a window at some paces."""

    def __init__(self, chances: Chances, days: Sequence[Day], paces: Mapping[int, Pace]) -> None:
        self._chances, self._days, self._paces = chances, days, paces
        self._closing: dict[tuple[int, str], Ages] = {}
        self._winning: dict[tuple[int, str], Ages] = {}
        for cell, pace in paces.items():
            for stage, row in chances.closing.items():
                mine = [min(SUREST, chance * pace.closings) for chance in row]
                odds = [one * pace.odds for one in chances.odds[stage]]
                self._closing[cell, stage] = mine
                self._winning[cell, stage] = [one * two / (1 + two) for one, two in zip(mine, odds, strict=True)]

    def flow(self, carried: Mapping[str, Ages], each_new: float = 0.0) -> Flow:
        """Carry something through. carried: by stage and age, what is there before the first day; each_new: by a new deal."""
        closed, won = dict.fromkeys(self._paces, 0.0), dict.fromkeys(self._paces, 0.0)
        now = {stage: carried.get(stage) or [0.0] * (OLDEST + 1) for stage in self._chances.closing}
        for day in self._days:
            entering = each_new * day.births * self._paces[day.cell].births
            left: dict[str, Ages] = {}
            for stage, row in now.items():
                added = [row[0] + entering * self._chances.entry.get(stage, 0.0), *row[1:]]
                going = [min(SUREST, day.weight * one) for one in self._closing[day.cell, stage]]
                closed[day.cell] += sum(map(mul, added, going))
                won[day.cell] += day.weight * sum(map(mul, added, self._winning[day.cell, stage]))
                left[stage] = [value * (1 - chance) for value, chance in zip(added, going, strict=True)]
            now = {stage: [0.0, *row[:-2], row[-2] + row[-1]] for stage, row in self._moved(left).items()}
        return Flow(closed, won)

    def _moved(self, rows: dict[str, Ages]) -> dict[str, Ages]:
        """Let deals go on to other stages."""
        found = dict(rows)
        for stage, targets in self._chances.moves.items():
            for target, chance in targets.items():
                found[target] = [old + chance * new for old, new in zip(found[target], rows[stage], strict=True)]
                found[stage] = [old - chance * new for old, new in zip(found[stage], rows[stage], strict=True)]
        return found

    def win_chances(self) -> dict[str, Ages]:
        """Give the chance to be won within the window, by stage and by age on its first day."""
        ahead = {stage: [0.0] * (OLDEST + 1) for stage in self._chances.closing}
        for day in reversed(self._days):
            later = {stage: [*row[1:], row[-1]] for stage, row in ahead.items()}
            moved = dict(later)
            for stage, targets in self._chances.moves.items():
                for target, chance in targets.items():
                    both = zip(moved[stage], later[target], later[stage], strict=True)
                    moved[stage] = [old + chance * (there - here) for old, there, here in both]
            ahead = {stage: self._day_before(day, stage, row) for stage, row in moved.items()}
        return ahead

    def _day_before(self, day: Day, stage: str, then: Ages) -> Ages:
        rows = zip(self._winning[day.cell, stage], self._closing[day.cell, stage], then, strict=True)
        return [day.weight * win + (1 - min(SUREST, day.weight * close)) * later for win, close, later in rows]


def chances_of(timing: Timing, share: Share, moves: dict[str, dict[str, float]], entry: dict[str, float]) -> Chances:
    """Spread what was learned by band over the ages in days."""
    return Chances(
        {stage: [row[band] for band in BAND_OF] for stage, row in timing.chances.items()},
        {stage: [odds * share.ages[band] for band in BAND_OF] for stage, odds in share.odds.items()},
        moves,
        entry,
    )
