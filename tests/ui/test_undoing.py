"""Ctrl+Z and Ctrl+Shift+Z: named after what they do, and left to a text while one is being written."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.actions import records
from crm_desktop.core.entities import Account, Contact
from crm_desktop.ui.frame.undoing import Undoing
from crm_desktop.ui.places import Place

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def account(context):
    return context.desk.replica.find(Account, limit=1)[0]


def do(context, done):
    context.tell(done)
    for _ in range(3):
        QApplication.processEvents()


def actions(stage):
    found = stage.window.findChild(Undoing)
    return found.undo, found.redo


def city(context, account):
    return context.desk.replica.get(Account, account.id).city


def test_the_keys_take_back_and_do_again_what_was_done(stage, context, account):
    do(context, records.edit(context.desk, account, city="Rome"))
    stage.press(Qt.Key.Key_Z, CTRL)
    assert city(context, account) == account.city
    stage.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert city(context, account) == "Rome"
    stage.press(Qt.Key.Key_Z, CTRL)
    stage.press(Qt.Key.Key_Y, CTRL)
    assert city(context, account) == "Rome"


def test_both_are_named_after_what_they_would_do(stage, context, account):
    undo, redo = actions(stage)
    assert (undo.text(), undo.isEnabled(), redo.text(), redo.isEnabled()) == ("Undo", False, "Redo", False)
    do(context, records.edit(context.desk, account, city="Rome", street="Main"))
    assert undo.text() == f"Undo: {account.name}: Street, City"
    contact = Contact(id=context.desk.new_id(), family_name="Nora", account=account.id)
    do(context, records.create(context.desk, contact))
    assert undo.text() == "Undo: Nora added"
    do(context, records.delete(context.desk, context.desk.replica.get(Contact, contact.id)))
    assert undo.text() == "Undo: Nora deleted"
    stage.press(Qt.Key.Key_Z, CTRL)
    for _ in range(3):
        QApplication.processEvents()
    assert (undo.text(), redo.text()) == ("Undo: Nora added", "Redo: Nora deleted")


def test_a_text_being_written_keeps_its_own_undo(stage, context, account):
    do(context, records.edit(context.desk, account, city="Rome"))
    stage.window.topbar.search.setFocus()
    stage.type("abc")
    stage.press(Qt.Key.Key_Z, CTRL)
    assert stage.window.topbar.search.text() != "abc"
    assert city(context, account) == "Rome"


def test_the_past_is_not_undone(stage, context, account):
    do(context, records.edit(context.desk, account, city="Rome"))
    context.look_at(1)
    for _ in range(3):
        QApplication.processEvents()
    assert not actions(stage)[0].isEnabled()


def test_both_stand_in_the_menu_and_in_the_palette(stage, context, account):
    stage.go(Place("contact"))
    do(context, records.edit(context.desk, account, city="Rome"))
    menu = stage.window.topbar.person_menu()
    assert [one.text() for one in menu.actions()][:2] == [f"Undo: {account.name}: City", "Redo"]
    offers = {one.label: one.keys for one in stage.window.guide.offers()}
    assert offers[f"Undo: {account.name}: City"] == "Ctrl+Z"
