"""The merge as a table of cases, one line a case, and what follows from entries: folding and taking back."""

from random import Random
from typing import Any

import msgspec
import pytest

from crm_desktop.core import merging, schema
from crm_desktop.core.changes import (
    NEVER,
    Act,
    Entry,
    Line,
    create_entry,
    delete_entry,
    edit_entry,
    fold,
    folded,
    join,
    taken_back,
    versions,
)  # fmt: skip
from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.merging import merge, merge_text
from crm_desktop.core.schema import Entity, Merge, Record


def _thing() -> Entity:
    kinds = {
        "ask": schema.amount("Asked"),
        "latest": schema.text("Latest"),
        "tags": schema.tags("Tags"),
        "items": schema.labelled("Items"),
        "sum": schema.whole("Sum", merge=Merge.SUM),
        "text": schema.long_text("Text"),
    }
    fields = {name: msgspec.structs.replace(field, name=name) for name, field in kinds.items()}
    return Entity(key="thing", record=Record, label="Thing", plural="Things", icon="map", fields=fields)


THING = _thing()
HERE = [["1", "work", "555"]]
HERE2 = [["1", "work", "777"]]
BOTH = [["1", "work", "555"], ["2", "home", "888"]]
TWICE = [["1", "work", "777"], ["2", "home", "888"]]

# field, base, standing, incoming, incoming happened before (-1) or after (+1) the standing: value, lost?, clash?
CASES: list[tuple[str, Any, Any, Any, int, Any, bool, bool]] = [
    # untouched since: applied, whatever the rule and whatever the clocks say
    ("ask", 1, 1, 2, -1, 2, False, False),
    ("latest", "a", "a", "b", -1, "b", False, False),
    ("text", "a", "a", "b", -1, "b", False, False),
    ("sum", 5, 5, 6, -1, 6, False, False),
    ("tags", ["a"], ["a"], ["b"], -1, ["b"], False, False),
    ("ask", None, None, 2, -1, 2, False, False),
    ("ask", 1, 1, None, -1, None, False, False),
    # the same value from both: no clash, nothing lost
    ("ask", 1, 2, 2, -1, 2, False, False),
    ("latest", "a", "b", "b", -1, "b", False, False),
    ("text", "a", "b", "b", -1, "b", False, False),
    ("ask", 1, None, None, -1, None, False, False),
    ("tags", ["a"], ["a", "b"], ["a", "b"], -1, ["a", "b"], False, False),
    # ask: the standing value stays, the other waits for an answer
    ("ask", 1, 2, 3, -1, 2, True, True),
    ("ask", 1, 2, 3, +1, 2, True, True),
    ("ask", 1, None, 3, +1, None, True, True),
    ("ask", 1, 2, None, +1, 2, True, True),
    ("ask", None, 2, 3, +1, 2, True, True),
    # latest: what happened later wins, whoever arrives first; at the same moment the later arrival
    ("latest", "a", "b", "c", +1, "c", False, False),
    ("latest", "a", "b", "c", 0, "c", False, False),
    ("latest", "a", "b", "c", -1, "b", True, False),
    ("latest", "a", "b", None, +1, None, False, False),
    ("latest", "a", None, "c", -1, None, True, False),
    # union: what was put in is in, what was taken out is out
    ("tags", ["a"], ["a", "b"], ["a", "c"], -1, ["a", "b", "c"], False, False),
    ("tags", ["a"], ["b"], ["a", "c"], -1, ["b", "c"], False, False),
    ("tags", ["a", "b"], ["a", "b", "c"], ["a"], -1, ["a", "c"], False, False),
    ("tags", ["a"], ["a", "b"], None, -1, ["b"], False, False),
    ("tags", None, ["b"], ["a"], -1, ["a", "b"], False, False),
    ("tags", ["a"], None, ["a", "c"], -1, ["c"], False, False),
    ("tags", ["a"], None, None, -1, None, False, False),
    # union of labelled items: item by item, an edit beats a removal that had not seen it
    ("items", HERE, BOTH, HERE2, -1, TWICE, False, False),
    ("items", HERE, HERE2, BOTH, -1, TWICE, False, False),
    ("items", BOTH, HERE, HERE2 + BOTH[1:], -1, HERE2, False, False),
    ("items", HERE, None, HERE2, -1, HERE2, False, False),
    ("items", HERE, HERE2, None, -1, HERE2, False, False),
    ("items", HERE, BOTH, None, -1, BOTH[1:], False, False),
    ("items", None, HERE, BOTH[1:], -1, BOTH, False, False),
    # sum: both differences count, also when they are equal
    ("sum", 5, 7, 6, -1, 8, False, False),
    ("sum", 5, 6, 6, -1, 7, False, False),
    ("sum", None, 2, 3, -1, 5, False, False),
    ("sum", 5, 3, None, -1, -2, False, False),
    ("sum", 5, 2, 3, -1, None, False, False),
    # text: by line; the same lines changed by both are both kept, the standing ones first
    ("text", "a\nb\nc", "A\nb\nc", "a\nb\nC", -1, "A\nb\nC", False, False),
    ("text", "a\nb\nc", "a\nb\nc\nd", "0\na\nb\nc", -1, "0\na\nb\nc\nd", False, False),
    ("text", "a\nb\nc", "a\nc", "a\nb\nc\nd", -1, "a\nc\nd", False, False),
    ("text", "a\nb", "a\nX", "a\nY", -1, "a\nX\nY", False, False),
    ("text", None, "X", "Y", -1, "X\nY", False, False),
    ("text", "a", None, "a\nb", -1, "b", False, False),
    ("text", "a\nb\nc\nd\ne", "A\nb\nc\nd\nE", "a\nb\nC\nd\ne", -1, "A\nb\nC\nd\nE", False, False),
]


