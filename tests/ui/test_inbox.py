"""What came back is answered by one key; how sync stands is said in plain figures."""

import msgspec
import pytest
from PySide6.QtCore import Qt

from crm_desktop import actions
from crm_desktop.actions import activities, records
from crm_desktop.core.changes import Act, Change, Entry
from crm_desktop.core.entities import Conflict, Opportunity, Refusal
from crm_desktop.core.schema import micros
from crm_desktop.replica import kept_back
from crm_desktop.replica.doubts import RETURNS, Return
from crm_desktop.replica.first_load import ANEW, Anew
from crm_desktop.replica.kept_back import KeptBack
from crm_desktop.sync.loading import Progress
from crm_desktop.ui.frame.inbox_badge import InboxBadge
from crm_desktop.ui.places import Place
from crm_desktop.ui.screens.inbox import Inbox
from crm_desktop.ui.screens.sync_status import SyncStatus
from crm_desktop.ui.sync_state import SyncState
from crm_desktop.ui.syncing import Syncing
from tests.ui.parts import BOSS, ME, NOW, deal, small_office

TYPED = Entry("opportunity", "d2", Act.EDIT, {"amount": (100, 2000_00), "next_step": (None, "Visit them")})


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return small_office(
        tmp_path_factory.mktemp("office"),
        deal("d1", amount=120),
        deal("d2", amount=1),
        Conflict(
            id="c1", entity="opportunity", record="d1", on_field="amount", account="a1", base="10000", standing="12000",
            standing_author=BOSS, standing_at=NOW, waiting="9000", waiting_author=ME, waiting_at=NOW,
        ),
        Refusal(
            id="r1", author=ME, change="x", entity="opportunity", record="d2", on_field="amount",
            reason="Your role may not change the field {label}. Ask an administrator.", values='{"label":"Amount"}',
            kept=msgspec.json.encode((TYPED,)).decode(),
        ),
    )  # fmt: skip


@pytest.fixture
def inbox(work, qtbot):
    return work.show(qtbot, Inbox(work.context, work.frame), Place("inbox"))


def words(widget):
    return [label.text() for label in widget.findChildren(type(widget.trouble)) if label.text()]


def test_a_conflict_shows_its_three_values_with_who_and_when(inbox):
    said = words(inbox.cards[0])
    assert {"Before", "CNY\u00a0100", "CNY\u00a0120", "CNY\u00a090"} <= set(said)
    assert "Shen Dawei, Today 10:30" in said
    assert "Li Wei, Today 10:30" in said


@pytest.mark.parametrize(("key", "amount", "answer"), [("M", 120, "mine"), ("T", 90, "theirs")])
def test_one_key_answers_a_conflict(inbox, work, qtbot, key, amount, answer):
    assert inbox.focusWidget() is inbox.cards[0]
    qtbot.keyClick(inbox.cards[0], getattr(Qt.Key, f"Key_{key}"))
    assert work.replica.get(Opportunity, "d1").amount == amount
    assert work.replica.get(Conflict, "c1").answer == answer
    qtbot.waitUntil(lambda: len(inbox.cards) == 1)
    assert work.frame.badges == {"inbox": 1}
    assert inbox.focusWidget() is inbox.cards[0]


def test_after_the_last_answer_the_keyboard_stays_in_the_inbox(inbox, qtbot):
    qtbot.keyClick(inbox.cards[0], Qt.Key.Key_M)
    qtbot.waitUntil(lambda: len(inbox.cards) == 1)
    qtbot.keyClick(inbox.cards[0], Qt.Key.Key_D)
    qtbot.waitUntil(lambda: not inbox.cards)
    assert inbox.hasFocus()


def test_an_answer_can_be_taken_back(inbox, work, qtbot):
    qtbot.mouseClick(inbox.cards[0].buttons["waiting"], Qt.MouseButton.LeftButton)
    work.frame.undo()
    assert work.replica.get(Opportunity, "d1").amount == 120
    assert work.replica.get(Conflict, "c1").answer == ""


