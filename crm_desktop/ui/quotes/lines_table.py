"""A short table of rows in a card, of which several can be chosen by a click or the space bar."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.delegates import dress_table
from crm_desktop.ui.look.theme import ROW
from crm_desktop.ui.parts.item_list import Row, RowsModel


class ShortTable(QTableView):
    """Show rows of two cells. changed: other ones are chosen. entered: Enter, or a double click, on one."""

    changed = Signal()
    entered = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget, *, several: bool) -> None:
        super().__init__(parent)
        self.rows = RowsModel(2, self)
        self.setModel(self.rows)
        dress_table(self, appearance)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.MultiSelection if several else modes.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(False)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.selectionModel().selectionChanged.connect(self.changed)
        self.doubleClicked.connect(self.entered)

    def show_rows(self, rows: Sequence[Row], *, most: int) -> None:
        """Take over rows, at most so many without scrolling, and choose all where several can be."""
        self.rows.show_rows(rows)
        self.setFixedHeight(ROW * max(1, min(len(rows), most)) + 4)
        if self.selectionMode() is QAbstractItemView.SelectionMode.MultiSelection:
            self.selectAll()
        elif rows:
            self.selectRow(0)
        if rows:
            self.selectionModel().setCurrentIndex(self.rows.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)

    def chosen(self) -> list[int]:
        """Give the rows chosen, from the top."""
        return sorted({index.row() for index in self.selectionModel().selectedIndexes()})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)
