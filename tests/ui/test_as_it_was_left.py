"""What is left open comes back as it was; no plain file on the laptop names a customer; the desktop is told what it may be told."""

import json
import logging
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QSettings, Qt, QThreadPool, Signal
from PySide6.QtWidgets import QApplication

from crm_desktop.actions.views import Rule
from crm_desktop.core.demo import company
from crm_desktop.core.entities import Account, Activity, Contact, Opportunity, Quote, User
from crm_desktop.replica.folders import LOG
from crm_desktop.ui import app
from crm_desktop.ui.app import Desktop
from crm_desktop.ui.faults import Discreet
from crm_desktop.ui.frame import notices
from crm_desktop.ui.frame.notices import NOTIFY, Notices
from crm_desktop.ui.frame.window_keeping import MARK, Shown
from crm_desktop.ui.lists.presets import ALL
from crm_desktop.ui.places import Place, place_of
from crm_desktop.ui.records.new_records import start_new
from crm_desktop.ui.sync_state import SyncState
from crm_desktop.ui.tasks import Job


@pytest.fixture
def start_up(qapp, qtbot, tmp_path, monkeypatch):
    """Return what starts the program in its demo on the same laptop, as often as wanted."""
    monkeypatch.setattr(QCoreApplication, "quit", lambda: None)
    monkeypatch.setattr(app, "report_to", lambda _say: None)

    def small(seed, *, today):
        return company(seed, today=today, accounts=20, contacts=30, deals=20)

    monkeypatch.setattr("crm_desktop.core.demo.company", small)
    started = []

    def start():
        made = Desktop(qapp, tmp_path / "laptop")
        started.append(made)
        made.language.choose("en")
        made.start(in_demo=True)
        qtbot.waitUntil(lambda: bool(made.windows))
        qtbot.waitUntil(lambda: not made.sign_in.isVisible())
        return made

    yield start
    for made in started:
        made.quit()
        made.close()
        for translator in made.language._translators:  # else the next test speaks as these did
            qapp.removeTranslator(translator)
    qapp.setStyleSheet("")


def settled(desktop, qtbot):
    """Wait until nothing is under way, in the lanes or on the screen."""
    done = []
    desktop.tasks.run(lambda: None, done.append)
    qtbot.waitUntil(lambda: bool(done))
    QThreadPool.globalInstance().waitForDone()
    QApplication.processEvents()


def frame_of(window):
    """Tell all but where on the screen it is: that of the tests is narrower than a window."""
    return (
        window.size(), window.splitter.sizes(), window.rail.is_folded, window.pages.places.current,
        window.pages.search_text, window.windowTitle(),
    )  # fmt: skip


