"""The bytes of files on a laptop, in parts: whole, or on their way from the server."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    func,
    inspect,
    or_,
    select,
)

from crm_desktop.core.attached import MEGABYTE, PART
from crm_desktop.core.errors import ProtocolError
from crm_desktop.core.protocol import NOT_OURS, FilePart
from crm_desktop.core.store.among import among
from crm_desktop.core.store.tables import MAIN
from crm_desktop.replica.pen import Pen, Remembered
from crm_desktop.replica.view import Generation

AHEAD_BYTES = 4 * MEGABYTE
AHEAD_FILES = 40
DAMAGED = 2  # instead of whether it was sent

shelf_tables = MetaData()

HELD = Table(
    "held_file",
    shelf_tables,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("is_whole", Integer, nullable=False),
    Column("is_sent", Integer, nullable=False),
)
"""Files this laptop has or wants: is_whole once their bytes are here and match, is_sent once the server has them."""

HELD_PART = Table(
    "held_part",
    shelf_tables,
    Column("sha256", Text, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""Their bytes, each part with the place of its first byte."""


_FILE, _ACCOUNT = MAIN["file"], MAIN["account"]
_IS_NAMED = select(_FILE.c.sha256).where(_FILE.c.sha256 == HELD.c.sha256).exists()
_UNSENT = select(HELD.c.sha256, HELD.c.size).where(HELD.c.is_whole == 1, HELD.c.is_sent == 0, _IS_NAMED)
_WANTED = select(HELD.c.sha256).where(HELD.c.is_whole == 0, _IS_NAMED)
_IS_STATIONERY = or_(
    _FILE.c.paper_template.is_not(None), _FILE.c.product.is_not(None)
)  # whoever writes a quote needs it
_AHEAD = (
    select(_FILE.c.sha256)
    .join(_ACCOUNT, _ACCOUNT.c.id == _FILE.c.account, isouter=True)
    .join(HELD, HELD.c.sha256 == _FILE.c.sha256, isouter=True)
    .where(
        or_(
            _IS_STATIONERY,
            and_(
                or_(_FILE.c.owner == bindparam("person"), _ACCOUNT.c.owner == bindparam("person")),
                _FILE.c.happened >= bindparam("since"),
            ),
        )
    )
    .where(HELD.c.sha256.is_(None), _FILE.c.size <= AHEAD_BYTES)
    .order_by(_IS_STATIONERY.desc(), _FILE.c.happened.desc())
    .limit(AHEAD_FILES)
)


