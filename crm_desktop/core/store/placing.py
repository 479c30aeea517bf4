"""Where the records of a batch lie in the tree: one that moves takes what follows it along, and its journal."""

from collections.abc import Collection, Iterable, Mapping

import msgspec
from sqlalchemy import Connection, literal_column, select, update

from crm_desktop.core.access import EVERYBODY, target_of
from crm_desktop.core.changes import Act, Entry, fold
from crm_desktop.core.schema import REGISTRY, Entity, Raw
from crm_desktop.core.store.among import among
from crm_desktop.core.store.read import read_entry
from crm_desktop.core.store.row_writing import Moved, RowWriting
from crm_desktop.core.store.rows import Key, Row
from crm_desktop.core.store.tables import ENTRY, MAIN, PAST

DELETIONS = ENTRY.c.act == literal_column(str(int(Act.DELETE)))  # as the index of them says it


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
        """Carry a record's move through the tree to everything that follows it, and to its journal."""
        waiting = self.moved[self._carried :]
        self._carried = len(self.moved)
        while waiting or self._left:
            if not waiting:
                waiting = self._move_deleted()
                continue
            move = waiting.pop()
            key, id_ = move.key
            is_new = not move.before and move.key not in self._folded and move.key not in self._resettled
            if is_new:
                continue
            self._went.add(move.key)
            # One that is new and moved at once may have lost what followed it in between.
            self._left |= {move.before} if move.before else {row.node for row in self._rows.values() if row.raw is None}
            mine = (ENTRY.c.record == id_) & (ENTRY.c.entity == key)
            node = self.row(key, id_).node  # not that of this move: a later one may have been carried out before it
            self._connection.execute(update(ENTRY).where(mine).values(node=node))
            self._connection.execute(update(PAST[key]).where(PAST[key].c.id == id_).values(node=node))
            for follower in self._followers(key, id_):
                row = self.row(*follower)
                node = self.place(REGISTRY[follower[0]], follower[1], row.raw or {})
                is_checked = move.before == move.after
                waiting += self._move(follower, node) or ([Moved(follower, node, node)] if is_checked else [])

    def place_followers(self, entries: Iterable[Entry]) -> None:
        """Have what follows the records of some entries placed anew, where an entry may have moved its record.

        As after a load beside somebody's work: what follows came with the places that the server knows.
        """
        for entry in entries:
            declared = REGISTRY[entry.entity]
            if not {*declared.follows, declared.team, "home"}.isdisjoint(entry.fields):
                self._strays.add((entry.entity, entry.record))

    def _gather_strays(self) -> None:
        """Have what follows some records looked at though these did not move, so far as can be seen from here."""
        strays, self._strays = self._strays, set()
        self._rehomed += [id_ for key, id_ in sorted(strays) if key == "user"]
        self.moved += [Moved(key, self.row(*key).node, self.row(*key).node) for key in sorted(strays)]

    def _move(self, key: Key, node: str) -> list[Moved]:
        """Put the row of a record at a node, and tell whether that is another one."""
        row = self.row(*key)
        if node == row.node:
            return []
        table = MAIN[key[0]]
        self._connection.execute(update(table).where(table.c.id == key[1]).values(node=node))
        found = Moved(key, row.node, node)
        if row.held is not None:
            self._tally.take_out(REGISTRY[key[0]], key[1], row.held_node, row.held)
            self._tally.put_in(REGISTRY[key[0]], key[1], node, row.held)
        row.node = row.was_node = row.held_node = node
        self.moved.append(found)
        self._carried += 1
        return [found]

    def _move_deleted(self) -> list[Moved]:
        """Let deleted records go along with what they followed: whoever gets that gets their history as well."""
        left, self._left = self._left - {EVERYBODY}, set()
        went, self._went = self._went, set()
        rows = self._connection.execute(select(ENTRY).where(among(ENTRY.c.node, left), DELETIONS))
        keys = {(str(row.entity), str(row.record)) for row in rows if _followed(read_entry(row), went)}
        self.load(sorted(keys))
        keys = {key for key in keys if self.row(*key).raw is None}
        self.load_histories(keys)
        moved: list[Moved] = []
        for key in sorted(keys):
            declared = REGISTRY[key[0]]
            raw = fold(declared, (line.entry for line in self.history(*key))).raw
            moved += self._move(key, self.place(declared, key[1], raw))
        return moved

    def _followers(self, key: str, id_: str) -> list[Key]:
        found: list[Key] = []
        for declared in REGISTRY.values():
            for name in declared.follows:
                field, table = declared.fields[name], MAIN[declared.key]
                if field.target == key or field.target_in:
                    query = select(table.c.id).where(table.c[name] == id_)
                    query = query.where(table.c[field.target_in] == key) if field.target_in else query
                    found += [(declared.key, other) for other in self._connection.execute(query).scalars()]
        return found

    def _place_followers_of(self, user: str) -> None:
        """Place anew everything that follows a user whose home territory changed."""
        for follower in self._followers("user", user):
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
