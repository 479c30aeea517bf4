"""Where the records of a batch lie in the tree: one that moves takes what follows it along, and its journal."""

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import CompoundSelect, Connection, Select, Update, bindparam, literal_column, select, union_all, update

from crm_desktop.core.access import EVERYBODY, target_of
from crm_desktop.core.changes import Act, Entry, fold
from crm_desktop.core.schema import REGISTRY, Entity, Raw
from crm_desktop.core.store.among import among_given
from crm_desktop.core.store.bulk import update_rows
from crm_desktop.core.store.journal_rows import read_entry
from crm_desktop.core.store.row_writing import Moved, RowWriting
from crm_desktop.core.store.rows import Key, Row
from crm_desktop.core.store.tables import ENTRY, MAIN, PAST

DELETIONS = ENTRY.c.act == literal_column(str(int(Act.DELETE)))  # as the index of them says it

_DELETED_AT = select(ENTRY).where(among_given(ENTRY.c.node, "nodes"), DELETIONS)
_LINKS = [(declared.key, name) for declared in REGISTRY.values() for name in declared.follows]


@functools.cache
def _entries_go(key: str) -> Update:
    """Word the step by which the journal of records goes along with them once: there is one for each move."""
    mine = ENTRY.c.record == bindparam("which"), ENTRY.c.entity == key, ENTRY.c.node != bindparam("to")
    return update(ENTRY).where(*mine).values(node=bindparam("to"))


@functools.cache
def _pasts_go(key: str) -> Update:
    """Word the same for their pasts."""
    past = PAST[key]
    return (
        update(past).where(past.c.id == bindparam("which"), past.c.node != bindparam("to")).values(node=bindparam("to"))
    )


@functools.cache
def _followers_of(target: str) -> CompoundSelect[Any]:
    """Word the question for what follows some records of an entity, as (entity, id, record followed), as above."""
    parts: list[Select[Any]] = []
    for key, name in _LINKS:
        table, field = MAIN[key], REGISTRY[key].fields[name]
        part = select(literal_column(f"'{key}'"), table.c.id, table.c[name]).where(among_given(table.c[name], "ids"))
        if field.target_in:
            parts.append(part.where(table.c[field.target_in] == target))
        elif field.target == target:
            parts.append(part)
    return union_all(*parts)


class Team(msgspec.Struct, frozen=True):
    """The people on the team of a record, and its node."""

    people: tuple[str, ...]
    node: str


