"""News reach those whom they concern, and cost the others nothing."""

import asyncio
import threading

import pytest
from sqlalchemy import event

from crm_desktop.core.changes import Act, Change, Entry
from crm_desktop.core.entities import Account, User
from sync_server import pulling, slices
from sync_server.database import open_database
from sync_server.journal import Watch
from sync_server.news import count_news
from sync_server.streams import Streams
from sync_server.tables import NEWS
from tests.server.house import created


def accounts_in(node, start, count):
    return [created(Account(id=f"{node}{n}", name=f"{node} {n}", territory=node)) for n in range(start, start + count)]


def steps_of(house, work):
    """Count what SQLite's machine does for a piece of work."""
    counted = [0]

    def count():
        counted[0] += 1
        return 0

    def watched(connection, *_told):
        connection.connection.driver_connection.set_progress_handler(count, 1)

    event.listen(house.service.journal.engine, "engine_connect", watched)
    work()
    event.remove(house.service.journal.engine, "engine_connect", watched)
    house.service.journal.engine.dispose()  # the connections that count
    return counted[0]


@pytest.fixture
def li(house):
    return house.enrol("li")


@pytest.mark.parametrize("mine", [0, 40])
def test_a_pull_costs_the_same_however_much_others_changed(house, li, mine):
    _, cursor = li.pull_all()
    house.service.load_changes(accounts_in("south", 0, 20))
    house.service.load_changes(accounts_in("north", 0, mine))
    steps = [steps_of(house, lambda: li.server.pull(li.token, cursor)) for _ in range(2)][1]
    house.service.load_changes(accounts_in("south", 20, 2000))
    came = []
    after = steps_of(house, lambda: came.extend(li.server.pull(li.token, cursor).posted))
    assert len(came) == mine
    assert after < steps * 1.05


def test_a_pull_without_news_leaves_the_cursor_where_it_is(house, li):
    _, cursor = li.pull_all()
    house.service.load_changes(accounts_in("south", 0, 3))
    page = li.server.pull(li.token, cursor)
    assert (page.cursor, page.posted, page.more) == (cursor, (), False)


def test_a_cursor_far_behind_is_moved_on_without_news(house, li, monkeypatch):
    monkeypatch.setattr(pulling, "FAR_BEHIND", 3)
    _, cursor = li.pull_all()
    house.service.load_changes(accounts_in("south", 0, 3))
    page = li.server.pull(li.token, cursor)
    assert page.cursor != cursor
    assert (page.posted, page.more) == ((), False)


def test_pages_of_many_nodes_come_in_the_order_of_numbers(house, li, monkeypatch):
    monkeypatch.setattr(slices, "NODES_AT_ONCE", 1)
    _, cursor = li.pull_all()
    for n in range(3):
        house.service.load_changes(accounts_in("north", n, 1))
        house.service.load_changes([created(User(id=f"new{n}", name="New", login=f"new{n}"))])
    with house.service.journal.engine.connect() as connection:
        actor = house.service._actor(connection, "li")
        found = slices.slice_of(connection, actor, 0, 1 << 40, 12)
        rest = slices.slice_of(connection, actor, found.upto, 1 << 40, 12)
    seqs = [seq for posted in (*found.posted, *rest.posted) for seq in posted.seqs]
    assert seqs == sorted(seqs)
    assert li.pull_all(cursor)[0] == ["north0", "new0", "north1", "new1", "north2", "new2"]


def test_waiting_for_news_ends_only_for_what_is_in_scope(house, li):
    _, cursor = li.pull_all()
    house.service.load_changes(accounts_in("south", 0, 1))
    assert house.server.news(li.token, cursor, 0.0) is False
    house.service.load_changes(accounts_in("north", 0, 1))
    assert house.server.news(li.token, cursor, 0.0) is True


def test_a_record_that_leaves_is_news_on_both_sides(house, li):
    house.service.load_changes(accounts_in("north", 0, 1))
    mia = house.enrol("mia")
    cursors = [one.pull_all()[1] for one in (li, mia)]
    office = house.enrol("chen")
    change = office.change(Account(id="south9", name="x", territory="south"))
    office.server.push(office.token, (change,))
    assert house.server.news(li.token, cursors[0], 0.0) is False
    moved = {"territory": ("north", "south")}
    entry = Entry("account", "north0", Act.EDIT, moved)
    office.counter += 1
    office.server.push(office.token, (Change("m", "chen", office.device, office.counter, 1, (entry,)),))
    assert [house.server.news(one.token, at, 0.0) for one, at in zip((li, mia), cursors, strict=True)] == [True, True]


