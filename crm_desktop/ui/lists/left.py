"""How a list was left: its view with what was changed of it, the row with the keyboard, folded groups, the peek."""

from typing import Protocol

import msgspec
from PySide6.QtCore import QObject, QTimer, SignalInstance
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from crm_desktop.actions.views import Shown
from crm_desktop.core.schema import Raw, Record
from crm_desktop.ui.lists.cell_editing import CellEditing
from crm_desktop.ui.lists.record_model import RecordModel
from crm_desktop.ui.lists.table import RecordTable
from crm_desktop.ui.lists.views_bar import ViewsBar

PATIENCE_MS = 3000  # in which rows that take a while have come; later on nothing jumps any more


class Left(msgspec.Struct, frozen=True):
    """How a list was left. drafts: what was changed of views, by their ids; row: id of the record at the number `at`."""

    view: str = ""
    drafts: dict[str, Shown] = {}
    row: str = ""
    at: int = 0
    folded: tuple[Raw, ...] = ()
    is_peeking: bool = False


class LeftList(Protocol):
    """What coming back asks of the page of a list."""

    model: RecordModel
    table: RecordTable
    views: ViewsBar
    editing: CellEditing
    rearranged: SignalInstance

    @property
    def peeked(self) -> QWidget | None: ...
    def peek(self, record: Record) -> None: ...


class Returning(QObject):
    """Tell how a list is left, and arrange it alike when it is made again."""

    def __init__(self, page: QWidget, of: LeftList) -> None:
        super().__init__(page)
        self._list = of
        self._left = Left()
        of.table.walked.connect(lambda _record: of.rearranged.emit())
        of.model.refreshed.connect(of.rearranged)
        of.model.refreshed.connect(self._go_on)

    def left(self) -> str:
        """Say how the list is left."""
        here, record, peeked = self._list, self._list.table.current, self._list.peeked
        view, drafts = here.views.left()
        left = Left(
            view, drafts, record.id if record else self._left.row, here.table.currentIndex().row(), here.model.folded,
            peeked is not None and isValid(peeked) and peeked.isVisible(),
        )  # fmt: skip
        return msgspec.json.encode(left).decode()

    def take_up(self, left: str) -> None:
        """Arrange the list as it was left; what an older version wrote arranges nothing."""
        try:
            self._left = msgspec.json.decode(left, type=Left)
        except msgspec.DecodeError:
            return
        QTimer.singleShot(PATIENCE_MS, self, self._give_up)
        self._list.views.take_up(self._left.view, self._left.drafts)

    def _go_on(self) -> None:
        """Go back to the row once it is there."""
        left, here = self._left, self._list
        if left.folded and here.model.is_grouped:
            self._left = msgspec.structs.replace(left, folded=())
            here.model.fold_again(left.folded)
            return
        if not left.row or not here.model.rowCount() or not here.model.columnCount():
            return
        here.model.record(left.at)  # reads the page that it lay in
        row = here.model.row_of(left.row)
        if row < 0:
            return
        self._give_up()
        here.table.setCurrentIndex(here.model.index(row, 0))
        here.editing.take_up()
        record = here.table.current
        if left.is_peeking and record is not None:
            QTimer.singleShot(0, self, lambda: here.peek(record))  # once the window stands

    def _give_up(self) -> None:
        self._left = Left()
