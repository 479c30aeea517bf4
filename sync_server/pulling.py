"""Telling a laptop what is new in its scope, and where it holds something else than the server."""

from collections.abc import Callable, Collection, Iterable, Mapping

import msgspec
from sqlalchemy import Connection, select

from crm_desktop.core.access import Actor, hidden_fields
from crm_desktop.core.changes import Posted, without
from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.protocol import AWAY, GREW, RESTORED, ROLE, Doubt, Evidence, Gone, Page
from crm_desktop.core.store import newest_seq
from sync_server.books import Books, Ground
from sync_server.comparing import entities_of, evidence, note, with_claims
from sync_server.cursors import Cursor, read_cursor
from sync_server.journal import Teller, Watch
from sync_server.news import has_news
from sync_server.scope import scope_digest
from sync_server.slices import arrivals, horizon, is_more, records_left, slice_of, without_early
from sync_server.tables import SCOPE

GROWTH = 20_000
"""Entries that enter a scope at once, from which a fresh file comes in less time than they would (0.2 ms each)."""
FAR_BEHIND = 100_000
"""Numbers by which a cursor may stay behind while nothing happens in its scope."""


class Pulling(Books):
    """The answers to laptops that ask for news."""

    def pull(self, token: str, cursor: str) -> Page:
        """Answer with the next page of news in the asker's scope."""
        user, device = self._accounts.authenticate(token)
        place = read_cursor(cursor)
        with self.journal.engine.connect() as connection:
            ground = self._ground(connection, user, device, place)
            if place is None or not self._is_lost(connection, place, ground):
                page = self._page(connection, user, device, place, ground)
                following = page.cursor or ("" if page.resync else cursor)
                return msgspec.structs.replace(page, cursor=following, taken=ground.counter, clock=self._clock())
        self._note_lost(place)
        return Page(cursor="", resync=True, restored=True, clock=self._clock(), why=RESTORED)

    def _page(self, connection: Connection, user: str, device: str, place: Cursor | None, ground: Ground) -> Page:
        """Read the page that follows a place; without a cursor of its own, the asker goes on from the same place.

        Keeping another cursor would cost the laptop a write.
        """
        newest = ground.newest
        if place is not None and (place.seq > newest or (not place.seal and place.epoch != self._epoch)):
            return Page(cursor="", resync=True, why=RESTORED)
        if place is not None:
            self._heard[device] = place.seq
            if place.seq == newest and not (place.toward or place.changed):
                # A scope changes by entries of the journal alone: where there is none, nothing has.
                return Page(cursor="", epoch=self._epoch)
        actor = ground.actor or self._actor(connection, user)
        digest = scope_digest(actor)
        self._remember_scope(actor)
        if place is not None:
            is_known = place.seq >= ground.horizon
            if place.scope == digest and not has_news(connection, actor, place.seq, newest):
                if is_known and newest - place.seq < FAR_BEHIND and not (place.toward or place.changed):
                    return Page(cursor="", epoch=self._epoch)
            elif not is_known:
                # Who moved where since is not known any more: a part of the answer would be worse than none.
                return Page(cursor="", resync=True, why=AWAY)
            if place.toward and place.toward != digest:
                return msgspec.structs.replace(self._turn_back(connection, actor, place, newest), epoch=self._epoch)
        place = place or Cursor(self._epoch, 0, digest)
        follow = self._news if place.scope == digest else self._catch_up
        return msgspec.structs.replace(follow(connection, actor, place, ground), epoch=self._epoch)

    def _news(self, connection: Connection, actor: Actor, place: Cursor, ground: Ground) -> Page:
        newest = ground.newest
        found = slice_of(connection, actor, place.seq, newest)
        entered, gone = tuple[Posted, ...](), tuple[Gone, ...]()
        if ground.moved >= place.seq:
            entered, gone = arrivals(connection, actor.nodes, actor, place.seq, found.upto)
        fresh = without_early(connection, found.posted, actor, found.upto, newest) if found.more else found.posted
        page = Page(cursor="", posted=masked((*entered, *fresh), actor.role), gone=gone, more=found.more)
        changed = entities_of(page) | {*place.changed}
        if not found.more:
            page, changed = with_claims(connection, actor, page, changed), set()
        following = msgspec.structs.replace(place, seq=found.upto, changed=tuple(sorted(changed)))
        return msgspec.structs.replace(page, cursor=self._write_cursor(connection, following, ground))

    def _catch_up(self, connection: Connection, actor: Actor, place: Cursor, ground: Ground) -> Page:
        """The asker's scope changed: what entered comes with its history, then what left goes."""
        digest = scope_digest(actor)
        known = connection.execute(select(SCOPE.c.nodes).where(SCOPE.c.digest == place.scope)).scalar()
        if known is None or not place.scope.startswith(f"{actor.role}."):
            # Another role reads other fields of the same records.
            return Page(cursor="", resync=True, why=AWAY if known is None else ROLE)
        if place.toward != digest:
            place = msgspec.structs.replace(place, toward=digest, behind=0)
        before = frozenset(msgspec.msgpack.decode(known, type=list[str]))
        newcomer = Actor(actor.user, "", actor.nodes - before)
        if not place.behind and is_more(connection, newcomer, 0, GROWTH):
            return Page(cursor="", resync=True, why=GREW)
        found = slice_of(connection, newcomer, place.behind, place.seq)
        posted, gone = found.posted, tuple[Gone, ...]()
        if found.more:
            following = msgspec.structs.replace(place, behind=found.upto)
        else:
            entered, left = arrivals(connection, before, actor, place.seq, ground.newest)
            posted, gone = (*posted, *entered), (*records_left(connection, before - actor.nodes, actor), *left)
            following = Cursor(self._epoch, place.seq, digest)
        page = Page(cursor="", posted=masked(posted, actor.role), gone=gone, more=True)
        changed = tuple(sorted(entities_of(page) | {*place.changed}))
        cursor = self._write_cursor(connection, msgspec.structs.replace(following, changed=changed))
        return msgspec.structs.replace(page, cursor=cursor)

    def _turn_back(self, connection: Connection, actor: Actor, place: Cursor, newest: int) -> Page:
        """The scope changed again while the asker was on the way to another: what came for that one goes first."""
        query = select(SCOPE.c.digest, SCOPE.c.nodes).where(SCOPE.c.digest.in_((place.scope, place.toward)))
        known = {row.digest: frozenset(msgspec.msgpack.decode(row.nodes)) for row in connection.execute(query)}
        if len(known) < 2 or place.seq < horizon(connection):
            return Page(cursor="", resync=True, why=AWAY)
        then = Actor(actor.user, "", known[place.scope])
        tried = known[place.toward] - known[place.scope]
        _, left = arrivals(connection, tried, then, place.seq, newest)
        gone = (*records_left(connection, tried, then), *left)
        changed = tuple(sorted({*(one.entity for one in gone), *place.changed}))
        settled = msgspec.structs.replace(place, toward="", behind=0, changed=changed)
        return Page(cursor=self._write_cursor(connection, settled), gone=gone, more=True)

    def compare(self, token: str, doubt: Doubt) -> Evidence:
        """Answer a laptop that holds something else; what differs is told to the administrator."""
        user, device = self._accounts.authenticate(token)
        with self.journal.engine.connect() as connection:
            place = read_cursor(doubt.cursor) or Cursor(self._epoch, 0, "")
            if self._is_lost(connection, place) or not (place.seal or place.epoch == self._epoch):
                return Evidence(is_current=False)  # nothing is said of a journal that is not here any more
            actor = self._actor(connection, user)
            newest = newest_seq(connection)
            is_current = place.seq <= newest and place.scope == scope_digest(actor)
            is_current = is_current and not has_news(connection, actor, place.seq, newest)
            found = evidence(connection, actor, doubt, place.seq, is_current=is_current)
        if doubt.found:
            note(device, user, doubt)
        if not doubt.records:
            return found
        return msgspec.structs.replace(found, posted=masked(found.posted, actor.role))

    def news(self, token: str, cursor: str, wait_s: float) -> bool:
        """Wait until there is something in the asker's scope beyond a cursor."""
        return self.journal.wait_for_news(self.watch(token, cursor), wait_s)

    def watch(self, token: str, cursor: str) -> Watch:
        """Work out what the asker waits for; anything, where the cursor is of another scope or another past."""
        user, device = self._accounts.authenticate(token)
        place = read_cursor(cursor)
        with self.journal.engine.connect() as connection:
            ground = self._ground(connection, user, device, place)
            actor = ground.actor or self._actor(connection, user)
            is_lost = place is not None and self._is_lost(connection, place, ground)
        if place is not None and is_lost:
            self._note_lost(place)
        is_settled = place is not None and place.scope == scope_digest(actor) and not (place.toward or place.changed)
        seq = place.seq if place is not None and is_settled and not is_lost else -1
        return Watch(None if actor.sees_everything else actor.nodes, seq)

    def is_news(self, watch: Watch) -> bool:
        """Tell whether something waited for has happened."""
        return self.journal.is_news(watch)

    def tell(self, teller: Teller) -> Callable[[], None]:
        """Let somebody hear at which nodes something happens, also through other processes; returns how to stop it."""
        self.journal.listen()
        return self.journal.tell(teller)


def masked(posted: Iterable[Posted], role: str) -> tuple[Posted, ...]:
    """Leave out the fields that a role must not be sent."""
    hidden = {key: names for key, declared in REGISTRY.items() if (names := hidden_fields(declared, role))}
    return tuple(_masked(one, hidden) for one in posted) if hidden else tuple(posted)


def _masked(posted: Posted, hidden: Mapping[str, Collection[str]]) -> Posted:
    if not any(entry.entity in hidden for entry in posted.change.entries):
        return posted
    entries = tuple(without(entry, hidden.get(entry.entity, ())) for entry in posted.change.entries)
    return msgspec.structs.replace(posted, change=msgspec.structs.replace(posted.change, entries=entries))
