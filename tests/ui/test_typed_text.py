"""Nothing typed is lost: the program is killed while somebody types, and after its next start the text is where it was."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from crm_desktop.actions.planning import Slot
from crm_desktop.actions.records import edit
from crm_desktop.core.entities import Account, Activity, Opportunity
from crm_desktop.core.schema import entity_of
from crm_desktop.core.store import Where
from crm_desktop.ui.board.asks import LostReason, NewDeal
from crm_desktop.ui.calendar.plan_card import PlanCard
from crm_desktop.ui.fields.begun import begun_in, place_in
from crm_desktop.ui.fields.editors import editor_for
from crm_desktop.ui.frame.going_on import offer_to_go_on
from crm_desktop.ui.lists.cell_editing import CellEditor
from crm_desktop.ui.places import Place, place_of
from crm_desktop.ui.records.closing import Closing
from crm_desktop.ui.records.new_records import start_new
from crm_desktop.ui.records.quick_log import QuickLog
from tests.replicas import TODAY


@pytest.fixture
def account(context):
    return context.desk.replica.find(Account, Where("owner", "eq", context.desk.user.id), order=("name",), limit=1)[0]


def page_of(account):
    return Place("record", f"account:{account.id}")


def seen(stage, kind):
    return next(one for one in stage.window.findChildren(kind) if one.isVisible())


def now(stage, record):
    return stage.context.desk.replica.get(type(record), record.id)


def test_a_note_begun_at_a_record_is_there_after_a_kill(stage, account, killed):
    composer = stage.go(page_of(account)).timeline.composer
    composer.begin("call")
    stage.type("他们想要两台泵\nby May", composer.text)
    composer.day.setText("+3")
    again = killed(stage).go(page_of(account)).timeline.composer
    assert (again.kind, again.text.toPlainText(), again.day.text()) == ("call", "他们想要两台泵\nby May", "+3")
    again.save()
    assert again._context.drafts.places("") == []


def test_one_line_begun_on_a_row_is_there_after_a_kill(stage, account, killed):
    QuickLog(stage.context, "call", account, stage.window, QRect()).line.setText("They said")
    again = killed(stage)
    assert QuickLog(again.context, "call", account, again.window, QRect()).line.text() == "They said"
    assert again.go(page_of(account)).timeline.composer.text.toPlainText() == "They said"


def test_a_plan_begun_is_open_again_with_its_time(stage, account, killed):
    page = stage.go(Place("calendar"))
    page.plan(Slot(TODAY))
    stage.type("Look at the pump", page.card.subject)
    page.card.about.show_record(account)
    page.card.when.setText("fri 10:00-11:30")
    again = killed(stage)
    again.go(Place("calendar"))
    again.qtbot.waitUntil(lambda: again.page.card is not None)
    card = again.page.card
    assert (card.subject.text(), card.about.record.id) == ("Look at the pump", account.id)
    assert card.when.text() == "fri 10:00-11:30"
    again.press(Qt.Key.Key_Return, widget=card.subject)
    (made,) = again.context.desk.replica.find(Activity, Where("subject", "eq", "Look at the pump"))
    assert (made.due_day.weekday(), made.minutes) == (4, 90)
    assert again.context.drafts.places("plan") == []


def test_a_plan_that_was_left_is_offered_and_not_opened(stage, killed):
    page = stage.go(Place("calendar"))
    page.plan(Slot(TODAY))
    stage.type("Half a thought", page.card.subject)
    stage.press(Qt.Key.Key_Escape, widget=page.card)
    again = killed(stage)
    page = again.go(Place("calendar"))
    assert not [one for one in again.window.findChildren(PlanCard) if one.isVisible()]
    page.plan()
    assert page.card.subject.text() == "Half a thought"


def test_a_new_record_goes_on_after_a_kill(stage, account, killed):
    start_new(stage.context, stage.window, "contact", account=account.id)
    form = stage.window.peek_panel.content.form
    stage.qtbot.waitUntil(lambda: form.rows["family_name"].is_editing)
    form.rows["given_name"].start()
    stage.type("Min", form.rows["given_name"].editor.line)
    stage.press(Qt.Key.Key_Return, widget=form.rows["given_name"].editor.line)
    form.rows["family_name"].start()
    stage.type("Wan", form.rows["family_name"].editor.line)
    again = killed(stage)
    start_new(again.context, again.window, "contact", account=account.id)
    panel = again.window.peek_panel.content
    row = panel.form.rows["family_name"]
    assert (panel.form.record.given_name, row.editor.line.text()) == ("Min", "Wan")
    again.qtbot.waitUntil(row.editor.line.hasFocus)
    again.type("g")
    again.press(Qt.Key.Key_Return)
    assert now(again, panel.form.record).family_name == "Wang"
    assert again.context.drafts.places("new/") == []
    start_new(again.context, again.window, "contact")  # another place: that of a contact of nobody
    assert again.window.peek_panel.content.form.record.given_name == ""


def test_a_new_record_outlasts_a_peek_in_its_panel_until_it_is_begun_afresh(stage):
    start_new(stage.context, stage.window, "contact")
    row = stage.window.peek_panel.content.form.rows["given_name"]
    row.start()
    stage.type("Min", row.editor.line)
    stage.window.peek(QWidget(), "Something else")
    stage.go(Place("account"))
    start_new(stage.context, stage.window, "contact")
    panel = stage.window.peek_panel.content
    assert panel.form.record.given_name == "Min"
    stage.click(panel.afresh_button)
    assert stage.window.peek_panel.content.form.record.given_name == ""
    assert stage.context.drafts.places("new/") == []
    assert stage.context.desk.replica.pending() == 0


def test_a_field_begun_is_open_again_and_is_not_saved_unseen(stage, account, killed):
    row = stage.go(page_of(account)).form.rows["website"]
    row.start()
    row.editor.line.clear()
    stage.type("https://hal", row.editor.line)
    again = killed(stage)
    row = again.go(page_of(account)).form.rows["website"]
    assert row.editor.line.text() == "https://hal"
    assert "not saved yet" in row.trouble.text()
    row.editor.line.setFocus()
    again.page.timeline.composer.text.setFocus()  # as Tab walks through it
    again.go(Place("contact"))
    assert now(again, account).website == account.website
    row = again.go(page_of(account)).form.rows["website"]
    row.start()
    again.type("f.example", row.editor.line)
    again.press(Qt.Key.Key_Return, widget=row.editor.line)
    assert now(again, account).website == "https://half.example"
    assert again.context.drafts.places("field/") == []


def test_what_is_on_no_page_in_front_is_offered_after_the_start(stage, account, killed):
    begun = begun_in(account, "website", ("https://hal",))
    stage.context.drafts.keep(place_in(account, "website"), begun)
    start_new(stage.context, stage.window, "contact")
    seen_form = stage.window.peek_panel.content.form
    seen_form.rows["given_name"].start()
    seen_form.rows["given_name"].editor.line.setText("Min")
    again = killed(stage)
    offer_to_go_on(again.context, again.window)
    told = [label.text() for label in again.window.messages.findChildren(QLabel) if "not saved yet" in label.text()]
    assert told == [
        f"You were typing, and it is not saved yet: Website of {account.name}",
        "You were typing, and it is not saved yet: New contact",
    ]
    for button in [one for one in again.window.messages.findChildren(QPushButton) if one.text() == "Go on"]:
        button.click()
    assert again.page.form.rows["website"].editor.line.text() == "https://hal"
    assert again.window.peek_panel.content.form.rows["given_name"].editor.line.text() == "Min"
    assert again.context.drafts.left("") == []


def test_what_a_colleague_changed_meanwhile_is_told_at_a_field_begun(stage, account, killed):
    row = stage.go(page_of(account)).form.rows["city"]
    row.start()
    row.editor.line.setText("Nanjing")
    again = killed(stage)
    edit(again.context.desk, account, city="Wuxi")
    row = again.go(page_of(account)).form.rows["city"]
    assert row.editor.line.text() == "Nanjing"
    assert "Wuxi" in row.trouble.text()
    assert row.seen.city == account.city


def test_escape_throws_away_what_was_begun_in_a_field(stage, account, killed):
    row = stage.go(page_of(account)).form.rows["website"]
    row.start()
    stage.type("x", row.editor.line)
    assert stage.context.drafts.places("field/")
    stage.press(Qt.Key.Key_Escape, widget=row.editor.line)
    assert stage.context.drafts.places("field/") == []
    assert not killed(stage).go(page_of(account)).form.rows["website"].is_editing


def test_a_cell_begun_in_a_list_is_open_again(stage, killed):
    page = stage.go(Place("account"))
    column = next(at for at, field in enumerate(page.model.fields) if field.name == "city")
    page.table.setCurrentIndex(page.model.index(2, column))
    record = page.table.current
    stage.press(Qt.Key.Key_F2, widget=page.table)
    page.editing.open.editor.line.setText("Nan")
    again = killed(stage)
    page = again.go(Place("account"))
    cell = seen(again, CellEditor)
    assert (cell.seen.id, cell.editor.line.text()) == (record.id, "Nan")
    again.press(Qt.Key.Key_F2, widget=page.table)  # goes on behind what is there
    again.type("jing", page.editing.open.editor.line)
    again.press(Qt.Key.Key_Return, widget=page.editing.open.editor.line)
    assert now(again, record).city == "Nanjing"
    assert again.context.drafts.places("field/") == []


def test_what_came_of_a_thing_is_there_after_a_kill(stage, killed):
    mine = Where("owner", "eq", stage.context.desk.user.id)
    (todo,) = stage.context.desk.replica.find(Activity, mine, Where("is_done", "empty"), limit=1)
    for at, place in enumerate((stage, None)):
        here = place or killed(stage)
        card = Closing(here.context, here.window, todo, here.window, QRect())
        if at == 0:
            card.outcome.setText("They wait")
            card.subject.setText("Bring the drawing")
            card.days.chosen.emit("tomorrow")
        else:
            assert (card.outcome.text(), card.subject.text(), card._chosen) == (
                "They wait",
                "Bring the drawing",
                "tomorrow",
            )


def test_what_a_board_asks_is_there_after_a_kill(stage, killed):
    deal = stage.context.desk.replica.find(Opportunity, limit=1)[0]
    LostReason(stage.context, deal, stage.window).note.setText("Too dear")
    NewDeal(stage.context, stage.window).name.setText("Two pumps")
    again = killed(stage)
    asked = LostReason(again.context, deal, again.window)
    assert (asked.note.text(), NewDeal(again.context, again.window).name.text()) == ("Too dear", "Two pumps")
    asked.given.connect(lambda reason, note: edit(again.context.desk, deal, lost_reason=reason, lost_note=note))
    asked.buttons[0].click()
    assert again.context.drafts.places("") == ["new deal"]


def test_every_editor_gives_back_the_words_that_stood_in_it(stage, account):
    """Also those of several parts, and what is half typed in a finder."""
    deal = stage.context.desk.replica.find(Opportunity, limit=1)[0]
    for record in (account, deal):
        form = stage.go(place_of(entity_of(record).key, record.id)).form
        for name, row in form.rows.items():
            editor = editor_for(stage.context, row.field, record, stage.page)
            if editor is None:
                continue
            told = []
            editor.edited.connect(lambda told=told: told.append(1))
            editor.show_words(editor.words())
            assert editor.value() == getattr(record, name), name
            for line in editor.findChildren(QLineEdit)[:1]:
                line.setText("half")
                assert told, name


def test_typing_on_and_on_is_in_the_file_all_the_same(stage, account, qtbot):
    """The moment is counted from the first key that is not kept, not from the last one typed."""
    text, soon = stage.go(page_of(account)).timeline.composer.text, stage.context.drafts._soon
    text.insertPlainText("a")
    begun = soon.timerId()
    text.insertPlainText("b")
    assert (soon.timerId(), soon.interval(), begun > 0) == (begun, 300, True)
    qtbot.waitSignal(stage.context.drafts.written).wait()
    assert stage.context.desk.replica.pending() == 0


def test_a_new_record_that_was_saved_leaves_nothing_that_says_it_is_not(stage):
    stage.go(Place("contact"))
    stage.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    stage.type("Hour")
    stage.press(Qt.Key.Key_Tab)
    stage.type("sha")
    assert [place.partition("/")[0] for place in stage.context.drafts.places("")] == ["field"]
    stage.press(Qt.Key.Key_Return)
    assert stage.context.drafts.places("") == []
