"""Bad rows are told with place and reason while good ones go in; a wrong mapping or file stops before anything."""

import csv
import io

import openpyxl
import pytest

from crm_desktop.core import intake
from crm_desktop.core.errors import UserError

HEAD = """
pack = "small"
[tables.people]
file = "people.csv"
[tables.places]
file = "places.csv"
[[records]]
entity = "territory"
from = "places"
key = ["{place}"]
fields = { name = "{name}", parent = { link = "territory", by = ["{above}"] } }
[[records]]
entity = "user"
key = ["{who}"]
fields = { name = "{who}", login = "{who}", role = "{role}", home = { link = "territory", by = ["{home}"] } }
from = "people"
"""
PLACES = "place,name,above\n1,World,\n2,North,1\n"
PEOPLE = "who,role,home\nann,rep,2\nbob,manager,1\n"


def test_bad_rows_are_told_and_good_ones_go_in(pack, bring, store):
    people = "who,role,home\nann,rep,2\nbob,chief,1\n,rep,1\ncem,rep,9\nann,rep,1\ndan,rep\n\neve,rep,3\nfay,rep,\n"
    places = "place,name,above\n1,World,\n2,North,1\n3,,1\n5,Deep,4\n4,South,3\n"
    imported = bring(pack(HEAD, people=people, places=places))
    told = {(p.file, p.row, p.column, p.value, p.reason) for p in imported.problems}
    assert told == {
        ("places.csv", 4, "name", "", "Name must not be empty."),
        ("places.csv", 5, "above", "4", "It depends on row 6 of places.csv, which did not go in."),
        ("places.csv", 6, "above", "3", "It depends on row 4 of places.csv, which did not go in."),
        ("people.csv", 3, "role", "chief", "Role has no value “chief”. Choose one from the list."),
        ("people.csv", 4, "who", "", "The row has no key: it cannot be told apart from others."),
        ("people.csv", 5, "home", "9", "There is no Territory with the key 9."),
        ("people.csv", 6, "who", "ann", "The key ann stands already in row 2 of people.csv."),
        ("people.csv", 7, "", "", "The row has 2 cells where the headings have 3."),
        ("people.csv", 9, "home", "3", "It depends on row 4 of places.csv, which did not go in."),
    }
    assert {raw["name"] for raw in store.all("user").values()} == {"ann", "fay"}
    assert {raw["name"] for raw in store.all("territory").values()} == {"World", "North"}
    assert (imported.counts["user"].new, imported.counts["user"].bad) == (2, 4)


def test_a_record_without_what_it_must_have_is_told(pack, bring):
    imported = bring(pack(HEAD.replace('login = "{who}", ', ""), people=PEOPLE, places=PLACES))
    assert [(p.row, p.reason) for p in imported.problems] == [
        (2, "Sign-in name must not be empty."),
        (3, "Sign-in name must not be empty."),
    ]


def test_the_error_file_has_a_line_for_each_bad_row(pack, bring):
    people = 'who,role,home\n"a, b",chief,\n'
    imported = bring(pack(HEAD, people=people, places=PLACES))
    lines = list(csv.reader(io.StringIO(intake.problems_csv(imported.problems))))
    assert lines == [
        ["file", "row", "column", "value", "reason"],
        ["people.csv", "2", "role", "chief", "Role has no value “chief”. Choose one from the list."],
    ]


FIELDS = """
pack = "cells"
[tables.cells]
file = "cells.csv"
[[records]]
entity = "account"
from = "cells"
key = ["{cell}"]
[records.fields]
name = "x"
territory = "t"
currency = "EUR"
"""


@pytest.mark.parametrize(
    ("field", "cell", "reason"),
    [
        ("revenue", "12.3456", "has more decimals than Annual revenue can hold"),
        ("revenue", "1,23", "is not a number"),
        ("revenue", "twelve", "is not a number"),
        ("employees", "1.5", "is not a whole number"),
        ("employees", "-1", "must be at least 0"),
        ("latitude", "0.1234567", "has more decimals than Latitude can hold"),
        ("latitude", "91", "must be at most 90"),
        ("kind", "friend", "has no value"),
        ("founded", "99999999999999999999", "is more than Founded can hold"),
    ],
)
def test_a_cell_the_field_cannot_hold_is_told(pack, bring, field, cell, reason):
    imported = bring(pack(FIELDS + f'{field} = "{{cell}}"\n', cells=f'cell,x\n"{cell}",\n'))
    (problem,) = imported.problems
    assert (problem.row, problem.column, problem.value) == (2, "cell", cell)
    assert reason in problem.reason
    assert imported.changes == ()


