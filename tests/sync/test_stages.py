"""A load in two stages: what the person needs first, usable at once, then the rest in the background."""

from pathlib import Path

import pytest

from crm_desktop.actions import records
from crm_desktop.actions.desk import desk_of
from crm_desktop.core.entities import Account, Activity, Contact, Opportunity, Product, User
from crm_desktop.core.protocol import GREW, SignIn
from crm_desktop.replica.first_load import Rest
from crm_desktop.replica.replica import Replica
from crm_desktop.sync import loading
from crm_desktop.sync.engine import enrol
from crm_desktop.sync.loading import Progress
from sync_server import mine, offering, pulling, shelf
from tests.replicas import PASSWORD, Office, deal


@pytest.fixture(autouse=True)
def small_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take two stages for the smallest scope, in pieces so small that there are several."""
    monkeypatch.setattr(offering, "ROWS_SUFFICE", 0)
    monkeypatch.setattr(offering, "WHOLE_AT_ONCE", 0)
    monkeypatch.setattr(shelf, "CHUNK_PAGES", 48)


def arrived(office: Office, login: str = "ann") -> Replica:
    """Enrol a new laptop as a person would."""
    request = SignIn(
        login=login, password=PASSWORD, device="new", device_name="new", clock=office.clock.us(),
        code=office.accounts.create_code(login),
    )  # fmt: skip
    office.laptops.append(enrol(office.folder / "new", office.service, "direct", request, office.clock.us))
    return office.laptops[-1]


def furnish(office: Office) -> None:
    """Give the north customers that are not ann's business just now."""
    office.add(
        Account(id="quiet", name="Quiet Works", territory="north", owner="ann", currency="CNY"),
        Account(id="visited", name="Visited Works", territory="north", currency="CNY"),
        Contact(id="quentin", family_name="Quentin", account="quiet"),
        Contact(id="vera", family_name="Vera", account="visited"),
        deal("deal8", account="quiet", owner="mia"),
        Activity(id="visit", subject="Visit", account="visited", owner="ann"),
        Activity(id="done", subject="Visited", account="quiet", owner="ann", is_done=True),
    )


def is_whole(office: Office, replica: Replica) -> None:
    office.sync(replica)
    assert (replica.rest, office.differences(replica), replica.verify()) == (Rest.NONE, [], [])
    names = {path.name.partition(".db")[0] for path in (office.folder / "new").glob("replica-*")}
    assert names == {replica.header.database.removesuffix(".db")}


def test_the_first_stage_holds_ones_own_open_business_with_its_history(office: Office) -> None:
    furnish(office)
    office.edit(office.get(Account, "north1"), city="Rome")
    replica = arrived(office)
    held = {
        kind: {one.id for one in replica.find(kind)}
        for kind in (Account, Contact, Opportunity, Activity, Product, User)
    }
    assert held == {
        Account: {"north1", "visited"}, Contact: {"carl", "vera"}, Opportunity: {"deal1"}, Activity: {"visit"},
        Product: {"pump"}, User: {"ann", "bob", "mia", "root"},
    }  # fmt: skip
    assert (replica.rest, replica.verify()) == (Rest.WANTED, [])
    assert [line.entry.fields.get("city") for line in replica.lines(["north1"])["north1"]][-1] == (None, "Rome")
    assert [one.id for one in replica.search("visited")] == ["visited"]


def test_what_is_saved_in_the_first_stage_is_sent_and_stays(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    furnish(office)
    replica = arrived(office)
    desk = desk_of(replica, office.clock)
    records.edit(desk, desk.fetch(Account, "north1"), city="Oslo")
    office.edit(office.get(Account, "quiet"), city="Somewhere")
    monkeypatch.setattr(loading, "CHUNKS_A_ROUND", 1)
    office.sync(replica)
    assert (office.get(Account, "north1").city, replica.rest) == ("Oslo", Rest.WANTED)
    records.edit(desk, desk.fetch(Account, "north1"), city="Bergen")
    for _ in range(8):
        office.sync(replica)
        assert desk.fetch(Account, "north1").city == "Bergen"
    is_whole(office, replica)
    assert replica.get(Contact, "quentin") is not None


def test_the_rest_makes_way_for_an_edit(office: Office) -> None:
    replica = arrived(office)
    desk = desk_of(replica, office.clock)
    told: list[Progress] = []

    def work(progress: Progress) -> None:
        told.append(progress)
        if len(told) == 2:
            records.edit(desk, desk.fetch(Account, "north1"), city="Oslo")

    loading.load_rest(replica, office.service, work)
    assert (len(told), replica.rest) == (2, Rest.WANTED)
    is_whole(office, replica)
    assert office.get(Account, "north1").city == "Oslo"


def test_who_declines_the_rest_keeps_the_first_stage_and_nothing_else(office: Office) -> None:
    furnish(office)
    replica = arrived(office)
    told: list[Progress] = []

    def decline(progress: Progress) -> None:
        told.append(progress)
        if len(told) == 2:
            replica.want_rest(Rest.DECLINED)

    assert loading.load_rest(replica, office.service, decline) is None
    assert (len(told), replica.arriving(), sorted(_databases(office))) == (2, None, [replica.header.database])
    office.edit(office.get(Account, "north1"), city="Oslo")
    office.sync(replica)
    north = replica.get(Account, "north1")
    assert north is not None
    assert (north.city, replica.get(Account, "quiet"), replica.rest) == ("Oslo", None, Rest.DECLINED)
    replica.want_rest(Rest.WANTED)
    is_whole(office, replica)
    assert replica.get(Account, "quiet") is not None


def _databases(office: Office) -> list[str]:
    return [path.name for path in Path(office.folder / "new").glob("replica-*.db")]


def test_the_first_stage_is_limited_and_begins_with_the_newest(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mine, "MOST", 0)
    monkeypatch.setattr(mine, "LEAST_OWN", 3)
    office.add(*(deal(f"more{number}", account="north1") for number in range(5)))
    replica = arrived(office)
    assert {one.id for one in replica.find(Opportunity)} == {"more2", "more3", "more4"}
    is_whole(office, replica)


def test_a_small_scope_is_loaded_at_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offering, "WHOLE_AT_ONCE", 1_000_000)
    replica = arrived(office)
    assert (replica.rest, replica.header.database) == (Rest.NONE, "replica-2.db")
    is_whole(office, replica)


def test_a_scope_that_grew_by_very_much_comes_as_a_file(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulling, "GROWTH", 1)
    ann = next(one for one in office.laptops if one.header.login == "ann")
    desk = desk_of(ann, office.clock)
    records.edit(desk, desk.fetch(Account, "north1"), city="Oslo")
    office.edit(office.get(User, "ann"), territories=("north", "south"))
    office.sync(ann)
    office.sync(ann)
    assert (ann.header.database, office.differences(ann), office.get(Account, "north1").city) == (
        "replica-2.db", [], "Oslo",
    )  # fmt: skip
    assert (ann.get(Account, "south1") is not None, ann.anew.why) == (True, GREW)
