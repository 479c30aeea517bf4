"""What is pictured: each shot leads the window to a screen and says how large it is taken."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.actions import records, views
from crm_desktop.actions.desk import Desk
from crm_desktop.actions.views import Rule, Shown
from crm_desktop.core.entities import Account, Contact, Opportunity, Quote
from crm_desktop.core.errors import UnreachableError
from crm_desktop.core.protocol import UNREACHABLE
from crm_desktop.core.schema import Record
from crm_desktop.core.store import Where
from crm_desktop.sync.loading import NO_PROGRESS, Loaded, Progress
from crm_desktop.ui.app import Desktop
from crm_desktop.ui.context import Context
from crm_desktop.ui.entry.sign_in import SignInWindow
from crm_desktop.ui.entry.sign_in_form import Mode
from crm_desktop.ui.fields.editors import ChoiceEditor, TextEditor
from crm_desktop.ui.frame.window import Window
from crm_desktop.ui.parts.overlay import Overlay
from crm_desktop.ui.places import Place
from crm_desktop.ui.records.closing import Closing
from crm_desktop.ui.records.new_records import start_new
from crm_desktop.ui.screens.calendar import CalendarPage
from crm_desktop.ui.screens.home import Home
from crm_desktop.ui.screens.lists import ListPage
from crm_desktop.ui.screens.settings import Settings

LARGE = (1440, 900)
SMALL = (1024, 640)
SETTLE_MS = 350
"""Longer than any delay between typing and searching, any fading and any preview."""


class Stage:
    """The desktop in front of the camera; window is None while it asks for the password."""

    def __init__(self, desktop: Desktop, window: Window | None = None) -> None:
        self.desktop = desktop
        self._window = window

    @property
    def window(self) -> Window:
        """Give the open window."""
        if self._window is None:
            raise RuntimeError("no window is open")
        return self._window

    @property
    def context(self) -> Context:
        """Give what the screens are given."""
        if self.desktop.context is None:
            raise RuntimeError("no replica is open")
        return self.desktop.context

    @property
    def asked(self) -> SignInWindow:
        """Give the first window."""
        if self.desktop.sign_in is None:
            raise RuntimeError("nobody is asked anything")
        return self.desktop.sign_in

    def has(self, screen: str) -> bool:
        """Tell whether a screen is registered; "" is what every desktop has."""
        return not screen or screen in self.window.pages.screens

    def take(self, shot: "Shot", path: Path) -> None:
        """Lead to a shot, let everything arrive and save the picture."""
        subject: QWidget = self._window or self.desktop.sign_in or QWidget()
        subject.resize(*shot.size)
        QCursor.setPos(subject.mapToGlobal(subject.rect().bottomRight()))  # out of the way: nothing looks pointed at
        shot.show(self)
        self.settle()
        subject.grab().save(str(path))
        if self._window is not None:
            self._window.close_peek()
            for overlay in self._window.findChildren(Overlay):
                overlay.withdraw() if isinstance(overlay, Closing) else overlay.go()
            for menu in self._window.findChildren(QMenu):
                menu.close()
            self._window.topbar.search.clear()
            self.context.look_at(None)

    def settle(self) -> None:
        """Wait until the lane of long local work is empty and what it brought is painted."""
        loop = QEventLoop()
        for _ in range(2):  # what is brought may ask for more
            self.desktop.tasks.run(lambda: None, lambda _done: loop.quit())
            loop.exec()
            QTimer.singleShot(SETTLE_MS, loop.quit)
            loop.exec()

    def go(self, screen: str, record: str = "") -> None:
        """Show a place."""
        self.window.go(Place(screen, record))


@dataclass(frozen=True)
class Shot:
    """One picture. needs: key of the screen that has to be registered for it, "" for none."""

    name: str
    needs: str
    show: Callable[[Stage], None]
    size: tuple[int, int] = LARGE


def screen(key: str) -> Callable[[Stage], None]:
    """Show a screen as the rail does."""
    return lambda stage: stage.go(key)


def searched(key: str, text: str) -> Callable[[Stage], None]:
    """Show a screen with something typed into the search field."""

    def show(stage: Stage) -> None:
        stage.go(key)
        stage.window.topbar.search.setText(text)

    return show


def past(key: str) -> Callable[[Stage], None]:
    """Show a screen as it was two months ago."""

    def show(stage: Stage) -> None:
        stage.go(key)
        desk = stage.context.desk
        stage.context.look_at(desk.end_of(desk.today() - timedelta(days=60)))

    return show


def record(key: str) -> Callable[[Stage], None]:
    """Show a record in full, one with much to tell."""

    def show(stage: Stage) -> None:
        stage.go("record", f"{key}:{example(stage.context.desk, key).id}")

    return show


def quote(state: str) -> Callable[[Stage], None]:
    """Show the largest quote of a state in the editor."""

    def show(stage: Stage) -> None:
        here = Where("state", "eq", state)
        (largest,) = stage.context.desk.replica.find(Quote, here, order=("-total",), limit=1)
        stage.go("quote_editor", largest.id)

    return show


def twin_of(stage: Stage) -> Account:
    """Give an account that somebody entered once more, made at the first asking."""
    desk = stage.context.desk
    known = example(desk, "account")
    twin = desk.replica.get(Account, "twin")
    if twin is None:
        name = f"{known.name.split('（')[0].removesuffix('有限公司')} Co., Ltd."
        twin = Account(
            id="twin", name=name, city=known.city, territory=known.territory, owner=known.owner, phones=known.phones
        )
        records.create(desk, twin)
    return twin


def duplicates_page(stage: Stage) -> None:
    """Show a record with its possible duplicates."""
    stage.go("record", f"account:{twin_of(stage).id}")


def duplicates_typed(stage: Stage) -> None:
    """Show what a name that is typed into a new record finds."""
    stage.go("account")
    twin = twin_of(stage)
    start_new(stage.context, stage.window, "account", name=twin.name, phones=twin.phones)


def bin_of_deleted(stage: Stage) -> None:
    """Show the bin with some of each kind in it, and empty it again."""
    desk = stage.context.desk
    some = [
        *desk.replica.find(Contact, limit=4),
        *desk.replica.find(Account, limit=2),
        *desk.replica.find(Opportunity, limit=3),
    ]
    done = [records.delete(desk, one) for one in some]
    stage.go("bin")
    stage.settle()
    for one in done:
        records.undo(desk, one.change)


def new_record(stage: Stage) -> None:
    """Show the panel in which an account is added."""
    stage.go("account", "new")


def peeked(stage: Stage) -> None:
    """Show an account beside its list."""
    stage.go("account")
    page = stage.window.pages.page
    if isinstance(page, ListPage) and (first := page.model.record(0)):
        page.peek(first)


def calendar(view: str) -> Callable[[Stage], None]:
    """Show the calendar in one of its views."""

    def show(stage: Stage) -> None:
        stage.go("calendar")
        page = stage.window.pages.page
        if isinstance(page, CalendarPage):
            page.choose(view)
            page.go_today()

    return show


def planning(stage: Stage) -> None:
    """Show how something is planned in the week."""
    calendar("week")(stage)
    page = stage.window.pages.page
    if isinstance(page, CalendarPage):
        stage.settle()
        page.plan()


def listed(stage: Stage, key: str, name: str) -> ListPage:
    """Show a list with the keyboard on a cell of its third row."""
    stage.go(key)
    stage.settle()
    page = stage.window.pages.page
    if not isinstance(page, ListPage):
        raise TypeError(key)
    page.take_focus()
    column = next((at for at, field in enumerate(page.model.fields) if field.name == name), 0)
    page.table.setCurrentIndex(page.model.index(2, column))
    return page


def cell_edited(key: str, name: str, text: str = "") -> Callable[[Stage], None]:
    """Show a list while one of its cells is edited; text: typed and refused."""

    def show(stage: Stage) -> None:
        page = listed(stage, key, name)
        page.editing.start()
        if text and page.editing.open and isinstance(page.editing.open.editor, TextEditor):
            page.editing.open.editor.line.setText(text)
            page.editing.leave()

    return show


def bulk(key: str, name: str, value: str = "") -> Callable[[Stage], None]:
    """Show what it would do to give all records of a list another value; without a name, to delete them."""

    def show(stage: Stage) -> None:
        page = listed(stage, key, name)
        page.table.selectAll()
        if not name:
            page.work.delete()
            return
        page.work.edit_many()
        panel = page.work.panel
        if panel is not None:
            panel.field.setCurrentIndex(panel.field.findData(name))
            if isinstance(panel.editor, ChoiceEditor):
                panel.editor.combo.setCurrentIndex(2)
            elif isinstance(panel.editor, TextEditor):
                panel.editor.line.setText(value)
            panel.ask()

    return show


def selected(stage: Stage) -> None:
    """Show a list of which all rows are selected."""
    listed(stage, "account", "city").table.selectAll()


def on_paper(stage: Stage) -> None:
    """Show a list as it is printed."""
    listed(stage, "opportunity", "name").work.print()


def groups_on_paper(stage: Stage) -> None:
    """Show a list in groups, of which one is folded, as it is printed."""
    grouped("opportunity", "stage", ("-amount", "name"))(stage)
    page = stage.window.pages.page
    if isinstance(page, ListPage):
        page.work.print()


def list_of(stage: Stage, key: str) -> ListPage:
    """Show a list as it is by itself."""
    stage.go(key)
    page = stage.window.pages.page
    if not isinstance(page, ListPage):
        raise TypeError(key)
    page.views.select("")
    page.views.discard()
    return page


def filtered(stage: Stage) -> None:
    """Show deals over a link and in days that move on, while one of the filters is changed."""
    page = list_of(stage, "opportunity")
    page.filters.show_rules((Rule("account.city", "contains", "上海"), Rule("close_day", "next", "90")))
    page.refresh()
    stage.settle()
    page.filters.chips[1].click()


def grouped(key: str, by: str, order: tuple[str, ...]) -> Callable[[Stage], None]:
    """Show a list in groups of which the second is folded, sorted by several columns."""

    def show(stage: Stage) -> None:
        page = list_of(stage, key)
        page.display.take_over(order, by)
        page.refresh()
        stage.settle()
        folded = page.model.row_of_group(page.model.group_at(0).value) if page.model.group_at(0) else 0
        page.model.fold(folded, is_folded=True)
        page.take_focus()

    return show


def viewed(stage: Stage) -> None:
    """Show saved views, of which the one in front was changed, and the card that asks for a name."""
    page, desk = list_of(stage, "opportunity"), stage.context.desk
    shown = Shown("all", "open", (Rule("close_day", "month", ""),), ("-amount",), (), "stage")
    if not views.views_of(desk, "opportunity"):
        for name, is_shared in (
            ("Closing this month", True),
            ("上海 · Shanghai", False),
            ("Without a next step", True),
        ):
            stage.context.tell(views.keep(desk, "opportunity", name, shown, is_shared=is_shared))
        stage.settle()
    page.views.select(views.views_of(desk, "opportunity")[0].id)
    page.display.sort(("-amount", "name"))
    stage.settle()
    page.views.save_as()


def unknown_view(stage: Stage) -> None:
    """Show a view of a newer version."""
    page = list_of(stage, "account")
    page.show_view(Shown("all", "all", (Rule("novelty", "eq", "x"),), ("name",), (), "city"))


def row_menu(stage: Stage) -> None:
    """Show the menu of a row, in its window's picture."""
    page = listed(stage, "contact", "job_title")
    menu = page.work.open_menu(page.mapToGlobal(page.rect().center()))
    menu.aboutToHide.disconnect()
    menu.setParent(stage.window, Qt.WindowType.Widget)
    menu.move(page.mapTo(stage.window, page.rect().center()))
    menu.show()


