"""Changes and what becomes of them: folding, versions, inverse; pure."""

import enum
import functools
import itertools
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import msgspec

from crm_desktop.core.schema import REGISTRY, Entity, Field, Kind, Merge, Raw

WAITING = 1 << 62
"""Sequence numbers from here on belong to this laptop's changes that the server has not numbered yet."""

NEVER = (1 << 63) - 1
"""The accepted moment of what no server accepted yet; later than every moment."""


class Act(enum.IntEnum):
    """What an entry does to its record."""

    CREATE = 0
    EDIT = 1
    DELETE = 2
    RESTORE = 3


CREATE, EDIT, DELETE, RESTORE = Act
"""The same by names of their own, for what is asked of each of thousands of entries: Python 3.11 finds a member slowly."""


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """One record's part of a change.

    fields: name -> (value the author saw, new value). lost: fields whose new value a merge set aside (it is kept here, in
    the history). merged: field -> the value that a text merge made of both.
    """

    entity: str
    record: str
    act: Act
    fields: dict[str, tuple[Raw, Raw]] = {}
    lost: tuple[str, ...] = ()
    merged: dict[str, Raw] = {}


def without(entry: Entry, names: Collection[str]) -> Entry:
    """Leave some fields out of an entry, as if it had never touched them."""
    if not names:
        return entry
    return msgspec.structs.replace(
        entry,
        fields={name: pair for name, pair in entry.fields.items() if name not in names},
        lost=tuple(name for name in entry.lost if name not in names),
        merged={name: value for name, value in entry.merged.items() if name not in names},
    )


class Change(msgspec.Struct, frozen=True, array_like=True):
    """What one save did, all or nothing. happened: microseconds UTC, the author's corrected clock."""

    id: str
    author: str
    device: str
    counter: int
    happened: int
    entries: tuple[Entry, ...]


class Posted(msgspec.Struct, frozen=True, array_like=True):
    """A change as it stands in the journal: its entries' sequence numbers, and when the server accepted it."""

    change: Change
    seqs: tuple[int, ...]
    accepted: int


class Line(msgspec.Struct, frozen=True, array_like=True):
    """One journal line: an entry with what its change and the server say about it."""

    seq: int
    happened: int
    accepted: int
    author: str
    change: str
    entry: Entry


Touched = dict[str, frozenset[str]]
"""Entity key -> ids of the records that an operation touched: what every screen refreshes by."""


def join(*parts: Touched) -> Touched:
    """Add up several touched sets."""
    keys = {key for part in parts for key in part}
    return {key: frozenset().union(*(part.get(key, frozenset()) for part in parts)) for key in keys}


# ---------------------------------------------------------------------------------------------------------- folding


def _delta(rule: Merge, current: Raw, saw: Raw, new: Raw) -> Raw:
    """Apply what the author did, not what the author saw: add the difference, join the sets."""
    if rule is Merge.SUM:
        total = _number(current) + _number(new) - _number(saw)
        return total or None
    if any(isinstance(item, list) for side in (current, saw, new) if isinstance(side, list) for item in side):
        return _merge_items(current, saw, new)
    was, now = set(_items(saw)), set(_items(new))
    return sorted((set(_items(current)) | (now - was)) - (was - now)) or None


def _number(value: Raw) -> int:
    return value if isinstance(value, int) else 0


def _items(value: Raw) -> list[str]:
    return value if isinstance(value, list) else []


def _merge_items(current: Raw, saw: Raw, new: Raw) -> Raw:
    """Merge labelled lists item by item, known by their ids; the order is that of the current list, new ones last.

    An item that somebody changed stays when somebody else, who had not seen that, removed it.
    """
    now, was, then = (_by_id(side) for side in (current, saw, new))
    for key, item in then.items():
        if was.get(key) != item:
            now[key] = item
    for key in was:
        if key not in then and now.get(key) == was[key]:
            now.pop(key)
    return list(now.values()) or None


def _by_id(side: Raw) -> dict[str, list[str]]:
    return {item[0]: item for item in side} if isinstance(side, list) else {}


def folded(declared: Entity, raw: Mapping[str, Raw], entry: Entry) -> dict[str, Raw]:
    """Lay one entry over a record's raw values; empty values are left out of the result.

    A deletion carries what its author saw and changes no value: a restored record is what it was.
    """
    result = dict(raw)
    act = entry.act
    if act is DELETE:
        return result
    added = () if act is CREATE else declared.added
    lost, merged = entry.lost, entry.merged
    for name, (saw, new) in entry.fields.items():
        if name in lost:
            continue
        if name in merged:
            value = merged[name]
        elif name in added:
            value = _delta(declared.fields[name].merge, result.get(name), saw, new)
        else:
            value = new
        if value is None:
            result.pop(name, None)
        else:
            result[name] = value
    return result


