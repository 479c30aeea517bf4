"""Who may read and write what: one answer for client and server."""

import functools
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date

import msgspec

from crm_desktop.core.entities.people import ADMINISTRATOR, Territory, User
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import NUMBERS, QT_TRANSLATE_NOOP, REGISTRY, Entity, Field, Kind, Raw

EVERYBODY = ""
"""The node of records that every user holds."""

SHARED = "shared:"
"""The node of what persons share with everybody: a place of its own, so that giving and taking back are moves."""

BELOW = "/"
"""Stands between a node of the tree and the id of a record below it that has a team; in no id."""


class Actor(msgspec.Struct, frozen=True):
    """Who acts: a user's id and role, and the nodes in scope; what lies just below one of them is in scope as well."""

    user: str
    role: str
    nodes: frozenset[str]

    @property
    def sees_everything(self) -> bool:
        """Tell whether the whole organisation is in scope."""
        return self.role == ADMINISTRATOR


SYSTEM = Actor("", ADMINISTRATOR, frozenset())
"""The server itself: importer, demo company, conflict and refusal records."""


def private_node(user: str) -> str:
    """Name the node of what belongs to one person alone."""
    return f"user:{user}"


def subtree(roots: Iterable[str], territories: Iterable[Territory]) -> frozenset[str]:
    """Collect the ids of territories at and below some nodes; a circle in the tree ends the walk, not the program."""
    below: dict[str, list[str]] = {}
    for territory in territories:
        below.setdefault(territory.parent, []).append(territory.id)
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += below.get(node, [])
    return frozenset(found)


def stands_for(user: str, people: Iterable[User]) -> frozenset[str]:
    """Collect the ids of a user and of everybody she took over from, and they from others."""
    before: dict[str, list[str]] = {}
    for one in people:
        if one.successor:
            before.setdefault(one.successor, []).append(one.id)
    found: set[str] = set()
    waiting = [user]
    while waiting:
        person = waiting.pop()
        if person not in found:
            found.add(person)
            waiting += before.get(person, [])
    return frozenset(found)


def actor_for(
    user: User, territories: Iterable[Territory], people: Iterable[User] = (), teams: Iterable[str] = ()
) -> Actor:
    """Work out what a user may see: everybody's records, her own, the subtrees she holds and the accounts of her teams.

    people: all users, of whom those count from whom she took over; teams: nodes of the accounts she or they are on.
    """
    persons = list(people)
    own = stands_for(user.id, persons)
    roots = {root for one in (user, *persons) if one.id in own for root in (*one.territories, one.home) if root}
    nodes = subtree(roots, territories) | {EVERYBODY, SHARED, *map(private_node, own), *teams}
    return Actor(user.id, user.role, nodes)


WholeOf = Callable[[str, str], Mapping[str, Raw] | None]
"""(entity key, record id) -> that record's raw values before the change, None where it does not stand."""

NodeOf = Callable[[str, str], str | None]
"""(entity key, record id) -> that record's node, None where the record is not here."""


def team_node(node: str, id_: str) -> str:
    """Name the node of a record with a team, just below the node of its territory."""
    return f"{node}{BELOW}{id_}"


def team_of(node: str) -> str:
    """Name the record whose team holds a node, "" where the tree alone decides."""
    return node.partition(BELOW)[2]


def tree_node(node: str) -> str:
    """Give the node of the tree that a node is or lies just below."""
    return node.partition(BELOW)[0]


def node_of(declared: Entity, id_: str, raw: Mapping[str, Raw], look: NodeOf, home: Callable[[str], str]) -> str:
    """Find the node that a record belongs to (law 6): of the territory tree, or its own below that where it has a team.

    look: the node of a linked record; home: the home territory of a user id, "" where there is none.
    """
    node = _place(declared, raw, look, home)
    return team_node(node, id_) if declared.team and raw.get(declared.team) else node


def _place(declared: Entity, raw: Mapping[str, Raw], look: NodeOf, home: Callable[[str], str]) -> str:
    if not declared.follows:
        return EVERYBODY
    if declared.shared:
        return SHARED if raw.get(declared.shared) else private_node(str(raw.get(declared.owned) or ""))
    for name in declared.follows:
        linked = raw.get(name)
        if not isinstance(linked, str):
            continue
        target = target_of(declared.fields[name], raw)
        # What speaks of a record lies where that does: of a territory or a person, with everybody.
        is_holder = not declared.fields[name].target_in
        if is_holder and target == "territory":
            return linked
        if is_holder and target == "user":
            return home(linked) or private_node(linked)
        node = look(target, linked) if target else None
        if node is not None:
            return node
    return private_node("")


