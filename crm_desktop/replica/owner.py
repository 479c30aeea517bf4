"""The lock by which one process at a time owns a replica, and the way in which others ask it for a round."""

from pathlib import Path

from crm_desktop.core.errors import ReplicaError
from crm_desktop.core.holding import hold, holder
from crm_desktop.core.schema import QT_TRANSLATE_NOOP

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
        held = hold(folder / "owner")
        if held is None:
            raise OwnedError(OWNED, owner=holder(folder / "owner"))
        self._file = held

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
