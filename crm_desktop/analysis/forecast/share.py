"""How many of the decided deals are won: the odds by stage, age, product, owner and calendar, counted from the past."""

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from crm_desktop.analysis.forecast.history import BANDS, EDGES, Deal
from crm_desktop.analysis.forecast.season import Reading, Season, learn_season
from crm_desktop.analysis.forecast.timing import Counts, Decision, log_ratio

SMOOTH = 3.0
"""So many decisions of its own let a stage speak as loud as all stages."""
ROUNDS = 2
TINY = 1e-9
AGE_OF = tuple(bisect_right((8, 15, 31, 61, 91, 181), edge) for edge in EDGES)
"""The wider group of each band of age by which odds may differ."""
Kind = TypeVar("Kind", int, str)


class Share(msgspec.Struct, frozen=True):
    """How many of the decided deals are won: the odds by stage, times those of age, product and owner.

    typical: the odds of all; ages: by band; season: of half the logarithm of the odds, which moves about as the share itself does.
    """

    typical: float
    odds: dict[str, float]
    ages: tuple[float, ...]
    products: dict[str, float]
    owners: dict[str, float]
    season: Season

    def leaning(self, deal: Deal, calendar: float = 1.0) -> float:
        """Say how much likelier than a typical deal this one is to be won by what it is and whose it is."""
        kind = self.products.get(deal.product, 1.0) * self.owners.get(deal.owner, 1.0)
        odds = self.typical * calendar
        return kind * (1 + odds) / (1 + kind * odds)


def learn_share(counts: Counts, cells: Sequence[int]) -> Share:
    """Learn the odds of a decision: by stage, then what the calendar and each kind of deal add, taken by turns."""
    decisions = counts.decisions
    overall = (sum(one.is_won for one in decisions) + 0.5) / (len(decisions) + 1)
    by_stage: dict[str, list[bool]] = {stage: [] for rows in counts.days.values() for stage in rows}
    for one in decisions:
        by_stage[one.stage].append(one.is_won)
    stages = {stage: _odds(sum(seen), len(seen), overall) for stage, seen in by_stage.items()}
    flat = Season((), ())
    found = Share(overall / (1 - overall), stages, (1.0,) * BANDS, {}, {}, flat)
    for _ in range(ROUNDS):
        _, shifts = _share_season(decisions, found, cells)
        ages = _kinds(decisions, [AGE_OF[one.band] for one in decisions], replace(found, ages=(1.0,) * BANDS), shifts)
        found = replace(found, ages=tuple(ages.get(group, 1.0) for group in AGE_OF))
        products = _kinds(decisions, [one.product for one in decisions], replace(found, products={}), shifts)
        found = replace(found, products=products)
        owners = _kinds(decisions, [one.owner for one in decisions], replace(found, owners={}), shifts)
        found = replace(found, owners=owners)
    return replace(found, season=_share_season(decisions, found, cells)[0])


def _odds(won: float, decided: float, share: float) -> float:
    """Give the odds, shrunk towards a share."""
    one = (won + SMOOTH * share) / (decided + SMOOTH)
    return one / (1 - one)


def _expected(decision: Decision, share: Share, shifts: Mapping[int, float]) -> float:
    kind = share.products.get(decision.product, 1.0) * share.owners.get(decision.owner, 1.0)
    odds = share.odds[decision.stage] * share.ages[decision.band] * kind * shifts[decision.cell]
    return odds / (1 + odds)


def _share_season(decisions: Sequence[Decision], share: Share, cells: Sequence[int]) -> tuple[Season, dict[int, float]]:
    """Learn the season of what stage and kind leave open; give also how the odds of each past cell stood."""
    sums = {cell: [0.0, 0.0, 0.0] for cell in cells}
    flat = dict.fromkeys(cells, 1.0)
    for one in decisions:
        expected, mine = _expected(one, share, flat), sums[one.cell]
        mine[0], mine[1], mine[2] = mine[0] + one.is_won, mine[1] + expected, mine[2] + 1
    ratios = {
        cell: (log_ratio(won, expected) - log_ratio(decided - won, decided - expected)) / 2
        for cell, (won, expected, decided) in sums.items()
    }
    blur = [(1 / (expected + 0.5) + 1 / (decided - expected + 0.5)) / 4 for _, expected, decided in sums.values()]
    season = learn_season(cells, [Reading(1.0, tuple(ratios.values()))], blur)
    return season, {cell: math.exp(2 * ratio) for cell, ratio in ratios.items()}


def _kinds(
    decisions: Sequence[Decision], names: Sequence[Kind], share: Share, shifts: Mapping[int, float]
) -> dict[Kind, float]:
    """Say how the odds of each kind differ from what else is known, shrunk by how much kinds differ at all."""
    seen: dict[Kind, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for one, name in zip(decisions, names, strict=True):
        expected, mine = _expected(one, share, shifts), seen[name]
        mine[0], mine[1] = mine[0] + one.is_won - expected, mine[1] + expected * (1 - expected)
    beyond = sum(excess * excess - room for excess, room in seen.values())
    spread = beyond / max(TINY, sum(room * room for _, room in seen.values()))
    if spread <= 0:
        return {}
    return {name: math.exp(excess / (room + 1 / spread)) for name, (excess, room) in seen.items()}