@pytest.mark.parametrize(
    ("said", "cell", "reason"),
    [
        ('{ value = "{cell}", map = { a = "b" }, strict = true }', "c", "is not among the translations"),
        ('{ day = "{cell}" }', "31.12.2020", "is not a date"),
        ('{ find = "cells", by = { x = "{cell}" }, take = "{x}", required = true }', "c", "No row of cells has c."),
    ],
)
def test_a_value_that_cannot_be_made_is_told(pack, bring, said, cell, reason):
    (problem,) = bring(pack(FIELDS + f"notes = {said}\n", cells=f"cell,x\n{cell},\n")).problems
    assert (problem.column, problem.value) == ("cell", cell)
    assert reason in problem.reason


@pytest.mark.parametrize(
    ("field", "said", "reason"),
    [
        ("employees", "2020-01-01", "“2020-01-01” is not a number"),
        ("notes", '["{cell}", "{x}"]', "Notes holds one value, not a list."),
    ],
)
def test_a_value_of_another_kind_is_told(pack, bring, field, said, reason):
    (problem,) = bring(pack(FIELDS + f"{field} = {said}\n", cells="cell,x\n1,2\n")).problems
    assert reason in problem.reason


def test_an_amount_without_a_currency_is_told(pack, bring):
    mapping = FIELDS.replace('currency = "EUR"', 'revenue = "{cell}"')
    (problem,) = bring(pack(mapping, cells="cell,x\n1,2\n")).problems
    assert (problem.column, problem.reason) == ("cell", "Annual revenue needs a currency beside it.")


def test_neither_yes_nor_no_is_told(pack, bring):
    mapping = HEAD.replace('role = "{role}"', 'role = "rep", is_inactive = "{role}"')
    imported = bring(pack(mapping, people="who,role,home\nann,perhaps,\n", places=PLACES))
    assert [problem.reason for problem in imported.problems] == ["“perhaps” is neither yes nor no."]


NEXT = """
[tables.v.next]
until = { of = ["k"], by = { day = "{since}" }, take = { day = "{until_text}" } }
"""
VERSIONS = f"""
pack = "v"
[tables.v]
file = "v.csv"
joins = [{{ table = "days", by = {{ k = {{ day = "{{joined}}" }} }}, required = true }}]
[tables.v.columns]
checked = {{ day = "{{checked_text}}" }}
{NEXT}[tables.days]
rows = [{{ k = "2020-01-01" }}]
[[records]]
entity = "territory"
from = "v"
key = ["{{k}}"]
versions = "{{since}}"
fields = {{ name = "{{name}}", external_key = "{{until}}" }}
"""


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("a,x,someday,,,", "since"),
        ("a,x,2020-01-01,,never,", "checked_text"),
        ("a,x,2020-01-01,,,soon", "joined"),
        ("a,x,2020-01-01,,,2021-01-01", "joined"),
        ("a,x,2020-03-01,later,,", "until_text"),
        ("a,x,someday,,never,", "checked_text"),
    ],
)
def test_a_bad_version_leaves_the_good_ones(pack, bring, store, row, column):
    head = "k,name,since,until_text,checked_text,joined\n"
    imported = bring(pack(VERSIONS, v=f"{head}a,first,2020-01-01,,,\na,second,2020-02-01,,,\n{row}\n"))
    assert [(problem.row, problem.column) for problem in imported.problems] == [(4, column)]
    ((id_, raw),) = store.all("territory").items()
    assert raw["name"] == "second"
    assert len(store.days("territory", id_)) == 2
    assert (imported.counts["territory"].new, imported.counts["territory"].bad) == (1, 0)


def test_a_version_that_cannot_be_dated_is_told(pack, bring):
    mapping = VERSIONS.replace(NEXT, "").replace(', external_key = "{until}"', "")
    imported = bring(pack(mapping, v="k,name,since,until_text,checked_text,joined\na,x,someday,,,\n"))
    assert [(problem.column, problem.value) for problem in imported.problems] == [("since", "someday")]
    assert imported.counts["territory"].bad == 1


