"""About Satchel: its version, what it runs on, and everything of others in it with its licence."""

from PySide6.QtCore import QModelIndex, QSize, Qt, qVersion
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.resources import resource
from crm_desktop.core.shipped import machine, parts, satchel_version
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.cells import Cell, CellsModel
from crm_desktop.ui.look.delegates import RowDelegate
from crm_desktop.ui.look.fonts import sized
from crm_desktop.ui.look.theme import SMALL_PX
from crm_desktop.ui.parts.overlay import MARGIN, Overlay
from crm_desktop.ui.wording import told

WIDE, HIGH = 900, 580
NAMES = 270  # pixels of the list


class About(Overlay):
    """Show versions to copy, and licences to read."""

    def __init__(self, appearance: Appearance, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName(self.tr("About Satchel"))
        sign, name = QLabel(self), QLabel(f"Satchel {satchel_version()}", self)
        sign.setPixmap(QIcon(str(resource("icons/satchel.svg"))).pixmap(QSize(40, 40), self.devicePixelRatioF()))
        name.setProperty("kind", "title")
        self.runs_on = QLabel(f"{machine()}, Qt {qVersion()}", self)
        self.runs_on.setProperty("kind", "muted")
        self.copy, self.close_button = QPushButton(self.tr("Copy versions"), self), QPushButton(self.tr("Close"), self)
        self.parts = parts()
        self.model = CellsModel(self, (Cell(one.name, secondary=one.version) for one in self.parts))
        self.names = QListView(self)
        self.names.setModel(self.model)
        self.names.setItemDelegate(RowDelegate(appearance, self.names))
        self.names.setUniformItemSizes(True)
        self.names.setFixedWidth(NAMES)
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.setAccessibleName(self.tr("Third-party parts of Satchel"))
        self.licence = QPlainTextEdit(self)
        self.licence.setReadOnly(True)
        self.licence.setFont(sized(self.font(), SMALL_PX))
        self.licence.setTabChangesFocus(True)
        self.licence.setAccessibleName(self.tr("Licence"))
        self._lay_out(sign, name)
        self.names.selectionModel().currentChanged.connect(self._on_part)
        self.copy.clicked.connect(self._on_copy)
        self.close_button.clicked.connect(self.go)
        self.setFocusProxy(self.names)
        self.names.setCurrentIndex(self.model.index(0))

    def settle(self) -> None:
        around = self.window_under.rect()
        wide, high = (min(most, size - 2 * MARGIN) for most, size in ((WIDE, around.width()), (HIGH, around.height())))
        self.setGeometry((around.width() - wide) // 2, (around.height() - high) // 2, wide, high)

    def versions(self) -> str:
        """Write down all versions, for whoever is asked for help."""
        lines = [f"Satchel {satchel_version()}", self.runs_on.text()]
        return "\n".join([*lines, *(f"{one.name} {one.version}" for one in self.parts if one.version)])

    def _on_part(self, index: QModelIndex) -> None:
        one = self.parts[index.row()]
        head = told(one.name, one.licence or self.tr("its licence names itself below"))
        text = one.text() or self.tr("The text of this licence is kept by its makers: %1").replace("%1", one.home)
        self.licence.setPlainText(f"{head}\n\n{text}")

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.versions())
        self.copy.setText(self.tr("Copied"))

    def _lay_out(self, sign: QLabel, name: QLabel) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(name)
        words.addWidget(self.runs_on)
        head.addWidget(sign)
        head.addLayout(words, 1)
        head.addWidget(self.copy)
        head.addWidget(self.close_button)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.names)
        body.addWidget(self.licence, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 20)
        column.setSpacing(16)
        column.addLayout(head)
        column.addLayout(body, 1)
