"""Cells of a list are edited in place: saved when left, undone, refused with a sentence, and passed by Tab."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from crm_desktop.core.entities import Account, Contact, Opportunity, Stage
from crm_desktop.core.store import Where
from crm_desktop.ui.frame.undoing import Undoing
from crm_desktop.ui.places import Place

NOTHING = Qt.KeyboardModifier.NoModifier


def column_of(page, name):
    return next(place for place, field in enumerate(page.model.fields) if field.name == name)


def at_cell(stage, screen, name, row=0):
    """Walk to a cell by keys alone."""
    page = stage.go(Place(screen))
    page.take_focus()
    for _ in range(row):
        stage.press(Qt.Key.Key_Down)
    while page.table.currentIndex().column() != column_of(page, name):
        stage.press(Qt.Key.Key_Right)
    return page


def edited(stage, page, text):
    stage.press(Qt.Key.Key_F2)
    field = page.editing.open.findChild(QLineEdit)
    field.selectAll()
    stage.type(text, field)
    return field


def test_f2_edits_the_cell_and_enter_saves_it_as_one_change_that_can_be_undone(stage):
    page = at_cell(stage, "account", "industry", row=2)
    before = page.table.current
    edited(stage, page, "Pumps")
    stage.press(Qt.Key.Key_Return)
    get = stage.context.desk.replica.get
    assert get(Account, before.id).industry == "Pumps"
    assert page.editing.open is None
    assert page.table.hasFocus()
    stage.qtbot.waitUntil(stage.window.findChild(Undoing).undo.isEnabled)
    stage.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert get(Account, before.id).industry == before.industry


def test_left_and_right_walk_cells_and_keep_the_selected_rows(stage):
    page = stage.go(Place("account"))
    page.take_focus()
    stage.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    stage.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    stage.press(Qt.Key.Key_Right)
    stage.press(Qt.Key.Key_Right)
    assert page.table.currentIndex().column() == 2
    assert len(page.table.selectionModel().selectedRows()) == 3
    stage.press(Qt.Key.Key_Left)
    assert page.table.currentIndex().column() == 1


def test_escape_keeps_the_value_and_ends_the_walk_so_that_enter_opens_the_row_again(stage):
    page = at_cell(stage, "account", "city")
    before = page.table.current
    stage.press(Qt.Key.Key_Return)
    assert page.editing.open is not None
    stage.press(Qt.Key.Key_Escape)
    edited(stage, page, "Atlantis")
    stage.press(Qt.Key.Key_Escape)
    assert page.editing.open is None
    assert page.table.hasFocus()
    assert stage.context.desk.replica.get(Account, before.id).city == before.city
    stage.press(Qt.Key.Key_Escape)
    stage.press(Qt.Key.Key_Return)
    assert stage.window.pages.places.current.screen == "record"


def test_a_click_elsewhere_saves_and_so_does_going_elsewhere(stage):
    page = at_cell(stage, "account", "city")
    before = page.table.current
    edited(stage, page, "Suzhou")
    stage.click(stage.window.topbar.search)
    stage.window.topbar.search.setFocus()
    QApplication.processEvents()
    assert page.editing.open is None
    assert stage.context.desk.replica.get(Account, before.id).city == "Suzhou"
    page.table.setFocus()
    edited(stage, page, "Wuxi")
    stage.go(Place("contact"))
    assert stage.context.desk.replica.get(Account, before.id).city == "Wuxi"


def test_tab_saves_and_goes_on_to_the_next_cell_that_can_be_edited_also_to_the_next_row(stage):
    page = at_cell(stage, "opportunity", "amount")
    deal = page.table.current
    edited(stage, page, "4321")
    stage.press(Qt.Key.Key_Tab)
    assert stage.context.desk.replica.get(Opportunity, deal.id).amount == 4321
    assert page.editing.open.field.name == "probability"
    stage.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert page.editing.open.field.name == "amount"
    stage.press(Qt.Key.Key_Escape)
    page.table.go_to_cell(page.model.index(0, page.model.columnCount() - 1))
    stage.press(Qt.Key.Key_F2)
    stage.press(Qt.Key.Key_Tab)
    assert page.table.currentIndex().row() == 1
    assert page.editing.open.field.name == "name"


def test_tab_in_an_editor_of_several_fields_walks_those_first(stage):
    page = at_cell(stage, "account", "phones")
    stage.press(Qt.Key.Key_F2)
    cell = page.editing.open
    assert cell.editor.lines[0].value.hasFocus()
    stage.press(Qt.Key.Key_Tab)
    assert page.editing.open is cell


def test_what_cannot_be_saved_stays_in_the_editor_with_its_sentence(stage):
    page = at_cell(stage, "opportunity", "amount")
    deal = page.table.current
    for typed, said in (("much", "is no number"), ("-5", "cannot be below zero")):
        field = edited(stage, page, typed) if page.editing.open is None else page.editing.open.findChild(QLineEdit)
        field.setText(typed)
        stage.press(Qt.Key.Key_Return)
        cell = page.editing.open
        assert said in cell.trouble.text()
        assert cell.trouble.isVisible()
        assert field.text() == typed
        assert cell.height() > page.table.rowHeight(0)
    assert stage.context.desk.replica.get(Opportunity, deal.id).amount == deal.amount
    stage.press(Qt.Key.Key_Escape)
    assert page.editing.open is None


def test_nothing_is_saved_from_what_is_left_of_a_window_that_was_closed(stage):
    page = at_cell(stage, "account", "city")
    before = page.table.current
    field = edited(stage, page, "Suzhou")
    page.hide()
    page.editing.open.editor.line.setText("Atlantis")
    QApplication.instance().focusChanged.emit(field, None)
    assert stage.context.desk.replica.get(Account, before.id).city != "Atlantis"


def test_what_may_not_be_edited_says_why(stage):
    page = at_cell(stage, "contact", "name")
    stage.press(Qt.Key.Key_F2)
    assert page.editing.open is None
    assert "follows from other fields" in stage.window.toasts.words.text()
    at_cell(stage, "product", "unit")
    stage.press(Qt.Key.Key_F2)
    assert "Your role may not change Products" in stage.window.toasts.words.text()
    desk = stage.context.desk
    stage.context.look_at(desk.end_of(desk.today() - timedelta(days=1)))
    at_cell(stage, "account", "city")
    stage.press(Qt.Key.Key_F2)
    assert "the past cannot be changed" in stage.window.toasts.words.text()


def test_a_deal_moved_in_its_cell_takes_what_the_stage_decides(stage):
    page = at_cell(stage, "opportunity", "stage")
    deal = page.table.current
    stage.press(Qt.Key.Key_F2)
    combo = page.editing.open.editor.combo
    stages = {one.id: one for one in stage.context.desk.replica.find(Stage)}
    other = next(
        at
        for at in range(combo.count())
        if (one := stages.get(combo.itemData(at))) and one.outcome == "open" and one.id != deal.stage
    )
    chosen = stages[combo.itemData(other)]
    combo.setCurrentIndex(other)
    combo.activated.emit(other)
    moved = stage.context.desk.replica.get(Opportunity, deal.id)
    assert (moved.stage, moved.probability) == (chosen.id, chosen.probability)
    assert moved.stage_since > deal.stage_since


def test_a_deal_lost_in_its_cell_is_asked_for_the_reason_in_place(stage):
    page = at_cell(stage, "opportunity", "stage")
    deal = page.table.current
    stage.press(Qt.Key.Key_F2)
    combo = page.editing.open.editor.combo
    (lost,) = stage.context.desk.replica.find(Stage, Where("outcome", "eq", "lost"), limit=1)
    combo.setCurrentIndex(combo.findData(lost.id))
    combo.activated.emit(combo.currentIndex())
    get = stage.context.desk.replica.get
    assert get(Opportunity, deal.id).stage == deal.stage
    assert page.editing.open is None
    stage.press(Qt.Key.Key_2, widget=page.editing.asks)
    moved = get(Opportunity, deal.id)
    assert (moved.stage, moved.outcome, moved.lost_reason) == (lost.id, "lost", "competitor")


def test_an_open_editor_stays_while_news_arrive(stage):
    page = at_cell(stage, "contact", "job_title", row=1)
    person = page.table.current
    field = edited(stage, page, "Direct")
    stage.context.tasks.announce({"contact": frozenset({person.id})})
    stage.qtbot.waitUntil(lambda: page.editing.open is not None)
    QApplication.processEvents()
    stage.type("or", field)
    stage.press(Qt.Key.Key_Return)
    found = stage.context.desk.replica.find(Contact, Where("id", "eq", person.id))
    assert found[0].job_title == "Director"
