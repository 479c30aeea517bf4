"""The server's own tables beside the journal and the rows."""

from sqlalchemy import Column, Index, LargeBinary, MetaData, Table

from crm_desktop.core.store.tables import BIG, TEXT

server_tables = MetaData()

MOVE = Table(
    "move",
    server_tables,
    Column("n", BIG, primary_key=True, autoincrement=True),
    Column("seq", BIG, nullable=False, index=True),
    Column("entity", TEXT, nullable=False),
    Column("record", TEXT, nullable=False),
    Column("before", TEXT, nullable=False),
    Column("after", TEXT, nullable=False),
)
"""Records that went from one node to another, and the number up to which the journal stood when they did."""

DEVICE_MARK = Table(
    "device_mark",
    server_tables,
    Column("device", TEXT, primary_key=True),
    Column("counter", BIG, nullable=False),
    Column("happened", BIG, nullable=False),
)
"""The highest change taken of each device, kept in the transaction of its effects, and when that change happened."""

HEARD = Table("heard", server_tables, Column("device", TEXT, primary_key=True), Column("seq", BIG, nullable=False))
"""The number up to which each device had read the journal when it last asked, as of its last push."""

MEMBER = Table(
    "member",
    server_tables,
    Column("record", TEXT, primary_key=True),
    Column("user", TEXT, primary_key=True),
    Column("node", TEXT, nullable=False),
    Column("above", TEXT, nullable=False, index=True),
)
"""Who is on whose team: people of records that have a node of their own, that node, and the one of the tree above it."""

SCOPE = Table(
    "scope", server_tables, Column("digest", TEXT, primary_key=True), Column("nodes", LargeBinary, nullable=False)
)
"""Scopes that cursors refer to by their digest."""

NEWS = Table(
    "news",
    server_tables,
    Column("node", TEXT, primary_key=True),
    Column("above", TEXT, nullable=False),
    Column("seq", BIG, nullable=False, index=True),
)
"""The number up to which something happened at each node, with the node of the tree that it is or lies just below.

Who holds no node with a higher one than her cursor has no news.
"""

Index("move_by_record", MOVE.c.record)
Index("move_from", MOVE.c.before, MOVE.c.seq)
Index("move_to", MOVE.c.after, MOVE.c.seq)
Index("member_by_user", MEMBER.c.user, MEMBER.c.node)
Index("news_below", NEWS.c.above, NEWS.c.seq)
