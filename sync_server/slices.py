"""Reading the journal for one scope: what is new in it, what entered it with its history, and what left."""

import functools
import itertools
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from operator import attrgetter
from typing import Any

import msgspec
from sqlalchemy import CompoundSelect, Connection, Row, bindparam, delete, func, select, union, union_all

from crm_desktop.core.access import Actor, covers, may_read
from crm_desktop.core.changes import Posted
from crm_desktop.core.protocol import Gone
from crm_desktop.core.store import Reader, read_posted, set_mark
from crm_desktop.core.store.among import among, among_given
from crm_desktop.core.store.rows import Key
from crm_desktop.core.store.tables import ENTRY
from sync_server.news import nodes_with_news
from sync_server.scope import in_scope_given
from sync_server.tables import MOVE

PAGE_ENTRIES = 2000
PAGE_BYTES = 8 << 20  # of what the entries say, unless it is one change
NODES_AT_ONCE = 400  # parts of one statement; SQLite takes 500
HORIZON = "horizon"  # a mark

_WITHIN = (ENTRY.c.seq > bindparam("after"), ENTRY.c.seq <= bindparam("upto"))
_ALL = select(ENTRY).where(*_WITHIN).order_by(ENTRY.c.seq).limit(bindparam("most"))
_BEHIND = select(ENTRY.c.seq).where(ENTRY.c.seq > bindparam("after")).offset(bindparam("count")).limit(1)
_BEHIND_AT = _BEHIND.where(in_scope_given(ENTRY.c.node))
_NUMBERED = select(ENTRY).where(among_given(ENTRY.c.seq, "seqs")).order_by(ENTRY.c.seq)
_PLACES = select(ENTRY.c.entity, ENTRY.c.record, ENTRY.c.node).where(among_given(ENTRY.c.record, "records")).distinct()
_RECORDS_AT = select(ENTRY.c.entity, ENTRY.c.record, ENTRY.c.node).where(in_scope_given(ENTRY.c.node)).distinct()
_HISTORY = (
    select(ENTRY).where(among_given(ENTRY.c.record, "records"), ENTRY.c.seq <= bindparam("upto")).order_by(ENTRY.c.seq)
)
_MOVES = union(
    *(
        select(MOVE).where(among_given(end, "nodes"), MOVE.c.seq > bindparam("after"), MOVE.c.seq <= bindparam("upto"))
        for end in (MOVE.c.before, MOVE.c.after)
    )
).order_by("n")


class Slice(msgspec.Struct, frozen=True):
    """Part of the journal in the order of its numbers; upto: where the next slice begins; more: it is not all."""

    posted: tuple[Posted, ...]
    upto: int
    more: bool


def slice_of(connection: Connection, actor: Actor, after: int, upto: int, limit: int = PAGE_ENTRIES) -> Slice:
    """Read the entries in an actor's scope numbered after < seq <= upto, whole changes only.

    What others did costs nothing: only the entries of the actor's own nodes are gone through, in the order of numbers.
    """
    nodes = [] if actor.sees_everything else nodes_with_news(connection, actor.nodes, after)
    if actor.sees_everything:
        rows = connection.execute(_ALL, {"after": after, "upto": upto, "most": limit}).all()
    else:
        numbers = _numbers_in(connection, nodes, after, upto, limit)
        rows = connection.execute(_NUMBERED, {"seqs": numbers}).all() if numbers else []
    fitting = _fitting(rows)
    if len(rows) < limit and fitting == len(rows):
        return Slice(changes_of(rows), upto, more=False)
    rows = rows[:fitting]
    last = rows[-1].change
    # Only where it ends: a change that a restored server got back in pieces stands at several places.
    whole = list(rows)
    while whole and whole[-1].change == last:
        whole.pop()
    if whole:
        return Slice(changes_of(whole), whole[-1].seq, more=True)
    # One change fills the page: it goes out whole all the same.
    # As far as it stands together: what it has behind another change is of a later slice.
    query = select(ENTRY).where(ENTRY.c.seq > after, ENTRY.c.seq <= upto).order_by(ENTRY.c.seq)
    query = query if actor.sees_everything else query.where(among(ENTRY.c.node, nodes))
    others = query.where(ENTRY.c.change != last).order_by(None).with_only_columns(func.min(ENTRY.c.seq))
    end = connection.execute(others).scalar()
    query = query.where(ENTRY.c.change == last)
    rest = connection.execute(query if end is None else query.where(ENTRY.c.seq < end)).all()
    return Slice(changes_of(rest), rest[-1].seq, more=True)


def _fitting(rows: Sequence[Row[Any]]) -> int:
    """Count the first rows that go on one page, at least one: no laptop takes a message of any size."""
    size = 0
    for count, row in enumerate(rows):
        size += len(row.body)
        if size > PAGE_BYTES and count:
            return count
    return len(rows)


def _numbers_in(connection: Connection, nodes: Sequence[str], after: int, upto: int, limit: int) -> list[int]:
    """List the first numbers at some nodes with after < seq <= upto."""
    found: list[int] = []
    for start in range(0, len(nodes), NODES_AT_ONCE):
        part = nodes[start : start + NODES_AT_ONCE]
        values = {"after": after, "upto": upto, "limit": limit, **{f"node{n}": node for n, node in enumerate(part)}}
        found += connection.execute(_merged(len(part)), values).scalars().all()
    return sorted(found)[:limit]


@functools.cache
def _merged(count: int) -> CompoundSelect[int]:
    """Word the question for the numbers at so many nodes: each is a range of one index, and the database merges them.

    Asked for all nodes in one condition it would either walk past everything that others did or sort all that is new.
    """
    ranges = (select(ENTRY.c.seq).where(ENTRY.c.node == bindparam(f"node{n}"), *_WITHIN) for n in range(count))
    return union_all(*ranges).order_by("seq").limit(bindparam("limit"))


