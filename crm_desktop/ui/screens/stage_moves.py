"""Moving the deal in front to another stage, from its path, by key or by menu; a lost one is asked why."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.actions import deals
from crm_desktop.core.entities import Opportunity, Stage
from crm_desktop.core.entities.pipeline import LOST
from crm_desktop.core.errors import RefusedError
from crm_desktop.ui import wording
from crm_desktop.ui.board.asks import LostReason
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.records.stage_path import StagePath
from crm_desktop.ui.taking_back import take_back


class StageMoves(QObject):
    """Move one deal. moved: it went, and is to be read again."""

    moved = Signal()

    def __init__(self, context: Context, frame: Frame, path: StagePath, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._frame, self._path, self._page = context, frame, path, page
        self._deal: Opportunity | None = None
        self.lost: LostReason | None = None
        path.asked.connect(self.move_to)

    def show_deal(self, deal: Opportunity | None) -> None:
        """Take another deal, None where the record in front is none."""
        self._deal = deal
        self._path.setVisible(deal is not None)
        if deal is not None:
            self._path.show_deal(deal)

    def move_to(self, stage: Stage) -> None:
        """Move the deal to a stage; a lost one is asked for its reason first."""
        deal = self._deal
        if deal is None or stage.id == deal.stage or not self._context.may_edit:
            return
        if stage.outcome == LOST and not deal.lost_reason:
            self._ask_why(deal, stage)
        else:
            self._move(deal, stage)

    def move_on(self) -> None:
        """Move the deal to its next stage."""
        stage = self._path.next_stage()
        if stage is not None:
            self.move_to(stage)

    def _ask_why(self, deal: Opportunity, stage: Stage) -> None:
        asks = LostReason(self._context, deal, self._page)
        asks.setWindowFlags(Qt.WindowType.Popup)
        asks.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asks.done.connect(asks.close)

        def give(reason: str, note: str) -> None:
            asks.close()
            self._move(deal, stage, reason, note)

        asks.given.connect(give)
        asks.adjustSize()
        button = next((each for each in self._path.buttons if each.stage.id == stage.id), self._path)
        corner = button.mapToGlobal(button.rect().bottomRight())
        corner.setX(max(0, corner.x() - asks.width()))
        asks.move(corner)
        self.lost = asks
        asks.show()
        asks.take_focus()

    def _move(self, deal: Opportunity, stage: Stage, reason: str = "", note: str = "") -> None:
        try:
            done = deals.move(self._context.desk, deal, stage, reason, note)
        except RefusedError as error:
            self._frame.message("warn", sentence(error))
            return
        self._context.tell(done)
        self.moved.emit()
        text = self.tr("Moved to %1").replace("%1", wording.name_of(stage))
        self._frame.toast(text, self.tr("Undo"), lambda: take_back(self._context, self._frame, done.change))
