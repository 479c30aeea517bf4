"""From the first window to the first screen: enrolled, stopped and gone on with, locked out, or just looking around."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from crm_desktop.actions.records import edit
from crm_desktop.core.demo import REP_LOGIN, company, user_id
from crm_desktop.core.demo.scope import in_scope
from crm_desktop.core.entities import Account, Activity, Contact, Opportunity, Product, Quote
from crm_desktop.core.errors import ProtocolError, SignInError, UnreachableError, UserError
from crm_desktop.core.protocol import CLOCK_OFF, TOO_OLD, WRONG_CODE
from crm_desktop.replica import asides, vault
from crm_desktop.replica.handed_out import hand_out
from crm_desktop.replica.replica import Replica
from crm_desktop.sync import demo, remote
from crm_desktop.sync.loading import Loaded, Pace, Progress
from crm_desktop.sync.remote import BAD_ADDRESS, NOT_TRUSTED
from crm_desktop.ui import app
from crm_desktop.ui.app import Desktop
from crm_desktop.ui.entry import leaving
from crm_desktop.ui.entry.demo_bar import DemoBar
from crm_desktop.ui.entry.load_view import gathered
from crm_desktop.ui.entry.sign_in_form import Mode
from crm_desktop.ui.parts.ask import Ask
from crm_desktop.ui.parts.fill_in import FillIn
from tests.replicas import PASSWORD, TODAY, demo_office, small_office

NEW = "quite another password"


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch):
    cheap = {"time_cost": 1, "memory_kib": 8, "lanes": 1}
    monkeypatch.setattr(vault, "new_derivation", lambda: vault.Derivation("00" * 16, **cheap))


@pytest.fixture(autouse=True)
def small_demo(monkeypatch):
    """Tell a small story: these tests are about the way to it."""

    def small(seed, *, today):
        return company(seed, today=today, accounts=20, contacts=30, deals=20)

    monkeypatch.setattr("crm_desktop.core.demo.company", small)


class Direct:
    """The server itself, at whatever address; fault: what it answers everything with."""

    fault: UserError | None = None
    office = None

    def __init__(self, _address):
        self.calls = 0

    def __getattr__(self, name):
        def ask(*args):
            if Direct.fault is not None:
                raise Direct.fault
            return getattr(Direct.office.service, name)(*args)

        return ask

    def news(self, *_args):
        return False

    def hang_up(self):
        """There is no connection."""

    close = hang_up


@pytest.fixture
def office(tmp_path, monkeypatch):
    made = small_office(tmp_path)
    made.clock.moment = datetime.now(UTC)
    Direct.fault, Direct.office = None, made
    monkeypatch.setattr(remote, "HttpServer", Direct)
    yield made
    made.close()


@pytest.fixture
def start_up(qapp, qtbot, tmp_path, monkeypatch):
    """Return what starts the program on the same laptop, as often as wanted."""
    monkeypatch.setattr(QCoreApplication, "quit", lambda: None)
    monkeypatch.setattr(app, "report_to", lambda _say: None)
    started = []

    def start():
        started.append(Desktop(qapp, tmp_path / "laptop"))
        started[-1].language.choose("en")
        return started[-1]

    yield start
    for made in started:
        for window in list(made.windows):
            window.close()
        if made.sign_in is not None:
            made.sign_in.close()
        made.close()
        for translator in made.language._translators:  # else the next test speaks as these did
            qapp.removeTranslator(translator)
    qapp.setStyleSheet("")


@pytest.fixture
def desktop(start_up):
    return start_up()


def begin(desktop, qtbot):
    desktop.start()
    qtbot.waitUntil(desktop.sign_in.isVisible)
    desktop.sign_in.activateWindow()
    qtbot.waitUntil(desktop.sign_in.isActiveWindow)
    return desktop.sign_in


def fill_in(qtbot, asked, code, password=PASSWORD):
    for field, text in (
        (asked.address, "crm.lanting.example"), (asked.login, "ann"), (asked.code, code), (asked.password, password), (asked.again, password),
    ):  # fmt: skip
        field.clear()
        qtbot.keyClicks(field, text)


def window_of(desktop, qtbot):
    qtbot.waitUntil(lambda: bool(desktop.windows))
    return desktop.windows[-1]


def answer(qtbot, window, label):
    """Click an answer of the question that stands over a window."""
    (asked,) = window.findChildren(Ask)
    button = next(button for button in asked.buttons if button.text() == label)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def test_a_new_laptop_is_enrolled_by_keys_alone(desktop, qtbot, office):
    asked = begin(desktop, qtbot)
    assert asked.focusWidget() is asked.address
    for text in ("crm.lanting.example", "ann", office.accounts.create_code("ann"), PASSWORD, PASSWORD):
        qtbot.keyClicks(asked.focusWidget(), text)
        qtbot.keyClick(asked.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(asked.again, Qt.Key.Key_Return)
    window = window_of(desktop, qtbot)
    assert desktop.context.desk.user.name == "Ann"
    assert window.findChildren(DemoBar) == []
    assert not asked.isVisible()


@pytest.mark.parametrize(
    ("fault", "field", "words"),
    [
        (UnreachableError(NOT_TRUSTED, host="crm"), "address", "certificate"),
        (UserError(BAD_ADDRESS, address="x y"), "address", "not the address"),
        (SignInError(WRONG_CODE), "code", "one-time code"),
        (UserError(CLOCK_OFF, days=3), "button", "off by 3 days"),
        (ProtocolError(TOO_OLD), "button", "too old"),
    ],
)
def test_each_trouble_has_its_own_words_and_the_keyboard_where_it_is_mended(
    desktop, qtbot, office, fault, field, words
):
    asked = begin(desktop, qtbot)
    Direct.fault = fault
    fill_in(qtbot, asked, office.accounts.create_code("ann"))
    qtbot.keyClick(asked.again, Qt.Key.Key_Return)
    qtbot.waitUntil(asked.error.isVisible)
    assert words in asked.error.text()
    assert asked.focusWidget() is getattr(asked, field)
    Direct.fault = None
    qtbot.mouseClick(asked.button, Qt.MouseButton.LeftButton)
    window_of(desktop, qtbot)


def test_what_is_missing_is_asked_for_where_it_is_missing(desktop, qtbot):
    asked = begin(desktop, qtbot)
    qtbot.keyClicks(asked.address, "crm.lanting.example")
    qtbot.mouseClick(asked.button, Qt.MouseButton.LeftButton)
    assert "every field" in asked.error.text()
    assert asked.focusWidget() is asked.login
    fill_in(qtbot, asked, "CODE")
    asked.again.setText("something else")
    qtbot.mouseClick(asked.button, Qt.MouseButton.LeftButton)
    assert ("differ" in asked.error.text(), asked.focusWidget() is asked.again) == (True, True)


def test_a_load_that_was_stopped_goes_on_when_it_is_unlocked(desktop, qtbot, office):
    asked = begin(desktop, qtbot)
    asked.load.show = lambda: (type(asked.load).show(asked.load), asked._is_stopped.set())  # stopped as soon as seen
    told, go_on = asked._told, [False]

    def hold(progress):
        told(progress)
        if not go_on[0]:
            asked._is_stopped.wait(30)
            told(progress)

    asked._told = hold
    fill_in(qtbot, asked, office.accounts.create_code("ann"))
    qtbot.mouseClick(asked.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(asked.error.isVisible)
    assert "Loading was stopped" in asked.error.text()
    assert (asked.form.mode, desktop.windows) == (Mode.LOCKED, [])
    go_on[0] = True
    asked._is_stopped.clear()
    qtbot.keyClicks(asked.password, PASSWORD)
    del asked.load.show
    qtbot.keyClick(asked.password, Qt.Key.Key_Return)
    window_of(desktop, qtbot)
    assert desktop.context.desk.replica.count(Account) == 2


def test_a_forgotten_password_sets_the_data_aside_and_says_what_waits(desktop, qtbot, office):
    replica = office.laptop("ann", "laptop")
    desk = app.desk_of(replica, office.clock)
    edit(desk, desk.fetch(Account, "north1"), city="Wuxi")
    replica.leave_word()
    replica.close()
    asked = begin(desktop, qtbot)
    assert asked.form.mode is Mode.LOCKED
    assert "1 change" in asked.form._hint.text()
    qtbot.mouseClick(asked.form.other, Qt.MouseButton.LeftButton)
    assert (asked.form.mode, asked.login.text(), asked.focusWidget() is asked.code) == (Mode.FORGOTTEN, "ann", True)
    fill_in(qtbot, asked, office.accounts.create_code("ann"), NEW)
    qtbot.mouseClick(asked.button, Qt.MouseButton.LeftButton)
    window_of(desktop, qtbot)
    (aside,) = asides.asides(desktop.folder)
    assert (aside.waiting, aside.login) == (1, "ann")
    assert desktop.context.desk.replica.opens_with(NEW)


def test_a_damaged_header_is_told_and_a_fresh_copy_offered(desktop, qtbot, office):
    office.laptop("ann", "laptop").close()
    (desktop.folder / vault.HEADER).write_bytes(b"half of o")
    asked = begin(desktop, qtbot)
    assert (asked.form.mode, "cannot be read" in asked.error.text()) == (Mode.FORGOTTEN, True)
    fill_in(qtbot, asked, office.accounts.create_code("ann"), NEW)
    qtbot.mouseClick(asked.button, Qt.MouseButton.LeftButton)
    window_of(desktop, qtbot)
    assert [aside.login for aside in asides.asides(desktop.folder)] == [""]


def test_a_load_is_shown_kind_by_kind_with_all_else_as_history():
    parts = (Loaded("account", 5, 10), Loaded("account_past", 1, 3), Loaded("territory", 0, 7), Loaded("quote", 0, 0))
    assert gathered(parts) == [Loaded("account", 5, 10), Loaded("", 1, 10)]
    assert gathered(()) == []


def test_the_time_left_is_that_of_the_bytes_and_of_the_rows_where_no_bytes_are_known():
    pace = Pace()
    assert pace.left_s(Progress("a", 0, 10, 100, 1000), 0) == 0
    assert pace.left_s(Progress("a", 1, 10, 200, 1000), 2_000_000) == 16
    rows = Pace()
    assert [rows.left_s(Progress("a", done, 10), done * 1_000_000) for done in (2, 4)] == [0, 6]


# -------------------------------------------------------------------------------------------------------------- demo


def test_the_demo_is_what_a_server_would_have_sent(tmp_path):
    office = demo_office(tmp_path, accounts=60, contacts=90, deals=60)
    laptop = office.laptop(REP_LOGIN)
    story = in_scope(company(1, today=TODAY, accounts=60, contacts=90, deals=60), user_id(REP_LOGIN))
    created = {}
    for change in story:
        for entry in change.entries:
            created.setdefault(entry.entity, set()).add(entry.record)
    for kind, key in ((Account, "account"), (Contact, "contact"), (Opportunity, "opportunity"), (Activity, "activity"), (Quote, "quote"), (Product, "product")):  # fmt: skip
        assert {one.id for one in laptop.find(kind)} == created[key], key
    office.close()


def try_demo(desktop, qtbot):
    asked = begin(desktop, qtbot)
    qtbot.mouseClick(asked.form.demo, Qt.MouseButton.LeftButton)
    return window_of(desktop, qtbot)


def test_a_demo_needs_no_server_and_says_that_it_is_one(desktop, qtbot):
    window = try_demo(desktop, qtbot)
    replica, desk = desktop.context.desk.replica, desktop.context.desk
    assert (replica.folder, replica.verify()) == (desktop.folder / "demo", [])
    assert "invented" in window.findChild(DemoBar).accessibleName()
    qtbot.waitUntil(lambda: "Demo" in window.topbar.pill.text())
    account = replica.find(Account, limit=1)[0]
    desktop.context.tell(edit(desk, account, city="Wuxi"))
    qtbot.waitUntil(lambda: replica.pending() == 0)  # in force at once, as with a server that agrees
    assert (replica.get(Account, account.id).city, replica.verify(), replica.numbers_left() > 0) == ("Wuxi", [], True)


def test_the_demo_comes_back_as_it_was_left_until_it_is_left_for_good(desktop, qtbot, start_up):
    window = try_demo(desktop, qtbot)
    desk = desktop.context.desk
    account = desk.replica.find(Account, limit=1)[0]
    desktop.context.tell(edit(desk, account, city="Wuxi"))
    copy = hand_out(desk.replica.folder, "paper.pdf", b"%PDF")
    window.close()
    desktop.close()
    assert not copy.exists()  # what was handed to other programs goes with the data
    again = start_up()
    again.start()
    window = window_of(again, qtbot)
    assert again.context.desk.replica.get(Account, account.id).city == "Wuxi"
    qtbot.mouseClick(window.findChild(DemoBar).button, Qt.MouseButton.LeftButton)
    answer(qtbot, window, "Keep it and leave")
    qtbot.waitUntil(lambda: not again.windows and again.sign_in.isVisible())
    assert (again.sign_in.form.mode, demo.has_demo(again.folder)) == (Mode.NEW, True)
    qtbot.mouseClick(again.sign_in.form.demo, Qt.MouseButton.LeftButton)
    window = window_of(again, qtbot)
    assert again.context.desk.replica.get(Account, account.id).city == "Wuxi"
    qtbot.mouseClick(window.findChild(DemoBar).button, Qt.MouseButton.LeftButton)
    answer(qtbot, window, "Delete the demo")
    qtbot.waitUntil(lambda: not again.windows and again.sign_in.isVisible())
    assert not demo.has_demo(again.folder)


def test_a_demo_that_was_cut_in_the_making_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "AT_ONCE", 20)

    def cut(done, _total):
        raise KeyboardInterrupt(done)

    with pytest.raises(KeyboardInterrupt):
        demo.open_demo(tmp_path, TODAY, 1, cut)
    made = demo.open_demo(tmp_path, TODAY, 1)
    assert (made.mark("cursor") != "", made.count(Account) > 0, made.verify()) == (True, True, [])
    made.close()


# ----------------------------------------------------------------------------------------------------------- leaving


def enrolled(desktop, office, qtbot):
    replica = office.laptop("ann", "laptop")
    replica.set_mark("offset", "0")
    return desktop.open(replica, goes_online=False)


def test_signing_out_with_something_unsent_offers_to_send_and_never_to_delete(desktop, qtbot, office):
    window = enrolled(desktop, office, qtbot)
    desk = desktop.context.desk
    edit(desk, desk.fetch(Account, "north1"), city="Wuxi")
    asked = desktop.leaving.ask_sign_out(window)
    assert [button.text() for button in asked.buttons] == ["Cancel", "Send now", "Set aside", "Sign out"]
    answer(qtbot, window, "Set aside")
    qtbot.waitUntil(lambda: desktop.sign_in is not None and desktop.sign_in.isVisible())
    assert desktop.sign_in.form.mode is Mode.NEW
    (aside,) = asides.asides(desktop.folder)
    assert (aside.waiting, aside.at > 0) == (1, True)
    kept = Replica.open(aside.folder, PASSWORD)
    assert (kept.pending(), kept.mark("token")) == (1, "")
    kept.close()


def test_signing_out_with_all_sent_may_delete(desktop, qtbot, office):
    window = enrolled(desktop, office, qtbot)
    desktop.leaving.ask_sign_out(window)
    answer(qtbot, window, "Sign out and delete")
    qtbot.waitUntil(lambda: desktop.sign_in is not None and desktop.sign_in.isVisible())
    assert not list(desktop.folder.glob("replica*"))


def test_what_was_saved_while_signing_out_is_set_aside_and_not_deleted(desktop, qtbot, office, monkeypatch):
    window = enrolled(desktop, office, qtbot)
    desk = desktop.context.desk
    out = leaving.sign_out

    def meanwhile(replica, server):
        edit(desk, desk.fetch(Account, "north1"), city="Wuxi")
        return out(replica, server)

    monkeypatch.setattr(leaving, "sign_out", meanwhile)
    desktop.leaving.ask_sign_out(window)
    answer(qtbot, window, "Sign out and delete")
    qtbot.waitUntil(lambda: desktop.sign_in is not None and desktop.sign_in.isVisible())
    assert [aside.waiting for aside in asides.asides(desktop.folder)] == [1]


def test_a_server_that_cannot_be_told_is_named_at_the_lock(desktop, qtbot, office):
    window = enrolled(desktop, office, qtbot)
    Direct.fault = UnreachableError("Nobody answers.")
    desktop.leaving.ask_sign_out(window)
    answer(qtbot, window, "Sign out")
    qtbot.waitUntil(lambda: desktop.sign_in is not None and desktop.sign_in.isVisible())
    assert (desktop.sign_in.form.mode, "could not be told" in desktop.sign_in.error.text()) == (Mode.LOCKED, True)


def test_locking_by_keys_asks_for_the_password_and_opens_again(desktop, qtbot, office):
    window = enrolled(desktop, office, qtbot)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    asked = desktop.sign_in
    qtbot.keyClicks(asked.password, PASSWORD)
    qtbot.keyClick(asked.password, Qt.Key.Key_Return)
    window_of(desktop, qtbot)


def test_a_satchel_that_is_too_old_says_what_waits_and_offers_to_write_it_down(
    desktop, qtbot, office, tmp_path, monkeypatch
):
    window = enrolled(desktop, office, qtbot)
    desk = desktop.context.desk
    edit(desk, desk.fetch(Account, "north1"), city="Wuxi")
    Direct.fault = ProtocolError(TOO_OLD)
    desktop.syncing.sync_now()
    qtbot.waitUntil(lambda: bool(window.messages.texts()))
    desktop.syncing.sync_now()  # and does not say it again at each round
    (text,) = window.messages.texts()
    assert ("too old for the server" in text, "1 change waits" in text) == (True, True)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "waiting.csv"), ""))
    button = next(one for one in window.messages.findChildren(QPushButton) if one.text() == "Export them…")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "Wuxi" in (tmp_path / "waiting.csv").read_text("utf-8-sig")


def test_a_laptop_that_was_signed_out_asks_in_the_window_and_goes_on(desktop, qtbot, office):
    window = enrolled(desktop, office, qtbot)
    desk = desktop.context.desk
    office.service.sign_out(desk.replica.mark("token"))
    edit(desk, desk.fetch(Account, "north1"), city="Wuxi")
    desktop.syncing.sync_now()
    qtbot.waitUntil(lambda: any("asks who you are" in text for text in window.messages.texts()))
    button = next(one for one in window.messages.findChildren(QPushButton) if one.text() == "Sign in")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    (asked,) = window.findChildren(FillIn)
    qtbot.keyClicks(asked.fields[0], PASSWORD)
    qtbot.keyClick(asked.fields[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.replica.pending() == 0)
