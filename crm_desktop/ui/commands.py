"""What the keyboard can do in a window, each with its name, for the key sheet and the screen reader."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Command:
    """Bind keys to a call; label is English source of the translation context."""

    label: str
    keys: tuple[str, ...]
    call: Callable[[], object]
    context: str = "Command"


class Commands:
    """Hold the actions of one widget; keys work while it or a child of it has the keyboard's window."""

    def __init__(self, owner: QWidget, commands: Iterable[Command]) -> None:
        self._actions = [(command, QAction(owner)) for command in commands]
        for command, action in self._actions:
            action.setShortcuts([QKeySequence(key) for key in command.keys])
            action.triggered.connect(lambda _checked=False, call=command.call: call())
            owner.addAction(action)
        self.retranslate()

    def retranslate(self) -> None:
        """Name every action in the language now in force."""
        for command, action in self._actions:
            action.setText(QCoreApplication.translate(command.context, command.label))
