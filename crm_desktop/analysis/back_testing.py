"""How honest forecasts, promises and rules of thumb would have done in the past, each with what was known then."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta

import msgspec

from crm_desktop.analysis.forecast.history import WON, Deal, as_known, won_between
from crm_desktop.analysis.forecast.model import Model, learn
from crm_desktop.analysis.forecasting import Forecast, forecast


class Point(msgspec.Struct, frozen=True):
    """A moment of the past: what was said at its end about the days after it, and what they brought, in minor units.

    same_before: won in as many days before; weighted: open deals by their amounts, times the share won so far;
    promised: amounts of the open deals that were committed to be won in these days; kept: what those of them brought.
    """

    today: date
    low: int
    middle: int
    high: int
    came: int
    same_before: int
    weighted: int
    promised: int
    kept: int


class BackTest(msgspec.Struct, frozen=True):
    """How what was said compares with what came, over all moments that had enough past. without: moments that had not."""

    points: tuple[Point, ...]
    without: int

    @property
    def error(self) -> float:
        """Give the sum of what the forecast was off, as a share of what came (WAPE)."""
        return self._off(lambda one: one.middle)

    @property
    def error_same_before(self) -> float:
        """Give the same for saying that the days to come bring what as many days before brought."""
        return self._off(lambda one: one.same_before)

    @property
    def error_weighted(self) -> float:
        """Give the same for the naive weighted sum of what is open."""
        return self._off(lambda one: one.weighted)

    @property
    def bias(self) -> float:
        """Say how much too high, or below zero too low, forecasts ran, as a share of what came."""
        return _over(sum(one.middle for one in self.points), sum(one.came for one in self.points))

    @property
    def commit_bias(self) -> float | None:
        """Say how much too high commits ran, as a share of what they brought; None where nothing came of any."""
        kept = sum(one.kept for one in self.points)
        return _over(sum(one.promised for one in self.points), kept) if kept else None

    @property
    def coverage(self) -> float:
        """Say how often what came lay between low and high: four times of five, if the band is right."""
        return sum(one.low <= one.came <= one.high for one in self.points) / max(1, len(self.points))

    def _off(self, said: Callable[[Point], int]) -> float:
        off = sum(abs(said(one) - one.came) for one in self.points)
        return off / max(1, sum(one.came for one in self.points))


def _over(said: int, came: int) -> float:
    return (said - came) / max(1, came)


def weekly(last: date, number: int) -> tuple[date, ...]:
    """List the last days of some weeks up to one day, oldest first."""
    return tuple(last - timedelta(7 * back) for back in reversed(range(number)))


def back_test(deals: Collection[Deal], moments: Sequence[date], days: int) -> BackTest:
    """Replay some moments of the past; what is known today is used for what came, and for nothing else."""
    points = []
    for today in moments:
        model = learn(deals, today)
        found = forecast(model, deals, today, days) if isinstance(model, Model) else model
        if isinstance(found, Forecast):
            points.append(_point(deals, today, found))
    return BackTest(tuple(points), len(moments) - len(points))


def _point(deals: Collection[Deal], today: date, found: Forecast) -> Point:
    known = as_known(deals, today)
    last, days = found.last_day, found.last_day - today
    decided = [one for one in known if one.closed]
    still = [one for one in known if not one.closed]
    committed = {one.id: one.amount for one in still if _is_committed(one, last)}
    return Point(
        today=today,
        low=found.low,
        middle=found.middle,
        high=found.high,
        came=won_between(deals, today, last),
        same_before=won_between(known, today - days, today),
        weighted=sum(one.amount for one in still) * sum(one.outcome == WON for one in decided) // max(1, len(decided)),
        promised=sum(committed.values()),
        kept=won_between((one for one in deals if one.id in committed), today, last),
    )


def _is_committed(deal: Deal, last: date) -> bool:
    return bool(deal.commits and deal.commits[-1][1] and deal.due and deal.due[-1][1] <= last)
