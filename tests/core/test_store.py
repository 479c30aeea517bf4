"""The store: rows that somebody changed behind the application's back are named, and records stay apart."""

from decimal import Decimal
from functools import partial

import pytest
from sqlalchemy import Connection, select

from crm_desktop.core.changes import NEVER, WAITING, Act, Change, Entry, Posted, create_entry, delete_entry
from crm_desktop.core.entities import Account, Activity, Contact, Opportunity, Quote, QuoteLine, Territory
from crm_desktop.core.errors import ReplicaError
from crm_desktop.core.schema import raw_of
from crm_desktop.core.store import Batch, Pointing, Reader, Where, prepare, set_mark, steps
from crm_desktop.core.store.digest import content_hash, verify_store
from crm_desktop.core.store.tables import ENTRY, MAIN
from tests.core.writing import Writer


def node(writer: Writer, key: str, id_: str) -> str:
    return str(writer.connection.execute(select(MAIN[key].c.node).where(MAIN[key].c.id == id_)).scalar_one())


def total(writer: Writer) -> int | None:
    raw = Reader(writer.connection).raw("quote", "q")
    assert raw is not None
    return raw.get("total")


# ---------------------------------------------------------------------------------------------------------- totals

DISCOUNT = 10_000_000


def test_a_quotes_total_follows_its_own_discount(writer: Writer) -> None:
    writer.set("quote", "q", "discount", None, DISCOUNT)
    assert total(writer) == 18000
    assert verify_store(writer.connection) == []


def test_a_line_that_goes_to_another_quote_leaves_the_first_ones_total(writer: Writer) -> None:
    writer.add(Quote(id="q2", owner="ann", account="a", currency="CNY"))
    writer.set("quote_line", "l1", "quote", "q", "q2")
    assert total(writer) == 10000
    assert verify_store(writer.connection) == []


def test_totals_between_two_lines_of_one_batch_are_remembered(writer: Writer) -> None:
    batch = Batch(writer.connection)
    for number, line in enumerate(("l3", "l4"), 50):
        record = QuoteLine(id=line, quote="q", currency="CNY", quantity=Decimal(1), unit_price=Decimal(7))
        entry = create_entry("quote_line", line, raw_of(record))
        batch.apply(Posted(Change(line, "ann", "d", number, number, (entry,)), (number,), 90))
    batch.flush()
    assert [Reader(writer.connection, moment).raw("quote", "q")["total"] for moment in (49, 50, 51)] == [
        20000,
        20700,
        21400,
    ]


def test_a_refused_line_leaves_the_total(writer: Writer) -> None:
    record = QuoteLine(id="l3", quote="q", currency="CNY", quantity=Decimal(1), unit_price=Decimal(7))
    batch = Batch(writer.connection)
    batch.apply(
        Posted(
            Change("w", "ann", "d", 9, 90, (create_entry("quote_line", "l3", raw_of(record)),)),
            (1 << 62,),
            (1 << 63) - 1,
        )
    )
    batch.flush()
    assert total(writer) == 20700
    batch = Batch(writer.connection)
    batch.load([("quote_line", "l3")])
    batch.drop_waiting(["w"])
    batch.flush()
    assert total(writer) == 20000


# ----------------------------------------------------------------------------------------------------------- nodes


def test_everything_follows_an_account_that_moves_with_its_history(writer: Writer) -> None:
    batch = writer.set("account", "a", "territory", "north", "south")
    assert {move.key for move in batch.moved} == {
        ("account", "a"), ("contact", "c"), ("opportunity", "d"), ("quote", "q"), ("quote_line", "l1"), ("quote_line", "l2"),
    }  # fmt: skip
    for key, id_ in (move.key for move in batch.moved):
        assert node(writer, key, id_) == "south"
        found = writer.connection.execute(select(ENTRY.c.node).where(ENTRY.c.record == id_).distinct()).scalars()
        assert list(found) == ["south"]
    assert node(writer, "opportunity", "alone") == "north"


