"""The bin: what was deleted, by whom and when, and bringing it back."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.actions import restoring
from crm_desktop.actions.restoring import KINDS, Bin, Deleted
from crm_desktop.core.schema import entity_of
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.long_steps import run_step
from crm_desktop.ui.look.cells import NOWHERE, Cell, Index, Roles, cell_data
from crm_desktop.ui.look.delegates import dress_table
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame, Page
from crm_desktop.ui.parts.browse import ChipButton, EmptyState, Flow
from crm_desktop.ui.places import SHOWN, Place, place_of

PAGE = 100
OFTEN = ("account", "contact", "opportunity", "activity", "quote", "product")
"""Kinds that have a chip of their own."""


class BinRows(QAbstractTableModel):
    """Answer the table of what was deleted; asked for more, it says so. wanted: the next page."""

    wanted = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.rows: list[Deleted] = []
        self._has_more = False

    def show_rows(self, rows: Sequence[Deleted], *, has_more: bool) -> None:
        """Take over another list."""
        self.beginResetModel()
        self.rows, self._has_more = list(rows), has_more
        self.endResetModel()

    def add_rows(self, rows: Sequence[Deleted], *, has_more: bool) -> None:
        """Take the next page behind those that are shown."""
        self._has_more = has_more
        if rows:
            self.beginInsertRows(NOWHERE, len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()

    def canFetchMore(self, parent: Index = NOWHERE) -> bool:
        return self._has_more and not parent.isValid()

    def fetchMore(self, parent: Index = NOWHERE) -> None:
        self._has_more = False
        self.wanted.emit()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole} and side == Qt.Orientation.Horizontal:
            return (self.tr("Name"), self.tr("Kind"), self.tr("Deleted by"), self.tr("Deleted on"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        return row.record.id if role == Roles.ID else cell_data(self._cell(row, index.column()), role)

    def _cell(self, row: Deleted, column: int) -> Cell:
        if column == 0:
            account = wording.titles(self._context).record("account", getattr(row.record, "account", ""))
            beside = getattr(row.record, "city", "") or (wording.name_of(account) if account else "")
            name = wording.name_of(row.record)
            return Cell(name, secondary=beside, icon=wording.icon_of(row.record), strong=True)
        if column == 1:
            return Cell(wording.kind_name(row.entity))
        if column == 2:
            return Cell(wording.title(self._context, "user", row.author))
        return Cell(wording.moment(self._context, row.happened), tone="muted")


class BinTable(QTableView):
    """Walk what was deleted. restored: Enter or a double click asks for the selected rows back."""

    restored = Signal()

    def __init__(self, context: Context, model: BinRows, parent: QStackedWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        dress_table(self, context.appearance)
        for column, width in enumerate((420, 120, 170)):
            self.setColumnWidth(column, width)
        self.doubleClicked.connect(lambda _index: self.restored.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.restored.emit()
        else:
            super().keyPressEvent(event)


class BinPage(Page):
    """List what was deleted, the latest first, and bring the selected back."""

    def __init__(self, context: Context, frame: Frame) -> None:
        super().__init__()
        self.context, self.frame = context, frame
        self._kind, self._asked = "", 0
        self._before: int | None = None
        self.heading, self.under = QLabel(self), QLabel(self)
        self.heading.setProperty("kind", "title")
        self.under.setProperty("kind", "muted")
        self.button = QPushButton(self)
        self.button.setProperty("kind", "primary")
        self._middle = QStackedWidget(self)
        self.model = BinRows(context, self)
        self.table = BinTable(context, self.model, self._middle)
        self.empty = EmptyState(context.appearance, self)
        self._middle.addWidget(self.table)
        self._middle.addWidget(self.empty)
        self.chips = {kind: ChipButton(context.appearance, self) for kind in ("", *OFTEN)}
        self._lay_out()
        self.button.clicked.connect(self.restore)
        self.table.restored.connect(self.restore)
        self.table.selectionModel().selectionChanged.connect(self._word_button)
        self.model.wanted.connect(lambda: self._ask(self._before, PAGE, self._on_more))
        context.tasks.touched.connect(self._on_touched)

    def open_place(self, place: Place) -> None:
        self._kind = place.record if place.record in self.chips else ""
        self.chips[self._kind].setChecked(True)
        self.refresh()

    def take_focus(self) -> None:
        if self.model.rows:
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.selectRow(0)
        else:
            self.setFocus()

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Bin"))
        self.under.setText(self.tr("What was deleted, the latest first. It stays here and can be brought back."))
        for whole in (self, self.table):
            whole.setAccessibleName(self.tr("Bin"))
        for kind, chip in self.chips.items():
            chip.say(wording.kind_name(kind, plural=True) if kind else self.tr("Everything"))
        self._word_button()
        nothing = self.tr("Nothing was deleted")
        self.empty.say("trash-2", nothing, self.tr("What is deleted comes here, by whomever, and can be brought back."))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 3)

    def refresh(self) -> None:
        """Read again what is shown, in the lane of long work."""
        self._ask(None, max(PAGE, len(self.model.rows)), self._on_first)

    def restore(self) -> None:
        """Bring the selected records back."""
        chosen = self._selected()
        if not chosen or not self.context.may_edit:
            return
        run_step(
            self.context,
            self.tr("Bringing back"),
            len(chosen),
            lambda: restoring.restore(self.context.desk, chosen),
            partial(self._on_restored, chosen),
            lambda error: self.frame.message("warn", sentence(error)),
        )

    # Within.

    def _selected(self) -> list[Deleted]:
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.rows[row] for row in rows if row < len(self.model.rows)]

    def _ask(self, before: int | None, limit: int, then: Callable[[int, Bin], None]) -> None:
        self._asked += 1
        look = partial(restoring.look_in, self.context.desk, before, limit, (self._kind,) if self._kind else KINDS)
        self.context.tasks.run(look, partial(then, self._asked))

    def _on_first(self, number: int, page: Bin) -> None:
        if number != self._asked:
            return
        row, had_focus = max(self.table.currentIndex().row(), 0), self.table.hasFocus()
        self._before = page.before
        self.model.show_rows(page.found, has_more=page.before is not None)
        self._middle.setCurrentWidget(self.table if page.found else self.empty)
        self.button.setVisible(bool(page.found))
        if page.found:
            self.table.selectRow(min(row, len(page.found) - 1))
        if had_focus:
            self.take_focus()
        self._word_button()

    def _on_more(self, number: int, page: Bin) -> None:
        if number == self._asked:
            self._before = page.before
            self.model.add_rows(page.found, has_more=page.before is not None)

    def _on_restored(self, chosen: Sequence[Deleted], saved: int) -> None:
        first = chosen[0]
        said = wording.name_of(first.record) if saved == len(chosen) == 1 else wording.number(saved)
        key = entity_of(first.record).key
        leads = key in SHOWN and len(chosen) == 1
        self.frame.toast(
            self.tr("Brought back: %1").replace("%1", said),
            self.tr("Open") if leads else "",
            partial(self.frame.go, place_of(key, first.record.id)) if leads else None,
        )

    def _on_chip(self, kind: str) -> None:
        self._kind = kind
        self.model.show_rows((), has_more=False)
        self.refresh()

    def _on_touched(self, _touched: object) -> None:
        if self.isVisible():
            self.refresh()

    def _word_button(self) -> None:
        count = len(self._selected())
        self.button.setText(self.tr("Bring back %n record(s)", "", count) if count > 1 else self.tr("Bring back"))
        self.button.setEnabled(bool(count) and self.context.may_edit)
        self.button.setToolTip(self.tr("Bring back what is selected") + "  Enter")

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.heading)
        names.addWidget(self.under)
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 16, 8)
        head.addLayout(names, 1)
        head.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        holder = QWidget(self)
        holder.setContentsMargins(16, 0, 16, 8)
        chips = Flow(holder, 4)
        group = QButtonGroup(self)
        for kind, chip in self.chips.items():
            chip.setCheckable(True)
            chip.clicked.connect(lambda _on=False, kind=kind: self._on_chip(kind))
            group.addButton(chip)
            chips.addWidget(chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(holder)
        column.addWidget(self._middle, 1)
