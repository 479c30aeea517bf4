"""The quote editor: head, lines and totals at the left, the paper as it will be printed at the right."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.actions import quotes
from crm_desktop.actions.desk import Desk, Done
from crm_desktop.core.entities import Contact, Product, Quote, QuoteLine
from crm_desktop.core.entities.quote_life import APPROVED, DRAFT, UNRELEASED, is_issued, paper_number, state_on
from crm_desktop.core.entities.quote_margins import margin_of
from crm_desktop.core.errors import NOT_FOUND, RefusedError, UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Record, entity_of, raw_of
from crm_desktop.core.store import Where
from crm_desktop.replica.post import POST
from crm_desktop.ui.commands import Command, Commands
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame, Page
from crm_desktop.ui.parts.drag_out import DragOut
from crm_desktop.ui.parts.paper_view import PaperView
from crm_desktop.ui.places import Place
from crm_desktop.ui.quotes.head import FIRST, MORE, HeadRoom, QuoteHead
from crm_desktop.ui.quotes.life import QuoteLife
from crm_desktop.ui.quotes.line_acts import LineActs
from crm_desktop.ui.quotes.line_entry import LineEntry
from crm_desktop.ui.quotes.paper import QuotePaper, paper
from crm_desktop.ui.quotes.prices import QuotePrices
from crm_desktop.ui.quotes.release import ReleaseBar
from crm_desktop.ui.quotes.send_panel import SendPanel
from crm_desktop.ui.quotes.sums import QuoteSums
from crm_desktop.ui.quotes.told import QuoteTold
from crm_desktop.ui.wording import choice, hue, number, title, today


def issued(desk: Desk, quote: Quote) -> tuple[Quote, Done]:
    """Issue a quote; runs in the lane of long work."""
    # Loads the library of papers, as the paper does.
    from crm_desktop.actions.issuing import issue

    return issue(desk, quote)


_SHOWN = frozenset({"quote", "quote_line", "account", "contact", "organisation", "approval", "limit", "stand_in", POST})


class QuoteEditor(Page):
    """Write one quote, which places name by its id; everything saves as it is typed."""

    def __init__(self, context: Context, frame: Frame) -> None:
        super().__init__()
        self._context, self._frame = context, frame
        self.quote: Quote | None = None
        self._is_issuing = False
        self._own: object = None
        self.head = QuoteHead(context, self)
        self.life = QuoteLife(context, frame, self)
        self.told = QuoteTold(context, self)
        self.release = ReleaseBar(context, frame, self)
        self._prices = QuotePrices(context, self)
        self.lines = LineActs(context, frame, self._prices, self)
        self.model, self.table = self.lines.model, self.lines.table
        self.entry = LineEntry(context, frame, self._prices, self.lines, self)
        self.search_line = self.entry.finder
        self.sums = QuoteSums(self)
        self.paper = PaperView(context, self)
        self.panel: SendPanel | None = None
        self.file = QuotePaper(context, frame, self)
        self._lay_out()
        self._connect()

    # What the frame asks.

    def open_place(self, place: Place) -> None:
        id_ = place.record.removeprefix("quote:")
        is_other = self.quote is None or self.quote.id != id_
        self._read(id_, is_other=is_other)

    def take_focus(self) -> None:
        if self.quote is not None and self.quote.state == DRAFT and self._context.may_edit:
            self.search_line.setFocus()
        else:
            self.table.setFocus()

    def leave(self) -> None:
        self.table.setFocus()  # an open cell saves when the keyboard leaves it
        self.head.save_all()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.told.fit(event.size().height())

    def retranslate(self) -> None:
        self.issue_button.setText(self.tr("Issue"))
        self.issue_button.setToolTip(self.tr("Give it a number and keep its paper; nothing changes after that"))
        self.paper_button.setText(self.tr("Paper"))
        self.paper_button.setToolTip(self.tr("Open, save or print the paper"))
        self.paper_button.menu().clear()
        self.file.fill(self.paper_button.menu(), self.as_typed)
        self.paper.sheet.setToolTip(self.tr("Drag the paper into a mail or a folder"))
        self.send_button.setText(self.tr("Send…"))
        self.send_button.setToolTip(self.tr("Send the paper to the customer by mail") + "  Ctrl+Shift+M")
        self._commands.retranslate()
        self.table.empty_text = self.tr("Add the first product in the field below.")
        self.table.setAccessibleName(self.tr("Lines of the quote"))
        self.preview_button.setAccessibleName(self.tr("Preview"))
        self.preview_button.setToolTip(self.tr("Show or hide the paper"))
        self.preview_button.setIcon(icon("panel-right", self._context.appearance.theme.text))
        self.head.retranslate()
        self.release.retranslate()
        self.paper.retranslate()
        self._show_bar()

    # What is shown.

    def _read(self, id_: str, *, is_other: bool = False) -> None:
        desk = self._context.desk
        quote = self._context.view.get(Quote, id_)
        if quote is None:
            self.quote = None
            self._trouble(sentence(RefusedError(NOT_FOUND, entity=entity_of(Quote).label)))
            self._body.setEnabled(False)
            return
        self._body.setEnabled(True)
        if is_other:
            self._trouble("")
            self.model.typed.clear()
        lines = self._context.view.find(QuoteLine, Where("quote", "eq", quote.id), order=("position",))
        self.quote = self._prices.quote = quote
        may_edit = quote.state == DRAFT and self._context.may_edit
        self.head.show_quote(quote, may_edit=may_edit)
        self.model.show_lines(quote, lines, self._prices.worth(quote, lines), may_edit=may_edit)
        self.entry.setVisible(may_edit)
        self._show_sums(quote, lines)
        self.release.show_quote(quote, lines)
        self._show_bar()
        self.paper.show_paper(paper(desk, quote), is_other=is_other)

    def _show_sums(self, quote: Quote, lines: list[QuoteLine]) -> None:
        try:
            priced = quotes.totals(quote, lines)
        except UserError as error:
            self.sums.show_nothing()
            self._trouble(sentence(error))
        else:
            self.sums.show_sums(quote, priced, margin_of(list(self.model.worth.values())))

    def _show_bar(self) -> None:
        quote = self.quote
        if quote is None:
            return
        field = entity_of(Quote).fields["state"]
        theme = self._context.appearance.theme
        self._title.setText(paper_number(quote.number, quote.revision) or self.tr("Draft quote"))
        state = state_on(quote.state, quote.valid_until, today(self._context))
        tone = hue(field, state)
        self._state.setText(choice(field, state))
        self.life.show_quote(quote)
        self.told.show_quote(quote)
        self._state.setStyleSheet(
            f"background: {theme.chips[tone]}; color: {theme.hues[tone]}; border-radius: 10px; padding: 2px 8px;"
        )
        deal = title(self._context, "opportunity", quote.opportunity)
        self.deal_button.setText(deal)
        self.deal_button.setVisible(bool(deal))
        can_be_issued = quote.state in (DRAFT, APPROVED) and not self.release.is_over
        is_inside = quote.state in UNRELEASED
        self.issue_button.setVisible(can_be_issued)
        self.send_button.setVisible(is_issued(raw_of(quote)) and self._context.may_edit)
        self.issue_button.setEnabled(can_be_issued and self._context.may_edit and not self._is_issuing)
        left = self._context.desk.replica.numbers_left()
        self._note.setText(self.tr("%1 numbers left").replace("%1", number(left)))
        self._note.setVisible(is_inside)
        self._state.setToolTip("" if is_inside else self.tr("Issued: read only"))

    def _trouble(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    # What is typed.

    def _on_head_edited(self, name: str, value: object) -> None:
        quote = self.quote
        if quote is None:
            return
        values: dict[str, Any] = {name: value}
        if name == "account" and quote.contact:
            contact = self._context.desk.replica.get(Contact, quote.contact)
            if contact is None or contact.account != value:
                values["contact"] = ""
        try:
            self._tell(quotes.edit_quote(self._context.desk, quote, **values))
        except RefusedError as error:
            self.head.refuse(error.field if error.field in {*FIRST, *MORE} else name, sentence(error))

    def _tell(self, done: Done) -> None:
        self._own = done.touched  # read here at once, so that it need not be read again when it is announced
        self._context.tell(done)
        if self.quote is not None:
            self._read(self.quote.id)

    # How it is issued.

    def _on_issue(self) -> None:
        if self.quote is None or self._is_issuing:
            return
        self.leave()
        if self.model.typed:
            return  # a cell did not take what was typed, and says so
        quote, desk = self.quote, self._context.desk
        self._is_issuing = True
        self._trouble("")
        self._show_bar()
        self._context.tasks.run(
            lambda: issued(desk, quote), self._on_issued, self._on_not_issued, name=self.tr("Issuing the quote")
        )

    def _on_issued(self, result: tuple[Quote, Done]) -> None:
        self._is_issuing = False
        quote, done = result
        self._tell(done)
        self._frame.toast(self.tr("Issued as %1").replace("%1", paper_number(quote.number, quote.revision)))

    def _on_not_issued(self, error: UserError) -> None:
        self._is_issuing = False
        self._show_bar()
        self._trouble(sentence(error))

    # What is clicked.

    def _on_product_taken(self, product: Record | None) -> None:
        if isinstance(product, Product):
            self.lines.add(product)

    def as_typed(self) -> Quote | None:
        """Give the quote with all that is typed saved."""
        self.leave()
        return self.quote

    def print(self) -> None:
        """Show the paper as it is printed."""
        if (quote := self.as_typed()) is not None:
            self.file.print(quote)

    def send(self) -> None:
        """Write the mail with the paper; a draft has to be issued first."""
        quote = self.as_typed()
        if quote is not None and self.send_button.isVisibleTo(self):
            self.panel = SendPanel(self._context, self._frame, self.file, quote, self.window())
            self.panel.open()

    def _dragged(self) -> list[Path]:
        shown = self.paper.pdf if not self.paper.is_busy else b""
        return [] if self.quote is None else self.file.handed_out(self.quote, shown)

    # How it is made.

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        is_own, self._own = touched is self._own, None
        if self.quote is None or not self.isVisible() or is_own:
            return
        if "*" in touched or touched.keys() & _SHOWN:
            self._read(self.quote.id)

    def _on_moved_in_time(self) -> None:
        if self.quote is not None and self.isVisible():
            self._read(self.quote.id, is_other=True)

    def _on_deal(self) -> None:
        if self.quote is not None:
            self._frame.go(Place("record", f"opportunity:{self.quote.opportunity}"))

    def _on_preview(self) -> None:
        self.paper.setVisible(self.preview_button.isChecked())

    def _connect(self) -> None:
        context = self._context
        self.head.edited.connect(self._on_head_edited)
        self.lines.refused.connect(self._trouble)
        self.lines.done.connect(self._tell)
        self.table.adding.connect(self.search_line.setFocus)
        self.search_line.taken.connect(self._on_product_taken)
        self.entry.given_up.connect(self.table.setFocus)
        self.life.moved.connect(self._tell)
        self.release.moved.connect(self._tell)
        self.release.refused.connect(self._trouble)
        self.issue_button.clicked.connect(self._on_issue)
        DragOut(self.paper.sheet, self._dragged, lambda: QPixmap.fromImage(self.paper.sheet.image))
        self.send_button.clicked.connect(self.send)
        self._commands = Commands(
            self,
            [
                Command(QT_TRANSLATE_NOOP("Command", "Print"), ("Ctrl+P",), self.print),
                Command(QT_TRANSLATE_NOOP("Command", "Send by mail"), ("Ctrl+Shift+M",), self.send),
            ],
        )
        self.deal_button.clicked.connect(self._on_deal)
        self.preview_button.clicked.connect(self._on_preview)
        add = QShortcut(QKeySequence("Ctrl+Return"), self)
        add.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        add.activated.connect(self.search_line.setFocus)
        context.tasks.touched.connect(self._on_touched)
        context.moved_in_time.connect(self._on_moved_in_time)
        context.appearance.changed.connect(self.retranslate)

    def _lay_out(self) -> None:
        self._title, self._state, self._note, self.trouble = (QLabel(self) for _ in range(4))
        self._title.setProperty("kind", "title")
        self._note.setProperty("kind", "small")
        self._state.setFixedHeight(22)
        self.trouble.setProperty("kind", "bad")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.deal_button, self.issue_button, self.paper_button, self.send_button = (QPushButton(self) for _ in range(4))
        self.paper_button.setMenu(QMenu(self.paper_button))
        self.deal_button.setProperty("kind", "link")
        self.issue_button.setProperty("kind", "primary")
        self.preview_button = QToolButton(self)
        self.preview_button.setCheckable(True)
        self.preview_button.setChecked(True)
        top = QHBoxLayout()
        top.setContentsMargins(20, 12, 12, 10)
        top.setSpacing(8)
        shown: tuple[QWidget, ...] = (self._title, self._state, self.deal_button)
        for part in shown:
            top.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addStretch(1)
        asked: tuple[QWidget, ...] = (self._note, self.paper_button, self.send_button, self.issue_button, self.life)
        for part in (*asked, self.preview_button):
            top.addWidget(part)
        left = QWidget(self)
        left.setProperty("kind", "surface")
        lines = QVBoxLayout(left)
        lines.setContentsMargins(20, 12, 12, 12)
        lines.setSpacing(10)
        lines.addWidget(HeadRoom(self.head, left))
        lines.addWidget(self.told)
        lines.addWidget(self.release)
        lines.addWidget(self.trouble)
        lines.addWidget(self.table, 1)
        lines.addWidget(self.entry)
        sums = QHBoxLayout()
        sums.addStretch(1)
        sums.addWidget(self.sums)
        lines.addLayout(sums)
        self._body = QSplitter(Qt.Orientation.Horizontal, self)
        self._body.addWidget(left)
        self._body.addWidget(self.paper)
        self._body.setChildrenCollapsible(False)
        self._body.setStretchFactor(0, 3)
        self._body.setStretchFactor(1, 2)
        self._body.setSizes([720, 500])
        left.setMinimumWidth(520)
        self.paper.setMinimumWidth(240)
        line = QFrame(self)
        line.setProperty("kind", "line")
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(top)
        page.addWidget(line)
        page.addWidget(self._body, 1)
