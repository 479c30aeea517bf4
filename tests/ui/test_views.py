"""Views of lists are saved, changed, shared, renamed, deleted and taken back, and are there again after a restart."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication

from crm_desktop.actions import records, views
from crm_desktop.actions.views import Rule, Shown, shown_by
from crm_desktop.core.changes import create_entry
from crm_desktop.core.entities import ListView
from crm_desktop.core.schema import raw_of
from crm_desktop.ui.lists.asking import askable
from crm_desktop.ui.lists.filters import filter_of
from crm_desktop.ui.lists.view_name import NARROWEST, ViewName, ViewTabs
from crm_desktop.ui.places import Place
from crm_desktop.ui.screens.lists import ListPage
from tests.ui.test_lists import click_header, column_of


def tabs(page):
    bar = page.views.tabs
    return [bar.tabText(place) for place in range(bar.count())]


def offered(page, words):
    """Find an entry of the menu of views."""
    return next(one for one in page.views.more.menu().actions() if one.text().partition("\t")[0] == words)


def do(page, words):
    """Choose from the menu of views and let the window hear of it."""
    offered(page, words).trigger()
    QApplication.processEvents()


def name_card(stage):
    QApplication.processEvents()
    return next(one for one in stage.window.findChildren(ViewName) if one.isVisible())


def save_as(stage, page, name, *, for_everyone=False):
    do(page, "Save as new view")
    card = name_card(stage)
    assert card.name.hasFocus()
    stage.type(name, card.name)
    if for_everyone:
        stage.click(card.everyone)
    stage.press(Qt.Key.Key_Return, widget=card.name)


def undo(stage):
    keys = QKeySequence(QKeySequence.StandardKey.Undo)
    action = next(one for one in stage.window.findChildren(QAction) if keys in one.shortcuts())
    stage.qtbot.waitUntil(action.isEnabled)
    stage.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def the_view(stage):
    (found,) = stage.context.desk.replica.find(ListView)
    return found


def test_what_a_list_shows_is_saved_under_a_name_and_shown_again(stage):
    page = stage.go(Place("opportunity"))
    assert tabs(page) == ["Standard"]
    assert page.views.save_button.isHidden()
    stage.click(page.states.button("won"))
    click_header(stage, page, "amount")
    page.display.group("stage")
    page.filters.show_rules((Rule("amount", "ge", "1"),))
    page.refresh()
    assert tabs(page) == ["Standard\u2009•"]
    assert page.views.save_button.isVisible()
    stage.click(page.views.save_button)
    card = name_card(stage)
    stage.press(Qt.Key.Key_Return, widget=card.name)
    assert card.wrong.text() == "Name must not be empty."
    stage.type("Won ones", card.name)
    stage.click(card.button)
    assert tabs(page) == ["Standard", "Won ones"]
    assert page.views.save_button.isHidden()
    shown = shown_by(the_view(stage))
    assert (shown.state, shown.sort, shown.group_by) == ("won", ("amount",), "stage")
    assert shown.rules == (Rule("amount", "ge", "1"),)
    assert [name for name, _ in shown.columns] == [field.name for field in page.model.fields]
    count = page.model.total
    page.views.tabs.setCurrentIndex(0)
    assert (page.states.button("open").isChecked(), page.model.query.order, page.model.is_grouped) == (
        True,
        ("close_day",),
        False,
    )
    assert page.filters.chips == []
    page.views.tabs.setCurrentIndex(1)
    assert (page.model.total, page.model.query.group_by, page.filters.rules) == (
        count,
        "stage",
        (Rule("amount", "ge", "1"),),
    )
    assert (the_view(stage).owner, the_view(stage).is_shared) == (stage.context.desk.user.id, False)


def test_a_change_is_marked_waits_while_another_is_looked_at_and_is_saved_or_discarded(stage):
    page = stage.go(Place("account"))
    save_as(stage, page, "Mine")
    stage.click(page.scopes.button("mine"))
    assert tabs(page)[1] == "Mine\u2009•"
    page.views.tabs.setCurrentIndex(0)
    assert tabs(page) == ["Standard", "Mine"]
    stage.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert tabs(page)[1] == "Mine\u2009•"
    assert page.scopes.button("mine").isChecked()
    do(page, "Discard changes")
    assert tabs(page)[1] == "Mine"
    assert page.scopes.button("all").isChecked()
    stage.click(page.scopes.button("mine"))
    stage.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert tabs(page)[1] == "Mine"
    assert the_view(stage).scope == "mine"
    undo(stage)
    assert the_view(stage).scope == "all"
    assert page.scopes.button("all").isChecked()


def test_columns_belong_to_the_view_and_leave_those_of_the_list(stage):
    page = stage.go(Place("account"))
    before = [field.name for field in page.model.fields]
    save_as(stage, page, "Web")
    page.table.show_column(page.declared.fields["website"], on=True)
    page.table.setColumnWidth(0, 321)
    assert tabs(page)[1] == "Web\u2009•"
    stage.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    page.views.tabs.setCurrentIndex(0)
    assert [field.name for field in page.model.fields] == before
    page.views.tabs.setCurrentIndex(1)
    assert page.model.fields[-1].name == "website"
    assert page.table.columnWidth(column_of(page, "name")) == 321


def test_a_view_is_renamed_shared_and_taken_back(stage):
    page = stage.go(Place("account"))
    save_as(stage, page, "Old", for_everyone=True)
    assert the_view(stage).is_shared
    do(page, "Keep view to myself")
    assert not the_view(stage).is_shared
    do(page, "Share view with everyone")
    assert the_view(stage).is_shared
    assert "Li Wei" in page.views.tabs.tabToolTip(1)
    do(page, "Rename view")
    card = name_card(stage)
    assert card.everyone.isHidden()
    card.name.selectAll()
    stage.type("New", card.name)
    stage.press(Qt.Key.Key_Return, widget=card.name)
    assert tabs(page) == ["Standard", "New"]
    undo(stage)
    assert tabs(page) == ["Standard", "Old"]


def test_a_view_is_deleted_and_comes_back_by_undo(stage):
    page = stage.go(Place("account"))
    save_as(stage, page, "Gone")
    do(page, "Delete view")
    assert tabs(page) == ["Standard"]
    assert page.views.current is None
    undo(stage)
    assert tabs(page) == ["Standard", "Gone"]


def test_a_colleagues_view_is_shown_and_not_changed(stage, monkeypatch):
    desk = stage.context.desk
    boss = next(one for one in desk.replica.find(type(desk.user)) if one.id != desk.user.id)
    made = ListView(
        id=desk.new_id(),
        name="Of all",
        owner=boss.id,
        is_shared=True,
        entity="account",
        sort="-name",
        scope="all",
        state="all",
    )
    monkeypatch.setattr("crm_desktop.replica.saving.check_owner", lambda *_told: None)
    stage.context.tell(desk.save(create_entry("list_view", made.id, raw_of(made))))
    QApplication.processEvents()
    page = stage.go(Place("account", f"view:{made.id}"))
    assert page.model.query.order == ("-name",)
    assert [
        offered(page, words).isEnabled()
        for words in (
            "Rename view",
            "Delete view",
            "Share view with everyone" if not made.is_shared else "Keep view to myself",
        )
    ] == [False] * 3
    stage.click(page.scopes.button("mine"))
    stage.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert name_card(stage).isVisible(), "what is changed of it is saved as one's own"


def test_the_view_last_used_is_restored_and_nothing_of_it_lies_in_plain_files(stage, tmp_path):
    page = stage.go(Place("account"))
    page.filters.show_rules((Rule("name", "contains", "Secret Works"),))
    page.refresh()
    save_as(stage, page, "Secret view")
    again = ListPage(stage.context, stage.window, "account")
    stage.qtbot.addWidget(again)
    assert again.views.current is not None
    assert again.filters.rules == (Rule("name", "contains", "Secret Works"),)
    stage.context.appearance.settings.sync()
    assert "Secret" not in (tmp_path / "window.ini").read_text("utf-8")


def test_a_view_is_found_in_the_palette_of_any_screen(stage):
    page = stage.go(Place("account"))
    save_as(stage, page, "Visit soon")
    page.views.tabs.setCurrentIndex(0)
    stage.go(Place("product"))
    panel = stage.window.guide.open_palette()
    panel.field.setText("visit so")
    offer = next(one for one in panel.offers if one.label == "Visit soon")
    assert offer.group == "Accounts · View"
    offer.call()
    assert stage.window.pages.places.current.screen == "account"
    assert page.views.current.name == "Visit soon"


def test_what_a_newer_version_wrote_is_said_left_out_and_not_lost(stage):
    desk = stage.context.desk
    shown = Shown(
        "galaxy",
        "all",
        (Rule("novelty", "eq", "x"), Rule("name", "filled")),
        ("novel", "-name"),
        (("name", 200), ("novel", 90)),
        "orbit",
    )
    stage.context.tell(views.keep(desk, "account", "Newer", shown))
    page = stage.go(Place("account"))
    page.views.tabs.setCurrentIndex(1)
    assert page.views.note.text() == (
        "This view also uses “novelty, novel, orbit, novel”, which this version of Satchel does not know."
        " That is left out here and stays in the view."
    )
    assert page.model.query.order == ("-name",)
    assert tabs(page)[1] == "Newer"
    page.filters.add(filter_of(Rule("city", "filled"), askable(page.declared, "rep")))
    stage.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    kept = shown_by(the_view(stage))
    assert kept.rules == (*shown.rules, Rule("city", "filled"))
    assert (kept.scope, kept.sort, kept.group_by, dict(kept.columns)["novel"]) == ("galaxy", shown.sort, "orbit", 90)


@pytest.mark.parametrize("filters", ["{", '{"a": 1}', "[1]"])
def test_filters_that_cannot_be_read_are_kept_as_they_are(filters):
    view = ListView(id="v", filters=filters)
    assert shown_by(view).rules == (Rule("?", "?", filters),)


def test_every_button_of_the_views_has_a_name(stage):
    page = stage.go(Place("account"))
    save_as(stage, page, "One")
    assert page.views.tabs.accessibleName() == "Views"
    assert (page.views.more.accessibleName(), page.views.save_button.accessibleName()) == ("View", "Save view")


def test_a_view_that_a_colleague_deletes_leaves_the_list_as_it_is_by_itself(stage):
    page = stage.go(Place("account"))
    save_as(stage, page, "Short")
    done = records.delete(stage.context.desk, the_view(stage))
    stage.context.tasks.touched.emit(done.touched)
    assert (tabs(page), page.views.current) == (["Standard"], None)


def test_tabs_that_were_scrolled_ask_for_the_room_of_all_of_them(qtbot):
    tabs = ViewTabs()
    qtbot.addWidget(tabs)
    tabs.setUsesScrollButtons(True)
    tabs.setExpanding(False)
    for name in ("Standard", "Large ones", "Without a next step", "In Shanghai"):
        tabs.addTab(name)
    wanted = tabs.sizeHint().width()
    tabs.resize(NARROWEST, 30)
    tabs.show()
    tabs.setCurrentIndex(3)
    assert (tabs.tabRect(0).left() < 0, tabs.sizeHint().width()) == (True, wanted)
