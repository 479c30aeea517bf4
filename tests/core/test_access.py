"""Who may read and write what, decided by the same few functions on both sides."""

from typing import Any

import pytest

from crm_desktop.core.access import (
    EVERYBODY,
    SHARED,
    Actor,
    actor_for,
    check_complete,
    check_kinds,
    check_owner,
    check_values,
    check_write,
    covers,
    hidden_fields,
    may_read,
    node_of,
    private_node,
    stands_for,
    subtree,
)
from crm_desktop.core.entities import REGISTRY, Territory, User
from crm_desktop.core.errors import RefusedError

TREE = [Territory(id=id_, name=id_, parent=parent) for id_, parent in (("world", ""), ("north", "world"), ("fjord", "north"), ("south", "world"), ("ring1", "ring2"), ("ring2", "ring1"))]  # fmt: skip
SUBTREES = [
    (["world"], {"world", "north", "fjord", "south"}), (["north"], {"north", "fjord"}), (["fjord", "south"], {"fjord", "south"}),
    ([], set()), (["ring1"], {"ring1", "ring2"}), (["unknown"], {"unknown"}),
]  # fmt: skip


@pytest.mark.parametrize(("roots", "wanted"), SUBTREES)
def test_subtree(roots: list[str], wanted: set[str]) -> None:
    assert subtree(roots, TREE) == wanted


def test_a_person_holds_everybodys_her_own_and_her_subtrees() -> None:
    actor = actor_for(User(id="ann", role="rep", territories=("north",), home="south"), TREE)
    assert actor.nodes == {EVERYBODY, SHARED, private_node("ann"), "north", "fjord", "south"}
    assert [may_read(actor, node) for node in ("", "fjord", "world", private_node("bob"))] == [True, True, False, False]
    assert may_read(Actor("root", "administrator", frozenset()), private_node("bob"))


SUCCESSIONS = [
    ({}, "ann", {"ann"}), ({"bob": "ann"}, "ann", {"ann", "bob"}), ({"bob": "ann"}, "bob", {"bob"}), ({"cy": "bob", "bob": "ann"}, "ann", {"ann", "bob", "cy"}),
    ({"ann": "bob", "bob": "ann"}, "ann", {"ann", "bob"}), ({"ann": "ann"}, "ann", {"ann"}),
]  # fmt: skip


@pytest.mark.parametrize(("successors", "who", "wanted"), SUCCESSIONS)
def test_stands_for(successors: dict[str, str], who: str, wanted: set[str]) -> None:
    people = [User(id=id_, successor=successors.get(id_, "")) for id_ in ("ann", "bob", "cy")]
    assert stands_for(who, people) == wanted


def test_a_successor_holds_all_that_her_predecessor_held() -> None:
    people = [User(id="ann", home="north"), User(id="bob", territories=("south",), successor="ann")]
    assert actor_for(people[0], TREE, people, ["world/x"]).nodes == {
        EVERYBODY, SHARED, private_node("ann"), private_node("bob"), "north", "fjord", "south", "world/x",
    }  # fmt: skip


COVERED = [
    ("north", True),
    ("north/x", True),
    ("south/x", True),
    ("south/y", False),
    ("south", False),
    ("northern/x", False),
    ("", True),
    ("user:", False),
]


@pytest.mark.parametrize(("node", "wanted"), COVERED)
def test_what_lies_below_a_node_is_covered_by_it(node: str, wanted: bool) -> None:
    assert covers({EVERYBODY, "north", "south/x"}, node) is wanted


PLACES = [
    ("product", {}, ""), ("account", {"territory": "north"}, "north"), ("account", {}, "user:"), ("account", {"territory": "north", "team": ["ann"]}, "north/it"), ("contact", {"account": "a"}, "node a"),
    ("contact", {"account": "gone"}, "user:"), ("opportunity", {"account": "gone", "owner": "ann"}, "home ann"), ("opportunity", {"owner": "bob"}, "user:bob"),
    ("conflict", {"entity": "territory", "record": "north"}, "node north"), ("conflict", {"entity": "user", "record": "ann"}, "node ann"),
    ("conflict", {"entity": "account", "record": "a", "territory": "north"}, "node a"),
    ("activity", {"opportunity": "d", "owner": "bob"}, "node d"), ("activity", {"account": "a", "opportunity": "d"}, "node a"), ("quote_line", {"quote": "q"}, "node q"),
    ("special_price", {"account": "a"}, "node a"), ("special_price", {}, "user:"), ("file", {"product": "p", "owner": "ann"}, "node p"),
    ("line_template", {"owner": "ann"}, "user:ann"), ("line_template", {"owner": "ann", "is_shared": True}, "shared:"),
    ("list_view", {"owner": "ann"}, "user:ann"), ("list_view", {"owner": "ann", "is_shared": True}, "shared:"), ("list_view", {}, "user:"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "raw", "wanted"), PLACES)
