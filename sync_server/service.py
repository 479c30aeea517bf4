"""The server's answers: the interface that laptops see over HTTP, on one database."""

import base64
import hashlib
import itertools
import logging
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from pathlib import Path
from typing import TypeGuard

import msgspec
from sqlalchemy import Connection, Engine, bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError

from crm_desktop.core.access import LARGEST, Actor, hidden_fields, may_read
from crm_desktop.core.changes import WAITING, Change, Posted, without
from crm_desktop.core.entities import REGISTRY, File, Organisation, User
from crm_desktop.core.errors import ProtocolError, RefusedError, SignInError, UserError
from crm_desktop.core.ids import new_id
from crm_desktop.core.protocol import (
    FILE_PLACE,
    MINE_PLACE,
    NOT_OURS,
    SIGN_IN_AGAIN,
    BroughtBack,
    Doubt,
    Evidence,
    FileHeld,
    FilePart,
    Gone,
    Lacking,
    NumberBlock,
    NumbersHeld,
    Page,
    PushAnswer,
    Session,
    SignIn,
    SnapshotPage,
    WhatIsHeld,
    check_version,
    encode,
)  # fmt: skip
from crm_desktop.core.store import Batch, Reader, Where, newest_seq, proofs, set_mark
from crm_desktop.core.store.digest import Healed, content_hash, faulty_from, heal_store, verify_store
from crm_desktop.core.store.pages import layout
from crm_desktop.core.store.tables import ENTRY, MAIN
from sync_server.accounts import Accounts
from sync_server.comparing import EVERYTHING, entities_of, evidence, note, with_claims
from sync_server.conflicts import Conflicts
from sync_server.epochs import RESTORED, Begun, begin_anew, begin_first, epoch_in_force, first_of_a_series, kept_upto
from sync_server.families import Families
from sync_server.first_load import Place, begin, read_place, snapshot_page
from sync_server.hindsight import Hindsight, RawOf
from sync_server.journal import Journal, Teller, Watch
from sync_server.kept_files import NO_FILE, NOT_NAMED, KeptFiles
from sync_server.news import has_news, record_news
from sync_server.postgres import note_sizes
from sync_server.refusals import Refusals
from sync_server.restored import (
    SEAL,
    Returner,
    accepted_in,
    an_administrator,
    lacking,
    remaining,
    seal_of,
    visible_to,
    written_at,
)  # fmt: skip
from sync_server.scope import Actors, in_scope, nodes_of, scope_digest
from sync_server.scope_file import Made, make_file
from sync_server.shelf import Shelf, beside
from sync_server.slices import arrivals, forget_moves, horizon, records_left, slice_of, without_early
from sync_server.tables import DEVICE_MARK, HEARD, SCOPE
from sync_server.taker import Taker, own_change

ROWS_SUFFICE = 4_000
"""Entries of a scope up to which its rows are loaded in less time (0.5 s) than its file would take to make and send."""
WHOLE_AT_ONCE = 60_000
"""Entries of a scope up to which all of it is loaded before a person begins to work: a file of about 20 MB."""
GREW = 20_000
"""Entries that enter a scope at once, from which a fresh file comes in less time than they would (0.2 ms each)."""
NEAR = 5_000
"""Entries of a scope since its ready file, up to which the pull that follows (0.1 ms each) costs less than a new one."""
LONGEST_ID = 200
DAY_US = 86_400_000_000
MINUTE_US = 60_000_000
LONGEST_AWAY_US = 400 * DAY_US  # a laptop that was away longer loads anew; its outbox is pushed before
CARED_AT, CHECKED_TO, PROVEN_TO = "cared_at", "checked_to", "proven_to"  # marks
PROVEN_A_DAY = 100_000
CHECKED_A_DAY, CHECKED_AT_ONCE = 20_000, 500
FAR_BEHIND = 100_000
"""Numbers by which a cursor may stay behind while nothing happens in its scope."""

_MARK_OF = select(DEVICE_MARK).where(DEVICE_MARK.c.device == bindparam("named"))

