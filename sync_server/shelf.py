"""The shelf of ready files: each made once for a scope, kept beside the database, handed out in chunks."""

import os
import secrets
import threading
import zlib
from collections.abc import Callable
from pathlib import Path

import msgspec
import zstandard
from sqlalchemy import Engine

from crm_desktop.core.protocol import Part, ScopeFile
from crm_desktop.core.store.pages import PAGE
from sync_server.scope_file import Made

CHUNK_PAGES = 512
"""Pages that travel together, about half a megabyte on the wire; a cut costs those under way, three at most."""
SQUEEZED = 3  # a tenth less than the quickest, once for all who load it
LARGEST_SHELF = 4 << 30
"""Bytes of all ready files together; those asked for longest ago go first."""
KEPT_OF_A_SCOPE = 2  # a laptop that fetches the one before the newest may finish with it
LEFT_S = 3600.0  # nobody makes a file for so long
WAIT_S = 5.0  # whoever loads asks again; meanwhile nothing else of that laptop waits for long


def beside(engine: Engine) -> Path | None:
    """Name the folder beside a database that is a file; None where it is not."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    place = Path(engine.url.database).absolute()
    return place.with_name(f"{place.name}-first-loads")


class Ready(msgspec.Struct, frozen=True):
    """A ready file on the shelf. seq: how far the journal is in it, written: what stands there; sizes: of its chunks in
    bytes; sums: CRC-32.
    """

    name: str
    seq: int
    pages: int
    chunk_pages: int
    sizes: tuple[int, ...]
    sums: tuple[int, ...]
    parts: tuple[Part, ...]
    written: str = ""

    def offer(self, place: str, cursor: str, *, is_mine: bool) -> ScopeFile:
        """Describe it to a laptop."""
        return ScopeFile(
            place=place, pages=self.pages, chunk_pages=self.chunk_pages, sizes=self.sizes, parts=self.parts,
            cursor=cursor, is_mine=is_mine,
        )  # fmt: skip


class _Making:
    """A file that a thread is making."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.fault: Exception | None = None


class Shelf:
    """Keep ready files in a folder: `<scope>-<chance>.pages` with the chunks and `.json`, written last, saying so.

    Everything is written aside, synced, and takes its name at the end, so that several processes may share a folder.
    """

    def __init__(self, folder: Path, largest: int = LARGEST_SHELF) -> None:
        self._folder = folder
        self._largest = largest
        self._lock = threading.Lock()
        self._making: dict[str, _Making] = {}

    def newest(self, scope: str) -> Ready | None:
        """Find the newest file of a scope."""
        found = [ready for path in self._folder.glob(f"{scope}-*.json") if (ready := _read(path)) is not None]
        return max(found, key=lambda ready: ready.seq, default=None)

    def make(self, scope: str, work: Callable[[Path], Made], wait_s: float = WAIT_S) -> bool:
        """Have a file made unless a thread is at it already, and wait for it; tell whether it is there.

        Raises what went wrong with it.
        """
        with self._lock:
            making = self._making.get(scope)
            if making is None:
                making = self._making[scope] = _Making()
                # A thread of its own, which goes on when whoever asked has hung up; it dies with the process.
                threading.Thread(target=self._make, args=(scope, work, making), name="shelf", daemon=True).start()
        if not making.done.wait(wait_s):
            return False
        if making.fault is not None:
            raise making.fault
        return True

    def _make(self, scope: str, work: Callable[[Path], Made], making: _Making) -> None:
        name = f"{scope}-{secrets.token_hex(6)}"
        plain = self._folder / f"{name}.making"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            made = work(plain)
            self._keep(name, plain, made)
            self._tidy(scope)
        except Exception as fault:  # noqa: BLE001 - raised again where it was asked for
            making.fault = fault
        finally:
            plain.unlink(missing_ok=True)
            with self._lock:
                del self._making[scope]
            making.done.set()

    def _keep(self, name: str, plain: Path, made: Made) -> None:
        squeezer = zstandard.ZstdCompressor(level=SQUEEZED, write_checksum=True)
        sizes, sums = [], []
        aside = self._folder / f"{name}.making-pages"
        try:
            with plain.open("rb") as pages, aside.open("wb") as chunks:
                while part := pages.read(CHUNK_PAGES * PAGE):
                    chunk = squeezer.compress(part)
                    sizes.append(chunks.write(chunk))
                    sums.append(zlib.crc32(chunk))
                chunks.flush()
                os.fsync(chunks.fileno())
                length = pages.tell()
            aside.replace(self._folder / f"{name}.pages")
        finally:
            aside.unlink(missing_ok=True)
        ready = Ready(name, made.seq, length // PAGE, CHUNK_PAGES, tuple(sizes), tuple(sums), made.parts, made.written)
        fresh = self._folder / f"{name}.making-json"
        with fresh.open("wb") as file:
            file.write(msgspec.json.encode(ready))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._folder / f"{name}.json")

    def touch(self, ready: Ready) -> None:
        """Note that a file was asked for."""
        (self._folder / f"{ready.name}.json").touch()

    def chunk(self, name: str, number: int) -> bytes | None:
        """Read one chunk of a file; None where there is no such file or chunk any more. A damaged file goes."""
        ready = _read(self._folder / f"{name}.json")
        if ready is None or not 0 <= number < len(ready.sizes):
            return None
        try:
            with (self._folder / f"{name}.pages").open("rb") as chunks:
                chunks.seek(sum(ready.sizes[:number]))
                chunk = chunks.read(ready.sizes[number])
        except FileNotFoundError:  # tidied away this very moment
            return None
        if zlib.crc32(chunk) == ready.sums[number]:
            return chunk
        self.remove(ready)
        return None

    def remove(self, ready: Ready) -> None:
        """Take a file off the shelf."""
        (self._folder / f"{ready.name}.json").unlink(missing_ok=True)  # first: without it nobody asks for the rest
        (self._folder / f"{ready.name}.pages").unlink(missing_ok=True)

    def _tidy(self, scope: str) -> None:
        """Remove older files of a scope, then those asked for longest ago until the rest fits."""
        found = [ready for path in self._folder.glob("*.json") if (ready := _read(path)) is not None]
        mine = sorted((one for one in found if one.name.startswith(f"{scope}-")), key=lambda one: one.seq)
        gone = mine[:-KEPT_OF_A_SCOPE]
        rest = sorted((one for one in found if one not in gone), key=self._asked, reverse=True)
        total = 0
        for ready in rest:
            total += sum(ready.sizes)
            if total > self._largest and ready not in mine[-1:]:
                gone.append(ready)
        for ready in gone:
            self.remove(ready)
        self._sweep({one.name for one in found})

    def _sweep(self, known: set[str]) -> None:
        """Remove what a process that was killed left half-made."""
        places = [(place, place.stat().st_mtime) for place in self._folder.iterdir()]
        newest = max((written for _, written in places), default=0.0)
        for place, written in places:
            if place.name.partition(".")[0] not in known and newest - written > LEFT_S:
                place.unlink(missing_ok=True)

    def _asked(self, ready: Ready) -> float:
        try:
            return (self._folder / f"{ready.name}.json").stat().st_mtime
        except FileNotFoundError:  # another process tidied it away
            return 0.0


def _read(path: Path) -> Ready | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Ready)
    except (FileNotFoundError, msgspec.DecodeError):  # tidied away, or of another version
        return None