def is_more(connection: Connection, actor: Actor, after: int, count: int) -> bool:
    """Tell whether an actor's scope has more entries after a number than so many."""
    values = {"after": after, "count": count}
    if actor.sees_everything:
        return connection.execute(_BEHIND, values).first() is not None
    return connection.execute(_BEHIND_AT, {**values, "nodes": actor.nodes}).first() is not None


def changes_of(rows: Iterable[Row[Any]]) -> tuple[Posted, ...]:
    """Group journal rows in order into changes."""
    return tuple(read_posted(list(group)) for _, group in itertools.groupby(rows, attrgetter("change")))


def arrivals(
    connection: Connection, before: frozenset[str], actor: Actor, after: int, upto: int
) -> tuple[tuple[Posted, ...], tuple[Gone, ...]]:
    """Work out the records that entered and left a scope by moves numbered after <= seq <= upto.

    before: the nodes the asker held at `after`. What counts is where a record is now: nothing is sent that left again.
    Those that entered come with their whole history up to `after`; what is newer comes with the slice. One that was
    away in between counts as entered, one that was here in between as left: an earlier page, answered then, went by that.
    """
    entered, left = _movers(connection, before, actor, after, upto)
    return history_of(connection, entered, after), gone_of(left)


def without_early(
    connection: Connection, posted: Iterable[Posted], actor: Actor, after: int, upto: int
) -> tuple[Posted, ...]:
    """Leave out the entries of records that enter a scope by moves numbered after < seq <= upto: they come whole then.

    Until then the asker would hold parts of a history that the server, were it restored in between, knew nothing of.
    """
    early, _ = _movers(connection, actor.nodes, actor, after, upto)
    if not early:
        return tuple(posted)
    kept = []
    for one in posted:
        pairs = [
            (seq, entry)
            for seq, entry in zip(one.seqs, one.change.entries, strict=True)
            if (entry.entity, entry.record) not in early
        ]
        if pairs:
            change = msgspec.structs.replace(one.change, entries=tuple(entry for _, entry in pairs))
            kept.append(msgspec.structs.replace(one, change=change, seqs=tuple(seq for seq, _ in pairs)))
    return tuple(kept)


def _movers(
    connection: Connection, before: frozenset[str], actor: Actor, after: int, upto: int
) -> tuple[set[Key], set[Key]]:
    """Name the records that entered, and those that left."""
    if actor.sees_everything:
        return set(), set()
    paths: dict[Key, list[str]] = {}
    for move in _moves_at(connection, before | actor.nodes, after, upto):
        paths.setdefault((move.entity, move.record), []).extend((move.before, move.after))
    places = places_of(connection, paths)
    stays = {key for key, node in places.items() if may_read(actor, node)}
    was = {key: [covers(before, node) for node in path] for key, path in paths.items()}
    entered = {key for key, inside in was.items() if key in stays and not all(inside)}
    left = {key for key, inside in was.items() if key not in stays and any(inside)}
    return entered, left


def _moves_at(connection: Connection, nodes: AbstractSet[str], after: int, upto: int) -> list[Row[Any]]:
    """List the moves from and to some nodes numbered after < seq <= upto, in the order in which they happened."""
    concerned = nodes_with_news(connection, nodes, after)
    values = {"nodes": concerned, "after": after, "upto": upto}
    return list(connection.execute(_MOVES, values)) if concerned else []


def forget_moves(connection: Connection, before_us: int) -> None:
    """Forget the moves that the server accepted before a moment: a cursor from before them is not served any more."""
    query = select(func.max(MOVE.c.seq)).join(ENTRY, ENTRY.c.seq == MOVE.c.seq).where(ENTRY.c.accepted < before_us)
    upto = connection.execute(query).scalar()
    if upto is not None:
        connection.execute(delete(MOVE).where(MOVE.c.seq <= upto))
        set_mark(connection, HORIZON, str(upto))


def horizon(connection: Connection) -> int:
    """Give the number up to which moves were forgotten: a laptop that has read less far loads anew."""
    return int(Reader(connection).mark(HORIZON, "0"))


def places_of(connection: Connection, keys: Iterable[Key]) -> dict[Key, str]:
    """Find the node where some records are, or were when they were deleted: each entry carries it."""
    wanted = set(keys)
    if not wanted:
        return {}
    rows = connection.execute(_PLACES, {"records": {record for _, record in wanted}})
    found = {(entity, record): node for entity, record, node in rows}
    return {key: found[key] for key in wanted if key in found}


def history_of(connection: Connection, records: set[Key], upto: int) -> tuple[Posted, ...]:
    """Read the whole history of some records up to a number, in order."""
    if not records:
        return ()
    rows = connection.execute(_HISTORY, {"records": {record for _, record in records}, "upto": upto})
    return changes_of([row for row in rows if (row.entity, row.record) in records])


def records_left(connection: Connection, nodes: AbstractSet[str], actor: Actor) -> tuple[Gone, ...]:
    """List the records in some nodes that an actor does not hold, by entity; deleted ones too, whose history a laptop
    may hold.
    """
    found = connection.execute(_RECORDS_AT, {"nodes": nodes})
    return gone_of({(entity, record) for entity, record, node in found if not may_read(actor, node)})


def gone_of(keys: Iterable[Key]) -> tuple[Gone, ...]:
    """Put the keys of records that left together by entity."""
    found: dict[str, list[str]] = {}
    for key, id_ in sorted(keys):
        found.setdefault(key, []).append(id_)
    return tuple(Gone(key, tuple(ids)) for key, ids in found.items())