class State(msgspec.Struct, frozen=True):
    """A record after some entries: its raw values, and whether it stands (was created and not deleted)."""

    raw: dict[str, Raw]
    stands: bool


NOTHING = State({}, False)


def after(declared: Entity, state: State, entry: Entry) -> State:
    """Lay one entry over a state; one that neither creates nor deletes leaves it standing or not."""
    stands = state.stands if entry.act is Act.EDIT else entry.act is not Act.DELETE
    return State(folded(declared, state.raw, entry), stands)


def fold(declared: Entity, entries: Iterable[Entry]) -> State:
    """Fold a record's entries in the order of their numbers."""
    return functools.reduce(functools.partial(after, declared), entries, NOTHING)


# --------------------------------------------------------------------------------------------------------- versions


class Version(msgspec.Struct, frozen=True):
    """One state of a record with the half-open times in which it held, on both axes of the past.

    happened: [from, to) as it was; accepted: [from, to) as we knew it; an empty interval (0, 0) is off that axis.
    """

    raw: dict[str, Raw]
    happened: tuple[int, int]
    accepted: tuple[int, int]


class Children(msgspec.Struct, frozen=True):
    """The journal lines of the records that a parent gathers its derived values from, by record id."""

    declared: Entity
    lines: dict[str, list[Line]]


def versions(declared: Entity, lines: Sequence[Line], children: Children | None = None) -> list[Version]:
    """List all states of a record ever, from its journal lines in the order of their numbers.

    The last element, if its `happened` interval ends at NEVER, is the current state; the others are past. Lines that
    wait for the server count on the axis of what happened, and not yet on the axis of what was known.
    """
    every = [*lines, *(line for family in children.lines.values() for line in family)] if children else list(lines)
    whole = _Whole(declared, lines, children)
    was = whole.states(sorted({line.happened for line in every}), lambda line: line.happened)
    known = whole.states(sorted({line.accepted for line in every} - {NEVER}), lambda line: line.accepted)
    waits = any(line.accepted == NEVER for line in every)
    result = [Version(raw, span, (0, 0)) for raw, span in was if span[1] != NEVER]
    result += [Version(raw, (0, 0), span) for raw, span in known if waits or span[1] != NEVER]
    if was and was[-1][1][1] == NEVER:
        raw, (since, _) = was[-1]
        result.append(Version(raw, (since, NEVER), (NEVER if waits else known[-1][1][0], NEVER)))
    elif known and known[-1][1][1] == NEVER and not waits:
        # Deleted as it was, so deleted as we know it: the two folds end in the same state.
        raise AssertionError(declared.key)
    return result


class _Course:
    """A record after each of its journal lines, folded once; lines are in the order of their numbers."""

    def __init__(self, declared: Entity, lines: Sequence[Line]) -> None:
        self._declared, self._lines = declared, lines
        self._states = [NOTHING]
        for line in lines:
            self._states.append(after(declared, self._states[-1], line.entry))

    def by(self, when: Callable[[Line], int]) -> Callable[[int], State]:
        """Give the record's state at any moment of one axis.

        Where the order of the lines is not that of their moments, a moment's lines are folded for it alone.
        """
        moments = [when(line) for line in self._lines]
        if any(later < earlier for earlier, later in itertools.pairwise(moments)):
            return lambda moment: fold(self._declared, (line.entry for line in self._lines if when(line) <= moment))
        return lambda moment: self._states[bisect_right(moments, moment)]


class _Whole:
    """A record with what follows from its values and from its children's, both axes of the past folded together.

    Most states are on both axes, and pricing a quote costs more than folding it: each is worked out once.
    """

    def __init__(self, declared: Entity, lines: Sequence[Line], children: Children | None) -> None:
        self._declared = declared
        self._own = _Course(declared, lines)
        self._record = lines[0].entry.record if lines else ""
        self._parent = "" if children is None else children.declared.parent
        self._families = {} if children is None else {
            id_: _Course(children.declared, family) for id_, family in children.lines.items()
        }  # fmt: skip
        self._gathers = declared.gather if children is not None else None
        # By the identities of the values that it follows from, which are kept beside: no others can get these then.
        self._worked_out: dict[tuple[int, ...], tuple[dict[str, Raw], object]] = {}

    def states(
        self, moments: Sequence[int], when: Callable[[Line], int]
    ) -> list[tuple[dict[str, Raw], tuple[int, int]]]:
        """List the values between the moments of one axis at which anything changed, equal ones as one."""
        found: list[tuple[dict[str, Raw], tuple[int, int]]] = []
        own, families = self._own.by(when), {id_: one.by(when) for id_, one in self._families.items()}
        for begin, end in zip(moments, [*moments, NEVER][1:], strict=True):
            state = own(begin)
            if not state.stands:
                continue
            children = {id_: child for id_, course in families.items() if (child := course(begin)).stands}
            raw = self._full(state, {
                id_: child.raw for id_, child in children.items() if child.raw.get(self._parent) == self._record
            })  # fmt: skip
            if found and found[-1][0] == raw and found[-1][1][1] == begin:
                found[-1] = (raw, (found[-1][1][0], end))
            else:
                found.append((raw, (begin, end)))
        return found

    def _full(self, state: State, children: dict[str, dict[str, Raw]]) -> dict[str, Raw]:
        key = (id(state.raw), *map(id, children.values()))
        if key not in self._worked_out:
            raw = derived(self._declared, state.raw)
            if self._gathers is not None:
                raw = with_derived(raw, self._gathers(raw, [{**child, "id": id_} for id_, child in children.items()]))
            self._worked_out[key] = raw, (state.raw, children)
        return self._worked_out[key][0]


