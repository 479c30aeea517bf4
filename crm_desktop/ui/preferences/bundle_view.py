"""What a diagnostics bundle holds, to be read before it is saved."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.ui.file_saving import ask_where
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.cells import Cell, CellsModel
from crm_desktop.ui.look.delegates import RowDelegate
from crm_desktop.ui.look.fonts import sized
from crm_desktop.ui.look.theme import SMALL_PX
from crm_desktop.ui.parts.overlay import MARGIN, Overlay
from crm_desktop.ui.wording import number

WIDE, HIGH, NAMES = 900, 580, 220
FILE = "satchel-diagnostics.zip"


class BundleView(Overlay):
    """Show each text of a bundle; saved: the place chosen for it."""

    saved = Signal(object)

    def __init__(self, appearance: Appearance, texts: Mapping[str, str], window: QWidget) -> None:
        super().__init__(window)
        self._texts = list(texts.items())
        self.setAccessibleName(self.tr("Diagnostics"))
        title, words = QLabel(self.tr("Diagnostics"), self), QLabel(self)
        title.setProperty("kind", "title")
        words.setProperty("kind", "muted")
        words.setText(self.tr("All of this goes into one file, and nothing else. Read it before you hand it on."))
        words.setWordWrap(True)
        self.save, self.close_button = QPushButton(self.tr("Save…"), self), QPushButton(self.tr("Close"), self)
        self.save.setProperty("kind", "primary")
        self.names, self.text = QListView(self), QPlainTextEdit(self)
        cells = (
            Cell(name, secondary=self.tr("%1 lines").replace("%1", number(text.count("\n"))))
            for name, text in self._texts
        )
        self.names.setModel(CellsModel(self, cells))
        self.names.setItemDelegate(RowDelegate(appearance, self.names))
        self.names.setUniformItemSizes(True)
        self.names.setFixedWidth(NAMES)
        self.names.setAccessibleName(self.tr("What is in it"))
        self.text.setReadOnly(True)
        self.text.setFont(sized(self.font(), SMALL_PX))
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Text"))
        self._lay_out(title, words)
        self.names.selectionModel().currentChanged.connect(self._on_chosen)
        self.save.clicked.connect(self._on_save, Qt.ConnectionType.QueuedConnection)
        self.close_button.clicked.connect(self.go)
        self.setFocusProxy(self.names)
        self.names.setCurrentIndex(self.names.model().index(0, 0))

    def settle(self) -> None:
        around = self.window_under.rect()
        wide, high = (min(most, size - 2 * MARGIN) for most, size in ((WIDE, around.width()), (HIGH, around.height())))
        self.setGeometry((around.width() - wide) // 2, (around.height() - high) // 2, wide, high)

    def _on_save(self) -> None:
        window, title = self.window_under, self.accessibleName()
        self.go()  # a dialog takes the window's place in front, and a panel goes with that
        if place := ask_where(window, title, FILE, "ZIP (*.zip)"):
            self.saved.emit(place)

    def _on_chosen(self, index: QModelIndex) -> None:
        self.text.setPlainText(self._texts[index.row()][1])

    def _lay_out(self, title: QLabel, words: QLabel) -> None:
        head, said = QHBoxLayout(), QVBoxLayout()
        head.setSpacing(12)
        said.setSpacing(2)
        said.addWidget(title)
        said.addWidget(words)
        head.addLayout(said, 1)
        head.addWidget(self.save)
        head.addWidget(self.close_button)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.names)
        body.addWidget(self.text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 20)
        column.setSpacing(16)
        column.addLayout(head)
        column.addLayout(body, 1)
