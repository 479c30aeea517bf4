"""The filters of a list as chips: a click changes one, its cross or Delete takes it away."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLayout, QWidget

from crm_desktop.actions.views import Rule
from crm_desktop.core.schema import REGISTRY
from crm_desktop.core.store import Where
from crm_desktop.ui.context import Context
from crm_desktop.ui.lists.asking import askable, standpoint
from crm_desktop.ui.lists.filter_panel import FilterPanel
from crm_desktop.ui.lists.filters import Filter, conditions, filter_of
from crm_desktop.ui.parts.browse import ChipButton
from crm_desktop.ui.typed import TypedError

CROSS = 26
"""Pixels at the end of a chip that take it away."""


class FilterChip(ChipButton):
    """One filter. clicked: it is to be changed. removed: it is to go."""

    removed = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context.appearance, parent, has_cross=True)

    def say(self, text: str) -> None:
        super().say(text)
        self.setAccessibleName(self.tr("Filter: %1").replace("%1", text))
        self.setAccessibleDescription(self.tr("Enter changes it, Delete takes it away."))
        self.setToolTip(self.accessibleDescription())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and event.position().x() >= self.width() - CROSS:
            self.setDown(False)
            self.removed.emit()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)


class FilterChips(QObject):
    """Keep the filters of one list and show them as chips. changed: after each of the person's doings.

    row: where the chips are laid out.
    """

    changed = Signal()

    def __init__(self, context: Context, key: str, row: QLayout, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._key, self._row, self._parent = context, key, row, parent
        self._entries: list[tuple[Rule, Filter | None, FilterChip]] = []
        self.broken: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Give the filters as a view keeps them, those that cannot be understood here as they came."""
        return tuple(rule for rule, _, _ in self._entries)

    @property
    def chips(self) -> list[FilterChip]:
        """List the chips in their order."""
        return [chip for _, _, chip in self._entries]

    def conditions(self) -> tuple[Where, ...]:
        """Turn the filters into conditions as of today; broken: what could not be understood, and is left out."""
        here, found, broken = standpoint(self._context), list[Where](), list[str]()
        for rule, filter_, _ in self._entries:
            try:
                if filter_ is None:
                    broken.append(rule.path)
                else:
                    found += conditions(filter_, here)
            except TypedError:
                broken.append(rule.path)
        self.broken = tuple(broken)
        return tuple(found)

    def show_rules(self, rules: Iterable[Rule]) -> None:
        """Take over other filters, as those of a view; nobody is told."""
        self._drop_all()
        asked = askable(REGISTRY[self._key], self._context.desk.role)
        for rule in rules:
            self._add(rule, filter_of(rule, asked))

    def add(self, filter_: Filter) -> None:
        """Filter by one more."""
        self._add(filter_.rule, filter_)
        self.changed.emit()

    def clear(self) -> None:
        """Take all away; nobody is told."""
        self._drop_all()

    def ask(self, under: QWidget) -> None:
        """Ask for one more filter in a panel under a widget."""
        panel = FilterPanel(self._context, self._key, under)
        panel.chosen.connect(self.add)
        panel.open()

    def retranslate(self) -> None:
        """Word the chips again."""
        for rule, filter_, chip in self._entries:
            chip.say(self._words(rule, filter_))

    def _add(self, rule: Rule, filter_: Filter | None) -> None:
        chip = FilterChip(self._context, self._parent)
        chip.say(self._words(rule, filter_))
        chip.clicked.connect(lambda: self._change(chip))
        chip.removed.connect(lambda: self._remove(chip))
        self._entries.append((rule, filter_, chip))
        self._row.addWidget(chip)
        chip.show()

    def _words(self, rule: Rule, filter_: Filter | None) -> str:
        if filter_ is None:
            return self.tr("Unknown: %1").replace("%1", rule.path)
        return filter_.words(self._context)

    def _place(self, chip: FilterChip) -> int:
        return next(i for i, (_, _, one) in enumerate(self._entries) if one is chip)

    def _change(self, chip: FilterChip) -> None:
        _, filter_, _ = self._entries[self._place(chip)]
        panel = FilterPanel(self._context, self._key, chip, filter_)
        panel.chosen.connect(lambda other: self._put(chip, other))
        panel.removed.connect(lambda: self._remove(chip))
        panel.open()

    def _put(self, chip: FilterChip, filter_: Filter) -> None:
        self._entries[self._place(chip)] = (filter_.rule, filter_, chip)
        chip.say(filter_.words(self._context))
        self.changed.emit()

    def _remove(self, chip: FilterChip) -> None:
        place = self._place(chip)
        self._drop(place)
        others = self.chips
        if others:
            others[min(place, len(others) - 1)].setFocus()
        self.changed.emit()

    def _drop(self, place: int) -> None:
        _, _, chip = self._entries.pop(place)
        self._row.removeWidget(chip)
        chip.hide()
        chip.deleteLater()

    def _drop_all(self) -> None:
        while self._entries:
            self._drop(len(self._entries) - 1)
