"""The report that accounts for every number of quotes: on paper, leased to a laptop, void, or left out by a restore."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal

from msgspec import Struct
from sqlalchemy import Connection, select

from crm_desktop.core.entities import Quote, User
from crm_desktop.core.store import Reader
from sync_server.numbering import VOID
from sync_server.office import Office
from sync_server.tables import DEVICE, LEASE, SERIES

Fate = Literal["issued", "leased", "void", "left out"]
FATES: tuple[Fate, ...] = ("issued", "leased", "void", "left out")
NO_SERIES = "No number was leased yet: a laptop takes its first block when it syncs."


class Span(Struct, frozen=True):
    """Numbers side by side of which the same became. device: to which they are or were leased, "" for none."""

    series: str
    first: int
    last: int
    fate: Fate
    device: str = ""

    @property
    def count(self) -> int:
        """Tell how many numbers these are."""
        return self.last - self.first + 1


def account_for(connection: Connection) -> list[Span]:
    """Tell what became of every number of every series that was ever given out, in their order."""
    used = _on_paper(connection)
    blocks: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for row in connection.execute(select(LEASE).order_by(LEASE.c.series, LEASE.c.first)):
        blocks[row.series].append((row.first, row.last, row.device))
    found: list[Span] = []
    for series, following in connection.execute(select(SERIES.c.series, SERIES.c.next).order_by(SERIES.c.series)):
        begin = 1
        for first, last, device in blocks[series]:
            found += _told(series, begin, first - 1, used[series], "left out", "")
            found += _told(series, first, last, used[series], "void" if device == VOID else "leased", device)
            begin = last + 1
        found += _told(series, begin, following - 1, used[series], "left out", "")
    return found


def say_numbers(office: Office) -> None:
    """Say what became of every number, and how many of each sort there are."""
    with office.service.journal.engine.connect() as connection:
        spans, laptops = account_for(connection), _laptops(connection)
    if not spans:
        office.say(NO_SERIES)
    for series, mine in groupby(spans, lambda span: span.series):
        office.say(series)
        every = list(mine)
        for span in every:
            reach = f"{span.first:05d}" if span.count == 1 else f"{span.first:05d}-{span.last:05d}"
            whose = f"  {laptops.get(span.device, span.device)}" if span.device else ""
            office.say(f"  {reach:13}  {span.count:>6}  {span.fate}{whose}")
        sums = {fate: sum(span.count for span in every if span.fate == fate) for fate in FATES}
        told = ", ".join(f"{count} {fate}" for fate, count in sums.items() if count)
        office.say(f"  {sum(sums.values())} numbers: {told}")


def _told(series: str, first: int, last: int, used: set[int], else_: Fate, device: str) -> Iterator[Span]:
    """Part a stretch of numbers into what is on paper and what is not."""
    begin = first
    here = sorted(one for one in used if first <= one <= last)
    for _, run in groupby(enumerate(here), lambda placed: placed[1] - placed[0]):
        numbers = [number for _, number in run]
        if begin < numbers[0]:
            yield Span(series, begin, numbers[0] - 1, else_, device)
        yield Span(series, numbers[0], numbers[-1], "issued", device)
        begin = numbers[-1] + 1
    if begin <= last:
        yield Span(series, begin, last, else_, device)


def _on_paper(connection: Connection) -> dict[str, set[int]]:
    used: dict[str, set[int]] = defaultdict(set)
    for series, number in _parted(quote.number for quote in Reader(connection).find(Quote)):
        used[series].add(number)
    return used


def _parted(numbers: Iterable[str]) -> Iterator[tuple[str, int]]:
    for number in numbers:
        series, _, digits = number.rpartition("-")
        if series and digits.isascii() and digits.isdigit():
            yield series, int(digits)


def _laptops(connection: Connection) -> dict[str, str]:
    people = {user.id: user.name for user in Reader(connection).find(User)}
    return {row.id: f"{row.name} ({people.get(row.user, row.user)})" for row in connection.execute(select(DEVICE))}
