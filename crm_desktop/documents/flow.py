"""How blocks of a paper fall onto pages: what stays together, what is repeated, what is carried forward."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from msgspec import Struct

from crm_desktop.documents.pen import Pen

Draw = Callable[[Pen, float], None]
ZERO = Decimal(0)


class Block(Struct, frozen=True):
    """Something of fixed height that is never split; draw(pen, y of its upper edge). net: what it adds to the sum."""

    height: float
    draw: Draw
    net: Decimal = ZERO


class Placed(Struct, frozen=True):
    """A block at its place on a page."""

    top: float
    block: Block


Group = Sequence[Block]


class Frame(Struct, frozen=True):
    """The upper and lower edge of what may be written on the first page and on the others."""

    first_top: float
    top: float
    bottom: float


class Table(Struct, frozen=True):
    """What repeats on each page of a table; carried and brought make a block from the running sum."""

    head: Block
    carried: Callable[[Decimal], Block]
    brought: Callable[[Decimal], Block]


class Flow:
    """Fill pages from top to bottom; each group of blocks stays on one page."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._y = frame.first_top
        self.pages: list[list[Placed]] = [[]]

    def place(self, group: Group) -> None:
        """Set a group of blocks, on a new page where this one has no room left for it."""
        if not self._fits(height(group)) and self.pages[-1]:
            self._turn()
        self._set(group)

    def place_table(self, table: Table, rows: Sequence[Group], tail: Group) -> None:
        """Set a table; the tail (its last rows and what closes it) stays together, so no total stands alone."""
        running = ZERO
        is_open = False
        reserve = table.carried(running).height
        for place, group in enumerate([*rows, tail]):
            needed = height(group) + (0 if place == len(rows) else reserve) + (0 if is_open else table.head.height)
            if not self._fits(needed) and (is_open or self.pages[-1]):
                if is_open:
                    self._set([table.carried(running)])
                self._turn()
                self._set([table.head, *([table.brought(running)] if is_open else [])])
            elif not is_open:
                self._set([table.head])
            is_open = True
            self._set(group)
            running = sum((block.net for block in group), running)

    def _fits(self, needed: float) -> bool:
        return self._y + needed <= self._frame.bottom

    def _turn(self) -> None:
        self.pages.append([])
        self._y = self._frame.top

    def _set(self, group: Group) -> None:
        for block in group:
            self.pages[-1].append(Placed(self._y, block))
            self._y += block.height


def height(group: Group) -> float:
    """Add up the heights of a group."""
    return sum(block.height for block in group)
