"""People and territories are found by a few letters: of the name, its sound, the sign-in name, or what they do."""

import msgspec
import pytest

from crm_desktop.actions.choosing import fitting
from crm_desktop.actions.desk import Desk, desk_of, own_names
from crm_desktop.core.entities import User
from tests.replicas import Office


@pytest.fixture
def desk(office: Office) -> Desk:
    office.add(
        User(id="wang", name="王小明", login="x.wang", job_title="Key accounts"),
        User(id="mary", name="Mary Ann Smith", login="msmith", is_inactive=False),
        User(id="left", name="Annabel Gone", login="gone", is_inactive=True, successor="ann"),
    )
    office.sync(office.laptops[0])
    return desk_of(office.laptops[0], office.clock)


CASES = [
    ("wxm", ["wang"]), ("xiao", ["wang"]), ("wangxiao", ["wang"]), ("小明", ["wang"]), ("key", ["wang"]),
    ("ann", ["ann", "mary"]), ("smith mary", ["mary"]), ("msm", ["mary"]), ("mith", ["mary"]), ("gone", []), ("zzz", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), CASES, ids=[text for text, _ in CASES])
def test_a_person_is_found_by_what_one_remembers_of_her(desk: Desk, text: str, found: list[str]) -> None:
    assert [one.id for one in fitting(desk, "user", text, (), 9)] == found


def test_who_is_chosen_already_is_not_offered_again_and_the_list_is_short(desk: Desk) -> None:
    assert [one.id for one in fitting(desk, "user", "ann", ("ann",), 9)] == ["mary"]
    assert len(fitting(desk, "user", "", (), 3)) == 3
    assert [one.id for one in fitting(desk, "territory", "har", (), 9)] == ["harbour"]


def test_teams_know_a_successor_by_the_name_of_who_left(desk: Desk) -> None:
    assert own_names(desk) == ["ann", "left"]
    assert own_names(msgspec.structs.replace(desk, user=User(id="bob"))) == ["bob"]
