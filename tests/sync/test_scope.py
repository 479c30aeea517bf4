"""Who sees what: a laptop holds exactly its person's subtree, now and after everything that can move."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from crm_desktop.actions import inbox, records
from crm_desktop.actions.desk import desk_of
from crm_desktop.core.changes import Act, Change, Entry, delete_entry
from crm_desktop.core.entities import (
    REGISTRY,
    Account,
    Activity,
    Conflict,
    Contact,
    File,
    Opportunity,
    Product,
    Quote,
    QuoteLine,
    Refusal,
    Territory,
    User,
)
from crm_desktop.core.protocol import Page
from crm_desktop.core.schema import raw_of
from crm_desktop.core.store import Reader
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import sync
from sync_server import first_load, slices
from tests.replicas import Office, deal
from tests.sync.otherwise import otherwise

EVERYBODYS = {
    "organisation", "territory", "user", "currency", "rate", "tax_rate", "product", "price_book", "price", "pipeline", "stage",
    "customer_group",
}  # fmt: skip


def reference(office: Office, login: str) -> dict[str, set[str]]:
    """Work out by hand, apart from the product, which records a person sees."""
    with office.engine.connect() as connection:
        reader = Reader(connection)
        every = {key: {one.id: one for one in reader.find(declared.record)} for key, declared in REGISTRY.items()}
    me: Any = next(user for user in every["user"].values() if user.login == login)
    if me.role == "administrator":
        return {key: set(found) for key, found in every.items()}
    territories: Any = every["territory"]
    users: Any = every["user"]
    persons = {me.id}
    for _ in users:
        persons |= {one.id for one in users.values() if one.successor in persons}
    roots = {root for id_ in persons for root in (*users[id_].territories, users[id_].home)}

    def under(node: str) -> bool:
        seen: set[str] = set()
        while node and node not in seen:
            if node in roots:
                return True
            seen.add(node)
            node = territories[node].parent if node in territories else ""
        return False

    def owner_sees(owner: str) -> bool:
        user: Any = users.get(owner)
        return under(user.home) if user is not None and user.home else owner in persons

    def sees(key: str, one: Any) -> bool:
        if key in EVERYBODYS:
            return True
        if key == "account":
            return under(one.territory) or not persons.isdisjoint(one.team)
        if key in {"quota", "conflict"}:
            if key == "conflict" and one.record in every.get(one.entity, {}):
                return sees(one.entity, every[one.entity][one.record])
            if key == "conflict" and one.account in every["account"]:
                return sees("account", every["account"][one.account])
            return (
                under(one.territory)
                if one.territory
                else owner_sees(one.user if key == "quota" else one.waiting_author)
            )
        if key == "file" and one.product and not (one.account or one.quote or one.activity):
            return True
        if key == "refusal":
            return owner_sees(one.author)
        if key in {"list_view", "line_template"}:
            return one.is_shared or one.owner in persons
        for name, target in (
            ("account", "account"),
            ("quote", "quote"),
            ("activity", "activity"),
            ("opportunity", "opportunity"),
        ):
            if name in REGISTRY[key].follows and getattr(one, name, "") in every[target]:
                return sees(target, every[target][getattr(one, name)])
        return owner_sees(getattr(one, "owner", ""))

    return {key: {id_ for id_, one in found.items() if sees(key, one)} for key, found in every.items()}


def held(replica: Replica) -> dict[str, set[str]]:
    return {key: {one.id for one in replica.find(declared.record)} for key, declared in REGISTRY.items()}


def agree(office: Office, *replicas: Replica) -> None:
    office.sync(*replicas)
    office.sync(*replicas)
    for replica in replicas:
        assert held(replica) == reference(office, replica.header.login), replica.header.login
        assert office.differences(replica) == []
        assert replica.verify() == []
        assert replica.lines(_every_id(office)).keys() >= {id_ for ids in held(replica).values() for id_ in ids}
    assert office.service.verify() == []


def _every_id(office: Office) -> list[str]:
    with office.engine.connect() as connection:
        return [one.id for declared in REGISTRY.values() for one in Reader(connection).find(declared.record)]


@pytest.fixture
def crowd(office: Office) -> tuple[Office, Replica, Replica, Replica, Replica]:
    office.add(
        Quote(id="q1", owner="ann", account="north1", currency="CNY"), deal("alone", owner="ann"),
        Activity(id="visit", subject="Visit", account="north1", owner="ann"), Activity(id="private", subject="Own", owner="bob"),
        File(id="photo", name="p.png", sha256="0" * 64, activity="visit", owner="bob"),
        Conflict(id="clash", entity="account", record="north1", on_field="terms", account="north1", waiting_author="bob"),
    )  # fmt: skip
    office.add(QuoteLine(id="l1", quote="q1", currency="CNY"))
    office.sync(*office.laptops)
    return office, *office.laptops


Crowd = tuple[Office, Replica, Replica, Replica, Replica]


def test_each_laptop_holds_exactly_its_persons_scope(crowd: Crowd) -> None:
    office, *laptops = crowd
    agree(office, *laptops)
    ann, bob, mia, root = (held(one) for one in laptops)
    assert (ann["account"], bob["account"]) == ({"north1", "harbour1"}, {"south1"})
    assert mia["account"] == root["account"] == {"north1", "harbour1", "south1"}
    assert "photo" not in bob["file"]


def test_an_account_that_moves_takes_everything_along_with_history(crowd: Crowd) -> None:
    office, ann, bob, *others = crowd
    office.edit(office.get(Contact, "carl"), job_title="Buyer")
    office.edit(office.get(Account, "north1"), territory="south")
    agree(office, ann, bob, *others)
    found = held(bob)
    for key, id_ in (("account", "north1"), ("contact", "carl"), ("opportunity", "deal1"), ("quote", "q1"), ("quote_line", "l1"), ("activity", "visit"), ("file", "photo"), ("conflict", "clash")):  # fmt: skip
        assert id_ in found[key], id_
        assert id_ not in held(ann)[key], id_
    assert [line.entry.act for line in bob.lines(["carl"])["carl"]] == [Act.CREATE, Act.EDIT]
    assert ann.lines(["carl", "north1", "l1"]) == {}
    assert ann.search("上海泵业") == []
    assert [one.id for one in bob.search("上海泵业")] == ["north1"]


MOVES = [
    ("account to the leaf", lambda office: office.edit(office.get(Account, "north1"), territory="harbour")),
    ("account away and back", lambda office: [office.edit(office.get(Account, "north1"), territory=node) for node in ("south", "north")]),
    ("a person's territories", lambda office: office.edit(office.get(User, "ann"), territories=("south",))),
    ("a person's home", lambda office: office.edit(office.get(User, "ann"), home="south")),
    ("a second territory", lambda office: office.edit(office.get(User, "bob"), territories=("south", "harbour"))),
    ("no territory at all", lambda office: office.edit(office.get(User, "ann"), territories=(), home="")),
    ("a branch of the tree", lambda office: office.edit(office.get(Territory, "harbour"), parent="south")),
    ("the owner of a deal without account", lambda office: office.edit(office.get(Opportunity, "alone"), owner="bob")),
    ("a deal gets an account", lambda office: office.edit(office.get(Opportunity, "alone"), account="south1")),
    ("a deal loses its account", lambda office: office.edit(office.get(Opportunity, "deal1"), account="")),
    ("a contact changes its account", lambda office: office.edit(office.get(Contact, "carl"), account="south1")),
    ("promotion", lambda office: office.edit(office.get(User, "ann"), role="manager")),
    ("somebody joins a team", lambda office: office.edit(office.get(Account, "north1"), team=("bob",))),
    ("two join a team, one goes", lambda office: [office.edit(office.get(Account, "north1"), team=team) for team in (("ann", "bob"), ("ann",))]),
    ("everybody leaves a team", lambda office: [office.edit(office.get(Account, "north1"), team=team) for team in (("bob",), ())]),
    ("a team's account moves", lambda office: [office.edit(office.get(Account, "north1"), **values) for values in ({"team": ("ann",)}, {"territory": "south"})]),
    ("a team's account without its territory's holder", lambda office: [office.edit(office.get(Account, "south1"), team=("ann", "bob")), office.edit(office.get(User, "bob"), territories=(), home="")]),
    ("a team's branch of the tree moves", lambda office: [office.edit(office.get(Account, "harbour1"), team=("bob",)), office.edit(office.get(Territory, "harbour"), parent="south")]),
    ("a new account with a team", lambda office: office.add(Account(id="shared", name="Shared", territory="north", team=("bob",)), Contact(id="dora", family_name="Dora", account="shared"))),
    ("a deal goes to a team's account", lambda office: [office.edit(office.get(Account, "north1"), team=("bob",)), office.edit(office.get(Opportunity, "alone"), account="north1")]),
    ("a successor", lambda office: office.edit(office.get(User, "ann"), successor="bob", is_inactive=False)),
    ("a successor of a successor", lambda office: [office.edit(office.get(User, "ann"), successor="mia"), office.edit(office.get(User, "mia"), successor="bob")]),
    ("two who took over from each other", lambda office: [office.edit(office.get(User, "ann"), successor="bob"), office.edit(office.get(User, "bob"), successor="ann")]),
    ("a successor gives it back", lambda office: [office.edit(office.get(User, "ann"), successor=who) for who in ("bob", "")]),
    ("the successor of one without a territory", lambda office: [office.edit(office.get(User, "bob"), home=""), office.edit(office.get(User, "bob"), successor="ann")]),
    ("the successor of one on a team", lambda office: [office.edit(office.get(Account, "harbour1"), team=("bob",)), office.edit(office.get(User, "bob"), successor="mia")]),
    ("administrator for a day", lambda office: office.edit(office.get(User, "bob"), role="administrator")),
    ("no administrator any more", lambda office: office.edit(office.get(User, "root"), role="rep", territories=("harbour",))),
]  # fmt: skip


@pytest.mark.fewer_on_postgres(5)
@pytest.mark.parametrize("move", [move for _, move in MOVES], ids=[name for name, _ in MOVES])
def test_after_every_move_each_laptop_holds_what_it_should(crowd: Crowd, move: Any) -> None:
    office, *laptops = crowd
    move(office)
    agree(office, *laptops)


@pytest.mark.fewer_on_postgres(6)
@pytest.mark.parametrize("size", [1, 4])
@pytest.mark.parametrize("first", [0, 4, 8])
def test_moves_between_small_pages_lead_to_the_same(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch, size: int, first: int
) -> None:
    office, *laptops = crowd
    monkeypatch.setattr(slices, "PAGE_ENTRIES", size)
    monkeypatch.setattr(slices.slice_of, "__defaults__", (size,))
    for _, move in MOVES[first : first + 6]:
        move(office)
        office.add(Activity(id=f"a{office.clock.us()}", subject="New", account="north1", owner="ann"))
    agree(office, *laptops)


def test_a_scope_that_changes_again_while_it_is_caught_up(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    office, _, bob, *_ = crowd
    monkeypatch.setattr(slices.slice_of, "__defaults__", (2,))
    office.edit(office.get(User, "bob"), territories=("south", "harbour"))
    page = office.service.pull(bob.mark("token"), bob.mark("cursor"))
    bob.absorb(page)
    assert page.more
    office.edit(office.get(User, "bob"), territories=("south", "north"))
    agree(office, bob)


@pytest.mark.parametrize("away", ["", "world"])
def test_a_scope_that_turns_back_while_it_is_caught_up(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch, away: str
) -> None:
    office, _, bob, *_ = crowd
    monkeypatch.setattr(slices.slice_of, "__defaults__", (1,))
    office.edit(office.get(User, "bob"), territories=("south", "north"))
    while bob.get(Account, "north1") is None:
        page = office.service.pull(bob.mark("token"), bob.mark("cursor"))
        bob.absorb(page)
        assert page.more
    if away:
        office.edit(office.get(Account, "north1"), territory=away)
    office.edit(office.get(User, "bob"), territories=("south",))
    agree(office, bob)
    assert bob.lines(["north1"]) == {}
    assert bob.repairs() == []


def test_of_a_record_that_will_come_whole_no_part_comes_before(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    office, ann, *_ = crowd
    office.edit(office.get(Contact, "sue"), job_title="Buyer")
    office.edit(office.get(Account, "south1"), territory="north")
    monkeypatch.setattr(slices.slice_of, "__defaults__", (1,))
    more, begun = True, []
    while more:
        page = office.service.pull(ann.mark("token"), ann.mark("cursor"))
        ann.absorb(page)
        more = page.more
        begun += [lines[0].entry.act for lines in ann.lines(["sue"]).values()]
    assert begun
    assert set(begun) == {Act.CREATE}
    agree(office, ann)


def test_the_past_of_a_record_that_went_and_came_at_once_lies_where_it_is(crowd: Crowd) -> None:
    office, ann, bob, *_ = crowd
    moves = [("south", "north"), ("north", "south")]
    office.load([
        Change(
            f"move{n}", "root", "another laptop", n, office.clock.us() + n,
            (Entry("account", "south1", Act.EDIT, {"territory": pair}),),
        )
        for n, pair in enumerate(moves, 1)
    ])  # fmt: skip
    with office.engine.connect() as connection:
        nodes = connection.exec_driver_sql("SELECT DISTINCT node FROM account_past WHERE id = 'south1'").scalars().all()
    assert nodes == ["south"]
    agree(office, ann, bob)


def test_what_began_to_follow_a_record_that_went_and_came_back_at_once_lies_where_it_is(crowd: Crowd) -> None:
    office, ann, bob, *_ = crowd
    steps = [
        Entry("account", "south1", Act.EDIT, {"team": (None, ["ann"])}),
        Entry("contact", "new", Act.CREATE, {"family_name": (None, "New"), "account": (None, "south1")}),
        Entry("account", "south1", Act.EDIT, {"team": (["ann"], None)}),
    ]
    office.load(
        Change(f"step{n}", "bob", "machine", n, office.clock.us() + n, (one,)) for n, one in enumerate(steps, 1)
    )
    with office.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT node FROM contact WHERE id = 'new' UNION SELECT node FROM entry WHERE record = 'new'"
        )
        assert rows.scalars().all() == ["south"]
    agree(office, ann, bob)


def test_what_was_made_and_deleted_where_a_record_was_in_between_lies_where_that_is(crowd: Crowd) -> None:
    office, ann, bob, *_ = crowd
    steps = [
        Entry("account", "south1", Act.EDIT, {"territory": ("south", "world")}),
        Entry("contact", "new", Act.CREATE, {"family_name": (None, "New"), "account": (None, "south1")}),
        Entry("contact", "new", Act.DELETE, {"family_name": ("New", None), "account": ("south1", None)}),
        Entry("account", "south1", Act.EDIT, {"team": (None, ["bob"])}),
    ]
    office.load(
        Change(f"step{n}", "bob", "machine", n, office.clock.us() + n, (one,)) for n, one in enumerate(steps, 1)
    )
    with office.engine.connect() as connection:
        nodes = connection.exec_driver_sql("SELECT DISTINCT node FROM entry WHERE record IN ('new', 'south1')")
        assert nodes.scalars().all() == ["world/south1"]
    agree(office, ann, bob)
    assert len(bob.lines(["new"])["new"]) == 2


def test_a_record_that_left_before_the_scope_did(crowd: Crowd) -> None:
    office, ann, *_ = crowd
    office.edit(office.get(Account, "harbour1"), territory="world")
    office.post(delete_entry("contact", "carl", raw_of(office.get(Contact, "carl"))))
    office.edit(office.get(User, "ann"), territories=("south",), home="south")
    agree(office, ann)
    assert ann.lines(["carl"]) == {}


def test_a_record_that_went_from_an_added_node_to_a_kept_one(crowd: Crowd) -> None:
    office, ann, *_ = crowd
    office.edit(office.get(Account, "south1"), territory="north")
    office.edit(office.get(User, "ann"), territories=("north", "south"))
    agree(office, ann)
    assert [line.entry.act for line in ann.lines(["sue"])["sue"]] == [Act.CREATE]


def test_a_move_and_a_late_one_back_leave_the_journal_where_the_record_is(crowd: Crowd) -> None:
    office, ann, bob, *_ = crowd
    there, back = (
        Change(
            f"move{n}",
            "root",
            "another laptop",
            n,
            happened,
            (Entry("account", "north1", Act.EDIT, {"territory": pair}),),
        )
        for n, happened, pair in [(1, office.clock.us(), ("north", "south")), (2, 1, ("south", "north"))]
    )
    office.load([there, back])
    agree(office, ann, bob)
    with office.engine.connect() as connection:
        nodes = connection.exec_driver_sql("SELECT DISTINCT node FROM entry WHERE record = 'north1'").scalars().all()
    assert nodes == ["north"]


# --------------------------------------------------------------------------------------- nothing outside, ever


def nodes_of(office: Office, pages: Iterable[Page]) -> set[tuple[str, str]]:
    return {
        (entry.entity, entry.record) for page in pages for posted in page.posted for entry in posted.change.entries
    }  # fmt: skip


def test_a_page_never_carries_a_record_outside_the_scope(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    office, ann, *_ = crowd
    monkeypatch.setattr(slices.slice_of, "__defaults__", (2,))
    office.edit(office.get(Account, "south1"), territory="north")
    office.add(deal("deal3", account="south1"), deal("deal4", account="north1"))
    office.edit(office.get(Account, "south1"), territory="south")
    pages, cursor = [], ann.mark("cursor")
    while True:
        pages.append(office.service.pull(ann.mark("token"), cursor))
        cursor = pages[-1].cursor
        if not pages[-1].more:
            break
    allowed = reference(office, "ann")
    assert {one for one in nodes_of(office, pages) if one[1] not in allowed[one[0]]} == set()


def test_a_first_load_never_carries_what_the_role_may_not_read(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    office, ann, _, mia, _ = crowd
    office.edit(office.get(Product, "pump"), cost=Decimal(800))
    monkeypatch.setattr(first_load, "BATCH_ROWS", 3)
    for replica, sees in ((ann, False), (mia, True)):
        office.sync(replica)
        product = replica.get(Product, "pump")
        assert product is not None
        assert (product.cost is not None) is sees
        assert any("cost" in line.entry.fields for line in replica.lines(["pump"])["pump"]) is sees
        fresh = office.laptop(replica.header.login, f"second of {replica.header.login}")
        assert fresh.content_hash("rep") == replica.content_hash("rep")
        assert any("cost" in line.entry.fields for line in fresh.lines(["pump"])["pump"]) is sees


# ----------------------------------------------------------------------------------------- work on what leaves


def test_edits_made_before_an_account_left_arrive_and_then_it_goes(crowd: Crowd) -> None:
    office, ann, bob, *_ = crowd
    desk = desk_of(ann, office.clock)
    records.edit(desk, desk.fetch(Account, "north1"), city="Shanghai")
    records.edit(desk, desk.fetch(Opportunity, "deal1"), next_step="Call")
    office.edit(office.get(Account, "north1"), territory="south")
    records.edit(desk, desk.fetch(Contact, "carl"), job_title="Buyer")
    records.create(desk, Activity(id="after", subject="Visit", account="north1", owner="ann"))
    agree(office, ann, bob)
    assert (office.get(Account, "north1").city, office.get(Opportunity, "deal1").next_step) == ("Shanghai", "Call")
    assert office.get(Contact, "carl").job_title == "Buyer"
    assert "after" in held(bob)["activity"]
    assert ann.find(Refusal) == []


def test_edits_made_before_a_person_was_moved_arrive(crowd: Crowd) -> None:
    office, ann, *_ = crowd
    desk = desk_of(ann, office.clock)
    records.edit(desk, desk.fetch(Account, "harbour1"), city="Harbour")
    office.edit(office.get(User, "ann"), territories=("south",), home="south")
    agree(office, ann)
    assert office.get(Account, "harbour1").city == "Harbour"


def test_an_edit_that_waits_lies_on_top_again_when_its_record_comes_back(crowd: Crowd) -> None:
    office, ann, *_ = crowd
    seen = ann.get(Account, "north1")
    assert seen is not None
    records.edit(desk_of(ann, office.clock), seen, city="Typed")
    for territory in ("south", "north"):
        office.edit(office.get(Account, "north1"), territory=territory)
        ann.absorb(office.service.pull(ann.mark("token"), ann.mark("cursor")))
        assert (ann.get(Account, "north1") is None) is (territory == "south")
    back = ann.get(Account, "north1")
    assert back is not None
    assert back.city == "Typed"
    agree(office, ann)


def test_an_edit_after_the_laptop_heard_is_refused_and_kept(crowd: Crowd) -> None:
    office, ann, *_ = crowd
    office.edit(office.get(Account, "north1"), territory="south")
    office.sync(ann)
    office.sync(ann)
    entry = Entry("account", "north1", Act.EDIT, {"city": (None, "Late")})
    change = Change("late", "ann", ann.header.device, int(ann.mark("counter", "0")) + 1, office.clock.us(), (entry,))
    answer = office.service.push(ann.mark("token"), (change,))
    assert (answer.accepted, answer.refused) == (0, 1)
    assert office.get(Account, "north1").city == ""


def test_nobody_restores_a_deleted_record_of_another_territory(crowd: Crowd) -> None:
    office, ann, *_ = crowd
    office.post(delete_entry("contact", "sue", raw_of(office.get(Contact, "sue"))))
    entry = Entry("contact", "sue", Act.EDIT, {"job_title": (None, "Spy")})
    change = Change("c", "ann", ann.header.device, 1, office.clock.us(), (entry,))
    assert office.service.push(ann.mark("token"), (change,)).refused == 1


def test_who_is_on_a_team_goes_on_writing_in_the_push_in_which_the_account_moves(office: Office) -> None:
    bob = desk_of(next(one for one in office.laptops if one.header.login == "bob"), office.clock)
    office.edit(office.get(Account, "harbour1"), team=("bob",))

    def typed_before(token: str, cursor: str) -> Page:
        if not bob.replica.pending():
            records.edit(bob, bob.fetch(Account, "south1"), city="Before he hears of the team")
        return office.service.pull(token, cursor)

    sync(bob.replica, otherwise(office.service, pull=typed_before), office.clock.us)
    records.edit(bob, bob.fetch(Account, "harbour1"), territory="north")
    records.edit(bob, bob.fetch(Account, "harbour1"), city="Rome")
    records.create(bob, Contact(id="nina", family_name="Nina", account="harbour1"))
    office.sync(bob.replica)
    assert (inbox.open_refusals(bob), office.get(Account, "harbour1").city) == ([], "Rome")
    assert (office.get(Contact, "nina").account, office.differences(bob.replica)) == ("harbour1", [])