def with_derived(raw: Mapping[str, Raw], values: Mapping[str, Raw]) -> dict[str, Raw]:
    """Lay derived values over raw ones; empty ones are left out."""
    return {name: value for name, value in {**raw, **values}.items() if value is not None}


def derived(declared: Entity, raw: dict[str, Raw]) -> dict[str, Raw]:
    """Add what follows from the record's own values."""
    return raw if declared.derive is None else with_derived(raw, declared.derive(raw))


def edited(declared: Entity, raw: Mapping[str, Raw], entry: Entry) -> dict[str, Raw]:
    """Lay an entry over a standing record's whole raw values; what follows from others is worked out where they changed.

    How a name sounds costs more than everything else about an edit, and most edits leave the name alone.
    """
    after = folded(declared, raw, entry)
    return derived(declared, after) if not raw or derives_anew(declared, entry) else after


def derives_anew(declared: Entity, entry: Entry) -> bool:
    """Tell whether an edit may change more of its record than the fields it names."""
    if declared.derive is None:
        return False
    return not declared.derives_from or not declared.derives_from.isdisjoint(entry.fields)


# ---------------------------------------------------------------------------------------------------------- inverse


def edit_entry(entity: str, record: str, before: Mapping[str, Raw], after: Mapping[str, Raw]) -> Entry | None:
    """Make the entry that leads from one set of raw values to another; None where nothing differs."""
    names = [name for name in REGISTRY[entity].fields if not REGISTRY[entity].fields[name].derived]
    fields = {name: (before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)}
    return Entry(entity, record, Act.EDIT, fields) if fields else None


def create_entry(entity: str, record: str, raw: Mapping[str, Raw]) -> Entry:
    """Make the entry that creates a record; derived values stay out."""
    derived_ones = _derived_names(entity)
    return Entry(
        entity, record, Act.CREATE, {name: (None, value) for name, value in raw.items() if name not in derived_ones}
    )


def delete_entry(entity: str, record: str, raw: Mapping[str, Raw]) -> Entry:
    """Make the entry that deletes a record; it carries what the author saw, so that an unseen edit can stop it.

    Fields that only a newer version knows are among it: the server holds them too.
    """
    derived_ones = _derived_names(entity)
    return Entry(
        entity, record, Act.DELETE, {name: (value, None) for name, value in raw.items() if name not in derived_ones}
    )


def _derived_names(entity: str) -> set[str]:
    return {name for name, field in REGISTRY[entity].fields.items() if field.derived}


def taken_back(entry: Entry, current: Mapping[str, Raw] | None) -> Entry | None:
    """Make the entry that takes another one back, None where nothing is left to take back.

    current: the record's raw values now, None where it does not stand. A field that somebody set again since keeps the
    newer value; what was created is deleted, what was deleted comes back.
    """
    declared = REGISTRY[entry.entity].fields
    if entry.act is Act.DELETE:
        return Entry(entry.entity, entry.record, Act.RESTORE) if current is None else None
    if current is None:
        return None
    if entry.act is not Act.EDIT:
        return delete_entry(entry.entity, entry.record, current)
    fields: dict[str, tuple[Raw, Raw]] = {}
    for name, (saw, new) in entry.fields.items():
        if name in declared and name not in entry.lost:
            now = current.get(name)
            value = _value_back(declared[name], now, saw, new)
            if value != now:
                fields[name] = (now, value)
    return Entry(entry.entity, entry.record, Act.EDIT, fields) if fields else None


def _value_back(field: Field, now: Raw, saw: Raw, new: Raw) -> Raw:
    """Take one author's part out of a value and leave what others did to it since."""
    if now == new:
        return saw
    if field.kind is Kind.LABELLED:
        current, was, then = (_by_id(side) for side in (now, saw, new))
        for key in {**was, **then}:
            if was.get(key) == then.get(key) or current.get(key) != then.get(key):
                continue
            if key in was:
                current[key] = was[key]
            else:
                current.pop(key, None)
        return list(current.values()) or None
    return _delta(field.merge, now, new, saw) if field.merge in (Merge.SUM, Merge.UNION) else now
