"""Care for rows against their own journal: check a part each day, heal what differs, fold what is old."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, select

from crm_desktop.core.changes import WAITING, Act, Change, Entry, Posted
from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.protocol import Gone
from crm_desktop.core.schema import Raw
from crm_desktop.core.store import proofs, thinning
from crm_desktop.core.store.digest import Healed, faulty_from, heal_store, readable_row, verify_store
from crm_desktop.core.store.tables import ENTRY
from crm_desktop.core.store.thinning import FOLDED
from crm_desktop.replica import indexing
from crm_desktop.replica.doubts import DAY_US, HEALED, LOST, Repair
from crm_desktop.replica.first_load import PROVEN_TO, Rest, rest
from crm_desktop.replica.pen import OWN_ROWS, Pen
from crm_desktop.replica.proving import fold_anew, lost, note_repair

CHECKED_AT, CHECKED_TO = "checked_at", "checked_to"  # marks: when a slice was last checked, and where the next begins
CHECKED_A_DAY, CHECKED_AT_ONCE = 2000, 200
PROVEN_A_DAY = 100_000
THINNED, THINNED_AT_ONCE = "thinned", 25  # a mark: entity -> from when on its past is whole


def verify(pen: Pen) -> list[str]:
    """Fold the journal anew and name every record whose row says something else."""
    with pen.reading() as connection:
        return verify_store(connection)


def heal(pen: Pen, now_us: int, faults: Sequence[str] | None = None) -> Healed:
    """Put right what verify finds: rows from the journal; a damaged journal comes anew with the next sync.

    Until then one entry stands in for it, made from the row, so that everything goes on.

    faults: what was found already, None to look for it.
    """
    if rest(pen) is not Rest.NONE:
        return Healed()  # what records hang on is still on its way; the whole that comes takes the place of this
    found = verify(pen) if faults is None else faults
    if faults is None:
        prove(pen, WAITING)
    if not found:
        return Healed()
    with pen.writing() as connection:
        keys = {fault.partition(" ")[0] for fault in found}
        healed, _ = heal_store(connection, keys, OWN_ROWS)
        gone = lost(pen)
        for key, id_ in healed.damaged:
            gone[key] = sorted({*gone.get(key, ()), id_})
            fold_anew(connection, Gone(key, (id_,)), _standing_in(connection, key, id_))
        pen.keep(connection, LOST, gone)
        indexing.distrust(pen, connection, keys)
    indexing.go_on(pen)
    note_repair(pen, Repair(now_us, HEALED, tuple(sorted(keys)), len(healed.healed)))
    return healed


def _standing_in(connection: Connection, key: str, id_: str) -> tuple[Posted, ...]:
    """Make one entry that says what a row says, for a journal that cannot be read: work goes on until the true one comes.

    A record without a row goes whole.
    """
    query = select(ENTRY.c.seq, ENTRY.c.happened, ENTRY.c.accepted).where(ENTRY.c.record == id_, ENTRY.c.entity == key)
    last = connection.execute(query.where(ENTRY.c.seq < WAITING).order_by(ENTRY.c.seq.desc()).limit(1)).first()
    raw = readable_row(connection, key, id_)
    if last is None or raw is None:
        return ()
    known = REGISTRY[key].fields  # others are a newer version's: its row has them, and so must what stands in for it
    fields: dict[str, tuple[Raw, Raw]] = {
        name: (None, raw[name]) for name in sorted(raw) if name not in known or not known[name].derived
    }
    change = Change(f"{FOLDED}{last.seq}", "", "", 0, last.happened, (Entry(key, id_, Act.CREATE, fields),))
    return (Posted(change, (last.seq,), last.accepted),)


def check_slice(pen: Pen, now_us: int) -> Healed:
    """Hold a part of the records against their journal, once a day, and heal what differs; all in a month of days.

    Only questions are asked, a few hundred records at a time, so that nobody who works waits for it.
    """
    indexing.go_on(pen)  # what a heal that was cut off left
    if now_us - int(pen.mark(CHECKED_AT, "0")) < DAY_US:
        return Healed()
    with pen.reading() as connection:
        faults, place = faulty_from(connection, pen.mark(CHECKED_TO), CHECKED_A_DAY, CHECKED_AT_ONCE)
    with pen.writing() as connection:
        pen.put(connection, CHECKED_TO, place)
        pen.put(connection, CHECKED_AT, str(now_us))
    healed = heal(pen, now_us, faults)
    prove(pen, PROVEN_A_DAY)
    thin(pen, now_us)
    return healed


def thin(pen: Pen, now_us: int) -> int:
    """Fold old history of what matters little, a few records in each short transaction; tell the entries that went.

    No row changes; the server keeps all of it. `thinned` says from when on the past is whole.
    """
    if rest(pen) is not Rest.NONE:
        return 0
    total = 0
    for key, declared in REGISTRY.items():
        before, after = now_us - declared.history_days * DAY_US, ""
        while declared.history_days:
            with pen.writing() as connection:
                gone, after = thinning.thin(connection, key, before, after, THINNED_AT_ONCE)
                if gone:
                    pen.keep(connection, THINNED, {**thinned(pen), key: before})
            total += gone
            if not after:
                break
    return total


def prove(pen: Pen, most: int) -> None:
    """Prove entries that a first load brought, so many at most, some in each short transaction."""
    upto, done = int(pen.mark(PROVEN_TO, "0")), 0
    while upto < WAITING and done < most and rest(pen) is Rest.NONE:
        with pen.writing() as connection:
            upto = proofs.fill(connection, upto)
            pen.put(connection, PROVEN_TO, str(upto))
        done += proofs.AT_ONCE


def thinned(pen: Pen) -> dict[str, int]:
    """Tell from when on (microseconds UTC) the past of entities is whole; what is not named is so from the beginning."""
    return msgspec.json.decode(pen.mark(THINNED, "{}"), type=dict[str, int])
