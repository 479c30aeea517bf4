"""What is loaded onto a new laptop, kind by kind, with how much has come and how long it takes still."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.schema import REGISTRY
from crm_desktop.sync.loading import NO_PROGRESS, Loaded, Progress
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.icons import pixmap
from crm_desktop.ui.rest_line import Loading

HISTORY = ""  # stands for all that is not a kind of record one looks at
SIGN = 16
NAMED = ("account", "contact", "opportunity", "activity", "quote", "product")
"""The kinds that have a line of their own; the others are small, and counted with the history."""


class LoadView(QWidget):
    """Show the progress of a load; stopped: the person wants no more of it now."""

    stopped = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._progress, self._left_s, self._title, self._note = NO_PROGRESS, 0, "", ""
        self.title, self.note, self.words = QLabel(self), QLabel(self), QLabel(self)
        self.title.setProperty("kind", "title")
        self.note.setProperty("kind", "muted")
        self.words.setProperty("kind", "small")
        for label in (self.title, self.note, self.words):
            label.setWordWrap(True)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.stop = QPushButton(self)
        self.stop.clicked.connect(self.stopped)
        self._lines: dict[str, tuple[QLabel, QLabel, QLabel]] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addWidget(self.note)
        column.addSpacing(6)
        column.addLayout(self._grid)
        column.addSpacing(6)
        column.addWidget(self.bar)
        column.addWidget(self.words)
        column.addSpacing(4)
        column.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        appearance.changed.connect(self.retranslate)

    def begin(self, title: str, note: str) -> None:
        """Show that something begins; both texts come translated."""
        self._title, self._note = title, note
        self.show_progress(NO_PROGRESS, 0)

    def show_progress(self, progress: Progress, left_s: int) -> None:
        """Show how far it is; left_s: seconds still to go, 0 while unknown."""
        self._progress, self._left_s = progress, left_s
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again in the language and theme now in force."""
        progress = self._progress
        self.title.setText(self._title)
        self.note.setText(self._note)
        self.note.setVisible(bool(self._note))
        self.stop.setText(self.tr("Stop"))
        self.bar.setAccessibleName(self._title)
        # Thousandths: rows in millions are more than a bar can count.
        self.bar.setRange(0, 1000 if progress.total else 0)
        if progress.total:
            self.bar.setValue(progress.done * 1000 // progress.total)
        self.words.setText(Loading().words(progress, self._left_s) if progress.total else self.tr("One moment…"))
        self._show_lines(gathered(progress.parts))

    def _show_lines(self, parts: Sequence[Loaded]) -> None:
        for part in parts:
            sign, name, count = self._lines.get(part.table) or self._new_line(part.table)
            declared = REGISTRY.get(part.table)
            is_whole = part.done >= part.total
            theme = self._appearance.theme
            icon = "circle-check" if is_whole else (declared.icon if declared else "history")
            colour = theme.good if is_whole else theme.muted
            sign.setPixmap(pixmap(icon, colour, SIGN, self.devicePixelRatioF()))
            name.setText(QCoreApplication.translate("core", declared.plural) if declared else self.tr("History"))
            numbers = QLocale()
            total = numbers.toString(part.total)
            of = self.tr("%1 of %2").replace("%1", numbers.toString(part.done)).replace("%2", total)
            count.setText(total if is_whole else of)
        for key, line in self._lines.items():
            for label in line:
                label.setVisible(any(part.table == key for part in parts))

    def _new_line(self, table: str) -> tuple[QLabel, QLabel, QLabel]:
        line = QLabel(self), QLabel(self), QLabel(self)
        line[2].setProperty("kind", "muted")
        at = self._grid.rowCount()
        for column, label in enumerate(line):
            self._grid.addWidget(label, at, column)
        line[2].setAlignment(Qt.AlignmentFlag.AlignRight)
        self._lines[table] = line
        return line


def gathered(parts: Sequence[Loaded]) -> list[Loaded]:
    """Put tables together that no person tells apart: the kinds named each, everything else as the history."""
    found = {part.table: part for part in parts}
    named = [found[key] for key in NAMED if key in found and found[key].total]
    rest = [part for part in parts if part.table not in NAMED]
    if not rest:
        return named
    return [*named, Loaded(HISTORY, sum(part.done for part in rest), sum(part.total for part in rest))]