def test_node_of(key: str, raw: dict[str, Any], wanted: str) -> None:
    def look(_key: str, id_: str) -> str | None:
        return None if id_ == "gone" else f"node {id_}"

    assert node_of(REGISTRY[key], "it", raw, look, lambda user: "home ann" if user == "ann" else "") == wanted


def test_hidden_fields() -> None:
    assert hidden_fields(REGISTRY["product"], "rep") == {"cost"}
    assert hidden_fields(REGISTRY["product"], "manager") == frozenset()


WRITES = [
    ("account", "rep", ["name"], True),
    ("territory", "manager", [], False),
    ("territory", "administrator", ["name"], True),
    ("quota", "rep", [], False),
    ("quota", "manager", ["amount"], True),
    ("account", "rep", ["novel"], True),
    ("account", "rep", ["customer_group"], False),
    ("account", "manager", ["customer_group"], True),
    ("special_price", "rep", [], False),
]


@pytest.mark.parametrize(("key", "role", "fields", "is_allowed"), WRITES)
def test_check_write(key: str, role: str, fields: list[str], is_allowed: bool) -> None:
    actor = Actor("x", role, frozenset())
    if is_allowed:
        check_write(actor, REGISTRY[key], fields)
    else:
        with pytest.raises(RefusedError):
            check_write(actor, REGISTRY[key], fields)


def test_old_faults_do_not_block_an_edit_elsewhere() -> None:
    old = {"name": "X", "kind": "no such kind", "employees": -1}
    check_values(REGISTRY["account"], old, ["name"], "rep")
    with pytest.raises(RefusedError):
        check_values(REGISTRY["account"], old, ["kind"], "rep")


@pytest.mark.parametrize("key", REGISTRY)
def test_a_new_record_needs_what_is_required(key: str) -> None:
    needed = [name for name, field in REGISTRY[key].fields.items() if field.required]
    check_complete(REGISTRY[key], dict.fromkeys(needed, "x"))
    for name in needed:
        with pytest.raises(RefusedError) as caught:
            check_complete(REGISTRY[key], {other: "x" for other in needed if other != name})
        assert caught.value.field == name


def test_what_follows_from_values_fits_as_well() -> None:
    huge = {"quantity": 10**17, "unit_price": 10**17, "net": 10**16, "quote": "q", "currency": "CNY"}
    check_kinds(REGISTRY["quote_line"], {"quantity": (None, 10**17)})
    with pytest.raises(RefusedError):
        check_values(REGISTRY["quote_line"], huge, ["quantity"], "rep")


OWNERS = [
    ("list_view", "rep", {"owner": "ann"}, True), ("list_view", "rep", {"owner": "bob"}, True), ("list_view", "rep", {"owner": "cy"}, False),
    ("list_view", "manager", {"owner": "cy"}, False), ("list_view", "administrator", {"owner": "cy"}, True), ("list_view", "rep", {}, False),
    ("account", "rep", {"owner": "cy"}, True),
]  # fmt: skip


@pytest.mark.parametrize(("key", "role", "raw", "is_allowed"), OWNERS)
def test_what_is_somebodys_own_is_changed_by_her_or_who_took_over_or_an_administrator(
    key: str, role: str, raw: dict[str, Any], is_allowed: bool
) -> None:
    actor = Actor("ann", role, frozenset({private_node("ann"), private_node("bob"), "cy"}))
    for states in ((raw, {"owner": "ann"}), ({"owner": "ann"}, raw), (None, raw), (raw, None)):
        if is_allowed:
            check_owner(actor, REGISTRY[key], *states)
        else:
            with pytest.raises(RefusedError, match="only its owner"):
                check_owner(actor, REGISTRY[key], *states)
