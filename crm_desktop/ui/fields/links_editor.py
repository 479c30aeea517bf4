"""The editor of a field that holds several people or other records of a short list: typed, chosen, shown as chips."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.actions.choosing import fitting
from crm_desktop.core.entities import User
from crm_desktop.core.schema import Record
from crm_desktop.ui import wording
from crm_desktop.ui.fields.editor import Editor
from crm_desktop.ui.fields.finder import FOUND, Finder
from crm_desktop.ui.look.cells import Cell
from crm_desktop.ui.parts.browse import ChipButton, Flow

REMOVES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class LinksEditor(Editor):
    """Chips of those chosen, and a line that finds more by a few letters, pinyin or initials.

    A chip goes by a click, or by Delete while it has the keyboard; Backspace in the empty line takes the last one.
    """

    def build(self) -> None:
        self._ids: list[str] = []
        self.chips: list[ChipButton] = []
        holder = QWidget(self)
        self._flow = Flow(holder)
        self.finder = Finder(self.context, (), self._word, self, keeps_name=False, look=self._look)
        self.finder.setAccessibleName(wording.label(self.field))
        self.finder.setPlaceholderText(self.tr("Type a name, or press ↓ for the list"))
        self.finder.taken.connect(self._on_taken)
        self.finder.given_up.connect(self.cancelled)
        self.finder.textChanged.connect(self.edited)
        self.finder.installEventFilter(self)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(holder)
        column.addWidget(self.finder)
        self.row.addLayout(column)
        self.setFocusProxy(self.finder)

    def show_value(self, value: Any) -> None:
        self._ids = list(value or ())
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(id_) for id_ in self._ids]
        self._flow.parentWidget().setVisible(bool(self._ids))
        before: QWidget = self
        for chip in self.chips:
            self._flow.addWidget(chip)
            chip.show()
            QWidget.setTabOrder(before, chip)
            before = chip
        QWidget.setTabOrder(before, self.finder)
        self.edited.emit()

    def value(self) -> Any:
        return tuple(sorted(self._ids))

    def words(self) -> tuple[str, ...]:
        return (self.finder.text(), *self._ids)

    def show_words(self, words: Sequence[str]) -> None:
        self.show_value(words[1:])
        self.finder.setText("".join(words[:1]))

    def take_focus(self) -> None:
        self.finder.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.modifiers():
            if watched is self.finder:
                return event.key() == Qt.Key.Key_Backspace and not self.finder.text() and self._remove(-1)
            if event.key() in REMOVES and watched in self.chips:
                return self._remove(self.chips.index(watched))
        return False

    def _chip(self, id_: str) -> ChipButton:
        name = wording.title(self.context, self.field.target, id_) or id_
        chip = ChipButton(self.context.appearance, self, has_cross=True)
        chip.say(name)
        chip.setAccessibleName(self.tr("Remove %1").replace("%1", name))
        chip.clicked.connect(lambda: self._remove(self.chips.index(chip)))
        chip.installEventFilter(self)
        return chip

    def _remove(self, at: int) -> bool:
        """Take a chip away and keep the keyboard near; tells whether there was one."""
        if not self._ids:
            return False
        had_focus = self.chips[at].hasFocus()
        self.show_value([id_ for id_ in self._ids if id_ != self._ids[at]])
        if had_focus and self.chips:
            self.chips[min(max(at, 0), len(self.chips) - 1)].setFocus()
        else:
            self.finder.setFocus()
        return True

    def _look(self, text: str) -> Sequence[Record]:
        return fitting(self.context.desk, self.field.target, text, self._ids, FOUND)

    def _word(self, record: Record) -> Cell:
        beside = record.job_title if isinstance(record, User) else ""
        return Cell(wording.name_of(record), secondary=beside)

    def _on_taken(self, record: Record | None) -> None:
        if record is not None and record.id not in self._ids:
            self.show_value([*self._ids, record.id])
        self.finder.setFocus()