def closing(stage: Stage) -> None:
    """Show what is asked when something of the calendar is done."""
    calendar("week")(stage)
    page = stage.window.pages.page
    if isinstance(page, CalendarPage):
        stage.settle()
        page.finish(next(one for one in page.model.pieces if one.item.starts and not one.is_done))


def home_closing(stage: Stage) -> None:
    """Show what is asked when something of today is done."""
    stage.go("home")
    page = stage.window.pages.page
    if isinstance(page, Home):
        stage.settle()
        page.finish(page.due, 1)


def logging_a_call(stage: Stage) -> None:
    """Show how a call is logged from a list."""
    stage.go("account")
    page = stage.window.pages.page
    if isinstance(page, ListPage):
        stage.settle()
        page.table.selectRow(3)
        page.log_keys.log("call")


def palette(text: str) -> Callable[[Stage], None]:
    """Show the command palette over a record, with what was typed."""

    def show(stage: Stage) -> None:
        record("opportunity")(stage)
        stage.window.guide.open_palette().field.setText(text)

    return show


def key_sheet(stage: Stage) -> None:
    """Show the keys of a list."""
    stage.go("account")
    stage.settle()
    stage.window.guide.open_keys()


def settings(stage: Stage) -> Settings:
    """Come to the settings."""
    stage.go("settings")
    page = stage.window.pages.page
    assert isinstance(page, Settings)
    return page


