"""What becomes of a quote is said with a click in its editor, and a revision says there what it changed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from crm_desktop.actions import issuing, quote_life, quotes
from crm_desktop.core.entities import Opportunity, Product, Quote
from crm_desktop.ui.frame.offers import of_buttons
from crm_desktop.ui.places import Place
from crm_desktop.ui.screens.quote_editor import QuoteEditor
from tests.ui.parts import Workplace, deal, enrolled, small_office


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return small_office(tmp_path_factory.mktemp("office"), *(deal(f"d{at}", contact="k1") for at in range(4)))


@pytest.fixture(scope="module")
def laptop(office):
    return enrolled(office, "li.wei")


@pytest.fixture
def work(qapp, laptop, office, tmp_path):
    made = Workplace(qapp, laptop, tmp_path, office.clock)
    yield made
    made.close()


@pytest.fixture
def opened(work, qtbot):
    """Return a function that issues a quote of a deal and opens it."""

    def open_quote(deal_id, quote=None):
        if quote is None:
            drafted, _ = quotes.draft(work.desk, work.replica.get(Opportunity, deal_id))
            quotes.add_line(work.desk, drafted, work.replica.get(Product, "pump"), Decimal(2))
            quote, _ = issuing.issue(work.desk, drafted)
        place = Place("quote_editor", quote.id)
        return work.show(qtbot, QuoteEditor(work.context, work.frame), place, (1400, 860))

    return open_quote


def offered(editor):
    return [editor.life.first.text(), *(action.text() for action in editor.life.menu.actions())]


def test_accept_makes_the_order_and_wins_the_deal(work, opened, qtbot):
    editor = opened("d0")
    assert offered(editor) == ["Accept", "Mark as sent", "Decline", "Revise"]
    qtbot.mouseClick(editor.life.first, Qt.MouseButton.LeftButton)
    assert work.replica.get(Opportunity, "d0").outcome == "won"
    assert editor.told.text().startswith(f"Order SO-{editor.quote.number} of ")
    assert editor._state.text() == "Accepted"
    assert editor.life.first.isHidden(), "nobody is invited to take an order back"
    (back,) = editor.life.menu.actions()
    assert back.text() == "Take the acceptance back"
    back.trigger()
    assert work.replica.get(Opportunity, "d0").outcome == "open"
    assert offered(editor) == ["Accept", "Mark as sent", "Decline", "Revise"]


def test_the_reasons_of_a_refusal_are_in_the_palette_and_one_is_taken(work, opened):
    editor = opened("d1")
    offers = {offer.label: offer for offer in of_buttons(editor, "quote")}
    offers["More: Decline: Price"].call()
    quote = work.replica.get(Quote, editor.quote.id)
    assert (quote.state, quote.declined_because) == ("declined", "price")
    assert editor.told.text() == "Declined: Price"
    assert offered(editor) == ["Revise", "Renew"]


def test_a_revision_says_in_the_editor_what_it_changed(work, opened):
    editor = opened("d2")
    first = editor.quote
    editor.life.do("revise")
    second = quote_life.revision_of(work.desk, first, 2)
    editor = opened("d2", second)
    assert editor._title.text() == f"{first.number}-R2"
    assert "nothing changed yet" in editor.told.text()
    (line,) = editor.model.lines
    assert editor.lines.save(line, "quantity", Decimal(3)) == ""
    said = editor.told.text()
    assert f"Replaces {first.number}: total" in said
    assert "Quantity 2 → 3" in said
    assert editor.life.isHidden()
    quotes.edit_quote(work.desk, editor.quote, discount=Decimal(4))
    editor._read(second.id)
    assert len(editor.told.text().splitlines()) == 3
    editor.resize(900, 530)
    assert editor.told.text().splitlines()[1:] == ["and 2 more"]  # a low page leaves the room to the lines
    assert "Quantity 2 → 3" in editor.told.toolTip()


def test_a_quote_past_its_last_day_is_shown_expired_and_renewed_first(work, opened, office):
    editor = opened("d3")
    office.clock.moment += timedelta(days=40)
    editor._read(editor.quote.id)
    assert editor._state.text() == "Expired"
    assert offered(editor) == ["Renew", "Accept", "Decline", "Revise"]
    editor.life.do("renew")
    made = quote_life.revision_of(work.desk, editor.quote, 2)
    assert made is not None
    assert made.valid_until == work.desk.today() + timedelta(days=30)
