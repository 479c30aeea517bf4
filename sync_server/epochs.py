"""The epoch of a journal: which one is in force, and how a new one begins once a backup took its place (law 11)."""

import secrets

import msgspec
from sqlalchemy import Connection, func, select

from crm_desktop.core.store import Reader, set_mark
from sync_server.journal import newest_moment
from sync_server.numbering import PLACE, PLACES, SKIPPED, skip_numbers, void_leases
from sync_server.tables import LEASE, SERIES

EPOCH = "epoch"  # marks
RESTORED = "restored"
LEFT_OUT = "left_out"  # how many numbers of each series the last restore left out
SECOND_US = 1_000_000
RECENT_US = 100 * 86_400_000_000  # after a restore, in which a series may be begun that the lost journal had begun


class Begun(msgspec.Struct, frozen=True):
    """A new epoch. series: the series of quote numbers that go on further up, and by how much."""

    epoch: str
    series: tuple[str, ...]
    left_out: int


def begin_first(connection: Connection) -> None:
    """Begin the first epoch of a new database."""
    if not epoch_in_force(connection):
        set_mark(connection, EPOCH, secrets.token_hex(8))


def epoch_in_force(connection: Connection) -> str:
    """Read the epoch."""
    return Reader(connection).mark(EPOCH)


def restored_at(connection: Connection) -> int:
    """Tell when a restore was noted last (microseconds UTC), 0 for never."""
    return int(Reader(connection).mark(RESTORED, "0"))


def first_of_a_series(connection: Connection, now_us: int) -> int:
    """Give the first number of a series that is begun now: the lost journal may have begun it before."""
    noted = restored_at(connection)
    is_recent = noted and now_us - noted < RECENT_US
    return 1 + int(Reader(connection).mark(LEFT_OUT, str(SKIPPED))) if is_recent else 1


def is_untouched_since(connection: Connection, moment: int) -> bool:
    """Tell whether nothing was accepted and no number leased after a moment."""
    leased = connection.execute(select(func.max(LEASE.c.leased))).scalar() or 0
    return max(newest_moment(connection), int(leased)) <= moment


def begin_anew(connection: Connection, lost: str, now_us: int) -> Begun | None:
    """Begin a new epoch after a restore, once for each that was lost: no number may be leased a second time (law 13).

    lost: the epoch of the journal that the backup took the place of. None: it was noted before.
    """
    mark = f"{RESTORED}.{lost}"
    if Reader(connection).mark(mark):
        return None
    epoch, left_out = secrets.token_hex(8), _to_leave_out(connection, now_us)
    marks = ((mark, str(now_us)), (RESTORED, str(now_us)), (EPOCH, epoch), (LEFT_OUT, str(left_out)))
    for name, value in marks:
        set_mark(connection, name, value)
    void_leases(connection)
    skip_numbers(connection, left_out)
    series = connection.execute(select(SERIES.c.series).order_by(SERIES.c.series)).scalars()
    return Begun(epoch, tuple(series), left_out)


def _to_leave_out(connection: Connection, now_us: int) -> int:
    """Tell how many numbers to leave out of each series: more than can have been leased since the backup was made.

    Of a backup that was put back twice, the first time leased numbers too, beyond those it left out; nothing here knows
    of that but the time that has passed, or the time by which the clock was put back. So each restore leases from
    another place, as far as places go.
    """
    seconds = abs(now_us - (newest_moment(connection) or now_us)) // SECOND_US
    return SKIPPED + seconds % PLACES * PLACE