def target_of(field: Field, raw: Mapping[str, Raw]) -> str:
    """Name the entity that a followed field points to, "" where this version does not know it."""
    named = raw.get(field.target_in) if field.target_in else field.target
    return named if isinstance(named, str) and named in REGISTRY else ""


def covers(nodes: AbstractSet[str], node: str) -> bool:
    """Tell whether a node is among some, or just below one of them."""
    return node in nodes or tree_node(node) in nodes


def may_read(actor: Actor, node: str) -> bool:
    """Tell whether a record at a node is in the actor's scope."""
    return actor.sees_everything or covers(actor.nodes, node)


def hidden_fields(declared: Entity, role: str) -> frozenset[str]:
    """List the fields of an entity that a role must not be sent."""
    return frozenset(name for name, field in declared.fields.items() if field.read and role not in field.read)


def check_write(actor: Actor, declared: Entity, fields: Iterable[str]) -> None:
    """Refuse what the role may not change; scope is checked with `may_read`."""
    if declared.write and actor.role not in declared.write:
        raise RefusedError(NOT_YOURS, entity=declared.plural)
    guarded = _guarded(declared)
    if not guarded:
        return
    for name in fields:
        field = guarded.get(name)
        if field is None:
            continue
        if (field.write and actor.role not in field.write) or (field.read and actor.role not in field.read):
            raise RefusedError(FIELD_NOT_YOURS, name, label=field.label)


def check_owner(actor: Actor, declared: Entity, *states: Mapping[str, Raw] | None) -> None:
    """Refuse to touch what is somebody else's own. states: raw values before and after, None where it does not stand."""
    if not declared.owned or actor.role == ADMINISTRATOR:
        return
    for raw in states:
        owner = None if raw is None else str(raw.get(declared.owned) or "")
        # Who took over from its owner holds what was private to that one.
        if owner is not None and owner != actor.user and private_node(owner) not in actor.nodes:
            raise RefusedError(NOT_YOUR_OWN, declared.owned)


@functools.cache
def _guarded(declared: Entity) -> dict[str, Field]:
    """Find once the fields that not everybody may read or write."""
    return {name: field for name, field in declared.fields.items() if field.read or field.write}


NOT_YOURS = QT_TRANSLATE_NOOP("core", "Your role may not change {entity}. Ask an administrator.")
FIELD_NOT_YOURS = QT_TRANSLATE_NOOP("core", "Your role may not change the field {label}. Ask an administrator.")
NOT_YOUR_OWN = QT_TRANSLATE_NOOP(
    "core", "This is a colleague\u2019s: only its owner and an administrator may change it. Save one of your own."
)
OUT_OF_SCOPE = QT_TRANSLATE_NOOP(
    "core", "This record is not in your territory any more. Ask its owner to enter the change."
)
MISSING = QT_TRANSLATE_NOOP("core", "{label} must not be empty.")
UNKNOWN_CHOICE = QT_TRANSLATE_NOOP("core", "{label} has no value “{value}”. Choose one from the list.")
TOO_LOW = QT_TRANSLATE_NOOP("core", "{label} must be at least {limit}.")
TOO_HIGH = QT_TRANSLATE_NOOP("core", "{label} must be at most {limit}.")
TOO_LONG = QT_TRANSLATE_NOOP(
    "core", "{label} holds at most {limit} characters, and this has {length}. Shorten it, or attach it as a file."
)
WRONG_KIND = QT_TRANSLATE_NOOP("core", "{label} cannot hold this value.")


def check_values(declared: Entity, raw: Mapping[str, Raw], changed: Iterable[str], role: str) -> None:
    """Refuse values that break a declaration or a rule of the entity; raw: the record as it would be.

    Only changed fields are looked at one by one, so that old data never blocks an edit elsewhere in the record.
    """
    bounded, numbers = _bounded(declared)
    for name in changed:
        field = bounded.get(name)
        if field is None:
            continue
        value = raw.get(name)
        if value is None:
            if field.required:
                raise RefusedError(MISSING, name, label=field.label)
            continue
        if field.choices and value not in {choice.value for choice in field.choices}:
            raise RefusedError(UNKNOWN_CHOICE, name, label=field.label, value=value)
        if isinstance(value, int):
            scale = 1_000_000 if field.kind in (Kind.DECIMAL, Kind.PERCENT) else 1
            if field.low is not None and value < field.low * scale:
                raise RefusedError(TOO_LOW, name, label=field.label, limit=str(field.low))
            if field.high is not None and value > field.high * scale:
                raise RefusedError(TOO_HIGH, name, label=field.label, limit=str(field.high))
    for field in numbers:
        value = raw.get(field.name)
        if isinstance(value, int) and abs(value) > LARGEST_DERIVED:
            raise RefusedError(WRONG_KIND, field.name, label=field.label)
    for rule in declared.rules:
        rule(raw, role)


