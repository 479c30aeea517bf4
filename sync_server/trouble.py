"""The sentences for what an administrator can mend about a database or a network port."""

from sqlalchemy.exc import DBAPIError

from crm_desktop.core.errors import ReplicaError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP

LOCKED = QT_TRANSLATE_NOOP("core", "The database is in use by another program. End that program, then try again.")
DISK_FULL = QT_TRANSLATE_NOOP("core", "The disk of the server is full. Make room; nothing that was saved is lost.")
READ_ONLY = QT_TRANSLATE_NOOP("core", "The database of the server may not be written. Check its owner and its disk.")


def trouble_of(fault: DBAPIError) -> ReplicaError | None:
    """Find the sentence for trouble that an administrator can end; None where the fault is ours."""
    text = str(fault.orig).lower()
    if "disk is full" in text or "disk i/o error" in text or "no space left" in text:
        return ReplicaError(DISK_FULL)
    if "database is locked" in text:
        return ReplicaError(LOCKED)
    if "readonly database" in text or "unable to open" in text:
        return ReplicaError(READ_ONLY)
    return None