def _merged(name: str, base: Any, standing: Any, incoming: Any, order: int) -> Any:
    current = {} if standing is None else {name: standing}
    entry = Entry("thing", "t", Act.EDIT, {name: (base, incoming)})
    return current, merge(THING, current, entry, 1000 + order, lambda _name: 1000)


@pytest.mark.parametrize(("name", "base", "standing", "incoming", "order", "value", "lost", "clash"), CASES)
def test_merge(
    name: str, base: Any, standing: Any, incoming: Any, order: int, value: Any, lost: bool, clash: bool
) -> None:
    current, result = _merged(name, base, standing, incoming, order)
    assert folded(THING, current, result.entry).get(name) == value
    assert result.entry.lost == ((name,) if lost else ())
    assert [(one.base, one.standing, one.waiting) for one in result.clashes] == (
        [(base, standing, incoming)] if clash else []
    )


@pytest.mark.parametrize(("name", "base", "standing", "incoming", "order", "value", "lost", "clash"), CASES)
def test_the_history_keeps_what_the_author_typed(
    name: str, base: Any, standing: Any, incoming: Any, order: int, value: Any, lost: bool, clash: bool
) -> None:
    _, result = _merged(name, base, standing, incoming, order)
    assert result.entry.fields == {name: (base, incoming)}


def test_fields_of_one_change_are_merged_each_by_its_own_rule() -> None:
    current = {"ask": 2, "latest": "b", "tags": ["a", "b"], "sum": 7}
    fields: dict[str, Any] = {
        "ask": (1, 3),
        "latest": ("a", "c"),
        "tags": (["a"], ["a", "c"]),
        "sum": (5, 6),
        "text": (None, "x"),
    }
    result = merge(THING, current, Entry("thing", "t", Act.EDIT, fields), 1, lambda _name: 2)
    assert result.entry.lost == ("ask", "latest")
    assert [clash.name for clash in result.clashes] == ["ask"]
    assert folded(THING, current, result.entry) == {
        "ask": 2, "latest": "b", "tags": ["a", "b", "c"], "sum": 8, "text": "x",
    }  # fmt: skip


def test_a_field_that_only_a_newer_version_knows_is_kept_by_the_later() -> None:
    entry = Entry("thing", "t", Act.EDIT, {"novel": ("a", "c")})
    later = merge(THING, {"novel": "b"}, entry, 2, lambda _name: 1)
    sooner = merge(THING, {"novel": "b"}, entry, 0, lambda _name: 1)
    assert folded(THING, {"novel": "b"}, later.entry) == {"novel": "c"}
    assert folded(THING, {"novel": "b"}, sooner.entry) == {"novel": "b"}


