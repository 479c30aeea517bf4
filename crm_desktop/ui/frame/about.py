"""About Satchel: its version, what it runs on, and everything of others in it with its licence."""

from PySide6.QtCore import QSize, qVersion
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QLabel, QWidget

from crm_desktop.core.resources import resource
from crm_desktop.core.shipped import machine, parts, satchel_version
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.cells import Cell
from crm_desktop.ui.parts.reader import Reader
from crm_desktop.ui.wording import told

NAMES = 270


class About(Reader):
    """Show versions to copy, and licences to read."""

    def __init__(self, appearance: Appearance, window: QWidget) -> None:
        super().__init__(appearance, NAMES, window)
        self.setAccessibleName(self.tr("About Satchel"))
        self.title.setText(f"Satchel {satchel_version()}")
        self.under.setText(f"{machine()}, Qt {qVersion()}")
        self.button.setText(self.tr("Copy versions"))
        sign = QLabel(self)
        sign.setPixmap(QIcon(str(resource("icons/satchel.svg"))).pixmap(QSize(40, 40), self.devicePixelRatioF()))
        self.head.insertWidget(0, sign)
        self.names.setAccessibleName(self.tr("Third-party parts of Satchel"))
        self.text.setAccessibleName(self.tr("Licence"))
        self.button.clicked.connect(self._on_copy)
        self.parts = parts()
        self.fill((Cell(one.name, secondary=one.version) for one in self.parts), self._licence)

    def versions(self) -> str:
        """Write down all versions, for whoever is asked for help."""
        lines = [self.title.text(), self.under.text()]
        return "\n".join([*lines, *(f"{one.name} {one.version}" for one in self.parts if one.version)])

    def _licence(self, row: int) -> str:
        one = self.parts[row]
        head = told(one.name, one.licence or self.tr("its licence names itself below"))
        text = one.text() or self.tr("The text of this licence is kept by its makers: %1").replace("%1", one.home)
        return f"{head}\n\n{text}"

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.versions())
        self.button.setText(self.tr("Copied"))
