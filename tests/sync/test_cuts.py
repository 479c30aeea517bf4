"""Cut anywhere, repeated anywhere: each change arrives once, and the laptop ends with what the server has."""

import itertools
from collections import Counter
from pathlib import Path

import pytest

from crm_desktop.actions import records
from crm_desktop.actions.desk import desk_of
from crm_desktop.core.entities import Account, Activity, Contact, Opportunity, Quote, QuoteLine, User
from crm_desktop.core.errors import UnreachableError
from crm_desktop.core.protocol import SignIn
from crm_desktop.replica import outbox
from crm_desktop.replica.replica import Replica
from crm_desktop.sync import engine
from crm_desktop.sync.engine import enrol, sync
from sync_server import first_load, slices
from tests.replicas import PASSWORD, Office, deal, held_by
from tests.sync.cuts import Cut


def work(office: Office, replica: Replica) -> list[str]:
    """Do an afternoon's work offline; tells the ids of what was made."""
    desk = desk_of(replica, office.clock)
    ids = [desk.new_id() for _ in range(6)]
    records.create(desk, Account(id=ids[0], name="New", territory="north"))
    records.create(desk, Contact(id=ids[1], family_name="Li", account=ids[0]))
    records.edit(desk, desk.fetch(Opportunity, "deal1"), next_step="Call", tags=("hot",))
    quote = Quote(id=ids[2], owner="ann", account=ids[0], currency="CNY")
    records.create(desk, quote, *(QuoteLine(id=one, quote=ids[2], currency="CNY") for one in ids[3:5]))
    records.create(desk, Activity(id=ids[5], subject="Visit", account=ids[0], owner="ann"))
    records.edit(desk, desk.fetch(Account, ids[0]), city="Rome")
    return ids


