"""Writing journal entries, and the rows and pasts that follow from them, one batch in one transaction."""

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, delete, func, insert, literal_column, select, update

from crm_desktop.core.access import EVERYBODY, node_of, private_node
from crm_desktop.core.changes import (
    NEVER,
    WAITING,
    Act,
    Children,
    Entry,
    Line,
    Posted,
    Touched,
    derived,
    edited,
    fold,
    versions,
    with_derived,
)  # fmt: skip
from crm_desktop.core.protocol import encode
from crm_desktop.core.schema import REGISTRY, Entity, Raw
from crm_desktop.core.store.among import among
from crm_desktop.core.store.bulk import copy_rows, insert_rows, insert_values, update_rows
from crm_desktop.core.store.read import Reader, chunks, read_entry, read_line
from crm_desktop.core.store.tables import ENTRY, EXTRA, MAIN, MARK, PAST, from_columns, from_row, to_row
from crm_desktop.core.store.tally import Tally

Key = tuple[str, str]
"""Entity key, record id."""

DELETIONS = ENTRY.c.act == literal_column(str(int(Act.DELETE)))  # as the index of them says it
_CLOSED = ("happened_to", "accepted", "accepted_to")
"""What a state that becomes past does not have from its row; `accepted` may be off its axis."""


class Row(msgspec.Struct):
    """A record in the hands of a batch: raw values (None: does not stand) and what its main row says beside them."""

    raw: dict[str, Raw] | None = None
    seq: int = -1
    happened: int = 0
    accepted: int = 0
    node: str = ""
    n: int | None = None  # the row's number in its table; None: no row there yet
    was: dict[str, Raw] | None = None  # raw values in the table before this batch
    was_node: str = ""
    held: dict[str, Raw] | None = None  # raw values in the table now
    held_node: str = ""
    is_changed: bool = False
    lines: int = 0  # journal lines it has, as far as needed: 0 none, 1 some


class Moved(msgspec.Struct, frozen=True):
    """A record that went from one node of the tree to another ("" on the way in: it is new)."""

    key: Key
    before: str
    after: str


class Team(msgspec.Struct, frozen=True):
    """The people on the team of a record, and its node."""

    people: tuple[str, ...]
    node: str


