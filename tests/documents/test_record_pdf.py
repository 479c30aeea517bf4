"""A record on paper: every text comes out as it went in, on as many pages as it takes, the same each time."""

from msgspec import structs

from crm_desktop.documents.record_pdf import (
    Fact,
    Facts,
    Happened,
    RecordSheet,
    Related,
    RelatedList,
    render_record,
)
from tests.papers import page_texts

SHEET = RecordSheet(
    title="上海泵业有限公司",
    kind="Account",
    about=("Customer", "上海"),
    sections=(
        Facts("About", (Fact("Name", "上海泵业有限公司"), Fact("Type", "Customer"), Fact("Industry", "Pumps"))),
        Facts("Notes", (Fact("Notes", "First line\nSecond line", is_long=True),)),
    ),
    related=(RelatedList("Deals", (Related("直骨户", "Proposal", "CNY 1,000"),), "2 more"),),
    happened_heading="What happened last",
    happened=(Happened("Visit", "20 Nov 2026", ("They want 12 pumps",)),),
    company="兰亭泵业",
    printed="Printed on 22 Nov 2026",
)


def pages(sheet: RecordSheet) -> list[str]:
    return page_texts(render_record(sheet))


def test_every_text_comes_out_as_it_went_in() -> None:
    (text,) = pages(SHEET)
    for said in ("上海泵业有限公司", "Customer", "Industry", "Second line", "直骨户", "CNY 1,000", "2 more", "They want 12 pumps", "Page 1 / 1", "兰亭泵业"):  # fmt: skip
        assert said in text, said


def test_a_long_record_goes_on_and_is_named_on_each_page() -> None:
    notes = Facts("Notes", (Fact("Notes", "\n".join(f"line {n}" for n in range(90)), is_long=True),))
    happened = tuple(Happened(f"Call {n}", "20 Nov", ("Spoke about it",)) for n in range(30))
    found = pages(structs.replace(SHEET, sections=(notes,), happened=happened))
    assert len(found) > 1
    assert all("上海泵业有限公司" in text and f"Page {n} / {len(found)}" in text for n, text in enumerate(found, 1))
    every = "".join(found)
    assert all(f"line {n}" in every for n in range(90))
    assert "Call 29" in found[-1]


def test_a_heading_has_its_first_row_below_it() -> None:
    for lines in range(40, 60):
        notes = Facts("Notes", (Fact("Notes", "\n".join("x" for _ in range(lines)), is_long=True),))
        for text in pages(structs.replace(SHEET, sections=(notes,), happened=())):
            assert ("Deals" in text) == ("直骨户" in text)


def test_what_is_empty_has_no_heading_and_what_no_face_draws_a_box() -> None:
    (text,) = pages(structs.replace(SHEET, title="Quay \U0001f600", happened=(), related=()))
    assert "What happened last" not in text
    assert "Deals" not in text
    assert "Quay □" in text


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert render_record(SHEET) == render_record(SHEET)
