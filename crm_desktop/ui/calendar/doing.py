"""What is done to a thing of the calendar: moved, planned once more, finished, deleted, each with a way back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.actions import planning, records
from crm_desktop.actions.desk import Done
from crm_desktop.actions.planning import Slot
from crm_desktop.core.entities import Activity
from crm_desktop.core.errors import UserError
from crm_desktop.ui.calendar.items import Piece, slot_words
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.records.closing import close_activity
from crm_desktop.ui.taking_back import take_back
from crm_desktop.ui.wording import name_of


class Doing(QObject):
    """Carry out what the views of a calendar ask for.

    about_to_tell: the id of the record and the day that should be seen afterwards. refused: a Piece and the Slot that it
    was not given.
    """

    about_to_tell = Signal(str, object)
    refused = Signal(object, object)

    def __init__(self, context: Context, frame: Frame, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._frame = context, frame

    def move(self, piece: Piece, slot: Slot) -> None:
        """Give something another place; one that is refused springs back."""
        activity = piece.item.activity
        if activity is not None and self._may(piece, slot):
            words = self.tr("%1 moved to %2").replace("%1", piece.title)
            self._act(piece, slot, lambda: (activity, planning.move_to(self._context.desk, activity, slot)), words)

    def copy(self, piece: Piece, slot: Slot) -> None:
        """Plan the same once more at another place."""
        activity = piece.item.activity
        if activity is not None and self._may(piece, slot):
            words = self.tr("%1 planned once more for %2").replace("%1", piece.title)
            self._act(piece, slot, lambda: planning.copy_to(self._context.desk, activity, slot), words)

    def delete(self, piece: Piece) -> None:
        """Delete something."""
        activity = piece.item.activity
        if activity is not None and self._may(piece, piece.slot):
            words = self.tr("Deleted: %1").replace("%1", piece.title)
            self._act(piece, piece.slot, lambda: (activity, records.delete(self._context.desk, activity)), words)

    def finish(self, piece: Piece, beside: QWidget, place: QRect) -> None:
        """Ask beside a thing how it ended and what comes next, and mark it as done."""
        if piece.item.activity is not None:
            close_activity(self._context, self._frame, piece.item.activity, beside, place)

    def tell_planned(self, activity: Activity, done: Done) -> None:
        """Say that something new was planned."""
        self.about_to_tell.emit(activity.id, activity.due_day)
        self._toast(self.tr("Planned: %1").replace("%1", name_of(activity)), done)

    def refuse_past(self) -> None:
        """Say why nothing can be changed here."""
        self._frame.message("info", self.tr("You are looking at the past. Go back to now to plan something."))

    def _may(self, piece: Piece, slot: Slot) -> bool:
        if not self._context.may_edit:
            self.refused.emit(piece, slot)
            self.refuse_past()
        return self._context.may_edit

    def _act(self, piece: Piece, slot: Slot, act: Callable[[], tuple[Activity, Done]], words: str) -> None:
        try:
            activity, done = act()
        except UserError as error:
            self.refused.emit(piece, slot)
            self._frame.message("warn", sentence(error))
            return
        if done.change:
            self.about_to_tell.emit(activity.id, slot.day)
            self._context.tell(done)
            self._toast(words.replace("%2", slot_words(self._context, slot)), done)

    def _toast(self, words: str, done: Done) -> None:
        self._frame.toast(words, self.tr("Undo"), lambda: take_back(self._context, self._frame, done.change))
