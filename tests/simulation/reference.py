"""A small reference of what the data must be: folding, places, scopes and merging, told again apart from the product."""

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from crm_desktop.core.changes import Act, Entry
from crm_desktop.core.schema import REGISTRY, Kind, Merge

Key = tuple[str, str]
Raws = dict[str, Any]

FOLLOWS: dict[str, tuple[str, ...]] = {
    "account": ("territory",), "contact": ("account", "owner"), "opportunity": ("account", "owner"),
    "quote": ("account", "opportunity", "owner"), "quote_line": ("quote",),
    "activity": ("account", "opportunity", "owner"), "conflict": ("record", "account", "territory", "waiting_author"),
    "refusal": ("author",),
}  # fmt: skip
"""Which links give a record its place, the first that is filled; what is not named belongs to everybody."""
LINKED = {"account": "account", "opportunity": "opportunity", "quote": "quote"}
HIDDEN = {("product", "rep"): frozenset({"cost"})}


class Written(NamedTuple):
    """One entry as the server's journal holds it."""

    seq: int
    change: str
    device: str
    counter: int
    author: str
    happened: int
    accepted: int
    entity: str
    record: str
    act: Act
    fields: dict[str, tuple[Any, Any]]
    lost: tuple[str, ...]
    merged: dict[str, Any]

    @property
    def key(self) -> Key:
        """Name the record."""
        return (self.entity, self.record)


class Twin(NamedTuple):
    """A record as it must be."""

    raw: Raws
    stands: bool


NOTHING = Twin({}, False)


def rule_of(entity: str, name: str) -> Merge:
    """Look up what happens to a field that two people set."""
    field = REGISTRY[entity].fields.get(name)
    return Merge.LATEST if field is None else field.merge


def fold_one(twin: Twin, line: Written | Entry) -> Twin:
    """Lay one entry over a record."""
    if line.act is Act.DELETE:
        return Twin(twin.raw, False)
    raw = dict(twin.raw)
    for name, (saw, new) in line.fields.items():
        if name in line.lost:
            continue
        value = new
        if name in line.merged:
            value = line.merged[name]
        elif rule_of(line.entity, name) is Merge.UNION and line.act is not Act.CREATE:
            value = join(REGISTRY[line.entity].fields[name].kind, raw.get(name), saw, new)
        raw[name] = value
    return Twin({name: value for name, value in raw.items() if value is not None}, twin.stands or line.act != Act.EDIT)


def join(kind: Kind, now: Any, saw: Any, new: Any) -> Any:
    """Do to the present list what the author did to the one seen."""
    now, saw, new = now or [], saw or [], new or []
    if kind is not Kind.LABELLED:
        added, removed = set(new) - set(saw), set(saw) - set(new)
        return sorted((set(now) | added) - removed) or None
    was, then = ({item[0]: list(item) for item in side} for side in (saw, new))
    result = {item[0]: list(item) for item in now}
    for id_ in [*was, *then]:
        if id_ in then and then[id_] != was.get(id_):
            result[id_] = then[id_]
        elif id_ not in then and result.get(id_) == was[id_]:
            del result[id_]
    return list(result.values()) or None


