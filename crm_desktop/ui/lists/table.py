"""The table that shows records: walking it by keyboard, its columns, what is selected, and its place over a refresh."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QSettings,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QTableView, QWidget

from crm_desktop.actions.listing import default_columns, possible_columns
from crm_desktop.core.schema import Field, Record
from crm_desktop.ui import wording
from crm_desktop.ui.lists.record_model import RecordModel
from crm_desktop.ui.lists.row_pages import Query
from crm_desktop.ui.lists.sorting import NEVER_SORTED, Order, SortHeader, added, sort_name, turned
from crm_desktop.ui.lists.widths import fitted
from crm_desktop.ui.look.cells import Index, Roles
from crm_desktop.ui.look.delegates import dress_header, dress_table

FIRST = 30  # rows that a window shows at first
KEPT = 100  # selected rows that are looked for again after a change


class RecordTable(QTableView):
    """Show a RecordModel and walk it by keyboard.

    opened: Enter or a double click, with the Record. peeked: Space, or another row while peeking. sorted_by: the order
    asked for through the header, as names of `Query.order`. edit_asked: F2, or Enter while the keyboard walks cells. menu_asked:
    where the menu of the rows shall open.

    columns_changed: by the person. keeps_columns: they are those of the list itself, and not of a view.
    on_cell: Left and Right walk from cell to cell, and leave the selected rows as they are; Escape ends it.
    """

    opened = Signal(object)
    peeked = Signal(object)
    sorted_by = Signal(object)
    walked = Signal(object)
    edit_asked = Signal()
    menu_asked = Signal(QPoint)
    columns_changed = Signal()

    def __init__(self, model: RecordModel, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records = model
        self._settings = settings
        self._kept: tuple[tuple[str, ...], str, int, int] = ((), "", 0, 0)
        self._order: tuple[str, ...] = model.query.order
        self._is_restoring = False
        self.on_cell = False
        self.keeps_columns = True
        self._as_declared = False
        self._has_all: Query | None = None
        self.setModel(model)
        self.row_delegate = dress_table(self, model.context.appearance)
        model.context.appearance.changed.connect(self._fit_rows)
        self._fit_rows()
        header = self.sort_header = SortHeader(model.context.appearance, self)
        self.setHorizontalHeader(header)
        dress_header(header)
        header.setSectionsClickable(True)
        # One of its own, always empty: by the table's the header would go through every row to see whether all are selected.
        header.setSelectionModel(QItemSelectionModel(model, header))
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda _at: self.column_menu().popup(self.cursor().pos()))
        header.sectionClicked.connect(self._on_header_clicked)
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(self._remember)
        self.doubleClicked.connect(self._on_double_clicked)
        model.about_to_refresh.connect(self._keep)
        model.refreshed.connect(self._restore)
        self._restore_columns()

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.records.context.appearance.row)

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
        return sum(self.records.count_between(first, last) for first, last in self._chosen_rows())

    def chosen_ids(self) -> list[str]:
        """List the ids of the selected records in the order they are shown, those of pages never looked at too."""
        return [id_ for first, last in self._chosen_rows() for id_ in self.records.ids(first, last)]

    def word_first(self) -> None:
        """Read and word the rows that a window shows first, before it does."""
        for row in range(min(FIRST, self.records.rowCount())):
            for column in range(self.records.columnCount()):
                self.records.index(row, column).data(Roles.CELL)

    def show_order(self, order: Order) -> None:
        """Mark the columns that the rows are sorted by."""
        self._order = order
        self.sort_header.mark(self.records.fields, order)

    def column_menu(self) -> QMenu:
        """Make the menu that shows and hides columns; it deletes itself when closed."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        self.fill_column_menu(menu)
        return menu

    def fill_column_menu(self, menu: QMenu) -> None:
        """Offer every field as a column."""
        shown = {field.name for field in self.records.fields}
        for field in possible_columns(self.records.declared, self.records.context.desk.role):
            action = menu.addAction(wording.label(field))
            action.setCheckable(True)
            action.setChecked(field.name in shown)
            action.setEnabled(field.name not in self.records.declared.title)
            action.triggered.connect(lambda on, field=field: self.show_column(field, on))
        menu.addSeparator()
        menu.addAction(self.tr("Default columns"), self._reset_columns)

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
        elif is_enter and held in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier} and record:
            self.opened.emit(record)
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right} and not held and record:
            self._walk_cells(-1 if key == Qt.Key.Key_Left else 1)
        elif key == Qt.Key.Key_F10 and held == Qt.KeyboardModifier.ShiftModifier and record:
            self._ask_for_menu()
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
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._ask_for_menu()
        else:
            self.menu_asked.emit(event.globalPos())

    def _ask_for_menu(self) -> None:
        """Ask for the menu beside the cell with the keyboard, not in the middle of the view."""
        self.menu_asked.emit(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft()))

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the columns the room there is, while nobody chose their widths."""
        header, fields = self.horizontalHeader(), self.records.fields
        if not self._as_declared or not fields:
            return
        header.blockSignals(True)
        for place, width in enumerate(fitted(fields, self.viewport().width())):
            if self.columnWidth(place) != width and header.visualIndex(place) < len(fields) - 1:
                self.setColumnWidth(place, width)
        header.blockSignals(False)
        self.updateGeometries()
        self.viewport().update()

    def _on_resized(self) -> None:
        if not self.sort_header.is_stretching:
            self._remember()

    def _on_header_clicked(self, section: int) -> None:
        field = self.records.fields[section]
        if field.kind in NEVER_SORTED:
            self.show_order(self._order)
            return
        is_added = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        order = (added if is_added else turned)(self._order, sort_name(field))
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
            rows = range(first, min(last, first + KEPT) + 1)
            found += (record.id for row in rows if (record := self.records.record(row)))
            if len(found) >= KEPT:
                break
        return tuple(found[:KEPT])

    def _keep(self) -> None:
        """Remember selection and scroll before the rows are read again."""
        model = self.records
        chosen_rows = sum(last - first + 1 for first, last in self._chosen_rows())
        has_all = 1 < chosen_rows == model.rowCount()
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

    def _set_columns(self, fields: Sequence[Field], widths: Mapping[str, int] | None = None) -> None:
        """Show some columns. widths: by name, None where they stay."""
        header = self.horizontalHeader()
        if widths is None:
            widths = {field.name: self.columnWidth(i) for i, field in enumerate(self.records.fields)}
        header.blockSignals(True)
        self.records.show_fields(fields)
        for place, field in enumerate(fields):
            for visual in range(header.count()):
                if header.logicalIndex(visual) == place and visual != place:
                    header.moveSection(visual, place)
            self.setColumnWidth(place, widths.get(field.name) or field.width)
        header.blockSignals(False)
        self.show_order(self._order)

    @property
    def columns(self) -> tuple[tuple[str, int], ...]:
        """Give the columns from left to right by name, with their widths."""
        header, fields = self.horizontalHeader(), self.records.fields
        places = [header.logicalIndex(visual) for visual in range(header.count())]
        return tuple((fields[place].name, self.columnWidth(place)) for place in places if place < len(fields))

    def show_columns(self, columns: Iterable[tuple[str, int]]) -> None:
        """Show some columns, those that are known here; none: those that the list had before any view."""
        declared = self.records.declared
        possible = {field.name: field for field in possible_columns(declared, self.records.context.desk.role)}
        possible |= {field.name: field for field in self.records.fields}
        known = [(possible[name], width) for name, width in columns if name in possible]
        self.keeps_columns = not known
        if not known:
            self._restore_columns()
            return
        self._as_declared = False
        self._set_columns([field for field, _ in known], {field.name: width for field, width in known})

    def _restore_columns(self) -> None:
        declared = self.records.declared
        possible = {field.name: field for field in possible_columns(declared, self.records.context.desk.role)}
        kept = str(self._settings.value(f"list/{declared.key}/columns", "") or "")
        pairs = [part.partition("=") for part in kept.split(",") if part.partition("=")[0] in possible]
        first = default_columns(declared, self.records.context.desk.role)
        widths = {name: int(width) for name, _, width in pairs}
        self._as_declared = not widths
        self._set_columns([possible[name] for name in widths] or first, widths)
        self._fit()

    def _reset_columns(self) -> None:
        if self.keeps_columns:
            self._settings.remove(f"list/{self.records.declared.key}/columns")
        self._restore_columns()
        self.columns_changed.emit()

    def _remember(self) -> None:
        if len(self.columns) != len(self.records.fields):
            return
        self._as_declared = False
        if self.keeps_columns:
            text = ",".join(f"{name}={width}" for name, width in self.columns)
            self._settings.setValue(f"list/{self.records.declared.key}/columns", text)
        self.columns_changed.emit()
