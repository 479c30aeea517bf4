"""The bytes of files on the server, in parts: each file once, whole or still arriving."""

import hashlib

from sqlalchemy import Connection, Select, func, insert, select, update

from crm_desktop.core.attached import HEAD, PART, check_file
from crm_desktop.core.entities import File
from crm_desktop.core.errors import ProtocolError, RefusedError, UserError
from crm_desktop.core.protocol import NOT_OURS, FilePart
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from sync_server.journal import Journal
from sync_server.tables import STORED, STORED_PART

NO_FILE = QT_TRANSLATE_NOOP(
    "core", "The server does not have this file yet. It comes when the laptop it lies on has synced."
)
WRONG_BYTES = QT_TRANSLATE_NOOP("core", "The file arrived damaged. Send it again.")
NOT_NAMED = QT_TRANSLATE_NOOP(
    "core", "No record that you may see names this file, so the server does not keep it. It stays on your laptop."
)
NOT_AS_TOLD = QT_TRANSLATE_NOOP("core", "{name} is not what its record says it is. Attach it anew.")


class KeptFiles:
    """Keep bytes by their SHA-256, however often and from however many laptops they come."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def take(self, file: File, part: FilePart) -> int:
        """Add a part where it goes on from what is here, and tell how many bytes that are now.

        file: the record that names it. Raises RefusedError where size or kind are not allowed or not as told, and
        UserError where the whole does not match its hash: it begins anew then.
        """
        if part.total != file.size or not 0 <= part.offset <= part.total or len(part.content) > PART:
            raise RefusedError(NOT_AS_TOLD, name=file.name)
        if (
            not part.offset
            and part.content
            and check_file(file.name, part.content[:HEAD], part.total) != file.media_type
        ):
            raise RefusedError(NOT_AS_TOLD, name=file.name)
        with self._journal.engine.connect() as connection:
            held, is_whole = _standing(connection, file.sha256)
        if not is_whole and part.content and part.offset == held and held + len(part.content) <= part.total:
            held = self._add(file.sha256, part)
        if not is_whole and held == part.total:
            self._finish(file.sha256)
        return held

    def give(self, sha256: str, offset: int) -> FilePart:
        """Give the next part from a place on; raises UserError where the bytes are not all here."""
        with self._journal.engine.connect() as connection:
            size, is_whole = _standing(connection, sha256)
            if not is_whole:
                raise UserError(NO_FILE)
            if not 0 <= offset <= size:
                raise ProtocolError(NOT_OURS)
            inside = _parts(sha256).where(STORED_PART.c.place <= offset).order_by(None)
            row = connection.execute(inside.order_by(STORED_PART.c.place.desc()).limit(1)).one()
        return FilePart(total=size, offset=offset, content=bytes(row.content)[offset - row.place :])

    def _add(self, sha256: str, part: FilePart) -> int:
        with self._journal.writing() as connection:
            held, _ = _standing(connection, sha256)
            if held != part.offset:
                return held  # another laptop was quicker
            if not held:
                connection.execute(insert(STORED).values(sha256=sha256, size=part.total, is_whole=0))
            connection.execute(insert(STORED_PART).values(sha256=sha256, place=held, content=part.content))
        return held + len(part.content)

    def _finish(self, sha256: str) -> None:
        digest = hashlib.sha256()
        with self._journal.engine.connect() as connection:
            for row in connection.execute(_parts(sha256)):
                digest.update(bytes(row.content))
        is_right = digest.hexdigest() == sha256
        with self._journal.writing() as connection:
            if is_right:
                connection.execute(update(STORED).where(STORED.c.sha256 == sha256).values(is_whole=1))
            else:
                for table in (STORED, STORED_PART):
                    connection.execute(table.delete().where(table.c.sha256 == sha256))
        if not is_right:
            raise UserError(WRONG_BYTES)


def _standing(connection: Connection, sha256: str) -> tuple[int, bool]:
    """Tell how many bytes of a file are here, and whether that is all of it."""
    is_whole = bool(connection.execute(select(STORED.c.is_whole).where(STORED.c.sha256 == sha256)).scalar())
    query = select(func.coalesce(func.max(STORED_PART.c.place + func.length(STORED_PART.c.content)), 0))
    return int(connection.execute(query.where(STORED_PART.c.sha256 == sha256)).scalar_one()), is_whole


def _parts(sha256: str) -> Select[tuple[int, bytes]]:
    columns = (STORED_PART.c.place, STORED_PART.c.content)
    return select(*columns).where(STORED_PART.c.sha256 == sha256).order_by(STORED_PART.c.place)
