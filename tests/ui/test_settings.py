"""The settings: in force at the click, honest about what is lost, and everything reached by keys."""

import zipfile

import pytest
from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.records import edit
from crm_desktop.core.entities import Account
from crm_desktop.core.protocol import NewPassword
from crm_desktop.replica import asides, vault
from crm_desktop.sync.signing import sign_out
from crm_desktop.ui import file_saving
from crm_desktop.ui.context import Context
from crm_desktop.ui.entry.leaving import Leaving
from crm_desktop.ui.frame.notices import is_notifying
from crm_desktop.ui.frame.window import Window
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.language import Language
from crm_desktop.ui.parts.ask import Ask
from crm_desktop.ui.parts.fill_in import FillIn
from crm_desktop.ui.places import Place
from crm_desktop.ui.preferences.bundle_view import BundleView
from crm_desktop.ui.screens.register import screens
from crm_desktop.ui.syncing import Syncing
from crm_desktop.ui.tasks import Tasks
from tests.replicas import PASSWORD, small_office

NEW = "quite another password"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        cheap = {"time_cost": 1, "memory_kib": 8, "lanes": 1}
        patch.setattr(vault, "new_derivation", lambda: vault.Derivation("00" * 16, **cheap))
        made = small_office(tmp_path_factory.mktemp("office"))
        patch.setattr(Syncing, "_new_server", lambda _syncing: made.service)
        yield made
        made.close()


@pytest.fixture
def folder(office, tmp_path):
    """Return the folder of a laptop of ann's for one test."""
    return office.folder / f"laptop of {tmp_path.name}"


@pytest.fixture
def aside(office, folder):
    """Set aside on that laptop an earlier replica with one waiting change, which its enrolment then takes over."""
    earlier = office.laptop("ann", folder.name)
    desk = desk_of(earlier, office.clock)
    edit(desk, desk.fetch(Account, "north1"), city="Wuxi")
    earlier.leave_word()
    earlier.close()
    return asides.set_all_aside(folder, office.clock.us())


@pytest.fixture
def window(qapp, qtbot, tmp_path, office, folder):
    desk = desk_of(office.laptop("ann", folder.name), office.clock)
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    settings.setValue("language", "en")
    settings.setValue("theme", "light")
    tasks = Tasks()
    context = Context(desk, tasks, Appearance(qapp, settings), Language(qapp, settings, tmp_path))
    syncing = Syncing(context)
    leaving = Leaving(context, syncing, lambda then: then(), context)
    made = Window(
        context.appearance, context.language, tasks, settings, screens(context, syncing, leaving)
    )  # fmt: skip
    made.context, made.leaving = context, leaving
    qtbot.addWidget(made)
    made.show()
    made.start()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    tasks.close()
    desk.replica.close()
    qapp.setStyleSheet("")


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)
    QApplication.processEvents()


@pytest.fixture
def page(window, qtbot):
    """Come to the settings as a person does."""
    press(qtbot, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.marked == "settings"
    return window.pages.page


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def panel(window, kind):
    return next(one for one in window.findChildren(kind) if one.isVisible())


def test_language_and_theme_are_in_force_at_the_choice(window, page, qtbot):
    assert QApplication.focusWidget() is page.look.languages
    press(qtbot, Qt.Key.Key_Down)
    assert window.context.language.code == "zh_CN"
    press(qtbot, Qt.Key.Key_Up)
    page.look.themes.setFocus()
    page.look.themes.setCurrentIndex(page.look.themes.findData("dark"))
    assert window.context.appearance.choice == "dark"
    window.context.appearance.choose("light")  # by the menu, elsewhere
    assert page.look.themes.currentData() == "light"


def test_rows_stand_closer_at_the_choice_and_after_a_restart(window, page, qtbot):
    window.go(Place("account"))
    table = window.pages.page.table
    assert table.rowHeight(0) == 32
    window.go(Place("settings"))
    page.look.rows.setFocus()
    press(qtbot, Qt.Key.Key_Down)
    assert table.rowHeight(0) == 26
    assert Appearance(QApplication.instance(), window.context.appearance.settings).row == 26


def test_nobody_is_notified_who_did_not_ask_for_it(window, page, qtbot):
    assert not is_notifying(window.context.appearance)
    page.look.notify.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert is_notifying(window.context.appearance)


def test_a_new_password_typed_twice_opens_the_laptop_and_signs_in(window, page, qtbot, office):
    click(qtbot, page.security.password)
    asked = panel(window, FillIn)
    assert QApplication.focusWidget() is asked.fields[0]
    for field, text in zip(asked.fields, (PASSWORD, NEW, NEW + "x"), strict=True):
        qtbot.keyClicks(field, text)
    press(qtbot, Qt.Key.Key_Return)
    assert "differ" in asked.error.text()
    asked.fields[0].setText("wrong")
    asked.fields[2].setText(NEW)
    click(qtbot, asked.button)
    qtbot.waitUntil(lambda: "current password" in asked.error.text())
    assert window.context.desk.replica.opens_with(PASSWORD)
    asked.fields[0].setText(PASSWORD)
    click(qtbot, asked.button)
    qtbot.waitUntil(window.toasts.isVisible)
    assert window.toasts.words.text().startswith("The password is changed.")
    assert window.context.desk.replica.opens_with(NEW)


def test_what_is_typed_stays_while_another_program_is_in_front_and_goes_by_escape(window, page, qtbot):
    click(qtbot, page.security.password)
    asked = panel(window, FillIn)
    qtbot.keyClicks(asked.fields[0], "half")
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    click(qtbot, window.topbar)
    assert (asked.isVisible(), asked.fields[0].text()) == (True, "half")
    press(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not any(one.isVisible() for one in window.findChildren(FillIn)))


def test_a_password_changed_elsewhere_is_typed_here_once(window, page, qtbot, office):
    replica = window.context.desk.replica
    office.service.change_password(replica.mark("token"), NewPassword(old=PASSWORD, new=NEW))
    sign_out(replica, office.service)
    page.passwords.ask_to_sign_in(window)
    asked = panel(window, FillIn)
    qtbot.keyClicks(asked.fields[0], NEW)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: replica.opens_with(NEW))
    assert replica.mark("token")


