"""The kinds of field, the record and the registry from which everything about an entity is derived."""

import enum
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Protocol, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from crm_desktop.core.money import from_minor, from_scaled, to_minor, to_scaled
from crm_desktop.core.words_to_translate import QT_TRANSLATE_NOOP as QT_TRANSLATE_NOOP

Raw = bool | int | str | list[Any] | None
"""A value as the journal, the tables and the wire hold it: None is empty; amounts are minor units, decimals
millionths, days ISO text, moments microseconds since 1970 UTC, tags and links sorted lists, items [id, label, value]."""

R = TypeVar("R", bound="Record")
RawRule = Callable[[Mapping[str, Raw], str], None]
"""A rule about a whole record: (raw values, role of the author) -> None, or raises RefusedError."""

StepRule = Callable[[Mapping[str, Raw], Mapping[str, Raw] | None], None]
"""A rule about a step: (raw values before, and after or None to be deleted) -> None, or raises RefusedError."""


class Around(Protocol):
    """What stands around a record that is judged, as the change would leave it; see `Entity.admit`."""

    def raw(self, key: str, id_: str) -> Mapping[str, Raw] | None:
        """Give the raw values of a record, None where it does not stand."""

    def those(self, key: str, name: str, value: str) -> Sequence[Mapping[str, Raw]]:
        """List the records of an entity that say something in a field, each with its id among its values."""

    def every(self, key: str) -> Sequence[Mapping[str, Raw]]:
        """List all records of an entity, as above."""


Admission = Callable[[str, str, Mapping[str, Raw] | None, Mapping[str, Raw] | None, Around], None]
"""A rule about more than a record: (user and role of the author, raw values before and after, what stands around it)
-> None, or raises RefusedError. Before: None where it did not stand, after: None to be deleted; after holds its id."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> int:
    """Turn an aware moment into microseconds since 1970 UTC."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment_of(micros_: int) -> datetime:
    """Turn microseconds since 1970 UTC into an aware moment."""
    return EPOCH + timedelta(microseconds=micros_)


class Kind(enum.StrEnum):
    """What a field holds."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    YES_NO = "yes_no"
    WHOLE = "whole"
    DECIMAL = "decimal"
    AMOUNT = "amount"
    PERCENT = "percent"
    DAY = "day"
    MOMENT = "moment"
    LINK = "link"
    FILE = "file"
    LABELLED = "labelled"
    TAGS = "tags"
    LINKS = "links"


class Merge(enum.StrEnum):
    """What happens when two people changed the same field to different values (law 5)."""

    ASK = "ask"
    LATEST = "latest"
    UNION = "union"
    SUM = "sum"
    TEXT = "text"


class Choice(msgspec.Struct, frozen=True):
    """One value of a choice field; tone is a theme colour name: grey, blue, green, amber, red, violet."""

    value: str
    label: str
    tone: str = "grey"


class Item(msgspec.Struct, frozen=True, array_like=True):
    """One phone, mail or address in a labelled list; the id is what a merge recognises it by."""

    id: str
    label: str
    value: str


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What every entity has: an id made by the client and never reused."""

    id: str


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """Everything there is to know about one field; columns, editors, checks and rights are derived from it."""

    kind: Kind
    label: str
    name: str = ""
    help: str = ""
    required: bool = False
    merge: Merge = Merge.LATEST
    choices: tuple[Choice, ...] = ()
    target: str = ""  # key of the entity a link points to
    target_in: str = ""  # of a text that is the id of a record of any entity: the sibling field that names the entity
    currency: str = "currency"  # the sibling field that holds an amount's currency
    derived: bool = False  # computed by core from the merged record, never in an entry
    read: frozenset[str] = frozenset()  # roles that may read it; empty: everybody
    write: frozenset[str] = frozenset()  # roles that may write it; empty: everybody who may write the record
    section: str = ""  # heading on the record page; "" keeps it off the page
    column: int = 0  # place among the default list columns from 1; 0: not shown until chosen
    width: int = 140  # pixels of the list column at 100 %
    search: str = ""  # "name", "sound", "text", "phone" or "mail" (also a website): how it enters the search index
    low: Decimal | None = None
    high: Decimal | None = None
    index: bool = False

    @property
    def is_number(self) -> bool:
        """Tell whether values are added up and aligned right."""
        return self.kind in NUMBERS


NUMBERS = frozenset({Kind.WHOLE, Kind.DECIMAL, Kind.AMOUNT, Kind.PERCENT})
LISTS = frozenset({Kind.LABELLED, Kind.TAGS, Kind.LINKS})
SCALED = frozenset({Kind.DECIMAL, Kind.PERCENT})
TEXTS = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.CHOICE, Kind.LINK, Kind.FILE})


