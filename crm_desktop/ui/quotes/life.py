"""What can be done with a quote now: accept, mark as sent, decline with a reason, revise, renew; each with its way back."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from crm_desktop.actions import quote_life
from crm_desktop.actions.desk import Done
from crm_desktop.actions.quote_life import Verb
from crm_desktop.core.entities import Quote
from crm_desktop.core.entities.quote_life import paper_number
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import entity_of
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.places import Place
from crm_desktop.ui.taking_back import take_back
from crm_desktop.ui.wording import core, number, today


class QuoteLife(QWidget):
    """The likeliest step as a button, the others in a menu beside it. moved: the quote became something else, by Done."""

    moved = Signal(object)

    def __init__(self, context: Context, frame: Frame, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._frame = context, frame
        self._quote: Quote | None = None
        self.first, self.more = QPushButton(self), QPushButton(self)
        self.first.setProperty("kind", "primary")
        self.menu = QMenu(self.more)
        self.more.setMenu(self.menu)
        self.first.clicked.connect(lambda: self._do(self._verbs()[0]))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.first)
        row.addWidget(self.more)

    def show_quote(self, quote: Quote | None) -> None:
        """Offer what can be done with a quote today; nothing for a draft, whose step is its issue."""
        self._quote = quote
        self._offer()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._offer()

    def do(self, verb: Verb, because: str = "") -> None:
        """Do one of the steps; because: why it was declined."""
        quote, desk = self._quote, self._context.desk
        if quote is None:
            return
        steps: dict[Verb, Callable[[], None]] = {
            "send": lambda: self._tell(quote_life.mark_sent(desk, quote), self.tr("%1 is marked as sent")),
            "accept": lambda: self._tell(quote_life.accept(desk, quote), self.tr("%1 is an order now")),
            "decline": lambda: self._tell(quote_life.decline(desk, quote, because), self.tr("%1 was declined")),
            "revise": lambda: self._revised(*quote_life.revise(desk, quote)),
            "renew": self._renew,
        }
        try:
            steps[verb]()
        except UserError as error:
            self._frame.message("warn", sentence(error))

    def _do(self, verb: Verb) -> None:
        self.do(verb)

    def _renew(self) -> None:
        if self._quote is None:
            return
        made, told, done = quote_life.renew(self._context.desk, self._quote)
        prices = sum(any(step.name == "unit_price" for step in one.steps) for one in told.lines)
        words = self.tr("%1 at the prices of today, other prices: %2").replace("%2", number(prices))
        self._revised(made, done, words)

    def _revised(self, made: Quote, done: Done, words: str = "") -> None:
        if done.change:
            self._tell(done, words or self.tr("%1 is begun as a draft"), made)
        self._frame.go(Place("quote_editor", made.id))

    def _tell(self, done: Done, words: str, quote: Quote | None = None) -> None:
        about = quote or self._quote
        self.moved.emit(done)
        said = words.replace("%1", paper_number(about.number, about.revision) if about else "")
        self._frame.toast(said, self.tr("Undo"), lambda: take_back(self._context, self._frame, done.change))

    def _verbs(self) -> list[Verb]:
        quote = self._quote
        if quote is None or not self._context.may_edit:
            return []
        return [verb for verb in quote_life.verbs(quote, today(self._context)) if verb != "issue"]

    def _offer(self) -> None:
        verbs, words = self._verbs(), self._words()
        self.setVisible(bool(verbs))
        if not verbs:
            return
        self.first.setText(words[verbs[0]][0])
        self.first.setToolTip(words[verbs[0]][1])
        self.more.setText(self.tr("More"))
        self.more.setToolTip(self.tr("What else can be done with this quote"))
        self.more.setVisible(len(verbs) > 1)
        self.menu.clear()
        self.menu.setToolTipsVisible(True)
        for verb in verbs[1:]:
            text, tip = words[verb]
            if verb == "decline":
                self._offer_reasons(self.menu.addMenu(text))
                continue
            action = self.menu.addAction(text)
            action.setToolTip(tip)
            action.triggered.connect(lambda _checked=False, verb=verb: self.do(verb))

    def _offer_reasons(self, menu: QMenu) -> None:
        for reason in entity_of(Quote).fields["declined_because"].choices:
            action = menu.addAction(core(reason.label))
            action.triggered.connect(lambda _checked=False, value=reason.value: self.do("decline", value))

    def _words(self) -> dict[Verb, tuple[str, str]]:
        return {
            "accept": (self.tr("Accept"), self.tr("The customer orders: the deal is won, and this is the order")),
            "send": (self.tr("Mark as sent"), self.tr("Note that the paper went to the customer")),
            "decline": (self.tr("Decline"), self.tr("The customer does not want it: say why")),
            "revise": (self.tr("Revise"), self.tr("Change it as the next revision of the same number")),
            "renew": (self.tr("Renew"), self.tr("Make the next revision at the prices of today")),
        }
