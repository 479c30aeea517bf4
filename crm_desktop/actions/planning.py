"""Giving activities their place in a calendar: a day, or a time of it."""

from datetime import date, datetime

import msgspec

from crm_desktop.actions.activities import about
from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.records import create, edit
from crm_desktop.core.entities import Activity
from crm_desktop.core.schema import Record

USUAL_MINUTES = {"call": 30, "meeting": 60, "visit": 60, "task": 30, "note": 30}
"""How long a kind of activity lasts where nobody said."""


class Slot(msgspec.Struct, frozen=True):
    """A place in the calendar: a day of the organisation, or from a moment on for some minutes."""

    day: date
    starts: datetime | None = None
    minutes: int | None = None


def plan_in(
    desk: Desk, record: Record | None, kind: str, subject: str, slot: Slot, owner: str = ""
) -> tuple[Activity, Done]:  # fmt: skip
    """Plan something about a record at a place in the calendar. owner: whose it is, "" for one's own."""
    planned = msgspec.structs.replace(
        about(desk, record), kind=kind, subject=subject, owner=owner or desk.user.id, **_placed(slot, None)
    )
    return planned, create(desk, planned)


def move_to(desk: Desk, activity: Activity, slot: Slot) -> Done:
    """Move an activity to another place, or let it take longer; the same place: nothing is saved."""
    return edit(desk, activity, **_placed(slot, activity.minutes))


def copy_to(desk: Desk, activity: Activity, slot: Slot) -> tuple[Activity, Done]:
    """Plan the same once more at another place; what came of the first is left out."""
    copied = msgspec.structs.replace(
        activity, id=desk.new_id(), is_done=False, done_at=None, outcome="", external_key="",
        **_placed(slot, activity.minutes),
    )  # fmt: skip
    return copied, create(desk, copied)


def _placed(slot: Slot, minutes: int | None) -> dict[str, date | datetime | int | None]:
    """Give the values of a place; without a time the length that was known stays, for the day that it gets one."""
    return {"due_day": slot.day, "starts": slot.starts, "minutes": slot.minutes if slot.starts else minutes}
