"""The confirmation of an order over the window: looked at, issued, printed, kept as a PDF."""

from PySide6.QtWidgets import QPushButton, QWidget

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.core.entities import Order
from crm_desktop.core.entities.order_life import CANCELLED
from crm_desktop.core.errors import UserError
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.paper_over import PaperOver


class ConfirmationPaper(PaperOver):
    """Show the confirmation of an order as it goes to the customer; until it is issued it bears the mark of a draft."""

    def __init__(self, context: Context, frame: Frame, order: Order, window: QWidget) -> None:
        super().__init__(context, frame, order.number, window)
        self._order = order
        self.issue_button = QPushButton(self)
        self.issue_button.setProperty("kind", "primary")
        self.issue_button.setText(self.tr("Issue once more") if order.paper else self.tr("Issue"))
        self.issue_button.setToolTip(self.tr("Date it today and keep its paper as it is now"))
        self.issue_button.setVisible(context.may_edit and order.state != CANCELLED)
        self.issue_button.clicked.connect(self.issue)
        self.head.insertWidget(self.head.count(), self.issue_button)
        self.print_button.setProperty("kind", "")
        self._show()

    def issue(self) -> None:
        """Issue the confirmation, keep its bytes and show them."""
        desk, order = self._context.desk, self._order
        self.issue_button.setEnabled(False)
        self._context.tasks.run(
            lambda: _confirmed(desk, order), self._on_issued, self._on_refused, name=self.drawing, halt=self._halt
        )

    def _on_issued(self, done: Done) -> None:
        self._context.tell(done)
        found = self._context.desk.replica.get(Order, self._order.id)
        if found is not None:
            self._order = found
            self._show()
        self.issue_button.setText(self.tr("Issue once more"))
        self.issue_button.setEnabled(True)
        self._frame.toast(self.tr("%1 is confirmed").replace("%1", self._order.number))

    def _on_refused(self, error: UserError) -> None:
        self.issue_button.setEnabled(True)
        self._frame.message("warn", sentence(error))

    def _show(self) -> None:
        desk, order = self._context.desk, self._order
        self.draw(lambda: _drawn(desk, order))


def _drawn(desk: Desk, order: Order) -> bytes:
    # The library of papers takes 0.3 s to load, so it waits for the first paper.
    from crm_desktop.actions.confirming import confirmation_of

    return confirmation_of(desk, order)


def _confirmed(desk: Desk, order: Order) -> Done:
    # Loads the library of papers, as the paper does.
    from crm_desktop.actions.confirming import confirm

    return confirm(desk, order)
