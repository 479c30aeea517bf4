"""What can be done with a quote or an order where it is shown outside its editor: in the menu of a row, on its page."""

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.core.entities import Order, Quote
from crm_desktop.core.schema import Record
from crm_desktop.ui.context import Context
from crm_desktop.ui.lists.confirmation import ConfirmationPaper
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.page import Frame
from crm_desktop.ui.quotes.order_steps import OrderSteps
from crm_desktop.ui.quotes.paper_menu import fill_paper
from crm_desktop.ui.quotes.steps import QuoteSteps

Steps = QuoteSteps | OrderSteps


def steps_of(context: Context, frame: Frame, record: Record, parent: QObject) -> Steps | None:
    """Make the steps of a quote or an order, which are told to the window; None for all other records."""
    if isinstance(record, Quote):
        quote = QuoteSteps(context, frame, parent)
        quote.quote = record
        quote.moved.connect(context.tell)
        return quote
    if isinstance(record, Order):
        order = OrderSteps(context, frame, parent)
        order.order = record
        order.moved.connect(context.tell)
        return order
    return None


def show_confirmation(context: Context, frame: Frame, order: Order, window: QWidget) -> ConfirmationPaper:
    """Show the confirmation of an order over a window."""
    paper = ConfirmationPaper(context, frame, order, window)
    paper.open()
    return paper


def fill_steps(menu: QMenu, context: Context, frame: Frame, record: Record, page: QWidget) -> None:
    """Add to the menu of a row what can be done with its quote or order."""
    steps = steps_of(context, frame, record, page)
    if steps is None:
        return
    menu.destroyed.connect(steps.deleteLater)
    if isinstance(record, Order):
        said = QCoreApplication.translate("RecordSteps", "Order confirmation…")
        colour = context.appearance.theme.muted
        menu.addAction(
            icon("file-check", colour), said, lambda: show_confirmation(context, frame, record, page.window())
        )
    steps.fill(menu)
    if isinstance(record, Quote):
        fill_paper(menu, context, frame, page, record)
    menu.addSeparator()
