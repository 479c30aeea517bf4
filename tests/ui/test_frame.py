"""The window leads among screens it knows by registration alone."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu

from crm_desktop.ui.frame import window as window_module
from crm_desktop.ui.frame.rail import NARROW, WIDE
from crm_desktop.ui.frame.window import Window
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.initials import initials
from crm_desktop.ui.look.language import Language
from crm_desktop.ui.look.theme import DARK, LIGHT
from crm_desktop.ui.page import NewItem, Page, Screen
from crm_desktop.ui.places import Place
from crm_desktop.ui.sync_state import SyncState
from crm_desktop.ui.tasks import Job, Tasks


class Spy(Page):
    """A page that remembers what the frame told it."""

    def __init__(self, key):
        super().__init__()
        self.key = key
        self.told = []
        self.editor = QLineEdit(self)

    def open_place(self, place):
        self.told.append(("open", place.record))

    def search(self, text):
        self.told.append(("search", text))

    def search_hint(self):
        return "" if self.key == "settings" else f"Search {self.key}"

    def take_focus(self):
        self.editor.setFocus()

    def leave(self):
        self.told.append(("leave",))

    def retranslate(self):
        self.told.append(("retranslate",))


def screen(key, number, **more):
    return Screen(key, key.capitalize(), "house", number, lambda _frame: Spy(key), **more)


SCREENS = (
    screen("home", 1),
    screen("accounts", 2),
    screen("deals", 3),
    screen("settings", 0, at_bottom=True),
    screen("record", 0, in_rail=False),
)


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def tasks(qapp):
    made = Tasks()
    yield made
    made.close()


@pytest.fixture
def build(qapp, qtbot, settings, tasks, tmp_path):
    def make(items=()):
        appearance = Appearance(qapp, settings)
        language = Language(qapp, settings, tmp_path)
        window = Window(appearance, language, tasks, settings, SCREENS, items)
        qtbot.addWidget(window)
        window.show()
        window.start()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    settings.setValue("language", "en")
    yield make
    qapp.setStyleSheet("")


def shown(window):
    return window.pages.page.key


def press(window, qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window.focusWidget() or window, key, modifier)


CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.mark.parametrize(("key", "expected"), [("1", "home"), ("2", "accounts"), ("3", "deals")])
def test_ctrl_and_a_number_leads_to_its_screen(build, qtbot, key, expected):
    window = build()
    press(window, qtbot, key, CTRL)
    assert shown(window) == expected
    assert window.windowTitle() == f"{expected.capitalize()} – Satchel"


def test_a_click_in_the_rail_leads_to_its_screen_and_marks_it(build, qtbot):
    window = build()
    button = next(each for each in window.rail.findChildren(QAbstractButton) if each.text() == "Deals")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert shown(window) == "deals"
    assert button.isChecked()


def test_back_and_forward_walk_the_history(build, qtbot):
    window = build()
    window.go(Place("accounts"))
    window.go(Place("accounts", "account:1"))
    press(window, qtbot, Qt.Key.Key_Left, ALT)
    press(window, qtbot, Qt.Key.Key_Left, ALT)
    assert shown(window) == "home"
    assert not window.topbar.back_button.isEnabled()
    press(window, qtbot, Qt.Key.Key_Right, ALT)
    qtbot.mouseClick(window.topbar.forward_button, Qt.MouseButton.LeftButton)
    assert window.pages.places.current == Place("accounts", "account:1")
    assert window.pages.page.told[-1] == ("open", "account:1")


def test_a_new_place_drops_what_lay_ahead(build):
    window = build()
    window.go(Place("accounts"))
    window.pages.back()
    window.go(Place("deals"))
    assert not window.pages.places.may_go_forward


def test_the_same_place_twice_is_one_step(build):
    window = build()
    window.go(Place("home"))
    assert not window.pages.places.may_go_back


def test_a_screen_outside_the_rail_leaves_the_mark_where_it_was(build):
    window = build()
    window.go(Place("deals"))
    window.go(Place("record", "deal:7"))
    assert window.pages.marked == "deals"
    window.go(Place("home"))
    window.pages.back()
    assert window.pages.marked == "deals"


def test_a_page_is_made_once_at_the_first_visit_and_told_before_it_is_left(build):
    window = build()
    first = window.pages.page
    window.go(Place("accounts"))
    assert first.told[-1] == ("leave",)
    window.go(Place("home"))
    assert window.pages.page is first
    assert window.pages.count() == 2


@pytest.mark.parametrize(
    ("key", "modifier"), [(Qt.Key.Key_F, CTRL), (Qt.Key.Key_Slash, Qt.KeyboardModifier.NoModifier)]
)
def test_keys_lead_to_the_search_field_and_each_letter_is_searched(build, qtbot, key, modifier):
    window = build()
    window.rail.take_focus()
    press(window, qtbot, key, modifier)
    assert window.focusWidget() is window.topbar.search
    qtbot.keyClicks(window.topbar.search, "ac")
    assert window.pages.page.told[-2:] == [("search", "a"), ("search", "ac")]


def test_a_slash_in_a_text_field_is_a_slash(build, qtbot):
    window = build()
    window.pages.page.take_focus()
    qtbot.keyClicks(window.pages.page.editor, "1/2")
    assert window.pages.page.editor.text() == "1/2"


def test_pinyin_still_being_composed_is_searched(build):
    window = build()
    QApplication.sendEvent(window.topbar.search, QInputMethodEvent("wang", []))
    assert window.pages.page.told[-1] == ("search", "wang")
    committed = QInputMethodEvent()
    committed.setCommitString("王")
    QApplication.sendEvent(window.topbar.search, committed)
    assert window.pages.page.told[-1] == ("search", "王")


def test_escape_empties_the_search_and_then_leaves_it(build, qtbot):
    window = build()
    window.topbar.take_focus()
    qtbot.keyClicks(window.topbar.search, "a")
    press(window, qtbot, Qt.Key.Key_Escape)
    assert window.pages.page.told[-1] == ("search", "")
    assert window.focusWidget() is window.topbar.search
    press(window, qtbot, Qt.Key.Key_Escape)
    assert window.focusWidget() is window.pages.page.editor


def test_each_screen_keeps_its_search_text_and_hint(build, qtbot):
    window = build()
    qtbot.keyClicks(window.topbar.search, "x")
    window.go(Place("accounts"))
    assert (window.topbar.search.text(), window.topbar.search.placeholderText()) == ("", "Search accounts")
    window.go(Place("settings"))
    assert not window.topbar.search.isEnabled()
    window.go(Place("home"))
    assert window.topbar.search.text() == "x"


def test_new_makes_the_kind_of_this_screen_and_offers_all_in_its_menu(build, qtbot):
    made = []
    items = [
        NewItem(key.capitalize(), "plus", key, lambda _frame, key=key: made.append(key))
        for key in ("accounts", "deals")
    ]
    window = build(items)
    window.go(Place("deals"))
    press(window, qtbot, Qt.Key.Key_N, CTRL)
    window.topbar.new_menu.actions()[0].trigger()
    assert made == ["deals", "accounts"]


def test_without_anything_to_make_there_is_no_new_button(build):
    assert not build().topbar.new_button.isVisible()


def test_the_pill_shows_state_and_count_and_syncs_on_click(build, qtbot):
    window = build()
    window.show_sync(SyncState("offline", 3))
    assert "Offline · 3" in window.topbar.pill.text()
    with qtbot.waitSignal(window.sync_asked):
        qtbot.mouseClick(window.topbar.pill, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(window.sync_asked):
        press(window, qtbot, Qt.Key.Key_F5)


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def test_the_status_line_tells_connection_pending_last_sync_and_jobs(build):
    window = build()
    window.show_sync(SyncState("online", 0, datetime(2026, 3, 2, 9, 42).astimezone()))
    assert texts(window.status) == ["Online", "Nothing to send", "Last sync 2 Mar 09:42"]
    window.show_sync(SyncState("attention", 2, None, "The server refused one change."))
    window.status.show_jobs((Job("Import", 1200, 5000), Job("Report")))
    expected = ["The server refused one change.", "2 to send", "Never synced", "Import: 1,200 of 5,000, and 1 more"]
    assert texts(window.status) == expected


def test_the_peek_panel_opens_beside_the_page_and_closes_by_key_or_on_leaving(build, qtbot):
    window = build()
    for close in (lambda: press(window, qtbot, Qt.Key.Key_W, CTRL), lambda: window.go(Place("accounts"))):
        window.peek(QLabel("inside"), "Acme")
        assert window.peek_panel.isVisible()
        close()
        assert not window.peek_panel.isVisible()
        assert window.peek_panel.content is None


def test_a_toast_takes_back_on_click(build, qtbot):
    window = build()
    undone = []
    window.toast("Deal moved", "Undo", lambda: undone.append(True))
    assert window.toasts.isVisible()
    qtbot.mouseClick(window.toasts.button, Qt.MouseButton.LeftButton)
    assert undone == [True]
    assert not window.toasts.isVisible()


def test_a_toast_without_action_has_no_button(build):
    window = build()
    window.toast("Saved")
    assert not window.toasts.button.isVisible()


def test_a_message_stands_once_until_it_is_closed(build, qtbot):
    window = build()
    window.message("warn", "Nobody answers.")
    window.message("warn", "Nobody answers.")
    assert window.messages.texts() == ["Nobody answers."]
    cross = next(
        each for each in window.messages.findChildren(QAbstractButton) if each.accessibleName() == "Close this message"
    )
    qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.messages.texts() == [])


def test_a_failed_task_becomes_a_message(build, tasks):
    window = build()
    tasks.failed.emit("The disk is full.")
    assert window.messages.texts() == ["The disk is full."]


def test_the_badge_is_spoken_with_its_screen(build):
    window = build()
    window.set_badge("deals", 3)
    assert "Deals, 3 waiting" in [each.accessibleName() for each in window.rail.findChildren(QAbstractButton)]


def test_f6_goes_round_the_panes(build, qtbot):
    window = build()
    window.peek(QLineEdit(), "Acme")
    window.rail.take_focus()
    panes = [window.topbar, window.pages, window.peek_panel, window.rail]
    for pane in panes:
        press(window, qtbot, Qt.Key.Key_F6)
        assert pane.isAncestorOf(window.focusWidget())


def test_f11_fills_the_screen_and_gives_it_back(build, qtbot):
    window = build()
    press(window, qtbot, Qt.Key.Key_F11)
    assert window.isFullScreen()
    press(window, qtbot, Qt.Key.Key_F11)
    assert not window.isFullScreen()


def test_the_window_comes_back_as_it_was_left(build, settings, qapp):
    window = build()
    window.go(Place("deals"))
    window.go(Place("record", "deal:secret"))
    window.peek(QLabel("x"), "Acme")
    window.splitter.setSizes([500, 320])
    width = window.peek_panel.width()
    window.close_peek()
    window.rail.set_folded(True)
    window.appearance.choose("dark")
    window.close()
    again = build()
    again.peek(QLabel("x"), "Acme")
    qapp.processEvents()
    assert (again.peek_panel.width(), again.rail.width()) == (width, NARROW)
    assert (shown(again), again.appearance.theme) == ("deals", DARK)
    settings.sync()
    assert "secret" not in Path(settings.fileName()).read_text("utf-8")


def test_the_rail_folds_to_icons(build, qtbot):
    window = build()
    assert window.rail.width() == WIDE
    fold = next(each for each in window.rail.findChildren(QAbstractButton) if each.text() == "Icons only")
    qtbot.mouseClick(fold, Qt.MouseButton.LeftButton)
    assert window.rail.width() == NARROW
    assert fold.text() == "Show names"


def test_the_theme_changes_while_the_window_is_open(build, qtbot):
    window = build()
    window.appearance.choose("light")
    with qtbot.waitSignal(window.appearance.changed) as signal:
        window.appearance.choose("dark")
    assert signal.args == [DARK]
    window.appearance.choose("light")
    assert window.appearance.theme is LIGHT
    with pytest.raises(ValueError, match="purple"):
        window.appearance.choose("purple")


def test_the_person_chooses_language_and_theme_in_her_menu(build, qtbot):
    window = build()
    window.topbar.set_person("Ann Lee", "Sales")
    menu = window.topbar.person_menu()
    assert menu.actions()[0].text() == "Ann Lee · Sales"
    choices = {action.text(): action for sub in menu.findChildren(QMenu) for action in sub.actions()}
    assert {"English", "简体中文", "Light", "Dark"} <= set(choices)
    choices["Dark"].trigger()
    qtbot.waitUntil(lambda: window.appearance.choice == "dark")


def test_every_text_is_set_again_when_the_language_changes(build, qapp):
    window = build()
    before = window.pages.page.told.count(("retranslate",))
    QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
    qapp.processEvents()
    assert window.pages.page.told.count(("retranslate",)) == before + 1


def test_chinese_faces_come_first_for_chinese(build, qapp, caplog):
    window = build()
    window.language.choose("zh_CN")
    assert qapp.font().families()[0] == "Noto Sans SC"
    window.language.choose("en")
    assert qapp.font().families() == ["Inter", "Noto Sans SC"]


def test_every_control_of_the_frame_is_named(build):
    window = build([NewItem("Account", "plus", "accounts", lambda _frame: None)])
    window.message("info", "Hello", "Do it", lambda: None)
    window.peek(QLabel("x"), "Acme", lambda: None)
    controls = [*window.findChildren(QAbstractButton), window.topbar.search]
    hidden_by_qt = {"qt_toolbar_ext_button"}
    nameless = [
        each
        for each in controls
        if each.isVisible() and each.parent() is not window.topbar.search and each.objectName() not in hidden_by_qt
        if not (each.accessibleName() or each.text())
    ]
    assert nameless == []


def test_no_two_commands_share_a_key(build):
    window = build()
    keys = [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_nothing_is_cut_off_at_the_smallest_size(build, qapp):
    window = build([NewItem("Account", "plus", "accounts", lambda _frame: None)])
    window.resize(1024, 640)
    window.show_sync(SyncState("attention", 120))
    qapp.processEvents()
    bar = window.topbar
    for control in (bar.new_button, bar.pill):
        assert control.width() >= control.sizeHint().width()
        assert bar.rect().contains(control.geometry())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ann Lee", "AL"),
        ("Maria dos Santos", "MS"),
        ("王小明", "小明"),
        ("李薇", "李薇"),
        ("李薇 Li Wei", "李薇"),
        ("Bo", "B"),
        ("", ""),
    ],
)
def test_initials_fit_the_order_of_the_name(name, expected):
    assert initials(name) == expected


def test_the_window_stays_a_frame():
    lines = Path(window_module.__file__).read_text("utf-8").splitlines()
    assert len(lines) <= 250


def test_moments_of_other_zones_are_shown_in_the_local_one(build):
    window = build()
    moment = datetime(2026, 3, 2, 9, 42, tzinfo=UTC)
    window.show_sync(SyncState("online", 0, moment))
    local = moment.astimezone()
    assert f"Last sync {local.day} Mar {local:%H:%M}" in texts(window.status)
