"""Blocks fall onto pages whole, with heads repeated and sums carried forward."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.documents.flow import Block, Flow, Frame, Table
from crm_desktop.documents.pen import Pen

FRAME = Frame(first_top=40, top=0, bottom=100)


def draw_nothing(_pen: Pen, _y: float) -> None:
    """Stand for a drawing; these tests look at places only."""


def block(height: float, net: str = "0") -> Block:
    return Block(height, draw_nothing, Decimal(net))


class Recorder:
    """A table whose carried and brought blocks remember the sums they were made for."""

    def __init__(self) -> None:
        self.head = block(10)
        self.carried: dict[int, Decimal] = {}
        self.brought: dict[int, Decimal] = {}

    def table(self) -> Table:
        return Table(
            self.head,
            lambda running: self._made(self.carried, running),
            lambda running: self._made(self.brought, running),
        )

    @staticmethod
    def _made(kept: dict[int, Decimal], running: Decimal) -> Block:
        made = block(5)
        kept[id(made)] = running
        _ALIVE.append(made)
        return made


# Blocks are told apart by identity: none may be collected while its number is remembered.
_ALIVE: list[Block] = []


def placed_sums(flow: Flow, kept: dict[int, Decimal]) -> list[list[Decimal]]:
    return [[kept[id(part.block)] for part in page if id(part.block) in kept] for page in flow.pages]


def test_a_group_moves_whole_to_the_next_page() -> None:
    flow = Flow(FRAME)
    flow.place([block(50)])
    flow.place([block(5), block(10)])
    assert [[part.top for part in page] for page in flow.pages] == [[40], [0, 5]]


def test_what_is_too_tall_for_any_page_does_not_leave_empty_ones() -> None:
    flow = Flow(FRAME)
    flow.place([block(500)])
    assert len(flow.pages) == 1


def test_a_table_repeats_its_head_and_carries_its_sum() -> None:
    recorder = Recorder()
    flow = Flow(FRAME)
    flow.place_table(recorder.table(), [[block(20, "1.50")]] * 4, [block(20, "1.50"), block(50)])
    assert all(page[0].block is recorder.head for page in flow.pages)
    assert placed_sums(flow, recorder.carried) == [[Decimal("3.00")], [Decimal("6.00")], []]
    assert placed_sums(flow, recorder.brought) == [[], [Decimal("3.00")], [Decimal("6.00")]]


def test_a_table_that_finds_no_room_starts_on_the_next_page_without_a_sum() -> None:
    recorder = Recorder()
    flow = Flow(FRAME)
    flow.place([block(45)])
    flow.place_table(recorder.table(), [], [block(20, "1")])
    assert placed_sums(flow, recorder.carried) == [[], []]
    assert placed_sums(flow, recorder.brought) == [[], []]
    assert flow.pages[1][0].block is recorder.head


@given(st.lists(st.integers(5, 40), min_size=1, max_size=60), st.integers(5, 45))
def test_nothing_is_lost_and_nothing_leaves_its_page(heights: list[int], closing: int) -> None:
    recorder = Recorder()
    rows = [[block(height, "1")] for height in heights]
    flow = Flow(FRAME)
    flow.place([block(1)])
    flow.place_table(recorder.table(), rows[:-1], [*rows[-1], block(closing)])
    placed = [part for page in flow.pages for part in page]
    assert sum(part.block.net for part in placed) == len(heights)
    assert all(part.top + part.block.height <= FRAME.bottom for part in placed)


@pytest.mark.parametrize("count", range(1, 12))
def test_the_tail_is_never_torn(count: int) -> None:
    recorder = Recorder()
    last, total = block(10), block(30)
    flow = Flow(FRAME)
    flow.place_table(recorder.table(), [[block(10)] for _ in range(count)], [last, total])
    page = next(page for page in flow.pages if any(part.block is total for part in page))
    assert any(part.block is last for part in page)
