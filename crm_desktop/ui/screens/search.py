"""Search over everything: what was found, by kind, while one types."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QTableView, QVBoxLayout

from crm_desktop.core.entities import Account, Contact, Opportunity, Product, Quote
from crm_desktop.core.schema import Record, entity_of
from crm_desktop.core.store.search import SEARCHED
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.cells import NOWHERE, Cell, Chip, Index, Roles, cell_data
from crm_desktop.ui.look.delegates import dress_table
from crm_desktop.ui.page import Frame, Page
from crm_desktop.ui.parts.browse import EmptyState, why_found
from crm_desktop.ui.places import Place, place_of
from crm_desktop.ui.walk import walk_of

A_KIND = 12


@dataclass(frozen=True)
class Row:
    """One line: a heading without a record, or a found record."""

    cells: tuple[Cell, Cell]
    record: Record | None = None


class FoundRows(QAbstractTableModel):
    """Answer the table of finds."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Take over another result."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else 2

    def flags(self, index: Index) -> Qt.ItemFlag:
        is_heading = index.isValid() and self.rows[index.row()].record is None
        return Qt.ItemFlag.NoItemFlags if is_heading else super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Roles.ID:
            return row.record.id if row.record else None
        return cell_data(row.cells[index.column()], role)


class FoundTable(QTableView):
    """Walk the finds by keyboard; opened: the record of Enter or a double click."""

    opened = Signal(object)

    def __init__(self, context: Context, model: FoundRows, parent: QStackedWidget) -> None:
        super().__init__(parent)
        self.finds = model
        self.setModel(model)
        self.row_delegate = dress_table(self, context.appearance)
        self.horizontalHeader().hide()
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.doubleClicked.connect(lambda index: self._open(index.row()))

    def select_first(self) -> None:
        """Put the keyboard's row on the first record."""
        first = next((row for row, one in enumerate(self.finds.rows) if one.record), -1)
        if first >= 0:
            self.selectRow(first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.finds.rows) and (record := self.finds.rows[row].record):
            self.opened.emit(record)


class SearchPage(Page):
    """Find accounts, contacts, deals, quotes and products at once."""

    def __init__(self, context: Context, frame: Frame) -> None:
        super().__init__()
        self.context = context
        self.frame = frame
        self._text = ""
        self.heading = QLabel(self)
        self.heading.setProperty("kind", "title")
        self.heading.setContentsMargins(16, 14, 16, 8)
        self._middle = QStackedWidget(self)
        self.model = FoundRows(self)
        self.table = FoundTable(context, self.model, self._middle)
        self.empty = EmptyState(context.appearance, self)
        self._middle.addWidget(self.table)
        self._middle.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addWidget(self._middle, 1)
        self.table.opened.connect(self._on_opened)
        context.tasks.touched.connect(self._on_touched)
        context.appearance.changed.connect(self.refresh)

    def open_place(self, place: Place) -> None:
        self.search(place.record or self._text)

    def search(self, text: str) -> None:
        self._text = text.strip()
        self.refresh()
        self.table.select_first()

    def search_hint(self) -> str:
        return self.tr("Search everything")

    def take_focus(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
        else:
            self.setFocus()

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Found everywhere"))
        for whole in (self, self.table):
            whole.setAccessibleName(self.tr("Found everywhere"))
        self.refresh()

    def refresh(self, _theme: object = None) -> None:
        """Search again."""
        rows: list[Row] = []
        for key in SEARCHED if self._text else ():
            found = self.context.desk.replica.search(self._text, A_KIND, (key,))
            if found:
                plural = wording.kind_name(key, plural=True)
                rows.append(Row((Cell(plural, tone="muted"), Cell())))
                rows += [self._row(record) for record in found]
        self.model.show_rows(rows)
        self.table.setColumnWidth(0, max(380, self.width() * 6 // 10))
        self._middle.setCurrentWidget(self.table if rows else self.empty)
        if self._text:
            line = self.tr("No match for “%1”").replace("%1", self._text)
            self.empty.say("search", line, self.tr("Names, pinyin, initials, phones, e-mails and notes were searched."))
        else:
            self.empty.say("search", self.tr("Type a name, pinyin, a phone or an e-mail"))

    # Methods, not lambdas: Qt drops the connection of a method together with its page.

    def _on_touched(self, _touched: object) -> None:
        if self.isVisible():
            self.refresh()

    def _row(self, record: Record) -> Row:
        name = Cell(
            wording.name_of(record), secondary=why_found(record, self._text), icon=wording.icon_of(record), strong=True
        )
        return Row((name, self._facts(record)), record)

    def _facts(self, record: Record) -> Cell:
        match record:
            case Account():
                field = entity_of(record).fields["kind"]
                chips = (wording.chip(field, record.kind),) if record.kind else ()
                return Cell(record.city, chips=chips)
            case Contact():
                return Cell(wording.title(self.context, "account", record.account), secondary=record.job_title)
            case Opportunity():
                money = wording.money(record.amount, record.currency) if record.amount is not None else ""
                stage = wording.title(self.context, "stage", record.stage)
                return Cell(money, chips=(Chip(stage, wording.stage_hue(self.context, record.stage)),))
            case Quote():
                money = wording.money(record.total, record.currency, exact=True) if record.total is not None else ""
                return Cell(money, chips=(wording.quote_chip(self.context, record),))
            case Product():
                return Cell(record.sku, secondary=record.category)
        return Cell()

    def _on_opened(self, record: Record) -> None:
        key = entity_of(record).key
        same = tuple(row.record.id for row in self.model.rows if row.record and entity_of(row.record).key == key)
        walk_of(self.context).lay(key, same)
        self.frame.go(place_of(key, record.id))
