"""A panel over a window that asks or tells something and goes again: by Escape, by a click beside it, by leaving it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsDropShadowEffect, QWidget

MARGIN = 24  # pixels of the window that stay free around it


class Overlay(QFrame):
    """Lie over a window, of which there is one at a time; the keyboard goes back to where it was.

    A part of the window and no window of its own: input methods work in it, and nothing is covered elsewhere.
    is_patient: stays while another window is in front, where somebody may look something up for it.
    """

    is_patient = False

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        for other in window.findChildren(Overlay):
            if other is not self:
                other.go()
        self.setProperty("kind", "card")
        self.window_under = window
        self._before = QApplication.focusWidget()
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(48)
        shadow.setOffset(0, 12)
        shadow.setColor(QColor(0, 0, 0, 90))
        self.setGraphicsEffect(shadow)

    def open(self) -> None:
        """Show it."""
        self.settle()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        QApplication.instance().installEventFilter(self)

    def settle(self) -> None:
        """Take the size and the place that fit what it holds; a subclass says which."""

    def go(self) -> None:
        """Close it and give the keyboard back."""
        QApplication.instance().removeEventFilter(self)
        held = self.isAncestorOf(QApplication.focusWidget() or self.window_under)
        self.hide()
        self.deleteLater()
        if held and self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent) and isinstance(watched, QWidget):
            if watched is not self and not self.isAncestorOf(watched):
                self.go()
        elif kind == QEvent.Type.Resize and watched is self.window_under:
            self.settle()
        elif kind == QEvent.Type.WindowDeactivate and watched is self.window_under and not self.is_patient:
            self.go()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go()
        else:
            super().keyPressEvent(event)
