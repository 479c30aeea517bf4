"""The inbox: conflicts to answer and refused changes to mend, one key each."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.actions import approvals, inbox
from crm_desktop.actions.desk import Done
from crm_desktop.actions.standing import news_of_a_load
from crm_desktop.core.entities import Approval, Conflict, Refusal
from crm_desktop.core.entities.limits import GRANTED, REFUSED, RETURNED
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.schema import Record
from crm_desktop.ui.context import Context
from crm_desktop.ui.frame.inbox_badge import KEY
from crm_desktop.ui.look.icons import pixmap
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame, Page
from crm_desktop.ui.places import Place
from crm_desktop.ui.screens.approval_card import ANOTHER, ApprovalCard
from crm_desktop.ui.screens.inbox_cards import ConflictCard, InboxCard, RefusalCard
from crm_desktop.ui.wording import core, number

MOST = 50  # cards at once; the others follow as these are answered
WIDEST = 860


class Inbox(Page):
    """List what came back and take the answers."""

    def __init__(self, context: Context, frame: Frame) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self._context, self._frame = context, frame
        self.cards: list[InboxCard] = []
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        self._lay_out()
        context.tasks.touched.connect(self._on_touched)
        context.appearance.changed.connect(self._soon.start)

    def open_place(self, place: Place) -> None:
        self.refresh()

    def take_focus(self) -> None:
        if self.cards:
            self.cards[0].setFocus()
        else:
            self.setFocus()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Inbox"))
        self.setAccessibleName(self.tr("Inbox"))
        self._empty.setText(self.tr("No conflicts"))
        self._empty_why.setText(
            self.tr("Two people changed nothing differently, and the server took everything you sent.")
        )
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Read anew what waits, and keep the keyboard near where it was."""
        here = next(
            (at for at, card in enumerate(self.cards) if card.hasFocus() or card.isAncestorOf(self._focused())), -1
        )
        for card in self.cards:
            card.hide()
            card.deleteLater()
        desk = self._context.desk
        asked = approvals.waiting_for_me(desk)
        found: list[Conflict | Refusal | Approval] = [*asked, *inbox.open_conflicts(desk), *inbox.open_refusals(desk)]
        self.cards = [self._make(one) for one in found[:MOST]]
        for at, card in enumerate(self.cards):
            self._column.insertWidget(at, card)
            card.show()
        why = core(news_of_a_load(desk))
        self._load.setText(why)
        self._load.setVisible(bool(why))
        self._nothing.setVisible(not found)
        self._scroll.setVisible(bool(found))
        left = len(found) - len(self.cards)
        self._count.setText(self.tr("%1 to answer").replace("%1", number(len(found))) if found else "")
        self._more.setText(
            self.tr("%1 more follow when these are answered").replace("%1", number(left)) if left else ""
        )
        self._frame.set_badge(KEY, len(found))
        if here >= 0:
            (self.cards[min(here, len(self.cards) - 1)] if self.cards else self).setFocus()

    def answer(self, card: InboxCard, answer: str) -> None:
        """Take an answer; what still breaks a rule is said on the card."""
        desk, record = self._context.desk, card.record
        if isinstance(card, ApprovalCard) and answer == ANOTHER and card.to is None:
            card.pass_on()
            return
        try:
            if isinstance(record, Approval):
                self._tell(*self._decided(card, record, answer))
                return
            if isinstance(record, Conflict):
                take = inbox.take_standing if answer == "standing" else inbox.take_waiting
                done = take(desk, record)
                words = (
                    self.tr("The standing value was kept")
                    if answer == "standing"
                    else self.tr("The other value was taken")
                )
            elif answer == "again":
                done, words = inbox.send_again(desk, record), self.tr("It will be sent again")
            else:
                done, words = inbox.discard(desk, record), self.tr("Put aside; what was typed stays in the history")
        except RefusedError as error:
            card.show_trouble(sentence(error))
            return
        self._tell(done, words)

    def _decided(self, card: InboxCard, asked: Approval, answer: str) -> tuple[Done, str]:
        desk, to = self._context.desk, card.to if isinstance(card, ApprovalCard) else None
        if answer == ANOTHER and to is not None:
            return approvals.pass_on(desk, asked, to), self.tr("Passed on to %1").replace("%1", to.name)
        note = card.note.text() if isinstance(card, ApprovalCard) else ""
        words = {
            GRANTED: self.tr("Approved"), RETURNED: self.tr("Returned to be changed"), REFUSED: self.tr("Refused"),
        }  # fmt: skip
        return approvals.answer(desk, asked, answer, note), words[answer]

    def _tell(self, done: Done, words: str) -> None:
        self._context.tell(done)
        self._frame.toast(words, self.tr("Undo"), lambda: self._take_back(done.change))

    def _take_back(self, change: str) -> None:
        try:
            self._context.tell(inbox.take_back(self._context.desk, change))
        except UserError as error:
            self._frame.message("warn", sentence(error))

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if self.isVisible() and touched.keys() & inbox.CONCERNING:
            self._soon.start()

    def _on_walked(self, card: InboxCard, side: int) -> None:
        at = self.cards.index(card) + side
        if 0 <= at < len(self.cards):
            self.cards[at].setFocus()
            self._scroll.ensureWidgetVisible(self.cards[at])

    def _focused(self) -> QWidget:
        return self.focusWidget() or self

    def _make(self, record: Conflict | Refusal | Approval) -> InboxCard:
        kinds: dict[type[Record], type[InboxCard]] = {
            Conflict: ConflictCard,
            Refusal: RefusalCard,
            Approval: ApprovalCard,
        }
        card = kinds[type(record)](self._context, record, self)
        card.answered.connect(lambda answer: self.answer(card, answer))
        card.walked.connect(lambda side: self._on_walked(card, side))
        card.opened.connect(self._open)
        return card

    def _open(self, record: str) -> None:
        key, _, id_ = record.partition(":")
        place = Place("quote_editor", id_, under=KEY) if key == "quote" else Place("record", record, under=KEY)
        self._frame.go(place)

    def _lay_out(self) -> None:
        self._title, self._count, self._empty, self._empty_why, self._more, self._load = (
            QLabel(self) for _ in range(6)
        )
        self._title.setProperty("kind", "title")
        for label in (self._count, self._empty_why, self._more, self._load):
            label.setProperty("kind", "muted")
        self._load.setWordWrap(True)
        self._load.setContentsMargins(24, 0, 24, 12)
        self._empty.setProperty("kind", "heading")
        sign = QLabel(self)
        sign.setPixmap(pixmap("circle-check", self._context.appearance.theme.good, 40, self.devicePixelRatioF()))
        self._nothing = QWidget(self)
        middle = QVBoxLayout(self._nothing)
        middle.addStretch(2)
        for part in (sign, self._empty, self._empty_why):
            middle.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(3)
        inside = QWidget(self)
        inside.setProperty("kind", "bar")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(24, 0, 24, 24)
        self._column.setSpacing(12)
        self._column.addWidget(self._more)
        self._column.addStretch(1)
        inside.setMaximumWidth(WIDEST)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        top = QHBoxLayout()
        top.setContentsMargins(24, 20, 24, 12)
        top.setSpacing(12)
        top.addWidget(self._title)
        self._count.setContentsMargins(0, 0, 0, 5)  # on the line of the larger title
        top.addWidget(self._count, 1, Qt.AlignmentFlag.AlignBottom)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(top)
        page.addWidget(self._load)
        page.addWidget(self._nothing, 1)
        page.addWidget(self._scroll, 1)
