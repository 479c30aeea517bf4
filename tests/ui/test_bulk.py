"""Many rows are selected, changed and deleted at once from a list, with a look before and one step back."""

from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from crm_desktop.actions import bulk
from crm_desktop.core.entities import Account, Contact
from crm_desktop.ui.frame.undoing import Undoing
from crm_desktop.ui.lists import bulk_doing
from crm_desktop.ui.look.cells import Roles
from crm_desktop.ui.places import Place

CTRL = Qt.KeyboardModifier.ControlModifier


def all_selected(stage, screen):
    page = stage.go(Place(screen))
    page.take_focus()
    stage.press(Qt.Key.Key_A, CTRL)
    return page


def planned(stage, page):
    panel = page.work.panel
    stage.qtbot.waitUntil(lambda: panel.do_button.isEnabled() or not panel.kinds.button("not").isHidden())
    return panel


def choose(panel, name):
    panel.field.setCurrentIndex(panel.field.findData(name))
    QApplication.processEvents()


def test_all_rows_are_selected_edited_with_a_preview_and_taken_back_as_one_step(stage):
    page = all_selected(stage, "account")
    replica = stage.context.desk.replica
    every = replica.find(Account)
    assert page.foot.chosen.text() == f"{len(every)} selected"
    stage.click(page.foot.buttons["edit"])
    panel = page.work.panel
    assert panel.heading.text() == f"Edit {len(every)} accounts"
    assert not panel.do_button.isEnabled()
    choose(panel, "industry")
    same = sum(one.industry == every[0].industry for one in every)
    stage.type(every[0].industry, panel.editor.line)
    stage.press(Qt.Key.Key_Return, widget=panel.editor.line)
    planned(stage, page)
    assert panel.kinds.button("will").text() == f"{len(every) - same} will change"
    assert panel.kinds.button("same").text() == f"{same} already so"
    assert panel.model.rowCount() == len(every) - same
    assert "→" in panel.model.index(0).data(Roles.CELL).secondary
    stage.press(Qt.Key.Key_Return, CTRL)
    stage.qtbot.waitUntil(lambda: all(one.industry == every[0].industry for one in replica.find(Account)))
    undoing = stage.window.findChild(Undoing)
    named = f"Undo: Edit {len(every) - same} accounts: Industry"
    stage.qtbot.waitUntil(lambda: undoing.undo.text() == named)
    assert page.table.chosen_count == len(every)
    undoing.undo.trigger()
    before = sorted(one.industry for one in every)
    stage.qtbot.waitUntil(lambda: sorted(one.industry for one in replica.find(Account)) == before)
    stage.qtbot.waitUntil(lambda: undoing.redo.text() == named.replace("Undo", "Redo"))


def test_what_was_typed_after_the_look_is_looked_at_before_it_is_done(stage):
    page = all_selected(stage, "account")
    replica = stage.context.desk.replica
    before = sorted(one.industry for one in replica.find(Account))
    stage.click(page.foot.buttons["edit"])
    panel = page.work.panel
    choose(panel, "industry")
    stage.type("First", panel.editor.line)
    stage.press(Qt.Key.Key_Return, widget=panel.editor.line)
    planned(stage, page)
    panel.editor.line.setText("Second")
    panel.do()
    assert panel.isVisible()
    assert sorted(one.industry for one in replica.find(Account)) == before
    planned(stage, page)
    panel.do()
    stage.qtbot.waitUntil(lambda: {one.industry for one in replica.find(Account)} == {"Second"})


def test_a_tag_is_added_to_the_selected_rows_alone_and_the_message_takes_it_back(stage):
    page = stage.go(Place("contact"))
    page.take_focus()
    for _ in range(2):
        stage.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    chosen = page.table.chosen_ids()
    stage.press(Qt.Key.Key_E, CTRL | Qt.KeyboardModifier.ShiftModifier)
    panel = page.work.panel
    choose(panel, "tags")
    stage.type("fair", panel.editor.line)
    panel.ask()
    planned(stage, page)
    stage.click(panel.do_button)
    replica = stage.context.desk.replica

    def tagged():
        return {one.id for one in replica.find(Contact) if "fair" in one.tags}

    stage.qtbot.waitUntil(lambda: tagged() == set(chosen))
    stage.qtbot.waitUntil(lambda: "Edit 3 contacts" in stage.window.toasts.words.text())
    stage.click(stage.window.toasts.button)
    stage.qtbot.waitUntil(lambda: not tagged())


