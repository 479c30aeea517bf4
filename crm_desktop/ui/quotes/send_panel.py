"""Sending a quote: the mail as it is written, opened in the person's mail program, or put in the post of this laptop."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.actions import mailing
from crm_desktop.actions.desk import Done
from crm_desktop.actions.mailing import Writing
from crm_desktop.core.entities import Quote
from crm_desktop.core.entities.quote_life import DECLINED, EXPIRED, REPLACED, state_on
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.replica.handed_out import file_name, hand_out
from crm_desktop.replica.post import POST
from crm_desktop.sync.demo import is_demo
from crm_desktop.ui.context import Context
from crm_desktop.ui.file_saving import PDF, view_file
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.drag_out import DragOut
from crm_desktop.ui.parts.overlay import MARGIN, Overlay
from crm_desktop.ui.quotes.paper import QuotePaper
from crm_desktop.ui.taking_back import take_back
from crm_desktop.ui.wording import today

WIDE, HIGH = 640, 560
GAP = 24
DRAFTS = "mail/"


class SendPanel(Overlay):
    """Write the mail of a quote. What is typed stays in the encrypted file until it went or is written afresh."""

    is_patient = True

    def __init__(self, context: Context, frame: Frame, paper: QuotePaper, quote: Quote, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._frame, self._paper, self._quote = context, frame, paper, quote
        self._first = mailing.first_words(context.desk, quote)
        self._name = file_name(f"{paper.name_of(quote)}{PDF}")
        self.to, self.subject, self.text = QLineEdit(self), QLineEdit(self), QPlainTextEdit(self)
        self.error, self.outlived, self._hint = QLabel(self), QLabel(self), QLabel(self)
        self.attached, self.afresh, self.cancel, self.open_button, self.send_button = (
            QPushButton(self) for _ in range(5)
        )
        self._lay_out()
        self._say()
        self._warn()
        context.drafts.claim(self._place)
        self._fill(context.drafts.read(self._place, Writing) or self._first)
        for field in (self.to, self.subject):
            field.textChanged.connect(self._keep)
        self.text.textChanged.connect(self._keep)
        self.afresh.clicked.connect(lambda: self._fill(self._first))
        self.cancel.clicked.connect(self.go, Qt.ConnectionType.QueuedConnection)
        self.open_button.clicked.connect(self.open_in_program)
        self.send_button.clicked.connect(self.send)
        self.attached.clicked.connect(lambda: paper.open(quote))
        DragOut(self.attached, lambda: paper.handed_out(quote))
        self.setFocusProxy(self.to if not self.to.text() else self.text)

    @property
    def _place(self) -> str:
        return f"{DRAFTS}{self._quote.id}"

    @property
    def written(self) -> Writing:
        """Give the mail as it is written now."""
        return Writing(self.to.text(), self.subject.text(), self.text.toPlainText())

    def send(self) -> None:
        """Put the mail in the post: it goes at once, or when there is a network."""
        if not self._is_right():
            return
        desk, quote, written, name = self._context.desk, self._quote, self.written, self._name
        self._busy(is_busy=True)
        self._context.tasks.run(
            lambda: mailing.put_in_post(desk, quote, written, name), self._on_posted, self._on_failed
        )

    def open_in_program(self) -> None:
        """Hand the mail to the mail program of this computer."""
        if not self._is_right():
            return
        desk, quote, written, name = self._context.desk, self._quote, self.written, self._name
        self._busy(is_busy=True)
        self._context.tasks.run(
            lambda: hand_out(
                desk.replica.folder, f"{name.removesuffix(PDF)}.eml", mailing.as_file(desk, quote, written, name)
            ),
            self._on_made,
            self._on_failed,
        )

    def settle(self) -> None:
        room = self.window_under.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        wide, high = min(WIDE, room.width()), min(HIGH, room.height())
        around = self.window_under.rect()
        self.setGeometry((around.width() - wide) // 2, max(MARGIN, (around.height() - high) // 3), wide, high)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress:
            return False  # a click beside it does not take a letter away
        is_key = event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if is_key and isinstance(event, QKeyEvent) and isinstance(watched, QWidget) and self.isAncestorOf(watched):
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.accept()  # what lies under the panel has a use for these keys too
                if event.type() == QEvent.Type.KeyPress:
                    (self.send if self._may_post else self.open_in_program)()
                return True
        return super().eventFilter(watched, event)

    @property
    def _may_post(self) -> bool:
        return self._context.desk.replica.post.server is not None and not is_demo(self._context.desk.replica)

    def _is_right(self) -> bool:
        try:
            mailing.checked(self._quote, self.written)
        except RefusedError as error:
            self._on_failed(error)
            return False
        return True

    def _on_failed(self, error: UserError) -> None:
        self._busy(is_busy=False)
        self.error.setText(sentence(error))
        self.error.show()
        field = {"to": self.to, "subject": self.subject}.get(getattr(error, "field", ""))
        if field is not None:
            field.setFocus()

    def _on_posted(self, _letter: object) -> None:
        self._context.drafts.keep(self._place, None)
        self._context.tasks.announce({POST: frozenset({self._quote.id})})
        self._frame.toast(self.tr("In the post: it goes as soon as there is a network"))
        self.go()

    def _on_made(self, place: Path) -> None:
        quote, written, name, context, frame = self._quote, self.written, self._name, self._context, self._frame
        view_file(place)
        said = self.tr("The mail with %1 is open in your mail program. When it has gone, note it here.")
        frame.message(
            "info",
            said.replace("%1", quote.number),
            self.tr("It has gone"),
            _noted(context, frame, quote, written, name),
        )
        self.go()

    def _keep(self) -> None:
        self.error.hide()
        written = self.written
        self._context.drafts.keep(self._place, written if written != self._first else None)
        self.afresh.setVisible(written != self._first)

    def _fill(self, writing: Writing) -> None:
        self.to.setText(writing.to)
        self.subject.setText(writing.subject)
        self.text.setPlainText(writing.text)
        self.subject.setCursorPosition(0)
        self.afresh.setVisible(writing != self._first)

    def _busy(self, *, is_busy: bool) -> None:
        for button in (self.open_button, self.send_button):
            button.setEnabled(not is_busy)

    def _say(self) -> None:
        self.setAccessibleName(self.tr("Send the quote"))
        self._head.setText(self.tr("Send %1").replace("%1", self._paper.name_of(self._quote)))
        for label, field, words in zip(
            self._labels, (self.to, self.subject, self.text),
            (self.tr("To"), self.tr("Subject"), self.tr("Text")), strict=True,
        ):  # fmt: skip
            label.setText(words)
            label.setBuddy(field)
            field.setAccessibleName(words)
        self.to.setPlaceholderText(self.tr("name@company.com, several with commas between them"))
        self.attached.setText(self._name)
        self.attached.setAccessibleName(self.tr("Attached: %1").replace("%1", self._name))
        self.attached.setToolTip(self.tr("Open the paper, or drag it elsewhere"))
        self.attached.setIcon(icon("paperclip", self._context.appearance.theme.muted))
        self.afresh.setText(self.tr("Begin afresh"))
        self.cancel.setText(self.tr("Cancel"))
        self.open_button.setText(self.tr("Open in mail program"))
        self.send_button.setText(self.tr("Send"))
        self.send_button.setVisible(self._may_post)
        (self.send_button if self._may_post else self.open_button).setToolTip("Ctrl+Enter")
        if is_demo(self._context.desk.replica):
            self._hint.setText(self.tr("A demo company: Satchel itself sends nothing."))
        elif not self._may_post:
            self._hint.setText(self.tr("Satchel sends by itself once a mail server is set up in the settings."))
        self._hint.setVisible(bool(self._hint.text()))

    def _warn(self) -> None:
        state = state_on(self._quote.state, self._quote.valid_until, today(self._context))
        outlived = {
            EXPIRED: self.tr("This quote has expired, as its paper says. Renew it, and send that."),
            REPLACED: self.tr("A newer revision replaced this quote. Send that one."),
            DECLINED: self.tr("The customer declined this quote. Revise it, and send that."),
        }
        self.outlived.setText(outlived.get(state, ""))
        self.outlived.setVisible(state in outlived)

    def _lay_out(self) -> None:
        self._head = QLabel(self)
        self._head.setProperty("kind", "heading")
        self._head.setWordWrap(True)
        self.error.setProperty("kind", "bad")
        self._hint.setProperty("kind", "small")
        self.outlived.setProperty("kind", "warn")
        for label in (self.error, self.outlived, self._hint):
            label.setWordWrap(True)
        self.error.hide()
        self.text.setTabChangesFocus(True)
        (self.send_button if self._may_post else self.open_button).setProperty("kind", "primary")
        self.attached.setProperty("kind", "link")
        self.afresh.setProperty("kind", "link")
        self._labels = [QLabel(self) for _ in range(3)]
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        for label, field in zip(self._labels[:2], (self.to, self.subject), strict=True):
            label.setProperty("kind", "muted")
            form.addRow(label, field)
        self._labels[2].hide()  # what else would it be; a screen reader is told
        beside = QHBoxLayout()
        beside.addWidget(self.attached)
        beside.addStretch(1)
        beside.addWidget(self.afresh)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        for button in (self.cancel, self.open_button, self.send_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, 20, GAP, 20)
        column.setSpacing(10)
        column.addWidget(self._head)
        column.addWidget(self.outlived)
        column.addLayout(form)
        column.addWidget(self.text, 1)
        column.addLayout(beside)
        column.addWidget(self.error)
        column.addWidget(self._hint)
        column.addLayout(foot)


def _noted(context: Context, frame: Frame, quote: Quote, written: Writing, name: str) -> Callable[[], None]:
    """Give the call that notes that a mail went from the person's own program; it outlives the panel it was written in."""
    desk, drafts = context.desk, context.drafts

    def on_noted(done: Done) -> None:
        drafts.keep(f"{DRAFTS}{quote.id}", None)
        context.tell(done)
        said = QCoreApplication.translate("SendPanel", "%1 is noted as sent").replace("%1", quote.number)
        undo = QCoreApplication.translate("SendPanel", "Undo")
        frame.toast(said, undo, lambda: take_back(context, frame, done.change))

    def note() -> None:
        context.tasks.run(
            lambda: mailing.note_sent(desk, desk.fetch(Quote, quote.id), written, name),
            on_noted,
            lambda error: frame.message("warn", sentence(error)),
        )

    return note
