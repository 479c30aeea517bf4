"""Who works here, and what help there is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from crm_desktop.core.entities.people import ROLES
from crm_desktop.sync.demo import is_demo
from crm_desktop.ui.context import Context
from crm_desktop.ui.preferences.card import Card, beside
from crm_desktop.ui.wording import core


class Security(Card):
    """Change the password, lock, sign out. Each signal: the person wants that."""

    password_wished = Signal()
    lock_wished = Signal()
    out_wished = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.password, self.lock, self.out = (QPushButton(self) for _ in range(3))
        self._who = self.add_line(self.out)
        self._key = self.add_line(self.password, self.lock)
        self.password.clicked.connect(self.password_wished)
        self.lock.clicked.connect(self.lock_wished)
        self.out.clicked.connect(self.out_wished)
        # What guards nothing and belongs to nobody is left, not signed out of.
        for button in (self.password, self.lock):
            button.setVisible(not is_demo(context.desk.replica))

    def retranslate(self) -> None:
        desk, demo = self._context.desk, is_demo(self._context.desk.replica)
        role = next((role.label for role in ROLES if role.value == desk.role), "")
        self.heading.setText(self.tr("Security"))
        self._who[0].setText(self.tr("Signed in as"))
        self._who[1].setText(beside(desk.user.name, core(role)))
        self._key[0].setText(self.tr("Password"))
        self._key[1].setText(
            self.tr("None: everything here is invented") if demo else self.tr("It encrypts the data on this laptop")
        )
        self.password.setText(self.tr("Change the password…"))
        self.lock.setText(self.tr("Lock now"))
        self.out.setText(self.tr("Leave the demo…") if demo else self.tr("Sign out…"))


class Help(Card):
    """Keys, versions and what may be handed to whoever helps. Each signal: the person wants that."""

    keys_wished = Signal()
    about_wished = Signal()
    bundle_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys, self.about, self.bundle = (QPushButton(self) for _ in range(3))
        self._keys, self._about, self._bundle = (self.add_line(one) for one in (self.keys, self.about, self.bundle))
        self.keys.clicked.connect(self.keys_wished)
        self.about.clicked.connect(self.about_wished)
        self.bundle.clicked.connect(self.bundle_wished)

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Help"))
        for (name, value), button, words, more, label in (
            (
                self._keys,
                self.keys,
                self.tr("Keyboard"),
                self.tr("Every command has its keys"),
                self.tr("Show the keys"),
            ),
            (
                self._about,
                self.about,
                self.tr("Versions"),
                self.tr("Of Satchel and everything in it"),
                self.tr("About Satchel"),
            ),
            (
                self._bundle,
                self.bundle,
                self.tr("Diagnostics"),
                self.tr("For whoever helps you: the state of this laptop, without any customer data"),
                self.tr("Look at it and save…"),
            ),
        ):
            name.setText(words)
            value.setText(more)
            button.setText(label)
