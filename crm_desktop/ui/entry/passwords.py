"""Asking for passwords in an open window: to sign in again, to change it, to open what was set aside."""

from collections.abc import Callable
from contextlib import closing
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.leftovers import waiting_as_table
from crm_desktop.core.schema import micros
from crm_desktop.replica.asides import Aside
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.signing import change_password, sign_in_again
from crm_desktop.sync.taking_over import take_over_from
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.parts.fill_in import Blank, FillIn
from crm_desktop.ui.syncing import Syncing

Then = Callable[[Any], None]


class Passwords(QObject):
    """Ask over a window; what is typed goes to the server and the replica, and is kept nowhere."""

    def __init__(self, context: Context, syncing: Syncing, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._syncing = context, syncing

    def ask_to_sign_in(self, window: QWidget) -> FillIn:
        """Ask for the password in force at the server, which opens this laptop from then on."""
        desk, syncing = self._context.desk, self._syncing

        def work(password: str, code: str) -> object:
            return sign_in_again(desk.replica, syncing.server(), password, lambda: micros(desk.now()), code.strip())

        blanks = (
            Blank(self.tr("Password")),
            Blank(self.tr("One-time code, if you were given one"), is_secret=False, may_be_empty=True),
        )
        return self._asked(
            window,
            self.tr("Sign in"),
            self.tr(
                "The password in force, also where it was changed on another laptop: this one opens with it from then on. With"
                " a one-time code of your administrator you choose a new one."
            ),
            blanks,
            self.tr("Sign in"),
            work,
            lambda _done: syncing.sync_now(),
        )

    def ask_for_new(self, window: QWidget, then: Then) -> FillIn:
        """Ask for the present password and twice for another; it needs the server, and says so where there is none."""
        replica, syncing = self._context.desk.replica, self._syncing
        differ = self.tr("The two new passwords differ. Type the same one twice.")
        return self._asked(
            window,
            self.tr("Change the password"),
            self.tr(
                "It opens the data on this laptop and signs you in at the server, so both change at once; without a network"
                " nothing does. Your other laptops ask for it at their next sync."
            ),
            (
                Blank(self.tr("Current password")),
                Blank(self.tr("New password")),
                Blank(self.tr("The new password again")),
            ),
            self.tr("Change"),
            lambda old, new, _again: change_password(replica, syncing.server(), old, new),
            then,
            lambda _old, new, again: "" if new == again else differ,
        )

    def ask_to_open(self, window: QWidget, aside: Aside, then: Then) -> FillIn:
        """Ask for the password that data had which were set aside, to take over what waits there."""
        replica, now = self._context.desk.replica, micros(self._context.desk.now())
        return self._asked(
            window,
            self.tr("Send what waits there"),
            self.tr(
                "Type the password these data had. What was never sent is taken over, and sent with the next sync."
            ),
            (Blank(self.tr("The password they had")),),
            self.tr("Take over"),
            lambda password: take_over_from(replica, aside.folder, password, now),
            then,
        )

    def ask_to_read(self, window: QWidget, aside: Aside, then: Then) -> FillIn:
        """Ask for the password that data had which were set aside, to write down what waits there; then: is given that."""

        def work(password: str) -> str:
            with closing(Replica.open(aside.folder, password)) as kept:
                return waiting_as_table(desk_of(kept, self._context.desk.clock), wording.words())

        return self._asked(
            window,
            self.tr("Export what waits there"),
            self.tr("Type the password these data had. What was never sent is written into a table for you to read."),
            (Blank(self.tr("The password they had")),),
            self.tr("Open"),
            work,
            then,
        )

    def _asked(self, window: QWidget, *more: Any) -> FillIn:
        made = FillIn(window, self._context.tasks, *more)
        made.open()
        return made
