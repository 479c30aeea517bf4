"""Writing journal entries, and the rows and pasts that follow from them, one batch in one transaction."""

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select

from crm_desktop.core.changes import (
    CREATE,
    DELETE,
    NEVER,
    RESTORE,
    WAITING,
    Act,
    Entry,
    Posted,
    Touched,
    derives_anew,
    edited,
)  # fmt: skip
from crm_desktop.core.protocol import encode
from crm_desktop.core.schema import REGISTRY
from crm_desktop.core.store import proofs
from crm_desktop.core.store.among import among_given
from crm_desktop.core.store.bulk import insert_together, insert_values, most_together
from crm_desktop.core.store.folding import Folding, without
from crm_desktop.core.store.marks import newest_seq, set_mark
from crm_desktop.core.store.row_writing import Written
from crm_desktop.core.store.rows import Row
from crm_desktop.core.store.tables import ENTRY, MAIN, PAST

_PLACING = {key: frozenset((*declared.follows, declared.team, declared.shared)) for key, declared in REGISTRY.items()}
_LAST = select(func.max(ENTRY.c.seq))
_HELD = select(ENTRY.c.seq).where(among_given(ENTRY.c.seq, "seqs"))
_FORGET = delete(ENTRY).where(among_given(ENTRY.c.seq, "seqs"))
_LINES_OF = select(ENTRY.c.seq, ENTRY.c.record, ENTRY.c.act).where(
    among_given(ENTRY.c.record, "ids"), ENTRY.c.entity == bindparam("kind")
)
_OF_CHANGES = among_given(ENTRY.c.change, "changes") & (ENTRY.c.seq >= WAITING)
_WAITING_OF = select(ENTRY.c.entity, ENTRY.c.record).where(_OF_CHANGES)
_DROP_WAITING = delete(ENTRY).where(_OF_CHANGES)


