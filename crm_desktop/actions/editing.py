"""Changing one field of a record as a list or a form does: whether it may be, and what else changes with it."""

from typing import Any

from crm_desktop.actions.deals import in_stage
from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.hours import with_hours
from crm_desktop.actions.records import edit_entry_of
from crm_desktop.core.access import Actor, check_kinds, check_values, check_write
from crm_desktop.core.changes import Act, Entry, edited
from crm_desktop.core.entities import Opportunity, Order, Quote, Stage
from crm_desktop.core.entities.order_life import AGREED, AS_AGREED
from crm_desktop.core.entities.quote_life import ACCEPTED, DRAFT, LEFT_FREE, STAYS
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Field, Kind, Record, entity_of, raw_of

FOLLOWS = QT_TRANSLATE_NOOP(
    "core", "{label} follows from other fields of the record. Change those, and it changes too."
)
ACCEPTED_BY_STEP = QT_TRANSLATE_NOOP(
    "core", "An acceptance makes an order: accept the quote, or take that back, on its page or in the menu of its row."
)
NO_TYPING = QT_TRANSLATE_NOOP("core", "{label} is a file: open the record to attach another one.")


def check_may_edit(desk: Desk, record: Record, field: Field) -> None:
    """Raise RefusedError with the reason where this person may not type into a field of a record."""
    if field.derived:
        raise RefusedError(FOLLOWS, field.name, label=field.label)
    if field.kind is Kind.FILE:
        raise RefusedError(NO_TYPING, field.name, label=field.label)
    if isinstance(record, Quote) and record.state != DRAFT and field.name not in LEFT_FREE:
        raise RefusedError(STAYS, field.name)
    if isinstance(record, Order) and field.name in AGREED:
        raise RefusedError(AS_AGREED, field.name)
    check_write(_actor(desk), entity_of(record), (field.name,))


def entry_for(desk: Desk, seen: Record, name: str, value: Any) -> Entry | None:
    """Make the entry that gives a field of a record as it was seen another value; None where nothing differs."""
    if isinstance(seen, Opportunity) and name == "stage" and value:
        return edit_entry_of(seen, **in_stage(desk, desk.fetch(Stage, value))) if value != seen.stage else None
    if isinstance(seen, Quote) and name == "state" and value != seen.state and ACCEPTED in (value, seen.state):
        raise RefusedError(ACCEPTED_BY_STEP, name)
    return edit_entry_of(seen, **with_hours(seen, {name: value}, desk.zone))


def change(desk: Desk, seen: Record, name: str, value: Any) -> Done:
    """Give a field of a record another value and save; raises RefusedError where it may not be that."""
    entry = entry_for(desk, seen, name, value)
    return Done({}) if entry is None else desk.save(entry)


def check(desk: Desk, seen: Record, entry: Entry) -> None:
    """Raise RefusedError where saving an entry about a record would be refused."""
    declared = entity_of(seen)
    check_write(_actor(desk), declared, () if entry.act is Act.DELETE else entry.fields)
    if entry.act is Act.EDIT:
        check_kinds(declared, entry.fields)
        check_values(declared, edited(declared, raw_of(seen), entry), entry.fields, desk.role)


def _actor(desk: Desk) -> Actor:
    return Actor(desk.user.id, desk.role, frozenset())
