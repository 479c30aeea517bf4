"""Finishing asks in place what came of it and what is next; one key on a row logs a call with whom it is about."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.core.entities import Account, Activity, Opportunity
from crm_desktop.core.store import Where
from crm_desktop.ui.places import Place
from crm_desktop.ui.records.closing import Closing
from crm_desktop.ui.records.composer import Draft, draft_about, keep_draft
from crm_desktop.ui.records.quick_log import QuickLog
from crm_desktop.ui.screens.home import Home
from crm_desktop.ui.screens.lists import ListPage
from tests.replicas import TODAY
from tests.ui.parts import ME, day, deal, small_office


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return small_office(
        tmp_path_factory.mktemp("office"),
        Activity(
            id="t1",
            kind="call",
            subject="Call t1",
            account="a1",
            contact="k1",
            opportunity="d1",
            owner=ME,
            due_day=day(-1),
        ),
        Activity(id="t2", kind="task", subject="Task t2", account="a2", owner=ME, due_day=day(0)),
        deal("d1", close_day=day(5), next_step="Call t1", next_step_day=day(-1)),
    )


@pytest.fixture
def home(work, qtbot):
    return work.show(qtbot, Home(work.context, work.frame), Place("home"))


def card(page, kind):
    return next(one for one in page.window().findChildren(kind) if one.isVisible())


def finishing(home, qtbot):
    qtbot.keyClick(home.due.table, Qt.Key.Key_Space)
    return card(home, Closing)


def planned(work, subject):
    return work.replica.find(Activity, Where("subject", "eq", subject))


def test_outcome_and_next_step_are_one_save_with_one_way_back(home, work, qtbot):
    asked = finishing(home, qtbot)
    assert asked.heading.text() == "Finish: Call t1"
    qtbot.waitUntil(asked.outcome.hasFocus)
    qtbot.keyClicks(asked.outcome, "Wants a discount")
    qtbot.keyClicks(asked.subject, "Send the offer")
    qtbot.mouseClick(asked.days.button("tomorrow"), Qt.MouseButton.LeftButton)
    qtbot.keyClick(asked.subject, Qt.Key.Key_Return)
    assert work.replica.get(Activity, "t1").outcome == "Wants a discount"
    (following,) = planned(work, "Send the offer")
    assert (following.kind, following.due_day, following.contact) == ("task", day(1), "k1")
    moved = work.replica.get(Opportunity, "d1")
    assert (moved.next_step, moved.next_step_day) == ("Send the offer", day(1))
    assert work.frame.toasts[-1][0] == "Done: Call t1. Next: Send the offer, Tomorrow"
    work.frame.undo()
    assert not work.replica.get(Activity, "t1").is_done
    assert planned(work, "Send the offer") == []
    assert work.replica.get(Opportunity, "d1").next_step == "Call t1"


def test_enter_alone_finishes_and_the_deal_has_no_next_step_any_more(home, work, qtbot):
    qtbot.keyClick(finishing(home, qtbot).outcome, Qt.Key.Key_Return)
    assert work.replica.get(Activity, "t1").is_done
    assert work.replica.get(Opportunity, "d1").next_step == ""
    assert work.frame.toasts[-1][0] == "Done: Call t1"
    assert len(work.replica.find(Activity)) == 2


def test_a_kind_alone_names_the_step_after_the_person(home, work, qtbot):
    asked = finishing(home, qtbot)
    qtbot.mouseClick(asked.kinds.buttons["visit"], Qt.MouseButton.LeftButton)
    assert asked.subject.placeholderText() == "Visit: Min Wang"
    asked.day.setText("+3")
    qtbot.keyClick(asked.day, Qt.Key.Key_Return)
    assert [one.due_day for one in planned(work, "Visit: Min Wang")] == [day(3)]


def test_a_day_that_is_none_is_asked_again_and_nothing_is_saved_yet(home, work, qtbot):
    asked = finishing(home, qtbot)
    qtbot.keyClicks(asked.subject, "Later")
    asked.day.setText("someday")
    qtbot.keyClick(asked.day, Qt.Key.Key_Return)
    assert "someday" in asked.trouble.text()
    assert not work.replica.get(Activity, "t1").is_done
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    work.frame.undo()  # the button of the line that tells of it
    assert "someday" in work.frame.messages[-1][1]
    assert not work.replica.get(Activity, "t1").is_done


def test_what_was_ticked_by_mistake_is_not_done_after_all(home, work, qtbot):
    qtbot.mouseClick(finishing(home, qtbot).not_yet, Qt.MouseButton.LeftButton)
    assert not work.replica.get(Activity, "t1").is_done
    assert home.due.table.hasFocus()


@pytest.mark.parametrize("leave", ["click", "escape", "page"])
def test_what_is_left_is_not_finished_says_so_and_keeps_what_was_typed(home, work, qtbot, leave):
    asked = finishing(home, qtbot)
    qtbot.keyClicks(asked.outcome, "Half")
    qtbot.keyClicks(asked.subject, "Send the rest")
    if leave == "click":
        qtbot.mouseClick(home, Qt.MouseButton.LeftButton, pos=home.rect().bottomRight() - QPoint(3, 3))
    elif leave == "escape":
        qtbot.keyClick(asked, Qt.Key.Key_Escape)
    else:
        home.hide()
        home.show()
    assert not work.replica.get(Activity, "t1").is_done
    assert work.frame.toasts[-1][:2] == ("Not finished yet: Call t1", "Finish")
    again = finishing(home, qtbot)
    assert (again.outcome.text(), again.subject.text()) == ("Half", "Send the rest")
    qtbot.keyClick(again, Qt.Key.Key_Escape)
    work.frame.undo()  # one click finishes it as it was begun
    assert work.replica.get(Activity, "t1").outcome == "Half"
    assert [one.due_day for one in planned(work, "Send the rest")] == [day(7)]
    assert work.context.drafts.places("closing/") == []


def test_c_on_a_row_of_today_logs_a_call_with_the_customer(home, work, qtbot):
    qtbot.keyClick(home.due.table, "c")
    asked = card(home, QuickLog)
    assert asked.heading.text() == "Call: Min Wang · 上海水泵厂"
    qtbot.keyClicks(asked.line, "Asked for the drawing")
    qtbot.keyClick(asked.line, Qt.Key.Key_Return)
    (logged,) = planned(work, "Asked for the drawing")
    assert (logged.kind, logged.is_done, logged.contact, logged.opportunity) == ("call", True, "k1", "d1")
    assert logged.due_day == TODAY
    work.frame.undo()
    assert planned(work, "Asked for the drawing") == []


@pytest.mark.parametrize(("key", "kind", "is_done"), [("n", "note", True), ("v", "visit", True), ("t", "task", False)])
def test_letters_on_a_row_of_a_list_write_down_what_they_stand_for(work, qtbot, key, kind, is_done):
    page = work.show(qtbot, ListPage(work.context, work.frame, "account"), Place("account"))
    qtbot.waitUntil(page.table.hasFocus)
    name = page.table.current.id
    qtbot.keyClick(page.table, key)
    asked = card(page, QuickLog)
    assert asked.day.isVisible() == (kind != "note")
    qtbot.keyClicks(asked.line, "One line")
    qtbot.keyClick(asked.line, Qt.Key.Key_Return)
    (made,) = planned(work, "One line")
    assert (made.kind, made.is_done, made.account) == (kind, is_done, name)
    QApplication.processEvents()
    assert page.table.hasFocus()


def test_what_was_begun_in_one_line_waits_also_on_the_page_of_the_record(work, qtbot):
    page = work.show(qtbot, ListPage(work.context, work.frame, "account"), Place("account"))
    qtbot.waitUntil(page.table.hasFocus)
    id_ = page.table.current.id
    qtbot.keyClick(page.table, "c")
    qtbot.keyClicks(card(page, QuickLog).line, "They said")
    qtbot.keyClick(card(page, QuickLog), Qt.Key.Key_Escape)
    assert draft_about(work.context, work.replica.get(Account, id_)) == Draft("call", "They said")


def test_looking_something_up_in_another_window_finishes_nothing(home, work, qtbot):
    asked = finishing(home, qtbot)
    QApplication.sendEvent(home.window(), QEvent(QEvent.Type.WindowDeactivate))
    assert asked.isVisible()
    assert not work.replica.get(Activity, "t1").is_done
    asked.go()


def test_a_line_that_was_begun_comes_back_with_its_day(work, qtbot):
    page = work.show(qtbot, ListPage(work.context, work.frame, "opportunity"), Place("opportunity"))
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_T)
    asked = card(page, QuickLog)
    qtbot.keyClicks(asked.line, "Send the drawings")
    qtbot.keyClicks(asked.day, "+3")
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    qtbot.keyClick(page.table, Qt.Key.Key_T)
    again = card(page, QuickLog)
    assert (again.line.text(), again.day.text()) == ("Send the drawings", "+3")
    qtbot.keyClick(again, Qt.Key.Key_Escape)


def test_one_line_never_takes_the_place_of_a_longer_note_that_was_begun(work, qtbot):
    page = work.show(qtbot, ListPage(work.context, work.frame, "opportunity"), Place("opportunity"))
    page.table.selectRow(0)
    asked_about = work.replica.get(Opportunity, "d1")
    keep_draft(work.context, asked_about, Draft("visit", "They want\ntwo pumps more"))
    qtbot.keyClick(page.table, Qt.Key.Key_C)
    asked = card(page, QuickLog)
    assert asked.line.text() == ""
    qtbot.keyClicks(asked.line, "by May")
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    assert draft_about(work.context, asked_about) == Draft("visit", "They want\ntwo pumps more\nby May")


def test_an_empty_line_says_so(work, qtbot):
    page = work.show(qtbot, ListPage(work.context, work.frame, "contact"), Place("contact"))
    qtbot.waitUntil(page.table.hasFocus)
    qtbot.keyClick(page.table, "c")
    qtbot.keyClick(card(page, QuickLog).line, Qt.Key.Key_Return)
    assert card(page, QuickLog).trouble.text() == "Write a few words first."
