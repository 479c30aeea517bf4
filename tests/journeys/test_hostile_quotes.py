"""Quotes with what nobody should type: through the desk, the command line and the server each is taken whole or refused."""

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.__main__ import main
from crm_desktop.actions import issuing, quotes, records
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.papers import paper_of, xml_of
from crm_desktop.command.commands import FINE, TROUBLE
from crm_desktop.core.changes import Act, Change, Entry, create_entry
from crm_desktop.core.entities import Account, Opportunity, Product, Quote, QuoteLine, Refusal
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.ids import new_id
from crm_desktop.core.schema import raw_of
from crm_desktop.core.store import Reader, Where
from crm_desktop.replica.replica import Replica
from tests.papers import page_texts
from tests.replicas import PASSWORD, Office, small_office
from tests.staffed import quick_keys
from tests.ubl import faults, read, said

__all__ = ["quick_keys"]

MARKUP = "<b>泵</b> & <img src=x> </cbc:Name> ]]> %s {name}"
CONTROLS = "Pump\x00\x07\x1b[31m\u202eevil\u200b\ufeff"
LONG = "\n".join("Stahl 泵 " * 16 for _ in range(40))[:4000]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = small_office(tmp_path_factory.mktemp("hostile"))
    for login in ("ann", "mia"):
        made.laptop(login)
    yield made
    made.close()


@pytest.fixture(scope="module")
def ann(office: Office) -> Desk:
    return desk_of(office.laptops[0], office.clock)


@pytest.fixture(scope="module")
def mia(office: Office) -> Desk:
    return desk_of(office.laptops[1], office.clock)


def drafted(desk: Desk, *lines: dict[str, Any]) -> Quote:
    """Draft a quote with lines as they are given."""
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, "deal1"))
    common = {"quote": quote.id, "quantity": Decimal(1), "unit_price": Decimal(10), "currency": "CNY"}
    made = [QuoteLine(id=desk.new_id(), position=at, **{**common, **line}) for at, line in enumerate(lines, 1)]
    if made:
        records.create(desk, *made)
    return desk.fetch(Quote, quote.id)


def pushed(office: Office, replica: Replica, *entries: Entry) -> list[str]:
    """Push a change past every check of the laptop; gives the reasons for which the server did not take it."""
    office.sync(replica)
    counter = int(replica.mark("counter")) + 1
    change = Change(
        new_id(office.clock.us()), replica.header.user, replica.header.device, counter, office.clock.us(), entries
    )
    answer = office.service.push(replica.mark("token"), (change,))
    with office.engine.connect() as connection:
        told = Reader(connection).find(Refusal, Where("change", "eq", change.id))
    assert answer.refused == len(told)
    return [one.reason for one in told]


@pytest.mark.parametrize("text", [MARKUP, LONG], ids=["markup", "4,000 characters"])
def test_a_text_is_on_paper_in_xml_and_on_the_server_as_it_was_typed(office: Office, ann: Desk, text: str) -> None:
    quote = drafted(ann, {"description": text})
    issued, _ = issuing.issue(ann, quote)
    on_paper = "".join("".join(page_texts(paper_of(ann, issued))).split())
    assert all("".join(row.split()) in on_paper for row in text.splitlines()[:3])
    root = read(xml_of(ann, issued))
    assert faults(root) == []
    item = "QuotationLine/LineItem/Item"
    told = [*said(root, f"{item}/Name"), *said(root, f"{item}/Description")]
    assert [one.strip() for one in told] == [row.strip() for row in text.splitlines()]
    office.sync(ann.replica)
    line = quotes.lines_of(ann, issued)[0]
    assert office.get(QuoteLine, line.id).description == text


def test_what_ends_texts_is_refused_and_other_control_characters_reach_no_paper(ann: Desk) -> None:
    with pytest.raises(RefusedError):
        drafted(ann, {"description": CONTROLS})
    issued, _ = issuing.issue(ann, drafted(ann, {"description": CONTROLS.replace("\0", "")}))
    assert "Pump[31mevil" in page_texts(paper_of(ann, issued))[0]
    assert said(read(xml_of(ann, issued)), "QuotationLine/LineItem/Item/Name") == ["Pump[31mevil"]


@pytest.mark.parametrize(
    "lines", [(), ({"kind": "section", "description": "Pumps"}, {"kind": "note", "description": "Words"})]
)
def test_a_quote_without_items_is_not_issued(ann: Desk, lines: tuple[dict[str, Any], ...]) -> None:
    quote = drafted(ann, *lines)
    left = ann.replica.numbers_left()
    with pytest.raises(RefusedError, match="Add the first product"):
        issuing.issue(ann, quote)
    assert (ann.replica.numbers_left(), ann.fetch(Quote, quote.id).number) == (left, "")


