"""What a person can do at this moment in a window: the actions, buttons and menus of what is in front of her."""

from collections.abc import Callable, Iterator

import msgspec
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton, QToolButton, QWidget

from crm_desktop.ui.commands import keys_of


class Offer(msgspec.Struct, frozen=True):
    """One thing to do. label: ready words. keys: as this system writes them. group: where it belongs, in words."""

    label: str
    call: Callable[[], object]
    keys: str = ""
    group: str = ""
    icon: str = ""


def of_actions(widget: QWidget, group: str, *, is_deep: bool = True) -> Iterator[Offer]:
    """List the actions of a widget; is_deep: and of the parts of it that are seen."""
    parts = [one for one in widget.findChildren(QWidget) if one.isVisibleTo(widget)] if is_deep else []
    for one in (widget, *parts):
        yield from (_of_action(action, group) for action in one.actions() if action.isEnabled() and action.text())


def of_buttons(widget: QWidget, group: str) -> Iterator[Offer]:
    """List the buttons that are seen on a widget, of those with the same words the first."""
    seen: dict[str, QPushButton | QToolButton] = {}
    for button in widget.findChildren(QAbstractButton):
        if isinstance(button, QPushButton | QToolButton) and button.isVisibleTo(widget) and button.isEnabled():
            seen.setdefault(button.accessibleName() or button.text().strip(), button)
    for label, button in seen.items():
        if label:
            yield from _of_button(button, label, group)


def of_menu(menu: QMenu, group: str, before: str = "") -> Iterator[Offer]:
    """List what a menu leads to, however deep; before: what leads to the menu, which the words of an offer begin with."""
    for action in menu.actions():
        name = f"{before}: {action.text()}" if before else action.text()
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from of_menu(inner, group, name)
        elif action.isEnabled() and action.text():
            yield msgspec.structs.replace(_of_action(action, group), label=name)


def _of_button(button: QPushButton | QToolButton, label: str, group: str) -> Iterator[Offer]:
    menu = button.menu()
    if isinstance(menu, QMenu):
        yield from of_menu(menu, group, label)
    else:
        yield Offer(label, button.click, group=group)


def _of_action(action: QAction, group: str) -> Offer:
    return Offer(action.text().partition("\t")[0], action.trigger, keys_of(action), group)
