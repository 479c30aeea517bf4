"""What was typed to be obeyed is shown as it was typed, and what a quote cannot hold is said where it was typed."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolTip

from crm_desktop.actions import quotes, records
from crm_desktop.core.entities import Account, Opportunity, QuoteLine
from crm_desktop.ui.places import Place
from crm_desktop.ui.screens.quote_editor import QuoteEditor
from crm_desktop.ui.screens.record import RecordPage
from tests.ui.parts import ME, Workplace, deal, enrolled, small_office

MARKUP = "<img src='file:///etc/hostname'><b>Works</b>"


@pytest.fixture(scope="module")
def laptop(tmp_path_factory):
    account = Account(id="evil", name=MARKUP, territory="t", owner=ME, currency="CNY")
    office = small_office(tmp_path_factory.mktemp("office"), account, deal("d1", account="evil", name=MARKUP))
    return enrolled(office, "li.wei"), office.clock


@pytest.fixture
def work(qapp, laptop, tmp_path):
    made = Workplace(qapp, laptop[0], tmp_path, laptop[1])
    yield made
    made.close()


@pytest.fixture
def editor(work, qtbot):
    quote, _ = quotes.draft(work.desk, work.replica.get(Opportunity, "d1"))
    line = QuoteLine(
        id="line",
        quote=quote.id,
        position=1,
        description=MARKUP,
        quantity=Decimal(1),
        unit_price=Decimal(9),
        currency="CNY",
    )
    records.create(work.desk, line)
    return work.show(qtbot, QuoteEditor(work.context, work.frame), Place("quote_editor", quote.id), (1400, 860))


def typed(qtbot, editor, column, text):
    editor.table.edit_line("line", column)
    cell = editor.focusWidget()
    assert isinstance(cell, QLineEdit)
    cell.selectAll()
    cell.insert(text)  # as pasted
    qtbot.keyClick(cell, Qt.Key.Key_Return)


def obeyed(page):
    """List the labels that would take markup in what they show for theirs."""
    return [
        one.text()
        for one in page.findChildren(QLabel)
        if one.textFormat() == Qt.TextFormat.AutoText and one.isVisible()
    ]


def test_markup_in_names_is_shown_and_not_obeyed(work, editor, qtbot):
    assert editor.deal_button.text() == MARKUP
    assert obeyed(editor) == []
    page = work.show(qtbot, RecordPage(work.context, work.frame), Place("record", "account:evil"), (1200, 800))
    assert MARKUP in [one.text() for one in page.findChildren(QLabel)]
    assert obeyed(page) == []


def test_markup_on_hover_is_shown_and_not_obeyed(editor):
    QToolTip.showText(editor.mapToGlobal(QPoint(40, 40)), MARKUP, editor)
    tip = next(one for one in QApplication.topLevelWidgets() if one.inherits("QTipLabel"))
    try:
        assert (tip.text(), tip.textFormat()) == (MARKUP, Qt.TextFormat.PlainText)
    finally:
        QToolTip.hideText()


def test_a_quantity_below_zero_stays_in_the_cell_with_who_may_enter_it(editor, qtbot):
    typed(qtbot, editor, "quantity", "-2")
    qtbot.waitUntil(lambda: "Ask your manager" in editor.trouble.text())
    assert editor.focusWidget().text() == "-2"
    assert editor.model.lines[0].quantity == 1


def test_a_long_text_with_markup_and_breaks_of_direction_is_kept_as_typed(editor, qtbot):
    text = ("</td>\u202e泵 " * 700)[:4000].strip()
    typed(qtbot, editor, "description", text)
    qtbot.waitUntil(lambda: editor.model.lines[0].description == text)
    qtbot.waitUntil(lambda: bool(editor.paper.pdf) and not editor.paper.is_busy)
    assert not editor.trouble.isVisible()
    assert editor.paper.trouble.isHidden()


def test_lines_in_two_currencies_have_a_sentence_in_place_of_totals(work, editor, qtbot):
    records.create(
        work.desk, QuoteLine(id="other", quote=editor.quote.id, position=2, quantity=Decimal(1), unit_price=Decimal(1), currency="USD")
    )  # fmt: skip
    editor._read(editor.quote.id)
    assert editor.trouble.text().startswith("Line 2 is in USD and its quote in CNY.")
    assert editor.sums.figures == {}
    qtbot.waitUntil(lambda: "Line 2 is in USD" in editor.paper.trouble.text())
    qtbot.mouseClick(editor.issue_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(editor.issue_button.isEnabled)
    assert editor.trouble.text().startswith("Line 2 is in USD")
    assert editor.quote.state == "draft"
