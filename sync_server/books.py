"""What all answers of the server stand on: the journal, who asks, and what a cursor proves."""

import secrets
from collections.abc import Callable
from typing import TypeGuard

import msgspec
from sqlalchemy import Connection, Engine, bindparam, insert, select

from crm_desktop.core.access import Actor
from crm_desktop.core.errors import ProtocolError, SignInError
from crm_desktop.core.protocol import NOT_OURS, SIGN_IN_AGAIN, encode
from crm_desktop.core.store import Reader, set_mark
from sync_server.accounts import Accounts
from sync_server.cursors import Cursor, read_cursor, write_cursor
from sync_server.epochs import RESTORED, Begun, begin_anew, begin_first, epoch_in_force
from sync_server.journal import Journal
from sync_server.restored import SEAL, seal_of, written_at
from sync_server.scope import Actors, scope_digest
from sync_server.tables import DEVICE_MARK, SCOPE

_MARK_OF = select(DEVICE_MARK).where(DEVICE_MARK.c.device == bindparam("named"))


class Books:
    """Keep the journal of one organisation. clock: gives microseconds UTC; noise: random bits for the ids of refusals and
    conflicts.
    """

    def __init__(
        self, engine: Engine, accounts: Accounts, clock: Callable[[], int], noise: Callable[[], int] | None = None
    ) -> None:
        self.journal = Journal(engine)
        self._accounts = accounts
        self._clock = clock
        self._noise = noise or (lambda: secrets.randbits(55))
        with self.journal.writing() as connection:
            if not Reader(connection).mark(SEAL):
                set_mark(connection, SEAL, secrets.token_hex(32))
            begin_first(connection)
            self._epoch = epoch_in_force(connection)
            self._seal_key = Reader(connection).mark(SEAL)
        self._scopes: set[str] = set()
        self._actors = Actors()
        self._heard: dict[str, int] = {}  # device -> the number it had read up to at its last question

    def _actor(self, connection: Connection, user_id: str) -> Actor:
        self._epoch = epoch_in_force(connection)  # another process may have begun it
        actor = self._actors.find(connection, user_id)
        if actor is None:
            raise SignInError(SIGN_IN_AGAIN)
        return actor

    def _device_mark(self, connection: Connection, device: str) -> tuple[int, int]:
        row = connection.execute(_MARK_OF, {"named": device}).first()
        return (0, 0) if row is None else (row.counter, row.happened)

    def _remember_scope(self, actor: Actor) -> str:
        """Keep the nodes of a scope under their digest, so that a later pull can tell what was added and removed."""
        digest = scope_digest(actor)
        if digest not in self._scopes:
            with self.journal.writing() as connection:
                if connection.execute(select(SCOPE.c.digest).where(SCOPE.c.digest == digest)).first() is None:
                    connection.execute(insert(SCOPE).values(digest=digest, nodes=encode(sorted(actor.nodes))))
            self._scopes.add(digest)
        return digest

    # ---------------------------------------------------------------------------------------------------- cursors

    def _write_cursor(self, connection: Connection, cursor: Cursor) -> str:
        named = msgspec.structs.replace(cursor, written=written_at(connection, cursor.seq))
        return write_cursor(msgspec.structs.replace(named, seal=self._seal(named)))

    def _seal(self, place: Cursor) -> bytes:
        return seal_of(self._seal_key, place.epoch, place.seq, place.written)

    def _is_ours(self, place: Cursor | None) -> TypeGuard[Cursor]:
        return place is not None and bool(place.written) and place.seal == self._seal(place)

    def _is_lost(self, connection: Connection, place: Cursor | None) -> bool:
        """Tell whether a laptop has read what is not in the journal: the journal came back from an older backup."""
        return self._is_ours(place) and written_at(connection, place.seq) != place.written

    def _has_lost(self, cursor: str) -> bool:
        """Tell whether the journal has lost what a laptop read, and take note of it."""
        place = read_cursor(cursor)
        if place is None:
            return False
        with self.journal.engine.connect() as connection:
            is_lost = self._is_lost(connection, place)
        if is_lost:
            self._note_lost(place)
        return is_lost

    def _note_lost(self, place: Cursor) -> None:
        self.note_restored(place.epoch)

    def _demand_proof(self, connection: Connection, cursor: str) -> None:
        """Let nobody bring anything back without a cursor of a journal that was lost."""
        place = read_cursor(cursor)
        if not self._is_ours(place) or not Reader(connection).mark(f"{RESTORED}.{place.epoch}"):
            raise ProtocolError(NOT_OURS)

    def note_restored(self, epoch: str = "") -> Begun | None:
        """Begin anew after a restore, once for each epoch that was lost ("": the one in force); None: it was noted."""
        with self.journal.writing() as connection:
            begun = begin_anew(connection, epoch or epoch_in_force(connection), self._clock())
        if begun is not None:
            self._epoch = begun.epoch
        return begun
