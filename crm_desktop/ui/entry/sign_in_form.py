"""What the first window asks: everything of a new laptop, the password alone, or everything after it was forgotten."""

from enum import Enum

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.icons import pixmap

MARK = 48
FIELD = 32


class Mode(Enum):
    """Why somebody is asked: nothing lies here; it is locked; it is locked, and nobody knows the password."""

    NEW = "new"
    LOCKED = "locked"
    FORGOTTEN = "forgotten"


class SignInForm(QWidget):
    """Collect what opens or makes a replica.

    asked: the person is done typing. demo_wished: she would rather look around. mode_wished: she asks for another Mode.
    name: who is locked out; waiting: how many changes of hers had not been sent when it was locked, below 0 for unknown.
    """

    asked = Signal()
    demo_wished = Signal()
    mode_wished = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.mode = Mode.NEW
        self.name, self.waiting = "", -1
        self.address, self.login, self.code, self.password, self.again = (QLineEdit(self) for _ in range(5))
        self.button, self.demo, self.other = (QPushButton(self) for _ in range(3))
        self.error = QLabel(self)
        self._mark, self._title, self._lead, self._or, self._note, self._hint = (QLabel(self) for _ in range(6))
        self._rows: list[tuple[QWidget, QLabel, QLineEdit, str]] = []
        self._lay_out()
        for field in self._fields():
            field.returnPressed.connect(self._on_return)
            field.textEdited.connect(self._on_edited)
        self.button.clicked.connect(self._on_return)
        self.demo.clicked.connect(self.demo_wished)
        self.other.clicked.connect(self._on_other)
        appearance.changed.connect(self.retranslate)

    def show_mode(self, mode: Mode) -> None:
        """Ask for what a way in needs."""
        self.mode = mode
        self.error.hide()
        for row, _, field, _ in self._rows:
            row.setVisible(mode is not Mode.LOCKED or field is self.password)
        for widget in (self._demo_line, self.demo, self._note):
            widget.setVisible(mode is Mode.NEW)
        self.other.setVisible(mode is not Mode.NEW)
        for field in (self.code, self.password, self.again):
            field.clear()
        self._mark_wrong(None)
        self.retranslate()
        first = next((one for one in self._fields() if one.isVisibleTo(self) and not one.text()), self.password)
        first.setFocus()

    def set_busy(self, *, is_busy: bool) -> None:
        """Take nothing more while something is done with what was typed."""
        self.button.setEnabled(not is_busy)
        self.demo.setEnabled(not is_busy)
        self.error.hide()
        self._mark_wrong(None)

    def say(self, text: str, mended_in: QWidget) -> None:
        """Say what is wrong under the fields; mended_in: where the keyboard goes."""
        self.error.setText(text)
        self.error.show()
        mended_in.setFocus()
        if isinstance(mended_in, QLineEdit):
            mended_in.selectAll()
            self._mark_wrong(mended_in)

    def retranslate(self) -> None:
        """Set every text again in the language and theme now in force."""
        theme = self._appearance.theme
        self._mark.setPixmap(pixmap("satchel", theme.accent, MARK, self.devicePixelRatioF()))
        self.window().setWindowTitle("Satchel")
        titles = {
            Mode.NEW: self.tr("Welcome to Satchel"),
            Mode.LOCKED: self.tr("Welcome back"),
            Mode.FORGOTTEN: self.tr("A new password, a fresh copy"),
        }
        buttons = {
            Mode.NEW: self.tr("Sign in and load my data"),
            Mode.LOCKED: self.tr("Unlock"),
            Mode.FORGOTTEN: self.tr("Set aside and load a fresh copy"),
        }
        self._title.setText(titles[self.mode])
        self._lead.setText(self._lead_words())
        self.button.setText(buttons[self.mode])
        for _, label, field, text in self._rows:
            shown = QT_TRANSLATE_NOOP("SignIn", "Password") if field is self.password and self._is_locked else text
            words = QCoreApplication.translate("SignIn", shown)
            label.setText(words)
            field.setAccessibleName(words)
        self.demo.setText(self.tr("Try it with a demo company"))
        self._or.setText(self.tr("or"))
        self._note.setText(self.tr("No server and no password: an invented company, made on this laptop in seconds."))
        self.other.setText(self.tr("Password forgotten or changed?") if self._is_locked else self.tr("Go back"))
        self._hint.setText(self._hint_words())
        self._hint.setVisible(bool(self._hint.text()))

    @property
    def _is_locked(self) -> bool:
        return self.mode is Mode.LOCKED

    def _lead_words(self) -> str:
        if self.mode is Mode.NEW:
            return self.tr("The address, your sign-in name and a one-time code come from your administrator.")
        if self._is_locked:
            return self.tr("The data of %1 on this laptop are locked.").replace("%1", self.name)
        return self.tr(
            "A one-time code of your administrator loads a fresh copy. What lies here is set aside, never deleted: with the old"
            " password you open it later, from the settings, and send what waited."
        )

    def _hint_words(self) -> str:
        """Say what waits behind the lock, and where a password that was changed counts."""
        if self.mode is Mode.NEW:
            return ""
        waits = self.tr("%n change(s) wait here to be sent.", "", self.waiting) if self.waiting > 0 else ""
        elsewhere = self.tr(
            "Changed on another laptop? Then go back and unlock with the old one: this laptop asks for the new one by itself."
        )
        return " ".join(part for part in (waits, "" if self._is_locked else elsewhere) if part)

    def _fields(self) -> tuple[QLineEdit, ...]:
        return self.address, self.login, self.code, self.password, self.again

    def _on_return(self) -> None:
        if self.button.isEnabled():
            self.asked.emit()

    def _on_edited(self) -> None:
        self._mark_wrong(None)

    def _on_other(self) -> None:
        self.mode_wished.emit(Mode.FORGOTTEN if self._is_locked else Mode.LOCKED)

    def _mark_wrong(self, wrong: QLineEdit | None) -> None:
        for field in self._fields():
            is_wrong = "true" if field is wrong else ""
            if (field.property("wrong") or "") != is_wrong:
                field.setProperty("wrong", is_wrong)
                field.style().polish(field)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._title.setProperty("kind", "title")
        self._lead.setProperty("kind", "muted")
        self._hint.setProperty("kind", "small")
        self._note.setProperty("kind", "small")
        self._or.setProperty("kind", "small")
        self.error.setProperty("kind", "bad")
        for label in (self._lead, self._hint, self._note, self.error):
            label.setWordWrap(True)
        for part in (self._mark, self._title, self._lead):
            column.addWidget(part)
        column.addSpacing(4)
        for field, text in (
            (self.address, QT_TRANSLATE_NOOP("SignIn", "Server address")),
            (self.login, QT_TRANSLATE_NOOP("SignIn", "Sign-in name")),
            (self.code, QT_TRANSLATE_NOOP("SignIn", "One-time code")),
            (self.password, QT_TRANSLATE_NOOP("SignIn", "Choose a password")),
            (self.again, QT_TRANSLATE_NOOP("SignIn", "The same password again")),
        ):
            self._row(field, text)
        for rows in ((self.address,), (self.login, self.code), (self.password, self.again)):
            beside = QHBoxLayout()
            beside.setSpacing(12)
            for row, _, field, _ in self._rows:
                if field in rows:
                    beside.addWidget(row, 1)
            column.addLayout(beside)
        self.address.setPlaceholderText("crm.example.com")
        for field in (self.password, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self.error.hide()
        self.button.setProperty("kind", "primary")
        self.button.setDefault(True)
        self.button.setMinimumHeight(34)
        self.demo.setMinimumHeight(34)
        self.other.setProperty("kind", "link")
        column.addWidget(self._hint)
        column.addWidget(self.error)
        column.addSpacing(2)
        column.addWidget(self.button)
        self._demo_line = self._divided()
        column.addWidget(self._demo_line)
        column.addWidget(self.demo)
        column.addWidget(self._note)
        column.addWidget(self.other, 0, Qt.AlignmentFlag.AlignHCenter)

    def _row(self, field: QLineEdit, text: str) -> None:
        row, label = QWidget(self), QLabel(self)
        label.setBuddy(field)
        inside = QVBoxLayout(row)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(label)
        inside.addWidget(field)
        field.setMinimumHeight(FIELD)
        self._rows.append((row, label, field, text))

    def _divided(self) -> QWidget:
        made = QWidget(self)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 2, 0, 2)
        lines = QFrame(made), QFrame(made)
        for line in lines:
            line.setProperty("kind", "line")
        row.addWidget(lines[0], 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._or)
        row.addWidget(lines[1], 1, Qt.AlignmentFlag.AlignVCenter)
        return made
