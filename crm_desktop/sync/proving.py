"""Proving after a pull that both sides hold the same, and mending what is not (law 10): never by choosing a side.

The server's journal decides: a record that differs is folded anew from its history, with this laptop's waiting edits on
top. What that does not cure is loaded anew as a whole, once; what that does not cure is said, and left for a day.
"""

import logging
from collections.abc import Callable

import msgspec

from crm_desktop.core.changes import Touched, join
from crm_desktop.core.protocol import Doubt, Gone, Server
from crm_desktop.replica.doubts import GIVEN_UP, MENDED, RELOADED, Doubts, Repair, due, ids_apart, in_parts
from crm_desktop.replica.replica import Replica

log = logging.getLogger("satchel.sync")

RECORDS_AT_ONCE = 100
ROUNDS = 6
UNTRIED, WAS_MENDED, WAS_RELOADED, WAS_GIVEN_UP = range(4)


class Proven(msgspec.Struct, frozen=True):
    """What had to be done until both sides were equal. mended: records; reloaded: rows of a fresh load."""

    mended: int = 0
    reloaded: int = 0
    touched: Touched = {}


class Prover:
    """Do one round's proving. pull: fetches what is new; reload: loads everything anew and tells the rows."""

    def __init__(
        self, replica: Replica, server: Server, now_us: int, pull: Callable[[], None], reload: Callable[[], int]
    ) -> None:
        self._replica = replica
        self._server = server
        self._token = replica.mark("token")
        self._now = now_us
        self._pull = pull
        self._reload = reload
        self._proven = Proven()

    def prove(self) -> Proven:
        """Fetch what was lost, then compare what is in doubt until nothing is, or as often as makes sense."""
        for key, ids in self._replica.lost().items():
            self._fetch(key, ids)
        for _ in range(ROUNDS):
            doubts = due(self._replica.doubts(), self._now)
            if not doubts or not self._step(doubts):
                break
        return self._proven

    def _step(self, doubts: Doubts) -> bool:
        """Find where the sums differ and do the next thing about it; False where the next sync has to."""
        cursor = self._replica.mark("cursor")
        answer = self._server.compare(self._token, Doubt(cursor=cursor, entities=tuple(sorted(doubts))))
        if not answer.is_current:
            self._pull()
            return True
        apart = self._replica.differing(answer.totals, answer.shapes, cursor)
        if apart is None:
            return False  # somebody saved meanwhile: the next sync sends it, then compares
        if not apart:
            return True
        tries, entities = max(doubts[key].tries for key in apart), tuple(sorted(apart))
        names = ", ".join(f"{key} at {node or 'everybody'}" for key, nodes in apart.items() for node in nodes)
        log.warning("Not the server's: %s (tried %d times)", names, tries)
        self._server.compare(self._token, Doubt(cursor=cursor, found=entities, tries=tries))
        if tries == UNTRIED:
            mended = sum(self._mend(key, node) for key, nodes in apart.items() for node in nodes)
            self._replica.note_repair(Repair(self._now, MENDED, entities, mended), WAS_MENDED)
            self._proven = msgspec.structs.replace(self._proven, mended=self._proven.mended + mended)
        elif tries == WAS_MENDED:
            self._replica.note_repair(Repair(self._now, RELOADED, entities), WAS_RELOADED)
            rows = self._reload()
            self._proven = msgspec.structs.replace(self._proven, reloaded=rows, touched={"*": frozenset()})
        else:
            self._replica.note_repair(Repair(self._now, GIVEN_UP, entities), WAS_GIVEN_UP)
        return True

    def _mend(self, key: str, node: str) -> int:
        """Fetch the history of the records that differ at a node and fold them anew; tell how many."""
        self._replica.recount(key)
        there: dict[str, int] = {}
        cursor = self._replica.mark("cursor")
        while True:
            answer = self._server.compare(
                self._token, Doubt(cursor=cursor, part=(key, node), after=max(there, default=""))
            )
            there |= answer.hashes
            if not answer.more:
                break
        apart = ids_apart(self._replica.hashes_at(key, node), there)
        self._fetch(key, apart)
        return len(apart)

    def _fetch(self, key: str, ids: list[str]) -> None:
        """Fold some records anew from the history that the server has of them."""
        cursor = self._replica.mark("cursor")
        for part in in_parts(ids, RECORDS_AT_ONCE):
            lost = Gone(key, tuple(part))
            answer = self._server.compare(self._token, Doubt(cursor=cursor, records=(lost,)))
            if not (answer.is_current or answer.posted):
                continue  # the server knows no such cursor any more, which says nothing of the records
            touched = self._replica.mend(lost, answer.posted)
            self._proven = msgspec.structs.replace(self._proven, touched=join(self._proven.touched, touched))
