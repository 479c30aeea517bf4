"""Where a note, call, meeting, visit or task is written down, at the top of a timeline."""

from pathlib import Path

import msgspec
from PySide6.QtCore import QEvent, QObject, QSize, QStandardPaths, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.actions import activities
from crm_desktop.actions.files import Attachment, attach_path, detach
from crm_desktop.core.entities import Activity
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.schema import Record, entity_of
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import icon, two_state_icon
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.parts.browse import Flow
from crm_desktop.ui.typed import TypedError, read_day

PLACE = "composer/"
"""Before the id of the record that something is typed about."""
KINDS = ("note", "call", "meeting", "visit", "task")
KEYS = {"N": "note", "C": "call", "E": "meeting", "V": "visit", "T": "task"}
PICTURES = "*.jpg *.jpeg *.png *.gif *.webp *.heic *.heif"


class Draft(msgspec.Struct, frozen=True):
    """What was typed and not saved yet."""

    kind: str = "note"
    text: str = ""
    day: str = ""
    attached: tuple[Attachment, ...] = ()


def draft_about(context: Context, record: Record) -> Draft:
    """Give what was typed about a record and not saved yet."""
    return context.drafts.read(f"{PLACE}{record.id}", Draft) or Draft()


def keep_draft(context: Context, record: Record, draft: Draft) -> None:
    """Keep what is typed about a record; nothing typed and nothing attached: no draft."""
    is_empty = not (draft.text or draft.day or draft.attached)
    context.drafts.keep(f"{PLACE}{record.id}", None if is_empty else draft)


