"""The fresh file that is to take over: which one it is, how far it has come, what it does not inherit."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from crm_desktop.core.protocol import ScopeFile
from crm_desktop.core.store import search
from crm_desktop.replica import vault
from crm_desktop.replica.arrival import Arrival
from crm_desktop.replica.care import CHECKED_TO, THINNED
from crm_desktop.replica.doubts import DOUBTS, LOST
from crm_desktop.replica.first_load import PROVEN_TO, REST
from crm_desktop.replica.pen import Pen

ARRIVAL = "arrival"  # the mark that tells of a fresh file on its way
OF_THE_FILE = frozenset(
    {
        "schema",
        "shape",
        "cursor",
        ARRIVAL,
        REST,
        DOUBTS,
        LOST,
        CHECKED_TO,
        THINNED,
        PROVEN_TO,
        search.FILLED,
        "load_place",
        "load_total",
        "load_done",
    }
)
"""Marks that tell of one file, not of the laptop."""


class Arriving(msgspec.Struct, frozen=True):
    """A fresh file on its way: where it is written, what it is, and whether all of it lies on the disk."""

    name: str
    file: ScopeFile
    is_whole: bool = False


def arriving(pen: Pen) -> Arriving | None:
    """Tell what is arriving, None where nothing is."""
    text = pen.mark(ARRIVAL)
    return msgspec.json.decode(text, type=Arriving) if text else None


def note(pen: Pen, found: Arriving) -> None:
    """Keep what is arriving, so that after a cut it goes on where it was."""
    pen.set_mark(ARRIVAL, msgspec.json.encode(found).decode())


@contextmanager
def arrival(pen: Pen, folder: Path, key: bytes) -> Iterator[Arrival]:
    """Open the file that is arriving, to take the chunks that are missing."""
    found = arriving(pen)
    if found is None:
        raise LookupError("no file was expected")
    opened = Arrival(folder / found.name, key, found.file, is_whole=found.is_whole)
    try:
        try:
            yield opened
        finally:
            opened.land()  # what came before a cut stays
        if opened.is_whole and not found.is_whole:
            opened.settle()
            note(pen, msgspec.structs.replace(found, is_whole=True))
    finally:
        opened.close()


def drop(pen: Pen, folder: Path, in_force: str) -> None:
    """Forget the file that is arriving; nothing of it stays."""
    pen.set_mark(ARRIVAL, "")
    clear(pen, folder, in_force)


def clear(pen: Pen, folder: Path, in_force: str) -> None:
    """Remove the files of generations that are neither in force nor arriving."""
    found = arriving(pen)
    kept = (in_force, found.name if found else in_force)
    for place in folder.glob(vault.GENERATIONS):
        if place.name.partition("-wal")[0].partition("-shm")[0] not in kept:
            place.unlink()
