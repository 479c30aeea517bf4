"""What is done with the lines of a quote: added, changed, doubled, moved, and removed with a way back."""

from typing import Any

import msgspec
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.actions import quotes, records
from crm_desktop.core.entities import Product, QuoteLine
from crm_desktop.core.errors import RefusedError
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.quotes.line_drag import put_before
from crm_desktop.ui.quotes.lines import COLUMNS, LinesModel, LinesTable
from crm_desktop.ui.quotes.prices import QuotePrices
from crm_desktop.ui.taking_back import take_back
from crm_desktop.ui.wording import number


class LineActs(QObject):
    """Do it with the lines of a table. done: a Done, to be told and shown; refused: why not, "" once it is taken."""

    done = Signal(object)
    refused = Signal(str)

    def __init__(self, context: Context, frame: Frame, prices: QuotePrices, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._frame = context, frame
        self.model = LinesModel(self.save, prices.origin, self)
        self.table = LinesTable(self.model, context.appearance, page)
        self.table.sees_margin = prices.sees_cost
        self.model.refused.connect(self.refused)
        self.table.doubled.connect(self.double)
        self.table.removed.connect(self.remove)
        self.table.shifted.connect(self.shift)
        self.model.dropped.connect(self.put, Qt.ConnectionType.QueuedConnection)  # once the view let go of them

    def add(self, product: Product) -> None:
        """Add a line of a product and ask for its quantity."""
        quote = self.model.quote
        if quote is None:
            return
        try:
            line, done = quotes.add_line(self._context.desk, quote, product)
        except RefusedError as error:
            self.refused.emit(sentence(error))
            return
        self.refused.emit("")
        self.done.emit(done)
        self.table.fresh = line.id
        self.table.edit_line(line.id, "quantity")

    def save(self, line: QuoteLine, field: str, value: Any) -> str:
        """Save one field of a line; gives the sentence of a refusal, "" where it is taken."""
        quote = self.model.quote
        if quote is None:
            return ""
        try:
            done = quotes.edit_line(self._context.desk, quote, line, **{field: value})
        except RefusedError as error:
            return sentence(error)
        except ValueError:
            return self.tr("At most six decimals can be kept.")
        self.refused.emit("")
        self.done.emit(done)
        return ""

    def double(self, ids: list[str]) -> None:
        """Add copies of lines below the last one."""
        model = self.model
        if not model.may_edit:
            return
        last = max((line.position or 0 for line in model.lines), default=0)
        copies = [
            msgspec.structs.replace(line, id=self._context.desk.new_id(), position=last + at)
            for at, line in enumerate((one for one in model.lines if one.id in ids), 1)
        ]
        self.done.emit(records.create(self._context.desk, *copies))
        self.table.setCurrentIndex(model.index(model.rowCount() - 1, COLUMNS.index("quantity")))

    def remove(self, ids: list[str]) -> None:
        """Remove lines and offer the way back."""
        model = self.model
        if not model.may_edit:
            return
        row = self.table.currentIndex().row()
        gone = [line for line in model.lines if line.id in ids]
        done = records.delete(self._context.desk, *gone)
        self.done.emit(done)
        if model.rowCount():
            self.table.setCurrentIndex(model.index(min(row, model.rowCount() - 1), 1))
        words = self.tr("%1 removed").replace("%1", gone[0].description.partition("\n")[0])
        if len(gone) > 1:
            words = self.tr("%1 lines removed").replace("%1", number(len(gone)))
        self._frame.toast(words, self.tr("Undo"), lambda: take_back(self._context, self._frame, done.change))

    def shift(self, id_: str, by: int) -> None:
        """Move a line up or down by one."""
        order = [line.id for line in self.model.lines]
        at = order.index(id_)
        if 0 <= at + by < len(order):
            self.put([id_], at + by + (by > 0))

    def put(self, ids: list[str], place: int) -> None:
        """Put lines before the one that is at a place now, in the order they have."""
        model = self.model
        before = [line.id for line in model.lines]
        order = put_before(before, ids, place)
        if not model.may_edit or order == before:
            return
        entries = [
            entry
            for line in model.lines
            if (entry := records.edit_entry_of(line, position=order.index(line.id) + 1)) is not None
        ]
        self.done.emit(self._context.desk.save(*entries))
        self.table.setCurrentIndex(model.index(order.index(ids[0]), self.table.currentIndex().column()))
