"""The small card in which something is planned at an empty place of the calendar."""

from collections.abc import Collection
from datetime import date

import msgspec
from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from crm_desktop.actions import planning
from crm_desktop.actions.planning import USUAL_MINUTES, Slot
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import REGISTRY, Record, entity_of
from crm_desktop.ui import wording
from crm_desktop.ui.calendar.typed_slot import read_slot, written_slot
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.finder import Finder
from crm_desktop.ui.look.cells import Cell
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.parts.anchored import Anchored
from crm_desktop.ui.parts.kind_choice import KindChoice
from crm_desktop.ui.typed import TypedError

WIDTH = 400
PLACE = "plan"
"""Where this is typed: there is one such card."""
ABOUT = ("account", "contact", "opportunity")


class BegunPlan(msgspec.Struct, frozen=True):
    """What was typed and not saved yet.

    about: entity key and id of the record it is about, and what was typed to find one. slot: where it would stand; when: its
    time where that was typed; is_open: the card was not left.
    """

    kind: str = "visit"
    subject: str = ""
    about: tuple[str, str, str] = ("", "", "")
    slot: Slot | None = None
    when: str = ""
    is_open: bool = False


def begun_plan(context: Context) -> BegunPlan:
    """Give what was begun in the card."""
    return context.drafts.read(PLACE, BegunPlan) or BegunPlan()


def begun_at(context: Context, days: Collection[date], today: date) -> tuple[Slot | None, str]:
    """Give the place that was begun with, None where it is not among some days, and its time as it is typed, "" for none."""
    begun = begun_plan(context)
    if begun.slot is None:
        return None, ""
    return begun.slot if begun.slot.day in days else None, begun.when or written_slot(begun.slot, today)


class PlanCard(Anchored):
    """Ask what, when and about whom. planned: the Activity and what was Done.

    owner: in whose calendar it stands. when: the time as it was typed before, "" for that of the slot.
    """

    planned = Signal(object, object)
    is_patient = True

    def __init__(
        self, context: Context, slot: Slot, beside: QWidget, place: QRect, kind: str = "", owner: str = "", when: str = ""
    ) -> None:  # fmt: skip
        super().__init__(beside, place, WIDTH)
        context.drafts.claim(PLACE)
        kept = begun_plan(context)
        self._is_saved = False
        self._owner = owner or context.desk.user.id
        self.whose = QLabel(self)
        self.whose.setProperty("kind", "small")
        self.whose.setVisible(self._owner != context.desk.user.id)
        self.whose.setText(self.tr("In the calendar of %1").replace("%1", wording.title(context, "user", self._owner)))
        self._context, self._slot = context, slot
        self.kinds = KindChoice(context, self)
        self.kinds.choose(kind or kept.kind)
        self.subject, self.when = QLineEdit(kept.subject, self), QLineEdit(self)
        self.about = Finder(context, ABOUT, lambda record: _found(context, record), self)
        self._put_back(kept)
        self._written = written_slot(slot, context.desk.today())
        self.when.setText(when or self._written)
        self.trouble = QLabel(self)
        self.trouble.setProperty("kind", "bad")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.save_button = QPushButton(self.tr("Plan"), self)
        self.save_button.setProperty("kind", "primary")
        self.save_button.setToolTip(self.tr("Plan") + "  Enter")
        for editor, words in (
            (self.subject, self.tr("What is planned?")),
            (self.about, self.tr("With whom: account, contact or deal")),
            (self.when, self.tr("When: fri 10:00-11:30")),
        ):
            editor.setPlaceholderText(words)
            editor.setAccessibleName(words)
        self.setAccessibleName(self.tr("Plan something"))
        for typed in (self.subject, self.about, self.when):
            typed.textChanged.connect(self._keep)
        self.about.taken.connect(self._keep)
        self.kinds.chosen.connect(self._keep)
        self.subject.returnPressed.connect(self.save)
        self.when.returnPressed.connect(self.save)
        self.about.taken.connect(self._on_taken)
        self.save_button.clicked.connect(self.save)
        self._lay_out()
        self.setFocusProxy(self.subject)

    def save(self) -> None:
        """Plan it, unless something is missing."""
        desk, kind = self._context.desk, self.kinds.kind
        subject = self.subject.text().strip() or self._fallback()
        if not subject:
            self._refuse(self.tr("Write a few words, or say with whom."), self.subject)
            return
        try:
            slot = self._slot
            if self.when.text().strip() != self._written:
                slot = read_slot(self.when.text(), desk.now(), desk.zone, USUAL_MINUTES[kind])
            activity, done = planning.plan_in(desk, self.about.record, kind, subject, slot, self._owner)
        except TypedError as error:
            self._refuse(str(error), self.when)
            return
        except RefusedError as error:
            self._refuse(sentence(error), self.subject)
            return
        self._is_saved = True
        self._context.drafts.keep(PLACE, None)
        self._context.tell(done)
        self.planned.emit(activity, done)
        self.go()

    def go(self) -> None:
        self._keep(is_open=False)
        super().go()

    def _put_back(self, kept: BegunPlan) -> None:
        key, id_, typed = kept.about
        found = self._context.desk.replica.get(REGISTRY[key].record, id_) if key in REGISTRY and id_ else None
        self.about.show_record(found)
        if typed and found is None:
            self.about.setText(typed)

    def _keep(self, *_edited: object, is_open: bool = True) -> None:
        """Keep what is typed; a card in which there are no words yet is none that was begun."""
        if self._is_saved:
            return
        about, subject, when = self.about.record, self.subject.text(), self.when.text()
        key, id_ = (entity_of(about).key, about.id) if about is not None else ("", "")
        is_begun = bool(subject.strip() or id_ or self.about.text().strip() or when != self._written)
        begun = BegunPlan(
            self.kinds.kind, subject, (key, id_, self.about.text()), self._slot,
            when if when != self._written else "", is_open,
        )  # fmt: skip
        self._context.drafts.keep(PLACE, begun if is_begun else None)

    def _fallback(self) -> str:
        """Name what has no words of its own after its kind and whom it is about."""
        record = self.about.record
        if record is None:
            return ""
        return wording.told(self.kinds.buttons[self.kinds.kind].accessibleName(), wording.name_of(record))

    def _on_taken(self, record: Record | None) -> None:
        if record is not None:
            self.save_button.setFocus()

    def _refuse(self, words: str, editor: QWidget) -> None:
        self.trouble.setText(words)
        self.trouble.show()
        editor.setFocus()
        self.settle()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.when, 1)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 14)
        column.setSpacing(8)
        for part in (self.whose, self.kinds, self.subject, self.about):
            column.addWidget(part)
        column.addLayout(foot)
        column.addWidget(self.trouble)
        for first, second in ((self.subject, self.about), (self.about, self.when), (self.when, self.save_button)):
            self.setTabOrder(first, second)


def _found(context: Context, record: Record) -> Cell:
    account = wording.title(context, "account", getattr(record, "account", ""))
    return Cell(wording.name_of(record), secondary=account or getattr(record, "city", ""), icon=wording.icon_of(record))
