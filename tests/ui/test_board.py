"""The board moves deals by mouse and keyboard, asks in place, and stays light with many cards."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from crm_desktop.actions import deals as deal_actions
from crm_desktop.actions import records
from crm_desktop.core.entities import Opportunity
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import micros
from crm_desktop.ui.board.asks import LostReason, NewDeal, Refused
from crm_desktop.ui.board.cards import DRAGGED, PAGE
from crm_desktop.ui.look.cells import Roles
from crm_desktop.ui.parts.time_bar import TimeBanner
from crm_desktop.ui.places import Place
from crm_desktop.ui.screens.board import Board
from tests.ui.parts import BOSS, NOW, day, deal, small_office, timedelta

CTRL = Qt.KeyboardModifier.ControlModifier
MANY = 130


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return small_office(
        tmp_path_factory.mktemp("office"),
        deal("d1", amount=1000, close_day=day(10)),
        deal("d2", amount=500, currency="USD", close_day=day(20), next_step="", stage_since=NOW - timedelta(days=15)),
        deal("d3", "offer", 2000, probability=Decimal(50), close_day=day(-3), account="a2"),
        deal("w1", "won", 9000, outcome="won", probability=Decimal(100), closed_day=day(-5)),
        deal("w2", "won", 9000, outcome="won", probability=Decimal(100), closed_day=day(-31)),
        *(
            deal(f"m{number:03}", "offer", 10, owner=BOSS, close_day=None if number % 7 == 0 else day(number % 11))
            for number in range(MANY)
        ),
    )


@pytest.fixture
def board(work, qtbot):
    return work.show(qtbot, Board(work.context, work.frame), Place("pipeline"))


def column(board, key):
    return next(one for one in board.columns if one.stage.id == key)


def ids(board, key):
    model = column(board, key).model
    return [model.index(row).data(Roles.ID) for row in range(model.rowCount())]


def stage_of(work, id_):
    return work.replica.get(Opportunity, id_).stage


def select(board, id_):
    here = next(one for one in board.columns if id_ in ids(board, one.stage.id))
    here.cards.select_row(here.model.row_of(id_))
    here.cards.setFocus()
    return here.cards


def drop(board, qtbot, id_, key):
    data = QMimeData()
    data.setData(DRAGGED, QByteArray(id_.encode()))
    view, left, none = column(board, key).cards.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(view, QDragEnterEvent(QPoint(20, 20), Qt.DropAction.MoveAction, data, left, none))
    QApplication.sendEvent(view, QDropEvent(QPointF(20, 20), Qt.DropAction.MoveAction, data, left, none))


def test_columns_are_the_stages_in_order_with_my_deals_by_close_day(board):
    assert [one.stage.id for one in board.columns] == ["lead", "offer", "won", "lost"]
    assert ids(board, "lead") == ["d1", "d2"]
    assert ids(board, "offer") == ["d3"]


def test_a_head_adds_up_in_the_base_currency_and_splits_currencies_on_hover(board):
    head = column(board, "lead").head
    assert (head.count.text(), head.total.text()) == ("2", "CNY\u00a04,500")  # 1000 + 500 x 7
    assert head.weighted.text() == "CNY\u00a0450 weighted"
    assert "USD\u00a0500" in head.total.toolTip()


def test_closed_columns_show_the_last_thirty_days_and_say_so(board):
    assert ids(board, "won") == ["w1"]
    assert column(board, "won").head.weighted.text() == "Last 30 days"


def test_a_card_says_what_is_wrong_with_its_deal(board):
    card = column(board, "lead").model.index(1).data(Roles.CARD)
    assert (card.rotting, card.days, card.no_step) == ("warn", "15 d", "No next step")
    assert card.note == "15 days in this stage, 10 are usual"
    assert column(board, "offer").model.index(0).data(Roles.CARD).chips[0].text == "due 17 Nov"


def test_ctrl_right_moves_the_card_and_the_focus_with_it(board, work, qtbot):
    qtbot.keyClick(select(board, "d1"), Qt.Key.Key_Right, CTRL)
    assert stage_of(work, "d1") == "offer"
    qtbot.waitUntil(lambda: column(board, "offer").cards.current_id() == "d1")
    assert column(board, "offer").cards.hasFocus()
    assert [one.stage.id for one in board.columns if one.cards.current_id()] == ["offer"]
    assert work.frame.toasts[-1][:2] == ("Deal d1 moved to Proposal", "Undo")


def test_a_move_can_be_taken_back(board, work, qtbot):
    qtbot.keyClick(select(board, "d1"), Qt.Key.Key_Right, CTRL)
    work.frame.undo()
    assert stage_of(work, "d1") == "lead"
    qtbot.waitUntil(lambda: "d1" in ids(board, "lead"))


def test_arrows_walk_over_columns_and_skip_empty_ones(board, qtbot):
    qtbot.keyClick(select(board, "d1"), Qt.Key.Key_Down)
    assert column(board, "lead").cards.current_id() == "d2"
    qtbot.keyClick(column(board, "lead").cards, Qt.Key.Key_Right)
    qtbot.keyClick(column(board, "offer").cards, Qt.Key.Key_Right)
    assert column(board, "won").cards.hasFocus()
    qtbot.keyClick(column(board, "won").cards, Qt.Key.Key_Right)
    assert column(board, "won").cards.hasFocus()


def test_enter_opens_the_record(board, work, qtbot):
    qtbot.keyClick(select(board, "d2"), Qt.Key.Key_Return)
    assert work.frame.places == [Place("record", "opportunity:d2", under="pipeline")]


def test_a_dropped_card_stands_in_its_new_column(board, work, qtbot):
    drop(board, qtbot, "d1", "offer")
    assert stage_of(work, "d1") == "offer"
    qtbot.waitUntil(lambda: "d1" in ids(board, "offer"))


def test_losing_a_deal_asks_for_the_reason_in_place(board, work, qtbot):
    drop(board, qtbot, "d1", "lost")
    question = column(board, "lost").question
    assert isinstance(question, LostReason)
    assert stage_of(work, "d1") == "lead"
    question.note.setText("Too dear")
    qtbot.keyClick(question.buttons[0], Qt.Key.Key_2)
    lost = work.replica.get(Opportunity, "d1")
    assert (lost.stage, lost.lost_reason, lost.lost_note) == ("lost", "competitor", "Too dear")
    assert column(board, "lost").question is None


def test_escape_leaves_the_deal_where_it_was(board, work, qtbot):
    drop(board, qtbot, "d1", "lost")
    qtbot.keyClick(column(board, "lost").question.buttons[0], Qt.Key.Key_Escape)
    assert column(board, "lost").question is None
    assert stage_of(work, "d1") == "lead"


def test_a_refused_drop_springs_back_with_the_reason(board, work, qtbot, monkeypatch):
    def refuse(*_):
        raise RefusedError("The amount of a deal cannot be below zero.", "amount")

    monkeypatch.setattr(deal_actions, "move", refuse)
    drop(board, qtbot, "d1", "offer")
    question = column(board, "offer").question
    assert isinstance(question, Refused)
    assert question.trouble.text() == "The amount of a deal cannot be below zero."
    assert ids(board, "lead") == ["d1", "d2"]
    question.open_button.click()
    assert work.frame.places[-1].record == "opportunity:d1"


def test_ctrl_n_opens_a_deal_in_this_column(board, work, qtbot):
    qtbot.keyClick(select(board, "d3"), Qt.Key.Key_N, CTRL)
    question = column(board, "offer").question
    assert isinstance(question, NewDeal)
    qtbot.keyClicks(question.name, "Valves")
    qtbot.keyClick(question.name, Qt.Key.Key_Return)
    qtbot.keyClicks(question.account, "shanghaishui")
    qtbot.keyClick(question.account, Qt.Key.Key_Return)
    assert question.account.text() == "上海水泵厂"
    qtbot.keyClicks(question.amount, "12k")
    qtbot.keyClick(question.amount, Qt.Key.Key_Return)
    made = next(one for one in work.replica.find(Opportunity) if one.name == "Valves")
    assert (made.stage, made.account, made.amount, made.owner) == ("offer", "a1", 12_000, "u-li")
    qtbot.waitUntil(lambda: column(board, "offer").cards.current_id() == made.id)


@pytest.mark.parametrize(
    ("name", "amount", "said"), [("", "1", "Name must not be empty."), ("Valves", "a lot", "“a lot” is no number")]
)
def test_what_a_new_deal_lacks_is_said_and_what_was_typed_stays(board, work, qtbot, name, amount, said):
    board.start_new_deal()
    question = board.columns[0].question
    question.name.setText(name)
    question.amount.setText(amount)
    question.give()
    assert question.trouble.text().startswith(said)
    assert question.amount.text() == amount
    assert work.replica.pending() == 0


def test_search_finds_deals_by_their_account(board):
    board.search("baltic")
    assert (ids(board, "lead"), ids(board, "offer")) == ([], ["d3"])
    board.search("")
    assert ids(board, "lead") == ["d1", "d2"]


def test_search_finds_my_deals_among_any_number_of_others(board, monkeypatch):
    monkeypatch.setattr("crm_desktop.ui.board.wanted.MOST_FOUND", 3)
    board.search("deal")
    assert sorted([*ids(board, "lead"), *ids(board, "offer"), *ids(board, "won")]) == ["d1", "d2", "d3", "w1"]
    assert not board._notice_bar.isVisible()


def test_what_is_left_out_of_a_search_is_said(board, monkeypatch):
    monkeypatch.setattr("crm_desktop.ui.board.wanted.MOST_FOUND", 2)
    board.search("deal")
    assert board._notice.text() == "These are the best of more; type on to find fewer."
    board.search("deal d1")
    assert ids(board, "lead") == ["d1"]
    assert not board._notice_bar.isVisible()


def test_what_takes_long_to_find_is_looked_for_beside_the_window(board, monkeypatch, qtbot):
    monkeypatch.setattr("crm_desktop.replica.search.AT_ONCE", 1)
    monkeypatch.setattr("crm_desktop.ui.screens.board.AT_FIRST", 1)
    board.search("deal d1")
    assert board._notice.text() == "Still looking for “deal d1”…"
    qtbot.waitUntil(lambda: not board._notice_bar.isVisible())
    assert ids(board, "lead") == ["d1"]


def test_what_matches_nothing_is_said(board):
    board.search("zzz")
    assert board._notice.text() == "No deal matches “zzz”."
    assert board._notice_bar.isVisible()


def test_everyone_shows_the_deals_of_the_team(board):
    assert board.owners.currentText() == "Mine"
    board.owners.setCurrentIndex(1)
    assert column(board, "offer").model.rowCount() == MANY + 1
    board.owners.setCurrentText("Shen Dawei")
    assert ids(board, "lead") == []


def test_a_long_column_reads_only_what_is_looked_at(board):
    board.owners.setCurrentIndex(1)
    model = column(board, "offer").model
    board.grab()
    assert len(model._deals) == PAGE
    model.index(MANY).data(Roles.ID)
    assert len(model._deals) < MANY


def test_every_deal_is_found_in_the_row_where_it_stands(board):
    board.owners.setCurrentIndex(1)
    model = column(board, "offer").model
    asked = model._asked
    assert [asked.place_of(id_) for id_ in ids(board, "offer")] == list(range(MANY + 1))
    assert asked.place_of("d1") is None
    falling = column(board, "won").model._asked
    assert falling.place_of("w1") == 0


def test_the_models_keep_the_contract_of_qt(board):
    for one in board.columns:
        QAbstractItemModelTester(one.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    board.owners.setCurrentIndex(1)
    assert column(board, "offer").model.rowCount() == MANY + 1


def test_another_change_shows_at_once(board, work, qtbot):
    done = records.edit(work.desk, work.replica.get(Opportunity, "d1"), amount=Decimal(5000))
    work.context.tell(done)
    qtbot.waitUntil(lambda: column(board, "lead").head.total.text() == "CNY\u00a08,500")


def test_the_past_is_looked_at_and_not_changed(board, work, qtbot):
    before = micros(work.desk.now())
    qtbot.keyClick(select(board, "d1"), Qt.Key.Key_Right, CTRL)
    qtbot.waitUntil(lambda: ids(board, "lead") == ["d2"])
    work.context.look_at(before)
    qtbot.waitUntil(lambda: ids(board, "lead") == ["d1", "d2"])
    assert (board.time_button.text().strip(), board.new_button.isVisible()) == ("20 Nov 2026", False)
    qtbot.keyClick(select(board, "d2"), Qt.Key.Key_Right, CTRL)
    assert stage_of(work, "d2") == "lead"


def test_a_search_of_the_past_finds_what_was_mine_then(board, work, qtbot):
    before = micros(work.desk.now())
    records.edit(work.desk, work.replica.get(Opportunity, "d1"), owner=BOSS)
    work.context.look_at(before)
    board.search("deal d1")
    qtbot.waitUntil(lambda: (ids(board, "lead"), ids(board, "offer")) == (["d1"], []))


def test_the_board_leads_back_to_now(board, work, qtbot):
    banner = board.findChild(TimeBanner)
    work.context.look_at(micros(work.desk.now()))
    qtbot.waitUntil(banner.isVisible)
    assert "20 Nov 2026" in banner.words.text()
    qtbot.mouseClick(banner.back, Qt.MouseButton.LeftButton)
    assert (work.context.moment, banner.isVisible()) == (None, False)


def test_a_board_made_ahead_stands_with_its_columns_and_reads_its_deals_when_it_is_opened(work, qtbot):
    page = Board(work.context, work.frame)
    qtbot.addWidget(page)
    page.retranslate()
    for _ in page.ahead():
        pass
    made = list(page.columns)
    assert made
    assert not any(one.model.rowCount() for one in made)
    page.open_place(Place("pipeline"))
    assert page.columns == made
    assert any(one.model.rowCount() for one in made)
