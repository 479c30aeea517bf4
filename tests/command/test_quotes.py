"""`satchel quote` lists the quotes of a laptop and writes the paper that was kept, and the XML within it."""

from pathlib import Path

import pytest

from crm_desktop.__main__ import main
from crm_desktop.actions import issuing, quote_life, quotes
from crm_desktop.actions.desk import desk_of
from crm_desktop.command.commands import FINE, TROUBLE
from crm_desktop.core.entities import File, Opportunity, Product
from crm_desktop.documents.enclosure import enclosed
from crm_desktop.documents.quote_xml import NAME
from tests.replicas import PASSWORD, small_office
from tests.ubl import read, said

PAPERS: dict[str, bytes | None] = {}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a laptop with a quote that was issued and revised; its papers by their numbers in PAPERS."""
    place = tmp_path_factory.mktemp("quotes")
    office = small_office(place)
    replica = office.laptop("ann", "laptop")
    desk = desk_of(replica, office.clock)
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, "deal1"))
    quotes.add_line(desk, quote, desk.fetch(Product, "pump"))
    first, _ = issuing.issue(desk, quote)
    second, _ = issuing.issue(desk, quote_life.revise(desk, first)[0])
    quote_life.revise(desk, second)
    PAPERS.update({
        name: replica.files.read(desk.fetch(File, one.paper).sha256)
        for name, one in ((first.number, first), (f"{first.number}-R2", second))
    })  # fmt: skip
    replica.close()
    office.close()
    (place / "password").write_text(PASSWORD + "\n")
    return place


def asked(folder: Path, *words: str) -> int:
    return main(["--data", str(folder / "laptop"), "quote", *words, "--password-file", str(folder / "password")])


def test_quotes_are_listed_with_state_total_and_customer(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = PAPERS
    assert asked(folder, "list") == FINE
    begun, newest, oldest = capsys.readouterr().out.splitlines()
    assert begun.split()[:2] == [f"{first}-R3", "draft"]
    assert newest.startswith(f"{second} ")
    assert newest.endswith("CNY 1,412.50  上海泵业")
    assert oldest.split()[:2] == [first, "replaced"]
    assert asked(folder, "list", "--state", "replaced") == FINE
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_the_kept_paper_of_the_revision_asked_for_is_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = PAPERS
    path = tmp_path / "paper.pdf"
    assert asked(folder, "pdf", second, "-o", str(path)) == FINE
    assert capsys.readouterr().out == f"{second} written to {path}\n"
    assert path.read_bytes() == PAPERS[second]
    assert asked(folder, "pdf", f"{first}-r1", "-o", str(path)) == FINE
    assert path.read_bytes() == PAPERS[first]
    assert asked(folder, "pdf", first, "-o", str(path)) == FINE
    assert path.read_bytes() == PAPERS[second], "the newest where none is named"


def test_the_xml_of_a_quote_is_the_one_within_its_paper(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number, path = list(PAPERS)[1], tmp_path / "quote.xml"
    assert asked(folder, "xml", number, "-o", str(path)) == FINE
    assert capsys.readouterr().out == f"{number} written to {path}\n"
    assert path.read_bytes() == enclosed(PAPERS[number] or b"", NAME)
    root = read(path.read_bytes())
    assert (said(root, "ID"), said(root, "QuotedMonetaryTotal/PayableAmount")) == ([number], ["1412.50"])
    assert asked(folder, "xml", f"{next(iter(PAPERS))}-R3", "-o", str(path)) == TROUBLE
    assert "still a draft" in capsys.readouterr().err


def test_what_cannot_be_written_is_a_sentence(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(folder, "pdf", "nothing", "-o", str(tmp_path / "x.pdf")) == TROUBLE
    assert "There is no quote nothing" in capsys.readouterr().err
    assert asked(folder, "pdf", next(iter(PAPERS)), "-o", str(tmp_path / "no" / "x.pdf")) == TROUBLE
    assert "cannot be written" in capsys.readouterr().err
