"""The scope of a person as a laptop last heard of it: what left meanwhile may still be written (law 7)."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, bindparam, select

from crm_desktop.core.access import EVERYBODY, Actor, actor_for, may_read, node_of, stands_for, team_of
from crm_desktop.core.changes import fold
from crm_desktop.core.entities import Territory, User
from crm_desktop.core.schema import REGISTRY, Raw
from crm_desktop.core.store import Past, Reader
from crm_desktop.core.store.tables import ENTRY

_ACCEPTED_BY = select(ENTRY.c.accepted).where(ENTRY.c.seq <= bindparam("number")).order_by(ENTRY.c.seq.desc()).limit(1)

RawOf = Callable[[str, str], dict[str, Raw] | None]
"""(entity key, record id) -> the record's raw values now, None where it does not stand."""


class Hindsight:
    """Tell what a person held when the journal stood at a number; nothing is read before somebody asks."""

    def __init__(self, connection: Connection, user: str, seq: int, now: RawOf) -> None:
        self._connection = connection
        self._user = user
        self._seq = seq
        self._now = now
        self._reader: Reader | None = None
        self._actor: Actor | None = None
        self._persons: frozenset[str] = frozenset()

    def held(self, key: str, id_: str, raw: Mapping[str, Raw], beside: Mapping[tuple[str, str], str]) -> bool:
        """Tell whether a record was in scope then; one that is newer, whether it would have been.

        raw: the values of a new record; beside: what is created in the same change and was judged already.
        """
        if self._reader is None:
            self._look_back()
        reader, actor = self._reader, self._actor
        if reader is None or actor is None:
            return False

        def look(target: str, linked: str) -> str | None:
            if (target, linked) in beside:
                return EVERYBODY
            found = reader.raw(target, linked) or self._now(target, linked) or self._last(target, linked)
            return None if found is None else node_of(REGISTRY[target], linked, found, look, home)

        def home(user: str) -> str:
            return str((reader.raw("user", user) or {}).get("home") or "")

        node = node_of(REGISTRY[key], id_, reader.raw(key, id_) or raw, look, home)
        return may_read(actor, node) or self._was_on_team(reader, team_of(node))

    def _was_on_team(self, reader: Reader, account: str) -> bool:
        """Tell whether the person was on a team then, or somebody from whom she took over."""
        found = (reader.raw("account", account) or self._last("account", account)) if account else None
        team = (found or {}).get("team")
        return isinstance(team, list) and not self._persons.isdisjoint(team)

    def _last(self, key: str, id_: str) -> dict[str, Raw] | None:
        """Give the values that a deleted record had: what follows it stays where it was."""
        lines = [line for line in Reader(self._connection).lines([id_]).get(id_, []) if line.entry.entity == key]
        return fold(REGISTRY[key], (line.entry for line in lines)).raw if lines else None

    def _look_back(self) -> None:
        moment = self._connection.execute(_ACCEPTED_BY, {"number": self._seq}).scalar()
        if moment is None:
            return
        self._reader = Reader(self._connection, int(moment), Past.AS_KNOWN)
        people = {one.id: one for one in self._reader.find(User)}
        user = people.get(self._user)
        self._persons = stands_for(self._user, people.values())
        self._actor = None if user is None else actor_for(user, self._reader.find(Territory), people.values())
