"""What the foot of the window says of the second stage of a load: how far it is, and a way to end it or to go on."""

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from crm_desktop.replica.first_load import Rest
from crm_desktop.sync.loading import NO_PROGRESS, Progress

MINUTE_S = 60


class RestLine(QFrame):
    """Show the rest of a load. wished: emitted with whether the person wants it, when she says so."""

    wished = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rest, self._progress, self._left_s = Rest.NONE, NO_PROGRESS, 0
        self.words, self.button = QLabel(self), QPushButton(self)
        self.words.setProperty("kind", "small")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.button.setProperty("kind", "link")
        self.button.clicked.connect(self._on_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.words)
        row.addWidget(self.button)
        self.hide()

    def show_rest(self, rest: Rest, progress: Progress, left_s: int) -> None:
        """Take over how the load stands; left_s: seconds still to go, 0 while unknown."""
        self._rest, self._progress, self._left_s = rest, progress, left_s
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts again in the language now in force."""
        self.setVisible(self._rest is not Rest.NONE)
        is_wanted = self._rest is Rest.WANTED
        self.words.setText(self._loading() if is_wanted else self.tr("Only your own open business is on this laptop."))
        self.button.setText(self.tr("Cancel") if is_wanted else self.tr("Load the rest"))
        self.button.setAccessibleName(self.tr("Cancel loading the rest") if is_wanted else self.button.text())

    def _loading(self) -> str:
        progress, numbers = self._progress, QLocale()
        if not progress.bytes_total:
            return self.tr("The server prepares the rest of your data")
        text = self.tr("Loading the rest: %1 of %2 rows, %3 of %4 MB")
        for place, value in (("%1", progress.done), ("%2", progress.total)):
            text = text.replace(place, numbers.toString(value))
        for place, size in (("%3", progress.bytes_done), ("%4", progress.bytes_total)):
            text = text.replace(place, numbers.toString(size / 1e6, "f", 1))
        if not self._left_s:
            return text
        if self._left_s < MINUTE_S:
            return text + " · " + self.tr("%n second(s) left", "", self._left_s)
        return text + " · " + self.tr("%n minute(s) left", "", -(-self._left_s // MINUTE_S))

    def _on_clicked(self) -> None:
        self.wished.emit(self._rest is not Rest.WANTED)
