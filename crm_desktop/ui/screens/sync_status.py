"""How this laptop stands to its server: last sync, what waits, numbers left, and the check of the contents."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from crm_desktop.actions.standing import Load, Standing, standing
from crm_desktop.core.changes import Act, Change
from crm_desktop.core.schema import REGISTRY, micros, moment_of
from crm_desktop.core.store.digest import Healed
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.cells import Cell
from crm_desktop.ui.look.icons import pixmap
from crm_desktop.ui.page import Frame, Page
from crm_desktop.ui.parts.item_list import Row, Section
from crm_desktop.ui.parts.one_column import lay_in_column
from crm_desktop.ui.places import Place
from crm_desktop.ui.screens.inbox_cards import record_name
from crm_desktop.ui.screens.standing_grid import StandingGrid
from crm_desktop.ui.sync_state import SIGNS, SyncState, connection_name
from crm_desktop.ui.tasks import Job
from crm_desktop.ui.wording import icon_of, label, listed, moment, number, titles

KEY = "sync"
CHECK = "check"  # what a place says that wants everything checked
WIDEST = 860


class SyncStatus(Page):
    """Show the state of sync. sync_now: starts a round of sync."""

    def __init__(self, context: Context, frame: Frame, sync_now: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self._context, self._frame, self._sync_now = context, frame, sync_now
        self._state = SyncState()
        self._jobs: tuple[Job, ...] = ()
        self._here: Standing | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        self._lay_out()
        context.tasks.touched.connect(self._on_touched)
        context.tasks.running.connect(self.show_jobs)
        context.appearance.changed.connect(self._soon.start)

    def open_place(self, place: Place) -> None:
        self.refresh()
        if place.record == CHECK and self.check_button.isEnabled():
            self.check()

    def take_focus(self) -> None:
        self.sync_button.setFocus()

    def show_state(self, state: SyncState) -> None:
        """Take over how the laptop stands; fits Syncing.state_changed."""
        self._state = state
        self._soon.start()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Sync"))
        self.sync_button.setText(self.tr("Sync now"))
        self.sync_button.setToolTip(self.tr("Sync now") + "  F5")
        self.check_button.setText(self.tr("Check the contents"))
        self.check_button.setToolTip(self.tr("Read every record of this laptop again and compare it with its history"))
        self.waiting.heading.setText(self.tr("Waiting to be sent"))
        self.waiting.empty.setText(self.tr("Every change of this laptop has been sent."))
        self.waiting.table.setAccessibleName(self.waiting.heading.text())
        self.refresh()

    def refresh(self) -> None:
        """Read the figures anew."""
        replica = self._context.desk.replica
        outbox = replica.outbox()
        self._here = standing(self._context.desk)
        self._show_sentence(self._here)
        self.grid.show_standing(self._here, self._state, self._jobs)
        self.waiting.show_found(outbox[::-1], self._rows)

    def show_jobs(self, jobs: tuple[Job, ...]) -> None:
        """Take over what is being done; fits Tasks.running."""
        self._jobs = jobs
        if self.isVisible() and self._here is not None:
            self.grid.show_standing(self._here, self._state, self._jobs)

    def check(self) -> None:
        """Compare every row with its history, off this thread."""
        self.check_button.setEnabled(False)
        self._result.setText(self.tr("Checking…"))
        self._result.show()
        self._result.setProperty("kind", "muted")
        self._result.style().polish(self._result)
        replica = self._context.desk.replica
        now = micros(self._context.desk.clock())
        heal = partial(replica.heal, now)
        self._context.tasks.run(heal, self._on_checked, name=self.tr("Checking the contents"))

    def _show_sentence(self, here: Standing) -> None:
        state, context = self._state, self._context
        name, tone = SIGNS[state.connection]
        self._sign.setPixmap(pixmap(name, context.appearance.theme.tone(tone), 28, self.devicePixelRatioF()))
        words = connection_name(state.connection)
        if state.connection == "online" and here.is_all_sent and here.load is Load.WHOLE:
            words = self.tr("Everything is sent")
        self._words.setText(words)
        offline = (
            self.tr("Work goes on; changes are sent when there is a network.") if state.connection == "offline" else ""
        )
        self._reason.setText(state.reason or offline)
        self._reason.setVisible(bool(self._reason.text()))
        self.sync_button.setEnabled(state.connection != "syncing")

    def _rows(self, changes: Sequence[Change]) -> Iterator[Row]:
        known = titles(self._context)
        for key in {entry.entity for change in changes for entry in change.entries}:
            known.learn(key, {e.record for change in changes for e in change.entries if e.entity == key})
        return map(self._row, changes)

    def _row(self, change: Change) -> Row:
        first = change.entries[0]
        declared = REGISTRY[first.entity]
        acts = {Act.CREATE: self.tr("new"), Act.DELETE: self.tr("deleted"), Act.RESTORE: self.tr("restored")}
        names = listed(label(declared.fields[name]) for name in list(first.fields)[:3] if name in declared.fields)
        more = (
            ""
            if len(change.entries) == 1
            else "  " + self.tr("and %1 more").replace("%1", number(len(change.entries) - 1))
        )
        record = titles(self._context).record(first.entity, first.record)
        cells = (
            Cell(icon=icon_of(record) if record else declared.icon),
            Cell(record_name(self._context, first.entity, first.record), secondary=acts.get(first.act, names) + more),
            Cell(moment(self._context, moment_of(change.happened)), tone="muted"),
        )
        return Row(f"{first.entity}:{first.record}", cells)

    def _on_checked(self, done: Healed) -> None:
        self.check_button.setEnabled(True)
        count = number(sum(self._context.desk.replica.count(entity.record) for entity in REGISTRY.values()))
        faults = [*done.left, *done.healed]
        if done.left:
            words = self.tr("%1 of %2 records differ from their history: %3. Sync now to fetch it anew.")
        elif done.healed:
            words = self.tr("%1 of %2 records differed from their history and were put right: %3.")
        else:
            words = self.tr("All %2 records agree with their history.")
        words = words.replace("%1", number(len(faults))).replace("%3", listed(faults[:3]))
        self._result.setText(words.replace("%2", count))
        self._result.setProperty("kind", "bad" if faults else "good")
        self._result.style().polish(self._result)
        if done.healed:
            self._context.tasks.announce({"*": frozenset()})
        self.refresh()

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if self.isVisible():
            self._soon.start()

    def _on_sync(self) -> None:
        self._sync_now()

    def _on_inbox(self) -> None:
        self._frame.go(Place("inbox"))

    def _open(self, record: str) -> None:
        key, _, id_ = record.partition(":")
        if REGISTRY[key].internal:
            return
        self._frame.go(Place("quote_editor", id_, under=KEY) if key == "quote" else Place("record", record, under=KEY))

    def _on_clicked(self, index: object) -> None:
        row = self.waiting.table.currentIndex().row()
        if row >= 0:
            self._open(self.waiting.model.rows[row].opens)

    def _lay_out(self) -> None:
        self._title, self._sign, self._words, self._reason, self._result = (QLabel(self) for _ in range(5))
        self._title.setProperty("kind", "title")
        self._words.setProperty("kind", "heading")
        self._reason.setProperty("kind", "muted")
        for label_ in (self._reason, self._result):
            label_.setWordWrap(True)
        self.sync_button, self.check_button = (QPushButton(self) for _ in range(2))
        self.sync_button.setProperty("kind", "primary")
        self.sync_button.clicked.connect(self._on_sync)
        self.check_button.clicked.connect(self.check)
        self.grid = StandingGrid(self._context, self)
        self.grid.inbox_wanted.connect(self._on_inbox)
        self.waiting = Section((34, 0, 150), self._context.appearance, self, most=12)
        self.waiting.table.opened.connect(self._open)
        self.waiting.table.clicked.connect(self._on_clicked)
        state = QFrame(self)
        state.setProperty("kind", "card")
        lines = QVBoxLayout(state)
        lines.setContentsMargins(16, 14, 16, 14)
        lines.setSpacing(12)
        words = QVBoxLayout()
        words.addWidget(self._words)
        words.addWidget(self._reason)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._sign)
        head.addLayout(words, 1)
        head.addWidget(self.check_button)
        head.addWidget(self.sync_button)
        lines.addLayout(head)
        lines.addWidget(self.grid)
        lines.addWidget(self._result)
        self._result.hide()
        lay_in_column(self, (self._title, state, self.waiting), WIDEST)
