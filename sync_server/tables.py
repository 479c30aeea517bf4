"""All tables of the server's own, beside the journal and the rows: files, numbers and the secrets of people among them."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, MetaData, Table

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

STORED = Table(
    "stored_file",
    server_tables,
    Column("sha256", TEXT, primary_key=True),
    Column("size", BIG, nullable=False),
    Column("is_whole", BIG, nullable=False),
)
"""Files by their hash; is_whole once all bytes are here and match it."""

STORED_PART = Table(
    "stored_part",
    server_tables,
    Column("sha256", TEXT, primary_key=True),
    Column("place", BIG, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)
"""Their bytes, each part with the place of its first byte."""

SERIES = Table(
    "number_series", server_tables, Column("series", TEXT, primary_key=True), Column("next", BigInteger, nullable=False)
)
LEASE = Table(
    "lease",
    server_tables,
    Column("series", TEXT, primary_key=True),
    Column("first", BigInteger, primary_key=True),
    Column("last", BigInteger, nullable=False),
    Column("device", TEXT, nullable=False),
    Column("leased", BigInteger, nullable=False),
)

CREDENTIAL = Table(
    "credential", server_tables, Column("user", TEXT, primary_key=True), Column("hash", TEXT, nullable=False)
)
ONE_TIME_CODE = Table(
    "one_time_code",
    server_tables,
    Column("hash", TEXT, primary_key=True),
    Column("login", TEXT, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("used", BigInteger),
    Column("device", TEXT),
)
WRONG_TRY = Table(
    "wrong_try",
    server_tables,
    Column("login", TEXT, primary_key=True),
    Column("tries", BigInteger, nullable=False),
    Column("latest", BigInteger, nullable=False),
    Column("paused_until", BigInteger, nullable=False),
)
DEVICE = Table(
    "device",
    server_tables,
    Column("id", TEXT, primary_key=True),
    Column("user", TEXT, nullable=False),
    Column("name", TEXT, nullable=False),
    Column("enrolled", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
)
SESSION = Table(
    "session_token",
    server_tables,
    Column("hash", TEXT, primary_key=True),
    Column("user", TEXT, nullable=False, index=True),
    Column("device", TEXT, nullable=False, index=True),
    Column("expires", BigInteger, nullable=False),
)

Index("move_by_record", MOVE.c.record)
Index("move_from", MOVE.c.before, MOVE.c.seq)
Index("move_to", MOVE.c.after, MOVE.c.seq)
Index("member_by_user", MEMBER.c.user, MEMBER.c.node)
Index("news_below", NEWS.c.above, NEWS.c.seq)
