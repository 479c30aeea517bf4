"""What a list says in its search field and where it has nothing to show, and which way out it offers."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from crm_desktop.core.schema import REGISTRY
from crm_desktop.core.store.search import SEARCHED
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.parts.browse import EmptyState
from crm_desktop.ui.records.new_records import may_create


def what_is_searched(key: str) -> str:
    """Say in the search field what a list is searched for."""
    plural = wording.kind_name(key, plural=True)
    hint = QCoreApplication.translate("ListPage", "Search in %1 by name")
    if key in SEARCHED:
        hint = QCoreApplication.translate("ListPage", "Search in %1: name, pinyin, phone, e-mail, notes")
    return hint.replace("%1", plural)


def say_why_empty(
    context: Context,
    empty: EmptyState,
    key: str,
    text: str,
    clear: Callable[[], None] | None,
    make_new: Callable[[], None],
) -> None:
    """Say why a list is empty. text: what was searched for; clear: takes the filters away, None where there are none."""
    way_out = QCoreApplication.translate("ListPage", "Clear filters")
    nothing = QCoreApplication.translate("ListPage", "Nothing here yet: %1")
    nothing = nothing.replace("%1", wording.kind_name(key, plural=True))
    if text:
        line = QCoreApplication.translate("ListPage", "No match for “%1”").replace("%1", text)
        reason = ""
        if key in SEARCHED:
            reason = QCoreApplication.translate(
                "ListPage", "Names, pinyin, initials, phones, e-mails and notes were searched."
            )
        if clear:
            empty.say("search", line, reason, way_out, clear)
        else:
            empty.say("search", line, reason)
    elif clear:
        line = QCoreApplication.translate("ListPage", "Nothing fits these filters")
        reason = QCoreApplication.translate("ListPage", "Other filters may show more.")
        empty.say("funnel", line, reason, way_out, clear)
    elif REGISTRY[key].comes_of:
        reason = QCoreApplication.translate("ListPage", "Accept a quote, and its order stands here.")
        empty.say(REGISTRY[key].icon, nothing, reason)
    elif may_create(context, key):
        reason = QCoreApplication.translate(
            "ListPage", "What you add is yours at once and reaches your colleagues at the next sync."
        )
        empty.say(REGISTRY[key].icon, nothing, reason, wording.new_name(key), make_new)
    else:
        empty.say(
            REGISTRY[key].icon, nothing, QCoreApplication.translate("ListPage", "An administrator fills this list.")
        )
