"""The organisation's journal: one total order, written under one lock, read by scope."""

import itertools
import threading
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from operator import attrgetter
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Index,
    LargeBinary,
    MetaData,
    Row,
    Table,
    delete,
    event,
    func,
    or_,
    select,
)

from crm_desktop.core.access import BELOW, Actor, actor_for, covers, may_read, stands_for
from crm_desktop.core.changes import Posted
from crm_desktop.core.entities import Territory, User
from crm_desktop.core.protocol import Gone
from crm_desktop.core.store import Batch, Reader, newest_seq, read_posted, set_mark
from crm_desktop.core.store.among import among
from crm_desktop.core.store.sqlite import WRITES
from crm_desktop.core.store.tables import BIG, ENTRY, TEXT
from crm_desktop.core.store.write import Key
from sync_server.listening import Listening
from sync_server.postgres import is_shared, tell_others, write_alone

server_tables = MetaData()

MOVE = Table(
    "move",
    server_tables,
    Column("n", BIG, primary_key=True, autoincrement=True),
    Column("seq", BIG, nullable=False, index=True),
    Column("entity", TEXT, nullable=False),
    Column("record", TEXT, nullable=False),
    Column("before", TEXT, nullable=False),
    Column("after", TEXT, nullable=False),
)
"""Records that went from one node to another, and the number up to which the journal stood when they did."""

DEVICE_MARK = Table(
    "device_mark",
    server_tables,
    Column("device", TEXT, primary_key=True),
    Column("counter", BIG, nullable=False),
    Column("happened", BIG, nullable=False),
)
"""The highest change taken of each device, kept in the transaction of its effects, and when that change happened."""

HEARD = Table("heard", server_tables, Column("device", TEXT, primary_key=True), Column("seq", BIG, nullable=False))
"""The number up to which each device had read the journal when it last asked, as of its last push."""

MEMBER = Table(
    "member",
    server_tables,
    Column("record", TEXT, primary_key=True),
    Column("user", TEXT, primary_key=True),
    Column("node", TEXT, nullable=False),
    Column("above", TEXT, nullable=False, index=True),
)
"""Who is on whose team: people of records that have a node of their own, that node, and the one of the tree above it."""

SCOPE = Table(
    "scope", server_tables, Column("digest", TEXT, primary_key=True), Column("nodes", LargeBinary, nullable=False)
)
"""Scopes that cursors refer to by their digest."""

PAGE_ENTRIES = 2000
HORIZON = "horizon"  # a mark
Index("move_by_record", MOVE.c.record)
Index("member_by_user", MEMBER.c.user, MEMBER.c.node)


class Slice(msgspec.Struct, frozen=True):
    """Part of the journal in the order of its numbers; upto: where the next slice begins; more: it is not all."""

    posted: tuple[Posted, ...]
    upto: int
    more: bool


class Journal:
    """Hold the engine and the one lock under which numbers are given (law 3), to the commit.

    On PostgreSQL the lock is the database's, and several processes may serve one organisation: each hears of the
    others' commits as soon as somebody waits for news. Disposing of the engine ends that.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._lock = threading.Lock()
        self._news = threading.Condition()
        self._listening: Listening | None = None
        event.listen(engine, "engine_disposed", lambda _engine: self._listen_no_more())
        with engine.connect() as connection:
            self._newest = newest_seq(connection)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a write transaction under the lock; it commits at the end, or nothing of it happened."""
        writing = {WRITES: True}
        with self._lock, self.engine.connect().execution_options(**writing) as connection, connection.begin():
            write_alone(connection)
            yield connection
            newest = newest_seq(connection)
            if newest > self._newest:
                tell_others(connection, newest)
        self._hear(newest)

    def _hear(self, newest: int) -> None:
        with self._news:
            self._newest = max(self._newest, newest)
            self._news.notify_all()

    def _listen_no_more(self) -> None:
        with self._news:
            listening, self._listening = self._listening, None
        if listening is not None:
            listening.close()

    def wait_for_news(self, seq: int, wait_s: float) -> bool:
        """Wait until the journal is longer than seq, at most wait_s seconds."""
        with self._news:
            if wait_s > 0 and self._listening is None and is_shared(self.engine):
                self._listening = Listening(self.engine, self._hear)
            return self._news.wait_for(lambda: self._newest > seq, timeout=wait_s)


def record_moves(connection: Connection, batch: Batch, seq: int) -> None:
    """Keep which records changed their node, so that laptops on both sides hear of it; seq: the journal's end."""
    rows = [
        {"seq": seq, "entity": move.key[0], "record": move.key[1], "before": move.before, "after": move.after}
        for move in batch.moved
        if move.before and move.before != move.after
    ]
    if rows:
        connection.execute(MOVE.insert(), rows)
    for (_, record), team in batch.teams.items():
        connection.execute(MEMBER.delete().where(MEMBER.c.record == record))
        above = team.node.partition(BELOW)[0]
        members = [{"record": record, "user": user, "node": team.node, "above": above} for user in team.people]
        if members:
            connection.execute(MEMBER.insert(), members)


