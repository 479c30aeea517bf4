"""The bin shows what was deleted, by whom and when, and brings it back with what went with it."""

import msgspec
import pytest

from crm_desktop.actions import quotes, records, undoing
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.restoring import look_in, restore
from crm_desktop.core.changes import join
from crm_desktop.core.entities import Account, Activity, Contact, Opportunity, Product, Quote, User
from crm_desktop.core.errors import RefusedError
from crm_desktop.replica.replica import Replica
from tests.replicas import PASSWORD, Office


@pytest.fixture
def desk(office: Office) -> Desk:
    return desk_of(office.laptops[0], office.clock)


def names(desk: Desk, limit: int = 100) -> list[str]:
    found, before = list[str](), None
    while True:
        page = look_in(desk, before, limit)
        found += [one.record.id for one in page.found]
        if (before := page.before) is None:
            return found


def bring_back(desk: Desk, *ids: str) -> int:
    return sum(part.changes for part in restore(desk, [one for one in look_in(desk).found if one.record.id in ids]))


def accounts(desk: Desk, count: int) -> list[Account]:
    made = [Account(id=f"a{n}", name=f"Quay {n}", territory="north") for n in range(count)]
    records.create(desk, *made)
    return made


def test_it_tells_what_was_deleted_by_whom_and_when_the_latest_first(desk: Desk) -> None:
    first, _ = accounts(desk, 2)
    records.delete(desk, first)
    deal = desk.fetch(Opportunity, "deal1")
    records.delete(desk, deal)
    found = look_in(desk).found
    assert [(one.entity, one.record.id, one.author) for one in found] == [("opportunity", "deal1", "ann"), ("account", "a0", "ann")]  # fmt: skip
    assert found[1].record == first
    assert found[1].happened < found[0].happened <= desk.replica.as_of(found[0].happened).moment


def test_pages_follow_each_other_without_gap_or_repeat(desk: Desk) -> None:
    for one in accounts(desk, 7):
        records.delete(desk, one)
    assert names(desk, limit=3) == [f"a{n}" for n in reversed(range(7))]


def test_what_stands_again_is_gone_from_it_and_the_last_deletion_counts(desk: Desk) -> None:
    (one,) = accounts(desk, 1)
    done = records.delete(desk, one)
    records.undo(desk, done.change)
    assert names(desk) == []
    again = records.delete(desk, desk.fetch(Account, "a0"))
    assert [(one.record.id, one.change) for one in look_in(desk).found] == [("a0", again.change)]


def test_one_of_many_deleted_at_once_comes_back_alone(desk: Desk) -> None:
    records.delete(desk, *accounts(desk, 3))
    assert bring_back(desk, "a1") == 1
    assert desk.fetch(Account, "a1").name == "Quay 1"
    assert set(names(desk)) == {"a0", "a2"}


def test_a_quote_comes_back_with_its_lines(desk: Desk) -> None:
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, "deal1"))
    quotes.add_line(desk, quote, desk.replica.find(Product, limit=1)[0])
    lines = quotes.lines_of(desk, quote)
    records.delete(desk, desk.fetch(Quote, quote.id))
    assert (names(desk), quotes.lines_of(desk, quote)) == ([quote.id], [])
    bring_back(desk, quote.id)
    assert quotes.lines_of(desk, quote) == lines


def test_what_came_back_is_one_step_of_undo(desk: Desk) -> None:
    for one in accounts(desk, 15):
        records.delete(desk, one)
    assert bring_back(desk, *(f"a{n}" for n in range(15))) == 15
    undoing.undo_last(desk)
    assert len(names(desk)) == 15


def test_it_holds_after_a_restart_and_a_sync_and_for_a_colleague(desk: Desk, office: Office) -> None:
    records.delete(desk, *accounts(desk, 2))
    office.sync(desk.replica)
    folder = desk.replica.folder
    desk.replica.close()
    again = desk_of(Replica.open(folder, PASSWORD), office.clock)
    office.laptops[0] = again.replica
    assert set(names(again)) == {"a0", "a1"}
    boss = desk_of(office.laptops[2], office.clock)
    office.sync(boss.replica)
    assert {one.author for one in look_in(boss).found} == {"ann"}
    bring_back(boss, "a0")
    office.sync(boss.replica, again.replica)
    assert again.fetch(Account, "a0").name == "Quay 0"
    assert office.differences(again.replica) == []


def test_nobody_looks_into_what_is_another_persons_own(desk: Desk, office: Office) -> None:
    office.add(User(id="two", name="Two", login="two", role="administrator"))
    root, two = desk_of(office.laptops[3], office.clock), desk_of(office.laptop("two"), office.clock)
    own = Activity(id="own", kind="task", subject="Mine", owner="root")
    records.create(root, own)
    records.delete(root, own)
    office.sync(root.replica, two.replica)
    assert names(root) == ["own"]
    assert names(two) == []


def test_what_may_not_come_back_says_so(desk: Desk) -> None:
    (one,) = accounts(desk, 1)
    records.delete(desk, one)
    (gone,) = look_in(desk).found
    join(*(part.touched for part in restore(desk, [gone])))
    with pytest.raises(RefusedError, match="stands again"):
        list(restore(desk, [gone]))


def test_one_that_may_not_come_back_takes_no_other_with_it(desk: Desk, office: Office) -> None:
    root = desk_of(office.laptops[3], office.clock)
    product = root.replica.find(Product, limit=1)[0]
    for one in (product, *accounts(root, 2)):
        records.delete(root, one)
    since = msgspec.structs.replace(root, role="rep")  # who may not write products any more
    assert sum(part.changes for part in restore(since, look_in(root).found)) == 2
    assert names(root) == [product.id]


def test_contacts_of_a_deleted_account_are_listed_by_themselves(desk: Desk) -> None:
    records.delete(desk, desk.fetch(Contact, "carl"))
    assert names(desk) == ["carl"]
