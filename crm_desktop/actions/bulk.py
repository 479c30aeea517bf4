"""The same thing done to many records: first what it would do, then short transactions that are taken back as one step."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Literal

import msgspec

from crm_desktop.actions.desk import Desk
from crm_desktop.actions.editing import check, check_may_edit, entry_for
from crm_desktop.actions.records import with_parts
from crm_desktop.actions.undoing import AT_ONCE, Part, apart
from crm_desktop.core.changes import Entry, delete_entry
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.money import round_amount
from crm_desktop.core.schema import REGISTRY, Kind, Record, entity_of, raw_of
from crm_desktop.core.store.read import chunks

Act = Literal["set", "add", "remove", "delete"]
SHOWN = 200  # records of each kind that a survey keeps, to be looked at before it is done


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


class Survey(msgspec.Struct, frozen=True):
    """What a wish means for many records: how many will change, are so already or may not be, and the first of each."""

    will: int = 0
    same: int = 0
    refused: int = 0
    first_will: tuple[Planned, ...] = ()
    first_same: tuple[Planned, ...] = ()
    first_refused: tuple[Planned, ...] = ()

    def with_more(self, some: Sequence[Planned]) -> "Survey":
        """Count some more."""
        will = [one for one in some if one.entry is not None]
        refused = [one for one in some if one.refusal is not None]
        same = [one for one in some if one.entry is None and one.refusal is None]
        return Survey(
            self.will + len(will), self.same + len(same), self.refused + len(refused),
            (*self.first_will, *will)[:SHOWN], (*self.first_same, *same)[:SHOWN], (*self.first_refused, *refused)[:SHOWN],
        )  # fmt: skip


def survey(desk: Desk, key: str, ids: Iterable[str], wish: Wish) -> Iterator[Survey]:
    """Work out what a wish means for some records, chunk by chunk: each survey is of all so far, the last of all.

    Only counts and first records are kept, so that it takes no more memory for a million than for a thousand.
    """
    found = Survey()
    for some in plan(desk, key, ids, wish):
        found = found.with_more(some)
        yield found


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


def carry_out(desk: Desk, every: Iterable[Sequence[Planned]], step: str) -> Iterator[Part]:
    """Save what is planned, each record as a change of its own, many in one short transaction; all of it is one step.

    every: what is planned in chunks, each worked out when the one before is saved, so that it is never whole in memory.
    step: a new id, by which all of it is taken back. Whoever stops asking for more ends it there: what was done by then
    is a step. What is refused after all is left out.
    """
    for some in every:
        entries = [one.entry for one in some if one.entry is not None]
        for start in range(0, len(entries), AT_ONCE):
            # What is refused changed since it was planned.
            yield apart(entries[start : start + AT_ONCE], partial(_saved, desk, step), lambda _entry, _why: None)


def _saved(desk: Desk, step: str, entries: Sequence[Entry]) -> Part:
    saved = desk.save_each([with_parts(desk, [entry]) for entry in entries], step=step)
    return Part(saved.touched, len(saved.changes))


def _value(record: Record, wish: Wish) -> Any:
    field = entity_of(record).fields[wish.field]
    if field.kind is Kind.AMOUNT and wish.value is not None:
        return round_amount(wish.value, str(getattr(record, field.currency)))  # each in its own currency
    if wish.act == "set":
        return wish.value
    before, meant = set(getattr(record, wish.field)), set(wish.value)
    return tuple(sorted(before | meant if wish.act == "add" else before - meant))