def check(office: Office, replica: Replica, ids: list[str]) -> None:
    report = sync(replica, office.service, office.clock.us)
    assert (replica.pending(), office.differences(replica), replica.verify(), office.service.verify()) == (
        0,
        [],
        [],
        [],
    )
    with office.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT change, entity, record, act FROM entry WHERE device = 'laptop of ann'"
        ).all()
    assert max(Counter(rows).values()) == 1
    assert {row[2] for row in rows} == {*ids, "deal1"}
    assert len({row[0] for row in rows}) == 6
    assert (report.pushed, report.refused) == (report.pushed, 0)
    again = sync(replica, office.service, office.clock.us)
    assert (again.pushed, again.pulled, again.touched) == (0, 0, {})


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send and fetch in pieces so small that there is something between them."""
    monkeypatch.setattr(engine, "PUSH_CHANGES", 2)
    monkeypatch.setattr(slices.slice_of, "__defaults__", (3,))
    monkeypatch.setattr(first_load, "BATCH_ROWS", 4)


@pytest.mark.fewer_on_postgres(4)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, 14))
def test_a_sync_cut_at_any_call_goes_on(office: Office, at: int, after: bool) -> None:
    ann = office.laptops[0]
    ids = work(office, ann)
    office.add(deal("deal9", account="north1"))
    cut = Cut(office.service, at, after=after)
    try:
        sync(ann, cut, office.clock.us)
    except UnreachableError:
        assert cut.calls == at
    else:
        assert cut.calls < at
    check(office, ann, ids)
    assert ann.get(Opportunity, "deal9") is not None


def test_pushing_again_in_whole_and_in_parts_changes_nothing(office: Office) -> None:
    ann = office.laptops[0]
    ids = work(office, ann)
    changes, token = ann.outbox(), ann.mark("token")
    first = office.service.push(token, changes[:4])
    assert (first.taken, first.accepted) == (4, 4)
    for part in (changes[:1], changes[1:3], changes[:4], ()):
        again = office.service.push(token, part)
        assert (again.taken, again.accepted, again.refused) == (4, 0, 0)
    assert office.service.push(token, changes).accepted == 2
    check(office, ann, ids)


def test_a_page_absorbed_twice_changes_nothing(office: Office) -> None:
    ann = office.laptops[0]
    ids = work(office, ann)
    office.service.push(ann.mark("token"), ann.outbox())
    page = office.service.pull(ann.mark("token"), ann.mark("cursor"))
    ann.absorb(page)
    before = ann.content_hash("rep")
    ann.absorb(page)
    assert ann.content_hash("rep") == before
    check(office, ann, ids)


def test_an_old_page_that_comes_late_takes_nothing_back(office: Office) -> None:
    ann = office.laptops[0]
    office.edit(office.get(Account, "north1"), city="Rome")
    old = office.service.pull(ann.mark("token"), ann.mark("cursor"))
    office.edit(office.get(Account, "north1"), city="Oslo")
    office.sync(ann)
    ann.absorb(old)
    assert held_by(ann, Account, "north1").city == "Oslo"
    office.sync(ann)
    assert (office.differences(ann), ann.verify()) == ([], [])


def test_what_is_saved_while_a_page_is_on_its_way_stays_on_top(office: Office) -> None:
    ann = office.laptops[0]
    desk = desk_of(ann, office.clock)
    office.edit(office.get(Opportunity, "deal1"), next_step="Theirs")
    page = office.service.pull(ann.mark("token"), ann.mark("cursor"))
    records.edit(desk, desk.fetch(Opportunity, "deal1"), next_step="Mine", source="Fair")
    ann.absorb(page)
    assert (desk.fetch(Opportunity, "deal1").next_step, ann.pending()) == ("Mine", 1)
    office.sync(ann)
    assert (office.get(Opportunity, "deal1").next_step, office.differences(ann)) == ("Mine", [])


def test_a_replica_that_was_never_closed_keeps_its_outbox(office: Office) -> None:
    ann = office.laptops[0]
    ids = work(office, ann)
    if ann._owner is not None:
        ann._owner.close()
    again = Replica.open(office.folder / "laptop of ann", PASSWORD)
    office.laptops.append(again)
    assert again.pending() == 6
    check(office, again, ids)


@pytest.mark.fewer_on_postgres(4)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", [2, 3, 9, 21, 27])
def test_a_first_load_cut_at_any_batch_goes_on(office: Office, tmp_path: Path, at: int, after: bool) -> None:
    request = SignIn(
        login="ann", password=PASSWORD, device="new", device_name="new", clock=office.clock.us(),
        code=office.accounts.create_code("ann"),
    )  # fmt: skip
    cut = Cut(office.service, at, after=after)
    try:
        office.laptops.append(enrol(tmp_path / "new", cut, "direct", request, office.clock.us))
    except UnreachableError:
        office.laptops.append(Replica.open(tmp_path / "new", PASSWORD))
    made = office.laptops[-1]
    office.edit(office.get(Account, "north1"), city="Rome")
    office.edit(office.get(Account, "north1"), city="Oslo")
    if not made.mark("token"):
        engine.remember(made, office.service.sign_in(request), office.clock.us)
    office.sync(made)
    assert (office.differences(made), made.verify()) == ([], [])
    assert [one.id for one in made.search("上海")] == ["north1"]


def test_others_work_during_a_first_load_is_counted_once(office: Office, tmp_path: Path) -> None:
    request = SignIn(
        login="ann", password=PASSWORD, device="new", device_name="new", clock=office.clock.us(),
        code=office.accounts.create_code("ann"),
    )  # fmt: skip
    count = iter(range(1000))

    def disturb(_progress: object) -> None:
        number = next(count)
        if number > 14:
            return
        office.edit(office.get(Account, "north1"), city=f"city {number}")
        office.add(Contact(id=f"contact{number:02}", family_name="New", account="north1"))

    made = enrol(tmp_path / "new", office.service, "direct", request, office.clock.us, disturb)
    office.laptops.append(made)
    office.sync(made)
    assert (office.differences(made), made.verify()) == ([], [])
    with made._engine.connect() as connection:
        spans = connection.exec_driver_sql(
            "SELECT happened, happened_to FROM account_past WHERE id = 'north1' AND happened < happened_to ORDER BY 1"
        ).all()
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))


@pytest.mark.fewer_on_postgres(2)
@pytest.mark.parametrize(("during", "back"), [("world", 22), ("south", 22)])
def test_a_scope_held_only_during_a_first_load_leaves_no_trace(office: Office, during: str, back: int) -> None:
    ann, count = office.laptops[0], itertools.count()
    before = office.get(User, "ann").territories

    def disturb(_progress: object) -> None:
        match next(count):
            case 8:
                office.edit(office.get(User, "ann"), territories=(during,))
            case number if number == back:
                office.edit(office.get(User, "ann"), territories=before)

    ann.empty()
    sync(ann, office.service, office.clock.us, disturb)
    assert next(count) > back
    office.sync(ann)
    assert (office.differences(ann), ann.verify(), ann.repairs()) == ([], [], [])
    with office.engine.connect() as there, ann._engine.connect() as here:
        hidden = there.exec_driver_sql("SELECT record FROM entry WHERE node IN ('south', 'world')").scalars().all()
        held = here.exec_driver_sql("SELECT record FROM entry").scalars().all()
    assert hidden
    assert not {*hidden} & {*held}


def test_a_laptop_of_another_epoch_loads_anew_and_keeps_its_work(office: Office) -> None:
    ann = office.laptops[0]
    ids = work(office, ann)
    office.service._epoch = "restored"
    check(office, ann, ids)


def test_a_change_of_many_entries_does_not_run_into_the_next(office: Office) -> None:
    ann = office.laptops[0]
    desk = desk_of(ann, office.clock)
    ids = [f"many{number:05}" for number in range(4200)]
    records.create(desk, *(Activity(id=id_, subject="Visit", owner="ann") for id_ in ids))
    records.create(desk, Activity(id="next", subject="Next", owner="ann"))
    assert len(ann.lines(["next"])["next"]) == 1
    assert ann.count(Activity) == 4201
    assert outbox.ENTRIES_A_CHANGE > 4200