class Batch:
    """Collect posted changes, then write them: journal, rows, pasts and derived values, all in one transaction.

    Rows are read in bulk before and written in bulk after, so that a page of a thousand changes costs a few dozen
    statements. Use: `load` what comes, `apply` each change, `flush` once. moved: records that changed their node; teams:
    records whose team was written or whose node changed, with their people and their node; heights: node -> highest
    number of what was journalled there;
    written: (entity key, row number, new raw values or None) of every row of which a searched field was written, for an
    index kept beside.
    first_row: new rows are numbered above it.
    """

    def __init__(self, connection: Connection, first_row: int = 0) -> None:
        self._connection = connection
        self._first_row = first_row
        self._rows: dict[Key, Row] = {}
        self._entries: list[tuple[Any, ...]] = []  # rows of the journal without their node, which is known at the end
        self._lines: dict[Key, list[tuple[Posted, int, Entry]]] = {}
        self._histories: dict[Key, list[Any]] = {}  # rows of the journal, unread: of most only the newest counts
        self._pasts: dict[str, list[dict[str, Any]]] = {}
        self._closed: dict[str, dict[str, tuple[int, ...]]] = {}  # states that become past as their rows have them
        self._refold: set[Key] = set()
        self._parents: dict[Key, set[tuple[int, int]]] = {}  # when their children or themselves changed
        self._held: set[int] = set()  # numbers of coming entries that the journal has already
        self._families: set[Key] = set()  # parents of which a child was folded again
        self._rehomed: list[str] = []  # users whose home territory changed
        self._folded: set[Key] = set()
        self._next_n: dict[str, int] = {}
        self._resettled: set[Key] = set()  # new records that moved at once: what came along has to follow
        self._carried = 0
        self._tally = Tally()
        self._left: set[str] = set()  # nodes that something left: what was deleted there may have to follow
        self._went: set[Key] = set()  # and what it was
        self._strays: set[Key] = set()  # records that a load beside others' work may have read after what follows them
        self.moved: list[Moved] = []
        self.teams: dict[Key, Team] = {}
        self.heights: dict[str, int] = {}
        self.written: list[tuple[str, int, dict[str, Raw] | None]] = []
        self._touched: dict[str, set[str]] = {}

    # ------------------------------------------------------------------------------------------------------- read

    def load(self, keys: Iterable[Key]) -> None:
        """Read the current rows of records, in bulk."""
        # In the order given, because new rows are numbered in it: search by recency, and one seed one company.
        wanted: dict[str, dict[str, None]] = {}
        for key, id_ in keys:
            if (key, id_) not in self._rows:
                wanted.setdefault(key, {})[id_] = None
        for key, ids in wanted.items():
            table, declared = MAIN[key], REGISTRY[key]
            for n, id_, seq, happened, accepted, node, *columns in self._connection.execute(
                select(table).where(among(table.c.id, ids))
            ):
                raw = from_columns(declared, columns)
                self._rows[key, id_] = Row(raw, seq, happened, accepted, node, n, raw, node, raw, node, lines=1)
            missing = [id_ for id_ in ids if (key, id_) not in self._rows]
            places = self._last_places(key, missing)
            for id_ in missing:
                place = places.get(id_, "")
                self._rows[key, id_] = Row(node=place, was_node=place, lines=1 if id_ in places else 0)

    def _last_places(self, key: str, ids: Sequence[str]) -> dict[str, str]:
        """Find the nodes of records that have a journal and no row: they were deleted."""
        if not ids:
            return {}
        query = select(ENTRY.c.record, ENTRY.c.node).where(among(ENTRY.c.record, ids), ENTRY.c.entity == key)
        return {row.record: row.node for row in self._connection.execute(query.distinct())}

    def expect_new(self, key: str, id_: str) -> None:
        """Say that nobody can know this record yet, so that nothing is looked up for it."""
        self._rows[key, id_] = Row()

    def row(self, key: str, id_: str) -> Row:
        """Give a record's row as this batch has it so far."""
        if (key, id_) not in self._rows:
            self.load([(key, id_)])
        return self._rows[key, id_]

    def node(self, key: str, id_: str) -> str | None:
        """Give the node of a record that stands, None where it does not."""
        row = self.row(key, id_)
        return None if row.raw is None else row.node

    def home(self, user: str) -> str:
        """Give the home territory of a user, "" where there is none."""
        raw = self.row("user", user).raw
        return str((raw or {}).get("home") or "")

    def stands_elsewhere(self, key: str, id_: str, values: Mapping[str, Raw]) -> bool:
        """Tell whether another record says the same in some fields, as the rows were before this batch."""
        table = MAIN[key]
        query = select(table.c.id).where(table.c.id != id_, *(table.c[name] == value for name, value in values.items()))
        return self._connection.execute(query.limit(1)).first() is not None

    def last_node(self, key: str, id_: str) -> str | None:
        """Give the node of a record, also of one that was deleted; None where it never was."""
        row = self.row(key, id_)
        return None if row.raw is None and not row.lines else row.node

    def place(self, declared: Entity, id_: str, raw: Mapping[str, Raw]) -> str:
        """Work out the node that raw values belong to; what follows a deleted record lies where that does."""
        return node_of(declared, id_, raw, self.last_node, self.home)

    def history(self, key: str, id_: str) -> list[Line]:
        """Give a record's journal lines, those of this batch included."""
        if (key, id_) not in self._histories:
            self.load_histories([(key, id_)])
        held = [read_line(row) for row in self._histories[key, id_]]
        return [*held, *(_line(*one) for one in self._lines.get((key, id_), []))]

    def newest_line(self, key: str, id_: str, is_wanted: Callable[[Line], bool]) -> Line | None:
        """Give the newest of a record's journal lines that is wanted."""
        if (key, id_) not in self._histories:
            self.load_histories([(key, id_)])
        own = (_line(*one) for one in reversed(self._lines.get((key, id_), [])))
        held = (read_line(row) for row in reversed(self._histories[key, id_]))
        return next((line for line in itertools.chain(own, held) if is_wanted(line)), None)

    def load_histories(self, keys: Collection[Key]) -> None:
        """Read the journal lines of records whose history will be asked for, in bulk."""
        self._histories.update((key, []) for key in keys)
        for row in Reader(self._connection).line_rows({id_ for _, id_ in keys}):
            if (found := self._histories.get((row.entity, row.record))) is not None:
                found.append(row)

    # ------------------------------------------------------------------------------------------------------ apply

    def apply(self, posted: Posted) -> None:
        """Lay one posted change over the rows; entries already held are skipped."""
        change = posted.change
        for seq, entry in zip(posted.seqs, change.entries, strict=True):
            key = (entry.entity, entry.record)
            declared = REGISTRY[entry.entity]
            row = self.row(*key)
            self._journal(posted, seq, entry)
            if seq in self._held:
                self._strays.add(key)
            is_new = row.raw is None and row.lines == 0 and entry.act is Act.CREATE and key not in self._refold
            if not is_new and (
                row.raw is None
                or seq in self._held
                or seq <= row.seq
                or change.happened < row.happened
                or (row.accepted == NEVER and posted.accepted != NEVER)
                or key in self._refold
            ):
                self._refold.add(key)
                if row.raw is not None and seq > row.seq and row.accepted != NEVER:
                    # The pasts wait for the journal, the current values need not: they fold in this order.
                    row.raw = None if entry.act is Act.DELETE else edited(declared, row.raw, entry)
                    row.seq = seq
                elif row.raw is None and entry.act is Act.RESTORE and posted.accepted != NEVER:
                    self._stand_again(declared, entry.record, row, seq)
                continue
            before = row.raw or {}
            raw = edited(declared, before, entry)
            if not is_new:
                self._close(key, row, change.happened, posted.accepted)
            row.raw = None if entry.act is Act.DELETE else raw
            row.seq, row.happened, row.accepted, row.lines = seq, change.happened, posted.accepted, 1
            row.is_changed = True
            placing = (*declared.follows, declared.team)
            if row.raw is not None and (is_new or any(name in entry.fields for name in placing)):
                self._settle(declared, entry.record, row, raw)
                if not is_new and not row.was_node:
                    self._resettled.add(key)
            if declared.gather is not None or declared.parent:
                for values in (before, raw):
                    self._note_family(declared, entry.record, values, change.happened, posted.accepted)
        self._touch((entry.entity, entry.record) for entry in change.entries)

    def _stand_again(self, declared: Entity, id_: str, row: Row, seq: int) -> None:
        """Give a restored record its values at once: what comes behind it in the batch builds on them."""
        state = fold(declared, (line.entry for line in self.history(declared.key, id_)))
        if state.stands:
            row.raw, row.seq = derived(declared, state.raw), seq
            self._settle(declared, id_, row, row.raw)

    def _settle(self, declared: Entity, id_: str, row: Row, raw: Mapping[str, Raw]) -> None:
        """Put a record where its values say, and note who is on its team."""
        row.node = self.place(declared, id_, raw)
        if declared.team:
            people = raw.get(declared.team)
            self.teams[declared.key, id_] = Team(tuple(people) if isinstance(people, list) else (), row.node)

    def _journal(self, posted: Posted, seq: int, entry: Entry) -> None:
        change = posted.change
        self._lines.setdefault((entry.entity, entry.record), []).append((posted, seq, entry))
        self._entries.append((
            seq, change.id, entry.entity, entry.record, int(entry.act), change.author, change.device, change.counter,
            change.happened, posted.accepted, encode((entry.fields, entry.lost, entry.merged)),
        ))  # fmt: skip

    def _close(self, key: Key, row: Row, happened: int, accepted: int) -> None:
        if row.raw is None or (row.happened == happened and row.accepted == accepted):
            return
        declared = REGISTRY[key[0]]
        known = (0, 0) if row.accepted == NEVER else (row.accepted, accepted)
        if row.raw is row.held and row.node == row.held_node and row.n is not None:
            self._closed.setdefault(key[0], {})[key[1]] = (happened, *known, row.n)
            return
        self._pasts.setdefault(key[0], []).append({
            "id": key[1], "happened": row.happened, "happened_to": happened, "accepted": known[0],
            "accepted_to": known[1], "node": row.node, **to_row(declared, row.raw),
        })  # fmt: skip

    def _note_family(self, declared: Entity, id_: str, raw: Mapping[str, Raw], happened: int, accepted: int) -> None:
        """Note whose gathered values have to be derived anew: the record's own, or those of its parent."""
        if declared.gather is not None:
            self._parents.setdefault((declared.key, id_), set()).add((happened, accepted))
        if declared.parent and isinstance(parent := raw.get(declared.parent), str):
            key = (declared.fields[declared.parent].target, parent)
            self._parents.setdefault(key, set()).add((happened, accepted))

    def expect(self, seqs: Iterable[int]) -> None:
        """Look up which of the coming entries the journal has already, as after a load that ran beside others' work.

        Their records may stand before or after them, so they are folded again.
        """
        newest = newest_seq(self._connection)
        if known := [seq for seq in seqs if seq <= newest]:
            query = select(ENTRY.c.seq).where(among(ENTRY.c.seq, known))
            self._held.update(self._connection.execute(query).scalars())

    def refold(self, keys: Iterable[Key]) -> None:
        """Fold some records anew from the journal, as where this version knows fields that the one before did not."""
        self._refold.update(keys)

    def drop_waiting(self, changes: Iterable[str]) -> None:
        """Forget waiting entries of changes that the server has numbered (or that left); their records refold."""
        mine = and_(among(ENTRY.c.change, changes), ENTRY.c.seq >= WAITING)
        for entity, record in self._connection.execute(select(ENTRY.c.entity, ENTRY.c.record).where(mine)):
            self._refold.add((entity, record))
        self._connection.execute(delete(ENTRY).where(mine))

    def fold_anew(self, keys: Iterable[Key]) -> None:
        """Work records out anew from their whole journal, whatever their rows say."""
        self._refold.update(keys)

    def forget(self, key: str, ids: Iterable[str]) -> None:
        """Remove records with their past and journal: they left the scope of this replica."""
        every = list(ids)
        self.load((key, id_) for id_ in every)
        for id_ in every:
            row = self._rows[key, id_]
            if row.n is not None and row.held is not None:
                self.written.append((key, row.n, None))
                self._tally.take_out(REGISTRY[key], id_, row.held_node, row.held)
        for table in (MAIN[key], PAST[key]):
            self._connection.execute(delete(table).where(among(table.c.id, every)))
        self._connection.execute(delete(ENTRY).where(among(ENTRY.c.record, every), ENTRY.c.entity == key))
        for id_ in every:
            self._rows[key, id_] = Row()
        self._touch((key, id_) for id_ in every)

    # ------------------------------------------------------------------------------------------------------ flush

    def flush(self) -> Touched:
        """Write everything; the batch is empty afterwards and may go on."""
        self._write_entries()
        self._fold_all(self._refold)
        self._refold = set()
        self._write_rows()
        self._gather()
        self._write_rows()
        self._gather_strays()
        self._write_nodes()
        for user in self._rehomed:
            self._place_followers_of(user)
        self._rehomed = []
        self._write_rows()
        self._write_nodes()
        self._tally.write(self._connection)
        return {key: frozenset(ids) for key, ids in self._touched.items()}

    def _touch(self, keys: Iterable[Key]) -> None:
        for key, id_ in keys:
            self._touched.setdefault(key, set()).add(id_)

    def _write_entries(self) -> None:
        if not self._entries:
            return
        last = self._connection.execute(select(func.max(ENTRY.c.seq))).scalar()
        newest = -1 if last is None else int(last)
        held: set[int] = set()
        if known := [seq for seq, *_ in self._entries if seq <= newest]:
            held.update(self._connection.execute(select(ENTRY.c.seq).where(among(ENTRY.c.seq, known))).scalars())
        # One page may bring a line twice: with a node that entered the scope, and with a record that moved there.
        fresh = {entry[0]: entry for entry in self._entries if entry[0] not in held}.values()
        if fresh:
            rows = [(*entry[:-1], self.row(entry[2], entry[3]).node, entry[-1]) for entry in fresh]
            insert_values(self._connection, ENTRY, ENTRY.columns.keys(), rows)
            for seq, *_, node, _body in rows:
                self.heights[node] = max(seq, self.heights.get(node, 0))
        self._entries.clear()
        self._lines.clear()
        self._histories.clear()

    def _fold_all(self, keys: Iterable[Key]) -> None:
        ordered = sorted(keys)
        self.load(ordered)
        self._folded.update(ordered)
        lines = Reader(self._connection).lines(id_ for _, id_ in ordered)
        for key in {key for key, _ in ordered}:
            ids = {id_ for other, id_ in ordered if other == key}
            self._connection.execute(delete(PAST[key]).where(among(PAST[key].c.id, ids)))
            self._pasts[key] = [one for one in self._pasts.get(key, []) if one["id"] not in ids]
            self._closed[key] = {id_: one for id_, one in self._closed.get(key, {}).items() if id_ not in ids}
        for key_, id_ in ordered:
            self._fold_again((key_, id_), _of(key_, lines.get(id_, [])))

    def _fold_again(self, key: Key, lines: Sequence[Line]) -> None:
        """Work out a record and its whole past anew from the journal: an entry came out of order."""
        declared = REGISTRY[key[0]]
        row = self.row(*key)
        every = versions(declared, lines, self._children(declared, key[1]))
        current = every.pop() if every and every[-1].happened[1] == NEVER else None
        row.raw = None if current is None else current.raw
        row.is_changed = True
        if current is not None:
            row.seq, row.happened, row.accepted = _newest(lines), current.happened[0], current.accepted[0]
        if lines:  # of one that was deleted, the last values say where it lies
            raw = fold(declared, (line.entry for line in lines)).raw if current is None else current.raw
            self._settle(declared, key[1], row, raw)
        if declared.parent:
            for raw in [*(one.raw for one in every), row.raw or {}, row.was or {}]:
                if isinstance(parent := raw.get(declared.parent), str):
                    self._families.add((declared.fields[declared.parent].target, parent))
        for one in every:
            self._pasts.setdefault(key[0], []).append({
                "id": key[1], "happened": one.happened[0], "happened_to": one.happened[1],
                "accepted": one.accepted[0], "accepted_to": one.accepted[1],
                "node": row.node,  # the past lies where the record is: it goes along when that moves
                **to_row(declared, one.raw),
            })  # fmt: skip

    def _children(self, declared: Entity, id_: str) -> Children | None:
        if not declared.child:
            return None
        child = REGISTRY[declared.child]
        main, past = MAIN[child.key], PAST[child.key]
        ids = set(self._connection.execute(select(main.c.id).where(main.c[child.parent] == id_)).scalars())
        ids |= set(self._connection.execute(select(past.c.id).where(past.c[child.parent] == id_)).scalars())
        return Children(child, Reader(self._connection).lines(sorted(ids)))

    def _write_rows(self) -> None:
        for key, pasts in self._pasts.items():
            if pasts:
                insert_rows(self._connection, PAST[key], pasts)
        for key, closed in self._closed.items():
            if closed:
                copy_rows(self._connection, MAIN[key], PAST[key], _CLOSED, list(closed.values()))
        self._pasts.clear()
        self._closed.clear()
        new: dict[str, list[dict[str, Any]]] = {}
        old: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = {}
        for (key, id_), row in self._rows.items():
            if not row.is_changed:
                continue
            row.is_changed = False
            self._track(key, id_, row)
            if row.raw is None:
                if row.n is not None:
                    self._connection.execute(delete(MAIN[key]).where(MAIN[key].c.n == row.n))
                    self.written.append((key, row.n, None))
                    if row.held is not None:
                        self._tally.take_out(REGISTRY[key], id_, row.held_node, row.held)
                    row.n = row.held = None
                continue
            declared = REGISTRY[key]
            values: dict[str, Any] = {"seq": row.seq, "happened": row.happened, "accepted": row.accepted}
            if row.n is None or row.held is None:
                row.n = self._number(key)
                values |= {"n": row.n, "id": id_, "node": row.node, **to_row(declared, row.raw)}
                new.setdefault(key, []).append(values)
                self._tally.put_in(declared, id_, row.node, row.raw)
                self.written.append((key, row.n, row.raw))
            else:
                names = _differing(row.held, row.raw)
                known = [name for name in names if name in declared.fields]
                # Only what changed: every column named costs its indexes, changed or not.
                values |= to_row(declared, row.raw, known)
                if len(known) == len(names):
                    del values[EXTRA]
                if row.node != row.held_node:
                    values["node"] = row.node
                if names or row.node != row.held_node:
                    self._tally.take_out(declared, id_, row.held_node, row.held)
                    self._tally.put_in(declared, id_, row.node, row.raw)
                old.setdefault((key, tuple(values)), []).append((*values.values(), row.n))
                if any(declared.fields[name].search for name in known):
                    self.written.append((key, row.n, row.raw))
            row.held, row.held_node = row.raw, row.node
        for key, rows in new.items():
            insert_rows(self._connection, MAIN[key], rows)
        for (key, columns), changed in old.items():
            update_rows(self._connection, MAIN[key], columns, changed)

    def _number(self, key: str) -> int:
        """Take the next row number; one writer at a time makes that safe."""
        if key not in self._next_n:
            newest = int(self._connection.execute(select(func.max(MAIN[key].c.n))).scalar() or 0)
            self._next_n[key] = max(newest, self._first_row)
        self._next_n[key] += 1
        return self._next_n[key]

    def _track(self, key: str, id_: str, row: Row) -> None:
        if key == "user" and (row.raw or {}).get("home") != (row.was or {}).get("home"):
            self._rehomed.append(id_)
            self._left.add(str((row.was or {}).get("home") or private_node(id_)))
            self._went.add((key, id_))
            row.was = row.raw
        if row.node != row.was_node:  # also of one that was moved and then deleted
            self.moved.append(Moved((key, id_), row.was_node, row.node))
            row.was_node = row.node

    # ---------------------------------------------------------------------------------------------------- derived

    def _gather(self) -> None:
        """Derive the values of parents whose children changed."""
        parents, self._parents = self._parents, {}
        families, self._families = self._families, set()
        # Folded before its children were written, or changed at several moments: fold it with all of them.
        families |= {key for key, moments in parents.items() if len(moments) > 1 or key in self._folded}
        self._fold_all(families)
        self._touch(families)
        for key, moments in parents.items():
            if key in families:
                continue
            ((happened, accepted),) = moments
            declared = REGISTRY[key[0]]
            row = self.row(*key)
            if row.raw is None and row.lines:
                self._fold_all([key])  # deleted, but not yet when this happened
            if row.raw is None or declared.gather is None:
                continue
            child, table = REGISTRY[declared.child], MAIN[declared.child]
            found = self._connection.execute(select(table).where(table.c[child.parent] == key[1])).mappings().all()
            children = [{**from_row(child, one), "id": one["id"]} for one in found]
            raw = with_derived(row.raw, declared.gather(row.raw, children))
            if raw == row.raw:
                continue
            is_late = happened < row.happened or any(one["happened"] > happened for one in found)
            if is_late or (row.accepted == NEVER) != (accepted == NEVER):
                self._fold_all([key])
                continue
            self._close(key, row, happened, max(accepted, row.accepted))
            row.raw, row.happened, row.accepted = raw, happened, max(accepted, row.accepted)
            row.is_changed = True
            self._touch([key])

    # ------------------------------------------------------------------------------------------------------ nodes

    def _write_nodes(self) -> None:
        """Carry a record's move through the tree to everything that follows it, and to its journal."""
        waiting = self.moved[self._carried :]
        self._carried = len(self.moved)
        while waiting or self._left:
            if not waiting:
                waiting = self._move_deleted()
                continue
            move = waiting.pop()
            key, id_ = move.key
            is_new = not move.before and move.key not in self._folded and move.key not in self._resettled
            if is_new:
                continue
            self._went.add(move.key)
            # One that is new and moved at once may have lost what followed it in between.
            self._left |= {move.before} if move.before else {row.node for row in self._rows.values() if row.raw is None}
            mine = (ENTRY.c.record == id_) & (ENTRY.c.entity == key)
            node = self.row(key, id_).node  # not that of this move: a later one may have been carried out before it
            self._connection.execute(update(ENTRY).where(mine).values(node=node))
            self._connection.execute(update(PAST[key]).where(PAST[key].c.id == id_).values(node=node))
            for follower in self._followers(key, id_):
                row = self.row(*follower)
                node = self.place(REGISTRY[follower[0]], follower[1], row.raw or {})
                is_checked = move.before == move.after
                waiting += self._move(follower, node) or ([Moved(follower, node, node)] if is_checked else [])

    def _gather_strays(self) -> None:
        """Have what follows some records looked at though these did not move, so far as can be seen from here."""
        strays, self._strays = self._strays, set()
        self._rehomed += [id_ for key, id_ in sorted(strays) if key == "user"]
        self.moved += [Moved(key, self.row(*key).node, self.row(*key).node) for key in sorted(strays)]

    def _move(self, key: Key, node: str) -> list[Moved]:
        """Put the row of a record at a node, and tell whether that is another one."""
        row = self.row(*key)
        if node == row.node:
            return []
        table = MAIN[key[0]]
        self._connection.execute(update(table).where(table.c.id == key[1]).values(node=node))
        found = Moved(key, row.node, node)
        if row.held is not None:
            self._tally.take_out(REGISTRY[key[0]], key[1], row.held_node, row.held)
            self._tally.put_in(REGISTRY[key[0]], key[1], node, row.held)
        row.node = row.was_node = row.held_node = node
        self.moved.append(found)
        self._carried += 1
        return [found]

    def _move_deleted(self) -> list[Moved]:
        """Let deleted records go along with what they followed: whoever gets that gets their history as well."""
        left, self._left = self._left - {EVERYBODY}, set()
        went, self._went = self._went, set()
        keys: set[Key] = set()
        for part in chunks(sorted(left)):
            rows = self._connection.execute(select(ENTRY).where(ENTRY.c.node.in_(part), DELETIONS))
            keys.update((row.entity, row.record) for row in rows if _followed(read_entry(row), went))
        self.load(sorted(keys))
        keys = {key for key in keys if self.row(*key).raw is None}
        self.load_histories(keys)
        moved: list[Moved] = []
        for key in sorted(keys):
            declared = REGISTRY[key[0]]
            raw = fold(declared, (line.entry for line in self.history(*key))).raw
            moved += self._move(key, self.place(declared, key[1], raw))
        return moved

    def _followers(self, key: str, id_: str) -> list[Key]:
        found: list[Key] = []
        for declared in REGISTRY.values():
            for name in declared.follows:
                if declared.fields[name].target == key:
                    table = MAIN[declared.key]
                    ids = self._connection.execute(select(table.c.id).where(table.c[name] == id_)).scalars()
                    found += [(declared.key, other) for other in ids]
        return found

    def _place_followers_of(self, user: str) -> None:
        """Place anew everything that follows a user whose home territory changed."""
        for follower in self._followers("user", user):
            row = self.row(*follower)
            node = self.place(REGISTRY[follower[0]], follower[1], row.raw or {})
            if node != row.node:
                row.node, row.is_changed = node, True

    def set_mark(self, name: str, value: str) -> None:
        """Keep one of the store's small facts."""
        set_mark(self._connection, name, value)


