"""What a window can do and which keys do it, gathered from its parts: for the command palette and the sheet of keys."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.core.words_to_translate import QT_TRANSLATE_NOOP
from crm_desktop.ui.commands import Key
from crm_desktop.ui.frame.command_palette import CommandPalette
from crm_desktop.ui.frame.key_sheet import KeySheet
from crm_desktop.ui.frame.offers import Offer, of_actions, of_buttons, of_menu
from crm_desktop.ui.frame.pages import Pages
from crm_desktop.ui.frame.peek import Peek
from crm_desktop.ui.frame.topbar import TopBar
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.overlay import Overlay
from crm_desktop.ui.places import Place, record_at
from crm_desktop.ui.wording import kind_name

Jumps = Callable[[Frame, str, Sequence[Place]], Sequence[Offer]]
"""Gives where a text leads from a window in which some places were seen, the last one first."""


ELSEWHERE = Key(QT_TRANSLATE_NOOP("Command", "Open in a new window"), "Ctrl+Click")


class Guide(QObject):
    """Open both over a window; what is in front comes first."""

    def __init__(
        self, window: QWidget, frame: Frame, pages: Pages, peek: Peek, topbar: TopBar, jumps: Jumps
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._frame = window, frame
        self._pages, self._peek, self._topbar = pages, peek, topbar
        self._jumps = jumps
        self._menu: QMenu | None = None  # never shown, alive for as long as what it offers may be chosen

    def open_palette(self) -> CommandPalette:
        """Offer every command, screen and record of the moment."""
        seen = self._pages.places.seen()
        panel = CommandPalette(
            self._frame.appearance, self.offers(), lambda text: self._jumps(self._frame, text, seen), self._window
        )
        panel.open()
        return panel

    def open_keys(self) -> KeySheet:
        """Tell the keys of the screen in front and those that hold everywhere."""
        screen = self._pages.screen
        here: list[Offer | Key] = [*(screen.keys if screen is not None else ()), *of_actions(self._pages, "")]
        everywhere: list[Offer | Key] = [*of_actions(self._window, "", is_deep=False), ELSEWHERE]
        sheet = KeySheet(self._name_in_front(), here, everywhere, self._window)
        sheet.open()
        return sheet

    def open_about(self) -> Overlay:
        """Tell versions and licences."""
        # What reads them takes a tenth of the start, and is hardly ever wanted.
        from crm_desktop.ui.frame.about import About

        about = About(self._frame.appearance, self._window)
        about.open()
        return about

    def offers(self) -> list[Offer]:
        """List what can be done now: on the screen and in the panel in front, then in the whole window."""
        here, everywhere = self._name_in_front(), "Satchel"
        offers = [*of_actions(self._pages, here)]
        named = {one.label for one in offers}  # a button that does what a command does is told once, with its keys
        offers += [one for one in of_buttons(self._pages, here) if one.label not in named]
        if self._peek.isVisible():
            offers += of_buttons(self._peek, self._peek.title.text())
        offers += of_menu(self._topbar.new_menu, everywhere, self.tr("New"))
        offers += of_actions(self._window, everywhere, is_deep=False)
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = self._topbar.person_menu()
        offers += of_menu(self._menu, everywhere)
        return offers

    def _name_in_front(self) -> str:
        here, screen = self._pages.places.current, self._pages.screen
        if here is None or screen is None:
            return ""
        key, _ = record_at(here)
        return kind_name(key) if key else screen.name
