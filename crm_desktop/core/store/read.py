"""Reading records, as they are and as they were, by the same few questions."""

import enum
import functools
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, literal, not_, or_, select
from sqlalchemy.sql.selectable import FromClause

from crm_desktop.core.changes import Entry, Line
from crm_desktop.core.schema import REGISTRY, Entity, R, Raw, Record, entity_of
from crm_desktop.core.store import history
from crm_desktop.core.store.among import among_given
from crm_desktop.core.store.comparing import OPERATORS
from crm_desktop.core.store.history import Move, Spell
from crm_desktop.core.store.journal_rows import read_entry, read_line
from crm_desktop.core.store.marks import newest_seq
from crm_desktop.core.store.tables import BIG, ENTRY, MAIN, MARK, PAST, TALLY, from_row

MONTH = "month"  # after the name of a day: the months that days lie in
RECENT = 20_000  # entries at the end of the journal among which news are looked for
CHUNK = 900  # records held in memory at once where a whole store is gone through


class Past(enum.StrEnum):
    """Which past: what had happened by a moment, or what the organisation knew at it."""

    AS_WAS = "happened"
    AS_KNOWN = "accepted"


class Where(NamedTuple):
    """One condition: field (or link.field, over as many links as there are), operator, raw value.

    op: eq, ne, lt, le, gt, ge, in, among (in, but never the index by which rows are found: another condition finds fewer),
    out (not in), contains, holds (a list any of some values), empty, filled; some, none: of an id, whether records point
    to it, the value being `Pointing`; any: of no field, whether all of one of several groups of conditions are met. An
    unset field is not equal to anything but empty.
    """

    field: str
    op: str
    value: Any = None


class Pointing(NamedTuple):
    """Records of an entity that point to another by a link and meet some conditions."""

    entity: str
    link: str
    conditions: tuple[Where, ...] = ()


class Sum(NamedTuple):
    """One group of `sum_by`: raw value of the grouping field, currency, number of records, sum in minor units."""

    by: Raw
    currency: str
    records: int
    total: int
    weighted: int


_LINES = select(ENTRY).where(among_given(ENTRY.c.record, "records")).order_by(ENTRY.c.seq)
_ENTRIES_OF = select(ENTRY).where(ENTRY.c.change == bindparam("change_")).order_by(ENTRY.c.seq)
_MARKS = select(MARK)
_RECORDS = select(func.sum(TALLY.c.records)).where(TALLY.c.entity == bindparam("key"), TALLY.c.hidden == "")
_MARK_OF = select(MARK.c.value).where(MARK.c.name == bindparam("mark"))


@functools.cache
def _source(key: str, past: Past | None) -> FromClause:
    """Word where an entity's records are found, once: as they are, or in a past at the moment that is given as `as_of`."""
    main, older = MAIN[key], PAST[key]
    if past is None:
        return main
    names = ["n", "id", *REGISTRY[key].fields, "extra", "happened", "node"]
    begin, end, moment = past.value, f"{past.value}_to", bindparam("as_of", type_=BIG)
    now = select(*(main.c[name] for name in names)).where(main.c[begin] <= moment)
    then = select(*(older.c[name] for name in names)).where(older.c[begin] <= moment, older.c[end] > moment)
    return now.union_all(then).subquery(key)


@functools.cache
def _linked(key: str, past: Past | None) -> FromClause:
    """Word the same once more, for what others link to: it may be of the same entity."""
    return _source(key, past).alias()


@functools.cache
def _every(key: str, past: Past | None) -> Select[Any]:
    """Word the question for all records once, as above."""
    source = _source(key, past)
    return select(source).order_by(source.c.id)


@functools.cache
def _by_id(key: str, past: Past | None) -> Select[Any]:
    """Word the question for one record once: wording it costs more than the answer."""
    source = _source(key, past)
    return select(source).where(source.c.id == bindparam("id"))


@functools.cache
def _by_ids(key: str, past: Past | None) -> Select[Any]:
    source = _source(key, past)
    return select(source).where(among_given(source.c.id, "ids"))


def comes_ordered(key: str, order: Sequence[str]) -> bool:
    """Tell whether an index of the records as they are has this order, so that nothing has to be sorted."""
    if len(order) > 1:
        return False
    wanted = [name.lstrip("-") for name in order] or ["n"]
    return wanted == ["n"] or any(index.columns.keys() == wanted for index in MAIN[key].indexes)


