"""Taking changes over: from the laptop that made them, from one that brings back what was lost, and from an import."""

import hashlib
import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from operator import attrgetter

import msgspec
from sqlalchemy import Connection, bindparam, insert, update

from crm_desktop.core.access import LARGEST
from crm_desktop.core.changes import Change, Posted
from crm_desktop.core.errors import ProtocolError
from crm_desktop.core.ids import new_id
from crm_desktop.core.protocol import NOT_OURS, BroughtBack, Lacking, PushAnswer, WhatIsHeld
from crm_desktop.core.store import Batch, newest_seq
from sync_server.books import Books
from sync_server.conflicts import Conflicts
from sync_server.cursors import read_cursor
from sync_server.journal import moment_in
from sync_server.news import record_news
from sync_server.postgres import note_sizes
from sync_server.restored import Returner, an_administrator, here_by_then, lacking, remaining, visible_to
from sync_server.tables import DEVICE_MARK, HEARD
from sync_server.taker import Taker, own_change

LONGEST_ID = 200
MINUTE_US = 60_000_000

_MARKS = (
    update(DEVICE_MARK)
    .where(DEVICE_MARK.c.device == bindparam("named"))
    .values(counter=bindparam("upto"), happened=bindparam("moment"))
)
_HEARS = update(HEARD).where(HEARD.c.device == bindparam("named")).values(seq=bindparam("number"))


class Pushing(Books):
    """The answers to what laptops send."""

    def push(
        self, token: str, changes: tuple[Change, ...], cursor: str = "", typed_at: str = "", taken: int = 0
    ) -> PushAnswer:
        """Take a device's changes: each once, all or nothing, in the order of their counters."""
        user, device = self._accounts.authenticate(token)
        now = self._clock()
        if self._has_lost(cursor):
            return PushAnswer(taken=0, clock=now, restored=True)
        answer = self._take(user, device, changes, typed_at, taken, now)
        if isinstance(answer, PushAnswer):
            return answer
        name = self._name_of_a_copy(device, answer)
        return PushAnswer(taken=0, clock=now, device=name, token=self._accounts.split(device, name))

    def _name_of_a_copy(self, device: str, unknown: Change) -> str:
        """Name the laptop that has a change which another one of its name does not know: the same, should it ask again.

        Once something came under that name, a second copy with the same change gets another.
        """
        name = hashlib.blake2b(f"{device} {unknown.id}".encode(), digest_size=10).hexdigest()
        with self.journal.engine.connect() as connection:
            is_used = self._device_mark(connection, name) != (0, 0)
        return new_id(self._clock(), self._noise()) if is_used else name

    def _take(
        self, user: str, device: str, changes: tuple[Change, ...], typed_at: str, taken: int, now: int
    ) -> PushAnswer | Change:
        """Take changes; a change: others have come under its number, so that two laptops count as one device."""
        with self.journal.writing() as connection:
            ground = self._ground(connection, user, device)
            actor = ground.actor or self._actor(connection, user)
            held, happened = ground.counter, ground.happened
            fresh = _in_order(changes, device, held)
            # A laptop put back from a backup counts anew from there: what it sent is known by its id.
            if unknown := remaining(connection, _counted(changes, device, held)):
                return unknown[0]
            # Where less is held than this server said, what came before these is lost, and would never be asked for again.
            if not fresh or held < taken:
                return PushAnswer(taken=held, clock=now)
            upto = fresh[-1].counter
            begun = self._accounts.enrolled(device) + MINUTE_US
            if ground.restored or fresh[0].happened < begun:
                # A colleague may have brought some of it back, or the laptop sent it under another name before.
                fresh = remaining(connection, fresh)
            batch, moment = Batch(connection), max(now, ground.accepted)  # see moment_in
            heard = self._heard_of(connection, device, typed_at, ground.heard)
            taker = Taker(connection, batch, actor, heard, moment, self._noise)
            taker.load(fresh)
            for change in fresh:
                # Not before the device's previous change, not after its arrival.
                happened = max(happened, min(change.happened, moment))
                taker.take(
                    change if change.happened == happened else msgspec.structs.replace(change, happened=happened)
                )
            batch.flush()
            record_news(connection, batch)
            self._keep_device_mark(connection, device, upto, happened)
        return PushAnswer(
            taken=upto, accepted=taker.accepted, refused=taker.refused, conflicts=taker.conflicts, clock=now
        )

    def _keep_device_mark(self, connection: Connection, device: str, counter: int, happened: int) -> None:
        if not connection.execute(_MARKS, {"named": device, "upto": counter, "moment": happened}).rowcount:
            connection.execute(insert(DEVICE_MARK).values(device=device, counter=counter, happened=happened))

    def _heard_of(self, connection: Connection, device: str, typed_at: str, kept: int | None) -> int:
        """Give the number a device had read up to when its changes were made, never less than at the push before.

        The laptop says it best: this process may be new, and a page may have come while somebody typed. One that names
        an older place gains no more than its person held there. kept: that of the push before.
        """
        place = read_cursor(typed_at)
        said = self._heard.get(device, 0)
        if self._is_ours(place):
            is_lost = self._is_lost(connection, place)
            said = here_by_then(connection, place.seq, place.written) if is_lost else place.seq
        heard = max(said, kept or 0)
        if kept is None:
            connection.execute(insert(HEARD).values(device=device, seq=heard))
        elif kept != heard:
            connection.execute(_HEARS, {"named": device, "number": heard})
        return heard

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
            ground = self._ground(connection, user, device)
            actor = ground.actor or self._actor(connection, user)
            fresh = remaining(connection, lost.changes)
            heard, told = self._heard_of(connection, device, "", ground.heard), an_administrator(connection) or user
            moment = max(now, ground.accepted)
            visible, accepted = visible_to(Batch(connection), actor, fresh), 0
            for change in fresh:  # each after the one before is whole, as they came the first time
                batch = Batch(connection)
                returner = Returner(connection, batch, actor, heard, moment, self._noise)
                returner.take_back(change, visible, told)
                accepted += returner.accepted
                batch.flush()
                record_news(connection, batch)
        return PushAnswer(taken=0, accepted=accepted, refused=len(fresh) - accepted, clock=now)

    def load_changes(self, changes: Iterable[Change], batch_size: int = 2000) -> int:
        """Post changes of the server's own making (import, demo company, set-up) and tell how many entries came of it.

        They keep their own `happened`; rules and links were checked by whoever made them. Open conflicts hear of them.
        """
        count = 0
        with self.journal.writing() as connection:
            seq, now = newest_seq(connection), moment_in(connection, self._clock())
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
