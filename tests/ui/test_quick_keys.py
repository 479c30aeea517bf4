"""One letter on a record page sets what is changed most, in a small menu; in a text field it is a letter."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from crm_desktop.core.entities import Account, Contact, Opportunity, User
from crm_desktop.core.schema import entity_of
from crm_desktop.core.store import Where
from crm_desktop.ui.places import Place
from crm_desktop.ui.records.composer import KEYS
from crm_desktop.ui.records.quick_keys import FIELDS


@pytest.fixture
def deal(stage):
    """Open an open deal and return it."""
    order = ("stage.position",)
    found = stage.context.desk.replica.find(Opportunity, Where("outcome", "eq", "open"), order=order)[0]
    stage.go(Place("record", f"opportunity:{found.id}"))
    return found


def opened(stage, key):
    """Press a letter on the page, and return the menu it opens."""
    stage.page.take_focus()
    stage.press(key)
    return stage.page.keys.menu


def answer(stage, menu, typed="", *, downs=0):
    stage.type(typed, menu.line)
    for _ in range(downs):
        stage.press(Qt.Key.Key_Down, widget=menu.line)
    stage.press(Qt.Key.Key_Return, widget=menu.line)


def fresh(stage, record):
    return stage.context.desk.replica.get(type(record), record.id)


def test_s_moves_a_deal_to_a_stage_of_a_few_letters(stage, deal):
    following = stage.page.path.next_stage()
    answer(stage, opened(stage, Qt.Key.Key_S), following.name[:5])
    stage.qtbot.waitUntil(lambda: fresh(stage, deal).stage == following.id)


def test_s_asks_for_the_reason_where_a_deal_is_lost(stage, deal):
    lost = next(button.stage for button in stage.page.path.buttons if button.stage.outcome == "lost")
    answer(stage, opened(stage, Qt.Key.Key_S), lost.name)
    stage.qtbot.waitUntil(lambda: stage.page.moves.lost is not None)
    assert fresh(stage, deal).stage == deal.stage


def test_o_gives_a_record_to_somebody_by_letters_and_undo_takes_it_back(stage, deal):
    other = next(one for one in stage.context.desk.replica.find(User) if one.id != deal.owner and not one.is_inactive)
    answer(stage, opened(stage, Qt.Key.Key_O), other.name)
    stage.qtbot.waitUntil(lambda: fresh(stage, deal).owner == other.id)
    stage.click(stage.window.toasts.button)
    assert fresh(stage, deal).owner == deal.owner


@pytest.mark.parametrize(("typed", "downs", "days"), [("tomorrow", 0, 1), ("+3", 0, 3), ("in two", 0, 14), ("", 1, 1)])
def test_d_sets_the_day_by_word_by_reckoning_or_by_choice(stage, deal, typed, downs, days):
    answer(stage, opened(stage, Qt.Key.Key_D), typed, downs=downs)
    wanted = stage.context.desk.today() + timedelta(days=days)
    stage.qtbot.waitUntil(lambda: fresh(stage, deal).close_day == wanted)


def test_p_begins_to_write_the_next_step(stage, deal):
    stage.page.take_focus()
    stage.press(Qt.Key.Key_P)
    assert stage.page.form.rows["next_step"].editor.line.hasFocus()


def test_escape_leaves_everything_as_it_was_and_the_keyboard_where_it_was(stage, deal):
    menu = opened(stage, Qt.Key.Key_S)
    assert menu.line.hasFocus()
    stage.press(Qt.Key.Key_Escape, widget=menu.line)
    assert fresh(stage, deal) == deal
    assert stage.page.timeline.hasFocus()


@pytest.mark.parametrize(("kind", "key", "name"), [(Account, Qt.Key.Key_S, "kind"), (Contact, Qt.Key.Key_S, "role")])
def test_the_status_of_other_records_is_a_choice_the_present_one_marked(stage, kind, key, name):
    record = stage.context.desk.replica.find(kind, Where(name, "filled"), limit=1)[0]
    stage.go(Place("record", f"{entity_of(record).key}:{record.id}"))
    menu = opened(stage, key)
    assert menu.options[menu.list.currentIndex().row()].value == getattr(record, name)
    answer(stage, menu, downs=1)
    stage.qtbot.waitUntil(lambda: getattr(fresh(stage, record), name) != getattr(record, name))


def test_letters_are_letters_in_a_text_field_and_no_key_means_two_things(stage, deal):
    stage.page.timeline.begin("note")
    stage.type("so", stage.page.timeline.composer.text)
    assert stage.page.timeline.composer.text.toPlainText() == "so"
    assert stage.page.keys.menu is None
    assert not FIELDS.keys() & {*KEYS, "X", "J", "K"}


def test_the_past_cannot_be_set(stage, deal):
    stage.context.look_at(stage.context.desk.end_of(stage.context.desk.today()))
    assert opened(stage, Qt.Key.Key_O) is None
