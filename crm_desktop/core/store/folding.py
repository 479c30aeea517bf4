"""Working records of a batch out anew from the journal, and the values of parents from their children."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Delete, Select, bindparam, delete, select, union_all

from crm_desktop.core.changes import NEVER, Children, Line, derived, fold, versions, with_derived
from crm_desktop.core.schema import REGISTRY, Entity, Raw
from crm_desktop.core.store.among import among_given
from crm_desktop.core.store.placing import Placing
from crm_desktop.core.store.read import Reader
from crm_desktop.core.store.rows import Key, Row
from crm_desktop.core.store.tables import MAIN, PAST, from_row, metadata, to_row


class Folding(Placing):
    """Rows that are folded again where an entry came out of order or a child changed."""

    def __init__(self, connection: Connection, first_row: int = 0) -> None:
        super().__init__(connection, first_row)
        self._refold: set[Key] = set()
        self._parents: dict[Key, set[tuple[int, int]]] = {}  # when their children or themselves changed
        self._families: set[Key] = set()  # parents of which a child was folded again

    def refold(self, keys: Iterable[Key]) -> None:
        """Work records out anew from their whole journal, whatever their rows say."""
        self._refold.update(keys)

    def _stand_again(self, declared: Entity, id_: str, row: Row, seq: int) -> None:
        """Give a restored record its values at once: what comes behind it in the batch builds on them."""
        state = fold(declared, (line.entry for line in self.history(declared.key, id_)))
        if state.stands:
            row.raw, row.seq, row.differs = derived(declared, state.raw), seq, None
            self._settle(declared, id_, row, row.raw)

    def _fold_all(self, keys: Iterable[Key]) -> None:
        ordered = sorted(keys)
        if not ordered:
            return
        self.load(ordered)
        self._folded.update(ordered)
        lines = Reader(self._connection).lines(id_ for _, id_ in ordered)
        for key in {key for key, _ in ordered}:
            ids = {id_ for other, id_ in ordered if other == key}
            self._connection.execute(without(PAST[key].name), {"ids": ids})
            self._pasts[key] = [one for one in self._pasts.get(key, []) if one["id"] not in ids]
            self._closed[key] = {id_: one for id_, one in self._closed.get(key, {}).items() if id_ not in ids}
        for key_, id_ in ordered:
            self._fold_again((key_, id_), _of(key_, lines.get(id_, [])))

    def _fold_again(self, key: Key, lines: Sequence[Line]) -> None:
        """Work out a record and its whole past anew from the journal: an entry came out of order."""
        declared = REGISTRY[key[0]]
        row = self.row(*key)
        every = versions(declared, lines, self._children(declared, key[1]))
        current = every.pop() if every and every[-1].happened[1] == NEVER else None
        row.raw, row.differs = None if current is None else current.raw, None
        row.is_changed = True
        if current is not None:
            row.seq, row.happened, row.accepted = _newest(lines), current.happened[0], current.accepted[0]
        if lines:  # of one that was deleted, the last values say where it lies
            raw = fold(declared, (line.entry for line in lines)).raw if current is None else current.raw
            self._settle(declared, key[1], row, raw)
        for raw in [*(one.raw for one in every), row.raw or {}, row.was or {}]:
            self._note_parent(declared, raw)
        for one in every:
            self._pasts.setdefault(key[0], []).append({
                "id": key[1], "happened": one.happened[0], "happened_to": one.happened[1],
                "accepted": one.accepted[0], "accepted_to": one.accepted[1],
                "node": row.node,  # the past lies where the record is: it goes along when that moves
                **to_row(declared, one.raw),
            })  # fmt: skip

    def _note_parent(self, declared: Entity, raw: Mapping[str, Raw]) -> None:
        """Note whose gathered values have to be worked out with all their children, as one of them came or went."""
        if declared.parent and isinstance(parent := raw.get(declared.parent), str):
            self._families.add((declared.fields[declared.parent].target, parent))

    def _children(self, declared: Entity, id_: str) -> Children | None:
        if not declared.child:
            return None
        ids = set(self._connection.execute(_ever_children(declared.child), {"parent": id_}).scalars())
        return Children(REGISTRY[declared.child], Reader(self._connection).lines(sorted(ids)))

    def _note_family(self, declared: Entity, id_: str, raw: Mapping[str, Raw], happened: int, accepted: int) -> None:
        """Note whose gathered values have to be derived anew: the record's own, or those of its parent."""
        if declared.gather is not None:
            self._parents.setdefault((declared.key, id_), set()).add((happened, accepted))
        if declared.parent and isinstance(parent := raw.get(declared.parent), str):
            key = (declared.fields[declared.parent].target, parent)
            self._parents.setdefault(key, set()).add((happened, accepted))

    def _gather(self) -> None:
        """Derive the values of parents whose children changed."""
        parents, self._parents = self._parents, {}
        families, self._families = self._families, set()
        # Folded before its children were written, or changed at several moments: fold it with all of them.
        families |= {key for key, moments in parents.items() if len(moments) > 1 or key in self._folded}
        self._fold_all(families)
        self._touch(families)
        for key, moments in parents.items():
            if key in families:
                continue
            ((happened, accepted),) = moments
            declared = REGISTRY[key[0]]
            row = self.row(*key)
            if row.raw is None and row.lines:
                self._fold_all([key])  # deleted, but not yet when this happened
            if row.raw is None or declared.gather is None:
                continue
            child = REGISTRY[declared.child]
            found = self._connection.execute(_children(child.key), {"parent": key[1]}).mappings().all()
            children = [{**from_row(child, one), "id": one["id"]} for one in found]
            raw = with_derived(row.raw, declared.gather(row.raw, children))
            if raw == row.raw:
                continue
            is_late = happened < row.happened or any(one["happened"] > happened for one in found)
            if is_late or (row.accepted == NEVER) != (accepted == NEVER):
                self._fold_all([key])
                continue
            self._close(key, row, happened, max(accepted, row.accepted))
            row.raw, row.happened, row.accepted = raw, happened, max(accepted, row.accepted)
            row.is_changed, row.differs = True, None
            self._touch([key])


@functools.cache
def without(table: str) -> Delete:
    """Word the removal of some records from a table once: there is one for each page."""
    return delete(metadata.tables[table]).where(among_given(metadata.tables[table].c.id, "ids"))


@functools.cache
def _children(key: str) -> Select[Any]:
    """Word the question for the children of a record, as above."""
    return select(MAIN[key]).where(MAIN[key].c[REGISTRY[key].parent] == bindparam("parent"))


@functools.cache
def _ever_children(key: str) -> CompoundSelect[Any]:
    """Word the question which records are its children or were, as above."""
    parent = REGISTRY[key].parent
    tables = MAIN[key], PAST[key]
    return union_all(*(select(table.c.id).where(table.c[parent] == bindparam("parent")) for table in tables))


def _newest(lines: Sequence[Line]) -> int:
    return max((line.seq for line in lines), default=-1)


def _of(key: str, lines: Sequence[Line]) -> list[Line]:
    """Keep the lines of one entity: two records of different entities may have one id."""
    return [line for line in lines if line.entry.entity == key]