class Reader:
    """Ask one connection for records; with a moment, the same questions are answered from the past.

    moment: microseconds UTC, inclusive. A reader lives within one method of a replica or a service.
    """

    def __init__(self, connection: Connection, moment: int | None = None, past: Past = Past.AS_WAS) -> None:
        self._connection = connection
        self._past = None if moment is None else past
        self._at: dict[str, Any] = {} if moment is None else {"as_of": moment}

    def get(self, kind: type[R], id_: str) -> R | None:
        """Fetch one record, None where it does not stand."""
        raw = self.raw(entity_of(kind).key, id_)
        return None if raw is None else _made(kind, id_, raw)

    def raw(self, key: str, id_: str) -> dict[str, Raw] | None:
        """Fetch one record's raw values, None where it does not stand."""
        row = self._connection.execute(_by_id(key, self._past), {**self._at, "id": id_}).mappings().first()
        return None if row is None else from_row(REGISTRY[key], row)

    def find(
        self, kind: type[R], *conditions: Where, order: Sequence[str] = (), limit: int | None = None, offset: int = 0
    ) -> list[R]:
        """List records that meet all conditions. order: field names, "-" before one for descending, or link.field for
        a field of the linked record; ids break ties.
        """
        declared = entity_of(kind)
        if not (conditions or order or offset or limit is not None):
            rows = self._connection.execute(_every(declared.key, self._past), self._at).mappings()
            return [_made(kind, row["id"], from_row(declared, row)) for row in rows]
        source = _source(declared.key, self._past)
        query = self._filtered(select(source), source, declared, conditions).limit(limit)
        if offset:
            query = query.offset(offset)
        query = query.order_by(*self._terms(source, declared, order), source.c.id)
        found = self._connection.execute(query, self._at).mappings().all()
        return [_made(kind, row["id"], from_row(declared, row)) for row in found]

    def numbers(self, kind: type[Record], *conditions: Where, order: Sequence[str] = ()) -> "array[int]":
        """List the numbers of the rows that `find` would read, in its order: eight bytes a record, as it is now.

        Who came first goes first among equals: the numbers lie in every index, ids would be fetched from the rows.
        """
        declared = entity_of(kind)
        source = _source(declared.key, None)
        last = source.c.n.desc() if order and order[-1].startswith("-") else source.c.n.asc()
        query = self._filtered(select(source.c.n), source, declared, conditions)
        # Put together within one step of SQLite, which leaves Python to the window; a limit keeps the order from being
        # left out as of no use.
        sorted_ = query.order_by(*self._terms(source, declared, order), last).limit(-1).subquery()
        said = self._connection.execute(select(func.group_concat(sorted_.c.n))).scalar()
        return array("q", map(int, str(said).split(","))) if said is not None else array("q")

    def at(self, kind: type[R], numbers: Iterable[int]) -> list[R | None]:
        """Fetch the records of some rows, None for each row that is there no more."""
        wanted = list(numbers)
        found = {n: _made(kind, id_, raw) for n, (id_, raw) in self.rows(entity_of(kind).key, wanted).items()}
        return [found.get(number) for number in wanted]

    def rows(self, key: str, numbers: Iterable[int], *conditions: Where) -> dict[int, tuple[str, dict[str, Raw]]]:
        """Fetch ids and raw values of those of some rows that meet all conditions, as they are now."""
        declared, source = REGISTRY[key], _source(key, None)
        query = select(source).where(source.c.n.in_(list(numbers)))
        if conditions:
            # By itself, so that nothing is looked for by an index that has far more rows.
            some = query.limit(-1).subquery()
            query = self._filtered(select(some), some, declared, conditions)
        rows = self._connection.execute(query).mappings().all()
        return {row["n"]: (row["id"], from_row(declared, row)) for row in rows}

    def ids_at(self, kind: type[Record], numbers: Iterable[int]) -> list[str]:
        """List the ids of the records of some rows, in their order, without those that are there no more."""
        source, wanted = _source(entity_of(kind).key, None), list(numbers)
        found: dict[int, str] = {}
        for start in range(0, len(wanted), CHUNK):
            query = select(source.c.n, source.c.id).where(source.c.n.in_(wanted[start : start + CHUNK]))
            found.update((row.n, row.id) for row in self._connection.execute(query))
        return [found[number] for number in wanted if number in found]

    def ids(
        self,
        kind: type[Record],
        *conditions: Where,
        order: Sequence[str] = (),
        limit: int | None = None,
        offset: int = 0,
    ) -> list[str]:
        """List the ids of what `find` would list."""
        declared = entity_of(kind)
        source = _source(declared.key, self._past)
        query = self._filtered(select(source.c.id), source, declared, conditions).limit(limit).offset(offset)
        query = query.order_by(*self._terms(source, declared, order), source.c.id)
        return [str(id_) for id_ in self._connection.execute(query, self._at).scalars()]

    def values(self, kind: type[Record], names: Sequence[str], *conditions: Where) -> list[tuple[Any, ...]]:
        """List a few values of every record that meets all conditions, in any order: (id, what its columns hold).

        Whole records cost several times as much, where thousands are only put in order.
        """
        declared = entity_of(kind)
        source = _source(declared.key, self._past)
        columns = [source.c.id, *(source.c[name] for name in names)]
        query = self._filtered(select(*columns), source, declared, conditions)
        return [tuple(row) for row in self._connection.execute(query, self._at)]

    def by_ids(self, kind: type[R], ids: Iterable[str]) -> dict[str, R]:
        """Fetch many records by id; those that do not stand are left out."""
        declared = entity_of(kind)
        return {id_: _made(kind, id_, raw) for id_, raw in self.raws(declared.key, ids).items()}

    def raws(self, key: str, ids: Iterable[str]) -> dict[str, dict[str, Raw]]:
        """Fetch the raw values of many records by id."""
        declared = REGISTRY[key]
        rows = self._connection.execute(_by_ids(key, self._past), {**self._at, "ids": ids}).mappings()
        return {row["id"]: from_row(declared, row) for row in rows}

    def count(self, kind: type[Record], *conditions: Where) -> int:
        """Count the records that meet all conditions; without any, the sums of law 10 have the number."""
        declared = entity_of(kind)
        if not conditions and self._past is None:
            return int(self._connection.execute(_RECORDS, {"key": declared.key}).scalar() or 0)
        source = _source(declared.key, self._past)
        query = self._filtered(select(func.count()).select_from(source), source, declared, conditions)
        return int(self._connection.execute(query, self._at).scalar_one())

    def sum_by(self, kind: type[Record], by: str, amount: str, *conditions: Where, weighted: str = "") -> list[Sum]:
        """Add up an amount field by the values of another field, apart for each currency.

        by: a field, or day.month for the months of a day, which come as "2026-07". amount: "" only counts. weighted: a
        second amount field to add up beside it, "" for none.
        """
        declared = entity_of(kind)
        source = _source(declared.key, self._past)
        unit = source.c[declared.fields[amount].currency] if amount else literal("")
        first, second = (func.sum(source.c[name]) if name else literal(0) for name in (amount, weighted))
        group = _grouping(source, by)
        query = select(group, unit, func.count(), first, second)
        query = self._filtered(query.select_from(source), source, declared, conditions)
        query = query.group_by(group, unit) if amount else query.group_by(group)
        return [
            Sum(by_, currency or "", count, int(total or 0), int(more or 0))
            for by_, currency, count, total, more in self._connection.execute(query, self._at)
        ]

    def latest(self, kind: type[Record], by: str, name: str, *conditions: Where) -> dict[str, Any]:
        """Give for each record that a link leads to the largest raw value of a field of those that lead to it."""
        source = _source(entity_of(kind).key, self._past)
        query = select(source.c[by], func.max(source.c[name])).where(source.c[by].is_not(None)).group_by(source.c[by])
        rows = self._connection.execute(self._filtered(query, source, entity_of(kind), conditions), self._at)
        return {to: value for to, value in rows if value is not None}

    def pairs(self, kind: type[Record], one: str, other: str, *conditions: Where) -> list[tuple[Any, Any]]:
        """List which raw values of two fields stand together in some record, each pair once, none of an unset field."""
        source = _source(entity_of(kind).key, self._past)
        first, second = source.c[one], source.c[other]
        query = select(first, second).distinct().where(first.is_not(None), second.is_not(None))
        rows = self._connection.execute(self._filtered(query, source, entity_of(kind), conditions), self._at)
        return [(a, b) for a, b in rows]

    def moves(self, kind: type[Record], name: str, until: int, *conditions: Where) -> list[Move]:
        """List each move of a field up to a moment (microseconds UTC), of the records that meet all conditions.

        By record, then in the order of time; what a record began with is no move. The time is that of the reader's past.
        """
        return [Move(*row) for row in self._gone(history.moves, kind, name, until, conditions)]

    def spells(self, kind: type[Record], name: str, until: int, *conditions: Where) -> list[Spell]:
        """Tell how long each value of a field stood up to a moment, of the records that meet all conditions."""
        return [Spell(*row) for row in self._gone(history.spells, kind, name, until, conditions)]

    def _gone(
        self, question: Callable[..., Select[Any]], kind: type[Record], name: str, until: int, where: Iterable[Where]
    ) -> Iterable[Any]:
        declared = entity_of(kind)
        source = _source(declared.key, self._past)
        ids = self._filtered(select(source.c.id), source, declared, where)
        axis = (self._past or Past.AS_WAS).value
        return self._connection.execute(question(declared.key, name, axis, until, ids), self._at)

    def _filtered(
        self, query: Select[Any], source: FromClause, declared: Entity, conditions: Iterable[Where]
    ) -> Select[Any]:
        return query.where(*(self._condition(source, declared, condition) for condition in conditions))

    def _terms(self, source: FromClause, declared: Entity, order: Sequence[str]) -> Iterator[ColumnElement[Any]]:
        for name in order:
            column = self._ordering(source, declared, name.lstrip("-"))
            yield column.desc() if name.startswith("-") else column.asc()

    def _ordering(self, source: FromClause, declared: Entity, name: str) -> ColumnElement[Any]:
        link, _, rest = name.partition(".")
        if not rest or rest == MONTH:
            return _grouping(source, name)
        other = _linked(declared.fields[link].target, self._past)
        return select(other.c[rest]).where(other.c.id == source.c[link]).scalar_subquery()

    def _condition(self, source: FromClause, declared: Entity, where: Where) -> ColumnElement[bool]:
        if isinstance(where.value, Pointing) and where.field == "id":
            pointed = source.c.id.in_(self._pointed(where.value))
            return pointed if where.op == "some" else not_(pointed)
        if where.op == "any":
            return or_(*(and_(*(self._condition(source, declared, one) for one in group)) for group in where.value))
        name, _, rest = where.field.partition(".")
        if rest:
            linked = REGISTRY[declared.fields[name].target]
            other = _linked(linked.key, self._past)
            inner = select(other.c.id).where(self._condition(other, linked, Where(rest, where.op, where.value)))
            return source.c[name].in_(inner)
        return OPERATORS[where.op](source.c[name], where.value)

    def _pointed(self, asked: Pointing) -> Select[Any]:
        """Word the question for what some records point to, asked once for all records that are held against it."""
        declared = REGISTRY[asked.entity]
        other = _linked(asked.entity, self._past)
        found = select(other.c[asked.link]).where(other.c[asked.link].is_not(None))
        return self._filtered(found, other, declared, asked.conditions)

    # --------------------------------------------------------------------------------------------------- journal

    def lines(self, records: Iterable[str]) -> dict[str, list[Line]]:
        """Fetch the journal lines of some records, each list in the order of the sequence numbers."""
        found: dict[str, list[Line]] = {}
        for row in self.line_rows(records):
            found.setdefault(row.record, []).append(read_line(row))
        return found

    def line_rows(self, records: Iterable[str]) -> Sequence[Any]:
        """Fetch the same lines unread, as rows of the journal in the order of their numbers."""
        return self._connection.execute(_LINES, {"records": records}).all()

    def lines_of_others(self, keys: Iterable[str], since: int, authors: Iterable[str], limit: int) -> list[Line]:
        """List the newest lines of some kinds that happened since a moment (microseconds UTC), by nobody of some authors.

        The journal is walked from its end, and no further than RECENT entries, so that it may be as long as it likes.
        """
        query = select(ENTRY).where(
            ENTRY.c.entity.in_(list(keys)), ENTRY.c.author.not_in(list(authors)), ENTRY.c.happened >= since
        )
        if self._past is None:
            query = query.where(ENTRY.c.seq > newest_seq(self._connection) - RECENT)
        else:
            query = query.where(ENTRY.c[self._past.value] <= self._at["as_of"])
        return [read_line(row) for row in self._connection.execute(query.order_by(ENTRY.c.seq.desc()).limit(limit))]

    def entries_of(self, change: str) -> list[Entry]:
        """Fetch the entries of one change in order."""
        rows = self._connection.execute(_ENTRIES_OF, {"change_": change})
        return [read_entry(row) for row in rows]

    def marks(self) -> dict[str, str]:
        """Read all of the store's small facts."""
        return {row.name: row.value for row in self._connection.execute(_MARKS)}

    def mark(self, name: str, default: str = "") -> str:
        """Read one of the store's small facts."""
        found = self._connection.execute(_MARK_OF, {"mark": name}).scalar()
        return default if found is None else str(found)


def chunks(ids: Iterable[str]) -> Iterable[list[str]]:
    """Split ids into lists that memory holds easily."""
    every = list(ids)
    return (every[start : start + CHUNK] for start in range(0, len(every), CHUNK))


def _made(kind: type[R], id_: str, raw: dict[str, Raw]) -> R:
    return entity_of(kind).read(id_, raw)  # type: ignore[return-value]  # the entity of a class reads that class


def _grouping(source: FromClause, by: str) -> ColumnElement[Any]:
    name, _, part = by.partition(".")
    return func.substr(source.c[name], 1, len("2026-07")) if part == MONTH else source.c[name]
