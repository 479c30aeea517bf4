"""One key on a row logs a call, note, visit, meeting or task with whom the row is about, in one line and in place."""

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from crm_desktop.actions import activities
from crm_desktop.actions.desk import Done
from crm_desktop.core.entities import Account, Activity, Contact, Opportunity, Quote
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Record, entity_of
from crm_desktop.ui import wording
from crm_desktop.ui.commands import Command, Commands
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import pixmap
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.anchored import Anchored
from crm_desktop.ui.records.composer import Draft, draft_about, keep_draft
from crm_desktop.ui.taking_back import take_back
from crm_desktop.ui.typed import TypedError, read_day

WIDTH = 460
LOGGED = (
    ("C", "call", QT_TRANSLATE_NOOP("Command", "Log a call")),
    ("N", "note", QT_TRANSLATE_NOOP("Command", "Write a note")),
    ("V", "visit", QT_TRANSLATE_NOOP("Command", "Log a visit")),
    ("T", "task", QT_TRANSLATE_NOOP("Command", "Add a task")),
)
"""Key, kind of activity and name of each command."""


class QuickLog(Anchored):
    """Ask for one line about a record. saved: what was Done."""

    saved = Signal(object)
    is_patient = True

    def __init__(self, context: Context, kind: str, record: Record, beside: QWidget, place: QRect) -> None:
        super().__init__(beside, place, WIDTH)
        self._context, self._kind, self._record = context, kind, record
        theme, field = context.appearance.theme, entity_of(Activity).fields["kind"]
        draft = draft_about(context, record)
        # Begun on the page of the record, where there is room for more: this line is put under it.
        self._above = draft if "\n" in draft.text else Draft()
        self.line, self.day = QLineEdit(self), QLineEdit(self)
        self.line.setText(draft.text if "\n" not in draft.text else "")
        self.day.setText("" if self._above.text else draft.day)
        self.sign, self.heading, self.trouble = QLabel(self), QLabel(self), QLabel(self)
        name = wording.ACTIVITY_ICONS[kind]
        self.sign.setPixmap(pixmap(name, theme.hues[wording.hue(field, kind)], 16, self.devicePixelRatioF()))
        self.heading.setText(wording.told(wording.choice(field, kind), about_words(context, record)))
        self.heading.setProperty("kind", "heading")
        self.heading.setWordWrap(True)
        self.trouble.setProperty("kind", "bad")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.save_button = QPushButton(self.tr("Save"), self)
        self.save_button.setProperty("kind", "primary")
        self.save_button.setToolTip(self.tr("Save") + "  Enter")
        hints = {
            "note": self.tr("What is worth knowing?"),
            "call": self.tr("What was said?"),
            "visit": self.tr("How was it?"),
            "task": self.tr("What is to be done?"),
        }
        due = self.tr("Due: fri, +3") if kind == "task" else self.tr("Done now, or a coming day")
        for editor, words in ((self.line, hints[kind]), (self.day, due)):
            editor.setPlaceholderText(words)
            editor.setToolTip(words)
            editor.setAccessibleName(words)
            editor.returnPressed.connect(self.save)
            editor.textChanged.connect(self._keep)
        self.setAccessibleName(self.heading.text())
        self.day.setFixedWidth(190)
        self.day.setVisible(kind != "note")
        self.save_button.clicked.connect(self.save)
        self._lay_out()
        self.setFocusProxy(self.line)

    def save(self) -> None:
        """Save the line, unless it is empty."""
        desk, text = self._context.desk, self.line.text().strip()
        if not text:
            self._refuse(self.tr("Write a few words first."))
            return
        try:
            day = read_day(self.day.text(), desk.today()) if self.day.text().strip() else None
            done = activities.write_down(desk, self._record, self._kind, text, day)
        except TypedError as error:
            self._refuse(str(error))
            return
        except RefusedError as error:
            self._refuse(sentence(error))
            return
        self.line.clear()
        self.day.clear()
        self._context.tell(done)
        self.saved.emit(done)
        self.go()

    def _keep(self) -> None:
        """Keep what is typed for the next time, also on the page of the record."""
        text, above = self.line.text(), self._above
        if above.text:
            draft = replace(above, text=f"{above.text}\n{text}") if text.strip() else above
        else:
            draft = Draft(self._kind, text, self.day.text())
        keep_draft(self._context, self._record, draft)

    def _refuse(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.show()
        self.settle()

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.heading, 1)
        foot.addWidget(self.day)
        foot.addStretch(1)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 14)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.line)
        column.addLayout(foot)
        column.addWidget(self.trouble)


class LogKeys(QObject):
    """Give a widget the keys that log. record: gives the record meant; place: where it lies in the widget."""

    def __init__(
        self, context: Context, frame: Frame, owner: QWidget, record: Callable[[], Record | None],
        place: Callable[[], tuple[QWidget, QRect]],
    ) -> None:  # fmt: skip
        super().__init__(owner)
        self._context, self._frame, self._record, self._place = context, frame, record, place
        self.card: QuickLog | None = None
        self._commands = Commands(
            owner,
            [Command(label, (key,), partial(self.log, kind)) for key, kind, label in LOGGED],
            is_inside=True,
        )
        owner.installEventFilter(self)

    def log(self, kind: str) -> None:
        """Ask for the line."""
        record = self._record()
        if not isinstance(record, Account | Contact | Opportunity | Quote | Activity) or not self._context.may_edit:
            return
        self.card = QuickLog(self._context, kind, record, *self._place())
        self.card.saved.connect(lambda done: self._on_saved(kind, done))
        self.card.destroyed.connect(self._on_gone)
        self.card.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LanguageChange:
            self._commands.retranslate()
        return False

    def _on_saved(self, kind: str, done: Done) -> None:
        name = wording.choice(entity_of(Activity).fields["kind"], kind)
        said = QCoreApplication.translate("QuickLog", "Saved: %1").replace("%1", name)
        undo = QCoreApplication.translate("QuickLog", "Undo")
        self._frame.toast(said, undo, lambda: take_back(self._context, self._frame, done.change))

    def _on_gone(self) -> None:
        self.card = None


def about_words(context: Context, record: Record) -> str:
    """Name whom a line is about: the person or deal first, the customer after."""
    account = wording.title(context, "account", getattr(record, "account", ""))
    if isinstance(record, Activity):
        contact = wording.title(context, "contact", record.contact)
        deal = wording.title(context, "opportunity", record.opportunity)
        return " · ".join(part for part in (contact or deal, account) if part) or wording.name_of(record)
    return " · ".join(part for part in (wording.name_of(record), account) if part)
