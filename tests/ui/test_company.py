"""The company's screen leads to every list it is set up in; an administrator changes them there, others read them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.actions.desk import desk_of
from crm_desktop.core.demo import ADMIN_LOGIN
from crm_desktop.core.entities import REGISTRY, Price, Product
from crm_desktop.ui.fields.form import Form
from crm_desktop.ui.places import COMPANY, SET_UP, Place, list_of, place_of
from crm_desktop.ui.screens.lists import ListPage
from tests.ui.states import desktop_of


@pytest.fixture(scope="module")
def boss(small_office):
    """Return the desk of an administrator."""
    replica = small_office.laptop(ADMIN_LOGIN, "boss")
    yield desk_of(replica, small_office.clock)
    replica.close()


def test_enter_leads_from_the_company_to_each_list_and_the_rail_stays_with_it(qapp, desk, tmp_path):
    with desktop_of(qapp, tmp_path / "settings", desk.replica) as stage:
        for key in COMPANY:
            stage.go("company")
            page = stage.window.pages.page
            page.rows[key].setFocus()
            assert page.rows[key].note == str(desk.replica.count(REGISTRY[key].record))
            QTest.keyClick(page.rows[key], Qt.Key.Key_Space)
            shown = stage.window.pages.page
            assert isinstance(shown, ListPage)
            assert (shown.key, shown.model.total) == (key, desk.replica.count(REGISTRY[key].record))
            assert stage.window.pages.marked == "company"
            may_write = not REGISTRY[key].write or desk.role in REGISTRY[key].write
            assert shown.new_button.isVisibleTo(shown) is may_write  # most of it a rep only reads


def test_every_list_stands_in_one_group_only():
    assert len(COMPANY) == len(set(COMPANY))
    assert all(group.keys for group in SET_UP)


def test_the_palette_leads_to_the_lists(qapp, desk, tmp_path):
    with desktop_of(qapp, tmp_path / "settings", desk.replica) as stage:
        stage.go("home")
        offered = {one.label: one for one in stage.window.guide.offers()}
        offered["Tax rates"].call()
        assert stage.window.pages.places.current == Place("tax_rate", under="company")


def test_an_administrator_adds_to_a_list_and_the_page_counts_it(qapp, boss, tmp_path):
    with desktop_of(qapp, tmp_path / "settings", boss.replica) as stage:
        stage.go("company")
        before = stage.window.pages.page.rows["currency"].note
        stage.go("currency")
        assert stage.window.pages.page.new_button.isVisibleTo(stage.window)
        stage.window.pages.page.make_new()
        form = stage.window.peek_panel.findChild(Form)
        form.rows["name"].start()
        form.rows["name"].editor.line.setText("CHF")
        form.rows["name"].leave()
        stage.go("company")
        assert stage.window.pages.page.rows["currency"].note == str(int(before) + 1)


def test_a_price_is_called_by_its_product(qapp, desk, tmp_path):
    price = desk.replica.find(Price, limit=1)[0]
    product = desk.replica.get(Product, price.product)
    with desktop_of(qapp, tmp_path / "settings", desk.replica) as stage:
        stage.window.go(place_of("price", price.id))
        assert stage.window.pages.page.head.title.text() == product.name
        stage.window.go(list_of("price"))
        table = stage.window.pages.page
        table.search(product.name)
        assert table.model.total
        titles = {table.model.index(row, 1).data() for row in range(table.model.rowCount())}
        assert titles == {product.name}


def test_nothing_is_written_down_about_what_no_activity_is_about(qapp, desk, tmp_path):
    price = desk.replica.find(Price, limit=1)[0]
    with desktop_of(qapp, tmp_path / "settings", desk.replica) as stage:
        stage.window.go(place_of("price", price.id))
        timeline = stage.window.pages.page.timeline
        assert not timeline.composer.isVisibleTo(stage.window)
        QTest.keyClick(timeline, Qt.Key.Key_N)
        assert not timeline.composer.isVisibleTo(stage.window)