def test_every_window_comes_back_where_it_was(start_up, qtbot):
    desktop = start_up()
    deal = desktop.context.desk.replica.find(Opportunity, limit=1)[0]
    first = desktop.windows[0]
    first.setGeometry(40, 60, 1024, 660)  # on the screen of the tests there is room for no more
    first.go(Place("account"))
    first.topbar.search.setText("a")
    first.rail.set_folded(True)
    desktop._on_window_asked(Place("record", f"opportunity:{deal.id}", under="pipeline"))
    second = desktop.windows[1]
    second.setGeometry(60, 40, 1024, 700)
    settled(desktop, qtbot)
    left = [frame_of(window) for window in desktop.windows]
    qtbot.keyClick(second, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    desktop.close()
    again = start_up()
    settled(again, qtbot)
    assert [frame_of(window) for window in again.windows] == left
    again.windows[1].close()  # closed for itself, it is not wanted back
    again.windows[0].close()
    again.close()
    assert len(start_up().windows) == 1


def test_a_window_comes_back_pixel_by_pixel(start_up, qtbot):
    desktop = start_up()
    desktop.windows[0].setGeometry(40, 60, 1024, 660)
    desktop.windows[0].go(Place("contact"))
    pictures = []
    for _ in range(2):  # a row that was chosen is chosen no more: both pictures are of a fresh start
        desktop.quit()
        desktop.close()
        desktop = start_up()
        settled(desktop, qtbot)
        # The page: the foot of the window tells the time of the last sync, and the rail where the mouse is.
        pictures.append(desktop.windows[0].pages.grab().toImage())
    assert pictures[0] == pictures[1]
    assert (desktop.windows[0].pages.marked, pictures[0].width() > 600) == ("contact", True)


def arranged(window, qtbot):
    """Tell how a list is arranged, in the words that its window shows."""
    page = window.pages.page
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    return (
        page.shown_words(), page.display.order, page.display.group_by, page.model.folded, page.views.tabs.currentIndex(),
        page.table.current and page.table.current.id,
    )  # fmt: skip


def side_of(window):
    content = window.peek_panel.content
    return content.form.record.id if content is not None else ""


def test_lists_come_back_as_they_were_arranged_in_each_window(start_up, qtbot):
    desktop = start_up()
    first = desktop.windows[0]
    first.go(Place("opportunity"))
    page = first.pages.page
    page.display.sort(("-amount",))
    page.filters.show_rules([Rule("amount", "gt", "1000")])
    page._on_state(ALL)
    page.refresh()
    page.table.setCurrentIndex(page.model.index(3, 0))
    page.peek(page.table.current)
    desktop._on_window_asked(Place("opportunity"))
    page = desktop.windows[1].pages.page
    page._on_state(ALL)
    page.display.group("owner")
    folded = page.model.group_at(0).value
    page.table.fold(0, is_folded=True)
    settled(desktop, qtbot)
    left = [arranged(window, qtbot) for window in desktop.windows]
    beside = [side_of(window) for window in desktop.windows]
    assert left[0] != left[1]
    assert (left[0][5], left[1][3]) == (beside[0], (folded,))
    desktop.quit()
    desktop.close()
    again = start_up()
    settled(again, qtbot)
    assert [arranged(window, qtbot) for window in again.windows] == left
    qtbot.waitUntil(lambda: [side_of(window) for window in again.windows] == beside)


def test_calendar_board_and_a_new_record_at_the_side_come_back(start_up, qtbot):
    desktop = start_up()
    window = desktop.windows[0]
    window.go(Place("calendar"))
    window.pages.page.show_day(desktop.context.desk.today() + timedelta(days=40), "month")
    period = window.pages.page.period
    window.go(Place("pipeline"))
    owners = window.pages.page.owners
    owners.setCurrentIndex(owners.count() - 1)
    chosen = owners.currentText()
    start_new(desktop.context, window, "contact")
    window.peek_panel.content.form.rows["given_name"].start()
    window.peek_panel.content.form.rows["given_name"].editor.line.setText("Mi")
    desktop.quit()
    desktop.close()
    window = start_up().windows[0]
    assert window.pages.page.owners.currentText() == chosen
    qtbot.waitUntil(lambda: window.peek_panel.content is not None)
    assert window.peek_panel.content.form.rows["given_name"].editor.line.text() == "Mi"
    window.go(Place("calendar"))
    assert window.pages.page.period == period


def test_a_record_that_is_gone_leads_back_to_its_list(start_up, qtbot):
    desktop = start_up()
    keeping = desktop._keeping
    keeping.restore(desktop.windows[0], 9, Shown("record", "account:nobody", "account"))
    assert desktop.windows[0].pages.places.current == Place("account")
    desktop.context.desk.replica.set_mark(MARK, '[{"older": true}]')
    assert keeping.kept() == ()


def test_a_window_never_waits_for_what_it_shows_to_be_written(start_up, qtbot, monkeypatch):
    desktop = start_up()
    replica, writers = desktop.context.desk.replica, []
    write = replica.set_mark

    def noted(name, value):
        writers.append(threading.current_thread())
        write(name, value)

    monkeypatch.setattr(replica, "set_mark", noted)
    desktop.windows[0].go(Place("contact"))
    qtbot.waitUntil(lambda: '"contact"' in replica.mark(MARK))
    assert threading.main_thread() not in writers


def test_what_is_typed_outlasts_a_kill_amidst_the_keys(start_up):
    desktop = start_up()
    (account,) = desktop.context.desk.replica.find(Account, limit=1)
    desktop.quit()
    desktop.close()
    command = [sys.executable, "-m", "tests.ui.typist", str(desktop.folder), account.id]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as typist:
        told = [typist.stdout.readline() for _ in range(2)]  # in the file by now; the keys go on meanwhile
        typist.kill()
    assert typist.returncode == -signal.SIGKILL
    window = start_up().windows[0]
    window.go(place_of("account", account.id))
    found = window.pages.page.timeline.composer.text.toPlainText()
    assert found.startswith(json.loads(told[-1])["text"])
    assert "".join(f"{number} " for number in range(len(found))).startswith(found)


def settings_in(folder):
    """Read every value of the settings as another process would."""
    kept = QSettings(str(folder / app.SETTINGS), QSettings.Format.IniFormat)
    return [f"{key} {kept.value(key)}" for key in kept.allKeys()]


def tells(text):
    """Tell whether a text is somebody's: four letters, or two Chinese characters."""
    return len(text) > 3 or (len(text) > 1 and not text.isascii())


def test_no_plain_file_names_a_customer(start_up, qtbot):
    desktop = start_up()
    handler = logging.FileHandler(desktop.folder / LOG, encoding="utf-8")
    handler.setFormatter(Discreet())
    logging.getLogger().addHandler(handler)
    replica, window = desktop.context.desk.replica, desktop.windows[0]
    account, contact = replica.find(Account, limit=1)[0], replica.find(Contact, limit=1)[0]
    for screen in window.pages.screens:
        if window.pages.screens[screen].in_rail:
            window.go(Place(screen))
            window.topbar.search.setText(account.name[:4])
            settled(desktop, qtbot)
    for place in (f"account:{account.id}", f"contact:{contact.id}"):
        desktop._on_window_asked(Place("record", place))
        settled(desktop, qtbot)
    window.go(Place("account"))
    window.topbar.search.setText(account.name[:4])
    settled(desktop, qtbot)
    logging.getLogger("satchel").warning("said by the program")
    named = {one.name for one in (*replica.find(Account), *replica.find(User), *replica.find(Opportunity))}
    named |= {one.subject for one in replica.find(Activity)} | {one.number for one in replica.find(Quote)}
    named |= {item.value for one in (*replica.find(Account), *replica.find(Contact)) for item in one.phones}
    named |= {account.id, contact.id, account.name[:4]}
    desktop.quit()
    desktop.close()
    desktop.settings.sync()
    logging.getLogger().removeHandler(handler)
    handler.close()
    plain = {path: path.read_bytes() for path in desktop.folder.rglob("*") if path.is_file()}
    assert {path.name for path in plain} >= {"window.ini", "replica.json", "replica-1.db", LOG}
    every = b"\n".join(plain.values()).decode("utf-8", "replace")
    every += "\n".join(map(str, settings_in(desktop.folder)))  # they write other letters than ASCII as numbers
    assert [text for text in named if tells(text) and text in every] == []
    assert "said by the program" in every


class Tray(QObject):
    """Stands in for the place for notices, which the platform of the tests has not got."""

    told: list
    messageClicked, activated = Signal(), Signal(object)

    def __init__(self, _icon, parent):
        super().__init__(parent)

    def setToolTip(self, text):
        assert text == "Satchel"

    def show(self):
        """It is seen."""

    @staticmethod
    def isSystemTrayAvailable():
        return True

    def showMessage(self, _title, text, _icon, _ms):
        Tray.told.append(text)


@pytest.fixture
def told(monkeypatch):
    """Return what the desktop was told, with Satchel behind another program."""
    Tray.told = []
    monkeypatch.setattr(notices, "QSystemTrayIcon", Tray)
    monkeypatch.setattr(QApplication, "activeWindow", staticmethod(lambda: None))
    return Tray.told


def test_the_desktop_is_told_what_came_back_and_what_took_long_without_a_name(start_up, qtbot, told, monkeypatch):
    desktop, now = start_up(), [0.0]
    made = Notices(desktop.context, desktop.syncing, desktop, lambda: now[0])
    made._on_state(SyncState(to_answer=2))
    made._on_running((Job("Importing"), Job("Syncing")))
    now[0] = 4.0
    made._on_running((Job("Importing"),))
    assert told == []  # nobody asked for it
    desktop.settings.setValue(NOTIFY, 1)
    made._on_state(SyncState(to_answer=1))
    made._on_state(SyncState(to_answer=3))
    now[0] = 12.0
    made._on_running(())
    assert told == ["3 things in the inbox wait for your answer", "Ended: Importing"]
    monkeypatch.setattr(QApplication, "activeWindow", staticmethod(lambda: desktop.windows[0]))
    made._on_state(SyncState(to_answer=9))
    assert len(told) == 2  # whoever looks at it sees it
    with qtbot.waitSignal(made.clicked):
        made.tray.messageClicked.emit()
    desktop._on_notice()
    assert desktop.windows[0].pages.marked == "inbox"
