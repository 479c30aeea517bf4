"""The rows and journal lines that a batch has in hand, read in bulk before they are asked for one by one."""

import functools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, bindparam, select

from crm_desktop.core.access import node_of
from crm_desktop.core.changes import DELETE, Entry, Line, Posted
from crm_desktop.core.schema import REGISTRY, Entity, Raw
from crm_desktop.core.store.among import among_given
from crm_desktop.core.store.beside import Beside
from crm_desktop.core.store.journal_rows import read_line, sets
from crm_desktop.core.store.read import Reader
from crm_desktop.core.store.tables import ENTRY, MAIN, from_columns

Key = tuple[str, str]
"""Entity key, record id."""

Own = tuple[Posted, int, Entry, "Own | None"]
"""A line of this batch: its change, its number, its entry, and the record's line before it."""


class Ahead(msgspec.Struct, frozen=True):
    """What will come of an entry over the values that it was judged by."""

    entry: Entry
    before: dict[str, Raw] | None
    after: dict[str, Raw]


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
    differs: frozenset[str] | None = frozenset()  # names that may differ from the table; None: any
    ahead: Ahead | None = None
    lines: int = 0  # journal lines it has, as far as needed: 0 none, 1 some


@functools.cache
def rows_of(key: str) -> Select[Any]:
    """Word the question for the rows of some records once: there is one for each push and page."""
    return select(MAIN[key]).where(among_given(MAIN[key].c.id, "ids"))


_PLACES = (
    select(ENTRY.c.record, ENTRY.c.node)
    .where(among_given(ENTRY.c.record, "ids"), ENTRY.c.entity == bindparam("kind"))
    .distinct()
)


class Rows:
    """Records by entity and id as a batch has them so far, with their journal lines where somebody asks for those."""

    def __init__(self, connection: Connection) -> None:
        self._bare = connection
        self._beside = Beside()
        self._rows: dict[Key, Row] = {}
        # Of each record the newest line of this batch, with the one before it: of most there is one, and nobody asks.
        self._lines: dict[Key, Own] = {}
        self._histories: dict[Key, list[Any]] = {}  # rows of the journal, unread: of most only the newest counts

    @property
    def _connection(self) -> Connection:
        """Give the connection, once all is written that another thread writes by it."""
        self._beside.join()
        return self._bare

    def load(self, keys: Iterable[Key]) -> None:
        """Read the current rows of records, in bulk."""
        # In the order given, because new rows are numbered in it: search by recency, and one seed one company.
        wanted: dict[str, dict[str, None]] = {}
        for key, id_ in keys:
            if (key, id_) not in self._rows:
                wanted.setdefault(key, {})[id_] = None
        for key, ids in wanted.items():
            declared = REGISTRY[key]
            found = self._connection.execute(rows_of(key), {"ids": ids}).all()
            for n, id_, seq, happened, accepted, node, *columns in found:
                raw = from_columns(declared, columns)
                self._rows[key, id_] = Row(raw, seq, happened, accepted, node, n, raw, node, raw, node, lines=1)
            if len(found) == len(ids):
                continue
            missing = [id_ for id_ in ids if (key, id_) not in self._rows]
            places = self._last_places(key, missing)
            for id_ in missing:
                place = places.get(id_, "")
                self._rows[key, id_] = Row(node=place, was_node=place, lines=1 if id_ in places else 0)

    def _last_places(self, key: str, ids: Sequence[str]) -> dict[str, str]:
        """Find the nodes of records that have a journal and no row: they were deleted."""
        if not ids:
            return {}
        return {row.record: row.node for row in self._connection.execute(_PLACES, {"ids": ids, "kind": key})}

    def expect_new(self, key: str, id_: str) -> None:
        """Say that nobody can know this record yet, so that nothing is looked up for it."""
        self._rows[key, id_] = Row()

    def row(self, key: str, id_: str) -> Row:
        """Give a record's row as this batch has it so far."""
        row = self._rows.get((key, id_))
        if row is None:
            self.load([(key, id_)])
            row = self._rows[key, id_]
        return row

    def in_hand(self, key: str) -> list[str]:
        """List the records of an entity that were read or written so far."""
        return [id_ for entity, id_ in self._rows if entity == key]

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

    def named(self, key: str, name: str = "", value: str = "") -> list[str]:
        """List the records that said something in a field, or all, before this batch, and those it has in hand."""
        query = select(MAIN[key].c.id)
        held = self._connection.execute(query.where(MAIN[key].c[name] == value) if name else query).scalars()
        return sorted({*held, *self.in_hand(key)})

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
        own = [_line(one) for one in _back_from(self._lines.get((key, id_)))]
        return [*held, *reversed(own)]

    def set_by(self, key: str, id_: str, name: str) -> tuple[str, int]:
        """Tell who set a field of a record last, and when it happened; ("", 0) where nobody did."""
        if (key, id_) not in self._histories:
            self.load_histories([(key, id_)])
        for posted, _, entry, _ in _back_from(self._lines.get((key, id_))):
            if entry.act is not DELETE and name in entry.fields and name not in entry.lost:
                return posted.change.author, posted.change.happened
        for row in reversed(self._histories[key, id_]):
            if sets(row, name):
                return row.author, row.happened
        return "", 0

    def records_of(self, change: str, key: str) -> list[str]:
        """List the records of an entity that a change has entries of, each once, in its order; it may be of this batch."""
        query = select(ENTRY.c.seq, ENTRY.c.record).where(ENTRY.c.change == change, ENTRY.c.entity == key)
        held = [(row.seq, row.record) for row in self._connection.execute(query)]
        own = [
            (seq, id_)
            for (entity, id_), last in self._lines.items()
            if entity == key
            for posted, seq, _, _ in _back_from(last)
            if posted.change.id == change
        ]
        return list(dict.fromkeys(id_ for _, id_ in sorted({*held, *own})))

    def load_histories(self, keys: Collection[Key]) -> None:
        """Read the journal lines of records whose history will be asked for, in bulk."""
        if not keys:
            return
        self._histories.update((key, []) for key in keys)
        for row in Reader(self._connection).line_rows({id_ for _, id_ in keys}):
            if (found := self._histories.get(row[2:4])) is not None:
                found.append(row)


def _back_from(own: Own | None) -> Iterator[Own]:
    while own is not None:
        yield own
        own = own[3]


def _line(own: Own) -> Line:
    posted, seq, entry, _ = own
    change = posted.change
    return Line(seq, change.happened, posted.accepted, change.author, change.id, entry)
