"""Histories that keep all laws: short ones of many seeds, and every seed that once found a fault, at its full length."""

import pytest

from tests.simulation import world
from tests.simulation.history import STEPS, play
from tests.simulation.quick import Plain

SHORT = (6, 12)
FOUND = {
    0: "a contact stayed behind when its account was created and moved in one push; the past of a record folded anew stayed at the node where it had been, and was loaded by whoever holds that",
    8: "the deletion of a record that was never created went to everybody",
    10: "a record moved and deleted in one push stood on at its author's laptop",
}

TWICE = (127, (20, 30))  # a page brought a line twice, and the laptop could never sync again


@pytest.mark.parametrize("seed", range(1000, 1024))
def test_a_short_history_keeps_every_law(seed: int) -> None:
    assert play(seed, SHORT).violation is None


@pytest.mark.parametrize(("seed", "steps"), [*((seed, STEPS) for seed in FOUND), TWICE])
def test_a_seed_that_once_found_a_fault_finds_none(seed: int, steps: tuple[int, int]) -> None:
    assert play(seed, steps).violation is None


def figures(seed: int) -> tuple[object, ...]:
    played = play(seed, SHORT)
    return (played.syncs, played.saves, played.conflicts, played.faults)


def test_a_seed_plays_the_same_again() -> None:
    assert figures(1100) == figures(1100)


def test_a_seed_plays_the_same_by_the_whole_of_sqlalchemy(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = figures(1101)
    monkeypatch.setattr(world, "way", Plain)
    assert figures(1101) == quick
