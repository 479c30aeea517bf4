"""The calendar is walked, moved, copied, made longer and planned in, by keys and by the mouse, each with a way back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QMouseEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.actions.planning import Slot
from crm_desktop.actions.records import create
from crm_desktop.core.access import OUT_OF_SCOPE
from crm_desktop.core.entities import Activity, Quote
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.store import Where
from crm_desktop.ui.calendar.export import ExportDialog
from crm_desktop.ui.calendar.items import spoken
from crm_desktop.ui.calendar.plan_card import PlanCard
from crm_desktop.ui.places import Place
from crm_desktop.ui.records.closing import Closing
from crm_desktop.ui.screens import calendar
from crm_desktop.ui.screens.calendar import CalendarPage
from tests.replicas import TODAY
from tests.ui.parts import BOSS, ME, deal, small_office

MONDAY = date(2026, 11, 16)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def at(on, hour, minute=0):
    """Give the moment at which a clock in Shanghai shows an hour."""
    return datetime(on.year, on.month, on.day, hour - 8, minute, tzinfo=UTC)


def visit(key, on, hour=None, minutes=60, **more):
    starts = None if hour is None else at(on, hour)
    values = {"kind": "visit", "subject": f"Visit {key}", "account": "a1", "owner": ME, **more}
    return Activity(id=key, due_day=on, starts=starts, minutes=minutes if hour else None, **values)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return small_office(
        tmp_path_factory.mktemp("office"),
        visit("v1", TODAY, 10),
        visit("v2", TODAY, 10, 90),
        visit("late", MONDAY, 9),
        visit("done", MONDAY + timedelta(days=1), 14, is_done=True, done_at=at(MONDAY + timedelta(days=1), 15)),
        visit("task", TODAY, kind="task"),
        visit("hers", TODAY, 15, owner=BOSS),
        deal("d1", close_day=TODAY),
        Quote(id="q1", number="Q-1", account="a1", owner=ME, currency="CNY", state="issued", valid_until=TODAY),
    )


@pytest.fixture
def page(work, qtbot):
    return work.show(qtbot, CalendarPage(work.context, work.frame), Place("calendar"), (1200, 900))


def titles(page):
    return [one.title for one in page.model.pieces]


def row(page, key):
    return page.model.row_of(key)


def box(page, key):
    return page.view.visualRect(page.model.index(row(page, key)))


def choose(page, key):
    page.view.select(row(page, key))
    page.view.setFocus()


def drag(page, start, end, modifier=Qt.KeyboardModifier.NoModifier):
    """Press, move in three steps and let go."""
    port = page.view.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, modifier, start)
    for step in (1, 2, 3):
        QTest.mouseMove(port, start + (end - start) * step / 3)
        QApplication.sendEvent(port, moving(port, start + (end - start) * step / 3, modifier))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, modifier, end)
    QApplication.processEvents()


def moving(port, to, modifier):
    left = Qt.MouseButton.LeftButton
    return QMouseEvent(QEvent.Type.MouseMove, QPointF(to), QPointF(port.mapToGlobal(to)), left, left, modifier)


def test_the_week_shows_mine_by_hour_with_marks_and_says_what_is_late(page):
    assert page._title.text() == "16 – 22 Nov 2026"
    assert titles(page) == [
        "Visit late", "Visit done", "Visit task", "Visit v1", "Visit v2", "Closes: Deal d1", "Expires: Q-1",
    ]  # fmt: skip
    said = [spoken(one) for one in page.model.pieces]
    assert said[0] == "Visit, Visit late, Monday 16 November, 09:00–10:00, 上海水泵厂, Overdue by 4 day(s)"
    assert said[1].endswith("Done")


def test_the_day_begins_where_people_work(page):
    assert page.hours.verticalScrollBar().value() == 8 * 48
    first = page.hours.slot_at(QPoint(page.hours.column(0)[0] + 5, page.hours.top + 1))
    assert first.starts.hour == 8


def test_what_overlaps_stands_side_by_side(page):
    first, second = box(page, "v1"), box(page, "v2")
    assert first.top() == second.top()
    assert not first.intersects(second)
    assert second.height() > first.height()


def test_marks_can_be_switched_off_and_stay_so(page, work, qtbot):
    qtbot.mouseClick(page.marks, Qt.MouseButton.LeftButton)
    assert not any(one.is_mark for one in page.model.pieces)
    assert work.context.appearance.settings.value("calendar/marks") == 0


def test_letters_choose_the_view_and_today(page, qtbot):
    for key, shown in (("d", "day"), ("m", "month"), ("a", "agenda"), ("w", "week")):
        qtbot.keyClick(page.view, key)
        assert page.period.view == shown
    qtbot.keyClick(page.view, Qt.Key.Key_PageDown)
    assert page.period.first == MONDAY + timedelta(days=7)
    qtbot.keyClick(page.view, "t")
    assert page.period.first == MONDAY


def test_arrows_walk_and_go_on_into_the_next_period(page, qtbot):
    choose(page, "late")
    qtbot.keyClick(page.view, Qt.Key.Key_Right)
    assert page.view.current.title == "Visit done"
    qtbot.keyClick(page.view, Qt.Key.Key_Right)
    assert page.view.current.item.day == TODAY
    qtbot.keyClick(page.view, Qt.Key.Key_Right)
    assert page.period.first == MONDAY + timedelta(days=7)


@pytest.mark.parametrize("letter", ["d", "w", "m", "a"])
def test_an_arrow_from_nowhere_takes_the_first_thing_shown(page, qtbot, letter):
    qtbot.keyClick(page.view, letter)
    period = page.period
    page.view.setCurrentIndex(QModelIndex())
    qtbot.keyClick(page.view, Qt.Key.Key_Left)
    assert (page.view.currentIndex().row(), page.period) == (0, period)


def test_enter_opens_and_space_peeks(page, work, qtbot, monkeypatch):
    peeked = []
    monkeypatch.setattr(work.frame, "peek", lambda widget, title, _full: peeked.append((widget, title)), raising=False)
    choose(page, "v1")
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert work.frame.places == [Place("record", "activity:v1")]
    qtbot.keyClick(page.view, Qt.Key.Key_Space)
    assert peeked[0][1] == "Visit v1"
    qtbot.addWidget(peeked[0][0])


def test_ctrl_arrows_move_and_shift_arrows_make_longer_each_with_a_way_back(page, work, qtbot):
    choose(page, "v1")
    qtbot.keyClick(page.view, Qt.Key.Key_Down, CTRL)
    assert work.replica.get(Activity, "v1").starts == at(TODAY, 10, 15)
    qtbot.waitUntil(lambda: page.view.current and page.view.current.when == "10:15–11:15")
    qtbot.keyClick(page.view, Qt.Key.Key_Left, CTRL)
    moved = work.replica.get(Activity, "v1")
    assert (moved.due_day, moved.starts) == (TODAY - timedelta(days=1), at(TODAY - timedelta(days=1), 10, 15))
    qtbot.waitUntil(lambda: page.view.current and page.view.current.item.day == moved.due_day)
    qtbot.keyClick(page.view, Qt.Key.Key_Down, SHIFT)
    assert work.replica.get(Activity, "v1").minutes == 75
    work.frame.undo()
    assert work.replica.get(Activity, "v1").minutes == 60


def test_ctrl_shift_arrows_plan_the_same_once_more(page, work, qtbot):
    choose(page, "v1")
    qtbot.keyClick(page.view, Qt.Key.Key_Right, CTRL | SHIFT)
    qtbot.waitUntil(lambda: titles(page).count("Visit v1") == 2)
    assert page.view.current.item.day == TODAY + timedelta(days=1)
    assert not page.view.current.is_done
    work.frame.undo()
    qtbot.waitUntil(lambda: titles(page).count("Visit v1") == 1)


def test_what_has_no_time_gets_one_by_ctrl_down_and_loses_it_by_ctrl_home(page, work, qtbot):
    choose(page, "task")
    qtbot.keyClick(page.view, Qt.Key.Key_Down, CTRL)
    assert work.replica.get(Activity, "task").starts == at(TODAY, 9)
    qtbot.waitUntil(lambda: page.view.current and page.view.current.when == "09:00–09:30")
    qtbot.keyClick(page.view, Qt.Key.Key_Home, CTRL)
    qtbot.waitUntil(lambda: page.view.current and page.view.current.when == "")
    assert work.replica.get(Activity, "task").due_day == TODAY


def test_delete_takes_away_with_a_way_back(page, work, qtbot):
    choose(page, "v1")
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    assert work.replica.get(Activity, "v1") is None
    work.frame.undo()
    assert work.replica.get(Activity, "v1").subject == "Visit v1"


def test_a_drag_moves_to_the_nearest_quarter_of_another_day(page, work, qtbot):
    start = box(page, "v1").center()
    drag(page, start, start + QPoint(-page.hours.column(1)[1], 48 + 5))  # one day back, an hour and six minutes later
    yesterday = TODAY - timedelta(days=1)
    assert work.replica.get(Activity, "v1").starts == at(yesterday, 11)
    assert work.frame.toasts[-1][0] == "Visit v1 moved to Yesterday 11:00"
    work.frame.undo()
    qtbot.waitUntil(lambda: box(page, "v1").contains(start))


def test_a_drag_at_the_lower_edge_makes_longer_and_at_the_upper_begins_earlier(page, work, qtbot):
    end = QPoint(box(page, "v1").center().x(), box(page, "v1").bottom() - 1)
    drag(page, end, end + QPoint(0, 24))
    qtbot.waitUntil(lambda: work.replica.get(Activity, "v1").minutes == 90)
    qtbot.waitUntil(lambda: any(one.when == "10:00–11:30" and one.title == "Visit v1" for one in page.model.pieces))
    begin = QPoint(box(page, "v1").center().x(), box(page, "v1").top() + 1)
    drag(page, begin, begin - QPoint(0, 24))
    assert work.replica.get(Activity, "v1").starts == at(TODAY, 9, 30)
    assert work.replica.get(Activity, "v1").minutes == 120


def test_what_goes_on_from_the_day_before_is_moved_by_its_rest(page, work, qtbot):
    sunday = MONDAY - timedelta(days=1)
    work.context.tell(create(work.desk, visit("night", sunday, 23, 180)))
    qtbot.waitUntil(lambda: row(page, "night") >= 0)
    page.hours.scroll_to(0)
    start = box(page, "night").center()
    drag(page, start, start + QPoint(page.hours.column(1)[1], 3 * 48))  # its beginning would be at two in the morning
    assert work.replica.get(Activity, "night").starts == at(MONDAY, 8) + timedelta(hours=18)


def test_ctrl_drag_copies(page, work, qtbot):
    start = box(page, "v1").center()
    drag(page, start, start + QPoint(0, 96), CTRL)
    qtbot.waitUntil(lambda: titles(page).count("Visit v1") == 2)
    assert work.replica.get(Activity, "v1").starts == at(TODAY, 10)


def test_a_drag_above_the_hours_takes_the_time_away(page, work, qtbot):
    start = box(page, "v1").center()
    drag(page, start, QPoint(start.x(), page.hours.top - 4))
    assert work.replica.get(Activity, "v1").starts is None
    assert work.replica.get(Activity, "v1").minutes == 60


def test_escape_ends_a_drag_without_a_move(page, work, qtbot):
    port, start = page.view.viewport(), box(page, "v1").center()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    QApplication.sendEvent(port, moving(port, start + QPoint(0, 60), Qt.KeyboardModifier.NoModifier))
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=start + QPoint(0, 60))
    assert work.replica.get(Activity, "v1").starts == at(TODAY, 10)


def test_a_drag_over_an_empty_place_plans_there(page, work, qtbot):
    start = QPoint(page.hours.column(2)[0] + 20, box(page, "v1").top())
    drag(page, start, start + QPoint(0, 72))
    card = page.card
    assert card.when.text() == "2026-11-18 10:00–11:30"
    qtbot.waitUntil(card.subject.hasFocus)
    qtbot.keyClicks(card.subject, "See the new pump")
    qtbot.mouseClick(card.kinds.buttons["meeting"], Qt.MouseButton.LeftButton)
    qtbot.keyClick(card.subject, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "See the new pump" in titles(page))
    (made,) = [one.item.record for one in page.model.pieces if one.title == "See the new pump"]
    assert (made.kind, made.starts, made.minutes, made.owner) == ("meeting", at(date(2026, 11, 18), 10), 90, ME)
    work.frame.undo()
    qtbot.waitUntil(lambda: "See the new pump" not in titles(page))


def test_a_click_on_an_empty_place_offers_an_hour_and_a_customer_by_a_few_letters(page, qtbot):
    port = page.view.viewport()
    qtbot.mouseClick(
        port, Qt.MouseButton.LeftButton, pos=QPoint(page.hours.column(5)[0] + 20, box(page, "v1").top() + 30)
    )
    card = page.card
    qtbot.keyClicks(card.about, "baltic")
    qtbot.keyClick(card.about, Qt.Key.Key_Return)
    qtbot.mouseClick(card.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Visit: Baltic Pumps" in titles(page))
    (made,) = [one for one in page.model.pieces if one.title == "Visit: Baltic Pumps"]
    assert (made.about, made.when, made.item.day) == ("Baltic Pumps", "10:30–11:30", date(2026, 11, 21))


def test_what_is_typed_and_left_is_there_again(page, qtbot):
    qtbot.keyClick(page.view, Qt.Key.Key_Insert)
    qtbot.keyClicks(page.card.subject, "Half a thought")
    qtbot.keyClick(page.card, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.card is None)
    page.plan(Slot(TODAY))
    assert page.card.subject.text() == "Half a thought"


def test_an_empty_card_or_a_place_that_is_none_says_what_to_do(page, qtbot):
    page.plan(Slot(TODAY))
    qtbot.keyClick(page.card.subject, Qt.Key.Key_Return)
    assert page.card.trouble.text() == "Write a few words, or say with whom."
    qtbot.keyClicks(page.card.subject, "x")
    page.card.when.setText("11:00-10:00")
    qtbot.keyClick(page.card.when, Qt.Key.Key_Return)
    assert page.card.trouble.text() == "“11:00-10:00” ends before it begins."


def test_ctrl_n_of_the_window_leads_here_with_the_card_open(page, qtbot):
    page.open_place(Place("calendar", "new"))
    qtbot.waitUntil(lambda: page.card is not None)
    assert isinstance(page.card, PlanCard)


def test_the_past_is_shown_and_cannot_be_changed(page, work, qtbot):
    work.context.look_at(work.desk.end_of(TODAY))
    qtbot.waitUntil(lambda: not page.view.may_edit)
    start = box(page, "v1").center()
    drag(page, start, start + QPoint(0, 48))
    assert work.replica.get(Activity, "v1").starts == at(TODAY, 10)
    assert work.frame.messages == [("info", "You are looking at the past. Go back to now to plan something.")]
    assert page.view.springing is not None


def test_a_refused_drop_springs_back_with_the_reason(page, work, qtbot, monkeypatch):
    def refuse(*_):
        raise RefusedError(OUT_OF_SCOPE)

    monkeypatch.setattr("crm_desktop.actions.planning.move_to", refuse)
    start = box(page, "v1").center()
    drag(page, start, start + QPoint(0, 48))
    assert work.frame.messages[0][0] == "warn"
    assert work.frame.messages[0][1].startswith("This record is not in your territory")
    assert page.view.springing is not None
    qtbot.waitUntil(lambda: page.view.springing is None)


def test_a_colleagues_calendar_is_hers_alone(page, qtbot):
    page.people.setCurrentIndex(page.people.findData(BOSS))
    assert titles(page) == ["Visit hers"]
    assert not page.plan_button.isVisible()


def test_what_is_planned_in_a_colleagues_calendar_is_hers(page, work, qtbot):
    page.people.setCurrentIndex(page.people.findData(BOSS))
    page.plan(Slot(TODAY))
    assert page.card.whose.text() == "In the calendar of Shen Dawei"
    qtbot.keyClicks(page.card.subject, "Review")
    qtbot.keyClick(page.card.subject, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Review" in titles(page))
    assert [one.owner for one in work.replica.find(Activity, Where("subject", "eq", "Review"))] == [BOSS]


def test_an_empty_week_offers_to_plan_a_visit(page, qtbot):
    page.step(8)
    assert page._notice.text() == "Nothing planned this week."
    qtbot.mouseClick(page.plan_button, Qt.MouseButton.LeftButton)
    assert page.card.kinds.kind == "visit"


def test_a_month_moves_by_days_and_counts_what_does_not_fit(page, work, qtbot):
    qtbot.keyClick(page.view, "m")
    page.resize(1200, 560)
    QApplication.processEvents()
    assert page.month._left_out
    start = box(page, "late").center()
    drag(page, start, start + QPoint(page.month.cell(0).width() * 2, 0))
    moved = work.replica.get(Activity, "late")
    assert (moved.due_day, moved.starts) == (date(2026, 11, 18), at(date(2026, 11, 18), 9))


@pytest.mark.parametrize("view", ["week", "month"])
def test_the_current_thing_is_in_sight_also_on_a_day_without_room_for_all(page, work, qtbot, view):
    if view == "month":
        page.resize(1200, 640)
        qtbot.keyClick(page.view, Qt.Key.Key_M)
    crowd = [visit(f"x{n}", TODAY) for n in range(6)]
    work.context.tell(create(work.desk, *crowd))
    qtbot.waitUntil(lambda: row(page, "x5") >= 0)
    assert any(box(page, one.id).isEmpty() for one in crowd)
    for one in crowd:
        choose(page, one.id)
        assert not box(page, one.id).isEmpty()


def test_a_click_on_the_number_of_a_day_shows_that_day(page, qtbot):
    qtbot.keyClick(page.view, "m")
    cell = page.month.cell(page.month.days.index(MONDAY))
    qtbot.mouseClick(page.month.viewport(), Qt.MouseButton.LeftButton, pos=cell.topLeft() + QPoint(12, 14))
    assert (page.period.view, page.period.first) == ("day", MONDAY)


def test_an_agenda_names_each_day_once_and_moves_by_keys(page, work, qtbot):
    qtbot.keyClick(page.view, "a")
    assert [page.agenda.is_first(n) for n in range(page.model.rowCount())] == [True, False, False, False, False]
    choose(page, "v2")
    qtbot.keyClick(page.view, Qt.Key.Key_Right, CTRL)
    assert work.replica.get(Activity, "v2").due_day == TODAY + timedelta(days=1)


def test_a_laptop_elsewhere_shows_its_own_hours_beside(page, monkeypatch):
    monkeypatch.setattr(calendar, "other_zone", lambda *_: None)
    page.refresh()
    assert page.hours.gutter == 52
    monkeypatch.setattr(calendar, "other_zone", lambda *_: UTC)
    page.refresh()
    assert page.hours.gutter > 90
    assert box(page, "v1").left() > 90
    page.grab()  # painted without a fault


def test_what_is_shown_is_exported_for_other_calendars(page, work, qtbot, monkeypatch, tmp_path):
    file = tmp_path / "mine.ics"
    monkeypatch.setattr(ExportDialog, "ask", lambda *_: file)
    qtbot.keyClick(page.view, "e", CTRL)
    found = file.read_text("utf-8")
    assert found.count("BEGIN:VEVENT") == 6
    assert "UID:activity-v1@satchel" in found
    assert "DESCRIPTION:上海水泵厂" in found
    assert work.frame.toasts[-1][0] == "Written: mine.ics"
    monkeypatch.setattr(ExportDialog, "ask", lambda *_: tmp_path / "no" / "mine.ics")
    qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    assert work.frame.messages[-1][1].startswith("The file could not be written")


def test_x_finishes_with_the_next_step_in_place(page, work, qtbot):
    choose(page, "v1")
    qtbot.keyClick(page.view, "x")
    (card,) = [one for one in page.window().findChildren(Closing) if one.isVisible()]
    qtbot.keyClicks(card.subject, "Send papers")
    qtbot.keyClick(card.subject, Qt.Key.Key_Return)
    assert work.replica.get(Activity, "v1").is_done
    qtbot.waitUntil(lambda: any(one.title == "Visit v1" and one.is_done for one in page.model.pieces))
    assert [one.due_day for one in work.replica.find(Activity, Where("subject", "eq", "Send papers"))] == [
        TODAY + timedelta(days=7)
    ]


def test_a_screen_reader_walks_what_is_planned(page):
    found = QAccessible.queryAccessibleInterface(page.hours)
    words = [found.child(n).text(QAccessible.Text.Name) for n in range(found.childCount())]
    assert any(one.startswith("Visit, Visit v1, Friday 20 November, 10:00–11:00") for one in words)


def test_the_model_keeps_the_contract_of_qt(page):
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.refresh()
    for view in ("d", "m", "a"):
        page.choose({"d": "day", "m": "month", "a": "agenda"}[view])
        page.grab()
