"""Lines come from an earlier quote, a template, or as a heading, by keys alone; and they are put in another order by the mouse."""

import hashlib
from decimal import Decimal

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QModelIndex, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from crm_desktop.actions import line_sources, quotes
from crm_desktop.core.entities import File, LineTemplate, Opportunity, Product, Quote, QuoteLine
from crm_desktop.ui.look.cells import Cell
from crm_desktop.ui.places import Place
from crm_desktop.ui.screens.quote_editor import QuoteEditor
from tests.ui.parts import Workplace, deal, enrolled, small_office

NOWHERE = QModelIndex()
MOVE = Qt.DropAction.MoveAction


def picture():
    """Make a picture that is red all over."""
    image, buffer = QImage(8, 8, QImage.Format.Format_RGB32), QBuffer()
    image.fill(QColor("red"))
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return buffer.data().data()


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = small_office(tmp_path_factory.mktemp("office"), deal("d1", contact="k1"))
    sha256 = hashlib.sha256(picture()).hexdigest()
    made.add(File(id="pic", name="pump.png", sha256=sha256, media_type="image/png", size=9, product="pump"))
    made.edit(made.get(Product, "pump"), description="Back pull-out", picture="pic")
    made.add(LineTemplate(id="theirs", name="Theirs", owner="u-shen", is_shared=True, lines='[{"product": "pump"}]'))
    return made


@pytest.fixture(scope="module")
def laptop(office):
    return enrolled(office, "li.wei")


@pytest.fixture
def work(qapp, laptop, office, tmp_path):
    made = Workplace(qapp, laptop, tmp_path, office.clock)
    yield made
    made.close()


@pytest.fixture
def earlier(work):
    quote, _ = quotes.draft(work.desk, work.replica.get(Opportunity, "d1"))
    for id_ in ("pump", "seal"):
        line, _ = quotes.add_line(work.desk, quote, work.replica.get(Product, id_), Decimal(2))
        quotes.edit_line(work.desk, quote, line, unit_price=Decimal(7))
    return quote


@pytest.fixture
def editor(work, qtbot, earlier):
    quote, _ = quotes.draft(work.desk, work.replica.get(Opportunity, "d1"))
    return work.show(qtbot, QuoteEditor(work.context, work.frame), Place("quote_editor", quote.id), (1400, 860))


def skus(editor):
    return [line.sku for line in editor.model.lines]


def prices(editor):
    return [line.unit_price for line in editor.model.lines]


def test_lines_of_the_customers_last_quote_are_one_click_away(editor, qtbot):
    editor.entry.ask_earlier()
    card = editor.entry.card
    assert card.button.text().startswith("Insert 2 ")
    qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    assert skus(editor) == ["LCP-1", "LSE-1"]
    assert Decimal(7) not in prices(editor)


def test_some_lines_are_chosen_by_the_space_bar_and_keep_their_prices(editor, qtbot):
    editor.entry.ask_earlier()
    card = editor.entry.card
    card.table.setFocus()
    qtbot.keyClick(card.table, Qt.Key.Key_Space)
    assert card.button.text().startswith("Insert 1 ")
    card.today.setChecked(False)
    qtbot.keyClick(card.table, Qt.Key.Key_Return)
    assert (skus(editor), prices(editor)) == (["LSE-1"], [7])


def test_without_lines_chosen_nothing_is_put_in(editor, qtbot):
    editor.entry.ask_earlier()
    card = editor.entry.card
    card.table.clearSelection()
    assert not card.button.isEnabled()
    card.insert()
    assert skus(editor) == []


def test_figures_in_another_currency_stay_out_with_the_reason_in_the_card(editor, work, qtbot):
    work.context.tell(quotes.edit_quote(work.desk, editor.quote, currency="USD", price_book=""))
    qtbot.waitUntil(lambda: editor.model.quote.currency == "USD")
    editor.entry.ask_earlier()
    card = editor.entry.card
    card.today.setChecked(False)
    card.insert()
    assert "at the prices of today" in card.wrong.text()
    assert skus(editor) == []


