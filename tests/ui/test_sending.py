"""A quote is sent from its editor: by the mail program, or by the post of the laptop, which waits, tells and asks."""

import shutil
from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton

from crm_desktop.actions import issuing, mail_settings, posting, quote_life, quotes
from crm_desktop.actions.mailing import first_words, put_in_post
from crm_desktop.core.entities import Activity, Contact, Opportunity, Product, Quote, User
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import Item
from crm_desktop.core.store import Where
from crm_desktop.replica.post import Fate, MailServer
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.undelivered import DoubtfulError, HeldError, LaterError
from crm_desktop.ui.frame.offers import of_buttons
from crm_desktop.ui.parts.drag_out import FileDrag
from crm_desktop.ui.parts.messages import MessageBar
from crm_desktop.ui.places import Place
from crm_desktop.ui.posting import Posting
from crm_desktop.ui.preferences.mail import MailCard
from crm_desktop.ui.quotes.outgoing import Outgoing
from crm_desktop.ui.quotes.send_panel import SendPanel
from crm_desktop.ui.screens.lists import ListPage
from crm_desktop.ui.screens.quote_editor import QuoteEditor
from crm_desktop.ui.screens.record import RecordPage
from crm_desktop.ui.sync_state import SyncState
from tests.replicas import PASSWORD
from tests.ui.parts import ME, NOW, deal, small_office
from tests.ui.states import desktop_of

SERVER = MailServer(host="post.example", port=587)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = small_office(tmp_path_factory.mktemp("office"), *(deal(f"d{at}", contact="k1") for at in range(2)))
    made.edit(made.get(User, ME), email="li.wei@lanting.example")
    made.edit(made.get(Contact, "k1"), emails=(Item("m", "work", "min@east.example"),))
    return made


@pytest.fixture
def quote(work):
    drafted, _ = quotes.draft(work.desk, work.replica.get(Opportunity, "d0"))
    quotes.add_line(work.desk, drafted, work.replica.get(Product, "pump"), Decimal(2))
    return issuing.issue(work.desk, drafted)[0]


@pytest.fixture
def panel(work, quote, qtbot):
    """Return a function that opens the mail of an issued quote; server: the laptop sends by itself."""

    def opened(server=None):
        work.replica.post.set_server(server)
        editor = work.show(qtbot, QuoteEditor(work.context, work.frame), Place("quote_editor", quote.id), (1400, 860))
        qtbot.keyClick(editor.table, Qt.Key.Key_M, CTRL | Qt.KeyboardModifier.ShiftModifier)
        assert editor.panel is not None
        return editor.panel

    return opened


class Carrier:
    """Takes mails as a server does, or raises what it is given, once each."""

    def __init__(self, *faults):
        self.faults, self.taken = list(faults), []

    def __call__(self, _desk):
        return self

    def deliver(self, _sender, to, _content):
        if self.faults and (fault := self.faults.pop(0)):
            raise fault
        self.taken.append(to)

    def cut(self):
        self.faults.append(None)


@pytest.fixture
def post(work):
    """Return a function that starts the post of the laptop; what it tells is in the list beside it."""
    told = []

    def started(*faults):
        work.replica.post.set_server(SERVER)
        carrier = Carrier(*faults)
        made = Posting(work.context, carrier)
        made.told.connect(lambda kind, said: told.append((kind, said)))
        made.start()
        return made, carrier, told

    return started


def mails(work):
    return work.replica.find(Activity, Where("kind", "eq", "mail"))


def test_without_a_server_the_mail_opens_in_the_program_and_is_noted_when_the_person_says_so(
    work, panel, quote, qtbot, monkeypatch
):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    asked = panel()
    assert asked.send_button.isHidden()
    assert asked.to.text() == "min@east.example"
    assert "mail server is set up in the settings" in asked._hint.text()
    said = []
    work.frame.message = lambda *words: said.append(words)
    asked.subject.setText("Our offer")
    qtbot.keyClick(asked.text, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(said))
    (url,) = opened
    assert url.toLocalFile().endswith(f"{quote.number} 上海水泵厂.eml")
    assert mails(work) == []
    said[0][3]()
    qtbot.waitUntil(lambda: bool(mails(work)))
    assert (mails(work)[0].subject, work.replica.get(Quote, quote.id).state) == ("Our offer", "sent")
    qtbot.waitUntil(lambda: bool(work.frame.toasts))
    work.frame.undo()
    assert work.replica.get(Quote, quote.id).state == "issued"


