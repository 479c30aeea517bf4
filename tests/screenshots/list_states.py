"""What can be seen of lists: each function leads the window to one state, for pictures and for tests."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from crm_desktop.actions import views
from crm_desktop.actions.views import Rule, Shown
from crm_desktop.ui.fields.editors import ChoiceEditor, TextEditor
from crm_desktop.ui.parts.time_bar import TimeButton
from crm_desktop.ui.screens.lists import ListPage
from tests.screenshots.stage import Stage

P = TypeVar("P", bound=QWidget)


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


def new_record(stage: Stage) -> None:
    """Show the panel in which an account is added."""
    stage.go("account", "new")


def peeked(stage: Stage) -> None:
    """Show an account beside its list."""
    stage.go("account")
    stage.settle()
    page = stage.window.pages.page
    if isinstance(page, ListPage) and (first := page.model.record(0)):
        page.peek(first)


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
    """Show the menu of a row."""
    page = listed(stage, "contact", "job_title")
    page.work.open_menu(page.mapToGlobal(page.rect().center()))


def page_of(stage: Stage, kind: type[P]) -> P:
    """Give the page in front, which is of a kind."""
    page = stage.window.pages.page
    if not isinstance(page, kind):
        raise TypeError(kind.__name__)
    return page


def list_menu(which: str) -> Callable[[Stage], None]:
    """Show one of the menus of a list: "sort", "group", "all" of it, or "views"."""

    def show(stage: Stage) -> None:
        page = listed(stage, "opportunity", "name")
        if which == "all":
            page.work.open_list_menu(page.more_button)
        elif which == "views":
            drop(page.views.more)
        else:
            page.display.open(which)

    return show


def drop(button: QToolButton | QPushButton) -> None:
    """Drop the menu of a button."""
    menu = button.menu()
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))


def time_panel(stage: Stage) -> None:
    """Show the choice of another moment."""
    list_of(stage, "account").findChild(TimeButton).open()


def logging_a_call(stage: Stage) -> None:
    """Show how a call is logged from a list."""
    stage.go("account")
    page = stage.window.pages.page
    if isinstance(page, ListPage):
        stage.settle()
        page.table.selectRow(3)
        page.log_keys.log("call")


def groups_on_paper(stage: Stage) -> None:
    """Show a list in groups, of which one is folded, as it is printed."""
    grouped("opportunity", "stage", ("-amount", "name"))(stage)
    page = stage.window.pages.page
    if isinstance(page, ListPage):
        page.work.print()
