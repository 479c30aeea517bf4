"""Possible duplicates of an account or a contact: who they are, why they look like it, and saying that they are not."""

from datetime import date

import msgspec

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.records import edit
from crm_desktop.core.entities import Account, Activity
from crm_desktop.core.likeness import CERTAIN, Alike, Likeness
from crm_desktop.core.store import Where

SHOWN = 5


class Candidate(msgspec.Struct, frozen=True):
    """A record that may be the same, with what it takes to judge. last_contact: of the last activity done, None for none."""

    record: Alike
    likeness: Likeness
    city: str = ""
    owner: str = ""
    last_contact: date | None = None

    @property
    def is_certain(self) -> bool:
        """Tell whether they are the same almost surely."""
        return self.likeness.score >= CERTAIN


def look_for(desk: Desk, record: Alike) -> tuple[Candidate, ...]:
    """List what may be this record once more, the likeliest first, without what somebody said is not.

    record: as it stands, or as it is typed so far. A few milliseconds; callable from any thread.
    """
    found = [
        (other, alike)
        for other, alike in desk.replica.look_alikes(record, SHOWN + len(record.apart))
        if other.id not in record.apart and record.id not in other.apart
    ]
    return tuple(_candidate(desk, other, alike) for other, alike in found[:SHOWN])


def set_apart(desk: Desk, record: Alike, other: Alike) -> Done:
    """Note that two records are not the same; it is part of the first one, so it travels, and can be taken back."""
    return edit(desk, record, apart=tuple(sorted({*record.apart, other.id})))


def _candidate(desk: Desk, other: Alike, alike: Likeness) -> Candidate:
    is_account = isinstance(other, Account)
    account = other if isinstance(other, Account) else desk.replica.get(Account, other.account)
    city = account.city if account is not None else ""
    about = Where("account" if is_account else "contact", "eq", other.id)
    last = desk.replica.find(Activity, about, Where("is_done", "eq", 1), order=("-done_at",), limit=1)
    done = last[0].done_at if last else None
    return Candidate(other, alike, city, other.owner, done.astimezone(desk.zone).date() if done else None)
