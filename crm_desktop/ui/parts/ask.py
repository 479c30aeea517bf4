"""A question over a window: what it is about in a sentence or two, and a button for each answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crm_desktop.ui.parts.overlay import Overlay

WIDE = 460
GAP = 24


@dataclass(frozen=True)
class Answer:
    """One answer; kind: "", "primary" or "danger". call: None for leaving everything as it is."""

    label: str
    call: Callable[[], None] | None = None
    kind: str = ""


class Ask(Overlay):
    """Ask; Escape and a click beside it change nothing. All texts come translated.

    more: a widget between the words and the answers, as a field to fill in.
    """

    def __init__(
        self, window: QWidget, title: str, text: str, answers: Sequence[Answer], more: QWidget | None = None
    ) -> None:
        super().__init__(window)
        self.setAccessibleName(title)
        head, words = QLabel(title, self), QLabel(text, self)
        head.setProperty("kind", "heading")
        words.setWordWrap(True)
        words.setProperty("kind", "muted")
        self.buttons = [self._button(answer) for answer in answers]
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in self.buttons:
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, 20, GAP, 20)
        column.setSpacing(10)
        column.addWidget(head)
        column.addWidget(words)
        if more is not None:
            column.addWidget(more)
        column.addSpacing(8)
        column.addLayout(row)
        self.setFixedWidth(min(WIDE, window.width() - 2 * GAP))
        harmless = [button for button, answer in zip(self.buttons, answers, strict=True) if answer.call is None]
        self.setFocusProxy(more or (harmless or self.buttons)[0])

    def settle(self) -> None:
        self.adjustSize()
        around = self.window_under.rect()
        self.move((around.width() - self.width()) // 2, max(0, (around.height() - self.height()) // 3))

    def _button(self, answer: Answer) -> QPushButton:
        button = QPushButton(answer.label, self)
        button.setProperty("kind", answer.kind)
        # Enter is for the button that has the keyboard, as in a dialog.
        button.setAutoDefault(True)

        def on_clicked() -> None:
            self.go()
            if answer.call is not None:
                answer.call()

        button.clicked.connect(on_clicked, Qt.ConnectionType.QueuedConnection)
        return button


def ask(
    window: QWidget, title: str, text: str, answers: Sequence[Answer], more: QWidget | None = None
) -> Ask:  # fmt: skip
    """Open a question over a window."""
    made = Ask(window, title, text, answers, more)
    made.open()
    return made
