"""One letter each on a record page for what is changed most: its status, owner, next step and day."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from crm_desktop.core.entities import Stage
from crm_desktop.core.schema import Record, entity_of
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.field_row import may_change
from crm_desktop.ui.fields.form import Form
from crm_desktop.ui.fields.set_menu import SetMenu
from crm_desktop.ui.records.head import RecordHead

STATUS, OWNER, STEP, DAY = "S", "O", "P", "D"
FIELDS: dict[str, dict[str, str]] = {
    STATUS: {"opportunity": "stage", "account": "kind", "contact": "role", "activity": "kind"},
    OWNER: dict.fromkeys(("opportunity", "account", "contact", "activity"), "owner"),
    STEP: {"opportunity": "next_step"},
    DAY: {"opportunity": "close_day", "activity": "due_day"},
}
"""Letter -> entity key -> the field it sets."""


def letters_of(key: str) -> dict[str, str]:
    """Give the fields of an entity that have a letter, with it."""
    return {fields[key]: letter for letter, fields in FIELDS.items() if key in fields}


class QuickKeys(QObject):
    """Set fields of the record in front by a letter. move: moves a deal to a stage, with what that asks for."""

    def __init__(self, context: Context, head: RecordHead, move: Callable[[Stage], None]) -> None:
        super().__init__(head)
        self._context, self._head, self._move = context, head, move
        self._record: Record | None = None
        self._form: Form | None = None
        self.menu: SetMenu | None = None

    def show_form(self, record: Record, form: Form) -> None:
        """Take another record with its form."""
        self._record, self._form = record, form

    def press(self, letter: str) -> bool:
        """Do what a letter does here; tell whether it does anything."""
        form = self._form
        name = FIELDS.get(letter, {}).get(entity_of(self._record).key, "") if self._record is not None else ""
        if form is None or name not in form.rows or not may_change(self._context, form.rows[name].field, form.record):
            return False
        if letter == STEP:
            form.rows[name].setVisible(True)
            form.rows[name].start()
            return True
        field, head = form.rows[name].field, self._head
        place = head.under.geometry()
        self.menu = SetMenu(self._context, field, form.record, lambda value: self._set(name, value), head, place)
        self.menu.open()
        return True

    def _set(self, name: str, value: Any) -> None:
        form = self._form
        if form is None:
            return
        if name == "stage":
            stage = self._context.desk.replica.get(Stage, value)
            if stage is not None:
                self._move(stage)
            return
        row = form.rows[name]
        row.seen = form.record
        form.save(row, value)
