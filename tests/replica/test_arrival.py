"""A file that arrives in chunks: several are encrypted at once, and only what came whole and in order is written."""

import errno
import os
import secrets
from pathlib import Path

import pytest
import zstandard

from crm_desktop.core.errors import ProtocolError
from crm_desktop.core.protocol import ScopeFile
from crm_desktop.core.store.pages import PAGE
from crm_desktop.replica import arrival
from crm_desktop.replica.arrival import Arrival

PAGES = 2
KEY = secrets.token_bytes(32)


def chunk(number: int, pages: int = PAGES) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(bytes([number]) * pages * PAGE)


def coming(place: Path, count: int) -> Arrival:
    file = ScopeFile(
        place="", pages=count * PAGES, chunk_pages=PAGES, sizes=(0,) * count, parts=(), cursor="", is_mine=False
    )
    return Arrival(place, KEY, file)


def take(fresh: Arrival, *numbers: int) -> None:
    for number in numbers:
        fresh.take(chunk(number))
    fresh.land()


def size(place: Path) -> int:
    return place.stat().st_size // PAGE


@pytest.mark.parametrize(
    "wrong",
    [chunk(3)[:-1], chunk(3)[:-5] + b"again", b"nothing of ours", chunk(3, PAGES + 1), chunk(3, PAGES - 1), b""],
    ids=["cut", "changed", "foreign", "long", "short", "empty"],
)
def test_nothing_takes_the_place_of_a_chunk_that_is_damaged(tmp_path: Path, wrong: bytes) -> None:
    place = tmp_path / "fresh"
    first = coming(place, 5)
    first.take(chunk(1))
    first.take(chunk(2))
    first.take(wrong)
    with pytest.raises(ProtocolError):
        take(first, 4, 5)
    first.land()
    first.close()
    assert size(place) == 2 * PAGES
    again = coming(place, 5)
    assert again.done == 2
    again.close()


def test_chunks_sealed_at_once_come_in_their_order_each_page_under_a_chance_of_its_own(tmp_path: Path) -> None:
    place = tmp_path / "fresh"
    first = coming(place, 9)
    for number in range(9):
        first.take(chunk(number % 2))
    first.land()
    first.settle()
    first.close()
    pages = [place.read_bytes()[at * PAGE : (at + 1) * PAGE] for at in range(9 * PAGES)]
    assert len({page[-80:-64] for page in pages}) == len({page[64:256] for page in pages}) == 9 * PAGES
    again = coming(place, 9)
    assert again.is_whole
    again.close()


def test_a_disk_that_is_full_ends_an_arrival_behind_a_whole_chunk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrival, "LANES", 1)
    place = tmp_path / "fresh"
    first = coming(place, 4)
    first.take(chunk(1))
    first.land()

    def full(_content: object) -> int:
        raise OSError(28, "No space left on device")

    disk = first._writing
    monkeypatch.setattr(first, "_writing", Refusing(disk, full))
    with pytest.raises(OSError, match="No space"):
        take(first, 2, 3, 4)
    first._writing = disk
    first.land()
    first.close()
    assert size(place) == PAGES


def test_a_disk_that_takes_less_than_it_is_given_gets_the_rest_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = coming(tmp_path / "fresh", 3)
    disk = first._writing
    monkeypatch.setattr(first, "_writing", Refusing(disk, lambda content: disk.write(content[:PAGE])))
    take(first, 1, 2, 3)
    first.settle()
    first.close()
    again = coming(tmp_path / "fresh", 3)
    assert again.is_whole
    again.close()


@pytest.mark.skipif(not arrival.STRAIGHT, reason="this system has no such way past its memory")
def test_a_place_that_takes_nothing_straight_is_written_as_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def refuse(place: Path, flags: int) -> int:
        if flags & arrival.STRAIGHT:
            raise OSError(errno.EINVAL, "Invalid argument")
        return opened(place, flags)

    monkeypatch.setattr(os, "open", refuse)
    first = coming(tmp_path / "fresh", 2)
    take(first, 1, 2)
    first.settle()
    first.close()
    assert size(tmp_path / "fresh") == 2 * PAGES


class Refusing:
    """A file that does not take any more."""

    def __init__(self, content: object, write: object) -> None:
        self._content = content
        self.write = write

    def __getattr__(self, name: str) -> object:
        return getattr(self._content, name)