def test_a_paper_that_was_outlived_says_so_before_it_is_sent(work, panel, quote):
    assert not panel().outlived.isVisible()
    quote_life.decline(work.desk, quote, "price")
    assert panel().outlived.text() == "The customer declined this quote. Revise it, and send that."
    work.context.tell(quote_life.mark_sent(work.desk, work.replica.get(Quote, quote.id)))
    work.desk = msgspec.structs.replace(work.desk, clock=lambda: NOW + timedelta(days=31))
    work.context.desk = work.desk
    assert panel().outlived.text() == "This quote has expired, as its paper says. Renew it, and send that."
    assert panel().outlived.isVisible()


def test_what_is_typed_stays_until_it_is_sent_or_begun_afresh(work, panel):
    asked = panel(SERVER)
    first = asked.text.toPlainText()
    assert asked.afresh.isHidden()
    asked.text.setPlainText("Dear Min, as promised")
    asked.to.setText("li@east")
    asked.send_button.click()
    assert "“li@east” is no mail address" in asked.error.text()
    asked.go()
    again = panel(SERVER)
    assert (again.text.toPlainText(), again.to.text()) == ("Dear Min, as promised", "li@east")
    again.afresh.click()
    assert (again.text.toPlainText(), again.to.text()) == (first, "min@east.example")
    assert work.context.drafts.places("mail/") == []


def test_a_mail_in_the_post_goes_and_the_quote_is_sent(work, panel, post, quote, qtbot):
    _, carrier, told = post()
    asked = panel(SERVER)
    asked.send_button.click()
    qtbot.waitUntil(lambda: bool(told))
    assert told[0][0] == "good"
    assert carrier.taken == [("min@east.example",)]
    qtbot.waitUntil(lambda: work.replica.get(Quote, quote.id).state == "sent")
    assert len(mails(work)) == 1
    assert work.context.drafts.places("mail/") == []


def waiting(work, quote):
    return put_in_post(work.desk, quote, first_words(work.desk, quote), "a.pdf")


def test_without_a_network_it_waits_and_goes_when_there_is_one(work, post, quote, qtbot):
    waiting(work, quote)
    made, carrier, told = post(LaterError("{host} is away", host="post.example"))
    qtbot.waitUntil(lambda: posting.waiting(work.desk)[0].tries == 1 and not made._is_running)
    assert told == []  # no network is nothing to be told of
    assert made._later.isActive()
    made.show_state(SyncState("online"))
    qtbot.waitUntil(lambda: carrier.taken == [("min@east.example",)])
    qtbot.waitUntil(lambda: bool(told) and told[0][0] == "good")


def test_the_editor_says_what_keeps_a_mail(work, quote, qtbot):
    letter = waiting(work, quote)
    editor = work.show(qtbot, QuoteEditor(work.context, work.frame), Place("quote_editor", quote.id), (1400, 860))
    assert editor.told.text() == "The mail to min@east.example waits for a network."
    refused = msgspec.structs.replace(letter, fate=Fate.REFUSED, why="No: {answer}", values={"answer": "spam"})
    work.replica.post.put(refused)
    with qtbot.waitSignal(work.context.tasks.touched):
        work.context.tasks.announce({"post": frozenset()})
    assert editor.told.text() == "The mail to min@east.example did not go. No: spam"


def test_what_needs_an_answer_is_told_and_answered(work, post, quote, qtbot):
    for _ in range(2):
        waiting(work, quote)
    _, carrier, told = post(DoubtfulError("perhaps"), HeldError("password"))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[0] == ("warn", "The mail to min@east.example did not go. perhaps")
    page = work.show(qtbot, QuoteEditor(work.context, work.frame), Place("quote_editor", quote.id), (1400, 860))
    shown = Outgoing(work.context, work.frame, page)
    shown.open()
    doubtful, held = shown.rows
    assert (doubtful.gone.isHidden(), held.gone.isHidden()) == (False, True)
    held.again.click()
    qtbot.waitUntil(lambda: len(carrier.taken) == 1 and len(posting.waiting(work.desk)) == 1)
    qtbot.waitUntil(lambda: len(shown.rows) == 1)
    shown.rows[0].gone.click()
    assert posting.waiting(work.desk) == []
    assert len(mails(work)) == 2
    qtbot.waitUntil(lambda: shown.rows == [])


def test_a_mail_that_is_not_wanted_any_more_is_taken_out(work, quote, qtbot):
    waiting(work, quote)
    page = work.show(qtbot, QuoteEditor(work.context, work.frame), Place("quote_editor", quote.id), (1400, 860))
    shown = Outgoing(work.context, work.frame, page)
    shown.rows[0].discard.click()
    assert posting.waiting(work.desk) == []
    shown.go()


@pytest.fixture
def card(work, qtbot):
    made = MailCard(work.context)
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.retranslate()
    made.show()
    return made


