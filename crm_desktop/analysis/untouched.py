"""Deals that nobody touched for long: the person is reminded first, whom she reports to is told later.

Nothing is stored: both laptops work it out from the same records, so there is one reminder and one escalation, and both
end as soon as somebody touches the deal, also by what is synced late.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from crm_desktop.core.entities import Activity, Opportunity
from crm_desktop.core.entities.pipeline import OPEN
from crm_desktop.core.schema import micros
from crm_desktop.core.store import Where
from crm_desktop.replica.view import View

REMIND_AFTER, ESCALATE_AFTER = 10, 15
"""Working days without a touch."""


class Untouched(msgspec.Struct, frozen=True):
    """A deal that was left alone. since: the day of the last touch, or on which it was opened; days: working days since."""

    deal: Opportunity
    since: date
    days: int


def untouched(
    view: View, owners: Collection[str], today: date, zone: ZoneInfo, after: int = REMIND_AFTER
) -> list[Untouched]:
    """List the open deals of some people that nobody touched for some working days, the longest first.

    A touch is an activity done about the deal or its customer, a new stage, or the opening of the deal.
    """
    deals = view.find(Opportunity, Where("owner", "in", owners), Where("outcome", "eq", OPEN))
    waiting = [one for one in deals if _is_old(_own_touch(one, zone), today, after)]
    last = _touches(view, waiting, zone)
    found = []
    for deal in waiting:
        known = [one for one in (_own_touch(deal, zone), last.get(deal.id), last.get(deal.account)) if one]
        if known and (days := working_days(max(known), today)) >= after:
            found.append(Untouched(deal, max(known), days))
    return sorted(found, key=lambda one: (-one.days, one.deal.id))


def working_days(since: date, until: date) -> int:
    """Count the working days after one day up to another one: from Monday to the Monday two weeks on they are ten."""
    if until <= since:
        return 0
    weeks, rest = divmod((until - since).days, 7)
    return weeks * 5 + sum((since + timedelta(days=n)).weekday() < 5 for n in range(1, rest + 1))


def _is_old(touch: date | None, today: date, after: int) -> bool:
    return touch is not None and working_days(touch, today) >= after


def _own_touch(deal: Opportunity, zone: ZoneInfo) -> date | None:
    since = deal.stage_since.astimezone(zone).date() if deal.stage_since else None
    return max((one for one in (since, deal.opened_day) if one), default=None)


def _touches(view: View, deals: Collection[Opportunity], zone: ZoneInfo) -> Mapping[str, date]:
    """Find the last day on which something was done about each deal and each customer, by their ids."""
    found: dict[str, date] = {}
    for name, ids in (("opportunity", {one.id for one in deals}), ("account", {one.account for one in deals} - {""})):
        oldest = min((one.opened_day for one in deals if one.opened_day), default=None)
        begin = datetime.combine(oldest or date(1970, 1, 2), datetime.min.time(), zone)
        done = (Where("is_done", "eq", 1), Where("done_at", "ge", micros(begin)))
        for act in view.find(Activity, Where(name, "in", sorted(ids)), *done) if ids else ():
            if act.done_at is not None:
                day = act.done_at.astimezone(zone).date()
                found[getattr(act, name)] = max(day, found.get(getattr(act, name), day))
    return found
