"""How far apart the good and the bad end of a forecast lie: many seeded futures, each with its own luck and season."""

import math
import random
from collections.abc import Mapping, Sequence
from operator import mul

import msgspec

from crm_desktop.analysis.forecast.season import Outlook
from crm_desktop.analysis.forecast.window import Pace

SEED = 1
FUTURES = 1000
LUMPS = 60
"""So many deals, the ones that matter most, are won or lost one by one; the rest is smooth enough to be taken together."""


class Expected(msgspec.Struct, frozen=True):
    """What is expected on average. items: chance and worth of each open deal; opened, fresh: revenue by cell.

    lump, spread: what a new deal that is won brings, weighted by itself, and how far one deal strays from its worth.
    """

    items: tuple[tuple[float, float], ...]
    opened: Mapping[int, float]
    fresh: Mapping[int, float]
    lump: float
    spread: float


class Doubt(msgspec.Struct, frozen=True):
    """How the season may turn out in the cells of a window.

    paces: as expected on average; follow: (lean, cell) -> how much the deals at hand slow or speed its decisions.
    """

    timing: tuple[Outlook, ...]
    share: tuple[Outlook, ...]
    births: tuple[Outlook, ...]
    paces: Mapping[int, Pace]
    follow: Mapping[tuple[float, int], float]
    typical: float


def futures(expected: Expected, doubt: Doubt) -> list[float]:
    """Draw the revenue of many futures, least first."""
    chance = random.Random(SEED)
    items = sorted(expected.items, key=lambda one: (-one[0] * one[1] * one[1], one))
    lumps, rest = items[:LUMPS], items[LUMPS:]
    smooth = sum(share * worth for share, worth in rest)
    varies = sum(share * worth * worth * (1 + expected.spread) - (share * worth) ** 2 for share, worth in rest)
    stray = math.sqrt(expected.spread)
    whole = sum(expected.opened.values())
    found = []
    for at in range(FUTURES):
        opened, fresh = _season(expected, doubt, (at + 0.5) / FUTURES, chance)
        luck = opened / whole if whole else 1.0
        revenue = max(0.0, smooth * luck + math.sqrt(varies * luck) * chance.gauss(0, 1))
        for share, worth in lumps:
            if chance.random() < share * luck:
                revenue += worth * max(0.0, 1 + stray * chance.gauss(0, 1))
        found.append(revenue + _compound(fresh, expected.lump * (1 + expected.spread), chance))
    return sorted(found)


def _compound(mean: float, lump: float, chance: random.Random) -> float:
    """Draw the sum of an unknown number of wins: as a gamma variable, never below zero and skew where wins are few."""
    return chance.gammavariate(mean / lump, lump) if mean > 0 and lump > 0 else 0.0


def _season(expected: Expected, doubt: Doubt, rank: float, chance: random.Random) -> tuple[float, float]:
    """Let the season turn out in one way; give the revenue of open and of new deals in it."""
    timing, share, births = (
        _view(doubt.timing, rank),
        _view(doubt.share, chance.random()),
        _view(doubt.births, chance.random()),
    )
    closings, odds, new = _drawn(timing, chance), _drawn(share, chance), _drawn(births, chance)
    opened = fresh = 0.0
    for at, (cell, pace) in enumerate(doubt.paces.items()):
        usual, now = pace.odds * doubt.typical, math.exp(2 * odds[at]) * doubt.typical
        faster = math.exp(closings[at]) * doubt.follow[timing.lean, cell] / pace.closings
        factor = faster * now / (1 + now) * (1 + usual) / usual
        opened += expected.opened[cell] * factor
        fresh += expected.fresh[cell] * factor * math.exp(new[at]) / pace.births
    return opened, fresh


def _view(outlooks: Sequence[Outlook], rank: float) -> Outlook:
    for one in outlooks:
        rank -= one.chance
        if rank <= 0:
            return one
    return outlooks[-1]


def _drawn(outlook: Outlook, chance: random.Random) -> list[float]:
    luck = [chance.gauss(0, 1) for _ in outlook.mean]
    return [mean + sum(map(mul, row, luck)) for mean, row in zip(outlook.mean, outlook.root, strict=True)]


def at_share(values: Sequence[float], share: float) -> float:
    """Give the value that a share of the sorted values does not pass."""
    place = share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)
