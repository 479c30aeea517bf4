"""The editor of a field that holds a list of phones, mails or addresses, each with its kind."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from crm_desktop.core.schema import Item
from crm_desktop.ui import wording
from crm_desktop.ui.fields.editor import Editor
from crm_desktop.ui.look.icons import icon


class ItemLine(QWidget):
    """One phone, mail or address: what kind, the value, and a cross."""

    def __init__(self, editor: "ItemsEditor", item: Item) -> None:
        super().__init__(editor)
        self.id = item.id
        self.label = QLineEdit(item.label, self)
        self.label.setPlaceholderText(self.tr("Kind"))
        self.label.setAccessibleName(self.tr("Kind"))
        self.label.setFixedWidth(72)
        self.value = QLineEdit(item.value, self)
        self.value.setAccessibleName(wording.label(editor.field))
        self.cross = QToolButton(self)
        self.cross.setIcon(icon("x", editor.context.appearance.theme.muted))
        self.cross.setAccessibleName(self.tr("Remove"))
        self.cross.setToolTip(self.tr("Remove"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for part in (self.label, self.value, self.cross):
            row.addWidget(part)


class ItemsEditor(Editor):
    """A list of phones, mails or addresses, each with its kind."""

    def build(self) -> None:
        self.lines: list[ItemLine] = []
        self.column = QVBoxLayout()
        self.column.setSpacing(4)
        self.add = QToolButton(self)
        self.add.setText(self.tr("Add"))
        self.add.setIcon(icon("plus", self.context.appearance.theme.accent))
        self.add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.add.setIconSize(QSize(14, 14))
        self.add.setAccessibleName(self.tr("Add to %1").replace("%1", wording.label(self.field)))
        self.add.clicked.connect(self._on_add)
        self.column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.row.addLayout(self.column)

    def show_value(self, value: Any) -> None:
        for line in self.lines:
            line.deleteLater()
        self.lines = []
        for item in value or (Item("", "", ""),):
            self._insert(item)

    def words(self) -> tuple[str, ...]:
        return tuple(part for line in self.lines for part in (line.id, line.label.text(), line.value.text()))

    def show_words(self, words: Sequence[str]) -> None:
        self.show_value([Item(*words[at : at + 3]) for at in range(0, len(words), 3)])

    def value(self) -> Any:
        return tuple(
            Item(line.id or self.context.desk.new_id(), line.label.text().strip(), line.value.text().strip())
            for line in self.lines
            if line.value.text().strip()
        )

    def take_focus(self) -> None:
        if self.lines:
            self.lines[0].value.setFocus()
            self.lines[0].value.selectAll()
        else:
            self.add.setFocus()

    def _insert(self, item: Item) -> ItemLine:
        line = ItemLine(self, item)
        line.cross.clicked.connect(lambda: self._remove(line))
        for part in (line.label, line.value):
            part.textChanged.connect(self.edited)
        self.lines.append(line)
        self.column.insertWidget(self.column.count() - 1, line)
        return line

    def _remove(self, line: ItemLine) -> None:
        self.lines.remove(line)
        self.add.setFocus()
        line.hide()
        line.deleteLater()
        self.edited.emit()

    def _on_add(self) -> None:
        self._insert(Item("", "", "")).value.setFocus()
