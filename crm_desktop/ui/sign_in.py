"""The first thing a person sees: enrol this laptop at a server, or unlock what lies on it."""

import socket
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.core.errors import UserError
from crm_desktop.core.protocol import SignIn
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.replica import vault
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import device_for, enrol
from crm_desktop.sync.loading import Progress
from crm_desktop.ui.appearance import Appearance
from crm_desktop.ui.icons import pixmap
from crm_desktop.ui.language import LANGUAGES, Language, sentence
from crm_desktop.ui.tasks import Tasks

CARD_WIDTH = 420
NOT_THE_SAME = QT_TRANSLATE_NOOP("core", "The two passwords differ. Type the same password twice.")
FILL_IN = QT_TRANSLATE_NOOP("core", "Fill in every field to go on.")


def now_us() -> int:
    """Give the computer's microseconds UTC."""
    return time.time_ns() // 1000


class SignInWindow(QWidget):
    """Ask for what opens the replica, and open it.

    opened: emitted with the Replica. folder: where it lies or will lie. address: server address to begin with.
    """

    opened = Signal(object)
    _progressed = Signal(object)

    def __init__(
        self, folder: Path, appearance: Appearance, language: Language, tasks: Tasks, settings: QSettings, address: str
    ) -> None:
        super().__init__()
        self._folder = folder
        self._appearance = appearance
        self._language = language
        self._tasks = tasks
        self._settings = settings
        self._is_new = not (folder / vault.HEADER).exists()
        self._is_open = False
        self._labels: list[tuple[QLabel, str]] = []
        self.setProperty("kind", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(520, 600)
        self.address = QLineEdit(address or str(settings.value("server", "")))
        self.login = QLineEdit(str(settings.value("login", "")))
        self.code = QLineEdit()
        self.password = QLineEdit()
        self.again = QLineEdit()
        self.button = QPushButton()
        self.error = QLabel()
        self.progress = QProgressBar()
        self.progress_text = QLabel()
        self._lay_out()
        self._progressed.connect(self._on_progress)
        self.retranslate()
        self._first_field().setFocus()

    # ------------------------------------------------------------------------------------------------------ look

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("kind", "card")
        card.setFixedWidth(CARD_WIDTH)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(32, 28, 32, 28)
        inside.setSpacing(12)
        self._mark = QLabel()
        self._mark.setPixmap(pixmap("satchel", self._appearance.theme.accent, 56, self.devicePixelRatioF()))
        self._title, self._lead = QLabel(), QLabel()
        self._title.setProperty("kind", "title")
        self._lead.setProperty("kind", "muted")
        self._lead.setWordWrap(True)
        inside.addWidget(self._mark)
        inside.addWidget(self._title)
        inside.addWidget(self._lead)
        inside.addSpacing(4)
        inside.addLayout(self._form())
        for field in (self.password, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self.error.setWordWrap(True)
        self.error.setProperty("kind", "bad")
        self.error.hide()
        self.progress.hide()
        self.progress_text.setProperty("kind", "small")
        self.progress_text.hide()
        self.button.setProperty("kind", "primary")
        self.button.setDefault(True)
        self.button.setMinimumHeight(34)
        self.button.clicked.connect(self._on_asked)
        for field in (self.address, self.login, self.code, self.password, self.again):
            field.returnPressed.connect(self._on_asked)
        for widget in (self.error, self.progress, self.progress_text, self.button):
            inside.addWidget(widget)
        outside = QVBoxLayout(self)
        outside.addStretch()
        outside.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outside.addLayout(self._languages())
        outside.addStretch()

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(4)
        rows = [(self.password, QT_TRANSLATE_NOOP("SignIn", "Password"))]
        if self._is_new:
            rows = [
                (self.address, QT_TRANSLATE_NOOP("SignIn", "Server address")),
                (self.login, QT_TRANSLATE_NOOP("SignIn", "Sign-in name")),
                (self.code, QT_TRANSLATE_NOOP("SignIn", "One-time code")),
                (self.password, QT_TRANSLATE_NOOP("SignIn", "Choose a password")),
                (self.again, QT_TRANSLATE_NOOP("SignIn", "The same password again")),
            ]
        for field, text in rows:
            label = QLabel()
            label.setBuddy(field)
            self._labels.append((label, text))
            form.addRow(label, field)
        return form

    def _languages(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch()
        for code, name in LANGUAGES.items():
            button = QPushButton(name)
            button.setProperty("kind", "link")
            button.setAccessibleName(name)
            button.clicked.connect(lambda _=False, code=code: self._language.choose(code))
            row.addWidget(button)
        row.addStretch()
        return row

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again in the language now in force."""
        self.setWindowTitle("Satchel")
        self._title.setText(self.tr("Welcome to Satchel") if self._is_new else self.tr("Welcome back"))
        self._lead.setText(
            self.tr("Your administrator gives you the server address, your sign-in name and a one-time code.")
            if self._is_new
            else self.tr("The data of {name} on this laptop are locked.").format(
                name=vault.read_header(self._folder).login
            )
        )
        for label, text in self._labels:
            words = QCoreApplication.translate("SignIn", text)
            label.setText(words)
            label.buddy().setAccessibleName(words)
        self.button.setText(self.tr("Sign in and load my data") if self._is_new else self.tr("Unlock"))

    def _first_field(self) -> QLineEdit:
        if not self._is_new:
            return self.password
        return self.login if self.address.text() else self.address

    # ------------------------------------------------------------------------------------------------------- act

    def _on_asked(self) -> None:
        if not self.button.isEnabled():
            return
        work = self._enrolment() if self._is_new else self._unlocking()
        if work is None:
            return
        self._busy(True)
        self._tasks.run(work, self._on_opened, self._on_failed, lane="network")

    def _unlocking(self) -> Callable[[], Replica]:
        folder, password = self._folder, self.password.text()
        return lambda: Replica.open(folder, password)

    def _enrolment(self) -> Callable[[], Replica] | None:
        fields = (self.address, self.login, self.code, self.password, self.again)
        if not all(field.text().strip() for field in fields):
            self._say(QCoreApplication.translate("core", FILL_IN))
            return None
        if self.password.text() != self.again.text():
            self._say(QCoreApplication.translate("core", NOT_THE_SAME))
            return None
        folder, address, report = self._folder, self.address.text().strip(), self._progressed.emit
        code = self.code.text().strip()
        request = SignIn(
            login=self.login.text().strip(), password=self.password.text(), device=device_for(code, folder),
            device_name=socket.gethostname(), clock=now_us(), code=code,
        )  # fmt: skip

        def work() -> Replica:
            # requests takes 0.1 s to load, so it waits until somebody enrols.
            from crm_desktop.sync.remote import HttpServer

            server = HttpServer(address)
            try:
                return enrol(folder, server, address, request, now_us, report)
            finally:
                server.close()

        return work

    def _on_progress(self, progress: Progress) -> None:
        self.progress.show()
        self.progress_text.show()
        self.progress.setMaximum(max(progress.total, 1))
        self.progress.setValue(progress.done)
        self.progress_text.setText(
            self.tr("%n row(s) loaded", "", progress.done) + f" · {progress.done * 100 // max(progress.total, 1)} %"
        )

    def _on_opened(self, replica: Replica) -> None:
        self._is_open = True
        if self._is_new:
            self._settings.setValue("server", self.address.text().strip())
            self._settings.setValue("login", self.login.text().strip())
        self.opened.emit(replica)
        self.close()

    def _on_failed(self, error: UserError) -> None:
        self._busy(False)
        self._say(sentence(error))
        self.password.setFocus()
        self.password.selectAll()

    def _say(self, text: str) -> None:
        self.error.setText(text)
        self.error.show()

    def _busy(self, is_busy: bool) -> None:
        self.button.setEnabled(not is_busy)
        self.error.hide()
        if not is_busy:
            self.progress.hide()
            self.progress_text.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if not self._is_open:
            QCoreApplication.quit()
