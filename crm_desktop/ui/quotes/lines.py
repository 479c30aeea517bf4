"""The lines of a quote as a table that is filled by the keyboard: every cell saves when it is left."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from crm_desktop.core.entities import Quote, QuoteLine
from crm_desktop.core.entities.quote_margins import LineWorth, margin_of
from crm_desktop.core.entities.quote_terms import taxes_of
from crm_desktop.core.entities.quote_totals import PRICED
from crm_desktop.core.money import exponent
from crm_desktop.core.schema import raw_of
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.cells import NOWHERE, Cell, Index, Roles, cell_data
from crm_desktop.ui.look.delegates import RowDelegate, dress_table
from crm_desktop.ui.quotes.line_drag import DraggedLines, let_drag
from crm_desktop.ui.quotes.over import decimal_of
from crm_desktop.ui.typed import TypedError, read_number
from crm_desktop.ui.wording import number, percent

NUMBERS = ("quantity", "unit_price", "discount", "tax_percent")
TEXTS = ("description", "unit")
COLUMNS = ("position", "description", "quantity", "unit", "unit_price", "discount", "tax_percent", "net", "margin")
WIDTHS = {
    "position": 40,
    "quantity": 84,
    "unit": 60,
    "unit_price": 104,
    "discount": 88,
    "tax_percent": 64,
    "net": 116,
    "margin": 80,
}
DISPENSABLE = ("tax_percent", "unit", "margin", "position")  # hidden one by one where the description has no room
TIGHT = {"quantity": 62, "unit_price": 94, "discount": 64, "net": 98}
NARROWEST = 170  # of a description
_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HINT = QAbstractItemDelegate.EndEditHint
_SAID = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


class LinesModel(DraggedLines):
    """Hold the lines of one quote.

    save: line, field, value -> the sentence of a refusal or "". origin: line, column -> where its price or discount comes
    from, "" of other columns. worth: what each line is worth, by its id, empty to whoever may not see costs.
    """

    refused = Signal(str)

    def __init__(
        self,
        save: Callable[[QuoteLine, str, Any], str],
        origin: Callable[[QuoteLine, str], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.lines: list[QuoteLine] = []
        self.quote: Quote | None = None
        self.may_edit = False
        self.typed: dict[tuple[str, str], str] = {}
        self.worth: Mapping[str, LineWorth] = {}
        self._save, self._origin = save, origin

    def show_lines(
        self, quote: Quote, lines: Sequence[QuoteLine], worth: Mapping[str, LineWorth], *, may_edit: bool
    ) -> None:
        """Take over the lines of a quote; rows that stay are kept, so that an open editor stays open."""
        same = [one.id for one in self.lines] == [one.id for one in lines]
        if not same:
            self.beginResetModel()
        self.quote, self.lines, self.worth, self.may_edit = quote, list(lines), worth, may_edit
        if not same:
            self.endResetModel()
        elif lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(COLUMNS) - 1))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if way != Qt.Orientation.Horizontal:
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return {
                "position": "", "description": self.tr("Description"), "quantity": self.tr("Qty"),
                "unit": self.tr("Unit"), "unit_price": self.tr("Unit price"), "discount": self.tr("Disc."),
                "tax_percent": self.tr("Tax"), "net": self.tr("Net"), "margin": self.tr("Margin"),
            }[COLUMNS[section]]  # fmt: skip
        if role == Qt.ItemDataRole.TextAlignmentRole and COLUMNS[section] in {*NUMBERS, "net", "margin"}:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], COLUMNS[index.column()]
        if role == Roles.ID:
            return line.id
        if role == Qt.ItemDataRole.EditRole:
            typed = self.typed.get((line.id, column))
            return typed if typed is not None else self._written(line, column)
        cell = self._cell(line, column, index.row())
        if role in _SAID and line.kind in PRICED and (origin := self._origin(line, column)):
            cell = msgspec.structs.replace(cell, note=origin)
        return cell_data(cell, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = self.drag_flags(index)
        if not index.isValid():
            return flags
        flags |= Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        line, column = self.lines[index.row()], COLUMNS[index.column()]
        if self.may_edit and (column == "description" or (line.kind in PRICED and column in (*NUMBERS, *TEXTS))):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Save what was typed; False and `refused` where it cannot be: the text stays in the editor."""
        line, column = self.lines[index.row()], COLUMNS[index.column()]
        text = str(value).strip()
        if text == self._written(line, column):
            self.typed.pop((line.id, column), None)
            return True
        try:
            read: Any = (read_number(text) if text else None) if column in NUMBERS else text
        except TypedError as error:
            trouble = str(error)
        else:
            trouble = self._save(line, column, read)
        if trouble:
            self.typed[line.id, column] = text
            self.refused.emit(trouble)
            return False
        self.typed.pop((line.id, column), None)
        return True

    @staticmethod
    def _written(line: QuoteLine, column: str) -> str:
        value = getattr(line, column, None)
        if value is None:
            return ""
        return number(value, grouped=False) if column in NUMBERS else str(value)

    def _cell(self, line: QuoteLine, column: str, row: int) -> Cell:
        match column:
            case "position":
                return Cell(str(row + 1), tone="muted")
            case "description":
                first, _, rest = line.description.partition("\n")
                beside = " ".join(part for part in (line.sku, rest.replace("\n", " ")) if part)
                return Cell(first, secondary=beside, strong=line.kind == "section", note=line.description)
            case "unit":
                return Cell(line.unit, tone="muted")
            case _ if line.kind not in PRICED:
                return Cell()
            case "unit_price":
                return self._price_cell(line)
            case "discount":
                off = [percent(line.discount)] if line.discount else []
                off += [number(-line.discount_amount)] if line.discount_amount else []
                return Cell(" ".join(off), is_number=True)
            case "tax_percent":
                rates = [line.tax_percent] if line.tax_percent else []
                rates += [tax.rate for tax in taxes_of(raw_of(line).get("more_taxes"))] if line.more_taxes else []
                return Cell(" + ".join(map(percent, rates)), is_number=True, tone="muted")
            case "quantity":
                return Cell(number(line.quantity) if line.quantity is not None else "", is_number=True)
            case "net":
                return Cell(
                    number(line.net, exponent(line.currency)) if line.net is not None else "",
                    is_number=True,
                    strong=True,
                )
            case _:
                return self._margin_cell(line)

    def _price_cell(self, line: QuoteLine) -> Cell:
        if line.unit_price is None:
            return Cell(self.tr("No price"), tone="warn", is_number=True)
        places = max(exponent(line.currency), -int(line.unit_price.normalize().as_tuple().exponent))
        return Cell(number(line.unit_price, places), is_number=True)

    def _margin_cell(self, line: QuoteLine) -> Cell:
        worth = self.worth.get(line.id)
        found = margin_of([worth]) if worth is not None and worth.untaxed else None
        if found is None:
            return Cell()
        return Cell(percent(decimal_of(found.percent, 1)), is_number=True, tone="bad" if found.percent < 0 else "muted")


