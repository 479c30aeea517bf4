"""What a broken or hostile laptop may push: each is refused by a sentence, and the queue behind it goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.core.changes import Act, Change, Entry
from crm_desktop.core.entities import Account, Organisation, Refusal, Territory, User
from crm_desktop.core.errors import ProtocolError
from crm_desktop.core.store import Reader, Where
from tests.replicas import Office

KINDS = {
    "a day that is none": {"opened_day": "tomorrow"},
    "a number too large": {"amount": 1 << 70},
    "phones that are numbers": {"phones": [1, 2]},
    "tags that are maps": {"tags": [{"a": 1}]},
    "a text that is a list": {"name": ["x"]},
    "a derived value": {"sound": "xyz"},
    "a text with the character that ends texts": {"city": "Ro\0me"},
    "a text that fills a push": {"city": "x" * 1_000_001},
    "a link with the character that ends texts": {"owner": "u\0"},
}


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    databases = request.getfixturevalue("postgres") if request.param == "PostgreSQL" else None
    made = Office(tmp_path, databases=databases)
    made.add(Organisation(id="organisation", name="Org"), Territory(id="east", name="East"))
    made.add(User(id="u1", name="Li", login="Li.Wei", home="east", territories=("east",)))
    made.add(Account(id="a1", name="Pump works", territory="east"))
    yield made
    made.close()


def change(counter: int, entity: str, record: str, fields: dict) -> Change:
    entry = Entry(entity, record, Act.EDIT, {name: (None, value) for name, value in fields.items()})
    return Change(f"c{counter}", "u1", "laptop of li.wei", counter, 1, (entry,))


def pushed(office: Office, *changes: Change):
    laptop = office.laptop("li.wei")
    token = laptop.mark("token")
    laptop.close()
    return office.service.push(token, changes)


@pytest.mark.parametrize("fields", KINDS.values(), ids=KINDS.keys())
def test_a_value_its_kind_cannot_hold_is_refused_and_blocks_nothing(office, fields):
    kind = "opportunity" if {"opened_day", "amount"} & set(fields) else "account"
    answer = pushed(office, change(1, kind, "a1", fields), change(2, "account", "a1", {"website": "x.example"}))
    assert (answer.refused, answer.accepted, answer.taken) == (1, 1, 2)
    with office.engine.connect() as connection:
        assert len(Reader(connection).find(Refusal, Where("author", "eq", "u1"))) == 1
        assert Reader(connection).raw("account", "a1")["website"] == "x.example"


def test_counters_out_of_order_are_taken_in_order_and_never_go_back(office):
    answer = pushed(
        office, change(20, "account", "a1", {"city": "late"}), change(19, "account", "a1", {"city": "early"})
    )
    assert answer.taken == 20
    with office.engine.connect() as connection:
        assert Reader(connection).mark("none") == ""
        assert [line.change for line in Reader(connection).lines(["a1"])["a1"]][1:] == ["c19", "c20"]


def test_a_change_without_entries_is_counted_and_leaves_no_trace(office):
    answer = pushed(office, Change("c1", "u1", "laptop of li.wei", 1, 1, ()))
    assert (answer.taken, answer.refused) == (1, 0)


def test_a_counter_beyond_every_number_is_no_message_of_ours(office):
    with pytest.raises(ProtocolError):
        pushed(office, Change("c1", "u1", "laptop of li.wei", 1 << 70, 1, ()))


@pytest.mark.parametrize("record", ["a" * 201, "a\0"], ids=["too long", "the character that ends texts"])
def test_a_key_that_no_laptop_makes_is_no_message_of_ours(office, record):
    with pytest.raises(ProtocolError):
        pushed(office, change(1, "account", record, {"city": "Rome"}))


def test_two_entries_of_one_change_for_one_record_both_count(office):
    entries = tuple(Entry("account", "a1", Act.EDIT, {name: (None, "x")}) for name in ("city", "website"))
    answer = pushed(office, Change("c1", "u1", "laptop of li.wei", 1, office.clock.us(), entries))
    after = office.get(Account, "a1")
    assert (answer.accepted, after.city, after.website, office.service.verify()) == (1, "x", "x", [])


def test_a_name_longer_than_an_index_takes_is_kept(office):
    name = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(6000))
    entry = Entry("account", "a1", Act.EDIT, {"name": ("Pump works", name)})
    answer = pushed(office, Change("c1", "u1", "laptop of li.wei", 1, 1, (entry,)))
    assert (answer.accepted, office.get(Account, "a1").name) == (1, name)


def test_the_sign_in_name_does_not_mind_capital_letters(office):
    assert office.service.user_of(" LI.wei ").id == "u1"
