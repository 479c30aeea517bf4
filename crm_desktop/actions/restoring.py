"""The bin: what was deleted, by whom and when, and bringing it back with all that went with it."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import msgspec

from crm_desktop.actions.desk import Desk, own_names
from crm_desktop.actions.records import last_values, undo_entries
from crm_desktop.actions.undoing import AT_ONCE, Part, apart
from crm_desktop.core.access import private_node
from crm_desktop.core.changes import Act, Entry, derived
from crm_desktop.core.entities import User
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, REGISTRY, Record

KINDS = tuple(key for key, declared in REGISTRY.items() if not declared.internal and not declared.parent)
"""Kinds of record that the bin shows: what people keep, without the parts that come back with their whole."""
GONE = QT_TRANSLATE_NOOP("core", "It stands again already, or can be brought back no more.")


class Deleted(msgspec.Struct, frozen=True):
    """One record in the bin, as it was last. author: id of who deleted it; happened: microseconds UTC."""

    entity: str
    record: Record
    change: str
    author: str
    happened: int


class Bin(msgspec.Struct, frozen=True):
    """A page of the bin. before: what to ask for the next page with, None at the end."""

    found: tuple[Deleted, ...]
    before: int | None


def look_in(desk: Desk, before: int | None = None, limit: int = 100, kinds: Iterable[str] = KINDS) -> Bin:
    """List what was deleted, the latest first; what is another person's own is not shown to anybody else.

    before: where the page before ended, None for the first page. Callable from any thread.
    """
    own = set(own_names(desk))
    others = [private_node(user.id) for user in desk.replica.find(User) if user.id not in own]
    page = desk.replica.deletions(tuple(kinds), before, limit, others)
    found = []
    for one in page.found:
        declared = REGISTRY[one.entity]
        record = declared.read(one.record, derived(declared, dict(one.raw)))
        found.append(Deleted(one.entity, record, one.change, one.author, one.happened))
    return Bin(tuple(found), page.before)


def restore(desk: Desk, wanted: Iterable[Deleted]) -> Iterator[Part]:
    """Bring records back in short transactions, with the parts that went with them; one step of undo takes all away.

    Each record is a change of its own, so that one that is refused takes no other with it. Raises UserError at its end,
    with the last reason, where nothing came back.
    """
    step, count, refused = desk.new_id(), 0, list[UserError]([RefusedError(GONE)])
    waiting = list(wanted)
    for start in range(0, len(waiting), AT_ONCE):
        parts = list(_parts(desk, waiting[start : start + AT_ONCE], refused))
        if not parts:
            continue
        part = apart(parts, partial(_saved, desk, step), lambda _entries, why: refused.append(why))
        count += part.changes
        yield part
    if not count:
        raise refused[-1]


def _saved(desk: Desk, step: str, parts: Sequence[list[Entry]]) -> Part:
    saved = desk.save_each(parts, step=step)
    return Part(saved.touched, len(saved.changes))


def _parts(desk: Desk, wanted: Iterable[Deleted], refused: list[UserError]) -> Iterator[list[Entry]]:
    """Make the entries of each record that can come back; why another one cannot is added to `refused`."""
    for one in wanted:
        try:
            entries = entries_back(desk, one)
        except UserError as error:
            refused.append(error)
        else:
            if entries:
                yield entries


def entries_back(desk: Desk, one: Deleted) -> list[Entry]:
    """Make the entries that bring a record back, and its parts of the same deletion; none where it stands.

    Raises UserError where its deletion cannot be taken back.
    """
    inverse = undo_entries(desk, one.change)
    return [entry for entry in inverse if entry.act is Act.RESTORE and _belongs(desk, entry, one)]


def _belongs(desk: Desk, entry: Entry, one: Deleted) -> bool:
    if (entry.entity, entry.record) == (one.entity, one.record.id):
        return True
    parent = REGISTRY[entry.entity].parent
    if not parent or REGISTRY[entry.entity].fields[parent].target != one.entity:
        return False
    return (last_values(desk, entry.entity, entry.record) or {}).get(parent) == one.record.id