class LineDelegate(RowDelegate):
    """Edit a cell in a plain field of its own size."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex) -> QWidget:
        editor = QLineEdit(parent)
        model = index.model()
        name = model.headerData(index.column(), Qt.Orientation.Horizontal)
        editor.setAccessibleName(str(name))
        if COLUMNS[index.column()] in NUMBERS:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex) -> None:
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)


class LinesTable(QTableView):
    """Show and edit lines. adding: Ctrl+Enter, or Enter after the last field; doubled, removed: line ids; shifted: id, by."""

    adding = Signal()
    doubled = Signal(object)
    removed = Signal(object)
    shifted = Signal(str, int)

    def __init__(self, model: LinesModel, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines = model
        self.empty_text = ""
        self.sees_margin = False
        self.fresh = ""  # id of the line just added: Enter in it goes back to the search for the next one
        self._appearance = appearance
        self.setModel(model)
        dress_table(self, appearance)
        let_drag(self)
        self.setItemDelegate(LineDelegate(appearance, self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        header = self.horizontalHeader()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        for at, column in enumerate(COLUMNS):
            mode = QHeaderView.ResizeMode.Interactive if column in WIDTHS else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(at, mode)
            if column in WIDTHS:
                header.resizeSection(at, WIDTHS[column])
        header.setMinimumSectionSize(36)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Leave out what can be spared until the description has room."""
        hidden = set() if self.sees_margin else {"margin"}
        for column in DISPENSABLE:
            if self._room(hidden, WIDTHS) >= NARROWEST:
                break
            hidden.add(column)
        widths = WIDTHS if self._room(hidden, WIDTHS) >= NARROWEST else {**WIDTHS, **TIGHT}
        for at, column in enumerate(COLUMNS):
            self.setColumnHidden(at, column in hidden)
            if column in widths:
                self.horizontalHeader().resizeSection(at, widths[column])

    def edit_line(self, id_: str, column: str) -> None:
        """Open the editor of one cell."""
        for row, line in enumerate(self.lines.lines):
            if line.id == id_:
                index = self.lines.index(row, COLUMNS.index(column))
                self.setCurrentIndex(index)
                self.scrollTo(index)
                self.edit(index)

    def chosen(self) -> list[str]:
        """Give the ids of the selected lines in order."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return [self.lines.lines[row].id for row in rows]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # what an open cell leaves over, as its Enter
        elif key in _ENTER and modifiers & _CTRL:
            self.adding.emit()
        elif key == Qt.Key.Key_D and modifiers == _CTRL and self.chosen():
            self.doubled.emit(self.chosen())
        elif key == Qt.Key.Key_Delete and self.chosen():
            self.removed.emit(self.chosen())
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and modifiers == _ALT and self.chosen():
            self.shifted.emit(self.chosen()[0], -1 if key == Qt.Key.Key_Up else 1)
        elif key in _ENTER and self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(self.currentIndex())
        elif key == Qt.Key.Key_Down and self.currentIndex().row() == self.lines.rowCount() - 1:
            self.adding.emit()
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        index = self.currentIndex()
        super().closeEditor(editor, _HINT.NoHint)
        if not index.isValid() or index.row() >= self.lines.rowCount():
            return
        line = self.lines.lines[index.row()]
        if (line.id, COLUMNS[index.column()]) in self.lines.typed:
            if hint == _HINT.RevertModelCache:
                del self.lines.typed[line.id, COLUMNS[index.column()]]
            else:
                self.edit(index)
        elif hint in (_HINT.EditNextItem, _HINT.EditPreviousItem):
            self._edit_beside(index, 1 if hint == _HINT.EditNextItem else -1)
        elif hint == _HINT.SubmitModelCache and line.id == self.fresh:
            self.adding.emit()

    def event(self, event: QEvent) -> bool:
        # Ctrl+D and the like belong to the table while it has the keyboard, whatever the window does with them.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.modifiers() & (_CTRL | _ALT)
            and event.key() in (Qt.Key.Key_D, Qt.Key.Key_Up, Qt.Key.Key_Down, *_ENTER)
        ):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.lines.rowCount() and self.empty_text:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().placeholderText().color())
            place = self.viewport().rect().adjusted(24, 32, -24, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self.empty_text)

    def _room(self, hidden: set[str], widths: dict[str, int]) -> int:
        return self.viewport().width() - sum(width for name, width in widths.items() if name not in hidden)

    def _edit_beside(self, index: QModelIndex, side: int) -> None:
        at = index.row() * len(COLUMNS) + index.column() + side
        while 0 <= at < self.lines.rowCount() * len(COLUMNS):
            beside = self.lines.index(at // len(COLUMNS), at % len(COLUMNS))
            if beside.flags() & Qt.ItemFlag.ItemIsEditable and not self.isColumnHidden(beside.column()):
                self.setCurrentIndex(beside)
                self.edit(beside)
                return
            at += side
        if side > 0:
            self.adding.emit()
