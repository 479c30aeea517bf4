"""The tabs of views, and the small card that asks for the name of one."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QPushButton, QTabBar, QWidget

from crm_desktop.ui.parts.anchored import Anchored

NARROWEST = 48
"""Pixels of the tabs in a narrow window."""


class ViewName(Anchored):
    """Ask for the name of a view, and for a new one whether it is for everyone. named: with both."""

    named = Signal(str, bool)

    def __init__(self, beside: QWidget, place: QRect, name: str = "") -> None:
        super().__init__(beside, place, 320)
        self.name, self.everyone = QLineEdit(name, self), QCheckBox(self.tr("For everyone"), self)
        self.name.setPlaceholderText(self.tr("Name of the view"))
        self.name.setAccessibleName(self.tr("Name of the view"))
        self.everyone.setVisible(not name)
        self.wrong = QLabel(self)
        self.wrong.setProperty("kind", "bad")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        self.button = QPushButton(self.tr("Rename") if name else self.tr("Save view"), self)
        self.button.setProperty("kind", "primary")
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 12, 12, 12)
        grid.setSpacing(8)
        grid.addWidget(self.name, 0, 0, 1, 2)
        grid.addWidget(self.wrong, 1, 0, 1, 2)
        grid.addWidget(self.everyone, 2, 0)
        grid.addWidget(self.button, 2, 1)
        self.setFocusProxy(self.name)
        self.name.selectAll()
        self.name.returnPressed.connect(self._on_named)
        self.button.clicked.connect(self._on_named)

    def say(self, text: str) -> None:
        """Say under the name why it will not do."""
        self.wrong.setText(text)
        self.wrong.show()
        self.settle()

    def _on_named(self) -> None:
        self.named.emit(self.name.text(), self.everyone.isChecked())


class ViewTabs(QTabBar):
    """Tabs of which Enter opens the menu."""

    menu_asked = Signal()

    def sizeHint(self) -> QSize:
        """Take what the tabs take: by itself Qt adds room for buttons that are not there."""
        first, last = self.tabRect(0), self.tabRect(self.count() - 1)  # the first is not at 0 while they are scrolled
        return QSize(last.right() - first.left() + 1, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROWEST, super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Menu}:
            self.menu_asked.emit()
        else:
            super().keyPressEvent(event)
