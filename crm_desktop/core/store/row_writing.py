"""Writing the rows of a batch: what they are now, and the states that become past."""

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Delete, Select, bindparam, delete, func, select

from crm_desktop.core.access import private_node
from crm_desktop.core.changes import NEVER
from crm_desktop.core.schema import REGISTRY, Raw
from crm_desktop.core.store.bulk import copy_rows, insert_rows, update_rows
from crm_desktop.core.store.rows import Key, Row, Rows
from crm_desktop.core.store.tables import MAIN, PAST, to_row
from crm_desktop.core.store.tally import Tally

_CLOSED = ("happened_to", "accepted", "accepted_to")
"""What a state that becomes past does not have from its row; `accepted` may be off its axis."""


_ALWAYS = ("seq", "happened", "accepted")
"""What every entry writes into its row."""

_NOTHING = frozenset[str]()

_SEARCHED = {
    key: frozenset(name for name, field in declared.fields.items() if field.search)
    for key, declared in REGISTRY.items()
}


class Moved(msgspec.Struct, frozen=True):
    """A record that went from one node of the tree to another ("" on the way in: it is new)."""

    key: Key
    before: str
    after: str


class Written(NamedTuple):
    """A row of which a searched field was written: entity key, row number, raw values before and after (None: no row).

    names: the only values that differ, None: any may.
    """

    key: str
    n: int
    before: Mapping[str, Raw] | None
    after: Mapping[str, Raw] | None
    names: frozenset[str] | None = None


@functools.cache
def _last_number(key: str) -> Select[Any]:
    """Word the question for the highest number of a row once: there is one for each push and page."""
    return select(func.max(MAIN[key].c.n))


@functools.cache
def _without(key: str) -> Delete:
    """Word the removal of a row once."""
    return delete(MAIN[key]).where(MAIN[key].c.n == bindparam("number"))


class RowWriting(Rows):
    """Rows that are written in bulk, with their sums. first_row: new rows are numbered above it."""

    def __init__(self, connection: Connection, first_row: int = 0) -> None:
        super().__init__(connection)
        self._first_row = first_row
        self._next_n: dict[str, int] = {}
        self._pasts: dict[str, list[dict[str, Any]]] = {}
        # States that become past as their rows have them.
        self._closed: defaultdict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
        self._tally = Tally()
        self._rehomed: list[str] = []  # users whose home territory changed
        self._left: set[str] = set()  # nodes that something left: what was deleted there may have to follow
        self._went: set[Key] = set()  # and what it was
        self._touched: defaultdict[str, set[str]] = defaultdict(set)
        self.moved: list[Moved] = []
        self.written: list[Written] = []

    def _close(self, key: Key, row: Row, happened: int, accepted: int) -> None:
        if row.raw is None or (row.happened == happened and row.accepted == accepted):
            return
        known = (0, 0) if row.accepted == NEVER else (row.accepted, accepted)
        if row.raw is row.held and row.node == row.held_node and row.n is not None:
            self._closed[key[0]][key[1]] = (happened, *known, row.n)
            return
        declared = REGISTRY[key[0]]
        self._pasts.setdefault(key[0], []).append({
            "id": key[1], "happened": row.happened, "happened_to": happened, "accepted": known[0],
            "accepted_to": known[1], "node": row.node, **to_row(declared, row.raw),
        })  # fmt: skip

    def _write_rows(self) -> None:
        for key, pasts in self._pasts.items():
            if pasts:
                for past in pasts:  # the past lies where the record is, not where it was for a moment in between
                    past["node"] = self._rows[key, past["id"]].node
                insert_rows(self._connection, PAST[key], pasts)
        for key, closed in self._closed.items():
            if closed:
                copied = list(closed.values())
                self._beside.do_if_busy(partial(copy_rows, self._bare, MAIN[key], PAST[key], _CLOSED, copied))
        self._pasts.clear()
        self._closed.clear()
        new: dict[str, list[dict[str, Any]]] = {}
        old: defaultdict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = defaultdict(list)
        for (key, id_), row in self._rows.items():
            if not row.is_changed:
                continue
            row.is_changed = False
            if key == "user" or row.node != row.was_node:
                self._track(key, id_, row)
            if row.raw is None:
                self._remove(key, id_, row)
            elif row.n is None or row.held is None:
                row.n = self._number(key)
                new.setdefault(key, []).append({
                    "seq": row.seq, "happened": row.happened, "accepted": row.accepted, "n": row.n, "id": id_,
                    "node": row.node, **to_row(REGISTRY[key], row.raw),
                })  # fmt: skip
                self._tally.put_in(REGISTRY[key], id_, row.node, row.raw)
                self.written.append(Written(key, row.n, None, row.raw))
            else:
                columns, values = self._update(key, id_, row, row.held, row.raw)
                old[key, columns].append(values)
            row.held, row.held_node, row.differs = row.raw, row.node, _NOTHING
        for key, rows in new.items():
            insert_rows(self._connection, MAIN[key], rows)
        for (key, columns), changed in old.items():
            update_rows(self._connection, MAIN[key], columns, changed)

    def _remove(self, key: str, id_: str, row: Row) -> None:
        if row.n is None:
            return
        self._connection.execute(_without(key), {"number": row.n})
        self.written.append(Written(key, row.n, row.held, None))
        if row.held is not None:
            self._tally.take_out(REGISTRY[key], id_, row.held_node, row.held)
        row.n = None

    def _update(
        self, key: str, id_: str, row: Row, held: dict[str, Raw], raw: dict[str, Raw]
    ) -> tuple[tuple[str, ...], tuple[Any, ...]]:
        """Lay out the columns of a row that differ from the table: every column named costs its indexes.

        Returns the columns, and their values with the number of the row behind them.
        """
        declared = REGISTRY[key]
        names = _differing(held, raw, row.differs)
        values = to_row(declared, raw, names) if names else {}
        if row.node != row.held_node:
            values["node"] = row.node
        if row.node != row.held_node:
            self._tally.take_out(declared, id_, row.held_node, held)
            self._tally.put_in(declared, id_, row.node, raw)
        elif names:
            self._tally.exchange(declared, id_, row.node, held, raw)
        if row.n is not None and not _SEARCHED[key].isdisjoint(names):
            self.written.append(Written(key, row.n, held, raw, frozenset(names)))
        return (*_ALWAYS, *values), (row.seq, row.happened, row.accepted, *values.values(), row.n)

    def _number(self, key: str) -> int:
        """Take the next row number; one writer at a time makes that safe."""
        if key not in self._next_n:
            newest = int(self._connection.execute(_last_number(key)).scalar() or 0)
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

    def _touch(self, keys: Iterable[Key]) -> None:
        for key, id_ in keys:
            self._touched[key].add(id_)


def _differing(before: Mapping[str, Raw], after: Mapping[str, Raw], among: Iterable[str] | None) -> list[str]:
    """Name the values that differ, in one order. among: the only ones that may, None: any."""
    names = before.keys() | after.keys() if among is None else among
    return sorted([name for name in names if before.get(name) != after.get(name)])
