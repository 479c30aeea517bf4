"""Dragging the papers of selected quotes out of their list."""

from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from crm_desktop.core.entities import Quote
from crm_desktop.ui.context import Context
from crm_desktop.ui.lists.table import RecordTable
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.drag_out import DragOut
from crm_desktop.ui.quotes.paper import QuotePaper

MOST = 20
"""Papers at once: each is read or drawn while the mouse waits."""


class PaperDrag:
    """Let selected rows of a list of quotes be dragged away as PDF files; a row that is not selected is selected first."""

    def __init__(self, context: Context, frame: Frame, page: QWidget, table: RecordTable) -> None:
        self._context, self._table = context, table
        self._paper = QuotePaper(context, frame, page)
        self.drag = DragOut(table.viewport(), self._files, begins=self._is_selected)

    def _is_selected(self, at: QPoint) -> bool:
        index = self._table.indexAt(at)
        return index.isValid() and self._table.selectionModel().isSelected(index)

    def _files(self) -> list[Path]:
        found = self._context.view.by_ids(Quote, self._table.chosen_ids()[:MOST])
        return [file for quote in found.values() for file in self._paper.handed_out(quote)]
