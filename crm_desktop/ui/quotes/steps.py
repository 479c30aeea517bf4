"""The steps of a quote wherever it is shown: which there are, their words, and doing them with a way back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

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


class QuoteSteps(QObject):
    """Do the steps of the quote in `quote`. moved: it became something else, by Done."""

    moved = Signal(object)

    def __init__(self, context: Context, frame: Frame, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._frame = context, frame
        self.quote: Quote | None = None

    def verbs(self) -> list[Verb]:
        """List what can be done today, the likeliest first; nothing with a draft, whose step is its issue."""
        quote = self.quote
        if quote is None or not self._context.may_edit:
            return []
        return [verb for verb in quote_life.verbs(quote, today(self._context)) if verb != "issue"]

    def words(self) -> dict[Verb, tuple[str, str]]:
        """Name each step and say what it does."""
        return {
            "accept": (self.tr("Accept"), self.tr("The customer orders: the deal is won, and its order is made")),
            "send": (self.tr("Mark as sent"), self.tr("Note that the paper went to the customer")),
            "decline": (self.tr("Decline"), self.tr("The customer does not want it: say why")),
            "revise": (self.tr("Revise"), self.tr("Change it as the next revision of the same number")),
            "renew": (self.tr("Renew"), self.tr("Make the next revision at the prices of today")),
            "take_back": (
                self.tr("Take the acceptance back"),
                self.tr("The order is cancelled, and the deal is as it was before"),
            ),
        }

    @property
    def invites(self) -> bool:
        """Tell whether the likeliest step is one that most quotes come to: taking back is none."""
        return self.verbs()[:1] not in ([], ["take_back"])

    def said(self) -> list[tuple[str, str]]:
        """Give the name of each step that can be done, and what it does."""
        words = self.words()
        return [words[verb] for verb in self.verbs()]

    def do_first(self) -> None:
        """Do the likeliest step."""
        self.do(self.verbs()[0])

    def fill(self, menu: QMenu, since: int = 0) -> None:
        """Add the steps to a menu, each reason of a refusal by itself. since: so many of the first are left out."""
        words = self.words()
        for verb in self.verbs()[since:]:
            text, tip = words[verb]
            if verb == "decline":
                self._offer_reasons(menu.addMenu(text))
                continue
            action = menu.addAction(text)
            action.setToolTip(tip)
            action.triggered.connect(lambda _checked=False, verb=verb: self.do(verb))

    def _offer_reasons(self, menu: QMenu) -> None:
        for reason in entity_of(Quote).fields["declined_because"].choices:
            action = menu.addAction(core(reason.label))
            action.triggered.connect(lambda _checked=False, value=reason.value: self.do("decline", value))

    def do(self, verb: Verb, because: str = "") -> None:
        """Do one of the steps; because: why it was declined."""
        quote, desk = self.quote, self._context.desk
        if quote is None:
            return
        steps: dict[Verb, Callable[[], None]] = {
            "send": lambda: self._tell(quote_life.mark_sent(desk, quote), self.tr("%1 is marked as sent")),
            "accept": lambda: self._tell(quote_life.accept(desk, quote), self.tr("%1 is an order now")),
            "decline": lambda: self._tell(quote_life.decline(desk, quote, because), self.tr("%1 was declined")),
            "revise": lambda: self._revised(*quote_life.revise(desk, quote)),
            "renew": self._renew,
            "take_back": lambda: self._tell(
                quote_life.take_acceptance_back(desk, quote), self.tr("%1 is no order any more")
            ),
        }
        try:
            steps[verb]()
        except UserError as error:
            self._frame.message("warn", sentence(error))

    def _renew(self) -> None:
        if self.quote is None:
            return
        made, told, done = quote_life.renew(self._context.desk, self.quote)
        prices = sum(any(step.name == "unit_price" for step in one.steps) for one in told.lines)
        words = self.tr("%1 at the prices of today, other prices: %2").replace("%2", number(prices))
        self._revised(made, done, words)

    def _revised(self, made: Quote, done: Done, words: str = "") -> None:
        if done.change:
            self._tell(done, words or self.tr("%1 is begun as a draft"), made)
        self._frame.go(Place("quote_editor", made.id))

    def _tell(self, done: Done, words: str, quote: Quote | None = None) -> None:
        about, context, frame = quote or self.quote, self._context, self._frame
        said = words.replace("%1", paper_number(about.number, about.revision) if about else "")
        self.moved.emit(done)
        frame.toast(said, self.tr("Undo"), lambda: take_back(context, frame, done.change))
