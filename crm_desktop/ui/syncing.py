"""Keeping this laptop and its server in step: when to sync, and how it stands."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from crm_desktop.actions import inbox
from crm_desktop.actions.standing import Load, load_of
from crm_desktop.core.errors import SignInError, UnreachableError, UserError
from crm_desktop.core.protocol import TOO_OLD
from crm_desktop.core.schema import micros, moment_of
from crm_desktop.replica.first_load import Rest
from crm_desktop.sync.demo import DemoServer, is_demo
from crm_desktop.sync.engine import Report, sync
from crm_desktop.sync.loading import BYTES_OF_A_FILE, NO_PROGRESS, Pace, Progress
from crm_desktop.sync.waiting import Sleep, Waiter
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.sync_state import Connection, SyncState

AFTER_SAVE_MS = 200  # what one click changes in several saves goes out together
TICK_MS = 5_000
LATER_MS = 15_000
LARGE_BYTES = 1 << 20  # of a file worth a progress of its own


class Syncing(QObject):
    """Run sync rounds on the network lane and tell how the laptop stands.

    state_changed: emitted with a SyncState. sign_in_needed: the server knows the session no more. update_needed: this program
    is too old for the server. synced: a round ended
    well, with its Report.
    """

    state_changed = Signal(object)
    sign_in_needed = Signal()
    update_needed = Signal()
    synced = Signal(object)
    _progressed = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._replica = context.desk.replica
        self._is_running = False
        self._is_asked_again = False
        self._is_stopped = False
        self._waiter: Waiter | None = None
        self._sleep = Sleep(self._now_us())
        self._server: Any = None
        self._fault: UserError | None = None
        self._is_connected = False
        self._to_answer = inbox.waiting(context.desk)
        self._is_demo = is_demo(self._replica)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_SAVE_MS)
        self._timer.timeout.connect(self.sync_now)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER_MS)
        self._later.timeout.connect(self.sync_now)
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self._on_tick)
        self._progress = NO_PROGRESS
        self._pace = Pace()
        self._progressed.connect(self._on_progress)
        context.tasks.touched.connect(self._on_touched)
        context.language.changed.connect(self._tell)

    def start(self) -> None:
        """Sync once, then listen for news."""
        self._tell()
        self.sync_now()
        self._waiter = Waiter(self._replica, self._new_server())
        self._context.tasks.listen(self._waiter.wait, self._on_heard, self._waiter.close)
        self._ticks.start()

    def sync_now(self) -> None:
        """Start a round; where one runs already, another follows it, for that one may have looked too early."""
        if self._is_stopped:
            return
        if self._is_running:
            self._is_asked_again = True
            return
        self._is_running, self._is_asked_again = True, False
        self._tell()
        self._context.tasks.run(
            self._round,
            self._on_synced,
            self._on_failed,
            lane="network",
            name=QCoreApplication.translate("Sync", "Syncing"),
        )

    def _round(self) -> Report:
        return sync(self._replica, self.server(), self._now_us, self._progressed.emit)

    def server(self) -> Any:
        """Give the server of the rounds, for whoever asks it something else on their lane."""
        if self._server is None:
            self._server = self._new_server()
        return self._server

    def stop(self) -> None:
        """Begin no more rounds and end what hangs in the network."""
        for timer in (self._timer, self._later, self._ticks):
            timer.stop()
        self._is_stopped = True
        if self._server is not None:
            self._server.close()

    def _now_us(self) -> int:
        return micros(self._context.desk.now())

    def _new_server(self) -> Any:
        if self._is_demo:
            return DemoServer(self._replica, self._now_us)
        # requests takes 0.1 s to load, so it waits until the window stands.
        from crm_desktop.sync.remote import HttpServer

        return HttpServer(self._replica.header.address)

    def _on_heard(self, _news: bool) -> None:
        self.sync_now()

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if touched.keys() & inbox.CONCERNING:
            self._to_answer = inbox.waiting(self._context.desk)
        self._tell()
        # Not begun anew by every save: who types without pause is heard as well.
        if (self._replica.pending() or self._replica.files.wanted()) and not self._timer.isActive():
            self._timer.start()

    def _on_tick(self) -> None:
        if self._sleep.is_over(self._now_us(), TICK_MS * 1000):
            self.wake()
        elif self._replica.is_asked_to_sync():
            self.sync_now()

    def wake(self) -> None:
        """Look for the server at once and over new connections: this laptop slept, or the network is another."""
        if self._server is not None:
            self._server.hang_up()
        if self._waiter is not None:
            self._waiter.hurry()
        self.sync_now()

    def _on_synced(self, report: Report) -> None:
        was_away = self._fault is not None
        self._end_round(None)
        if report.touched:
            self._context.tasks.announce(report.touched)
        if was_away and self._waiter is not None:
            self._waiter.hurry()
        self.synced.emit(report)

    def _on_failed(self, error: UserError) -> None:
        was_asked = isinstance(self._fault, SignInError)
        was_too_old = self._fault is not None and self._fault.message == TOO_OLD
        self._end_round(error)
        if error.message == TOO_OLD and not was_too_old:
            self.update_needed.emit()
        if isinstance(error, SignInError) and not was_asked:
            self.sign_in_needed.emit()

    def _end_round(self, fault: UserError | None) -> None:
        self._is_running, self._is_connected, self._fault = False, fault is None, fault
        if self._waiter is not None:
            self._waiter.round_over()
        if self._replica.rest is Rest.NONE:
            self._progress = NO_PROGRESS
        self._tell()
        if (self._is_asked_again or self._replica.rest is Rest.WANTED) and fault is None:
            self.sync_now()
        elif fault is None and self._replica.files.wanted():
            self._later.start()  # its laptop may send it any moment, of which the journal says nothing

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
        if self._is_demo:
            connection, reason = "demo", QCoreApplication.translate("Sync", "Demo company: nothing leaves this laptop")
        rest, left_s = self._replica.rest, self._pace.left_s(self._progress, self._now_us())
        return SyncState(
            connection, self._replica.pending(), ended, reason, rest, self._progress, left_s, self._to_answer,
            load_of(self._context.desk) is Load.UNFINISHED,
        )  # fmt: skip

    def wish_rest(self, is_wanted: bool) -> None:
        """Let the rest of a load come, or end it; what runs notices after the chunk it is at."""
        self._replica.want_rest(Rest.WANTED if is_wanted else Rest.DECLINED)
        self._progress = NO_PROGRESS
        self._tell()
        self.sync_now()

    def _on_progress(self, progress: Progress) -> None:
        if progress.table == BYTES_OF_A_FILE:
            if progress.bytes_total > LARGE_BYTES:
                name = QCoreApplication.translate("Sync", "Syncing")
                self._context.tasks.report(name, progress.bytes_done, progress.bytes_total, unit="bytes")
            return
        self._progress = progress
        self._tell()

    def _tell(self) -> None:
        self.state_changed.emit(self.state())
