"""The line at the foot of the window: connection, what waits to be sent, what runs."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QEvent, QLocale, QSize, Qt, QTime
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.icons import icon as icon_of
from crm_desktop.ui.look.icons import pixmap
from crm_desktop.ui.parts.short_label import ShortLabel
from crm_desktop.ui.rest_line import RestLine
from crm_desktop.ui.sync_state import SIGNS, SyncState, connection_name
from crm_desktop.ui.tasks import Job


def progress_of(job: Job) -> str:
    """Say what a job does and how far it is."""
    if not job.total:
        return job.name
    numbers = QLocale()
    in_words = numbers.formattedDataSize if job.unit == "bytes" else numbers.toString
    text = QCoreApplication.translate("StatusLine", "%1: %2 of %3").replace("%1", job.name)
    return text.replace("%2", in_words(job.done)).replace("%3", in_words(job.total))


class StatusLine(QFrame):
    """Show connection, pending changes, last sync and running jobs with their progress."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._state = SyncState()
        self._jobs: tuple[Job, ...] = ()
        self.setProperty("kind", "bar")
        self.setFixedHeight(28)
        self._sign, self._connection = QLabel(self), ShortLabel(self)
        self._pending, self._answer, self._last, self._job = (QLabel(self) for _ in range(4))
        self._bar = QProgressBar(self)
        self.halt_button = QToolButton(self)
        self.halt_button.clicked.connect(self._on_halt)
        self.rest = RestLine(self)
        self._lay_out()
        appearance.changed.connect(self.retranslate)
        self.retranslate()

    def show_state(self, state: SyncState) -> None:
        """Take over how the laptop stands to its server."""
        self._state = state
        self.retranslate()

    def show_jobs(self, jobs: tuple[Job, ...]) -> None:
        """Name the first running job and count the others; fits Tasks.running."""
        self._jobs = jobs
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again in the language and theme now in force."""
        state = self._state
        icon, tone = SIGNS[state.connection]
        self._sign.setPixmap(pixmap(icon, self._appearance.theme.tone(tone), 14, self.devicePixelRatioF()))
        self._connection.setText(state.reason or connection_name(state.connection))
        self._pending.setText(
            self.tr("%1 to send").replace("%1", QLocale().toString(state.pending))
            if state.pending
            else self.tr("Nothing to send")
        )
        self._answer.setVisible(bool(state.to_answer))
        self._answer.setText(self.tr("%n to answer", "", state.to_answer))
        # The time of the zone it came with: the organisation's clock, whatever this computer's is set to.
        moment = _clock(state.last) if state.last else None
        self._last.setText(
            self.tr("Last sync %1").replace("%1", QLocale().toString(moment, self.tr("d MMM HH:mm")))
            if moment
            else self.tr("Never synced")
        )
        self.rest.show_rest(state.rest, state.progress, state.left_s, is_anew=state.is_anew)
        self._show_job()
        self.setAccessibleName(self.tr("Status"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _show_job(self) -> None:
        self._job.setVisible(bool(self._jobs))
        self._bar.setVisible(bool(self._jobs))
        halted = self._jobs[0].halt if self._jobs else None
        self.halt_button.setVisible(halted is not None and not halted.is_set())
        if not self._jobs:
            return
        name = self.tr("Stop: %1").replace("%1", self._jobs[0].name)
        self.halt_button.setIcon(icon_of("x", self._appearance.theme.muted))
        self.halt_button.setAccessibleName(name)
        self.halt_button.setToolTip(name)
        first, others = self._jobs[0], len(self._jobs) - 1
        text = progress_of(first)
        if others:
            text = self.tr("%1, and %2 more").replace("%1", text).replace("%2", str(others))
        self._job.setText(text)
        self._bar.setRange(0, first.total)
        self._bar.setValue(first.done)
        self._bar.setAccessibleName(text)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(6)
        for label in (self._connection, self._pending, self._answer, self._last, self._job):
            label.setProperty("kind", "small warn" if label is self._answer else "small")
            label.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(self._sign)
        row.addWidget(self._connection)
        for label in (self._pending, self._answer, self._last):
            row.addSpacing(12)
            row.addWidget(label)
        row.addSpacing(12)
        row.addWidget(self.rest)
        row.addStretch(1)
        row.addWidget(self._job)
        self._bar.setFixedWidth(120)
        self._bar.setTextVisible(False)
        row.addWidget(self._bar)
        self.halt_button.setIconSize(QSize(14, 14))
        self.halt_button.setFixedSize(22, 22)
        row.addWidget(self.halt_button)

    def _on_halt(self) -> None:
        if self._jobs and self._jobs[0].halt is not None:
            self._jobs[0].halt.set()
            self.retranslate()


def _clock(moment: datetime) -> QDateTime:
    return QDateTime(QDate(moment.year, moment.month, moment.day), QTime(moment.hour, moment.minute))
