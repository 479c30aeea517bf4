"""A quote is written by keyboard, priced as it is typed, and its paper stands beside it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTranslator
from PySide6.QtGui import QDesktopServices, QPdfWriter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from crm_desktop.actions import quotes, records
from crm_desktop.core.entities import Opportunity, Product, Quote, QuoteLine
from crm_desktop.core.schema import Item
from crm_desktop.documents.preview import page_count
from crm_desktop.ui.parts.drag_out import FileDrag
from crm_desktop.ui.parts.paper_over import PaperDialog
from crm_desktop.ui.places import Place
from crm_desktop.ui.quotes.lines import COLUMNS, NARROWEST
from crm_desktop.ui.screens.quote_editor import QuoteEditor
from tests.papers import page_texts
from tests.ubl import read, said
from tests.ui.parts import Workplace, deal, enrolled, small_office

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return small_office(tmp_path_factory.mktemp("office"), deal("d1", contact="k1"))


@pytest.fixture(scope="module")
def laptops(office):
    return {login: enrolled(office, login) for login in ("li.wei", "shen.dawei")}


@pytest.fixture
def login():
    return "li.wei"


@pytest.fixture
def work(qapp, laptops, office, tmp_path, login):
    made = Workplace(qapp, laptops[login], tmp_path, office.clock)
    yield made
    made.close()


@pytest.fixture
def editor(work, qtbot):
    quote, _ = quotes.draft(work.desk, work.replica.get(Opportunity, "d1"))
    return work.show(qtbot, QuoteEditor(work.context, work.frame), Place("quote_editor", quote.id), (1400, 860))


def press(qtbot, editor, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(editor.focusWidget(), key, modifier)


def cell_editor(editor):
    found = editor.focusWidget()
    assert isinstance(found, QLineEdit)
    assert editor.table.isAncestorOf(found)
    return found


def retype(qtbot, editor, text, key):
    cell = cell_editor(editor)
    cell.selectAll()
    qtbot.keyClicks(cell, text)
    qtbot.keyClick(cell, key)


def add(work, editor, *keys):
    for key in keys:
        line, done = quotes.add_line(work.desk, editor.quote, work.replica.get(Product, key))
        work.context.tell(done)
    editor._read(editor.quote.id)
    return line


def lines(editor):
    return [(line.sku, line.quantity, line.unit_price, line.net) for line in editor.model.lines]


def test_the_keyboard_begins_in_the_search_for_a_product(editor):
    assert editor.focusWidget() is editor.search_line


def test_a_product_is_added_by_pinyin_and_its_quantity_asked(editor, qtbot):
    qtbot.keyClicks(editor.search_line, "lixin")
    qtbot.keyClick(editor.search_line, Qt.Key.Key_Return)
    retype(qtbot, editor, "3", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: lines(editor) == [("LCP-1", 3, 1000, 3000)])
    assert editor.focusWidget() is editor.search_line  # ready for the next one
    assert editor.search_line.text() == ""


def test_letters_that_find_no_product_say_so_until_one_is_found(editor, qtbot):
    qtbot.keyClicks(editor.search_line, "qqq")
    qtbot.keyClick(editor.search_line, Qt.Key.Key_Return)
    assert editor.trouble.text().startswith("No product is found by “qqq”.")
    editor.search_line.selectAll()
    qtbot.keyClicks(editor.search_line, "lixin")
    qtbot.keyClick(editor.search_line, Qt.Key.Key_Return)
    assert (len(editor.model.lines), editor.trouble.text()) == (1, "")


def test_totals_follow_each_cell(editor, work, qtbot):
    line = add(work, editor, "pump")
    editor.table.edit_line(line.id, "quantity")
    retype(qtbot, editor, "60", Qt.Key.Key_Tab)
    assert editor.model.lines[0].unit_price == 900  # the price from 50 pieces on
    qtbot.keyClick(cell_editor(editor), Qt.Key.Key_Tab)  # over the unit
    qtbot.keyClick(cell_editor(editor), Qt.Key.Key_Tab)  # over the price
    retype(qtbot, editor, "10%", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.model.lines[0].discount == 10)
    assert editor.sums.figures == {
        "Net": "CNY\u00a048,600.00",
        "VAT 13 %": "CNY\u00a06,318.00",
        "Total": "CNY\u00a054,918.00",
    }


def test_what_is_no_number_stays_in_the_cell_with_the_reason(editor, work, qtbot):
    line = add(work, editor, "pump")
    editor.table.edit_line(line.id, "discount")
    retype(qtbot, editor, "much", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.trouble.text().startswith("“much” is no number"))
    assert cell_editor(editor).text() == "much"
    retype(qtbot, editor, "120", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.trouble.text() == "Discount must be at most 100.")
    retype(qtbot, editor, "5", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.model.lines[0].discount == 5)
    assert editor.trouble.text() == ""


def test_ctrl_d_doubles_a_line_and_delete_removes_it_with_a_way_back(editor, work, qtbot):
    add(work, editor, "pump", "seal")
    editor.table.setCurrentIndex(editor.model.index(0, 1))
    editor.table.setFocus()
    press(qtbot, editor, Qt.Key.Key_D, CTRL)
    assert [line.sku for line in editor.model.lines] == ["LCP-1", "LSE-1", "LCP-1"]
    editor.table.clearSelection()
    editor.table.selectRow(0)
    press(qtbot, editor, Qt.Key.Key_Delete)
    assert [line.sku for line in editor.model.lines] == ["LSE-1", "LCP-1"]
    assert work.frame.toasts[-1][:2] == ("离心泵 removed", "Undo")
    work.frame.undo()
    qtbot.waitUntil(lambda: [line.sku for line in editor.model.lines] == ["LCP-1", "LSE-1", "LCP-1"])


def test_alt_down_moves_a_line(editor, work, qtbot):
    add(work, editor, "pump", "seal")
    editor.table.setCurrentIndex(editor.model.index(0, 1))
    editor.table.setFocus()
    press(qtbot, editor, Qt.Key.Key_Down, ALT)
    assert [line.sku for line in editor.model.lines] == ["LSE-1", "LCP-1"]


def test_ctrl_enter_goes_back_to_the_search(editor, work, qtbot):
    add(work, editor, "pump")
    editor.table.setFocus()
    press(qtbot, editor, Qt.Key.Key_Return, CTRL)
    assert editor.focusWidget() is editor.search_line


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Price book “Standard”: CNY\u00a01,000\nFrom 50 pc on: CNY\u00a0900"),
        ({"quantity": Decimal(50)}, "Price book “Standard”, from 50 pc: CNY\u00a0900"),
        (
            {"unit_price": Decimal(850)},
            "Typed by hand, 15% below the list price of CNY\u00a01,000\nPrice book “Standard”: CNY\u00a01,000\nFrom 50 pc on: CNY\u00a0900",
        ),
    ],
)
def test_a_price_says_where_it_comes_from(editor, work, values, said):
    line = add(work, editor, "pump")
    for field, value in values.items():
        editor.lines.save(line, field, value)
    cell = editor.model.index(0, COLUMNS.index("unit_price"))
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == said
    assert said in cell.data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_discount_says_what_it_takes_off(editor, work):
    line = add(work, editor, "pump")
    editor.lines.save(line, "quantity", Decimal(2))
    editor.lines.save(editor.model.lines[0], "discount", Decimal(10))
    cell = editor.model.index(0, COLUMNS.index("discount"))
    said = "10% of CNY\u00a02,000: CNY\u00a0200 off\nCNY\u00a0900 remain for each"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == said
    assert said in cell.data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_head_saves_when_a_field_is_left(editor, work, qtbot):
    add(work, editor, "pump")
    field = editor.head.fields["discount"].editor
    field.take_focus()
    qtbot.keyClicks(field.line, "2")
    qtbot.keyClick(field.line, Qt.Key.Key_Tab)
    assert work.replica.get(Quote, editor.quote.id).discount == 2
    assert editor.sums.figures["Discount 2%"] == "CNY\u00a0-20.00"


def test_a_refused_head_field_says_why_and_keeps_the_text(editor, work, qtbot):
    field = editor.head.fields["discount"]
    field.editor.take_focus()
    qtbot.keyClicks(field.editor.line, "101")
    qtbot.keyClick(field.editor.line, Qt.Key.Key_Return)
    assert field.trouble.text() == "Discount on the whole must be at most 100."
    assert field.editor.line.text() == "101"
    assert work.replica.get(Quote, editor.quote.id).discount is None


def test_another_customer_loses_the_contact_of_the_first(editor, work):
    assert editor.quote.contact == "k1"
    editor.head.edited.emit("account", "a2")
    found = work.replica.get(Quote, editor.quote.id)
    assert (found.account, found.contact) == ("a2", "")


def test_a_rep_does_not_see_the_margin(editor, work):
    add(work, editor, "pump")
    assert editor.table.isColumnHidden(COLUMNS.index("margin"))
    assert not [words for words in editor.sums.figures if words.startswith("Margin")]


@pytest.mark.parametrize("login", ["shen.dawei"])
def test_a_manager_sees_the_margin(editor, work, login):
    add(work, editor, "pump")
    assert editor.sums.figures["Margin 40%"] == "CNY\u00a0400.00"
    assert editor.model.index(0, COLUMNS.index("margin")).data() == "40%"


@pytest.mark.parametrize("login", ["shen.dawei"])
def test_the_margin_of_each_line_has_room_in_a_window_of_1440_pixels(editor, login):
    editor.resize(1240, 800)  # beside the rail
    editor.table.fit_columns()
    assert not editor.table.isColumnHidden(COLUMNS.index("margin"))
    assert editor.table.columnWidth(COLUMNS.index("description")) >= NARROWEST


@pytest.mark.parametrize("login", ["shen.dawei"])
def test_a_margin_is_the_one_that_limits_judge(editor, work, login):
    line = add(work, editor, "pump")
    quotes.edit_line(work.desk, editor.quote, line, unit_price=Decimal(1200))
    work.context.tell(quotes.edit_quote(work.desk, editor.quote, discount=Decimal(10)))
    typed = QuoteLine(id="typed", quote=editor.quote.id, position=2, description="Transport", currency="CNY",
                      quantity=Decimal(1), unit_price=Decimal(500))  # fmt: skip
    work.context.tell(records.create(work.desk, typed))
    editor._read(editor.quote.id)
    assert editor.sums.figures["Margin 44.44%"] == "CNY\u00a0480.00"  # of 1,080: nobody knows what the transport costs
    assert editor.model.index(0, COLUMNS.index("margin")).data() == "44.4%"


@pytest.mark.parametrize("login", ["shen.dawei"])
def test_costs_of_another_currency_are_held_against_prices_by_the_rate_of_the_quote(work, qtbot, login):
    abroad = Opportunity(id="abroad", name="Abroad", account="a2", currency="USD", owner="u-li")
    quote, _ = quotes.draft(work.desk, abroad)
    line, _ = quotes.add_line(work.desk, quote, work.replica.get(Product, "pump"))
    quotes.edit_line(work.desk, quote, line, unit_price=Decimal(100))
    editor = work.show(qtbot, QuoteEditor(work.context, work.frame), Place("quote_editor", quote.id), (1400, 860))
    assert editor.sums.figures["Margin 14.29%"] == "USD\u00a014.29"  # 600 CNY at 7


def test_the_paper_is_drawn_and_follows_what_is_typed(editor, work, qtbot):
    add(work, editor, "pump")
    qtbot.waitUntil(lambda: bool(editor.paper.pdf))
    before = editor.paper.pdf
    assert not editor.paper.sheet.image.isNull()
    editor.lines.save(editor.model.lines[0], "quantity", Decimal(7))
    assert editor.paper.pdf == before  # the last good page stays until the next is there
    qtbot.waitUntil(lambda: editor.paper.pdf != before)


def test_a_text_that_cannot_be_printed_is_said_and_the_last_page_stays(editor, work, qtbot):
    add(work, editor, "pump")
    qtbot.waitUntil(lambda: bool(editor.paper.pdf))
    editor.lines.save(editor.model.lines[0], "description", "Pump 🦄")
    qtbot.waitUntil(editor.paper.trouble.isVisible)
    assert "🦄" in editor.paper.trouble.text()
    assert not editor.paper.sheet.image.isNull()


def test_a_choice_speaks_the_language_chosen_since(editor, qtbot):
    combo = editor.head.fields["language"].editor.combo

    class Other(QTranslator):
        def isEmpty(self):
            return False

        def translate(self, _context, text, _disambiguation=None, _n=-1):
            return text.upper()

    other = Other()
    QApplication.installTranslator(other)
    try:
        qtbot.waitUntil(lambda: combo.currentText() == "CHINESE")
    finally:
        QApplication.removeTranslator(other)
    qtbot.waitUntil(lambda: combo.currentText() == "Chinese")


def test_issuing_gives_a_number_and_nothing_changes_after(editor, work, qtbot):
    add(work, editor, "pump")
    qtbot.mouseClick(editor.issue_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: editor.quote.state == "issued")
    kept = work.replica.get(Quote, editor.quote.id)
    assert kept.number
    assert kept.paper
    assert work.frame.toasts[-1][0] == f"Issued as {kept.number}"
    assert not editor.search_line.isVisible()
    assert not editor.issue_button.isVisible()
    assert not editor.model.index(0, 1).flags() & Qt.ItemFlag.ItemIsEditable
    assert not editor.head.fields["subject"].editor.isEnabled()
    assert editor.head.fields["language"].words.accessibleName() == "Language: Chinese"


def test_a_quote_is_not_issued_while_a_cell_does_not_take_what_was_typed(editor, work, qtbot):
    line = add(work, editor, "pump")
    editor.table.edit_line(line.id, "discount")
    retype(qtbot, editor, "much", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.trouble.text().startswith("“much” is no number"))
    editor.issue_button.click()
    assert editor.issue_button.isVisible()
    assert editor.trouble.text().startswith("“much” is no number")
    assert cell_editor(editor).text() == "much"
    retype(qtbot, editor, "5", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.model.lines[0].discount == 5)
    editor.issue_button.click()
    qtbot.waitUntil(lambda: editor.quote.state == "issued")


def test_a_quote_without_lines_is_not_issued_and_says_why(editor, work, qtbot):
    qtbot.mouseClick(editor.issue_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(editor.trouble.isVisible)
    assert editor.trouble.text().startswith("The quote has no lines yet.")
    assert editor.issue_button.isEnabled()


def test_a_quote_for_nobody_is_not_issued_and_says_what_to_do(work, qtbot):
    quote, _ = quotes.draft(work.desk, Opportunity(id=""))  # as the New menu begins it
    quotes.add_line(work.desk, quote, work.replica.get(Product, "pump"))
    editor = work.show(qtbot, QuoteEditor(work.context, work.frame), Place("quote_editor", quote.id), (1400, 860))
    qtbot.mouseClick(editor.issue_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(editor.trouble.isVisible)
    assert editor.trouble.text() == "The quote is for nobody yet. Choose its account, then issue it."
    assert work.replica.get(Quote, quote.id).number == ""


def of_paper(editor, name):
    """Take an entry of the menu of the paper."""
    next(one for one in editor.paper_button.menu().actions() if one.text().partition("\t")[0] == name).trigger()


def test_the_paper_is_saved_where_the_person_says(editor, work, qtbot, tmp_path, monkeypatch):
    add(work, editor, "pump")
    target = tmp_path / "offer.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    of_paper(editor, "Save PDF…")
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: bool(work.frame.toasts))
    assert target.read_bytes().startswith(b"%PDF")


def test_the_xml_of_an_issued_quote_is_saved_and_that_of_a_draft_refused(editor, work, qtbot, tmp_path, monkeypatch):
    add(work, editor, "pump")
    of_paper(editor, "Save XML…")
    assert "Issue it first" in work.frame.messages[-1][1]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "offer"), ""))
    qtbot.mouseClick(editor.issue_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(editor.quote.number))
    of_paper(editor, "Save XML…")
    qtbot.waitUntil((tmp_path / "offer.xml").exists)
    root = read((tmp_path / "offer.xml").read_bytes())
    assert said(root, "ID") == [editor.quote.number]
    shown = editor.sums.figures["Total"].partition("\u00a0")[2].replace(",", "")
    assert said(root, "QuotedMonetaryTotal/PayableAmount") == [shown]


def test_a_folder_that_cannot_be_written_is_said(editor, work, qtbot, tmp_path, monkeypatch):
    add(work, editor, "pump")
    missing = tmp_path / "gone" / "offer.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(missing), ""))
    of_paper(editor, "Save PDF…")
    qtbot.waitUntil(lambda: bool(work.frame.messages))
    assert str(missing) in work.frame.messages[-1][1]


def test_the_paper_opens_in_the_viewer(editor, work, qtbot, tmp_path, monkeypatch):
    opened = []
    add(work, editor, "pump")
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    of_paper(editor, "Open PDF")
    qtbot.waitUntil(lambda: bool(opened))
    copy = Path(opened[0].toLocalFile())
    assert copy.name == "Draft 上海水泵厂.pdf"
    assert copy.is_relative_to(work.replica.folder / "handed-out")
    assert [oct(one.stat().st_mode & 0o077) for one in (copy, copy.parent, copy.parent.parent)] == ["0o0"] * 3


def test_ctrl_p_shows_the_paper_as_it_is_printed(editor, work, qtbot, monkeypatch, tmp_path):
    printer, printed = QPdfWriter(str(tmp_path / "printed.pdf")), tmp_path / "printed.pdf"
    monkeypatch.setattr(PaperDialog, "ask_printer", lambda _over: printer)
    add(work, editor, "pump")
    editor.activateWindow()
    qtbot.keyClick(editor.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: editor.file.over is not None and bool(editor.file.over.pdf))
    assert "草稿" in "".join(page_texts(editor.file.over.pdf))
    editor.file.over.print()
    qtbot.waitUntil(lambda: bool(work.frame.toasts))
    assert work.frame.toasts[-1][0] == "Sent to the printer: Draft 上海水泵厂"
    assert page_count(printed.read_bytes()) == 1


def test_the_paper_is_dragged_out_as_a_copy(editor, work, qtbot, monkeypatch):
    carried = []
    monkeypatch.setattr(FileDrag, "carry", lambda _source, files, _picture: carried.extend(files))
    add(work, editor, "pump")
    qtbot.waitUntil(lambda: bool(editor.paper.pdf) and not editor.paper.is_busy)
    sheet = editor.paper.sheet
    qtbot.mousePress(sheet, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    qtbot.mouseMove(sheet, QPoint(62, 61))
    assert carried == []  # a hand that trembles
    qtbot.mouseMove(sheet, QPoint(120, 140))
    assert [one.read_bytes() for one in carried] == [editor.paper.pdf]


def test_a_quote_that_is_gone_is_said(editor):
    editor.open_place(Place("quote_editor", "nothing"))
    assert editor.trouble.text().startswith("This Quote is not here any more.")


def test_the_lines_keep_the_contract_of_qt(editor, work):
    QAbstractItemModelTester(editor.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    add(work, editor, "pump", "seal")
    assert editor.model.rowCount() == 2


STORY_3 = [("2.25", "64.22", None, 13), ("12", "1250", 8, 13), ("3", "4800", None, 6), ("100", "3.335", 15, 13)]


def typed_lines(work, editor, rows):
    quote = editor.quote
    made = [
        QuoteLine(
            id=work.desk.new_id(), quote=quote.id, position=at, currency="CNY", quantity=Decimal(quantity),
            unit_price=Decimal(price), discount=None if off is None else Decimal(off), tax_percent=Decimal(rate),
            tax_label=f"VAT {rate} %",
        )
        for at, (quantity, price, off, rate) in enumerate(rows, 1)
    ]  # fmt: skip
    work.context.tell(records.create(work.desk, *made))
    editor._read(quote.id)


def test_story_3_stands_on_the_screen_to_the_cent(editor, work):
    typed_lines(work, editor, STORY_3)
    editor.head.edited.emit("discount", Decimal(2))
    shown = [editor.model.index(row, COLUMNS.index("net")).data() for row in range(4)]
    assert shown == ["144.50", "13,800.00", "14,400.00", "283.47"]
    assert editor.sums.figures == {
        "Net": "CNY\u00a028,627.97",
        "Discount 2%": "CNY\u00a0-572.56",
        "VAT 13 %": "CNY\u00a01,812.64",
        "VAT 6 %": "CNY\u00a0846.72",
        "Total": "CNY\u00a030,714.77",
    }


def test_rounding_further_taxes_and_the_frozen_rate_are_shown(editor, work):
    typed_lines(work, editor, [("1", "100.03", None, 5)])
    line = editor.model.lines[0]
    work.context.tell(
        records.edit(work.desk, line, more_taxes=(Item("p", "PST", "7"),), discount_amount=Decimal("0.03"))
    )
    frozen = {"base_currency": "CNY", "rate": Decimal("7.1"), "rate_day": date(2026, 3, 2)}
    work.context.tell(quotes.edit_quote(work.desk, editor.quote, total_step=Decimal(5), **frozen))
    editor._read(editor.quote.id)
    texts = [editor.model.index(0, COLUMNS.index(name)).data() for name in ("discount", "tax_percent")]
    assert texts == ["-0.03", "5% + 7%"]
    assert editor.sums.figures == {
        "Net": "CNY\u00a0100.00",
        "PST 7%": "CNY\u00a07.00",
        "VAT 5 %": "CNY\u00a05.00",
        "Rounding": "CNY\u00a0-2.00",
        "Total": "CNY\u00a0110.00",
        "At 7.1 of 2 Mar 2026": "CNY\u00a0781.00",
    }


def test_a_quote_in_two_currencies_says_so_instead_of_a_total(editor, work):
    typed_lines(work, editor, STORY_3)
    work.context.tell(records.edit(work.desk, editor.model.lines[1], currency="USD"))
    editor._read(editor.quote.id)
    assert editor.sums.figures == {}
    assert editor.trouble.text().startswith("Line 2 is in USD and its quote in CNY.")
    assert editor.lines.save(editor.model.lines[0], "unit", "set") == ""
    assert editor.trouble.text().startswith("Line 2 is in USD and its quote in CNY.")  # which is as true as before