class AttachDialog:
    """Ask which pictures of this computer are meant."""

    @classmethod
    def ask(cls, parent: QWidget, title: str, pictures: str) -> list[Path]:
        """Give the paths that were chosen, none where nothing was."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        chosen, _ = QFileDialog.getOpenFileNames(parent, title, folder, f"{pictures} ({PICTURES})")
        return [Path(path) for path in chosen]


class Composer(QFrame):
    """Write down an activity about a record; saved: with the Done and the kind."""

    saved = Signal(object, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._record: Record | None = None
        self._kind = "note"
        self.attached: tuple[Attachment, ...] = ()
        self.setProperty("kind", "card")
        self.buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.installEventFilter(self)
        self.day, self.trouble = QLineEdit(self), QLabel(self)
        self.day.setFixedWidth(190)
        self.day.returnPressed.connect(self.save)
        self.trouble.setProperty("kind", "bad")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.attach_button = QToolButton(self)
        self.attach_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.attach_button.clicked.connect(self._on_attach)
        self.chips = QWidget(self)
        self._chips = Flow(self.chips, gap=4)
        self.save_button = QPushButton(self)
        self.save_button.setProperty("kind", "primary")
        self.save_button.clicked.connect(self.save)
        self.text.textChanged.connect(self._keep)
        self.day.textChanged.connect(self._keep)
        self._lay_out()
        context.appearance.changed.connect(self.retranslate)
        self.choose("note")
        self.retranslate()
        self._fold()

    @property
    def kind(self) -> str:
        return self._kind

    def show_record(self, record: Record) -> None:
        """Write about another record; what was typed for this one is kept."""
        self._record = record
        draft = draft_about(self._context, record)
        for editor, text in ((self.text, draft.text), (self.day, draft.day)):
            editor.blockSignals(True)
            editor.setPlainText(text) if editor is self.text else editor.setText(text)
            editor.blockSignals(False)
        self.trouble.hide()
        self.attached = draft.attached
        self._show_attached()
        self.choose(draft.kind)
        self._fold()

    def choose(self, kind: str) -> None:
        """Write this kind of activity."""
        self._kind = kind
        self.buttons[kind].setChecked(True)
        self._say_kind()
        self._keep()

    def begin(self, kind: str) -> None:
        """Choose a kind and put the keyboard into the text."""
        self.choose(kind)
        self.text.setFocus()

    def save(self) -> None:
        """Save what was written; a coming day makes it a plan."""
        text = self.text.toPlainText().strip()
        if self._record is None:
            return
        if not text and not self.attached:
            self._refuse(self.tr("Write a few words first."))
            self.text.setFocus()
            return
        desk = self._context.desk
        # A picture may speak for itself.
        words = text or self.buttons[self._kind].accessibleName()
        try:
            day = read_day(self.day.text(), desk.today()) if self.day.text().strip() and self._kind != "note" else None
            done = activities.write_down(desk, self._record, self._kind, words, day, attachments=self.attached)
        except TypedError as error:
            self._refuse(str(error))
            return
        except RefusedError as error:
            self._refuse(sentence(error))
            return
        kind = self._kind
        self.trouble.hide()
        self.text.clear()
        self.day.clear()
        self.attached = ()
        self._show_attached()
        keep_draft(self._context, self._record, Draft())
        self._context.tell(done)
        self.saved.emit(done, kind)

    def retranslate(self) -> None:
        """Set every text and icon again in the language and theme now in force."""
        theme = self._context.appearance.theme
        keys = {kind: key for key, kind in KEYS.items()}
        field = entity_of(Activity).fields["kind"]
        for kind, button in self.buttons.items():
            name = wording.choice(field, kind)
            button.setText(f"\u2009{name}")
            button.setAccessibleName(name)
            button.setToolTip(f"{name}  {keys[kind]}")
            button.setIcon(two_state_icon(wording.ACTIVITY_ICONS[kind], theme.muted, theme.accent))
        self.text.setAccessibleName(self.tr("What happened"))
        self.day.setAccessibleName(self.tr("Date"))
        self.attach_button.setIcon(icon("paperclip", theme.muted))
        self.attach_button.setToolTip(self.tr("Attach pictures"))
        self.attach_button.setAccessibleName(self.tr("Attach pictures"))
        self._show_attached()
        self.save_button.setText(self.tr("Save"))
        self.save_button.setToolTip(self.tr("Save") + "  Ctrl+Enter")
        self.text.setStyleSheet(
            "QPlainTextEdit, QPlainTextEdit:focus { border: none; padding: 2px 4px; background: transparent; }"
        )
        self.setStyleSheet(
            f"Composer {{ background: {theme.surface}; border: 1px solid {theme.line}; border-radius: 8px; }}"
            f'Composer[live="true"] {{ border: 2px solid {theme.accent}; }}'
        )
        self._say_kind()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.text:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
                if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    self.save()
                    return True
                if event.key() == Qt.Key.Key_Escape:
                    self.parentWidget().setFocus()
                    return True
            if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
                self._fold(is_live=event.type() == QEvent.Type.FocusIn)
        return False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def attach(self, paths: list[Path]) -> None:
        """Take pictures of this computer in, to be saved with what is written."""
        desk = self._context.desk
        self._context.tasks.run(
            lambda: tuple(attach_path(desk, path) for path in paths),
            self._on_attached,
            self._on_not_attached,
            name=self.tr("Attaching pictures"),
        )

    def _on_attach(self) -> None:
        paths = AttachDialog.ask(self, self.tr("Attach pictures"), self.tr("Pictures"))
        if paths:
            self.attach(paths)

    def _on_not_attached(self, error: UserError) -> None:
        self._refuse(sentence(error))

    def _on_attached(self, made: tuple[Attachment, ...]) -> None:
        held = {one.sha256 for one in self.attached}
        self.attached += tuple(one for one in made if one.sha256 not in held)
        self.trouble.hide()
        self._show_attached()
        self._keep()
        self._fold()

    def _on_detached(self, gone: Attachment) -> None:
        detach(self._context.desk, gone)
        self.attached = tuple(one for one in self.attached if one is not gone)
        self._show_attached()
        self._keep()
        self._fold()

    def _show_attached(self) -> None:
        while self._chips.count():
            self._chips.takeAt(0).widget().deleteLater()
        for one in self.attached:
            chip = QPushButton(one.name, self.chips)
            chip.setProperty("kind", "chip")
            chip.setIcon(icon("x", self._context.appearance.theme.muted))
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            chip.setToolTip(self.tr("Take %1 off again").replace("%1", one.name))
            chip.setAccessibleName(chip.toolTip())
            chip.clicked.connect(lambda _on=False, one=one: self._on_detached(one))
            self._chips.addWidget(chip)
        self.chips.setVisible(bool(self.attached))

    def _fold(self, *, is_live: bool = False) -> None:
        """Stand small while nobody writes."""
        is_open = (
            is_live
            or bool(self.text.toPlainText())
            or bool(self.attached)
            or self.save_button.hasFocus()
            or self.day.hasFocus()
        )
        self.text.setFixedHeight(76 if is_open else 30)
        bar = Qt.ScrollBarPolicy.ScrollBarAsNeeded if is_open else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.text.setVerticalScrollBarPolicy(bar)
        self.setProperty("live", "true" if is_live else "false")
        self.style().unpolish(self)
        self.style().polish(self)

    def _keep(self) -> None:
        if self._record is not None:
            draft = Draft(self._kind, self.text.toPlainText(), self.day.text(), self.attached)
            keep_draft(self._context, self._record, draft)
        self.save_button.setVisible(bool(self.text.toPlainText().strip() or self.attached))

    def _refuse(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.show()

    def _say_kind(self) -> None:
        hints = {
            "note": self.tr("Write a note; the first line is its subject"),
            "call": self.tr("What was said on the phone?"),
            "meeting": self.tr("What was agreed in the meeting?"),
            "visit": self.tr("How was the visit?"),
            "task": self.tr("What is to be done?"),
        }
        self.text.setPlaceholderText(hints[self._kind])
        self.text.setToolTip(hints[self._kind])
        self.day.setVisible(self._kind != "note")
        due = self.tr("Due: fri, +3, 2026-11-20")
        self.day.setPlaceholderText(due if self._kind == "task" else self.tr("Done now, or a coming day"))
        self.day.setToolTip(self.day.placeholderText())

    def _lay_out(self) -> None:
        kinds = Flow(gap=2)
        for kind in KINDS:
            button = QToolButton(self)
            button.setCheckable(True)
            button.setIconSize(QSize(16, 16))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _on=False, kind=kind: self.begin(kind))
            self._group.addButton(button)
            self.buttons[kind] = button
            kinds.addWidget(button)
        foot = QHBoxLayout()
        foot.addWidget(self.attach_button)
        foot.addWidget(self.day)
        foot.addWidget(self.trouble, 1)
        foot.addStretch(0)
        foot.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 8)
        column.setSpacing(4)
        column.addLayout(kinds)
        column.addWidget(self.text)
        column.addWidget(self.chips)
        column.addLayout(foot)
