"""The records of a query as rows for a table: in pages as they are looked at, in groups, columns from the declarations."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal

from crm_desktop.actions.listing import default_columns
from crm_desktop.core.schema import REGISTRY, Entity, Field, Kind, Raw, Record
from crm_desktop.core.store import Sum, Where
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.lists.grouping import HEAD, Group, Groups, field_of, groups_of, read_totals
from crm_desktop.ui.lists.row_pages import Query, RowPages
from crm_desktop.ui.look.cells import NOWHERE, Cell, Index, Roles, cell_data
from crm_desktop.ui.parts.browse import why_found

OF_RECORD = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

WALK = 100  # records before and after one to walk to from its page


@dataclass(frozen=True)
class Found:
    """One record of a search; text: what was searched for."""

    record: Record
    text: str = ""

    @property
    def why(self) -> str:
        """Say why it was found where its name does not."""
        return why_found(self.record, self.text)


class RecordModel(QAbstractTableModel):
    """Answer a table from the view of a context, page by page; after a change only what is shown is read again.

    refreshed: rows were read again, their number may be another. about_to_refresh: before that. waited: rows were asked
    for that take a while; what was there before is shown until they come.
    """

    about_to_refresh = Signal()
    refreshed = Signal()
    waited = Signal()

    def __init__(self, context: Context, query: Query, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.query = query
        self._rows = RowPages(context, query, self._learn, self)
        self._rows.listed.connect(self._on_listed)
        self.fields: tuple[Field, ...] = default_columns(self.declared, context.desk.role)
        self._found: tuple[Found, ...] | None = None
        self._groups: Groups | None = None
        self._folded: set[Raw] = set()
        self._grouped_by = ""
        self._cells: dict[tuple[int, int], Cell] = {}
        self._count = 0
        context.tasks.touched.connect(self._on_touched)
        context.moved_in_time.connect(self.refresh)

    @property
    def declared(self) -> Entity:
        return REGISTRY[self.query.key]

    def ask(self, query: Query) -> None:
        """Show the records of a query, at once or as soon as they are listed."""
        if self._rows.must_wait(query):
            self._rows.wish(query)
            self.waited.emit()
        else:
            self._reset(query, None)

    @property
    def is_waiting(self) -> bool:
        """Tell whether other rows than those shown were asked for and are on their way."""
        return self._rows.wished is not None and (self._rows.wished != self.query or not self._rows.is_of_this_moment)

    @property
    def totals(self) -> list[Sum]:
        """Give the sums of all that fits, by currency; of a search those of what it found."""
        if self._found is None:
            return self._rows.totals
        ids = Where("id", "in", [one.record.id for one in self._found])
        return read_totals(self.context.view, self.query.key, (ids,))

    def show_found(self, query: Query, found: Sequence[Found]) -> None:
        """Show the results of a search in their order; the query says what they were taken from."""
        self._reset(query, tuple(found))

    def refresh(self) -> None:
        """Read the rows again."""
        if self._found is None and self._rows.renew():
            if self._rows.is_of_this_moment:  # what stands of another is not told in the words of this one
                self.reword()
        else:
            self._reset(self.query, self._found)

    def _reset(self, query: Query, found: tuple[Found, ...] | None) -> None:
        with self._all_anew():
            self.query, self._found = query, found
            if found is None:
                self._rows.ask(query)
                self._group()
            else:
                self._rows.give_up()
                self._groups, self._count = None, len(found)

    def _on_listed(self) -> None:
        with self._all_anew():
            self.query, self._found = self._rows.take() or self.query, None
            self._group()

    def _group(self) -> None:
        """Lay out the rows that were read, in groups where they are asked for."""
        by = self.query.group_by
        if by != self._grouped_by:
            self._grouped_by = by
            self._folded.clear()
        self._groups = None
        self._count = self._rows.count
        if by:
            self._regroup(groups_of(self.context, self.query.key, self._rows.sums, by))

    def _regroup(self, groups: Sequence[Group]) -> None:
        self._groups = Groups(groups, self._folded)
        self._count = self._groups.rows
        self._cells.clear()

    @contextmanager
    def _all_anew(self) -> Iterator[None]:
        # Whoever keeps its place must look before anything here is another.
        self.about_to_refresh.emit()
        self.beginResetModel()
        self._cells.clear()
        yield
        self.endResetModel()
        self.refreshed.emit()

    def reword(self) -> None:
        """Write every cell again, in another language or theme."""
        self._cells.clear()
        if self._count and self.fields:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(self.fields) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, len(self.fields) - 1))

    def show_fields(self, fields: Sequence[Field]) -> None:
        """Show other columns."""
        self.about_to_refresh.emit()
        self.beginResetModel()
        self.fields = tuple(fields)
        self._cells.clear()
        self.endResetModel()
        self.refreshed.emit()

    @property
    def total(self) -> int:
        """Count the records, those in folded groups too."""
        return self._count if self._groups is None else self._groups.records

    def record(self, row: int) -> Record | None:
        """Give the record of a row, None beyond the end and for the row of a group."""
        if not 0 <= row < self._count:
            return None
        if self._found is not None:
            return self._found[row].record
        if self._groups is None:
            return self._rows.record(row)
        group, offset = self._groups.at(row)
        return None if offset == HEAD else self._rows.record(self._groups.source(group, offset))

    def row_of(self, id_: str) -> int:
        """Find the row of a record among the pages read so far, -1 where it is not, or where its group is folded."""
        if self._found is not None:
            return next((row for row, one in enumerate(self._found) if one.record.id == id_), -1)
        number = next((number for number, record in self._rows.known() if record.id == id_), -1)
        if self._groups is None or number < 0:
            return number
        group, offset = self._groups.place_of_source(number)
        return -1 if self.is_folded(self._groups.groups[group]) else self._groups.row(group, offset)

    def ids(self, first: int, last: int) -> list[str]:
        """List the ids of the rows from one to another, whether their pages were read or not; with a folded head its group."""
        if self._found is not None:
            return [one.record.id for one in self._found[first : last + 1]]
        if self._groups is None:
            return self._rows.ids(first, last)
        found, row = list[str](), first
        while row <= last:
            group, offset = self._groups.at(row)
            records, is_folded = self._groups.groups[group].records, self.is_folded(self._groups.groups[group])
            begin, end = (
                self._groups.source(group, max(offset, 0)),
                row if is_folded else self._groups.row(group, records - 1),
            )
            count = records if is_folded else min(end, last) - max(row, self._groups.row(group) + 1) + 1
            if count > 0:
                found += self._rows.ids(begin, begin + count - 1)
            row = end + 1
        return found

    @property
    def found_ids(self) -> tuple[str, ...] | None:
        """List the ids of what a search found, None where all that fit the query are shown."""
        return None if self._found is None else tuple(one.record.id for one in self._found)

    def count_between(self, first: int, last: int) -> int:
        """Count the records in the rows from one to another, those of a folded head too."""
        if self._groups is None:
            return last - first + 1
        heads = self._groups.heads(first, last)
        return last - first + 1 - len(heads) + sum(one.records for one in heads if self.is_folded(one))

    # Groups.

    @property
    def is_grouped(self) -> bool:
        """Tell whether the rows come in groups."""
        return self._groups is not None

    @property
    def groups(self) -> tuple[Group, ...]:
        """List the groups in the order they are shown."""
        return () if self._groups is None else self._groups.groups

    def group_at(self, row: int) -> Group | None:
        """Give the group whose own row this is, None for that of a record."""
        if self._groups is None or not 0 <= row < self._count:
            return None
        place, offset = self._groups.at(row)
        return self._groups.groups[place] if offset == HEAD else None

    def head_of(self, row: int) -> int:
        """Give the row of the group that a row lies in."""
        return row if self._groups is None else self._groups.row(self._groups.at(row)[0])

    def row_of_group(self, value: Raw) -> int:
        """Give the row of a group by its value, -1 where there is none."""
        place = -1 if self._groups is None else self._groups.place_of(value)
        return -1 if place < 0 or self._groups is None else self._groups.row(place)

    def is_folded(self, group: Group) -> bool:
        """Tell whether the records of a group are hidden."""
        return group.value in self._folded

    @property
    def folded(self) -> tuple[Raw, ...]:
        """List the values of the groups whose records are hidden."""
        return tuple(sorted(self._folded, key=str))

    def fold_again(self, folded: Iterable[Raw]) -> None:
        """Hide the records of the groups that were folded when the list was left, and of no others."""
        if self._groups is not None:
            with self._all_anew():
                self._folded = set(folded)
                self._regroup(self._groups.groups)

    def fold(self, row: int, *, is_folded: bool) -> None:
        """Hide or show the records of the group whose own row this is."""
        group = self.group_at(row)
        if group is None or self._groups is None or self.is_folded(group) == is_folded:
            return
        begin, end = (
            (self.beginRemoveRows, self.endRemoveRows) if is_folded else (self.beginInsertRows, self.endInsertRows)
        )
        begin(NOWHERE, row + 1, row + group.records)
        (self._folded.add if is_folded else self._folded.discard)(group.value)
        self._regroup(self._groups.groups)
        end()
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.fields) - 1))

    def fold_all(self, *, is_folded: bool) -> None:
        """Hide or show the records of all groups."""
        if self._groups is not None:
            with self._all_anew():
                self._folded = {one.value for one in self._groups.groups} if is_folded else set()
                self._regroup(self._groups.groups)

    def ids_around(self, row: int) -> tuple[str, ...]:
        """List the ids of the pages around a row, for a walk from record to record."""
        first = max(0, row - WALK)
        records = (self.record(each) for each in range(first, min(self._count, row + WALK)))
        return tuple(record.id for record in records if record)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.fields)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        record = self.record(index.row())
        if record is None:
            group = self.group_at(index.row())
            return None if group is None else cell_data(_head(group) if not index.column() else Cell(), role)
        field = self.fields[index.column()]
        if role == Roles.ID:
            return record.id
        if role == Roles.VALUE:
            return getattr(record, field.name)
        return cell_data(self._cell(index.row(), index.column(), record), role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self._groups is not None and self.group_at(index.row()) is not None:
            return Qt.ItemFlag.ItemIsEnabled  # no record, so nothing to select
        return OF_RECORD if index.isValid() else Qt.ItemFlag.NoItemFlags  # asked for each cell that is painted

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.fields):
            return None
        field = self.fields[section]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return wording.label(field)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (wording.label(field), wording.core(field.help)) if part)
        if role == Qt.ItemDataRole.TextAlignmentRole and field.is_number:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _cell(self, row: int, column: int, record: Record) -> Cell:
        made = self._cells.get((row, column))
        if made is None:
            is_title = self.fields[column].name == self.declared.title[0]
            made = wording.cell(self.context, self.fields[column], record, is_title=is_title)
            if is_title and self._found is not None and (why := self._found[row].why):
                made = _with(made, why)
            self._cells[row, column] = made
        return made

    def _learn(self, records: Sequence[Record]) -> None:
        titles = wording.titles(self.context)
        for field in self.fields:
            if field.kind is Kind.LINK:
                titles.learn(field.target, (getattr(record, field.name) for record in records))

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        linked = {field.target for field in self.fields if field.target}
        if "*" in touched or self.query.key in touched:
            found = self._found
            if found is not None:
                fresh = self.context.view.by_ids(self.declared.record, [one.record.id for one in found])
                standing = (one for one in found if one.record.id in fresh)
                found = tuple(replace(one, record=fresh[one.record.id]) for one in standing)
                self._reset(self.query, found)
            else:
                self.refresh()
        elif self._groups is not None and self._group_target() in touched:
            self.refresh()
        elif linked & touched.keys():
            self.reword()

    def _group_target(self) -> str:
        field = field_of(self.declared, self.query.group_by)
        return field.target if field else ""


def _with(cell: Cell, why: str) -> Cell:
    return Cell(cell.text, secondary=why, strong=cell.strong, icon=cell.icon, tone=cell.tone)


def _head(group: Group) -> Cell:
    return Cell(group.words, secondary=wording.number(group.records), strong=True)
