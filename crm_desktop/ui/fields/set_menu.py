"""A small menu that gives one field another value: a few letters or the arrows, Enter, and it is done."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

from crm_desktop.core.schema import Field, Kind, Record
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.options import options_of
from crm_desktop.ui.fuzzy import fit
from crm_desktop.ui.look.cells import Cell, CellsModel
from crm_desktop.ui.look.delegates import RowDelegate
from crm_desktop.ui.look.theme import ROW, TEXT_PX
from crm_desktop.ui.parts.anchored import Anchored
from crm_desktop.ui.typed import TypedError, read_day

WIDE, SHOWN = 300, 9


class Option(msgspec.Struct, frozen=True):
    """One value to choose; beside: small and grey, as the day that a word means."""

    words: str
    value: Any
    beside: str = ""


class SetMenu(Anchored):
    """Offer the values of one field; what is typed narrows them, and a day may be typed as anywhere else."""

    def __init__(
        self,
        context: Context,
        field: Field,
        record: Record,
        take: Callable[[Any], object],
        beside: QWidget,
        place: QRect,
    ) -> None:
        super().__init__(beside, place, WIDE)
        self._context, self._field, self._take = context, field, take
        self._present = getattr(record, field.name)
        self._options = days(context) if field.kind is Kind.DAY else values(context, field, record)
        self.options: list[Option] = []
        label = wording.label(field)
        self.setAccessibleName(label)
        self.line, self.list, self.model = QLineEdit(self), QListView(self), CellsModel(self)
        self.line.setProperty("kind", "bare")
        self.line.setStyleSheet(f"QLineEdit {{ font-size: {TEXT_PX}px; min-height: 34px; }}")  # a menu, and no palette
        hint = self.tr("%1: type a day or choose") if field.kind is Kind.DAY else self.tr("%1: type or choose")
        self.line.setPlaceholderText(f"{label}…")
        self.line.setAccessibleName(hint.replace("%1", label))
        self.list.setAccessibleName(label)
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(context.appearance, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard stays in the line, whose arrows walk the list
        self.list.setFocusProxy(self.line)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.line.textChanged.connect(self._narrow)
        self.setFocusProxy(self.line)
        self._narrow("")

    def settle(self) -> None:
        self.list.setFixedHeight(min(max(len(self.options), 1), SHOWN) * ROW + 2)
        super().settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._is_taken(event.key())
        return super().eventFilter(watched, event)

    def _is_taken(self, key: int) -> bool:
        row = self.list.currentIndex().row()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self.options:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentIndex(self.model.index((row + step) % len(self.options)))
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.options:
                self._choose(self.list.currentIndex())
            return True
        return False

    def _narrow(self, text: str) -> None:
        text = text.strip()
        ranked = [(how, one) for one in self._options if (how := fit(text, one.words)) is not None]
        self.options = [one for _, one in sorted(ranked, key=lambda pair: pair[0])] if text else list(self._options)
        if text and self._field.kind is Kind.DAY:
            self.options = [*self._typed(text), *self.options]
        self.model.show_cells(
            Cell(one.words, aside=one.beside, icon="check" if one.value == self._present else "")
            for one in self.options
        )
        at = next((row for row, one in enumerate(self.options) if one.value == self._present and not text), 0)
        self.list.setCurrentIndex(self.model.index(at))
        if self.isVisible():
            self.settle()

    def _typed(self, text: str) -> Sequence[Option]:
        try:
            found = read_day(text, wording.today(self._context))
        except TypedError:
            return ()
        return (Option(wording.day(found), found, wording.day(found, "week")),)

    def _choose(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        chosen = self.options[index.row()]
        self.go()
        if chosen.value != self._present:
            QTimer.singleShot(0, self.window_under, lambda: self._take(chosen.value))


def values(context: Context, field: Field, record: Record) -> list[Option]:
    """List the values of a field of choices, the empty one at the end where it may be empty."""
    found = [Option(words, value) for value, words in options_of(context, field, record)]
    return found if field.required else [*found, Option(QCoreApplication.translate("SetMenu", "Nothing"), "")]


def days(context: Context) -> list[Option]:
    """List the days that people mean most often, each with its date."""
    now = wording.today(context)
    monday = now + timedelta(days=7 - now.weekday())
    month = (now.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    quarter = date(now.year + (now.month > 9), (now.month + 2) // 3 * 3 % 12 + 1, 1) - timedelta(days=1)
    translate = QCoreApplication.translate
    named = (
        (translate("SetMenu", "Today"), now),
        (translate("SetMenu", "Tomorrow"), now + timedelta(days=1)),
        (translate("SetMenu", "Next Monday"), monday),
        (translate("SetMenu", "In two weeks"), now + timedelta(days=14)),
        (translate("SetMenu", "End of the month"), month),
        (translate("SetMenu", "End of the quarter"), quarter),
    )
    shown = [Option(words, day, wording.day(day, "short")) for words, day in named]
    return [*shown, Option(translate("SetMenu", "No day"), None)]
