"""A short list of rows inside a page that scrolls as a whole, under a heading; several of them are walked like one."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import msgspec
from PySide6.QtCore import QAbstractTableModel, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.cells import NOWHERE, Cell, Index, Roles, cell_data
from crm_desktop.ui.look.delegates import dress_table
from crm_desktop.ui.look.theme import ROW

MORE = 50  # rows that a click on the foot adds
T = TypeVar("T")


class Row(msgspec.Struct, frozen=True):
    """One row: what it opens ("opportunity:<id>") and its cells."""

    opens: str
    cells: tuple[Cell, ...]


class RowsModel(QAbstractTableModel):
    """Hold a few rows."""

    def __init__(self, columns: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._columns = columns

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Take over other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        return row.opens if role == Roles.ID else cell_data(row.cells[index.column()], role)


class ItemTable(QTableView):
    """Show rows at their full height. opened: by Enter or a click; left: -1 or 1, walked over its edge; keyed: other keys."""

    opened = Signal(str)
    left = Signal(int)
    keyed = Signal(int, int)

    def __init__(self, model: RowsModel, widths: Sequence[int], appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = model
        self.setModel(model)
        dress_table(self, appearance)
        self.horizontalHeader().hide()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(24)
        for column, width in enumerate(widths):
            header.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Fixed if width else QHeaderView.ResizeMode.Stretch
            )
            if width:
                header.resizeSection(column, width)
        model.modelReset.connect(self._fit)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(320, max(0, self.rows.rowCount() * ROW - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = event.key(), self.currentIndex().row()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self.opened.emit(self.rows.rows[row].opens)
        elif (key == Qt.Key.Key_Up and row <= 0) or (key == Qt.Key.Key_Down and row >= self.rows.rowCount() - 1):
            self.left.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_R) and row >= 0:
            self.keyed.emit(key, row)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page around it scrolls

    def _fit(self) -> None:
        self.setFixedHeight(max(0, self.rows.rowCount() * ROW - 1))  # no line under the last row


class Section(QFrame):
    """Put a heading, a count and an empty sentence around an item table; more: shows what was left out."""

    def __init__(self, widths: Sequence[int], appearance: Appearance, parent: QWidget, most: int = 8) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._most = most
        self._found: Sequence[Any] = ()
        self._word: Callable[[Any], Iterable[Row]] = tuple
        self.heading, self.count, self.empty = QLabel(self), QLabel(self), QLabel(self)
        self.heading.setProperty("kind", "heading")
        self.count.setProperty("kind", "small")
        self.empty.setProperty("kind", "muted")
        self.empty.setWordWrap(True)
        self.model = RowsModel(len(widths), self)
        self.table = ItemTable(self.model, widths, appearance, self)
        self.more = QPushButton(self)
        self.more.setProperty("kind", "link")
        self.more.clicked.connect(self._on_more)
        top = QHBoxLayout()
        top.setContentsMargins(12, 12, 12, 8)
        top.setSpacing(8)
        top.addWidget(self.heading)
        top.addWidget(self.count)
        top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 6)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table)
        column.addWidget(self.empty)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, 8, 0)
        foot.addWidget(self.more)
        foot.addStretch(1)
        column.addLayout(foot)
        self.empty.setContentsMargins(12, 4, 12, 8)

    def show_found(self, found: Sequence[T], word: Callable[[Sequence[T]], Iterable[Row]]) -> None:
        """Show other things, of which only those in sight are put in words, and keep the place of the current row."""
        at = self.table.currentIndex()
        self._found, self._word = found, word
        self.model.show_rows(list(word(found[: self._most])))
        self.count.setText(QLocale().toString(len(found)) if found else "")
        self.empty.setVisible(not found)
        self.table.setVisible(bool(found))
        left_out = len(found) - self._most
        self.more.setVisible(left_out > 0)
        self.more.setText(self.tr("%1 more").replace("%1", QLocale().toString(left_out)))
        if at.isValid() and found:
            self.table.setCurrentIndex(self.model.index(min(at.row(), self.model.rowCount() - 1), at.column()))

    def _on_more(self) -> None:
        self._most += MORE
        self.show_found(self._found, self._word)
        self.table.setFocus()


def walk(sections: Sequence[Section], here: Section, side: int) -> None:
    """Go from one section to the next that has rows, up or down."""
    at = sections.index(here) + side
    while 0 <= at < len(sections):
        table = sections[at].table
        if table.rows.rowCount():
            row = 0 if side > 0 else table.rows.rowCount() - 1
            here.table.clearSelection()
            table.setCurrentIndex(table.rows.index(row, 0))
            table.setFocus()
            return
        at += side
