"""The right panel that shows one record beside the list it was chosen in."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.icons import icon


class Peek(QFrame):
    """Hold one widget of a page under a title; closed: the person sent it away; changed: it holds another."""

    closed = Signal()
    changed = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._content: QWidget | None = None
        self._open_full: Callable[[], None] | None = None
        self.title = QLabel(self)
        self.title.setProperty("kind", "heading")
        self.full_button, self.close_button = QToolButton(self), QToolButton(self)
        self.full_button.clicked.connect(lambda: self._open_full and self._open_full())
        self.close_button.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 4)
        head.addWidget(self.title, 1)
        head.addWidget(self.full_button)
        head.addWidget(self.close_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self.setProperty("kind", "surface")
        self.setMinimumWidth(300)
        appearance.changed.connect(self.retranslate)
        self.retranslate()

    @property
    def content(self) -> QWidget | None:
        return self._content

    def show_widget(self, widget: QWidget, title: str, open_full: Callable[[], None] | None) -> None:
        """Show a widget, which belongs to the panel from now on; the one before is deleted."""
        if widget is not self._content:
            self.clear()
            self._content = widget
            self._column.addWidget(widget, 1)
            # Made later than the rest of the window, it would else come last in the order of Tab.
            self.setTabOrder(self.close_button, widget)
        self.title.setText(title)
        self._open_full = open_full
        self.full_button.setVisible(open_full is not None)
        self.setAccessibleName(title)
        self.changed.emit()

    def clear(self) -> None:
        """Delete what is shown."""
        if self._content:
            self._content.hide()
            self._content.deleteLater()
        self._content = None
        self.changed.emit()

    def take_focus(self) -> None:
        """Put the keyboard on what is shown."""
        inside = [self._content, *self._content.findChildren(QWidget)] if self._content else []
        takers = [each for each in inside if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isEnabled()]
        (takers[0] if takers else self.close_button).setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Set every text and icon again in the language and theme now in force."""
        for button, sign, name, keys in (
            (self.full_button, "arrow-up-right", self.tr("Open in full"), ""),
            (self.close_button, "x", self.tr("Close panel"), "Ctrl+W"),
        ):
            button.setIcon(icon(sign, self._appearance.theme.muted))
            button.setAccessibleName(name)
            button.setToolTip(f"{name}  {keys}" if keys else name)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
