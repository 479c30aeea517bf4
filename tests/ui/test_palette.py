"""The command palette and the sheet of keys: everything by a few letters, and the keyboard back where it was."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton

from crm_desktop.core.entities import Account, Opportunity
from crm_desktop.ui.frame.command_palette import CommandPalette
from crm_desktop.ui.frame.key_sheet import KeySheet
from crm_desktop.ui.fuzzy import BEGINNING, INITIALS, INSIDE, SCATTERED, WHOLE, WORD, fit
from crm_desktop.ui.parts.overlay import Overlay
from crm_desktop.ui.places import Place, Places, place_of
from crm_desktop.ui.records.composer import KEYS
from crm_desktop.ui.screens.keys import RECORD

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize(
    ("typed", "name", "expected"),
    [
        ("sync now", "Sync now", WHOLE),
        ("sync", "Sync now", BEGINNING),
        ("now", "Sync now", WORD),
        ("now sy", "Sync now", WORD),
        ("noak", "New of any kind", INITIALS),
        ("ync", "Sync now", INSIDE),
        ("snw", "Sync now", SCATTERED),
        ("fuer", "Für alle", None),
        ("fur", "Für alle", BEGINNING),
        ("同步", "立即同步", INSIDE),
        ("liji", "立即同步", BEGINNING),
        ("ljtb", "立即同步", WHOLE),
        ("sn", "System runs", None),
        ("xyz", "Sync now", None),
        ("", "Sync now", BEGINNING),
    ],
)
def test_letters_fit_a_name_by_its_beginnings_words_initials_and_sound(typed, name, expected):
    assert fit(typed, name) == expected


def palette(stage):
    stage.press(Qt.Key.Key_K, CTRL)
    found = [one for one in stage.window.findChildren(CommandPalette) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def labels(panel):
    return [one.label for one in panel.offers]


def choose(stage, panel, text):
    stage.type(text)
    stage.press(Qt.Key.Key_Return)
    QApplication.processEvents()
    assert not panel.isVisible()


def test_a_command_is_done_by_a_few_letters(stage, qtbot):
    with qtbot.waitSignal(stage.window.sync_asked):
        choose(stage, palette(stage), "sync n")


def test_escape_and_a_click_beside_it_leave_everything_and_give_the_keyboard_back(stage):
    before = QApplication.focusWidget()
    palette(stage)
    stage.type("sync")
    stage.press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is before
    panel = palette(stage)
    stage.qtbot.mouseClick(stage.window.status, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not panel.isVisible()
    assert not [one for one in stage.window.findChildren(Overlay) if one.isVisible()]


def test_a_second_one_takes_the_place_of_the_first(stage):
    first = palette(stage)
    second = stage.window.guide.open_palette()
    assert second.isVisible()
    assert not first.isVisible()


def test_a_record_is_found_by_pinyin_and_opened(stage, context):
    account = next(one for one in context.desk.replica.find(Account) if one.sound)
    panel = palette(stage)
    stage.type(account.sound.split()[-2])
    assert account.name in labels(panel)
    while panel.offers[panel.list.currentIndex().row()].label != account.name:
        stage.press(Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_Return)
    QApplication.processEvents()
    assert stage.window.pages.places.current.record == f"account:{account.id}"


def test_the_records_seen_last_come_first_while_nothing_is_typed(stage, context):
    one, other = context.desk.replica.find(Account, limit=2)
    for record in (one, other):
        stage.go(place_of("account", record.id))
    stage.go(Place("contact"))
    assert labels(palette(stage))[:2] == [other.name, one.name]


def test_what_nobody_has_can_be_begun_under_its_name(stage):
    panel = palette(stage)
    stage.type("Qwertz Works")
    assert labels(panel) == ["Search everything for “Qwertz Works”", "New account “Qwertz Works”"]
    stage.press(Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_Return)
    QApplication.processEvents()
    draft = stage.window.peek_panel.content.form.record
    assert isinstance(draft, Account)
    assert draft.name == "Qwertz Works"


def test_an_arrow_before_the_letters_leaves_records_out(stage, context):
    name = context.desk.replica.find(Account, limit=1)[0].name
    panel = palette(stage)
    stage.type(f">{name}")
    assert panel.offers == ()
    assert panel.none.isVisible()
    panel.field.setText(">")
    assert {"Sync now", "Full screen", "Theme: Dark"} <= set(labels(panel))


def test_what_the_screen_in_front_offers_comes_before_the_rest(stage, context):
    deal = context.desk.replica.find(Opportunity, limit=1)[0]
    stage.go(place_of("opportunity", deal.id))
    panel = palette(stage)
    groups = [one.group for one in panel.offers]
    assert groups == sorted(groups, key=lambda group: group == "Satchel")
    assert {"Next stage", "Delete", "Make a quote", "Call"} <= set(labels(panel))
    choose(stage, panel, "delete")
    assert context.desk.replica.get(Opportunity, deal.id) is None


def test_keys_are_written_as_they_stand_on_the_keyboard(stage):
    found = {one.label: one.keys for one in stage.window.guide.offers()}
    assert (found["Back"], found["Search"]) == ("Alt+←", "Ctrl+F, /")


def test_buttons_of_a_screen_and_menus_are_offered_with_their_words(stage):
    stage.go(Place("account"))
    panel = palette(stage)
    assert {"Filter", "Display: Group by: Owner", "New: Deal", "Language: English", "Theme: Light"} <= set(
        labels(panel)
    )


def test_opening_it_again_and_again_leaves_no_menus_behind(stage):
    before = len(stage.window.topbar.findChildren(QMenu))
    for _ in range(5):
        stage.window.guide.open_palette().go()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(stage.window.topbar.findChildren(QMenu)) <= before + 3  # the menu with its two inner ones


def test_the_keys_of_the_screen_and_those_of_everywhere_are_told(stage):
    stage.go(Place("record"))
    stage.press(Qt.Key.Key_F1)
    sheet = next(one for one in stage.window.findChildren(KeySheet) if one.isVisible())
    told = [label.text() for label in sheet.findChildren(QLabel)]
    assert {"Next stage", "Ctrl+.", "Everywhere", "Sync now", "F5"} <= set(told)
    stage.press(Qt.Key.Key_A)
    assert not sheet.isVisible()


def test_the_sheet_tells_the_keys_that_begin_an_activity():
    told = {one.keys for one in RECORD}
    assert KEYS.keys() <= told


def test_a_question_mark_is_a_letter_in_a_text_and_the_sheet_elsewhere(stage):
    stage.window.topbar.search.setFocus()
    stage.type("?")
    assert stage.window.topbar.search.text() == "?"
    assert not stage.window.findChildren(KeySheet)


def test_places_seen_are_each_told_once_without_the_present_one():
    places = Places()
    for place in (Place("account"), place_of("account", "a"), place_of("quote", "q"), place_of("account", "a")):
        places.go(place)
    assert places.seen() == [place_of("quote", "q")]
    places.go(Place("contact"))
    assert places.seen() == [place_of("account", "a"), place_of("quote", "q")]
    places.back()
    places.back()
    assert places.seen() == [place_of("account", "a")]


def test_a_button_that_does_what_a_command_does_is_told_once_with_its_keys(stage):
    button = QToolButton(stage.page)
    button.setText("Log a call")
    button.show()
    found = [one for one in stage.window.guide.offers() if one.label == "Log a call"]
    assert [one.keys for one in found] == ["C"]
