"""The plain data of a list on its way to a file or to paper: typed cells in groups or not, nothing about how they look."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from msgspec import Struct

ColumnKind = Literal["text", "number", "amount", "percent", "day", "moment", "yes_no"]


class Money(Struct, frozen=True):
    """An amount with its currency, "" where that is not known."""

    amount: Decimal
    currency: str = ""


Cell = str | int | Decimal | date | datetime | bool | Money | None
"""One value; a moment stands in the time of the organisation, without a zone; None is empty."""


class Column(Struct, frozen=True):
    """One column; width: in pixels on a screen at 100 %; currency_at: the place of the column that names its currency."""

    label: str
    kind: ColumnKind = "text"
    width: int = 140
    currency_at: int = -1

    @property
    def is_number(self) -> bool:
        """Tell whether its cells are aligned right."""
        return self.kind in {"number", "amount", "percent"}


class Group(Struct, frozen=True):
    """The head of the rows behind it, up to the next head.

    cell: what it has in a column of its own; count: its rows; currencies: of the amounts in them; more: sums that no
    column holds, in words; is_folded: its rows are not shown, though they are told.
    """

    words: str
    cell: Cell
    count: int
    currencies: tuple[str, ...] = ()
    more: str = ""
    is_folded: bool = False


Row = Sequence[Cell]
Rows = Iterable[Sequence[Row | Group]]
"""Rows and heads in chunks, so that a long list is never whole in memory."""


class Listing(Struct, frozen=True):
    """A list as it is shown. rows: come in chunks while they are read.

    is_grouped: heads come among the rows; grouped_by: what they are of, "" where a column says it as well; yes, no: for
    formats that have no sign of their own.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Rows
    is_grouped: bool = False
    grouped_by: str = ""
    yes: str = "yes"
    no: str = "no"

    def each(self) -> Iterator[Row | Group]:
        """Give the rows and the heads of their groups one by one."""
        for chunk in self.rows:
            yield from chunk
