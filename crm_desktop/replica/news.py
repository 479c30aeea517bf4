"""News of the server on its way into the rows."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import Connection

from crm_desktop.core.changes import Posted, Touched, join
from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.protocol import Gone
from crm_desktop.core.store import Batch, search
from crm_desktop.replica import outbox
from crm_desktop.replica.carried import carry, forget_carried
from crm_desktop.replica.pen import OWN_ROWS
from crm_desktop.replica.settling import settle_own


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
