"""Own changes that come back as they were sent: their waiting lines are numbered, nothing else changes."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, Update, bindparam, select, update

from crm_desktop.core.changes import NEVER, WAITING, Act, Entry, Posted, Touched
from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.protocol import encode
from crm_desktop.core.store import proofs
from crm_desktop.core.store.among import among_given
from crm_desktop.core.store.rows import Key
from crm_desktop.core.store.tables import ENTRY, MAIN, PAST

_NUMBER = (
    update(ENTRY)
    .where(ENTRY.c.seq == bindparam("waiting"))
    .values(seq=bindparam("number"), accepted=bindparam("moment"))
)
_WAITING_FOR = select(ENTRY).where(among_given(ENTRY.c.record, "records"), ENTRY.c.seq >= WAITING).order_by(ENTRY.c.seq)
_HELD = select(ENTRY.c.seq).where(among_given(ENTRY.c.seq, "seqs"))
_PROVEN = tuple(column.name for column in proofs.HASHED)


class Numbered(NamedTuple):
    """A line of the server for one that waits: its number and moment there, and how it is written here."""

    seq: int
    accepted: int
    waiting: Row[Any]

    def written(self) -> tuple[Any, ...]:
        """Give what the journal says of it from now on, as it is proven."""
        numbered = {"seq": self.seq, "accepted": self.accepted}
        return tuple(numbered[name] if name in numbered else getattr(self.waiting, name) for name in _PROVEN)


def settle_own(connection: Connection, device: str, part: Sequence[Posted]) -> tuple[list[Posted], Touched]:
    """Number what came back as this laptop sent it; give what is left of the part, and the records that are settled.

    Folding such records anew would come to what their rows say already: nobody else is concerned, all that waited for
    them is there, the server took it as it was and at one moment.
    """
    own = [posted for posted in part if posted.change.device == device]
    if not own:
        return list(part), {}
    lines = _settled(connection, own, part)
    if not lines:
        return list(part), {}
    for key in {key for key, _ in lines}:
        _settle_rows(connection, key, {id_: found for (other, id_), found in lines.items() if other == key})
    every = [one for found in lines.values() for one in found]
    connection.execute(
        _NUMBER, [{"waiting": one.waiting.seq, "number": one.seq, "moment": one.accepted} for one in every]
    )  # fmt: skip
    proofs.note(connection, (one.written() for one in every))
    touched: dict[str, set[str]] = {}
    for key, id_ in lines:
        touched.setdefault(key, set()).add(id_)
    return _without(part, lines.keys()), {key: frozenset(ids) for key, ids in touched.items()}


def _settled(connection: Connection, own: Sequence[Posted], part: Sequence[Posted]) -> dict[Key, list[Numbered]]:
    """Find the records of which the part settles all that waits, and nothing else comes."""
    records = {entry.record for posted in own for entry in posted.change.entries}
    waiting: dict[Key, list[Row[Any]]] = {}
    for row in connection.execute(_WAITING_FOR, {"records": records}):
        waiting.setdefault((row.entity, row.record), []).append(row)
    come: dict[Key, list[tuple[Posted, int, Entry]]] = {}
    for posted in part:
        for seq, entry in zip(posted.seqs, posted.change.entries, strict=True):
            come.setdefault((entry.entity, entry.record), []).append((posted, seq, entry))
    held = _held(connection, (seq for posted in own for seq in posted.seqs))
    found: dict[Key, list[Numbered]] = {}
    for key, rows in waiting.items():
        lines = come.get(key, [])
        is_alone = key[0] in REGISTRY and not (REGISTRY[key[0]].parent or REGISTRY[key[0]].child)
        if is_alone and _are_same(lines, rows) and held.isdisjoint(seq for _, seq, _ in lines):
            found[key] = [
                Numbered(seq, posted.accepted, row) for (posted, seq, _), row in zip(lines, rows, strict=True)
            ]
    return found


def _are_same(come: Sequence[tuple[Posted, int, Entry]], waiting: Sequence[Row[Any]]) -> bool:
    """Tell whether lines of the server are the waiting ones, taken as they were and at one moment."""
    if len(come) != len(waiting) or len({posted.accepted for posted, _, _ in come}) != 1:
        return False
    return all(
        (posted.change.id, posted.change.happened, int(entry.act)) == (row.change, row.happened, row.act)
        and entry.act in (Act.CREATE, Act.EDIT)
        and encode((entry.fields, entry.lost, entry.merged)) == row.body
        for (posted, _, entry), row in zip(come, waiting, strict=True)
    )


def _held(connection: Connection, seqs: Iterable[int]) -> set[int]:
    """Name the numbers that the journal has already, as after a load that ran beside others' work."""
    return set(connection.execute(_HELD, {"seqs": list(seqs)}).scalars())


def _settle_rows(connection: Connection, key: str, lines: Mapping[str, Sequence[Numbered]]) -> None:
    """Let the rows stand at the server's numbers; what they were before was known until the server took the change."""
    rows = [{"which": id_, "number": found[-1].seq, "moment": found[-1].accepted} for id_, found in lines.items()]
    connection.execute(_row_settles(key), rows)
    connection.execute(_past_settles(key), [{"which": row["which"], "moment": row["moment"]} for row in rows])


@functools.cache
def _row_settles(key: str) -> Update:
    """Word once how a row comes to stand at the server's number."""
    main = MAIN[key]
    return (
        update(main)
        .where(main.c.id == bindparam("which"))
        .values(seq=bindparam("number"), accepted=bindparam("moment"))
    )


@functools.cache
def _past_settles(key: str) -> Update:
    """Word once how what a row was before comes to be known until then."""
    past = PAST[key]
    until_now = past.c.id == bindparam("which"), past.c.accepted_to == NEVER
    return update(past).where(*until_now).values(accepted_to=bindparam("moment"))


def _without(part: Sequence[Posted], settled: Iterable[Key]) -> list[Posted]:
    """Leave the entries of some records out of a part."""
    done = set(settled)
    left: list[Posted] = []
    for posted in part:
        change = posted.change
        kept = [n for n, entry in enumerate(change.entries) if (entry.entity, entry.record) not in done]
        if len(kept) == len(change.entries):
            left.append(posted)
        elif kept:
            entries = tuple(change.entries[n] for n in kept)
            seqs = tuple(posted.seqs[n] for n in kept)
            left.append(Posted(msgspec.structs.replace(change, entries=entries), seqs, posted.accepted))
    return left
