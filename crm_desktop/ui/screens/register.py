"""The screens of the window in the order of the rail, each by one line."""

from collections.abc import Callable
from functools import partial

from crm_desktop.core.schema import QT_TRANSLATE_NOOP, REGISTRY
from crm_desktop.ui.context import Context
from crm_desktop.ui.entry.leaving import Leaving
from crm_desktop.ui.page import Frame, NewItem, Page, Screen
from crm_desktop.ui.places import COMPANY, Place, entity_at, list_of
from crm_desktop.ui.records.new_records import may_create, start_new
from crm_desktop.ui.screens import keys
from crm_desktop.ui.syncing import Syncing


def _page(key: str, context: Context, syncing: Syncing, leaving: Leaving, frame: Frame) -> Page:
    """Make the page of a screen; entities have a list."""
    # A screen is loaded when it is opened first: all together were a quarter of the start, for one that is seen.
    match key:
        case "home":
            from crm_desktop.ui.screens.home import Home

            return Home(context, frame)
        case "pipeline":
            from crm_desktop.ui.screens.board import Board

            return Board(context, frame)
        case "calendar":
            from crm_desktop.ui.screens.calendar import CalendarPage

            return CalendarPage(context, frame)
        case "inbox":
            from crm_desktop.ui.screens.inbox import Inbox

            return Inbox(context, frame)
        case "sync":
            from crm_desktop.ui.screens.sync_status import SyncStatus

            page = SyncStatus(context, frame, syncing.sync_now)
            syncing.state_changed.connect(page.show_state)
            page.show_state(syncing.state())
            return page
        case "settings":
            from crm_desktop.ui.screens.settings import Settings

            return Settings(context, syncing, leaving, frame)
        case "record":
            from crm_desktop.ui.screens.record import RecordPage

            return RecordPage(context, frame)
        case "quote_editor":
            from crm_desktop.ui.screens.quote_editor import QuoteEditor

            return QuoteEditor(context, frame)
        case "company":
            from crm_desktop.ui.screens.company import CompanyPage

            return CompanyPage(context, frame)
        case "template_editor":
            from crm_desktop.ui.screens.template_editor import TemplateEditor

            return TemplateEditor(context, frame)
        case "bin":
            from crm_desktop.ui.screens.bin import BinPage

            return BinPage(context, frame)
        case "search":
            from crm_desktop.ui.screens.search import SearchPage

            return SearchPage(context, frame)
    from crm_desktop.ui.screens.lists import ListPage

    return ListPage(context, frame, entity_at(key))


def screens(context: Context, syncing: Syncing, leaving: Leaving) -> tuple[Screen, ...]:
    """List every screen: those of the rail in its order, then those that others lead to."""

    def page(key: str) -> Callable[[Frame], Page]:
        return partial(_page, key, context, syncing, leaving)

    return (
        Screen("home", QT_TRANSLATE_NOOP("Screen", "Today"), "house", 1, page("home"), keys=keys.HOME),
        Screen("account", QT_TRANSLATE_NOOP("Screen", "Accounts"), "building-2", 2, page("account"), keys=keys.LIST),
        Screen("contact", QT_TRANSLATE_NOOP("Screen", "Contacts"), "users", 3, page("contact"), keys=keys.LIST),
        Screen(
            "pipeline", QT_TRANSLATE_NOOP("Screen", "Pipeline"), "square-kanban", 4, page("pipeline"), keys=keys.BOARD
        ),
        Screen(
            "opportunity", QT_TRANSLATE_NOOP("Screen", "Deals"), "handshake", 5, page("opportunity"), keys=keys.LIST
        ),
        Screen(
            "calendar",
            QT_TRANSLATE_NOOP("Screen", "Calendar"),
            "calendar-days",
            6,
            page("calendar"),
            keys=keys.CALENDAR,
        ),
        Screen("quote", QT_TRANSLATE_NOOP("Screen", "Quotes"), "file-text", 7, page("quote"), keys=keys.LIST),
        Screen("order", QT_TRANSLATE_NOOP("Screen", "Orders"), "receipt", 0, page("order"), keys=keys.LIST),
        Screen("product", QT_TRANSLATE_NOOP("Screen", "Products"), "package", 8, page("product"), keys=keys.LIST),
        Screen("inbox", QT_TRANSLATE_NOOP("Screen", "Inbox"), "inbox", 9, page("inbox"), keys=keys.INBOX),
        Screen("company", QT_TRANSLATE_NOOP("Screen", "Company"), "briefcase", 0, page("company"), at_bottom=True),
        Screen("sync", QT_TRANSLATE_NOOP("Screen", "Sync"), "refresh-cw", 0, page("sync"), at_bottom=True),
        Screen(
            "settings",
            QT_TRANSLATE_NOOP("Screen", "Settings"),
            "settings",
            0,
            page("settings"),
            at_bottom=True,
            other_key="Ctrl+,",
        ),
        Screen(
            "record",
            QT_TRANSLATE_NOOP("Screen", "Record"),
            "file-text",
            0,
            page("record"),
            in_rail=False,
            keys=keys.RECORD,
        ),
        Screen(
            "quote_editor",
            QT_TRANSLATE_NOOP("Screen", "Quote"),
            "file-text",
            0,
            page("quote_editor"),
            in_rail=False,
            keys=keys.QUOTE,
        ),
        Screen(
            "template_editor",
            QT_TRANSLATE_NOOP("Screen", "Paper template"),
            "file-text",
            0,
            page("template_editor"),
            in_rail=False,
            keys=keys.TEMPLATE,
            under="company",
        ),
        Screen("bin", QT_TRANSLATE_NOOP("Screen", "Bin"), "trash-2", 0, page("bin"), in_rail=False, keys=keys.BIN),
        Screen(
            "search",
            QT_TRANSLATE_NOOP("Screen", "Search"),
            "search",
            0,
            page("search"),
            in_rail=False,
            keys=keys.SEARCH,
        ),
        _list("activity", page("activity"), under="calendar"),
        *(_list(key, page(list_of(key).screen), under="company") for key in COMPANY),
    )


def _list(key: str, factory: Callable[[Frame], Page], under: str) -> Screen:
    """Make the screen of a list that has no place of its own in the rail."""
    declared = REGISTRY[key]
    return Screen(
        list_of(key).screen,
        declared.plural,
        declared.icon,
        0,
        factory,
        in_rail=False,
        keys=keys.LIST,
        under=under,
        words="core",
    )


NEW = (
    (QT_TRANSLATE_NOOP("New", "Deal"), "handshake", "opportunity"),
    (QT_TRANSLATE_NOOP("New", "Account"), "building-2", "account"),
    (QT_TRANSLATE_NOOP("New", "Contact"), "user-plus", "contact"),
    (QT_TRANSLATE_NOOP("New", "Quote"), "file-text", "quote"),
    (QT_TRANSLATE_NOOP("New", "Product"), "package", "product"),
)
"""Label, icon and entity key of what the New menu offers, where the person may make it."""


def new_items(context: Context) -> tuple[NewItem, ...]:
    """List what the New menu offers this person."""

    def begin(key: str) -> Callable[[Frame], None]:
        return lambda frame: start_new(context, frame, key)

    def plan(frame: Frame) -> None:
        frame.go(Place("calendar", "new"))

    records = (NewItem(label, icon, key, begin(key)) for label, icon, key in NEW if may_create(context, key))
    return (*records, NewItem(QT_TRANSLATE_NOOP("New", "Visit, call or task"), "calendar-check", "calendar", plan))
