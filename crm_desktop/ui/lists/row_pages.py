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
from crm_desktop.ui.lists.grouping import read_sums, read_totals

PAGE = 50
NEAR = 1_000
"""Rows that are found quickly by counting from the first one."""
MANY = 20_000
"""Records of a kind from which on nobody is to wait for all of them to be sorted or gone through."""
MANY_OF_THE_PAST = 2_000
"""The same where the past is asked, which takes several times as long: no index has its order."""


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
    """What was listed on another thread: the numbers of rows, or ids where the past was asked, and the sums."""

    numbers: "array[int] | list[str]"
    sums: list[Sum]
    totals: list[Sum]


class RowPages(QObject):
    """Read what a query finds, page by page.

    Where a kind has many records and no index has the order, their numbers are listed on another thread first, and so
    are the ids of the past. What stands until then is read from the moment it was asked at.
    learn: called with the records of each page that was read. listed: what was wished for has its numbers now, and
    `take` shows it. sums: of the groups of what is shown, where it has groups. totals: of all of it by currency.
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
        self.totals: list[Sum] = []
        self._view = context.view
        self._come_from = self._view
        self._pages: dict[int, Sequence[Record | None]] = {}
        self._numbers: array[int] | list[str] | None = None
        self._wished: Query | None = None
        self._wishes = 0
        self._come: Listed | None = None

    def must_wait(self, query: Query) -> bool:
        """Tell whether a query takes too long to wait for."""
        count, is_past = self._context.desk.replica.count(REGISTRY[query.key].record), self._context.moment is not None
        if is_past or (not query.conditions and comes_ordered(query.key, query.sorting)):
            return is_past and count > MANY_OF_THE_PAST
        return count > MANY

    @property
    def wished(self) -> Query | None:
        """Give the query whose numbers are being listed."""
        return self._wished

    @property
    def is_of_this_moment(self) -> bool:
        """Tell whether what stands is of the moment that is looked at."""
        return (self._view.moment, self._view.past) == (self._context.moment, self._context.past)

    def wish(self, query: Query) -> None:
        """List the numbers of a query as of the moment looked at, while what stands is still shown."""
        self._wished, self._come, self._come_from = query, None, self._context.view
        self._wishes += 1
        work = partial(self._list, self._wishes, query, self._come_from)
        self._context.tasks.run(work, partial(self._on_listed, self._wishes))

    def take(self) -> Query | None:
        """Show what was wished for, as soon as it is listed; gives its query."""
        query, come = self._wished, self._come
        if query is None or come is None:
            return None
        self.query, self._numbers, self.count, self._view = query, come.numbers, len(come.numbers), self._come_from
        self.sums, self.totals = come.sums, come.totals
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
        self.query, self._numbers, self._view = query, None, self._context.view
        self._pages.clear()
        self.count = self._view.count(REGISTRY[query.key].record, *query.conditions)
        self.sums, self.totals = self._summed(self._view, query), read_totals(self._view, query.key, query.conditions)

    def renew(self) -> bool:
        """Read again what stands in the rows, at once, and list the rows again; False where all is to be asked anew."""
        wished, is_same = self._wished or self.query, self.is_of_this_moment
        if (self._numbers is None or not is_same) and not self.must_wait(wished):
            return False
        if is_same:
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
        if isinstance(self._numbers, list):
            return self._numbers[first : last + 1]
        if self._numbers is not None:
            return self._view.ids_at(kind, self._numbers[first : last + 1])
        limit = last - first + 1
        return self._view.ids(kind, *self.query.conditions, order=self.query.sorting, limit=limit, offset=first)

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
        page: Sequence[Record | None]
        if isinstance(self._numbers, list):
            wanted = self._numbers[first : first + PAGE]
            found = self._view.by_ids(declared.record, wanted)
            page = [found.get(id_) for id_ in wanted]
        elif self._numbers is not None:
            page = self._view.at(declared.record, self._numbers[first : first + PAGE])
        elif first >= NEAR and self.count > MANY and self._view.moment is None:
            if self._wished is None:
                self.wish(self.query)
            return ()
        else:
            page = self._view.find(
                declared.record, *self.query.conditions, order=self.query.sorting, limit=PAGE, offset=first
            )
        self._learn([record for record in page if record])
        self._pages[number] = page
        return page

    def _list(self, wish: int, query: Query, view: View) -> "Listed | None":
        if wish != self._wishes:
            return None  # something else was wished for meanwhile
        list_all = view.numbers if view.moment is None else view.ids
        numbers = list_all(REGISTRY[query.key].record, *query.conditions, order=query.sorting)
        return Listed(numbers, self._summed(view, query), read_totals(view, query.key, query.conditions))

    def _on_listed(self, wish: int, come: "Listed | None") -> None:
        if wish == self._wishes and self._wished is not None and come is not None:
            self._come = come
            self.listed.emit()

    @staticmethod
    def _summed(view: View, query: Query) -> list[Sum]:
        return read_sums(view, query.key, query.conditions, query.group_by) if query.group_by else []
