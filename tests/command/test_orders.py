"""`satchel order` lists the orders of a laptop and writes the confirmation that was kept."""

from pathlib import Path

import pytest

from crm_desktop.__main__ import main
from crm_desktop.actions import confirming, issuing, orders, quote_life, quotes
from crm_desktop.actions.desk import desk_of
from crm_desktop.command.commands import FINE, TROUBLE
from crm_desktop.core.entities import File, Opportunity, Order, Product, Quote
from tests.replicas import PASSWORD, small_office

PAPERS: dict[str, bytes | None] = {}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a laptop with an order that was confirmed; its paper by its number in PAPERS."""
    place = tmp_path_factory.mktemp("orders")
    office = small_office(place)
    replica = office.laptop("ann", "laptop")
    desk = desk_of(replica, office.clock)
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, "deal1"))
    quotes.add_line(desk, quote, desk.fetch(Product, "pump"))
    quote_life.accept(desk, desk.fetch(Quote, issuing.issue(desk, desk.fetch(Quote, quote.id))[0].id))
    (order,) = replica.find(Order)
    confirming.confirm(desk, order)
    PAPERS[order.number] = replica.files.read(desk.fetch(File, desk.fetch(Order, order.id).paper).sha256)
    orders.do(desk, desk.fetch(Order, order.id), "deliver")
    replica.close()
    office.close()
    (place / "password").write_text(PASSWORD + "\n")
    return place


def asked(folder: Path, *words: str) -> int:
    return main(["--data", str(folder / "laptop"), "order", *words, "--password-file", str(folder / "password")])


def test_orders_are_listed_with_state_what_is_to_be_paid_and_customer(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (number,) = PAPERS
    assert asked(folder, "list") == FINE
    (line,) = capsys.readouterr().out.splitlines()
    assert line.split()[:2] == [number, "delivered"]
    assert line.split()[-4:] == ["1,412.50", "CNY", "1,412.50", "上海泵业"]
    assert asked(folder, "list", "--state", "open") == FINE
    assert capsys.readouterr().out == ""


def test_the_kept_confirmation_is_written_and_an_unknown_number_is_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (number,) = PAPERS
    path = tmp_path / "paper.pdf"
    assert asked(folder, "pdf", number, "-o", str(path)) == FINE
    assert capsys.readouterr().out == f"{number} written to {path}\n"
    assert path.read_bytes() == PAPERS[number]
    assert asked(folder, "pdf", "SO-1", "-o", str(path)) == TROUBLE
    assert "There is no order SO-1" in capsys.readouterr().err
    assert asked(folder, "pdf", number, "-o", str(tmp_path / "none" / "paper.pdf")) == TROUBLE
    assert "cannot be written" in capsys.readouterr().err
