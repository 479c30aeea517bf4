"""The bin lists what was deleted and brings it back, by keys and clicks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from crm_desktop.actions import records
from crm_desktop.core.entities import Account, Contact
from crm_desktop.ui.frame.undoing import Undoing
from crm_desktop.ui.page import Screen
from crm_desktop.ui.places import Place
from crm_desktop.ui.screens import bin as bin_screen
from crm_desktop.ui.screens.bin import BinPage


@pytest.fixture
def page(stage):
    """Register the bin, delete two contacts and an account, and show it."""
    desk = stage.context.desk
    for record in (*desk.replica.find(Contact, limit=2), desk.replica.find(Account, limit=1)[0]):
        records.delete(desk, record)
    made = Screen("bin", "Bin", "trash-2", 0, lambda frame: BinPage(stage.context, frame), in_rail=False)
    stage.window.pages.screens["bin"] = made
    found = stage.go(Place("bin"))
    stage.qtbot.waitUntil(lambda: len(found.model.rows) == 3)
    return found


def cells(page, row):
    return [page.model.index(row, column).data() for column in range(4)]


def test_it_says_what_was_deleted_by_whom_and_when(stage, page):
    account = page.model.rows[0].record
    assert cells(page, 0)[:3] == [account.name, "Account", "李薇 Li Wei"]
    assert cells(page, 0)[3].startswith("Today")
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_enter_brings_back_what_is_selected_and_the_toast_leads_to_it(stage, page):
    account = page.model.rows[0].record
    page.take_focus()
    stage.press(Qt.Key.Key_Return, widget=page.table)
    stage.qtbot.waitUntil(lambda: len(page.model.rows) == 2)
    assert stage.context.desk.fetch(Account, account.id) == account
    assert stage.window.toasts.words.text() == f"Brought back: {account.name}"
    stage.click(stage.window.toasts.button)
    assert stage.page.record.id == account.id


def test_many_come_back_at_once_and_undo_takes_them_away_again(stage, page):
    page.table.selectAll()
    assert page.button.text() == "Bring back 3 record(s)"
    stage.click(page.button)
    stage.qtbot.waitUntil(lambda: not page.model.rows)
    assert page.empty.isVisible()
    undoing = stage.window.findChild(Undoing)
    stage.qtbot.waitUntil(undoing.undo.isEnabled)
    undoing.undo.trigger()
    stage.qtbot.waitUntil(lambda: len(page.model.rows) == 3)


def test_a_chip_shows_one_kind(stage, page):
    stage.click(page.chips["contact"])
    stage.qtbot.waitUntil(lambda: [row.entity for row in page.model.rows] == ["contact", "contact"])
    stage.click(page.chips["quote"])
    stage.qtbot.waitUntil(page.empty.isVisible)


def test_further_pages_come_as_one_walks_down(stage, page, monkeypatch):
    monkeypatch.setattr(bin_screen, "PAGE", 2)
    page.model.show_rows((), has_more=False)
    page.refresh()
    stage.qtbot.waitUntil(lambda: len(page.model.rows) >= 2)
    page.model.fetchMore()
    stage.qtbot.waitUntil(lambda: len(page.model.rows) == 3)
    assert not page.model.canFetchMore()


def test_the_menu_beside_undo_and_the_page_of_a_deleted_record_lead_there(stage, page):
    account = page.model.rows[0].record
    gone = stage.go(Place("record", f"account:{account.id}"))
    assert gone.gone.reason.text().startswith("李薇 Li Wei deleted it, Today")
    stage.click(gone.gone.button)
    assert stage.page is page
    stage.go(Place("account"))
    stage.window.findChild(Undoing).bin.trigger()
    assert stage.page is page
