"""Small facts about a store, and how far its journal goes."""

from sqlalchemy import Connection, func, insert, select, update

from crm_desktop.core.changes import WAITING
from crm_desktop.core.store.tables import ENTRY, MARK

_NEWEST = select(func.max(ENTRY.c.seq)).where(ENTRY.c.seq < WAITING)


def set_mark(connection: Connection, name: str, value: str) -> None:
    """Keep a small fact about the store, in the transaction of the connection."""
    if not connection.execute(update(MARK).where(MARK.c.name == name).values(value=value)).rowcount:
        connection.execute(insert(MARK).values(name=name, value=value))


def newest_seq(connection: Connection) -> int:
    """Give the highest number in the journal that is not waiting, 0 where it is empty."""
    return int(connection.execute(_NEWEST).scalar() or 0)
