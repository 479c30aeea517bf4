"""The window: rail, top bar, pages, peek panel and status line; it knows screens by their registration alone."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QSplitter, QVBoxLayout, QWidget

from crm_desktop.core.words_to_translate import QT_TRANSLATE_NOOP
from crm_desktop.ui.commands import Command, Commands
from crm_desktop.ui.frame.guide import Guide, Jumps
from crm_desktop.ui.frame.pages import Pages
from crm_desktop.ui.frame.peek import Peek
from crm_desktop.ui.frame.rail import Rail
from crm_desktop.ui.frame.status import StatusLine
from crm_desktop.ui.frame.topbar import TopBar
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.language import Language
from crm_desktop.ui.page import NewItem, Screen
from crm_desktop.ui.parts.messages import MessageColumn, Toast
from crm_desktop.ui.places import Place
from crm_desktop.ui.sync_state import SyncState
from crm_desktop.ui.tasks import Tasks

SMALLEST = (1024, 640)
FIRST = (1440, 900)


class Window(QMainWindow):
    """Lead from screen to screen and hold what all of them share.

    sync_asked: the pill was clicked or F5 pressed. window_asked: somebody wants a Place in a window of its own.
    closed: the window is going.
    """

    sync_asked = Signal()
    window_asked = Signal(object)
    closed = Signal()

    def __init__(
        self,
        appearance: Appearance,
        language: Language,
        tasks: Tasks,
        settings: QSettings,
        screens: Sequence[Screen],
        new_items: Sequence[NewItem] = (),
        jumps: Jumps = lambda _frame, _text, _seen: (),
    ) -> None:
        super().__init__()
        self.appearance = appearance
        self.language = language
        self._settings = settings
        self._new_items = tuple(new_items)
        self.rail = Rail(appearance, screens, self)
        self.topbar = TopBar(appearance, language, self)
        self.topbar.set_new_items(self._new_items)
        self.messages = MessageColumn(appearance, self)
        self.pages = Pages(self, screens, self)
        self.peek_panel = Peek(appearance, self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.status = StatusLine(appearance, self)
        self.guide = Guide(self, self, self.pages, self.peek_panel, self.topbar, jumps)
        self.toasts = Toast(appearance, self._lay_out())
        self._connect(tasks)
        self._commands = Commands(self, self._list_commands())
        self._restore()
        self._show_title()

    # What pages may ask: page.Frame.

    def go(self, place: Place) -> None:
        """Show a place and remember the way back."""
        self.pages.go(place)

    def open_window(self, place: Place) -> None:
        """Show a place in a window of its own."""
        self.window_asked.emit(place)

    def peek(self, widget: QWidget, title: str, open_full: Callable[[], None] | None = None) -> None:
        """Show a widget in the right panel, which owns it from now on; until the screen is left or Ctrl+W."""
        self.peek_panel.show_widget(widget, title, open_full)
        self.peek_panel.show()

    def close_peek(self) -> None:
        """Close the right panel; the keyboard goes back to the page if it was there."""
        if self.peek_panel.isAncestorOf(self.focusWidget() or self):
            self.pages.take_focus()
        self.peek_panel.hide()
        self.peek_panel.clear()

    def toast(self, text: str, action: str = "", callback: Callable[[], object] | None = None) -> None:
        """Confirm what was done for a few seconds, with a button to take it back; texts come translated."""
        self.toasts.say(text, action, callback)

    def message(self, kind: str, text: str, action: str = "", callback: Callable[[], object] | None = None) -> None:
        """Put a sentence above the page until it is closed; kind: "info", "good", "warn" or "bad"."""
        self.messages.say(kind, text, action, callback)

    def set_badge(self, screen: str, count: int) -> None:
        """Show in the rail how many things wait in a screen."""
        self.rail.set_badge(screen, count)

    # What the application tells.

    def show_sync(self, state: SyncState) -> None:
        """Show how the laptop stands to its server."""
        self.topbar.show_state(state)
        self.status.show_state(state)

    def start(self) -> None:
        """Go to the screen of the last time, else to the first."""
        screens = self.pages.screens
        last = str(self._settings.value("window/screen", ""))
        self.go(Place(last if last in screens and screens[last].in_rail else next(iter(screens))))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.pages.leave()
        self._settings.setValue("window/geometry", self.saveGeometry())
        self._settings.setValue("window/splitter", self.splitter.saveState())
        self._settings.setValue("window/rail_folded", int(self.rail.is_folded))
        self._settings.setValue("window/screen", self.pages.marked)
        super().closeEvent(event)
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._commands.retranslate()
            self._show_title()

    def _show_title(self) -> None:
        marked = self.pages.marked
        name = self.pages.screens[marked].name if marked else ""
        self.setWindowTitle(f"{name} – Satchel" if name else "Satchel")
        hint = self.pages.search_hint
        self.topbar.search.say(hint)
        self.topbar.search.setEnabled(bool(hint))

    def _on_arrived(self, place: Place) -> None:
        self.topbar.show_search_text(self.pages.search_text)
        self.topbar.back_button.setEnabled(self.pages.places.may_go_back)
        self.topbar.forward_button.setEnabled(self.pages.places.may_go_forward)
        self.rail.mark(place.marked)
        self._show_title()

    def _on_new(self) -> None:
        fitting = [item for item in self._new_items if item.screen == self.pages.marked]
        if fitting:
            fitting[0].make(self)
        else:
            self._on_new_any()

    def _on_new_any(self) -> None:
        if self._new_items:
            self.topbar.new_button.showMenu()

    def _on_next_pane(self) -> None:
        panes = [pane for pane in (self.rail, self.topbar, self.pages, self.peek_panel) if pane.isVisible()]
        here = self.focusWidget()
        at = next((i for i, pane in enumerate(panes) if here and (pane is here or pane.isAncestorOf(here))), -1)
        panes[(at + 1) % len(panes)].take_focus()

    def _on_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _list_commands(self) -> list[Command]:
        walks = [
            Command(one.label, one.leading_keys, partial(self._on_chosen, one.key), one.words)
            for one in self.pages.screens.values()
            if one.in_rail or one.under
        ]
        return [
            *walks,
            Command(QT_TRANSLATE_NOOP("Command", "Back"), ("Alt+Left",), self.pages.back),
            Command(QT_TRANSLATE_NOOP("Command", "Forward"), ("Alt+Right",), self.pages.forward),
            Command(QT_TRANSLATE_NOOP("Command", "Search"), ("Ctrl+F", "/"), self.topbar.take_focus),
            Command(QT_TRANSLATE_NOOP("Command", "New of this kind"), ("Ctrl+N",), self._on_new),
            Command(QT_TRANSLATE_NOOP("Command", "New of any kind"), ("Ctrl+Shift+N",), self._on_new_any),
            Command(QT_TRANSLATE_NOOP("Command", "Sync now"), ("F5",), self.sync_asked.emit),
            Command(QT_TRANSLATE_NOOP("Command", "Close panel"), ("Ctrl+W",), self.close_peek),
            Command(QT_TRANSLATE_NOOP("Command", "Next pane"), ("F6",), self._on_next_pane),
            Command(QT_TRANSLATE_NOOP("Command", "Full screen"), ("F11",), self._on_full_screen),
            Command(QT_TRANSLATE_NOOP("Command", "Commands and records"), ("Ctrl+K",), self.guide.open_palette),
            Command(QT_TRANSLATE_NOOP("Command", "About Satchel"), (), self.guide.open_about),
            Command(QT_TRANSLATE_NOOP("Command", "Keys of this screen"), ("?", "F1"), self.guide.open_keys),
        ]

    def _connect(self, tasks: Tasks) -> None:
        tasks.running.connect(self.status.show_jobs)
        tasks.failed.connect(self._on_failed)
        self.rail.chosen.connect(self._on_chosen)
        self.pages.leaving.connect(self.close_peek)
        self.pages.arrived.connect(self._on_arrived)
        self.pages.hint_changed.connect(self._show_title)
        self.topbar.back.connect(self.pages.back)
        self.topbar.forward.connect(self.pages.forward)
        self.topbar.searched.connect(self.pages.search)
        self.topbar.search_left.connect(self.pages.take_focus)
        self.topbar.new_asked.connect(self._on_new_asked)
        self.topbar.sync_asked.connect(self.sync_asked)
        self.peek_panel.closed.connect(self.close_peek)

    # Methods, not lambdas: Qt drops the connection of a method together with its window.

    def _on_failed(self, text: str) -> None:
        self.message("warn", text)

    def _on_chosen(self, key: str) -> None:
        self.go(Place(key))

    def _on_new_asked(self, item: NewItem) -> None:
        item.make(self)

    def _restore(self) -> None:
        self.setMinimumSize(*SMALLEST)
        self.resize(QSize(*FIRST).boundedTo(self.screen().availableSize()))
        for name, restore in (("geometry", self.restoreGeometry), ("splitter", self.splitter.restoreState)):
            if state := self._settings.value(f"window/{name}"):
                restore(state)
        self.peek_panel.hide()
        self.rail.set_folded(self._settings.value("window/rail_folded") in {1, "1"})

    def _lay_out(self) -> QWidget:
        self.splitter.addWidget(self.pages)
        self.splitter.addWidget(self.peek_panel)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([900, 380])
        right = QVBoxLayout()
        right.setSpacing(0)
        for part in (self.topbar, _line("line"), self.messages, self.splitter, _line("line"), self.status):
            right.addWidget(part, 1 if part is self.splitter else 0)
        middle = QWidget(self)
        middle.setObjectName("frame")
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(_line("upright"))
        row.addLayout(right, 1)
        self.setCentralWidget(middle)
        return middle


def _line(kind: str) -> QFrame:
    line = QFrame()
    line.setProperty("kind", kind)
    return line
