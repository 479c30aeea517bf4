"""Words to the desktop while another program is in front, for those who asked for them: that something came back, or ended.

They stand on screens that anybody may see, so they count and name no customer.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from crm_desktop.core.resources import resource
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.sync_state import SyncState
from crm_desktop.ui.syncing import Syncing
from crm_desktop.ui.tasks import Job

LONG_S = 10.0
SHOWN_MS = 8000
NOTIFY = "notifications"  # the name of the choice among the settings


class Notices(QObject):
    """Tell the desktop; clicked: the person comes for what was told. clock: seconds that only grow."""

    clicked = Signal()

    def __init__(
        self, context: Context, syncing: Syncing, parent: QObject, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._context, self._clock = context, clock
        self._to_answer = syncing.state().to_answer
        self._begun: dict[str, float] = {}
        self.tray: QSystemTrayIcon | None = None
        syncing.state_changed.connect(self._on_state)
        context.tasks.running.connect(self._on_running)

    def tell(self, text: str) -> None:
        """Tell it, unless nobody asked for it, Satchel is in front, or this desktop has no place for it."""
        if not is_notifying(self._context.appearance) or QApplication.activeWindow() is not None:
            return
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._icon().showMessage("Satchel", text, QIcon(str(resource("icons/satchel.svg"))), SHOWN_MS)

    def _on_state(self, state: SyncState) -> None:
        before, self._to_answer = self._to_answer, state.to_answer
        if state.to_answer > before:
            self.tell(self.tr("%n thing(s) in the inbox wait for your answer", "", state.to_answer))

    def _on_running(self, jobs: tuple[Job, ...]) -> None:
        names, now = {job.name for job in jobs}, self._clock()
        for name in [name for name in self._begun if name not in names]:
            if now - self._begun.pop(name) >= LONG_S:
                self.tell(self.tr("Ended: %1").replace("%1", name))
        for name in names:
            self._begun.setdefault(name, now)

    def _icon(self) -> QSystemTrayIcon:
        if self.tray is None:
            self.tray = QSystemTrayIcon(QIcon(str(resource("icons/satchel.svg"))), self)
            self.tray.setToolTip("Satchel")
            self.tray.messageClicked.connect(self.clicked)
            self.tray.activated.connect(lambda _reason: self.clicked.emit())
        self.tray.show()
        return self.tray


def is_notifying(appearance: Appearance) -> bool:
    """Tell whether the desktop is to be told; it is not unless somebody said so."""
    return str(appearance.settings.value(NOTIFY, "0")) == "1"
