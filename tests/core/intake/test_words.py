"""Each word of a mapping says what the description of mappings tells."""

import re

import msgspec
import pytest

from crm_desktop.core.intake import mapping as told
from crm_desktop.core.intake.cells import Formats, split_name
from crm_desktop.core.intake.expressions import WORDS
from crm_desktop.core.resources import resource
from crm_desktop.core.schema import moment_of

MAPPING = """
pack = "words"
[formats]
day = ["%Y-%m-%d", "%Y-%m-%d %H:%M"]
[maps.colours]
rot = "red"
[tables.t]
file = "t.csv"
[tables.other]
rows = [{ k = "1", v = "one" }, { k = "1", v = "uno" }, { k = "2", v = "" }]
[[records]]
entity = "activity"
key = ["x"]
from = "t"
[records.fields]
kind = "note"
owner = "ann"
subject = "-"
"""
PERSON = '[[records]]\nentity = "user"\nid = "ann"\nfields = { name = "Ann", login = "ann", role = "rep" }\n'


@pytest.fixture
def made(pack, bring, store):
    """Give the value that a field of a record gets from an expression over a row with columns a and b."""

    def make(field: str, said: str, a: str, b: str = ""):
        text = MAPPING + f"{field} = {said}\n"
        if field == "subject":
            text = text.replace('subject = "-"\n', "")
        imported = bring(pack(text + PERSON, t=f'row,a,b\n1,"{a}","{b}"\n'))
        assert [problem.reason for problem in imported.problems] == []
        ((_, raw),) = store.all("activity").items()
        return raw.get(field)

    return make


@pytest.mark.parametrize(
    ("said", "a", "b", "value"),
    [
        ('"{a} of {b}"', "one", "two", "one of two"),
        ('"{a} of {b}"', "one", "", "one of"),
        ('{ first = ["{b}", "{a} of {b}", "none"] }', "", "", "none"),
        ('{ value = "{a}", map = "colours" }', "rot", "", "red"),
        ('{ value = "{a}", map = "colours" }', "blau", "", "blau"),
        ('{ value = "{a}", map = { "" = "nothing" } }', "", "", "nothing"),
        ('{ value = "{a}", lower = true, replace = { " " = "." } }', "Ann Lee", "", "ann.lee"),
        ('{ join = ["{a}", "{b}"], with = ", " }', "x", "", "x"),
        ('{ join = ["{a}", "{b}"], with = ", " }', "x", "y", "x, y"),
        ('{ if = { a = ["1", "2"] }, then = "low", else = "high" }', "2", "", "low"),
        ('{ if = { a = { not = ["1", "2"] } }, then = "low", else = "high" }', "2", "", "high"),
        ('{ if = { a = true, b = false }, then = "only a", else = "else" }', "2", "", "only a"),
        ('{ split = "{a}", at = "-" }', "x-y-z", "", "x"),
        ('{ split = "{a}", at = "-", part = "rest" }', "x-y-z", "", "y-z"),
        ('{ split = "{a}", at = "-", part = "head" }', "x-y-z", "", "x-y"),
        ('{ split = "{a}", at = "-", part = "last" }', "x-y-z", "", "z"),
        ('{ number = "{a}", times = 2.5 }', "$1,000", "", "2500.0"),
        ('{ day = "{a}", shift = -1 }', "2020-03-01", "", "2020-02-29"),
        ('{ day = "{a}", as = "year" }', "2020-03-01", "", "2020"),
        ('{ day = "{a}", as = "month" }', "2020-03-05", "", "2020-03"),
        ('{ day = "{a}", as = "month_start" }', "2020-02-05", "", "2020-02-01"),
        ('{ day = "{a}", as = "month_end" }', "2020-02-05", "", "2020-02-29"),
        ('{ day = "{a}", as = "quarter" }', "2020-12-31", "", "2020-Q4"),
        ('{ day = "{a}", as = "quarter_start" }', "2020-12-31", "", "2020-10-01"),
        ('{ day = "{a}", as = "quarter_end" }', "2020-02-05", "", "2020-03-31"),
        ('{ find = "other", by = { k = "{a}" }, take = "{v}" }', "1", "", "one"),
        ('{ find = "other", by = { k = "{a}" }, take = "{v}", else = "none of {a}" }', "9", "", "none of 9"),
    ],
)
def test_words_give_text(made, said, a, b, value):
    assert made("subject", said, a, b) == value


@pytest.mark.parametrize(
    ("field", "said", "a", "value"),
    [
        ("minutes", '"{a}"', "1,200", 1200),
        ("minutes", "30", "", 30),
        ("due_day", "2020-02-01", "", "2020-02-01"),
        ("due_day", "2020-02-01T10:00:00", "", "2020-02-01"),
        ("due_day", '"{a}"', "2020-02-01 14:30", "2020-02-01"),
        ("is_done", '"{a}"', "YES", True),
        ("is_done", '"{a}"', "no", None),
        ("outcome", '{ number = "{a}" }', "", None),
        ("outcome", '{ day = "{a}" }', "", None),
        ("contact", '{ link = "contact", by = ["{a}"] }', "", None),
        ("contact", '{ find = "other", by = { k = "{a}" }, take = "{v}", required = true }', "", None),
    ],
)
def test_words_give_values_of_each_kind(made, field, said, a, value):
    assert made(field, said, a) == value


@pytest.mark.parametrize(
    ("said", "a", "moment"),
    [
        ('"{a}"', "2020-02-01", "2020-02-01T11:00:00+00:00"),
        ('"{a}"', "2020-07-01 14:30", "2020-07-01T12:30:00+00:00"),
        ("2020-07-01", "", "2020-07-01T10:00:00+00:00"),
        ("2020-07-01T08:00:00", "", "2020-07-01T06:00:00+00:00"),
        ("2020-07-01T08:00:00Z", "", "2020-07-01T08:00:00+00:00"),
    ],
)
def test_a_day_is_its_noon_and_a_time_is_itself_where_the_organisation_is(made, said, a, moment):
    assert moment_of(made("starts", said, a)).isoformat() == moment


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("王小明", ("小明", "王")),
        ("司马光", ("光", "司马")),
        ("司马", ("马", "司")),
        ("Mary Ann Smith", ("Mary Ann", "Smith")),
        ("Cher", ("", "Cher")),
    ],
)
def test_names_are_split_by_their_script(name, parts):
    assert split_name(name) == parts


def test_every_word_is_described():
    page = resource("mappings/README.md").read_text(encoding="utf-8")
    said = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", page))))
    words = {word for first, (_, more) in WORDS.items() for word in (first, *more.split())}
    for part in (told.Mapping, told.TableSpec, told.RecordSpec, told.Event, told.Join, told.Next, Formats):
        words |= {field.encode_name for field in msgspec.structs.fields(part)}
    assert words - said == set()


def test_every_shipped_mapping_is_understood():
    shipped = sorted(resource("mappings").glob("*.toml"))
    assert [told.read_mapping(path).pack for path in shipped] == [path.stem for path in shipped]