def in_scope(column: ColumnElement[str], nodes: AbstractSet[str]) -> ColumnElement[bool]:
    """Ask whether a column holds one of some nodes, or one of a record with a team just below them."""
    wanted = sorted(nodes)
    below = select(MEMBER.c.node).where(MEMBER.c.above.in_(wanted))
    return or_(column.in_(wanted), column.in_(below))


def nodes_of(connection: Connection, actor: Actor) -> frozenset[str] | None:
    """List the nodes in an actor's scope, those of records with a team among them; None: all there are."""
    if actor.sees_everything:
        return None
    below = select(MEMBER.c.node).where(MEMBER.c.above.in_(sorted(actor.nodes)))
    return actor.nodes.union(connection.execute(below).scalars())


def actor_of(connection: Connection, user_id: str) -> Actor | None:
    """Work out what an active user may see now; None where there is no such user."""
    reader = Reader(connection)
    people = {one.id: one for one in reader.find(User)}
    user = people.get(user_id)
    if user is None or user.is_inactive:
        return None
    persons = sorted(stands_for(user_id, people.values()))
    teams = connection.execute(select(MEMBER.c.node).where(MEMBER.c.user.in_(persons))).scalars()
    return actor_for(user, reader.find(Territory), people.values(), teams)


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


def slice_of(connection: Connection, actor: Actor, after: int, upto: int, limit: int = PAGE_ENTRIES) -> Slice:
    """Read the entries in an actor's scope numbered after < seq <= upto, whole changes only."""
    query = select(ENTRY).where(ENTRY.c.seq > after, ENTRY.c.seq <= upto)
    if not actor.sees_everything:
        query = query.where(in_scope(ENTRY.c.node, actor.nodes))
    rows = connection.execute(query.order_by(ENTRY.c.seq).limit(limit)).all()
    if len(rows) < limit:
        return Slice(changes_of(rows), upto, more=False)
    last = rows[-1].change
    whole = [row for row in rows if row.change != last]
    if whole:
        return Slice(changes_of(whole), whole[-1].seq, more=True)
    # One change fills the page: it goes out whole all the same.
    rest = connection.execute(query.where(ENTRY.c.change == last).order_by(ENTRY.c.seq)).all()
    return Slice(changes_of(rest), rest[-1].seq, more=True)


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
    if actor.sees_everything:
        return (), ()
    paths: dict[Key, list[str]] = {}
    moves = connection.execute(select(MOVE).where(MOVE.c.seq > after, MOVE.c.seq <= upto).order_by(MOVE.c.n))
    for move in moves.mappings():
        paths.setdefault((move["entity"], move["record"]), []).extend((move["before"], move["after"]))
    places = places_of(connection, paths)
    stays = {key for key, node in places.items() if may_read(actor, node)}
    was = {key: [covers(before, node) for node in path] for key, path in paths.items()}
    entered = {key for key, inside in was.items() if key in stays and not all(inside)}
    left = {key for key, inside in was.items() if key not in stays and any(inside)}
    return history_of(connection, entered, after), gone_of(left)


def places_of(connection: Connection, keys: Iterable[Key]) -> dict[Key, str]:
    """Find the node where some records are, or were when they were deleted: each entry carries it."""
    wanted = set(keys)
    records = {record for _, record in wanted}
    query = select(ENTRY.c.entity, ENTRY.c.record, ENTRY.c.node).where(among(ENTRY.c.record, records)).distinct()
    found = {(entity, record): node for entity, record, node in connection.execute(query)}
    return {key: found[key] for key in wanted if key in found}


def history_of(connection: Connection, records: set[Key], upto: int) -> tuple[Posted, ...]:
    """Read the whole history of some records up to a number, in order."""
    ids = {record for _, record in records}
    query = select(ENTRY).where(among(ENTRY.c.record, ids), ENTRY.c.seq <= upto).order_by(ENTRY.c.seq)
    return changes_of([row for row in connection.execute(query) if (row.entity, row.record) in records])


def records_left(connection: Connection, nodes: AbstractSet[str], actor: Actor) -> tuple[Gone, ...]:
    """List the records in some nodes that an actor does not hold, by entity; deleted ones too, whose history a laptop
    may hold.
    """
    query = select(ENTRY.c.entity, ENTRY.c.record, ENTRY.c.node).where(in_scope(ENTRY.c.node, nodes)).distinct()
    found = connection.execute(query)
    return gone_of({(entity, record) for entity, record, node in found if not may_read(actor, node)})


def gone_of(keys: Iterable[Key]) -> tuple[Gone, ...]:
    """Put the keys of records that left together by entity."""
    found: dict[str, list[str]] = {}
    for key, id_ in sorted(keys):
        found.setdefault(key, []).append(id_)
    return tuple(Gone(key, tuple(ids)) for key, ids in found.items())
