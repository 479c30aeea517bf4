"""Offering a laptop its first load: a ready file where there is much, else batches of rows."""

import hashlib
import logging
from collections.abc import Callable
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from crm_desktop.core.access import Actor, hidden_fields
from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.protocol import FILE_PLACE, MINE_PLACE, SnapshotPage, encode
from crm_desktop.core.store import newest_seq
from crm_desktop.core.store.pages import layout
from sync_server.accounts import Accounts
from sync_server.books import Books
from sync_server.comparing import EVERYTHING
from sync_server.cursors import Cursor, read_cursor
from sync_server.first_load import Place, begin, read_place, snapshot_page
from sync_server.restored import written_at
from sync_server.scope import scope_digest
from sync_server.scope_file import Made, make_file
from sync_server.shelf import Shelf, beside
from sync_server.slices import horizon, is_more

ROWS_SUFFICE = 4_000
"""Entries of a scope up to which its rows are loaded in less time (0.5 s) than its file would take to make and send."""
WHOLE_AT_ONCE = 60_000
"""Entries of a scope up to which all of it is loaded before a person begins to work: a file of about 20 MB."""
NEAR = 5_000
"""Entries of a scope since its ready file, up to which the pull that follows (0.1 ms each) costs less than a new one."""

log = logging.getLogger("satchel.server")


class Offering(Books):
    """The answers to laptops that begin. cache: folder of the ready files; None: beside a database that is a file, else
    nowhere.
    """

    def __init__(
        self, engine: Engine, accounts: Accounts, clock: Callable[[], int], noise: Callable[[], int] | None = None,
        cache: Path | None = None,
    ) -> None:  # fmt: skip
        super().__init__(engine, accounts, clock, noise)
        cache = cache or beside(engine)
        self._shelf = Shelf(cache) if cache else None

    def snapshot(self, token: str, place: str) -> SnapshotPage:
        """Answer with the next batch of a first load; "" begins it."""
        user, device = self._accounts.authenticate(token)
        if place.startswith((FILE_PLACE, MINE_PLACE)):
            return self._ready_file(token, user, device, place)
        with self.journal.engine.connect() as connection:
            actor = self._actor(connection, user)
            begun = read_place(place) if place else None
            if begun is not None and self._goes_on(connection, actor, begun):
                here = self._write_cursor(connection, Cursor(self._epoch, newest_seq(connection), scope_digest(actor)))
                return snapshot_page(connection, actor, msgspec.structs.replace(begun, latest=here))
            cursor = Cursor(self._epoch, newest_seq(connection), scope_digest(actor), changed=(EVERYTHING,))
            self._heard[device] = cursor.seq
            first = begin(connection, actor, self._write_cursor(connection, cursor))
        self._remember_scope(actor)
        return first

    def _goes_on(self, connection: Connection, actor: Actor, place: Place) -> bool:
        """Tell whether a load may go on where it is; else it begins anew: its rows would be of two scopes, or journals.

        The pull that follows compares with the scope it began in: it knows nothing of another one held on the way. The
        batch before this one may have had rows that are younger than a backup that was put back since.
        """
        begun = read_cursor(place.cursor)
        if begun is None or begun.scope != scope_digest(actor):
            return False
        return not any(self._is_lost(connection, read_cursor(one)) for one in (place.cursor, place.latest))

    def _ready_file(self, token: str, user: str, device: str, place: str) -> SnapshotPage:
        """Describe a ready file (place: kind/layout), or give a chunk of it (place: kind/layout/file/number)."""
        kind, theirs, name, number = [*place.split("/"), "", "", ""][:4]
        with self.journal.engine.connect() as connection:
            actor = self._actor(connection, user)
            is_mine = f"{kind}/" == MINE_PLACE
            scope = self._shelf_name(actor, is_mine=is_mine)
            if number:
                is_theirs = name.startswith(f"{scope}-") and number.isdecimal()
                chunk = self._shelf.chunk(name, int(number)) if self._shelf and is_theirs else None
                return SnapshotPage(cursor="", batch=None, place="", chunk=chunk or b"", is_gone=chunk is None)
            if self._shelf is None or theirs != layout() or not is_more(connection, actor, 0, ROWS_SUFFICE):
                return self.snapshot(token, "")
            if is_mine and not is_more(connection, actor, 0, WHOLE_AT_ONCE):
                return self.snapshot(token, f"{FILE_PLACE}{theirs}")
            ready = self._shelf.newest(scope)
            while ready is not None and not written_at(connection, ready.seq) == ready.written != "":
                self._shelf.remove(ready)  # of a journal that was lost, and further than any that is made now
                ready = self._shelf.newest(scope)
            # Behind one older than the horizon no pull goes on: who moved where since is forgotten.
            is_near = ready is not None and ready.seq >= horizon(connection)
            is_near = is_near and ready is not None and not is_more(connection, actor, ready.seq, NEAR)
            changed = () if is_mine else (EVERYTHING,)
            cursor = Cursor(self._epoch, 0 if ready is None else ready.seq, scope_digest(actor), changed=changed)
            sealed = self._write_cursor(connection, cursor)
        if ready is None or not is_near:
            return self._made_file(token, actor, scope, place, is_mine=is_mine)
        self._remember_scope(actor)
        self._heard[device] = cursor.seq
        self._shelf.touch(ready)
        offer = ready.offer(f"{place}/{ready.name}", sealed, is_mine=is_mine)
        return SnapshotPage(cursor=offer.cursor, batch=None, place=offer.place, file=offer)

    def _made_file(self, token: str, actor: Actor, scope: str, place: str, *, is_mine: bool) -> SnapshotPage:
        """Make the file of a scope and describe it; where there is no room for it, rows have to do."""
        if self._shelf is None:
            raise LookupError("there is no shelf")

        def work(target: Path) -> Made:
            made = make_file(self.journal.engine, actor, target, is_mine=is_mine)
            with self.journal.engine.connect() as connection:
                return msgspec.structs.replace(made, written=written_at(connection, made.seq))

        try:
            is_there = self._shelf.make(scope, work)
        except (OSError, DBAPIError) as fault:
            log.warning("No ready file could be made, so rows are sent: %s", fault)
            return self.snapshot(token, "")
        if not is_there:
            return SnapshotPage(cursor="", batch=None, place="", is_later=True)
        return self.snapshot(token, place)

    def _shelf_name(self, actor: Actor, *, is_mine: bool) -> str:
        """Name all that decides what lies in a scope's file: who sees it in which state, and the shape of the tables."""
        hidden = [(key, sorted(hidden_fields(declared, actor.role))) for key, declared in REGISTRY.items()]
        return hashlib.blake2b(
            encode((self._epoch, scope_digest(actor), hidden, layout(), actor.user if is_mine else None)),
            digest_size=12,
        ).hexdigest()
