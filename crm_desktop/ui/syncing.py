"""Keeping this laptop and its server in step: when to sync, and how it stands."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from crm_desktop.core.errors import SignInError, UnreachableError, UserError
from crm_desktop.core.schema import micros, moment_of
from crm_desktop.sync.engine import Report, sync
from crm_desktop.sync.waiting import Waiter
from crm_desktop.ui.context import Context
from crm_desktop.ui.language import sentence
from crm_desktop.ui.status import Connection, SyncState

AFTER_SAVE_MS = 1200  # several fields of one form go out together


class Syncing(QObject):
    """Run sync rounds on the network lane and tell how the laptop stands.

    state_changed: emitted with a SyncState. sign_in_needed: the server knows the session no more. synced: a round ended
    well, with its Report.
    """

    state_changed = Signal(object)
    sign_in_needed = Signal()
    synced = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._replica = context.desk.replica
        self._is_running = False
        self._server: Any = None
        self._fault: UserError | None = None
        self._is_connected = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_SAVE_MS)
        self._timer.timeout.connect(self.sync_now)
        context.tasks.touched.connect(self._on_touched)
        context.language.changed.connect(self._tell)

    def start(self) -> None:
        """Sync once, then listen for news."""
        self._tell()
        self.sync_now()
        waiter = Waiter(self._replica, self._new_server())
        self._context.tasks.listen(waiter.wait, self._on_heard, waiter.close)

    def sync_now(self) -> None:
        """Start a round unless one runs."""
        if self._is_running:
            return
        self._is_running = True
        self._tell()
        self._context.tasks.run(
            self._round,
            self._on_synced,
            self._on_failed,
            lane="network",
            name=QCoreApplication.translate("Sync", "Syncing"),
        )

    def _round(self) -> Report:
        if self._server is None:
            self._server = self._new_server()
        return sync(self._replica, self._server, lambda: micros(self._context.desk.now()))

    def _new_server(self) -> Any:
        # requests takes 0.1 s to load, so it waits until the window stands.
        from crm_desktop.sync.remote import HttpServer

        return HttpServer(self._replica.header.address)

    def _on_heard(self, _news: bool) -> None:
        self.sync_now()

    def _on_touched(self, _touched: dict[str, frozenset[str]]) -> None:
        self._tell()
        if self._replica.pending() and not self._is_running:
            self._timer.start()

    def _on_synced(self, report: Report) -> None:
        self._is_running, self._is_connected, self._fault = False, True, None
        if report.touched:
            self._context.tasks.announce(report.touched)
        self._tell()
        self.synced.emit(report)

    def _on_failed(self, error: UserError) -> None:
        self._is_running, self._is_connected, self._fault = False, False, error
        self._tell()
        if isinstance(error, SignInError):
            self.sign_in_needed.emit()

    def state(self) -> SyncState:
        """Say how the laptop stands."""
        last = self._replica.last_sync
        ended: datetime | None = moment_of(last).astimezone(self._context.desk.zone) if last else None
        reason = sentence(self._fault) if self._fault else ""
        connection: Connection
        if self._is_running:
            connection = "syncing"
        elif self._is_connected:
            connection = "online"
        else:
            connection = "offline" if self._fault is None or isinstance(self._fault, UnreachableError) else "attention"
        return SyncState(connection, self._replica.pending(), ended, reason)

    def _tell(self) -> None:
        self.state_changed.emit(self.state())
