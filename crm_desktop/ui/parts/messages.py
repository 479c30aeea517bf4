"""What the window says without asking for a click: bars above the page, toasts over its foot."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.icons import icon, pixmap
from crm_desktop.ui.look.theme import RADIUS, blend

TOAST_MS = 7000
BESIDE = 24
ABOVE_FOOT = 84  # clear of the status line and of the foot of a list or a panel
_SIGNS = {"info": ("info", "blue"), "good": ("circle-check", "green"), "warn": ("triangle-alert", "amber")}
_SIGNS["bad"] = ("circle-alert", "red")


class MessageBar(QFrame):
    """Show one sentence with its sign, at most one button, and a cross that takes it away.

    kind: "info", "good", "warn" or "bad".
    """

    def __init__(
        self,
        appearance: Appearance,
        kind: str,
        text: str,
        action: str = "",
        callback: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._kind = kind
        self.text = text
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(10)
        self._sign = QLabel(self)
        words = QLabel(text, self)
        words.setWordWrap(True)
        row.addWidget(self._sign)
        row.addWidget(words, 1)
        if action and callback:
            button = QPushButton(action, self)
            button.clicked.connect(callback)
            row.addWidget(button)
        self._cross = QToolButton(self)
        self._cross.clicked.connect(self.deleteLater)
        row.addWidget(self._cross)
        self.setAccessibleName(text)
        appearance.changed.connect(self._dress)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._dress()

    def _dress(self) -> None:
        theme = self._appearance.theme
        sign, hue = _SIGNS[self._kind]
        self._sign.setPixmap(pixmap(sign, theme.hues[hue], 18, self.devicePixelRatioF()))
        self._cross.setIcon(icon("x", theme.text))
        self._cross.setAccessibleName(self.tr("Close this message"))
        self._cross.setToolTip(self.tr("Close this message"))
        self.setStyleSheet(f"MessageBar {{ background: {theme.chips[hue]}; border-bottom: 1px solid {theme.line}; }}")


class MessageColumn(QWidget):
    """Stack the message bars of a window; the same sentence twice stands there once."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def say(self, kind: str, text: str, action: str = "", callback: Callable[[], object] | None = None) -> None:
        """Add a bar; see MessageBar."""
        if text not in self.texts():
            self._column.addWidget(MessageBar(self._appearance, kind, text, action, callback, self))

    def pin(self, widget: QWidget) -> None:
        """Put a widget above all messages, for as long as the window stands."""
        self._column.insertWidget(0, widget)

    def texts(self) -> list[str]:
        """List the sentences that stand there."""
        return [bar.text for bar in self.findChildren(MessageBar)]


class Toast(QFrame):
    """Confirm what was done, with a button to take it back, over the foot of its parent for a few seconds."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._callback: Callable[[], object] | None = None
        self.words = QLabel(self)
        self.button = QPushButton(self)
        self.button.clicked.connect(self._on_clicked)
        self._parent = parent
        self._row = QHBoxLayout(self)
        self._row.setSpacing(12)
        self._row.addWidget(self.words)
        self._row.addWidget(self.button)
        self._timer = QTimer(self, singleShot=True, interval=TOAST_MS)
        self._timer.timeout.connect(self._on_time_over)
        parent.installEventFilter(self)
        appearance.changed.connect(self._dress)
        self._dress()
        self.hide()

    def say(self, text: str, action: str = "", callback: Callable[[], object] | None = None) -> None:
        """Show a sentence; the last one wins."""
        self.words.setText(text)
        self.setAccessibleName(text)
        self._callback = callback
        self.button.setText(action)
        self.button.setVisible(bool(action and callback))
        self._row.setContentsMargins(16, 8, 8 if action and callback else 16, 8)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._parent and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        # At the right: totals stand in the middle and at the left of a page's foot.
        left = self._parent.width() - self.width() - BESIDE
        self.move(left, self._parent.height() - self.height() - ABOVE_FOOT)

    def _on_clicked(self) -> None:
        self.hide()
        if self._callback:
            self._callback()

    def _on_time_over(self) -> None:
        # Somebody on the way to the button must not lose it.
        if self.underMouse() or self.button.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _dress(self) -> None:
        theme = self._appearance.theme
        light = blend(theme.accent, theme.surface, 0.45) if not theme.is_dark else theme.selected
        link = theme.surface
        self.setStyleSheet(
            f"Toast {{ background: {theme.text}; border-radius: {RADIUS + 2}px; }}"
            f"Toast QLabel {{ color: {theme.surface}; }}"
            f"Toast QPushButton {{ background: transparent; border: 1px solid {blend(link, theme.text, 0.4)};"
            f" color: {link}; font-weight: 600; min-height: 24px; }}"
            f"Toast QPushButton:hover {{ background: {blend(link, theme.text, 0.15)}; }}"
            f"Toast QPushButton:focus {{ border: 2px solid {light}; }}"
        )