def test_a_server_is_tried_before_it_is_kept_and_its_password_is_in_no_plain_file(work, card, qtbot, monkeypatch):
    tried = []

    class Tried:
        def __init__(self, server, password):
            tried.append((server, password))

        def try_out(self):
            if len(tried) == 1:
                raise HeldError("wrong: {answer}", answer="535")

    monkeypatch.setattr("crm_desktop.ui.preferences.mail.Courier", Tried)
    card.change.click()
    for field, text in zip(card.asked.fields, ("smtp.east.example", "li", "secret one"), strict=True):
        field.setText(text)
    card.asked.button.click()
    qtbot.waitUntil(card.asked.error.isVisible)
    assert card.asked.error.text() == "wrong: 535"
    assert work.replica.post.server is None
    card.asked.button.click()
    qtbot.waitUntil(lambda: work.replica.post.server is not None)
    assert tried[-1] == (MailServer(host="smtp.east.example", port=587, user="li"), "secret one")
    assert work.replica.post.password == "secret one"  # this computer has no key store
    for file in work.replica.folder.rglob("*"):
        assert not file.is_file() or b"secret one" not in file.read_bytes()
    qtbot.waitUntil(lambda: "let this laptop in" in card._test[1].text())
    card.forget.click()
    assert (work.replica.post.server, work.replica.post.password) == (None, "")


def test_a_test_says_what_came_of_it(work, card, qtbot, monkeypatch):
    work.replica.post.set_server(SERVER)
    card.retranslate()
    answers = ["li.wei@lanting.example", UserError("no network")]

    def send(*_asked):
        answer = answers.pop(0)
        if isinstance(answer, UserError):
            raise answer
        return answer

    monkeypatch.setattr(mail_settings, "send_test", send)
    card.test.click()
    qtbot.waitUntil(card.test.isEnabled)
    assert card._test[1].text() == "Sent to li.wei@lanting.example. Look into your mailbox."
    card.test.click()
    qtbot.waitUntil(card.test.isEnabled)
    assert card._test[1].text() == "no network"


@pytest.fixture
def carried(monkeypatch):
    """Keep what is dragged out instead of waiting for it to be dropped."""
    found = []
    monkeypatch.setattr(FileDrag, "carry", lambda _source, files, _picture: found.append([one.name for one in files]))
    return found


def dragged(qtbot, widget, at):
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(widget, at + QPoint(30, 30))
    qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=at)


def test_the_page_of_a_quote_sends_and_hands_out_its_paper(work, quote, qtbot, carried):
    page = work.show(qtbot, RecordPage(work.context, work.frame), Place("record", f"quote:{quote.id}"), (1300, 800))
    offers = {offer.label: offer for offer in of_buttons(page, "quote")}
    paper = "What else can be done with it: Paper"
    assert f"{paper}: Print…" in offers
    offers[f"{paper}: Send…"].call()
    assert page.findChild(SendPanel).to.text() == "min@east.example"
    page.findChild(SendPanel).go()
    dragged(qtbot, page.steps.paper_button, QPoint(10, 10))
    assert carried == [[f"{quote.number} 上海水泵厂.pdf"]]


def test_selected_quotes_are_dragged_out_of_their_list(work, quote, qtbot, carried):
    page = work.show(qtbot, ListPage(work.context, work.frame, "quote"), Place("quote"), (1300, 800))
    qtbot.waitUntil(lambda: page.model.rowCount() >= 1)
    at = page.table.visualRect(page.model.index(0, 1)).center()
    page.table.clearSelection()
    dragged(qtbot, page.table.viewport(), at)
    assert carried == []  # it selects, as in every list
    page.table.selectAll()
    dragged(qtbot, page.table.viewport(), at)
    assert f"{quote.number} 上海水泵厂.pdf" in carried[0]
    assert len(carried[0]) == page.model.rowCount()


def test_what_needs_a_person_is_told_in_the_window_in_front_and_leads_to_it(qapp, work, quote, tmp_path, qtbot):
    letter = waiting(work, quote)
    work.replica.post.put(msgspec.structs.replace(letter, fate=Fate.GOING))  # the program was killed amidst it
    copied = tmp_path / "again"
    shutil.copytree(work.replica.folder, copied)
    with desktop_of(qapp, tmp_path / "settings", Replica.open(copied, PASSWORD)) as stage:
        qtbot.waitUntil(lambda: stage.window.findChild(MessageBar) is not None)
        bar = stage.window.findChild(MessageBar)
        assert bar.text.startswith("The mail to min@east.example did not go. The connection broke")
        bar.findChildren(QPushButton)[0].click()
        qtbot.waitUntil(lambda: stage.window.findChild(Outgoing) is not None)
        assert [row.letter.fate for row in stage.window.findChild(Outgoing).rows] == [Fate.DOUBTFUL]