@pytest.fixture
def shared(house):
    """An account of the north that Mia of the south is on the team of."""
    house.service.load_changes([created(Account(id="shared", name="Shared", territory="north", team=("mia",)))])


def edited(house, name, before, after):
    entry = Entry("account", "shared", Act.EDIT, {name: (before, after)})
    house.service.load_changes([Change(f"{name}-{after}", "", "server", 0, house.clock.now, (entry,))])


def test_what_happens_to_a_teams_account_is_news_for_its_territory_and_its_team_alone(house, li, shared):
    laptops = [li, house.enrol("mia"), house.enrol("li")]
    house.service.load_changes([created(User(id="zoe", name="Zoe", login="zoe", territories=("south",), home="south"))])
    laptops.append(house.enrol("zoe"))
    places = [(one, one.pull_all()[1]) for one in laptops]
    edited(house, "city", None, "Kiel")
    news = [house.server.news(one.token, cursor, 0.0) for one, cursor in places]
    came = [one.pull_all(cursor)[0] for one, cursor in places]
    assert news == [True, True, True, False]
    assert came == [["shared"], ["shared"], ["shared"], []]


def test_who_joins_or_leaves_a_team_hears_of_it(house, shared):
    zoe = User(id="zoe", name="Zoe", login="zoe", territories=("south",), home="south")
    house.service.load_changes([created(zoe)])
    laptops = [house.enrol("mia"), house.enrol("zoe")]
    cursors = [one.pull_all()[1] for one in laptops]
    edited(house, "team", ["mia"], ["zoe"])
    assert all(house.server.news(one.token, at, 0.0) for one, at in zip(laptops, cursors, strict=True))
    assert set(laptops[1].pull_all(cursors[1])[0]) == {"shared"}  # all its history


def test_a_team_that_stays_as_it_is_wakes_nobody(house, shared):
    mia = house.enrol("mia")
    _, cursor = mia.pull_all()
    house.service.load_changes(accounts_in("north", 0, 3))
    assert house.server.news(mia.token, cursor, 0.0) is False


def test_a_cursor_of_another_scope_has_news_at_once(house, li):
    _, cursor = li.pull_all()
    mia = house.enrol("mia")
    assert house.server.news(mia.token, cursor, 0.0) is True


def test_open_streams_hold_no_thread_and_only_those_concerned_are_woken(house, li):
    mia = house.enrol("mia")
    places = [(one, one.pull_all()[1]) for one in (li, mia)]
    streams = Streams(house.service)

    async def listen(laptop, cursor):
        return [part async for part in streams.events(house.service.watch(laptop.token, cursor), 60.0)]

    async def told():
        before = threading.active_count()
        tasks = [asyncio.create_task(listen(*place)) for place in places for _ in range(50)]
        for _ in range(3):  # until each has opened
            await asyncio.sleep(0)
        assert len(streams._waiting[""]) == 100
        held = threading.active_count() - before
        await asyncio.to_thread(house.service.load_changes, accounts_in("north", 0, 1))
        heard = await asyncio.gather(*tasks[:50])
        silent = not any(task.done() for task in tasks[50:])
        streams.close()
        return held, heard, silent, await asyncio.gather(*tasks[50:])

    held, heard, silent, closed = asyncio.run(told())
    assert (held, silent) == (0, True)
    assert {answer[-1] for answer in heard} == {b"event: news\ndata:\n\n"}
    assert {len(answer) for answer in closed} == {1}


def test_a_journal_from_before_news_were_kept_counts_them_once(house, tmp_path):
    house.service.load_changes(accounts_in("north", 0, 2))
    engine = house.service.journal.engine
    with engine.begin() as connection:
        kept = set(map(tuple, connection.execute(NEWS.select())))
        connection.execute(NEWS.delete())
    engine.dispose()
    again = open_database(tmp_path / "server.db", synchronous="OFF")
    with again.begin() as connection:
        assert set(map(tuple, connection.execute(NEWS.select()))) == kept
        count_news(connection)
        assert set(map(tuple, connection.execute(NEWS.select()))) == kept
    again.dispose()


def test_everybody_means_any_node(house):
    assert house.service.is_news(Watch(None, house.service.journal._newest)) is False
    assert house.service.is_news(Watch(None, 0)) is True
