"""The time in which the demo company's story happens, and the pen that writes it down as changes."""

import functools
import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from crm_desktop.core.changes import Act, Change, Entry
from crm_desktop.core.ids import new_id
from crm_desktop.core.schema import Raw

DEVICE = "demo"
SYSTEM = ""
"""The author of what an administrator's tools set up."""

_ZERO = date(1970, 1, 1).toordinal()
_DAY_S = 86_400
_SHANGHAI_S = 8 * 3600
_SECOND = 1_000_000
_HOLIDAYS = frozenset([(1, 1), *((5, day) for day in range(1, 6)), *((10, day) for day in range(1, 8))])


def number_of(day: date) -> int:
    """Count the days from 1970-01-01: the story reckons in whole days."""
    return day.toordinal() - _ZERO


@functools.lru_cache(maxsize=4096)
def date_of(day: int) -> date:
    """Turn a day's number back into the date."""
    return date.fromordinal(day + _ZERO)


@functools.lru_cache(maxsize=4096)
def iso(day: int) -> str:
    """Write a day's number as the journal writes days."""
    return date_of(day).isoformat()


@functools.lru_cache(maxsize=4096)
def is_working_day(day: int) -> bool:
    """Tell whether people work on a day: no weekend, no fixed public holiday of China."""
    return (day + 3) % 7 < 5 and (date_of(day).month, date_of(day).day) not in _HOLIDAYS


def moment_at(day: int, hour: float) -> int:
    """Give an hour of a day in Shanghai as microseconds UTC."""
    return (day * _DAY_S - _SHANGHAI_S + int(hour * 3600)) * _SECOND


def day_at(moment: int) -> int:
    """Give the day in Shanghai of a moment."""
    return (moment // _SECOND + _SHANGHAI_S) // _DAY_S


class Story:
    """What has been told so far: events in any order, handed out in the order in which they happened.

    first, today: numbers of days; nothing happens on `today` or later.
    """

    def __init__(self, seed: int, today: int, days: int) -> None:
        self.chance = random.Random(seed)
        self.today = today
        self.first = self.workday(today - days)
        self._told: list[tuple[int, int, str, Sequence[Entry]]] = []

    def workday(self, day: int) -> int:
        """Go forward to the next day on which people work."""
        while not is_working_day(day):
            day += 1
        return day

    def workday_before(self, day: int) -> int:
        """Go back to the last day up to this one on which people worked."""
        while not is_working_day(day):
            day -= 1
        return day

    def moment(self, day: int) -> int:
        """Pick a moment within the working hours of a day, to the second."""
        return moment_at(day, 9) + self.chance.randrange(9 * 3600) * _SECOND

    def make_id(self, when: int) -> str:
        """Make the id of something that is written at a moment."""
        return new_id(when, self.chance.getrandbits(55))

    def tell(self, when: int, author: str, *entries: Entry) -> None:
        """Write down one save."""
        self._told.append((when, len(self._told), author, entries))

    def create(self, when: int, author: str, key: str, raw: Mapping[str, Raw], id_: str = "") -> str:
        """Write down a new record and give its id; empty values are left out."""
        id_ = id_ or self.make_id(when)
        self.tell(when, author, created(key, id_, raw))
        return id_

    def edit(self, when: int, author: str, key: str, id_: str, raw: dict[str, Raw], new: Mapping[str, Raw]) -> None:
        """Write down what a save changed, if anything; raw is brought up to date."""
        fields = {name: (raw.get(name), value) for name, value in new.items() if raw.get(name) != value}
        if fields:
            raw.update(new)
            self.tell(when, author, Entry(key, id_, Act.EDIT, fields))

    def count_of(self, key: str) -> int:
        """Count the saves so far that created records of an entity."""
        return sum(entries[0].entity == key and entries[0].act is Act.CREATE for _, _, _, entries in self._told)

    def saves_of(self, key: str) -> list[tuple[int, str, Sequence[Entry]]]:
        """List the saves so far that created a record of an entity first, as (moment, author, entries), in their order."""
        found = [one for one in self._told if one[3][0].entity == key and one[3][0].act is Act.CREATE]
        return [(when, author, entries) for when, _, author, entries in sorted(found, key=lambda event: event[:2])]

    def changes(self) -> Iterator[Change]:
        """Hand out everything in the order in which it happened, numbered as one device numbers its saves."""
        counter = itertools.count(1)
        bits = self.chance.getrandbits
        for when, _, author, entries in sorted(self._told, key=lambda event: event[:2]):
            yield Change(new_id(when, bits(55)), author, DEVICE, next(counter), when, tuple(entries))


def created(key: str, id_: str, raw: Mapping[str, Raw]) -> Entry:
    """Make the entry that creates a record."""
    return Entry(key, id_, Act.CREATE, {name: (None, value) for name, value in raw.items() if value is not None})
