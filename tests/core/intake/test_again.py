"""A later run of a pack meets its records again and brings only what differs."""

import msgspec

from crm_desktop.core.changes import Act
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import REGISTRY

MAPPING = """
pack = "deals"
happened = 2020-01-01
[tables.deals]
file = "deals.csv"
[tables.people]
file = "people.csv"
[[records]]
entity = "currency"
id = "EUR"
keep = true
fields = { name = "EUR", symbol = "€" }
[[records]]
entity = "user"
from = "people"
key = ["{login}"]
fields = { name = "{name}", login = "{login}", role = "rep" }
[[records]]
entity = "stage"
key = ["all"]
fields = { name = "All", pipeline = { link = "pipeline", by = ["p"] }, outcome = "open" }
[[records]]
entity = "pipeline"
key = ["p"]
fields = { name = "P" }
[[records]]
entity = "opportunity"
from = "deals"
key = ["{nr}"]
happened = "{opened}"
[records.fields]
name = "{name}"
amount = "{amount}"
currency = "EUR"
owner = { link = "user", by = ["{owner}"] }
stage = { link = "stage", by = ["all"] }
outcome = "open"
[[records.events]]
where = { won = true }
happened = "{won}"
fields = { outcome = "won", closed_day = "{won}" }
"""
PEOPLE = "login,name\nann,Ann\n"
BEFORE = "nr,name,owner,opened,won,amount\n1,Pump,ann,2021-03-01,,100\n2,Valve,ann,2021-03-02,,200\n"


def test_only_what_differs_becomes_an_edit_with_the_value_that_stood(pack, bring, store):
    bring(pack(MAPPING, people=PEOPLE, deals=BEFORE))
    imported = bring(
        pack(MAPPING, people=PEOPLE, deals=BEFORE.replace("Valve,ann,2021-03-02,,200", "Valve,ann,2021-03-02,,250"))
    )
    (change,) = imported.changes
    (entry,) = change.entries
    assert (entry.act, entry.fields) == (Act.EDIT, {"amount": (20_000, 25_000)})
    deal, _ = store.one("opportunity", name="Valve")
    assert store.days("opportunity", deal) == ["2021-03-02", "2026-11-02"]
    assert (imported.counts["opportunity"].changed, imported.counts["opportunity"].same) == (1, 1)


def test_a_moment_that_came_since_keeps_its_own_day(pack, bring, store):
    bring(pack(MAPPING, people=PEOPLE, deals=BEFORE))
    bring(
        pack(
            MAPPING,
            people=PEOPLE,
            deals=BEFORE.replace("Pump,ann,2021-03-01,,100", "Pumps,ann,2021-03-01,2021-05-05,100"),
        )
    )
    deal, raw = store.one("opportunity", name="Pumps")
    assert (raw["outcome"], raw["closed_day"]) == ("won", "2021-05-05")
    assert store.days("opportunity", deal) == ["2021-03-01", "2021-05-05", "2026-11-02"]


def test_a_new_row_links_to_what_stands_although_its_row_is_bad_now(pack, bring):
    bring(pack(MAPPING, people=PEOPLE, deals=BEFORE))
    deals = BEFORE + "3,Seal,ann,2021-03-03,,300\n"
    imported = bring(pack(MAPPING, people="login,name\nann,\n", deals=deals))
    assert [problem.file for problem in imported.problems] == ["people.csv"]
    assert imported.counts["opportunity"].new == 1


def test_what_was_deleted_here_stays_deleted_and_what_needs_it_says_so(pack, bring, store):
    folder = pack(MAPPING, people=PEOPLE, deals=BEFORE)
    bring(folder)
    deal, _ = store.one("opportunity", name="Pump")
    person, _ = store.one("user", login="ann")
    store.delete("opportunity", deal)
    imported = bring(folder)
    assert imported.changes == ()
    assert imported.counts["opportunity"].gone == 1
    store.delete("user", person)
    imported = bring(pack(MAPPING, people=PEOPLE, deals=BEFORE + "3,Seal,ann,2021-03-03,,300\n"))
    assert "The User with the key ann was deleted here." in {problem.reason for problem in imported.problems}
    assert imported.changes == ()


def test_kept_records_are_left_as_they_stand(pack, bring, store):
    folder = pack(MAPPING, people=PEOPLE, deals=BEFORE)
    bring(folder)
    store.edit("currency", "EUR", symbol="Euro")
    imported = bring(folder)
    assert imported.changes == ()
    assert imported.counts["currency"].same == 1


def test_what_links_comes_after_what_it_links_to_wherever_the_mapping_says_it(pack, bring, store):
    imported = bring(pack(MAPPING, people=PEOPLE, deals=BEFORE))
    order = [entry.entity for change in imported.changes for entry in change.entries]
    assert order.index("pipeline") < order.index("stage") < order.index("opportunity")


def test_nothing_is_there_before_what_it_links_to(pack, bring, store):
    bring(pack(MAPPING.replace("2020-01-01", "2021-04-01"), people=PEOPLE, deals=BEFORE))
    deal, _ = store.one("opportunity", name="Pump")
    assert store.days("opportunity", deal) == ["2021-04-01"]


def test_nothing_happens_after_the_import(pack, bring, store):
    bring(pack(MAPPING, people=PEOPLE, deals=BEFORE.replace("2021-03-01", "2099-01-01")))
    deal, _ = store.one("opportunity", name="Pump")
    assert store.days("opportunity", deal) == ["2026-11-02"]


def test_an_edit_that_breaks_a_rule_together_with_what_stands_is_told(pack, bring, store, monkeypatch):
    def locked(raw, _role):
        if raw.get("phone") == "locked" and raw["name"] != "Ann":
            raise RefusedError("Locked people keep their names.", "name")

    monkeypatch.setitem(REGISTRY, "user", msgspec.structs.replace(REGISTRY["user"], rules=(locked,)))
    bring(pack(MAPPING, people=PEOPLE, deals=BEFORE))
    person, _ = store.one("user", login="ann")
    store.edit("user", person, phone="locked")
    imported = bring(pack(MAPPING, people=PEOPLE.replace("Ann", "Anna"), deals=BEFORE))
    assert [(problem.column, problem.reason) for problem in imported.problems] == [
        ("name", "Locked people keep their names.")
    ]
    assert imported.changes == ()
    assert imported.counts["user"].bad == 1