class Shelf:
    """Keep bytes by their SHA-256, each once. pen: the replica's one way of writing."""

    def __init__(self, generation: Generation, pen: Pen) -> None:
        self._generation = generation
        self._writing = pen.writing
        self._unsent = Remembered(pen, _unsent)
        self._wanted = Remembered(pen, _wanted)

    @property
    def _engine(self) -> Engine:
        return self._generation.engine

    def keep(self, content: bytes) -> str:
        """Keep a file made here, part by part so that no save waits long, and give its hash; it is sent by the next sync."""
        sha256 = hashlib.sha256(content).hexdigest()
        if self.is_whole(sha256) and sha256 not in self.damaged():
            return sha256
        for place in range(0, len(content), PART):
            with self._writing() as connection:
                _put_part(connection, sha256, place, content[place : place + PART])
        with self._writing() as connection:
            _put(connection, sha256, len(content), is_whole=True, is_sent=False)
        return sha256

    def drop(self, sha256: str) -> None:
        """Let go of bytes that no record names."""
        file = MAIN["file"]
        with self._writing() as connection:
            if connection.execute(select(file.c.id).where(file.c.sha256 == sha256).limit(1)).first() is None:
                for table in (HELD, HELD_PART):
                    connection.execute(table.delete().where(table.c.sha256 == sha256))

    def take(self, sha256: str, part: FilePart) -> int:
        """Keep a part that came from the server and tell how many bytes are here.

        Raises ProtocolError where there is nothing in it, and where the whole does not match its hash: it begins anew then.
        """
        if not part.content:
            raise ProtocolError(NOT_OURS)
        with self._writing() as connection:
            held = _length(connection, sha256)
            if part.offset == held:
                _put_part(connection, sha256, held, part.content)
                held += len(part.content)
        if held < part.total:
            return held
        is_right = self._hash(sha256) == sha256
        with self._writing() as connection:
            if is_right:
                _put(connection, sha256, part.total, is_whole=True, is_sent=True)
            else:
                connection.execute(HELD_PART.delete().where(HELD_PART.c.sha256 == sha256))
        if not is_right:
            raise ProtocolError(NOT_OURS)
        return held

    def read(self, sha256: str) -> bytes | None:
        """Give a file's bytes, None where they are not all here."""
        if not self.is_whole(sha256):
            return None
        with self._engine.connect() as connection:
            return b"".join(connection.execute(_parts(sha256)).scalars())

    def part(self, sha256: str, offset: int) -> FilePart:
        """Give the next part from a place on, as it is sent."""
        with self._engine.connect() as connection:
            size = connection.execute(select(HELD.c.size).where(HELD.c.sha256 == sha256)).scalar_one()
            inside = _parts(sha256).where(HELD_PART.c.place <= offset).order_by(None)
            row = connection.execute(inside.add_columns(HELD_PART.c.place).order_by(HELD_PART.c.place.desc())).first()
        content, place = (row.content, row.place) if row else (b"", 0)
        return FilePart(total=size, offset=offset, content=content[offset - place :])

    def is_whole(self, sha256: str) -> bool:
        """Tell whether all bytes of a file are here."""
        with self._engine.connect() as connection:
            return bool(connection.execute(select(HELD.c.is_whole).where(HELD.c.sha256 == sha256)).scalar())

    def held(self, sha256: str) -> int:
        """Count the bytes of a file that are here, from its first on."""
        with self._engine.connect() as connection:
            return _length(connection, sha256)

    def unsent(self) -> list[tuple[str, int]]:
        """List the files, with their sizes, that a record names and the server does not have yet."""
        return self._unsent()

    def is_sound(self, sha256: str) -> bool:
        """Tell whether the bytes are those that were kept."""
        return self._hash(sha256) == sha256

    def note_damaged(self, sha256: str) -> None:
        """Note that the bytes are not those that were kept: they are not offered until they are kept again."""
        with self._writing() as connection:
            connection.execute(HELD.update().where(HELD.c.sha256 == sha256).values(is_sent=DAMAGED))

    def damaged(self) -> list[str]:
        """List the files of which the bytes were damaged on this laptop before the server had them."""
        with self._engine.connect() as connection:
            query = select(HELD.c.sha256).where(HELD.c.is_sent == DAMAGED).order_by(HELD.c.sha256)
            return list(connection.execute(query).scalars())

    def note_sent(self, sha256: str) -> None:
        """Note that the server has a file."""
        with self._writing() as connection:
            connection.execute(HELD.update().where(HELD.c.sha256 == sha256).values(is_sent=1))

    def offer_again(self) -> None:
        """Take no file for sent any more: the server was restored from a backup and may not have it."""
        with self._writing() as connection:
            connection.execute(HELD.update().where(HELD.c.is_whole == 1).values(is_sent=0))

    def want(self, sha256s: Iterable[str]) -> bool:
        """Ask for files to be fetched by the next sync; tells whether any was not asked for before."""
        wanted = set(sha256s)
        with self._engine.connect() as connection:
            known = set(connection.execute(select(HELD.c.sha256).where(among(HELD.c.sha256, wanted))).scalars())
        if wanted <= known:
            return False
        with self._writing() as connection:
            for sha256 in sorted(wanted - known):
                _put(connection, sha256, 0, is_whole=False, is_sent=True)
        return True

    def want_ahead(self, user: str, since_us: int) -> None:
        """Ask for what its owner is likely to look at: the newest files of her own records that are not large.

        What her papers are printed with comes first, however old it is: she makes quotes without a network.
        """
        with self._engine.connect() as connection:
            found = list(connection.execute(_AHEAD, {"person": user, "since": since_us}).scalars())
        if found:
            self.want(found)

    def wanted(self) -> list[str]:
        """List the files asked for that are not all here, and that a record still names."""
        return self._wanted()

    def carry_over(self, fresh: "Shelf") -> None:
        """Copy the bytes to a fresh generation of the replica, part by part, while this one is still in force."""
        for sha256, place in self._missing(fresh):
            with self._engine.connect() as here, fresh._writing() as there:  # noqa: SLF001 - of the same class
                _copy_part(here, there, sha256, place)

    def carry_rest(self, connection: Connection) -> None:
        """Copy what came since into the fresh generation's transaction, and what is known of every file."""
        there = set(connection.execute(select(HELD_PART.c.sha256, HELD_PART.c.place)))
        with self._engine.connect() as here:
            for sha256, place in here.execute(select(HELD_PART.c.sha256, HELD_PART.c.place)).all():
                if (sha256, place) not in there:
                    _copy_part(here, connection, sha256, place)
            connection.execute(HELD.delete())
            for row in here.execute(select(HELD)).mappings():
                connection.execute(HELD.insert(), dict(row))

    def _missing(self, fresh: "Shelf") -> list[tuple[str, int]]:
        query = select(HELD_PART.c.sha256, HELD_PART.c.place)
        with self._engine.connect() as here, fresh._engine.connect() as there:  # noqa: SLF001 - of the same class
            known = set(there.execute(query))
            return [(sha256, place) for sha256, place in here.execute(query) if (sha256, place) not in known]

    def _hash(self, sha256: str) -> str:
        digest = hashlib.sha256()
        with self._engine.connect() as connection:
            for content in connection.execute(_parts(sha256)).scalars():
                digest.update(content)
        return digest.hexdigest()


