"""Long lists: nobody waits for all of it to be sorted, whatever is far down comes by itself, and nothing jumps."""

from datetime import timedelta
from threading import Event, current_thread, main_thread

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from crm_desktop.actions import records
from crm_desktop.core.entities import Account
from crm_desktop.core.store import Where, comes_ordered
from crm_desktop.replica.view import View
from crm_desktop.ui.lists import row_pages
from crm_desktop.ui.lists.record_model import RecordModel
from crm_desktop.ui.lists.row_pages import Query
from crm_desktop.ui.places import Place

BY_NAME = Query("account", (), ("name",))
BY_STREET = Query("account", (), ("-street", "name"))


@pytest.fixture(autouse=True)
def _long_lists(monkeypatch):
    """Make a list of half a dozen records a long one."""
    monkeypatch.setattr(row_pages, "PAGE", 2)
    monkeypatch.setattr(row_pages, "NEAR", 2)
    monkeypatch.setattr(row_pages, "MANY", 3)


@pytest.fixture
def model(context):
    made = RecordModel(context, BY_NAME)
    made.refresh()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert isinstance(made, QAbstractItemModel)
    return made


def ids(model):
    return [record.id if (record := model.record(row)) else None for row in range(model.rowCount())]


def listed(context, query):
    return [one.id for one in context.view.find(Account, *query.conditions, order=query.order)]


def test_rows_far_down_come_by_themselves_and_then_all_of_them_are_there(model, context, qtbot):
    far = model.rowCount() - 2
    with qtbot.waitSignal(model.refreshed):
        assert model.record(1).id == listed(context, BY_NAME)[1]
        assert model.record(far) is None
        assert not model.is_waiting  # nothing else was asked for
    assert ids(model) == listed(context, BY_NAME)


def test_what_stands_is_shown_until_another_order_is_sorted(model, context, qtbot):
    before = model.record(0).id
    with qtbot.waitSignal(model.refreshed):
        model.ask(BY_STREET)
        assert model.is_waiting
        assert model.record(0).id == before
    assert not model.is_waiting
    assert (model.query, ids(model)) == (BY_STREET, listed(context, BY_STREET))


def test_the_last_wish_counts(model, context, qtbot):
    fewer = Query("account", (Where("street", "eq", context.view.find(Account, limit=1)[0].street),), ("name",))
    with qtbot.waitSignal(model.refreshed):
        model.ask(BY_STREET)
        model.ask(fewer)
    assert (model.query, ids(model)) == (fewer, listed(context, fewer))
    assert model.rowCount() < context.view.count(Account)


def test_a_search_is_not_replaced_by_an_order_that_comes_late(model, context, qtbot):
    model.ask(BY_STREET)
    model.show_found(BY_NAME, [])
    through = []
    context.tasks.run(lambda: True, through.append)  # after what was asked of the lane before
    qtbot.waitUntil(lambda: bool(through))
    assert model.rowCount() == 0


def test_a_change_shows_at_once_where_it_stands_and_moves_when_it_is_sorted(model, context, qtbot):
    with qtbot.waitSignal(model.refreshed):
        model.ask(BY_STREET)
    record, seen = model.record(0), []
    model.dataChanged.connect(lambda *_: seen.append(model.record(0).street))
    with qtbot.waitSignal(model.refreshed):
        context.tell(records.edit(context.desk, record, street="!"))
    assert seen == ["!"]
    assert ids(model) == listed(context, BY_STREET)
    assert model.record(model.rowCount() - 1).id == record.id


def test_what_was_deleted_leaves_its_row(model, context, qtbot):
    with qtbot.waitSignal(model.refreshed):
        model.ask(BY_STREET)
    record, count = model.record(0), model.rowCount()
    with qtbot.waitSignal(model.refreshed):
        context.tell(records.delete(context.desk, record))
    assert model.rowCount() == count - 1
    assert ids(model) == listed(context, BY_STREET)


def test_the_past_is_asked_as_it_is_looked_at(model, context, qtbot):
    with qtbot.waitSignal(model.refreshed):
        model.ask(BY_STREET)
    first = model.record(0)
    with qtbot.waitSignal(model.refreshed):
        context.tell(records.edit(context.desk, first, street="!"))
    context.look_at(context.desk.replica.last_sync)
    assert model.record(0).street == first.street
    assert ids(model) == listed(context, BY_STREET)


def test_a_list_says_that_it_waits_and_never_that_it_is_empty(stage):
    page = stage.go(Place("account"))
    count = page.number.text()
    with stage.qtbot.waitSignal(page.model.refreshed):
        page.model.ask(BY_STREET)
        assert page.number.text() == "…"
        assert page.table.isVisible()
    assert page.number.text() == count


@pytest.mark.parametrize(
    ("order", "is_at_once"),
    [((), True), (("name",), True), (("-name",), True), (("city",), False), (("name", "city"), False)],
)
def test_an_order_comes_at_once_where_an_index_has_it(order, is_at_once):
    assert comes_ordered("account", order) is is_at_once


def test_equals_stand_in_the_order_in_which_they_came(context):
    replica = context.desk.replica
    numbers = replica.numbers(Account, order=("-country",))
    found = replica.at(Account, numbers)
    assert sorted(found, key=lambda one: one.country or "", reverse=True) == found
    assert [one.id for one in replica.at(Account, (numbers[3], -1))[:1]] == [found[3].id]
    assert replica.at(Account, (-1,)) == [None]


@pytest.mark.parametrize(("key", "by"), [("account", ""), ("opportunity", ""), ("opportunity", "stage")])
def test_a_past_of_many_is_listed_on_another_thread_while_the_rows_before_stand(stage, monkeypatch, key, by):
    monkeypatch.setattr(row_pages, "MANY_OF_THE_PAST", 3)
    page, desk = stage.go(Place(key)), stage.context.desk
    if by:
        page.display.group(by)

    def shown():
        found = (page.model.record(row) for row in range(page.model.rowCount()))
        return [record.id for record in found if record]

    stage.qtbot.waitUntil(lambda: not page.model.is_waiting and page.model.is_grouped is bool(by))
    before, count = shown(), page.number.text()
    asked = []
    for name in ("ids", "count", "find", "numbers", "sum_by"):
        whole = getattr(View, name)

        def noted(view, *more, whole=whole, **named):
            if view.moment is not None and more[0] is page.declared.record:
                asked.append(current_thread() is main_thread())
            return whole(view, *more, **named)

        monkeypatch.setattr(View, name, noted)
    held = Event()
    stage.context.tasks.run(held.wait)
    then = desk.end_of(desk.today() - timedelta(days=60))
    stage.context.look_at(then)
    QApplication.processEvents()
    assert shown() == before
    assert (page.number.text(), page.foot.count.text()) == ("…", "Being listed…")
    held.set()
    stage.qtbot.waitUntil(lambda: not page.model.is_waiting)
    query = page.model.query
    past = desk.replica.as_of(then)
    assert asked
    assert not any(asked)
    assert shown() == past.ids(page.declared.record, *query.conditions, order=query.sorting)
    assert shown() == page.model.ids(0, page.model.rowCount() - 1)
    assert key == "account" or shown() != before  # other tests may have added accounts since
    assert page.number.text() == str(page.model.total)
    stage.context.look_at(None)
    stage.qtbot.waitUntil(lambda: (shown(), page.number.text()) == (before, count))
