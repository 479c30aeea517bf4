"""Where things stand in a calendar: which days a period has, which columns blocks share, where a drag snaps to."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import msgspec

from crm_desktop.actions.planning import Slot

DAY, WEEK, MONTH, AGENDA = "day", "week", "month", "agenda"
VIEWS = (DAY, WEEK, MONTH, AGENDA)
AGENDA_DAYS = 14
DAY_MINUTES = 24 * 60
SNAP = 15  # minutes
SHORTEST = 15
SHOWN = 30
"""Minutes that a block takes at least, so that its name can be read."""


class Period(msgspec.Struct, frozen=True):
    """The days shown. first, last: of the period itself; shown_first, shown_last: with the rest of the weeks it cuts."""

    view: str
    first: date
    last: date
    shown_first: date
    shown_last: date

    @property
    def days(self) -> list[date]:
        """List the days that are shown."""
        return [self.shown_first + timedelta(days=n) for n in range((self.shown_last - self.shown_first).days + 1)]


def period_of(view: str, day: date) -> Period:
    """Find the period of a view that holds a day; weeks begin on Monday, an agenda on the day itself."""
    monday = day - timedelta(days=day.weekday())
    if view == DAY:
        return Period(view, day, day, day, day)
    if view == WEEK:
        return Period(view, monday, monday + timedelta(days=6), monday, monday + timedelta(days=6))
    if view == AGENDA:
        last = day + timedelta(days=AGENDA_DAYS - 1)
        return Period(view, day, last, day, last)
    first = day.replace(day=1)
    last = day.replace(day=monthrange(day.year, day.month)[1])
    return Period(view, first, last, first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday()))


def stepped(view: str, day: date, by: int) -> date:
    """Go some periods on, or back."""
    if view != MONTH:
        return day + timedelta(days=by * {DAY: 1, WEEK: 7, AGENDA: AGENDA_DAYS}[view])
    year, month = divmod(day.year * 12 + day.month - 1 + by, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def lanes(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give each span of minutes a column and the number of columns it shares the width with; those apart share none."""
    order = sorted(range(len(spans)), key=lambda at: (spans[at][0], -spans[at][1], at))
    found = [(0, 1)] * len(spans)
    together: list[int] = []
    ends: list[int] = []

    def close() -> None:
        for at in together:
            found[at] = (found[at][0], len(ends))
        together.clear()
        ends.clear()

    for at in order:
        begin, end = spans[at]
        if ends and begin >= max(ends):
            close()
        column = next((n for n, until in enumerate(ends) if until <= begin), len(ends))
        ends[column:] = [end, *ends[column + 1 :]]
        found[at] = (column, 1)
        together.append(at)
    close()
    return found


def in_sight(rows: Sequence[int], room: int, current: int) -> list[int]:
    """List which rows of a day are shown where so many find room: the first ones, and the current one in any case."""
    if len(rows) <= room:
        return list(rows)
    first = list(rows[: room - 1])
    return [*first[:-1], current] if first and current in rows and current not in first else first


def snapped(minute: float) -> int:
    """Give the nearest quarter of an hour, in minutes of the day."""
    return min(max(round(minute / SNAP) * SNAP, 0), DAY_MINUTES)


def slot_of(day: date, begin: int, end: int, zone: ZoneInfo) -> Slot:
    """Make the place from one minute of a day to another."""
    return Slot(day, datetime.combine(day, time(), zone) + timedelta(minutes=begin), max(end - begin, SHORTEST))


def other_zone(now: datetime, zone: ZoneInfo) -> tzinfo | None:
    """Give the laptop's own time zone where its clock shows another hour than the organisation's."""
    own = now.astimezone()
    return own.tzinfo if own.utcoffset() != now.astimezone(zone).utcoffset() else None


def moved(slot: Slot, days: int, minutes: int) -> Slot | None:
    """Move a place by days and minutes; None where it would begin on another day than it is moved to."""
    day = slot.day + timedelta(days=days)
    if slot.starts is None:
        return Slot(day, None, slot.minutes)
    begin = slot.starts.hour * 60 + slot.starts.minute + minutes
    if not 0 <= begin < DAY_MINUTES or not isinstance(slot.starts.tzinfo, ZoneInfo):
        return None
    return msgspec.structs.replace(slot_of(day, begin, begin, slot.starts.tzinfo), minutes=slot.minutes)
