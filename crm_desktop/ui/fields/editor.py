"""What all editors of fields have: a value to show and to give back, and a way to say when the person is done."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from crm_desktop.core.schema import Field, Record
from crm_desktop.ui.context import Context

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Editor(QWidget):
    """What all editors have. edited: something else stands in it; committed: Enter or a choice; cancelled: Escape."""

    edited = Signal()
    committed = Signal()
    cancelled = Signal()

    def __init__(self, context: Context, field: Field, record: Record, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self.field = field
        self.record = record
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(4)
        # A click beside the inner widgets stays in the editor; without this the page behind would take the keyboard.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.build()

    def build(self) -> None:
        """Make the widgets inside."""

    def show_value(self, value: Any) -> None:
        """Show a value."""

    def value(self) -> Any:
        """Give what stands there as the field's value; raises TypedError where it cannot be read."""

    def words(self) -> tuple[str, ...]:
        """Give what stands there as it was typed, finished or not."""
        return ()

    def show_words(self, words: Sequence[str]) -> None:
        """Show again what `words` gave."""

    def take_focus(self) -> None:
        """Put the keyboard where one types."""

    def go_on(self) -> None:
        """Put the keyboard behind what was typed earlier."""
        self.take_focus()
        inner = self.focusProxy()
        if isinstance(inner, QLineEdit):
            inner.end(False)  # else the next key would replace all of it

    def mark_wrong(self, wrong: bool) -> None:
        """Show or take away the red border."""
        inner = self.focusProxy()
        if inner is not None:
            inner.setProperty("wrong", "true" if wrong else "false")
            inner.style().unpolish(inner)
            inner.style().polish(inner)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() in ENTER:
            self.committed.emit()
        else:
            super().keyPressEvent(event)
