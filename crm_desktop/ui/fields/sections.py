"""The sections of a form: each folded or open, pinned on top or in its place, as the person left them."""

from PySide6.QtCore import QEvent, QObject, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from crm_desktop.core.access import hidden_fields
from crm_desktop.core.schema import Entity, Field
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import icon

FOLDED, PINNED = "folded", "pinned"


def sections(declared: Entity, role: str) -> dict[str, list[Field]]:
    """Sort the fields of a record page by their sections, without what the role may not read."""
    hidden = hidden_fields(declared, role)
    found: dict[str, list[Field]] = {}
    for field in declared.stored:
        if field.section and field.name not in hidden:
            found.setdefault(field.section, []).append(field)
    return found


class Kept:
    """What the person did to the sections of one kind of record, in the settings beside columns and panes.

    It names parts of the program and no customer, so it may lie in a plain file.
    """

    def __init__(self, settings: QSettings, key: str) -> None:
        self._settings, self._key = settings, key

    def sections(self, what: str) -> list[str]:
        """List the folded or the pinned ones, in the order in which they became it."""
        found = str(self._settings.value(f"sections/{self._key}/{what}", "") or "")
        return [section for section in found.split("\n") if section]

    def put(self, what: str, section: str, *, is_so: bool) -> None:
        """Note that a section is so from now on, or is no more."""
        kept = [one for one in self.sections(what) if one != section]
        self._settings.setValue(f"sections/{self._key}/{what}", "\n".join([*kept, section] if is_so else kept))


class FieldSection(QWidget):
    """A heading that folds what stands under it, and a pin that appears where the mouse or the keyboard is.

    folded: the person folded or opened it; pinned: she pinned it or not.
    """

    folded = Signal(bool)
    pinned = Signal(bool)

    def __init__(self, context: Context, name: str, parent: QWidget, *, is_fixed: bool) -> None:
        """name: English source of the heading; is_fixed: neither folds nor is pinned, as in a new record."""
        super().__init__(parent)
        self.name = name
        self.is_folded = self.is_pinned = False
        self._context = context
        self.words, self.head, self.pin = QLabel(self), QToolButton(self), QToolButton(self)
        self.words.setProperty("kind", "heading")
        self.words.setVisible(is_fixed)
        self.body = QWidget(self)
        self.rows = QVBoxLayout(self.body)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(2)
        self.head.setVisible(not is_fixed)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the sign stands after the words
        self.head.clicked.connect(lambda: self.folded.emit(not self.is_folded))
        self.pin.clicked.connect(lambda: self.pinned.emit(not self.is_pinned))
        for button in (self.head, self.pin):
            button.setIconSize(QSize(14, 14))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.installEventFilter(self)
        self.pin.hide()
        top = QHBoxLayout()
        top.setContentsMargins(0, 10, 0, 2)
        top.setSpacing(4)
        for part in (self.words, self.head, self.pin):
            top.addWidget(part)
        top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.body)
        self.word()

    def show_as(self, *, is_folded: bool, is_pinned: bool) -> None:
        """Fold or open it, and show whether it is pinned."""
        self.is_folded, self.is_pinned = is_folded, is_pinned
        self.body.setVisible(not is_folded)
        self.word()
        self._show_pin()

    def word(self) -> None:
        """Word it again, in the language and the colours now in force."""
        theme, words = self._context.appearance.theme, wording.core(self.name)
        self.words.setText(words)
        self.head.setText(words)
        self.head.setAccessibleName(
            (self.tr("%1, folded") if self.is_folded else self.tr("%1, open")).replace("%1", words)
        )
        self.head.setToolTip((self.tr("Unfold %1") if self.is_folded else self.tr("Fold %1")).replace("%1", words))
        self.head.setIcon(icon("chevron-right" if self.is_folded else "chevron-down", theme.muted))
        pin = (self.tr("Put %1 back in its place") if self.is_pinned else self.tr("Pin %1 on top")).replace("%1", words)
        self.pin.setAccessibleName(pin)
        self.pin.setToolTip(pin)
        self.pin.setIcon(icon("pin", theme.accent if self.is_pinned else theme.muted))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            QTimer.singleShot(0, self, self._show_pin)  # once the keyboard is where it goes
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_pin()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_pin()

    def _show_pin(self) -> None:
        is_near = self.underMouse() or self.head.hasFocus() or self.pin.hasFocus()
        self.pin.setVisible(not self.head.isHidden() and (self.is_pinned or is_near))
