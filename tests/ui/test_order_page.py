"""An order is delivered, paid and confirmed from its page, and quotes and orders are worked with from their rows."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt

from crm_desktop.actions import issuing, orders, quote_life, quotes
from crm_desktop.core.entities import Instalment, Opportunity, Order, Product, Quote
from crm_desktop.core.schema import Item
from crm_desktop.ui.lists.confirmation import ConfirmationPaper
from crm_desktop.ui.places import Place
from crm_desktop.ui.screens.home import Home
from crm_desktop.ui.screens.lists import ListPage
from crm_desktop.ui.screens.record import RecordPage
from tests.papers import page_texts
from tests.ui.parts import Workplace, deal, enrolled, small_office

PLAN = (Item("a", "Deposit", "30 % +5"), Item("b", "Rest", "70 % +20"))


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return small_office(tmp_path_factory.mktemp("office"), *(deal(f"d{at}", contact="k1") for at in range(6)))


@pytest.fixture(scope="module")
def laptop(office):
    return enrolled(office, "li.wei")


@pytest.fixture
def work(qapp, laptop, office, tmp_path):
    made = Workplace(qapp, laptop, tmp_path, office.clock)
    yield made
    made.close()


@pytest.fixture
def ordered(work):
    """Return a function that has a quote of a deal accepted and gives its order."""

    def make(deal_id):
        drafted, _ = quotes.draft(work.desk, work.replica.get(Opportunity, deal_id))
        quotes.add_line(work.desk, drafted, work.replica.get(Product, "pump"), Decimal(2))
        quotes.edit_quote(work.desk, drafted, payment_plan=PLAN)
        quote = issuing.issue(work.desk, work.replica.get(Quote, drafted.id))[0]
        quote_life.accept(work.desk, work.replica.get(Quote, quote.id))
        return orders.order_of(work.desk, quote)

    return make


@pytest.fixture
def opened(work, qtbot, ordered):
    def open_order(deal_id):
        order = ordered(deal_id)
        place = Place("record", f"order:{order.id}")
        return order, work.show(qtbot, RecordPage(work.context, work.frame), place, (1300, 800))

    return open_order


def said(paper):
    return "".join(page_texts(paper.pdf))


def marks(page):
    return [button.toolTip() for button in page.related.payments.buttons]


def state(work, order):
    return work.replica.get(Order, order.id).state


def test_an_order_is_delivered_and_paid_part_by_part_and_closed_by_the_last(work, opened, qtbot):
    order, page = opened("d0")
    assert page.steps.first.text() == "Mark as delivered"
    payments = page.related.payments
    assert [row.text() for row in payments.rows] == ["Deposit 30 %", "Rest 70 %"]
    qtbot.mouseClick(page.steps.first, Qt.MouseButton.LeftButton)
    assert state(work, order) == "delivered"
    qtbot.waitUntil(page.steps.first.isHidden)  # nobody is invited to close what is not paid
    for left in (2, 1):
        qtbot.waitUntil(lambda left=left: marks(page).count("Mark as paid today") == left)
        button = next(one for one in page.related.payments.buttons if one.toolTip() == "Mark as paid today")
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert state(work, order) == "closed"
    qtbot.waitUntil(lambda: page.related.payments.sum.text() == "all paid")
    assert page.related.payments.buttons[1].hasFocus()
    qtbot.mouseClick(page.related.payments.buttons[0], Qt.MouseButton.LeftButton)
    assert state(work, order) == "delivered"
    assert work.replica.get(Instalment, page.related.payments.rows[0].record.id).paid_day is None


def test_a_confirmation_is_looked_at_and_issued_over_the_page(work, opened, qtbot):
    order, page = opened("d1")
    page.steps.paper_button.click()
    paper = page.steps.paper
    assert isinstance(paper, ConfirmationPaper)
    qtbot.waitUntil(lambda: bool(paper.pdf))
    assert "草稿" in said(paper)
    draft = paper.pdf
    paper.issue_button.click()
    qtbot.waitUntil(lambda: paper.pdf != draft)
    kept = work.replica.get(Order, order.id)
    assert kept.confirmed_day == work.desk.today()
    assert order.number in said(paper)
    assert "草稿" not in said(paper)
    paper.go()


def test_the_menu_of_a_row_offers_what_can_be_done_with_a_quote_and_an_order(work, ordered, qtbot):
    order = ordered("d2")
    listed = work.show(qtbot, ListPage(work.context, work.frame, "order"), Place("order"), (1300, 800))
    listed.table.selectRow(listed.model.ids(0, 9).index(order.id))
    menu = listed.work.open_menu(QPoint(0, 0))
    names = {action.text(): action for action in menu.actions()}
    assert {"Order confirmation…", "Mark as delivered", "Cancel the order"} <= names.keys()
    names["Cancel the order"].trigger()
    assert state(work, order) == "cancelled"
    menu.close()
    listed = work.show(qtbot, ListPage(work.context, work.frame, "quote"), Place("quote"), (1300, 800))
    listed.table.selectRow(listed.model.ids(0, 9).index(order.quote))
    menu = listed.work.open_menu(QPoint(0, 0))
    {action.text(): action for action in menu.actions()}["Take the acceptance back"].trigger()
    assert work.replica.get(Quote, order.quote).state == "issued"
    menu.close()


def test_the_page_of_a_quote_accepts_it_and_leads_to_its_order(work, qtbot):
    drafted, _ = quotes.draft(work.desk, work.replica.get(Opportunity, "d3"))
    quotes.add_line(work.desk, drafted, work.replica.get(Product, "pump"), Decimal(2))
    quote = issuing.issue(work.desk, work.replica.get(Quote, drafted.id))[0]
    page = work.show(qtbot, RecordPage(work.context, work.frame), Place("record", f"quote:{quote.id}"), (1300, 800))
    assert page.steps.first.text() == "Accept"
    qtbot.mouseClick(page.steps.first, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page.related.lists[0].rows) == 1)
    (row,) = page.related.lists[0].rows
    assert row.text() == f"SO-{quote.number}"
    assert page.steps.first.isHidden()
    assert [action.text() for action in page.steps.menu.actions()] == ["Take the acceptance back", "Paper"]


def test_nobody_makes_an_order_by_hand(work, qtbot):
    listed = work.show(qtbot, ListPage(work.context, work.frame, "order"), Place("order"), (1300, 800))
    assert listed.new_button.isHidden()
    before = work.replica.count(Order)
    listed.make_new()
    assert work.replica.count(Order) == before


def test_today_tells_which_payments_are_due(work, ordered, qtbot):
    order = ordered("d4")
    home = work.show(qtbot, Home(work.context, work.frame), Place("home"))
    assert f"order:{order.id}" in [row.opens for row in home.paying.model.rows]
