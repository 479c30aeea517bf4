"""When the person worked on this laptop before, so that she is told what others did since."""

from datetime import datetime, timedelta

from crm_desktop.actions.desk import Desk
from crm_desktop.core.schema import micros, moment_of

BEGAN, BEFORE = "session_began", "session_before"
PAUSE = timedelta(hours=4)
"""Who is away for less goes on with the same session."""


def session_before(desk: Desk) -> datetime | None:
    """Give when the session before this one was last seen, None on a laptop without one; this one is noted."""
    replica, now = desk.replica, desk.now()
    began = int(replica.mark(BEGAN, "0"))
    if began and now - moment_of(began) >= PAUSE:
        replica.set_mark(BEFORE, str(began))
    replica.set_mark(BEGAN, str(micros(now)))
    before = int(replica.mark(BEFORE, "0"))
    return moment_of(before) if before else None