def check_step(
    declared: Entity, before: Mapping[str, Raw] | None, after: Mapping[str, Raw] | None, whole: WholeOf
) -> None:
    """Refuse what may not become of a record, or of the parts of the whole that it is one of.

    before, after: raw values, None where it does not stand.
    """
    if declared.step is not None and before is not None:
        declared.step(before, after)
    if not declared.parent:
        return
    may_change = REGISTRY[declared.fields[declared.parent].target].parts_may_change
    if may_change is not None and before != after:
        for id_ in dict.fromkeys(raw.get(declared.parent) for raw in (before, after) if raw is not None):
            raw = whole(declared.fields[declared.parent].target, str(id_)) if id_ else None
            if raw is not None:
                may_change(raw)


@functools.cache
def _bounded(declared: Entity) -> tuple[dict[str, Field], list[Field]]:
    """Find once the fields of which not every value will do, and those that are worked out and are numbers."""
    bounded = {
        name: field
        for name, field in declared.fields.items()
        if field.required or field.choices or field.low is not None or field.high is not None
    }
    return bounded, [field for field in declared.derived if field.kind in NUMBERS]


def check_complete(declared: Entity, raw: Mapping[str, Raw]) -> None:
    """Refuse a new record that lacks a required field."""
    for name, field in declared.fields.items():
        if field.required and raw.get(name) is None:
            raise RefusedError(MISSING, name, label=field.label)


def check_kinds(declared: Entity, fields: Mapping[str, tuple[Raw, Raw]]) -> None:
    """Refuse values that their kind of field cannot hold; to be asked before anything is merged or folded.

    fields: name -> (seen, new), as an entry carries them. Fields that only a newer version knows may hold anything.
    """
    known = _fitting(declared)
    for name, (saw, new) in fields.items():
        if name not in known:
            continue
        field, fits = known[name]
        if isinstance(new, str) and len(new) > LONGEST_TEXT:
            raise RefusedError(TOO_LONG, name, label=field.label, length=f"{len(new):,}", limit=f"{LONGEST_TEXT:,}")
        if field.derived or not ((saw is None or fits(saw)) and (new is None or fits(new))):
            raise RefusedError(WRONG_KIND, name, label=field.label)


@functools.cache
def _fitting(declared: Entity) -> dict[str, tuple[Field, Callable[[Raw], bool]]]:
    """Find the check of each field once: a kind is looked up slowly."""
    return {name: (field, _FITS[field.kind]) for name, field in declared.fields.items()}


def _is_yes_no(value: Raw) -> bool:
    return isinstance(value, bool | int) and value in {0, 1}


def _is_number(value: Raw) -> bool:
    return isinstance(value, int) and abs(value) < LARGEST


def _is_moment(value: Raw) -> bool:
    return isinstance(value, int) and 0 <= value < LAST_MOMENT


def _is_day(value: Raw) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _are_texts(value: Raw) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _are_labelled(value: Raw) -> bool:
    return isinstance(value, list) and all(_are_texts(item) and len(item) == 3 for item in value)


def _is_text(value: Raw) -> bool:
    # PostgreSQL cannot keep a NUL, and a change has to fit into one push.
    return isinstance(value, str) and len(value) <= LONGEST_TEXT and "\0" not in value


_FITS: dict[Kind, Callable[[Raw], bool]] = {
    **dict.fromkeys(Kind, _is_text),
    Kind.YES_NO: _is_yes_no,
    **dict.fromkeys(NUMBERS, _is_number),
    Kind.MOMENT: _is_moment,
    Kind.DAY: _is_day,
    Kind.TAGS: _are_texts,
    Kind.LINKS: _are_texts,
    Kind.LABELLED: _are_labelled,
}


LONGEST_TEXT = 1_000_000
LARGEST = 1 << 62  # what a column of 64 bits holds, with room for sums of a few
LARGEST_DERIVED = 10**15  # what follows from several values is added up again: a quote of 9,000 such lines still fits
LAST_MOMENT = 253_402_300_800_000_000  # the year 10000 in microseconds since 1970
