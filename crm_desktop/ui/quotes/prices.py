"""What is said about prices while a quote is written: where one comes from, what a line is worth, what is offered."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QObject

from crm_desktop.actions import approvals
from crm_desktop.actions.prices import Origin, Priced, offered_price
from crm_desktop.core.access import hidden_fields
from crm_desktop.core.entities import Product, Quote, QuoteLine
from crm_desktop.core.entities.quote_margins import LineWorth
from crm_desktop.core.money import exponent, round_amount
from crm_desktop.core.schema import Record, entity_of
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.cells import Cell
from crm_desktop.ui.wording import day, money, name_of, number, percent


class QuotePrices(QObject):
    """Say it of one quote. sees_cost: whether the person may see what products cost."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.quote: Quote | None = None
        self.sees_cost = "cost" not in hidden_fields(entity_of(Product), context.desk.role)

    def origin(self, line: QuoteLine, column: str) -> str:
        """Tell where the price or the discount of a line comes from; "" of other columns."""
        if column == "discount":
            return self._discount(line)
        return self._price(line) if column == "unit_price" else ""

    def in_words(self, found: Priced, currency: str, unit: str) -> str:
        """Say in one sentence why a price is the one: from book Dealer 2026, from 50 pieces, until 31 December."""
        words = self._source(found)
        if found.from_quantity:
            words += self.tr(", from %1 %2").replace("%1", number(found.from_quantity)).replace("%2", unit).rstrip()
        if found.until is not None:
            words += self.tr(", until %1").replace("%1", day(found.until))
        return self.tr("%1: %2").replace("%2", money(found.unit_price, currency)).replace("%1", words)

    def worth(self, quote: Quote, lines: Sequence[QuoteLine]) -> dict[str, LineWorth]:
        """Tell what each line is worth, by its id, as limits judge it; nothing to whoever may not see costs."""
        return {one.id: one for one in approvals.worth(self._context.desk, quote, lines)} if self.sees_cost else {}

    def product_cell(self, record: Record) -> Cell:
        """Word a product in the list of finds, with the price of one piece today."""
        if not isinstance(record, Product) or self.quote is None:
            return Cell(name_of(record))
        desk, quote = self._context.desk, self.quote
        found = offered_price(desk, quote, record, Decimal(1), desk.today())
        price = money(found.unit_price, quote.currency) if found else self.tr("no price")
        name = f"{record.name_zh}  {record.name}" if record.name_zh else record.name
        return Cell(name, secondary="  ".join(part for part in (record.sku, price) if part), icon="package")

    def _source(self, found: Priced) -> str:
        if found.origin is Origin.CUSTOMER:
            return self.tr("Special price of %1").replace("%1", found.source)
        book = self.tr("Price book “%1”").replace("%1", found.source)
        if found.origin is Origin.GROUP:
            return self.tr("%1 for %2").replace("%2", found.group).replace("%1", book)
        return book

    def _price(self, line: QuoteLine) -> str:
        desk, quote = self._context.desk, self.quote
        product = desk.replica.get(Product, line.product) if line.product else None
        if quote is None or product is None:
            return self.tr("Typed by hand")
        found = offered_price(desk, quote, product, line.quantity or Decimal(1), quote.issue_day or desk.today())
        if found is None:
            return self.tr("No price book has a price of this product in %1").replace("%1", quote.currency)
        said = [self.in_words(found, quote.currency, line.unit)]
        if found.following is not None:
            least, price = found.following
            words = self.tr("From %1 %2 on: %3").replace("%1", number(least)).replace("%2", line.unit)
            said.append(words.replace("%3", money(price, quote.currency)))
        if line.unit_price != found.unit_price:
            said.insert(0, self._by_hand(line, found))
        return "\n".join(said)

    def _by_hand(self, line: QuoteLine, found: Priced) -> str:
        listed = line.list_price or found.unit_price
        if line.unit_price is None or line.unit_price >= listed:
            return self.tr("Typed by hand")
        share = ((listed - line.unit_price) / listed * 100).quantize(Decimal("0.1"))
        words = self.tr("Typed by hand, %1 below the list price of %2").replace("%1", percent(share.normalize()))
        return words.replace("%2", money(listed, line.currency))

    def _discount(self, line: QuoteLine) -> str:
        if line.unit_price is None or line.quantity is None or not (line.discount or line.discount_amount):
            return ""
        gross = round_amount(line.unit_price * line.quantity, line.currency)
        said = []
        if line.discount:
            off = round_amount(gross * line.discount / 100, line.currency)
            words = self.tr("%1 of %2: %3 off").replace("%1", percent(line.discount))
            said.append(words.replace("%2", money(gross, line.currency)).replace("%3", money(off, line.currency)))
        if line.discount_amount:
            said.append(self.tr("%1 off").replace("%1", money(line.discount_amount, line.currency)))
        places = max(exponent(line.currency), 2)
        if line.net is not None and line.quantity:
            each = (line.net / line.quantity).quantize(Decimal(1).scaleb(-places))
            said.append(self.tr("%1 remain for each").replace("%1", money(each, line.currency)))
        return "\n".join(said)
