"""Both sides prove at each sync that they hold the same; what is not the same is mended, said, and never for ever."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection

from crm_desktop.actions import records
from crm_desktop.actions.desk import desk_of
from crm_desktop.core.changes import Act, Change, Entry, Posted, create_entry
from crm_desktop.core.entities import Account, Product
from crm_desktop.core.protocol import REPAIR, Doubt, Evidence, Gone, Page, pack
from crm_desktop.core.schema import REGISTRY, raw_of
from crm_desktop.core.store import Batch
from crm_desktop.core.store.sqlite import WRITES
from crm_desktop.core.store.tally import LAYOUT, SHAPES, recount, shape_of
from crm_desktop.replica.doubts import GIVEN_UP, MENDED, RELOADED, Repair
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import sync
from sync_server import slices
from tests.replicas import Office, held_by
from tests.sync.otherwise import otherwise


@pytest.fixture(autouse=True)
def compared(office: Office) -> None:
    """Let what came with the first load be compared."""
    office.sync(*office.laptops)


def on_laptop(replica: Replica, work: Callable[[Connection], None]) -> None:
    """Do something to a laptop's store that no program of ours would."""
    with replica._engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        work(connection)


def on_server(office: Office, *statements: str, counts: str = "") -> None:
    with office.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        for statement in statements:
            connection.exec_driver_sql(statement)
        if counts:
            recount(connection, [counts])


def news(office: Office, id_: str = "harbour1") -> None:
    """Let something happen to an account, so that the accounts are compared."""
    seen = office.get(Account, id_)
    office.edit(seen, city=f"{seen.city}x")


def lacks_one(connection: Connection) -> None:
    batch = Batch(connection)
    batch.forget("account", ["north1"])
    batch.flush()


def has_one_too_many(connection: Connection) -> None:
    batch = Batch(connection)
    entry = create_entry("account", "ghost", raw_of(Account(id="ghost", name="Ghost", territory="north")))
    batch.apply(Posted(Change("g", "", "d", 1, 5, (entry,)), (1 << 41,), 5))
    batch.flush()


def has_another_value(connection: Connection) -> None:
    batch = Batch(connection)
    entry = Entry("account", "north1", Act.EDIT, {"city": (None, "Nowhere")})
    batch.apply(Posted(Change("g", "", "d", 1, 5, (entry,)), (1 << 41,), 5))
    batch.flush()


def has_a_wrong_sum(connection: Connection) -> None:
    connection.exec_driver_sql("UPDATE tally SET low = (low + 1) % 4294967296 WHERE entity = 'account'")


