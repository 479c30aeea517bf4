"""The window says before asking what goes beyond a limit; the approver answers by one key."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from crm_desktop.actions import approvals, quotes
from crm_desktop.core.entities import Limit, Opportunity, Product, Quote
from crm_desktop.ui.places import Place
from crm_desktop.ui.screens.home import Home
from crm_desktop.ui.screens.inbox import Inbox
from crm_desktop.ui.screens.quote_editor import QuoteEditor
from tests.ui.parts import Workplace, deal, enrolled, small_office

LIMIT = Limit(id="reps", name="Reps", role="rep", highest_discount=Decimal(10), approver_role="manager")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return small_office(tmp_path_factory.mktemp("office"), LIMIT, *(deal(f"d{at}") for at in range(4)))


@pytest.fixture(scope="module")
def laptop(office):
    return enrolled(office, "li.wei")


@pytest.fixture(scope="module")
def managers(office):
    return enrolled(office, "shen.dawei")


@pytest.fixture
def work(qapp, laptop, office, tmp_path):
    made = Workplace(qapp, laptop, tmp_path, office.clock)
    yield made
    made.close()


@pytest.fixture
def boss(qapp, managers, office, tmp_path):
    made = Workplace(qapp, managers, tmp_path / "boss", office.clock)
    yield made
    made.close()


def offered(work, deal_id):
    quote, _ = quotes.draft(work.desk, work.replica.get(Opportunity, deal_id))
    line, _ = quotes.add_line(work.desk, quote, work.replica.get(Product, "pump"), Decimal(2))
    quotes.edit_line(work.desk, quote, line, discount=Decimal(18))
    return work.replica.get(Quote, quote.id)


def opened(work, qtbot, quote):
    return work.show(qtbot, QuoteEditor(work.context, work.frame), Place("quote_editor", quote.id), (1400, 860))


def test_what_is_over_and_who_may_approve_it_is_said_before_it_is_asked(work, qtbot):
    quote = offered(work, "d0")
    editor = opened(work, qtbot, quote)
    bar = editor.release
    assert bar.words.text().startswith("Line 1: 18")
    assert "below the list price, 10" in bar.words.text()
    assert "May be approved by: Shen Dawei" in bar.words.text()
    assert not editor.issue_button.isVisible()
    bar.ask_button.click()
    assert "Say why" in editor.trouble.text()
    assert bar.reason.hasFocus()
    qtbot.keyClicks(bar.reason, "They order every month.")
    qtbot.keyClick(bar.reason, Qt.Key.Key_Return)
    assert work.replica.get(Quote, quote.id).state == "in_approval"
    assert "Waits for Shen Dawei to approve it" in bar.words.text()
    assert not editor.model.may_edit
    bar.back_button.click()
    assert work.replica.get(Quote, quote.id).state == "draft"
    work.frame.undo()
    assert work.replica.get(Quote, quote.id).state == "in_approval"


def test_within_the_limits_nothing_is_said(work, qtbot):
    quote, _ = quotes.draft(work.desk, work.replica.get(Opportunity, "d1"))
    quotes.add_line(work.desk, quote, work.replica.get(Product, "pump"))
    editor = opened(work, qtbot, quote)
    assert not editor.release.isVisible()
    assert editor.issue_button.isVisible()


def test_whoever_is_asked_sees_beside_the_paper_what_is_over(work, boss, office, qtbot):
    quote = offered(work, "d3")
    approvals.ask(work.desk, quote, "They order every month.")
    office.sync(work.replica, boss.replica)
    bar = opened(boss, qtbot, boss.replica.get(Quote, quote.id)).release
    assert "They order every month." in bar.words.text()
    assert "Line 1: 18% below the list price, 10% allowed" in bar.words.text()
    assert "Margin: CNY 440.00 (26.83%)" in bar.words.text().replace("\u00a0", " ")
    assert bar.inbox_button.isVisible()
    (asked,) = approvals.waiting_for_me(boss.desk)
    approvals.answer(boss.desk, asked, "returned", "Ten at most.")  # the office is that of the other tests, too
    office.sync(boss.replica)


ANSWERS = [("A", "", "approved"), ("R", "Twelve at most.", "draft"), ("N", "Not to them.", "draft")]


@pytest.mark.parametrize(("key", "note", "state"), ANSWERS)
def test_one_key_answers_from_the_inbox(work, boss, office, qtbot, key, note, state):
    quote = offered(work, "d2")
    approvals.ask(work.desk, quote, "They order every month.")
    office.sync(work.replica, boss.replica)
    home = boss.show(qtbot, Home(boss.context, boss.frame), Place("home"))
    assert home.asked.model.rowCount() == 1
    inbox = boss.show(qtbot, Inbox(boss.context, boss.frame), Place("inbox"))
    (card,) = inbox.cards
    assert boss.frame.badges["inbox"] == 1
    if note:
        qtbot.keyClick(card, getattr(Qt.Key, f"Key_{key}"))
        assert "note" in card.trouble.text()
        card.note.setText(note)
    qtbot.keyClick(card, getattr(Qt.Key, f"Key_{key}"))
    assert boss.replica.get(Quote, quote.id).state == state
    qtbot.waitUntil(lambda: not inbox.cards)
    office.sync(boss.replica, work.replica)
    editor = opened(work, qtbot, work.replica.get(Quote, quote.id))
    assert (note or "Approved") in editor.release.words.text()
    assert editor.issue_button.isVisible() is (state == "approved")
