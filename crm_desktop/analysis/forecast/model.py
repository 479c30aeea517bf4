"""What the past teaches: timing, share of wins, prices, new business and its season, put together in one record."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, timedelta

import msgspec

from crm_desktop.analysis.forecast.history import WON, Deal, Week, as_known, by_id, cell_of, cells_between, learn_week
from crm_desktop.analysis.forecast.prices import Prices, learn_prices
from crm_desktop.analysis.forecast.season import Reading, Season, learn_season
from crm_desktop.analysis.forecast.share import Share, learn_share
from crm_desktop.analysis.forecast.timing import Counts, Timing, count, learn_timing, log_ratio
from crm_desktop.analysis.forecast.window import Chances, chances_of

RECENT = 365
"""New deals will be as those of so many days."""
MOST_MOVING = 0.5
LEAST_WON = 20
LEAST_DAYS = 56


class TooLittle(msgspec.Struct, frozen=True):
    """Why there is no forecast: what the past has, and what it would need. days: since the first decision known."""

    won: int
    days: int
    needs_won: int = LEAST_WON
    needs_days: int = LEAST_DAYS


class Births(msgspec.Struct, frozen=True):
    """How deals come to be. per_day: on a day of weight 1."""

    week: Week
    per_day: float
    season: Season


class Model(msgspec.Struct, frozen=True):
    """What was learned from the past as it was known at the end of a day. begin: the first day with a decision.

    samples: for each new deal of late, how much likelier than a typical one it was to be won, and what it would bring.
    """

    begin: date
    today: date
    won: int
    week: Week
    timing: Timing
    share: Share
    chances: Chances
    births: Births
    prices: Prices
    samples: tuple[tuple[float, float], ...]


def learn(deals: Collection[Deal], today: date) -> Model | TooLittle:
    """Learn from all that was known at the end of a day.

    The past begins with the first decision known: deals opened before it are counted from that day on, for those of
    their time that were decided earlier are not in sight.
    """
    known = sorted(as_known(deals, today), key=by_id)
    closed = [one.closed for one in known if one.closed]
    won = [one for one in known if one.outcome == WON]
    begin = min(closed, default=today)
    if len(won) < LEAST_WON or (today - begin).days < LEAST_DAYS:
        return TooLittle(len(won), (today - begin).days if closed else 0)
    week = learn_week(closed)
    counts = count(known, begin, today, week)
    spans = {cell: week.between(first, last) for cell, first, last in cells_between(begin, today)}
    timing, share, prices = learn_timing(counts, spans), learn_share(counts, sorted(spans)), learn_prices(won)
    fresh = [one for one in known if one.since > max(begin, today - timedelta(RECENT))]
    chances = chances_of(timing, share, _moves(counts), _entry(fresh, timing.chances))
    samples = tuple((share.leaning(one), prices.of(one)) for one in fresh)
    births = _births([one.since for one in known if one.since > begin], begin, today)
    return Model(begin, today, len(won), week, timing, share, chances, births, prices, samples)


def _births(days: Sequence[date], begin: date, today: date) -> Births:
    week = learn_week(days)
    spans = {cell: week.between(first, last) for cell, first, last in cells_between(begin, today)}
    seen = dict.fromkeys(spans, 0)
    for day in days:
        seen[cell_of(day)] += 1
    per_day = (len(days) + 0.5) / (sum(spans.values()) + 1)
    passing = [weight * per_day for weight in spans.values()]
    reading = Reading(1.0, tuple(map(log_ratio, seen.values(), passing)), tuple(passing))
    return Births(week, per_day, learn_season(tuple(spans), [reading], [1 / (one + 0.5) for one in passing]))


def _entry(fresh: Sequence[Deal], stages: Collection[str]) -> dict[str, float]:
    """Say in which stage how much of the new deals begin."""
    found: dict[str, float] = defaultdict(float)
    for one in fresh:
        if one.first_stage in stages:
            found[one.first_stage] += 1 / len(fresh)
    return dict(found)


def _moves(counts: Counts) -> dict[str, dict[str, float]]:
    """Say how likely a deal is to go on to another stage on a day."""
    stay: dict[str, float] = defaultdict(float)
    for rows in counts.days.values():
        for stage, row in rows.items():
            stay[stage] += sum(row)
    return {
        stage: {
            target: min(MOST_MOVING, often / max(1.0, stay[stage]))
            for target, often in targets.items()
            if target in stay
        }
        for stage, targets in counts.moves.items()
        if stage in stay
    }
