"""The sheet of keys: what the keyboard does on the screen in front, and everywhere."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.ui.commands import Key
from crm_desktop.ui.frame.offers import Offer
from crm_desktop.ui.parts.overlay import Overlay

GAP = 24


class KeySheet(Overlay):
    """Show keys in two columns; any key or click outside closes it.

    screen: the name of the one in front. here: its commands and the keys its parts take themselves; everywhere: the rest.
    What has no keys is left to the command palette.
    """

    def __init__(
        self, screen: str, here: Sequence[Offer | Key], everywhere: Sequence[Offer | Key], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Keys"))
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP, 18, GAP, GAP)
        row.setSpacing(2 * GAP)
        for heading, keys in ((screen, here), (self.tr("Everywhere"), everywhere)):
            named = [*_named(keys)]
            if named:
                row.addLayout(_column(heading, named), 1)

    def settle(self) -> None:
        self.adjustSize()
        around = self.window_under.rect()
        self.move((around.width() - self.width()) // 2, max(0, (around.height() - self.height()) // 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.go()


def _named(keys: Iterable[Offer | Key]) -> Iterable[tuple[str, str]]:
    """Give words and keys of each, once."""
    found: dict[str, str] = {}
    for one in keys:
        label = QCoreApplication.translate("Command", one.label) if isinstance(one, Key) else one.label
        if one.keys:
            found.setdefault(label, one.keys)
    return found.items()


def _column(heading: str, keys: Sequence[tuple[str, str]]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(10)
    title = QLabel(heading)
    title.setProperty("kind", "heading")
    column.addWidget(title)
    grid = QGridLayout()
    grid.setHorizontalSpacing(GAP)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for at, (label, key) in enumerate(keys):
        words, sign = QLabel(label), QLabel(key)
        sign.setProperty("kind", "key")
        grid.addWidget(words, at, 0)
        grid.addWidget(sign, at, 1, Qt.AlignmentFlag.AlignRight)
    column.addLayout(grid)
    column.addStretch(1)
    return column
