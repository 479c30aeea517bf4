"""What a record must meet before the server takes it: scope, links, uniqueness, and what it hangs on or hangs on it."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection

from crm_desktop.core.access import OUT_OF_SCOPE, Actor, may_read, node_of, private_node, target_of, team_of
from crm_desktop.core.changes import Entry
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import REGISTRY, Entity, Raw
from crm_desktop.core.store import Batch
from sync_server.families import Families
from sync_server.hindsight import Hindsight
from sync_server.notices import GREW_MEANWHILE, PARENT_DELETED, UNKNOWN_LINK, taken


class Checking:
    """Hold the records of one open batch against the rules that lie between records; each raises RefusedError.

    heard: the number the laptop had read up to when its changes were made.
    """

    def __init__(self, connection: Connection, batch: Batch, actor: Actor, heard: int) -> None:
        self._batch = batch
        self._actor = actor
        self._hindsight = Hindsight(connection, actor.user, heard, lambda key, id_: batch.row(key, id_).raw)
        self._families = Families(connection, batch, heard)
        self._coming = set[tuple[str, str]]()  # what stands by the change being judged, if it did not before

    def _check_followers(self, entry: Entry, device: str, gone: Collection[tuple[str, str]]) -> None:
        """Keep a record under which somebody else added or changed what its deleter had not seen (law 5)."""
        stands = self._batch.row(entry.entity, entry.record).raw is not None
        found = self._left_under(entry, device, gone) if stands else None
        if found is not None:
            declared, raw = REGISTRY[found[0]], self._batch.row(*found).raw or {}
            said = " ".join(str(raw[name]) for name in declared.title if raw.get(name))
            raise RefusedError(GREW_MEANWHILE, label=declared.label, value=said)

    def _left_under(self, entry: Entry, device: str, gone: Collection[tuple[str, str]]) -> tuple[str, str] | None:
        left = self._families.part_left(entry.entity, entry.record, gone)  # no part without its whole, whoever made it
        return left or self._unseen_under(entry, device, gone)

    def _unseen_under(self, entry: Entry, device: str, gone: Collection[tuple[str, str]]) -> tuple[str, str] | None:
        return self._families.unseen_under(entry.entity, entry.record, device, gone)

    def _check_parent(self, declared: Entity, raw: Mapping[str, Raw], *, is_asked: bool) -> None:
        """Let no edit bring back alone what was deleted with the record it follows, and nobody a part without its whole.

        is_asked: its author knows that the record is deleted, and wants it back.
        """
        name = self._families.lost_whole(declared.key, raw)
        name = name if name is not None or is_asked else self._lost_parent(declared, raw)
        if name is not None and (target_of(declared.fields[name], raw), raw[name]) not in self._coming:
            raise RefusedError(PARENT_DELETED, name, label=declared.fields[name].label)

    def _lost_parent(self, declared: Entity, raw: Mapping[str, Raw]) -> str | None:
        return self._families.lost_parent(declared.key, raw)

    def _check_scope(self, entry: Entry, node: str, raw: dict[str, Raw], new: dict[tuple[str, str], str]) -> None:
        if node in self._actor.nodes:
            return
        is_held = may_read(self._actor, node) or self._is_on_team(team_of(node))
        # What follows an account that moved in this push lies where that is by now, though its row comes after.
        is_held = is_held or may_read(self._actor, self._place(entry, raw, new))
        if not is_held and not self._hindsight.held(entry.entity, entry.record, raw, new):
            raise RefusedError(OUT_OF_SCOPE)

    def _is_on_team(self, account: str) -> bool:
        """Tell whether the author is on a team as it is by now, though the account has got another place in this push."""
        team = (self._batch.row("account", account).raw or {}).get("team") if account else None
        return isinstance(team, list) and any(private_node(one) in self._actor.nodes for one in team)

    def _check_unique(self, entry: Entry, raw: Mapping[str, Raw], written: Iterable[str]) -> None:
        declared = REGISTRY[entry.entity]
        if declared.unique and raw.get(declared.unique[0]) is not None and not {*written}.isdisjoint(declared.unique):
            said = {name: raw.get(name) for name in declared.unique}
            if self._batch.stands_elsewhere(entry.entity, entry.record, said):
                name = declared.unique[0]
                raise RefusedError(taken(declared.key, raw), name, label=declared.fields[name].label, value=raw[name])

    def _check_links(self, entry: Entry, new: dict[tuple[str, str], str]) -> None:
        declared = REGISTRY[entry.entity]
        for name, target in declared.links.items():
            saw, value = entry.fields.get(name, (None, None))
            if not isinstance(value, str) or value == saw:
                continue
            if (target, value) not in new and self._batch.node(target, value) is None:
                label = declared.fields[name].label
                if name in declared.follows and self._families.is_deleted(target, value):
                    raise RefusedError(PARENT_DELETED, name, label=label)
                raise RefusedError(UNKNOWN_LINK, name, label=label)

    def _place(self, entry: Entry, raw: dict[str, Raw], new: dict[tuple[str, str], str]) -> str:
        def look(key: str, id_: str) -> str | None:
            # What follows a deleted record lies where that does, and not with its owner.
            return new[key, id_] if (key, id_) in new else self._batch.last_node(key, id_)

        return node_of(REGISTRY[entry.entity], entry.record, raw, look, self._batch.home)
