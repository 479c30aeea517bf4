"""The sentences for what an administrator can mend about a database or a network port."""

from sqlalchemy.exc import DBAPIError, OperationalError

from crm_desktop.core.errors import ReplicaError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP

LOCKED = QT_TRANSLATE_NOOP("core", "The database is in use by another program. End that program, then try again.")
DISK_FULL = QT_TRANSLATE_NOOP("core", "The disk of the server is full. Make room; nothing that was saved is lost.")
NO_ANSWER = QT_TRANSLATE_NOOP(
    "core", "The database of the server does not answer. Your changes stay safe; try again later."
)
READ_ONLY = QT_TRANSLATE_NOOP("core", "The database of the server may not be written. Check its owner and its disk.")

GONE = {"57P01", "57P02", "57P03", "53300"}
"""What PostgreSQL says when it is being stopped or started, or has no place for one more connection."""


def trouble_of(fault: DBAPIError) -> ReplicaError | None:
    """Find the sentence for trouble that an administrator can end; None where the fault is ours."""
    text = str(fault.orig).lower()
    if "disk is full" in text or "disk i/o error" in text or "no space left" in text:
        return ReplicaError(DISK_FULL)
    state = getattr(fault.orig, "sqlstate", None) or ""
    if fault.connection_invalidated or state[:2] == "08" or state in GONE or _is_out_of_reach(fault):
        return ReplicaError(NO_ANSWER)
    if "database is locked" in text:
        return ReplicaError(LOCKED)
    if state in ("25006", "42501") or "readonly database" in text or "unable to open" in text:
        return ReplicaError(READ_ONLY)
    return None


def _is_out_of_reach(fault: DBAPIError) -> bool:
    """Tell whether PostgreSQL itself said nothing: then its driver found nobody, in whatever words of the system."""
    return isinstance(fault, OperationalError) and getattr(fault.orig, "sqlstate", "none of its own") is None
