"""What all answers of the server stand on: the journal, who asks, and what a cursor proves."""

import secrets
from collections.abc import Callable
from typing import Any, NamedTuple, TypeGuard

import msgspec
from sqlalchemy import Connection, Engine, ScalarSelect, Table, bindparam, func, insert, literal_column, select

from crm_desktop.core.access import Actor
from crm_desktop.core.errors import ProtocolError, SignInError
from crm_desktop.core.protocol import NOT_OURS, SIGN_IN_AGAIN, encode
from crm_desktop.core.store import Reader, set_mark
from crm_desktop.core.store.tables import ENTRY, MARK
from sync_server.accounts import Accounts
from sync_server.cursors import Cursor, read_cursor, write_cursor
from sync_server.epochs import EPOCH, RESTORED, Begun, begin_anew, begin_first, epoch_in_force
from sync_server.journal import Journal
from sync_server.news import HIGHEST
from sync_server.restored import SEAL, seal_of, written, written_at
from sync_server.scope import Actors, scope_digest
from sync_server.slices import HORIZON
from sync_server.tables import DEVICE_MARK, HEARD, MOVE, SCOPE

_KEPT_SCOPE = select(SCOPE.c.digest).where(SCOPE.c.digest == bindparam("named"))
_MARK_OF = select(DEVICE_MARK).where(DEVICE_MARK.c.device == bindparam("named"))


class Ground(NamedTuple):
    """What a request stands on, asked at once: how far the journal goes and whose it is, and how far the laptop is.

    newest, accepted, last: the last number, its moment, and what was written there; moved: the number of the last move;
    horizon: see `slices.horizon`; restored: when a restore was noted last, "" for never; written: what stands where the
    laptop has read to; actor: who asks, None where that has to be looked up.
    """

    newest: int
    accepted: int
    moved: int
    epoch: str
    restored: str
    horizon: int
    counter: int
    happened: int
    heard: int | None
    last: str
    written: str
    actor: Actor | None


def _mark(name: str) -> ScalarSelect[Any]:
    return select(MARK.c.value).where(MARK.c.name == name).scalar_subquery()


def _of_device(table: Table, name: str) -> ScalarSelect[Any]:
    return select(table.c[name]).where(table.c.device == bindparam("device")).scalar_subquery()


def _last(name: str) -> ScalarSelect[Any]:
    return select(ENTRY.c[name]).order_by(ENTRY.c.seq.desc()).limit(literal_column("1")).scalar_subquery()


def _read(name: str) -> ScalarSelect[Any]:
    return select(ENTRY.c[name]).where(ENTRY.c.seq == bindparam("read")).scalar_subquery()


_GROUND = select(
    _last("seq"), _last("accepted"), _last("change"), _read("change"), _read("accepted"),
    select(func.max(MOVE.c.seq)).scalar_subquery(), _mark(EPOCH), _mark(RESTORED), _mark(HORIZON),
    _of_device(DEVICE_MARK, "counter"), _of_device(DEVICE_MARK, "happened"), _of_device(HEARD, "seq"),
    HIGHEST.scalar_subquery(),
)  # fmt: skip


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

    def _ground(self, connection: Connection, user_id: str, device: str, place: Cursor | None = None) -> Ground:
        known = self._actors.known(user_id)
        values = {"nodes": () if known is None else known.decided_at, "device": device}
        row = connection.execute(_GROUND, {**values, "read": -1 if place is None else place.seq}).one()
        newest, accepted, change, read, read_at, moved, epoch, restored, horizon, *of_device, height = row
        counter, happened, heard = of_device
        self._epoch = epoch  # another process may have begun it
        actor = known.actor if known is not None and known.height == (height or 0) else None
        return Ground(
            newest or 0, accepted or 0, moved or 0, epoch, restored or "", int(horizon or 0), counter or 0,
            happened or 0, heard, written(change, accepted), written(read, read_at), actor,
        )  # fmt: skip

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
                if connection.execute(_KEPT_SCOPE, {"named": digest}).first() is None:
                    connection.execute(insert(SCOPE).values(digest=digest, nodes=encode(sorted(actor.nodes))))
            self._scopes.add(digest)
        return digest

    # ---------------------------------------------------------------------------------------------------- cursors

    def _write_cursor(self, connection: Connection, cursor: Cursor, ground: Ground | None = None) -> str:
        is_last = ground is not None and cursor.seq == ground.newest
        last = ground.last if ground is not None and is_last else written_at(connection, cursor.seq)
        named = msgspec.structs.replace(cursor, written=last)
        return write_cursor(msgspec.structs.replace(named, seal=self._seal(named)))

    def _seal(self, place: Cursor) -> bytes:
        return seal_of(self._seal_key, place.epoch, place.seq, place.written)

    def _is_ours(self, place: Cursor | None) -> TypeGuard[Cursor]:
        return place is not None and bool(place.written) and place.seal == self._seal(place)

    def _is_lost(self, connection: Connection, place: Cursor | None, ground: Ground | None = None) -> bool:
        """Tell whether a laptop has read what is not in the journal: the journal came back from an older backup.

        ground: what was asked about that place already.
        """
        if not self._is_ours(place):
            return False
        return place.written != (written_at(connection, place.seq) if ground is None else ground.written)

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
