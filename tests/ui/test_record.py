"""The record page moves deals, writes activities down, and leads from record to record."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from crm_desktop.actions import records
from crm_desktop.core.entities import REGISTRY, Account, Activity, Contact, Opportunity, Quote, Stage
from crm_desktop.core.store import Where
from crm_desktop.ui.fields.form import Form
from crm_desktop.ui.places import Place, place_of
from crm_desktop.ui.records import timeline
from crm_desktop.ui.records.closing import Closing
from crm_desktop.ui.records.happenings import happenings, told
from crm_desktop.ui.records.related_row import RelatedRow
from crm_desktop.ui.screens.record import OFTEN, RecordPage
from tests.ui.states import desktop_of

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def deal(stage):
    """Open an open deal and return it."""
    order = ("stage.position",)
    found = stage.context.desk.replica.find(Opportunity, Where("outcome", "eq", "open"), order=order)[0]
    stage.go(Place("record", f"opportunity:{found.id}"))
    return found


def fresh(stage, record):
    return stage.context.desk.replica.get(type(record), record.id)


def button_of(stage, outcome):
    return next(button for button in stage.page.path.buttons if button.stage.outcome == outcome)


@pytest.mark.parametrize("key", ["account", "contact", "opportunity", "product", "activity", "territory", "user"])
def test_a_page_opens_for_every_kind(stage, key):
    record = stage.context.desk.replica.find(REGISTRY[key].record, limit=1)[0]
    page = stage.go(Place("record", f"{key}:{record.id}"))
    assert isinstance(page, RecordPage)
    assert page.head.title.text()
    assert page.form.record == record


def test_a_record_that_left_says_so_and_leads_to_the_list(stage):
    page = stage.go(Place("record", "account:nobody"))
    assert page.gone.line.text() == "This is not here any more: Account"
    stage.click(page.gone.button)
    assert stage.window.pages.places.current.screen == "account"


def test_ctrl_dot_moves_a_deal_to_its_next_stage_and_undo_takes_it_back(stage, deal):
    following = stage.page.path.next_stage()
    stage.press(Qt.Key.Key_Period, CTRL)
    moved = fresh(stage, deal)
    assert moved.stage == following.id
    assert moved.probability == following.probability
    stage.click(stage.window.toasts.button)
    assert fresh(stage, deal).stage == deal.stage


def test_a_click_on_the_path_moves_the_deal(stage, deal):
    stage.click(button_of(stage, "won"))
    assert fresh(stage, deal).outcome == "won"
    assert button_of(stage, "won").state == "now"


def test_a_lost_deal_is_asked_for_its_reason_in_place(stage, deal):
    stage.click(button_of(stage, "lost"))
    assert fresh(stage, deal).outcome == "open"
    stage.press(Qt.Key.Key_2, widget=stage.page.moves.lost)
    lost = fresh(stage, deal)
    assert (lost.outcome, lost.lost_reason) == ("lost", "competitor")


def test_leaving_the_question_leaves_the_deal_where_it_was(stage, deal):
    stage.click(button_of(stage, "lost"))
    stage.press(Qt.Key.Key_Escape, widget=stage.page.moves.lost)
    assert fresh(stage, deal) == deal


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (Qt.Key.Key_N, "note"),
        (Qt.Key.Key_C, "call"),
        (Qt.Key.Key_E, "meeting"),
        (Qt.Key.Key_V, "visit"),
        (Qt.Key.Key_T, "task"),
    ],
)
def test_one_key_begins_each_kind_of_activity(stage, deal, key, kind):
    stage.page.take_focus()
    stage.press(key)
    assert stage.page.timeline.composer.kind == kind
    assert stage.page.timeline.composer.text.hasFocus()


def test_ctrl_enter_saves_what_was_written_about_the_deal(stage, deal):
    stage.page.take_focus()
    stage.press(Qt.Key.Key_C)
    composer = stage.page.timeline.composer
    stage.type("Spoke with the buyer", composer.text)
    stage.press(Qt.Key.Key_Return, CTRL, widget=composer.text)
    found = stage.context.desk.replica.find(Activity, Where("subject", "eq", "Spoke with the buyer"))[0]
    assert (found.kind, found.is_done, found.opportunity, found.account) == ("call", True, deal.id, deal.account)
    assert composer.text.toPlainText() == ""
    assert any(entry.item.title == "Spoke with the buyer" for entry in stage.page.timeline.entries)


def test_a_task_is_planned_for_the_day_typed(stage, deal):
    stage.page.timeline.begin("task")
    composer = stage.page.timeline.composer
    stage.type("Send papers", composer.text)
    stage.type("2026-12-24", composer.day)
    stage.press(Qt.Key.Key_Return, widget=composer.day)
    found = stage.context.desk.replica.find(Activity, Where("subject", "eq", "Send papers"))[0]
    assert (found.is_done, str(found.due_day)) == (False, "2026-12-24")


def test_a_day_that_cannot_be_read_keeps_everything_typed(stage, deal):
    stage.page.timeline.begin("task")
    composer = stage.page.timeline.composer
    stage.type("Send papers", composer.text)
    stage.type("soonish", composer.day)
    stage.press(Qt.Key.Key_Return, widget=composer.day)
    assert composer.text.toPlainText() == "Send papers"
    assert composer.trouble.isVisible()
    assert stage.context.desk.replica.pending() == 0


def test_what_is_typed_survives_going_elsewhere(stage, deal):
    stage.page.timeline.begin("visit")
    stage.type("They want", stage.page.timeline.composer.text)
    stage.go(Place("account"))
    other = stage.context.desk.replica.find(Account, limit=1)[0]
    stage.go(Place("record", f"account:{other.id}"))
    assert stage.page.timeline.composer.text.toPlainText() == ""
    stage.go(Place("record", f"opportunity:{deal.id}"))
    assert stage.page.timeline.composer.text.toPlainText() == "They want"
    assert stage.page.timeline.composer.kind == "visit"


def test_a_planned_thing_is_finished_by_a_click_and_the_next_step_is_asked(stage, deal):
    stage.page.timeline.begin("task")
    stage.type("Call back", stage.page.timeline.composer.text)
    stage.page.timeline.composer.save()
    entry = next(one for one in stage.page.timeline.entries if one.item.title == "Call back")
    stage.click(entry.tick)
    (card,) = stage.window.findChildren(Closing)
    stage.qtbot.waitUntil(card.outcome.hasFocus)
    stage.type("They wait for the drawing")
    stage.click(card.kinds.buttons["visit"])
    stage.type("Bring the drawing")
    stage.press(Qt.Key.Key_Return)
    found = stage.context.desk.replica.find(Activity, Where("subject", "eq", "Call back"))[0]
    assert (found.is_done, found.outcome) == (True, "They wait for the drawing")
    (planned,) = stage.context.desk.replica.find(Activity, Where("subject", "eq", "Bring the drawing"))
    assert (planned.kind, planned.due_day) == ("visit", stage.context.desk.today() + timedelta(days=7))
    assert fresh(stage, deal).next_step == "Bring the drawing"


def test_an_activitys_own_page_has_a_button_to_finish_it(stage):
    mine = Where("owner", "eq", stage.context.desk.user.id)
    (todo,) = stage.context.desk.replica.find(Activity, mine, Where("is_done", "empty"), limit=1)
    stage.go(Place("record", f"activity:{todo.id}"))
    stage.click(stage.page.head.done_button)
    (card,) = stage.window.findChildren(Closing)
    stage.press(Qt.Key.Key_Return, widget=card.outcome)
    assert stage.context.desk.replica.get(Activity, todo.id).is_done
    assert not stage.page.head.done_button.isVisible()


def test_the_timeline_has_what_is_planned_first_and_then_the_newest(stage, deal):
    items = happenings(stage.context, deal)
    planned = [item.is_planned for item in items]
    assert planned == sorted(planned, reverse=True)
    past = [item.at for item in items if not item.is_planned]
    assert past == sorted(past, reverse=True)


def test_a_stage_change_is_told_with_who_and_from_what_to_what(stage, deal):
    before = stage.context.desk.fetch(Stage, deal.stage).name
    following = stage.page.path.next_stage()
    stage.page.moves.move_on()
    deal = fresh(stage, deal)
    found = (one for one in told(stage.context, deal, happenings(stage.context, deal)) if one is not None)
    item = next(one for one in found if one.title == "Stage changed")
    assert item.who == stage.context.desk.user.name
    assert [(step.label, step.before, step.after) for step in item.steps] == [("Stage", before, following.name)]


def test_chips_narrow_the_timeline_to_a_kind(stage, deal):
    stage.click(stage.page.timeline.sorts.button("activity"))
    assert {entry.item.sort for entry in stage.page.timeline.entries} <= {"activity"}


def test_alt_down_goes_to_the_next_in_the_list_it_came_from(stage):
    page = stage.go(Place("account"))
    page.take_focus()
    stage.press(Qt.Key.Key_Return)
    first, second = page.model.record(0), page.model.record(1)
    assert stage.page.record == first
    stage.press(Qt.Key.Key_Down, ALT)
    assert stage.page.record == second
    stage.press(Qt.Key.Key_Up, ALT)
    assert stage.page.record == first


def test_related_lists_lead_on_and_add_where_one_stands(stage):
    account = next(
        one
        for one in stage.context.desk.replica.find(Account)
        if stage.context.desk.replica.count(Contact, Where("account", "eq", one.id))
    )
    stage.go(Place("record", f"account:{account.id}"))
    contacts = stage.page.related.lists[0]
    stage.click(contacts.add_button)
    assert stage.window.peek_panel.content.form.record.account == account.id
    row = contacts.findChild(RelatedRow)
    stage.click(row)
    assert stage.page.record == row.record


def test_a_quote_is_made_from_a_deal_and_opens_in_its_editor(stage, deal):
    stage.click(stage.page.head.quote_button)
    place = stage.window.pages.places.current
    assert place.screen == "quote_editor"
    quote = stage.context.desk.replica.get(Quote, place.record)
    assert (quote.opportunity, quote.state) == (deal.id, "draft")


def test_a_deleted_record_comes_back_by_undo(stage):
    contact = stage.context.desk.replica.find(Contact, limit=1)[0]
    page = stage.go(Place("record", f"contact:{contact.id}"))
    page.delete()
    assert fresh(stage, contact) is None
    stage.click(stage.window.toasts.button)
    assert fresh(stage, contact) == contact


def test_a_deleted_activity_leads_to_the_list_of_activities(qapp, desk, tmp_path):
    activity = desk.replica.find(Activity, limit=1)[0]
    with desktop_of(qapp, tmp_path / "settings", desk.replica) as stage:
        stage.window.go(place_of("activity", activity.id))
        stage.window.pages.page.delete()
        assert desk.replica.get(Activity, activity.id) is None
        assert stage.window.pages.places.current == Place("activity", under="calendar")


def test_every_control_of_the_page_has_a_name(stage, deal):
    page = stage.page
    buttons = [
        page.head.up_button,
        page.head.down_button,
        page.head.menu_button,
        page.head.quote_button,
        page.time_button,
        *page.path.buttons,
    ]
    buttons += [one.add_button for one in page.related.lists] + list(page.timeline.composer.buttons.values())
    assert all(button.accessibleName() for button in buttons)
    assert all(entry.accessibleName() for entry in page.timeline.entries)


def test_the_form_that_is_kept_for_a_kind_shows_the_record_that_is_open(stage):
    replica = stage.context.desk.replica
    contact = replica.find(Contact, limit=1)[0]
    first, second = replica.find(Account, limit=2)
    page = stage.go(Place("record", f"account:{first.id}"))
    form = page.form
    stage.go(Place("record", f"contact:{contact.id}"))
    assert form.isHidden()
    assert page.related.isVisible()
    stage.context.tell(records.edit(stage.context.desk, first, city="Wuxi"))
    stage.go(Place("record", f"account:{second.id}"))
    assert page.form is form
    assert form.rows["city"].quiet.text() == second.city
    stage.go(Place("record", f"contact:{contact.id}"))
    stage.go(Place("record", f"account:{first.id}"))
    assert form.rows["city"].quiet.text() == "Wuxi"


def test_what_lies_below_the_sight_follows_the_first_paint(stage, deal, monkeypatch):
    monkeypatch.setattr(timeline, "IN_SIGHT", 1)
    for number in range(3):
        deal = fresh(stage, deal)
        stage.context.tell(records.edit(stage.context.desk, deal, next_step=f"Step {number}"))
    shown, every = stage.page.timeline, happenings(stage.context, deal)
    shown.refresh()
    assert len(shown.entries) == 1
    stage.qtbot.waitUntil(lambda: len(shown.entries) == min(timeline.FIRST, len(every)))
    assert [entry.item for entry in shown.entries] == told(stage.context, deal, every[: timeline.FIRST])


def test_another_record_in_front_gets_nothing_of_the_one_before(stage, deal, monkeypatch):
    monkeypatch.setattr(timeline, "IN_SIGHT", 1)
    shown, other = stage.page.timeline, happenings(stage.context, deal)
    account = stage.context.desk.fetch(Account, deal.account)
    shown.show_record(deal)
    shown.show_record(account)
    every = happenings(stage.context, account)
    stage.qtbot.waitUntil(lambda: len(shown.entries) >= min(timeline.FIRST, len(every)))
    stage.qtbot.wait(2 * timeline.SOON_MS)
    assert other != every
    assert [entry.item for entry in shown.entries] == told(stage.context, account, every[: timeline.FIRST])


def test_a_page_made_ahead_is_the_one_that_is_opened(stage):
    stage.go(Place("account"))
    pages, kinds = stage.window.pages, len(OFTEN)
    assert not pages.findChildren(RecordPage)
    pages.prepare(["record", "account"])
    (page,) = pages.findChildren(RecordPage)
    stage.qtbot.waitUntil(lambda: len(page.findChildren(Form)) == kinds)
    assert pages.page is not page
    account = stage.context.desk.replica.find(Account, limit=1)[0]
    assert stage.go(Place("record", f"account:{account.id}")) is page
    assert len(page.findChildren(Form)) == kinds
    assert (page.form.record, page.form.isVisible(), page.related.isVisible()) == (account, True, True)


def test_places_of_the_timeline_are_used_again_for_another_record(stage, deal):
    shown = stage.page.timeline
    first = shown.entries[0]
    account = stage.context.desk.fetch(Account, deal.account)
    shown.show_record(account)
    assert shown.entries[0] is first
    assert first.item == told(stage.context, account, happenings(stage.context, account))[0]