def _kind(kind: Kind, **fixed: Any) -> Callable[..., Field]:
    def declare(label: str, **more: Any) -> Field:
        return Field(kind=kind, label=label, **{**fixed, **more})

    return declare


text = _kind(Kind.TEXT)
long_text = _kind(Kind.LONG_TEXT, merge=Merge.TEXT)
yes_no = _kind(Kind.YES_NO)
whole = _kind(Kind.WHOLE)
decimal = _kind(Kind.DECIMAL)
percent = _kind(Kind.PERCENT)
amount = _kind(Kind.AMOUNT, merge=Merge.ASK)
day = _kind(Kind.DAY)
moment = _kind(Kind.MOMENT)
file = _kind(Kind.FILE)
labelled = _kind(Kind.LABELLED, merge=Merge.UNION)
tags = _kind(Kind.TAGS, merge=Merge.UNION)


def choice(label: str, choices: tuple[Choice, ...], **more: Any) -> Field:
    """Declare a field that takes one of the given values."""
    return Field(kind=Kind.CHOICE, label=label, choices=choices, **more)


def link(label: str, target: str, **more: Any) -> Field:
    """Declare a link to one record of the entity named by its key."""
    return Field(kind=Kind.LINK, label=label, target=target, **{"index": True, **more})


def links(label: str, target: str, **more: Any) -> Field:
    """Declare a set of links to records of one entity."""
    return Field(kind=Kind.LINKS, label=label, target=target, **{"merge": Merge.UNION, **more})


