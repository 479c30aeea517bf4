"""Where new lines of a quote begin: the field that finds a product, and a menu of what else can become lines."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from crm_desktop.actions import line_sources
from crm_desktop.core.errors import RefusedError
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.quotes.earlier_lines import EarlierLines
from crm_desktop.ui.quotes.line_acts import LineActs
from crm_desktop.ui.quotes.line_menu import LineMenu
from crm_desktop.ui.quotes.prices import QuotePrices
from crm_desktop.ui.quotes.product_finder import ProductFinder
from crm_desktop.ui.quotes.template_lines import TemplateLines


class LineEntry(QWidget):
    """Offer the ways to new lines below the table. given_up: Escape in the field without a choice."""

    given_up = Signal()

    def __init__(self, context: Context, frame: Frame, prices: QuotePrices, acts: LineActs, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._frame, self._acts = context, frame, acts
        self.finder = ProductFinder(context, prices, self)
        self.more = QPushButton(self)
        self.menu, self.line_menu = QMenu(self.more), LineMenu(context, acts)
        self.more.setMenu(self.menu)
        self.card: EarlierLines | TemplateLines | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.finder, 1)
        row.addWidget(self.more)
        self.setFocusProxy(self.finder)
        self.finder.given_up.connect(self.given_up)
        self.finder.missed.connect(self._on_missed)
        context.appearance.changed.connect(self._offer)
        self._offer()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._offer()

    def add_text(self, kind: str) -> None:
        """Add a heading or a note and open it, to be typed over."""
        quote = self._acts.model.quote
        if quote is None:
            return
        words = self.tr("New section") if kind == "section" else self.tr("Note")
        try:
            line, done = line_sources.add_text(self._context.desk, quote, kind, words)
        except RefusedError as error:
            self._acts.refused.emit(sentence(error))
            return
        self._acts.done.emit(done)
        self._acts.table.edit_line(line.id, "description")

    def ask_earlier(self) -> None:
        """Show the lines of an earlier quote, to be chosen from."""
        if self._acts.model.quote is not None:
            self._show(EarlierLines(self._context, self._acts, self.more))

    def ask_template(self) -> None:
        """Show the templates, and let the lines be kept as one."""
        if self._acts.model.quote is not None:
            self._show(TemplateLines(self._context, self._frame, self._acts, self.more))

    def _on_missed(self, text: str) -> None:
        words = self.tr("No product is found by “%1”. Type a part of its name, its pinyin or its SKU.")
        self._acts.refused.emit(words.replace("%1", text))

    def _show(self, card: EarlierLines | TemplateLines) -> None:
        self.card = card
        card.open()

    def _offer(self) -> None:
        self.finder.setPlaceholderText(self.tr("Add a product: name, pinyin or SKU"))
        self.finder.setAccessibleName(self.finder.placeholderText())
        self.finder.setToolTip(self.tr("Add a line") + "  Ctrl+Enter")
        self.more.setText(self.tr("More lines"))
        self.more.setToolTip(self.tr("From an earlier quote or a template, a heading, a note"))
        muted = self._context.appearance.theme.muted
        self.menu.clear()
        self.menu.addAction(icon("history", muted), self.tr("From an earlier quote…"), self.ask_earlier)
        self.menu.addAction(icon("layout-grid", muted), self.tr("Templates…"), self.ask_template)
        self.menu.addSeparator()
        self.menu.addAction(icon("hash", muted), self.tr("Section heading"), lambda: self.add_text("section"))
        self.menu.addAction(icon("sticky-note", muted), self.tr("Note"), lambda: self.add_text("note"))
