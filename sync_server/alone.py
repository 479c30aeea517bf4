"""One process at a time on a database that is a file; PostgreSQL takes as many as wish."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crm_desktop.core.errors import ReplicaError
from crm_desktop.core.holding import hold, holder
from sync_server.places import Place

SERVED = (
    "Another server works on {path} already (process {owner}). Stop that one first; where several are to serve one"
    " company, keep the data in PostgreSQL: --database postgresql://..."
)
STILL_SERVED = (
    "A server works on {path} (process {owner}). Stop it, put the backup in its place, then say this again; nothing was"
    " changed."
)
NOT_WRITABLE = "The file {path} cannot be written: {reason}. Check the owner of its folder."


@contextmanager
def alone_at(place: Place, sentence: str) -> Iterator[None]:
    """Let no other server work on a database; raises ReplicaError with the sentence where one does."""
    if not isinstance(place, Path):
        yield
        return
    lock = place.with_name(f"{place.name}.serving")
    try:
        held = hold(lock)
    except OSError as fault:
        raise ReplicaError(NOT_WRITABLE, path=lock, reason=fault.strerror) from fault
    if held is None:
        raise ReplicaError(sentence, path=place, owner=holder(lock))
    with held:
        yield
