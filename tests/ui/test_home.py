"""The day is finished from its first page: done, moved, opened, by key and by click."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMenu

from crm_desktop.actions.records import create, edit
from crm_desktop.core.entities import Activity, Opportunity, Quota, User
from crm_desktop.ui.day_turn import DayTurn
from crm_desktop.ui.look.cells import Cell
from crm_desktop.ui.parts.item_list import Row
from crm_desktop.ui.places import Place
from crm_desktop.ui.records.closing import Closing
from crm_desktop.ui.screens.home import Home
from tests.replicas import TODAY
from tests.ui.parts import BOSS, ME, Workplace, day, deal, enrolled, small_office


def todo(key, due):
    return Activity(id=key, kind="call", subject=f"Call {key}", account="a1", owner=ME, due_day=due)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return small_office(
        tmp_path_factory.mktemp("office"),
        todo("t1", day(-1)),
        todo("t2", day(0)),
        todo("t3", day(3)),
        deal("d1", amount=1000, close_day=day(5), next_step=""),
        User(id="u-rep", name="Rep", login="rep", role="rep", manager=BOSS, home="t"),
        deal("forgotten", owner="u-rep", opened_day=day(-60), stage_since=datetime(2026, 10, 22, tzinfo=UTC)),
        deal("w1", "won", 4500, outcome="won", closed_day=day(-5)),
        Quota(
            id="q", period="2026-Q4", user=ME, first_day=TODAY.replace(month=10, day=1),
            last_day=TODAY.replace(month=12, day=31), amount=Decimal(10_000), currency="CNY",
        ),
    )  # fmt: skip


@pytest.fixture
def home(work, qtbot):
    return work.show(qtbot, Home(work.context, work.frame), Place("home"))


def opens(section):
    return [row.opens for row in section.model.rows]


def closing(home):
    """Give the card that asks how an activity ended."""
    return next(one for one in home.window().findChildren(Closing) if one.isVisible())


def test_the_page_lists_what_the_day_asks(home):
    assert home._title.text() == "Good morning, Li Wei"
    assert opens(home.due) == ["activity:t1", "activity:t2"]
    assert opens(home.coming) == ["activity:t3"]
    assert opens(home.needs) == ["opportunity:d1"]
    assert home.needs.model.index(0, 1).data() == "No next step"
    assert opens(home.closing) == ["opportunity:d1"]


def test_the_visits_of_today_stand_in_their_order_with_their_hours(home, work, qtbot):
    for key, hour in (("late", 15), ("early", 10)):
        starts = datetime(2026, 11, 20, hour - 8, tzinfo=UTC)
        visit = Activity(id=key, kind="visit", subject=key, account="a1", owner=ME, due_day=TODAY, starts=starts)
        work.context.tell(create(work.desk, visit))
    qtbot.waitUntil(lambda: opens(home.due)[1:] == ["activity:early", "activity:late", "activity:t2"])
    assert home.due.model.index(1, 2).data() == "10:00"
    assert home._date.text() == "Friday 20 November  ·  2 visit(s), the first at 10:00"


def test_what_is_stale_says_its_age_and_leads_to_sync(home, work, office, qtbot):
    assert not home.age.isVisible()
    office.clock.moment += timedelta(days=3)
    home.refresh()
    assert home.age.words.text().startswith("Last exchange with the server 3 day(s) ago")
    qtbot.mouseClick(home.age.button, Qt.MouseButton.LeftButton)
    assert work.frame.places == [Place("sync")]
    office.clock.moment -= timedelta(days=3)


def test_a_deal_nobody_touched_for_ten_working_days_is_told_to_its_owner(home, work, qtbot):
    old = deal("alone", "lost", opened_day=day(-40), stage_since=datetime(2026, 11, 3, tzinfo=UTC), account="a2")
    work.context.tell(create(work.desk, old))
    qtbot.waitUntil(lambda: "opportunity:alone" in opens(home.needs))
    assert home.needs.model.index(1, 1).data() == "Untouched for 13 d"
    assert not home.escalated.isVisible()


def test_what_the_team_left_alone_is_told_to_whom_it_reports(qapp, office, tmp_path, qtbot):
    boss = Workplace(qapp, enrolled(office, "shen.dawei"), tmp_path, office.clock)
    page = boss.show(qtbot, Home(boss.context, boss.frame), Place("home"))
    qtbot.waitUntil(lambda: opens(page.escalated) == ["opportunity:forgotten"])
    assert page.escalated.model.index(0, 1).data() == "Untouched for 21 d"
    boss.close()


def test_the_ring_shows_what_is_won_of_the_quota(home):
    assert home.quota.ring.words == "45%"
    assert home.quota.ring.done == 0.45
    assert home.quota.won.text() == "CNY\u00a04,500 won"


def test_an_empty_section_says_so(home):
    assert home.news.empty.isVisible()
    assert not home.news.table.isVisible()


def test_space_marks_an_activity_as_done_with_a_way_back(home, work, qtbot):
    assert home.focusWidget() is home.due.table
    qtbot.keyClick(home.due.table, Qt.Key.Key_Space)
    assert not work.replica.get(Activity, "t1").is_done
    qtbot.keyClick(closing(home).outcome, Qt.Key.Key_Return)
    assert work.replica.get(Activity, "t1").is_done
    qtbot.waitUntil(lambda: opens(home.due) == ["activity:t2"])
    assert work.frame.toasts[-1][:2] == ("Done: Call t1", "Undo")
    work.frame.undo()
    qtbot.waitUntil(lambda: opens(home.due) == ["activity:t1", "activity:t2"])


def test_a_click_on_the_circle_marks_as_done_and_on_the_row_opens(home, work, qtbot):
    table = home.due.table
    middle = table.visualRect(home.due.model.index(1, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert work.frame.places == [Place("record", "activity:t2", under="home")]
    circle = table.visualRect(home.due.model.index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(circle))
    qtbot.keyClick(closing(home).outcome, Qt.Key.Key_Return)
    assert work.replica.get(Activity, "t2").is_done


def test_r_offers_days_to_move_to(home, work, qtbot):
    qtbot.keyClick(home.due.table, Qt.Key.Key_R)
    (menu,) = home.findChildren(QMenu)
    assert [action.text().split("\t")[0] for action in menu.actions()][:2] == ["Today", "Tomorrow"]
    menu.actions()[1].trigger()
    menu.close()
    assert work.replica.get(Activity, "t1").due_day == TODAY + timedelta(days=1)


def test_arrows_walk_through_all_sections(home, qtbot):
    for _ in range(2):
        qtbot.keyClick(home.focusWidget(), Qt.Key.Key_Down)
    assert home.focusWidget() is home.needs.table
    qtbot.keyClick(home.focusWidget(), Qt.Key.Key_Up)
    assert home.focusWidget() is home.due.table
    assert home.due.table.currentIndex().row() == 1


def test_enter_opens_the_deal(home, work, qtbot):
    home.needs.table.setCurrentIndex(home.needs.model.index(0, 0))
    home.needs.table.setFocus()
    qtbot.keyClick(home.needs.table, Qt.Key.Key_Return)
    assert work.frame.places == [Place("record", "opportunity:d1", under="home")]


def test_a_deal_given_a_next_step_leaves_the_list(home, work, qtbot):
    deal_ = work.replica.get(Opportunity, "d1")
    work.context.tell(edit(work.desk, deal_, next_step="Call"))
    qtbot.waitUntil(lambda: opens(home.needs) == [])


def test_the_models_keep_the_contract_of_qt(home):
    for section in home.sections:
        QAbstractItemModelTester(section.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    home.refresh()


def test_the_day_turns_while_the_page_is_open(home, work, monkeypatch):
    assert opens(home.due) == ["activity:t1", "activity:t2"]
    clock, later = work.desk.clock, timedelta(days=3)
    turn = home.findChild(DayTurn)
    turn.look()
    assert opens(home.due) == ["activity:t1", "activity:t2"]
    monkeypatch.setattr(clock, "moment", clock.moment + later)
    turn.look()
    assert opens(home.due) == ["activity:t1", "activity:t2", "activity:t3"]


def test_of_many_things_only_those_in_sight_are_put_in_words(home):
    asked: list[int] = []

    def word(found):
        asked.extend(found)
        return [Row(f"opportunity:{one}", (Cell(str(one)), Cell(), Cell())) for one in found]

    section = home.needs
    section.show_found(range(1000), word)
    assert asked == list(range(8))
    assert (section.model.rowCount(), section.count.text(), section.more.text()) == (8, "1,000", "992 more")
    section.more.click()
    assert asked == [*range(8), *range(58)]
    assert (section.model.rowCount(), section.more.text()) == (58, "942 more")
