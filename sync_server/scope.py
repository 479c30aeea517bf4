"""Who holds what now: people, their territories and their teams, as the server's database has them."""

import hashlib
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, or_, select

from crm_desktop.core.access import EVERYBODY, Actor, actor_for, private_node, stands_for
from crm_desktop.core.entities import Territory, User
from crm_desktop.core.store import Reader
from crm_desktop.core.store.among import among_given
from sync_server.news import height_of
from sync_server.tables import MEMBER

_TEAMS = select(MEMBER.c.node).where(among_given(MEMBER.c.user, "persons"))
_BELOW = select(MEMBER.c.node).where(among_given(MEMBER.c.above, "nodes"))


class Known(NamedTuple):
    """An actor, and the nodes at which it was decided who that is, with the number up to which they were read."""

    actor: Actor
    decided_at: frozenset[str]
    height: int


class Actors:
    """Work out who asks; kept until something changes of the people, the territories or the asker's teams."""

    def __init__(self) -> None:
        self._known: dict[str, Known] = {}

    def known(self, user_id: str) -> Known | None:
        """Give what was found of a user before; it holds as long as the height of its nodes does."""
        return self._known.get(user_id)

    def find(self, connection: Connection, user_id: str) -> Actor | None:
        """Tell what an active user may see now; None where there is no such user."""
        known = self._known.get(user_id)
        if known is not None and height_of(connection, known.decided_at) == known.height:
            return known.actor
        reader = Reader(connection)
        people = {one.id: one for one in reader.find(User)}
        user = people.get(user_id)
        if user is None or user.is_inactive:
            return None
        persons = stands_for(user_id, people.values())
        teams = connection.execute(_TEAMS, {"persons": persons}).scalars()
        actor = actor_for(user, reader.find(Territory), people.values(), teams)
        decided_at = frozenset({EVERYBODY, *map(private_node, persons)})
        self._known[user_id] = Known(actor, decided_at, height_of(connection, decided_at))
        return actor


def scope_digest(actor: Actor) -> str:
    """Name a scope by the role and what it holds."""
    nodes = ["*"] if actor.sees_everything else sorted(actor.nodes)
    digest = hashlib.blake2b("\n".join(nodes).encode(), digest_size=9).hexdigest()
    return f"{actor.role}.{digest}"


def in_scope(column: ColumnElement[str], nodes: AbstractSet[str]) -> ColumnElement[bool]:
    """Ask whether a column holds one of some nodes, or one of a record with a team just below them."""
    wanted = sorted(nodes)
    below = select(MEMBER.c.node).where(MEMBER.c.above.in_(wanted))
    return or_(column.in_(wanted), column.in_(below))


def in_scope_given(column: ColumnElement[str]) -> ColumnElement[bool]:
    """Ask the same in a statement that is worded once and given its nodes when it runs."""
    below = select(MEMBER.c.node).where(among_given(MEMBER.c.above, "nodes"))
    return or_(among_given(column, "nodes"), column.in_(below))


def nodes_of(connection: Connection, actor: Actor) -> frozenset[str] | None:
    """List the nodes in an actor's scope, those of records with a team among them; None: all there are."""
    if actor.sees_everything:
        return None
    return actor.nodes.union(connection.execute(_BELOW, {"nodes": actor.nodes}).scalars())
