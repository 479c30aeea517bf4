"""Histories that keep all laws: short ones of many seeds, and every seed that once found a fault, at its full length."""

import pytest

from tests.simulation import world
from tests.simulation.history import STEPS, play
from tests.simulation.quick import Plain

SHORT = (5, 9)
FOUND = {
    108: "an edit that waited was out of sight after its record left and came back in one sync",
    115: "a first load went on across a restore with rows of the journal that was lost; a line that went to another quote"
    " while rows were loaded stayed in the total",
    116: "an account moved while rows of a load were still to come, and what followed it came to the place before",
    120: "a record was deleted over a field of a newer version that its author had not seen",
    124: "a line that left the scope without its quote stayed in the total",
    125: "a ready file of a journal that was lost was handed out after a restore that nobody had noticed yet",
    208: "whoever is on a team was refused what followed in the push in which she moved the account",
    212: "a new record was out of sight for good after its place left and came back before the server told of it",
    342: "an edit of what follows an account was refused in the push that brought the account into the scope",
    355: "an edit counted as typed after a second restore, whose laptop had read of the journal before the first alone; a"
    " quote was deleted over a line of the same laptop that a load had out of sight",
    372: "the judge took a move for none that the server had lost in a restore, and that a laptop had seen",
    418: "the judge let nobody in again who had left, where that came back only in the last peace",
    711: "the judge would not have an edit of what its laptop made in its scope and moved out of it in the same push",
    7038: "a conflict about a territory lay in it, and not with everybody as the territory does",
}


@pytest.mark.parametrize("seed", range(1000, 1160))
def test_a_short_history_keeps_every_law(seed: int) -> None:
    assert play(seed, SHORT).violation is None


@pytest.mark.parametrize("seed", FOUND)
def test_a_seed_that_once_found_a_fault_finds_none(seed: int) -> None:
    assert play(seed, STEPS).violation is None


def figures(seed: int) -> tuple[object, ...]:
    played = play(seed, SHORT)
    return (played.syncs, played.saves, played.conflicts, played.faults)


def test_a_seed_plays_the_same_again() -> None:
    assert figures(1100) == figures(1100)


def test_a_seed_plays_the_same_by_the_whole_of_sqlalchemy(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = figures(1101)
    monkeypatch.setattr(world, "way", Plain)
    assert figures(1101) == quick