def set_mark(connection: Connection, name: str, value: str) -> None:
    """Keep a small fact about the store, in the transaction of the connection."""
    if not connection.execute(update(MARK).where(MARK.c.name == name).values(value=value)).rowcount:
        connection.execute(insert(MARK).values(name=name, value=value))


def newest_seq(connection: Connection) -> int:
    """Give the highest number in the journal that is not waiting, 0 where it is empty."""
    found = connection.execute(select(func.max(ENTRY.c.seq)).where(ENTRY.c.seq < WAITING)).scalar()
    return int(found or 0)


def _differing(before: Mapping[str, Raw], after: Mapping[str, Raw]) -> list[str]:
    """Name the values that differ, in one order."""
    return sorted(
        [
            *(name for name, value in after.items() if before.get(name) != value),
            *(name for name in before if name not in after),
        ]
    )


def _followed(deletion: Entry, went: Collection[Key]) -> bool:
    """Tell whether a deleted record may have followed one of some, by what the deletion says was seen."""
    declared = REGISTRY[deletion.entity]
    links = [
        (declared.fields[name].target, pair[0]) for name, pair in deletion.fields.items() if name in declared.follows
    ]
    return not deletion.fields or any(link in went for link in links)


def _line(posted: Posted, seq: int, entry: Entry) -> Line:
    change = posted.change
    return Line(seq, change.happened, posted.accepted, change.author, change.id, entry)


def _newest(lines: Sequence[Line]) -> int:
    return max((line.seq for line in lines), default=-1)


def _of(key: str, lines: Sequence[Line]) -> list[Line]:
    """Keep the lines of one entity: two records of different entities may have one id."""
    return [line for line in lines if line.entry.entity == key]
