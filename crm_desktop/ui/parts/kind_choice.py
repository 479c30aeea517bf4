"""A row of buttons of which one says what kind of activity is meant."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from crm_desktop.core.entities import Activity
from crm_desktop.core.schema import entity_of
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import two_state_icon

PLANNED = ("visit", "call", "meeting", "task")


class KindChoice(QWidget):
    """Offer kinds of activity. chosen: the kind that was clicked."""

    chosen = Signal(str)

    def __init__(self, context: Context, parent: QWidget, kinds: Sequence[str] = PLANNED) -> None:
        super().__init__(parent)
        theme, field = context.appearance.theme, entity_of(Activity).fields["kind"]
        self.kind = ""
        self.buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for kind in kinds:
            button = QToolButton(self)
            name = wording.choice(field, kind)
            button.setText(f"\u2009{name}")
            button.setAccessibleName(name)
            button.setCheckable(True)
            button.setIcon(two_state_icon(wording.ACTIVITY_ICONS[kind], theme.muted, theme.accent))
            button.setIconSize(QSize(16, 16))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _on=False, kind=kind: self._on_clicked(kind))
            self._group.addButton(button)
            self.buttons[kind] = button
            row.addWidget(button)
        row.addStretch(1)

    def choose(self, kind: str) -> None:
        """Set a kind without telling."""
        self.kind = kind
        self.buttons[kind].setChecked(True)

    def _on_clicked(self, kind: str) -> None:
        self.kind = kind
        self.chosen.emit(kind)
