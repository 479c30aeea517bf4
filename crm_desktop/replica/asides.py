"""Replicas that gave way on a laptop: set aside whole, found again, and deleted only where a person says so."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from crm_desktop.core.errors import ReplicaError
from crm_desktop.replica import vault

ASIDE = "set-aside-"
NOTE = "set-aside.json"
LAST_WORD = "last-word.json"
UNKNOWN = -1

T = TypeVar("T")


class LastWord(msgspec.Struct, frozen=True, kw_only=True):
    """What a replica said before it was locked, readable without its password: no customers, one number.

    waiting: changes and files that had not been sent.
    """

    waiting: int = 0


class _Note(msgspec.Struct, frozen=True, kw_only=True):
    at: int = 0


class Aside(msgspec.Struct, frozen=True, kw_only=True):
    """A replica that was set aside. at: microseconds UTC, 0 where nobody noted it; size: bytes.

    waiting: what had not been sent when it was locked last, UNKNOWN where nobody noted it.
    """

    folder: Path
    login: str
    address: str
    at: int
    size: int
    waiting: int = UNKNOWN


def set_aside(folder: Path, files: Iterable[Path], now_us: int = 0) -> Path | None:
    """Move files that exist into a numbered folder of their own and give that; None where there are none.

    now_us: when that is, 0 for unknown.
    """
    found = [path for path in files if path.exists()]
    if not found:
        return None
    numbers = (path.name.removeprefix(ASIDE) for path in folder.glob(f"{ASIDE}*"))
    place = folder / f"{ASIDE}{1 + max((int(number) for number in numbers if number.isdecimal()), default=0)}"
    place.mkdir()
    if now_us:
        (place / NOTE).write_bytes(msgspec.json.encode(_Note(at=now_us)))
    for path in found:
        path.replace(place / path.name)
    return place


def set_all_aside(folder: Path, now_us: int = 0) -> Path | None:
    """Set aside the closed replica of a folder, whole: its password opens it there."""
    return set_aside(folder, _files(folder), now_us)


def wipe(folder: Path) -> None:
    """Delete the closed replica of a folder; what was set aside stays. The header goes first: without it nothing opens."""
    for path in (folder / vault.HEADER, *_files(folder)):
        path.unlink(missing_ok=True)


def asides(folder: Path) -> list[Aside]:
    """List the replicas that were set aside in a folder, the newest last."""
    found = []
    for place in sorted(folder.glob(f"{ASIDE}*"), key=lambda path: (len(path.name), path.name)):
        try:
            header = vault.read_header(place)
        except ReplicaError:
            login = address = ""  # it lies there all the same, and takes room
        else:
            login, address = header.login, header.address
        note = _read(place / NOTE, _Note)
        word = last_word(place)
        found.append(
            Aside(
                folder=place,
                login=login,
                address=address,
                at=note.at if note else 0,
                size=size_of(place),
                waiting=word.waiting if word else UNKNOWN,
            )
        )
    return found


def delete(aside: Aside) -> None:
    """Delete a replica that was set aside, for good."""
    shutil.rmtree(aside.folder)


def size_of(folder: Path) -> int:
    """Add up the bytes of the files in a folder and below."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def leave_word(folder: Path, word: LastWord) -> None:
    """Note what a replica says before it is locked."""
    if last_word(folder) != word:
        (folder / LAST_WORD).write_bytes(msgspec.json.encode(word))


def last_word(folder: Path) -> LastWord | None:
    """Read what a replica said before it was locked last, None where nobody noted it."""
    return _read(folder / LAST_WORD, LastWord)


def _files(folder: Path) -> list[Path]:
    return [*folder.glob(vault.GENERATIONS), folder / vault.HEADER, folder / LAST_WORD]


def _read(path: Path, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError):
        return None  # half of one says nothing; all of it can be had again by opening
