"""What a forecast learns from: deals with their past, and how days fall into thirds of months and bands of age."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import msgspec

WON, LOST = "won", "lost"
EDGES = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 21, 25, 30, 37, 45, 52, 60, 68, 76, 84, 92, 100, 110,
         120, 130, 140, 150, 165, 180, 210, 240, 300, 365)  # fmt: skip
"""Where the bands of age begin, in days since a deal was opened; the last has no end."""
AFTER = (*EDGES[1:], 1_000_000)
"""Where each band ends: the first age behind it."""
BANDS = len(EDGES)
OLDEST = EDGES[-1]
"""Deals older than this are taken to be as old."""
BAND_OF = tuple(bisect_right(EDGES, age) - 1 for age in range(OLDEST + 1))
"""The band of each age in days."""


class Deal(msgspec.Struct, frozen=True, kw_only=True):
    """A deal with its past: every step with the day on which it was known, oldest first.

    known: the first day on which it was in the journal, where that is later than it was opened. amounts: in whole minor
    units of the base currency. commits: whether the person promised it, as forecast category; due: the close expected.
    outcome: "won", "lost" or "" while it is open. value: what it was won for, its last amount where None.
    """

    id: str
    opened: date
    known: date | None = None
    stages: tuple[tuple[date, str], ...] = ()
    amounts: tuple[tuple[date, int], ...] = ()
    commits: tuple[tuple[date, bool], ...] = ()
    due: tuple[tuple[date, date], ...] = ()
    product: str = ""
    owner: str = ""
    closed: date | None = None
    outcome: str = ""
    value: int | None = None

    @property
    def since(self) -> date:
        """The day from which the deal could be seen."""
        return max(self.opened, self.known) if self.known else self.opened

    @property
    def stage(self) -> str:
        """The stage it stands in, or stood in last."""
        return self.stages[-1][1] if self.stages else ""

    @property
    def first_stage(self) -> str:
        """The stage in which it began."""
        return self.stages[0][1] if self.stages else ""

    @property
    def amount(self) -> int:
        """What it is thought to be worth, 0 where nobody has said."""
        return self.amounts[-1][1] if self.amounts else 0

    @property
    def revenue(self) -> int:
        """What it brought when it was won."""
        return self.amount if self.value is None else self.value


def as_known(deals: Iterable[Deal], day: date) -> list[Deal]:
    """Forget whatever happened after the end of a day."""
    return [_until(deal, day) for deal in deals if deal.since <= day]


def by_id(deal: Deal) -> str:
    """Order deals, so that sums do not depend on the order in which they were found."""
    return deal.id


def _until(deal: Deal, day: date) -> Deal:
    is_closed = deal.closed is not None and deal.closed <= day
    return msgspec.structs.replace(
        deal,
        stages=tuple(one for one in deal.stages if one[0] <= day),
        amounts=tuple(one for one in deal.amounts if one[0] <= day),
        commits=tuple(one for one in deal.commits if one[0] <= day),
        due=tuple(one for one in deal.due if one[0] <= day),
        closed=deal.closed if is_closed else None,
        outcome=deal.outcome if is_closed else "",
        value=deal.value if is_closed else None,
    )


def won_between(deals: Iterable[Deal], after: date, until: date) -> int:
    """Add up what was won after the end of one day and up to the end of another one."""
    return sum(one.revenue for one in deals if one.outcome == WON and one.closed and after < one.closed <= until)


def cell_of(day: date) -> int:
    """Number the thirds of months: days 1 to 10, 11 to 20, and the rest."""
    return (day.year * 12 + day.month - 1) * 3 + min(2, (day.day - 1) // 10)


def cells_between(first: date, last: date) -> Iterator[tuple[int, date, date]]:
    """Divide some days into thirds of months: the number of each, with its first and last day among them."""
    day = first
    while day <= last:
        end = min(last, _end_of(day))
        yield cell_of(day), day, end
        day = end + timedelta(1)


def _end_of(day: date) -> date:
    """Give the last day of the third of the month."""
    if day.day <= 20:
        return day.replace(day=10 if day.day <= 10 else 20)
    return (day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)


class Week(msgspec.Struct, frozen=True):
    """What a day weighs, by weekday from Monday; the seven weigh seven."""

    weights: tuple[float, ...]

    def of(self, day: date) -> float:
        """Give the weight of a day."""
        return self.weights[day.weekday()]

    def between(self, first: date, last: date) -> float:
        """Add up the weights of some days."""
        return sum(self.weights[(day - 1) % 7] for day in range(first.toordinal(), last.toordinal() + 1))


def learn_week(days: Iterable[date], before: float = 20.0) -> Week:
    """Learn the weights of weekdays from the days on which something happened. before: as if each had seen so many."""
    seen = [before] * 7
    for day in days:
        seen[day.weekday()] += 1
    return Week(tuple(7 * one / sum(seen) for one in seen))
