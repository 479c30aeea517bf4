"""What is clicked with Ctrl, or with the middle button, opens in a window of its own, and the page in front stays."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.core.entities import Account, Contact
from crm_desktop.ui.places import Place, place_of
from crm_desktop.ui.records.related_row import RelatedRow

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def asked(stage):
    """Return the places that windows of their own were asked for."""
    found = []
    stage.window.window_asked.connect(found.append)
    return found


def click(stage, widget, button, held, at=None):
    """Click as the system does: the window gets it first."""
    place = widget.mapTo(stage.window, at if at is not None else widget.rect().center())
    QTest.mouseClick(stage.window.windowHandle(), button, held, place)
    QApplication.processEvents()


@pytest.mark.parametrize(("button", "held"), [(LEFT, CTRL), (MIDDLE, NONE)])
def test_an_entry_of_the_rail_opens_in_a_new_window(stage, asked, button, held):
    here = stage.window.pages.places.current
    click(stage, stage.window.rail._buttons["contact"], button, held)
    assert (asked, stage.window.pages.places.current) == ([Place("contact")], here)
    click(stage, stage.window.rail._buttons["contact"], LEFT, NONE)  # and without Ctrl here
    assert (len(asked), stage.window.pages.places.current) == (1, Place("contact"))


@pytest.mark.parametrize(("button", "held"), [(LEFT, CTRL), (MIDDLE, NONE)])
def test_a_link_to_a_record_opens_in_a_new_window(stage, asked, button, held):
    contact = next(one for one in stage.context.desk.replica.find(Contact) if one.account)
    page = stage.go(place_of("account", contact.account))
    row = next(one for one in page.findChildren(RelatedRow) if isinstance(one.record, Contact))
    click(stage, row, button, held)
    assert asked == [place_of("contact", row.record.id)]
    assert stage.window.pages.page.record.id == contact.account


def test_a_row_of_a_list_opens_in_a_new_window_by_the_middle_button_and_by_keys(stage, asked):
    page = stage.go(Place("account"))
    table = page.table
    row = page.model.record(2)
    click(stage, table.viewport(), MIDDLE, NONE, table.visualRect(page.model.index(2, 1)).center())
    assert asked == [place_of("account", row.id)]
    QTest.keyClick(stage.window.windowHandle(), Qt.Key.Key_Return, CTRL)
    assert asked == [place_of("account", row.id)] * 2
    assert stage.window.pages.places.current == Place("account")


def test_ctrl_and_a_click_on_a_row_still_selects_more_of_them(stage, asked):
    page = stage.go(Place("account"))
    for row in (1, 3):
        click(stage, page.table.viewport(), LEFT, CTRL, page.table.visualRect(page.model.index(row, 1)).center())
    assert {page.model.record(1).id, page.model.record(3).id} <= set(page.table.chosen_ids())
    assert asked == []


def test_the_middle_button_does_nothing_else(stage, asked):
    before = stage.context.desk.replica.find(Account)
    click(stage, stage.page, MIDDLE, NONE, QPoint(5, 5))
    click(stage, stage.page.new_button, MIDDLE, NONE)
    assert (asked, stage.context.desk.replica.find(Account)) == ([], before)
    assert not stage.window.peek_panel.isVisible()


def test_the_sheet_of_keys_tells_of_it(stage):
    sheet = stage.window.guide.open_keys()
    words = [label.text() for label in sheet.findChildren(type(stage.window.peek_panel.title))]
    assert "Ctrl+Click" in words
    sheet.go()
