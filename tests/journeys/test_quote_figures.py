"""Stories 3, 4 and 9 of the product to the cent: on the laptop that typed them, on the server, elsewhere and on paper."""

import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.actions import approvals, issuing, quotes, records
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.papers import paper_of, xml_of
from crm_desktop.core.entities import Opportunity, Quote, QuoteLine
from crm_desktop.core.pricing import PricedQuote
from tests.replicas import Office, small_office
from tests.staffed import quick_keys
from tests.ubl import faults, read, said

__all__ = ["quick_keys"]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = small_office(tmp_path)
    yield made
    made.close()


def drafted(desk: Desk, lines: list[dict[str, Any]], **head: Any) -> Quote:
    """Draft a quote from a deal, with lines, as its author types it."""
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, "deal1"))
    made = [
        QuoteLine(id=desk.new_id(), quote=quote.id, position=at, currency="CNY", **line)
        for at, line in enumerate(lines, 1)
    ]
    records.create(desk, *made)
    if head:
        quotes.edit_quote(desk, quote, **head)
    return desk.fetch(Quote, quote.id)


def line(quantity: str, price: str, off: str = "0", rate: str = "13", **more: Any) -> dict[str, Any]:
    return {
        "quantity": Decimal(quantity), "unit_price": Decimal(price), "discount": Decimal(off) or None,
        "tax_percent": Decimal(rate), "tax_label": f"VAT {rate} %", **more,
    }  # fmt: skip


def said_on_paper(desk: Desk, quote: Quote) -> str:
    pdf = paper_of(desk, quote)
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def amounts_in_xml(desk: Desk, quote: Quote) -> list[list[str]]:
    """Issue a quote, and give line nets, taxes and the total of its XML, which has to be as the standard has it."""
    root = read(xml_of(desk, issuing.issue(desk, quote)[0]))
    assert faults(root) == []
    paths = ("QuotationLine/LineExtensionAmount", "TaxTotal/TaxSubtotal/TaxAmount", "QuotedMonetaryTotal/PayableAmount")
    return [said(root, path) for path in paths]


def figures(quote: Quote) -> tuple[Any, ...]:
    return quote.net, quote.tax, quote.total


def reckoned(desk: Desk, quote: Quote) -> PricedQuote:
    return quotes.totals(quote, quotes.lines_of(desk, quote))


def is_the_same_everywhere(office: Office, desk: Desk, quote: Quote, *elsewhere: Desk) -> bool:
    """Sync, and compare what every side has derived, lines and all."""
    office.sync(desk.replica, *(other.replica for other in elsewhere))
    mine = figures(desk.fetch(Quote, quote.id))
    nets = {one.id: one.net for one in quotes.lines_of(desk, quote)}
    others = [(figures(office.get(Quote, quote.id)), {id_: office.get(QuoteLine, id_).net for id_ in nets})]
    others += [
        (figures(other.fetch(Quote, quote.id)), {one.id: one.net for one in quotes.lines_of(other, quote)})
        for other in elsewhere
    ]
    return all(one == (mine, nets) for one in others)


def test_story_3_is_the_same_on_laptop_server_and_paper(office: Office) -> None:
    ann, mia = (desk_of(office.laptop(login), office.clock) for login in ("ann", "mia"))
    lines = [
        line("2.25", "64.22"), line("12", "1250", "8"), line("3", "4800", rate="6"), line("100", "3.335", "15"),
    ]  # fmt: skip
    quote = drafted(ann, lines, discount=Decimal(2), language="zh_CN")
    found = reckoned(ann, quote)
    assert [str(one.net) for one in found.lines] == ["144.50", "13800.00", "14400.00", "283.47"]
    assert (str(found.net), str(found.discount)) == ("28627.97", "572.56")
    assert [(str(one.discount), str(one.base), str(one.tax)) for one in found.groups] == [
        ("284.56", "13943.41", "1812.64"), ("288.00", "14112.00", "846.72"),
    ]  # fmt: skip
    assert figures(quote) == (Decimal("28055.41"), Decimal("2659.36"), Decimal("30714.77"))
    assert is_the_same_everywhere(office, ann, quote, mia)
    paper = said_on_paper(mia, mia.fetch(Quote, quote.id))
    for one in ("144.50", "13,800.00", "14,400.00", "283.47", "28,627.97", "−572.56", "13,943.41", "1,812.64"):
        assert one in paper
    for one in ("14,112.00", "846.72", "2,659.36", "CNY 30,714.77", "人民币叁万零柒佰壹拾肆元柒角柒分"):
        assert one in paper
    assert amounts_in_xml(ann, quote) == [
        ["144.50", "13800.00", "14400.00", "283.47"], ["1812.64", "846.72"], ["30714.77"],
    ]  # fmt: skip


def test_story_4_has_200_lines_and_one_total(office: Office) -> None:
    ann = desk_of(office.laptop("ann"), office.clock)
    lines = [
        line(str(i % 10 + 1), str(100 + Decimal("1.5") * i), "5" if i % 4 == 0 else "0", unit="台", description=f"工业泵—型号 {i}（不锈钢）")
        for i in range(1, 201)
    ]  # fmt: skip
    quote = drafted(ann, lines, language="zh_CN")
    found = reckoned(ann, quote)
    assert (str(found.gross), str(found.line_discount)) == ("276950.00", "3132.50")
    assert figures(quote) == (Decimal("273817.50"), Decimal("35596.28"), Decimal("309413.78"))
    assert [str(one.net) for one in (found.lines[3], found.lines[199])] == ["503.50", "380.00"]
    assert is_the_same_everywhere(office, ann, quote)
    paper = said_on_paper(ann, quote)
    assert "4 工业泵—型号 4（不锈钢） 5 台 106.00 5% 13% 503.50" in paper
    assert "CNY 309,413.78" in paper
    nets, taxes, total = amounts_in_xml(ann, quote)
    assert nets == [str(one.net) for one in found.lines]
    assert (len(nets), taxes, total) == (200, ["35596.28"], ["309413.78"])


def test_story_9_is_worth_what_it_says(office: Office) -> None:
    ann, mia = (desk_of(office.laptop(login), office.clock) for login in ("ann", "mia"))
    quote = drafted(ann, [line("1", "50000.00", "18")])
    assert figures(quote) == (Decimal(41_000), Decimal(5_330), Decimal(46_330))
    (worth,) = approvals.worth(ann, quote, quotes.lines_of(ann, quote))
    margin = worth.untaxed - 34_000
    assert (margin, round(float(100 * margin / worth.untaxed), 2)) == (7_000, 17.07)
    assert is_the_same_everywhere(office, ann, quote, mia)
    paper = said_on_paper(ann, quote)
    assert "CNY 46,330.00" in paper
    assert "草稿" in paper or "DRAFT" in paper
