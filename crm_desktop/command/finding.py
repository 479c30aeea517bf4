"""Finding a quote by the number that is on its paper."""

import re
from datetime import UTC, datetime

from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.core.entities import Quote
from crm_desktop.core.errors import UserError
from crm_desktop.core.store import Where
from crm_desktop.replica.replica import Replica

_REVISED = re.compile(r"(.+)-R(\d{1,4})", re.IGNORECASE | re.ASCII)
NO_QUOTE = "There is no quote {number} on this laptop. List them with: satchel quote list"


def desk_here(replica: Replica) -> Desk:
    """Sit down at the desk of a replica, by the clock of this computer."""
    return desk_of(replica, lambda: datetime.now(UTC))


def find_quote(desk: Desk, text: str) -> Quote:
    """Find a quote by the number on its paper; without a revision, the newest that was issued."""
    revised = _REVISED.fullmatch(text)
    for number, revision in ((text, None), *([(revised[1], int(revised[2]))] if revised else [])):
        found = desk.replica.find(Quote, Where("number", "eq", number)) if number else []
        if revision is not None:
            found = [one for one in found if (one.revision or 1) == revision]
        if found:
            return max(found, key=lambda one: (bool(one.paper), one.revision or 1))
    raise UserError(NO_QUOTE, number=text)