def test_versions_that_are_all_bad_make_the_record_bad(pack, bring):
    imported = bring(pack(VERSIONS, v="k,name,since,until_text,checked_text,joined\na,x,someday,,,\n"))
    assert (imported.counts["territory"].new, imported.counts["territory"].bad) == (0, 1)


def test_a_moment_that_is_no_date_is_told(pack, bring):
    mapping = FIELDS.replace('from = "cells"', 'from = "cells"\nhappened = "{x}"')
    (problem,) = bring(pack(mapping, cells="cell,x\n1,soon\n")).problems
    assert (problem.column, problem.value) == ("x", "soon")


def test_a_key_that_cannot_be_made_is_told(pack, bring):
    mapping = FIELDS.replace('key = ["{cell}"]', 'key = [{ day = "{cell}" }]').replace(
        "[[rec", 'columns = { y = { day = "{x}" } }\n[[rec'
    )
    problems = bring(pack(mapping, cells="cell,x\nsoon,\nsoon,later\n")).problems
    assert [(problem.row, problem.value) for problem in problems] == [(2, "soon"), (3, "later")]


def test_a_later_moment_before_an_earlier_one_is_told(pack, bring):
    mapping = """
pack = "t"
[tables.t]
file = "t.csv"
[[records]]
entity = "territory"
from = "t"
key = ["{k}"]
happened = "{a}"
fields = { name = "{k}" }
[[records.events]]
happened = "{b}"
fields = { kind = "patch" }
"""
    (problem,) = bring(pack(mapping, t="k,a,b\n1,2020-02-01,2020-01-31\n")).problems
    assert (problem.column, problem.value) == ("b", "2020-01-31")
    assert problem.reason.startswith("2020-01-31 lies before 2020-02-01")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('"{role}"', '"{rolle}"'), "names the column “rolle” in records[2] (user).fields.role"),
        (('role = "', 'rank = "'), "the field “rank”, which user does not have"),
        (('entity = "user"', 'entity = "person"'), "the entity “person”, which does not exist"),
        (('from = "people"', 'from = "persons"'), "names the table “persons”"),
        (('file = "people.csv"', 'file = "nobody.csv"'), "The file nobody.csv is not in the folder"),
        (('file = "people.csv"', 'flie = "people.csv"'), "unknown field `flie`"),
        (('file = "people.csv"', ""), "does not say where the rows of the table “people” come from"),
        (('file = "people.csv"', 'from = "people"'), "makes the table “people” from itself"),
        (('file = "people.csv"', 'file = "people.csv"\nencoding = "utf-99"'), "the encoding “utf-99”"),
        (('key = ["{who}"]', ""), "which columns are the key"),
        (('"{role}"', '{ vlaue = "{role}" }'), "what is not understood: {'vlaue': '{role}'}"),
        (('"{role}"', '{ split = "{role}", part = "middle" }'), "what is not understood"),
        (('"{role}"', '{ split = "{role}", at = 1 }'), "what is not understood"),
        (('"{role}"', '{ day = "{role}", as = "week" }'), "what is not understood"),
        (('"{role}"', '{ day = "{role}", shift = "1" }'), "what is not understood"),
        (('"{role}"', '{ number = "{role}", times = "1" }'), "what is not understood"),
        (('"{role}"', '{ name = "{role}" }'), "what is not understood"),
        (('"{role}"', '{ join = "{role}" }'), "what is not understood"),
        (('"{role}"', '{ items = ["{role}"] }'), "what is not understood"),
        (('"{role}"', '{ if = "{role}" }'), "what is not understood"),
        (('"{role}"', "{ if = { role = 5 } }"), "what is not understood"),
        (('"{role}"', '{ value = "{role}", first = [] }'), "what is not understood"),
        (('"{role}"', '{ value = "{role}", take = "x" }'), "what is not understood"),
        (('"{role}"', '{ value = "{role}", map = 5 }'), "what is not understood"),
        (('"{role}"', '{ value = "{role}", replace = "x" }'), "what is not understood"),
        (('"{role}"', '{ find = "places", take = "{name}" }'), "what is not understood"),
        (('"{role}"', '{ find = 5, by = { place = "1" }, take = "{name}" }'), "what is not understood"),
        (('"{role}"', '{ find = "places", by = { town = "1" }, take = "{name}" }'), "the column “town”"),
        (('"{role}"', '{ find = "town", by = { town = "1" }, take = "{name}" }'), "the table “town”"),
        (('territory", by = ["{home}"]', 'territory"'), "what is not understood"),
        (('link = "territory", by = ["{home}"]', 'link = "place", by = ["{home}"]'), "the entity “place”"),
        (('"{role}"', '{ value = "{role}", map = "roles" }'), "the translations “roles”"),
        (('pack = "small"', "pack = small"), "is not valid TOML"),
        (('pack = "small"', ""), "missing required field `pack`"),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_place(pack, bring, change, sentence):
    assert change[0] in HEAD
    with pytest.raises(UserError) as refused:
        bring(pack(HEAD.replace(*change), people=PEOPLE, places=PLACES))
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ('who,role,home\n"ann,rep,1\n', "people.csv is not a proper table near line 2"),
        ('who,role,home\n"ann"x,rep,1\n', "people.csv is not a proper table near line 2"),
        ("", "people.csv has no row of headings"),
        ("who,role,role,home\n", "the heading “role” twice"),
        (b"who,role,home\n\xff\xff,rep,1\n", "neither UTF-8 nor GB18030"),
    ],
)
def test_a_file_that_is_no_table_is_refused(pack, bring, store, people, sentence):
    with pytest.raises(UserError) as refused:
        bring(pack(HEAD, people=people, places=PLACES))
    assert sentence in str(refused.value)
    assert store.journal == {}


