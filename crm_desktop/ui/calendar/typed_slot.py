"""A place in the calendar as people type it: "fri 10:00-11:30", "+3 14:00", "11月20日"."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from crm_desktop.actions.planning import Slot
from crm_desktop.ui.calendar.layout import DAY_MINUTES, SHORTEST, slot_of
from crm_desktop.ui.typed import TypedError, read_day
from crm_desktop.ui.wording import clock, day

_HOURS = re.compile(r"(\d{1,2})[:时](\d{2})?\s*(?:[-–—~到至]\s*(\d{1,2})[:时](\d{2})?)?\s*$")
_NEAR = 300  # days ahead in which a day without its year is the one that is meant


def read_slot(text: str, now: datetime, zone: ZoneInfo, usual: int) -> Slot:
    """Read a day with or without hours; usual: the minutes that it takes where no end is typed; raises TypedError."""
    plain = unicodedata.normalize("NFKC", text).strip()
    hours = _HOURS.search(plain)
    today = now.astimezone(zone).date()
    on_text = plain[: hours.start()].strip() if hours else plain
    on = read_day(on_text, today) if on_text or not hours else today
    if hours is None:
        return Slot(on)
    begin = _minute(hours[1], hours[2], text)
    end = _minute(hours[3], hours[4], text) if hours[3] else begin + usual
    if end <= begin:
        said = QCoreApplication.translate("Typed", "“%1” ends before it begins.")
        raise TypedError(said.replace("%1", text))
    return slot_of(on, begin, max(end, begin + SHORTEST), zone)


def written_slot(slot: Slot, today: date) -> str:
    """Write a place the way it is typed."""
    near = today <= slot.day < today + timedelta(days=_NEAR)
    on = day(slot.day, "short") if near else slot.day.isoformat()
    if slot.starts is None:
        return on
    return f"{on} {clock(slot.starts)}–{clock(slot.starts + timedelta(minutes=slot.minutes or 0))}"


def _minute(hour: str, minute: str | None, text: str) -> int:
    found = int(hour) * 60 + int(minute or 0)
    if found > DAY_MINUTES or int(minute or 0) > 59:
        said = QCoreApplication.translate("Typed", "“%1” is no time of day.")
        raise TypedError(said.replace("%1", text))
    return found