class Batch(Folding):
    """Collect posted changes, then write them: journal, rows, pasts and derived values, all in one transaction.

    Rows are read in bulk before and written in bulk after, so that a page of a thousand changes costs a few dozen
    statements. Use: `load` what comes, `apply` each change, `flush` once. moved: records that changed their node; teams:
    records whose team was written or whose node changed, with their people and their node; heights: node -> highest
    number of what was journalled there;
    newest: the last number that the journal has, where somebody knows it already;
    written: every row of which a searched field was written, for an index kept beside.
    first_row: new rows are numbered above it.
    """

    def __init__(self, connection: Connection, first_row: int = 0) -> None:
        super().__init__(connection, first_row)
        self._entries: list[tuple[int, Entry, Posted]] = []  # their nodes are known at the end
        self._held: set[int] = set()  # numbers of coming entries that the journal has already
        self.heights: dict[str, int] = {}
        self.newest: int | None = None

    def apply(self, posted: Posted) -> None:
        """Lay one posted change over the rows; entries already held are skipped."""
        change = posted.change
        for seq, entry in zip(posted.seqs, change.entries, strict=True):
            key = (entry.entity, entry.record)
            declared = REGISTRY[entry.entity]
            row = self.row(*key)
            self._lines[key] = (posted, seq, entry, self._lines.get(key))
            self._entries.append((seq, entry, posted))
            if seq in self._held:
                self._strays.add(key)
            act, current = entry.act, row.raw
            is_new = current is None and row.lines == 0 and act is CREATE and key not in self._refold
            if not is_new and (
                current is None
                or seq in self._held
                or seq <= row.seq
                or change.happened < row.happened
                or (row.accepted == NEVER and posted.accepted != NEVER)
                or key in self._refold
            ):
                self._refold.add(key)
                if current is not None and seq > row.seq and row.accepted != NEVER:
                    # The pasts wait for the journal, the current values need not: they fold in this order.
                    row.raw = None if act is DELETE else edited(declared, current, entry)
                    row.seq, row.differs = seq, None
                    if row.raw is not None and not _PLACING[entry.entity].isdisjoint(entry.fields):
                        self._settle(declared, entry.record, row, row.raw)  # its lines are about to be written there
                elif current is None and act is RESTORE and posted.accepted != NEVER:
                    self._stand_again(declared, entry.record, row, seq)
                continue
            before, ahead = current or {}, row.ahead
            if ahead is not None and ahead.entry is entry and ahead.before is current:
                raw = ahead.after
            else:
                raw = edited(declared, before, entry)
            if not is_new:
                self._close(key, row, change.happened, posted.accepted)
            row.raw = None if act is DELETE else raw
            row.seq, row.happened, row.accepted, row.lines = seq, change.happened, posted.accepted, 1
            row.is_changed = True
            if is_new or derives_anew(declared, entry):
                row.differs = None
            elif row.differs is not None:
                row.differs = row.differs.union(entry.fields)
            if row.raw is not None and (is_new or not _PLACING[entry.entity].isdisjoint(entry.fields)):
                self._settle(declared, entry.record, row, raw)
                if not is_new and not row.was_node:
                    self._resettled.add(key)
            if declared.gather is not None or declared.parent:
                for values in (before, raw):
                    self._note_family(declared, entry.record, values, change.happened, posted.accepted)
            self._touched[entry.entity].add(entry.record)

    def expect(self, seqs: Iterable[int]) -> None:
        """Look up which of the coming entries the journal has already, as after a load that ran beside others' work.

        Their records may stand before or after them, so they are folded again.
        """
        coming = list(seqs)
        newest = newest_seq(self._connection) if coming else 0
        self._held.update(self._known([seq for seq in coming if seq <= newest]))

    def _known(self, seqs: Collection[int]) -> set[int]:
        """Keep of some numbers those that the journal has."""
        return set(self._connection.execute(_HELD, {"seqs": seqs}).scalars()) if seqs else set()

    def drop_waiting(self, changes: Collection[str]) -> None:
        """Forget waiting entries of changes that the server has numbered (or that left); their records refold."""
        if found := self._connection.execute(_WAITING_OF, {"changes": changes}).all() if changes else []:
            self._refold.update((entity, record) for entity, record in found)
            self._connection.execute(_DROP_WAITING, {"changes": changes})

    def forget(self, key: str, ids: Iterable[str]) -> None:
        """Remove records with their past and journal: they left the scope of this replica.

        What waits for the server stays in the journal: it lies on top again as soon as its record comes back. What was made
        here stands, until the server has told of it.
        """
        every = list(ids)
        self.load((key, id_) for id_ in every)
        for id_ in every:
            row = self._rows[key, id_]
            if row.n is not None and row.held is not None:
                self.written.append(Written(key, row.n, row.held, None))
                self._tally.take_out(REGISTRY[key], id_, row.held_node, row.held)
                self._note_parent(REGISTRY[key], row.held)
        for table in (MAIN[key], PAST[key]):
            self._connection.execute(without(table.name), {"ids": every})
        lines = self._connection.execute(_LINES_OF, {"ids": every, "kind": key}).all()
        numbered = [seq for seq, _, _ in lines if seq < WAITING]
        proofs.forget(self._connection, numbered)
        self._connection.execute(_FORGET, {"seqs": numbered})
        waiting = [(record, act) for seq, record, act in lines if seq >= WAITING]
        held = {record for record, _ in waiting}
        for id_ in every:
            self._rows[key, id_] = Row(lines=int(id_ in held))
        self.refold((key, record) for record, act in waiting if act == Act.CREATE)
        self._touch((key, id_) for id_ in every)

    def flush(self) -> Touched:
        """Write everything; the batch is empty afterwards and may go on."""
        try:
            self._write_entries()
            self._fold_all(self._refold)
            self._refold = set()
            self._write_rows()
        finally:
            self._beside.join()
        self._gather()
        self._write_rows()
        self._gather_strays()
        self._write_nodes()
        self._place_followers_of(self._rehomed)
        self._rehomed = []
        self._write_rows()
        self._write_nodes()
        self._tally.write(self._connection)
        return {key: frozenset(ids) for key, ids in self._touched.items()}

    def _write_entries(self) -> None:
        if not self._entries:
            return
        newest, self.newest = self.newest, None
        if newest is None:
            last = self._connection.execute(_LAST).scalar()
            newest = -1 if last is None else int(last)
        held = self._known([entry[0] for entry in self._entries if entry[0] <= newest])
        # One page may bring a line twice: with a node that entered the scope, and with a record that moved there.
        fresh = {entry[0]: entry for entry in self._entries if entry[0] not in held}
        rows, proven, heights, held_rows = [], [], self.heights, self._rows
        for seq, entry, posted in fresh.values():
            change, node = posted.change, held_rows[entry.entity, entry.record].node
            said = (
                seq, change.id, entry.entity, entry.record, int(entry.act), change.author, change.device,
                change.counter, change.happened, posted.accepted,
            )  # fmt: skip
            body = encode((entry.fields, entry.lost, entry.merged))
            rows.append((*said, node, body))
            proven.append((*said, body))
            if seq > heights.get(node, 0):
                heights[node] = seq
        self._insert_entries(rows)
        kept = proofs.rows_of(proven)
        self._beside.do_after(partial(proofs.keep, self._bare, kept))
        self._entries.clear()
        self._lines.clear()
        self._histories.clear()

    def _insert_entries(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert into the journal; much of it beside, for it has the most indexes, while the rows are worked out."""
        names = ENTRY.columns.keys()
        most = most_together(self._bare, names)
        if most and len(rows) >= most:
            whole = len(rows) - len(rows) % most
            self._beside.do(partial(insert_together, self._bare, ENTRY, names, rows[:whole], most))
            rows = rows[whole:]
        self._beside.do_after(partial(insert_values, self._bare, ENTRY, names, rows))

    def set_mark(self, name: str, value: str) -> None:
        """Keep one of the store's small facts."""
        set_mark(self._connection, name, value)
