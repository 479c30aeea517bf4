"""What is clicked with Ctrl, or with the middle button, opens in a window of its own."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QWidget

from crm_desktop.ui.fields.field_row import Quiet
from crm_desktop.ui.frame.rail import RailButton
from crm_desktop.ui.lists.table import RecordTable
from crm_desktop.ui.records.related_row import RelatedRow

_CLICKS = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick)


class Elsewhere(QObject):
    """Tell, while a click or a key is being answered, whether its place is wanted in a window of its own.

    It looks at what the system sends to the window, before any part of it does: no part has to ask for Ctrl by itself.
    is_wanted: a place that is gone to now was clicked with Ctrl or the middle button, or asked for by Ctrl+Enter.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.is_wanted = False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._window:
            if kind == QEvent.Type.Show and (handle := self._window.windowHandle()) is not None:
                handle.installEventFilter(self)
                self._window.removeEventFilter(self)  # it is asked nothing while the window is taken apart
        elif kind in _CLICKS and isinstance(event, QMouseEvent):
            if event.button() == Qt.MouseButton.MiddleButton:
                return self._on_middle(event)
            is_left = event.button() == Qt.MouseButton.LeftButton
            self._want(on=is_left and event.modifiers() == Qt.KeyboardModifier.ControlModifier)
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            self._want(on=is_enter and held == Qt.KeyboardModifier.ControlModifier)
        return False

    def _want(self, *, on: bool) -> None:
        self.is_wanted = on
        if on:
            QTimer.singleShot(0, self, self._forget)

    def _forget(self) -> None:
        self.is_wanted = False

    def _on_middle(self, event: QMouseEvent) -> bool:
        """Answer the middle button where something leads to a place, and leave it alone elsewhere."""
        leads = self._leading(event.position().toPoint())
        if leads is None:
            return False
        if event.type() == QEvent.Type.MouseButtonRelease:
            self._want(on=True)
            self._follow(leads, event)
        return True

    def _leading(self, at: QPoint) -> QWidget | None:
        """Find what leads to a place at a point of the window."""
        under = self._window.childAt(at)
        while under is not None:
            if isinstance(under, RailButton | RelatedRow) or (
                isinstance(under, QAbstractItemView) and hasattr(under, "opened")
            ):
                return under
            if isinstance(under, Quiet) and under.link:
                return under
            under = under.parentWidget()
        return None

    def _follow(self, leads: QWidget, event: QMouseEvent) -> None:
        if isinstance(leads, QAbstractButton):
            leads.click()
        elif isinstance(leads, Quiet):
            leads.linkActivated.emit(leads.link)
        elif isinstance(leads, QAbstractItemView):
            index = leads.indexAt(leads.viewport().mapFrom(self._window, event.position().toPoint()))
            if index.isValid():
                if isinstance(leads, RecordTable):
                    leads.on_cell = False  # where Enter would edit
                leads.setCurrentIndex(index)
                none = Qt.KeyboardModifier.NoModifier
                QApplication.sendEvent(leads, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none))
