"""The parts in which an order is paid, each with a button that notes its payment."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from crm_desktop.actions import orders
from crm_desktop.actions.desk import Done
from crm_desktop.core.entities import Instalment, Order
from crm_desktop.core.entities.order_life import CANCELLED
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import Record
from crm_desktop.core.store import Where
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.records.related_row import RelatedRow
from crm_desktop.ui.taking_back import take_back


class Payments(QWidget):
    """List the parts of an order's payment in their order; a click on one notes that it was paid today, or was not."""

    def __init__(self, context: Context, frame: Frame, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._frame = context, frame
        self.rows: list[RelatedRow] = []
        self.buttons: list[QToolButton] = []
        self.heading, self.sum = QLabel(self), QLabel(self)
        self.heading.setProperty("kind", "heading")
        self.sum.setProperty("kind", "small")
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 8, 0)
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self.sum)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 10)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self._lines: list[QWidget] = []

    def show_record(self, record: Record) -> None:
        """Show what is to be paid of an order, as it is by now."""
        order = self._context.view.get(Order, record.id)
        if order is None:
            return
        held = next((at for at, button in enumerate(self.buttons) if button.hasFocus()), None)
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines, self.rows, self.buttons = [], [], []
        parts = self._context.view.find(Instalment, Where("order", "eq", order.id), order=("position",))
        self.heading.setText(self.tr("Payment"))
        left = wording.money(order.to_pay, order.currency, exact=True) if order.to_pay else ""
        paid = self.tr("all paid") if parts and order.state != CANCELLED else ""
        self.sum.setText(self.tr("%1 to be paid").replace("%1", left) if left else paid)
        for part in parts:
            self._add(part, may_edit=self._context.may_edit and order.state != CANCELLED)
        if held is not None and held < len(self.buttons):
            self.buttons[held].setFocus()  # whoever works by keys goes on from here

    def mark(self, part: Instalment, day: date | None) -> None:
        """Note on which day a part was paid, None that it was not."""
        desk = self._context.desk
        if day is None:
            self._act(lambda: orders.take_payment_back(desk, part), self.tr("%1 is not paid"), part)
        else:
            self._act(lambda: orders.mark_paid(desk, part, day), self.tr("%1 is paid"), part)

    def _act(self, action: Callable[[], Done], words: str, part: Instalment) -> None:
        context, frame = self._context, self._frame
        try:
            done = action()
        except UserError as error:
            frame.message("warn", sentence(error))
            return
        context.tell(done)
        said = words.replace("%1", wording.name_of(part))
        frame.toast(said, self.tr("Undo"), lambda: take_back(context, frame, done.change))

    def _add(self, part: Instalment, *, may_edit: bool) -> None:
        line = QWidget(self)
        beside = QHBoxLayout(line)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(4)
        row, button = RelatedRow(self._context, part, line), QToolButton(line)
        paid = part.paid_day
        name = self.tr("Take the payment back") if paid else self.tr("Mark as paid today")
        hue = self._context.appearance.theme.good if paid else self._context.appearance.theme.muted
        button.setIcon(icon("circle-check" if paid else "circle", hue))
        button.setIconSize(QSize(16, 16))
        button.setToolTip(name)
        button.setAccessibleName(f"{name}: {row.accessibleName()}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setEnabled(may_edit)
        press = self._presser(part)
        button.clicked.connect(press)
        row.clicked.connect(press)
        row.setEnabled(may_edit)
        beside.addWidget(row, 1)
        beside.addWidget(button)
        self._column.addWidget(line)
        self._lines.append(line)
        self.rows.append(row)
        self.buttons.append(button)

    def _presser(self, part: Instalment) -> Callable[[], None]:
        return lambda: self.mark(part, None if part.paid_day else wording.today(self._context))
