"""What a printed quote says, in which order and with which letters."""

import re
import subprocess
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from crm_desktop.core.errors import UserError
from crm_desktop.core.words import chinese_words
from crm_desktop.documents.letters import check_letters
from crm_desktop.documents.phrases import say, written_amount
from crm_desktop.documents.quote_pdf import render
from crm_desktop.documents.sheet import Instalment, Letterhead, Party, Sheet, SheetLine, Terms
from tests.documents.sheets import SELLER_EN, sheet_of, story_3, story_4
from tests.papers import page_texts


def text_of(pdf: bytes, *options: str) -> str:
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def lines_of(pdf: bytes) -> list[str]:
    """Give the text in the order it was set, the order a reader hears it."""
    return [line for line in text_of(pdf, "-raw").replace("\f", "\n").split("\n") if line]


def pages_of(pdf: bytes) -> list[str]:
    return text_of(pdf, "-layout").split("\f")[:-1]


def row(description: str, **more: object) -> SheetLine:
    given = {"quantity": Decimal(1), "unit_price": Decimal(100), "tax_rate": Decimal(13), **more}
    return SheetLine(description=description, **given)  # type: ignore[arg-type]


def test_story_3_stands_on_paper_to_the_cent() -> None:
    text = text_of(render(story_3(language="bilingual")), "-layout")
    for said in ["144.50", "13,800.00", "14,400.00", "283.47", "28,627.97", "−572.56", "28,055.41"]:
        assert said in text
    for said in ["13,943.41", "1,812.64", "14,112.00", "846.72", "2,659.36", "CNY 30,714.77"]:
        assert said in text
    assert "Thirty thousand seven hundred fourteen and 77/100 Chinese yuan" in text
    assert "人民币叁万零柒佰壹拾肆元柒角柒分" in text


@pytest.fixture(scope="module")
def story_4_pdf() -> bytes:
    return render(story_4())


def test_story_4_keeps_every_line_whole_and_readable(story_4_pdf: bytes) -> None:
    lines = lines_of(story_4_pdf)
    sheet = story_4()
    for number, line in enumerate(sheet.lines, 1):
        assert any(said.startswith(f"{number} {line.description} ") for said in lines), line.description
    spoken = "\n".join(lines)
    assert "4 工业泵—型号 4（不锈钢） 5 台 106.00 5% 13% 503.50" in spoken
    assert "200 工业泵—型号 200（不锈钢） 1 台 400.00 5% 13% 380.00" in spoken
    assert "CNY 309,413.78" in spoken
    assert chinese_words(Decimal("309413.78"), "CNY") in spoken


def test_each_page_repeats_head_number_and_page(story_4_pdf: bytes) -> None:
    pages = pages_of(story_4_pdf)
    assert len(pages) > 4
    for number, page in enumerate(pages, 1):
        assert "Q-2026-00042" in page
        # pdftotext takes evenly spaced single characters for one spaced-out word.
        assert f"第{number}/{len(pages)}页" in page.replace(" ", "")
        assert all(say(key, "zh_CN") in page for key in ("position", "item", "quantity", "unit_price", "amount"))


def test_each_page_carries_the_sum_so_far_to_the_next(story_4_pdf: bytes) -> None:
    sheet = story_4()
    pages = pages_of(story_4_pdf)
    for page, following in pairwise(pages):
        carried = next(line.split()[-1] for line in page.splitlines() if say("carried", "zh_CN") in line)
        brought = next(line.split()[-1] for line in following.splitlines() if say("brought", "zh_CN") in line)
        last = max(int(line.split()[0]) for line in page.splitlines() if "工业泵—型号" in line)
        running = sum((line.net for line in sheet.lines[:last]), Decimal(0))
        assert carried == brought == written_amount(running)
    assert say("carried", "zh_CN") not in pages[-1]


def test_taxes_of_very_large_amounts_keep_their_names() -> None:
    billion = Decimal(10) ** 9
    spoken = text_of(render(sheet_of([row("Pump", quantity=billion, unit_price=billion)])), "-raw")
    assert "VAT 13% 1,000,000,000,000,000,000.00 130,000,000,000,000,000.00" in spoken


def test_what_is_not_counted_is_not_carried_forward() -> None:
    lines = [row(f"Pump {i}", kind="normal" if i % 2 else "optional") for i in range(1, 61)]
    first = pages_of(render(sheet_of(lines)))[0].splitlines()
    carried = next(line.split()[-1] for line in first if say("carried", "en") in line)
    counted = sum(line.split()[-1] == "100.00" for line in first if " Pump " in line)
    assert carried == written_amount(Decimal(counted) * Decimal("100.00"))


