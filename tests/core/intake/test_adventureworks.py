"""A whole company of real data comes in as its tables tell it."""

from collections import Counter
from itertools import pairwise

import pytest

from crm_desktop.core import intake
from crm_desktop.core.access import actor_for, check_complete, check_values
from crm_desktop.core.changes import Act
from crm_desktop.core.schema import REGISTRY, entity_of

from .conftest import NOW, ZONE, Store


@pytest.fixture(scope="module")
def done(shared_data):
    folder = shared_data / "adventureworks_sfa"
    store = Store()
    imported = intake.run(store, folder, intake.find_mapping(folder), NOW, ZONE)
    store.apply(imported.changes)
    return imported, store, folder


@pytest.fixture
def imported(done):
    return done[0]


@pytest.fixture
def company(done):
    return done[1]


def people(company):
    return {id_: entity_of("user").read(id_, raw) for id_, raw in company.all("user").items()}


def tree(company):
    return [entity_of("territory").read(id_, raw) for id_, raw in company.all("territory").items()]


def test_every_row_goes_in(imported):
    assert imported.problems == ()
    assert {key: (count.new, count.bad) for key, count in imported.counts.items()} == {
        "territory": (42, 0),  # 3 groups, 6 countries, 10 regions, 23 patches
        "user": (18, 0),
        "account": (701, 0),
        "contact": (753, 0),
        "currency": (1, 0),
        "price_book": (2, 0),
        "product": (504, 0),
        "price": (790, 0),
        "quota": (163, 0),
    }


def test_a_second_run_changes_nothing(done):
    _, company, folder = done
    again = intake.run(company, folder, intake.find_mapping(folder), NOW + 1, ZONE, 9999)
    assert again.changes == ()
    assert {key: count.same for key, count in again.counts.items()} == {
        key: count.new for key, count in done[0].counts.items()
    }


def test_created_records_satisfy_the_rules(company):
    for (key, id_), posted in company.journal.items():
        declared = REGISTRY[key]
        raw = company.raws(key, [id_])[id_]
        check_complete(declared, raw)
        check_values(declared, raw, raw, "administrator")
        assert posted[0][1].act is Act.CREATE


def test_changes_come_in_the_order_in_which_they_happened(imported):
    assert all(one.happened <= other.happened for one, other in pairwise(imported.changes))
    assert [change.counter for change in imported.changes] == list(range(1, len(imported.changes) + 1))
    assert {(change.author, change.device) for change in imported.changes} == {("", "import:adventureworks_sfa")}
    assert len({change.id for change in imported.changes}) == len(imported.changes)


def test_whoever_has_reports_is_a_manager_and_nobody_an_administrator(company):
    found = people(company)
    reports = Counter(found[user.manager].name for user in found.values() if user.manager)
    assert reports == {"Stephen Jiang": 10, "Amy Alberts": 3, "Syed Abbas": 1, "Brian Welcker": 3}
    assert {user.name for user in found.values() if user.role == "manager"} == set(reports)
    assert Counter(user.role for user in found.values()) == {"rep": 14, "manager": 4}


def test_territories_go_from_group_to_patch(company):
    names = {node.id: node for node in tree(company)}
    above = {"patch": "region", "region": "country", "country": "group"}
    for node in names.values():
        assert (node.parent == "") == (node.kind == "group")
        assert node.kind == "group" or names[node.parent].kind == above[node.kind]
    assert "NA" not in {node.name for node in names.values()}


def test_an_account_belongs_to_the_patch_of_its_region_and_its_salesperson(company):
    patches = {node.id: node for node in tree(company)}
    found = people(company)
    for raw in company.all("account").values():
        assert patches[raw["territory"]].kind == "patch"
        assert raw["territory"] in found[raw["owner"]].territories


