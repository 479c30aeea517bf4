"""The numbers on papers: leased to devices in blocks, and each of them accounted for (law 13)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from crm_desktop.core.errors import UserError
from crm_desktop.core.protocol import NumberBlock
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from sync_server.postgres import one_at_a_time
from sync_server.tables import LEASE, SERIES

LARGEST_BLOCK = 1000
SKIPPED = 10_000  # numbers of each series that a restored server leaves out: a backup may not know of some leases
PLACES, PLACE = 1780, 50
"""And up to so many times so many more, by the second of the restore: the backup may have been put back before, and numbers
leased since. In all fewer than 100,000, so that numbers keep their length.
"""
VOID = ""  # stands for the device of a lease that nobody may use any more
BLOCK_SIZE = QT_TRANSLATE_NOOP("core", "A block holds 1 to {limit} numbers, and its series has a name.")


def lease(connection: Connection, series: str, count: int, device: str, now_us: int, begin: int = 1) -> NumberBlock:
    """Give a device the next numbers of a series. begin: the first number of a series that is new."""
    if not series or len(series) > 40 or not 1 <= count <= LARGEST_BLOCK:
        raise UserError(BLOCK_SIZE, limit=LARGEST_BLOCK)
    following = _next_of(connection, series, count, begin)
    block = NumberBlock(series=series, first=following - count, last=following - 1)
    _enter(connection, block, device, now_us)
    return block


def keep(connection: Connection, held: Sequence[NumberBlock], device: str, now_us: int) -> tuple[NumberBlock, ...]:
    """Tell what of some blocks a device may go on using after a restore: nothing that anybody else may hold as well.

    What no lease covers was leased by the journal that is lost, and is entered again; such numbers lie among those that
    were left out, else nobody can tell whose they are.
    """
    kept: list[NumberBlock] = []
    for block in held:
        one_at_a_time(connection, block.series)
        end = connection.execute(select(SERIES.c.next).where(SERIES.c.series == block.series)).scalar() or 1
        for part, is_known in _parts(connection, _part(block, max(1, block.first), min(block.last, end - 1)), device):
            if not is_known:
                _enter(connection, part, device, now_us)
            kept.append(part)
    return tuple(kept)


def void_leases(connection: Connection) -> None:
    """Let nobody go on using what was leased so far.

    A restored server may have given numbers out again before anybody noticed, and no clock tells which: it may have been
    put back. What is void nobody else gets, so numbers that were used of it, or are before it is heard, stay unique.
    """
    connection.execute(update(LEASE).values(device=VOID))


def skip_numbers(connection: Connection, count: int) -> None:
    """Leave out so many numbers in each series."""
    connection.execute(update(SERIES).values(next=SERIES.c.next + count))


def _parts(connection: Connection, block: NumberBlock, device: str) -> list[tuple[NumberBlock, bool]]:
    """Part a block into what its device may use, each with whether that is entered as leased to it."""
    found: list[tuple[NumberBlock, bool]] = []
    begin = block.first
    for row in _leases_on(connection, block):
        if begin < row.first:
            found.append((_part(block, begin, row.first - 1), False))
        if row.device == device:
            found.append((_part(block, max(begin, row.first), min(block.last, row.last)), True))
        begin = row.last + 1
    if begin <= block.last:
        found.append((_part(block, begin, block.last), False))
    return found


def _leases_on(connection: Connection, block: NumberBlock) -> list[Row[Any]]:
    on = (LEASE.c.series == block.series, LEASE.c.first <= block.last, LEASE.c.last >= block.first)
    return list(connection.execute(select(LEASE).where(*on).order_by(LEASE.c.first)))


def _part(block: NumberBlock, first: int, last: int) -> NumberBlock:
    return NumberBlock(series=block.series, first=first, last=last)


def _enter(connection: Connection, block: NumberBlock, device: str, now_us: int) -> None:
    values = {"series": block.series, "first": block.first, "last": block.last, "device": device, "leased": now_us}
    connection.execute(insert(LEASE).values(values))


def _next_of(connection: Connection, series: str, count: int, begin: int) -> int:
    """Move a series on and return the number that follows the ones taken."""
    step = update(SERIES).where(SERIES.c.series == series).values(next=SERIES.c.next + count).returning(SERIES.c.next)
    moved = connection.execute(step).scalar()
    if moved is None:
        try:
            with connection.begin_nested():
                connection.execute(insert(SERIES).values(series=series, next=begin))
        except IntegrityError:
            pass  # another process began the series at the same moment; its row serves us as well
        moved = connection.execute(step).scalar_one()
    return int(moved)
