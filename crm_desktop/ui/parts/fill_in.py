"""A question over a window that is answered by typing: it stays until what was typed was right, or nothing is wanted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.parts.overlay import Overlay
from crm_desktop.ui.tasks import Tasks

WIDE = 420
GAP = 24
FIELD = 32


@dataclass(frozen=True)
class Blank:
    """One field to fill in; label comes translated. may_be_empty: it counts as filled in without a word."""

    label: str
    is_secret: bool = True
    may_be_empty: bool = False


class FillIn(Overlay):
    """Ask for some words and do something with them; what is wrong is said under them, and they stay.

    check: gives what is wrong with the words, translated, "" for nothing. work: is given them and runs in the lane of the
    network. then: is given what it gave. Unlike other panels it stays while another window is in front: a code may stand there.
    """

    def __init__(
        self, window: QWidget, tasks: Tasks, title: str, text: str, blanks: Sequence[Blank], button: str,
        work: Callable[..., Any], then: Callable[[Any], None], check: Callable[..., str] = lambda *_words: "",
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._tasks, self._work, self._then, self._check = tasks, work, then, check
        self._blanks = tuple(blanks)
        self.setAccessibleName(title)
        head, words, self.error = QLabel(title, self), QLabel(text, self), QLabel(self)
        head.setProperty("kind", "heading")
        words.setProperty("kind", "muted")
        self.error.setProperty("kind", "bad")
        for label in (words, self.error):
            label.setWordWrap(True)
        self.error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, 20, GAP, 20)
        column.setSpacing(8)
        column.addWidget(head)
        column.addWidget(words)
        self.fields = [self._field(blank, column) for blank in blanks]
        column.addWidget(self.error)
        column.addSpacing(8)
        column.addLayout(self._buttons(button))
        self.setFixedWidth(min(WIDE, window.width() - 2 * GAP))
        self.setFocusProxy(self.fields[0])

    def settle(self) -> None:
        self.setFixedHeight(self.heightForWidth(self.width()) if self.hasHeightForWidth() else self.sizeHint().height())
        around = self.window_under.rect()
        self.move((around.width() - self.width()) // 2, max(0, (around.height() - self.height()) // 3))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.MouseButtonPress, QEvent.Type.WindowDeactivate}:
            return False  # nothing that is typed is lost by looking elsewhere
        return super().eventFilter(watched, event)

    def _on_asked(self) -> None:
        if not self.button.isEnabled():
            return
        words = [field.text() for field in self.fields]
        for blank, field in zip(self._blanks, self.fields, strict=True):
            if not blank.may_be_empty and not field.text().strip():
                self._say(self.tr("Fill in every field to go on."), field)
                return
        if wrong := self._check(*words):
            self._say(wrong, self.fields[-1])
            return
        self.button.setEnabled(False)
        self.error.hide()
        work = self._work
        self._tasks.run(lambda: work(*words), self._on_done, self._on_failed, lane="network")

    def _on_done(self, found: Any) -> None:
        self.go()
        self._then(found)

    def _on_failed(self, error: UserError) -> None:
        self.button.setEnabled(True)
        self._say(sentence(error), self.fields[0])

    def _say(self, text: str, field: QLineEdit) -> None:
        self.error.setText(text)
        self.error.show()
        field.setFocus()
        field.selectAll()
        self.settle()

    def _field(self, blank: Blank, column: QVBoxLayout) -> QLineEdit:
        label, field = QLabel(blank.label, self), QLineEdit(self)
        label.setBuddy(field)
        field.setAccessibleName(blank.label)
        field.setMinimumHeight(FIELD)
        if blank.is_secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        field.returnPressed.connect(self._on_asked)
        column.addWidget(label)
        column.addWidget(field)
        return field

    def _buttons(self, words: str) -> QHBoxLayout:
        self.button, cancel = QPushButton(words, self), QPushButton(self.tr("Cancel"), self)
        self.button.setProperty("kind", "primary")
        self.button.clicked.connect(self._on_asked)
        cancel.clicked.connect(self.go, Qt.ConnectionType.QueuedConnection)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.button)
        return row
