"""The few words of a mapping by which values are made from a row, compiled once to functions."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol, TypeVar

import msgspec

from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.ids import id_from
from crm_desktop.core.intake.cells import Reading, split_name
from crm_desktop.core.intake.mapping import Where
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, REGISTRY

UNKNOWN_COLUMN = QT_TRANSLATE_NOOP(
    "core",
    "The mapping {mapping} names the column “{column}” in {place}, which the table does not have. It has: {known}.",
)
NOT_UNDERSTOOD = QT_TRANSLATE_NOOP("core", "The mapping {mapping} says in {place} what is not understood: {said}")
UNKNOWN_MAP = QT_TRANSLATE_NOOP(
    "core", "The mapping {mapping} names in {place} the translations “{name}”, which it does not have."
)
UNKNOWN_ENTITY = QT_TRANSLATE_NOOP(
    "core", "The mapping {mapping} names in {place} the entity “{entity}”, which does not exist."
)
NOT_TRANSLATED = QT_TRANSLATE_NOOP("core", "“{value}” is not among the translations of the mapping.")
NO_ROW = QT_TRANSLATE_NOOP("core", "No row of {table} has {sought}.")

T = TypeVar("T")
Row = Mapping[str, Any]
Evaluate = Callable[[Row], Any]
Test = Callable[[Row], bool]
HAPPENED = "\0happened"
"""The place in a row where the moment of the event that is being made stands."""

_PLACE = re.compile(r"\{([^{}]+)\}")


class Expression(msgspec.Struct, frozen=True):
    """A value to be made from a row. columns: those it reads, the first being the one to name when it fails."""

    evaluate: Evaluate
    columns: tuple[str, ...] = ()


class Tables(Protocol):
    """What an expression asks of other tables."""

    def columns(self, table: str) -> tuple[str, ...]:
        """List the columns of a table."""

    def rows_by(self, table: str, by: tuple[str, ...]) -> Mapping[tuple[str, ...], list[Row]]:
        """Group the rows of a table by the text of some columns."""

    def reading(self, table: str) -> Reading:
        """Say how a table writes its values."""


class Links:
    """The ids that links and keys came to, and the key each came from, for the sentence when there is no such record."""

    def __init__(self, pack: str) -> None:
        self._pack = pack
        self._ids: dict[tuple[str, ...], str] = {}
        self.keys: dict[str, str] = {}

    def id(self, entity: str, parts: Iterable[Any]) -> str:
        """Make the id of the record with a key."""
        key = (entity, *map(str, parts))
        known = self._ids.get(key)
        if known is None:
            known = self._ids[key] = id_from(self._pack, *key)
            self.keys[known] = " · ".join(key[1:])
        return known


class Scope(msgspec.Struct, frozen=True):
    """What the expressions of one table may name."""

    mapping: str
    place: str
    known: frozenset[str]
    tables: Tables
    reading: Reading
    maps: Mapping[str, Mapping[str, Any]]
    links: Links

    def at(self, place: str) -> "Scope":
        """Name the place for the sentence when something is not understood."""
        return msgspec.structs.replace(self, place=place)

    def of(self, table: str) -> "Scope":
        """Enter another table."""
        columns = frozenset(self.tables.columns(table))
        return msgspec.structs.replace(self, known=columns, reading=self.tables.reading(table))

    def check(self, columns: Iterable[str]) -> None:
        """Refuse a mapping that names columns the table does not have."""
        for column in columns:
            if column not in self.known:
                raise UserError(
                    UNKNOWN_COLUMN, mapping=self.mapping, column=column, place=self.place, known=", ".join(sorted(self.known))
                )  # fmt: skip

    def option(self, said: dict[str, Any], name: str, default: T) -> T:
        """Read a further word of an expression; it must be of the kind of its default."""
        value = said.get(name, default)
        if not isinstance(value, type(default)):
            raise self.refuse(said)
        return value

    def refuse(self, said: Any) -> UserError:
        """Make the error about something that is not understood."""
        return UserError(NOT_UNDERSTOOD, mapping=self.mapping, place=self.place, said=str(said))


_NO_PARTS: list[Any] = []


def is_empty(value: Any) -> bool:
    """Tell whether a value says nothing; no and 0 say something."""
    return value is None or value in ("", [], ())


def compile_expression(said: Any, scope: Scope) -> Expression:
    """Compile what a mapping says: text with {columns}, a list, a constant, or one of the words of `WORDS`."""
    if isinstance(said, str):
        return _template(said, scope)
    if isinstance(said, list):
        return _list(said, scope)
    if not isinstance(said, dict):
        return Expression(lambda _row: said)
    words = [word for word in said if word in WORDS]
    if len(words) != 1:
        raise scope.refuse(said)
    make, allowed = WORDS[words[0]]
    if set(said) - {words[0], *allowed.split()}:
        raise scope.refuse(said)
    return make(said, scope)


def compile_where(where: Where, scope: Scope) -> Test:
    """Compile conditions that must all hold."""
    scope.check(where)
    tests = [(column, _test(said, scope)) for column, said in where.items()]
    return lambda row: all(test(row[column]) for column, test in tests)


def _test(said: Any, scope: Scope) -> Callable[[Any], bool]:
    if said is True:
        return lambda value: not is_empty(value)
    if said is False:
        return is_empty
    if isinstance(said, str):
        return lambda value: str(value) == said
    if isinstance(said, list):
        return lambda value: str(value) in said
    if isinstance(said, dict) and list(said) == ["not"]:
        unwanted = _test(said["not"], scope)
        return lambda value: not unwanted(value)
    raise scope.refuse(said)


def _template(text: str, scope: Scope) -> Expression:
    columns = tuple(_PLACE.findall(text))
    scope.check(columns)
    if not columns:
        return Expression(lambda _row: text)
    if text == f"{{{columns[0]}}}":
        only = columns[0]
        return Expression(lambda row: row[only], columns)
    pieces = _PLACE.split(text)

    def fill(row: Row) -> str:
        if all(is_empty(row[column]) for column in columns):
            return ""
        return "".join(str(row[piece]) if number % 2 else piece for number, piece in enumerate(pieces)).strip()

    return Expression(fill, columns)


def _parts(said: Any, scope: Scope) -> tuple[list[Evaluate], tuple[str, ...]]:
    if not isinstance(said, list):
        raise scope.refuse(said)
    made = [compile_expression(part, scope) for part in said]
    return [part.evaluate for part in made], tuple(column for part in made for column in part.columns)


def _value(said: dict[str, Any], scope: Scope) -> Expression:
    of = compile_expression(said["value"], scope)
    map_ = said.get("map", {})
    if isinstance(map_, str):
        if map_ not in scope.maps:
            raise UserError(UNKNOWN_MAP, mapping=scope.mapping, place=scope.place, name=map_)
        map_ = scope.maps[map_]
    if not isinstance(map_, Mapping):
        raise scope.refuse(said)
    replaced: dict[str, Any] = scope.option(said, "replace", {})
    lower, strict = scope.option(said, "lower", False), scope.option(said, "strict", False)

    def translate(row: Row) -> Any:
        value = of.evaluate(row)
        if is_empty(value):
            return map_.get("", "")
        text = str(value)
        if text in map_:
            return map_[text]
        if strict:
            raise RefusedError(NOT_TRANSLATED, value=text)
        if not lower and not replaced:
            return value
        for old, new in replaced.items():
            text = text.replace(old, str(new))
        return text.lower() if lower else text

    return Expression(translate, of.columns)


def _join(said: dict[str, Any], scope: Scope) -> Expression:
    parts, columns = _parts(said["join"], scope)
    between = scope.option(said, "with", " ")
    return Expression(lambda row: between.join(str(v) for part in parts if not is_empty(v := part(row))), columns)


def _first(said: dict[str, Any], scope: Scope) -> Expression:
    parts, columns = _parts(said["first"], scope)
    return Expression(lambda row: next((v for part in parts if not is_empty(v := part(row))), ""), columns)


def _list(said: list[Any], scope: Scope) -> Expression:
    parts, columns = _parts(said, scope)
    return Expression(lambda row: [v for part in parts if not is_empty(v := part(row))], columns)


def _listed(said: dict[str, Any], scope: Scope) -> Expression:
    of, at = compile_expression(said["list"], scope), scope.option(said, "at", ";")
    return Expression(lambda row: [p.strip() for p in str(of.evaluate(row) or "").split(at) if p.strip()], of.columns)


def _items(said: dict[str, Any], scope: Scope) -> Expression:
    pairs = []
    for item in scope.option(said, "items", _NO_PARTS):
        if not isinstance(item, dict) or set(item) - {"label", "value"} or "value" not in item:
            raise scope.refuse(item)
        pairs.append((item.get("label", ""), compile_expression(item["value"], scope)))
    columns = tuple(column for _, value in pairs for column in value.columns)

    def collect(row: Row) -> list[tuple[str, Any]]:
        found: dict[Any, str] = {}
        for label, of in pairs:
            value = of.evaluate(row)
            if not is_empty(value):
                found.setdefault(value, label)  # one phone in two columns is one phone
        return [(label, value) for value, label in found.items()]

    return Expression(collect, columns)


def _link(said: dict[str, Any], scope: Scope) -> Expression:
    entity = scope.option(said, "link", "")
    if entity not in REGISTRY:
        raise UserError(UNKNOWN_ENTITY, mapping=scope.mapping, place=scope.place, entity=entity)
    made = [compile_expression(part, scope) for part in scope.option(said, "by", _NO_PARTS)]
    if not made:
        raise scope.refuse(said)
    parts = [part.evaluate for part in made]
    varying = [place for place, part in enumerate(made) if part.columns]
    links = scope.links

    def follow(row: Row) -> str:
        key = [part(row) for part in parts]
        if varying and all(is_empty(key[place]) for place in varying):
            return ""
        return links.id(entity, key)

    return Expression(follow, tuple(column for part in made for column in part.columns))


def _looked_up(
    said: dict[str, Any], table: Any, scope: Scope
) -> tuple[Callable[[Row], tuple[str, ...]], Callable[[tuple[str, ...]], list[Row]], Expression, tuple[str, ...]]:
    """Compile the key to look for, the search in another table, what to take there, and the columns read here."""
    by: dict[str, Any] = scope.option(said, "by", {})
    if not isinstance(table, str) or not by or "take" not in said:
        raise scope.refuse(said)
    there = scope.of(table)
    there.check(by)
    take = compile_expression(said["take"], there)
    here = [compile_expression(value, scope) for value in by.values()]
    sought = [part.evaluate for part in here]
    names, tables = tuple(by), scope.tables

    def key_of(row: Row) -> tuple[str, ...]:
        return tuple(str(part(row)) for part in sought)

    def search(key: tuple[str, ...]) -> list[Row]:
        return tables.rows_by(table, names).get(key, [])

    return key_of, search, take, tuple(column for part in here for column in part.columns)


def _find(said: dict[str, Any], scope: Scope) -> Expression:
    key_of, search, take, columns = _looked_up(said, said["find"], scope)
    otherwise = compile_expression(said.get("else", ""), scope)
    required, table = scope.option(said, "required", False), said["find"]

    def find(row: Row) -> Any:
        key = key_of(row)
        rows = search(key)
        if rows:
            return take.evaluate(rows[0])
        if required and any(key):
            raise RefusedError(NO_ROW, table=table, sought=", ".join(key))
        return otherwise.evaluate(row)

    return Expression(find, columns)


def _all(said: dict[str, Any], scope: Scope) -> Expression:
    key_of, search, take, columns = _looked_up(said, said["all"], scope)

    def collect(row: Row) -> list[Any]:
        found = dict.fromkeys(take.evaluate(other) for other in search(key_of(row)))
        return [value for value in found if not is_empty(value)]

    return Expression(collect, columns)


def _if(said: dict[str, Any], scope: Scope) -> Expression:
    if not isinstance(said["if"], dict):
        raise scope.refuse(said)
    test = compile_where(said["if"], scope)
    then, otherwise = compile_expression(said.get("then", ""), scope), compile_expression(said.get("else", ""), scope)
    return Expression(
        lambda row: then.evaluate(row) if test(row) else otherwise.evaluate(row),
        (*then.columns, *otherwise.columns, *said["if"]),
    )


def _split(said: dict[str, Any], scope: Scope) -> Expression:
    of, at = compile_expression(said["split"], scope), scope.option(said, "at", " ")
    pick = _SPLITS.get(scope.option(said, "part", "first"))
    if pick is None:
        raise scope.refuse(said)
    return Expression(lambda row: pick(str(of.evaluate(row)), at).strip(), of.columns)


_SPLITS: dict[str, Callable[[str, str], str]] = {
    "first": lambda text, at: text.partition(at)[0],
    "rest": lambda text, at: text.partition(at)[2],
    "head": lambda text, at: text.rpartition(at)[0],
    "last": lambda text, at: text.rpartition(at)[2],
}


def _name(said: dict[str, Any], scope: Scope) -> Expression:
    of, part = compile_expression(said["name"], scope), said.get("part")
    if part not in ("given", "family"):
        raise scope.refuse(said)
    place = 0 if part == "given" else 1
    return Expression(lambda row: split_name(str(of.evaluate(row)))[place], of.columns)


def _day(said: dict[str, Any], scope: Scope) -> Expression:
    of, reading = compile_expression(said["day"], scope), scope.reading
    shape, shift = _SHAPES.get(scope.option(said, "as", "day")), scope.option(said, "shift", 0)
    if shape is None:
        raise scope.refuse(said)

    def make(row: Row) -> Any:
        value = of.evaluate(row)
        return "" if is_empty(value) else shape(reading.day(value) + timedelta(days=shift))

    return Expression(make, of.columns)


def _quarter_month(day: date) -> int:
    return (day.month - 1) // 3 * 3 + 1


def _end_of_quarter(day: date) -> date:
    month = _quarter_month(day) + 2
    return date(day.year, month, monthrange(day.year, month)[1])


_SHAPES: dict[str, Callable[[date], Any]] = {
    "day": lambda day: day,
    "year": lambda day: str(day.year),
    "month": lambda day: f"{day:%Y-%m}",
    "month_start": lambda day: day.replace(day=1),
    "month_end": lambda day: day.replace(day=monthrange(day.year, day.month)[1]),
    "quarter": lambda day: f"{day.year}-Q{(day.month + 2) // 3}",
    "quarter_start": lambda day: date(day.year, _quarter_month(day), 1),
    "quarter_end": _end_of_quarter,
}


def _number(said: dict[str, Any], scope: Scope) -> Expression:
    of, reading = compile_expression(said["number"], scope), scope.reading
    times = said.get("times", 1)
    if not isinstance(times, int | Decimal):
        raise scope.refuse(said)

    def make(row: Row) -> Any:
        value = of.evaluate(row)
        return "" if is_empty(value) else reading.number(value) * times

    return Expression(make, of.columns)


def _happened(_said: dict[str, Any], _scope: Scope) -> Expression:
    return Expression(lambda row: row[HAPPENED])


WORDS: dict[str, tuple[Callable[[dict[str, Any], Scope], Expression], str]] = {
    "value": (_value, "map lower replace strict"),
    "join": (_join, "with"),
    "first": (_first, ""),
    "list": (_listed, "at"),
    "items": (_items, ""),
    "link": (_link, "by"),
    "find": (_find, "by take else required"),
    "all": (_all, "by take"),
    "if": (_if, "then else"),
    "split": (_split, "at part"),
    "name": (_name, "part"),
    "day": (_day, "shift as"),
    "number": (_number, "times"),
    "happened": (_happened, ""),
}
"""Each word with the function that compiles it and the further words it may have."""