def test_a_refusal_says_why_and_what_was_typed(inbox):
    said = words(inbox.cards[1])
    assert "Your role may not change the field Amount. Ask an administrator." in said
    assert {"CNY\u00a02,000", "Visit them"} <= set(said)


def test_a_refused_change_is_sent_again_against_the_values_of_today(inbox, work, qtbot):
    qtbot.keyClick(inbox.cards[0], Qt.Key.Key_Down)
    qtbot.keyClick(inbox.focusWidget(), Qt.Key.Key_R)
    again = work.replica.get(Opportunity, "d2")
    assert (again.amount, again.next_step) == (2000, "Visit them")
    assert work.replica.get(Refusal, "r1").answer == "sent again"


def test_a_refused_change_is_put_aside(inbox, work, qtbot):
    qtbot.keyClick(inbox.cards[1], Qt.Key.Key_D)
    assert work.replica.get(Refusal, "r1").answer == "discarded"
    assert work.replica.get(Opportunity, "d2").amount == 1


def test_a_change_too_large_to_be_sent_that_was_put_aside_can_be_taken_back(inbox, work, qtbot):
    change = Change("large", ME, work.replica.header.device, 1, micros(NOW), (TYPED,))
    with work.replica._pen.writing() as connection:
        kept_back.put(connection, [KeptBack(change)])
    inbox.refresh()
    qtbot.keyClick(inbox.cards[2], Qt.Key.Key_D)
    qtbot.waitUntil(lambda: len(inbox.cards) == 2)
    work.frame.undo()
    qtbot.waitUntil(lambda: len(inbox.cards) == 3)
    assert inbox.cards[2].record.change == "large"


def test_enter_opens_the_record(inbox, work, qtbot):
    qtbot.keyClick(inbox.cards[0], Qt.Key.Key_Return)
    assert work.frame.places == [Place("record", "opportunity:d1", under="inbox")]


def test_an_empty_inbox_says_so(inbox, qtbot):
    qtbot.keyClick(inbox.cards[1], Qt.Key.Key_D)
    qtbot.waitUntil(lambda: len(inbox.cards) == 1)
    qtbot.keyClick(inbox.cards[0], Qt.Key.Key_M)
    qtbot.waitUntil(inbox._nothing.isVisible)
    assert inbox._empty.text() == "No conflicts"


def test_the_badge_counts_before_the_page_was_opened(work, qtbot):
    InboxBadge(work.context, work.frame, work.tasks)
    assert work.frame.badges == {"inbox": 2}
    refusal = work.replica.get(Refusal, "r1")
    work.context.tell(records.edit(work.desk, refusal, answer="discarded"))
    qtbot.waitUntil(lambda: work.frame.badges == {"inbox": 1})


@pytest.fixture
def asked():
    return []


@pytest.fixture
def status(work, qtbot, asked):
    page = SyncStatus(work.context, work.frame, lambda: asked.append("sync"))
    return work.show(qtbot, page, Place("sync"))


def figures(status):
    return status.grid.shown


def test_sync_now_is_one_key_away(status, qtbot, asked):
    assert status.focusWidget() is status.sync_button
    qtbot.keyClick(status.sync_button, Qt.Key.Key_Space)
    assert asked == ["sync"]


def test_figures_say_what_waits_and_what_is_left(status, work, qtbot):
    assert figures(status)["Last complete sync"] == "Today 10:30"
    assert figures(status)["Quote numbers left on this laptop"] == "50"
    assert status.waiting.empty.isVisible()
    work.context.tell(activities.log(work.desk, work.replica.get(Opportunity, "d1"), "call", "Spoke"))
    qtbot.waitUntil(lambda: figures(status)["To send"] == "1 change(s)")
    assert status.waiting.model.index(0, 1).data() == "Activity: Spoke"


def test_the_last_error_stands_in_its_own_words(status, qtbot):
    status.show_state(SyncState("offline", 0, None, "No server answered."))
    qtbot.waitUntil(lambda: status._reason.text() == "No server answered.")


