"""Planned records compared with those in the store: what is new, what differs, what depends on something bad."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from crm_desktop.core.access import check_values
from crm_desktop.core.changes import Act, Entry, create_entry, edit_entry
from crm_desktop.core.entities.people import ADMINISTRATOR
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.intake.expressions import Links
from crm_desktop.core.intake.plans import Key, Moment, Plan, Plans
from crm_desktop.core.intake.tables import Problem
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, REGISTRY, Kind, Raw

DEPENDS = QT_TRANSLATE_NOOP("core", "It depends on row {row} of {file}, which did not go in.")
NO_TARGET = QT_TRANSLATE_NOOP("core", "There is no {entity} with the key {key}.")
DELETED = QT_TRANSLATE_NOOP("core", "The {entity} with the key {key} was deleted here.")


class Existing(Protocol):
    """What an import asks of the store; the store's Reader is one."""

    def raws(self, key: str, ids: Iterable[str]) -> Mapping[str, Mapping[str, Raw]]:
        """Fetch the raw values of records that stand, by id."""

    def lines(self, records: Iterable[str]) -> Mapping[str, Sequence[Any]]:
        """List the journal lines of records by id; a record with lines that does not stand was deleted."""


class Count(msgspec.Struct):
    """What an import does to the records of one entity. gone: deleted here since an earlier import, and left so."""

    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    bad: int = 0


class Dated(msgspec.Struct, frozen=True):
    """An entry with the moment it tells of."""

    happened: int
    entry: Entry


class Compared(msgspec.Struct):
    """The entries to make, targets before what links to them; the rows that do not go in; and the counts."""

    dated: list[Dated]
    problems: list[Problem]
    counts: dict[str, Count]

    def count(self, entity: str) -> Count:
        """Find the count of one entity."""
        return self.counts.setdefault(entity, Count())


class _Target(msgspec.Struct, frozen=True):
    key: Key
    field: str


class _Store:
    """What is in the store of all that the plans are or link to, fetched at once."""

    def __init__(self, existing: Existing, keys: Iterable[Key]) -> None:
        ids: dict[str, list[str]] = {}
        for entity, id_ in dict.fromkeys(keys):
            ids.setdefault(entity, []).append(id_)
        self.raws: dict[Key, Mapping[str, Raw]] = {
            (entity, id_): raw for entity, some in ids.items() for id_, raw in existing.raws(entity, some).items()
        }
        absent = [(entity, id_) for entity, some in ids.items() for id_ in some if (entity, id_) not in self.raws]
        known = existing.lines([id_ for _, id_ in absent])
        self.deleted = {key for key in absent if known.get(key[1])}


def compare(plans: Plans, existing: Existing, links: Links, now_us: int) -> Compared:
    """Work out the entries that lead from the store to what the plans tell; what depends on a bad row is bad too."""
    targets = {key: _targets(plan) for key, plan in plans.good.items()}
    store = _Store(existing, [*plans.good, *(target.key for some in targets.values() for target in some)])
    compared = Compared([], plans.problems, {})
    for key in [key for key in plans.good if key in store.deleted]:
        del plans.good[key]
        compared.count(key[0]).gone += 1
    while dangling := _dangling(plans, targets, store, links):
        for key, problem in dangling:
            compared.problems.append(problem)
            plans.bad[key] = plans.good.pop(key).line
    created: dict[Key, int] = {}
    for key in _targets_first(plans, targets):
        plan, before = plans.good[key], store.raws.get(key)
        if before is None:
            _create(plan, max((created.get(target.key, 0) for target in targets[key]), default=0), compared)
            created[key] = plan.moments[0].happened
        else:
            _edit(key, plan, before, now_us, plans, compared)
    for entity, _ in plans.bad:
        compared.count(entity).bad += 1
    return compared