def test_everything_follows_an_account_that_gets_a_team(writer: Writer) -> None:
    batch = writer.set("account", "a", "team", None, ["bob"])
    assert {node(writer, *key) for key in (("account", "a"), ("contact", "c"), ("quote_line", "l1"))} == {"north/a"}
    assert (batch.teams["account", "a"].people, batch.teams["account", "a"].node) == (("bob",), "north/a")
    batch = writer.set("account", "a", "team", ["bob"], None)
    assert node(writer, "quote_line", "l1") == "north"
    assert batch.teams["account", "a"].people == ()


DELETED = [
    ("the deal", [("opportunity", "d")], ("account", "a", "territory")),
    ("the deal and what hangs on it", [("activity", "v"), ("opportunity", "d")], ("account", "a", "territory")),
    ("a line of a quote", [("quote_line", "l1")], ("account", "a", "territory")),
    ("a deal without an account", [("opportunity", "alone")], ("user", "ann", "home")),
]


@pytest.mark.parametrize(("gone", "moved"), [row[1:] for row in DELETED], ids=[row[0] for row in DELETED])
def test_what_was_deleted_goes_along_with_what_it_followed(
    writer: Writer, gone: list[tuple[str, str]], moved: tuple[str, str, str]
) -> None:
    writer.add(Activity(id="v", subject="Visit", opportunity="d", owner="bob"))
    reader = Reader(writer.connection)
    for key, id_ in gone:
        writer.post(delete_entry(key, id_, reader.raw(key, id_) or {}))
    batch = writer.set(*moved, "north", "south")
    for key, id_ in gone:
        found = writer.connection.execute(select(ENTRY.c.node).where(ENTRY.c.record == id_, ENTRY.c.entity == key))
        assert set(found.scalars()) == {"south"}
        assert (key, id_) in {move.key for move in batch.moved}
    assert ("opportunity", "alone") not in {move.key for move in batch.moved} or moved[0] == "user"


@pytest.mark.parametrize("happened", [100, 1], ids=["in order", "out of order"])
def test_what_has_no_account_follows_its_owners_home(writer: Writer, happened: int) -> None:
    batch = writer.set("user", "ann", "home", "north", "south", happened=happened)
    assert node(writer, "opportunity", "alone") == "south"
    assert [(move.before, move.after) for move in batch.moved] == [("north", "south")]


def test_what_hangs_on_a_deleted_account_stays_where_it_was(writer: Writer) -> None:
    writer.post(delete_entry("account", "a", raw_of(Account(id="a", name="Mill", territory="north"))))
    writer.set("contact", "c", "job_title", None, "Buyer", happened=1)
    assert node(writer, "contact", "c") == "north"


def test_an_entry_about_a_deleted_record_stays_in_its_territory(writer: Writer) -> None:
    gone = delete_entry("contact", "c", raw_of(Contact(id="c", family_name="Carl", account="a")))
    writer.post(gone)
    writer.post(gone)
    found = writer.connection.execute(select(ENTRY.c.node).where(ENTRY.c.record == "c").distinct()).scalars()
    assert list(found) == ["north"]


def test_two_records_of_different_entities_may_have_one_id(writer: Writer) -> None:
    writer.add(Activity(id="a", subject="Same id", owner="ann"))
    writer.set("account", "a", "city", None, "Rome", happened=1)
    reader = Reader(writer.connection)
    assert reader.raw("account", "a") == {"name": "Mill", "territory": "north", "city": "Rome"}
    assert verify_store(writer.connection) == []
    writer.set("account", "a", "territory", "north", "south")
    entries = writer.connection.execute(select(ENTRY.c.node).where(ENTRY.c.record == "a", ENTRY.c.entity == "activity"))
    assert list(entries.scalars()) == ["north"]


# ---------------------------------------------------------------------------------------------------------- verify

