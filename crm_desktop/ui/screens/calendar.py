"""The calendar: what is planned by day, week, month or as a list, moved and planned where it stands."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QRect, QSize, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from crm_desktop.actions.desk import Done
from crm_desktop.actions.planning import Slot
from crm_desktop.analysis.agenda import Item, agenda
from crm_desktop.core.entities import Activity
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, entity_of, moment_of
from crm_desktop.ui.calendar.agenda import AgendaView
from crm_desktop.ui.calendar.commands import view_commands
from crm_desktop.ui.calendar.doing import Doing
from crm_desktop.ui.calendar.export import export
from crm_desktop.ui.calendar.grid import EARLY, LATE
from crm_desktop.ui.calendar.hours import HoursView
from crm_desktop.ui.calendar.items import CalendarModel, Piece, next_of, pieces
from crm_desktop.ui.calendar.layout import AGENDA, DAY, MONTH, VIEWS, WEEK, Period, other_zone, period_of, stepped
from crm_desktop.ui.calendar.month import MonthView
from crm_desktop.ui.calendar.people import People
from crm_desktop.ui.calendar.plan_card import PLACE, PlanCard, begun_at, begun_plan
from crm_desktop.ui.calendar.view import CalendarView
from crm_desktop.ui.calendar.words import empty_words, period_words
from crm_desktop.ui.commands import Command, Commands
from crm_desktop.ui.context import Context
from crm_desktop.ui.day_turn import DayTurn
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.page import Frame, Page
from crm_desktop.ui.parts.browse import ChipButton, Choices
from crm_desktop.ui.parts.time_bar import TimeBanner, TimeButton
from crm_desktop.ui.places import Place, list_of, place_of
from crm_desktop.ui.records.peeked import peek_record

KEY = "calendar"
NEW = "new"
MINUTE_MS = 60_000
_TOUCHED = {"*", "activity", "opportunity", "quote", "account", "user", "organisation"}


class CalendarPage(Page):
    """Show a period of somebody's calendar and change what is in it."""

    def __init__(self, context: Context, frame: Frame) -> None:
        super().__init__()
        self._context, self._frame = context, frame
        settings = context.appearance.settings
        kept = str(settings.value("calendar/view", WEEK))
        self._view = kept if kept in VIEWS else WEEK
        self._day = self._today()
        self._follow = ""
        self._asking = 0
        self._is_scrolled = False
        self.items: list[Item] = []
        self.card: PlanCard | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._on_minute)
        self.model = CalendarModel(self)
        self.doing = Doing(context, frame, self)
        look = context.appearance
        self.hours = HoursView(self.model, look, self)
        self.month = MonthView(self.model, look, self)
        self.agenda = AgendaView(self.model, look, self)
        self.marks = ChipButton(look, self)
        self.marks.setCheckable(True)
        self.marks.setChecked(str(settings.value("calendar/marks", 1)) == "1")
        self._lay_out()
        self._connect()
        self._commands = Commands(self, self._list_commands(), is_inside=True)

    # What the frame asks.

    def open_place(self, place: Place) -> None:
        self.refresh()
        if not self._minute.isActive():
            self._minute.start()
        if place.record == NEW:
            QTimer.singleShot(0, self, self.plan)
        elif place.record:
            self.show_day(date.fromisoformat(place.record))
        elif self._context.drafts.claim(PLACE) and begun_plan(self._context).is_open:
            QTimer.singleShot(0, self, self.plan)  # it was open when the program ended

    def take_focus(self) -> None:
        self.view.setFocus()

    def leave(self) -> None:
        if self.card is not None:
            self.card.go()

    def left_as(self) -> str:
        # Whoever looked at today looks at today again.
        return f"{self._view} {'' if self._day == self._today() else self._day} {self.people.currentData() or ''}"

    def take_up(self, left: str) -> None:
        view, day, whose = left.split(" ")
        self._view = view if view in VIEWS else self._view
        self._day = date.fromisoformat(day) if day else self._today()
        self.people.choose(whose)

    def retranslate(self) -> None:
        theme = self._context.appearance.theme
        self.views.say({DAY: self.tr("Day"), WEEK: self.tr("Week"), MONTH: self.tr("Month"), AGENDA: self.tr("Agenda")})
        for key, sign in ((DAY, "D"), (WEEK, "W"), (MONTH, "M"), (AGENDA, "A")):
            self.views.button(key).setToolTip(f"{self.views.button(key).text()}  {sign}")
        self.marks.say(self.tr("Expiries and closings"))
        self.marks.setToolTip(self.tr("Show when quotes expire and deals are to close"))
        self.today_button.setText(self.tr("Today"))
        self.today_button.setToolTip(self.tr("Today") + "  T")
        for button, sign, name, keys in (
            (self.back_button, "chevron-left", self.tr("Earlier"), "PgUp"),
            (self.on_button, "chevron-right", self.tr("Later"), "PgDown"),
            (self.list_button, "list", self.tr("All activities as a list"), ""),
            (self.export_button, "download", self.tr("Export for other calendars"), "Ctrl+E"),
            (self.new_button, "plus", self.tr("Plan"), "Ctrl+N"),
        ):
            button.setIcon(icon(sign, theme.muted))
            button.setAccessibleName(name)
            button.setToolTip(f"{name}  {keys}".strip())
        self.new_button.setText(f"\u2009{self.tr('Plan')}")
        for view in (self.hours, self.month, self.agenda):
            view.setAccessibleName(self.tr("Calendar"))
        self.plan_button.setText(self.tr("Plan a visit"))
        self._commands.retranslate()
        if self.isVisible():
            self.refresh()

    # What is shown.

    @property
    def view(self) -> CalendarView:
        """Give the view in front."""
        return {MONTH: self.month, AGENDA: self.agenda}.get(self._view, self.hours)

    @property
    def period(self) -> Period:
        """Give the days that are shown."""
        return period_of(self._view, self._day)

    def choose(self, view: str) -> None:
        """Show the same day in another view."""
        piece = self.view.current
        if piece is not None:
            self._day, self._follow = piece.item.day, piece.item.record.id
        self._view = view
        self._context.appearance.settings.setValue("calendar/view", view)
        self.refresh()
        self.view.setFocus()

    def show_day(self, day: date, view: str = "") -> None:
        """Show the period that holds a day."""
        self._day, self._view = day, view or self._view
        self.refresh()
        self.view.setFocus()

    def step(self, by: int) -> None:
        """Show the period before or after; past the last thing the first one there has the keyboard."""
        self._day = stepped(self._view, self._day, by)
        self.refresh()

    def go_today(self) -> None:
        """Show the period that holds today."""
        self._day = self._today()
        self.refresh()
        self.hours.scroll_to(self._first_hour())

    def refresh(self) -> None:
        """Read the period anew and keep the current thing."""
        context, period = self._context, self.period
        self.views.choose(self._view)
        ask = partial(
            agenda, context.view, self.people.owners, period.shown_first, period.shown_last, context.desk.zone,
            marks=self.marks.isChecked(),
        )  # fmt: skip
        self.rearranged.emit()
        self._asking += 1
        if context.moment is None:
            self._show(self._asking, ask())
        else:
            # A past moment may cost a second, which the window must not wait for.
            context.tasks.run(ask, partial(self._show, self._asking))

    def _show(self, asking: int, items: Sequence[Item]) -> None:
        if asking != self._asking:
            return
        context, period, view = self._context, self.period, self.view
        follow = self._follow or (view.current.item.record.id if view.current else "")
        self._follow = ""
        self.items = list(items)
        now, today = self._now(), self._today()
        for each in (self.hours, self.month, self.agenda):
            each.may_edit, each.zone = context.may_edit, context.desk.zone
        self.hours.other_zone = other_zone(now, context.desk.zone)
        self.hours.show_days(period.days[:7], today, now)
        self.month.show_days(period.days, today, period.first.month)
        self.agenda.show_days(period.days, today)
        self.model.show_pieces(pieces(context, items, now.astimezone(context.desk.zone), self.people.owners))
        self.stack.setCurrentWidget(view)
        if not self._is_scrolled:
            self.hours.scroll_to(self._first_hour())
            self._is_scrolled = True
        view.select(self.model.row_of(follow) if follow else self._next_row())
        self._title.setText(period_words(period))
        self.new_button.setVisible(context.may_edit)
        self._show_notice(period)

    def _show_notice(self, period: Period) -> None:
        is_empty = not any(item.sort == "activity" for item in self.items)
        self._notice_bar.setVisible(is_empty)
        self._notice.setText(empty_words(period, self._today()))
        self.plan_button.setVisible(self._context.may_edit and self.people.owners == [self._context.desk.user.id])

    # What is done.

    def plan(self, slot: Slot | None = None, place: QRect | None = None, kind: str = "") -> None:
        """Ask for something new, at a place or at the next that fits."""
        if not self._context.may_edit:
            self.doing.refuse_past()
            return
        when = ""
        if slot is None:  # the time that was begun with, if nothing else is asked for
            slot, when = begun_at(self._context, self.period.days, self._today())
        slot = slot or self.view.next_slot()
        place = place if place is not None and place.isValid() else self.view.slot_rect(slot)
        owner = self.people.owners[0] if len(self.people.owners) == 1 else ""
        self.card = PlanCard(self._context, slot, self.view.viewport(), place, kind, owner, when)
        self.card.planned.connect(self._on_planned)
        self.card.destroyed.connect(self._on_card_gone)
        self.card.open()

    def finish(self, piece: Piece) -> None:
        """Ask beside a thing how it ended and what comes next."""
        place = self.view.visualRect(self.model.index(self.model.row_of(piece.item.record.id)))
        self.doing.finish(piece, self.view.viewport(), place)

    def open(self, piece: Piece) -> None:
        """Open the record of a thing."""
        record = piece.item.record
        self._frame.go(place_of(entity_of(record).key, record.id))

    def peek(self, piece: Piece) -> None:
        """Show the record of a thing beside the calendar."""
        peek_record(self._context, self._frame, piece.item.record, lambda: self.open(piece))

    def export(self) -> None:
        """Write what is shown into a file that other calendars read."""
        export(self._context, self._frame, self, self.model.pieces, self.people.currentText(), self._title.text())

    # What was reached.

    def _on_planned(self, activity: Activity, done: Done) -> None:
        self.doing.tell_planned(activity, done)
        self._soon.start()

    def _on_told(self, id_: str, day: date | None) -> None:
        self._follow = id_
        if day is not None and day not in self.period.days:
            self._day = day

    def _on_refused(self, piece: Piece, slot: Slot) -> None:
        row = self.model.row_of(piece.item.record.id)
        self.view.spring_back(self.view.slot_rect(slot), self.view.visualRect(self.model.index(row)))

    def _on_card_gone(self) -> None:
        self.card = None

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if self.isVisible() and touched.keys() & _TOUCHED:
            self._soon.start()

    def _on_moved_in_time(self) -> None:
        self._day = self._today()
        self._soon.start()

    def _on_minute(self) -> None:
        if self.isVisible() and self._context.moment is None:
            self.hours.now = self._now()
            self.view.viewport().update()

    def _on_marks(self) -> None:
        self._context.appearance.settings.setValue("calendar/marks", int(self.marks.isChecked()))
        self.refresh()

    def _on_new(self) -> None:
        self.plan()

    def _on_visit(self) -> None:
        self.plan(kind="visit")

    # The moment looked at.

    def _now(self) -> datetime:
        at = self._context.moment
        return self._context.desk.now() if at is None else moment_of(at)

    def _first_hour(self) -> float:
        """Give the hour to begin with: a little before now, within the hours in which people work."""
        return min(max(self._now().astimezone(self._context.desk.zone).hour - 2, EARLY - 0.5), LATE - 5)

    def _next_row(self) -> int:
        """Give the row of what comes next today, -1 where nothing does."""
        return next_of(self.model.pieces, self._today(), self._now())

    def _today(self) -> date:
        return self._now().astimezone(self._context.desk.zone).date()

    # How it is made.

    def _list_commands(self) -> list[Command]:
        return [
            *view_commands(self.choose),
            Command(QT_TRANSLATE_NOOP("Command", "Today"), ("T",), self.go_today),
            Command(QT_TRANSLATE_NOOP("Command", "Export for other calendars"), ("Ctrl+E",), self.export),
        ]

    def _connect(self) -> None:
        context = self._context
        for view in (self.hours, self.month, self.agenda):
            view.opened.connect(self.open)
            view.peeked.connect(self.peek)
            view.deleted.connect(self.doing.delete)
            view.ticked.connect(self.finish)
            view.asked.connect(self.plan)
            view.placed.connect(self.doing.move)
            view.copied.connect(self.doing.copy)
            view.stepped.connect(self.step)
        self.month.day_asked.connect(lambda day: self.show_day(day, DAY))
        self.doing.about_to_tell.connect(self._on_told)
        self.doing.refused.connect(self._on_refused)
        self.views.chosen.connect(self.choose)
        self.people.changed.connect(self.refresh)
        self.marks.clicked.connect(self._on_marks)
        self.back_button.clicked.connect(lambda: self.step(-1))
        self.on_button.clicked.connect(lambda: self.step(1))
        self.today_button.clicked.connect(self.go_today)
        self.list_button.clicked.connect(lambda: self._frame.go(list_of("activity")))
        self.export_button.clicked.connect(self.export)
        self.new_button.clicked.connect(self._on_new)
        self.plan_button.clicked.connect(self._on_visit)
        context.tasks.touched.connect(self._on_touched)
        DayTurn(context, self).turned.connect(self.refresh)
        context.moved_in_time.connect(self._on_moved_in_time)
        context.appearance.changed.connect(self.retranslate)

    def _lay_out(self) -> None:
        look = self._context.appearance
        self._title, self._notice = QLabel(self), QLabel(self)
        self._title.setProperty("kind", "title")
        self._notice.setProperty("kind", "muted")
        self.views = Choices(look, VIEWS, self)
        self.people = People(self._context, self)
        self.time_button = TimeButton(self._context, self)
        self.back_button, self.on_button, self.list_button = (QToolButton(self) for _ in range(3))
        self.export_button, self.new_button = QToolButton(self), QToolButton(self)
        self.today_button, self.plan_button = QPushButton(self), QPushButton(self)
        self.plan_button.setProperty("kind", "link")
        top, under = QHBoxLayout(), QHBoxLayout()
        for row in (top, under):
            row.setSpacing(8)
        for part in (self._title, self.back_button, self.today_button, self.on_button):
            top.addWidget(part)
        top.addStretch(1)
        for button in (self.time_button, self.list_button, self.export_button, self.new_button):
            button.setIconSize(QSize(16, 16))
            top.addWidget(button)
        for button in (self.back_button, self.on_button, self.list_button, self.export_button, self.new_button):
            button.setFocusPolicy(self.time_button.focusPolicy())
        self.new_button.setToolButtonStyle(self.time_button.toolButtonStyle())
        under.addWidget(self.views, 1)
        under.addWidget(self.marks)
        under.addWidget(self.people)
        self._notice_bar = QWidget(self)
        notice = QHBoxLayout(self._notice_bar)
        notice.setContentsMargins(0, 0, 0, 0)
        for part in (self._notice, self.plan_button):
            notice.addWidget(part)
        notice.addStretch(1)
        self.stack = QStackedWidget(self)
        for view in (self.hours, self.month, self.agenda):
            self.stack.addWidget(view)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 12, 6)
        head.setSpacing(8)
        head.addLayout(top)
        head.addLayout(under)
        head.addWidget(self._notice_bar)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(TimeBanner(self._context, self))
        page.addLayout(head)
        page.addWidget(self.stack, 1)
