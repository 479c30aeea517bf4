"""The day of an activity and its hour say the same: who moves the one moves the other."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from crm_desktop.core.entities import Activity
from crm_desktop.core.schema import Record


def with_hours(seen: Record, values: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """Add to new values of an activity what follows for its day or its hour, in the time of the organisation."""
    found = dict(values)
    if not isinstance(seen, Activity):
        return found
    day, starts = found.get("due_day", seen.due_day), found.get("starts", seen.starts)
    if isinstance(starts, datetime):
        here = starts.astimezone(zone)
        if "starts" in found and "due_day" not in found:
            found["due_day"] = here.date()
        elif "due_day" in found and "starts" not in found and isinstance(day, date):
            found["starts"] = datetime.combine(day, here.time(), zone)
        elif "due_day" in found and "starts" not in found:
            found["starts"] = None  # what has no day has no hour either
    return found