def test_only_a_laptop_at_its_server_waits_for_news(status, qtbot):
    assert figures(status)["Doing now"] == "Nothing"
    status.show_state(SyncState("online", 0, None))
    qtbot.waitUntil(lambda: figures(status)["Doing now"] == "Nothing; waiting for news")


def test_refused_changes_lead_to_the_inbox(status, work, qtbot):
    qtbot.mouseClick(status.grid.inbox_button, Qt.MouseButton.LeftButton)
    assert work.frame.places == [Place("inbox")]


def test_what_waits_in_the_inbox_is_named_beside_the_way_there(status):
    assert figures(status)["In the inbox"] == "1 refused change(s), 1 conflict(s) to answer"
    assert status.grid.inbox_button.isVisible()


def test_the_foot_of_the_window_counts_anew_only_where_something_may_have_come_back(work, qtbot, monkeypatch):
    counted = []
    waiting = actions.inbox.waiting
    monkeypatch.setattr(actions.inbox, "waiting", lambda desk: counted.append(desk) or waiting(desk))
    syncing = Syncing(work.context)
    assert syncing.state().to_answer == 2
    with qtbot.waitSignal(work.tasks.touched):
        work.context.tell(records.edit(work.desk, work.replica.get(Opportunity, "d1"), next_step="Write"))
    assert (len(counted), syncing.state().pending) == (1, 1)
    with qtbot.waitSignal(work.tasks.touched):
        work.context.tell(actions.inbox.take_standing(work.desk, work.replica.get(Conflict, "c1")))
    assert (len(counted), syncing.state().to_answer) == (2, 1)


def test_what_came_back_to_a_restored_server_is_said_and_else_nothing(status, work):
    assert "Brought back to the server" not in figures(status)
    at = micros(work.desk.now())
    work.replica.set_mark(RETURNS, msgspec.json.encode([Return(at, 3)]).decode())
    status.refresh()
    said = "Today 10:30: 3 change(s) that its backup had not got"
    assert figures(status)["Brought back to the server"] == said
    work.replica.set_mark(RETURNS, msgspec.json.encode([Return(at, 0)]).decode())
    status.refresh()
    assert "nothing was missing" in figures(status)["Brought back to the server"]
    work.replica.set_mark(RETURNS, "")


def test_a_fresh_copy_on_its_way_says_how_far_it_is_and_that_nothing_typed_is_lost(status, work):
    cursor = work.replica.mark("cursor")
    assert figures(status)["On this laptop"] == "Everything you may see"
    work.replica.set_mark("cursor", "")
    status.show_state(SyncState("syncing", progress=Progress("account", 5, 10), is_anew=True))
    status.refresh()
    assert "what you type meanwhile is kept and sent" in figures(status)["On this laptop"]
    assert figures(status)["Doing now"] == "5 of 10 rows"
    assert status._words.text() == "Syncing"
    work.replica.set_mark("cursor", cursor)


@pytest.mark.parametrize(("why", "words"), [("away", "away so long"), ("restored", "put back from a backup"), ("", "")])
def test_why_everything_is_fetched_anew_is_said_in_the_inbox_and_on_the_page_of_sync(inbox, status, work, why, words):
    work.replica.set_mark(ANEW, msgspec.json.encode(Anew(micros(work.desk.now()), why)).decode())
    inbox.refresh()
    status.refresh()
    said = figures(status).get("Fetched anew", "")
    assert (words in inbox._load.text(), inbox._load.isHidden(), words in said, bool(said)) == (
        True, not words, True, bool(words),
    )  # fmt: skip
    work.replica.set_mark(ANEW, "{}")
    inbox.refresh()
    assert inbox._load.isHidden()


def test_the_contents_are_checked_and_the_result_said(status, qtbot):
    qtbot.mouseClick(status.check_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: status._result.text().endswith("records agree with their history."))
    assert status.check_button.isEnabled()
