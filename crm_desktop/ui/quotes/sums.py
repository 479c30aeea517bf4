"""The totals of a quote under its lines, figure by figure as the paper prints them."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from crm_desktop.core.entities import Quote
from crm_desktop.core.entities.quote_margins import Margin
from crm_desktop.core.money import round_amount
from crm_desktop.core.pricing import PricedQuote
from crm_desktop.ui.look.fonts import tabular
from crm_desktop.ui.quotes.over import decimal_of
from crm_desktop.ui.wording import day, money, number, percent


class QuoteSums(QWidget):
    """Show net, discount, freight, taxes, total, and the margin to those who may see it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(2)
        self._labels: list[QLabel] = []
        self.figures: dict[str, str] = {}

    def show_sums(self, quote: Quote, priced: PricedQuote, margin: Margin | None) -> None:
        """Take over the figures. margin: None where it is not to be seen, or no cost is known."""
        self.show_nothing()
        rows = [(self.tr("Net"), priced.net, "")]
        if priced.discount:
            taken = "" if quote.discount_amount else percent(quote.discount or Decimal(0))
            rows.append((self.tr("Discount %1").replace("%1", taken).strip(), -priced.discount, ""))
        if priced.freight:
            rows.append((self.tr("Freight"), priced.freight, ""))
        tax = self.tr("Tax included") if priced.prices_with_tax else self.tr("Tax")
        rows += [
            (f"{one.label or tax} {self._rate(one.label, one.rate)}".strip(), one.tax, "") for one in priced.groups
        ]
        if priced.rounding:
            rows.append((self.tr("Rounding"), priced.rounding, ""))
        rows.append((self.tr("Total"), priced.total, "heading"))
        if margin is not None:
            words = self.tr("Margin %1").replace("%1", percent(decimal_of(margin.percent, 2)))
            rows.append((words, round_amount(decimal_of(margin.amount), quote.currency), "small"))
        for row, (words, amount, kind) in enumerate(rows):
            self._add(row, words, money(amount, quote.currency, exact=True), kind)
        if quote.total_in_base is not None and quote.rate is not None:
            words = self.tr("At %1 of %2").replace("%1", number(quote.rate))
            words = words.replace("%2", day(quote.rate_day) if quote.rate_day else "–")
            self._add(len(rows), words, money(quote.total_in_base, quote.base_currency, exact=True), "small")

    def show_nothing(self) -> None:
        """Take every figure away, as where a quote cannot be reckoned with."""
        for label in self._labels:
            label.deleteLater()
        self._labels, self.figures = [], {}

    @staticmethod
    def _rate(label: str, rate: Decimal) -> str:
        return "" if f"{rate.normalize():f}" in label else percent(rate)

    def _add(self, row: int, words: str, amount: str, kind: str) -> None:
        name, figure = QLabel(words, self), QLabel(amount, self)
        name.setProperty("kind", kind or "muted")
        figure.setProperty("kind", kind)
        if kind == "heading":
            figure.setProperty("kind", "title")
        figure.setFont(tabular(figure.font()))
        figure.setAccessibleName(f"{words}: {amount}")
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(figure, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._labels += [name, figure]
        for label in (name, figure):
            label.show()
        self.figures[words] = amount
