"""Possible duplicates: found through the index, judged with what it takes, and put apart for everybody."""

from pathlib import Path

import pytest

from crm_desktop.actions import duplicates, records
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.core.entities import Account, Activity, Contact
from crm_desktop.core.likeness import SAME_BUT_FORM, SAME_CITY, SAME_PHONE, Alike
from crm_desktop.core.schema import Item, Record
from tests.replicas import Office

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture
def desk(office: Office) -> Desk:
    made = desk_of(office.laptops[0], office.clock)
    account = {"territory": "north", "owner": made.user.id}
    lake = Account(
        id="lake",
        name="Lake & Sons (Trading) Ltd.",
        city="Zürich",
        phones=items("+86 138 1234 5678"),
        website="https://www.lake-sons.co.uk/pumps",
        **account,
    )
    pump = Account(id="pump", name="上海水泵有限公司", emails=items("sales@shanghai-pump.example"), **account)
    wang = Contact(
        id="wang", given_name="小明", family_name="王", account="pump", emails=items("wang@shanghai-pump.example")
    )
    done = Activity(
        id="call", kind="call", subject="Call", account="lake", owner=made.user.id, is_done=True, done_at=made.now()
    )
    records.create(made, lake, pump, wang, done)
    return made


def items(value: str) -> tuple[Item, ...]:
    return (Item("1", "work", value),)


def found(desk: Desk, record: Alike) -> list[str]:
    return [one.record.id for one in duplicates.look_for(desk, record)]


def account(name: str = "", **values: object) -> Account:
    return Account(id="typed", name=name, **values)


TYPED: list[tuple[Alike, list[str]]] = [
    (account("lake and sons trading"), ["lake"]), (account("Lake and Sons Tradign"), ["lake"]), (account("Lake Sons"), ["lake"]), (account("Lake"), []),
    (account("Lake & Sons (Trading) Shanghai"), ["lake"]), (account("Nobody", phones=items("138-1234-5678")), ["lake"]), (account("N", emails=items("x@lake-sons.co.uk")), ["lake"]),
    (account("上海水泵"), ["pump"]), (account("上海市水泵有限公司"), ["pump"]), (account("Shanghai Shuibeng"), ["pump"]), (account("shanghaishuibeng"), ["pump"]), (account("上海"), []), (account(""), []),
    (Contact(id="typed", name="王小明", account="pump"), ["wang"]), (Contact(id="typed", name="N", emails=items("Wang@shanghai-pump.example")), ["wang"]),
    (Contact(id="typed", name="王小明", emails=items("other@shanghai-pump.example")), ["wang"]),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "wanted"), TYPED)
def test_what_is_typed_finds_who_is_there_already(desk: Desk, typed: Alike, wanted: list[str]) -> None:
    assert found(desk, typed) == wanted


def test_a_candidate_tells_what_it_takes_to_judge(desk: Desk) -> None:
    (one,) = duplicates.look_for(desk, account("Lake Sons Trading", city="Zurich", phones=items("13812345678")))
    assert (one.city, one.owner, one.last_contact) == ("Zürich", desk.user.id, desk.today())
    assert [reason.said for reason in one.likeness.reasons] == [SAME_BUT_FORM, SAME_PHONE, SAME_CITY]
    assert one.is_certain


def test_a_record_is_no_duplicate_of_itself_nor_of_what_was_deleted(desk: Desk) -> None:
    lake = desk.fetch(Account, "lake")
    assert found(desk, lake) == []
    records.delete(desk, lake)
    assert found(desk, account("Lake Sons Trading")) == []


def test_put_apart_they_are_offered_at_neither_side_nor_at_a_colleague(desk: Desk, office: Office) -> None:
    twin = Account(id="twin", name="Lake Sons Trading", territory="north")
    records.create(desk, twin)
    done = duplicates.set_apart(desk, twin, desk.fetch(Account, "lake"))
    assert found(desk, desk.fetch(Account, "twin")) == found(desk, desk.fetch(Account, "lake")) == []
    mia = desk_of(office.laptops[2], office.clock)
    for laptop in (desk.replica, mia.replica):
        office.sync(laptop)
    assert found(mia, mia.fetch(Account, "lake")) == []
    records.undo(desk, done.change)
    assert found(desk, desk.fetch(Account, "lake")) == ["twin"]


@pytest.mark.skipif(not DATA.exists(), reason="needs ../shared/data, which is not part of the project")
def test_real_brands_are_found_again_as_companies_and_in_letters(desk: Desk) -> None:
    names = (DATA / "zh_company_names" / "short_names_5000.txt").read_text().split()
    names = [name for name in names if len(name) > 2 and name.isalpha()][::25]
    made: list[Record] = [Account(id=f"a{n}", name=name, territory="north") for n, name in enumerate(names)]
    records.create(desk, *made)
    missed = [name for n, name in enumerate(names) if f"a{n}" not in found(desk, account(f"{name}有限责任公司"))]
    assert missed == []
