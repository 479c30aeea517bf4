"""A list as a person sees it, gathered as plain data for a file, for paper, or for the command line."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from crm_desktop.actions.list_groups import Grouped, Part, column_of, parts
from crm_desktop.core.access import hidden_fields
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, REGISTRY, Entity, Field, Kind, Record, entity_of
from crm_desktop.core.store import Reader, Where
from crm_desktop.core.store.read import chunks
from crm_desktop.documents.listing import Cell, Column, ColumnKind, Group, Listing, Money, Row, Rows
from crm_desktop.replica.view import View

BETWEEN = "; "  # several phones, tags or people in one cell
YES, NO = QT_TRANSLATE_NOOP("core", "yes"), QT_TRANSLATE_NOOP("core", "no")
_KINDS: dict[Kind, ColumnKind] = {
    Kind.WHOLE: "number",
    Kind.DECIMAL: "number",
    Kind.AMOUNT: "amount",
    Kind.PERCENT: "percent",
    Kind.DAY: "day",
    Kind.MOMENT: "moment",
    Kind.YES_NO: "yes_no",
}


def _same(text: str) -> str:
    return text


def _title(record: Record) -> str:
    return entity_of(record).title_of(record)


class Words(msgspec.Struct, frozen=True):
    """The words of the reader: text: translates what is declared in English; name: names a record."""

    text: Callable[[str], str] = _same
    name: Callable[[Record], str] = _title

    def choice(self, field: Field, value: str) -> str:
        """Word one value of a choice."""
        return self.text(next((one.label for one in field.choices if one.value == value), value))


class Asked(msgspec.Struct, frozen=True):
    """What a list shows.

    fields: its columns in their order; order: within its groups; ids: exactly these records, None for all that fit.
    """

    key: str
    fields: tuple[Field, ...]
    conditions: tuple[Where, ...] = ()
    order: tuple[str, ...] = ()
    ids: tuple[str, ...] | None = None
    grouped: Grouped | None = None


def default_columns(declared: Entity, role: str) -> tuple[Field, ...]:
    """List the columns an entity's list starts with, in the declared order, without what the role may not read."""
    hidden = hidden_fields(declared, role)
    shown = [field for field in declared.stored if field.column and field.name not in hidden]
    return tuple(sorted(shown, key=lambda field: field.column))


def possible_columns(declared: Entity, role: str) -> tuple[Field, ...]:
    """List every field that can be a column."""
    hidden = hidden_fields(declared, role)
    return tuple(f for f in declared.stored if (f.section or f.column) and f.name not in hidden)


def listing(view: View | Reader, zone: ZoneInfo, asked: Asked, words: Words, *, money_apart: bool = False) -> Listing:
    """Gather a list. money_apart: an amount is followed by its currency in a column of its own, unless that is one.

    view: with groups a Reader, which answers from one moment however long the rows take to be written.
    """
    declared = REGISTRY[asked.key]
    shown = _with_currencies(declared, asked.fields) if money_apart else asked.fields
    places = {one.name: place for place, one in enumerate(shown)}
    columns = tuple(
        Column(words.text(one.label), _KINDS.get(one.kind, "text"), one.width, places.get(one.currency, -1))
        for one in shown
    )
    return Listing(
        words.text(declared.plural),
        columns,
        _rows(view, zone, asked, shown, words),
        is_grouped=asked.grouped is not None,
        grouped_by=column_of(asked.grouped, asked.fields) if asked.grouped else "",
        yes=words.text(YES),
        no=words.text(NO),
    )


def count_of(view: View | Reader, asked: Asked) -> int:
    """Count the records of a list."""
    if asked.ids is not None:
        return len(asked.ids)
    return view.count(REGISTRY[asked.key].record, *asked.conditions)


def _with_currencies(declared: Entity, fields: Iterable[Field]) -> tuple[Field, ...]:
    found, known = list[Field](), {field.name for field in fields}
    for field in fields:
        found.append(field)
        if field.kind is Kind.AMOUNT and field.currency not in known and field.currency in declared.fields:
            known.add(field.currency)
            found.append(declared.fields[field.currency])
    return tuple(found)


def _rows(view: View | Reader, zone: ZoneInfo, asked: Asked, fields: Sequence[Field], words: Words) -> Rows:
    kind = REGISTRY[asked.key].record
    if asked.grouped is not None:
        for part in parts(view, kind, asked.key, asked.grouped, asked.order, asked.conditions, asked.ids):
            yield [_head(asked, part, words)]
            yield from _rows_of(view, kind, part.ids, zone, fields, words)
        return
    # What is read chunk by chunk must not shift while somebody saves: first which records, then these.
    ids = asked.ids if asked.ids is not None else view.ids(kind, *asked.conditions, order=asked.order)
    yield from _rows_of(view, kind, ids, zone, fields, words)


def _rows_of(
    view: View | Reader, kind: type[Record], ids: Sequence[str], zone: ZoneInfo, fields: Sequence[Field], words: Words
) -> Iterator[list[Row | Group]]:
    for some in chunks(ids):
        found = view.by_ids(kind, some)
        here = [found[id_] for id_ in some if id_ in found]
        names = {key: dict(_named(view, key, of, words)) for key, of in _linked(fields, here).items()}
        yield [[_cell(field, record, names, zone, words) for field in fields] for record in here]


def _head(asked: Asked, part: Part, words: Words) -> Group:
    grouped, head = asked.grouped, part.head
    field = REGISTRY[asked.key].fields.get(grouped.by.partition(".")[0]) if grouped else None
    if field is not None and field.kind is Kind.YES_NO:
        cell: Cell = words.text(YES if head.value else NO)
    else:
        cell = None if head.value is None else head.words
    return Group(head.words, cell, len(part.ids), part.currencies, head.more, head.is_folded)


def _linked(fields: Sequence[Field], records: Sequence[Record]) -> dict[str, set[str]]:
    """Collect which records of each entity the columns name."""
    found: dict[str, set[str]] = {}
    for field in fields:
        if field.kind in (Kind.LINK, Kind.LINKS):
            of = found.setdefault(field.target, set())
            for record in records:
                value = getattr(record, field.name)
                of.update(value if field.kind is Kind.LINKS else [value])
    return found


def _named(view: View | Reader, key: str, ids: Iterable[str], words: Words) -> Iterator[tuple[str, str]]:
    for id_, record in view.by_ids(REGISTRY[key].record, [id_ for id_ in ids if id_]).items():
        yield id_, words.name(record)


def _cell(field: Field, record: Record, names: dict[str, dict[str, str]], zone: ZoneInfo, words: Words) -> Cell:
    value: Any = getattr(record, field.name)
    if field.name == entity_of(record).title[0] and field.kind is Kind.TEXT:
        return words.name(record)
    if value is None or value in ("", ()):
        return None
    match field.kind:
        case Kind.AMOUNT:
            return Money(Decimal(value), str(getattr(record, field.currency, "")))
        case Kind.MOMENT:
            here: datetime = value.astimezone(zone)
            return here.replace(tzinfo=None)
        case Kind.LINK:
            return names[field.target].get(value)
        case Kind.LINKS:
            return BETWEEN.join(name for id_ in value if (name := names[field.target].get(id_)))
        case Kind.LABELLED:
            return BETWEEN.join(item.value for item in value)
        case Kind.TAGS:
            return BETWEEN.join(value)
        case Kind.CHOICE:
            return words.choice(field, value)
        case _:
            plain: Cell = value
            return plain