@pytest.mark.parametrize("count", range(1, 45))
def test_no_total_stands_without_a_line_and_nobody_signs_an_empty_page(count: int) -> None:
    last = pages_of(render(story_4(count)))[-1]
    assert "工业泵—型号" in last
    assert say("total", "zh_CN") in last
    assert say("signature", "zh_CN") in last


@pytest.mark.parametrize(("count", "pages"), [(11, 1), (12, 1), (15, 1), (20, 2)])
def test_what_runs_over_one_page_by_little_is_set_closer(count: int, pages: int) -> None:
    assert len(pages_of(render(story_4(count)))) == pages


@pytest.mark.parametrize("language", ["en", "zh_CN", "bilingual"])
@pytest.mark.parametrize("look", ["classic", "modern", "compact"])
def test_all_fonts_are_embedded_and_chinese_is_set_in_chinese_letters(tmp_path: Path, look: str, language: str) -> None:
    file = tmp_path / "quote.pdf"
    file.write_bytes(render(rich(look=look, language=language, is_draft=True)))
    listed = subprocess.run(["pdffonts", str(file)], capture_output=True, check=True, text=True).stdout
    fonts = [line.split() for line in listed.splitlines()[2:]]
    assert {font[0].split("+")[1].split("-")[0] for font in fonts} == {"Inter", "NotoSansSC"}
    # Columns from the right: object number and generation, unicode, subset, embedded.
    assert all(font[-5:-2] == ["yes", "yes", "yes"] for font in fonts)


@pytest.mark.parametrize("language", ["en", "zh_CN", "bilingual"])
@pytest.mark.parametrize("look", ["classic", "modern", "compact"])
def test_the_same_sheet_gives_the_same_bytes(language: str, look: str) -> None:
    assert render(rich(language=language, look=look)) == render(rich(language=language, look=look))


def rich(*, lines_factor: Decimal = Decimal(1), **more: object) -> Sheet:
    """Everything a sheet can say, at once."""
    lines = [
        row("Seal", quantity=lines_factor, unit_price=Decimal("0.05"), unit="pcs", section="Pumps 泵"),
        row("Circulation pump CP-40 循环泵，不锈钢", code="CP-40", delivery="4 weeks", section="Pumps 泵"),
        row("Flange kit", details="Two flanges DN 50 with seals", discount_percent=Decimal(5), section="Pumps 泵"),
        row("Spare motor", kind="optional", section="Pumps 泵"),
        row("Delivered with certificates of the works.", kind="note", section="Pumps 泵"),
        row("Commissioning", tax_rate=Decimal(6), section="Service 服务"),
        row("Remote commissioning", tax_rate=Decimal(6), kind="alternative", section="Service 服务"),
    ]
    terms = Terms(
        payment="30 % on order",
        delivery="DAP Hamburg (Incoterms 2020)",
        delivery_date=date(2027, 2, 1),
        warranty="24 months",
        remark="Reverse charge",
        general="\n".join(["Our general terms apply. They are sent on request."] * 30),
        instalments=(Instalment(label="On order", due=date(2026, 12, 1), amount=Decimal("101.33")),),
    )
    facts = {
        "revision": 2,
        "replaces": "Q-2026-00042",
        "terms": terms,
        "subject": "Cellar line 4",
        "opening": "Thank you for your enquiry.",
        "deliver_to": Party(name="Werk 2", address=("Industriestraße 77", "21107 Hamburg")),
        "invoice_to": Party(name="Northwind Accounting"),
        "approval": "Zhang Min, 2026-03-02 10:12",
        **more,
    }
    return sheet_of(lines, discount="2", freight="50", **facts)  # type: ignore[arg-type]


def test_everything_a_sheet_says_is_printed() -> None:
    text = text_of(render(rich()), "-raw").replace("\n", " ")
    for said in [
        *("Q-2026-00042-R2", "Replaces Q-2026-00042", "Cellar line 4", "Werk 2", "Northwind Accounting", "Li Wei"),
        *("Subtotal Pumps 泵 195.05", "Subtotal Service 服务 100.00", "Optional · not included", "Alternative ·"),
        *("certificates of the works", "Two flanges", "CP-40 · Delivery: 4 weeks", "DAP Hamburg", "1 February 2027"),
        *("On order Due 1 December 2026 101.33", "Freight 50.00", "24 months", "Reverse charge", "Zhang Min"),
        *("Discount 2% −5.90", "VAT 9%", "Accepted for Northwind Cellars GmbH"),
    ]:
        assert said in text, said


