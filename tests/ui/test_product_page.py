"""The page of a product shows its picture and its prices; that of an account what was agreed with it."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from crm_desktop.actions import product_pictures
from crm_desktop.core.entities import Account, CustomerGroup, Price, PriceBook, Product, SpecialPrice, User
from crm_desktop.ui.places import Place
from crm_desktop.ui.screens.record import RecordPage
from tests.ui.parts import Workplace, enrolled, small_office


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = small_office(tmp_path_factory.mktemp("office"))
    made.add(
        User(id="u-root", name="Root", login="root", role="administrator"),
        CustomerGroup(id="dealers", name="Dealers"),
        PriceBook(id="dealer", name="Dealer 2026", currency="CNY", customer_group="dealers", last_day=date(2026, 12, 31)),
        PriceBook(id="over", name="Dealer 2025", currency="CNY", customer_group="dealers", last_day=date(2025, 12, 31)),
        Price(id="d", price_book="dealer", product="pump", unit_price=Decimal(880), from_quantity=Decimal(20)),
        Price(id="o", price_book="over", product="pump", unit_price=Decimal(870)),
        Price(id="l", price_book="dealer", product="pump", unit_price=Decimal(1), first_day=date(2027, 1, 1)),
        SpecialPrice(id="s", account="a1", product="pump", currency="CNY", unit_price=Decimal(850)),
    )  # fmt: skip
    return made


@pytest.fixture(scope="module")
def laptops(office):
    return {login: enrolled(office, login) for login in ("li.wei", "root")}


@pytest.fixture
def login():
    return "li.wei"


@pytest.fixture
def work(qapp, laptops, office, tmp_path, login):
    made = Workplace(qapp, laptops[login], tmp_path, office.clock)
    yield made
    made.close()


@pytest.fixture
def page(work, qtbot):
    return work.show(qtbot, RecordPage(work.context, work.frame), Place("record", "product:pump"), (1400, 860))


def rows(page, key):
    shown = next(each for each in page.related.lists if each.relation.key == key)
    return [row.accessibleName() for row in shown.rows]


def pixel(path, colour):
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return path


def test_a_product_shows_the_prices_that_hold_each_with_why(page):
    assert rows(page, "price") == [
        "Standard, CNY\u00a01,000", "Standard, From 50 pc, CNY\u00a0900",
        "Dealer 2026, From 20 pc · Until 31 Dec 2026, CNY\u00a0880",
    ]  # fmt: skip


def test_what_was_agreed_stands_on_the_page_of_the_product_and_of_the_customer(page, work):
    name = work.replica.get(Account, "a1").name
    assert rows(page, "special_price") == [f"{name}, CNY\u00a0850"]
    page.open_place(Place("record", "account:a1"))
    product = work.replica.get(Product, "pump").name
    assert rows(page, "special_price") == [f"{product}, CNY\u00a0850"]


def test_who_may_not_change_products_sees_no_way_to_a_picture_or_a_price(page):
    assert not page.related.picture.isVisible()
    assert [each.relation.key for each in page.related.lists if each.add_button.isVisible()] == []


def test_a_price_leads_to_its_own_page(page, work, qtbot):
    shown = next(each for each in page.related.lists if each.relation.key == "price")
    qtbot.mouseClick(shown.rows[0], Qt.MouseButton.LeftButton)
    assert work.frame.places == [Place("record", "price:pr1")]


@pytest.mark.parametrize("login", ["root"])
def test_an_administrator_adds_a_price_from_the_page(page):
    assert [each.relation.key for each in page.related.lists if each.add_button.isVisible()] == [
        "special_price",
        "price",
    ]


@pytest.mark.parametrize("login", ["root"])
def test_a_picture_is_chosen_shown_and_taken_away_with_a_way_back(page, work, qtbot, tmp_path):
    picture = page.related.picture
    assert not picture.sheet.isVisible()
    picture.take(pixel(tmp_path / "red.png", "red"))
    qtbot.waitUntil(lambda: not picture.sheet.image.isNull())
    assert picture.sheet.isVisible()
    assert picture.sheet.image.pixelColor(4, 4) == QColor("red")
    picture.take(pixel(tmp_path / "blue.png", "blue"))
    qtbot.waitUntil(lambda: not picture.sheet.image.isNull() and picture.sheet.image.pixelColor(4, 4) == QColor("blue"))
    qtbot.mouseClick(picture.remove_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not picture.sheet.isVisible())
    work.frame.undo()
    qtbot.waitUntil(picture.sheet.isVisible)
    assert product_pictures.picture_of(work.desk, work.replica.get(Product, "pump")).name == "blue.png"


@pytest.mark.parametrize("login", ["root"])
def test_what_is_no_picture_is_refused_on_the_page(page, qtbot, tmp_path):
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.7 and more")
    page.related.picture.take(paper)
    qtbot.waitUntil(lambda: "is no picture" in page.related.picture.wrong.text())
