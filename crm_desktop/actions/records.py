"""What can be done to any record: create, edit, delete, take back."""

from typing import Any

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.core.changes import Entry, create_entry, delete_entry, edit_entry
from crm_desktop.core.errors import UserError
from crm_desktop.core.money import round_amount
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Kind, Raw, Record, entity_of, raw_of, to_raw

NOTHING_TO_UNDO = QT_TRANSLATE_NOOP(
    "core", "There is nothing left to take back: it was changed again since, or the record is not here any more."
)


def create(desk: Desk, *records: Record) -> Done:
    """Create records in one change; their ids come from `Desk.new_id`."""
    return desk.save(*(create_entry(entity_of(record).key, record.id, raw_of(record)) for record in records))


def edit(desk: Desk, seen: Record, **values: Any) -> Done:
    """Change fields of a record, given as the author saw it; values are Python values by field name.

    The entry carries what was seen, so that a colleague's change in between is never overwritten silently. Nothing
    that differs: nothing is saved. Raises RefusedError where a rule is broken.
    """
    entry = edit_entry_of(seen, **values)
    return Done({}) if entry is None else desk.save(entry)


def edit_entry_of(seen: Record, **values: Any) -> Entry | None:
    """Make the entry that changes some fields of a record as it was seen; None where nothing differs."""
    declared = entity_of(seen)
    before = raw_of(seen)
    after: dict[str, Raw] = dict(before)
    for name, field in declared.fields.items():
        # An amount is kept in minor units of its currency: with another currency it is the same amount, told anew.
        amount = getattr(seen, name)
        if field.kind is Kind.AMOUNT and field.currency in values and name not in values and amount is not None:
            unit = str(values[field.currency])
            after[name] = to_raw(field, round_amount(amount, unit), unit)
    for name, value in values.items():
        field = declared.fields[name]
        unit = values.get(field.currency, getattr(seen, field.currency, ""))
        after[name] = to_raw(field, value, str(unit))
    return edit_entry(declared.key, seen.id, before, after)


def delete(desk: Desk, *seen: Record) -> Done:
    """Delete records in one change; an edit by a colleague that the author had not seen stops it at the server."""
    return desk.save(*(delete_entry(entity_of(record).key, record.id, raw_of(record)) for record in seen))


def undo(desk: Desk, change: str) -> Done:
    """Take a change back by a new one that keeps what others did since; raises UserError where nothing is left of it."""
    entries = desk.replica.inverse_of(change)
    if not entries:
        raise UserError(NOTHING_TO_UNDO)
    return desk.save(*entries)