TAMPERED = [
    ("UPDATE account SET city = 'Rome' WHERE id = 'a'", "account a: city"),
    ("UPDATE opportunity SET amount = amount + 1 WHERE id = 'd'", "opportunity d: amount"),
    ("UPDATE opportunity SET weighted = weighted + 1 WHERE id = 'd'", "opportunity d: weighted"),
    ("UPDATE quote SET total = total + 1 WHERE id = 'q'", "quote q: total"),
    ("UPDATE quote_line SET net = 0 WHERE id = 'l1'", "quote_line l1: net"),
    ("DELETE FROM contact WHERE id = 'c'", "contact c: missing"),
    ("UPDATE account SET extra = '{\"novel\":1}' WHERE id = 'a'", "account a: novel"),
]


@pytest.mark.parametrize(("statement", "named"), TAMPERED)
def test_a_value_changed_behind_the_back_is_named(writer: Writer, statement: str, named: str) -> None:
    assert verify_store(writer.connection) == []
    before = content_hash(writer.connection, "rep", None)
    writer.connection.exec_driver_sql(statement)
    assert named in verify_store(writer.connection)
    after = content_hash(writer.connection, "rep", None)
    assert [key for key in after if after[key] != before[key]] == [named.split(maxsplit=1)[0]]


def test_a_row_without_a_journal_is_named(writer: Writer) -> None:
    writer.connection.exec_driver_sql("DELETE FROM entry WHERE record = 'c'")
    assert verify_store(writer.connection) == ["contact c: extra"]


# --------------------------------------------------------------------------------------------------------- reading

FOUND = [
    (Where("amount", "eq", 10_000_000), ["alone", "d"]),
    (Where("amount", "ne", 10_000_000), []),
    (Where("probability", "lt", 20_000_001), ["alone", "d"]),
    (Where("probability", "gt", 20_000_000), []),
    (Where("probability", "ge", 20_000_000), ["alone", "d"]),
    (Where("probability", "le", 1), []),
    (Where("account", "empty"), ["alone"]),
    (Where("account", "filled"), ["d"]),
    (Where("account", "ne", "x"), ["alone", "d"]),
    (Where("account", "in", ["a", "b"]), ["d"]),
    (Where("account", "in", []), []),
    (Where("account", "out", ["a", "b"]), ["alone"]),
    (Where("account", "out", ["b"]), ["alone", "d"]),
    (Where("name", "contains", "l al"), ["alone"]),
    (Where("name", "contains", "%"), []),
    (Where("account.name", "eq", "Mill"), ["d"]),
    (Where("account.territory", "in", ["south"]), []),
    (Where("account.territory.name", "eq", "North"), ["d"]),
    (Where("id", "some", Pointing("quote", "opportunity")), ["d"]),
    (Where("id", "none", Pointing("quote", "opportunity")), ["alone"]),
    (Where("id", "some", Pointing("quote", "opportunity", (Where("account.name", "eq", "Mill"),))), ["d"]),
    (Where("id", "none", Pointing("quote", "opportunity", (Where("state", "eq", "sent"),))), ["alone", "d"]),
    (Where("account.id", "some", Pointing("quote", "account")), ["d"]),
    (Where("account.id", "none", Pointing("contact", "account")), []),
]


@pytest.mark.parametrize(("condition", "ids"), FOUND)
def test_find_count_and_the_past_agree(writer: Writer, condition: Where, ids: list[str]) -> None:
    writer.set("quote", "q", "opportunity", None, "d")
    for reader in (Reader(writer.connection), Reader(writer.connection, 1000)):
        assert [one.id for one in reader.find(Opportunity, condition)] == ids
        assert reader.count(Opportunity, condition) == len(ids)


def test_who_points_to_a_record_is_asked_as_of_a_moment(writer: Writer) -> None:
    writer.set("contact", "c", "account", "a", None, happened=500)
    without = Where("id", "none", Pointing("contact", "account"))
    assert [Reader(writer.connection, moment).count(Account, without) for moment in (499, 500, None)] == [0, 1, 1]


