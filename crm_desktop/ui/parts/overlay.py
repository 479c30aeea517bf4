"""A panel over a window that asks or tells something and goes again: by Escape, by a click beside it, by leaving it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsDropShadowEffect, QWidget

SHADE = 84  # of 255: how dark the window under a panel becomes
MARGIN = 24  # pixels of the window that stay free around it


class Overlay(QFrame):
    """Lie over a window, of which there is one at a time; the keyboard goes back to where it was.

    A part of the window and no window of its own: input methods work in it, and nothing is covered elsewhere.
    dims: what lies under it steps back. is_patient: stays while another window is in front, where somebody may look something up for it.
    """

    is_patient = False
    dims = True

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        for other in window.findChildren(Overlay):
            if other is not self:
                other.go()
        self.setProperty("kind", "raised")
        self.window_under = window
        self._shade = _Shade(window) if self.dims else None
        self._before = QApplication.focusWidget()
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(48)
        shadow.setOffset(0, 12)
        shadow.setColor(QColor(0, 0, 0, 90))
        self.setGraphicsEffect(shadow)

    def open(self) -> None:
        """Show it."""
        self.settle()
        if self._shade is not None:
            self._shade.cover()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        QApplication.instance().installEventFilter(self)

    def settle(self) -> None:
        """Take the size and the place that fit what it holds; a subclass says which."""

    def go(self) -> None:
        """Close it and give the keyboard back."""
        QApplication.instance().removeEventFilter(self)
        if self._shade is not None:
            self._shade.deleteLater()
            self._shade = None
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
            if self._shade is not None:
                self._shade.setGeometry(self.window_under.rect())
        elif kind == QEvent.Type.WindowDeactivate and watched is self.window_under and not self.is_patient:
            self.go()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go()
        else:
            super().keyPressEvent(event)


class _Shade(QWidget):
    """Darken a window, so that what lies over it stands alone; clicks go through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def cover(self) -> None:
        """Lie over all that is there now."""
        self.setGeometry(self.parentWidget().rect())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), QColor(0, 0, 0, SHADE))
