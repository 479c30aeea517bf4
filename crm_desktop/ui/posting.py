"""Letting the waiting mails go: at once, when there is a network again, and after a while; what became of them is told."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from crm_desktop.actions import posting
from crm_desktop.actions.desk import Desk
from crm_desktop.actions.mail_settings import courier_of
from crm_desktop.actions.posting import Round
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import micros
from crm_desktop.replica.post import POST, Fate
from crm_desktop.sync.courier import Courier
from crm_desktop.sync.demo import is_demo
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.sync_state import SyncState

LONGEST_MS = 3_600_000


class Posting(QObject):
    """Carry the mails of this laptop in a lane of their own. told: kind and sentence of what a person has to know.

    courier: gives who carries them; asked in the lane, for it may ask the key store.
    """

    told = Signal(str, str)

    def __init__(
        self, context: Context, courier: Callable[[Desk], Courier] = courier_of, parent: QObject | None = None
    ) -> None:
        super().__init__(parent or context)
        self._context, self._courier_of = context, courier
        self._courier: Courier | None = None
        self._is_running = self._is_asked_again = self._is_stopped = False
        self._was_online = False
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self.send)
        context.tasks.touched.connect(self._on_touched)

    def start(self) -> None:
        """Look at what an earlier run left, then let go what is due."""
        desk = self._context.desk
        if not is_demo(desk.replica) and posting.waiting(desk):
            self._on_round(posting.take_up(desk))
            self.send()

    def send(self, *, is_now: bool = False) -> None:
        """Try the mails that are due; is_now: all that wait."""
        desk = self._context.desk
        if self._is_stopped or is_demo(desk.replica) or posting.next_due(desk) is None:
            return
        if self._is_running:
            self._is_asked_again = True
            return
        self._is_running = True
        name = QCoreApplication.translate("Posting", "Sending mail")
        self._context.tasks.run(
            lambda: self._rounds(desk, is_now=is_now), self._on_done, self._on_failed, lane="post", name=name
        )

    def show_state(self, state: SyncState) -> None:
        """Try at once when there is a network again; fits Syncing.state_changed."""
        is_online = state.connection in ("online", "syncing")
        if is_online and not self._was_online:
            self.send(is_now=True)
        self._was_online = is_online

    def stop(self) -> None:
        """Begin no more and end what hangs in the network; a mail that is handed over waits for its answer."""
        self._is_stopped = True
        self._later.stop()
        if self._courier is not None:
            self._courier.cut()

    def _rounds(self, desk: Desk, *, is_now: bool) -> list[Round]:
        self._courier = self._courier_of(desk)
        return list(posting.let_go(desk, self._courier, is_now=is_now))

    def _on_done(self, rounds: list[Round]) -> None:
        for one in rounds:
            self._on_round(one)
        self._go_on()

    def _on_failed(self, error: UserError) -> None:
        self.told.emit("warn", sentence(error))
        self._is_running = False

    def _on_round(self, done: Round) -> None:
        for letter in done.gone:
            said = QCoreApplication.translate("Posting", "Sent to %1: %2")
            self.told.emit("good", said.replace("%1", ", ".join(letter.to)).replace("%2", letter.subject))
        for letter in done.stopped:
            if letter.fate is not Fate.WAITING:
                said = QCoreApplication.translate("Posting", "The mail to %1 did not go. %2")
                why = sentence(UserError(letter.why, **letter.values))
                self.told.emit("warn", said.replace("%1", ", ".join(letter.to)).replace("%2", why))
        if done.trouble:
            self.told.emit("warn", done.trouble)
        ids = frozenset(letter.quote for letter in (*done.gone, *done.stopped))
        self._context.tasks.announce({**done.touched, POST: ids})

    def _go_on(self) -> None:
        self._is_running = False
        if self._is_asked_again:
            self._is_asked_again = False
            self.send()
            return
        due = posting.next_due(self._context.desk)
        if due is not None and not self._is_stopped:
            left = max(0, due - micros(self._context.desk.now())) // 1000 + 100
            self._later.start(min(int(left), LONGEST_MS))

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if POST in touched:
            self.send()
