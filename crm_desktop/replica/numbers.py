"""The quote numbers that the server leased to this laptop, the oldest block first."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from crm_desktop.core.protocol import NumberBlock
from crm_desktop.replica.pen import Pen

NUMBERS, EPOCH = "numbers", "epoch"  # marks: the blocks, and the server's epoch in which they were last looked at


def leased(pen: Pen) -> list[NumberBlock]:
    """List what is left of the blocks."""
    return msgspec.json.decode(pen.mark(NUMBERS, "[]"), type=list[NumberBlock])


def add_block(pen: Pen, block: NumberBlock) -> None:
    """Keep a block leased from the server."""
    with pen.writing() as connection:  # reading and writing at once: a number used meanwhile stays used
        pen.keep(connection, NUMBERS, [*leased(pen), block])


def keep_only(pen: Pen, blocks: Sequence[NumberBlock], epoch: str) -> None:
    """Let go of what is in none of some blocks; epoch: that of the server which said so, kept beside."""
    with pen.writing() as connection:  # what was used meanwhile stays used
        kept = [part for block in leased(pen) for other in blocks if (part := _common(block, other))]
        pen.keep(connection, NUMBERS, kept)
        pen.put(connection, EPOCH, epoch)


def _common(one: NumberBlock, other: NumberBlock) -> NumberBlock | None:
    first, last = max(one.first, other.first), min(one.last, other.last)
    return (
        NumberBlock(series=one.series, first=first, last=last) if one.series == other.series and first <= last else None
    )


def give_up(pen: Pen, connection: Connection) -> None:
    """Use none of the numbers left any more, in an open transaction."""
    pen.keep(connection, NUMBERS, [])


def use_first(pen: Pen, connection: Connection) -> None:
    """Take the first number off the blocks in an open transaction."""
    first, *others = leased(pen)
    rest = [] if first.first == first.last else [msgspec.structs.replace(first, first=first.first + 1)]
    pen.keep(connection, NUMBERS, [*rest, *others])
