"""A refused change on its card: why, where, what was typed; sent again once mended, or put aside; what waits says for what."""

import msgspec
import pytest
from PySide6.QtCore import Qt

from crm_desktop.actions import records
from crm_desktop.core.changes import Act, Entry
from crm_desktop.core.entities import Account, Contact, Opportunity, Refusal
from crm_desktop.ui.places import Place
from crm_desktop.ui.screens.inbox import Inbox
from sync_server.notices import UNKNOWN_LINK, WAITS
from tests.ui.parts import ME, deal, small_office

NO_REASON = "Say why the deal was lost, then it can be closed."
LOST = Entry("opportunity", "d1", Act.EDIT, {"stage": ("lead", "lost"), "outcome": ("open", "lost")})
MILL = Entry("account", "mill", Act.CREATE, {"name": (None, "Paper Mill"), "territory": (None, "t")})
BUYER = Entry("contact", "buyer", Act.CREATE, {"family_name": (None, "Zhao"), "account": (None, "mill")})


def refusal(id_: str, entry: Entry, reason: str, **more: str) -> Refusal:
    kept = msgspec.json.encode((entry,)).decode()
    return Refusal(
        id=id_, author=ME, change=f"change of {id_}", entity=entry.entity, record=entry.record, reason=reason, kept=kept,
        **{"values": "{}", **more},
    )  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return small_office(
        tmp_path_factory.mktemp("office"),
        deal("d1"),
        refusal("r1", LOST, NO_REASON, on_field="lost_reason"),
        refusal("r2", MILL, UNKNOWN_LINK, on_field="territory", values='{"label":"Territory"}'),
        refusal("r3", BUYER, WAITS, waits_for="r2"),
    )


@pytest.fixture
def inbox(work, qtbot):
    return work.show(qtbot, Inbox(work.context, work.frame), Place("inbox"))


def words(card):
    return [label.text() for label in card.findChildren(type(card.trouble)) if label.text()]


def card_of(inbox, id_):
    return next(card for card in inbox.cards if card.record.id == id_)


def answer(work, id_):
    return work.replica.get(Refusal, id_).answer


def test_a_card_names_the_record_the_field_the_reason_and_every_value_that_was_typed(inbox):
    said = words(card_of(inbox, "r2"))
    assert "Territory points to a record that the server does not have. Choose another one, then send it again." in said
    assert {"Name", "Paper Mill", "Territory", "East"} <= set(said)
    assert card_of(inbox, "r2").accessibleName().startswith("Account: Paper Mill")
    assert NO_REASON in words(card_of(inbox, "r1"))
    assert {"Stage", "Lost"} <= set(words(card_of(inbox, "r1")))


def test_while_the_reason_holds_the_card_says_so_and_stays(inbox, work, qtbot):
    card = card_of(inbox, "r1")
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_R)
    assert (card.trouble.isVisible(), card.trouble.text()) == (True, NO_REASON)
    assert (answer(work, "r1"), work.replica.get(Opportunity, "d1").outcome) == ("", "open")
    assert work.frame.toasts == []


def test_once_mended_it_is_sent_again_by_key_or_click_and_can_be_taken_back(inbox, work, qtbot):
    work.context.tell(records.edit(work.desk, work.replica.get(Opportunity, "d1"), lost_reason="price"))
    qtbot.mouseClick(card_of(inbox, "r1").again_button, Qt.MouseButton.LeftButton)
    mended = work.replica.get(Opportunity, "d1")
    assert (mended.outcome, mended.stage, mended.lost_reason) == ("lost", "lost", "price")
    assert answer(work, "r1") == "sent again"
    qtbot.waitUntil(lambda: [card.record.id for card in inbox.cards] == ["r2", "r3"])
    work.frame.undo()
    assert (work.replica.get(Opportunity, "d1").outcome, answer(work, "r1")) == ("open", "")
    qtbot.waitUntil(lambda: len(inbox.cards) == 3)


@pytest.mark.parametrize("way", ["key", "click"])
def test_put_aside_it_leaves_the_inbox_and_keeps_what_was_typed(inbox, work, qtbot, way):
    card = card_of(inbox, "r1")
    if way == "key":
        qtbot.keyClick(card, Qt.Key.Key_D)
    else:
        qtbot.mouseClick(card.discard_button, Qt.MouseButton.LeftButton)
    assert answer(work, "r1") == "discarded"
    assert msgspec.json.decode(work.replica.get(Refusal, "r1").kept, type=tuple[Entry, ...]) == (LOST,)
    qtbot.waitUntil(lambda: len(inbox.cards) == 2)
    assert work.frame.toasts[-1][:2] == ("Put aside; what was typed stays in the history", "Undo")
    work.frame.undo()
    assert answer(work, "r1") == ""


def test_a_dependent_one_names_what_it_waits_for_and_cannot_go_first(inbox, work, qtbot):
    card = card_of(inbox, "r3")
    assert any(line.endswith("It waits for: Account: Paper Mill") for line in words(card))
    assert not card.again_button.isEnabled()
    qtbot.keyClick(card, Qt.Key.Key_R)
    assert "this one follows by itself" in card.trouble.text()
    assert answer(work, "r3") == ""


def test_what_waits_goes_along_with_the_one_it_waits_for(inbox, work, qtbot):
    qtbot.keyClick(card_of(inbox, "r2"), Qt.Key.Key_R)
    assert work.replica.get(Account, "mill").name == "Paper Mill"
    assert work.replica.get(Contact, "buyer").account == "mill"
    assert (answer(work, "r2"), answer(work, "r3")) == ("sent again", "sent again")
    qtbot.waitUntil(lambda: [card.record.id for card in inbox.cards] == ["r1"])


def test_what_waits_for_one_put_aside_says_that_it_has_to_be_entered_anew(inbox, work, qtbot):
    qtbot.keyClick(card_of(inbox, "r2"), Qt.Key.Key_D)
    qtbot.waitUntil(lambda: len(inbox.cards) == 2)
    card = card_of(inbox, "r3")
    assert any("The change it builds on was put aside." in line for line in words(card))
    qtbot.keyClick(card, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: [card.record.id for card in inbox.cards] == ["r1"])
