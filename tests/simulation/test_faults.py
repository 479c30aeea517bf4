"""The oracles bite: each fault planted in the product is found by a law, not by a crash, by the seed that found it once."""

import pytest

from tests.simulation.faults import PLANTED, Plant, search

SEEDS = 25  # tried where the dice fall otherwise one day


@pytest.mark.parametrize(("plant", "first"), PLANTED.items(), ids=[plant.__name__ for plant in PLANTED])
def test_a_planted_fault_is_found_by_a_law(plant: Plant, first: int) -> None:
    found = search(plant, [first, *range(SEEDS)])
    assert found.violation is not None
    print(f"{plant.__name__}: seed {found.seed}, {found.violation}"[:300])