def new_password(stage: Stage) -> None:
    """Ask for another password."""
    settings(stage).security.password.click()


def signing_out(stage: Stage) -> None:
    """Ask what becomes of the data."""
    settings(stage).security.out.click()


def diagnostics(stage: Stage) -> None:
    """Show what whoever helps would see."""
    settings(stage).help.bundle.click()


def about(stage: Stage) -> None:
    """Show versions and licences."""
    stage.go("home")
    stage.window.guide.open_about()


def example(desk: Desk, key: str) -> Any:
    """Find the open deal of the person worth most that has a quote, and what belongs to it."""
    replica, me = desk.replica, desk.user.id
    mine = (Where("owner", "eq", me), Where("outcome", "eq", "open"))
    quoted = {one.opportunity: one for one in replica.find(Quote, order=("number",))}
    deals = replica.find(Opportunity, *mine, order=("-amount",), limit=50)
    deal = next((one for one in deals if one.id in quoted), deals[0])
    found: dict[str, Record | None] = {
        "opportunity": deal,
        "account": replica.get(Account, deal.account),
        "contact": next(iter(replica.find(Contact, Where("account", "eq", deal.account), limit=1)), None),
    }
    example = found[key]
    if example is None:
        raise LookupError(f"the demo company has no {key} to show")
    return example