class Entity(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One entity as declared: its record class, fields in order, and the rules about the whole record."""

    key: str
    record: type[Record]
    label: str
    plural: str
    icon: str
    fields: dict[str, Field]
    title: tuple[str, ...] = ("name",)  # fields that name a record for a person
    follows: tuple[str, ...] = ()  # links that give its place in the territory tree, tried in order; (): everybody's
    team: str = ""  # field of users who hold a record, and what follows it, beside those who hold its place
    owned: str = ""  # link to the person whose own it is: nobody else but an administrator changes it
    shared: str = ""  # yes/no field of what is somebody's own: yes, everybody has it; no, its owner alone
    write: frozenset[str] = frozenset()  # roles that may change it; empty: everybody in whose scope it is
    unique: tuple[str, ...] = ()  # what no two records may say alike, all of it, where the first is filled in
    rules: tuple[RawRule, ...] = ()
    step: StepRule | None = None  # what may become of a record that stands
    admit: Admission | None = None  # what other records, and who the author is, have to say about a step
    parts_may_change: Callable[[Mapping[str, Raw]], None] | None = None  # refuses other parts of a whole as it stands
    derive: Callable[[Mapping[str, Raw]], dict[str, Raw]] | None = None
    derives_from: frozenset[str] = frozenset()  # all that derive() reads, where it costs something; empty: not said
    parent: str = ""  # link whose target gathers records like this one
    child: str = ""  # key of the entity whose records gather() is given
    gather: Callable[[Mapping[str, Raw], list[dict[str, Raw]]], dict[str, Raw]] | None = None
    history_days: int = 0  # laptops fold history older than this into one entry; 0: all of it is kept
    comes_of: str = ""  # key of the entity whose step makes such records; "": people make them
    internal: bool = False  # kept by the system: no list and no form of its own
    from_raw: tuple[Callable[[Raw, Mapping[str, Raw]], Any], ...] = ()
    stored: tuple[Field, ...] = ()  # the fields in the order of the table's columns
    derived: tuple[Field, ...] = ()  # those of them that are worked out, never entered
    links: Mapping[str, str] = {}  # fields that point to one record, with the entity of that
    added: frozenset[str] = frozenset()  # fields to which an edit adds what it did, instead of setting a value

    def __post_init__(self) -> None:
        added = frozenset(name for name, one in self.fields.items() if one.merge in (Merge.SUM, Merge.UNION))
        msgspec.structs.force_setattr(self, "added", added)

    def read(self, id_: str, raw: Mapping[str, Raw]) -> Record:
        """Make the frozen record from raw values; fields that are absent are empty."""
        values = {
            name: convert(value, raw)
            for (name, value), convert in zip(
                ((name, raw.get(name)) for name in self.fields), self.from_raw, strict=True
            )
        }
        return self.record(id=id_, **values)

    def title_of(self, record: Record) -> str:
        """Name a record for a person."""
        return " ".join(str(part) for name in self.title if (part := getattr(record, name)))


REGISTRY: dict[str, Entity] = {}
"""Every declared entity by its key; filled at import, then only read."""


def entity(key: str, label: str, plural: str, *, icon: str, **more: Any) -> Callable[[type[R]], type[R]]:
    """Declare a record class as an entity; the keywords are those of `Entity`."""

    def register(record: type[R]) -> type[R]:
        fields: dict[str, Field] = {}
        for name, hint in get_type_hints(record, include_extras=True).items():
            if get_origin(hint) is Annotated:
                declared = next(part for part in get_args(hint) if isinstance(part, Field))
                fields[name] = msgspec.structs.replace(declared, name=name)
        REGISTRY[key] = Entity(
            key=key, record=record, label=label, plural=plural, icon=icon, fields=fields,
            from_raw=tuple(_reader(field) for field in fields.values()), stored=tuple(fields.values()),
            derived=tuple(field for field in fields.values() if field.derived),
            links={name: field.target for name, field in fields.items() if field.kind is Kind.LINK}, **more,
        )  # fmt: skip
        _BY_RECORD[record] = REGISTRY[key]
        return record

    return register


_BY_RECORD: dict[type[Record], Entity] = {}


def entity_of(record: Record | type[Record] | str) -> Entity:
    """Find the declaration of a record, a record class or an entity key."""
    if isinstance(record, str):
        return REGISTRY[record]
    return _BY_RECORD[record if isinstance(record, type) else type(record)]


def to_raw(field: Field, value: Any, currency: str = "") -> Raw:
    """Turn a Python value into its raw form; "" and empty lists become None.

    value: str, bool, int, Decimal, date, aware datetime, tuple of str, tuple of Item, as the field's kind demands.
    currency: ISO 4217 code of the record, needed for amounts only.
    """
    if value is None or value in ("", ()):
        return None
    match field.kind:
        case Kind.AMOUNT:
            return to_minor(value, currency)
        case Kind.DECIMAL | Kind.PERCENT:
            return to_scaled(value)
        case Kind.DAY:
            return str(value.isoformat())
        case Kind.MOMENT:
            return micros(value)
        case Kind.TAGS | Kind.LINKS:
            return sorted(set(value))
        case Kind.LABELLED:
            return [[item.id, item.label, item.value] for item in value]
        case Kind.YES_NO:
            return bool(value) or None
        case _:
            raw: Raw = value
            return raw


def raw_of(record: Record) -> dict[str, Raw]:
    """Turn a record into raw values, empty fields left out."""
    declared = entity_of(record)
    raws: dict[str, Raw] = {}
    for name, field in declared.fields.items():
        value = getattr(record, name)
        if not value and not isinstance(value, int | Decimal):
            continue  # most fields of most records are empty
        if field.kind in TEXTS:
            raws[name] = value
            continue
        if field.kind in SCALED:
            raws[name] = to_scaled(value)
            continue
        currency = getattr(record, field.currency, "") if field.kind is Kind.AMOUNT else ""
        raw = to_raw(field, value, currency)
        if raw is not None:
            raws[name] = raw
    return raws


def from_raw(field: Field, value: Raw, raw: Mapping[str, Raw]) -> Any:
    """Turn one raw value into its Python form; raw: the whole record, where an amount finds its currency."""
    return _reader(field)(value, raw)


def _reader(field: Field) -> Callable[[Raw, Mapping[str, Raw]], Any]:
    if field.kind is Kind.AMOUNT:
        unit = field.currency

        def read_amount(value: Any, raw: Mapping[str, Raw]) -> Decimal | None:
            return None if value is None else from_minor(value, str(raw.get(unit) or ""))

        return read_amount
    return _READERS.get(field.kind, _read_same)


def _read_same(value: Any, _raw: Mapping[str, Raw]) -> Any:
    return value


def _read_text(value: Any, _raw: Mapping[str, Raw]) -> str:
    return value or ""


def _read_yes(value: Any, _raw: Mapping[str, Raw]) -> bool:
    return bool(value)


def _read_scaled(value: Any, _raw: Mapping[str, Raw]) -> Decimal | None:
    return None if value is None else from_scaled(value)


def _read_day(value: Any, _raw: Mapping[str, Raw]) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _read_moment(value: Any, _raw: Mapping[str, Raw]) -> datetime | None:
    return None if value is None else moment_of(value)


def _read_set(value: Any, _raw: Mapping[str, Raw]) -> tuple[str, ...]:
    return tuple(value or ())


def _read_items(value: Any, _raw: Mapping[str, Raw]) -> tuple[Item, ...]:
    return tuple(Item(*item) for item in value or ())


_READERS: dict[Kind, Callable[[Raw, Mapping[str, Raw]], Any]] = {
    **dict.fromkeys(TEXTS, _read_text),
    Kind.YES_NO: _read_yes,
    Kind.DECIMAL: _read_scaled,
    Kind.PERCENT: _read_scaled,
    Kind.DAY: _read_day,
    Kind.MOMENT: _read_moment,
    Kind.TAGS: _read_set,
    Kind.LINKS: _read_set,
    Kind.LABELLED: _read_items,
}
