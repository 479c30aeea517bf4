"""How the laptop stands to its server, as every part of the window says it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from PySide6.QtCore import QCoreApplication

from crm_desktop.replica.first_load import Rest
from crm_desktop.sync.loading import NO_PROGRESS, Progress

Connection = Literal["online", "offline", "syncing", "attention", "demo"]

# Icon and tone of each state: never the colour alone.
SIGNS: dict[Connection, tuple[str, str]] = {
    "online": ("circle-check", "good"),
    "offline": ("cloud-off", "muted"),
    "syncing": ("refresh-cw", "accent"),
    "attention": ("triangle-alert", "warn"),
    "demo": ("flag", "accent"),
}


@dataclass(frozen=True)
class SyncState:
    """Say how the laptop stands to its server.

    pending: changes that wait to be sent. last: end of the last complete exchange, with its time zone, None before the
    first. reason: the sentence behind "attention" or "offline", already in the reader's language, or "". rest: whether
    something is still to be loaded, with its progress and the seconds left. to_answer: refused changes and conflicts that
    wait for this person. is_anew: all of it comes again.
    """

    connection: Connection = "offline"
    pending: int = 0
    last: datetime | None = None
    reason: str = ""
    rest: Rest = Rest.NONE
    progress: Progress = NO_PROGRESS
    left_s: int = 0
    to_answer: int = 0
    is_anew: bool = False


def connection_name(connection: Connection) -> str:
    """Name a state in the language now in force."""
    return {
        "online": QCoreApplication.translate("Sync", "Online"),
        "offline": QCoreApplication.translate("Sync", "Offline"),
        "syncing": QCoreApplication.translate("Sync", "Syncing"),
        "attention": QCoreApplication.translate("Sync", "Attention"),
        "demo": QCoreApplication.translate("Sync", "Demo"),
    }[connection]