def test_an_item_without_a_price_is_named_and_one_that_is_free_is_not(ann: Desk) -> None:
    note = {"kind": "note", "description": "Words"}
    quote = drafted(ann, note, {"unit_price": Decimal(0)}, {"unit_price": None, "kind": "optional"})
    with pytest.raises(RefusedError, match="Line 2 has no price"):
        issuing.issue(ann, quote)


@pytest.mark.parametrize("field", ["quantity", "unit_price"])
def test_a_credit_is_entered_by_who_leads_alone_on_the_laptop_and_on_the_server(
    office: Office, ann: Desk, mia: Desk, field: str
) -> None:
    quote = drafted(ann, {"description": "Pump"})
    line = quotes.lines_of(ann, quote)[0]
    with pytest.raises(RefusedError, match="Ask your manager") as refused:
        quotes.edit_line(ann, quote, line, **{field: Decimal(-1)})
    assert refused.value.field == field
    with pytest.raises(RefusedError, match="Ask your manager"):
        quotes.edit_quote(ann, quote, freight=Decimal(-1))
    was, now = raw_of(line)[field], -1_000_000
    told = pushed(office, ann.replica, Entry("quote_line", line.id, Act.EDIT, {field: (was, now)}))
    assert len(told) == 1
    assert "only a manager" in told[0]
    assert office.get(QuoteLine, line.id).net == Decimal(10)
    office.sync(mia.replica)
    quotes.edit_line(mia, mia.fetch(Quote, quote.id), mia.fetch(QuoteLine, line.id), **{field: Decimal(-3)})
    office.sync(mia.replica)
    assert office.get(QuoteLine, line.id).net == Decimal(-3 * (10 if field == "quantity" else 1))


def test_a_credit_lessens_the_total_alike_on_paper_and_in_xml(mia: Desk) -> None:
    quote = drafted(mia, {"quantity": Decimal(3)}, {"quantity": Decimal(-1), "description": "Returned"})
    issued, _ = issuing.issue(mia, quote)
    assert "−10.00" in page_texts(paper_of(mia, issued))[0]
    root = read(xml_of(mia, issued))
    assert said(root, "QuotationLine/LineExtensionAmount") == ["30.00", "-10.00"]
    assert said(root, "QuotedMonetaryTotal/PayableAmount") == ["20.00"]


def test_a_second_currency_is_refused_with_a_sentence_and_has_no_total_anywhere(office: Office, ann: Desk) -> None:
    quote = drafted(ann, {"description": "Pump"})
    line = quotes.lines_of(ann, quote)[0]
    with pytest.raises(RefusedError, match="a quote has one currency"):
        quotes.edit_line(ann, quote, line, currency="JPY")
    with pytest.raises(RefusedError, match="a quote has one currency"):
        quotes.edit_quote(ann, quote, currency="JPY")
    foreign = QuoteLine(
        id=ann.new_id(), quote=quote.id, position=2, quantity=Decimal(1), unit_price=Decimal(5), currency="JPY"
    )
    assert pushed(office, ann.replica, create_entry("quote_line", foreign.id, raw_of(foreign))) == []
    assert office.get(Quote, quote.id).total is None
    office.sync(ann.replica)
    here = ann.fetch(Quote, quote.id)
    assert here.total is None
    for act in (lambda: issuing.issue(ann, here), lambda: paper_of(ann, here)):
        with pytest.raises(UserError, match="Line 2 is in JPY and its quote in CNY"):
            act()


def test_the_command_line_says_what_is_wrong_and_obeys_no_text(
    ann: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records.edit(ann, ann.fetch(Account, "north1"), name="Evil \x1b[2J\nworks")
    quote = drafted(ann, {"description": "Pump"})
    quotes.add_line(ann, quote, ann.fetch(Product, "pump"))
    issued, _ = issuing.issue(ann, quote)
    shutil.copytree(ann.replica.folder, tmp_path / "laptop")
    (tmp_path / "laptop" / "lock").unlink(missing_ok=True)
    (tmp_path / "password").write_text(PASSWORD + "\n")

    def asked(*words: str) -> int:
        return main(
            ["--data", str(tmp_path / "laptop"), "quote", *words, "--password-file", str(tmp_path / "password")]
        )

    assert asked("list") == FINE
    told = capsys.readouterr().out
    assert "Evil  [2J works" in told
    assert "\x1b" not in told
    for number in ("../../etc/passwd", "' OR 1=1 --", "%", "0-R2", f"{issued.number}-R9999"):
        assert asked("xml", number, "-o", str(tmp_path / "x.xml")) == TROUBLE
        assert "There is no quote" in capsys.readouterr().err
    assert not (tmp_path / "x.xml").exists()
    assert asked("xml", issued.number, "-o", str(tmp_path / "x.xml")) == FINE
    assert said(read((tmp_path / "x.xml").read_bytes()), "BuyerCustomerParty/Party/PartyName/Name") == [
        "Evil [2J\nworks"
    ]
