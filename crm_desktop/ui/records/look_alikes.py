"""Possible duplicates of the record in front: looked for in the background, also while somebody types a new one."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crm_desktop.actions import duplicates
from crm_desktop.actions.duplicates import Candidate
from crm_desktop.core.entities import Account, Contact
from crm_desktop.core.likeness import KINDS, Reason, as_named
from crm_desktop.core.schema import Record, entity_of
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import pixmap
from crm_desktop.ui.page import Frame
from crm_desktop.ui.places import place_of
from crm_desktop.ui.records.related_row import RelatedRow
from crm_desktop.ui.taking_back import take_back

PAUSE_MS = 150
"""Without a key, after which what is typed is looked for."""


class CandidateCard(QFrame):
    """One record that may be the same: who it is, where, whose, when last spoken to, and why it looks alike.

    opened: it was clicked; parted: it is not the same. Merging gets a button beside the latter.
    """

    opened = Signal()
    parted = Signal()

    def __init__(self, context: Context, candidate: Candidate, parent: QWidget) -> None:
        super().__init__(parent)
        self.candidate = candidate
        self.setProperty("kind", "card")
        hue = "red" if candidate.is_certain else "amber"
        share = wording.percent(Decimal(candidate.likeness.score))
        self.row = RelatedRow(context, candidate.record, self, (_about(context, candidate), share, hue))
        self.row.setToolTip(self.row.accessibleName())
        self.row.clicked.connect(self.opened)
        self.reasons = QLabel(" · ".join(worded(reason) for reason in candidate.likeness.reasons), self)
        self.reasons.setProperty("kind", "small")
        self.reasons.setWordWrap(True)
        self.reasons.setContentsMargins(34, 0, 8, 0)
        self.part = QPushButton(self.tr("Not a duplicate"), self)
        self.part.setProperty("kind", "link")
        name = wording.name_of(candidate.record)
        self.part.setAccessibleName(self.tr("Not a duplicate: %1").replace("%1", name))
        self.part.setVisible(context.may_edit)
        self.part.clicked.connect(self.parted)
        answers = QHBoxLayout()
        answers.setContentsMargins(30, 0, 8, 4)
        answers.addWidget(self.part)
        answers.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.row)
        column.addWidget(self.reasons)
        column.addLayout(answers)


class LookAlikes(QWidget):
    """List the possible duplicates of a record, nothing where there are none.

    found: another list is shown. part: what "not a duplicate" does where the record does not stand yet.
    """

    found = Signal()

    def __init__(
        self,
        context: Context,
        frame: Frame,
        parent: QWidget | None = None,
        part: Callable[[Record], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._part = part or self.set_apart
        self._context, self._frame = context, frame
        self._record: Record | None = None
        self._typed: Callable[[], Record] | None = None
        self._asked = 0
        self.cards: list[CandidateCard] = []
        self.sign, self.heading, self.number = QLabel(self), QLabel(self), QLabel(self)
        self.heading.setProperty("kind", "heading")
        self.number.setProperty("kind", "small")
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        head.setSpacing(6)
        for label in (self.sign, self.heading, self.number):
            head.addWidget(label)
        head.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 12, 8, 4)
        self._column.setSpacing(6)
        self._column.addLayout(head)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        context.tasks.touched.connect(self._on_touched)
        context.moved_in_time.connect(self._ask)
        context.appearance.changed.connect(self._word)
        self.hide()
        self._word()

    def show_record(self, record: Record) -> None:
        """Look for duplicates of a record, once it has stayed in front for a moment."""
        is_same = self._record is not None and self._record.id == record.id
        self._record, self._typed = record, None
        if not is_same:
            self._show([])
        self._pause.start()

    def follow(self, typed: Callable[[], Record]) -> None:
        """Look for duplicates of what is being typed, once the keys pause. typed: gives it as it is so far."""
        self._typed = typed
        self._pause.start()

    def _ask(self) -> None:
        """Ask in the lane of long work; what is asked later makes the answer void."""
        self._pause.stop()
        record = self._record if self._typed is None else self._typed()
        self._asked += 1
        if not isinstance(record, Account | Contact) or not self._context.may_edit:
            self._show([])
            return
        if self._typed is not None:
            record = as_named(record)
        look = partial(duplicates.look_for, self._context.desk, record)
        self._context.tasks.run(look, partial(self._on_found, self._asked))

    def _on_found(self, number: int, candidates: tuple[Candidate, ...]) -> None:
        if number == self._asked:
            self._show(list(candidates))

    def _show(self, candidates: list[Candidate]) -> None:
        if [card.candidate for card in self.cards] == candidates:
            return
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [CandidateCard(self._context, candidate, self) for candidate in candidates]
        for card in self.cards:
            card.opened.connect(partial(self._open, card.candidate.record))
            card.parted.connect(lambda other=card.candidate.record: self._part(other))
            self._column.addWidget(card)
        self._word()
        self.setVisible(bool(candidates))
        self.found.emit()

    def _open(self, record: Record) -> None:
        self._frame.go(place_of(entity_of(record).key, record.id))

    def set_apart(self, other: Record) -> None:
        """Note at the record in front that another one is not the same."""
        if not isinstance(self._record, Account | Contact) or not isinstance(other, Account | Contact):
            return
        own = self._context.desk.replica.get(type(self._record), self._record.id)
        if own is None:
            return
        done = duplicates.set_apart(self._context.desk, own, other)
        self._context.tell(done)
        text = self.tr("Set apart: %1").replace("%1", wording.name_of(other))
        self._frame.toast(text, self.tr("Undo"), partial(take_back, self._context, self._frame, done.change))

    def _word(self) -> None:
        warn = self._context.appearance.theme.warn
        self.sign.setPixmap(pixmap("copy", warn, 16, self.devicePixelRatioF()))
        self.heading.setText(self.tr("Possible duplicates"))
        self.number.setText(wording.number(len(self.cards)) if self.cards else "")

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if self._record is not None and ("*" in touched or touched.keys() & set(KINDS)):
            found = self._context.desk.replica.get(type(self._record), self._record.id)
            self._record = found or self._record
            self._ask()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            shown = [card.candidate for card in self.cards]
            self._show([])
            self._show(shown)
            self._word()


def worded(reason: Reason) -> str:
    """Say in the language of the reader what two records share."""
    return QCoreApplication.translate("core", reason.said).replace("{value}", reason.value)


def _about(context: Context, candidate: Candidate) -> str:
    """Say where a candidate is, whose it is, and when somebody was last in touch."""
    last = candidate.last_contact
    if last is None:
        touch = QCoreApplication.translate("LookAlikes", "no contact yet")
    else:
        spoken = QCoreApplication.translate("LookAlikes", "last contact %1")
        touch = spoken.replace("%1", wording.near_day(context, last))
    owner = wording.title(context, "user", candidate.owner)
    return " · ".join(part for part in (candidate.city, owner, touch) if part)
