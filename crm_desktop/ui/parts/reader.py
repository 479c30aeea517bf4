"""A panel of texts to read: their names in a list, and beside it the one that is chosen."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.cells import Cell, CellsModel
from crm_desktop.ui.look.delegates import RowDelegate
from crm_desktop.ui.look.fonts import sized
from crm_desktop.ui.look.theme import SMALL_PX
from crm_desktop.ui.parts.overlay import MARGIN, Overlay

WIDE, HIGH = 900, 580


class Reader(Overlay):
    """Show texts under a title and a line about them; a subclass says both, and what the button does.

    head: what stands over the texts, from its first to its last. width: of the names, in pixels.
    """

    def __init__(self, appearance: Appearance, width: int, window: QWidget) -> None:
        super().__init__(window)
        self.title, self.under = QLabel(self), QLabel(self)
        self.title.setProperty("kind", "title")
        self.under.setProperty("kind", "muted")
        self.button, self.close_button = QPushButton(self), QPushButton(self.tr("Close"), self)
        self.names, self.text = QListView(self), QPlainTextEdit(self)
        self.names.setItemDelegate(RowDelegate(appearance, self.names))
        self.names.setUniformItemSizes(True)
        self.names.setFixedWidth(width)
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.setReadOnly(True)
        self.text.setFont(sized(self.font(), SMALL_PX))
        self.text.setTabChangesFocus(True)
        self.head = QHBoxLayout()
        self._lay_out()
        self.close_button.clicked.connect(self.go)
        self.setFocusProxy(self.names)

    def fill(self, names: Iterable[Cell], text_of: Callable[[int], str]) -> None:
        """List the names and show the text of the first; text_of: gives that of a row."""

        def show(index: QModelIndex) -> None:
            self.text.setPlainText(text_of(index.row()))

        self.names.setModel(CellsModel(self, names))
        self.names.selectionModel().currentChanged.connect(show)
        self.names.setCurrentIndex(self.names.model().index(0, 0))

    def settle(self) -> None:
        around = self.window_under.rect()
        wide, high = (min(most, size - 2 * MARGIN) for most, size in ((WIDE, around.width()), (HIGH, around.height())))
        self.setGeometry((around.width() - wide) // 2, (around.height() - high) // 2, wide, high)

    def _lay_out(self) -> None:
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self.title)
        said.addWidget(self.under)
        self.head.setSpacing(12)
        self.head.addLayout(said, 1)
        self.head.addWidget(self.button)
        self.head.addWidget(self.close_button)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.names)
        body.addWidget(self.text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 20)
        column.setSpacing(16)
        column.addLayout(self.head)
        column.addLayout(body, 1)
