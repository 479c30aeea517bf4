"""The command palette: every command, screen and record of the moment by a few letters."""

from collections.abc import Callable, Sequence
from operator import itemgetter

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from crm_desktop.ui.frame.offers import Offer
from crm_desktop.ui.fuzzy import INSIDE, fit
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.cells import Cell, CellsModel
from crm_desktop.ui.look.delegates import RowDelegate
from crm_desktop.ui.look.theme import ROW
from crm_desktop.ui.parts.overlay import MARGIN, Overlay

WIDE, TOP = 640, 72
SHOWN = 12
COMMANDS_ALONE = ">"
NO_ICON = "chevron-right"
FEW = 5
"""Commands before the records that a text finds: those that fit best; the others follow."""

Jumps = Callable[[str], Sequence[Offer]]
"""Gives where a text leads: records, and what to do with a text that finds none; "": the records seen last."""


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
        self.offers: tuple[Offer, ...] = ()
        self.model = CellsModel(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(appearance, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard stays in the field, whose arrows walk the list
        self.list.setFocusProxy(self.field)
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
        wide = min(WIDE, self.window_under.width() - 2 * MARGIN)
        self.list.setFixedHeight(min(len(self.offers), SHOWN) * ROW + 2)
        self.setFixedWidth(wide)
        self.layout().activate()
        self.setGeometry((self.window_under.width() - wide) // 2, TOP, wide, self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._is_taken(event.key())
        return super().eventFilter(watched, event)

    def _is_taken(self, key: int) -> bool:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: SHOWN, Qt.Key.Key_PageUp: -SHOWN}.get(
            Qt.Key(key)
        )
        if step is not None and self.offers:
            row = min(max(self.list.currentIndex().row() + step, 0), len(self.offers) - 1)
            self.list.setCurrentIndex(self.model.index(row))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.offers:
                self._choose(self.list.currentIndex())
            return True
        return False

    def _on_text(self, text: str) -> None:
        self.offers = tuple(self._fitting(text.strip()))
        self.model.show_cells(
            Cell(one.label, secondary=one.group, icon=one.icon or NO_ICON, aside=one.keys) for one in self.offers
        )
        has_some = bool(self.offers)
        if has_some:
            self.list.setCurrentIndex(self.model.index(0))
        self.list.setVisible(has_some)
        self.none.setVisible(not has_some)
        self.settle()

    def _fitting(self, text: str) -> list[Offer]:
        if text.startswith(COMMANDS_ALONE):
            return [one for _, one in self._ranked(text.removeprefix(COMMANDS_ALONE))]
        if not text:
            return [*self._jumps("")[:FEW], *self._commands]
        ranked = self._ranked(text)
        commands = [one for _, one in ranked]
        near = min(FEW, sum(fitting < INSIDE for fitting, _ in ranked))
        return [*commands[:near], *self._jumps(text), *commands[near:]]

    def _ranked(self, text: str) -> list[tuple[int, Offer]]:
        """List the commands that fit with how well, the best first, those that fit alike in their order."""
        fitting = ((fit(text, one.label, one.group), one) for one in self._commands)
        return sorted(((found, one) for found, one in fitting if found is not None), key=itemgetter(0))

    def _choose(self, index: QModelIndex) -> None:
        chosen = self.offers[index.row()]
        self.go()
        # What it opens must not go with it.
        QTimer.singleShot(0, self.window_under, chosen.call)

    def _say(self) -> None:
        hint = self.tr("Do or find anything; > for commands alone")
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self.list.setAccessibleName(self.tr("What fits"))
        self.none.setText(self.tr("No command fits. Without > records are found as well."))
