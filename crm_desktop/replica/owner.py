"""The lock by which one process at a time owns a replica, and the way in which others ask it for a round."""

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


ASKED = "sync-asked"


class OwnedError(ReplicaError):
    """Another process owns the replica; values: its number as `owner`."""


class Owner:
    """Own a replica's folder until closed or until the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        self._asked = folder / ASKED
        self._file = (folder / "owner").open("a+")
        try:
            _take(self._file)
        except OSError as fault:
            self._file.seek(0)
            owner = self._file.read().strip() or "?"
            self._file.close()
            raise OwnedError(OWNED, owner=owner) from fault
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def close(self) -> None:
        """Let go of the folder."""
        self._file.close()

    def is_asked_to_sync(self) -> bool:
        """Tell whether a command asked this process for a round since the last call."""
        if not self._asked.exists():
            return False
        self._asked.unlink()
        return True


def ask_owner_to_sync(folder: Path) -> None:
    """Ask the process that owns a replica for a round; it looks every few seconds."""
    (folder / ASKED).touch()
