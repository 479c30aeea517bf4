"""The quote numbers that the server leased to this laptop, the oldest block first."""

import msgspec
from sqlalchemy import Connection

from crm_desktop.core.protocol import NumberBlock
from crm_desktop.replica.pen import Pen

NUMBERS = "numbers"  # a mark


def leased(pen: Pen) -> list[NumberBlock]:
    """List what is left of the blocks."""
    return msgspec.json.decode(pen.mark(NUMBERS, "[]"), type=list[NumberBlock])


def add_block(pen: Pen, block: NumberBlock) -> None:
    """Keep a block leased from the server."""
    with pen.writing() as connection:  # reading and writing at once: a number used meanwhile stays used
        pen.keep(connection, NUMBERS, [*leased(pen), block])


def use_first(pen: Pen, connection: Connection) -> None:
    """Take the first number off the blocks in an open transaction."""
    first, *others = leased(pen)
    rest = [] if first.first == first.last else [msgspec.structs.replace(first, first=first.first + 1)]
    pen.keep(connection, NUMBERS, [*rest, *others])
