"""Saved views travel like all records: private ones to their owner alone, shared ones to everybody, changed by few."""

import pytest

from crm_desktop.actions import records, views
from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.views import Rule, Shown
from crm_desktop.core.access import actor_for
from crm_desktop.core.changes import Act, Entry, delete_entry
from crm_desktop.core.entities import ListView, Refusal, Territory, User
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import raw_of
from crm_desktop.core.store import Reader
from crm_desktop.replica.replica import Replica
from sync_server import mine
from tests.replicas import Office

SHANGHAI = Shown(rules=(Rule("account.city", "contains", "上海"),), sort=("-amount", "name"), columns=(("name", 200),))


def keep(office: Office, laptop: Replica, *, is_shared: bool) -> ListView:
    """Save a view on a laptop and send it."""
    desk = desk_of(laptop, office.clock)
    views.keep(desk, "opportunity", "Shanghai", SHANGHAI)
    made = views.views_of(desk, "opportunity")[-1]
    if is_shared:
        views.share(desk, made, is_shared=True)
    office.sync(laptop)
    return views.views_of(desk, "opportunity")[-1]


def seen(office: Office, *laptops: Replica) -> list[list[str]]:
    """List by name what each laptop holds after a round."""
    office.sync(*laptops)
    return [[one.name for one in laptop.find(ListView)] for laptop in laptops]


def test_a_private_view_goes_to_its_owners_laptops_and_to_no_colleagues(office: Office) -> None:
    ann, bob, mia, _root = office.laptops
    made = keep(office, ann, is_shared=False)
    second = office.laptop("ann", "her other laptop")
    assert seen(office, second, bob, mia) == [["Shanghai"], [], []]
    assert views.shown_by(second.find(ListView)[0]) == SHANGHAI
    assert office.service.content_hash("bob")["list_view"][0] == 0
    assert office.differences(second) == office.differences(bob) == []
    desk = desk_of(office.laptops[3], office.clock)
    office.sync(office.laptops[3])
    assert views.views_of(desk, "opportunity") == [], "an administrator holds all there is, and is not shown it"
    assert made.owner == "ann"


def test_a_shared_view_goes_to_everybody_and_back_to_its_owner(office: Office) -> None:
    ann, bob, mia, _ = office.laptops
    made = keep(office, ann, is_shared=True)
    assert seen(office, bob, mia) == [["Shanghai"], ["Shanghai"]]
    views.share(desk_of(ann, office.clock), made, is_shared=False)
    assert seen(office, ann, bob, mia) == [["Shanghai"], [], []]
    assert office.differences(ann) == office.differences(bob) == []
    assert bob.verify() == []


def test_a_first_stage_brings_ones_own_views_and_the_shared_ones(office: Office) -> None:
    ann, bob, _, _ = office.laptops
    wanted = {keep(office, ann, is_shared=False).id, keep(office, bob, is_shared=True).id}
    keep(office, bob, is_shared=False)
    with office.engine.connect() as connection:
        people, tree = (Reader(connection).find(kind) for kind in (User, Territory))
        actor = actor_for(next(one for one in people if one.id == "ann"), tree, people)
        assert set(mine.choose(connection, actor)["list_view"] or ()) == wanted


def test_a_colleague_may_not_change_a_shared_view_and_an_administrator_may(office: Office) -> None:
    ann, bob, mia, root = office.laptops
    made = keep(office, ann, is_shared=True)
    office.sync(bob, mia, root)
    for laptop in (bob, mia):
        desk = desk_of(laptop, office.clock)
        assert not views.may_change(desk, made)
        for act in (
            lambda desk=desk: views.rename(desk, made, "Mine"),
            lambda desk=desk: views.share(desk, made, is_shared=False),
            lambda desk=desk: records.delete(desk, made),
        ):
            with pytest.raises(RefusedError, match="only its owner"):
                act()
    desk = desk_of(root, office.clock)
    assert views.may_change(desk, made)
    views.rename(desk, made, "Shanghai, all")
    assert seen(office, root, ann) == [["Shanghai, all"], ["Shanghai, all"]]
    records.delete(desk, root.find(ListView)[0])
    assert seen(office, root, ann, bob) == [[], [], []]


FORGED = {
    "edited": lambda made: Entry("list_view", made.id, Act.EDIT, {"name": ("Shanghai", "Mine")}),
    "taken over": lambda made: Entry("list_view", made.id, Act.EDIT, {"owner": ("ann", "bob")}),
    "deleted": lambda made: delete_entry("list_view", made.id, raw_of(made)),
    "made in her name": lambda _made: Entry(
        "list_view", "new", Act.CREATE, {"name": (None, "X"), "owner": (None, "ann"), "entity": (None, "account"), "is_shared": (None, True)}
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", FORGED)
def test_the_server_asks_again_who_changes_a_view(office: Office, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ann, bob, *_ = office.laptops
    made = keep(office, ann, is_shared=True)
    office.sync(bob)
    monkeypatch.setattr("crm_desktop.replica.saving.check_owner", lambda *_told: None)
    desk_of(bob, office.clock).save(FORGED[how](made))
    office.sync(bob, ann)
    assert [one.reason.partition(":")[0] for one in bob.find(Refusal)] == ["This is a colleague\u2019s"]
    assert [(one.name, one.owner) for one in bob.find(ListView)] == [("Shanghai", "ann")]
    assert office.differences(bob) == []


def test_who_took_over_has_the_views_of_her_predecessor(office: Office) -> None:
    ann, bob, _, _ = office.laptops
    keep(office, ann, is_shared=False)
    office.edit(office.get(User, "ann"), successor="bob")
    office.sync(bob)
    desk = desk_of(bob, office.clock)
    (held,) = views.views_of(desk, "opportunity")
    views.rename(desk, held, "From Ann")
    office.sync(bob)
    assert (bob.find(Refusal), office.get(ListView, held.id).name) == ([], "From Ann")
