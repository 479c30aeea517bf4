"""The demo company on one laptop: its replica is made here, and what stands in for a server agrees to everything."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

from crm_desktop.core.changes import Change, Posted
from crm_desktop.core.errors import UserError
from crm_desktop.core.protocol import FileHeld, FilePart, NumberBlock, Page, PushAnswer
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.replica import asides, vault
from crm_desktop.replica.replica import Replica

FOLDER = "demo"
"""The demo lies in a folder of its own within that of the person's data, so that the two never mix."""
ADDRESS = "demo:"
"""Stands for the server of a demo; no address of a server looks like it."""
PASSWORD = "demo"  # noqa: S105 - of invented data; nobody is asked for it
LEASED = "demo_leased"  # a mark: the last quote number given out
ZONE = "Asia/Shanghai"
"""In which the days of the demo company begin and end."""
AT_ONCE = 400  # changes, between which progress is told
NOT_KEPT = QT_TRANSLATE_NOOP("core", "This file is not on this laptop, and a demo has no server that could have it.")

Told = Callable[[int, int], None]
"""Hears how many changes of how many are in; what it raises ends the making, which begins anew another time."""


def is_demo(replica: Replica) -> bool:
    """Tell whether a replica is of the demo company."""
    return replica.header.address == ADDRESS


def has_demo(folder: Path) -> bool:
    """Tell whether a demo was begun in a person's folder."""
    return (folder / FOLDER / vault.HEADER).exists()


def open_demo(folder: Path, today: date, now_us: int, told: Told = lambda _done, _total: None) -> Replica:
    """Open the demo of a person's folder as it was left; make it where it is not there, or was never whole.

    today: the last day of the story is the one before.
    """
    place = folder / FOLDER
    if has_demo(folder):
        replica = Replica.open(place, PASSWORD)
        if replica.mark("cursor"):
            return replica
        replica.close()
        asides.wipe(place)
    return _made(place, today, now_us, told)


def delete_demo(folder: Path) -> None:
    """Delete the closed demo of a person's folder."""
    asides.wipe(folder / FOLDER)


def _made(place: Path, today: date, now_us: int, told: Told) -> Replica:
    # Its thousands of words are of no use to whoever works with a server.
    from crm_desktop.core.demo import REP_LOGIN, company, user_id
    from crm_desktop.core.demo.scope import in_scope

    me = user_id(REP_LOGIN)
    story = list(in_scope(company(1, today=today), me))
    # The password guards nothing, so nobody waits for its derivation.
    derivation, key = vault.Derivation("00" * 16, time_cost=1, memory_kib=8, lanes=1), vault.new_key()
    header = vault.Header(
        login=REP_LOGIN, user=me, address=ADDRESS, device="demo", database=vault.FIRST, derivation=derivation,
        wrapped=vault.wrap(key, PASSWORD, derivation),
    )  # fmt: skip
    replica = Replica.create(place, header, key)
    try:
        posted, seq = list[Posted](), 0
        for change in story:
            posted.append(_numbered(change, seq, change.happened))
            seq += len(change.entries)
        for start in range(0, len(posted), AT_ONCE):
            is_last = start + AT_ONCE >= len(posted)
            part = tuple(posted[start : start + AT_ONCE])
            # Only a whole demo has a cursor.
            replica.absorb(Page(cursor=str(seq) if is_last else "", posted=part, more=not is_last))
            told(min(start + AT_ONCE, len(posted)), len(posted))
        replica.set_mark("role", "rep")
        replica.set_mark("token", "demo")
        replica.set_mark("last_sync", str(now_us))
    except BaseException:
        replica.close()  # else the folder stays owned and the next try finds it taken
        raise
    return replica


def _numbered(change: Change, after: int, accepted: int) -> Posted:
    return Posted(change, tuple(range(after + 1, after + 1 + len(change.entries))), accepted)


class DemoServer:
    """Answer one laptop as a server would that agrees to everything: what is saved in a demo is in force at once.

    clock: microseconds UTC.
    """

    def __init__(self, replica: Replica, clock: Callable[[], int]) -> None:
        self._replica, self._clock = replica, clock
        self._taken: dict[str, Change] = {}
        self._is_closed = threading.Event()

    def push(
        self, _token: str, changes: tuple[Change, ...], _cursor: str = "", _typed_at: str = "", _taken: int = 0
    ) -> PushAnswer:
        """Take all of them."""
        self._taken.update((change.id, change) for change in changes)
        last = changes[-1].counter if changes else 0
        return PushAnswer(taken=last, accepted=len(changes), clock=self._clock())

    def pull(self, _token: str, cursor: str) -> Page:
        """Give back what was taken, numbered on from the cursor."""
        taken, self._taken = list(self._taken.values()), {}
        posted, seq, now = list[Posted](), int(cursor), self._clock()
        for change in taken:
            posted.append(_numbered(change, seq, now))
            seq += len(change.entries)
        last = taken[-1].counter if taken else 0
        return Page(cursor=str(seq), posted=tuple(posted), taken=last, clock=now)

    def news(self, _token: str, _cursor: str, wait_s: float) -> bool:
        """Wait; nobody else changes anything."""
        self._is_closed.wait(wait_s)
        return False

    def lease_numbers(self, _token: str, series: str, count: int) -> NumberBlock:
        """Give the numbers after those given before."""
        last = int(self._replica.mark(LEASED, "0")) + count
        self._replica.set_mark(LEASED, str(last))
        return NumberBlock(series=series, first=last - count + 1, last=last)

    def put_file(self, _token: str, _sha256: str, part: FilePart) -> FileHeld:
        """Say that it is there: it is, on this laptop."""
        return FileHeld(size=part.total)

    def get_file(self, _token: str, _sha256: str, _offset: int) -> FilePart:
        """There are no files but those of this laptop."""
        raise UserError(NOT_KEPT)

    def hang_up(self) -> None:
        """There is no connection."""

    def close(self) -> None:
        """End the wait for news."""
        self._is_closed.set()
