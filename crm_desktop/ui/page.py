"""What the frame and its screens know of each other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.commands import Key
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.language import Language
from crm_desktop.ui.places import Place


class Sheets(Protocol):
    """What a window tells of itself; see Guide."""

    def open_keys(self) -> object: ...
    def open_about(self) -> object: ...


class Frame(Protocol):
    """What a page may ask of the window around it; see Window for what each does."""

    appearance: Appearance
    language: Language

    @property
    def guide(self) -> Sheets: ...
    def go(self, place: Place) -> None: ...
    def open_window(self, place: Place) -> None: ...
    def peek(self, widget: QWidget, title: str, open_full: Callable[[], None] | None = None) -> None: ...
    def close_peek(self) -> None: ...
    def toast(self, text: str, action: str = "", callback: Callable[[], object] | None = None) -> None: ...
    def message(self, kind: str, text: str, action: str = "", callback: Callable[[], object] | None = None) -> None: ...
    def set_badge(self, screen: str, count: int) -> None: ...


class Page(QWidget):
    """Fill the middle of the window with one screen; every method may be left as it is.

    search_hint_changed: emit when search_hint gives something else. rearranged: emit when left_as does.
    """

    search_hint_changed = Signal()
    rearranged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def open_place(self, place: Place) -> None:
        """Show what a place names; called each time the person comes here, also by back and forward."""

    def search(self, text: str) -> None:
        """Narrow what is shown to a text, at each keystroke; "" shows all."""

    def search_hint(self) -> str:
        """Say in the empty search field what is searched here; "" disables the field."""
        return ""

    def take_focus(self) -> None:
        """Put the keyboard on the first thing to work with, as Enter or Down in the search field does."""
        self.setFocus()

    def ahead(self) -> Iterator[None]:
        """Make in short steps, before the first visit, what that would have to wait for."""
        yield from ()

    def leave(self) -> None:
        """Keep what is being typed: the person goes elsewhere or closes the window."""

    def left_as(self) -> str:
        """Say how the page is arranged now, "" for as it always is; kept where customers may be named."""
        return ""

    def take_up(self, left: str) -> None:
        """Arrange the page, before its first visit, as `left_as` said."""

    def retranslate(self) -> None:
        """Set every text again in the language now in force; also right after the page was made."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.search_hint_changed.emit()


@dataclass(frozen=True)
class Screen:
    """Register one screen with the frame.

    key: name in places and settings. label: English source, marked for translation in `words`. icon: name
    in resources/icons. shortcut: 1 to 9 for Ctrl+1 to Ctrl+9, 0 for none; other_key: one of another kind, as "Ctrl+,". factory: makes the page at the first visit.
    in_rail: False for a screen reached from others only. at_bottom: stands apart at the foot of the rail. keys: those
    that its parts take themselves, beside its commands. under: key of the screen that the rail marks instead.
    """

    key: str
    label: str
    icon: str
    shortcut: int
    factory: Callable[[Frame], Page]
    in_rail: bool = True
    at_bottom: bool = False
    keys: tuple[Key, ...] = ()
    other_key: str = ""
    under: str = ""
    words: str = "Screen"

    @property
    def name(self) -> str:
        """Name the screen in the language now in force."""
        return QCoreApplication.translate(self.words, self.label)

    @property
    def leading_key(self) -> str:
        """Name the keys that lead here, "" for none."""
        return self.other_key or (f"Ctrl+{self.shortcut}" if self.shortcut else "")

    @property
    def leading_keys(self) -> tuple[str, ...]:
        """List them, as a command has them."""
        return (self.leading_key,) if self.leading_key else ()


@dataclass(frozen=True)
class NewItem:
    """Offer one kind of record in the New menu.

    label: English source of the context "New". screen: Ctrl+N there makes this kind. make: called on the click.
    """

    label: str
    icon: str
    screen: str
    make: Callable[[Frame], None]
