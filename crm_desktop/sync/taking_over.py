"""What an earlier replica of the same person left on a laptop and never sent: a new enrolment takes it over."""

from contextlib import closing
from pathlib import Path

from crm_desktop.core.errors import ReplicaError, SignInError
from crm_desktop.replica import vault
from crm_desktop.replica.opening import ASIDE
from crm_desktop.replica.replica import Replica

TAKEN_OVER = "taken_over"
"""A mark: on a new replica how many changes it took over; on one that was set aside, that all of it was."""


def take_over(replica: Replica, folder: Path, password: str, now_us: int) -> int:
    """Let what waits in the replicas set aside in a folder wait in a new one, and tell how many changes that are.

    Only what the same person typed for the same organisation at the same server, and what her password opens. Each change
    keeps its id, by which the server knows what it has already; repeating this is harmless. now_us: the server's time.
    """
    count = 0
    for place in sorted(folder.glob(f"{ASIDE}*")):
        try:
            header = vault.read_header(place)
            if (header.user, header.address) != (replica.header.user, replica.header.address):
                continue
            earlier = Replica.open(place, password)
        except (SignInError, ReplicaError):
            continue  # it stays as it is, for whoever can open it
        with closing(earlier):
            if earlier.mark("organisation") == replica.mark("organisation") and not earlier.mark(TAKEN_OVER):
                count += _take(replica, earlier, now_us)
    if count:
        replica.set_mark(TAKEN_OVER, str(count))
    return count


def _take(replica: Replica, earlier: Replica, now_us: int) -> int:
    # Also what could not be sent: it is looked at anew.
    waiting = (*(one.change for one in earlier.kept_back() if not one.answer), *earlier.outbox())
    for sha256, _ in earlier.files.unsent():
        content = earlier.files.read(sha256)
        if content is not None:
            replica.files.keep(content)
    replica.take_over(waiting, earlier.typed_at, now_us)
    earlier.set_mark(TAKEN_OVER, str(len(waiting)))
    return len(waiting)
