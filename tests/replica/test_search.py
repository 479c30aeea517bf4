"""What is typed and what is found: a table of cases, and the index keeping up with every change."""

import pytest

from crm_desktop.actions import records
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.core.changes import Act, Entry
from crm_desktop.core.entities import Account, Contact
from crm_desktop.core.schema import Item
from crm_desktop.core.store import Where, prepare, set_mark
from crm_desktop.replica import search
from tests.replicas import Office


@pytest.fixture
def desk(office: Office) -> Desk:
    made = desk_of(office.laptops[0], office.clock)
    records.create(
        made,
        Account(
            id="lake", name="Lake & Sons (Trading) “Ltd.”", territory="north", city="Zürich",
            phones=(Item("1", "work", "+86 138 1234 5678"), Item("2", "desk", "021-5888 4321")),
            emails=(Item("1", "work", "sales.team@lake-sons.example"),), tags=("vip",),
            website="https://www.Lake-Sons.co.uk/pumps",
        ),
        Account(id="mixed", name="热泵XKQ 2号厂", territory="north"), Account(id="obrien", name="O'Brien-Smith", territory="north"),
    )  # fmt: skip
    return made


FOUND: list[tuple[str, list[str]]] = [
    ("上海", ["north1"]), ("海泵", ["north1"]), ("业", ["north1"]), ("上海泵业", ["north1"]), ("海上", []), ("海泵业", ["north1"]), ("上泵", []), ("上海 泵业", ["north1"]), ("泵业公司", []),
    ("热泵xkq", ["mixed"]), ("热泵xk", ["mixed"]), ("xkq热泵", ["mixed"]), ("2号", ["mixed"]), ("热泵zz", []),
    ("shanghai", ["north1"]), ("shang", ["north1"]), ("shbengye", []), ("shby", ["north1"]), ("sh", ["north1"]), ("shang hai", ["north1"]),
    ("haibeng", ["north1"]), ("bengye", ["north1"]), ("haibengye", ["north1"]), ("haibe", ["north1"]), ("haib", ["north1"]), ("HaiBeng", ["north1"]), ("aibeng", []), ("haiye", []), ("yebeng", []), ("haishang", []),
    ("lake", ["lake"]), ("LAKE", ["lake"]), ("la so", ["lake"]), ("sons lake", ["lake"]), ("ake", ["lake"]), ("zurich", ["lake"]), ("zür", ["lake"]), ("vip", ["lake"]),
    ("13812345678", ["lake"]), ("138", ["lake"]), ("1381234", ["lake"]), ("138 1234", ["lake"]), ("138-1234-5678", ["lake"]), ("+8613812345678", ["lake"]),
    ("+86 138 1234 5678", ["lake"]), ("+86138", ["lake"]), ("2345", ["lake"]), ("5678", ["lake"]), ("1234 5678", ["lake"]), ("021-5888", ["lake"]), ("4321", ["lake"]), ("99999", []),
    ("sales", ["lake"]), ("team", ["lake"]), ("sales.team@lake", ["lake"]), ("lake-sons.ex", ["lake"]), ("ons.exa", ["lake"]), ("@lake", ["lake"]),
    ("lake-sons.example", ["lake"]), ("team@lake-sons.example", ["lake"]), ("lake-sons.com", []), ("www.lake-sons.co", ["lake"]), ("https://www.lake-sons.co.uk/pumps", ["lake"]), ("lake-sons.co.uk", ["lake"]),
    ("o'brien", ["obrien"]), ("brien", ["obrien"]), ("smith", ["obrien"]),
    ("", []), (" ", []), ("zzz", []), ("nothing here", []),
    ('"', []), ("*", []), ("(", []), (")", []), ("-", []), (":", []), ("^", []), ("+", []), ("'", []), ("AND", []), ("OR", []), ("NOT", []), ("NEAR(", []), ("{name}", []), ("name:lake", []), ("\\", []), ("_", []), ("%", []), ("\0\0\0", []), ("a\0b", []),
    ('lake"', ["lake"]), ('"lake" OR', []), ("lake*", ["lake"]), ("(lake)", ["lake"]), ("lake:", ["lake"]), ("^lake", ["lake"]), ("-lake", ["lake"]), ("lake & sons", ["lake"]),
]  # fmt: skip


