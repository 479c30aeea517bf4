"""News of the server on its way into the rows, by as much at once as nobody who saves has to wait for."""

import time
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import Connection

from crm_desktop.core.changes import Posted, Touched, join
from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.protocol import Gone, Page
from crm_desktop.core.store import Batch, search
from crm_desktop.replica import outbox, proving
from crm_desktop.replica.carried import carry, forget_carried
from crm_desktop.replica.pen import OWN_ROWS, Pen
from crm_desktop.replica.settling import settle_own

CHANGES_AT_WORK, CHANGES_AT_REST = 12, 100
"""Changes that a pull takes in at once: few while somebody works, so that a save waits a few milliseconds at most; at rest
no more than that whoever was away and saves waits little longer."""
PARTS_AT_REST = 5
"""So many of these parts at most make one transaction, as long as nobody waits for it: it writes a page of the file once that
each of them touched, and whoever comes meanwhile waits for all that it writes."""
AT_WORK_S = 30.0  # for so long after a save somebody is taken to be working


class Intake:
    """Takes in the pages that come for one replica."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen
        self._saved_at = -AT_WORK_S

    def note_save(self) -> None:
        """Note that somebody saves now: she is at work, and must not wait."""
        self._saved_at = time.monotonic()

    def absorb(self, page: Page, device: str, settled: int) -> Touched:
        """Take in a page. device: this laptop; settled: its change up to which nothing waits any more.

        A large page takes several short transactions, each of whole changes, so that a save in front of a person never
        waits for it. The cursor moves in the last one, and only there goes what left: cut before it, another page may
        come, of a later time, in which that is here again; what is held of the rest is skipped.
        """
        touched, posted, is_last = list[Touched](), page.posted, False
        while not is_last:
            parts = 0
            with self._pen.writing() as connection:
                while not is_last and self._may_go_on(parts):
                    size = CHANGES_AT_WORK if self._is_at_work() else CHANGES_AT_REST
                    part, posted, parts = posted[:size], posted[size:], parts + 1
                    is_last = not posted
                    taken = outbox.taken(connection, settled) if is_last and not page.more else set()
                    touched.append(take_in(connection, device, part, page.gone if is_last else (), taken))
                if is_last:
                    self._pen.put(connection, "cursor", page.cursor)
                    outbox.count_on(self._pen, connection, page.taken)
                    proving.weigh(self._pen, connection, page)
            self._pen.ease(parts)
        return join(*touched)

    def _may_go_on(self, parts: int) -> bool:
        """Tell whether one part more may be taken in by the same transaction."""
        return not parts or (parts < PARTS_AT_REST and not self._is_at_work() and not self._pen.is_awaited())

    def _is_at_work(self) -> bool:
        return time.monotonic() - self._saved_at < AT_WORK_S


def take_in(
    connection: Connection, device: str, part: Sequence[Posted], gone: Sequence[Gone], taken: AbstractSet[str]
) -> Touched:
    """Take in some changes and what left, the waiting changes on top.

    device: this laptop; its changes among them wait no longer, nor do those taken, nor what it sent under a name before.
    """
    own = {posted.change.id for posted in part if posted.change.device == device}
    settled = own | taken | outbox.among_waiting(connection, [posted.change.id for posted in part])
    batch = Batch(connection, OWN_ROWS)
    part, numbered = settle_own(connection, device, [carry(connection, posted) for posted in part])
    batch.load((entry.entity, entry.record) for posted in part for entry in posted.change.entries)
    batch.expect(seq for posted in part for seq in posted.seqs)
    for one in gone:
        if one.entity in REGISTRY:
            batch.forget(one.entity, one.records)
        else:
            forget_carried(connection, one)
    batch.drop_waiting(settled)
    for posted in part:
        batch.apply(posted)
    touched = batch.flush()
    search.update(connection, batch.written)
    outbox.drop(connection, settled)
    return join(touched, numbered)
