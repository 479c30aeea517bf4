"""How the windows were left: their frames in the settings, what they showed in the encrypted replica."""

from collections.abc import Callable, Sequence
from functools import partial

import msgspec
from PySide6.QtCore import QObject, QTimer

from crm_desktop.core.schema import QT_TRANSLATE_NOOP, REGISTRY, entity_of
from crm_desktop.ui.commands import Command, Commands
from crm_desktop.ui.context import Context
from crm_desktop.ui.frame.window import Window
from crm_desktop.ui.places import Place, place_of, record_at
from crm_desktop.ui.records.new_records import NEW, NewPanel, go_on_with
from crm_desktop.ui.records.peeked import PeekedRecord, peek_record

MARK = "windows"  # of the replica: what the windows show may name a customer
FRAMES = "windows"  # of the settings: a group for each window's frame, counted from 0
SOON_MS = 500


class Shown(msgspec.Struct, frozen=True, array_like=True):
    """What one window showed: its place, what was searched there, how its pages were arranged, what stood at the side.

    peeked: "entity:id" of a record, or the place where a new one is typed.
    """

    screen: str
    record: str = ""
    under: str = ""
    searched: str = ""
    pages: dict[str, str] = {}
    peeked: str = ""

    @property
    def place(self) -> Place:
        """Give the place."""
        return Place(self.screen, self.record, self.under)


_read = msgspec.json.Decoder(tuple[Shown, ...])


class WindowKeeping(QObject):
    """Keep how the windows are, from the first place on, so that also a crash leaves them as they were.

    windows: gives those that are open, in their order. quit_all: closes all of them at once.
    """

    def __init__(
        self, context: Context, windows: Callable[[], Sequence[Window]], quit_all: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._windows, self._quit_all = context, windows, quit_all
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self.save)

    def kept(self) -> tuple[Shown, ...]:
        """Read what the windows showed when they were left, () for nothing or what an older version wrote."""
        try:
            return _read.decode(self._context.desk.replica.mark(MARK, "[]"))
        except msgspec.DecodeError:
            return ()

    def restore(self, window: Window, number: int, shown: Shown) -> None:
        """Show a window in the frame it had and lead it back to what it showed, or to the list above that where it is gone."""
        settings = self._context.appearance.settings
        for name, restore in (("geometry", window.restoreGeometry), ("splitter", window.splitter.restoreState)):
            if state := settings.value(f"{FRAMES}/{number}/{name}"):
                restore(state)
        window.rail.set_folded(str(settings.value(f"{FRAMES}/{number}/rail_folded", "0")) == "1")
        window.show()
        window.pages.left = dict(shown.pages)
        place = shown.place
        if self._is_gone(place):
            place = Place(shown.under if shown.under in window.pages.screens else "")
        if place.screen in window.pages.screens:
            window.go(place)
            if shown.searched and window.pages.search_hint:
                window.topbar.search.setText(shown.searched)
            QTimer.singleShot(0, window, lambda: self._peek(window, shown.peeked))
        else:
            window.start()

    def watch(self, window: Window) -> None:
        """Keep what a window shows from now on, and let it close all of them."""
        for changed in (window.pages.arrived, window.pages.rearranged, window.peek_panel.changed):
            changed.connect(self._soon.start)
        leave = Command(QT_TRANSLATE_NOOP("Command", "Quit Satchel"), ("Ctrl+Q",), self._quit_all)
        commands = Commands(window, (leave,))
        self._context.language.changed.connect(commands.retranslate)

    def save(self) -> None:
        """Write down how the windows are now."""
        self._soon.stop()
        windows, settings, shown = self._windows(), self._context.appearance.settings, list[Shown]()
        settings.remove(FRAMES)
        for number, window in enumerate(windows):
            settings.setValue(f"{FRAMES}/{number}/geometry", window.saveGeometry())
            settings.setValue(f"{FRAMES}/{number}/splitter", window.splitter.saveState())
            settings.setValue(f"{FRAMES}/{number}/rail_folded", int(window.rail.is_folded))
            here = window.pages.places.current or Place("")
            pages, peeked = window.pages.left_as(), _peeked(window)
            shown.append(Shown(here.screen, here.record, here.under, window.pages.search_text, pages, peeked))
        # In the lane for what is typed: a sync may be writing, and no window waits for that. The end of the lanes does.
        write = partial(self._context.desk.replica.set_mark, MARK, msgspec.json.encode(shown).decode())
        self._context.tasks.run(write, lane="typing")

    def stop(self) -> None:
        """Write nothing any more: the replica is about to be closed."""
        self._soon.stop()

    def _peek(self, window: Window, peeked: str) -> None:
        """Show at the side what stood there, unless the page did so by itself."""
        key, _, id_ = peeked.partition(":")
        if not peeked or window.peek_panel.isVisible():
            return
        if peeked.startswith(NEW):
            go_on_with(self._context, window, peeked)
        elif key in REGISTRY and (record := self._context.desk.replica.get(REGISTRY[key].record, id_)):
            peek_record(self._context, window, record, lambda: window.go(place_of(key, id_)))

    def _is_gone(self, place: Place) -> bool:
        key, id_ = record_at(place)
        return key in REGISTRY and self._context.desk.replica.get(REGISTRY[key].record, id_) is None


def _peeked(window: Window) -> str:
    content = window.peek_panel.content
    if isinstance(content, NewPanel) and content.form.is_draft:
        return content.place
    form = content.form if isinstance(content, NewPanel | PeekedRecord) else None
    return f"{entity_of(form.record).key}:{form.record.id}" if form is not None else ""
