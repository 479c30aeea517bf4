"""The page a day begins with: what is due, which deals need her, what others changed, how the quarter stands."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.actions import records
from crm_desktop.actions.approvals import waiting_for_me
from crm_desktop.actions.desk import Done
from crm_desktop.actions.sessions import session_before
from crm_desktop.analysis import today as daily
from crm_desktop.analysis.agenda import team_of
from crm_desktop.analysis.pipeline import quota_standing
from crm_desktop.analysis.untouched import ESCALATE_AFTER, Untouched, untouched
from crm_desktop.core.entities import Activity, Approval, Opportunity, Order, Quote
from crm_desktop.core.entities.people import LEADS
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import REGISTRY, Record, moment_of
from crm_desktop.ui.context import Context
from crm_desktop.ui.day_turn import DayTurn
from crm_desktop.ui.look.cells import Cell
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame, Page
from crm_desktop.ui.parts.item_list import Row, Section, walk
from crm_desktop.ui.parts.quota_ring import QuotaCard
from crm_desktop.ui.places import Place
from crm_desktop.ui.records.closing import close_activity
from crm_desktop.ui.records.quick_log import LogKeys
from crm_desktop.ui.screens.home_rows import HomeRows
from crm_desktop.ui.screens.stale_bar import StaleBar
from crm_desktop.ui.taking_back import take_back
from crm_desktop.ui.wording import (
    clock,
    day,
    local,
    name_of,
    near_day,
    titles,
)

KEY = "home"
WIDEST = 1180


class Home(Page):
    """Show one person's day and let her finish it."""

    def __init__(self, context: Context, frame: Frame) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self._context, self._frame = context, frame
        self._due: list[Activity] = []
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        look = context.appearance
        self.rows = HomeRows(context, self)
        self.asked = Section((0, 150), look, self, most=5)
        self.due = Section((34, 0, 112), look, self)
        self.needs = Section((0, 172, 124), look, self)
        self.escalated = Section((0, 220, 124), look, self, most=5)
        self.coming = Section((34, 0, 112), look, self, most=5)
        self.closing = Section((0, 84), look, self, most=6)
        self.expiring = Section((0, 112), look, self, most=5)
        self.paying = Section((0, 112), look, self, most=5)
        self.news = Section((34, 0), look, self, most=6)
        self.quota = QuotaCard(look, self)
        self.sections = (
            self.asked, self.due, self.needs, self.escalated, self.coming,
            self.closing, self.expiring, self.paying, self.news,
        )  # fmt: skip
        self._before = session_before(context.desk)
        self._lay_out()
        for section in self.sections:
            section.table.opened.connect(self._open)
            section.table.left.connect(lambda side, section=section: walk(self.sections, section, side))
            section.table.clicked.connect(lambda index, section=section: self._on_clicked(section, index))
        self.due.table.keyed.connect(lambda key, row: self._on_keyed(self.due, key, row))
        self.coming.table.keyed.connect(lambda key, row: self._on_keyed(self.coming, key, row))
        self.keys = LogKeys(context, frame, self, self._current_record, self._current_place)
        context.tasks.touched.connect(self._on_touched)
        DayTurn(context, self).turned.connect(self.refresh)
        context.moved_in_time.connect(self._soon.start)

    def open_place(self, place: Place) -> None:
        self.refresh()

    def take_focus(self) -> None:
        for section in self.sections:
            if section.model.rowCount():
                if not section.table.currentIndex().isValid():
                    section.table.setCurrentIndex(section.model.index(0, 0))
                section.table.setFocus()
                return
        self.setFocus()

    def retranslate(self) -> None:
        words = (
            (self.asked, self.tr("Waiting for your approval"), ""),
            (self.due, self.tr("Overdue and today"), self.tr("Nothing due. Enjoy the quiet, or plan a visit.")),
            (self.needs, self.tr("Deals that need you"), self.tr("Every open deal has a next step and is on time.")),
            (
                self.escalated,
                self.tr("Left alone by your team"),
                self.tr("Your team touched every open deal within three weeks."),
            ),
            (self.coming, self.tr("Next seven days"), self.tr("Nothing is planned for the next seven days.")),
            (self.closing, self.tr("Closing within two weeks"), self.tr("No deal is expected to close soon.")),
            (self.expiring, self.tr("Quotes about to expire"), self.tr("No quote ends within a week.")),
            (self.paying, self.tr("Payments due"), self.tr("No payment is due within a week.")),
            (self.news, self.tr("Changed by others"), self.tr("Nobody else changed anything of yours.")),
        )
        for section, heading, empty in words:
            section.heading.setText(heading)
            section.empty.setText(empty)
            section.table.setAccessibleName(heading)
        self.age.retranslate()
        self.quota.retranslate()
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Read the day anew."""
        context, desk = self._context, self._context.desk
        view, user, today = context.view, desk.user.id, self._today()
        self.age.refresh()
        self._due = daily.due(view, user, today)
        self._greet(today)
        self._coming = daily.upcoming(view, user, today)
        needs = daily.needing(view, user, self._now(), today)
        named = {one.deal.id for one in needs}
        left = [one for one in untouched(view, [user], today, desk.zone) if one.deal.id not in named]
        asked = waiting_for_me(desk) if context.may_edit else []
        self.asked.show_found(asked, self._rows_of_asked)
        self.asked.setVisible(bool(asked))
        self.due.show_found(self._due, self._rows_of_due)
        self.coming.show_found(self._coming, self._rows_of_coming)
        waiting: list[daily.Need | Untouched] = [*needs, *left]
        self.needs.show_found(waiting, self._rows_of_needs)
        self._ask_escalated(today)
        self.closing.show_found(daily.closing_soon(view, user, today), self._rows_of_closing)
        ending = daily.expiring(view, user, today)
        self.expiring.show_found(ending, self._rows_of_expiring)
        self.expiring.setVisible(bool(ending))
        payments = daily.paying(view, user, today)
        self.paying.show_found(payments, self._rows_of_paying)
        self.paying.setVisible(bool(payments))
        self.news.show_found(daily.news(view, user, self._since(today)), lambda found: map(self.rows.news, found))
        base = desk.organisation.base_currency
        self.quota.show_standing(quota_standing(view, user, today, base, team=desk.role in LEADS), base)

    # In words: of thousands only those in sight, and what they link to is read at once.

    def _rows_of_due(self, found: Sequence[Activity]) -> list[Row]:
        titles(self._context).learn("account", {one.account for one in found})
        today = self._today()
        return [self.rows.activity(one, self.rows.when(one, today)) for one in found]

    def _rows_of_coming(self, found: Sequence[Activity]) -> list[Row]:
        titles(self._context).learn("account", {one.account for one in found})
        today = self._today()
        return [self.rows.activity(one, Cell(near_day(self._context, one.due_day or today))) for one in found]

    def _rows_of_needs(self, found: Sequence[daily.Need | Untouched]) -> list[Row]:
        titles(self._context).learn("account", {one.deal.account for one in found})
        return [self.rows.need(one) if isinstance(one, daily.Need) else self.rows.untouched(one) for one in found]

    def _rows_of_escalated(self, found: Sequence[Untouched]) -> list[Row]:
        known = titles(self._context)
        known.learn("account", {one.deal.account for one in found})
        known.learn("user", {one.deal.owner for one in found})
        return [self.rows.untouched(one, has_owner=True) for one in found]

    def _rows_of_closing(self, found: Sequence[Opportunity]) -> list[Row]:
        titles(self._context).learn("account", {one.account for one in found})
        return [self.rows.closing(one) for one in found]

    def _rows_of_expiring(self, found: Sequence[Quote]) -> list[Row]:
        titles(self._context).learn("account", {one.account for one in found})
        return [self.rows.expiring(one) for one in found]

    def _rows_of_paying(self, found: Sequence[Order]) -> list[Row]:
        titles(self._context).learn("account", {one.account for one in found})
        return [self.rows.paying(one) for one in found]

    def _rows_of_asked(self, found: Sequence[Approval]) -> list[Row]:
        return [self.rows.asked(one) for one in found]

    # What is done.

    def finish(self, section: Section, row: int) -> None:
        """Ask beside a row how it ended and what comes next, and mark it as done."""
        close_activity(self._context, self._frame, self._planned(section)[row], self, self._place_of(section, row))

    def reschedule(self, activity: Activity, due: date) -> None:
        """Move an activity to another day."""
        words = self.tr("%1 moved to %2").replace("%1", name_of(activity))
        self._act(
            lambda: records.edit(self._context.desk, activity, due_day=due),
            words.replace("%2", near_day(self._context, due)),
        )

    def reschedule_menu(self, activity: Activity) -> QMenu:
        """Make the menu of days an activity may move to; it deletes itself when closed."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        today = self._today()
        monday = today + timedelta(days=7 - today.weekday())
        offers = (
            (self.tr("Today"), today),
            (self.tr("Tomorrow"), today + timedelta(days=1)),
            (self.tr("In three days"), today + timedelta(days=3)),
            (self.tr("Next Monday"), monday),
            (self.tr("In two weeks"), today + timedelta(days=14)),
            (self.tr("In a month"), today + timedelta(days=30)),
        )
        for words, to in offers:
            action = menu.addAction(f"{words}\t{day(to, 'short')}")
            action.triggered.connect(lambda _checked=False, to=to: self.reschedule(activity, to))
        return menu

    def _act(self, action: Callable[[], Done], words: str) -> None:
        try:
            done = action()
        except UserError as error:
            self._frame.message("warn", sentence(error))
            return
        self._context.tell(done)
        self._frame.toast(words, self.tr("Undo"), lambda: take_back(self._context, self._frame, done.change))

    # What was reached.

    def _open(self, opens: str) -> None:
        self._frame.go(Place("inbox") if opens.startswith("approval:") else Place("record", opens, under=KEY))

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if self.isVisible():
            self._soon.start()

    def _on_clicked(self, section: Section, index: QModelIndex) -> None:
        planned = self._planned(section)
        if planned and index.column() == 0:
            self._on_keyed(section, Qt.Key.Key_Space, index.row())
        elif planned and index.column() == 2:
            self._on_keyed(section, Qt.Key.Key_R, index.row())
        else:
            self._open(section.model.rows[index.row()].opens)

    def _on_keyed(self, section: Section, key: int, row: int) -> None:
        planned = self._planned(section)
        if not self._context.may_edit or not 0 <= row < len(planned):
            return
        if key == Qt.Key.Key_Space:
            self.finish(section, row)
        else:
            place = section.table.visualRect(section.model.index(row, 2)).bottomLeft()
            self.reschedule_menu(planned[row]).popup(section.table.viewport().mapToGlobal(place + QPoint(0, 2)))

    def _current_section(self) -> Section:
        return next((one for one in self.sections if one.table.hasFocus()), self.due)

    def _current_record(self) -> Record | None:
        section = self._current_section()
        row = section.table.currentIndex().row()
        if not 0 <= row < section.model.rowCount():
            return None
        key, _, id_ = section.model.rows[row].opens.partition(":")
        return self._context.desk.replica.get(REGISTRY[key].record, id_)

    def _current_place(self) -> tuple[QWidget, QRect]:
        section = self._current_section()
        return self, self._place_of(section, section.table.currentIndex().row())

    def _place_of(self, section: Section, row: int) -> QRect:
        """Give where a row lies in the page."""
        box = section.table.visualRect(section.model.index(row, 1))
        return QRect(section.table.viewport().mapTo(self, box.topLeft()), box.size())

    def _planned(self, section: Section) -> list[Activity]:
        return self._due if section is self.due else self._coming if section is self.coming else []

    # Days and moments.

    def _greet(self, today: date) -> None:
        hour = self._now().astimezone(self._context.desk.zone).hour
        words = (
            self.tr("Good morning, %1") if hour < 12 else self.tr("Good afternoon, %1") if hour < 18
            else self.tr("Good evening, %1")
        )  # fmt: skip
        self._title.setText(words.replace("%1", self._context.desk.user.name))
        when = day(today, "week")
        visits = [one for one in self._due if one.kind == "visit" and one.due_day == today]
        if not self._context.may_edit:
            when = self.tr("As it was on %1").replace("%1", day(today))
        elif visits:
            count = self.tr("%n visit(s)", "", len(visits))
            when = f"{when}  ·  {count}"
            if visits[0].starts is not None:
                first = clock(local(self._context, visits[0].starts))
                when = self.tr("%1, the first at %2").replace("%1", when).replace("%2", first)
        self._date.setText(when)

    def _ask_escalated(self, today: date) -> None:
        """Look for deals of the team that were left alone, beside the window: there may be many."""
        desk, view = self._context.desk, self._context.view
        team = [one.id for one in team_of(desk.replica, desk.user.id)] if desk.role in LEADS else []
        self.escalated.setVisible(bool(team))
        if team:
            self._context.tasks.run(
                partial(untouched, view, team, today, desk.zone, ESCALATE_AFTER), self._show_escalated
            )

    def _show_escalated(self, found: list[Untouched]) -> None:
        self.escalated.show_found(found, self._rows_of_escalated)

    def _now(self) -> datetime:
        at = self._context.moment
        return self._context.desk.now() if at is None else moment_of(at)

    def _today(self) -> date:
        return self._now().astimezone(self._context.desk.zone).date()

    def _since(self, today: date) -> datetime:
        """Give when she was last here, or the beginning of the last working day where that is longer ago."""
        working = datetime.combine(daily.last_working_day(today), time(), self._context.desk.zone)
        return min(working, self._before) if self._before and self._context.may_edit else working

    def _lay_out(self) -> None:
        self._title, self._date = QLabel(self), QLabel(self)
        self._title.setProperty("kind", "title")
        self._date.setProperty("kind", "muted")
        self.age = StaleBar(self._context, self._frame, self)
        left, right = QVBoxLayout(), QVBoxLayout()
        for part in (self.asked, self.due, self.needs, self.escalated, self.coming):
            left.addWidget(part)
        right.addWidget(self.quota)
        for part in (self.closing, self.expiring, self.paying, self.news):
            right.addWidget(part)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        for column, stretch in ((left, 7), (right, 4)):
            column.setSpacing(16)
            column.addStretch(1)
            columns.addLayout(column, stretch)
        body = QWidget(self)
        body.setProperty("kind", "bar")
        body.setMaximumWidth(WIDEST)
        lines = QVBoxLayout(body)
        lines.setContentsMargins(24, 20, 24, 24)
        lines.setSpacing(2)
        lines.addWidget(self._title)
        lines.addWidget(self._date)
        lines.addSpacing(14)
        lines.addWidget(self.age)
        lines.addLayout(columns, 1)
        around = QWidget(self)
        around.setProperty("kind", "bar")
        middle = QHBoxLayout(around)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addWidget(body)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(around)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(scroll)
