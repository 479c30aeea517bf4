"""The desktop in front of the camera: how a state is led to, waited for, taken and left again."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QCursor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.ui.app import Desktop
from crm_desktop.ui.context import Context
from crm_desktop.ui.entry.sign_in import SignInWindow
from crm_desktop.ui.fields.field_row import FieldRow
from crm_desktop.ui.frame.window import Window
from crm_desktop.ui.parts.overlay import Overlay
from crm_desktop.ui.places import Place
from crm_desktop.ui.screens.board import Board
from crm_desktop.ui.screens.lists import ListPage

ADDRESS = "https://crm.lanting-pumps.example"
LARGE = (1440, 900)
SMALL = (1024, 640)
SETTLE_MS = 350
"""Longer than any delay between typing and searching, any fading and any preview."""


class Stage:
    """The desktop in front of the camera; window is None while it asks for the password."""

    def __init__(self, desktop: Desktop, window: Window | None = None) -> None:
        self.desktop = desktop
        self._window = window

    @property
    def window(self) -> Window:
        """Give the open window."""
        if self._window is None:
            raise RuntimeError("no window is open")
        return self._window

    @property
    def context(self) -> Context:
        """Give what the screens are given."""
        if self.desktop.context is None:
            raise RuntimeError("no replica is open")
        return self.desktop.context

    @property
    def asked(self) -> SignInWindow:
        """Give the first window."""
        if self.desktop.sign_in is None:
            raise RuntimeError("nobody is asked anything")
        return self.desktop.sign_in

    @property
    def subject(self) -> QWidget:
        """Give what is pictured."""
        return self._window or self.asked

    def has(self, screen: str) -> bool:
        """Tell whether a screen is registered; "" is what every desktop has."""
        return not screen or screen in self.window.pages.screens

    def take(self, shot: "Shot", path: Path) -> None:
        """Lead to a shot, let everything arrive and save the picture."""
        self.lead(shot)
        self.picture().save(str(path))
        self.leave()

    def lead(self, shot: "Shot") -> None:
        """Bring about what a shot shows."""
        self.subject.resize(*shot.size)
        QCursor.setPos(self.subject.mapToGlobal(self.subject.rect().bottomRight()))
        shot.show(self)
        self.settle()
        for one in self.subject.findChildren(QWidget):
            # The first window opens under a mouse that lies in its corner, and is not told that it went away.
            one.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=False)

    def picture(self) -> QPixmap:
        """Draw the window, and over it the menus that are windows of their own."""
        drawn = self.subject.grab()
        painter = QPainter(drawn)
        for popup in popups():
            painter.drawPixmap(popup.mapToGlobal(QPoint()) - self.subject.mapToGlobal(QPoint()), popup.grab())
        painter.end()
        return drawn

    def leave(self) -> None:
        """Take away what a shot left over the screens and in them."""
        for popup in popups():
            popup.close()
        if self._window is None:
            return
        self._window.close_peek()
        for overlay in self._window.findChildren(Overlay):
            overlay.go()
        self._window.topbar.search.clear()
        self.context.look_at(None)
        page = self._window.pages.page
        if isinstance(page, Board):
            for column in page.columns:
                column.close_question()
        for row in page.findChildren(FieldRow):
            row.give_up()
        if isinstance(page, ListPage):
            page.editing.give_up()
            page.table.clearSelection()
            page.views.select("")
            page.views.discard()

    def settle(self) -> None:
        """Wait until the lane of long local work is empty and what it brought is painted."""
        loop = QEventLoop()
        for _ in range(2):  # what is brought may ask for more
            self.desktop.tasks.run(lambda: None, lambda _done: loop.quit())
            loop.exec()
            self.pause()

    def pause(self) -> None:
        """Let time pass until what was delayed has begun."""
        loop = QEventLoop()
        QTimer.singleShot(SETTLE_MS, loop.quit)
        loop.exec()

    def go(self, screen: str, record: str = "") -> None:
        """Show a place."""
        self.window.go(Place(screen, record))


@dataclass(frozen=True)
class Shot:
    """One picture. needs: key of the screen that has to be registered for it, "" for none."""

    name: str
    needs: str
    show: Callable[[Stage], None]
    size: tuple[int, int] = LARGE


def popups() -> list[QWidget]:
    """List the menus and panels that lie over the window as windows of their own, the first opened first."""
    return [
        one for one in QApplication.topLevelWidgets()
        if one.isVisible() and one.windowFlags() & Qt.WindowType.Popup == Qt.WindowType.Popup
    ]  # fmt: skip
