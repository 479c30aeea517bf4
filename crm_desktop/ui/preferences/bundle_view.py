"""What a diagnostics bundle holds, to be read before it is saved."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.file_saving import ask_where
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.cells import Cell
from crm_desktop.ui.parts.reader import Reader
from crm_desktop.ui.wording import number

NAMES = 220
FILE = "satchel-diagnostics.zip"


class BundleView(Reader):
    """Show each text of a bundle; saved: the place chosen for it."""

    saved = Signal(object)

    def __init__(self, appearance: Appearance, texts: Mapping[str, str], window: QWidget) -> None:
        super().__init__(appearance, NAMES, window)
        self.setAccessibleName(self.tr("Diagnostics"))
        self.title.setText(self.tr("Diagnostics"))
        self.under.setText(self.tr("All of this goes into one file, and nothing else. Read it before you hand it on."))
        self.under.setWordWrap(True)
        self.button.setText(self.tr("Save…"))
        self.button.setProperty("kind", "primary")
        self.names.setAccessibleName(self.tr("What is in it"))
        self.text.setAccessibleName(self.tr("Text"))
        self.button.clicked.connect(self._on_save, Qt.ConnectionType.QueuedConnection)
        lines = (self.tr("%1 lines").replace("%1", number(text.count("\n"))) for text in texts.values())
        names = (Cell(name, secondary=count) for name, count in zip(texts, lines, strict=True))
        self.fill(names, list(texts.values()).__getitem__)

    def _on_save(self) -> None:
        window, title = self.window_under, self.accessibleName()
        self.go()  # a dialog takes the window's place in front, and a panel goes with that
        if place := ask_where(window, title, FILE, "ZIP (*.zip)"):
            self.saved.emit(place)