log = logging.getLogger("satchel.server")


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """How far a laptop has read. scope: digest of the nodes it held then.

    behind: how far the nodes are caught up that were added on the way to the scope of digest `toward`.
    changed: entities that pages brought, of which the sums go with the last page; "*" for all, after a first load.
    written: what stands at seq, which proves whose journal it was; seal: that this server's organisation wrote it.
    """

    epoch: str
    seq: int
    scope: str
    behind: int = 0
    toward: str = ""
    changed: tuple[str, ...] = ()
    written: str = ""
    seal: bytes = b""


class SyncService:
    """Answer laptops. clock: gives microseconds UTC; noise: random bits for the ids of refusals and conflicts.

    cache: folder of the ready files for first loads; None: beside a database that is a file, else nowhere.
    """

    def __init__(
        self, engine: Engine, accounts: Accounts, clock: Callable[[], int], noise: Callable[[], int] | None = None,
        cache: Path | None = None,
    ) -> None:  # fmt: skip
        self.journal = Journal(engine)
        cache = cache or beside(engine)
        self._shelf = Shelf(cache) if cache else None
        self._files = KeptFiles(self.journal)
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

    # ----------------------------------------------------------------------------------------------- who asks

    def sign_in(self, request: SignIn) -> Session:
        """Sign in, and enrol the device where a one-time code is given."""
        check_version(request.version)
        user_id, device, token = self._accounts.sign_in(request, self.user_of)
        with self.journal.engine.connect() as connection:
            reader = Reader(connection)
            user = reader.get(User, user_id)
            organisation = reader.get(Organisation, "organisation")
            counter, _ = self._device_mark(connection, device)
            self._epoch = epoch_in_force(connection)
        if user is None:
            raise SignInError(SIGN_IN_AGAIN)
        return Session(
            token=token, user=user.id, role=user.role, organisation=organisation.name if organisation else "",
            epoch=self._epoch, counter=counter, clock=self._clock(),
        )  # fmt: skip

    def user_of(self, login: str) -> User | None:
        """Find the active user of a sign-in name."""
        with self.journal.engine.connect() as connection:
            found = Reader(connection).find(User)
        wanted = login.strip().casefold()
        return next((user for user in found if user.login.casefold() == wanted and not user.is_inactive), None)

    def _actor(self, connection: Connection, user_id: str) -> Actor:
        self._epoch = epoch_in_force(connection)  # another process may have begun it
        actor = self._actors.find(connection, user_id)
        if actor is None:
            raise SignInError(SIGN_IN_AGAIN)
        return actor

    def _device_mark(self, connection: Connection, device: str) -> tuple[int, int]:
        row = connection.execute(_MARK_OF, {"named": device}).first()
        return (0, 0) if row is None else (row.counter, row.happened)

    # --------------------------------------------------------------------------------------------------- push

    def push(
        self, token: str, changes: tuple[Change, ...], cursor: str = "", typed_at: str = "", taken: int = 0
    ) -> PushAnswer:
        """Take a device's changes: each once, all or nothing, in the order of their counters."""
        user, device = self._accounts.authenticate(token)
        now = self._clock()
        if self._has_lost(cursor):
            return PushAnswer(taken=0, clock=now, restored=True)
        if self._is_copied(changes, device):
            name = new_id(now, self._noise())
            return PushAnswer(taken=0, clock=now, device=name, token=self._accounts.split(device, name))
        with self.journal.writing() as connection:
            actor = self._actor(connection, user)
            held, happened = self._device_mark(connection, device)
            fresh = _in_order(changes, device, held)
            # A laptop put back from a backup, or copied, counts anew from there: what it sent is known by its id.
            fresh = [*remaining(connection, _counted(changes, device, held)), *fresh]
            # Where less is held than this server said, what came before these is lost, and would never be asked for again.
            if not fresh or held < taken:
                return PushAnswer(taken=held, clock=now)
            upto = max(held, fresh[-1].counter)
            begun = self._accounts.enrolled(device) + MINUTE_US
            if Reader(connection).mark(RESTORED) or fresh[0].happened < begun:
                # A colleague may have brought some of it back, or the laptop sent it under another name before.
                fresh = remaining(connection, fresh)
            batch = Batch(connection)
            heard = self._heard_of(connection, device, typed_at)
            hindsight = Hindsight(connection, user, heard, lambda key, id_: batch.row(key, id_).raw)
            taker = Taker(
                batch, actor, newest_seq(connection), now, self._noise, hindsight, Conflicts(connection, batch),
                Refusals(connection, batch, user), Families(connection, batch, heard),
            )  # fmt: skip
            taker.load(fresh)
            for change in fresh:
                # Not before the device's previous change, not after its arrival.
                happened = max(happened, min(change.happened, now))
                taker.take(
                    change if change.happened == happened else msgspec.structs.replace(change, happened=happened)
                )
            batch.flush()
            record_news(connection, batch)
            self._keep_device_mark(connection, device, upto, happened)
        return PushAnswer(
            taken=upto, accepted=taker.accepted, refused=taker.refused, conflicts=taker.conflicts, clock=now
        )

    def _is_copied(self, changes: Iterable[Change], device: str) -> bool:
        """Tell whether other changes have come under the numbers of some: two laptops count as one device."""
        with self.journal.engine.connect() as connection:
            held, _ = self._device_mark(connection, device)
            return bool(remaining(connection, _counted(changes, device, held)))

    def _keep_device_mark(self, connection: Connection, device: str, counter: int, happened: int) -> None:
        values = {"counter": counter, "happened": happened}
        if not connection.execute(update(DEVICE_MARK).where(DEVICE_MARK.c.device == device).values(values)).rowcount:
            connection.execute(insert(DEVICE_MARK).values(device=device, **values))

    # --------------------------------------------------------------------------------------- restored from a backup

    def missing(self, token: str, question: WhatIsHeld) -> Lacking:
        """Tell a laptop that has read further than the journal goes what is not here."""
        self._accounts.authenticate(token)
        with self.journal.engine.connect() as connection:
            self._demand_proof(connection, question.cursor)
            return lacking(connection, question.held)

    def bring_back(self, token: str, lost: BroughtBack) -> PushAnswer:
        """Take what the journal has lost from a laptop that has it, colleagues' changes too; each once."""
        user, device = self._accounts.authenticate(token)
        for change in lost.changes:
            _check_form(change)
        now = self._clock()
        with self.journal.writing() as connection:
            self._demand_proof(connection, lost.cursor)
            actor = self._actor(connection, user)
            fresh = remaining(connection, lost.changes)
            heard, told = self._heard_of(connection, device, ""), an_administrator(connection) or user
            visible, accepted = visible_to(Batch(connection), actor, fresh), 0
            for change in fresh:  # each after the one before is whole, as they came the first time
                batch = Batch(connection)
                hindsight = Hindsight(connection, user, heard, _rows_of(batch))
                returner = Returner(
                    batch, actor, newest_seq(connection), now, self._noise, hindsight, Conflicts(connection, batch),
                    Refusals(connection, batch, user), Families(connection, batch, heard),
                )  # fmt: skip
                returner.take_back(change, visible, told)
                accepted += returner.accepted
                batch.flush()
                record_news(connection, batch)
        return PushAnswer(taken=0, accepted=accepted, refused=len(fresh) - accepted, clock=now)

    def note_restored(self, epoch: str = "", at_work: int = 0) -> Begun | None:
        """Begin anew after a restore, once for each epoch that was lost ("": the one in force); None: it was noted.

        at_work: a moment at which the lost journal was still written, 0 where none is known.
        """
        with self.journal.writing() as connection:
            begun = begin_anew(connection, epoch or epoch_in_force(connection), self._clock(), at_work)
        if begun is not None:
            self._epoch = begun.epoch
        return begun

    def _has_lost(self, cursor: str) -> bool:
        """Tell whether the journal has lost what a laptop read, and take note of it."""
        place = self._read_cursor(cursor)
        if place is None:
            return False
        with self.journal.engine.connect() as connection:
            is_lost = self._is_lost(connection, place)
        if is_lost:
            self._note_lost(place)
        return is_lost

    def _note_lost(self, place: Cursor) -> None:
        self.note_restored(place.epoch, accepted_in(place.written))

    def _is_lost(self, connection: Connection, place: Cursor | None) -> bool:
        """Tell whether a laptop has read what is not in the journal: the journal came back from an older backup."""
        return self._is_ours(place) and written_at(connection, place.seq) != place.written

    def _is_ours(self, place: Cursor | None) -> TypeGuard[Cursor]:
        return place is not None and bool(place.written) and place.seal == self._seal(place)

    def _demand_proof(self, connection: Connection, cursor: str) -> None:
        """Let nobody bring anything back without a cursor of a journal that was lost."""
        place = self._read_cursor(cursor)
        if not self._is_ours(place) or not Reader(connection).mark(f"{RESTORED}.{place.epoch}"):
            raise ProtocolError(NOT_OURS)

    def _seal(self, place: Cursor) -> bytes:
        return seal_of(self._seal_key, place.epoch, place.seq, place.written)

    def _write_cursor(self, connection: Connection, cursor: Cursor) -> str:
        named = msgspec.structs.replace(cursor, written=written_at(connection, cursor.seq))
        return write_cursor(msgspec.structs.replace(named, seal=self._seal(named)))

    def _heard_of(self, connection: Connection, device: str, typed_at: str) -> int:
        """Give the number a device had read up to when its changes were made, never less than at the push before.

        The laptop says it best: this process may be new, and a page may have come while somebody typed. One that names
        an older place gains no more than its person held there.
        """
        kept = connection.execute(select(HEARD.c.seq).where(HEARD.c.device == device)).scalar()
        place = self._read_cursor(typed_at)
        said = self._heard.get(device, 0)
        if self._is_ours(place):
            # What was read of a journal that is lost says no more than what the backup had.
            said = kept_upto(connection) if self._is_lost(connection, place) else place.seq
        heard = max(said, kept or 0)
        if kept is None:
            connection.execute(insert(HEARD).values(device=device, seq=heard))
        elif kept != heard:
            connection.execute(update(HEARD).where(HEARD.c.device == device).values(seq=heard))
        return heard

    def load_changes(self, changes: Iterable[Change], batch_size: int = 2000) -> int:
        """Post changes of the server's own making (import, demo company, set-up) and tell how many entries came of it.

        They keep their own `happened`; rules and links were checked by whoever made them. Open conflicts hear of them.
        """
        count = 0
        with self.journal.writing() as connection:
            seq, now = newest_seq(connection), self._clock()
            batch = Batch(connection)
            conflicts = Conflicts(connection, batch)
            for part in _parts(changes, batch_size):
                conflicts.load(part)
                batch.load((entry.entity, entry.record) for change in part for entry in change.entries)
                waiting = deque(part)
                while waiting:
                    change = waiting.popleft()
                    seqs = tuple(range(seq + 1, seq + 1 + len(change.entries)))
                    seq += len(change.entries)
                    count += len(change.entries)
                    batch.apply(Posted(change, seqs, now))
                    told = list(conflicts.told_by(change))
                    waiting.extendleft(own_change(one, now, self._noise()) for one in reversed(told))
                batch.flush()
            record_news(connection, batch)
            note_sizes(connection, count)
        return count

    # --------------------------------------------------------------------------------------------------- pull

    def pull(self, token: str, cursor: str) -> Page:
        """Answer with the next page of news in the asker's scope."""
        user, device = self._accounts.authenticate(token)
        place = self._read_cursor(cursor)
        with self.journal.engine.connect() as connection:
            if place is None or not self._is_lost(connection, place):
                taken, _ = self._device_mark(connection, device)
                page = self._page(connection, user, device, place)
                following = page.cursor or ("" if page.resync else cursor)
                return msgspec.structs.replace(page, cursor=following, taken=taken, clock=self._clock())
        self._note_lost(place)
        return Page(cursor="", resync=True, restored=True, clock=self._clock())

    def _page(self, connection: Connection, user: str, device: str, place: Cursor | None) -> Page:
        """Read the page that follows a place; without a cursor of its own, the asker goes on from the same place.

        Keeping another cursor would cost the laptop a write.
        """
        newest = newest_seq(connection)
        if place is not None and (place.seq > newest or (not place.seal and place.epoch != self._epoch)):
            return Page(cursor="", resync=True)
        if place is not None:
            self._heard[device] = place.seq
            if place.seq == newest and not (place.toward or place.changed):
                # A scope changes by entries of the journal alone: where there is none, nothing has.
                return Page(cursor="")
        actor = self._actor(connection, user)
        digest = scope_digest(actor)
        self._remember_scope(actor)
        if place is not None:
            is_known = place.seq >= horizon(connection)
            if place.scope == digest and not has_news(connection, actor, place.seq, newest):
                if is_known and newest - place.seq < FAR_BEHIND and not (place.toward or place.changed):
                    return Page(cursor="", epoch=self._epoch)
            elif not is_known:
                # Who moved where since is not known any more: a part of the answer would be worse than none.
                return Page(cursor="", resync=True)
            if place.toward and place.toward != digest:
                return msgspec.structs.replace(self._turn_back(connection, actor, place, newest), epoch=self._epoch)
        place = place or Cursor(self._epoch, 0, digest)
        follow = self._news if place.scope == digest else self._catch_up
        return msgspec.structs.replace(follow(connection, actor, place, newest), epoch=self._epoch)

    def _news(self, connection: Connection, actor: Actor, place: Cursor, newest: int) -> Page:
        found = slice_of(connection, actor, place.seq, newest)
        entered, gone = arrivals(connection, actor.nodes, actor, place.seq, found.upto)
        fresh = without_early(connection, found.posted, actor, found.upto, newest) if found.more else found.posted
        page = Page(cursor="", posted=_masked_all((*entered, *fresh), actor), gone=gone, more=found.more)
        changed = entities_of(page) | {*place.changed}
        if not found.more:
            page, changed = with_claims(connection, actor, page, changed), set()
        following = msgspec.structs.replace(place, seq=found.upto, changed=tuple(sorted(changed)))
        return msgspec.structs.replace(page, cursor=self._write_cursor(connection, following))

    def _catch_up(self, connection: Connection, actor: Actor, place: Cursor, newest: int) -> Page:
        """The asker's scope changed: what entered comes with its history, then what left goes."""
        digest = scope_digest(actor)
        known = connection.execute(select(SCOPE.c.nodes).where(SCOPE.c.digest == place.scope)).scalar()
        if known is None or not place.scope.startswith(f"{actor.role}."):
            # Another role reads other fields of the same records.
            return Page(cursor="", resync=True)
        if place.toward != digest:
            place = msgspec.structs.replace(place, toward=digest, behind=0)
        before = frozenset(msgspec.msgpack.decode(known, type=list[str]))
        newcomer = Actor(actor.user, "", actor.nodes - before)
        if not place.behind and self._is_more(connection, newcomer, 0, GREW):
            return Page(cursor="", resync=True)
        found = slice_of(connection, newcomer, place.behind, place.seq)
        posted, gone = found.posted, tuple[Gone, ...]()
        if found.more:
            following = msgspec.structs.replace(place, behind=found.upto)
        else:
            entered, left = arrivals(connection, before, actor, place.seq, newest)
            posted, gone = (*posted, *entered), (*records_left(connection, before - actor.nodes, actor), *left)
            following = Cursor(self._epoch, place.seq, digest)
        page = Page(cursor="", posted=_masked_all(posted, actor), gone=gone, more=True)
        changed = tuple(sorted(entities_of(page) | {*place.changed}))
        cursor = self._write_cursor(connection, msgspec.structs.replace(following, changed=changed))
        return msgspec.structs.replace(page, cursor=cursor)

    def _turn_back(self, connection: Connection, actor: Actor, place: Cursor, newest: int) -> Page:
        """The scope changed again while the asker was on the way to another: what came for that one goes first."""
        query = select(SCOPE.c.digest, SCOPE.c.nodes).where(SCOPE.c.digest.in_((place.scope, place.toward)))
        known = {row.digest: frozenset(msgspec.msgpack.decode(row.nodes)) for row in connection.execute(query)}
        if len(known) < 2 or place.seq < horizon(connection):
            return Page(cursor="", resync=True)
        then = Actor(actor.user, "", known[place.scope])
        tried = known[place.toward] - known[place.scope]
        _, left = arrivals(connection, tried, then, place.seq, newest)
        gone = (*records_left(connection, tried, then), *left)
        changed = tuple(sorted({*(one.entity for one in gone), *place.changed}))
        settled = msgspec.structs.replace(place, toward="", behind=0, changed=changed)
        return Page(cursor=self._write_cursor(connection, settled), gone=gone, more=True)

    def _read_cursor(self, text: str) -> Cursor | None:
        if not text:
            return None
        try:
            return msgspec.msgpack.decode(base64.urlsafe_b64decode(text), type=Cursor)
        except (msgspec.DecodeError, ValueError) as fault:
            raise ProtocolError(NOT_OURS) from fault

    def _remember_scope(self, actor: Actor) -> str:
        """Keep the nodes of a scope under their digest, so that a later pull can tell what was added and removed."""
        digest = scope_digest(actor)
        if digest not in self._scopes:
            with self.journal.writing() as connection:
                if connection.execute(select(SCOPE.c.digest).where(SCOPE.c.digest == digest)).first() is None:
                    connection.execute(insert(SCOPE).values(digest=digest, nodes=encode(sorted(actor.nodes))))
            self._scopes.add(digest)
        return digest

    # ------------------------------------------------------------------------------------------- first load, news

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
        begun = self._read_cursor(place.cursor)
        if begun is None or begun.scope != scope_digest(actor):
            return False
        return not any(self._is_lost(connection, self._read_cursor(one)) for one in (place.cursor, place.latest))

    def compare(self, token: str, doubt: Doubt) -> Evidence:
        """Answer a laptop that holds something else; what differs is told to the administrator."""
        user, device = self._accounts.authenticate(token)
        with self.journal.engine.connect() as connection:
            place = self._read_cursor(doubt.cursor) or Cursor(self._epoch, 0, "")
            if place.epoch != self._epoch:
                return Evidence(is_current=False)
            actor = self._actor(connection, user)
            newest = newest_seq(connection)
            is_current = place.seq <= newest and place.scope == scope_digest(actor)
            is_current = is_current and not has_news(connection, actor, place.seq, newest)
            found = evidence(connection, actor, doubt, place.seq, is_current=is_current)
        if doubt.found:
            note(device, user, doubt)
        if not doubt.records:
            return found
        return msgspec.structs.replace(found, posted=_masked_all(found.posted, actor))

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
            if self._shelf is None or theirs != layout() or not self._is_more(connection, actor, 0, ROWS_SUFFICE):
                return self.snapshot(token, "")
            if is_mine and not self._is_more(connection, actor, 0, WHOLE_AT_ONCE):
                return self.snapshot(token, f"{FILE_PLACE}{theirs}")
            ready = self._shelf.newest(scope)
            # One of a journal that was lost may still lie there.
            is_near = ready is not None and written_at(connection, ready.seq) == ready.written != ""
            is_near = is_near and ready is not None and not self._is_more(connection, actor, ready.seq, NEAR)
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

    def _is_more(self, connection: Connection, actor: Actor, after: int, count: int) -> bool:
        """Tell whether an actor's scope has more entries after a number than so many."""
        query = select(ENTRY.c.seq).where(ENTRY.c.seq > after)
        if not actor.sees_everything:
            query = query.where(in_scope(ENTRY.c.node, actor.nodes))
        return connection.execute(query.offset(count).limit(1)).first() is not None

    def news(self, token: str, cursor: str, wait_s: float) -> bool:
        """Wait until there is something in the asker's scope beyond a cursor."""
        return self.journal.wait_for_news(self.watch(token, cursor), wait_s)

    def watch(self, token: str, cursor: str) -> Watch:
        """Work out what the asker waits for; anything, where the cursor is of another scope or another past."""
        user, _ = self._accounts.authenticate(token)
        place = self._read_cursor(cursor)
        with self.journal.engine.connect() as connection:
            actor = self._actor(connection, user)
        is_settled = place is not None and place.scope == scope_digest(actor) and not (place.toward or place.changed)
        seq = place.seq if place is not None and is_settled and not self._has_lost(cursor) else -1
        return Watch(None if actor.sees_everything else actor.nodes, seq)

    def is_news(self, watch: Watch) -> bool:
        """Tell whether something waited for has happened."""
        return self.journal.is_news(watch)

    def tell(self, teller: Teller) -> Callable[[], None]:
        """Let somebody hear at which nodes something happens, also through other processes; returns how to stop it."""
        self.journal.listen()
        return self.journal.tell(teller)

    # -------------------------------------------------------------------------------------------- files, numbers

    def get_file(self, token: str, sha256: str, offset: int) -> FilePart:
        """Give the next bytes of a file that hangs on a record in the asker's scope."""
        user, _ = self._accounts.authenticate(token)
        if self._named(user, sha256) is None:
            raise UserError(NO_FILE)
        return self._files.give(sha256, offset)

    def put_file(self, token: str, sha256: str, part: FilePart) -> FileHeld:
        """Keep the next bytes of a file that hangs on a record in the sender's scope; repeating is harmless."""
        user, _ = self._accounts.authenticate(token)
        file = self._named(user, sha256)
        if file is None:
            raise RefusedError(NOT_NAMED)
        return FileHeld(size=self._files.take(file, part))

    def _named(self, user: str, sha256: str) -> File | None:
        """Find a record in a user's scope that names a file."""
        with self.journal.engine.connect() as connection:
            actor = self._actor(connection, user)
            found = Reader(connection).find(File, Where("sha256", "eq", sha256))
            return next((one for one in found if may_read(actor, row_node(connection, "file", one.id))), None)

    def lease_numbers(self, token: str, series: str, count: int) -> NumberBlock:
        """Reserve a block of quote numbers for the asking device."""
        _, device = self._accounts.authenticate(token)
        with self.journal.engine.connect() as connection:
            begin = first_of_a_series(connection, self._clock())
        return self._accounts.lease(series, count, device, begin)

    def keep_numbers(self, token: str, held: NumbersHeld) -> NumbersHeld:
        """Tell a laptop what of its numbers it may go on using, after this server was restored from a backup."""
        _, device = self._accounts.authenticate(token)
        return NumbersHeld(blocks=self._accounts.keep(held.blocks, device))

    # --------------------------------------------------------------------------------------------------- verify

    def verify(self) -> list[str]:
        """Fold the whole journal anew and name every record whose row says something else."""
        with self.journal.engine.connect() as connection:
            return verify_store(connection)

    def heal(self, faults: Sequence[str] | None = None) -> Healed:
        """Put right what verify finds: rows from the journal. A damaged journal is named, never made up from rows.

        faults: what was found already, None to look for it.
        """
        found = self.verify() if faults is None else faults
        if faults is None:
            self._prove(WAITING)
        if not found:
            return Healed()
        with self.journal.writing() as connection:
            healed, batch = heal_store(connection, {fault.partition(" ")[0] for fault in found})
            record_news(connection, batch)
        return healed

    def _prove(self, most: int) -> None:
        """Prove entries that a version before wrote, which kept no proofs."""
        with self.journal.engine.connect() as connection:
            upto, done = int(Reader(connection).mark(PROVEN_TO, "0")), 0
        while upto < WAITING and done < most:
            with self.journal.writing() as connection:
                upto = proofs.fill(connection, upto)
                set_mark(connection, PROVEN_TO, str(upto))
            done += proofs.AT_ONCE

    def care(self) -> Healed:
        """Do what is due once a day: forget moves of long ago, hold a part of the records against their journal."""
        now = self._clock()
        with self.journal.writing() as connection:
            marks = Reader(connection).marks()
            if now - int(marks.get(CARED_AT, "0")) < DAY_US:
                return Healed()
            set_mark(connection, CARED_AT, str(now))
            forget_moves(connection, now - LONGEST_AWAY_US)
        with self.journal.engine.connect() as connection:
            faults, place = faulty_from(connection, marks.get(CHECKED_TO, ""), CHECKED_A_DAY, CHECKED_AT_ONCE)
        with self.journal.writing() as connection:
            set_mark(connection, CHECKED_TO, place)
        healed = self.heal(faults)
        self._prove(PROVEN_A_DAY)
        for line in (*healed.healed, *healed.left):
            log.warning("Not what the journal says: %s", line)
        return healed

    def content_hash(self, user_id: str) -> dict[str, tuple[int, str]]:
        """Hash what a user's replica should hold: entity key -> (rows, hash)."""
        with self.journal.engine.connect() as connection:
            actor = self._actor(connection, user_id)
            return content_hash(connection, actor.role, nodes_of(connection, actor))


