"""The same thing done to many records: first what it would do, then short transactions that are taken back as one step."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

import msgspec

from crm_desktop.actions.desk import Desk
from crm_desktop.actions.editing import check, check_may_edit, entry_for
from crm_desktop.actions.records import with_parts
from crm_desktop.actions.undoing import AT_ONCE, Part
from crm_desktop.core.changes import Entry, delete_entry, join
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.money import round_amount
from crm_desktop.core.schema import REGISTRY, Kind, Record, entity_of, raw_of
from crm_desktop.core.store.read import chunks

Act = Literal["set", "add", "remove", "delete"]


class Wish(msgspec.Struct, frozen=True):
    """What shall become of each record: a field is set, something is added to its list or taken from it, or it is deleted.

    value: of the field, as its editor gives it; for a list what is added or taken.
    """

    act: Act
    field: str = ""
    value: Any = None


class Planned(msgspec.Struct, frozen=True):
    """What a wish means for one record as it was seen: an entry, nothing where it already is so, or why it may not be.

    value: what the field would hold.
    """

    record: Record
    value: Any = None
    entry: Entry | None = None
    refusal: RefusedError | None = None


def plan(desk: Desk, key: str, ids: Iterable[str], wish: Wish) -> Iterator[list[Planned]]:
    """Work out chunk by chunk what a wish means for each of some records; those that left are left out."""
    for some in chunks(ids):
        found = desk.replica.by_ids(REGISTRY[key].record, some)
        yield [planned(desk, found[id_], wish) for id_ in some if id_ in found]


def planned(desk: Desk, record: Record, wish: Wish) -> Planned:
    """Work out what a wish means for one record."""
    declared = entity_of(record)
    try:
        if wish.act == "delete":
            entry: Entry | None = delete_entry(declared.key, record.id, raw_of(record))
            value = None
        else:
            check_may_edit(desk, record, declared.fields[wish.field])
            value = _value(record, wish)
            entry = entry_for(desk, record, wish.field, value)
        if entry is not None:
            check(desk, record, entry)
    except RefusedError as refusal:
        return Planned(record, refusal=refusal)
    return Planned(record, value, entry)


def carry_out(desk: Desk, every: Sequence[Planned], step: str) -> Iterator[Part]:
    """Save what was planned, each record as a change of its own, many in one short transaction; all of it is one step.

    step: a new id, by which all of it is taken back. Whoever stops asking for more ends it there: what was done by then is a step. What is refused after all is left out.
    """
    entries = [one.entry for one in every if one.entry is not None]
    for start in range(0, len(entries), AT_ONCE):
        here = entries[start : start + AT_ONCE]
        try:
            yield _saved(desk, here, step)
        except RefusedError:  # it changed since it was planned: the others shall not wait for it
            parts = [part for entry in here for part in _saved_alone(desk, entry, step)]
            yield Part(join(*(part.touched for part in parts)), sum(part.changes for part in parts))


def _saved(desk: Desk, entries: Sequence[Entry], step: str) -> Part:
    saved = desk.save_each([with_parts(desk, [entry]) for entry in entries], step=step)
    return Part(saved.touched, len(saved.changes))


def _saved_alone(desk: Desk, entry: Entry, step: str) -> Iterator[Part]:
    try:
        yield _saved(desk, [entry], step)
    except RefusedError:
        return


def _value(record: Record, wish: Wish) -> Any:
    field = entity_of(record).fields[wish.field]
    if field.kind is Kind.AMOUNT and wish.value is not None:
        return round_amount(wish.value, str(getattr(record, field.currency)))  # each in its own currency
    if wish.act == "set":
        return wish.value
    before, meant = set(getattr(record, wish.field)), set(wish.value)
    return tuple(sorted(before | meant if wish.act == "add" else before - meant))
