"""What can be seen of orders, and of quotes outside their editor."""

from crm_desktop.core.entities import Order, Quote
from crm_desktop.ui.screens.record import RecordPage
from tests.screenshots.list_states import page_of
from tests.screenshots.stage import Stage


def order(stage: Stage) -> None:
    """Show an order of which a part is paid and a part is not, or where there is none the largest of all."""
    found = stage.context.desk.replica.find(Order, order=("-total",))
    partly = next((one for one in found if one.paid and one.to_pay), found[0])
    stage.go("record", f"order:{partly.id}")


def confirmation(stage: Stage) -> None:
    """Show how an order is confirmed."""
    order(stage)
    stage.settle()
    page_of(stage, RecordPage).steps.paper_button.click()


def quote_page(stage: Stage) -> None:
    """Show the page of a quote, with what can be done with it."""
    found = stage.context.desk.replica.find(Quote, order=("-total",))
    sent = next((one for one in found if one.state == "sent"), found[0])
    stage.go("record", f"quote:{sent.id}")
