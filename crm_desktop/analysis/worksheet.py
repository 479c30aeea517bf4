"""The forecast of a period by people or territories: what is won, what is open in which category, against the quota."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import msgspec

from crm_desktop.analysis.quotas import Period, Quotas
from crm_desktop.analysis.rates import Rates
from crm_desktop.core.entities import Account, Opportunity, Territory, User
from crm_desktop.core.entities.pipeline import OPEN, WON
from crm_desktop.core.store import Where
from crm_desktop.replica.view import View

ZERO = Decimal(0)
HUNDRED = Decimal(100)
_CATEGORIES = frozenset({"commit", "best_case", "pipeline", "omitted"})
By = Literal["user", "territory"]


class Figures(msgspec.Struct, frozen=True):
    """What deals of a period add up to in the base currency. Each category by itself; all of them but won are open.

    deals: ids of all that count, so that every number can show its rows; without_rate: ids left out for want of a rate.
    """

    won: Decimal = ZERO
    commit: Decimal = ZERO
    best_case: Decimal = ZERO
    pipeline: Decimal = ZERO
    omitted: Decimal = ZERO
    weighted: Decimal = ZERO
    deals: tuple[str, ...] = ()
    without_rate: tuple[str, ...] = ()

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, name) + getattr(other, name) for name in self.__struct_fields__))

    @property
    def open(self) -> Decimal:
        """What is open and not omitted."""
        return self.commit + self.best_case + self.pipeline

    @property
    def expected(self) -> Decimal:
        """What is won and the weighted sum of what is open: a sum by chances, no forecast."""
        return self.won + self.weighted

    @property
    def to_commit(self) -> Decimal:
        """What is won or committed."""
        return self.won + self.commit

    @property
    def to_best_case(self) -> Decimal:
        """The same with the best case."""
        return self.to_commit + self.best_case

    @property
    def to_pipeline(self) -> Decimal:
        """The same with all that is open and not omitted."""
        return self.to_best_case + self.pipeline


class Row(msgspec.Struct, frozen=True):
    """One person or territory. own: her own deals; whole: with everybody below; quota: None where none is set.

    quota_below: what those directly below are to sell, None where none of them has a quota. depth: 0 at the top.
    """

    id: str
    name: str
    depth: int
    own: Figures
    whole: Figures
    quota: Decimal | None = None
    quota_below: Decimal | None = None

    @property
    def target(self) -> Decimal | None:
        """The quota set, or what those below are to sell together."""
        return self.quota if self.quota is not None else self.quota_below

    @property
    def gap(self) -> Decimal | None:
        """What the quota lacks beside all that is expected; below zero where it is exceeded."""
        return None if self.target is None else self.target - self.whole.expected

    @property
    def attainment(self) -> Decimal | None:
        """What is won, in percent of the quota."""
        return percent(self.whole.won, self.target)

    @property
    def coverage(self) -> Decimal | None:
        """How often what is open covers what the quota still lacks; None where it lacks nothing."""
        if self.target is None or self.target <= self.whole.won:
            return None
        return self.whole.open / (self.target - self.whole.won)


def percent(part: Decimal, whole: Decimal | None) -> Decimal | None:
    """Give a part in percent of the whole; None where that is nothing."""
    return part * HUNDRED / whole if whole else None


def worksheet(view: View, period: Period, today: date, base: str, by: By = "user") -> list[Row]:
    """Work out the forecast of a period, those at the top first, each followed by those below.

    Deals count by their expected close, won ones by the day on which they were closed, at the rate of that day; open
    ones at the rate of today. One whose expected close is past counts in the period of today: it has not gone away.
    """
    rates = Rates(view, base)
    own = _own(view, period, today, rates, "owner" if by == "user" else "node")
    quotas = Quotas(view, rates)
    below = _tree(view, by)
    names = {id_: name or "" for id_, name in view.values(User if by == "user" else Territory, ("name",))}
    top = [id_ for id_ in below[""] if id_ in names]
    return list(_rows(top, 0, below, names, own, lambda id_: quotas.of(by, id_, period)))


def _own(view: View, period: Period, today: date, rates: Rates, key: str) -> dict[str, Figures]:
    """Add up the deals of each person or territory by itself."""
    sums: dict[str, _Sums] = {}
    place = _places(view) if key == "node" else None
    names = ("owner", "account", "outcome", "forecast", "amount", "weighted", "currency", "closed_day")
    for deal in _deals(view, period, today, names):
        whose = place(deal) if place else deal["owner"]
        sums.setdefault(whose or "", _Sums()).take(deal, today, rates)
    return {whose: one.figures() for whose, one in sums.items()}


def _deals(view: View, period: Period, today: date, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    first, last = period.first.isoformat(), period.last.isoformat()
    since = () if period.holds(today) else (Where("close_day", "ge", first),)
    ways = (
        (Where("outcome", "eq", WON), Where("closed_day", "ge", first), Where("closed_day", "le", last)),
        (Where("outcome", "eq", OPEN), *since, Where("close_day", "le", last)),
    )
    for conditions in ways:
        for row in view.values(Opportunity, names, *conditions):
            yield dict(zip(("id", *names), row, strict=True))


class _Sums:
    """The deals of one person or territory while they are added up."""

    def __init__(self) -> None:
        self._sums: dict[str, Decimal] = {}
        self._deals: list[str] = []
        self._without_rate: list[str] = []

    def take(self, deal: Mapping[str, Any], today: date, rates: Rates) -> None:
        """Add one deal to its category: won, or that of its stage; a deal without one is pipeline."""
        is_won = deal["outcome"] == WON
        day = date.fromisoformat(deal["closed_day"]) if is_won else today
        currency = deal["currency"] or ""
        amount = rates.worth(deal["amount"] or 0, currency, day)
        weighted = rates.worth(deal["weighted"] or 0, currency, day)
        if amount is None or weighted is None:
            self._without_rate.append(deal["id"])
            return
        category = WON if is_won else deal["forecast"] if deal["forecast"] in _CATEGORIES else "pipeline"
        self._sums[category] = self._sums.get(category, ZERO) + amount
        if category not in (WON, "omitted"):
            self._sums["weighted"] = self._sums.get("weighted", ZERO) + weighted
        self._deals.append(deal["id"])

    def figures(self) -> Figures:
        """Give the sums, frozen."""
        return Figures(**self._sums, deals=tuple(self._deals), without_rate=tuple(self._without_rate))


def _places(view: View) -> Callable[[Mapping[str, Any]], str]:
    """Make the function that finds a deal's territory: its account's, else where its owner is at home."""
    accounts = dict(view.values(Account, ("territory",)))
    homes = dict(view.values(User, ("home",)))
    return lambda deal: accounts.get(deal["account"]) or homes.get(deal["owner"]) or ""


def _tree(view: View, by: By) -> dict[str, list[str]]:
    """List who stands directly below whom, "" for the top: who reports to nobody here, and who is above herself."""
    parent = "manager" if by == "user" else "parent"
    rows = view.values(User if by == "user" else Territory, (parent, "name"))
    above = {id_: over for id_, over, _ in rows}
    below: dict[str, list[str]] = {"": []}
    for id_, over, _ in sorted(rows, key=lambda row: (row[2] or "", row[0])):
        is_top = over not in above or _is_ring(id_, above)
        below.setdefault("" if is_top else over, []).append(id_)
    return below


def _is_ring(id_: str, above: Mapping[str, str | None]) -> bool:
    """Tell whether somebody stands above herself, over others or directly."""
    seen, at = set[str](), above.get(id_) or ""
    while at in above and at not in seen and at != id_:
        seen.add(at)
        at = above[at] or ""
    return at == id_


def _rows(
    ids: Iterable[str], depth: int, below: Mapping[str, list[str]], names: Mapping[str, str], own: Mapping[str, Figures],
    quota: Callable[[str], Decimal | None],
) -> Iterator[Row]:  # fmt: skip
    """Go down the tree; whoever has no deals, no quota and nobody below who has is left out."""
    for id_ in ids:
        under = list(_rows(below.get(id_, ()), depth + 1, below, names, own, quota))
        direct = [one for one in under if one.depth == depth + 1]
        mine = own.get(id_, Figures())
        targets = [one.target for one in direct if one.target is not None]
        row = Row(
            id_, names.get(id_, ""), depth, mine, sum((one.whole for one in direct), mine), quota(id_),
            sum(targets, ZERO) if targets else None,
        )  # fmt: skip
        if under or row.quota is not None or mine.deals or mine.without_rate:
            yield row
            yield from under