def test_scopes_share_the_accounts_among_sellers_and_add_up_for_managers(company):
    nodes = tree(company)
    places = Counter(raw["territory"] for raw in company.all("account").values())
    seen = {
        user.name: sum(places[node] for node in actor_for(user, nodes).nodes)
        for user in people(company).values()
    }  # fmt: skip
    assert seen == {
        "Stephen Jiang": 541, "Brian Welcker": 701, "Michael Blythe": 77, "Linda Mitchell": 39, "Jillian Carson": 76,
        "Garrett Vargas": 40, "Tsvi Reiter": 80, "Pamela Ansman-Wolfe": 38, "Shu Ito": 79, "José Saraiva": 74,
        "David Campbell": 38, "Amy Alberts": 120, "Jae Pak": 40, "Ranjit Varkey Chudukatil": 40,
        "Tete Mensa-Annan": 0, "Syed Abbas": 40, "Rachel Valdez": 40, "Lynn Tsoflias": 40,
    }  # fmt: skip


def test_accounts_of_one_name_stay_two(company):
    names = Counter(raw["name"] for raw in company.all("account").values())
    assert sorted(name for name, count in names.items() if count > 1) == ["Friendly Bike Shop", "Sports Products Store"]


def test_an_account_has_its_figures_and_place(company):
    _, raw = company.one("account", external_key="AW00000001")
    assert (raw["name"], raw["revenue"], raw["currency"]) == ("A Bike Store", 3_000_000, "USD")
    assert (raw["latitude"], raw["longitude"]) == (47_659_486, -122_408_811)
    assert sum("latitude" in raw for raw in company.all("account").values()) == 671


def test_every_contact_has_a_name_and_an_account(company):
    accounts = company.all("account")
    contacts = company.all("contact")
    assert all(raw["account"] in accounts and raw["family_name"] for raw in contacts.values())
    assert sum("given_name" in raw for raw in contacts.values()) == 238


def test_earlier_versions_of_a_product_are_dated_prices_exact_to_the_fourth_decimal(company):
    product, raw = company.one("product", sku="FR-R92R-48")
    books = {raw["name"]: id_ for id_, raw in company.all("price_book").items()}
    listed = sorted(
        (price["first_day"], price.get("last_day"), price["unit_price"])
        for price in company.all("price").values()
        if price["product"] == product and price["price_book"] == books["List prices"]
    )
    assert listed == [
        ("2011-07-01", "2012-06-30", 1_263_459_800),
        ("2012-07-01", "2013-06-30", 1_301_363_600),
        ("2013-07-01", None, 1_431_500_000),
    ]
    assert raw["cost"] == 868_634_200
    assert company.days("product", product) == ["2011-07-01", "2012-07-01", "2013-07-01"]


def test_prices_of_one_product_never_overlap(company):
    spans = {}
    for raw in company.all("price").values():
        spans.setdefault((raw["price_book"], raw["product"]), []).append(
            (raw["first_day"], raw.get("last_day", "9999"))
        )
    assert all(one[1] < other[0] for some in spans.values() for one, other in pairwise(sorted(some)))


def test_what_ended_without_a_successor_is_no_longer_sold(company):
    products = company.all("product")
    assert sum("is_inactive" in raw for raw in products.values()) == 98
    ended, _ = company.one("product", sku="FR-R38R-48")
    assert company.days("product", ended)[-1] == "2013-07-01"


def test_chinese_descriptions_come_in(company):
    assert sum("description_zh" in raw for raw in company.all("product").values()) == 294
    _, raw = company.one("product", sku="BK-R19B-52")
    assert raw["description_zh"].startswith("入门级成人自行车")


def test_a_person_has_one_quota_a_quarter(company):
    quotas = company.all("quota").values()
    assert len({(raw["user"], raw["period"]) for raw in quotas}) == 163
    assert sorted({raw["period"] for raw in quotas}) == [f"{y}-Q{q}" for y in (2011, 2012, 2013) for q in (1, 2, 3, 4)]
    assert sum(raw["amount"] for raw in quotas) == 9_571_400_000
