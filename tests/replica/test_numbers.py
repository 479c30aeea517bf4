"""Quote numbers: leased in blocks, used once, never twice."""

import pytest

from crm_desktop.actions import deals, issuing, quotes
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.core.entities import Opportunity, Product, Quote
from crm_desktop.core.errors import RefusedError, ReplicaError
from crm_desktop.core.protocol import NumberBlock
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import NUMBERS_A_BLOCK
from tests.replicas import PASSWORD, Office


@pytest.fixture(autouse=True)
def no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue without drawing a page: these tests are about the number."""
    monkeypatch.setattr(issuing, "paper_of", lambda _desk, quote: quote.number.encode())


def issue(desk: Desk, deal: str = "deal1") -> str:
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, deal))
    quotes.add_line(desk, quote, desk.fetch(Product, "pump"))
    issued, _ = issuing.issue(desk, quote)
    return issued.number


def test_two_laptops_never_use_one_number(office: Office) -> None:
    ann, bob = (desk_of(one, office.clock) for one in office.laptops[:2])
    found = [issue(ann) for _ in range(3)] + [issue(bob, "deal2") for _ in range(3)]
    assert len(set(found)) == 6
    office.sync(ann.replica, bob.replica)
    assert sorted(one.number for one in office.laptops[0].find(Quote)) == sorted(found[:3])
    assert {one.number for kind in (ann, bob) for one in kind.replica.find(Quote)} == set(found)


def test_a_number_is_used_by_the_save_that_bears_it(office: Office) -> None:
    desk = desk_of(office.laptops[0], office.clock)
    left = desk.replica.numbers_left()
    first = issue(desk)
    assert desk.replica.numbers_left() == left - 1
    desk.replica.close()
    again = Replica.open(office.folder / "laptop of ann", PASSWORD)
    office.laptops[0] = again
    assert issue(desk_of(again, office.clock)) != first


def test_a_save_that_fails_uses_no_number(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_of(office.laptops[0], office.clock)
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, "deal1"))
    quotes.add_line(desk, quote, desk.fetch(Product, "pump"))
    left, number = desk.replica.numbers_left(), issuing.next_number(desk)

    def fail(*_: object, **__: object) -> None:
        raise ReplicaError("The disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("crm_desktop.core.store.search.update", fail)
        with pytest.raises(ReplicaError):
            issuing.issue(desk, quote)
    assert (desk.replica.numbers_left(), desk.fetch(Quote, quote.id).state) == (left, "draft")
    assert issuing.issue(desk, quote)[0].number == number


def test_without_numbers_the_quote_stays_a_draft_until_the_next_sync(office: Office) -> None:
    desk = desk_of(office.laptops[0], office.clock)
    desk.replica.set_mark("numbers", "[]")
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, "deal1"))
    quotes.add_line(desk, quote, desk.fetch(Product, "pump"))
    with pytest.raises(RefusedError, match="no quote numbers left"):
        issuing.issue(desk, quote)
    office.sync(desk.replica)
    assert desk.replica.numbers_left() == NUMBERS_A_BLOCK
    assert issuing.issue(desk, quote)[0].state == "issued"


def test_a_quote_without_lines_is_not_issued(office: Office) -> None:
    desk = desk_of(office.laptops[0], office.clock)
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, "deal1"))
    with pytest.raises(RefusedError, match="no lines"):
        issuing.issue(desk, quote)


def test_blocks_are_used_one_after_the_other(office: Office) -> None:
    replica = office.laptops[0]
    replica.set_mark("numbers", "[]")
    assert replica.number_blocks() == ()
    replica.add_block(NumberBlock(series="A", first=1, last=1))
    replica.add_block(NumberBlock(series="B", first=5, last=6))
    desk = desk_of(replica, office.clock)
    assert [issue(desk) for _ in range(3)] == ["A-00001", "B-00005", "B-00006"]
    assert replica.numbers_left() == 0
    assert deals.stages(desk)
