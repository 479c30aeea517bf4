"""Every look of a quote, in every language and length, holds what a paper promises: nothing clipped, split or lonely."""

import re
from decimal import Decimal
from itertools import pairwise

import pypdfium2
import pytest
from msgspec import Struct

from crm_desktop.documents.phrases import page_of, say, written_amount
from crm_desktop.documents.quote_look import LOOKS, look_of
from crm_desktop.documents.quote_pdf import render
from crm_desktop.documents.sheet import Instalment, Letterhead, Party, Person, Sheet, SheetLine, Terms
from tests.documents.sheets import sheet_of
from tests.documents.test_quote_pdf import LONG_WINDED, rich

LANGUAGES = ("en", "zh_CN", "bilingual")
# A text stands on its baseline, and its tallest letters reach over what its style measures.
TOLERANCE = 0.5


class Drawn(Struct, frozen=True):
    """One page: its text in the order it was set, the boxes of its texts, its size."""

    text: str
    boxes: list[tuple[float, float, float, float]]
    wide: float
    high: float


def drawn(pdf: bytes) -> list[Drawn]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_drawn(page) for page in document]
    finally:
        document.close()


def _drawn(page: pypdfium2.PdfPage) -> Drawn:
    text = page.get_textpage()
    boxes = [text.get_rect(at) for at in range(text.count_rects())]
    return Drawn(text.get_text_range().replace("\r\n", "\n"), boxes, *page.get_size())


def check_places(pages: list[Drawn], margin: float) -> None:
    """Assert that each text lies inside the margins and on no other."""
    for page in pages:
        boxes = sorted(page.boxes, key=lambda box: -box[3])
        for at, (left, bottom, right, top) in enumerate(boxes):
            assert margin - 1 <= left < right <= page.wide - margin + 1, (left, right)
            assert 20 <= bottom < top <= page.high - 20, (bottom, top)
            for other in boxes[at + 1 :]:
                if other[3] < bottom + TOLERANCE:
                    break
                across = min(right, other[2]) - max(left, other[0])
                upright = min(top, other[3]) - max(bottom, other[1])
                assert across < TOLERANCE or upright < TOLERANCE, (boxes[at], other)


def mixed(count: int, **more: object) -> Sheet:
    """Lines of one to four printed lines; the first word of each is its mark, the last word of each its other mark."""
    lines = [
        SheetLine(
            description=f"a{i}a {'Pump 泵，不锈钢 ' * (i % 5 * 3)}" + ("" if i % 3 else f"\nwith seals z{i}z"),
            details="" if i % 3 == 0 else f"Two flanges and seals 两个法兰 z{i}z",
            code=f"CP-{i:04d}" if i % 2 else "",
            quantity=Decimal(i % 10 + 1),
            unit="pcs",
            unit_price=Decimal(100) + Decimal("1.5") * i,
            discount_percent=Decimal(5 if i % 4 == 0 else 0),
            tax_rate=Decimal(13 if i % 7 else 6),
            kind="optional" if i % 11 == 5 else "normal",
            section=f"Part {i // 9}" if i % 40 > 20 else "",
        )
        for i in range(1, count + 1)
    ]
    return sheet_of(lines, discount="2", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [1, 12, 60, 200])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_every_look_keeps_lines_whole_and_carries_sums_on(look: str, language: str, count: int) -> None:
    page_size = "Letter" if count in {12, 200} and language == "bilingual" else "A4"
    sheet = mixed(count, look=look, language=language, page_size=page_size)
    pages = drawn(render(sheet))
    check_places(pages, look_of(sheet).margin)
    placed = {mark: at for at, page in enumerate(pages) for mark in re.findall(r"[az]\d+[az]", page.text)}
    assert all(placed[f"a{i}a"] == placed[f"z{i}z"] for i in range(1, count + 1))
    assert say("total", sheet.language) in pages[-1].text.replace("\n", " ")
    assert placed[f"a{count}a"] == len(pages) - 1, "a total stands alone"
    net = Decimal(0)
    for number, (page, following) in enumerate(pairwise(pages), 1):
        net += sum((line.net for line in _counted_on(sheet, placed, number - 1)), Decimal(0))
        assert f"{say('carried', sheet.language)} {written_amount(net)}" in page.text.replace("\n", " ")
        assert f"{say('brought', sheet.language)} {written_amount(net)}" in following.text.replace("\n", " ")
    for number, page in enumerate(pages, 1):
        assert page_of(number, len(pages), sheet.language) in page.text.replace("\n", " ")
        heads = [say(key, sheet.language).split()[0] for key in ("position", "item", "unit_price", "amount")]
        assert all(head in page.text for head in heads)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("facts", [{}, {"kind": "order_confirmation"}, LONG_WINDED], ids=["usual", "order", "long"])
def test_every_text_lies_inside_the_margins_and_on_no_other(look: str, language: str, facts: dict[str, object]) -> None:
    page_size = "Letter" if language == "zh_CN" else "A4"
    sheet = rich(look=look, language=language, page_size=page_size, **facts)
    check_places(drawn(render(sheet)), look_of(sheet).margin)


LONG = ["工业泵" * 1400, "Unbreakable" * 370, "many words <b>&amp; \x07 " * 170]


@pytest.mark.parametrize("text", LONG, ids=["chinese", "one word", "words"])
@pytest.mark.parametrize("look", LOOKS)
def test_four_thousand_characters_in_every_field_are_clipped_nowhere(look: str, text: str) -> None:
    party = Party(name=text, address=(text,), tax_number=text, person=Person(name=text, role=text, email=text))
    line = SheetLine(
        description=text, details=text, code=text, unit=text, delivery=text, section=text, quantity=Decimal(1),
        unit_price=Decimal(100), tax_rate=Decimal(13),
    )  # fmt: skip
    terms = Terms(payment=text, remark=text, general=text, instalments=(Instalment(label=text, amount=Decimal(1)),))
    sheet = sheet_of(
        [line, line], look=look, subject=text, opening=text, project=text, number=text, approval=text, terms=terms,
        customer=party, deliver_to=party, salesperson=party.person, language="bilingual",
        letterhead=Letterhead(name=text, tagline=text, address=(text,), email=text, bank=(text,)),
    )  # fmt: skip
    check_places(drawn(render(sheet)), look_of(sheet).margin)


def _counted_on(sheet: Sheet, placed: dict[str, int], page: int) -> list[SheetLine]:
    return [
        line
        for number, line in enumerate(sheet.lines, 1)
        if placed[f"a{number}a"] == page and line.kind == "normal"
    ]  # fmt: skip
