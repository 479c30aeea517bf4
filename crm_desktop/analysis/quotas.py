"""What a person or a territory is expected to sell in any period, whatever periods its quotas were set for."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Literal, NamedTuple

import msgspec

from crm_desktop.analysis.rates import Rates
from crm_desktop.core.entities import Quota
from crm_desktop.core.money import from_minor, to_minor
from crm_desktop.replica.view import View

DAY = timedelta(days=1)


class Period(msgspec.Struct, frozen=True):
    """A run of days, the last one included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Count the days."""
        return (self.last - self.first).days + 1

    def holds(self, day: date | None) -> bool:
        """Tell whether a day lies in it."""
        return day is not None and self.first <= day <= self.last


class Quotas:
    """The quotas of a view, asked for by person or territory and period, in the base currency."""

    def __init__(self, view: View, rates: Rates) -> None:
        self._base = rates.base
        self._of: dict[tuple[str, str], list[_Set]] = {}
        for quota in view.find(Quota, order=("id",)):
            made = _read(quota, rates)
            for kind, id_ in (("user", quota.user), ("territory", quota.territory)):
                if made is not None and id_:
                    self._of.setdefault((kind, id_), []).append(made)

    def of(self, kind: Literal["user", "territory"], id_: str, period: Period) -> Decimal | None:
        """Give the quota of a person or a territory; None where no day of the period has one.

        Each day counts the quota with the shortest period that covers it. A quota that reaches beyond the period is
        shared by days, so that the shares of the periods it is divided into add up to it.
        """
        shares = list(_shares(self._of.get((kind, id_), ()), period))
        return from_minor(sum(shares), self._base) if shares else None


class _Set(NamedTuple):
    """A quota that was set: its period, its amount in minor units of the base currency."""

    period: Period
    minor: int


def _read(quota: Quota, rates: Rates) -> _Set | None:
    """Read a quota; None for one that is not whole, or in a currency that had no rate on its first day."""
    if quota.first_day is None or quota.last_day is None or quota.amount is None or quota.last_day < quota.first_day:
        return None
    worth = rates.worth(to_minor(quota.amount, quota.currency), quota.currency, quota.first_day)
    return None if worth is None else _Set(Period(quota.first_day, quota.last_day), to_minor(worth, rates.base))


def _shares(every: Iterable[_Set], period: Period) -> Iterator[int]:
    """Divide the period where a quota begins or ends, and give the share of each part that has one."""
    within = [one for one in every if one.period.first <= period.last and one.period.last >= period.first]
    begins = {day for one in within for day in (one.period.first, one.period.last + DAY) if period.holds(day)}
    edges = sorted(begins | {period.first, period.last + DAY})
    for first, following in pairwise(edges):
        covering = [one for one in within if one.period.holds(first)]
        if covering:
            shortest = min(covering, key=lambda one: one.period.days)
            yield _until(shortest, following) - _until(shortest, first)


def _until(quota: _Set, day: date) -> int:
    """Give the part of a quota that falls on its days before a day, half-up."""
    gone, days = (day - quota.period.first).days, quota.period.days
    return (2 * quota.minor * gone + days) // (2 * days)
