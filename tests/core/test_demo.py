"""The demo company is the same each time, keeps every rule, and has a past."""

from collections import Counter
from datetime import date

import msgspec
import pytest

from crm_desktop.core import access
from crm_desktop.core.changes import Act, folded
from crm_desktop.core.demo import ADMIN_LOGIN, MANAGER_LOGIN, REP_LOGIN, company, user_id, volume
from crm_desktop.core.demo.story import day_at, is_working_day, iso, moment_at, number_of
from crm_desktop.core.entities import Opportunity
from crm_desktop.core.entities.people import ADMINISTRATOR, MANAGER, REP
from crm_desktop.core.schema import REGISTRY, Kind

TODAY = date(2026, 9, 16)
SMALL = {"accounts": 40, "contacts": 80, "deals": 60}


@pytest.fixture(scope="module")
def small():
    return list(company(1, today=TODAY, **SMALL))


@pytest.fixture(scope="module")
def bigger():
    return list(company(1, today=TODAY, accounts=200, contacts=300, deals=800))


@pytest.fixture(scope="module")
def entries(small):
    return [(change, entry) for change in small for entry in change.entries]


@pytest.fixture(scope="module")
def records(entries):
    """Return the raw values of every record at the end: (entity, id) -> raw."""
    found = {}
    for _, entry in entries:
        place = (entry.entity, entry.record)
        found[place] = folded(REGISTRY[entry.entity], found.get(place, {}), entry)
    return found


def of(records, key):
    return {id_: raw for (entity, id_), raw in records.items() if entity == key}


def test_the_same_seed_and_day_give_the_same_bytes(small):
    again = list(company(1, today=TODAY, **SMALL))
    assert msgspec.msgpack.encode(again) == msgspec.msgpack.encode(small)


def test_another_seed_tells_another_story(small):
    other = list(company(2, today=TODAY, **SMALL))
    assert {change.id for change in other}.isdisjoint(change.id for change in small)


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 1, 5), date(2024, 2, 29), date(2026, 11, 22)])
@pytest.mark.parametrize("size", [(0, 0, 0), (1, 0, 1), (3, 1, 9), (20, 60, 30)])
def test_any_day_and_any_size_can_be_told(today, size):
    accounts, contacts, deals = size
    told = company(7, today=today, accounts=accounts, contacts=contacts, deals=deals)
    counts = Counter(entry.entity for change in told for entry in change.entries if entry.act is Act.CREATE)
    assert (counts["account"], counts["contact"], counts["opportunity"]) == size


def test_there_are_as_many_records_as_asked_for(entries):
    counts = Counter(entry.entity for _, entry in entries if entry.act is Act.CREATE)
    assert (counts["account"], counts["contact"], counts["opportunity"]) == (40, 80, 60)
    assert (counts["organisation"], counts["user"], counts["product"], counts["price_book"]) == (1, 40, 60, 3)
    assert counts["activity"] >= 180


def test_ids_of_records_and_changes_are_unique(small, entries):
    made = [entry.record for _, entry in entries if entry.act is Act.CREATE]
    assert len(made) == len(set(made))
    assert len(small) == len({change.id for change in small})


def test_the_device_counts_up_and_never_goes_back_in_time(small):
    assert [change.counter for change in small] == list(range(1, len(small) + 1))
    assert {change.device for change in small} == {"demo"}
    moments = [change.happened for change in small]
    assert moments == sorted(moments)


