"""What is said about prices while a quote is written: where one comes from, what a product costs, what it is offered at."""

from decimal import Decimal

from PySide6.QtCore import QObject

from crm_desktop.actions.prices import offered_price
from crm_desktop.core.access import hidden_fields
from crm_desktop.core.entities import Product, Quote, QuoteLine
from crm_desktop.core.schema import Record, entity_of
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.cells import Cell
from crm_desktop.ui.wording import money, name_of, number


class QuotePrices(QObject):
    """Say it of one quote. sees_cost: whether the person may see what products cost."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.quote: Quote | None = None
        self.sees_cost = "cost" not in hidden_fields(entity_of(Product), context.desk.role)

    def origin(self, line: QuoteLine) -> str:
        """Tell where the price of a line comes from."""
        desk, quote = self._context.desk, self.quote
        product = desk.replica.get(Product, line.product) if line.product else None
        if quote is None or product is None:
            return self.tr("Typed by hand")
        day = quote.issue_day or desk.today()
        found = offered_price(desk, product, quote.price_book, quote.currency, line.quantity or Decimal(1), day)
        if found is None:
            return self.tr("No price book has a price of this product in %1").replace("%1", quote.currency)
        where = self.tr("Price book “%1”, from %2 %3: %4").replace("%1", found.book.name)
        where = where.replace("%2", number(found.from_quantity or Decimal(1))).replace("%3", line.unit)
        where = where.replace("%4", money(found.unit_price, quote.currency))
        if line.unit_price == found.unit_price:
            return where.strip()
        return self.tr("Typed by hand") + "\n" + where

    def cost(self, line: QuoteLine) -> Decimal | None:
        """Give what the product of a line costs in the quote's currency, None where it is unknown or not to be seen."""
        product = self._context.desk.replica.get(Product, line.product) if line.product and self.sees_cost else None
        return product.cost if product and product.currency == line.currency else None

    def product_cell(self, record: Record) -> Cell:
        """Word a product in the list of finds, with the price of one piece today."""
        if not isinstance(record, Product) or self.quote is None:
            return Cell(name_of(record))
        desk, quote = self._context.desk, self.quote
        found = offered_price(desk, record, quote.price_book, quote.currency, Decimal(1), desk.today())
        price = money(found.unit_price, quote.currency) if found else self.tr("no price")
        name = f"{record.name_zh}  {record.name}" if record.name_zh else record.name
        return Cell(name, secondary="  ".join(part for part in (record.sku, price) if part))