@pytest.mark.parametrize(("name", "file"), [("people.xlsx", "people.xlsx"), ("people.csv.gz", "people.csv.gz")])
def test_a_workbook_or_archive_that_is_none_is_refused(pack, bring, name, file):
    folder = pack(HEAD.replace("people.csv", file), places=PLACES)
    (folder / name).write_bytes(b"not one at all")
    with pytest.raises(UserError, match="cannot be read"):
        bring(folder)


def test_a_workbook_without_the_sheet_is_refused(pack, bring):
    folder = pack(HEAD.replace('"people.csv"', '"people.xlsx"\nsheet = "Leute"'), places=PLACES)
    openpyxl.Workbook().save(folder / "people.xlsx")
    with pytest.raises(UserError, match="has no sheet named “Leute”"):
        bring(folder)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings_are_found_out(pack, bring, store, encoding):
    people = "who,role,home,,\n王伟,rep,2,,\n"
    assert bring(pack(HEAD, people=people.encode(encoding), places=PLACES)).problems == ()
    assert [raw["name"] for raw in store.all("user").values()] == ["王伟"]


def test_an_encoding_can_be_told(pack, bring, store):
    mapping = HEAD.replace('file = "people.csv"', 'file = "people.csv"\nencoding = "cp1252"')
    bring(pack(mapping, people="who,role,home\nJosé,rep,2\n".encode("cp1252"), places=PLACES))
    assert [raw["name"] for raw in store.all("user").values()] == ["José"]


def test_a_folder_without_a_mapping_is_refused(tmp_path):
    with pytest.raises(UserError, match="No mapping is known for the folder"):
        intake.find_mapping(tmp_path)


def test_a_mapping_that_is_not_there_is_refused(tmp_path, bring):
    with pytest.raises(UserError, match=r"The mapping file none\.toml cannot be read"):
        bring(tmp_path, tmp_path / "none.toml")


def test_a_bad_row_spoils_no_record_that_other_rows_tell_of_too(pack, bring, store):
    mapping = """
pack = "t"
[tables.t]
file = "t.csv"
columns = { since = { day = "{day}" } }
[tables.regions]
from = "t"
distinct = ["region"]
[[records]]
entity = "territory"
from = "regions"
key = ["{region}"]
fields = { name = "{region}" }
"""
    imported = bring(pack(mapping, t="region,day\nnorth,soon\nnorth,2020-01-01\nsouth,later\n"))
    assert [(problem.row, problem.value) for problem in imported.problems] == [(2, "soon"), (4, "later")]
    assert [raw["name"] for raw in store.all("territory").values()] == ["north"]
    assert (imported.counts["territory"].new, imported.counts["territory"].bad) == (1, 1)
