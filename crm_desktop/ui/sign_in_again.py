"""Asking for the password once more when the server does not know the session any more."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.protocol import Session, SignIn
from crm_desktop.core.schema import micros
from crm_desktop.sync.engine import remember
from crm_desktop.ui.context import Context
from crm_desktop.ui.language import sentence


class SignInAgain(QDialog):
    """Sign in at the server with the password; signed_in: the server knows this laptop again."""

    signed_in = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(self.tr("Sign in"))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(self.tr("Password"))
        self.error = QLabel()
        self.error.setProperty("kind", "bad")
        self.error.setWordWrap(True)
        self.error.hide()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        self.buttons.accepted.connect(self._on_asked)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(self.tr("Password"), self.password)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.error)
        column.addWidget(self.buttons)
        self.setMinimumWidth(360)

    def _on_asked(self) -> None:
        header, desk = self._context.desk.replica.header, self._context.desk
        request = SignIn(
            login=header.login, password=self.password.text(), device=header.device, device_name=header.device,
            clock=micros(desk.now()),
        )  # fmt: skip

        def work() -> Session:
            # requests takes 0.1 s to load, so it waits until somebody signs in.
            from crm_desktop.sync.remote import HttpServer

            server = HttpServer(header.address)
            try:
                session = server.sign_in(request)
            finally:
                server.close()
            remember(desk.replica, session, lambda: micros(desk.now()))
            return session

        self.buttons.setEnabled(False)
        self._context.tasks.run(work, self._on_signed_in, self._on_failed, lane="network")

    def _on_signed_in(self, _session: Session) -> None:
        self.signed_in.emit()
        self.accept()

    def _on_failed(self, error: UserError) -> None:
        self.buttons.setEnabled(True)
        self.error.setText(sentence(error))
        self.error.show()
        self.password.setFocus()
        self.password.selectAll()
