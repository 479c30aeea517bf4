"""The card that takes over lines of an earlier quote."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crm_desktop.actions import line_sources
from crm_desktop.actions.quotes import lines_of
from crm_desktop.core.entities import Quote, QuoteLine
from crm_desktop.core.entities.quote_life import paper_number
from crm_desktop.core.entities.quote_totals import PRICED
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import Record
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.finder import Finder
from crm_desktop.ui.look.cells import Cell
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.parts.anchored import Anchored
from crm_desktop.ui.parts.item_list import Row
from crm_desktop.ui.quotes.line_acts import LineActs
from crm_desktop.ui.quotes.lines_table import ShortTable
from crm_desktop.ui.wording import money, name_of, number, title

WIDE = 560
MOST = 9  # lines that are seen without scrolling


class EarlierLines(Anchored):
    """Choose a quote, of its lines some or all, and whether they keep their prices."""

    def __init__(self, context: Context, acts: LineActs, beside: QWidget) -> None:
        super().__init__(beside, beside.rect(), WIDE)
        self._context, self._acts = context, acts
        self._lines: list[QuoteLine] = []
        self.finder = Finder(context, ("quote",), self._quote_cell, self, look=self._look)
        self.finder.setPlaceholderText(self.tr("Number, subject or customer of a quote"))
        self.finder.setAccessibleName(self.tr("Earlier quote"))
        self.table = ShortTable(context.appearance, self, several=True)
        self.table.setAccessibleName(self.tr("Lines of the earlier quote"))
        self.today = QCheckBox(self.tr("At the prices of today"), self)
        self.today.setToolTip(self.tr("Discounts stay; without it every figure stays as it was"))
        self.today.setChecked(True)
        self.wrong, self.nothing = QLabel(self), QLabel(self)
        self.wrong.setProperty("kind", "bad")
        self.nothing.setProperty("kind", "muted")
        self.wrong.setWordWrap(True)
        self.nothing.setWordWrap(True)
        self.button = QPushButton(self)
        self.button.setProperty("kind", "primary")
        self._lay_out()
        self.setFocusProxy(self.finder)
        self.finder.taken.connect(self._on_taken)
        self.table.changed.connect(self._count)
        self.table.entered.connect(self.insert)
        self.button.clicked.connect(self.insert)
        self._begin()

    def insert(self) -> None:
        """Put the chosen lines into the quote and go."""
        quote, lines = self._acts.model.quote, [self._lines[row] for row in self.table.chosen()]
        if quote is None or not lines:
            return
        desk, as_they_were = self._context.desk, not self.today.isChecked()
        try:
            done = line_sources.copy_lines(desk, quote, lines, as_they_were=as_they_were)
        except RefusedError as error:
            self.wrong.setText(sentence(error))
            self.wrong.show()
            self.settle()
            return
        self.go()
        self._acts.done.emit(done)

    def _begin(self) -> None:
        quote = self._acts.model.quote
        likely = line_sources.earlier_quotes(self._context.desk, quote) if quote else []
        first = likely[0] if likely else None
        self.finder.show_record(first)
        self._on_taken(first)

    def _look(self, text: str) -> Sequence[Record]:
        quote, desk = self._acts.model.quote, self._context.desk
        if quote is None:
            return []
        if text:
            return [one for one in desk.replica.search(text, 12, ("quote",)) if one.id != quote.id]
        return line_sources.earlier_quotes(desk, quote)

    def _on_taken(self, record: Record | None) -> None:
        self._lines = lines_of(self._context.desk, record) if isinstance(record, Quote) else []
        self.table.show_rows([Row("", self._cells(line)) for line in self._lines], most=MOST)
        self.wrong.hide()
        self._count()

    def _count(self) -> None:
        count = len(self.table.chosen())
        self.table.setVisible(bool(self._lines))
        self.nothing.setVisible(not self._lines)
        is_chosen = self.finder.record is not None
        none = self.tr("This quote has no lines.") if is_chosen else self.tr("Choose the quote whose lines you want.")
        self.nothing.setText(none)
        self.button.setText(self.tr("Insert %n line(s)", "", count) if count else self.tr("Insert"))
        self.button.setEnabled(bool(count))
        self.today.setEnabled(bool(self._lines))
        self.settle()

    def _cells(self, line: QuoteLine) -> tuple[Cell, Cell]:
        first, _, rest = line.description.partition("\n")
        beside = "  ".join(part for part in (line.sku, rest.replace("\n", " ")) if part)
        if line.kind not in PRICED:
            return Cell(first, strong=line.kind == "section", tone="" if line.kind == "section" else "muted"), Cell()
        many = number(line.quantity) if line.quantity is not None else "–"
        price = money(line.unit_price, line.currency) if line.unit_price is not None else "–"
        words = f"{many} {line.unit}".strip()
        return Cell(first, secondary=beside), Cell(f"{words} × {price}", is_number=True)

    def _quote_cell(self, record: Record) -> Cell:
        if not isinstance(record, Quote):
            return Cell(name_of(record))
        number_ = paper_number(record.number, record.revision) or self.tr("Draft quote")
        total = money(record.total, record.currency) if record.total is not None else ""
        parts = (title(self._context, "account", record.account), record.subject, total)
        return Cell(number_, secondary="  ".join(part for part in parts if part))

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("Lines of an earlier quote"), self)
        heading.setProperty("kind", "heading")
        foot = QHBoxLayout()
        foot.addWidget(self.today)
        foot.addStretch(1)
        foot.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        for part in (heading, self.finder, self.table, self.nothing, self.wrong):
            column.addWidget(part)
        column.addLayout(foot)
        self.wrong.hide()
