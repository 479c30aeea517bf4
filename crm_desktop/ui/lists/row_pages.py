"""The records of a query in pages: the first ones at once, those far down by their numbers, which come by themselves."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from crm_desktop.core.schema import REGISTRY, Record
from crm_desktop.core.store import Sum, Where, comes_ordered
from crm_desktop.replica.view import View
from crm_desktop.ui.context import Context
from crm_desktop.ui.lists.grouping import read_sums

PAGE = 50
NEAR = 1_000
"""Rows that are found quickly by counting from the first one."""
MANY = 20_000
"""Records of a kind from which on nobody is to wait for all of them to be sorted or gone through."""


@dataclass(frozen=True)
class Query:
    """Name the records of a table: entity key, conditions, order of field names ("-" first for descending).

    group_by: as `grouping.groupable` names it, "" for one list.
    """

    key: str
    conditions: tuple[Where, ...] = ()
    order: tuple[str, ...] = ()
    group_by: str = ""

    @property
    def sorting(self) -> tuple[str, ...]:
        """Give the whole order: those of a group lie together."""
        return (self.group_by, *self.order) if self.group_by else self.order


@dataclass(frozen=True)
class Listed:
    """What was listed on another thread: the numbers of rows, and the sums of their groups."""

    numbers: "array[int]"
    sums: list[Sum]


class RowPages(QObject):
    """Read what a query finds, page by page.

    Where a kind has many records and no index has the order, their numbers are listed on another thread first.
    learn: called with the records of each page that was read. listed: what was wished for has its numbers now, and
    `take` shows it. sums: of the groups of what is shown, where it has groups.
    """

    listed = Signal()

    def __init__(
        self,
        context: Context,
        query: Query,
        learn: Callable[[Sequence[Record]], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._learn = learn
        self.query = query
        self.count = 0
        self.sums: list[Sum] = []
        self._pages: dict[int, Sequence[Record | None]] = {}
        self._numbers: array[int] | None = None
        self._wished: Query | None = None
        self._wishes = 0
        self._come: Listed | None = None

    def must_wait(self, query: Query) -> bool:
        """Tell whether a query takes too long to wait for."""
        if self._context.moment is not None or (not query.conditions and comes_ordered(query.key, query.sorting)):
            return False
        return self._context.view.count(REGISTRY[query.key].record) > MANY

    @property
    def wished(self) -> Query | None:
        """Give the query whose numbers are being listed."""
        return self._wished

    def wish(self, query: Query) -> None:
        """List the numbers of a query as of now, while what stands is still shown."""
        self._wished, self._come = query, None
        self._wishes += 1
        self._context.tasks.run(partial(self._list, self._wishes, query), partial(self._on_listed, self._wishes))

    def take(self) -> Query | None:
        """Show what was wished for, as soon as it is listed; gives its query."""
        query, come = self._wished, self._come
        if query is None or come is None:
            return None
        self.query, self._numbers, self.sums, self.count = query, come.numbers, come.sums, len(come.numbers)
        self._wished = self._come = None
        self._pages.clear()
        return query

    def give_up(self) -> None:
        """Wish for nothing any more."""
        self._wished = self._come = None
        self._wishes += 1

    def ask(self, query: Query) -> None:
        """Show a query that nobody has to wait for."""
        self.give_up()
        self.query, self._numbers = query, None
        self._pages.clear()
        self.count = self._context.view.count(REGISTRY[query.key].record, *query.conditions)
        self.sums = self._summed(self._context.view, query)

    def renew(self) -> bool:
        """Read again what stands in the rows, at once, and list the rows again; False where all is to be asked anew."""
        wished = self._wished or self.query
        if self._context.moment is not None or (self._numbers is None and not self.must_wait(wished)):
            return False
        self._pages.clear()
        self.wish(wished)
        return True

    def record(self, row: int) -> Record | None:
        """Give the record of a row, None where there is none, or where it is not read yet."""
        number, place = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._read(number)
        return page[place] if place < len(page) else None

    def ids(self, first: int, last: int) -> list[str]:
        """List the ids of the rows from one to another, whether they were read or not."""
        kind = REGISTRY[self.query.key].record
        if self._numbers is not None:
            return self._context.view.ids_at(kind, self._numbers[first : last + 1])
        limit = last - first + 1
        return self._context.view.ids(kind, *self.query.conditions, order=self.query.sorting, limit=limit, offset=first)

    def known(self) -> Sequence[tuple[int, Record]]:
        """List rows and records of the pages read so far."""
        return [
            (number * PAGE + place, record)
            for number, page in self._pages.items()
            for place, record in enumerate(page)
            if record
        ]

    def _read(self, number: int) -> Sequence[Record | None]:
        declared, first = REGISTRY[self.query.key], number * PAGE
        if self._numbers is not None:
            page: Sequence[Record | None] = self._context.view.at(declared.record, self._numbers[first : first + PAGE])
        elif first >= NEAR and self.count > MANY and self._context.moment is None:
            if self._wished is None:
                self.wish(self.query)
            return ()
        else:
            page = self._context.view.find(
                declared.record, *self.query.conditions, order=self.query.sorting, limit=PAGE, offset=first
            )
        self._learn([record for record in page if record])
        self._pages[number] = page
        return page

    def _list(self, wish: int, query: Query) -> "Listed | None":
        if wish != self._wishes:
            return None  # something else was wished for meanwhile
        replica = self._context.desk.replica
        numbers = replica.numbers(REGISTRY[query.key].record, *query.conditions, order=query.sorting)
        return Listed(numbers, self._summed(replica, query))

    def _on_listed(self, wish: int, come: "Listed | None") -> None:
        if wish == self._wishes and self._wished is not None and come is not None:
            self._come = come
            self.listed.emit()

    @staticmethod
    def _summed(view: View, query: Query) -> list[Sum]:
        return read_sums(view, query.key, query.conditions, query.group_by) if query.group_by else []
