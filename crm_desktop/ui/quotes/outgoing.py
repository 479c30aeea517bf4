"""The mails that did not go yet, over a window: what keeps each of them, and what can be done about it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.actions import posting
from crm_desktop.core.errors import UserError
from crm_desktop.replica.post import POST, Fate, Letter
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.overlay import MARGIN, Overlay
from crm_desktop.ui.wording import moment

WIDE, HIGH = 600, 480
GAP = 24


class Outgoing(Overlay):
    """List the waiting mails; it follows what becomes of them."""

    is_patient = True

    def __init__(self, context: Context, frame: Frame, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._frame = context, frame
        self.rows: list[LetterRow] = []
        self.setAccessibleName(self.tr("Outgoing mail"))
        head, self._none, close = (
            QLabel(self.tr("Outgoing mail"), self),
            QLabel(self),
            QPushButton(self.tr("Close"), self),
        )
        head.setProperty("kind", "heading")
        self._none.setProperty("kind", "muted")
        self._none.setText(self.tr("Every mail has gone."))
        close.clicked.connect(self.go, Qt.ConnectionType.QueuedConnection)
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        self._list.addStretch(1)
        inner, area = QWidget(self), QScrollArea(self)
        inner.setLayout(self._list)
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setAccessibleName(self.accessibleName())
        area.setFrameShape(QFrame.Shape.NoFrame)
        for ground in (inner, area.viewport()):
            ground.setAutoFillBackground(False)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, 20, GAP, 20)
        column.setSpacing(10)
        column.addWidget(head)
        column.addWidget(self._none)
        column.addWidget(area, 1)
        column.addLayout(foot)
        self.setFocusProxy(close)
        context.tasks.touched.connect(self._on_touched)
        self._read()

    def settle(self) -> None:
        room = self.window_under.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        wide, high = min(WIDE, room.width()), min(HIGH, room.height())
        around = self.window_under.rect()
        self.setGeometry((around.width() - wide) // 2, max(MARGIN, (around.height() - high) // 3), wide, high)

    def _read(self) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        desk = self._context.desk
        self.rows = [LetterRow(self._context, letter, self) for letter in posting.waiting(desk)]
        for at, row in enumerate(self.rows):
            self._list.insertWidget(at, row)
            row.again.clicked.connect(partial(self._do, posting.again, row.letter))
            row.gone.clicked.connect(partial(self._do, posting.went, row.letter))
            row.discard.clicked.connect(partial(self._do, posting.discard, row.letter))
        self._none.setVisible(not self.rows)

    def _do(self, act: Callable[..., object], letter: Letter, _checked: bool = False) -> None:
        try:
            act(self._context.desk, letter)
        except UserError as error:
            self._frame.message("warn", sentence(error))
        keys = ("quote", "activity", "file") if act is posting.went else ()
        self._context.tasks.announce({POST: frozenset({letter.quote}), **dict.fromkeys(keys, frozenset())})

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if POST in touched:
            self._read()


class LetterRow(QFrame):
    """Show one mail with what keeps it."""

    def __init__(self, context: Context, letter: Letter, parent: QWidget) -> None:
        super().__init__(parent)
        self.letter = letter
        self.setProperty("kind", "card")
        subject, to, why = QLabel(letter.subject, self), QLabel(", ".join(letter.to), self), QLabel(self)
        to.setProperty("kind", "muted")
        why.setText(self._why(context))
        why.setProperty("kind", "small" if letter.fate in (Fate.WAITING, Fate.GOING) else "warn")
        for label in (subject, to, why):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.again, self.gone, self.discard = (QPushButton(self) for _ in range(3))
        self.again.setText(self.tr("Send again") if letter.fate in posting.ASKED_FOR else self.tr("Try now"))
        self.gone.setText(self.tr("It has gone"))
        self.discard.setText(self.tr("Do not send"))
        self.gone.setVisible(letter.fate is Fate.DOUBTFUL)
        for button in (self.again, self.gone, self.discard):
            button.setAccessibleName(f"{button.text()}: {letter.subject}")
            button.setEnabled(letter.fate is not Fate.GOING)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(why, 1)
        for button in (self.discard, self.gone, self.again):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 10, 10)
        column.setSpacing(4)
        column.addWidget(subject)
        column.addWidget(to)
        column.addLayout(row)

    def _why(self, context: Context) -> str:
        letter = self.letter
        if letter.fate is Fate.GOING:
            return self.tr("On its way")
        said = sentence(UserError(letter.why, **letter.values)) if letter.why else self.tr("Waits to be sent")
        if letter.fate is Fate.WAITING and letter.tries:
            when = self.tr("Next try: %1").replace("%1", moment(context, letter.due))
            said = f"{said} {when}"
        return said