def test_what_may_not_be_changed_is_listed_with_the_reason_and_left_out(stage):
    page = all_selected(stage, "quote")
    page.work.edit_many()
    panel = page.work.panel
    choose(panel, "payment_terms")
    stage.type("cash", panel.editor.line)
    panel.ask()
    planned(stage, page)
    stage.click(panel.kinds.button("not"))
    assert "was issued and stays as it is" in panel.model.index(0).data(Roles.CELL).secondary
    stage.press(Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_a_value_that_cannot_be_read_says_so_and_nothing_can_be_done(stage):
    page = all_selected(stage, "opportunity")
    page.work.edit_many()
    panel = page.work.panel
    choose(panel, "amount")
    stage.type("much", panel.editor.line)
    panel.ask()
    assert "is no number" in panel.trouble.text()
    assert not panel.do_button.isEnabled()


def test_one_row_is_deleted_at_once_and_many_after_a_look(stage):
    replica = stage.context.desk.replica
    count = replica.count(Contact)
    page = stage.go(Place("contact"))
    page.take_focus()
    stage.press(Qt.Key.Key_Delete)
    assert replica.count(Contact) == count - 1
    stage.click(stage.window.toasts.button)
    assert replica.count(Contact) == count
    stage.qtbot.waitUntil(lambda: page.model.rowCount() == count)
    stage.press(Qt.Key.Key_A, CTRL, widget=page.table)
    stage.press(Qt.Key.Key_Delete, widget=page.table)
    panel = planned(stage, page)
    assert panel.do_button.text() == f"Delete {count} contacts"
    stage.press(Qt.Key.Key_Return, CTRL)
    stage.qtbot.waitUntil(lambda: replica.count(Contact) == 0)
    undoing = stage.window.findChild(Undoing)
    stage.qtbot.waitUntil(lambda: undoing.undo.text() == f"Undo: Delete {count} contacts")
    undoing.undo.trigger()
    stage.qtbot.waitUntil(lambda: replica.count(Contact) == count)


def test_the_menu_of_a_row_calls_writes_copies_the_address_and_does_the_rest(stage, monkeypatch):
    opened = []
    monkeypatch.setattr(
        "crm_desktop.ui.fields.reach.QDesktopServices.openUrl", lambda url: opened.append(url.toString()) or 1
    )
    page = stage.go(Place("contact"))
    person = next(one for one in stage.context.desk.replica.find(Contact, order=("name",)) if one.phones and one.emails)
    page.take_focus()
    page.table.selectRow(page.model.row_of(person.id))
    stage.press(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier, widget=page.table)
    menu = page.table.findChild(QMenu)
    actions = {action.text().partition("\t")[0]: action for action in menu.actions()}
    call = next(action for name, action in actions.items() if name.startswith("Call +"))
    call.trigger()
    next(action for name, action in actions.items() if name.startswith("Write to ")).trigger()
    assert opened == [f"tel:{''.join(person.phones[0].value.split())}", f"mailto:{person.emails[0].value}"]
    actions["Copy the address"].trigger()
    account = stage.context.desk.replica.get(Account, person.account)
    assert account.name in QApplication.clipboard().text()
    assert account.street.splitlines()[0] in QApplication.clipboard().text()
    assert {"Open", "Open in a new window", "Peek", "Delete"} <= actions.keys()
    menu.close()
    menu = page.work.open_list_menu(page.more_button)
    assert [action.text().partition("\t")[0] for action in menu.actions()] == ["Edit all of them…", "Export…", "Print…"]
    menu.actions()[0].trigger()
    assert page.work.panel.heading.text() == f"Edit {page.model.rowCount()} contacts"
    menu.close()
    record = stage.go(Place("record", f"contact:{person.id}"))
    stage.click(record.head.menu_button)
    said = [action.text() for action in record.findChild(QMenu).actions()]
    assert "Copy the address" in said
    assert any(name.startswith("Call +") for name in said)
    record.findChild(QMenu).close()


def test_a_long_look_tells_how_far_it_is_shows_the_first_and_ends_when_it_is_stopped(stage, monkeypatch):
    monkeypatch.setattr(bulk_doing, "LONG", 0)
    monkeypatch.setattr("crm_desktop.actions.bulk.SHOWN", 3)
    monkeypatch.setattr("crm_desktop.core.store.read.CHUNK", 5)
    page = all_selected(stage, "account")
    count = page.model.total
    page.work.edit_many()
    panel = page.work.panel
    told = []

    def on_running(jobs):
        told.extend((job.done, panel.summary.text()) for job in jobs)

    stage.context.tasks.running.connect(on_running)
    choose(panel, "industry")
    stage.type("Other", panel.editor.line)
    panel.ask()
    planned(stage, page)
    assert panel.model.rowCount() == 4
    assert panel.model.index(3).data(Roles.CELL).secondary == f"and {count - 3} more"
    assert any(done == 5 and f"Looking at {count} accounts: 5 so far" in said for done, said in told)
    stage.context.tasks.running.disconnect(on_running)
    panel.editor.line.setText("Another")
    panel.ask()
    panel._halt.set()  # as the status line does
    stage.qtbot.waitUntil(lambda: "Stopped." in panel.summary.text())
    assert not panel.do_button.isEnabled()
    panel.ask()
    planned(stage, page)
    panel.do()
    replica = stage.context.desk.replica
    stage.qtbot.waitUntil(lambda: {one.industry for one in replica.find(Account)} == {"Another"})


def test_a_look_ends_with_its_panel(stage, monkeypatch):
    monkeypatch.setattr("crm_desktop.core.store.read.CHUNK", 1)
    seen, opened = [], Event()
    survey = bulk.survey

    def surveyed(*asked):
        for found in survey(*asked):
            seen.append(found)
            yield found
            opened.wait(5)
            page.work.panel._halt.wait(5)  # until the panel is closed

    monkeypatch.setattr(bulk, "survey", surveyed)
    page = all_selected(stage, "account")
    page.work.delete()
    panel = page.work.panel
    opened.set()
    stage.qtbot.waitUntil(lambda: bool(seen))
    stage.press(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    stage.context.tasks._lanes["work"].submit(int).result()
    assert len(seen) <= 2 < page.model.total  # the one it was at, and at most the one it was just handed
