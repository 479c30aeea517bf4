"""The screens of the window in the order of the rail, each by one line."""

from collections.abc import Callable
from functools import partial

from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.ui.context import Context
from crm_desktop.ui.entry.leaving import Leaving
from crm_desktop.ui.page import Frame, NewItem, Page, Screen
from crm_desktop.ui.places import Place
from crm_desktop.ui.records.new_records import may_create, start_new
from crm_desktop.ui.screens import keys
from crm_desktop.ui.syncing import Syncing

# A screen is loaded when it is opened first: all of them together were a quarter of the start, for one that is seen.


def _home(context: Context, frame: Frame) -> Page:
    from crm_desktop.ui.screens.home import make_home

    return make_home(context, frame)


def _board(context: Context, frame: Frame) -> Page:
    from crm_desktop.ui.screens.board import make_board

    return make_board(context, frame)


def _calendar(context: Context, frame: Frame) -> Page:
    from crm_desktop.ui.screens.calendar import make_calendar

    return make_calendar(context, frame)


def _inbox(context: Context, frame: Frame) -> Page:
    from crm_desktop.ui.screens.inbox import make_inbox

    return make_inbox(context, frame)


def _record(context: Context, frame: Frame) -> Page:
    from crm_desktop.ui.screens.record import RecordPage

    return RecordPage(context, frame)


def _quote_editor(context: Context, frame: Frame) -> Page:
    from crm_desktop.ui.screens.quote_editor import make_quote_editor

    return make_quote_editor(context, frame)


def _bin(context: Context, frame: Frame) -> Page:
    from crm_desktop.ui.screens.bin import BinPage

    return BinPage(context, frame)


def _search(context: Context, frame: Frame) -> Page:
    from crm_desktop.ui.screens.search import SearchPage

    return SearchPage(context, frame)


def _settings(context: Context, syncing: Syncing, leaving: Leaving, frame: Frame) -> Page:
    from crm_desktop.ui.screens.settings import Settings

    return Settings(context, syncing, leaving, frame)


def _sync(context: Context, syncing: Syncing, frame: Frame) -> Page:
    from crm_desktop.ui.screens.sync_status import SyncStatus

    page = SyncStatus(context, frame, syncing.sync_now)
    syncing.state_changed.connect(page.show_state)
    page.show_state(syncing.state())
    return page


def screens(context: Context, syncing: Syncing, leaving: Leaving) -> tuple[Screen, ...]:
    """List every screen: those of the rail in its order, then those that others lead to."""

    def listed(key: str) -> Callable[[Frame], Page]:
        def make(frame: Frame) -> Page:
            from crm_desktop.ui.screens.lists import ListPage

            return ListPage(context, frame, key)

        return make

    return (
        Screen("home", QT_TRANSLATE_NOOP("Screen", "Today"), "house", 1, partial(_home, context), keys=keys.HOME),
        Screen("account", QT_TRANSLATE_NOOP("Screen", "Accounts"), "building-2", 2, listed("account"), keys=keys.LIST),
        Screen("contact", QT_TRANSLATE_NOOP("Screen", "Contacts"), "users", 3, listed("contact"), keys=keys.LIST),
        Screen(
            "pipeline",
            QT_TRANSLATE_NOOP("Screen", "Pipeline"),
            "square-kanban",
            4,
            partial(_board, context),
            keys=keys.BOARD,
        ),
        Screen(
            "opportunity", QT_TRANSLATE_NOOP("Screen", "Deals"), "handshake", 5, listed("opportunity"), keys=keys.LIST
        ),
        Screen(
            "calendar",
            QT_TRANSLATE_NOOP("Screen", "Calendar"),
            "calendar-days",
            6,
            partial(_calendar, context),
            keys=keys.CALENDAR,
        ),
        Screen("quote", QT_TRANSLATE_NOOP("Screen", "Quotes"), "file-text", 7, listed("quote"), keys=keys.LIST),
        Screen("product", QT_TRANSLATE_NOOP("Screen", "Products"), "package", 8, listed("product"), keys=keys.LIST),
        Screen("inbox", QT_TRANSLATE_NOOP("Screen", "Inbox"), "inbox", 9, partial(_inbox, context), keys=keys.INBOX),
        Screen(
            "sync",
            QT_TRANSLATE_NOOP("Screen", "Sync"),
            "refresh-cw",
            0,
            partial(_sync, context, syncing),
            at_bottom=True,
        ),
        Screen(
            "settings",
            QT_TRANSLATE_NOOP("Screen", "Settings"),
            "settings",
            0,
            partial(_settings, context, syncing, leaving),
            at_bottom=True,
            other_key="Ctrl+,",
        ),
        Screen(
            "record",
            QT_TRANSLATE_NOOP("Screen", "Record"),
            "file-text",
            0,
            partial(_record, context),
            in_rail=False,
            keys=keys.RECORD,
        ),
        Screen(
            "quote_editor",
            QT_TRANSLATE_NOOP("Screen", "Quote"),
            "file-text",
            0,
            partial(_quote_editor, context),
            in_rail=False,
            keys=keys.QUOTE,
        ),
        Screen(
            "bin",
            QT_TRANSLATE_NOOP("Screen", "Bin"),
            "trash-2",
            0,
            partial(_bin, context),
            in_rail=False,
            keys=keys.BIN,
        ),
        Screen(
            "search",
            QT_TRANSLATE_NOOP("Screen", "Search"),
            "search",
            0,
            partial(_search, context),
            in_rail=False,
            keys=keys.SEARCH,
        ),
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
