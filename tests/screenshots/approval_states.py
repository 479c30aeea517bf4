"""What can be seen of a quote beyond the limits, for pictures and for tests."""

from collections.abc import Callable
from decimal import Decimal

from crm_desktop.actions import approvals, quotes, records
from crm_desktop.core.entities import Product, Quote
from tests.screenshots.stage import Stage
from tests.screenshots.states import example


def over_the_limits(*, is_asked: bool) -> Callable[[Stage], None]:
    """Show a draft with a discount beyond every limit, before an approval is asked for or after."""

    def show(stage: Stage) -> None:
        desk = stage.context.desk
        deal = example(desk, "opportunity")
        quote, begun = quotes.draft(desk, deal)
        done = [begun]
        for product in desk.replica.find(Product, order=("sku",), limit=4):
            line, added = quotes.add_line(desk, quote, product, Decimal(2))
            done += [added, quotes.edit_line(desk, quote, line, discount=Decimal(22))]
        if is_asked:
            done.append(approvals.ask(desk, desk.fetch(Quote, quote.id), "They order three lines this year.")[1])
        stage.go("quote_editor", quote.id)
        stage.settle()
        for one in reversed(done):
            records.undo(desk, one.change)

    return show
