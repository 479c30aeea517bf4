"""Possible duplicates stand on the record page and beside every new record, while it is typed."""

import pytest
from PySide6.QtCore import Qt

from crm_desktop.actions import records
from crm_desktop.core.entities import Account, Contact
from crm_desktop.core.schema import Item
from crm_desktop.ui.places import Place
from crm_desktop.ui.records.new_records import NewPanel, start_new


@pytest.fixture
def twins(stage):
    """Save two accounts that are one, and open the second."""
    desk = stage.context.desk
    home = {"territory": desk.user.home, "owner": desk.user.id}
    first = Account(
        id="first", name="Quay Valves Ltd.", city="Ningbo", phones=(Item("1", "work", "138 0000 1111"),), **home
    )
    second = Account(id="second", name="Quay Valves", **home)
    records.create(desk, first, second)
    stage.go(Place("record", "account:second"))
    return first, second


def shown(stage, alikes, *names):
    """Wait until these candidates are shown, and return their cards."""
    stage.qtbot.waitUntil(lambda: [card.row.text() for card in alikes.cards] == list(names))
    return alikes.cards


def panel_for(stage, key, **values):
    start_new(stage.context, stage.window, key, **values)
    return stage.window.findChild(NewPanel)


def test_a_page_shows_who_may_be_the_same_with_what_it_takes_to_judge(stage, twins):
    (card,) = shown(stage, stage.page.alikes, "Quay Valves Ltd.")
    assert stage.page.alikes.isVisible()
    assert card.row.accessibleName() == "Quay Valves Ltd., Ningbo · 李薇 Li Wei · no contact yet, 65%"
    assert card.reasons.text() == "Same name but for the legal form"
    stage.click(card.row)
    stage.qtbot.waitUntil(lambda: stage.page.record.id == "first")


def test_nothing_stands_where_nobody_looks_alike(stage, twins):
    shown(stage, stage.page.alikes, "Quay Valves Ltd.")
    other = stage.context.desk.replica.find(Contact, limit=1)[0]
    alikes = stage.go(Place("record", f"contact:{other.id}")).alikes
    looked = []
    stage.qtbot.waitUntil(lambda: not alikes._pause.isActive())
    stage.context.tasks.run(lambda: None, looked.append)  # behind what is looked for
    stage.qtbot.waitUntil(lambda: bool(looked))
    assert alikes.cards == []
    assert not stage.page.alikes.isVisible()


def test_not_a_duplicate_is_kept_and_can_be_taken_back(stage, twins):
    (card,) = shown(stage, stage.page.alikes, "Quay Valves Ltd.")
    stage.click(card.part)
    shown(stage, stage.page.alikes)
    assert stage.context.desk.fetch(Account, "second").apart == ("first",)
    stage.click(stage.window.toasts.button)
    shown(stage, stage.page.alikes, "Quay Valves Ltd.")


def test_a_name_typed_into_a_new_record_finds_who_is_there_before_it_is_saved(stage, twins):
    panel = panel_for(stage, "account")
    stage.qtbot.waitUntil(lambda: panel.form.rows["name"].editor is not None)
    stage.type("quay valves", panel.form.rows["name"].editor.line)
    assert shown(stage, panel.alikes, "Quay Valves", "Quay Valves Ltd.")[0].isVisible()
    assert stage.context.desk.replica.get(Account, panel.form.record.id) is None


def test_a_phone_typed_into_a_new_record_finds_who_has_it(stage, twins):
    panel = panel_for(stage, "account")
    row = panel.form.rows["phones"]
    row.start()
    stage.type("+86 13800001111", row.editor.lines[0].value)
    (card,) = shown(stage, panel.alikes, "Quay Valves Ltd.")
    assert card.reasons.text() == "Same phone: +86 13800001111"


def test_a_name_brought_along_is_looked_for_at_once(stage, twins):
    panel = panel_for(stage, "account", name="Quay Valves GmbH")
    shown(stage, panel.alikes, "Quay Valves", "Quay Valves Ltd.")


def test_what_was_put_apart_while_typing_is_saved_with_the_new_record(stage, twins):
    panel = panel_for(stage, "account", name="", territory="")
    stage.qtbot.waitUntil(lambda: panel.form.rows["name"].editor is not None)
    stage.type("Quay Valves Inc", panel.form.rows["name"].editor.line)
    (card, _) = shown(stage, panel.alikes, "Quay Valves", "Quay Valves Ltd.")
    stage.click(card.part)
    shown(stage, panel.alikes, "Quay Valves Ltd.")
    assert panel.form.record.apart == ("second",)


def test_a_name_changed_on_the_page_is_looked_for_while_it_is_typed(stage, twins):
    contact = Contact(id="new", family_name="Quill", account="second")
    twin = Contact(id="old", given_name="Mary", family_name="Quill", account="second")
    records.create(stage.context.desk, contact, twin)
    page = stage.go(Place("record", "contact:new"))
    row = page.form.rows["given_name"]
    row.start()
    stage.type("Mary", row.editor.line)
    shown(stage, page.alikes, "Mary Quill")
    stage.press(Qt.Key.Key_Escape, widget=row.editor.line)


def test_the_past_has_no_duplicates(stage, twins):
    shown(stage, stage.page.alikes, "Quay Valves Ltd.")
    stage.context.look_at(stage.context.desk.end_of(stage.context.desk.today()))
    shown(stage, stage.page.alikes)
