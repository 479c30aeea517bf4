"""The command palette: every command, screen and record of the moment by a few letters."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from crm_desktop.ui.appearance import Appearance
from crm_desktop.ui.cells import NOWHERE, Cell, Index, cell_data
from crm_desktop.ui.delegates import RowDelegate
from crm_desktop.ui.fuzzy import INSIDE, fit
from crm_desktop.ui.offers import Offer
from crm_desktop.ui.overlay import MARGIN, Overlay
from crm_desktop.ui.theme import ROW

WIDE, TOP = 640, 72
SHOWN = 12
COMMANDS_ALONE = ">"
NO_ICON = "chevron-right"
FEW = 5
"""Commands before the records that a text finds: those that fit best; the others follow."""

Jumps = Callable[[str], Sequence[Offer]]
"""Gives where a text leads: records, and what to do with a text that finds none; "": the records seen last."""


class OffersModel(QAbstractListModel):
    """Hold what fits, one cell each."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.offers: tuple[Offer, ...] = ()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Take over another list."""
        self.beginResetModel()
        self.offers = tuple(offers)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        one = self.offers[index.row()]
        return cell_data(Cell(one.label, secondary=one.group, icon=one.icon or NO_ICON, aside=one.keys), role)


class CommandPalette(Overlay):
    """Ask for a few letters and do what is chosen by Enter or a click; Escape leaves everything as it was.

    commands: what can be done now, what is nearest first. `>` before the letters leaves records out.
    """

    def __init__(self, appearance: Appearance, commands: Sequence[Offer], jumps: Jumps, parent: QWidget) -> None:
        super().__init__(parent)
        self._commands, self._jumps = tuple(commands), jumps
        self.field, self.none = QLineEdit(self), QLabel(self)
        self.field.setProperty("kind", "bare")
        self.none.setProperty("kind", "muted")
        self.none.setContentsMargins(14, 6, 14, 10)
        self.model = OffersModel(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(appearance, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard stays in the field, whose arrows walk the list
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        for part in (self.field, self.list, self.none):
            column.addWidget(part)
        self.field.textChanged.connect(self._on_text)
        self.setFocusProxy(self.field)
        self._say()
        self._on_text("")

    def settle(self) -> None:
        wide = min(WIDE, self.parentWidget().width() - 2 * MARGIN)
        self.list.setFixedHeight(min(len(self.model.offers), SHOWN) * ROW + 2)
        self.setFixedWidth(wide)
        self.layout().activate()
        self.setGeometry((self.parentWidget().width() - wide) // 2, TOP, wide, self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._is_taken(event.key())
        return super().eventFilter(watched, event)

    def _is_taken(self, key: int) -> bool:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: SHOWN, Qt.Key.Key_PageUp: -SHOWN}.get(
            Qt.Key(key)
        )
        if step is not None and self.model.offers:
            row = min(max(self.list.currentIndex().row() + step, 0), len(self.model.offers) - 1)
            self.list.setCurrentIndex(self.model.index(row))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.model.offers:
                self._choose(self.list.currentIndex())
            return True
        return False

    def _on_text(self, text: str) -> None:
        self.model.show_offers(self._fitting(text.strip()))
        has_some = bool(self.model.offers)
        if has_some:
            self.list.setCurrentIndex(self.model.index(0))
        self.list.setVisible(has_some)
        self.none.setVisible(not has_some)
        self.settle()

    def _fitting(self, text: str) -> list[Offer]:
        if text.startswith(COMMANDS_ALONE):
            return _ranked(self._commands, text.removeprefix(COMMANDS_ALONE))
        if not text:
            return [*self._jumps("")[:FEW], *self._commands]
        commands, found = _ranked(self._commands, text), list(self._jumps(text))
        near = [one for one in commands if (fit(text, one.label) or 0) < INSIDE][:FEW]
        return [*near, *found, *(one for one in commands if one not in near)]

    def _choose(self, index: QModelIndex) -> None:
        chosen = self.model.offers[index.row()]
        self.go()
        # What it opens must not go with it.
        QTimer.singleShot(0, self.parentWidget(), chosen.call)  # type: ignore[arg-type]

    def _say(self) -> None:
        hint = self.tr("Do or find anything; > for commands alone")
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self.list.setAccessibleName(self.tr("What fits"))
        self.none.setText(self.tr("No command fits. Without > records are found as well."))


def _ranked(commands: Sequence[Offer], text: str) -> list[Offer]:
    """List the commands that fit, the best first, those that fit alike in their order."""
    fitting = [(found, one) for one in commands if (found := fit(text, one.label, one.group)) is not None]
    return [one for _, one in sorted(fitting, key=lambda pair: pair[0])]
