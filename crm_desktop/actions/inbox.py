"""Answering what came back: conflicts of two people's values, and changes that the server refused."""

from typing import Any

import msgspec

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.records import edit_entry_of
from crm_desktop.core.changes import Act, Entry, edit_entry
from crm_desktop.core.entities import Conflict, Refusal
from crm_desktop.core.schema import REGISTRY, Raw, from_raw, raw_of
from crm_desktop.core.store import Where


def open_conflicts(desk: Desk) -> list[Conflict]:
    """List the conflicts that wait for an answer and concern the user as an author."""
    waiting = desk.replica.find(Conflict, Where("answer", "empty"), order=("-waiting_at",))
    return [one for one in waiting if desk.user.id in (one.standing_author, one.waiting_author)]


def open_refusals(desk: Desk) -> list[Refusal]:
    """List the user's changes that the server refused and that were neither sent again nor discarded."""
    return desk.replica.find(Refusal, Where("author", "eq", desk.user.id), Where("answer", "empty"))


def take_standing(desk: Desk, conflict: Conflict, note: str = "") -> Done:
    """Answer a conflict with the value that stands."""
    return _answer(desk, conflict, "mine", note)


def take_waiting(desk: Desk, conflict: Conflict, note: str = "") -> Done:
    """Answer a conflict with the other value: it is set as a change of its own, in the same save."""
    current = desk.replica.raw(conflict.entity, conflict.record) or {}
    after = {**current, conflict.on_field: _value(conflict.waiting)}
    entry = edit_entry(conflict.entity, conflict.record, current, after)
    return _answer(desk, conflict, "theirs", note, *([entry] if entry else []))


def discard(desk: Desk, refusal: Refusal) -> Done:
    """Put a refused change aside; what was typed stays readable in its record."""
    entry = edit_entry_of(refusal, answer="discarded")
    return desk.save(*([entry] if entry else []))


def send_again(desk: Desk, refusal: Refusal) -> Done:
    """Make a refused change again, against the values as they are now. Raises RefusedError while the reason holds."""
    kept = msgspec.json.decode(refusal.kept, type=tuple[Entry, ...])
    again: list[Entry] = []
    for entry in kept:
        current = desk.replica.raw(entry.entity, entry.record)
        if entry.act is Act.EDIT and current is not None:
            fields = {name: (current.get(name), new) for name, (_, new) in entry.fields.items()}
            again.append(Entry(entry.entity, entry.record, Act.EDIT, fields))
        elif entry.act is not Act.EDIT:
            again.append(msgspec.structs.replace(entry, lost=(), merged={}))
    answer = edit_entry_of(refusal, answer="sent again")
    return desk.save(*again, *([answer] if answer else []))


def values_of(conflict: Conflict) -> tuple[Any, Any, Any]:
    """Give before, standing and waiting as Python values of the field."""
    declared = REGISTRY[conflict.entity]
    field = declared.fields[conflict.on_field]
    raws = (_value(conflict.base), _value(conflict.standing), _value(conflict.waiting))
    return (from_raw(field, raws[0], {}), from_raw(field, raws[1], {}), from_raw(field, raws[2], {}))


def _value(text: str) -> Raw:
    return msgspec.json.decode(text) if text else None


def _answer(desk: Desk, conflict: Conflict, answer: str, note: str, *entries: Entry) -> Done:
    raw = raw_of(conflict)
    after: dict[str, Raw] = {**raw, "answer": answer, "answered_by": desk.user.id}
    if note:
        after["note"] = note
    own = edit_entry("conflict", conflict.id, raw, after)
    return desk.save(*entries, *([own] if own else []))
