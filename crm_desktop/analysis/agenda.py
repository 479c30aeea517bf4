"""What stands in a calendar: activities of some people in some days, and the days that quotes and deals wait for."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from crm_desktop.core.entities import Activity, Opportunity, Quote, User
from crm_desktop.core.entities.pipeline import OPEN
from crm_desktop.core.schema import micros
from crm_desktop.core.store import Where
from crm_desktop.replica.view import View

Sort = Literal["activity", "expiry", "close"]
WAITING = ("draft", "issued", "sent")
"""States of a quote in which the day until which it is valid still matters."""
LONGEST = timedelta(days=1)
"""What began so long before the first day may still go on there."""


class Item(msgspec.Struct, frozen=True):
    """One thing in the calendar. starts: in the time of the organisation, None for the whole day; minutes: 0 unsaid."""

    sort: Sort
    record: Activity | Opportunity | Quote
    day: date
    starts: datetime | None = None
    minutes: int = 0

    @property
    def activity(self) -> Activity | None:
        """Give the activity, None for a mark."""
        return self.record if isinstance(self.record, Activity) else None


def agenda(
    view: View, owners: Collection[str], first: date, last: date, zone: ZoneInfo, *, marks: bool = True
) -> list[Item]:
    """List what some people have in the days from first to last, as ordered in a day: all day, by the hour, marks.

    zone: of the organisation. marks: also the days on which their quotes expire and their deals are to close.
    """
    found = {one.record.id: one for one in _of_days(view, owners, first, last)}
    found |= {one.record.id: one for one in _of_hours(view, owners, first, last, zone)}
    items = list(found.values())
    if marks:
        items += _marks(view, owners, first, last)
    return sorted(items, key=_order)


def starting(view: View, user: str, now: datetime, within: timedelta) -> list[Activity]:
    """List what a person has still to do that begins within some time, the next first."""
    hours = (Where("starts", "ge", micros(now)), Where("starts", "le", micros(now + within)))
    return view.find(Activity, *hours, Where("owner", "among", [user]), Where("is_done", "empty"), order=("starts",))


def team_of(view: View, user: str) -> list[User]:
    """List the people who report to a person, directly or through others, by name."""
    below: dict[str, list[User]] = {}
    for one in view.find(User):
        if one.manager and not one.is_inactive:
            below.setdefault(one.manager, []).append(one)
    found: dict[str, User] = {}
    waiting = [user]
    while waiting:
        for one in below.get(waiting.pop(), ()):
            if one.id not in found and one.id != user:
                found[one.id] = one
                waiting.append(one.id)
    return sorted(found.values(), key=lambda one: (one.name, one.id))


def _order(item: Item) -> tuple[date, bool, float, str]:
    return item.day, item.sort != "activity", item.starts.timestamp() if item.starts else 0.0, item.record.id


def _of_days(view: View, owners: Collection[str], first: date, last: date) -> list[Item]:
    # The days find the rows: by their owner all that a person ever did would be gone through.
    days = (Where("due_day", "ge", first.isoformat()), Where("due_day", "le", last.isoformat()))
    rows = view.find(Activity, *days, Where("owner", "among", owners))
    return [Item("activity", one, one.due_day) for one in rows if one.due_day and not one.starts]


def _of_hours(view: View, owners: Collection[str], first: date, last: date, zone: ZoneInfo) -> list[Item]:
    begin = datetime.combine(first, time(), zone)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    hours = (Where("starts", "ge", micros(begin - LONGEST)), Where("starts", "lt", micros(end)))
    found = []
    for one in view.find(Activity, *hours, Where("owner", "among", owners)):
        if one.starts is None:
            continue
        starts = one.starts.astimezone(zone)
        if starts >= begin or one.starts + timedelta(minutes=one.minutes or 0) > begin:
            found.append(Item("activity", one, starts.date(), starts, one.minutes or 0))
    return found


def _marks(view: View, owners: Collection[str], first: date, last: date) -> list[Item]:
    low, high = first.isoformat(), last.isoformat()
    deals = view.find(
        Opportunity, Where("close_day", "ge", low), Where("close_day", "le", high), Where("owner", "among", owners),
        Where("outcome", "eq", OPEN),
    )  # fmt: skip
    quotes = view.find(
        Quote, Where("owner", "in", owners), Where("valid_until", "ge", low), Where("valid_until", "le", high),
        Where("state", "in", WAITING),
    )  # fmt: skip
    return [
        *(Item("close", one, one.close_day) for one in deals if one.close_day),
        *(Item("expiry", one, one.valid_until) for one in quotes if one.valid_until),
    ]