def test_groups_are_counted_and_added_up_by_field_and_by_month(writer: Writer) -> None:
    writer.set("opportunity", "d", "close_day", None, "2026-07-31")
    writer.set("opportunity", "alone", "close_day", None, "2026-08-01", happened=500)
    for moment, late in ((None, "2026-08"), (499, "2027-03")):
        reader = Reader(writer.connection, moment)
        months = {
            one.by: (one.currency, one.records, one.total)
            for one in reader.sum_by(Opportunity, "close_day.month", "amount")
        }
        assert months == {"2026-07": ("CNY", 1, 10_000_000), late: ("CNY", 1, 10_000_000)}
        counted = [(one.by, one.currency, one.records, one.total) for one in reader.sum_by(Opportunity, "account", "")]
        assert sorted(counted, key=str) == [("a", "", 1, 0), (None, "", 1, 0)]


@pytest.mark.parametrize("moment", [None, 100])
def test_what_links_to_its_own_kind_is_found_and_ordered_by_what_it_links_to(
    writer: Writer, moment: int | None
) -> None:
    for id_, name, parent in (("b", "Top", "a"), ("c", "Low", "b"), ("e", "End", "c")):
        writer.add(Account(id=id_, name=name, parent=parent, territory="north"))
    if moment is not None:
        writer.set("account", "a", "name", "Mill", "Zinc", happened=moment + 1)
    reader = Reader(writer.connection, moment)
    assert [one.id for one in reader.find(Account, Where("parent.name", "eq", "Mill"))] == ["b"]
    ordered = reader.find(Account, Where("parent", "filled"), order=("parent.name",))
    assert [one.id for one in ordered] == ["e", "b", "c"]


def test_a_list_holds_a_value_whole_or_not_at_all(writer: Writer) -> None:
    writer.set("opportunity", "d", "tags", None, ["vip", 'of "May"'])
    reader = Reader(writer.connection)
    for values, ids in ((["other", "vip"], ["d"]), (['of "May"'], ["d"]), (["vi"], []), (["%"], []), ([], [])):
        assert [one.id for one in reader.find(Opportunity, Where("tags", "holds", values))] == ids


def test_order_limit_and_offset(writer: Writer) -> None:
    reader = Reader(writer.connection)
    assert [one.id for one in reader.find(Opportunity, order=("-name",))] == ["d", "alone"]
    assert [one.id for one in reader.find(Opportunity, order=("amount",), limit=1, offset=1)] == ["d"]
    assert [one.id for one in reader.find(Opportunity, offset=1)] == ["d"]


def test_unknown_fields_of_a_newer_version_are_kept(writer: Writer) -> None:
    writer.set("account", "a", "novel", None, {"deep": [1]})
    writer.set("account", "a", "city", None, "Rome")
    raw = Reader(writer.connection).raw("account", "a")
    assert raw is not None
    assert (raw["novel"], raw["city"]) == ({"deep": [1]}, "Rome")


# --------------------------------------------------------------------------------------------------------- upgrade


def test_preparing_twice_changes_nothing(writer: Writer) -> None:
    before = content_hash(writer.connection, "rep", None)
    prepare(writer.connection)
    assert content_hash(writer.connection, "rep", None) == before


def test_a_missing_column_is_added(writer: Writer) -> None:
    writer.connection.exec_driver_sql("ALTER TABLE account DROP COLUMN website")
    set_mark(writer.connection, "shape", "that of the version before")
    prepare(writer.connection)
    assert Reader(writer.connection).raw("account", "a") == {"name": "Mill", "territory": "north"}


@pytest.mark.parametrize(
    ("version", "done"), [(1, ["sums", "index", "parts"]), (2, ["index", "parts"]), (5, ["parts"])]
)
def test_a_step_that_comes_again_is_done_there_alone(
    writer: Writer, monkeypatch: pytest.MonkeyPatch, version: int, done: list[str]
) -> None:
    seen: list[str] = []
    again = partial(_note, seen, "index")
    monkeypatch.setattr(
        steps, "STEPS", (partial(_note, seen, "sums"), again, again, again, partial(_note, seen, "parts"))
    )
    set_mark(writer.connection, "schema", str(version))
    set_mark(writer.connection, "shape", "of another version")
    prepare(writer.connection)
    assert (seen, Reader(writer.connection).mark("schema")) == (done, str(steps.VERSION))


