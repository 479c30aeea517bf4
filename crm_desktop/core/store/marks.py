"""Small facts about a store, and how far its journal goes."""

from sqlalchemy import Connection, func, select, text

from crm_desktop.core.changes import WAITING
from crm_desktop.core.store.tables import ENTRY

_SET = text(
    "INSERT INTO mark (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_NEWEST = select(func.max(ENTRY.c.seq)).where(ENTRY.c.seq < WAITING)

_DROP = text("DELETE FROM mark WHERE name = :name")


def set_mark(connection: Connection, name: str, value: str) -> None:
    """Keep a small fact about the store, in the transaction of the connection."""
    connection.execute(_SET, {"name": name, "value": value})


def drop_mark(connection: Connection, name: str) -> None:
    """Let go of a small fact, in the transaction of the connection; one that is not there is as good as gone."""
    connection.execute(_DROP, {"name": name})


def newest_seq(connection: Connection) -> int:
    """Give the highest number in the journal that is not waiting, 0 where it is empty."""
    return int(connection.execute(_NEWEST).scalar() or 0)
