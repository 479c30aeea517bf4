"""Lists come in groups with counts and sums, fold by clicks and keys, and are sorted by several columns."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from crm_desktop.actions import records
from crm_desktop.core.entities import REGISTRY, Account, Opportunity, Stage
from crm_desktop.core.store import Sum, Where
from crm_desktop.ui.lists.grouping import HEAD, Group, Groups, groupable, groups_of
from crm_desktop.ui.lists.record_model import RecordModel
from crm_desktop.ui.lists.row_pages import Query, RowPages
from crm_desktop.ui.lists.sorting import added, turned
from crm_desktop.ui.look.cells import Roles
from crm_desktop.ui.places import Place
from tests.ui.test_lists import click_header, column_of


def heads(page):
    model = page.model
    return [group for row in range(model.rowCount()) if (group := model.group_at(row))]


def rows_of(page, group):
    first = page.model.row_of_group(group.value) + 1
    return [page.model.record(row) for row in range(first, first + group.records)]


def group_by(stage, page, words):
    """Choose by the key and the menu by what to group."""
    page.take_focus()
    stage.press(Qt.Key.Key_G)
    menu = QApplication.activePopupWidget()
    next(one for one in menu.actions() if one.text() == words).trigger()
    menu.close()
    QApplication.processEvents()


FEW = (Group("b", "First", 2), Group(None, "None", 1), Group("a", "Second", 3))


def test_rows_of_groups_and_records_are_found_both_ways():
    groups = Groups(FEW, {"b"})
    assert (groups.rows, groups.records) == (7, 6)
    assert [groups.at(row) for row in range(7)] == [(0, HEAD), (1, HEAD), (1, 0), (2, HEAD), (2, 0), (2, 1), (2, 2)]
    assert [groups.row(place, offset) for place, offset in ((0, HEAD), (1, 0), (2, 2))] == [0, 2, 6]
    # The store gives what is empty first, then a, then b.
    assert [groups.source(*one) for one in ((1, 0), (2, 0), (2, 2), (0, 0), (0, 1))] == [0, 1, 3, 4, 5]
    assert [groups.place_of_source(number) for number in range(6)] == [(1, 0), (2, 0), (2, 1), (2, 2), (0, 0), (0, 1)]
    assert [len(groups.heads(*rows)) for rows in ((0, 6), (1, 2), (4, 6), (3, 3))] == [3, 1, 0, 1]
    assert [groups.place_of(value) for value in ("a", None, "c")] == [2, 1, -1]
    assert Groups((), ()).records == 0


def test_deals_come_by_stage_in_its_order_with_counts_and_sums(stage):
    page, replica = stage.go(Place("opportunity")), stage.context.desk.replica
    before = (page.model.total, page.foot.sums.text())
    group_by(stage, page, "Stage")
    open_deals = replica.find(Opportunity, Where("outcome", "eq", "open"))
    places = [replica.get(Stage, one.value).position for one in heads(page)]
    assert places == sorted(places)
    for group in heads(page):
        wanted = {one.id for one in open_deals if one.stage == group.value}
        assert {one.id for one in rows_of(page, group)} == wanted
        assert group.records == len(wanted)
        amounts = [
            one.amount for one in open_deals if one.stage == group.value and one.currency == "CNY" and one.amount
        ]
        assert dict(group.totals).get("CNY", 0) == sum(amounts) * 100
    assert (page.model.total, page.foot.sums.text()) == before


@pytest.mark.parametrize(("by", "key"), [(by, key) for key in ("account", "opportunity", "quote") for by in groupable(REGISTRY[key], "rep")])  # fmt: skip
def test_every_grouping_shows_each_record_once_and_in_its_group(context, by, key):
    model = RecordModel(context, Query(key))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    kind = REGISTRY[key].record
    model.ask(Query(key, (), ("id",), by))
    found = [record.id for row in range(model.rowCount()) if (record := model.record(row))]
    assert sorted(found) == sorted(one.id for one in context.view.find(kind))
    name, _, part = by.partition(".")
    group = None
    for row in range(model.rowCount()):
        group = model.group_at(row) or group
        record = model.record(row)
        if record is not None:
            value = getattr(record, name) or None
            assert (value.isoformat()[:7] if part and value else value) == group.value
            assert model.row_of(record.id) == row
    for row in range(0, model.rowCount(), 7):
        if model.group_at(row):
            model.fold(row, is_folded=True)


def test_months_come_in_their_order_and_what_has_no_day_last(context):
    sums = [Sum(by, "", 1, 0, 0) for by in ("2026-11", None, "2025-12")]
    words = [one.words for one in groups_of(context, "opportunity", sums, "close_day.month")]
    assert words == ["December 2025", "November 2026", "Expected close: not filled in"]


def test_a_group_folds_by_click_and_keys_and_keeps_folded_over_a_refresh(stage):
    page = stage.go(Place("opportunity"))
    group_by(stage, page, "Stage")
    rows, first = page.model.rowCount(), heads(page)[0]
    y = page.table.rowViewportPosition(0) + 10
    stage.qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(80, y))
    assert page.model.rowCount() == rows - first.records
    assert page.model.is_folded(first)
    done = records.edit(stage.context.desk, rows_of(page, heads(page)[1])[0], notes="More")
    stage.context.tasks.touched.emit(done.touched)
    assert page.model.rowCount() == rows - first.records
    page.table.setFocus()
    page.table.setCurrentIndex(page.model.index(0, 0))
    for key, folded in (
        (Qt.Key.Key_Right, False),
        (Qt.Key.Key_Left, True),
        (Qt.Key.Key_Space, False),
        (Qt.Key.Key_Return, True),
    ):
        stage.press(key)
        assert page.model.is_folded(first) is folded
    stage.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert page.model.rowCount() == rows
    stage.press(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert page.model.rowCount() == len(heads(page))
    assert page.number.text() == str(page.model.total)


def test_a_head_is_said_and_is_no_row_to_select(stage):
    page = stage.go(Place("opportunity"))
    group_by(stage, page, "Stage")
    group = heads(page)[0]
    index = page.model.index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == f"{group.words}, {group.records}"
    assert index.data(Roles.CELL).strong
    page.take_focus()
    page.table.selectAll()
    assert page.table.chosen_count == page.model.total
    assert sorted(page.table.chosen_ids()) == sorted(one.id for group in heads(page) for one in rows_of(page, group))


def test_what_is_folded_is_chosen_with_its_head_and_edited_as_the_foot_says(stage):
    page = stage.go(Place("opportunity"))
    group_by(stage, page, "Stage")
    every = [one.id for group in heads(page) for one in rows_of(page, group)]
    page.table.fold(page.model.row_of_group(heads(page)[1].value), is_folded=True)
    page.table.selectAll()
    assert page.table.chosen_ids() == every
    assert page.foot.chosen.text() == f"{len(every)} selected"
    stage.press(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, widget=page.table)
    assert page.model.rowCount() == len(heads(page))
    page.table.clearSelection()
    page.table.selectRow(0)
    assert page.table.chosen_count == 0  # the keyboard stands on a head
    page.work._edit_all()
    assert page.work.panel.heading.text() == f"Edit {len(every)} deals"
    assert page.foot.chosen.text() == f"{len(every)} selected"
    assert sorted(page.work.panel._ids) == sorted(every)
    page.work.panel.go()


def test_a_search_stays_in_its_groups(stage):
    page = stage.go(Place("account"))
    group_by(stage, page, "City")
    name = next(one for row in range(page.model.rowCount()) if (one := page.model.record(row))).name
    stage.window.topbar.search.setText(name)
    assert heads(page)
    assert name in [one.name for group in heads(page) for one in rows_of(page, group)]
    assert page.model.total < stage.context.desk.replica.count(Account)


def test_many_are_grouped_without_being_waited_for(stage, monkeypatch):
    monkeypatch.setattr("crm_desktop.ui.lists.row_pages.MANY", 3)
    page = stage.go(Place("account"))
    page.display.group("city")
    assert not page.model.is_grouped
    stage.qtbot.waitUntil(lambda: page.model.is_grouped)
    assert page.model.total == stage.context.desk.replica.count(Account)
    assert page.model.record(1) is not None


def test_the_past_is_grouped_as_it_was(stage):
    page, desk = stage.go(Place("opportunity")), stage.context.desk
    page.display.group("stage")
    then = desk.end_of(desk.today() - timedelta(days=60))
    stage.context.look_at(then)
    past = desk.replica.as_of(then)
    for group in heads(page):
        wanted = past.count(Opportunity, Where("outcome", "eq", "open"), Where("stage", "eq", group.value))
        assert group.records == wanted == len([one for one in rows_of(page, group) if one.stage == group.value])


def test_only_what_is_looked_at_is_read_of_groups(context, monkeypatch):
    read, real = [], RowPages._read
    monkeypatch.setattr(RowPages, "_read", lambda self, number: (read.append(number), real(self, number))[1])
    monkeypatch.setattr("crm_desktop.ui.lists.row_pages.PAGE", 2)
    model = RecordModel(context, Query("contact"))
    model.ask(Query("contact", (), ("name",), "account"))
    assert model.total > 10
    assert read == []
    assert model.record(1) is not None
    assert len(read) == 1


ORDERS = [
    (turned, ("name",), "amount", ("amount",)), (turned, ("amount",), "amount", ("-amount",)), (turned, ("-amount", "name"), "amount", ("amount",)),
    (added, ("name",), "amount", ("name", "amount")), (added, ("name", "amount"), "amount", ("name", "-amount")),
    (added, ("name", "-amount"), "amount", ("name",)), (added, ("-name",), "name", ("name",)), (added, (), "name", ("name",)),
]  # fmt: skip


@pytest.mark.parametrize(("how", "order", "name", "wanted"), ORDERS)
def test_the_next_order(how, order, name, wanted):
    assert how(order, name) == wanted


def test_shift_and_a_click_sort_by_one_more_column_which_the_header_counts(stage):
    page = stage.go(Place("opportunity"))
    click_header(stage, page, "stage")
    for name in ("amount", "amount", "name"):
        click_header(stage, page, name, Qt.KeyboardModifier.ShiftModifier)
    assert page.model.query.order == ("stage.position", "-amount", "name")
    marks = {name: page.table.sort_header.marks[column_of(page, name)] for name in ("stage", "amount", "name")}
    assert marks == {"stage": (1, False), "amount": (2, True), "name": (3, False)}
    found = [page.model.record(row) for row in range(page.model.rowCount())]
    places = {one.id: one.position for one in stage.context.desk.replica.find(Stage)}
    keys = [(places[one.stage], -(one.amount or 0), one.name) for one in found]
    assert [key[:2] for key in keys] == sorted(key[:2] for key in keys)


def test_the_keyboard_sorts_by_several_columns(stage):
    page = stage.go(Place("opportunity"))
    page.take_focus()
    stage.press(Qt.Key.Key_S)
    menu = QApplication.activePopupWidget()
    next(one for one in menu.actions() if one.text() == "Amount").trigger()
    menu.close()
    stage.press(Qt.Key.Key_S)
    menu = QApplication.activePopupWidget()
    then = next(one for one in menu.actions() if one.text() == "Then by").menu()
    next(one for one in then.actions() if one.text() == "Name").trigger()
    menu.close()
    assert page.model.query.order == ("amount", "name")
