"""What the keyboard can do in a window, each with its name, for the key sheet and the screen reader."""

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


@dataclass(frozen=True)
class Command:
    """Bind keys to a call; label is English source of the translation context."""

    label: str
    keys: tuple[str, ...]
    call: Callable[[], object]
    context: str = "Command"


@dataclass(frozen=True)
class Key:
    """Tell of keys that a part of a screen takes itself; label is English source of the context "Command"."""

    label: str
    keys: str


class Commands:
    """Hold the actions of one widget; keys work while it is seen, in the window that has the keyboard.

    is_inside: only while the keyboard is in the widget itself.
    """

    def __init__(self, owner: QWidget, commands: Iterable[Command], *, is_inside: bool = False) -> None:
        self._actions = [(command, QAction(owner)) for command in commands]
        for command, action in self._actions:
            action.setShortcuts([QKeySequence(key) for key in command.keys])
            if is_inside:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            # Through self: it lives as long as its actions, and so stays told of the language.
            action.triggered.connect(lambda _checked=False, call=command.call: self._do(call))
            owner.addAction(action)
        self.retranslate()

    @staticmethod
    def _do(call: Callable[[], object]) -> None:
        call()

    def retranslate(self) -> None:
        """Name every action in the language now in force."""
        for command, action in self._actions:
            action.setText(QCoreApplication.translate(command.context, command.label))


def keys_of(action: QAction) -> str:
    """Write the keys of an action as this system's keyboards have them, "" for none."""
    form = QKeySequence.SequenceFormat
    if sys.platform == "darwin":  # its own signs
        return ", ".join(key.toString(form.NativeText) for key in action.shortcuts())
    written = ", ".join(key.toString(form.PortableText) for key in action.shortcuts())
    return "".join(ARROWS.get(part, part) for part in re.split(r"\b", written))