class Placing(RowWriting):
    """Rows with their nodes. teams: records whose team was written or whose node changed."""

    def __init__(self, connection: Connection, first_row: int = 0) -> None:
        super().__init__(connection, first_row)
        self._carried = 0
        self._folded: set[Key] = set()
        self._resettled: set[Key] = set()  # new records that moved at once: what came along has to follow
        # Of those that went: what stayed, and of which the followers may be elsewhere.
        self._looked_at: set[Key] = set()
        self._led: set[Key] = set()  # deleted ones of which the followers were looked at: each once
        self._strays: set[Key] = set()  # records that a load beside others' work may have read after what follows them
        self.teams: dict[Key, Team] = {}

    def _settle(self, declared: Entity, id_: str, row: Row, raw: Mapping[str, Raw]) -> None:
        """Put a record where its values say, and note who is on its team."""
        before, row.node = row.node, self.place(declared, id_, raw)
        if before != row.node == row.was_node:  # it is back: what came to follow it meanwhile is where it was then
            self._strays.add((declared.key, id_))
        if declared.team:
            people = raw.get(declared.team)
            self.teams[declared.key, id_] = Team(tuple(people) if isinstance(people, list) else (), row.node)

    def _write_nodes(self) -> None:
        """Carry the moves of records through the tree to everything that follows them, and to their journal."""
        waiting = [move for move in self.moved[self._carried :] if self._takes_along(move)]
        self._carried = len(self.moved)
        while waiting or self._left:
            waiting = self._carry(waiting) if waiting else self._move_deleted()

    def _takes_along(self, move: Moved) -> bool:
        """Tell whether anything can follow a record already: nothing does where it is new."""
        return bool(move.before) or move.key in self._folded or move.key in self._resettled

    def _carry(self, moves: Sequence[Moved]) -> list[Moved]:
        """Take along what follows some records that moved, one step; give what moved by that, or is to be looked at."""
        keys = {move.key for move in moves}
        self._went |= keys
        # Where they were in between, something may have followed them and been deleted.
        self._left |= {move.before for move in moves} | {row.node for row in self._rows.values() if row.raw is None}
        self._write_journal_nodes(keys)
        checked = {move.key for move in moves if move.before == move.after}
        self._looked_at |= checked
        places: dict[Key, str] = {}
        is_checked: set[Key] = set()
        for follower, led_by in self._followers(keys):
            row = self.row(*follower)
            places[follower] = self.place(REGISTRY[follower[0]], follower[1], row.raw or {})
            if led_by in checked:
                is_checked.add(follower)
        moved = self._move(places)
        went = {move.key for move in moved}
        return [*moved, *(Moved(key, node, node) for key, node in places.items() if key in is_checked - went)]

    def _write_journal_nodes(self, keys: Collection[Key]) -> None:
        """Let journal and past of some records lie where they are now."""
        for kind in sorted({key for key, _ in keys}):
            rows = [{"which": id_, "to": self.row(key, id_).node} for key, id_ in sorted(keys) if key == kind]
            self._connection.execute(_entries_go(kind), rows)
            self._connection.execute(_pasts_go(kind), rows)

    def place_followers(self, entries: Iterable[Entry]) -> None:
        """Have what follows the records of some entries placed anew, where an entry may have moved its record.

        As after a load beside somebody's work: what follows came with the places that the server knows.
        """
        for entry in entries:
            declared = REGISTRY[entry.entity]
            if not {*declared.follows, declared.team, declared.shared, "home"}.isdisjoint(entry.fields):
                self._strays.add((entry.entity, entry.record))

    def _gather_strays(self) -> None:
        """Have what follows some records looked at though these did not move, so far as can be seen from here."""
        strays, self._strays = self._strays, set()
        self._rehomed += [id_ for key, id_ in sorted(strays) if key == "user"]
        self.moved += [Moved(key, self.row(*key).node, self.row(*key).node) for key in sorted(strays)]

    def _move(self, places: Mapping[Key, str]) -> list[Moved]:
        """Put the rows of records at nodes, and give the moves of those for which that is another one."""
        found: list[Moved] = []
        gone: dict[str, list[tuple[str, int]]] = {}
        for key, node in places.items():
            row = self.row(*key)
            if node == row.node:
                continue
            found.append(Moved(key, row.node, node))
            if row.n is not None:
                gone.setdefault(key[0], []).append((node, row.n))
            if row.held is not None:
                self._tally.take_out(REGISTRY[key[0]], key[1], row.held_node, row.held)
                self._tally.put_in(REGISTRY[key[0]], key[1], node, row.held)
            row.node = row.was_node = row.held_node = node
        for kind, rows in gone.items():
            update_rows(self._connection, MAIN[kind], ("node",), rows)
        self.moved += found
        self._carried += len(found)
        return found

    def _move_deleted(self) -> list[Moved]:
        """Let deleted records go along with what they followed: whoever gets that gets their history as well."""
        left, self._left = self._left - {EVERYBODY}, set()
        went, self._went = self._went, set()
        looked_at, self._looked_at = self._looked_at, set()
        keys, led = set[Key](), set[Key]()
        for row in self._connection.execute(_DELETED_AT, {"nodes": left}) if left else ():
            deletion = read_entry(row)
            if _followed(deletion, went):
                keys.add((row.entity, row.record))
            if looked_at and _followed(deletion, looked_at):
                led.add((row.entity, row.record))
        self.load(sorted(keys))
        keys = {key for key in keys if self.row(*key).raw is None}
        self.load_histories(keys)
        moved: list[Moved] = []
        for key in sorted(keys):
            declared = REGISTRY[key[0]]
            raw = fold(declared, (line.entry for line in self.history(*key))).raw
            moved += self._move({key: self.place(declared, key[1], raw)})
        # A load may have read what followed these before they moved.
        rest = sorted((keys & led) - {move.key for move in moved} - self._led)
        self._led.update(rest)
        return [*moved, *(Moved(key, self.row(*key).node, self.row(*key).node) for key in rest)]

    def _followers(self, keys: Collection[Key]) -> list[tuple[Key, Key]]:
        """List what follows some records, each with the record that it follows."""
        found: list[tuple[Key, Key]] = []
        for target in sorted({key for key, _ in keys}):
            ids = {id_ for key, id_ in keys if key == target}
            rows = self._connection.execute(_followers_of(target), {"ids": ids})
            found += [((key, id_), (target, linked)) for key, id_, linked in rows]
        self.load(follower for follower, _ in found)
        return found

    def _place_followers_of(self, users: Collection[str]) -> None:
        """Place anew everything that follows users whose home territory changed."""
        for follower, _ in self._followers({("user", user) for user in users}):
            row = self.row(*follower)
            node = self.place(REGISTRY[follower[0]], follower[1], row.raw or {})
            if node != row.node:
                row.node, row.is_changed = node, True


def _followed(deletion: Entry, went: Collection[Key]) -> bool:
    """Tell whether a deleted record may have followed one of some, by what the deletion says was seen."""
    declared = REGISTRY[deletion.entity]
    seen = {name: pair[0] for name, pair in deletion.fields.items()}
    links = [(target_of(declared.fields[name], seen), seen[name]) for name in declared.follows if name in seen]
    return not deletion.fields or any(link in went for link in links)