def test_lines_are_kept_as_a_template_put_in_renamed_and_deleted(editor, work, qtbot):
    editor.entry.ask_earlier()
    editor.entry.card.insert()
    editor.entry.ask_template()
    card = editor.entry.card
    card.keep()
    assert card.wrong.text() == "Give the template a name."
    qtbot.keyClicks(card.name, "Pump with seal")
    qtbot.keyClick(card.name, Qt.Key.Key_Return)
    assert work.frame.toasts[-1][0] == "Kept as a template: Pump with seal"
    editor.entry.ask_template()
    card = editor.entry.card
    card.name.setText("Set")
    qtbot.mouseClick(card.rename_button, Qt.MouseButton.LeftButton)
    assert [one.name for one in line_sources.templates(work.desk)] == ["Set", "Theirs"]
    qtbot.keyClick(card.table, Qt.Key.Key_Return)
    assert skus(editor) == ["LCP-1", "LSE-1"] * 2
    editor.entry.ask_template()
    qtbot.mouseClick(editor.entry.card.delete_button, Qt.MouseButton.LeftButton)
    assert [one.name for one in line_sources.templates(work.desk)] == ["Theirs"]
    work.frame.undo()
    qtbot.waitUntil(lambda: len(line_sources.templates(work.desk)) == 2)


def test_a_colleagues_template_is_put_in_and_not_changed(editor, work):
    editor.entry.ask_template()
    card = editor.entry.card
    assert not card.rename_button.isEnabled()
    card.insert()
    assert skus(editor) == ["LCP-1"]


def test_a_heading_is_typed_over_at_once(editor, qtbot):
    editor.entry.add_text("section")
    field = editor.focusWidget()
    assert field.selectedText() == "New section"
    qtbot.keyClicks(field, "Pumps")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [(line.kind, line.description) for line in editor.model.lines] == [("section", "Pumps")])


def test_lines_are_dragged_between_others(editor, work, qtbot):
    editor.entry.ask_earlier()
    editor.entry.card.insert()
    editor.entry.add_text("note")
    model = editor.model
    assert model.flags(model.index(0, 1)) & Qt.ItemFlag.ItemIsDragEnabled
    dragged = model.mimeData([model.index(0, 0), model.index(0, 1), model.index(1, 1)])
    model.dropMimeData(dragged, MOVE, 3, 0, NOWHERE)
    qtbot.waitUntil(lambda: skus(editor) == ["", "LCP-1", "LSE-1"])
    model.dropMimeData(model.mimeData([model.index(2, 1)]), MOVE, -1, -1, model.index(0, 0))
    qtbot.waitUntil(lambda: skus(editor) == ["LSE-1", "", "LCP-1"])
    assert [work.replica.get(QuoteLine, line.id).position for line in model.lines] == [1, 2, 3]


def test_what_is_no_line_of_this_quote_is_not_put_down(editor):
    editor.entry.ask_earlier()
    editor.entry.card.insert()
    model = editor.model
    strange = model.mimeData([model.index(0, 0)])
    strange.setData("application/vnd.satchel.quote-lines", b"another")
    assert not model.dropMimeData(strange, MOVE, 1, 0, NOWHERE)
    assert skus(editor) == ["LCP-1", "LSE-1"]


def test_the_menu_of_lines_takes_them_out_of_the_total_and_describes_them(editor, work):
    editor.entry.ask_earlier()
    editor.entry.card.insert()
    before = work.replica.get(Quote, editor.quote.id).total
    editor.table.selectRow(0)
    menu = editor.entry.line_menu
    menu.fill(menu.chosen())
    {action.text(): action for action in menu.actions()}["Optional item"].trigger()
    assert editor.model.lines[0].kind == "optional"
    assert work.replica.get(Quote, editor.quote.id).total < before
    menu.fill(menu.chosen())
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Optional item"]
    {action.text(): action for action in menu.actions()}["Move down\tAlt+↓"].trigger()
    assert skus(editor) == ["LSE-1", "LCP-1"]


def test_a_line_takes_the_description_of_its_product_once(editor, work):
    editor.entry.ask_earlier()
    editor.entry.card.insert()
    editor.table.selectRow(0)
    menu = editor.entry.line_menu
    menu.describe(editor.model.lines[0])
    assert editor.model.lines[0].description == "离心泵\nBack pull-out"
    menu.fill(menu.chosen())
    assert "Add the product’s description" not in [action.text() for action in menu.actions()]


def test_a_product_is_found_with_its_picture(editor, work, qtbot):
    work.replica.files.keep(picture())
    finder, product = editor.search_line, work.replica.get(Product, "pump")
    finder.found.show_found([product], [Cell(product.name)])
    option, canvas = QStyleOptionViewItem(), QImage(300, 32, QImage.Format.Format_RGB32)
    option.rect = canvas.rect()

    def is_red():
        with QPainter(canvas) as painter:
            finder.finds.itemDelegate().paint(painter, option, finder.found.index(0, 0))
        return canvas.pixelColor(16, 16) == QColor("red")

    assert not is_red()
    qtbot.waitUntil(is_red)
