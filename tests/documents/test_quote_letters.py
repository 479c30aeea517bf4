"""Every letter that goes into a paper comes out of it, in an embedded face of its script; the others are named."""

import csv
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.documents.letters import check_letters
from crm_desktop.documents.quote_pdf import render
from crm_desktop.documents.sheet import Party, Person, Sheet, SheetLine, Terms
from crm_desktop.documents.typesetting import faces
from tests.documents.sheets import sheet_of

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
NAMES = DATA / "zh_company_names" / "short_names_5000.txt"
PRODUCTS = DATA / "adventureworks_sfa" / "products.csv"


def spoken(pdf: bytes) -> str:
    """Give the text of a paper in the order it was set, without the ends of lines and the spaces between words."""
    done = subprocess.run(["pdftotext", "-raw", "-nopgbrk", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def squeezed(text: str) -> str:
    return "".join(text.split())


def check_said(sheet: Sheet, texts: list[str]) -> None:
    """Assert that each text is in the paper, one after the other, in embedded subsets of our faces alone."""
    pdf = render(sheet)
    listed = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    fonts = [row.split() for row in listed.splitlines()[2:]]
    assert {font[0].partition("+")[2].partition("-")[0] for font in fonts} == {"Inter", "NotoSansSC"}
    assert all(font[-5:-2] == ["yes", "yes", "yes"] for font in fonts)  # embedded, subset, unicode
    said, at = spoken(pdf), 0
    for text in texts:
        found = said.find(squeezed(text), at)
        assert found >= 0, text
        at = found + len(squeezed(text))


@pytest.mark.skipif(not NAMES.exists(), reason="needs shared/data/zh_company_names beside the working copy")
def test_every_chinese_company_name_comes_back_letter_for_letter_in_both_weights() -> None:
    names = NAMES.read_text(encoding="utf-8").split()
    assert len(names) == 5000
    check_said(sheet_of([], language="zh_CN", terms=Terms(general="\n".join(names))), names)
    heads = [" ".join(names[start : start + 20]) for start in range(0, len(names), 20)]
    lines = [SheetLine(description="泵", quantity=Decimal(1), section=head) for head in heads]
    check_said(sheet_of(lines, language="zh_CN", look="compact"), heads)


def products() -> Iterator[SheetLine]:
    with PRODUCTS.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield SheetLine(
                description=row["EnglishProductName"],
                details="\n".join(text for text in (row["EnglishDescription"], row["ChineseDescription"]) if text),
                code=row["ProductAlternateKey"],
                quantity=Decimal(1),
                unit_price=Decimal(row["ListPrice"] or 0),
            )


@pytest.mark.skipif(not PRODUCTS.exists(), reason="needs shared/data/adventureworks_sfa beside the working copy")
def test_every_product_comes_back_letter_for_letter() -> None:
    lines = list(products())
    assert len(lines) == 606
    texts = [text for line in lines for text in (line.description, *line.details.splitlines())]
    check_said(sheet_of(lines, look="compact", language="bilingual"), texts)


def test_bold_draws_the_same_letters() -> None:
    for plain, bold in zip(faces(is_bold=False), faces(is_bold=True), strict=True):
        assert plain.widths.keys() == bold.widths.keys()


@pytest.mark.parametrize(
    ("character", "code"),
    [("😀", "U+1F600"), ("𠮷", "U+20BB7"), ("ب", "U+0628"), ("क", "U+0915"), ("\ue000", "U+E000")],
)
def test_a_character_without_a_letter_is_named_with_the_number_its_line_is_printed_under(
    character: str, code: str
) -> None:
    pump = SheetLine(description="Pump 泵", quantity=Decimal(1))
    bad = SheetLine(description="Seal", details=f"two {character}", quantity=Decimal(1))
    with pytest.raises(UserError) as refused:
        render(sheet_of([pump, SheetLine(description="As agreed", kind="note"), bad]))
    assert refused.value.values == {"line": 2, "character": character, "code": code}


@pytest.mark.parametrize(
    "more",
    [
        {"subject": "Line 𠮷 4"},
        {"terms": Terms(remark="Line 𠮷 4")},
        {"salesperson": Person(name="Li", role="Line 𠮷 4")},
        {"deliver_to": Party(name="Werk", address=("Line 𠮷 4",))},
        {"approval": "Line 𠮷 4"},
    ],
)
def test_a_character_without_a_letter_is_found_wherever_the_paper_says_something(more: dict[str, object]) -> None:
    with pytest.raises(UserError) as refused:
        check_letters(sheet_of([], **more))  # type: ignore[arg-type]
    assert refused.value.values == {"text": "Line  4", "character": "𠮷", "code": "U+20BB7"}


def test_a_character_in_a_note_is_named_with_its_words() -> None:
    with pytest.raises(UserError) as refused:
        check_letters(sheet_of([SheetLine(description="As 😀 agreed", kind="note")]))
    assert refused.value.values["text"] == "As  agreed"
