"""What can be seen of the screens but the lists: each function leads the window to one state of one screen, for pictures and for tests."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar

import msgspec
from PySide6.QtWidgets import QWidget

from crm_desktop.actions import quote_life, quotes, records
from crm_desktop.actions.desk import Desk
from crm_desktop.core.entities import Account, Activity, Contact, Opportunity, PaperTemplate, Quote, SpecialPrice
from crm_desktop.core.entities import Stage as PipelineStage
from crm_desktop.core.errors import UnreachableError
from crm_desktop.core.protocol import UNREACHABLE
from crm_desktop.core.schema import Record
from crm_desktop.core.store import Where
from crm_desktop.sync.loading import NO_PROGRESS, Loaded, Progress
from crm_desktop.ui.board.asks import Refused
from crm_desktop.ui.entry.sign_in_form import Mode
from crm_desktop.ui.fields.editors import TextEditor
from crm_desktop.ui.fields.field_row import FieldRow
from crm_desktop.ui.places import Place
from crm_desktop.ui.records.composer import Composer
from crm_desktop.ui.records.new_records import start_new
from crm_desktop.ui.screens.board import Board
from crm_desktop.ui.screens.calendar import CalendarPage
from crm_desktop.ui.screens.home import Home
from crm_desktop.ui.screens.quote_editor import QuoteEditor
from crm_desktop.ui.screens.record import RecordPage
from crm_desktop.ui.screens.settings import Settings
from crm_desktop.ui.screens.template_editor import TemplateEditor
from crm_desktop.ui.wording import core
from tests.screenshots.list_states import drop, page_of
from tests.screenshots.stage import Stage

P = TypeVar("P", bound=QWidget)


def record(key: str) -> Callable[[Stage], None]:
    """Show a record in full, one with much to tell."""

    def show(stage: Stage) -> None:
        stage.go("record", f"{key}:{example(stage.context.desk, key).id}")

    return show


def product_page(stage: Stage) -> None:
    """Show the product of which a customer has prices of its own."""
    found = stage.context.desk.replica.find(SpecialPrice, order=("id",), limit=1)
    stage.go("record", f"product:{found[0].product}")


def quote(state: str) -> Callable[[Stage], None]:
    """Show the largest quote of a state in the editor, or where there is none the largest of all."""

    def show(stage: Stage) -> None:
        found = stage.context.desk.replica.find(Quote, order=("-total",))
        largest = next((one for one in found if one.state == state), found[0])
        stage.go("quote_editor", largest.id)

    return show


def revised(stage: Stage) -> None:
    """Show a revision that says what it changed: more than fits beside its lines; it is begun only for the picture."""
    desk = stage.context.desk
    found = desk.replica.find(Quote, order=("-total",))
    first = next(one for one in found if one.number and "revise" in quote_life.verbs(one, desk.today()))
    second, begun = quote_life.revise(desk, first)
    lines = quotes.lines_of(desk, second)
    done = [
        begun,
        *(quotes.edit_line(desk, second, line, quantity=(line.quantity or 0) + 1) for line in lines if line.quantity),
        quotes.edit_quote(desk, second, discount=Decimal(4), subject="One more of each, and the freight is on us"),
    ]
    stage.go("quote_editor", second.id)
    page_of(stage, QuoteEditor).head.show_more(is_all=False)
    stage.settle()
    for one in reversed(done):
        records.undo(desk, one.change)


def earlier_lines(stage: Stage) -> None:
    """Show how lines of an earlier quote are taken over."""
    quote("draft")(stage)
    stage.settle()
    page_of(stage, QuoteEditor).entry.ask_earlier()


def line_templates(stage: Stage) -> None:
    """Show the templates of lines."""
    quote("draft")(stage)
    stage.settle()
    page_of(stage, QuoteEditor).entry.ask_template()


def more_lines(stage: Stage) -> None:
    """Show what else can become lines."""
    quote("draft")(stage)
    stage.settle()
    drop(page_of(stage, QuoteEditor).entry.more)


def all_conditions(stage: Stage) -> None:
    """Show a quote that is written with all its conditions."""
    revised(stage)
    page_of(stage, QuoteEditor).head.show_more(is_all=True)


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


def person_menu(stage: Stage) -> None:
    """Show the menu of the person."""
    stage.go("home")
    stage.window.topbar.open_person_menu()


def new_menu(stage: Stage) -> None:
    """Show what can be made anew."""
    stage.go("home")
    drop(stage.window.topbar.new_button)


def another_day(stage: Stage) -> None:
    """Show to which days something of today can be moved."""
    stage.go("home")
    stage.settle()
    page = page_of(stage, Home)
    due = stage.context.desk.replica.find(Activity, limit=1)[0]
    page.reschedule_menu(due).popup(page.mapToGlobal(page.rect().center()))


def record_menu(stage: Stage) -> None:
    """Show the menu of a record."""
    record("account")(stage)
    page_of(stage, RecordPage).head.menu_button.click()


def field_history(stage: Stage) -> None:
    """Show what happened to one field of a record."""
    record("opportunity")(stage)
    stage.settle()
    rows = stage.window.pages.page.findChildren(FieldRow)
    next(row for row in rows if row.field.name == "next_step").open_history()


def field_edited(name: str, text: str = "") -> Callable[[Stage], None]:
    """Show a field of a record while it is edited; text: typed and refused."""

    def show(stage: Stage) -> None:
        record("opportunity")(stage)
        stage.settle()
        rows = stage.window.pages.page.findChildren(FieldRow)
        row = next(row for row in rows if row.field.name == name)
        row.start()
        if text and isinstance(row.editor, TextEditor):
            row.editor.line.setText(text)
            row.leave()

    return show


def composing(stage: Stage) -> None:
    """Show the composer while a visit is noted."""
    record("account")(stage)
    stage.window.pages.page.findChild(Composer).begin("visit")


def pinning(stage: Stage) -> None:
    """Show what is pinned on the timeline of an account, and the keyboard on what could be."""
    found = stage.context.desk.replica.find(Activity, Where("is_pinned", "eq", True), limit=1)
    stage.go("record", f"account:{found[0].account}")
    stage.settle()
    entries = page_of(stage, RecordPage).timeline.entries
    stage.window.activateWindow()
    next(one for one in entries if one.item and one.item.activity and not one.item.activity.is_pinned).setFocus()


def lost_on_page(stage: Stage) -> None:
    """Show the question why a deal was lost, on its page."""
    record("opportunity")(stage)
    page = page_of(stage, RecordPage)
    deal = example(stage.context.desk, "opportunity")
    stages = stage.context.desk.replica.find(PipelineStage, Where("pipeline", "eq", deal.pipeline))
    page.moves.move_to(next(one for one in stages if one.outcome == "lost"))


def board_question(which: str) -> Callable[[Stage], None]:
    """Show what a column of the board asks or says: "new", "lost" or "refused"."""

    def show(stage: Stage) -> None:
        stage.go("pipeline")
        stage.settle()
        page = page_of(stage, Board)
        if which == "new":
            page.start_new_deal()
        elif which == "lost":
            lost = next(column for column in page.columns if column.stage.outcome == "lost")
            page.move(example(stage.context.desk, "opportunity").id, lost)
        else:
            page.columns[1].ask(Refused(core("The amount of a deal cannot be below zero."), page.columns[1]))

    return show


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


def template(stage: Stage) -> None:
    """Show the first paper template as an administrator writes it."""
    desk = stage.context.desk
    stage.context.desk = msgspec.structs.replace(desk, role="administrator")
    template_read(stage)
    stage.context.desk = desk


def template_read(stage: Stage) -> None:
    """Show the first paper template to who may not change it."""
    found = stage.context.desk.replica.find(PaperTemplate, order=("name",))
    stage.go("template_editor", found[0].id)
    page_of(stage, TemplateEditor).open_place(Place("template_editor", found[0].id))


def own_company(stage: Stage) -> None:
    """Show what is known of the company itself."""
    stage.go("record", "organisation:organisation")


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


def setting(letter: str) -> Callable[[Stage], None]:
    """Show the small menu that a letter opens on the page of a deal."""

    def show(stage: Stage) -> None:
        record("opportunity")(stage)
        page = stage.window.pages.page
        if isinstance(page, RecordPage):
            page.keys.press(letter)

    return show


def record_on_paper(key: str) -> Callable[[Stage], None]:
    """Show the page of a record as it is printed."""

    def show(stage: Stage) -> None:
        record(key)(stage)
        page_of(stage, RecordPage).print()

    return show


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
