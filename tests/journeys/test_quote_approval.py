"""Story 9: a discount beyond the rep's limit, approved on the manager's own laptop while both have no network."""

import subprocess
from decimal import Decimal

import pytest

from crm_desktop.actions import approvals, issuing, quote_life, quotes
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.papers import paper_of
from crm_desktop.core.entities import Limit, Opportunity, Price, Product, Quote, QuoteLine, Refusal, TaxRate
from crm_desktop.core.entities.limits import GRANTED
from crm_desktop.core.errors import RefusedError
from tests.replicas import Office
from tests.staffed import office, quick_keys, staffed

__all__ = ["office", "quick_keys", "staffed"]


def said_on_paper(desk: Desk, quote: Quote) -> str:
    pdf = paper_of(desk, quote)
    return subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def test_story_9_from_the_discount_to_the_issued_paper(office: Office) -> None:
    office.add(
        TaxRate(id="13", name="VAT 13 %", percent=Decimal(13)),
        Product(id="line", name="Bottling line", sku="BL", tax_rate="13", cost=Decimal(34_000), currency="CNY"),
        Price(id="of line", price_book="book", product="line", unit_price=Decimal(50_000)),
        Limit(id="rep", name="Reps", role="rep", highest_discount=Decimal(10), approver_role="manager"),
        Limit(
            id="manager", name="Managers", role="manager", highest_discount=Decimal(20), approver_role="administrator"
        ),
    )
    office.sync(*office.laptops)
    ann, mia = (desk_of(office.laptops[place], office.clock) for place in (0, 2))

    # The rep, offline: what is over and who may approve it is said before anybody is asked.
    quote, _ = quotes.draft(ann, ann.fetch(Opportunity, "deal1"))
    line, _ = quotes.add_line(ann, quote, ann.fetch(Product, "line"))
    quotes.edit_line(ann, quote, line, discount=Decimal(18))
    quote = ann.fetch(Quote, quote.id)
    assert (quote.net, quote.tax, quote.total) == (Decimal("41000.00"), Decimal("5330.00"), Decimal("46330.00"))
    seen = approvals.judged(ann, quote)
    assert [(one.sort, one.found, one.allowed, one.limit) for one in seen.breaches] == [("discount", 18, 10, "rep")]
    assert seen.margin is None, "a rep sees no cost"
    assert approvals.approvers(ann, quote, seen.breaches)[0].id == "mia"
    with pytest.raises(RefusedError, match="18 % below its list price, and “Reps” allows 10 %"):
        issuing.issue(ann, quote)
    assert "DRAFT" in said_on_paper(ann, quote) or "草稿" in said_on_paper(ann, quote)
    asked, _ = approvals.ask(ann, quote, "They order three lines a year.")
    quote = ann.fetch(Quote, quote.id)
    assert (quote.state, asked.asked_of) == ("in_approval", "mia")
    with pytest.raises(RefusedError, match="Take it back"):
        quotes.edit_line(ann, quote, ann.fetch(QuoteLine, line.id), discount=Decimal(25))
    with pytest.raises(RefusedError):
        issuing.issue(ann, quote)

    # Each reaches the server for a moment; the manager answers on a train, without it.
    office.sync(ann.replica, mia.replica)
    (waiting,) = approvals.waiting_for_me(mia)
    there = mia.fetch(Quote, quote.id)
    about = approvals.asked_about(mia, waiting, there)
    assert about.margin is not None
    assert (about.margin.amount, round(float(about.margin.percent), 2)) == (7_000, 17.07)
    approvals.answer(mia, waiting, GRANTED, "For this year.")
    assert (mia.fetch(Quote, quote.id).state, approvals.waiting_for_me(mia)) == ("approved", [])
    approved_at = mia.fetch(type(waiting), waiting.id).answered_at
    assert approved_at is not None
    office.sync(mia.replica, ann.replica)

    # The rep again, offline: she issues it, and the paper says who approved it and when.
    quote = ann.fetch(Quote, quote.id)
    assert quote.state == "approved"
    issued, _ = issuing.issue(ann, quote)
    said = said_on_paper(ann, issued)
    assert "DRAFT" not in said
    assert "草稿" not in said
    assert "46,330.00" in said
    assert f"{mia.user.name}, {approved_at.astimezone(ann.zone):%Y-%m-%d %H:%M}" in " ".join(said.split())
    revised, _ = quote_life.revise(ann, ann.fetch(Quote, issued.id))
    assert revised.number == issued.number
    assert [one.found for one in approvals.judged(ann, revised).breaches] == [18], "a revision is approved anew"
    office.sync(ann.replica, mia.replica)
    assert (office.get(Quote, quote.id).state, office.get(Quote, quote.id).number) == ("issued", issued.number)
    assert (ann.replica.find(Refusal), mia.replica.find(Refusal)) == ([], [])
    assert [office.differences(desk.replica) for desk in (ann, mia)] == [[], []]
