"""The ways out: lock, sign out, leave the demo. Each says what waits, and nothing that waits is ever deleted."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, micros
from crm_desktop.replica import asides
from crm_desktop.sync.demo import delete_demo, is_demo
from crm_desktop.sync.signing import sign_out, unsent
from crm_desktop.ui.commands import Command, Commands
from crm_desktop.ui.context import Context
from crm_desktop.ui.entry.way_in import IN_DEMO, UNTOLD
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.parts.ask import Answer, Ask, ask
from crm_desktop.ui.syncing import Syncing

Leave = Callable[[Callable[[], None]], None]
"""Closes every window and the replica, does what is given, and asks anew who wants to work."""


class Leaving(QObject):
    """Ask how to leave, and do it."""

    def __init__(self, context: Context, syncing: Syncing, leave: Leave, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._syncing, self._leave = context, syncing, leave

    def lock(self) -> None:
        """Close everything; the password opens it again. Whatever waits goes on waiting."""
        self._leave(lambda: None)

    def offer_lock(self, window: QWidget) -> None:
        """Let a window be locked by keys and from the palette; the demo company has no password to unlock it."""
        if is_demo(self._context.desk.replica):
            return
        lock = Command(QT_TRANSLATE_NOOP("Command", "Lock Satchel"), ("Ctrl+L",), self.lock)
        commands = Commands(window, (lock,))
        self._context.language.changed.connect(commands.retranslate)

    def ask_sign_out(self, window: QWidget) -> Ask:
        """Ask what becomes of the data on this laptop; while something waits, deleting them is not among the answers."""
        waiting = unsent(self._context.desk.replica)
        stay = Answer(self.tr("Sign out"), partial(self._sign_out, window, lambda: None), "primary")
        cancel = Answer(self.tr("Cancel"))
        if not waiting:
            begun = len(self._context.drafts.places(""))
            words = self.tr(
                "Everything is sent. Your data stay here, locked by your password, unless you delete them: then they are"
                " loaded again with a new one-time code."
            )
            if begun:
                words += " " + self.tr(
                    "%n text(s) that you began and did not save would be deleted with them.", "", begun
                )
            return ask(
                window,
                self.tr("Sign out of this laptop?"),
                words,
                (
                    cancel,
                    Answer(self.tr("Sign out and delete"), partial(self._sign_out, window, self._wipe), "danger"),
                    stay,
                ),
            )
        return ask(
            window,
            self.tr("%n change(s) have not been sent", "", waiting),
            self.tr(
                "Send them first, if the server can be reached. If you sign out now they stay here with your data, locked by"
                " your password: unlock and sign in again, and they are sent. Set aside, they make room for somebody else and"
                " stay readable by you."
            ),
            (
                cancel,
                Answer(self.tr("Send now"), self._syncing.sync_now),
                Answer(self.tr("Set aside"), partial(self._sign_out, window, self._set_aside)),
                stay,
            ),
        )

    def ask_leave_demo(self, window: QWidget) -> Ask:
        """Ask whether the demo is kept."""
        return ask(
            window,
            self.tr("Leave the demo company?"),
            self.tr(
                "You come to the sign-in of your company's server. Nothing of the demo goes along. Kept, it is there again as"
                " you left it, by the same button; deleted, everything you did in it is gone."
            ),
            (
                Answer(self.tr("Cancel")),
                Answer(self.tr("Delete the demo"), partial(self._leave_demo, is_kept=False), "danger"),
                Answer(self.tr("Keep it and leave"), partial(self._leave_demo, is_kept=True), "primary"),
            ),
        )

    def _leave_demo(self, *, is_kept: bool) -> None:
        folder = self._context.desk.replica.folder.parent
        self._context.appearance.settings.remove(IN_DEMO)
        self._leave((lambda: None) if is_kept else partial(delete_demo, folder))

    def _sign_out(self, window: QWidget, then: Callable[[], None]) -> None:
        if is_demo(self._context.desk.replica):
            self.ask_leave_demo(window)
            return
        self._context.tasks.run(
            partial(sign_out, self._context.desk.replica, self._syncing.server()),
            lambda is_told: self._on_signed_out(then, is_told=is_told),
            lambda error: self._on_failed(window, error),
            lane="network",
            name=self.tr("Signing out"),
        )

    def _on_signed_out(self, then: Callable[[], None], *, is_told: bool) -> None:
        if not is_told:
            self._context.appearance.settings.setValue(UNTOLD, "1")
        # Work that was saved while this ran is not deleted either.
        is_safe = then != self._wipe or not unsent(self._context.desk.replica)
        self._leave(then if is_safe else self._set_aside)

    def _on_failed(self, window: QWidget, error: UserError) -> None:
        ask(window, self.tr("You are still signed in"), sentence(error), (Answer(self.tr("Close")),))

    def _wipe(self) -> None:
        asides.wipe(self._context.desk.replica.folder)

    def _set_aside(self) -> None:
        asides.set_all_aside(self._context.desk.replica.folder, micros(datetime.now(UTC)))