DAMAGES = {
    "lacks one": (lacks_one, 1),
    "has one too many": (has_one_too_many, 1),
    "has another value": (has_another_value, 1),
    "has a wrong sum": (has_a_wrong_sum, 0),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_not_the_servers_is_mended_at_the_next_news(office: Office, damage: str) -> None:
    ann = office.laptops[0]
    work, mended = DAMAGES[damage]
    on_laptop(ann, work)
    office.sync(ann)
    assert ann.repairs() == []  # nothing was said about accounts: nothing to compare
    news(office)
    report = sync(ann, office.service, office.clock.us)
    assert (office.differences(ann), ann.verify(), ann.doubts(), report.mended) == ([], [], {}, mended)
    (repair,) = ann.repairs()
    assert (repair.how, repair.entities, repair.records) == (MENDED, ("account",), mended)
    if damage == "lacks one":
        assert [one.id for one in ann.search("上海")] == ["north1"]
        assert "account" in report.touched


def test_laptops_that_hold_the_same_have_nothing_to_say(office: Office) -> None:
    for id_ in ("north1", "south1"):
        news(office, id_)
    office.sync(*office.laptops)
    desk = desk_of(office.laptops[0], office.clock)
    records.edit(desk, held_by(office.laptops[0], Account, "north1"), city="Rome", territory="harbour")
    office.sync(*office.laptops, *office.laptops)
    for replica in office.laptops:
        assert (replica.doubts(), replica.repairs(), office.differences(replica)) == ({}, [], [])


def test_the_last_page_alone_claims_what_the_pages_before_it_touched(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = office.laptops[0]
    cursor, token = ann.mark("cursor"), ann.mark("token")
    news(office)
    office.add(Account(id="new", name="New", territory="north"))
    office.edit(office.get(Account, "new"), owner="ann")
    office.post(Entry("contact", "carl", Act.EDIT, {"given_name": (None, "C")}))
    office.post(Entry("opportunity", "deal1", Act.EDIT, {"name": ("Deal deal1", "Deal")}))
    monkeypatch.setattr(slices.slice_of, "__defaults__", (2,))
    pages: list[Page] = []
    while not pages or pages[-1].more:
        pages.append(office.service.pull(token, pages[-1].cursor if pages else cursor))
    assert len(pages) > 2
    assert [page.claims for page in pages[:-1]] == [{}] * (len(pages) - 1)
    assert sorted(pages[-1].claims) == ["account", "contact", "opportunity"]
    quiet = office.service.pull(token, pages[-1].cursor)
    assert (quiet.claims, quiet.cursor, len(pack(quiet)) < 1000) == ({}, pages[-1].cursor, True)


def test_after_a_first_load_everything_is_compared(office: Office) -> None:
    bob = office.laptops[1]
    claims: list[Page] = []
    pull = office.service.pull

    def watched(token: str, cursor: str) -> Page:
        claims.append(pull(token, cursor))
        return claims[-1]

    bob.empty()
    sync(bob, otherwise(office.service, pull=watched), office.clock.us)
    assert len(claims[-1].claims) > 15
    assert (bob.doubts(), bob.repairs()) == ({}, [])


def comparing(office: Office, meanwhile: Callable[[Doubt], None]) -> Any:
    """Give the server, with something happening just before it is asked to compare."""

    def compare(token: str, doubt: Doubt) -> Evidence:
        meanwhile(doubt)
        return office.service.compare(token, doubt)

    return otherwise(office.service, compare=compare)


def test_an_edit_saved_while_records_are_mended_stays_on_top(office: Office) -> None:
    ann = office.laptops[0]
    on_laptop(ann, has_another_value)
    news(office)

    def save(doubt: Doubt) -> None:
        if doubt.records:
            records.edit(desk_of(ann, office.clock), held_by(ann, Account, "north1"), country="Japan")

    sync(ann, comparing(office, save), office.clock.us)
    found = ann.get(Account, "north1")
    assert found is not None
    assert (found.city, found.country, ann.pending()) == ("", "Japan", 1)
    office.sync(ann)
    assert (ann.pending(), office.get(Account, "north1").country) == (0, "Japan")
    assert (office.differences(ann), ann.verify(), ann.doubts()) == ([], [], {})


def test_what_could_not_be_compared_is_compared_later(office: Office) -> None:
    """Sums are comparable only when nothing waits; the doubt outlives the round, and needs no further news."""
    ann = office.laptops[0]
    on_laptop(ann, has_another_value)
    news(office)
    pull = office.service.pull

    def busy(token: str, cursor: str) -> Page:
        records.edit(desk_of(ann, office.clock), held_by(ann, Account, "harbour1"), street="1")
        return pull(token, cursor)

    sync(ann, otherwise(office.service, pull=busy), office.clock.us)
    assert list(ann.doubts()) == ["account"]
    assert ann.repairs() == []
    office.sync(ann)
    assert (office.differences(ann), ann.doubts(), len(ann.repairs())) == ([], {}, 1)


def test_news_that_came_before_the_comparison_are_fetched_first(office: Office) -> None:
    ann = office.laptops[0]
    on_laptop(ann, has_another_value)
    news(office)
    told: list[None] = []

    def happen(_doubt: Doubt) -> None:
        if not told:
            told.append(None)
            news(office)

    sync(ann, comparing(office, happen), office.clock.us)
    assert (office.differences(ann), ann.doubts(), len(ann.repairs())) == ([], {}, 1)


def test_what_folding_anew_does_not_cure_is_loaded_anew_once(office: Office) -> None:
    """The server's own row is not what its journal says: a laptop that folds cannot come to it."""
    ann = office.laptops[0]
    on_server(office, "UPDATE account SET city = 'Nowhere' WHERE id = 'north1'", counts="account")
    news(office)
    report = sync(ann, office.service, office.clock.us)
    assert ([one.how for one in ann.repairs()], ann.anew.why) == ([MENDED, RELOADED], REPAIR)
    assert report.loaded > 0
    assert (office.differences(ann), ann.doubts()) == ([], {})


def test_what_nothing_cures_is_said_and_left_alone_for_a_day(office: Office) -> None:
    ann = office.laptops[0]
    on_server(
        office,
        "UPDATE tally SET low = (low + 1) % 4294967296 WHERE entity = 'account'".replace(
            "%", "%%" if office.place else "%"
        ),
    )
    doubts: list[Doubt] = []
    server = comparing(office, doubts.append)
    news(office)
    sync(ann, server, office.clock.us)
    assert [one.how for one in ann.repairs()] == [MENDED, RELOADED, GIVEN_UP]
    asked = len(doubts)
    for _ in range(3):
        news(office)
        sync(ann, server, office.clock.us)
    assert (len(doubts), len(ann.repairs())) == (asked, 3)
    assert [one.tries for one in doubts if one.found] == [0, 1, 2]
    sync(ann, server, office.clock.ahead(2))
    assert len(doubts) > asked


# ------------------------------------------------------------------------------------------------------ scope, rights


def test_no_answer_tells_of_what_is_out_of_scope(office: Office) -> None:
    ann = office.laptops[0]
    token, cursor = ann.mark("token"), ann.mark("cursor")
    whole = office.service.compare(token, Doubt(cursor=cursor, entities=("account", "contact", "novel")))
    assert {node for nodes in whole.totals.values() for node in nodes} == {"north", "harbour"}
    part = office.service.compare(token, Doubt(cursor=cursor, part=("account", "south")))
    assert part.hashes == {}
    lines = office.service.compare(
        token, Doubt(cursor=cursor, records=(Gone("account", ("south1", "north1", "never")),))
    )
    assert {entry.record for one in lines.posted for entry in one.change.entries} == {"north1"}


def test_no_answer_tells_of_a_field_that_the_role_must_not_read(office: Office) -> None:
    ann, mia = office.laptops[0], office.laptops[2]
    seen = []
    for replica in (ann, mia):
        doubt = Doubt(cursor=replica.mark("cursor"), records=(Gone("product", ("pump",)),))
        (posted,) = office.service.compare(replica.mark("token"), doubt).posted
        seen.append("cost" in posted.change.entries[0].fields)
        whole = office.service.compare(
            replica.mark("token"), Doubt(cursor=replica.mark("cursor"), part=("product", ""))
        )
        assert whole.hashes == replica.hashes_at("product", "")
    assert seen == [False, True]
    office.edit(office.get(Product, "pump"), cost=Decimal(800))
    office.sync(ann, mia)
    assert (ann.repairs(), mia.repairs(), ann.doubts(), mia.doubts()) == ([], [], {}, {})


def test_versions_that_derive_other_values_never_mend_each_other(office: Office) -> None:
    ann, account = office.laptops[0], REGISTRY["account"]
    assert shape_of(account, LAYOUT) == SHAPES["account"] != shape_of(account, LAYOUT + 1)
    on_server(office, "UPDATE account SET sound = 'as a newer version writes it'", counts="account")

    def pull(token: str, cursor: str) -> Page:
        page = office.service.pull(token, cursor)
        claims = {key: msgspec.structs.replace(one, shape=one.shape + 1) for key, one in page.claims.items()}
        return msgspec.structs.replace(page, claims=claims)

    def compare(token: str, doubt: Doubt) -> Evidence:
        answer = office.service.compare(token, doubt)
        return msgspec.structs.replace(answer, shapes={key: one + 1 for key, one in answer.shapes.items()})

    newer = otherwise(office.service, pull=pull, compare=compare)
    ann.note_repair(Repair(0, GIVEN_UP, ("account",)), 0)  # a doubt of before the update
    before = len(ann.repairs())
    for day in range(1, 4):
        news(office)
        report = sync(ann, newer, office.clock.ahead(2 * day))
        assert (report.mended, report.loaded, ann.doubts(), len(ann.repairs()) - before) == (0, 0, {}, 0)
    assert held_by(ann, Account, "harbour1").city == 3 * "x"  # a letter a day


def test_another_declaration_of_an_entity_is_not_compared(office: Office) -> None:
    ann = office.laptops[0]
    on_laptop(ann, has_another_value)
    news(office)
    pull = office.service.pull

    def newer(token: str, cursor: str) -> Page:
        page = pull(token, cursor)
        other = {key: msgspec.structs.replace(one, shape=one.shape + 1) for key, one in page.claims.items()}
        return msgspec.structs.replace(page, claims=other)

    sync(ann, otherwise(office.service, pull=newer), office.clock.us)
    assert (ann.doubts(), ann.repairs()) == ({}, [])
