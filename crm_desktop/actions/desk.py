"""The desk at which a salesperson works: her replica, who she is, and what time it is."""

import functools
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from crm_desktop.core.changes import Entry, Touched, create_entry, delete_entry, edit_entry
from crm_desktop.core.entities import Organisation, User
from crm_desktop.core.errors import NOT_FOUND, RefusedError, UserError
from crm_desktop.core.ids import new_id
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, R, Raw, Record, entity_of, micros, raw_of, to_raw
from crm_desktop.replica.replica import Replica

NOTHING_TO_UNDO = QT_TRANSLATE_NOOP("core", "There is nothing left to take back: the record is not here any more.")


class Done(msgspec.Struct, frozen=True):
    """What an action did: the records it touched, and the id of the change, by which it can be undone."""

    touched: Touched
    change: str = ""


class Desk(msgspec.Struct, frozen=True, dict=True):
    """Everything an action needs. clock: gives an aware moment; noise: random bits for ids, None from the system."""

    replica: Replica
    user: User
    role: str
    clock: Callable[[], datetime]
    noise: Callable[[], int] | None = None

    @functools.cached_property
    def organisation(self) -> Organisation:
        """The company, with an empty one standing in until the first load brought it."""
        return self.replica.get(Organisation, "organisation") or Organisation(id="organisation")

    @functools.cached_property
    def zone(self) -> ZoneInfo:
        """The organisation's time zone, which decides when a day ends; UTC where its name is unknown here."""
        try:
            return ZoneInfo(self.organisation.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")

    def now(self) -> datetime:
        """Give the moment, in UTC."""
        return self.clock().astimezone(UTC)

    def today(self) -> date:
        """Give the day it is for the organisation."""
        return self.clock().astimezone(self.zone).date()

    def end_of(self, day: date) -> int:
        """Give the last microsecond of a day of the organisation: "as of a day" means its end."""
        following = datetime.combine(day + timedelta(days=1), time(), self.zone)
        return micros(following.astimezone(UTC)) - 1

    def new_id(self) -> str:
        """Make an id for a new record."""
        return new_id(micros(self.now()), self.noise() if self.noise else None)

    def save(self, *entries: Entry) -> Done:
        """Save entries as one change."""
        touched = self.replica.record(entries, micros(self.now()), self.role, self.noise() if self.noise else None)
        return Done(touched, self.replica.last_change())

    def fetch(self, kind: type[R], id_: str) -> R:
        """Fetch a record that must be here; raises RefusedError where it left."""
        found = self.replica.get(kind, id_)
        if found is None:
            raise RefusedError(NOT_FOUND, entity=entity_of(kind).label)
        return found


def me(replica: Replica) -> User:
    """Find the user whose replica this is."""
    user = replica.get(User, replica.header.user)
    return user or User(id=replica.header.user, name=replica.header.login, login=replica.header.login)


def desk_of(replica: Replica, clock: Callable[[], datetime]) -> Desk:
    """Set up the desk of a replica's user."""
    user = me(replica)
    return Desk(replica, user, replica.mark("role", user.role), clock)


def create(desk: Desk, *records: Record) -> Done:
    """Create records in one change; their ids come from `Desk.new_id`."""
    return desk.save(*(create_entry(entity_of(record).key, record.id, raw_of(record)) for record in records))


def edit(desk: Desk, seen: Record, **values: Any) -> Done:
    """Change fields of a record, given as the author saw it; values are Python values by field name.

    The entry carries what was seen, so that a colleague's change in between is never overwritten silently. Nothing
    that differs: nothing is saved. Raises RefusedError where a rule is broken.
    """
    entry = edit_entry_of(seen, **values)
    return Done({}) if entry is None else desk.save(entry)


def edit_entry_of(seen: Record, **values: Any) -> Entry | None:
    """Make the entry that changes some fields of a record as it was seen; None where nothing differs."""
    declared = entity_of(seen)
    before = raw_of(seen)
    after: dict[str, Raw] = dict(before)
    for name, value in values.items():
        field = declared.fields[name]
        unit = values.get(field.currency, getattr(seen, field.currency, ""))
        after[name] = to_raw(field, value, str(unit))
    return edit_entry(declared.key, seen.id, before, after)


def delete(desk: Desk, *seen: Record) -> Done:
    """Delete records in one change; an edit by a colleague that the author had not seen stops it at the server."""
    return desk.save(*(delete_entry(entity_of(record).key, record.id, raw_of(record)) for record in seen))


def undo(desk: Desk, change: str) -> Done:
    """Take a change back by a new one that keeps what others did since; raises UserError where nothing is left of it."""
    entries = desk.replica.inverse_of(change)
    if not entries:
        raise UserError(NOTHING_TO_UNDO)
    return desk.save(*entries)
