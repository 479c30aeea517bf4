"""A small office with known deals, and a page of it on a frame that remembers what it was asked."""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from crm_desktop.actions.desk import desk_of
from crm_desktop.core.entities import (
    Account,
    Contact,
    Currency,
    Opportunity,
    Organisation,
    Pipeline,
    Price,
    PriceBook,
    Product,
    Rate,
    Stage,
    TaxRate,
    Territory,
    User,
)
from crm_desktop.replica.replica import Replica
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.language import Language
from crm_desktop.ui.tasks import Tasks
from tests.replicas import PASSWORD, TODAY, Office

NOW = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
ME, BOSS = "u-li", "u-shen"


@dataclass
class Frame:
    """What a page asks of its window, kept in lists."""

    places: list = field(default_factory=list)
    toasts: list = field(default_factory=list)
    messages: list = field(default_factory=list)
    badges: dict = field(default_factory=dict)

    def go(self, place):
        self.places.append(place)

    def toast(self, text, action="", callback=None):
        self.toasts.append((text, action, callback))

    def message(self, kind, text, action="", callback=None):
        self.messages.append((kind, text))

    def set_badge(self, screen, count):
        self.badges[screen] = count

    def undo(self):
        """Click the button of the last toast."""
        self.toasts[-1][2]()


def stage(key, name, position, percent, outcome="open", days=None):
    return Stage(
        id=key, name=name, pipeline="p", position=position, outcome=outcome, probability=Decimal(percent), expected_days=days
    )  # fmt: skip


def deal(key, at="lead", amount=1000, **more):
    values = {
        "name": f"Deal {key}", "account": "a1", "owner": ME, "currency": "CNY", "outcome": "open",
        "probability": Decimal(10), "stage_since": NOW - timedelta(days=3), "next_step": "Call",
    }  # fmt: skip
    return Opportunity(
        id=key, pipeline="p", stage=at, amount=None if amount is None else Decimal(amount), **{**values, **more}
    )


def small_office(folder, *records):
    """Make a server with two people, one pipeline, a few accounts, products and prices, and the given records."""
    office = Office(folder)
    office.add(
        Organisation(id="organisation", name="Lanting", time_zone="Asia/Shanghai", base_currency="CNY"),
        Territory(id="t", name="East"),
        Currency(id="CNY", name="CNY"),
        Currency(id="USD", name="USD"),
        Rate(id="r", currency="USD", day=date(2026, 1, 1), rate=Decimal(7)),
        User(id=ME, name="Li Wei", login="li.wei", role="rep", home="t", territories=("t",)),
        User(id=BOSS, name="Shen Dawei", login="shen.dawei", role="manager", home="t", territories=("t",)),
        Pipeline(id="p", name="Sales", position=1),
        stage("lead", "Lead-in", 1, 10, days=10),
        stage("offer", "Proposal", 2, 50, days=10),
        stage("won", "Won", 3, 100, "won"),
        stage("lost", "Lost", 4, 0, "lost"),
        Account(id="a1", name="上海水泵厂", territory="t", owner=ME, currency="CNY", country="中国", terms="30 days"),
        Account(id="a2", name="Baltic Pumps", territory="t", owner=ME, currency="USD"),
        Contact(id="k1", family_name="Wang", given_name="Min", account="a1"),
        TaxRate(id="v13", name="VAT 13 %", percent=Decimal(13)),
        product("pump", "End-suction pump", "离心泵", "LCP-1", cost=600),
        product("seal", "Shaft seal", "机械密封", "LSE-1", cost=50),
        PriceBook(id="book", name="Standard", currency="CNY", is_standard=True),
        Price(id="pr1", price_book="book", product="pump", unit_price=Decimal(1000)),
        Price(id="pr2", price_book="book", product="pump", unit_price=Decimal(900), from_quantity=Decimal(50)),
        Price(id="pr3", price_book="book", product="seal", unit_price=Decimal("80.5")),
        *records,
    )
    return office


def product(key, name, name_zh, sku, cost):
    return Product(
        id=key, name=name, name_zh=name_zh, sku=sku, unit="pc", tax_rate="v13", cost=Decimal(cost), currency="CNY"
    )


def day(by):
    """Give the day so many days from today."""
    return TODAY + timedelta(days=by)


def enrolled(office, login):
    """Enrol a laptop and close it: each test opens a copy of its folder."""
    office.laptop(login, f"of {login}").close()
    return office.folder / f"of {login}"


class Workplace:
    """A copy of an enrolled laptop with the parts a page is given."""

    def __init__(self, qapp, folder, place, clock):
        copy = place / "laptop"
        shutil.copytree(folder, copy)
        self.replica = Replica.open(copy, PASSWORD)
        self.desk = desk_of(self.replica, clock)
        settings = QSettings(str(place / "window.ini"), QSettings.Format.IniFormat)
        settings.setValue("language", "en")
        settings.setValue("theme", "light")
        self.tasks = Tasks()
        self.context = Context(
            self.desk, self.tasks, Appearance(qapp, settings), Language(qapp, settings, place), self.tasks
        )
        self.frame = Frame()

    def show(self, qtbot, page, place, size=(1200, 760)):
        """Show a page as the window does."""
        qtbot.addWidget(page)
        page.retranslate()
        page.resize(*size)
        page.show()
        page.open_place(place)
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.take_focus()
        return page

    def close(self):
        self.tasks.close()
        self.replica.close()
        QApplication.instance().setStyleSheet("")
