"""What the foot of the window says of a load: how far it is, and of its second stage a way to end it or to go on."""

from PySide6.QtCore import QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from crm_desktop.replica.first_load import Rest
from crm_desktop.sync.loading import NO_PROGRESS, Progress

MINUTE_S = 60


class Loading(QObject):
    """Words for how far a load is."""

    def words(self, progress: Progress, left_s: int) -> str:
        """Say it in the language now in force; left_s: seconds still to go, 0 while unknown."""
        numbers = QLocale()
        text = self.tr("%1 of %2 rows, %3 of %4 MB") if progress.bytes_total else self.tr("%1 of %2 rows")
        for place, value in (("%1", progress.done), ("%2", progress.total)):
            text = text.replace(place, numbers.toString(value))
        for place, size in (("%3", progress.bytes_done), ("%4", progress.bytes_total)):
            text = text.replace(place, numbers.toString(size / 1e6, "f", 1))
        if not left_s:
            return text
        if left_s < MINUTE_S:
            return text + " · " + self.tr("%n second(s) left", "", left_s)
        return text + " · " + self.tr("%n minute(s) left", "", -(-left_s // MINUTE_S))


class RestLine(QFrame):
    """Show the rest of a load. wished: emitted with whether the person wants it, when she says so."""

    wished = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rest, self._progress, self._left_s, self._is_anew = Rest.NONE, NO_PROGRESS, 0, False
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

    def show_rest(self, rest: Rest, progress: Progress, left_s: int, *, is_anew: bool = False) -> None:
        """Take over how the load stands; left_s: seconds still to go, 0 while unknown; is_anew: all of it comes again."""
        self._rest, self._progress, self._left_s, self._is_anew = rest, progress, left_s, is_anew
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts again in the language now in force."""
        self.setVisible(self._is_anew or self._rest is not Rest.NONE)
        self.button.setVisible(not self._is_anew)
        is_wanted = self._rest is Rest.WANTED
        declined = self.tr("Only your own open business is on this laptop.")
        self.words.setText(self._loading() if is_wanted or self._is_anew else declined)
        self.button.setText(self.tr("Cancel") if is_wanted else self.tr("Load the rest"))
        self.button.setAccessibleName(self.tr("Cancel loading the rest") if is_wanted else self.button.text())

    def _loading(self) -> str:
        if self._progress.total:
            what = self.tr("Loading a fresh copy: %1") if self._is_anew else self.tr("Loading the rest: %1")
            return what.replace("%1", Loading().words(self._progress, self._left_s))
        if self._is_anew:
            return self.tr("The server prepares a fresh copy of your data")
        return self.tr("The server prepares the rest of your data")

    def _on_clicked(self) -> None:
        self.wished.emit(self._rest is not Rest.WANTED)
