"""The pages of a window, made at the first visit, and the walk among them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.ui.frame.elsewhere import Elsewhere
from crm_desktop.ui.page import Frame, Page, Screen
from crm_desktop.ui.places import SHOWN, Place, Places, list_of, record_at

STEP_MS = 20  # between two steps ahead, in which the person may have begun something
SEARCH = "search"  # key of the screen that searches everything, where one is registered


class Pages(QStackedWidget):
    """Walk from place to place; each page keeps its own search text.

    leaving: the page in front is about to give way to another. arrived: the Place now shown. hint_changed: the page in
    front searches something else. rearranged: a page is arranged otherwise.
    """

    leaving = Signal()
    arrived = Signal(object)
    hint_changed = Signal()
    rearranged = Signal()

    def __init__(self, frame: Frame, screens: Sequence[Screen], parent: QWidget) -> None:
        super().__init__(parent)
        self.places = Places()
        self.screens = {screen.key: screen for screen in screens}
        self._frame = frame
        self._elsewhere = Elsewhere(parent)
        self._pages: dict[str, Page] = {}
        self._searched: dict[str, str] = {}
        self.left: dict[str, str] = {}  # how pages were left that are not made yet, by their screens
        self._typed = ""  # while a page is being handed a search text

    @property
    def page(self) -> Page | None:
        """Give the page in front, None before the first."""
        page = self.currentWidget()
        return page if isinstance(page, Page) else None

    @property
    def screen(self) -> Screen | None:
        """Give the screen in front, None before the first."""
        return self.screens[self.places.current.screen] if self.places.current else None

    @property
    def marked(self) -> str:
        """Give the key of the screen the rail marks, "" before the first."""
        return self.places.current.marked if self.places.current else ""

    @property
    def search_text(self) -> str:
        """Give what was last searched on the page in front."""
        return self._searched.get(self.places.current.screen, "") if self.places.current else ""

    def go(self, place: Place) -> None:
        """Show a place and remember the way back; clicked with Ctrl, it opens in a window of its own."""
        if self._elsewhere.is_wanted:
            self._frame.open_window(place)
            return
        self.leave()
        if not place.under and not self.screens[place.screen].in_rail:
            place = replace(place, under=self._mark_of(place) or self.marked)
        if self._typed and self.places.current:
            # A page without a search of its own leads to one that has: the text goes along, the keyboard stays.
            self._searched.pop(self.places.current.screen, None)
            self._searched[place.screen] = self._typed
        self.places.go(place)
        self._arrive()

    def prepare(self, keys: Iterable[str]) -> None:
        """Make pages before their first visit, step by step while nothing else is to be done."""
        self._take_step(self._steps(keys))

    def _steps(self, keys: Iterable[str]) -> Iterator[None]:
        for key in keys:
            if key not in self._pages:
                page = self._make(key)
                yield
                yield from page.ahead()

    def _take_step(self, steps: Iterator[None]) -> None:
        if any(True for _ in islice(steps, 1)):
            QTimer.singleShot(STEP_MS, self, lambda: self._take_step(steps))

    def back(self) -> None:
        """Show the place before, if there is one."""
        if self.places.may_go_back:
            self.leave()
            self.places.back()
            self._arrive()

    def forward(self) -> None:
        """Show the place that back came from, if there is one."""
        if self.places.may_go_forward:
            self.leave()
            self.places.forward()
            self._arrive()

    def leave(self) -> None:
        """Let the page in front keep what is being typed."""
        if self.page:
            self.page.leave()

    @property
    def search_hint(self) -> str:
        """Say what the search field searches here: the page in front, or everything, or "" for nothing."""
        own = self.page.search_hint() if self.page else ""
        return own or (self.tr("Search everything") if SEARCH in self.screens else "")

    def search(self, text: str) -> None:
        """Hand a search text to the page in front; one that has nothing to search gives way to the search screen."""
        if self.page and self.places.current:
            self._searched[self.places.current.screen] = self._typed = text
            if self.page.search_hint():
                self.page.search(text)
            elif text.strip() and SEARCH in self.screens:
                self.go(Place(SEARCH, text))
            self._typed = ""

    def left_as(self) -> dict[str, str]:
        """Say how each page is arranged, by its screen."""
        made = {key: page.left_as() for key, page in self._pages.items()}
        return {**self.left, **{key: left for key, left in made.items() if left}}

    def take_focus(self) -> None:
        """Put the keyboard on the page in front."""
        if self.page:
            self.page.take_focus()

    def _mark_of(self, place: Place) -> str:
        """Name the screen of the rail that a place belongs to: its own, or that of the record shown; "" for none."""
        key, _ = record_at(place)
        screen = self.screens.get(list_of(key).screen if key in SHOWN else place.screen)
        return "" if screen is None else screen.under or (screen.key if screen.in_rail else "")

    def _arrive(self) -> None:
        place = self.places.current
        if place is None:
            return
        before = self.page  # asked first: the first page comes to the front by being made
        page = self._pages.get(place.screen) or self._make(place.screen)
        if page is not before:
            self.leaving.emit()
            self.setCurrentWidget(page)
            page.open_place(place)
            self.arrived.emit(place)
            if not self._typed:
                page.take_focus()
        else:
            page.open_place(place)
            self.arrived.emit(place)

    def _make(self, key: str) -> Page:
        page = self._pages[key] = self.screens[key].factory(self._frame)
        page.retranslate()
        if left := self.left.pop(key, ""):
            page.take_up(left)
        page.rearranged.connect(self.rearranged)
        page.search_hint_changed.connect(self.hint_changed)
        self.addWidget(page)
        return page
