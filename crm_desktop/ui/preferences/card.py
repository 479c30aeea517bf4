"""One group of settings: a heading, and under it lines of a name, a value and what can be done about it."""

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

NAMES = 150


class Card(QFrame):
    """Hold the lines of a group; every text is set by `retranslate` of who fills it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.heading = QLabel(self)
        self.heading.setProperty("kind", "heading")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, NAMES)
        self._grid.setColumnStretch(1, 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 14, 16, 16)
        self.column.setSpacing(12)
        self.column.addWidget(self.heading)
        self.column.addLayout(self._grid)

    def add_line(self, *controls: QWidget) -> tuple[QLabel, QLabel]:
        """Add a line and give its name and its value; the controls stand at its end."""
        name, value = QLabel(self), QLabel(self)
        name.setProperty("kind", "muted")
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setWordWrap(True)
        at = self._grid.rowCount()
        self._grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(value, at, 1, Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout()
        row.setSpacing(8)
        for control in controls:
            row.addWidget(control)
        self._grid.addLayout(row, at, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return name, value

    def retranslate(self) -> None:
        """Set every text again in the language now in force."""


def beside(*words: str) -> str:
    """Put facts of equal weight beside each other."""
    return " · ".join(filter(None, words))


def size_told(size: int) -> str:
    """Say bytes as a person reads them."""
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