def _note(seen: list[str], name: str, _connection: Connection) -> None:
    seen.append(name)


def test_a_newer_database_is_left_alone(writer: Writer) -> None:
    set_mark(writer.connection, "schema", "99")
    set_mark(writer.connection, "shape", "that of a later version")
    with pytest.raises(ReplicaError, match="newer Satchel"):
        prepare(writer.connection)


def test_what_follows_a_deleted_record_of_a_load_goes_along_with_what_moved_meanwhile(writer: Writer) -> None:
    writer.add(Territory(id="north", name="North"), Territory(id="south", name="South"))
    writer.add(Account(id="a", name="A", territory="north"), Opportunity(id="d", name="D", account="a"))
    writer.add(Activity(id="v", subject="V", opportunity="d"))
    writer.post(delete_entry("opportunity", "d", {"name": "D", "account": "a"}))
    move = Entry("account", "a", Act.EDIT, {"territory": ("north", "south")})
    writer.post(move)
    # As a load beside that brings it: the rows were read before the move, the journal after it.
    writer.connection.exec_driver_sql("UPDATE account SET territory = 'north', node = 'north', seq = 3")
    writer.connection.exec_driver_sql("UPDATE activity SET node = 'north'")
    batch = Batch(writer.connection)
    batch.expect([writer.seq])
    batch.apply(
        Posted(Change(f"c{writer.seq}", "ann", "d", writer.seq, writer.seq, (move,)), (writer.seq,), writer.seq)
    )
    batch.flush()
    nodes = "SELECT node FROM account UNION SELECT node FROM activity UNION SELECT node FROM entry WHERE record IN ('a', 'd', 'v')"
    assert writer.connection.exec_driver_sql(nodes).scalars().all() == ["south"]


def test_what_came_to_lie_with_everybody_for_a_moment_takes_its_journal_along(writer: Writer) -> None:
    writer.add(Territory(id="north", name="North"), Territory(id="south", name="South"))
    writer.add(Account(id="a", name="A", territory="north"), Account(id="b", name="B", territory="south"))
    batch = Batch(writer.connection)
    batch.apply(
        Posted(
            Change("w", "ann", "d", 9, 99, (Entry("account", "a", Act.EDIT, {"city": (None, "Rome")}),)),
            (WAITING,),
            NEVER,
        )
    )
    batch.flush()
    steps = [
        create_entry("quote", "q", {"account": "a"}),
        create_entry("quote_line", "l", {"quote": "q"}),
        Entry("quote", "q", Act.EDIT, {"account": ("a", "b")}),
    ]
    batch = Batch(writer.connection)
    batch.forget("account", ["a"])
    for number, entry in enumerate(steps, 100):
        batch.apply(Posted(Change(f"s{number}", "ann", "d", number, number, (entry,)), (number,), number))
    batch.flush()
    nodes = "SELECT node FROM quote UNION SELECT node FROM quote_line UNION SELECT node FROM entry WHERE record IN ('q', 'l')"
    assert writer.connection.exec_driver_sql(nodes).scalars().all() == ["south"]


def test_a_few_values_are_read_without_their_records(writer: Writer) -> None:
    reader = Reader(writer.connection)
    found = reader.values(QuoteLine, ("position", "discount"), Where("quote", "eq", "q"))
    assert sorted(found) == sorted(
        (id_, raw.get("position"), raw.get("discount")) for id_, raw in reader.raws("quote_line", ["l1", "l2"]).items()
    )
    assert reader.values(QuoteLine, ("position",), Where("quote", "eq", "nobody")) == []
