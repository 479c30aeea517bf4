"""A field that finds one record by a few letters, pinyin or initials, without leaving the keyboard."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from crm_desktop.core.schema import Record
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.cells import Cell, CellsModel, Index, Roles
from crm_desktop.ui.look.delegates import RowDelegate
from crm_desktop.ui.wording import name_of

FOUND = 12
WIDE = 360  # pixels of the list of finds, however narrow the field
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class FoundModel(CellsModel):
    """Hold what was found, one cell each."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.records: list[Record] = []

    def show_found(self, records: Sequence[Record], cells: Sequence[Cell]) -> None:
        """Take over another result."""
        self.records = list(records)
        self.show_cells(cells)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and role == Qt.ItemDataRole.EditRole:
            return name_of(self.records[index.row()])
        if index.isValid() and role == Roles.ID:
            return self.records[index.row()].id
        return super().data(index, role)


class Finder(QLineEdit):
    """Search while typing and take one record by Enter or a click.

    taken: the record. missed: Enter after letters that find nothing. given_up: Escape without a choice. keys: entity keys
    searched; word: makes the cell of a found record. keeps_name: the field shows the taken record's name afterwards, else it
    is empty for the next one. look: finds in a short list instead, of which the key Down shows the first while nothing is
    typed.
    """

    taken = Signal(object)
    missed = Signal(str)
    given_up = Signal()

    def __init__(
        self,
        context: Context,
        keys: Sequence[str],
        word: Callable[[Record], Cell],
        parent: QWidget | None = None,
        *,
        keeps_name: bool = True,
        look: Callable[[str], Sequence[Record]] | None = None,
    ) -> None:
        super().__init__(parent)
        self.record: Record | None = None
        self.keeps_name = keeps_name
        self._context = context
        self._keys = tuple(keys)
        self._word = word
        self._look = look
        self.found = FoundModel(self)
        self.finds = QListView()
        self._completer = QCompleter(self.found, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(FOUND)
        self._completer.setPopup(self.finds)
        self.finds.setItemDelegate(RowDelegate(context.appearance, self.finds))
        self._completer.setWidget(self)
        self._completer.activated[QModelIndex].connect(self._on_activated)  # type: ignore[index]  # PySide6 types a bound signal as Signal
        self.textEdited.connect(self._on_edited)

    def show_record(self, record: Record | None) -> None:
        """Show a record as the one taken, without telling anybody."""
        self.record = record
        self.setText(name_of(record) if record else "")
        self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and self._is_searching():
            chosen = self.finds.currentIndex().row() if self.finds.isVisible() else 0
            self._take(self.found.records[max(chosen, 0)])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.isModified() and self.text().strip():
            self.missed.emit(self.text().strip())
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Down and self._look is not None and not self.text().strip():
            self._show(self._look(""))
        elif event.key() == Qt.Key.Key_Escape:
            self._hide()
            self.show_record(self.record if self.keeps_name else None)
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() == Qt.FocusReason.PopupFocusReason or not self.keeps_name:
            return
        if self._is_searching() and event.reason() in _BY_TAB:
            self._take(self.found.records[0])
        elif self.record is not None and not self.text().strip():
            self._take(None)
        else:
            self._hide()
            self.show_record(self.record)

    def _is_searching(self) -> bool:
        return bool(self.found.records) and bool(self.text().strip()) and self.isModified()

    def _on_edited(self, text: str) -> None:
        text = text.strip()
        look = self._look or self._search
        self._show(look(text) if text else [])

    def _search(self, text: str) -> Sequence[Record]:
        return self._context.desk.replica.search(text, FOUND, self._keys)

    def _show(self, records: Sequence[Record]) -> None:
        self.found.show_found(records, [self._word(record) for record in records])
        if records:
            self._completer.complete(QRect(0, 0, max(self.width(), WIDE), self.height()))
            self.finds.setCurrentIndex(self.found.index(0, 0))
        else:
            self._hide()

    def _on_activated(self, index: QModelIndex) -> None:
        self._take(self.found.records[index.row()])

    def _take(self, record: Record | None) -> None:
        self._hide()
        self.show_record(record if self.keeps_name else None)
        self.setModified(False)
        self.taken.emit(record)

    def _hide(self) -> None:
        self.finds.hide()
        self.found.show_found([], [])
