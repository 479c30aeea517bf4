"""Story 9, its last sentence: two reps without a network, three quotes each, and every number accounted for."""

import re

import pytest

from crm_desktop.actions import issuing, quote_life, quotes
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.core.entities import Opportunity, Product, Quote
from sync_server import office as server
from sync_server.number_report import Span, account_for, say_numbers
from sync_server.numbering import lease, skip_numbers, void_leases
from tests.replicas import Office
from tests.staffed import office, quick_keys, staffed

__all__ = ["office", "quick_keys", "staffed"]


def issued(desk: Desk, deal: str) -> Quote:
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, deal))
    quotes.add_line(desk, quote, desk.fetch(Product, "pump"))
    return issuing.issue(desk, quote)[0]


def report(office: Office) -> list[Span]:
    with office.engine.connect() as connection:
        return account_for(connection)


def test_two_reps_issue_three_quotes_each_offline_and_every_number_is_accounted_for(office: Office) -> None:
    reps = [desk_of(office.laptops[place], office.clock) for place in (0, 1)]
    assert [rep.replica.numbers_left() for rep in reps] == [50, 50]
    made = [issued(rep, deal) for rep, deal in zip(reps, ("deal1", "deal2"), strict=True) for _ in range(3)]
    second, _ = quote_life.revise(reps[0], reps[0].fetch(Quote, made[0].id))
    issuing.issue(reps[0], second)
    office.sync(*(rep.replica for rep in reps))
    there = [office.get(Quote, quote.id).number for quote in made]
    assert there == [quote.number for quote in made], "none is renumbered"
    assert len(set(there)) == 6
    revision = office.get(Quote, second.id)
    assert (revision.number, revision.revision, revision.state) == (there[0], 2, "issued")
    blocks = [rep.replica.number_blocks()[0] for rep in reps]
    devices = [rep.replica.header.device for rep in reps]
    mine = [span for span in report(office) if span.device in devices]
    assert [(span.fate, span.count, span.device) for span in mine] == [
        (fate, count, device) for device in devices for fate, count in (("issued", 3), ("leased", 47))
    ]
    assert [(span.first, span.last) for span in mine if span.fate == "leased"] == [
        (block.first, block.last) for block in blocks
    ]
    told: list[str] = []
    say_numbers(server.Office(office.service, office.accounts, office.clock.us, told.append))
    lines = [line.split() for line in told]
    for block, rep in zip(blocks, reps, strict=True):
        assert [f"{block.first:05d}-{block.last:05d}", "47", "leased"] in [line[:3] for line in lines]
        used = next(line for line in lines if line[0] == f"{block.first - 3:05d}-{block.first - 1:05d}")
        assert used[1:3] == ["3", "issued"]
        assert used[-1] == f"({rep.user.name})"
    assert re.fullmatch(r"\s+\d+ numbers: 6 issued, \d+ leased", told[-1])


def test_what_a_restore_left_out_or_made_void_is_accounted_for_too(office: Office) -> None:
    with office.engine.begin() as connection:
        lease(connection, "Z", 3, "old", 0)
        void_leases(connection)
        skip_numbers(connection, 5)
        lease(connection, "Z", 2, "new", 0)
    spans = [span for span in report(office) if span.series == "Z"]
    assert spans == [
        Span("Z", 1, 3, "void"), Span("Z", 4, 8, "left out"), Span("Z", 9, 10, "leased", "new"),
    ]  # fmt: skip
    assert sum(span.count for span in spans) == 10


@pytest.mark.parametrize("number", ["", "by hand", "x-12a"])
def test_a_number_of_no_series_disturbs_no_report(office: Office, number: str) -> None:
    office.add(Quote(id="foreign", owner="ann", currency="CNY", number=number))
    assert all(span.fate != "issued" for span in report(office))
