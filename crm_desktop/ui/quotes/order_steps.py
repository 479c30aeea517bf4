"""The steps of an order wherever it is shown: which there are, their words, and doing them with a way back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from crm_desktop.actions import orders
from crm_desktop.actions.desk import Done
from crm_desktop.actions.orders import Verb
from crm_desktop.core.entities import Order
from crm_desktop.core.errors import UserError
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.taking_back import take_back


class OrderSteps(QObject):
    """Do the steps of the order in `order`. moved: it became something else, by Done."""

    moved = Signal(object)

    def __init__(self, context: Context, frame: Frame, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._frame = context, frame
        self.order: Order | None = None

    def verbs(self) -> list[Verb]:
        """List what can be done, the likeliest first."""
        if self.order is None or not self._context.may_edit:
            return []
        return list(orders.verbs(self.order))

    def words(self) -> dict[Verb, tuple[str, str]]:
        """Name each step and say what it does."""
        return {
            "deliver": (
                self.tr("Mark as delivered"),
                self.tr("Note that the customer has everything; wholly paid, the order is closed"),
            ),
            "close": (self.tr("Close the order"), self.tr("Nothing is left to do with it")),
            "reopen": (self.tr("Not delivered yet"), self.tr("The order is to be delivered again")),
            "cancel": (self.tr("Cancel the order"), self.tr("Nothing is delivered, and nothing is to be paid")),
        }

    @property
    def invites(self) -> bool:
        """Tell whether the likeliest step is one that most orders come to: closing one that is not paid is none."""
        return self.verbs()[:1] == ["deliver"]

    def said(self) -> list[tuple[str, str]]:
        """Give the name of each step that can be done, and what it does."""
        words = self.words()
        return [words[verb] for verb in self.verbs()]

    def do_first(self) -> None:
        """Do the likeliest step."""
        self.do(self.verbs()[0])

    def fill(self, menu: QMenu, since: int = 0) -> None:
        """Add the steps to a menu. since: so many of the first are left out."""
        words = self.words()
        for verb in self.verbs()[since:]:
            action = menu.addAction(words[verb][0])
            action.setToolTip(words[verb][1])
            action.triggered.connect(lambda _checked=False, verb=verb: self.do(verb))

    def do(self, verb: Verb) -> None:
        """Do one of the steps."""
        order, desk = self.order, self._context.desk
        if order is None:
            return
        said = {
            "deliver": self.tr("%1 is delivered"), "close": self.tr("%1 is closed"),
            "reopen": self.tr("%1 is to be delivered"), "cancel": self.tr("%1 is cancelled"),
        }  # fmt: skip
        self._act(lambda: orders.do(desk, order, verb), said[verb].replace("%1", order.number))

    def _act(self, action: Callable[[], Done], words: str) -> None:
        context, frame = self._context, self._frame
        try:
            done = action()
        except UserError as error:
            frame.message("warn", sentence(error))
            return
        self.moved.emit(done)
        frame.toast(words, self.tr("Undo"), lambda: take_back(context, frame, done.change))