def test_nothing_happens_today_or_outside_of_working_days(small):
    assert small[-1].happened < moment_at(number_of(TODAY), 0)
    people = [change for change in small if change.author]
    hours = {(change.happened // 3_600_000_000 + 8) % 24 for change in people}
    assert hours <= set(range(8, 20))
    assert all(is_working_day((change.happened // 3_600_000_000 + 8) // 24) for change in people)


def test_every_link_points_to_a_record_created_before(entries):
    there = set()
    for _, entry in entries:
        declared = REGISTRY[entry.entity]
        if entry.act is Act.CREATE:
            there.add((entry.entity, entry.record))
        assert (entry.entity, entry.record) in there
        for name, (_, value) in entry.fields.items():
            field = declared.fields[name]
            linked = [value] if field.kind is Kind.LINK and value else value if field.kind is Kind.LINKS else []
            for target in linked or []:
                assert (field.target, target) in there, (entry.entity, name)


def test_every_author_is_a_user_created_before(small):
    there = {""}
    for change in small:
        assert change.author in there
        there |= {entry.record for entry in change.entries if entry.entity == "user"}


def test_every_save_passes_the_checks_of_the_server(entries):
    now = {}
    for _, entry in entries:
        declared, place = REGISTRY[entry.entity], (entry.entity, entry.record)
        assert entry.fields.keys() <= declared.fields.keys()
        assert not [name for name in entry.fields if declared.fields[name].derived]
        before = now.get(place, {})
        assert all(before.get(name) == saw for name, (saw, _) in entry.fields.items())
        now[place] = folded(declared, before, entry)
        access.check_values(declared, now[place], entry.fields, ADMINISTRATOR)
        if entry.act is Act.CREATE:
            access.check_complete(declared, now[place])


def test_every_record_can_be_read(records):
    for (key, id_), raw in records.items():
        assert REGISTRY[key].read(id_, raw).id == id_


def test_an_author_may_write_what_he_wrote(entries, records):
    roles = {id_: raw["role"] for id_, raw in of(records, "user").items()} | {"": ADMINISTRATOR}
    for change, entry in entries:
        actor = access.Actor(change.author, roles[change.author], frozenset())
        access.check_write(actor, REGISTRY[entry.entity], entry.fields)


def test_stage_outcome_and_probability_of_a_deal_agree_at_any_time(entries, records):
    stages, now = of(records, "stage"), {}
    for change, entry in entries:
        if entry.entity != "opportunity":
            continue
        raw = now[entry.record] = folded(REGISTRY["opportunity"], now.get(entry.record, {}), entry)
        stage = stages[raw["stage"]]
        assert raw["outcome"] == stage["outcome"]
        assert (raw["probability"], raw["forecast"]) == (stage["probability"], stage["forecast"])
        assert (raw["outcome"] == "open") == ("closed_day" not in raw)
        if "stage" in entry.fields:
            assert raw["stage_since"] == change.happened


def test_deals_have_a_past(entries):
    saves = Counter(entry.record for _, entry in entries if entry.entity == "opportunity")
    assert sum(count > 1 for count in saves.values()) > 50
    changed = Counter(
        name for _, entry in entries if entry.entity == "opportunity" and entry.act is Act.EDIT for name in entry.fields
    )
    assert {"stage", "amount", "close_day", "next_step", "closed_day", "lost_reason"} <= changed.keys()


def test_a_quarter_of_the_deals_is_open_and_a_third_of_the_others_won(bigger):
    now = {}
    for entry in (entry for change in bigger for entry in change.entries):
        if entry.entity == "opportunity":
            now[entry.record] = folded(REGISTRY["opportunity"], now.get(entry.record, {}), entry)
    outcomes = Counter(raw["outcome"] for raw in now.values())
    assert 0.2 < outcomes["open"] / len(now) < 0.3
    assert 0.3 < outcomes["won"] / (outcomes["won"] + outcomes["lost"]) < 0.4


def test_a_quote_and_its_lines_are_one_change(small):
    drafted = [change for change in small if any(entry.entity == "quote_line" for entry in change.entries)]
    assert drafted
    for change in drafted:
        quote, *lines = change.entries
        assert (quote.entity, quote.act) == ("quote", Act.CREATE)
        assert {line.fields["quote"][1] for line in lines} == {quote.record}


def test_a_line_costs_what_the_price_book_said_when_it_was_drafted(bigger):
    made = [(change, entry) for change in bigger for entry in change.entries if entry.act is Act.CREATE]
    values = {entry.record: {name: new for name, (_, new) in entry.fields.items()} for _, entry in made}
    prices = [values[entry.record] for _, entry in made if entry.entity == "price"]
    checked = 0
    for change, line in ((change, values[entry.record]) for change, entry in made if entry.entity == "quote_line"):
        book = values[line["quote"]].get("price_book")
        if book is None:
            continue
        day = iso(day_at(change.happened))
        fitting = [
            price
            for price in prices
            if (price["price_book"], price["product"]) == (book, line["product"])
            and price["first_day"] <= day <= price.get("last_day", day)
            and price.get("from_quantity", 0) <= line["quantity"]
        ]
        assert max(fitting, key=lambda price: price.get("from_quantity", 0))["unit_price"] == line["unit_price"]
        checked += 1
    assert checked > 50


def test_a_manager_has_meetings_of_his_own(records):
    mine = [raw for raw in of(records, "activity").values() if raw["owner"] == user_id(MANAGER_LOGIN)]
    assert [raw["due_day"] for raw in mine if raw["kind"] == "meeting"] == [TODAY.isoformat()] * 2


def test_quote_numbers_are_unique(bigger):
    numbers = [entry.fields["number"][1] for change in bigger for entry in change.entries if "number" in entry.fields]
    assert len(numbers) == len(set(numbers)) > 20


def test_the_rep_has_something_due_today(records):
    due = [
        raw for raw in of(records, "activity").values()
        if raw["owner"] == user_id(REP_LOGIN) and not raw.get("is_done") and raw["due_day"] == TODAY.isoformat()
    ]  # fmt: skip
    assert len(due) >= 6
    assert any("starts" in raw for raw in due)


@pytest.mark.parametrize(("login", "role"), [("li.wei", REP), ("chen.jun", MANAGER), (ADMIN_LOGIN, ADMINISTRATOR)])
def test_the_people_of_the_tour_are_there(login, role, records):
    person = of(records, "user")[user_id(login)]
    assert (person["login"], person["role"]) == (login, role)


def test_the_manager_holds_the_territory_above_the_rep(records):
    territories = [REGISTRY["territory"].read(id_, raw) for id_, raw in of(records, "territory").items()]
    rep, manager = (of(records, "user")[user_id(login)] for login in (REP_LOGIN, MANAGER_LOGIN))
    assert rep["manager"] == user_id(MANAGER_LOGIN)
    assert set(rep["territories"]) <= access.subtree(manager["territories"], territories)


def test_mail_addresses_and_websites_lead_nowhere(records):
    for raw in [*of(records, "account").values(), *of(records, "contact").values()]:
        assert all(mail[2].endswith(".example") and mail[2].isascii() for mail in raw["emails"])


def test_amounts_are_between_ten_thousand_and_four_million_yuan(records):
    for id_, raw in of(records, "opportunity").items():
        deal = REGISTRY["opportunity"].read(id_, raw)
        assert isinstance(deal, Opportunity)
        if deal.currency == "CNY":
            assert 10_000 < deal.amount < 4_500_000


def test_volume_makes_the_asked_number_of_sound_records():
    told = list(volume(3, accounts=50, contacts=120))
    counts = Counter(entry.entity for change in told for entry in change.entries)
    assert (counts["account"], counts["contact"], counts["user"]) == (50, 120, 40)
    assert [change.counter for change in told] == list(range(1, len(told) + 1))
    there = set()
    for entry in (entry for change in told for entry in change.entries):
        raw = {name: value for name, (_, value) in entry.fields.items()}
        access.check_complete(REGISTRY[entry.entity], raw)
        access.check_values(REGISTRY[entry.entity], raw, raw, ADMINISTRATOR)
        assert (entry.entity, entry.record) not in there
        there.add((entry.entity, entry.record))
        assert entry.entity != "contact" or ("account", raw["account"]) in there


def test_volume_is_the_same_each_time():
    assert list(volume(3, accounts=20, contacts=20)) == list(volume(3, accounts=20, contacts=20))


def test_every_accepted_quote_became_an_order_whose_parts_come_to_its_total(bigger):
    found = {}
    for change in bigger:
        for entry in change.entries:
            place = (entry.entity, entry.record)
            found[place] = folded(REGISTRY[entry.entity], found.get(place, {}), entry)
    orders, parts = of(found, "order"), of(found, "instalment").values()
    accepted = [id_ for id_, raw in of(found, "quote").items() if raw["state"] == "accepted"]
    assert sorted(raw["quote"] for raw in orders.values()) == sorted(accepted)
    assert accepted
    for id_, raw in orders.items():
        assert sum(part["amount"] for part in parts if part["order"] == id_) == raw["total"]
        assert raw["currency"] == found["quote", raw["quote"]]["currency"]
    assert {raw["state"] for raw in orders.values()} >= {"delivered", "closed"}
    assert {bool(part.get("paid_day")) for part in parts} == {True, False}
