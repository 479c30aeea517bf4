"""The first thing a person sees: enrol this laptop, unlock what lies on it, or look around in a demo company."""

import socket
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.core.errors import ReplicaError, SignInError, UserError
from crm_desktop.core.protocol import WRONG_CODE, SignIn
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.replica import asides, vault
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import begin, device_for, enrol, is_begun
from crm_desktop.sync.loading import Pace, Progress
from crm_desktop.sync.signing import sign_in_again
from crm_desktop.ui.entry.load_view import LoadView
from crm_desktop.ui.entry.sign_in_form import Mode, SignInForm
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.language import LANGUAGES, Language, sentence
from crm_desktop.ui.tasks import Tasks

CARD_WIDTH = 440
NOT_THE_SAME = QT_TRANSLATE_NOOP("core", "The two passwords differ. Type the same password twice.")
FILL_IN = QT_TRANSLATE_NOOP("core", "Fill in every field to go on.")
STOPPED = QT_TRANSLATE_NOOP(
    "core", "Loading was stopped. What has come is kept, and loading goes on from there when you unlock it."
)


class StoppedError(UserError):
    """The person wants no more of a load for now."""


def now_us() -> int:
    """Give the computer's microseconds UTC."""
    return time.time_ns() // 1000


class SignInWindow(QWidget):
    """Ask for what opens the replica, and open it.

    opened: emitted with the Replica. demo_wished: the person would rather look around first. folder: where the replica lies
    or will lie. address: server address to begin with.
    """

    opened = Signal(object)
    demo_wished = Signal()
    _progressed = Signal(object)

    def __init__(
        self, folder: Path, appearance: Appearance, language: Language, tasks: Tasks, settings: QSettings, address: str
    ) -> None:
        super().__init__()
        self._folder = folder
        self._language, self._tasks, self._settings = language, tasks, settings
        self._is_open = False
        self._is_stopped = Event()
        self._pace = Pace()
        self.setProperty("kind", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(560, 640)
        self.resize(880, 720)
        self.form = SignInForm(appearance, self)
        self.address, self.login, self.code = self.form.address, self.form.login, self.form.code
        self.password, self.again = self.form.password, self.form.again
        self.button, self.error = self.form.button, self.form.error
        self.address.setText(address or str(settings.value("server", "")))
        self.login.setText(str(settings.value("login", "")))
        self.load = LoadView(appearance, self)
        self._lay_out()
        self._progressed.connect(self._on_progress)
        self.form.asked.connect(self._on_asked)
        self.form.demo_wished.connect(self.demo_wished)
        self.form.mode_wished.connect(self.show_mode)
        self.load.stopped.connect(self._is_stopped.set)
        self.show_mode(Mode.LOCKED if (folder / vault.HEADER).exists() else Mode.NEW)

    # ------------------------------------------------------------------------------------------------------ look

    def show_mode(self, mode: Mode) -> None:
        """Ask for what one of the ways in needs; after a forgotten password with what is known already.

        Data whose header cannot be read are opened by no password: only a fresh copy is left to ask for.
        """
        damage: ReplicaError | None = None
        if mode is not Mode.NEW:
            try:
                header = vault.read_header(self._folder)
            except ReplicaError as error:
                damage, mode = error, Mode.FORGOTTEN
            else:
                word = asides.last_word(self._folder)
                self.form.name, self.form.waiting = header.login, word.waiting if word else asides.UNKNOWN
                self.address.setText(header.address)
                self.login.setText(header.login)
        self.form.show_mode(mode)
        if damage is not None:
            self.form.say(sentence(damage), self.code)

    def show_loading(self, title: str, note: str, *, may_stop: bool = True) -> None:
        """Show in place of the questions that something is on its way; both texts come translated."""
        self._is_stopped.clear()
        self._pace = Pace()
        self.form.hide()
        self.load.begin(title, note)
        self.load.stop.setVisible(may_stop)
        self.load.show()
        (self.load.stop if may_stop else self.load).setFocus()

    def show_failure(self, error: UserError) -> None:
        """Say what went wrong, with the keyboard where it can be mended."""
        self.load.hide()
        self.form.show()
        self.form.set_busy(is_busy=False)
        if (self._folder / vault.HEADER).exists() and self.form.mode is Mode.NEW:
            self.show_mode(Mode.LOCKED)  # the laptop is enrolled by now; its password goes on from here
        self.form.say(sentence(error), self._mended_in(error))

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("kind", "card")
        card.setFixedWidth(CARD_WIDTH)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(36, 32, 36, 32)
        inside.addWidget(self.form)
        inside.addWidget(self.load)
        self.load.hide()
        page = QWidget()
        outside = QVBoxLayout(page)
        outside.setSpacing(12)
        outside.addStretch(2)
        # Between two stretches: aligned, it would be as high as its words are over the whole window's width.
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(card)
        row.addStretch()
        outside.addLayout(row)
        outside.addLayout(self._languages())
        outside.addStretch(3)
        scroll = QScrollArea(self)  # a long sentence over a form in a low window needs more than there is
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        for one in (scroll.viewport(), page):
            one.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)

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
        self.form.retranslate()
        self.load.retranslate()

    # ------------------------------------------------------------------------------------------------------- act

    def _on_asked(self) -> None:
        work = self._unlocking() if self.form.mode is Mode.LOCKED else self._enrolment()
        if work is None:
            return
        self.form.set_busy(is_busy=True)
        self._tasks.run(work, self._on_opened, self.show_failure, lane="network")

    def _unlocking(self) -> Callable[[], Replica]:
        folder, password, told = self._folder, self.password.text(), self._told

        def work() -> Replica:
            replica = Replica.open(folder, password)
            try:
                if not is_begun(replica):  # the first load was cut: there is nothing to work with yet
                    _go_on(replica, password, told)
            except BaseException:
                replica.close()
                raise
            return replica

        return work

    def _enrolment(self) -> Callable[[], Replica] | None:
        fields = (self.address, self.login, self.code, self.password, self.again)
        empty = next((field for field in fields if not field.text().strip()), None)
        if empty is not None:
            self.form.say(QCoreApplication.translate("core", FILL_IN), empty)
            return None
        if self.password.text() != self.again.text():
            self.form.say(QCoreApplication.translate("core", NOT_THE_SAME), self.again)
            return None
        folder, address, told = self._folder, self.address.text().strip(), self._told
        code = self.code.text().strip()
        request = SignIn(
            login=self.login.text().strip(), password=self.password.text(), device=device_for(code, folder),
            device_name=socket.gethostname(), clock=now_us(), code=code,
        )  # fmt: skip

        def work() -> Replica:
            server = _server(address)
            try:
                return enrol(folder, server, address, request, now_us, told)
            finally:
                server.close()

        return work

    def _told(self, progress: Progress) -> None:
        """Hear of a load on its thread."""
        if self._is_stopped.is_set():
            raise StoppedError(STOPPED)
        self._progressed.emit(progress)

    def _on_progress(self, progress: Progress) -> None:
        if self.form.isVisible():
            self.show_loading(
                self.tr("Loading your data"),
                self.tr("The window opens as soon as you can work; what is left then follows behind."),
            )
        self.load.show_progress(progress, self._pace.left_s(progress, now_us()))

    def _on_opened(self, replica: Replica) -> None:
        self._is_open = True
        self._settings.setValue("server", self.address.text().strip())
        self._settings.setValue("login", self.login.text().strip())
        self.opened.emit(replica)
        self.close()

    def _mended_in(self, error: UserError) -> QLineEdit | QPushButton:
        """Name the control in which an error is mended."""
        if isinstance(error, StoppedError):
            return self.password
        if self.form.mode is not Mode.LOCKED:
            if {"address", "host"} & error.values.keys():
                return self.address
            if error.message == WRONG_CODE:
                return self.code
        return self.password if isinstance(error, SignInError) or "length" in error.values else self.button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.load.isVisible() and self.load.stop.isVisible():
            self._is_stopped.set()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._is_stopped.set()
        super().closeEvent(event)
        if not self._is_open:
            QCoreApplication.quit()

    def give_way(self) -> None:
        """Close, because something else opened; the application goes on."""
        self._is_open = True
        self.close()


def _go_on(replica: Replica, password: str, told: Callable[[Progress], None]) -> None:
    """Go on with a first load that was cut, signed in anew where the server does not know the session any more."""
    server = _server(replica.header.address)
    try:
        try:
            begin(replica, server, now_us, told)
        except SignInError:
            sign_in_again(replica, server, password, now_us)
            begin(replica, server, now_us, told)
    finally:
        server.close()


def _server(address: str) -> Any:
    # requests takes 0.1 s to load, so it waits until somebody enrols.
    from crm_desktop.sync.remote import HttpServer

    return HttpServer(address)