def unpictured(stage: Stage) -> list[str]:
    """List registered screens that no shot shows."""
    return sorted(set(stage.window.pages.screens) - {shot.needs for shot in DESKTOP_SHOTS})


def way_in(mode: Mode) -> Callable[[Stage], None]:
    """Ask for what one of the ways in needs, as of a laptop that has been in use."""

    def show(stage: Stage) -> None:
        asked = stage.asked
        asked.load.hide()
        asked.form.show()
        asked.form.name, asked.form.waiting = "li.wei", 3
        asked.form.show_mode(mode)

    return show


def wrong_address(stage: Stage) -> None:
    """Say that nobody answers."""
    way_in(Mode.NEW)(stage)
    asked = stage.asked
    asked.show_failure(UnreachableError(UNREACHABLE, address="https://crm.lanting-pumps.example"))


def loading(stage: Stage) -> None:
    """Show a first load in the middle."""
    way_in(Mode.NEW)(stage)
    asked = stage.asked
    parts = (
        ("account", 133, 133),
        ("contact", 346, 346),
        ("opportunity", 180, 247),
        ("activity", 0, 769),
        ("entry", 0, 2900),
    )
    told = tuple(Loaded(*part) for part in parts)
    asked._on_progress(NO_PROGRESS)
    asked.load.show_progress(Progress("opportunity", 659, 4395, 1_200_000, 5_100_000, told), 12)