def take_over(connection: Connection) -> None:
    """Bring in what laptops kept before files lay in parts; all of it is offered to the server again."""
    if not inspect(connection).has_table("file_bytes"):
        return
    for sha256, content in connection.exec_driver_sql("SELECT sha256, content FROM file_bytes").all():
        for place in range(0, len(content), PART):
            _put_part(connection, sha256, place, content[place : place + PART])
        _put(connection, sha256, len(content), is_whole=True, is_sent=False)
    connection.exec_driver_sql("DROP TABLE file_bytes")


def _parts(sha256: str) -> Select[bytes]:
    return select(HELD_PART.c.content).where(HELD_PART.c.sha256 == sha256).order_by(HELD_PART.c.place)


def _length(connection: Connection, sha256: str) -> int:
    query = select(func.coalesce(func.max(HELD_PART.c.place + func.length(HELD_PART.c.content)), 0))
    return int(connection.execute(query.where(HELD_PART.c.sha256 == sha256)).scalar_one())


def _copy_part(here: Connection, there: Connection, sha256: str, place: int) -> None:
    which = (HELD_PART.c.sha256 == sha256, HELD_PART.c.place == place)
    content = here.execute(select(HELD_PART.c.content).where(*which)).scalar()
    if content is not None:  # else it was let go of meanwhile
        _put_part(there, sha256, place, content)


def _put_part(connection: Connection, sha256: str, place: int, content: bytes) -> None:
    connection.execute(
        HELD_PART.insert().prefix_with("OR REPLACE"), {"sha256": sha256, "place": place, "content": content}
    )


def _put(connection: Connection, sha256: str, size: int, *, is_whole: bool, is_sent: bool) -> None:
    values = {"sha256": sha256, "size": size, "is_whole": int(is_whole), "is_sent": int(is_sent)}
    connection.execute(HELD.insert().prefix_with("OR REPLACE"), values)


def _unsent(connection: Connection) -> list[tuple[str, int]]:
    return [(row.sha256, row.size) for row in connection.execute(_UNSENT)]


def _wanted(connection: Connection) -> list[str]:
    return list(connection.execute(_WANTED).scalars())