TEXTS: list[tuple[str, str, str, str]] = [
    ("", "", "", ""),
    ("a", "b", "c", "b\nc"),
    ("a\nb\nc\nd", "a\nd", "a\nb\nX\nd", "a\nX\nd"),
    ("a\n\nb", "a\n\nb\n\nc", "x\n\nb", "x\n\nb\n\nc"),
    ("one\ntwo", "one\ntwo\nmine", "one\ntwo\ntheirs", "one\ntwo\nmine\ntheirs"),
    ("one", "one\nsame", "one\nsame\nmore", "one\nsame\nmore"),
    ("a\nb\nc", "c", "a\nb\nc\nd", "c\nd"),
]


@pytest.mark.parametrize(("base", "standing", "incoming", "wanted"), TEXTS)
def test_merge_text(base: str, standing: str, incoming: str, wanted: str) -> None:
    assert (merge_text(base or None, standing or None, incoming or None) or "") == wanted


@pytest.mark.parametrize(
    ("ours", "theirs", "wanted"),
    [
        (["top", "{all}"], ["{all}", "end"], ["top", "{all}", "end"]),
        (["{all}", "one"], ["{all}", "two"], ["{all}", "one", "two"]),
    ],
    ids=["at both ends", "both at one end"],
)
def test_texts_too_long_to_compare_line_by_line_lose_nothing_new(
    ours: list[str], theirs: list[str], wanted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    every = "\n".join(["", "line"] * 1500)
    base, *texts = ("\n".join(lines).replace("{all}", every) for lines in (["{all}"], ours, theirs, wanted))
    monkeypatch.setattr(merging, "SequenceMatcher", None)  # it takes more than a second for these
    assert merge_text(base, texts[0], texts[1]) == texts[2]


# ---------------------------------------------------------------------------------------------------------- folding

MADE = Entry("thing", "t", Act.CREATE, {"latest": (None, "a"), "tags": (None, ["x"])})
CHANGED = Entry("thing", "t", Act.EDIT, {"latest": ("a", "b")})
GONE = Entry("thing", "t", Act.DELETE, {"latest": ("b", None), "tags": (["x"], None)})
BACK = Entry("thing", "t", Act.RESTORE)
FOLDS: list[tuple[list[Entry], dict[str, Any], bool]] = [
    ([], {}, False),
    ([CHANGED], {"latest": "b"}, False),
    ([MADE], {"latest": "a", "tags": ["x"]}, True),
    ([MADE, CHANGED], {"latest": "b", "tags": ["x"]}, True),
    ([MADE, CHANGED, GONE], {"latest": "b", "tags": ["x"]}, False),
    ([MADE, CHANGED, GONE, BACK], {"latest": "b", "tags": ["x"]}, True),
    ([MADE, GONE, CHANGED], {"latest": "b", "tags": ["x"]}, False),
    ([MADE, GONE, msgspec.structs.replace(CHANGED, act=Act.RESTORE)], {"latest": "b", "tags": ["x"]}, True),
    ([MADE, msgspec.structs.replace(CHANGED, lost=("latest",))], {"latest": "a", "tags": ["x"]}, True),
    ([MADE, msgspec.structs.replace(CHANGED, merged={"latest": "ab"})], {"latest": "ab", "tags": ["x"]}, True),
    ([MADE, Entry("thing", "t", Act.EDIT, {"latest": ("a", None)})], {"tags": ["x"]}, True),
]


@pytest.mark.parametrize(("entries", "raw", "stands"), FOLDS)
def test_fold(entries: list[Entry], raw: dict[str, Any], stands: bool) -> None:
    state = fold(THING, entries)
    assert (state.raw, state.stands) == (raw, stands)


# ------------------------------------------------------------------------------------------------------ taking back

NAME = {"name": "Mill", "territory": "north"}


def _edit(**pairs: tuple[Any, Any]) -> Entry:
    return Entry("account", "a", Act.EDIT, dict(pairs))


BACKS: list[tuple[Entry, dict[str, Any] | None, Entry | None]] = [
    (create_entry("account", "a", NAME), NAME, delete_entry("account", "a", NAME)),
    (create_entry("account", "a", NAME), None, None),
    (delete_entry("account", "a", NAME), None, Entry("account", "a", Act.RESTORE)),
    (delete_entry("account", "a", NAME), NAME, None),
    (Entry("account", "a", Act.RESTORE), NAME, delete_entry("account", "a", NAME)),
    (_edit(city=("Rome", "Oslo")), {"city": "Oslo"}, _edit(city=("Oslo", "Rome"))),
    (_edit(city=("Rome", "Oslo")), {"city": "Paris"}, None),
    (_edit(city=("Rome", "Oslo"), street=("A", "B")), {"city": "Paris", "street": "B"}, _edit(street=("B", "A"))),
    (_edit(city=("Rome", "Oslo")), None, None),
    (_edit(city=("Rome", None)), {}, _edit(city=(None, "Rome"))),
    (_edit(tags=(["x"], ["x", "mine"])), {"tags": ["mine", "theirs", "x"]}, _edit(tags=(["mine", "theirs", "x"], ["theirs", "x"]))),
    (_edit(tags=(["x"], None)), {"tags": ["theirs"]}, _edit(tags=(["theirs"], ["theirs", "x"]))),
    (_edit(tags=(["x"], ["mine", "x"])), {"tags": ["theirs", "x"]}, None),
    (_edit(phones=(HERE, BOTH)), {"phones": [*BOTH, ["3", "x", "9"]]}, _edit(phones=([*BOTH, ["3", "x", "9"]], [HERE[0], ["3", "x", "9"]]))),
    (_edit(phones=(HERE, HERE2)), {"phones": [["1", "work", "999"]]}, None),
    (_edit(novel=("a", "b")), {"novel": "b"}, None),
    (msgspec.structs.replace(_edit(city=("Rome", "Oslo")), lost=("city",)), {"city": "Oslo"}, None),
]  # fmt: skip


@pytest.mark.parametrize(("done", "current", "wanted"), BACKS)
def test_taking_back_keeps_what_others_set_since(
    done: Entry, current: dict[str, Any] | None, wanted: Entry | None
) -> None:
    assert taken_back(done, current) == wanted


def test_entries_leave_derived_values_out() -> None:
    raw = {"name": "上海", "territory": "north", "sound": "shang hai"}
    derived = {name for name, field in REGISTRY["account"].fields.items() if field.derived}
    for entry in (
        create_entry("account", "a", raw),
        delete_entry("account", "a", raw),
        edit_entry("account", "a", {}, raw),
    ):
        assert entry is not None
        assert not derived & entry.fields.keys()


def test_an_edit_that_changes_nothing_is_no_entry() -> None:
    assert edit_entry("account", "a", NAME, {**NAME, "sound": "x"}) is None


def test_touched_adds_up() -> None:
    one = {"thing": frozenset("tu"), "other": frozenset("o")}
    assert join(one, {"thing": frozenset("v")}, {}) == {"thing": frozenset("tuv"), "other": frozenset("o")}


def _history(chance: Random, *, is_in_order: bool) -> list[Line]:
    """Make up the lines of a record, some of them waiting; out of order, happened runs against the numbers."""
    lines, moment = [], 0
    for seq in range(chance.randint(1, 25)):
        moment += chance.randint(0, 2)
        act = Act.CREATE if not seq else chance.choice([*[Act.EDIT] * 6, Act.DELETE, Act.RESTORE])
        fields = {"latest": (None, f"value {chance.randint(0, 3)}"), "tags": (None, [f"tag {chance.randint(0, 4)}"])}
        happened = moment if is_in_order else moment + chance.randint(-6, 6)
        accepted = 100 + moment if seq < 20 else NEVER
        entry = Entry("thing", "one", act, {} if act is Act.DELETE else fields)
        lines.append(Line(seq, happened, accepted, "ann", f"change {seq}", entry))
    return lines


@pytest.mark.parametrize("is_in_order", [True, False])
def test_each_moment_of_a_history_is_the_fold_of_what_was_there_by_then(is_in_order: bool) -> None:
    chance = Random(7)
    for _ in range(150):
        lines = _history(chance, is_in_order=is_in_order)
        every = versions(THING, lines)
        for axis, when in (("happened", lambda line: line.happened), ("accepted", lambda line: line.accepted)):
            for moment in {when(line) for line in lines} - {NEVER}:
                told = [one.raw for one in every if getattr(one, axis)[0] <= moment < getattr(one, axis)[1]]
                state = fold(THING, (line.entry for line in lines if when(line) <= moment))
                assert told == ([state.raw] if state.stands else [])