def write_cursor(cursor: Cursor) -> str:
    """Write a cursor as laptops keep it: text they cannot read meaning into."""
    return base64.urlsafe_b64encode(encode(cursor)).decode()


def masked(posted: Posted, role: str) -> Posted:
    """Leave out the fields that a role must not be sent."""
    if not any(hidden_fields(REGISTRY[entry.entity], role) for entry in posted.change.entries):
        return posted
    entries = tuple(without(entry, hidden_fields(REGISTRY[entry.entity], role)) for entry in posted.change.entries)
    return msgspec.structs.replace(posted, change=msgspec.structs.replace(posted.change, entries=entries))


def _masked_all(posted: Iterable[Posted], actor: Actor) -> tuple[Posted, ...]:
    return tuple(masked(one, actor.role) for one in posted)


def row_node(connection: Connection, key: str, id_: str) -> str:
    """Read the node of a record that stands."""
    return str(connection.execute(select(MAIN[key].c.node).where(MAIN[key].c.id == id_)).scalar_one())


def _in_order(changes: Iterable[Change], device: str, taken: int) -> list[Change]:
    """Keep a device's own changes that were not taken yet, each counter once, in the order of the counters."""
    fresh: dict[int, Change] = {}
    for change in changes:
        _check_form(change)
        if change.counter > taken and change.device == device:
            fresh.setdefault(change.counter, change)
    return [fresh[counter] for counter in sorted(fresh)]


def _counted(changes: Iterable[Change], device: str, taken: int) -> list[Change]:
    """List a device's own changes of numbers that were taken already, in the order of the counters."""
    return sorted((one for one in changes if one.counter <= taken and one.device == device), key=attrgetter("counter"))


def _rows_of(batch: Batch) -> RawOf:
    return lambda key, id_: batch.row(key, id_).raw


def _check_form(change: Change) -> None:
    if not (0 <= change.counter < LARGEST and 0 <= change.happened < LARGEST and _is_id(change.id)):
        raise ProtocolError(NOT_OURS)
    for entry in change.entries:
        if not (_is_id(entry.entity) and _is_id(entry.record)):
            raise ProtocolError(NOT_OURS)


def _is_id(text: str) -> bool:
    """Tell whether both stores can keep a text as a key."""
    return len(text) <= LONGEST_ID and "\0" not in text


def _parts(changes: Iterable[Change], size: int) -> Iterator[list[Change]]:
    every = iter(changes)
    while part := list(itertools.islice(every, size)):
        yield part
