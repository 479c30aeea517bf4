"""What became of deals that were closed in a period: win rate, value, length and reasons, by anything that tells deals apart."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any, NamedTuple

import msgspec

from crm_desktop.analysis.quotas import Period
from crm_desktop.analysis.rates import Rates
from crm_desktop.core.entities import Account, Opportunity
from crm_desktop.core.entities.pipeline import LOST, WON
from crm_desktop.core.schema import entity_of
from crm_desktop.core.store import Where
from crm_desktop.replica.view import View

ZERO = Decimal(0)


class Closed(msgspec.Struct, frozen=True):
    """Deals closed in a period that have one value in common.

    by: the raw value, "" where it is unset. won, lost: ids. value: of the won ones in the base currency, each at the rate
    of the day on which it was closed. days: of each won deal from its opening to its close. reasons: why the others were
    lost, the most frequent first. without_rate: ids of won deals that are not in the value for want of a rate.
    """

    by: str
    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    value: Decimal = ZERO
    days: tuple[int, ...] = ()
    reasons: tuple[tuple[str, int], ...] = ()
    without_rate: tuple[str, ...] = ()

    @property
    def rate(self) -> Decimal | None:
        """The share of won ones in percent; None where nothing was closed."""
        closed = len(self.won) + len(self.lost)
        return Decimal(100 * len(self.won)) / closed if closed else None

    @property
    def average(self) -> Decimal | None:
        """What a won deal was worth on average."""
        counted = len(self.won) - len(self.without_rate)
        return self.value / counted if counted else None

    @property
    def cycle(self) -> float | None:
        """The days from opening to winning that half of the won deals did not need."""
        return median(self.days) if self.days else None


class _Deal(NamedTuple):
    id: str
    outcome: str
    amount: int | None
    currency: str | None
    opened_day: str | None
    closed_day: str
    lost_reason: str | None
    by: Any


def closed(view: View, period: Period, base: str, by: str = "", *whose: Where) -> list[Closed]:
    """Tell what became of the deals of a period by a field of theirs or, as account.field, of their customer.

    by: "" for all together. A deal with several values, such as tags, counts for each. Largest value first.
    """
    deals: dict[str, list[_Deal]] = {}
    for deal in _deals(view, period, by, whose):
        for value in _values_of(deal.by):
            deals.setdefault(value, []).append(deal)
    rates = Rates(view, base)
    found = [_closed(value, some, rates) for value, some in deals.items()]
    return sorted(found, key=lambda one: (-one.value, -len(one.won), one.by))


def _deals(view: View, period: Period, by: str, whose: Iterable[Where]) -> Iterable[_Deal]:
    within = (Where("closed_day", "ge", period.first.isoformat()), Where("closed_day", "le", period.last.isoformat()))
    link, _, of_customer = by.partition(".")
    names = [*_Deal._fields[1:-1], *([link] if link else [])]
    of: Mapping[Any, Any] = dict(view.values(Account, (of_customer,))) if of_customer else {}
    for row in view.values(Opportunity, names, Where("outcome", "in", (WON, LOST)), *within, *whose):
        *values, last = row if link else (*row, "")
        yield _Deal._make([*values, of.get(last) if of_customer else last])


def _values_of(raw: Any) -> Iterable[str]:
    """List the values a deal counts for: one, or each of a list, which its column holds as JSON text."""
    if isinstance(raw, str) and raw.startswith("["):
        return msgspec.json.decode(raw, type=list[str]) or [""]
    return [str(raw or "")]


def _closed(by: str, deals: Iterable[_Deal], rates: Rates) -> Closed:
    won = [one for one in deals if one.outcome == WON]
    lost = [one for one in deals if one.outcome == LOST]
    worth = {
        one.id: rates.worth(one.amount or 0, one.currency or "", date.fromisoformat(one.closed_day)) for one in won
    }
    days = [
        (date.fromisoformat(one.closed_day) - date.fromisoformat(one.opened_day)).days for one in won if one.opened_day
    ]
    return Closed(
        by,
        tuple(one.id for one in won),
        tuple(one.id for one in lost),
        sum((value for value in worth.values() if value is not None), ZERO),
        tuple(sorted(days)),
        tuple(Counter(one.lost_reason or "" for one in lost).most_common()),
        tuple(id_ for id_, value in worth.items() if value is None),
    )


def dimensions() -> list[str]:
    """List what closed deals can be told apart by: choices, links, tags and a few texts of theirs and their customer's."""
    kinds = {"choice", "link", "tags"}
    own = [one.name for one in entity_of(Opportunity).stored if one.kind.value in kinds and one.section]
    theirs = [f"account.{one.name}" for one in entity_of(Account).stored if one.kind.value in kinds and one.section]
    return [*own, "source", *theirs, "account.industry", "account.city", "account.country"]
