"""How a laptop parts what waits into pushes."""

import pytest

from crm_desktop.core.changes import Act, Change, Entry
from crm_desktop.sync import engine


def change(counter: int, size: int = 0) -> Change:
    entry = Entry("account", f"a{counter}", Act.EDIT, {"notes": (None, "x" * size)})
    return Change(f"c{counter}", "li", "laptop", counter, 1, (entry,))


@pytest.mark.parametrize(
    ("sizes", "counters"),
    [
        ([], []),
        ([10, 10, 10], [[1, 2], [3]]),
        ([600, 600, 10], [[1], [2, 3]]),
        ([10, 5000, 10], [[1], [2], [3]]),
        ([5000], [[1]]),
    ],
)
def test_a_push_ends_where_it_is_full_and_nothing_is_left_out(
    monkeypatch: pytest.MonkeyPatch, sizes: list[int], counters: list[list[int]]
) -> None:
    monkeypatch.setattr(engine, "PUSH_CHANGES", 2)
    monkeypatch.setattr(engine, "PUSH_BYTES", 1000)
    waiting = [change(counter, size) for counter, size in enumerate(sizes, 1)]
    assert [[one.counter for one in part] for part in engine.pushes(waiting)] == counters
