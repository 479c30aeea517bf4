"""What a company's template says is printed, and what it leaves empty is as the look has it."""

import re
from decimal import Decimal
from io import BytesIO

import pypdfium2
import pytest
from msgspec import structs
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.documents.appendix import MOST_PAGES, check_appendix
from crm_desktop.documents.check_code import check_text, check_value
from crm_desktop.documents.enclosure import enclosed
from crm_desktop.documents.line_pictures import SIZE, as_printed
from crm_desktop.documents.preview import PDFIUM, page_picture
from crm_desktop.documents.quote_look import LOOKS, look_of
from crm_desktop.documents.quote_pdf import render
from crm_desktop.documents.quote_xml import NAME
from crm_desktop.documents.sheet import Letterhead, SheetLine, Stationery
from tests.documents.sheets import sheet_of, story_3
from tests.documents.test_quote_looks import LANGUAGES, check_places, drawn, mixed
from tests.papers import page_texts

OWN = Stationery(
    titles=(("quotation", "Offer", "报价书"),),
    header="A company of the Harbour group 港巷集团成员",
    footer="Certified to ISO 9001 通过认证",
    accent="#8A3B12",
    shade="#FBEFE8",
    has_check=True,
)


def logo(wide: int = 300, high: int = 120, colour: str = "#20A040") -> bytes:
    target = BytesIO()
    Image.new("RGBA", (wide, high), colour).save(target, "PNG")
    return target.getvalue()


def booklet(*pages: str) -> bytes:
    target = BytesIO()
    canvas = Canvas(target, invariant=1)
    for page in pages:
        canvas.drawString(72, 700, page)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_a_template_keeps_every_text_inside_the_margins_and_on_no_other(look: str, language: str) -> None:
    sheet = mixed(20, look=look, language=language, stationery=OWN, letterhead=Letterhead(name="Works", logo=logo()))
    pages = drawn(render(sheet))
    check_places(pages, look_of(sheet).margin)
    for page in pages:
        said = page.text.replace("\n", " ")
        assert OWN.header in said
        assert OWN.footer in said
    assert check_value(sheet) in pages[-1].text


@pytest.mark.parametrize(("language", "title"), [("en", "Offer"), ("zh_CN", "报价书"), ("bilingual", "Offer 报价书")])
def test_a_paper_has_the_title_of_its_template_in_its_language(language: str, title: str) -> None:
    pdf = render(mixed(30, language=language, stationery=OWN))
    first, second, *_ = page_texts(pdf)
    assert title in first.replace("\r\n", " ")
    assert f"{title} Q-2026-00042" in second
    assert not {"Quotation", "报价单"} & set(re.split(r"\s+", first))
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        assert document.get_metadata_dict()["Title"] == f"{title} Q-2026-00042"
        document.close()


def test_a_title_in_one_language_leaves_the_usual_one_in_the_other() -> None:
    own = Stationery(titles=(("quotation", "", "报价书"), ("order_confirmation", "Order", "")))
    (text,) = page_texts(render(story_3(language="bilingual", stationery=own)))
    assert "Quotation" in text
    assert "报价书" in text


ROW = SheetLine(
    description="Pump", details="Made of bronze", code="CP-40", unit="pcs", delivery="4 weeks", quantity=Decimal(2),
    unit_price=Decimal(100), tax_rate=Decimal(13),
)  # fmt: skip


@pytest.mark.parametrize(
    ("key", "word"),
    [("code", "CP-40"), ("unit", "pcs"), ("tax_rate", " 13% "), ("delivery", "4 weeks"), ("details", "bronze")],
)
@pytest.mark.parametrize("look", LOOKS)
def test_a_line_leaves_out_what_the_template_does_not_want(look: str, key: str, word: str) -> None:
    usual, without = (
        page_texts(render(sheet_of([ROW], look=look, stationery=Stationery(hidden=frozenset(hidden)))))[0]
        for hidden in ((), (key,))
    )
    assert usual.count(word) == without.count(word) + 1


def test_the_second_name_on_a_paper_in_two_languages_is_no_description() -> None:
    line = SheetLine(description="Pump", details="水泵\nMade of bronze", quantity=Decimal(1), unit_price=Decimal(1))
    own = Stationery(hidden=frozenset({"details"}))
    (text,) = page_texts(render(sheet_of([line], language="bilingual", stationery=own)))
    assert "水泵" in text
    assert "bronze" not in text


