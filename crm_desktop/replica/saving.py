"""Saving what one person did: rows, journal and outbox in one transaction, after the checks the server will make."""

from collections.abc import Collection, Sequence

import msgspec
from sqlalchemy import Connection

from crm_desktop.core.access import (
    Actor,
    check_complete,
    check_kinds,
    check_owner,
    check_step,
    check_values,
    check_write,
    private_node,
    stands_for,
)
from crm_desktop.core.changes import Act, Change, Entry, Touched, derived, fold, folded, join
from crm_desktop.core.entities import REGISTRY, User
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.ids import new_id
from crm_desktop.core.protocol import encode
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Raw
from crm_desktop.core.store import Batch, Reader, search
from crm_desktop.core.store.around import check_admitted
from crm_desktop.replica import doings, numbers, outbox
from crm_desktop.replica.carried import with_unknown
from crm_desktop.replica.pen import OWN_ROWS, Pen
from crm_desktop.replica.vault import Header

LARGEST_CHANGE = 12 << 20
"""Bytes of one change: less than the server takes in one push, so that none ever holds up what is behind it."""
TOO_MUCH = QT_TRANSLATE_NOOP(
    "core", "This is more text than can be saved at once ({limit} MB, with what stood there before). Save it in parts."
)


class Saved(msgspec.Struct, frozen=True):
    """What was saved: the records it touched, and the ids of the changes."""

    touched: Touched
    changes: tuple[str, ...]


def record_each(
    pen: Pen,
    header: Header,
    parts: Sequence[Sequence[Entry]],
    happened: int,
    role: str,
    noises: Sequence[int | None],
    *,
    uses_number: bool = False,
    undoes: Collection[str] = (),
    step: str = "",
) -> Saved:
    """Save each part as a change of its own, all of them or none; see `Replica.record_each`."""
    with pen.writing() as connection:
        batch = Batch(connection, OWN_ROWS)
        batch.load((entry.entity, entry.record) for part in parts for entry in part)
        actor = _actor(connection, header.user, role, [entry for part in parts for entry in part])
        # What the server has numbered it has dated as well: a clock that was ahead then must not date this.
        is_first = not outbox.is_waiting(connection)
        before = 0 if is_first else int(pen.mark("happened", "0"))
        corrected = max(happened + int(pen.mark("offset", "0")), before)
        counter = int(pen.mark("counter", "0"))
        changes = []
        for number, (part, noise) in enumerate(zip(parts, noises, strict=True), 1):
            entries = [with_unknown(batch, entry) for entry in part]
            _check(batch, entries, actor)
            made = (header.user, header.device, counter + number, corrected, tuple(entries))
            change = Change(new_id(corrected, noise), *made)
            if len(encode(change)) > LARGEST_CHANGE:
                raise RefusedError(TOO_MUCH, limit=LARGEST_CHANGE >> 20)
            batch.apply(outbox.unnumbered(change))
            changes.append(change)
        # What comes back from a deletion is folded anew, which tells nobody.
        touched = join(batch.flush(), *({one.entity: frozenset({one.record})} for part in parts for one in part))
        search.update(connection, batch.written)
        if changes:
            if is_first:
                pen.put(connection, "typed_at", pen.mark("cursor"))
            for change in changes:
                outbox.put(connection, change)
            pen.put(connection, "counter", str(counter + len(changes)))
            pen.put(connection, "happened", str(corrected))
        ids = tuple(change.id for change in changes)
        doings.note(pen, connection, ids, undoes, step)
        if uses_number:
            numbers.use_first(pen, connection)
    return Saved(touched, ids)


def _actor(connection: Connection, user: str, role: str, entries: Sequence[Entry]) -> Actor:
    """Say who saves; for whom she stands is looked up only where something belongs to persons."""
    owns = any(REGISTRY[entry.entity].owned for entry in entries)
    persons = stands_for(user, Reader(connection).find(User)) if owns else frozenset[str]()
    return Actor(user, role, frozenset(map(private_node, persons)))


def _check(batch: Batch, entries: Sequence[Entry], actor: Actor) -> None:
    """Hold entries against the declarations and rules that the server will hold them against again."""

    def whole(key: str, id_: str) -> dict[str, Raw] | None:
        return batch.row(key, id_).raw

    for entry in entries:
        declared = REGISTRY[entry.entity]
        before = stood = batch.row(entry.entity, entry.record).raw
        if before is None and declared.owned and entry.act is Act.RESTORE:  # whose own it was, its history says
            lines = batch.history(entry.entity, entry.record)
            before = fold(declared, (line.entry for line in lines)).raw
        check_write(actor, declared, () if entry.act is Act.DELETE else entry.fields)
        if entry.act is Act.DELETE:
            check_owner(actor, declared, before)
            check_step(declared, stood, None, whole)
            continue
        check_kinds(declared, entry.fields)
        raw = derived(declared, folded(declared, before or {}, entry))
        if entry.act is Act.CREATE:
            check_complete(declared, raw)
        check_values(declared, raw, entry.fields, actor.role)
        check_owner(actor, declared, before, raw)
        check_step(declared, stood, raw, whole)
    check_admitted(actor.user, actor.role, batch, entries)
