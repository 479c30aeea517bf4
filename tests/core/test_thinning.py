"""Old history goes and nothing else does: no row, no sum, and nothing that is said of later moments."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, func, select

from crm_desktop.core.changes import Act, Entry, delete_entry
from crm_desktop.core.schema import REGISTRY
from crm_desktop.core.store import Batch, Past, Reader
from crm_desktop.core.store.digest import content_hash, verify_store
from crm_desktop.core.store.tables import ENTRY, PAST
from crm_desktop.core.store.tally import kept_totals
from crm_desktop.core.store.thinning import FOLDED, thin
from tests.core.test_store_pasts import KINDS, PHASES, RECORDS, Wish, history, steps, write
from tests.core.writing import Writer, empty_store

LAST = 116


def said(connection: Connection, since: int) -> list[dict[str, Any]]:
    """Read all records as of each moment from one on, in both pasts, and now."""
    readers = [Reader(connection), *(Reader(connection, at, past) for at in range(since, LAST) for past in Past)]
    ids = {key: [id_ for other, id_ in RECORDS if other == key] for key in KINDS}
    return [{key: reader.raws(key, ids[key]) for key in KINDS} for reader in readers]


def entries(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(ENTRY)).scalar_one())


def thinned(connection: Connection, before: int) -> int:
    """Thin all kinds, a record at a time."""
    total = 0
    for key in KINDS:
        after, is_more = "", True
        while is_more:
            gone, after = thin(connection, key, before, after, 1)
            total, is_more = total + gone, bool(after)
    return total


@settings(max_examples=12, phases=PHASES)
@given(wishes=steps, waiting=st.integers(0, 3), before=st.integers(20, 111))
def test_what_is_said_of_later_moments_stays(stores: Engine, wishes: list[Wish], waiting: int, before: int) -> None:
    wishes = [(*wish[:3], wish[3] * 9, wish[4]) for wish in wishes]
    posted = history(wishes, waiting)
    with empty_store(stores) as connection:
        write(connection, posted, [wish[4] for wish in wishes])
        assert verify_store(connection) == []
        told, kept, count = said(connection, before), kept_totals(connection), entries(connection)
        hashes = content_hash(connection, "manager", None)
        gone = thinned(connection, before)
        assert (said(connection, before), kept_totals(connection)) == (told, kept)
        assert (content_hash(connection, "manager", None), verify_store(connection)) == (hashes, [])
        assert entries(connection) == count - gone
        assert thinned(connection, before) == 0
        batch = Batch(connection)
        batch.refold(RECORDS)
        batch.flush()
        assert (said(connection, before), verify_store(connection)) == (told, [])
        batch = Batch(connection)  # the server sends it all again, as when a record enters the scope anew
        numbers = [seq for one in posted for seq in one.seqs]
        batch.expect(numbers)
        for one in posted:
            batch.apply(one)
        batch.flush()
        assert (said(connection, before), verify_store(connection)) == (told, [])


def test_a_long_history_becomes_one_entry_that_nobody_made(writer: Writer) -> None:
    writer.add(_task())
    for number in range(1, 10):
        writer.set("activity", "t", "subject", str(number), str(number + 1))
    assert len(Reader(writer.connection).lines(["t"])["t"]) == 10
    assert thin(writer.connection, "activity", 10**6, "", 50) == (9, "")
    (line,) = Reader(writer.connection).lines(["t"])["t"]
    assert (line.entry.act, line.author, line.change.startswith(FOLDED)) == (Act.CREATE, "", True)
    assert line.entry.fields["subject"] == (None, "10")
    assert writer.connection.execute(select(func.count()).select_from(PAST["activity"])).scalar_one() == 0


def _task() -> Any:
    return REGISTRY["activity"].record(id="t", subject="1", owner="ann", account="a")


def test_a_deleted_record_can_still_be_restored(writer: Writer) -> None:
    writer.add(_task())
    writer.set("activity", "t", "subject", "1", "2")
    writer.post(delete_entry("activity", "t", Reader(writer.connection).raw("activity", "t") or {}))
    assert thin(writer.connection, "activity", 10**6, "", 50) == (1, "")
    writer.post(Entry("activity", "t", Act.RESTORE))
    raw = Reader(writer.connection).raw("activity", "t")
    assert (raw or {}).get("subject") == "2"
    assert verify_store(writer.connection) == []


def test_deals_quotes_and_what_decides_about_them_keep_all() -> None:
    thin_ones = {key for key, declared in REGISTRY.items() if declared.history_days}
    assert thin_ones == {"activity", "conflict", "refusal", "file"}
