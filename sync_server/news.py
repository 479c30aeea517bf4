"""Up to which number something happened at each node: what concerns nobody in a scope costs its laptops nothing."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from sqlalchemy import Connection, bindparam, delete, func, select, text, union

from crm_desktop.core.access import Actor, private_node, tree_node
from crm_desktop.core.store import Batch, newest_seq
from crm_desktop.core.store.among import among_given
from crm_desktop.core.store.bulk import insert_values
from crm_desktop.core.store.tables import BIG, ENTRY
from sync_server.tables import MEMBER, MOVE, NEWS

_RAISE = text(
    "INSERT INTO news (node, above, seq) VALUES (:node, :above, :seq)"
    " ON CONFLICT (node) DO UPDATE SET seq = excluded.seq"
)
_AFTER = bindparam("after", type_=BIG)
_ABOVE = select(NEWS.c.node, NEWS.c.seq).where(NEWS.c.seq > _AFTER)
_AT = union(
    *(
        select(NEWS.c.node).where(among_given(column, "nodes"), NEWS.c.seq > _AFTER)
        for column in (NEWS.c.node, NEWS.c.above)
    )
)
_MEMBERS = select(MEMBER.c.record, MEMBER.c.user, MEMBER.c.node).where(among_given(MEMBER.c.record, "records"))
_WITHOUT_MEMBERS = delete(MEMBER).where(among_given(MEMBER.c.record, "records"))
HIGHEST = select(func.max(NEWS.c.seq)).where(among_given(NEWS.c.node, "nodes"))
"""The question for the number up to which something happened at some nodes."""


def record_news(connection: Connection, batch: Batch) -> None:
    """Keep, beside the journal, what laptops have to hear of: where something happened, what moved, whose teams changed."""
    seq = newest_seq(connection) if batch.moved or batch.teams else 0
    moves = [move for move in batch.moved if move.before and move.before != move.after]
    heights = batch.heights | {node: seq for move in batch.moved for node in (move.before, move.after) if node}
    heights |= {private_node(user): seq for user in _record_teams(connection, batch)}
    if moves:
        rows = [(seq, *move.key, move.before, move.after) for move in moves]
        insert_values(connection, MOVE, ("seq", "entity", "record", "before", "after"), rows)
    _raise(connection, heights)
    batch.heights.clear()
    batch.teams.clear()


def _record_teams(connection: Connection, batch: Batch) -> set[str]:
    """Keep who is on which team now, and tell whose teams are not what they were."""
    records = [record for _, record in batch.teams]
    if not records:
        return set()
    now = {(record, user, team.node) for (_, record), team in batch.teams.items() for user in team.people}
    was = {(record, user, node) for record, user, node in connection.execute(_MEMBERS, {"records": records})}
    changed = sorted({record for record, _, _ in now ^ was})
    if changed:
        connection.execute(_WITHOUT_MEMBERS, {"records": changed})
        every = set(changed)
        rows = [(*one, tree_node(one[2])) for one in sorted(now) if one[0] in every]
        insert_values(connection, MEMBER, ("record", "user", "node", "above"), rows)
    return {user for _, user, _ in now ^ was}


def _raise(connection: Connection, heights: Mapping[str, int]) -> None:
    if heights:
        connection.execute(
            _RAISE, [{"node": node, "above": tree_node(node), "seq": seq} for node, seq in sorted(heights.items())]
        )


def count_news(connection: Connection) -> None:
    """Work out anew which nodes have news up to where, for a journal that was written before this was kept."""
    connection.execute(delete(NEWS))
    query = select(ENTRY.c.node, func.max(ENTRY.c.seq)).group_by(ENTRY.c.node)
    heights: dict[str, int] = dict(map(tuple, connection.execute(query)))
    for column in (MOVE.c.before, MOVE.c.after):
        for node, seq in connection.execute(select(column, func.max(MOVE.c.seq)).group_by(column)):
            heights[node] = max(seq, heights.get(node, 0))
    _raise(connection, heights)


def height_of(connection: Connection, nodes: Iterable[str]) -> int:
    """Give the number up to which something happened at some nodes themselves."""
    return int(connection.execute(HIGHEST, {"nodes": nodes}).scalar() or 0)


def heights_above(connection: Connection, seq: int) -> dict[str, int]:
    """List the nodes where something happened above a number, and up to where; what lies below counts for both."""
    found: dict[str, int] = {}
    for node, height in connection.execute(_ABOVE, {"after": seq}):
        for one in (node, tree_node(node)):
            found[one] = max(height, found.get(one, 0))
    return found


def has_news(connection: Connection, actor: Actor, after: int, newest: int) -> bool:
    """Tell whether anything numbered above `after` concerns an actor; newest: the journal's end."""
    if newest <= after:
        return False
    return actor.sees_everything or bool(nodes_with_news(connection, actor.nodes, after))


def nodes_with_news(connection: Connection, nodes: AbstractSet[str], after: int) -> list[str]:
    """List the nodes, of some and of those just below them, where something is numbered above `after`."""
    return sorted(connection.execute(_AT, {"nodes": nodes, "after": after}).scalars())
