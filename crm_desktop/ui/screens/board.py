"""The deal board: stages as columns, deals as cards that are moved by mouse or keyboard."""

from collections.abc import Iterator
from decimal import Decimal

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.actions import deals
from crm_desktop.actions.desk import Done
from crm_desktop.analysis.pipeline import StageSum, total_of
from crm_desktop.core.entities import Account, Opportunity, Pipeline, Stage
from crm_desktop.core.entities.pipeline import OPEN
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import moment_of
from crm_desktop.replica.search import AT_FIRST
from crm_desktop.ui.board.asks import LostReason, NewDeal, Refused
from crm_desktop.ui.board.column import Column
from crm_desktop.ui.board.deal_cards import DealCards
from crm_desktop.ui.board.gathering import Gathered, gather
from crm_desktop.ui.board.owners import EVERYONE, Owners
from crm_desktop.ui.board.wanted import Wanted, stages_of, wanted
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame, Page
from crm_desktop.ui.parts.time_bar import TimeBanner, TimeButton
from crm_desktop.ui.places import Place
from crm_desktop.ui.taking_back import take_back
from crm_desktop.ui.wording import core, money, name_of, number

KEY = "pipeline"


class Board(Page):
    """Show the deals of a pipeline and move them; see the module."""

    def __init__(self, context: Context, frame: Frame) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self._context, self._frame = context, frame
        self.columns: list[Column] = []
        self._stages: list[Stage] = []
        self._pipeline = ""
        self._sums: dict[str, StageSum] = {}
        self._wanted = Wanted({})
        self._cards = DealCards(context)
        self._text = ""
        self._follow = ""
        self._asking = 0
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        self._lay_out()
        context.tasks.touched.connect(self._on_touched)
        context.moved_in_time.connect(self._soon.start)
        self.owners.fill()

    # What the frame asks.

    def open_place(self, place: Place) -> None:
        if not self._asking:
            self.refresh()

    def ahead(self) -> Iterator[None]:
        self._build_columns()
        yield
        for part in (self, *self.findChildren(QWidget)):
            part.ensurePolished()
        yield

    def search(self, text: str) -> None:
        self._text = text.strip()
        self.refresh()

    def search_hint(self) -> str:
        return self.tr("Search deals on the board")

    def take_focus(self) -> None:
        column = next((one for one in self.columns if one.model.rowCount()), self.columns[0] if self.columns else None)
        if column is None:
            self.setFocus()
            return
        if not column.cards.currentIndex().isValid():
            column.cards.select_row(0)
        column.cards.setFocus()

    def left_as(self) -> str:
        current = next((id_ for one in self.columns if (id_ := one.cards.current_id())), "")
        return f"{self.owners.owner} {current}"

    def take_up(self, left: str) -> None:
        owner, _, self._follow = left.partition(" ")
        self.owners.take_up(owner)

    def retranslate(self) -> None:
        self.owners.retranslate()
        self.new_button.setIcon(icon("plus", self._context.appearance.theme.muted))
        self.new_button.setText("\u2009" + self.tr("New deal"))  # the thin space keeps the words off the icon
        self.new_button.setAccessibleName(self.tr("New deal"))
        self.new_button.setToolTip(self.tr("New deal in this column") + "  Ctrl+N")
        self._clear_button.setText(self.tr("Show everyone’s deals"))
        for column in self.columns:
            column.head.retranslate()
            column.model.reword()
            column.cards.setAccessibleName(self.tr("Deals in %1").replace("%1", core(column.stage.name)))
            column.cards.empty_text = self.tr("Drag deals here") if column.stage.outcome == OPEN else ""
        self._show_summary(None)

    # What is shown.

    def refresh(self) -> None:
        """Read everything anew and keep the current card."""
        context = self._context
        at = context.desk.now() if context.moment is None else moment_of(context.moment)
        today = at.astimezone(context.desk.zone).date()
        view, base = context.view, context.desk.organisation.base_currency
        self._build_columns()
        stages = self._stages
        self._cards.show_moment(at, today, stages)
        self._asking += 1
        asking, owner, text = self._asking, self.owners.owner, self._text

        def read(at_most: int | None) -> Gathered:
            replica, is_past = context.desk.replica, view.moment is not None
            found = wanted(replica, stages, owner, text, today, is_past=is_past, at_most=at_most)
            return gather(view, stages, found, today, base)

        if context.moment is None:
            found = read(AT_FIRST)
            self._show(asking, found)
            if not found.wanted.is_looking:
                return
        # A past moment, and what is found by a few letters, cost a second, which the window must not wait for.
        context.tasks.run(
            lambda: read(None) if asking == self._asking else None, lambda found: self._show(asking, found)
        )

    def _show(self, asking: int, found: Gathered | None) -> None:
        if asking != self._asking or found is None:
            return
        follow = self._follow or next((one.cards.current_id() for one in self.columns if one.cards.hasFocus()), "")
        self._follow = ""
        leads: Column | None = None
        for column in self.columns:
            key = column.stage.id
            row = column.cards.currentIndex().row()
            scrolled = column.cards.verticalScrollBar().value()
            column.model.may_drag = self._context.may_edit
            column.model.ask(found.asked[key], found.first[key])
            column.head.show_sum(found.sums[key])
            column.cards.verticalScrollBar().setValue(scrolled)
            at = column.model.row_of(follow) if follow else None
            if at is not None:
                leads = column
                column.cards.select_row(at)
                if not column.question:
                    column.cards.setFocus()
            elif row >= 0:
                column.cards.select_row(row)
        for column in self.columns if leads else ():
            if column is not leads:
                column.cards.select_none()  # one card is the current one, wherever it went
        self._show_summary(found)

    def _show_summary(self, found: Gathered | None) -> None:
        if found:
            self._sums, self._wanted = found.sums, found.wanted
        base = self._context.desk.organisation.base_currency
        open_sums = [self._sums.get(one.id, StageSum()) for one in self._stages if one.outcome == OPEN]
        total = total_of(open_sums)
        words = self.tr("%1 open  ·  %2  ·  %3 weighted").replace("%1", number(total.deals))
        words = words.replace("%2", money(total.total.to_integral_value(), base))
        self._summary.setText(words.replace("%3", money(total.weighted.to_integral_value(), base)))
        pipeline = self._context.view.get(Pipeline, self._pipeline) if self._pipeline else None
        self._title.setText(core(pipeline.name) if pipeline else self.tr("Pipeline"))
        self.new_button.setVisible(self._context.may_edit)
        self._show_notice(sum(one.deals for one in self._sums.values()))

    def _show_notice(self, shown: int) -> None:
        text = ""
        if not self._stages:
            text = core(deals.NO_STAGES)
        elif self._wanted.is_looking:
            text = self.tr("Still looking for “%1”…").replace("%1", self._text)
        elif shown and self._wanted.is_limited:
            text = self.tr("These are the best of more; type on to find fewer.")
        elif not shown and self._text:
            text = self.tr("No deal matches “%1”.").replace("%1", self._text)
        elif not shown and self._context.moment is None:
            text = self.tr("No deals here yet. Open the first one with Ctrl+N.")
        self._notice.setText(text)
        self._notice_bar.setVisible(bool(text))
        self._clear_button.setVisible(
            bool(text) and not shown and bool(self.owners.owner) and self._context.moment is None
        )

    # What is done.

    def start_new_deal(self, column: Column | None = None) -> None:
        """Ask for a new deal in a column, the current one or else the first."""
        if not self._context.may_edit or not self._stages:
            return
        column = column or self._current_column() or self.columns[0]
        if column.stage.outcome != OPEN:
            column = self.columns[0]
        question = NewDeal(self._context, column)
        question.given.connect(lambda name, account, amount: self._on_deal_given(column, name, account, amount))
        column.ask(question)
        self._bring_into_view(column)

    def move(self, id_: str, target: Column, reason: str = "", note: str = "") -> None:
        """Move a deal to a column; what the stage still needs is asked there, a refusal is shown there."""
        deal = self._context.desk.replica.get(Opportunity, id_)
        if deal is None or deal.stage == target.stage.id or not self._context.may_edit:
            return
        try:
            done = deals.move(self._context.desk, deal, target.stage, reason, note)
        except RefusedError as error:
            self._spring_back(id_, target, deal, error)
            return
        target.close_question()
        self._follow = id_
        words = self.tr("%1 moved to %2").replace("%1", name_of(deal)).replace("%2", core(target.stage.name))
        self._tell(done, words)

    def _spring_back(self, id_: str, target: Column, deal: Opportunity, error: RefusedError) -> None:
        if error.field == "lost_reason" and not (target.question and isinstance(target.question, LostReason)):
            question = LostReason(self._context, deal, target)
            question.given.connect(lambda reason, note: self.move(id_, target, reason, note))
            target.ask(question)
        else:
            refused = Refused(sentence(error), target)
            refused.opened.connect(lambda: self._open(id_))
            target.ask(refused)
        self._bring_into_view(target)

    def _bring_into_view(self, column: Column) -> None:
        # After the board was laid out anew: a column that asks is wider than it was.
        QTimer.singleShot(0, column, lambda: self._scroll.ensureWidgetVisible(column))

    def _on_deal_given(self, column: Column, name: str, account: Account | None, amount: Decimal | None) -> None:
        try:
            deal, done = deals.open_deal(self._context.desk, name, account, amount, stage=column.stage)
        except RefusedError as error:
            if column.question:
                column.question.show_trouble(sentence(error))
            return
        if isinstance(column.question, NewDeal):
            column.question.kept.drop()
        column.close_question()
        self._follow = deal.id
        self._tell(done, self.tr("%1 opened").replace("%1", deal.name))

    def _tell(self, done: Done, words: str) -> None:
        self._context.tell(done)
        self._frame.toast(words, self.tr("Undo"), lambda: take_back(self._context, self._frame, done.change))

    def _open(self, id_: str) -> None:
        self._frame.go(Place("record", f"opportunity:{id_}", under=KEY))

    # What was reached.

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if "user" in touched or "*" in touched:
            self.owners.fill()
        if touched.keys() & {"*", "opportunity", "account", "user", "stage", "pipeline", "rate", "organisation"}:
            self._soon.start()

    def _on_pushed(self, column: Column, side: int) -> None:
        id_, at = column.cards.current_id(), self.columns.index(column) + side
        if id_ and 0 <= at < len(self.columns):
            self.move(id_, self.columns[at])

    def _on_walked(self, column: Column, side: int) -> None:
        at = self.columns.index(column) + side
        while 0 <= at < len(self.columns):
            other = self.columns[at]
            if other.model.rowCount():
                top = column.cards.visualRect(column.cards.currentIndex()).top()
                index = other.cards.indexAt(other.cards.viewport().rect().adjusted(8, max(top, 0) + 8, 0, 0).topLeft())
                other.cards.select_row(index.row() if index.isValid() else other.model.rowCount() - 1)
                other.cards.setFocus()
                self._scroll.ensureWidgetVisible(other)
                return
            at += side

    def _on_owner_chosen(self) -> None:
        self.rearranged.emit()
        self.refresh()

    def _on_new(self) -> None:
        self.start_new_deal()

    def _on_everyone(self) -> None:
        self.owners.setCurrentIndex(EVERYONE)

    def _current_column(self) -> Column | None:
        here = self.focusWidget()
        return next((one for one in self.columns if here and one.isAncestorOf(here)), None)

    # How it is made.

    def _build_columns(self) -> None:
        """Make a column for each stage of the moment, where those that stand are of others."""
        self._pipeline, stages = stages_of(self._context.view)
        if stages == self._stages:
            return
        self._stages = stages
        for column in self.columns:
            column.deleteLater()
        self.columns = []
        for stage in self._stages:
            column = Column(stage, self._context, self._cards.word, self._cards.learn, self._inside)
            cards = column.cards
            cards.opened.connect(self._open)
            cards.dropped.connect(lambda id_, column=column: self.move(id_, column))
            cards.pushed.connect(lambda side, column=column: self._on_pushed(column, side))
            cards.walked.connect(lambda side, column=column: self._on_walked(column, side))
            cards.new_asked.connect(lambda column=column: self.start_new_deal(column))
            self._row.addWidget(column, 6 if stage.outcome == OPEN else 5)
            column.show()  # at once: what is hidden cannot take the keyboard
            self.columns.append(column)
        self.retranslate()

    def _lay_out(self) -> None:
        self._title, self._summary, self._notice = QLabel(self), QLabel(self), QLabel(self)
        self._title.setProperty("kind", "title")
        self._summary.setProperty("kind", "muted")
        self._notice.setWordWrap(True)
        self.time_button = TimeButton(self._context, self)
        self.owners = Owners(self._context.desk, self)
        self.owners.currentIndexChanged.connect(self._on_owner_chosen)
        self.new_button, self._clear_button = QToolButton(self), QPushButton(self)
        self.new_button.setIconSize(QSize(16, 16))
        self.new_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.new_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.new_button.clicked.connect(self._on_new)
        self._context.appearance.changed.connect(self.retranslate)
        self._clear_button.setProperty("kind", "link")
        self._clear_button.clicked.connect(self._on_everyone)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._title)
        self._summary.setContentsMargins(0, 0, 0, 5)  # on the line of the larger title
        top.addWidget(self._summary, 0, Qt.AlignmentFlag.AlignBottom)
        top.addStretch(1)
        top.addWidget(self.time_button)
        top.addWidget(self.owners)
        top.addWidget(self.new_button)
        self._notice_bar = QWidget(self)
        notice = QHBoxLayout(self._notice_bar)
        notice.setContentsMargins(0, 0, 0, 0)
        notice.addWidget(self._notice)
        notice.addWidget(self._clear_button)
        notice.addStretch(1)
        self._inside = QWidget(self)
        self._inside.setProperty("kind", "bar")
        self._row = QHBoxLayout(self._inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._inside)
        lines = QVBoxLayout()
        lines.setContentsMargins(16, 14, 12, 0)
        lines.setSpacing(10)
        lines.addLayout(top)
        lines.addWidget(self._notice_bar)
        lines.addWidget(self._scroll, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(TimeBanner(self._context, self))
        page.addLayout(lines, 1)
