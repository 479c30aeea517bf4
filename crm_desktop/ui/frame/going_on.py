"""What was being typed when the program ended, and is on no page in front: it is offered where one sees it."""

from functools import partial

from PySide6.QtCore import QCoreApplication

from crm_desktop.core.schema import REGISTRY
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.begun import FIELDS, record_of
from crm_desktop.ui.page import Frame
from crm_desktop.ui.places import place_of
from crm_desktop.ui.records.new_records import NEW, go_on_with

MOST = 3  # sentences at once; what is not among them stands where it was typed


def offer_to_go_on(context: Context, frame: Frame) -> None:
    """Offer to go on with fields and new records that were begun and that nobody went back to yet."""
    go_on = QCoreApplication.translate("GoingOn", "Go on")
    offers = 0
    for place in context.drafts.left(FIELDS):
        key, id_, name = record_of(place)
        record = context.desk.replica.get(REGISTRY[key].record, id_) if key in REGISTRY else None
        if record is not None and name in REGISTRY[key].fields and offers < MOST:
            said = QCoreApplication.translate("GoingOn", "You were typing, and it is not saved yet: %1 of %2")
            words = said.replace("%1", wording.label(REGISTRY[key].fields[name])).replace("%2", wording.name_of(record))
            frame.message("info", words, go_on, partial(frame.go, place_of(key, id_)))
            offers += 1
    for place in context.drafts.left(NEW)[: MOST - offers]:
        key = place.removeprefix(NEW).partition("?")[0]
        if key in REGISTRY:
            said = QCoreApplication.translate("GoingOn", "You were typing, and it is not saved yet: %1")
            words = said.replace("%1", wording.new_name(key))
            frame.message("info", words, go_on, partial(go_on_with, context, frame, place))
