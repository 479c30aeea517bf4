"""What is asked beside a thing that is done: what came of it, and what comes next; all of it may be left out."""

from collections.abc import Callable
from datetime import date, timedelta

import msgspec
from PySide6.QtCore import QCoreApplication, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from crm_desktop.actions import activities
from crm_desktop.actions.activities import Step
from crm_desktop.actions.desk import Done
from crm_desktop.core.entities import Activity
from crm_desktop.core.errors import UserError
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import pixmap
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.anchored import Anchored
from crm_desktop.ui.parts.browse import Choices
from crm_desktop.ui.parts.kind_choice import KindChoice
from crm_desktop.ui.taking_back import take_back
from crm_desktop.ui.typed import TypedError, read_day

WIDTH = 440
PLACE = "closing/"
"""Before the id of the activity of which something is typed."""
NEXT_KINDS = ("call", "visit", "meeting", "task")
TOMORROW, WEEK, MONDAY = "tomorrow", "week", "monday"


class Begun(msgspec.Struct, frozen=True):
    """What was typed and not finished: what came of it, and what is next."""

    outcome: str = ""
    subject: str = ""
    day: str = ""
    kind: str = ""
    chosen: str = WEEK


class Closing(Anchored):
    """Finish an activity when that is said, by Enter or the button; left otherwise, it stays open with what was typed.

    finished: what was Done, and the Step that follows or None. left: nobody said so; with what was Begun.
    """

    finished = Signal(object, object)
    left = Signal(object)
    is_patient = True

    def __init__(self, context: Context, frame: Frame, activity: Activity, beside: QWidget, place: QRect) -> None:
        super().__init__(beside, place, WIDTH)
        self._context, self._frame, self._activity = context, frame, activity
        self._is_over = False
        self._place_typed = f"{PLACE}{activity.id}"
        context.drafts.claim(self._place_typed)
        begun = context.drafts.read(self._place_typed, Begun) or Begun(activity.outcome)
        theme = context.appearance.theme
        self.outcome, self.subject, self.day = (QLineEdit(self) for _ in range(3))
        for editor, text in ((self.outcome, begun.outcome), (self.subject, begun.subject), (self.day, begun.day)):
            editor.setText(text)
            editor.textChanged.connect(self._keep)
        self.kinds = KindChoice(context, self, NEXT_KINDS)
        if begun.kind in NEXT_KINDS:
            self.kinds.choose(begun.kind)
        self.days = Choices(context.appearance, (TOMORROW, WEEK, MONDAY), self)
        self.days.say({
            TOMORROW: self.tr("Tomorrow"), WEEK: self.tr("In a week"), MONDAY: self.tr("Next Monday"),
        })  # fmt: skip
        self._chosen = begun.chosen
        self.days.choose(self._chosen)
        self.sign, self.heading, self.next, self.trouble = (QLabel(self) for _ in range(4))
        self.sign.setPixmap(pixmap("circle-check", theme.good, 18, self.devicePixelRatioF()))
        self.heading.setText(self.tr("Finish: %1").replace("%1", wording.name_of(activity)))
        self.heading.setWordWrap(True)
        self.next.setText(self.tr("Next step"))
        for label, kind in ((self.heading, "heading"), (self.next, "small"), (self.trouble, "bad")):
            label.setProperty("kind", kind)
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.save_button = QPushButton(self.tr("Finish"), self)
        self.save_button.setProperty("kind", "primary")
        self.save_button.setToolTip(self.tr("Finish") + "  Enter")
        self.not_yet = QPushButton(self.tr("Not yet"), self)
        self.not_yet.setProperty("kind", "link")
        self.not_yet.setToolTip(self.tr("It is not done after all") + "  Esc")
        self.not_yet.clicked.connect(self.go)
        self.setAccessibleName(self.heading.text())
        self._name_lines()
        for editor in (self.outcome, self.subject, self.day):
            editor.returnPressed.connect(self.save)
        self.kinds.chosen.connect(self._on_kind)
        self.days.chosen.connect(self._on_day)
        self.save_button.clicked.connect(self.save)
        self._lay_out()
        self.setFocusProxy(self.outcome)

    def save(self) -> None:
        """Finish it with what was said, unless the day is none."""
        try:
            step = self._step()
            self._finish(step)
        except (TypedError, UserError) as error:
            self.trouble.setText(str(error) if isinstance(error, TypedError) else sentence(error))
            self.trouble.show()
            self.settle()
            return
        self.go()

    def go(self) -> None:
        """Close it; what was typed is there when it is opened again."""
        is_left, self._is_over = not self._is_over, True
        super().go()
        if is_left:
            self.left.emit(self._begun())

    def _keep(self, *_edited: object) -> None:
        begun = self._begun()
        is_begun = begun.outcome != self._activity.outcome or begun.subject or begun.day
        self._context.drafts.keep(self._place_typed, begun if is_begun else None)

    def _begun(self) -> Begun:
        return Begun(self.outcome.text(), self.subject.text(), self.day.text(), self.kinds.kind, self._chosen)

    def _finish(self, step: Step | None) -> None:
        done = activities.finish(self._context.desk, self._activity, self.outcome.text().strip(), step)
        self._is_over = True
        self._context.drafts.keep(self._place_typed, None)
        self._context.tell(done)
        self.finished.emit(done, step)

    def _step(self) -> Step | None:
        """Give what follows, None where nothing was said of it."""
        begun = self._begun()
        return _step(begun, self._context.desk.today(), self._usual(begun.kind) if begun.kind else "")

    def _usual(self, kind: str) -> str:
        """Name a step that has no words of its own after its kind and whom it is about."""
        activity, words = self._activity, self.kinds.buttons[kind].accessibleName()
        for key, id_ in (("contact", activity.contact), ("account", activity.account)):
            if id_:
                return wording.told(words, wording.title(self._context, key, id_))
        return words

    def _name_lines(self) -> None:
        for editor, words in (
            (self.outcome, self.tr("What came of it?")),
            (self.subject, self.tr("What is next?")),
            (self.day, self.tr("Or a day: fri, +3")),
        ):
            editor.setPlaceholderText(words)
            editor.setAccessibleName(words)

    def _on_kind(self, kind: str) -> None:
        self.subject.setPlaceholderText(self._usual(kind))
        self.subject.setFocus()
        self._keep()

    def _on_day(self, key: str) -> None:
        self._chosen = key
        self.day.clear()
        self._keep()

    def _lay_out(self) -> None:
        head, days, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.heading, 1)
        days.setSpacing(6)
        days.addWidget(self.days, 1)
        foot.addWidget(self.day, 1)
        foot.addWidget(self.not_yet)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 14)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.outcome)
        column.addSpacing(2)
        column.addWidget(self.next)
        column.addWidget(self.kinds)
        column.addWidget(self.subject)
        column.addLayout(days)
        column.addLayout(foot)
        column.addWidget(self.trouble)
        for button in self.kinds.buttons.values():
            button.setIconSize(QSize(16, 16))
        self.setTabOrder(self.outcome, self.subject)


