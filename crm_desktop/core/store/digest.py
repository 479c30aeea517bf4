"""Reading all that is stored again: the journal folded anew, the sums added up anew, and what differs healed.

Three things say what a record is: its row, its journal, and the sum that was kept when the row was written. Where row
and journal differ, the sum tells which of them somebody changed behind the application's back: a row is folded anew
from a journal that is sound, never a journal mended from a row. Each entry of the journal has a proof of its own.
"""

import functools
import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, Table, bindparam, delete, select

from crm_desktop.core.changes import Line, derived, fold, with_derived
from crm_desktop.core.protocol import HALF, Total
from crm_desktop.core.schema import REGISTRY, Entity, Raw
from crm_desktop.core.store import proofs
from crm_desktop.core.store.among import among_given
from crm_desktop.core.store.journal_rows import read_entry
from crm_desktop.core.store.proofs import PROOF
from crm_desktop.core.store.read import chunks
from crm_desktop.core.store.rows import rows_of
from crm_desktop.core.store.tables import ENTRY, MAIN, PAST, from_row
from crm_desktop.core.store.tally import Tally, hidden_name, kept_totals, recount, row_hash, stored_totals
from crm_desktop.core.store.write import Batch

DAYS_FOR_ALL = 30
MOST_WEIGHED = 12  # records that differ at once of which it is tried out which ones the sums speak for
_BROKEN = (msgspec.DecodeError, ValueError, TypeError)  # what reading damaged bytes ends in


_HASHED = [place for place, column in enumerate(ENTRY.columns) if column in proofs.HASHED]


_PROVEN = (
    select(ENTRY, PROOF.c.hash)
    .outerjoin(PROOF, PROOF.c.seq == ENTRY.c.seq)
    .where(among_given(ENTRY.c.record, "ids"), ENTRY.c.entity == bindparam("kind"))
    .order_by(ENTRY.c.seq)
)


@functools.cache
def _ids_after(key: str) -> Select[Any]:
    """Word the question for the next records of an entity once: all are gone over, some each day."""
    column = MAIN[key].c.id
    return select(column).where(column > bindparam("last")).order_by(column).limit(bindparam("most"))


@functools.cache
def _children_in(table: Table, parent: str) -> Select[Any]:
    """Word the question for the records that hang on some others once, as above."""
    return select(table.c.id).where(among_given(table.c[parent], "ids"))


class Fault(msgspec.Struct, frozen=True):
    """A record of which row and journal differ. names: fields; "missing" or "extra": the row; "entry n": unreadable.

    hash_off: what the entity's sum lacks if the row is what somebody changed; None where nothing can be folded. entries:
    numbers of those that are not what was written.
    """

    entity: str
    record: str
    names: tuple[str, ...]
    hash_off: int | None
    entries: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"{self.entity} {self.record}: {', '.join(self.names)}"


class Healed(msgspec.Struct, frozen=True):
    """What was found and put right, what was found and left, as sentences; damaged: records of which the journal is."""

    healed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    damaged: tuple[tuple[str, str], ...] = ()


def content_hash(connection: Connection, role: str, nodes: Iterable[str] | None) -> dict[str, tuple[int, str]]:
    """Add up the hashes of all stored rows in some nodes (None: everywhere) by entity: key -> (rows, hash in hex).

    Fields that the role may not read do not count, so that a laptop and its server come to the same result. Nothing
    that is kept is trusted: each row is read.
    """
    wanted = None if nodes is None else frozenset(nodes)
    found = dict.fromkeys(REGISTRY, Total())
    for (key, node, hidden), total in stored_totals(connection).items():
        if hidden == hidden_name(REGISTRY[key], role) and (wanted is None or node in wanted):
            found[key] = found[key].plus(total)
    return {key: (total.records, f"{total.high:08x}{total.low:08x}") for key, total in found.items()}


def verify_store(connection: Connection) -> list[str]:
    """Fold the journal of every record anew and list those whose row says something else, as "entity id: fields".

    Then add up all rows anew and list the parts whose kept sum says something else, as "entity at node: sum".
    """
    found = []
    for key in REGISTRY:
        found += [str(fault) for fault in _faults(connection, key, _ids(connection, key))]
    for key in REGISTRY:
        found += [f"{key} at {node or 'everybody'}: sum" for node in _nodes_off(connection, key)]
    return found


def faulty_in(connection: Connection, key: str, after: str, limit: int) -> tuple[list[str], str]:
    """Fold the next records of an entity anew, in the order of their ids from `after` on.

    Returns the faults, and the id where to go on, "" at the end of the entity.
    """
    ids = list(connection.execute(_ids_after(key), {"last": after, "most": limit}).scalars())
    faults = [str(fault) for fault in _faults(connection, key, ids)]
    return faults, ids[-1] if len(ids) == limit else ""