def colours(pdf: bytes) -> set[tuple[int, ...]]:
    picture = page_picture(pdf, 0, 48)
    return {tuple(picture.rgba[at : at + 3]) for at in range(0, len(picture.rgba), 4)}


@pytest.mark.parametrize("look", LOOKS)
def test_the_colours_of_a_template_stand_on_the_paper_of_every_look(look: str) -> None:
    own = Stationery(accent="#C00000", shade="#00FF80")
    assert (0, 255, 128) in colours(render(story_3(look=look, stationery=own)))
    sheet = story_3(look=look, stationery=own)
    assert look_of(sheet).accent == "#C00000"


def test_the_initial_in_the_mark_is_dark_on_a_pale_colour() -> None:
    assert (255, 255, 255) in colours(render(story_3(stationery=Stationery(accent="#104060"))))
    pale = page_picture(render(story_3(stationery=Stationery(accent="#FFE000"))), 0, 96)
    mark = [pale.rgba[(y * pale.width + x) * 4] for y in range(62, 94) for x in range(74, 106)]
    assert min(mark) < 80


def test_a_check_value_follows_from_what_is_offered_and_from_nothing_else() -> None:
    sheet = story_3(stationery=OWN)
    assert check_value(sheet) == check_value(story_3(look="classic", page_size="Letter"))
    others = [
        story_3(number="Q-2026-00043"), story_3(revision=2), story_3(customer=Letterhead(name="Other")),  # type: ignore[arg-type]
        sheet_of([ROW], number=sheet.number),
    ]  # fmt: skip
    assert len({check_value(sheet), *map(check_value, others)}) == 5
    assert check_text(sheet) == f"Q-2026-00042 CNY 30714.77 {check_value(sheet)}"


def test_a_draft_without_a_number_has_no_check_code() -> None:
    sheet = story_3(number="", is_draft=True, stationery=OWN)
    assert check_value(sheet) not in page_texts(render(sheet))[0]


def test_an_appendix_follows_and_the_same_two_give_the_same_bytes() -> None:
    sheet = story_3(stationery=Stationery(appendix=booklet("Terms of sale", "Second page")))
    pdf = render(sheet)
    texts = page_texts(pdf)
    assert [bool(re.search(word, text)) for word, text in zip(("30,714.77", "Terms of", "Second"), texts, strict=True)]
    assert render(sheet) == pdf
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        assert document.get_metadata_dict()["Title"] == "Quotation Q-2026-00042"
        document.close()


def test_what_is_no_pdf_or_too_long_is_refused_as_an_appendix() -> None:
    assert check_appendix("a.pdf", booklet("one", "two")) == 2
    with pytest.raises(RefusedError, match=r"a\.pdf cannot be opened as a PDF"):
        check_appendix("a.pdf", b"%PDF-1.4 broken")
    with pytest.raises(RefusedError, match=f"has {MOST_PAGES + 1} pages"):
        check_appendix("a.pdf", booklet(*["page"] * (MOST_PAGES + 1)))


def test_a_character_that_no_font_has_is_named_in_a_template_too() -> None:
    with pytest.raises(UserError, match="U\\+20BB7"):
        render(story_3(stationery=Stationery(footer="𠮷")))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_pictures_stand_beside_lines_and_under_no_text(look: str, language: str) -> None:
    sheet = mixed(12, look=look, language=language)
    lines = tuple(
        structs.replace(line, picture=as_printed(logo(900, 600)) if at % 3 else b"")
        for at, line in enumerate(sheet.lines)
    )
    pdf = render(structs.replace(sheet, lines=lines))
    pages = drawn(pdf)
    check_places(pages, look_of(sheet).margin)
    assert pdf.count(b"/Subtype /Image") >= 1
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        for number, page in enumerate(document):
            pictures = [part.get_bounds() for part in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])]
            for left, bottom, right, top in pictures:
                assert right - left <= SIZE + 0.1
                assert not [
                    box
                    for box in pages[number].boxes
                    if box[0] < right and left < box[2] and box[1] < top and bottom < box[3]
                ]
        document.close()


def test_what_is_no_picture_leaves_the_line_without_one() -> None:
    assert as_printed(b"ftypheic and more") == b""
    assert as_printed(logo(900, 600)) == as_printed(logo(900, 600))
    assert len(as_printed(logo(900, 600))) < 8000


def test_the_xml_within_a_paper_is_there_with_an_appendix_too() -> None:
    sheet = story_3(stationery=Stationery(appendix=booklet("Terms of sale")))
    assert enclosed(render(sheet, b"<Quotation/>"), NAME) == b"<Quotation/>"
