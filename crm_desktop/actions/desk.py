"""The desk at which a salesperson works: her replica, who she is, and what time it is."""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from crm_desktop.core.access import stands_for
from crm_desktop.core.changes import Entry, Touched
from crm_desktop.core.entities import Organisation, User
from crm_desktop.core.errors import NOT_FOUND, RefusedError
from crm_desktop.core.ids import new_id
from crm_desktop.core.schema import R, entity_of, micros
from crm_desktop.replica.replica import Replica
from crm_desktop.replica.saving import Saved


class Done(msgspec.Struct, frozen=True):
    """What an action did: the records it touched, and the id of the change, by which it can be undone."""

    touched: Touched
    change: str = ""


class Desk(msgspec.Struct, frozen=True):
    """Everything an action needs. clock: gives an aware moment; noise: random bits for ids, None from the system."""

    replica: Replica
    user: User
    role: str
    clock: Callable[[], datetime]
    noise: Callable[[], int] | None = None

    @property
    def organisation(self) -> Organisation:
        """The company, with an empty one standing in until the first load brought it."""
        return self.replica.organisation

    @property
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

    def save(self, *entries: Entry, uses_number: bool = False, undoes: str = "") -> Done:
        """Save entries as one change.

        uses_number: the next quote number is used up by it, in the same transaction. undoes: the change it takes back.
        """
        saved = self.save_each([entries], uses_number=uses_number, undoes=(undoes,) if undoes else ())
        return Done(saved.touched, saved.changes[0])

    def save_each(
        self,
        parts: Sequence[Sequence[Entry]],
        *,
        uses_number: bool = False,
        undoes: Collection[str] = (),
        step: str = "",
    ) -> Saved:
        """Save each part as a change of its own in one short transaction; see `Replica.record_each`."""
        noises = [self.noise() if self.noise else None for _ in parts]
        return self.replica.record_each(
            parts, micros(self.now()), self.role, noises, uses_number=uses_number, undoes=undoes, step=step
        )

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


def own_names(desk: Desk) -> list[str]:
    """List the ids under which the user is named on teams: her own, and of those from whom she took over."""
    return sorted(stands_for(desk.user.id, desk.replica.find(User)))


def desk_of(replica: Replica, clock: Callable[[], datetime]) -> Desk:
    """Set up the desk of a replica's user."""
    user = me(replica)
    return Desk(replica, user, replica.mark("role", user.role), clock)
