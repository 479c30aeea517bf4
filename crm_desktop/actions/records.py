"""What can be done to any record: create, edit, delete, take back."""

from collections.abc import Iterable
from typing import Any

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.hours import with_hours
from crm_desktop.core.changes import Act, Entry, create_entry, delete_entry, edit_entry, fold
from crm_desktop.core.errors import UserError
from crm_desktop.core.money import round_amount
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, REGISTRY, Kind, Raw, Record, entity_of, raw_of, to_raw
from crm_desktop.core.store import Where

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
    entry = edit_entry_of(seen, **with_hours(seen, values, desk.zone))
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
    """Delete records in one change, and what is a part of them with it, as a quote's lines are.

    An edit by a colleague that the author had not seen stops it at the server.
    """
    entries = (delete_entry(entity_of(record).key, record.id, raw_of(record)) for record in seen)
    return desk.save(*with_parts(desk, entries))


def with_parts(desk: Desk, entries: Iterable[Entry]) -> list[Entry]:
    """Add to what is deleted the parts that stand here by now, whoever made them: none is left without its whole."""
    wanted = list(entries)
    for entry in [one for one in wanted if one.act is Act.DELETE and REGISTRY[one.entity].child]:
        child = REGISTRY[REGISTRY[entry.entity].child]
        for part in desk.replica.find(child.record, Where(child.parent, "eq", entry.record), order=("id",)):
            own = [one for one in wanted if (one.entity, one.record) == (child.key, part.id)]
            if not any(one.act is Act.DELETE or child.parent in one.fields for one in own):
                wanted = [one for one in wanted if one not in own]
                wanted.append(delete_entry(child.key, part.id, raw_of(part)))
    return wanted


def last_values(desk: Desk, key: str, id_: str) -> dict[str, Raw] | None:
    """Give the last values of a record, also of a deleted one; None where this laptop knows nothing of it."""
    lines = [line.entry for line in desk.replica.lines([id_]).get(id_, []) if line.entry.entity == key]
    return fold(REGISTRY[key], lines).raw if lines else None


def undo(desk: Desk, change: str) -> Done:
    """Take a change back by a new one that keeps what others did since; raises UserError where nothing is left of it."""
    entries = undo_entries(desk, change)
    if not entries:
        raise UserError(NOTHING_TO_UNDO)
    return desk.save(*entries, undoes=change)


def undo_entries(desk: Desk, change: str) -> list[Entry]:
    """Make the entries that take a change back, none where nothing is left of it."""
    inverse = desk.replica.inverse_of(change)
    return with_parts(desk, (entry for entry in inverse if not _lacks_its_whole(desk, entry, inverse)))


def _lacks_its_whole(desk: Desk, entry: Entry, beside: Iterable[Entry]) -> bool:
    """Tell whether a part would come back without what it is a part of, as a line without its quote."""
    declared = REGISTRY[entry.entity]
    if entry.act is not Act.RESTORE or not declared.parent:
        return False
    whole = declared.fields[declared.parent].target
    id_ = str((last_values(desk, entry.entity, entry.record) or {}).get(declared.parent) or "")
    coming = {(one.entity, one.record) for one in beside if one.act is Act.RESTORE}
    return bool(id_) and (whole, id_) not in coming and desk.replica.raw(whole, id_) is None