def faulty_from(connection: Connection, place: str, least: int, at_once: int) -> tuple[list[str], str]:
    """Fold the records anew that follow a place ("": the beginning), at least so many, some at once.

    A month of days goes over all of them. Returns the faults, and the place where to go on, "" after the last record.
    """
    wanted = max(least, sum(one.records for one in kept_totals(connection).values()) // DAYS_FOR_ALL)
    keys = [*sorted(REGISTRY), ""]
    key, _, after = place.partition(" ")
    key = key if key in REGISTRY else keys[0]
    faults, seen = list[str](), 0
    while key and seen < wanted:
        found, after = faulty_in(connection, key, after, at_once)
        faults, seen = faults + found, seen + at_once
        key = key if after else keys[keys.index(key) + 1]
    return faults, f"{key} {after}" if key else ""


def heal_store(connection: Connection, keys: Iterable[str], first_row: int = 0) -> tuple[Healed, Batch]:
    """Put right, in the connection's transaction, what is wrong with some entities; see the head of this file.

    Returns also the batch that did it. An index that is kept beside has to be laid anew: nobody told it of the damage.
    first_row: as for a batch.
    """
    healed, left, damaged, folded = [], [], [], []
    batch = Batch(connection, first_row)
    for key in sorted(keys):
        faults = _faults(connection, key, _ids(connection, key))
        if mended := _mended(connection, faults):
            healed += mended
            faults = _faults(connection, key, _ids(connection, key))
        rows = _changed_rows(connection, key, faults)
        off = _nodes_off(connection, key)
        for fault in faults:
            if fault in rows:
                healed.append(str(fault))
                folded.append((fault.entity, fault.record))
                _remove_row(connection, fault)
            else:
                left.append(f"{fault} (the journal is damaged)")
                damaged.append((fault.entity, fault.record))
        if off and not faults:
            healed += [f"{key} at {node or 'everybody'}: sum" for node in off]
    batch.refold(folded)
    batch.flush()
    if healed:
        recount(connection, {*keys} | {key for key, _ in folded})
    return Healed(tuple(healed), tuple(left), tuple(damaged)), batch


def _mended(connection: Connection, faults: Iterable[Fault]) -> list[str]:
    """Put right what can be of the entries that are not what was written, and name them."""
    return [
        f"{fault.entity} {fault.record}: entry {seq}"
        for fault in faults
        for seq in fault.entries
        if proofs.mend(connection, seq)
    ]


def _remove_row(connection: Connection, fault: Fault) -> None:
    """Take a damaged row out before it is read by anything that trusts it."""
    table = MAIN[fault.entity]
    connection.execute(delete(table).where(table.c.id == fault.record))


def _changed_rows(connection: Connection, key: str, faults: Sequence[Fault]) -> list[Fault]:
    """Tell of which records the row was changed: those that the kept sum of the entity lacks."""
    missing = (_total(kept_totals(connection, [key])) - _sum_of(connection, key)) % (HALF * HALF)
    known = [fault for fault in faults if fault.hash_off is not None]
    sizes = [len(known), *range(len(known))] if len(known) <= MOST_WEIGHED else [len(known)]
    for size in sizes:
        for some in itertools.combinations(known, size):
            if sum(fault.hash_off or 0 for fault in some) % (HALF * HALF) == missing:
                return list(some)
    return []


def _total(totals: Mapping[tuple[str, str, str], Total]) -> int:
    return sum(total.high * HALF + total.low for (_, _, hidden), total in totals.items() if not hidden)


def _sum_of(connection: Connection, key: str) -> int:
    """Add up the hashes of the rows that can be read."""
    return sum(value for _, value in _row_hashes(connection, key))


def _row_hashes(connection: Connection, key: str) -> Iterable[tuple[str, int]]:
    rows = connection.execute(select(MAIN[key]).execution_options(stream_results=True)).mappings()
    for row in rows:
        raw = _read_row(REGISTRY[key], row)
        yield row["id"], 0 if raw is None else row_hash(REGISTRY[key], row["id"], row["node"], raw)


def _nodes_off(connection: Connection, key: str) -> list[str]:
    """Name the nodes at which the kept sums of an entity are not those of its rows."""
    tally = Tally()
    rows = connection.execute(select(MAIN[key]).execution_options(stream_results=True)).mappings()
    for row in rows:
        raw = _read_row(REGISTRY[key], row)
        if raw is not None:
            tally.put_in(REGISTRY[key], row["id"], row["node"], raw)
    kept, stored = kept_totals(connection, [key]), tally.totals()
    return sorted({part[1] for part in kept.keys() | stored.keys() if kept.get(part) != stored.get(part)})


def _ids(connection: Connection, key: str) -> list[str]:
    """List the records of an entity that have a journal or a row."""
    recorded = select(ENTRY.c.record).where(ENTRY.c.entity == key).distinct()
    ids = set(connection.execute(recorded).scalars()) | set(connection.execute(select(MAIN[key].c.id)).scalars())
    return sorted(ids)


def readable_row(connection: Connection, key: str, id_: str) -> dict[str, Raw] | None:
    """Read a row that somebody may have damaged; None where there is none, or it says nothing any more."""
    row = connection.execute(select(MAIN[key]).where(MAIN[key].c.id == id_)).mappings().first()
    return None if row is None else _read_row(REGISTRY[key], row)


def _read_row(declared: Entity, row: Any) -> dict[str, Raw] | None:
    try:
        return from_row(declared, row)
    except _BROKEN:
        return None


# ------------------------------------------------------------------------------------------------------ record by record


class _Lines(msgspec.Struct):
    """A record's journal, the numbers of the entries that cannot be read, and the node that all of them carry."""

    lines: list[Line]
    broken: list[int]
    node: str = ""


def _faults(connection: Connection, key: str, ids: Sequence[str]) -> list[Fault]:
    """Fold some records of an entity anew and give those whose row is not what came of it."""
    declared, faults = REGISTRY[key], list[Fault]()
    for part in chunks(ids):
        rows = {row["id"]: row for row in connection.execute(rows_of(key), {"ids": part}).mappings()}
        journal = _journal(connection, key, part)
        children = _children(connection, declared, part)
        states: dict[str, dict[str, Raw] | None] = {}
        for id_ in part:
            known = journal.get(id_, _Lines([], []))
            if known.broken:
                names = tuple(f"entry {seq}" for seq in known.broken)
                faults.append(Fault(key, id_, names, None, tuple(known.broken)))
                continue
            try:
                states[id_] = _folded(declared, known.lines, children.get(id_, []))
            except _BROKEN:
                numbers = ", ".join(str(line.seq) for line in known.lines)
                faults.append(Fault(key, id_, (f"entries {numbers}",), None))
        for id_, wanted in states.items():
            known = journal.get(id_, _Lines([], []))
            newest = max((line.seq for line in known.lines), default=-1)
            found = _compared(declared, id_, rows.get(id_), wanted, known.node, newest)
            faults += [] if found is None else [found]
    return faults


def _journal(connection: Connection, key: str, ids: Sequence[str]) -> dict[str, _Lines]:
    found: dict[str, _Lines] = {}
    for row in connection.execute(_PROVEN, {"ids": ids, "kind": key}):
        known = found.setdefault(row.record, _Lines([], []))
        known.node = row.node
        if row.hash is not None and proofs.proof_of([row[place] for place in _HASHED]) != row.hash:
            known.broken.append(row.seq)
            continue
        try:
            entry = read_entry(row)
        except _BROKEN:
            known.broken.append(row.seq)
        else:
            known.lines.append(Line(row.seq, row.happened, row.accepted, row.author, row.change, entry))
    return found


def _folded(declared: Entity, lines: Sequence[Line], children: list[dict[str, Raw]]) -> dict[str, Raw] | None:
    state = fold(declared, (line.entry for line in lines))
    if not state.stands:
        return None
    wanted = derived(declared, state.raw)
    return wanted if declared.gather is None else with_derived(wanted, declared.gather(wanted, children))


def _children(connection: Connection, declared: Entity, ids: Sequence[str]) -> dict[str, list[dict[str, Raw]]]:
    """Fold the records anew that some parents gather their derived values from: their rows are not to be trusted."""
    found: dict[str, list[dict[str, Raw]]] = {}
    if not declared.child:
        return found
    child = REGISTRY[declared.child]
    known: set[str] = set()
    for table in (MAIN[child.key], PAST[child.key]):
        known.update(connection.execute(_children_in(table, child.parent), {"ids": ids}).scalars())
    for part in chunks(sorted(known)):
        for id_, journal in _journal(connection, child.key, part).items():
            try:
                raw = _folded(child, journal.lines, [])
            except _BROKEN:
                continue  # named as a record of its own
            if raw is not None:
                found.setdefault(str(raw.get(child.parent)), []).append({**raw, "id": id_})
    return found


def _compared(declared: Entity, id_: str, row: Any, wanted: dict[str, Raw] | None, node: str, seq: int) -> Fault | None:
    """Hold a row against what the journal says; seq: the record's newest entry."""
    there = 0 if wanted is None else row_hash(declared, id_, node, wanted)
    if row is None:
        return None if wanted is None else Fault(declared.key, id_, ("missing",), there)
    raw = _read_row(declared, row)
    here = 0 if raw is None else row_hash(declared, id_, row["node"], raw)
    if wanted is None:
        names = ["extra"]
    elif raw is None:
        names = ["unreadable"]
    else:
        names = sorted(name for name in {*wanted, *raw} if wanted.get(name) != raw.get(name))
        names += [name for name, value in (("node", node), ("seq", seq)) if row[name] != value]
    return Fault(declared.key, id_, tuple(names), there - here) if names else None
