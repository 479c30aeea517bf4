"""Hands and eyes of the tour: keys and clicks on real widgets, waiting for what is seen, pictures of it."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QCursor, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QMessageBox, QWidget

PATIENCE_S = 20.0
LOOK_AGAIN_MS = 5


class TourError(Exception):
    """Something the tour claims did not happen."""


class Hands:
    """Act on the widgets of one application as a person does. out: folder of the numbered pictures."""

    def __init__(self, app: QApplication, out: Path) -> None:
        self._app = app
        self._out = out
        self._pictures = 0

    def click(self, widget: QWidget, place: QPoint | None = None) -> None:
        """Click a widget that can be seen and used."""
        self.until(
            lambda: widget.isVisible() and widget.isEnabled(), f"{widget.accessibleName() or widget} cannot be used"
        )
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place or widget.rect().center())
        self.settle()

    def type(self, text: str) -> None:
        """Type into whatever has the keyboard."""
        target = self.focused()
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(target, letter)
            else:
                _commit(target, letter)
        self.settle()

    def write(self, field: QLineEdit, text: str) -> None:
        """Click a field, select what stands there, type over it."""
        self.click(field)
        self.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.type(text)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        QTest.keyClick(self.focused(), key, modifier)
        self.settle()

    def focused(self) -> QWidget:
        """Give the widget that has the keyboard."""
        if self._app.activeWindow() is None:
            # Offscreen there is no window manager that gives the keyboard back when a dialog has closed.
            for window in self._app.topLevelWidgets():
                if window.isVisible() and window.isWindow():
                    window.activateWindow()
            self.settle()
        target = self._app.focusWidget() or self._app.activeWindow()
        if target is None:
            raise TourError("nothing has the keyboard")
        return target

    def until(self, holds: Callable[[], bool], otherwise: str, patience_s: float = PATIENCE_S) -> None:
        """Wait until something holds; raises TourError with a sentence when patience ends."""
        end = time.monotonic() + patience_s
        while not holds():
            if time.monotonic() > end:
                raise TourError(otherwise)
            turn(LOOK_AGAIN_MS)

    def answer_file_dialog(self, path: Path) -> None:
        """Answer the next dialog that asks for a file: paste its path, press Enter.

        A dialog that stays open is answered again, and closed without an answer when patience ends: its own loop
        would wait for ever.
        """
        end = time.monotonic() + PATIENCE_S

        def answer() -> None:
            dialog = self._app.activeModalWidget()
            is_over = time.monotonic() > end
            if isinstance(dialog, QFileDialog) and not is_over:
                field = dialog.findChild(QLineEdit, "fileNameEdit")
                # Pasted: typed letter by letter, the dialog's suggestions may select files by the way.
                QGuiApplication.clipboard().setText(str(path))
                QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
                QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
                if (popup := self._app.activePopupWidget()) is not None:
                    QTest.keyClick(popup, Qt.Key.Key_Escape)  # its suggestions would take the Enter
                QTest.keyClick(field, Qt.Key.Key_Return)
                if not dialog.isVisible():
                    return
            elif isinstance(dialog, QMessageBox):
                QTest.keyClick(dialog, Qt.Key.Key_Escape)  # it did not like the path: once more
            elif isinstance(dialog, QDialog) and is_over:
                dialog.reject()
            if not is_over or self._app.activeModalWidget() is not None:
                QTimer.singleShot(50, answer)

        QTimer.singleShot(50, answer)

    def settle(self) -> None:
        """Let the window catch up with what was done."""
        turn(0)

    def picture(self, window: QWidget, name: str) -> Path:
        """Take a numbered picture of a window."""
        QCursor.setPos(window.mapToGlobal(QPoint(window.width() - 2, window.height() - 2)))
        self.settle()
        self._pictures += 1
        path = self._out / f"{self._pictures:02d}-{name}.png"
        if not window.grab().save(str(path)):
            raise TourError(f"{path} cannot be written")
        return path


def turn(milliseconds: int) -> None:
    """Let the window work for a while. QTest.qWait of PySide 6.11 would keep the other threads of Python from it."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _commit(target: QWidget, text: str) -> None:
    """Give a widget what an input method commits."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(target, event)
