"""The lock by which one process at a time owns a replica."""

import os
import sys
from pathlib import Path
from typing import IO

from crm_desktop.core.errors import ReplicaError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


OWNED = QT_TRANSLATE_NOOP(
    "core", "Satchel already works with this data (process {owner}). Use that window, or close it first."
)


class Owner:
    """Own a replica's folder until closed or until the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / "owner").open("a+")
        try:
            _take(self._file)
        except OSError as fault:
            self._file.seek(0)
            owner = self._file.read().strip() or "?"
            self._file.close()
            raise ReplicaError(OWNED, owner=owner) from fault
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def close(self) -> None:
        """Let go of the folder."""
        self._file.close()
