"""The line above every page of a demo: that all of it is invented, and the way out of it."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.icons import pixmap

SIGN = 16


class DemoBar(QFrame):
    """Mark a window as a demo; left: the person wants to connect to a server of her own."""

    left = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._sign, self._words = QLabel(self), QLabel(self)
        self.button = QPushButton(self)
        self.button.setProperty("kind", "link")
        self.button.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 12, 4)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self._words, 1)
        row.addWidget(self.button)
        appearance.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again in the language and theme now in force."""
        theme = self._appearance.theme
        self._sign.setPixmap(pixmap("flag", theme.hues["violet"], SIGN, self.devicePixelRatioF()))
        self._words.setText(self.tr("Demo company: everybody in it is invented, and nothing leaves this laptop."))
        self.button.setText(self.tr("Connect to your company's server"))
        self.setAccessibleName(self._words.text())
        self.setStyleSheet(
            f"DemoBar {{ background: {theme.chips['violet']}; border-bottom: 1px solid {theme.line}; }}"
            f"DemoBar QLabel {{ color: {theme.hues['violet']}; }}"
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
