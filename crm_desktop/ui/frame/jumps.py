"""Records one can jump to from anywhere: those seen last, and those found by a few letters, pinyin or digits."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from operator import itemgetter

from PySide6.QtCore import QCoreApplication

from crm_desktop.actions import views
from crm_desktop.core.schema import REGISTRY, Record, entity_of
from crm_desktop.core.store.search import SEARCHED
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.frame.offers import Offer
from crm_desktop.ui.frame.pages import SEARCH
from crm_desktop.ui.fuzzy import fit
from crm_desktop.ui.lists.views_bar import PLACE
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.browse import why_found
from crm_desktop.ui.places import COMPANY, Place, list_of, place_of, record_at
from crm_desktop.ui.records.new_records import may_create, start_new

FOUND = 12
FEW_VIEWS = 3
LISTED = ("account", "contact", "opportunity", "quote", "order", "product", "activity", *COMPANY)
"""Entities whose lists have views."""
NEW_KEY = "account"
"""What most often is looked for and not there yet."""


def jumps(context: Context, frame: Frame, text: str, seen: Iterable[Place]) -> list[Offer]:
    """List where a text leads, the best first; nothing typed leads to the places seen, given the last one first."""
    if not text:
        return [_to(context, frame, record, "") for place in seen if (record := _record(context, place)) is not None]
    records = context.desk.replica.search(text, FOUND, SEARCHED)
    offers = [*_views(context, frame, text)]
    offers += [_to(context, frame, record, why_found(record, text)) for record in records]
    every = QCoreApplication.translate("Jumps", "Search everything for “%1”").replace("%1", text)
    offers.append(Offer(every, lambda: frame.go(Place(SEARCH, text)), icon="search"))
    if not records and may_create(context, NEW_KEY):
        made = QCoreApplication.translate("Jumps", "New account “%1”").replace("%1", text)
        offers.append(Offer(made, lambda: start_new(context, frame, NEW_KEY, name=text), icon="plus"))
    return offers


def _views(context: Context, frame: Frame, text: str) -> list[Offer]:
    """List the saved views whose name fits, the best first."""
    found = ((fit(text, one.name), one) for key in LISTED for one in views.views_of(context.desk, key))
    fitting = sorted(((how, one.id, one) for how, one in found if how is not None), key=itemgetter(0, 1))
    return [
        Offer(
            one.name,
            partial(frame.go, replace(list_of(one.entity), record=PLACE + one.id)),
            group=f"{wording.kind_name(one.entity, plural=True)} · {wording.kind_name('list_view')}",
            icon="bookmark",
        )
        for _, _, one in fitting[:FEW_VIEWS]
    ]


def _record(context: Context, place: Place) -> Record | None:
    key, id_ = record_at(place)
    return context.desk.replica.get(REGISTRY[key].record, id_) if key in REGISTRY else None


def _to(context: Context, frame: Frame, record: Record, why: str) -> Offer:
    key = entity_of(record).key
    facts = [why or wording.title(context, "account", getattr(record, "account", "")) or getattr(record, "city", "")]
    return Offer(
        wording.name_of(record),
        lambda: frame.go(place_of(key, record.id)),
        group=" · ".join(part for part in (*facts, wording.kind_name(key)) if part),
        icon=wording.icon_of(record),
    )