def close_activity(
    context: Context, frame: Frame, activity: Activity, beside: QWidget, place: QRect, back: Callable[[], None] | None = None
) -> Closing | None:  # fmt: skip
    """Ask beside a place of a widget how an activity ended, and finish it; a way back is offered. back: called after."""
    if not context.may_edit or activity.is_done:
        return None
    card = Closing(context, frame, activity, beside, place)

    def tell(done: Done, step: Step | None) -> None:
        words = QCoreApplication.translate("Closing", "Done: %1").replace("%1", wording.name_of(activity))
        if step is not None and step.due is not None:
            more = QCoreApplication.translate("Closing", "%1. Next: %2, %3").replace("%1", words)
            words = more.replace("%2", step.subject).replace("%3", wording.near_day(context, step.due))
        frame.toast(
            words, QCoreApplication.translate("Closing", "Undo"), lambda: take_back(context, frame, done.change)
        )
        if back is not None:
            back()

    def tell_left(begun: Begun) -> None:
        words = QCoreApplication.translate("Closing", "Not finished yet: %1").replace("%1", wording.name_of(activity))
        frame.toast(words, QCoreApplication.translate("Closing", "Finish"), lambda: finish_as_begun(begun))

    def finish_as_begun(begun: Begun) -> None:
        try:
            step = _step(begun, context.desk.today(), "")
            done = activities.finish(context.desk, activity, begun.outcome.strip(), step)
        except (TypedError, UserError) as error:
            frame.message("warn", str(error) if isinstance(error, TypedError) else sentence(error))
            return
        context.drafts.keep(f"{PLACE}{activity.id}", None)
        context.tell(done)
        tell(done, step)

    card.finished.connect(tell)
    card.left.connect(tell_left)
    card.open()
    return card


def _step(begun: Begun, today: date, usual: str) -> Step | None:
    """Give what follows by what was typed, None where nothing was said of it; raises TypedError where the day is none.

    usual: names a step of that kind without words of its own, "" where there has to be words.
    """
    subject = begun.subject.strip() or usual
    quick = {
        TOMORROW: today + timedelta(days=1),
        WEEK: today + timedelta(days=7),
        MONDAY: today + timedelta(days=7 - today.weekday()),
    }
    if not subject:
        return None
    due = read_day(begun.day, today) if begun.day.strip() else quick.get(begun.chosen, quick[WEEK])
    return Step(begun.kind or "task", subject, due)
