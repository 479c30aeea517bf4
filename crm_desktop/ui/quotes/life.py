"""What can be done with a quote now: the likeliest step as a button, the others in a menu beside it."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from crm_desktop.actions.quote_life import Verb
from crm_desktop.core.entities import Quote
from crm_desktop.ui.context import Context
from crm_desktop.ui.page import Frame
from crm_desktop.ui.quotes.steps import QuoteSteps


class QuoteLife(QWidget):
    """Accept, mark as sent, decline with a reason, revise, renew. moved: the quote became something else, by Done."""

    moved = Signal(object)

    def __init__(self, context: Context, frame: Frame, parent: QWidget) -> None:
        super().__init__(parent)
        self.steps = QuoteSteps(context, frame, self)
        self.steps.moved.connect(self.moved)
        self.first, self.more = QPushButton(self), QPushButton(self)
        self.first.setProperty("kind", "primary")
        self.menu = QMenu(self.more)
        self.more.setMenu(self.menu)
        self.first.clicked.connect(self.steps.do_first)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.first)
        row.addWidget(self.more)

    def show_quote(self, quote: Quote | None) -> None:
        """Offer what can be done with a quote today; nothing for a draft, whose step is its issue."""
        self.steps.quote = quote
        self._offer()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._offer()

    def do(self, verb: Verb, because: str = "") -> None:
        """Do one of the steps; because: why it was declined."""
        self.steps.do(verb, because)

    def _offer(self) -> None:
        said, in_menu = self.steps.said(), 1 if self.steps.invites else 0
        self.setVisible(bool(said))
        self.first.setVisible(self.steps.invites)
        self.more.setVisible(len(said) > in_menu)
        if self.steps.invites:
            self.first.setText(said[0][0])
            self.first.setToolTip(said[0][1])
        self.more.setText(self.tr("More"))
        self.more.setToolTip(self.tr("What else can be done with this quote"))
        self.menu.clear()
        self.menu.setToolTipsVisible(True)
        self.steps.fill(self.menu, since=in_menu)