def test_an_order_confirmation_has_its_title_and_plan_and_is_not_open_for_a_time() -> None:
    text = text_of(render(rich(kind="order_confirmation")), "-raw").replace("\n", " ")
    assert "Prepared for" not in text, "it is prepared for nobody: somebody ordered"
    assert "Accepted for" not in text, "the customer signed when she ordered"
    assert "Order confirmation" in text
    assert "On order Due 1 December 2026 101.33" in text
    assert "Valid until" not in text
    assert "Valid until 22 December 2026" in text_of(render(rich()), "-raw").replace("\n", " ")


@pytest.mark.parametrize(("language", "mark"), [("en", "DRAFT"), ("zh_CN", "草稿"), ("bilingual", "DRAFT 草稿")])
def test_a_draft_is_marked_on_every_page_in_the_customers_language(language: str, mark: str) -> None:
    pdf = render(story_4(60, language=language, is_draft=True))
    released = render(story_4(60, language=language))
    assert all(mark in text.replace("\r\n", "") for text in page_texts(pdf))
    assert mark not in text_of(released)


def test_markup_and_control_characters_are_plain_text() -> None:
    lines = lines_of(render(sheet_of([row("A <b>bold</b> &amp; {brace} %s\x00\x07\x1b[31m\u200b\u202e pump")])))
    assert any(line.startswith("1 A <b>bold</b> &amp; {brace} %s[31m pump ") for line in lines)


def test_a_description_longer_than_a_page_runs_on_without_loss() -> None:
    words = " ".join(f"word{i}" for i in range(570))[:4000]
    lines = [row("Before"), row(words), row("泵" * 4000), row("After")]
    spoken = text_of(render(sheet_of(lines)), "-raw")
    assert re.findall(r"word\d+", spoken) == re.findall(r"word\d+", words)
    assert spoken.count("泵") == 4000


def test_a_quote_without_lines_is_printed() -> None:
    text = text_of(render(sheet_of([])))
    assert "No items" in text
    assert "CNY 0.00" in text


def test_a_character_without_a_letter_is_named_with_its_line() -> None:
    sheet = sheet_of([row("Pump"), row("泵 𠮷 型")])
    with pytest.raises(UserError) as refused:
        render(sheet)
    assert "Line 2" in str(refused.value)
    assert "𠮷 (U+20BB7)" in str(refused.value)


def test_a_character_without_a_letter_is_named_with_its_text() -> None:
    with pytest.raises(UserError, match=r"Old .* Mill.*U\+20BB7"):
        check_letters(sheet_of([], customer=Party(name="Old 𠮷 Mill")))


def test_half_a_character_is_refused_by_its_code() -> None:
    with pytest.raises(UserError, match=r"U\+D800"):
        check_letters(sheet_of([row("Pump \ud800")]))


def test_metadata_says_what_the_paper_is() -> None:
    document = pypdfium2.PdfDocument(render(rich()))
    known = document.get_metadata_dict()
    document.close()
    assert known["Title"] == "Quotation Q-2026-00042-R2"
    assert known["Author"] == SELLER_EN.name
    assert known["Subject"] == "Cellar line 4"


def test_a_logo_takes_the_place_of_the_mark() -> None:
    picture = BytesIO()
    Image.new("RGB", (120, 40), "#803020").save(picture, "PNG")
    pdf = render(sheet_of([row("Pump")], letterhead=Letterhead(name="Works", logo=picture.getvalue())))
    assert b"/Subtype /Image" in pdf


LONG_WINDED = {
    "letterhead": Letterhead(
        name="Association of Makers and Menders of Industrial Pumps of the Lower Yangtze Region",
        tagline="Pumps, pipes, seals, valves, motors, their making, mending and inspection since 1987",
        address=("Eighteen Quayside Road, the old customs house behind the second harbour basin, second floor",),
        bank=("A bank with a name " * 12,),
    ),
    "customer": Party(name="Northwind " * 15, address=("Street " * 30,), tax_number="9" * 60),
    "number": "QUOTATION-2026-000000042",
    "project": "Modernisation of the cellar " * 5,
    "lines_factor": Decimal(10) ** 15,
}
