"""The plain data of a list on its way to a file or to paper: typed cells, nothing about how they look."""

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
    """One column; width: in pixels on a screen at 100 %."""

    label: str
    kind: ColumnKind = "text"
    width: int = 140

    @property
    def is_number(self) -> bool:
        """Tell whether its cells are aligned right."""
        return self.kind in {"number", "amount", "percent"}


Rows = Iterable[Sequence[Sequence[Cell]]]
"""Rows in chunks, so that a long list is never whole in memory."""


class Listing(Struct, frozen=True):
    """A list as it is shown. rows: come in chunks while they are read."""

    title: str
    columns: tuple[Column, ...]
    rows: Rows

    def each(self) -> Iterator[Sequence[Cell]]:
        """Give the rows one by one."""
        for chunk in self.rows:
            yield from chunk
