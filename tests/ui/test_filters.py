"""Filters are asked, changed and taken away by keys and clicks; over links, about what links here, and in days that move on."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.actions import records
from crm_desktop.actions.views import Rule
from crm_desktop.core.entities import REGISTRY, Account, Activity, Contact, Opportunity
from crm_desktop.core.store import Pointing, Where
from crm_desktop.ui.lists.asking import ME, Standpoint, askable, operators, span
from crm_desktop.ui.lists.filter_panel import FilterPanel
from crm_desktop.ui.lists.filters import Filter, conditions, filter_of, value_words
from crm_desktop.ui.places import Place
from crm_desktop.ui.typed import TypedError

TODAY = date(2026, 11, 20)
SHANGHAI = ZoneInfo("Asia/Shanghai")
HERE = Standpoint(TODAY, SHANGHAI, "CNY", "ann", lambda node: {node, f"{node} below"})
DAY = 86_400_000_000
MIDNIGHT = 1_795_104_000_000_000  # the 20th begins in Shanghai


def asked(key, path):
    return next(one for one in askable(REGISTRY[key], "rep") if one.path == path)


def panel_of(page):
    QApplication.processEvents()
    return next(one for one in page.window().findChildren(FilterPanel) if one.isVisible())


def choose(panel, words, op, *, days=None):
    panel.field.setCurrentIndex(panel.field.findText(words))
    panel.operator.setCurrentIndex(panel.operator.findData(op))
    if days is not None:
        panel.days.setValue(days)


def held(page):
    return {page.model.record(row).id for row in range(page.model.rowCount())}


def test_filters_that_leave_nothing_offer_to_be_cleared_and_the_button_works(stage):
    page = stage.go(Place("account"))
    page.filters.add(Filter(asked("account", "city"), "eq", "Nowhere"))
    assert page.empty.button.text() == "Clear filters"
    stage.click(page.empty.button)
    assert page.model.rowCount() == stage.context.desk.replica.count(Account)


def test_a_filter_is_chosen_by_keyboard_changed_by_its_chip_and_taken_away_by_the_cross(stage):
    page, replica = stage.go(Place("account")), stage.context.desk.replica
    every = page.model.rowCount()
    page.take_focus()
    stage.press(Qt.Key.Key_F)
    panel = panel_of(page)
    assert panel.remove.isHidden()
    choose(panel, "Type", "eq")
    panel.choice.setCurrentIndex(panel.choice.findData("customer"))
    stage.click(panel.add)
    assert page.model.rowCount() == replica.count(Account, Where("kind", "eq", "customer"))
    (chip,) = page.filters.chips
    assert (chip.text(), chip.accessibleName()) == ("Type is Customer", "Filter: Type is Customer")
    chip.setFocus()
    stage.press(Qt.Key.Key_Return)
    panel = panel_of(page)
    assert (panel.field.currentText(), panel.choice.currentData()) == ("Type", "customer")
    panel.choice.setCurrentIndex(panel.choice.findData("prospect"))
    stage.click(panel.add)
    assert page.model.rowCount() == replica.count(Account, Where("kind", "eq", "prospect"))
    assert chip.text() == "Type is Prospect"
    stage.qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 8, chip.height() // 2))
    assert page.model.rowCount() == every
    assert page.filters.chips == []


def test_delete_takes_a_chip_away_and_so_does_the_panel(stage):
    page = stage.go(Place("account"))
    for city in ("上海", "北京"):
        page.filters.add(Filter(asked("account", "city"), "eq", city))
    first, second = page.filters.chips
    first.setFocus()
    stage.press(Qt.Key.Key_Delete)
    assert page.filters.chips == [second]
    assert second.hasFocus()
    stage.click(second)
    stage.click(panel_of(page).remove)
    assert page.filters.rules == ()


def test_a_field_of_a_linked_record_is_found_by_a_part_of_its_name(stage):
    page = stage.go(Place("opportunity"))
    page.take_focus()
    stage.press(Qt.Key.Key_F)
    panel = panel_of(page)
    stage.type("City", panel.field.lineEdit())
    popup = panel.field.completer().popup()
    assert popup.model().index(0, 0).data() == "Account › City"
    popup.hide()
    choose(panel, "Account › City", "contains")
    stage.type("上海", panel.value)
    stage.press(Qt.Key.Key_Return, widget=panel.value)
    replica = stage.context.desk.replica
    cities = {replica.get(Account, replica.get(Opportunity, id_).account).city for id_ in held(page)}
    assert cities == {"上海"}


def test_accounts_without_activity_in_some_days_are_those_that_nobody_was_at(stage):
    page, desk = stage.go(Place("account")), stage.context.desk
    page.open_filters()
    choose(panel_of(page), "Past activities", "none_last", days=60)
    stage.click(panel_of(page).add)
    since = desk.end_of(desk.today() - timedelta(days=61))
    done = desk.replica.find(Activity, Where("is_done", "filled"), Where("done_at", "gt", since))
    busy = {one.account for one in done}
    every = {one.id for one in desk.replica.find(Account)}
    assert held(page) == every - busy
    assert every & busy
    assert page.filters.chips[0].text().startswith("Past activities: none in the last 60 day")


def test_accounts_without_a_contact_and_deals_of_such_accounts(stage):
    desk = stage.context.desk
    lonely = desk.replica.find(Account, order=("name",), limit=1)[0]
    for contact in desk.replica.find(Contact, Where("account", "eq", lonely.id)):
        stage.context.tell(records.edit(desk, contact, account=""))
    page = stage.go(Place("account"))
    page.filters.add(Filter(asked("account", "<contact.account:every"), "none"))
    assert lonely.id in held(page)
    page = stage.go(Place("opportunity"))
    page.filters.add(Filter(asked("opportunity", "account.<contact.account:every"), "none"))
    without = Where("account.id", "none", Pointing("contact", "account"))
    assert held(page) == {one.id for one in desk.replica.find(Opportunity, without, Where("outcome", "eq", "open"))}


CONDITIONS = [
    ("amount", "ge", "120k", (Where("amount", "ge", 12_000_000),)),
    ("close_day", "le", "2026-12-31", (Where("close_day", "le", "2026-12-31"),)),
    ("close_day", "next", "30", (Where("close_day", "ge", "2026-11-20"), Where("close_day", "le", "2026-12-20"))),
    ("close_day", "before", "", (Where("close_day", "le", "2026-11-19"),)),
    ("close_day", "month", "", (Where("close_day", "ge", "2026-11-01"), Where("close_day", "le", "2026-11-30"))),
    ("close_day", "today", "", (Where("close_day", "ge", "2026-11-20"), Where("close_day", "le", "2026-11-20"))),
    ("probability", "eq", "50 %", (Where("probability", "eq", 50_000_000),)),
    ("name", "contains", "pump", (Where("name", "contains", "pump"),)),
    ("contact", "contains", "Li", (Where("contact.name", "contains", "Li"),)),
    ("contact", "empty", "", (Where("contact", "empty"),)),
    ("owner", "eq", "li", (Where("owner", "eq", "li"),)),
    ("owner", "ne", ME, (Where("owner", "ne", "ann"),)),
    ("account.territory", "eq", "north", (Where("account.territory", "in", ["north", "north below"]),)),
    ("account.territory", "ne", "north", (Where("account.territory", "out", ["north", "north below"]),)),
    ("<activity.opportunity:planned", "none", "", (Where("id", "none", Pointing("activity", "opportunity", (Where("is_done", "empty"),))),)),
    ("<activity.opportunity:done", "some_last", "7", (Where("id", "some", Pointing("activity", "opportunity", (Where("is_done", "filled"), Where("done_at", "ge", MIDNIGHT - 7 * DAY), Where("done_at", "lt", MIDNIGHT + DAY)))),)),
    ("account.<quote.account:every", "none_last", "30", (Where("account.id", "none", Pointing("quote", "account", (Where("issue_day", "ge", "2026-10-21"), Where("issue_day", "le", "2026-11-20")))),)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("op", "typed", "expected"),
    [
        ("ago", "10", (Where("done_at", "lt", MIDNIGHT - 10 * DAY),)),
        ("last", "0", (Where("done_at", "ge", MIDNIGHT), Where("done_at", "lt", MIDNIGHT + DAY))),
        ("ge", "2026-11-20", (Where("done_at", "ge", MIDNIGHT),)),
        ("le", "2026-11-20", (Where("done_at", "lt", MIDNIGHT + DAY),)),
        ("empty", "", (Where("done_at", "empty"),)),
    ],
)
def test_a_moment_lies_in_days_of_the_organisation(op, typed, expected):
    assert conditions(Filter(asked("activity", "done_at"), op, typed), HERE) == expected


@pytest.mark.parametrize(("path", "op", "typed", "expected"), CONDITIONS)
def test_a_filter_becomes_conditions(path, op, typed, expected):
    assert conditions(Filter(asked("opportunity", path), op, typed), HERE) == expected


@pytest.mark.parametrize(
    ("path", "op", "typed"),
    [("amount", "ge", "much"), ("close_day", "le", "someday"), ("close_day", "last", "-3"), ("close_day", "last", "9999"), ("name", "contains", "")],
)  # fmt: skip
def test_what_cannot_be_understood_is_said(qapp, path, op, typed):
    with pytest.raises(TypedError):
        conditions(Filter(asked("opportunity", path), op, typed), HERE)


def test_a_wrong_value_stays_in_the_panel_with_the_reason(stage):
    page = stage.go(Place("opportunity"))
    page.open_filters()
    panel = panel_of(page)
    choose(panel, "Amount", "ge")
    stage.type("much", panel.value)
    stage.press(Qt.Key.Key_Return, widget=panel.value)
    assert panel.isVisible()
    assert "is no number" in panel.wrong.text()
    panel.go()


def test_every_question_can_be_asked_of_the_data_and_said(context):
    for key in ("account", "contact", "opportunity", "quote", "product", "activity"):
        for one in askable(REGISTRY[key], "rep"):
            for op in operators(one):
                choice = one.field.choices[0].value if one.field.choices else "5"
                filter_ = Filter(one, op, choice)
                assert "…" not in filter_.words(context)
                found = conditions(
                    Filter(one, op, "2026-11-20") if op in {"ge", "le"} and not one.field.is_number else filter_, HERE
                )
                context.view.count(REGISTRY[key].record, *found)
                assert filter_of(filter_.rule, askable(REGISTRY[key], "rep")) == filter_


def test_every_day_of_a_month_lies_in_it_and_no_other():
    for month in range(1, 13):
        first, last = span("month", 0, date(2024, month, 28))
        assert (first.day, first.month, (last + timedelta(days=1)).day, last.month) == (1, month, 1, month)


def test_days_are_counted_from_the_past_that_is_looked_at(stage):
    page, desk = stage.go(Place("opportunity")), stage.context.desk
    page.filters.add(Filter(asked("opportunity", "close_day"), "next", "30"))
    then = desk.today() - timedelta(days=90)
    stage.context.look_at(desk.end_of(then))
    days = [page.model.record(row).close_day for row in range(page.model.rowCount())]
    assert all(then <= one <= then + timedelta(days=30) for one in days)


def test_what_nobody_here_knows_is_named_left_out_and_kept(stage):
    page = stage.go(Place("account"))
    every = page.model.rowCount()
    unknown = Rule("novelty", "eq", "x")
    page.filters.show_rules((unknown, Rule("name", "eq", page.model.record(0).name)))
    page.refresh()
    assert page.filters.chips[0].text() == "Unknown: novelty"
    assert page.filters.broken == ("novelty",)
    assert page.model.rowCount() == 1 < every
    assert page.filters.rules[0] == unknown


def test_a_chosen_person_and_me_are_said_by_name(context):
    owner = REGISTRY["account"].fields["owner"]
    assert value_words(context, owner, context.desk.user.id) == context.desk.user.name
    assert value_words(context, owner, ME) == "me"
