"""Saving what one person did: rows, journal and outbox in one transaction, after the checks the server will make."""

from collections.abc import Sequence

from crm_desktop.core.access import Actor, check_complete, check_kinds, check_values, check_write
from crm_desktop.core.changes import Act, Change, Entry, Touched, derived, folded
from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.ids import new_id
from crm_desktop.core.protocol import encode
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.core.store import Batch, search
from crm_desktop.replica import doings, numbers, outbox
from crm_desktop.replica.carried import with_unknown
from crm_desktop.replica.pen import OWN_ROWS, Pen
from crm_desktop.replica.vault import Header

LARGEST_CHANGE = 12 << 20
"""Bytes of one change: less than the server takes in one push, so that none ever holds up what is behind it."""
TOO_MUCH = QT_TRANSLATE_NOOP(
    "core", "This is more text than can be saved at once ({limit} MB, with what stood there before). Save it in parts."
)


def record(
    pen: Pen,
    header: Header,
    entries: Sequence[Entry],
    happened: int,
    role: str,
    noise: int | None,
    *,
    uses_number: bool,
    undoes: str,
) -> Touched:
    """Save one change, all or nothing; see `Replica.record`."""
    with pen.writing() as connection:
        batch = Batch(connection, OWN_ROWS)
        batch.load((entry.entity, entry.record) for entry in entries)
        entries = [with_unknown(batch, entry) for entry in entries]
        _check(batch, entries, role)
        is_first = not outbox.is_waiting(connection)
        # What the server has numbered it has dated as well: a clock that was ahead then must not date this.
        before = 0 if is_first else int(pen.mark("happened", "0"))
        corrected = max(happened + int(pen.mark("offset", "0")), before)
        counter = int(pen.mark("counter", "0")) + 1
        change = Change(new_id(corrected, noise), header.user, header.device, counter, corrected, tuple(entries))
        if len(encode(change)) > LARGEST_CHANGE:
            raise RefusedError(TOO_MUCH, limit=LARGEST_CHANGE >> 20)
        batch.apply(outbox.unnumbered(change))
        touched = batch.flush()
        search.update(connection, batch.written)
        if is_first:
            pen.put(connection, "typed_at", pen.mark("cursor"))
        outbox.put(connection, change)
        pen.put(connection, "counter", str(counter))
        pen.put(connection, "happened", str(corrected))
        doings.note(pen, connection, change.id, undoes)
        if uses_number:
            numbers.use_first(pen, connection)
    return touched


def _check(batch: Batch, entries: Sequence[Entry], role: str) -> None:
    """Hold entries against the declarations and rules that the server will hold them against again."""
    for entry in entries:
        declared = REGISTRY[entry.entity]
        check_write(Actor("", role, frozenset()), declared, () if entry.act is Act.DELETE else entry.fields)
        if entry.act is Act.DELETE:
            continue
        check_kinds(declared, entry.fields)
        raw = derived(declared, folded(declared, batch.row(entry.entity, entry.record).raw or {}, entry))
        if entry.act is Act.CREATE:
            check_complete(declared, raw)
        check_values(declared, raw, entry.fields, role)
