"""What is asked beside a thing that is done: what came of it, and what comes next; all of it may be left out."""

from collections.abc import Callable
from datetime import date, timedelta

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
NEXT_KINDS = ("call", "visit", "meeting", "task")
TOMORROW, WEEK, MONDAY = "tomorrow", "week", "monday"


class Closing(Anchored):
    """Finish an activity when it is answered or left. finished: what was Done, and the Step that follows or None."""

    finished = Signal(object, object)
    is_patient = True

    def __init__(self, context: Context, frame: Frame, activity: Activity, beside: QWidget, place: QRect) -> None:
        super().__init__(beside, place, WIDTH)
        self._context, self._frame, self._activity = context, frame, activity
        self._is_over = False
        theme = context.appearance.theme
        self.outcome, self.subject, self.day = (QLineEdit(self) for _ in range(3))
        self.outcome.setText(activity.outcome)
        self.kinds = KindChoice(context, self, NEXT_KINDS)
        self.days = Choices(context.appearance, (TOMORROW, WEEK, MONDAY), self)
        self.days.say({
            TOMORROW: self.tr("Tomorrow"), WEEK: self.tr("In a week"), MONDAY: self.tr("Next Monday"),
        })  # fmt: skip
        self._chosen = WEEK
        self.days.choose(WEEK)
        self.sign, self.heading, self.next, self.trouble = (QLabel(self) for _ in range(4))
        self.sign.setPixmap(pixmap("circle-check", theme.good, 18, self.devicePixelRatioF()))
        self.heading.setText(self.tr("Done: %1").replace("%1", wording.name_of(activity)))
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
        self.not_yet.setToolTip(self.tr("It is not done after all"))
        self.not_yet.clicked.connect(self.withdraw)
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

    def withdraw(self) -> None:
        """Go without finishing anything: it was not done after all."""
        self._is_over = True
        self.go()

    def go(self) -> None:
        """Finish it also where nobody answered: what was typed goes along."""
        if not self._is_over:
            try:
                self._finish(self._step(is_left=True))
            except UserError as error:
                self._frame.message("warn", sentence(error))
        super().go()

    def _finish(self, step: Step | None) -> None:
        done = activities.finish(self._context.desk, self._activity, self.outcome.text().strip(), step)
        self._is_over = True
        self._context.tell(done)
        self.finished.emit(done, step)

    def _step(self, *, is_left: bool = False) -> Step | None:
        """Give what follows. is_left: nobody said so by Enter: only words count, and a day that is none is not asked for."""
        subject, kind = self.subject.text().strip(), self.kinds.kind
        if not subject and (is_left or not kind):
            return None
        return Step(kind or "task", subject or self._usual(kind), self._due(is_left=is_left))

    def _due(self, *, is_left: bool) -> date:
        today = self._context.desk.today()
        if text := self.day.text().strip():
            try:
                return read_day(text, today)
            except TypedError:
                if not is_left:
                    raise
        return self._quick_days()[self._chosen]

    def _quick_days(self) -> dict[str, date]:
        today = self._context.desk.today()
        return {
            TOMORROW: today + timedelta(days=1),
            WEEK: today + timedelta(days=7),
            MONDAY: today + timedelta(days=7 - today.weekday()),
        }

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

    def _on_day(self, key: str) -> None:
        self._chosen = key
        self.day.clear()

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

    card.finished.connect(tell)
    card.open()
    return card
