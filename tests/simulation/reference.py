"""A small reference of what the data must be: folding, places, scopes and merging, told again apart from the product."""

import base64
import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from crm_desktop.core.changes import Act, Entry
from crm_desktop.core.schema import REGISTRY, Kind, Merge
from sync_server.restored import LEFT_OUT

Key = tuple[str, str]
Raws = dict[str, Any]

FOLLOWS: dict[str, tuple[str, ...]] = {
    "account": ("territory",), "contact": ("account", "owner"), "opportunity": ("account", "owner"),
    "quote": ("account", "opportunity", "owner"), "quote_line": ("quote",),
    "activity": ("account", "opportunity", "owner"), "conflict": ("record", "account", "territory", "waiting_author"),
    "refusal": ("author",), "quota": ("territory", "user"), "file": ("account", "quote", "activity", "order", "product", "owner"),
    "list_view": ("owner",), "approval": ("quote",), "order": ("account", "opportunity", "owner"), "instalment": ("order",),
    "line_template": ("owner",), "special_price": ("account",),
}  # fmt: skip
"""Which links give a record its place, the first that is filled; what is not named belongs to everybody."""
PLACING = {key: frozenset((*names, "team", "is_shared")) for key, names in FOLLOWS.items()}
LINKED = {
    "account": "account",
    "opportunity": "opportunity",
    "quote": "quote",
    "activity": "activity",
    "order": "order",
    "product": "product",
}
HIDDEN = {("product", "rep"): frozenset({"cost"}), ("limit", "rep"): frozenset({"lowest_margin"})}


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


class Place(NamedTuple):
    """What a cursor says; the product's laptops must not read it, its judges may. written: what stands at seq."""

    seq: int
    written: str


def cursor_place(cursor: str) -> Place | None:
    """Read how far a cursor has come."""
    if not cursor:
        return None
    _epoch, seq, _scope, _behind, _toward, _changed, written, _seal = msgspec.msgpack.decode(
        base64.urlsafe_b64decode(cursor)
    )
    return Place(seq, written)


class Reference:
    """All that the server accepted, folded apart from the product."""

    def __init__(self, lines: Iterable[Written] = (), moved_before: frozenset[Key] = frozenset()) -> None:
        self.lines: list[Written] = []
        self.moved_before = moved_before  # in a journal that a backup took the place of, and that laptops have read
        self.of: dict[Key, list[Written]] = {}
        self.twins: dict[Key, Twin] = {}
        self.changes: dict[str, list[Written]] = {}
        self.refused: dict[str, Raws] = {}  # change -> its refusal
        self.refusals: dict[str, list[str]] = {}  # author -> refusals
        self.conflicts: dict[tuple[str, str, str], list[str]] = {}  # entity, record, field -> conflicts
        self._nodes: dict[Key, str] = {}
        self._held: dict[str, frozenset[str]] = {}
        self._persons: dict[str, frozenset[str]] = {}
        self._holds: dict[tuple[str, str], bool] = {}
        self._hidden: dict[tuple[str, str], frozenset[str]] = {}
        self._thens: dict[str, Reference] = {}
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
        self._forget_places(line)
        if line.entity == "conflict" and line.act is Act.CREATE:
            self.conflicts.setdefault(self._about(line.key), []).append(line.record)
        elif line.entity == "refusal" and line.act is Act.CREATE:
            refusal = self.raw(line.key)
            self.refusals.setdefault(refusal["author"], []).append(line.record)
            if self.refused.get(refusal["change"], {}).get("reason", LEFT_OUT) == LEFT_OUT:
                self.refused[refusal["change"]] = refusal

    def _forget_places(self, line: Written) -> None:
        """Forget what was worked out about places, as far as a line may have changed it."""
        if line.entity in ("user", "territory"):
            self._held.clear()
            self._persons.clear()
            self._hidden.clear()
            self._nodes.clear()
            self._holds.clear()
        elif line.entity in FOLLOWS and (line.act is not Act.EDIT or not PLACING[line.entity].isdisjoint(line.fields)):
            self._nodes.clear()
            self._holds.clear()  # who is on a team may have changed

    def _about(self, key: Key) -> tuple[str, str, str]:
        raw = self.raw(key)
        return (str(raw.get("entity")), str(raw.get("record")), str(raw.get("on_field")))

    def until(self, slot: str, count: int) -> "Reference":
        """Fold so many lines only. slot: who asks; the fold is kept for it, and goes on where it was."""
        found = self._thens.get(slot)
        if found is None or len(found.lines) > count:
            found = self._thens[slot] = Reference()
        for line in self.lines[len(found.lines) : count]:
            found.take(line)
        return found

    def ever_moved(self, lines: Iterable[Written]) -> bool:
        """Tell whether a record of some lines was ever at another place, or is not everybody's to read whole."""
        return any(self._moved(line.key) for line in lines) or len({self.node(line.key) for line in lines}) > 1

    def all_moved(self) -> frozenset[Key]:
        """List the records that were ever at another place."""
        return self.moved_before.union(key for key in self.of if self._moved(key))

    def _moved(self, key: Key) -> bool:
        if key in self.moved_before:
            return True
        names = FOLLOWS.get(key[0], ("home",) if key[0] == "user" else ())
        for line in self.of.get(key, ())[1:]:
            if line.act is not Act.DELETE and not {*names, "team", "is_shared"}.isdisjoint(line.fields):
                return True
        links = [
            (LINKED.get(name, "user"), self.raw(key).get(name)) for name in names if name not in ("territory", "home")
        ]
        return any(self._moved((entity, value)) for entity, value in links if value)

    def open_conflicts(self, entity: str, record: str, field: str) -> list[tuple[str, Raws]]:
        """List the conflicts about a field that nobody answered, by id."""
        twins = ((id_, self.twins["conflict", id_]) for id_ in self.conflicts.get((entity, record, field), ()))
        return sorted((id_, twin.raw) for id_, twin in twins if twin.stands and not twin.raw.get("answer"))

    def open_refusals(self, author: str) -> list[Raws]:
        """List the refusals that an author has not answered, the oldest first."""
        raws = [self.raw(("refusal", id_)) for id_ in self.refusals.get(author, ())]
        return [raw for raw in raws if not raw.get("answer")]

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
        if key[0] in ("list_view", "line_template"):
            return "" if raw.get("is_shared") else f"user:{raw.get('owner') or ''}"
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
        if user not in self._persons:
            self._persons[user] = self._all_persons(user)
        return self._persons[user]

    def _all_persons(self, user: str) -> frozenset[str]:
        found, before = frozenset[str](), frozenset((user,))
        while found != before:
            found = before
            takers = {id_: twin.raw.get("successor") for (kind, id_), twin in self.twins.items() if kind == "user"}
            before = found | {id_ for id_, taker in takers.items() if taker in found}
        return found

    def holds(self, user: str, node: str) -> bool:
        """Tell whether a place is in a user's scope."""
        if (user, node) not in self._holds:
            self._holds[user, node] = self._holds_indeed(user, node)
        return self._holds[user, node]

    def _holds_indeed(self, user: str, node: str) -> bool:
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
        if (user, entity) not in self._hidden:
            self._hidden[user, entity] = HIDDEN.get((entity, self.role(user)), frozenset())
        return self._hidden[user, entity]
