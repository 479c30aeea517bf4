"""A fresh file of the replica that arrives in chunks and is encrypted before a byte of it reaches the disk."""

import errno
import os
import secrets
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from io import FileIO
from pathlib import Path
from typing import BinaryIO

import zstandard

from crm_desktop.core.errors import ProtocolError, ReplicaError
from crm_desktop.core.protocol import DAMAGED, ScopeFile
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.core.store.pages import PAGE
from crm_desktop.replica.sealing import SALT, Seal

READ_AT_ONCE = 256 * PAGE
LANES = 2
"""Chunks that are unpacked and encrypted at once, all of it outside of Python's own lock; nothing but bytes cross."""
LOOKED_AT = 64  # pages read again at the end, spread over the file
STRAIGHT = getattr(os, "O_DIRECT", 0)
"""Linux: what is written goes to the disk, not to the memory that holds what was read and written last. Filling that with
a file that nobody reads yet costs more than the disk does (0.43 s instead of 0.10 for 146 MB on fresh memory), pushes out
what is in use, and would answer when the disk is asked what it kept.
"""
NOT_KEPT = QT_TRANSLATE_NOOP("core", "The disk did not keep what was loaded. Check the disk; loading begins anew.")


class Arrival:
    """Fill a file chunk by chunk. How far it has come is its length: killed anywhere, it goes on behind what was written.

    is_whole: all of it was there once, and it may be in use since. What lies there from an earlier run is proven page by page, so that a power cut costs what did not reach the disk.
    """

    def __init__(self, place: Path, key: bytes, file: ScopeFile, *, is_whole: bool = False) -> None:
        self.place = place
        self.file = file
        self._content: BinaryIO = place.open("r+b" if place.exists() else "w+b")
        self._writing = _straight(place)
        self._seal = Seal(key, self._content.read(SALT).ljust(SALT, b"\0"))
        self.done = len(file.sizes) if is_whole else self._kept() // file.chunk_pages
        if not self.is_whole:
            self._content.truncate(self.done * file.chunk_pages * PAGE)
        if not self.done:
            self._seal = Seal(key, secrets.token_bytes(SALT))
        self._writing.seek(0, os.SEEK_END)
        self._lanes = ThreadPoolExecutor(LANES, "seal")
        self._sealing: deque[Future[memoryview]] = deque()

    @property
    def is_whole(self) -> bool:
        """Tell whether all chunks are there."""
        return self.done >= len(self.file.sizes)

    def take(self, chunk: bytes) -> None:
        """Add the next chunk as it came over the wire.

        Some are unpacked and encrypted at once while more are on their way: ProtocolError where one before this was not
        what was sent. `land` waits for all.
        """
        first = self.done * self.file.chunk_pages + 1
        count = min(self.file.chunk_pages, self.file.pages - first + 1)
        self._sealing.append(self._lanes.submit(_sealed, self._seal, first, count, chunk))
        self.done += 1
        if len(self._sealing) > LANES:
            self._write_next()

    def land(self) -> None:
        """Write what is being encrypted; ProtocolError where a chunk is not what was sent."""
        while self._sealing:
            self._write_next()

    def _write_next(self) -> None:
        try:
            left = self._sealing.popleft().result()
            while left:  # a disk that is nearly full takes less at first
                left = left[self._writing.write(left) :]
        except BaseException:
            self._sealing.clear()  # nothing may take the place of what is damaged, or found no room
            raise

    def close(self) -> None:
        """Let go of the file; what is there stays."""
        self._lanes.shutdown(cancel_futures=True)
        self._writing.close()
        self._content.close()

    def settle(self) -> None:
        """Bring all that arrived to the disk and look at some of it again; ReplicaError where it is not there."""
        os.fsync(self._writing.fileno())
        for place in range(0, self.file.pages, max(1, self.file.pages // LOOKED_AT)):
            self._content.seek(place * PAGE)
            if not self._seal.intact(place + 1, self._content.read(PAGE)):
                raise ReplicaError(NOT_KEPT)

    def _kept(self) -> int:
        """Count the pages from an earlier run that are as they were written; a whole file counts up to its chunks."""
        self._content.seek(0)
        count = 0
        while part := self._content.read(READ_AT_ONCE):
            good = self._seal.intact(count + 1, part)
            count += good
            if good * PAGE < READ_AT_ONCE:
                break
        chunk = self.file.chunk_pages
        return -(-count // chunk) * chunk if count == self.file.pages else count


def _straight(place: Path) -> FileIO:
    """Open a file to write whole pages to the disk without a detour, where the system and the disk's layout offer it."""
    try:
        return FileIO(place, "r+", opener=lambda name, flags: os.open(name, flags | STRAIGHT))
    except OSError as fault:
        if fault.errno != errno.EINVAL:
            raise
        return FileIO(place, "r+")


def _sealed(seal: Seal, first: int, count: int, chunk: bytes) -> memoryview:
    """Unpack and encrypt a chunk; ProtocolError where it is not what was sent."""
    try:
        plain = zstandard.ZstdDecompressor().decompress(chunk, max_output_size=count * PAGE)
    except zstandard.ZstdError as fault:
        raise ProtocolError(DAMAGED) from fault
    if len(plain) != count * PAGE:
        raise ProtocolError(DAMAGED)
    return seal.pages(first, plain)
