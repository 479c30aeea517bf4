"""What can be done with the rows of a list beside looking at them: the menu of a row, bulk work, copies on paper and file."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from crm_desktop.actions import records
from crm_desktop.actions.desk import Done
from crm_desktop.actions.listing import Asked
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Record, entity_of
from crm_desktop.ui import wording
from crm_desktop.ui.commands import Command, Commands
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields import reach
from crm_desktop.ui.lists.bulk_panel import BulkPanel
from crm_desktop.ui.lists.cell_editing import CellEditing
from crm_desktop.ui.lists.export import export_list
from crm_desktop.ui.lists.grouped_table import grouped_as
from crm_desktop.ui.lists.paper import ListPaper
from crm_desktop.ui.lists.paper_drag import PaperDrag
from crm_desktop.ui.lists.record_model import RecordModel
from crm_desktop.ui.lists.steps import fill_steps
from crm_desktop.ui.lists.table import RecordTable
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.browse import Foot
from crm_desktop.ui.places import SHOWN, place_of
from crm_desktop.ui.taking_back import take_back


class WorkedList(Protocol):
    """What the work with rows asks of the page of a list."""

    key: str
    model: RecordModel
    table: RecordTable
    foot: Foot
    editing: CellEditing

    def open_record(self, record: Record) -> None: ...
    def peek(self, record: Record) -> None: ...
    def shown_words(self) -> list[str]: ...


class ListWork(QObject):
    """Do to one row, to the selected ones, or to all that a list shows."""

    def __init__(self, context: Context, frame: Frame, page: QWidget, of: WorkedList) -> None:
        super().__init__(page)
        self._context, self._frame, self._page, self._list = context, frame, page, of
        self.panel: BulkPanel | None = None
        self.paper: ListPaper | None = None
        self.drag = PaperDrag(context, frame, page, of.table) if of.key == "quote" else None
        of.table.menu_asked.connect(self._on_menu_asked)
        of.foot.asked.connect(self._on_asked)
        edit = QT_TRANSLATE_NOOP("Command", "Edit the selected rows")
        export = QT_TRANSLATE_NOOP("Command", "Export this list")
        print_ = QT_TRANSLATE_NOOP("Command", "Print this list")
        self._commands = Commands(
            page,
            [
                Command(edit, ("Ctrl+Shift+E",), self.edit_many),
                Command(export, ("Ctrl+E",), self.export),
                Command(print_, ("Ctrl+P",), self.print),
            ],
        )
        delete = QT_TRANSLATE_NOOP("Command", "Delete the selected rows")
        self._inside = Commands(of.table, [Command(delete, ("Delete",), self.delete)], is_inside=True)

    def retranslate(self) -> None:
        """Name the commands in the language now in force."""
        self._commands.retranslate()
        self._inside.retranslate()

    def _on_menu_asked(self, at: QPoint) -> None:
        if QApplication.activePopupWidget() is None:  # some systems tell of Shift+F10 twice
            self.open_menu(at)

    def open_menu(self, at: QPoint) -> QMenu:
        """Open the menu of the row with the keyboard."""
        table, record = self._list.table, self._list.table.current
        menu = QMenu(table)
        menu.aboutToHide.connect(menu.deleteLater)
        if record is None:
            return menu
        several = table.chosen_count
        if several > 1:
            self._fill_for_many(menu, several)
        else:
            self._fill_for_one(menu, record)
        menu.popup(at)
        return menu

    def open_list_menu(self, under: QWidget) -> QMenu:
        """Open the menu of what can be done with all that the list shows."""
        theme, has_rows = self._context.appearance.theme, bool(self._list.model.rowCount())
        menu = QMenu(under)
        menu.aboutToHide.connect(menu.deleteLater)
        for sign, name, keys, call in (
            ("pencil", self.tr("Edit all of them…"), "Ctrl+Shift+E", self._edit_all),
            ("download", self.tr("Export…"), "Ctrl+E", self.export),
            ("printer", self.tr("Print…"), "Ctrl+P", self.print),
        ):
            menu.addAction(icon(sign, theme.muted), f"{name}\t{keys}", call).setEnabled(has_rows)
        menu.popup(under.mapToGlobal(under.rect().bottomLeft()))
        return menu

    def _edit_all(self) -> None:
        self._list.table.selectAll()  # with what is folded, as the foot says
        self.edit_many()

    def edit_many(self) -> None:
        """Change a field of the selected rows; where no more than one is selected, of all that the list shows."""
        self._ask(delete=False)

    def delete(self) -> None:
        """Delete the selected rows: one at once, with a way back, several after a look at what would go."""
        if self._list.table.chosen_count > 1:
            self._ask(delete=True)
        elif (record := self._list.table.current) and self._may_edit():
            self._do(lambda: records.delete(self._context.desk, record), record)

    def export(self) -> None:
        """Write all that the list shows to a file."""
        self._export(self._list.model.found_ids)

    def print(self) -> None:
        """Show all that the list shows as it is printed."""
        if self._list.model.rowCount() and self._list.editing.leave():
            asked, window = self._asked(self._list.model.found_ids), self._page.window()
            self.paper = ListPaper(self._context, self._frame, asked, self._list.shown_words(), window)
            self.paper.open()

    def _export(self, ids: tuple[str, ...] | None) -> None:
        if self._list.model.rowCount() and self._list.editing.leave():
            export_list(self._context, self._frame, self._page, self._asked(ids))

    def _asked(self, ids: tuple[str, ...] | None) -> Asked:
        model, fields = self._list.model, self._list.table.shown_fields
        return Asked(model.query.key, fields, model.query.conditions, model.query.order, ids, grouped_as(model, fields))

    def _ask(self, *, delete: bool) -> None:
        table, model = self._list.table, self._list.model
        if not model.rowCount() or not self._may_edit() or not self._list.editing.leave():
            return
        ids = table.chosen_ids() if table.chosen_count > 1 else model.ids(0, model.rowCount() - 1)
        window = self._page.window()
        self.panel = BulkPanel(self._context, self._frame, self._list.key, ids, window, delete=delete)
        self.panel.open()

    def _may_edit(self) -> bool:
        if not self._context.may_edit:
            self._frame.toast(self.tr("This is how it was: the past cannot be changed."))
        return self._context.may_edit

    def _do(self, act: Callable[[], Done], record: Record) -> None:
        try:
            done = act()
        except UserError as error:
            self._frame.message("warn", sentence(error))
            return
        self._context.tell(done)
        text = self.tr("Deleted: %1").replace("%1", wording.called(self._context, record))
        self._frame.toast(text, self.tr("Undo"), lambda: take_back(self._context, self._frame, done.change))

    def _fill_for_one(self, menu: QMenu, record: Record) -> None:
        theme, key = self._context.appearance.theme, entity_of(record).key
        menu.addAction(self.tr("Open") + "\tEnter", lambda: self._list.open_record(record))
        if key in SHOWN:
            menu.addAction(self.tr("Open in a new window"), lambda: self._frame.open_window(place_of(key, record.id)))
        menu.addAction(self.tr("Peek") + "\tSpace", lambda: self._list.peek(record))
        menu.addSeparator()
        fill_steps(menu, self._context, self._frame, record, self._page)
        reach.fill_menu(menu, self._context, self._frame, record)
        field = self._list.model.fields[max(0, self._list.table.currentIndex().column())]
        name = self.tr("Edit “%1”").replace("%1", wording.label(field))
        menu.addAction(icon("pencil", theme.muted), f"{name}\tF2", self._list.editing.start)
        if words := self._list.table.currentIndex().data():
            copied = self.tr("Copy “%1”").replace("%1", _short(str(words)))
            menu.addAction(icon("copy", theme.muted), copied, lambda: reach.copy(self._frame, str(words)))
        menu.addSeparator()
        menu.addAction(icon("trash-2", theme.bad), self.tr("Delete") + "\tDel", self.delete)

    def _fill_for_many(self, menu: QMenu, count: int) -> None:
        theme = self._context.appearance.theme
        rows = self.tr("%1 rows").replace("%1", wording.number(count))
        menu.addAction(
            icon("pencil", theme.muted), self.tr("Edit %1").replace("%1", rows) + "\tCtrl+Shift+E", self.edit_many
        )
        menu.addAction(icon("download", theme.muted), self.tr("Export %1").replace("%1", rows), self._export_chosen)
        menu.addSeparator()
        menu.addAction(icon("trash-2", theme.bad), self.tr("Delete %1").replace("%1", rows) + "\tDel", self.delete)

    def _on_asked(self, what: str) -> None:
        {"edit": self.edit_many, "export": self._export_chosen, "delete": self.delete}[what]()

    def _export_chosen(self) -> None:
        self._export(tuple(self._list.table.chosen_ids()))


def _short(text: str) -> str:
    return text if len(text) <= 28 else f"{text[:27]}…"
