"""What waits to be sent, written down for its author to read: one line a field, in a table any spreadsheet opens."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime

from crm_desktop.actions.desk import Desk
from crm_desktop.actions.listing import BETWEEN, NO, YES, Words
from crm_desktop.actions.records import last_values
from crm_desktop.core.changes import Act, Change, derived
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, REGISTRY, Field, Item, Kind, Raw, from_raw, moment_of

HEADINGS = (
    QT_TRANSLATE_NOOP("core", "Saved"), QT_TRANSLATE_NOOP("core", "Kind"), QT_TRANSLATE_NOOP("core", "Record"),
    QT_TRANSLATE_NOOP("core", "What"), QT_TRANSLATE_NOOP("core", "Field"), QT_TRANSLATE_NOOP("core", "Before"),
    QT_TRANSLATE_NOOP("core", "After"),
)  # fmt: skip
ACTS = {
    Act.CREATE: QT_TRANSLATE_NOOP("core", "added"),
    Act.EDIT: QT_TRANSLATE_NOOP("core", "changed"),
    Act.DELETE: QT_TRANSLATE_NOOP("core", "deleted"),
    Act.RESTORE: QT_TRANSLATE_NOOP("core", "restored"),
}
TO_THE_MINUTE = "%Y-%m-%d %H:%M"


def waiting_as_table(desk: Desk, words: Words) -> str:
    """Write everything that waits on a replica as CSV, the oldest first, with what could not be sent before it."""
    kept = [one.change for one in desk.replica.kept_back() if not one.answer]
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow([words.text(one) for one in HEADINGS])
    for change in (*kept, *desk.replica.outbox()):
        writer.writerows(_lines(desk, words, change))
    return table.getvalue()


def _lines(desk: Desk, words: Words, change: Change) -> Iterator[tuple[str, ...]]:
    saved = moment_of(change.happened).astimezone(desk.zone).strftime(TO_THE_MINUTE)
    for entry in change.entries:
        declared = REGISTRY.get(entry.entity)
        if declared is None:  # of a newer version, whose fields have no names here
            yield (saved, entry.entity, entry.record, words.text(ACTS[entry.act]), "", "", "")
            continue
        raw = desk.replica.raw(entry.entity, entry.record) or last_values(desk, entry.entity, entry.record) or {}
        name = words.name(declared.read(entry.record, derived(declared, raw))) if raw else ""
        head = (saved, words.text(declared.label), name or entry.record, words.text(ACTS[entry.act]))
        if not entry.fields:
            yield (*head, "", "", "")
        for key, (before, after) in entry.fields.items():
            field = declared.fields.get(key)
            label = words.text(field.label) if field else key
            yield (*head, label, *(_text(desk, words, field, value, raw) for value in (before, after)))


def _text(desk: Desk, words: Words, field: Field | None, value: Raw, raw: Mapping[str, Raw]) -> str:
    """Write a value as a person reads it: amounts in their currency, links by the name of what they lead to."""
    if field is None or value is None:
        return "" if value is None else str(value)
    if field.kind is Kind.LINK and field.target in REGISTRY:
        found = desk.replica.get(REGISTRY[field.target].record, str(value))
        return words.name(found) if found else str(value)
    if field.kind is Kind.CHOICE:
        return words.choice(field, str(value))
    if field.kind is Kind.YES_NO:
        return words.text(YES if value else NO)
    read = from_raw(field, value, raw)
    if isinstance(read, datetime):
        return read.astimezone(desk.zone).strftime(TO_THE_MINUTE)
    if isinstance(read, tuple):
        return BETWEEN.join(f"{one.label} {one.value}".strip() if isinstance(one, Item) else str(one) for one in read)
    return str(read)
