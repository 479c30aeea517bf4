"""Lines that are taken by the mouse and put down between others."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableView

from crm_desktop.core.entities import QuoteLine
from crm_desktop.ui.look.cells import Index

LINES = "application/vnd.satchel.quote-lines"
"""What is dragged: ids of lines, one a row. Nothing else takes it."""


class DraggedLines(QAbstractTableModel):
    """Let rows be dragged while the lines may be edited. dropped: ids, and the row before which they are put."""

    dropped = Signal(object, int)
    lines: list[QuoteLine]
    may_edit: bool

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [LINES]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        rows = sorted({index.row() for index in indexes})
        data.setData(LINES, "\n".join(self.lines[row].id for row in rows).encode())
        return data

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        ids = data.data(LINES).toStdString().split("\n") if data.hasFormat(LINES) else []
        held = {line.id for line in self.lines}
        if not self.may_edit or action != Qt.DropAction.MoveAction or not ids or not held.issuperset(ids):
            return False
        place = row if row >= 0 else parent.row() if parent.isValid() else len(self.lines)
        self.dropped.emit(ids, place)
        return False  # the lines are read again: the view has no rows to take away

    def drag_flags(self, index: Index) -> Qt.ItemFlag:
        """Give what a cell adds to its flags: it can be dragged; what is put down lies between rows."""
        if not self.may_edit:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled


def let_drag(table: QTableView) -> None:
    """Let whole rows of a table be dragged within it."""
    table.setDragEnabled(True)
    table.setAcceptDrops(True)
    table.setDropIndicatorShown(True)
    table.setDragDropOverwriteMode(False)
    table.setDefaultDropAction(Qt.DropAction.MoveAction)
    table.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)


def put_before(order: Sequence[str], ids: Sequence[str], place: int) -> list[str]:
    """Give the order of ids after some of them were put before the one at a place."""
    moved = [one for one in order if one in set(ids)]
    before = [one for one in order[:place] if one not in set(ids)]
    return [*before, *moved, *(one for one in order[place:] if one not in set(ids))]