def _targets(plan: Plan) -> list[_Target]:
    """List what a record links to at any of its moments."""
    found: dict[_Target, None] = {}
    for name in plan.columns:
        field = plan.declared.fields[name]
        if field.kind not in (Kind.LINK, Kind.LINKS):
            continue
        for moment in plan.moments:
            value = moment.raw.get(name)
            for id_ in value if isinstance(value, list) else [value]:
                if id_ is not None:
                    found[_Target((field.target, str(id_)), name)] = None
    return list(found)


def _dangling(
    plans: Plans, targets: Mapping[Key, list[_Target]], store: _Store, links: Links
) -> list[tuple[Key, Problem]]:
    """List the planned records that link to what neither stands nor goes in."""
    found = []
    for key, plan in plans.good.items():
        for target in targets[key]:
            if target.key in plans.good or target.key in store.raws:
                continue
            entity, id_ = target.key
            blamed = plans.bad.get(target.key)
            said = {"entity": REGISTRY[entity].label, "key": links.keys.get(id_, id_)}
            if blamed is not None:
                error = RefusedError(DEPENDS, target.field, row=blamed.number, file=blamed.file)
            else:
                error = RefusedError(DELETED if target.key in store.deleted else NO_TARGET, target.field, **said)
            found.append((key, plan.line.problem(error, plan.columns[target.field])))
            break
    return found


def _targets_first(plans: Plans, targets: Mapping[Key, list[_Target]]) -> Iterator[Key]:
    """List the records so that each comes after those it links to; a circle is entered where it is met first."""
    seen: set[Key] = set()
    for root in plans.good:
        waiting: list[tuple[Key, bool]] = [(root, False)]
        while waiting:
            key, is_ready = waiting.pop()
            if is_ready:
                yield key
            elif key not in seen:
                seen.add(key)
                waiting.append((key, True))
                waiting += [(t.key, False) for t in targets[key] if t.key in plans.good and t.key not in seen]


def _create(plan: Plan, not_before: int, compared: Compared) -> None:
    before: dict[str, Raw] = {}
    for number, moment in enumerate(plan.moments):
        # A record cannot have been there before the people, places and products it names were.
        not_before = moment.happened = max(moment.happened, not_before)
        entry: Entry | None
        if number == 0:
            entry = create_entry(plan.declared.key, plan.id, moment.raw)
        else:
            entry = edit_entry(plan.declared.key, plan.id, before, moment.raw)
        if entry is not None:
            compared.dated.append(Dated(moment.happened, entry))
        before = moment.raw
    compared.count(plan.declared.key).new += 1


def _edit(key: Key, plan: Plan, before: Mapping[str, Raw], now_us: int, plans: Plans, compared: Compared) -> None:
    count, final = compared.count(key[0]), plan.moments[-1].raw
    names = [name for name in plan.columns if before.get(name) != final.get(name)]
    if plan.keep or not names:
        count.same += 1
        return
    after = {name: value for name, value in {**before, **{n: final.get(n) for n in names}}.items() if value is not None}
    try:
        check_values(plan.declared, after, names, ADMINISTRATOR)
    except RefusedError as error:
        compared.problems.append(plan.line.problem(error, plan.columns.get(error.field, ())))
        plans.bad[key] = plan.line
        return
    by_moment: dict[int, dict[str, tuple[Raw, Raw]]] = {}
    for name in names:
        happened = _since(plan.moments, name, now_us)
        by_moment.setdefault(happened, {})[name] = (before.get(name), final.get(name))
    for happened, fields in sorted(by_moment.items()):
        compared.dated.append(Dated(happened, Entry(key[0], key[1], Act.EDIT, fields)))
    count.changed += 1


def _since(moments: list[Moment], name: str, now_us: int) -> int:
    """Say when a field came to its last value: at the event that set it, or, for what it was from the first, now."""
    last = moments[-1].raw.get(name)
    place = len(moments) - 1
    while place and moments[place - 1].raw.get(name) == last:
        place -= 1
    return moments[place].happened if place else now_us
