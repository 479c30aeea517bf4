"""A table of records over a query: rows come in pages as they are looked at, columns from the declarations."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    QSettings,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QTableView, QWidget

from crm_desktop.actions.listing import default_columns, possible_columns
from crm_desktop.core.schema import REGISTRY, Entity, Field, Kind, Record
from crm_desktop.ui import wording
from crm_desktop.ui.cells import NOWHERE, Cell, Index, Roles, cell_data
from crm_desktop.ui.context import Context
from crm_desktop.ui.delegates import dress_table
from crm_desktop.ui.row_pages import PAGE, Query, RowPages

NEVER_SORTED = frozenset({Kind.LABELLED, Kind.TAGS, Kind.LINKS, Kind.LONG_TEXT, Kind.FILE})


@dataclass(frozen=True)
class Found:
    """One record of a search, with why it was found where its name does not say it."""

    record: Record
    why: str = ""


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
        return self._rows.wished is not None and self._rows.wished != self.query

    def show_found(self, query: Query, found: Sequence[Found]) -> None:
        """Show the results of a search in their order; the query says what they were taken from."""
        self._reset(query, tuple(found))

    def refresh(self) -> None:
        """Read the rows again."""
        if self._found is None and self._rows.renew():
            self.reword()
        else:
            self._reset(self.query, self._found)

    def _reset(self, query: Query, found: tuple[Found, ...] | None) -> None:
        with self._all_anew():
            self.query, self._found = query, found
            if found is None:
                self._rows.ask(query)
                self._count = self._rows.count
            else:
                self._rows.give_up()
                self._count = len(found)

    def _on_listed(self) -> None:
        with self._all_anew():
            self.query, self._found = self._rows.take() or self.query, None
            self._count = self._rows.count

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

    def record(self, row: int) -> Record | None:
        """Give the record of a row, None beyond the end."""
        if not 0 <= row < self._count:
            return None
        if self._found is not None:
            return self._found[row].record
        return self._rows.record(row)

    def row_of(self, id_: str) -> int:
        """Find the row of a record among the pages read so far, -1 where it is not."""
        if self._found is not None:
            return next((row for row, one in enumerate(self._found) if one.record.id == id_), -1)
        return next((row for row, record in self._rows.known() if record.id == id_), -1)

    def ids(self, first: int, last: int) -> list[str]:
        """List the ids of the rows from one to another, whether their pages were read or not."""
        if self._found is not None:
            return [one.record.id for one in self._found[first : last + 1]]
        return self._rows.ids(first, last)

    @property
    def found_ids(self) -> tuple[str, ...] | None:
        """List the ids of what a search found, None where all that fit the query are shown."""
        return None if self._found is None else tuple(one.record.id for one in self._found)

    def ids_around(self, row: int) -> tuple[str, ...]:
        """List the ids of the pages around a row, for a walk from record to record."""
        first = max(0, row - PAGE)
        records = (self.record(each) for each in range(first, min(self._count, row + PAGE)))
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
            return None
        field = self.fields[index.column()]
        if role == Roles.ID:
            return record.id
        if role == Roles.VALUE:
            return getattr(record, field.name)
        return cell_data(self._cell(index.row(), index.column(), record), role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.fields):
            return None
        field = self.fields[section]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return wording.label(field)
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.core(field.help) or None
        if role == Qt.ItemDataRole.TextAlignmentRole and field.is_number:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _cell(self, row: int, column: int, record: Record) -> Cell:
        made = self._cells.get((row, column))
        if made is None:
            is_title = self.fields[column].name == self.declared.title[0]
            made = wording.cell(self.context, self.fields[column], record, is_title=is_title)
            if is_title and self._found is not None and self._found[row].why:
                made = _with(made, self._found[row].why)
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
        elif linked & touched.keys():
            self.reword()


class RecordTable(QTableView):
    """Show a RecordModel and walk it by keyboard.

    opened: Enter or a double click, with the Record. peeked: Space, or another row while peeking. sorted_by: the order
    asked for through the header, as names of `Query.order`. edit_asked: F2, or Enter while the keyboard walks cells. menu_asked:
    where the menu of the rows shall open.

    on_cell: Left and Right walk from cell to cell, and leave the selected rows as they are; Escape ends it.
    """

    opened = Signal(object)
    peeked = Signal(object)
    sorted_by = Signal(object)
    walked = Signal(object)
    edit_asked = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, model: RecordModel, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records = model
        self._settings = settings
        self._kept: tuple[tuple[str, ...], str, int, int] = ((), "", 0, 0)
        self._order: tuple[str, ...] = model.query.order
        self._is_restoring = False
        self.on_cell = False
        self._has_all: Query | None = None
        self.setModel(model)
        self.row_delegate = dress_table(self, model.context.appearance)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda _at: self.column_menu().popup(self.cursor().pos()))
        header.sectionClicked.connect(self._on_header_clicked)
        header.sectionResized.connect(self._remember)
        header.sectionMoved.connect(self._remember)
        self.doubleClicked.connect(self._on_double_clicked)
        model.about_to_refresh.connect(self._keep)
        model.refreshed.connect(self._restore)
        self._restore_columns()

    @property
    def current(self) -> Record | None:
        """Give the record of the row with the keyboard."""
        return self.records.record(self.currentIndex().row())

    @property
    def shown_fields(self) -> tuple[Field, ...]:
        """List the columns in the order they stand in."""
        header = self.horizontalHeader()
        return tuple(self.records.fields[header.logicalIndex(place)] for place in range(header.count()))

    @property
    def chosen_count(self) -> int:
        """Count the selected rows."""
        return sum(last - first + 1 for first, last in self._chosen_rows())

    def chosen_ids(self) -> list[str]:
        """List the ids of the selected records in the order they are shown, those of pages never looked at too."""
        return [id_ for first, last in self._chosen_rows() for id_ in self.records.ids(first, last)]

    def show_order(self, order: tuple[str, ...]) -> None:
        """Mark the column that the rows are sorted by."""
        self._order = order
        header = self.horizontalHeader()
        first = order[0] if order else ""
        name = first.lstrip("-").partition(".")[0]
        place = next((i for i, field in enumerate(self.records.fields) if field.name == name), -1)
        falling = Qt.SortOrder.DescendingOrder if first.startswith("-") else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(place, falling)

    def column_menu(self) -> QMenu:
        """Make the menu that shows and hides columns; it deletes itself when closed."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        shown = {field.name for field in self.records.fields}
        for field in possible_columns(self.records.declared, self.records.context.desk.role):
            action = menu.addAction(wording.label(field))
            action.setCheckable(True)
            action.setChecked(field.name in shown)
            action.setEnabled(field.name not in self.records.declared.title)
            action.triggered.connect(lambda on, field=field: self.show_column(field, on))
        menu.addSeparator()
        menu.addAction(self.tr("Columns as at first"), self._reset_columns)
        return menu

    def show_column(self, field: Field, on: bool) -> None:
        """Show one column at the end, or hide it."""
        others = [self.records.fields[self.horizontalHeader().logicalIndex(i)] for i in range(len(self.records.fields))]
        others = [each for each in others if each.name != field.name]
        self._set_columns([*others, field] if on else others)
        self._remember()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        record = self.current
        is_enter = key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if record and not held and (key == Qt.Key.Key_F2 or (is_enter and self.on_cell)):
            self.edit_asked.emit()
        elif is_enter and not held and record:
            self.opened.emit(record)
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right} and not held and record:
            self._walk_cells(-1 if key == Qt.Key.Key_Left else 1)
        elif key == Qt.Key.Key_Escape and self.on_cell:
            self.on_cell = False
            self.viewport().update()
        elif key == Qt.Key.Key_Space and not held and record:
            self.peeked.emit(record)
        elif key in {Qt.Key.Key_J, Qt.Key.Key_K} and not held:
            self._step(1 if key == Qt.Key.Key_J else -1)
        elif event.text().isalnum() and not held:
            event.ignore()  # single letters are commands of the page
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self._is_restoring and current.row() != previous.row() and (record := self.current):
            self.walked.emit(record)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.current is None:
            return
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:  # beside the cell, not in the middle of the view
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.menu_asked.emit(at)

    def go_to_cell(self, index: QModelIndex) -> None:
        """Put the keyboard on a cell; the selected rows stay while it is in the same row."""
        if index.row() == self.currentIndex().row():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        else:
            self.setCurrentIndex(index)
        self.scrollTo(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.on_cell = False
        super().mousePressEvent(event)

    def _walk_cells(self, by: int) -> None:
        header = self.horizontalHeader()
        place = header.visualIndex(max(0, self.currentIndex().column())) + by
        if 0 <= place < header.count():
            self.on_cell = True
            self.go_to_cell(self.records.index(self.currentIndex().row(), header.logicalIndex(place)))

    def _step(self, by: int) -> None:
        row = min(max(0, self.currentIndex().row() + by), self.records.rowCount() - 1)
        if row >= 0:
            self.setCurrentIndex(self.records.index(row, max(0, self.currentIndex().column())))

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if record := self.records.record(index.row()):
            self.opened.emit(record)

    def _on_header_clicked(self, section: int) -> None:
        field = self.records.fields[section]
        if field.kind in NEVER_SORTED:
            self.show_order(self._order)
            return
        name = sort_name(field)
        first = self._order[0] if self._order else ""
        turned = f"-{name}" if first == name else name
        held = _is_shift_held()
        order = (first, *(() if first.lstrip("-") == name else (turned,))) if held and first else (turned,)
        self.show_order(order)
        self.sorted_by.emit(order)

    def _chosen_rows(self) -> list[tuple[int, int]]:
        """List the first and the last row of each stretch of selected ones; 100,000 rows are one stretch."""
        ranges = list(self.selectionModel().selection())  # type: ignore[call-overload]  # a list to Python
        return sorted({(one.top(), one.bottom()) for one in ranges if not one.left()})

    def _chosen_shown(self) -> tuple[str, ...]:
        """List the ids of selected rows, as many as can be found again."""
        found = list[str]()
        for first, last in self._chosen_rows():
            rows = range(first, min(last, first + PAGE) + 1)
            found += (record.id for row in rows if (record := self.records.record(row)))
            if len(found) >= PAGE:
                break
        return tuple(found[:PAGE])

    def _keep(self) -> None:
        """Remember selection and scroll before the rows are read again."""
        model = self.records
        has_all = model.rowCount() > 1 and self.chosen_count == model.rowCount()
        self._has_all = model.query if has_all else None
        rows = () if has_all else self._chosen_shown()
        record = self.current
        self._kept = (rows, record.id if record else "", self.verticalScrollBar().value(), self.currentIndex().column())

    def _restore(self) -> None:
        chosen, current, scroll, column = self._kept
        model = self.records
        if not current or not model.rowCount() or not model.columnCount():
            return
        # The pages looked at before hold what was selected there, or it went elsewhere.
        model.record(scroll // max(1, self.verticalHeader().defaultSectionSize()))
        rows = [row for id_ in chosen if (row := model.row_of(id_)) >= 0]
        self._is_restoring = True
        at = model.row_of(current)
        if at >= 0:
            index = model.index(at, min(max(column, 0), model.columnCount() - 1))
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        selection = QItemSelection()
        last = model.columnCount() - 1
        # All of what is asked for now is not all of what was asked for before.
        has_all = self._has_all == model.query
        for first, end in [(0, model.rowCount() - 1)] if has_all else ((row, row) for row in rows):
            selection.select(model.index(first, 0), model.index(end, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._is_restoring = False
        self.verticalScrollBar().setValue(scroll)

    def _set_columns(self, fields: Sequence[Field]) -> None:
        header = self.horizontalHeader()
        widths = {field.name: self.columnWidth(i) for i, field in enumerate(self.records.fields)}
        header.blockSignals(True)
        self.records.show_fields(fields)
        for place, field in enumerate(fields):
            for visual in range(header.count()):
                if header.logicalIndex(visual) == place and visual != place:
                    header.moveSection(visual, place)
            self.setColumnWidth(place, widths.get(field.name, field.width))
        header.blockSignals(False)
        self.show_order(self._order)

    def _restore_columns(self) -> None:
        declared = self.records.declared
        possible = {field.name: field for field in possible_columns(declared, self.records.context.desk.role)}
        possible |= {field.name: field for field in self.records.fields}
        kept = str(self._settings.value(f"list/{declared.key}/columns", "") or "")
        pairs = [part.partition("=") for part in kept.split(",") if part.partition("=")[0] in possible]
        self._set_columns([possible[name] for name, _, _ in pairs] or self.records.fields)
        for place, field in enumerate(self.records.fields):
            self.setColumnWidth(place, field.width)
        for place, (_name, _, width) in enumerate(pairs):
            self.setColumnWidth(place, int(width))

    def _reset_columns(self) -> None:
        self._settings.remove(f"list/{self.records.declared.key}/columns")
        self._restore_columns()

    def _remember(self) -> None:
        header = self.horizontalHeader()
        order = [header.logicalIndex(visual) for visual in range(header.count())]
        fields = self.records.fields
        if len(order) == len(fields):
            text = ",".join(f"{fields[place].name}={self.columnWidth(place)}" for place in order)
            self._settings.setValue(f"list/{self.records.declared.key}/columns", text)


def sort_name(field: Field) -> str:
    """Name what a column sorts by: a link by the name of its record, a stage by its place."""
    if field.kind is not Kind.LINK:
        return field.name
    declared = REGISTRY[field.target]
    return f"{field.name}.{'position' if 'position' in declared.fields else declared.title[0]}"


def _with(cell: Cell, why: str) -> Cell:
    return Cell(cell.text, secondary=why, strong=cell.strong, icon=cell.icon, tone=cell.tone)


def _is_shift_held() -> bool:
    return bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