class Reference:
    """All that the server accepted, folded apart from the product."""

    def __init__(self, lines: Iterable[Written] = ()) -> None:
        self.lines: list[Written] = []
        self.of: dict[Key, list[Written]] = {}
        self.twins: dict[Key, Twin] = {}
        self.changes: dict[str, list[Written]] = {}
        self.refused: dict[str, Raws] = {}  # change -> its refusal
        self._nodes: dict[Key, str] = {}
        self._held: dict[str, frozenset[str]] = {}
        for line in lines:
            self.take(line)

    @property
    def newest(self) -> int:
        """Tell the highest number."""
        return self.lines[-1].seq if self.lines else 0

    def take(self, line: Written) -> None:
        """Take in one more journal line."""
        self.lines.append(line)
        self.of.setdefault(line.key, []).append(line)
        self.changes.setdefault(line.change, []).append(line)
        self.twins[line.key] = fold_one(self.twins.get(line.key, NOTHING), line)
        self._nodes.clear()
        self._held.clear()
        if line.entity == "refusal" and line.act is Act.CREATE:
            self.refused.setdefault(self.raw(line.key)["change"], self.raw(line.key))

    def until(self, is_in: Callable[[Written], bool]) -> "Reference":
        """Fold part of the journal only."""
        return Reference(line for line in self.lines if is_in(line))

    def twin(self, key: Key, lines: Iterable[Written] | None = None) -> Twin:
        """Give a record as it must be, or as some of its lines would make it."""
        return self.twins.get(key, NOTHING) if lines is None else functools.reduce(fold_one, lines, NOTHING)

    def raw(self, key: Key) -> Raws:
        """Give the last values of a record, also of a deleted one."""
        return self.twins.get(key, NOTHING).raw

    def standing(self) -> Iterable[Key]:
        """List the records that stand."""
        return (key for key, twin in self.twins.items() if twin.stands)

    # --------------------------------------------------------------------------------------------------- scopes

    def node(self, key: Key) -> str:
        """Say where in the tree a record lies, or lay when it was deleted, and after a + of which account's team it is."""
        if key not in self._nodes:
            self._nodes[key] = self.place(key, self.raw(key), self.node_or_none)
        return self._nodes[key]

    def node_or_none(self, key: Key) -> str | None:
        """Say where a record lies, None where it never was."""
        return self.node(key) if key in self.twins else None

    def place(self, key: Key, raw: Mapping[str, Any], look: Callable[[Key], str | None]) -> str:
        """Say where in the tree a record of some values would lie."""
        if key[0] not in FOLLOWS:
            return ""
        for name in FOLLOWS[key[0]]:
            value = raw.get(name)
            if not value:
                continue
            if name == "territory":
                return f"{value}+{key[1]}" if raw.get("team") else str(value)
            if name == "record":
                found = look((str(raw.get("entity")), str(value)))
                if found is not None:
                    return found
                continue
            if name not in LINKED:
                return str(self.raw(("user", value)).get("home") or f"user:{value}")
            found = look((LINKED[name], value))
            if found is not None:
                return found
        return "user:"

    def role(self, user: str) -> str:
        """Name a user's role."""
        return str(self.raw(("user", user)).get("role") or "rep")

    def persons(self, user: str) -> frozenset[str]:
        """Name a user, and everybody whose place she took, one after the other."""
        found, before = frozenset[str](), frozenset((user,))
        while found != before:
            found = before
            takers = {id_: twin.raw.get("successor") for (kind, id_), twin in self.twins.items() if kind == "user"}
            before = found | {id_ for id_, taker in takers.items() if taker in found}
        return found

    def holds(self, user: str, node: str) -> bool:
        """Tell whether a place is in a user's scope."""
        if self.role(user) == "administrator" or not node:
            return True
        if user not in self._held:
            raws = [self.raw(("user", one)) for one in self.persons(user)]
            roots = [root for raw in raws for root in (*(raw.get("territories") or []), raw.get("home"))]
            self._held[user] = frozenset(roots) - {"", None} | {f"user:{one}" for one in self.persons(user)}
        node, _, shared = node.partition("+")
        if shared and self.persons(user).intersection(self.raw(("account", shared)).get("team") or []):
            return True
        seen: set[str] = set()
        while node and node not in seen:
            if node in self._held[user]:
                return True
            seen.add(node)
            above = self.twins.get(("territory", node), NOTHING)
            node = str(above.raw.get("parent") or "") if above.stands else ""
        return False

    def sees(self, user: str, key: Key) -> bool:
        """Tell whether a record that stands is in a user's scope."""
        return self.holds(user, self.node(key))

    def may_get(self, user: str, key: Key) -> bool:
        """Tell whether a user may be sent a record's history, also that of a deleted one."""
        return key in self.twins and self.sees(user, key)

    def hidden(self, user: str, entity: str) -> frozenset[str]:
        """Name the fields of an entity that a user must not get."""
        return HIDDEN.get((entity, self.role(user)), frozenset())
