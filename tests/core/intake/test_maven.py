"""8,800 real deals come in with their dates as history."""

from collections import Counter

import pytest

from crm_desktop.core import intake
from crm_desktop.core.access import actor_for, check_complete, check_values
from crm_desktop.core.changes import fold
from crm_desktop.core.schema import REGISTRY, entity_of

from .conftest import NOW, ZONE, Store, day_of


@pytest.fixture(scope="module")
def done(shared_data):
    folder = shared_data / "maven_crm"
    store = Store()
    imported = intake.run(store, folder, intake.find_mapping(folder), NOW, ZONE)
    store.apply(imported.changes)
    return imported, store, folder


@pytest.fixture
def company(done):
    return done[1]


@pytest.fixture(scope="module")
def deals(done):
    return done[1].all("opportunity")


def test_every_row_goes_in_and_a_second_run_changes_nothing(done):
    imported, company, folder = done
    assert imported.problems == ()
    assert {key: count.new for key, count in imported.counts.items()} == {
        "territory": 39,  # the group, 3 offices, 35 leaves
        "user": 41,
        "currency": 1,
        "product": 7,
        "price_book": 1,
        "price": 7,
        "account": 326,  # 241 of offices under 85 parents
        "pipeline": 1,
        "stage": 4,
        "opportunity": 8800,
    }
    assert intake.run(company, folder, intake.find_mapping(folder), NOW, ZONE, 99999).changes == ()


def test_created_records_satisfy_the_rules_at_every_moment(company):
    for (key, _), posted in company.journal.items():
        declared = REGISTRY[key]
        for number in range(1, len(posted) + 1):
            raw = fold(declared, (entry for _, entry in posted[:number])).raw
            check_complete(declared, raw)
            check_values(declared, raw, raw, "administrator")


def test_deals_end_as_the_tables_say(deals):
    outcomes = Counter(raw["outcome"] for raw in deals.values())
    assert outcomes == {"won": 4238, "lost": 2473, "open": 1589 + 500}
    assert sum(raw["amount"] for raw in deals.values() if raw["outcome"] == "won") == 1_000_553_400
    assert {raw["lost_reason"] for raw in deals.values() if raw["outcome"] == "lost"} == {"other"}


def test_open_deals_stand_in_their_stages(company, deals):
    stages = {id_: raw["name"] for id_, raw in company.all("stage").items()}
    assert Counter(stages[raw["stage"]] for raw in deals.values()) == {
        "Prospecting": 500,
        "Engaging": 1589,
        "Won": 4238,
        "Lost": 2473,
    }


def test_dates_are_history(company):
    deal, raw = company.one("opportunity", external_key="1C1I7A6R")
    assert company.days("opportunity", deal) == ["2016-10-20", "2017-03-01"]
    (opened, created), (_, closed) = company.journal["opportunity", deal]
    assert (created.fields["outcome"], closed.fields["outcome"]) == ((None, "open"), ("open", "won"))
    assert created.fields["amount"] == (None, 109_600)
    assert closed.fields["amount"] == (109_600, 105_400)
    assert (raw["opened_day"], raw["closed_day"]) == ("2016-10-20", "2017-03-01")
    assert created.fields["stage_since"] == (None, opened.happened)


def test_a_deal_without_engage_date_is_first_known_on_the_last_day(company, deals):
    unknown = [id_ for id_, raw in deals.items() if "opened_day" not in raw]
    assert len(unknown) == 500
    assert {str(day_of(company.journal["opportunity", id_][0][0])) for id_ in unknown} == {"2017-12-31"}


def test_misspelt_values_are_translated(company, deals):
    product, _ = company.one("product", name="GTX Pro")
    assert sum(raw["product"] == product for raw in deals.values()) == 1480
    industries = {raw["industry"] for raw in company.all("account").values()}
    assert "technology" in industries
    assert "technolgy" not in industries


def test_a_company_is_one_account_in_each_office_that_has_deals_with_it(company, deals):
    places = company.all("territory")
    accounts = company.all("account")
    kinds = Counter(places[raw["territory"]]["kind"] for raw in accounts.values())
    assert kinds == {"group": 85, "region": 241}
    people = company.all("user")
    for raw in deals.values():
        if "account" not in raw:
            continue
        account = accounts[raw["account"]]
        assert account["territory"] == places[people[raw["owner"]]["home"]]["parent"]
        assert accounts[account["parent"]]["name"] == account["name"]


def test_deals_without_account_stand_with_their_owner(company, deals):
    assert sum("account" not in raw for raw in deals.values()) == 1425
    places = company.all("territory")
    for raw in company.all("user").values():
        assert places[raw["home"]]["kind"] == ("patch" if raw["role"] == "rep" else "region")


def test_managers_hold_the_office_and_agents_see_nothing_of_another(company):
    nodes = [entity_of("territory").read(id_, raw) for id_, raw in company.all("territory").items()]
    places = Counter(raw["territory"] for raw in company.all("account").values())
    offices = {node.id: node.name for node in nodes if node.kind == "region"}
    assert Counter(raw["role"] for raw in company.all("user").values()) == {"rep": 35, "manager": 6}
    for id_, raw in company.all("user").items():
        scope = actor_for(entity_of("user").read(id_, raw), nodes).nodes
        (office,) = scope & offices.keys()
        assert sum(places[node] for node in scope) == places[office]


def test_parents_follow_who_belongs_to_whom(company):
    accounts = company.all("account")
    top = {raw["external_key"]: raw for raw in accounts.values()}
    assert accounts[top["Bluth Company"]["parent"]]["external_key"] == "Acme Corporation"
    assert sum("parent" in raw for raw in top.values()) == 241 + 15