def test_the_table_of_what_is_typed(desk: Desk) -> None:
    missed = []
    for typed, wanted in FOUND:
        found = [one.id for one in desk.replica.search(typed, keys=("account",))]
        if found != wanted:
            missed.append((typed, wanted, found))
    assert missed == []


def test_every_prefix_of_a_name_finds_it(desk: Desk) -> None:
    for name in ("Lake", "上海泵业", "shanghaibengye", "Harbour", "13812345678"):
        for end in range(1, len(name) + 1):
            assert desk.replica.search(name[:end]), name[:end]


def test_search_follows_edits_and_deletions(desk: Desk) -> None:
    records.edit(desk, desk.fetch(Account, "lake"), name="Ocean")
    assert [one.id for one in desk.replica.search("ocean")] == ["lake"]
    assert [one.id for one in desk.replica.search("lake trading")] == []
    done = records.delete(desk, desk.fetch(Account, "lake"))
    assert desk.replica.search("ocean") == []
    records.undo(desk, done.change)
    assert [one.id for one in desk.replica.search("ocean")] == ["lake"]


def test_search_follows_what_comes_and_goes_by_sync(office: Office, desk: Desk) -> None:
    office.edit(office.get(Contact, "carl"), family_name="Carlsson")
    office.sync(desk.replica)
    assert [one.id for one in desk.replica.search("carlss")] == ["carl"]
    office.edit(office.get(Account, "north1"), territory="south")
    office.sync(desk.replica)
    assert desk.replica.search("carlss") == desk.replica.search("上海") == []


def test_a_refused_record_is_not_found_any_more(office: Office, desk: Desk) -> None:
    records.create(desk, Contact(id="ghost", family_name="Ghost", account="harbour1"))
    office.post(Entry("account", "harbour1", Act.DELETE, {}))
    assert [one.id for one in desk.replica.search("ghost")] == ["ghost"]
    office.sync(desk.replica)
    assert desk.replica.search("ghost") == []


def test_the_limit_and_the_kinds_hold(desk: Desk) -> None:
    records.create(desk, *(Account(id=f"m{n}", name=f"Many {n}", territory="north") for n in range(30)))
    assert len(desk.replica.search("many", limit=7)) == 7
    assert desk.replica.search("many", keys=("contact",)) == []
    assert {type(one).__name__ for one in desk.replica.search("deal")} == {"Opportunity"}


@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_an_update_lays_an_older_index_out_anew(desk: Desk, version: str) -> None:
    with desk.replica._pen.writing() as connection:
        connection.exec_driver_sql("DROP TABLE search")
        for name in ("search", "fragment"):
            connection.exec_driver_sql(f"CREATE VIRTUAL TABLE {name} USING fts5(reach, content='')")
        set_mark(connection, "schema", version)
        set_mark(connection, "shape", "")
    with desk.replica._pen.writing() as connection:
        prepare(connection)
        held = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'fragment'").all()
        automatic = connection.exec_driver_sql("SELECT v FROM search_config WHERE k = 'automerge'").scalar_one()
    assert [one.id for one in desk.replica.search("热泵")] == ["mixed"]
    assert (held, automatic) == ([], 0)


def test_what_stands_apart_is_not_taken_for_one(desk: Desk) -> None:
    """The index knows of neighbours two by two, and of a number's pieces three by three; the record knows the rest."""
    records.create(
        desk,
        Account(id="apart", name="泵阀上海 海泵", territory="north", phones=(Item("1", "", "0 2468 135 68024"),)),
        Account(id="whole", name="上海泵阀", territory="north", phones=(Item("1", "", "9 2468024"),)),
    )
    found = {text: [one.id for one in desk.replica.search(text, 1)] for text in ("上海泵阀", "泵阀上海", "2468024")}
    assert found == {"上海泵阀": ["whole"], "泵阀上海": ["apart"], "2468024": ["whole"]}
    records.create(
        desk, Account(id="later", name="泵阀 上海 海泵", territory="north", phones=(Item("1", "", "0 2468 5 68024"),))
    )
    assert [one.id for one in desk.replica.search("上海泵阀")] == ["whole"]
    assert [one.id for one in desk.replica.search("2468024")] == ["whole"]


