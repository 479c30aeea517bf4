"""The moves of a field and the time it stood are what the journal says, asked without folding it."""

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

import pytest

from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.records import create, delete, edit, undo
from crm_desktop.core.changes import Act
from crm_desktop.core.entities import Opportunity
from crm_desktop.core.schema import micros
from crm_desktop.core.store import Where
from crm_desktop.core.store.history import Move, Spell
from tests.replicas import Office, small_office

STAGES = ("qualify", "propose", "won", "lost")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = small_office(tmp_path_factory.mktemp("moves"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def desk(office: Office) -> Desk:
    """Return a desk at which thirty deals went to and fro for weeks, some deleted and taken back; half of it is synced."""
    replica = office.laptop("mia", "laptop")
    desk, chance = desk_of(replica, office.clock), random.Random(3)
    create(desk, *(Opportunity(id=f"m{n:02}", name="M", owner="ann", stage="qualify") for n in range(30)))
    for step in range(300):
        office.clock.moment += timedelta(minutes=chance.randrange(1, 900))
        id_ = f"m{chance.randrange(30):02}"
        deal = desk.fetch(Opportunity, id_)
        if step % 20 == 0:
            undo(desk, delete(desk, deal).change)
        else:
            values = {"stage": chance.choice(STAGES), "name": chance.choice("MN")}
            edit(desk, deal, **values)
        if step == 150:
            office.sync(replica)
    return desk


def told(desk: Desk, until: int) -> tuple[list[Move], dict[tuple[str, object], int]]:
    """Fold the journal the slow way: the moves of every deal's stage, and how long each stage stood."""
    moves, lasted = list[Move](), defaultdict[tuple[str, object], int](int)
    ids = [f"m{n:02}" for n in range(30)]
    for id_, lines in sorted(desk.replica.lines(ids).items()):
        stage, since = None, None  # since: None while it does not stand
        for line in sorted(lines, key=lambda one: one.happened):
            if line.happened > until:
                break
            if since is not None:
                lasted[id_, stage] += line.happened - since
            since = None if line.entry.act is Act.DELETE else line.happened
            if since is not None and "stage" in line.entry.fields:
                after = line.entry.fields["stage"][1]
                if after != stage and stage is not None:
                    moves.append(Move(id_, line.happened, stage, after))
                stage = after
        if since is not None:
            lasted[id_, stage] += until - since
    return moves, dict(lasted)


@pytest.mark.parametrize("days_ago", [0, 30, 60])
def test_moves_and_spells_are_those_of_the_journal(desk: Desk, days_ago: int) -> None:
    until = micros(desk.now() - timedelta(days=days_ago))
    asked = Where("id", "in", [f"m{n:02}" for n in range(30)])
    moves, lasted = told(desk, until)
    assert len(moves) > 30
    view = desk.replica.as_of(until)
    assert view.moves(Opportunity, "stage", until, asked) == moves
    spells = view.spells(Opportunity, "stage", until, asked)
    assert {(one.id, one.value): one.lasted for one in spells if one.lasted} == {k: v for k, v in lasted.items() if v}


def test_only_records_that_meet_the_conditions_are_told_of(desk: Desk) -> None:
    now = micros(desk.now())
    won = Where("stage", "eq", "won")
    ids = set(desk.replica.ids(Opportunity, won))
    assert {one.id for one in desk.replica.moves(Opportunity, "stage", now, won)} <= ids
    assert {one.id for one in desk.replica.spells(Opportunity, "stage", now, won)} == ids
    assert isinstance(desk.replica.spells(Opportunity, "stage", now, won)[0], Spell)