SIGN_IN_SHOTS = (
    Shot("sign-in", "", way_in(Mode.NEW), (1024, 720)),
    Shot("sign-in-wrong", "", wrong_address, (1024, 720)),
    Shot("loading", "", loading, (1024, 720)),
    Shot("locked", "", way_in(Mode.LOCKED), (1024, 640)),
    Shot("forgotten", "", way_in(Mode.FORGOTTEN), (1024, 720)),
)
DESKTOP_SHOTS = (
    Shot("home", "home", screen("home")),
    Shot("accounts", "account", screen("account")),
    Shot("deals-filtered", "opportunity", filtered),
    Shot("deals-grouped", "opportunity", grouped("opportunity", "stage", ("-amount", "name"))),
    Shot("accounts-grouped", "account", grouped("account", "kind", ("name",)), (1024, 640)),
    Shot("deals-views", "opportunity", viewed),
    Shot("accounts-unknown", "account", unknown_view, (1024, 640)),
    Shot("accounts-searched", "account", searched("account", "sh")),
    Shot("account-peeked", "account", peeked),
    Shot("list-selected", "account", selected),
    Shot("list-cell", "opportunity", cell_edited("opportunity", "amount")),
    Shot("list-cell-refused", "opportunity", cell_edited("opportunity", "amount", "-5")),
    Shot("list-cell-phones", "account", cell_edited("account", "phones")),
    Shot("list-menu", "contact", row_menu),
    Shot("list-paper", "opportunity", on_paper),
    Shot("list-paper-groups", "opportunity", groups_on_paper),
    Shot("bulk", "account", bulk("account", "owner")),
    Shot("bulk-refused", "quote", bulk("quote", "payment_terms", "cash")),
    Shot("bulk-delete", "contact", bulk("contact", "")),
    Shot("account-new", "account", new_record),
    Shot("account-page", "record", record("account")),
    Shot("contacts", "contact", screen("contact")),
    Shot("contact-page", "record", record("contact")),
    Shot("pipeline", "pipeline", screen("pipeline")),
    Shot("pipeline-past", "pipeline", past("pipeline")),
    Shot("calendar-week", "calendar", calendar("week")),
    Shot("calendar-day", "calendar", calendar("day")),
    Shot("calendar-month", "calendar", calendar("month")),
    Shot("calendar-agenda", "calendar", calendar("agenda")),
    Shot("calendar-planned", "calendar", planning),
    Shot("calendar-closing", "calendar", closing),
    Shot("home-closing", "home", home_closing),
    Shot("accounts-log", "account", logging_a_call),
    Shot("calendar-past", "calendar", past("calendar")),
    Shot("calendar-small", "calendar", calendar("week"), SMALL),
    Shot("deals", "opportunity", screen("opportunity")),
    Shot("deal-page", "record", record("opportunity")),
    Shot("quotes", "quote", screen("quote")),
    Shot("quote-editor", "quote_editor", quote("draft")),
    Shot("quote-issued", "quote_editor", quote("accepted")),
    Shot("products", "product", screen("product")),
    Shot("search", "search", searched("search", "li")),
    Shot("inbox", "inbox", screen("inbox")),
    Shot("sync", "sync", screen("sync")),
    Shot("settings", "settings", screen("settings")),
    Shot("settings-password", "settings", new_password),
    Shot("settings-sign-out", "settings", signing_out),
    Shot("settings-diagnostics", "settings", diagnostics),
    Shot("settings-small", "settings", screen("settings"), SMALL),
    Shot("palette", "record", palette("")),
    Shot("palette-typed", "record", palette("li")),
    Shot("keys", "account", key_sheet),
    Shot("about", "home", about),
    Shot("home-small", "home", screen("home"), SMALL),
    Shot("accounts-small", "account", screen("account"), SMALL),
    Shot("bin-empty", "bin", screen("bin")),
    Shot("bin", "bin", bin_of_deleted),
    Shot("duplicates-page", "record", duplicates_page),
    Shot("duplicates-page-small", "record", duplicates_page, SMALL),
    Shot("duplicates-typed", "record", duplicates_typed),
    Shot("account-page-small", "record", record("account"), SMALL),
    Shot("pipeline-small", "pipeline", screen("pipeline"), SMALL),
    Shot("list-paper-small", "opportunity", on_paper, SMALL),
    Shot("bulk-small", "account", bulk("account", "owner"), SMALL),
    Shot("quote-editor-small", "quote_editor", quote("draft"), SMALL),
)
