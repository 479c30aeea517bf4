"""The first records of those that a bulk edit is about, in words, and how many more there are."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.actions.bulk import Planned
from crm_desktop.ui import wording
from crm_desktop.ui.look.cells import Cell, CellsModel, Index

NOT_WORDED = Cell()


class Preview(CellsModel):
    """Hold what is planned, and word each row when it comes into sight."""

    def __init__(self, parent: QWidget, word: Callable[[Planned], Cell]) -> None:
        super().__init__(parent)
        self._word = word
        self._planned: Sequence[Planned] = ()

    def show_planned(self, planned: Sequence[Planned], count: int) -> None:
        """Take over other rows. count: how many there are, of which these are the first."""
        self._planned = planned
        more = self.tr("and %1 more").replace("%1", wording.number(count - len(planned)))
        rest = [Cell(secondary=more)] if count > len(planned) else []
        self.show_cells([*([NOT_WORDED] * len(planned)), *rest])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and self.cells[index.row()] is NOT_WORDED:
            self.cells[index.row()] = self._word(self._planned[index.row()])
        return super().data(index, role)
