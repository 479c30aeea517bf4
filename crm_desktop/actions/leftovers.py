"""What waits to be sent, written down for its author to read: one line a field, in a table any spreadsheet opens."""

import csv
import io
from collections.abc import Iterator, Mapping

from crm_desktop.actions.desk import Desk
from crm_desktop.actions.records import last_values
from crm_desktop.core.changes import Act, Change, derived
from crm_desktop.core.schema import REGISTRY, Field, Item, Kind, Raw, from_raw, moment_of

HEADINGS = ("Saved", "Kind", "Record", "What", "Field", "Before", "After")
ACTS = {Act.CREATE: "added", Act.EDIT: "changed", Act.DELETE: "deleted", Act.RESTORE: "restored"}


def waiting_as_table(desk: Desk) -> str:
    """Write everything that waits on a replica as CSV, the oldest first, with what could not be sent before it.

    Texts are those of the file format, English in every language, as in `satchel status`.
    """
    kept = [one.change for one in desk.replica.kept_back() if not one.answer]
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(HEADINGS)
    for change in (*kept, *desk.replica.outbox()):
        writer.writerows(_lines(desk, change))
    return table.getvalue()


def _lines(desk: Desk, change: Change) -> Iterator[tuple[str, ...]]:
    saved = moment_of(change.happened).astimezone(desk.zone).strftime("%Y-%m-%d %H:%M")
    for entry in change.entries:
        declared = REGISTRY.get(entry.entity)
        if declared is None:  # of a newer version, whose fields have no names here
            yield (saved, entry.entity, entry.record, ACTS[entry.act], "", "", "")
            continue
        raw = desk.replica.raw(entry.entity, entry.record) or last_values(desk, entry.entity, entry.record) or {}
        name = declared.title_of(declared.read(entry.record, derived(declared, raw))) if raw else ""
        head = (saved, declared.label, name or entry.record, ACTS[entry.act])
        if not entry.fields:
            yield (*head, "", "", "")
        for key, (before, after) in entry.fields.items():
            field = declared.fields.get(key)
            label = field.label if field else key
            yield (*head, label, *(_text(desk, field, value, raw) for value in (before, after)))


def _text(desk: Desk, field: Field | None, value: Raw, raw: Mapping[str, Raw]) -> str:
    """Write a value as a person reads it: amounts in their currency, links by the name of what they lead to."""
    if field is None or value is None:
        return "" if value is None else str(value)
    if field.kind is Kind.LINK and field.target in REGISTRY:
        found = desk.replica.get(REGISTRY[field.target].record, str(value))
        return REGISTRY[field.target].title_of(found) if found else str(value)
    read = from_raw(field, value, raw)
    if isinstance(read, tuple):
        return "; ".join(f"{one.label} {one.value}".strip() if isinstance(one, Item) else str(one) for one in read)
    return str(read)