def test_every_place_of_a_mail_address_finds_it(desk: Desk) -> None:
    mail = "sales.team@lake-sons.example"
    for begin in range(len(mail) - 2):
        for end in range(begin + 3, len(mail) + 1):
            assert [one.id for one in desk.replica.search(mail[begin:end])][:1] == ["lake"], mail[begin:end]


def test_long_words_and_numbers_are_found_by_all_their_beginnings(desk: Desk) -> None:
    records.create(desk, Account(id="long", name="Zwischenlagerung 20260105X", territory="north"))
    for word in ("zwischenlagerung", "20260105x"):
        for end in range(1, len(word) + 1):
            assert "long" in {one.id for one in desk.replica.search(word[:end])}, word[:end]


def test_marks_and_widths_make_no_difference(desk: Desk) -> None:
    records.create(desk, Account(id="wide", name="ＡＢＣ Cafe\u0301", territory="north"))
    assert [[one.id for one in desk.replica.search(text)] for text in ("abc", "café", "ｃａｆｅ")] == [["wide"]] * 3


def test_what_saves_add_to_the_index_is_merged_a_little_with_each(desk: Desk) -> None:
    records.create(desk, *(Account(id=f"m{n}", name=f"Many {n}", territory="north") for n in range(30)))
    replica = desk.replica
    with replica._engine.connect() as connection:
        automatic = connection.exec_driver_sql("SELECT v FROM search_config WHERE k = 'automerge'").scalar_one()
    for number in range(30):  # each leaves a part of its own
        records.edit(desk, desk.fetch(Account, f"m{number}"), name=f"Renamed {number}")
    with replica._engine.connect() as connection:
        parts = connection.exec_driver_sql("SELECT count(DISTINCT id >> 37) FROM search_data").scalar_one()
    assert automatic == 0
    assert parts < 20
    assert len(replica.search("renamed", limit=200)) == 30


@pytest.fixture
def pumps(desk: Desk) -> list[str]:
    """Return the ids of 40 accounts of one name, the newest first, of which every tenth is in Ulm."""
    made = [
        Account(id=f"pump{n:02}", name=f"Zebra {n:02}", territory="north", city="Ulm" if n % 10 == 0 else "Bonn")
        for n in range(40)
    ]
    records.create(desk, *made)
    return [one.id for one in reversed(made)]


IN_ULM = (Where("city", "eq", "Ulm"),)


def test_a_search_within_filters_goes_on_until_as_many_fit_as_are_asked_for(
    desk: Desk, pumps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "AT_ONCE", 7)
    for limit, count, is_all in ((2, 2, False), (3, 3, False), (4, 4, True), (5, 4, True)):
        hits = desk.replica.search_within("zebra", "account", IN_ULM, limit)
        assert [one.id for one in hits.records] == pumps[9::10][:count]
        assert hits.is_all is is_all
    assert desk.replica.search_within("zebra", "account", (Where("city", "eq", "Oslo"),), 5) == search.Hits((), True)


def test_a_search_that_stops_early_has_what_comes_first_and_says_that_there_may_be_more(
    desk: Desk, pumps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "AT_ONCE", 7)
    hits = desk.replica.search_within("zebra", "account", IN_ULM, 3, at_most=21)
    assert ([one.id for one in hits.records], hits.is_all) == (pumps[9:20:10], False)
    assert desk.replica.search_within("zebra 3", "account", IN_ULM, 3, at_most=21).is_all


def test_what_a_search_finds_without_filters_is_all_or_is_not(desk: Desk, pumps: list[str]) -> None:
    for limit, is_all in ((39, False), (40, True)):
        hits = desk.replica.search_within("zebra", "account", (), limit)
        assert [one.id for one in hits.records] == pumps[:limit]
        assert hits.is_all is is_all
