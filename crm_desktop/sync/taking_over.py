"""What an earlier replica of the same person left on a laptop and never sent: a new enrolment takes it over."""

from contextlib import closing
from pathlib import Path

from crm_desktop.core.errors import ReplicaError, SignInError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.replica import vault
from crm_desktop.replica.asides import ASIDE, LastWord, leave_word
from crm_desktop.replica.replica import Replica

NOT_HERS = QT_TRANSLATE_NOOP(
    "core",
    "These are the data of {name} at {address}, so they cannot be sent from here. Export what waits, or "
    "open them for themselves.",
)
TAKEN_OVER = "taken_over"
"""A mark: how many changes a replica took over from earlier ones."""
GIVEN_ON = "given_on"
"""A mark on a replica that was set aside: all that waited there was taken over by another one."""


def take_over(replica: Replica, folder: Path, password: str, now_us: int) -> int:
    """Let what waits in the replicas set aside in a folder wait in a new one, and tell how many changes that are.

    Only what the same person typed for the same organisation at the same server, and what her password opens. Each change
    keeps its id, by which the server knows what it has already; repeating this is harmless. now_us: the server's time.
    """
    count = 0
    for place in sorted(folder.glob(f"{ASIDE}*")):
        try:
            count += take_over_from(replica, place, password, now_us)
        except (SignInError, ReplicaError):
            continue  # it stays as it is, for whoever can open it
    return count


def take_over_from(replica: Replica, place: Path, password: str, now_us: int) -> int:
    """Let what waits in one replica that was set aside wait in another, laid over its rows where they are loaded.

    Tells how many changes that were: 0 where nothing waits there, or it was taken over before. Raises SignInError where
    the password does not open it, ReplicaError where it is another person's or damaged.
    """
    header = vault.read_header(place)
    if (header.user, header.address) != (replica.header.user, replica.header.address):
        raise ReplicaError(NOT_HERS, name=header.login, address=header.address)
    with closing(Replica.open(place, password)) as earlier:
        if earlier.mark("organisation") != replica.mark("organisation"):
            raise ReplicaError(NOT_HERS, name=header.login, address=header.address)
        if earlier.mark(GIVEN_ON):
            return 0
        count = _take(replica, earlier, now_us)
    leave_word(place, LastWord(waiting=0))
    if count:
        replica.set_mark(TAKEN_OVER, str(int(replica.mark(TAKEN_OVER, "0")) + count))
    if count and replica.mark("cursor"):
        replica.replay()
    return count


def _take(replica: Replica, earlier: Replica, now_us: int) -> int:
    # Also what could not be sent: it is looked at anew.
    waiting = (*(one.change for one in earlier.kept_back() if not one.answer), *earlier.outbox())
    for sha256, _ in earlier.files.unsent():
        content = earlier.files.read(sha256)
        if content is not None:
            replica.files.keep(content)
    replica.take_over(waiting, earlier.typed_at, now_us)
    replica.drafts.take_over(earlier.drafts)
    earlier.set_mark(GIVEN_ON, str(len(waiting)))
    return len(waiting)