def test_what_was_taken_over_already_has_nothing_left_to_send(aside, window, page):
    (row,) = page.storage.rows
    assert row._words.text().startswith("ann")
    assert (row.send.isVisible(), row.export.isVisible(), row.delete.isVisible()) == (False, False, True)


def test_what_another_password_locks_is_sent_written_down_or_deleted(
    window, page, qtbot, office, folder, tmp_path, monkeypatch
):
    locked = office.laptop("ann", "locked")
    desk = desk_of(locked, office.clock)
    edit(desk, desk.fetch(Account, "harbour1"), city="Nantong")
    locked.rewrap(NEW)
    locked.leave_word()
    locked.close()
    asides.set_all_aside(office.folder / "locked", office.clock.us()).rename(folder / "set-aside-7")
    page.storage.refresh()
    row = page.storage.rows[-1]
    assert (row.aside.folder.name, row.aside.waiting) == ("set-aside-7", 1)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "waiting.csv"), ""))
    click(qtbot, row.export)
    qtbot.keyClicks(panel(window, FillIn).fields[0], NEW)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil((tmp_path / "waiting.csv").exists)
    assert "Nantong" in (tmp_path / "waiting.csv").read_text("utf-8-sig")
    click(qtbot, row.delete)
    asked = panel(window, Ask)
    assert [button.text() for button in asked.buttons] == ["Keep them", "Delete for good"]
    press(qtbot, Qt.Key.Key_Return)  # what has the keyboard is the harmless one
    assert row.aside.folder.exists()
    click(qtbot, row.send)
    asked = panel(window, FillIn)
    qtbot.keyClicks(asked.fields[0], PASSWORD)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(asked.error.isVisible)
    assert "does not open" in asked.error.text()
    asked.fields[0].setText(NEW)
    click(qtbot, asked.button)
    qtbot.waitUntil(lambda: window.context.desk.replica.get(Account, "harbour1").city == "Nantong")
    qtbot.waitUntil(lambda: page.storage.rows[-1].aside.waiting == 0)
    click(qtbot, page.storage.rows[-1].delete)
    click(qtbot, panel(window, Ask).buttons[-1])
    qtbot.waitUntil(lambda: page.storage.rows == [])
    assert not (folder / "set-aside-7").exists()


def test_a_bundle_is_read_before_it_is_saved(window, page, qtbot, tmp_path, monkeypatch):
    place = tmp_path / "bundle.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(place), ""))
    click(qtbot, page.help.bundle)
    view = panel(window, BundleView)
    press(qtbot, Qt.Key.Key_Down)
    assert '"language"' in view.text.toPlainText()
    click(qtbot, view.button)
    qtbot.waitUntil(place.exists)
    with zipfile.ZipFile(place) as bundle:
        assert "log.txt" in bundle.namelist()


def test_the_keys_and_the_check_are_one_click_away(window, page, qtbot):
    click(qtbot, page.help.keys)
    press(qtbot, Qt.Key.Key_Escape)
    click(qtbot, page.sync.check)
    assert window.pages.marked == "sync"
    qtbot.waitUntil(lambda: "agree with their history" in window.pages.page._result.text())


def test_a_disk_that_takes_nothing_is_told(window, page, qtbot, tmp_path):
    file_saving.save(window, tmp_path / "nowhere" / "x.csv", lambda place: place.write_bytes(b""))
    assert "could not be written" in window.messages.texts()[0]


def test_what_waits_is_written_down_from_the_open_laptop(aside, window, page, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "waiting.csv"), ""))
    assert page.sync.write.isVisible()
    click(qtbot, page.sync.write)
    assert "Wuxi" in (tmp_path / "waiting.csv").read_text("utf-8-sig")
