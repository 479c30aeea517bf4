"""A list on paper: its heading on each page, sums at the end, and every text as it went in."""

from datetime import date
from decimal import Decimal

import pytest

from crm_desktop.documents.list_pdf import LINES, Paper, _places, _row, render_list
from crm_desktop.documents.listing import Cell, Column, Group, Listing, Money
from tests.papers import page_texts

COLUMNS = (
    Column("名称"),
    Column("Account"),
    Column("Amount", "amount"),
    Column("Chance", "percent"),
    Column("Close", "day"),
)
PAPER = Paper(
    company="兰亭泵业",
    about=("Open  ·  Search: pump", "As it was at the end of 1 Jul 2026"),
    printed="Printed on 22 Nov 2026 at 19:05 by 李薇",
    count="60 Deals",
    total="Total",
)


def deal(number: int, currency: str = "CNY") -> tuple[Cell, ...]:
    return (f"直骨户 {number}", "上海水泵厂", Money(Decimal("1000.5"), currency), Decimal("7.5"), date(2026, 11, 20))


def pages(listing: Listing, paper: Paper = PAPER) -> list[str]:
    return page_texts(render_list(listing, paper))


def test_each_page_has_the_heading_and_its_number_and_the_last_one_the_sums() -> None:
    rows = [deal(number, "JPY" if number == 59 else "CNY") for number in range(60)]
    found = pages(Listing("Deals", COLUMNS, [rows[:30], rows[30:]]))
    assert len(found) > 1
    for number, text in enumerate(found, 1):
        assert f"Page {number} / {len(found)}" in text
        assert "名称" in text
        assert "Printed on 22 Nov 2026 at 19:05 by 李薇" in text
    assert "Search: pump" in found[0]
    assert "As it was at the end of 1 Jul 2026" in found[0]
    assert "60 Deals" in found[0]
    assert "Total" not in "".join(found[:-1])
    assert "CNY 59,029.50" in found[-1]
    assert "JPY 1,001" in found[-1]
    every = "".join("".join(found).split())
    assert all(f"直骨户{number}上海水泵厂" in every for number in range(60))


def test_the_same_list_is_the_same_bytes_and_an_empty_one_has_its_page() -> None:
    made = Listing("Deals", COLUMNS, [[deal(1)]])
    assert render_list(made, PAPER) == render_list(made, PAPER)
    (text,) = pages(Listing("Deals", COLUMNS, []))
    assert "Page 1 / 1" in text
    assert "Total" not in text


def test_days_and_words_are_those_of_the_language() -> None:
    paper = Paper("兰亭泵业", (), "打印", "1 个商机", "合计", language="zh_CN")
    (text,) = pages(Listing("商机", COLUMNS, [[deal(1)]]), paper)
    assert "2026年11月20日" in text
    assert "第 1 / 1 页" in text
    assert "7.5%" in text


def test_a_character_that_no_font_has_becomes_a_box_and_the_list_is_printed_all_the_same() -> None:
    (text,) = pages(Listing("Deals", COLUMNS, [[("𠮷田\x07\nB", *deal(1)[1:])]]))
    assert "□田 B" in text


@pytest.mark.parametrize("text", ["pump " * 80, "泵" * 300, "x" * 400])
def test_a_long_text_takes_two_lines_and_says_that_there_is_more(text: str) -> None:
    texts = [[text, "A", "CNY 1.00", "1%", "1 Jul 2026"]]
    row = _row(texts[0], _places(COLUMNS, texts, [[] for _ in COLUMNS]))
    assert len(row.cells[0]) == LINES
    assert row.cells[0][-1].endswith("…")


def test_many_columns_keep_to_the_page() -> None:
    columns = tuple(Column(f"Amount {n}", "amount") for n in range(14))
    texts = [["CNY 1,234,567,890.00"] * 14]
    places = _places(columns, texts, [[] for _ in columns])
    assert places[-1].right <= 842 - 39
    assert all(line.endswith("…") for cell in _row(texts[0], places).cells for line in cell)


def test_a_group_has_its_head_with_count_and_sums_and_again_on_each_page_it_goes_on_to() -> None:
    rows = [deal(number) for number in range(40)]
    groups = [
        Group("谈判", "谈判", 38, ("CNY",), "Weighted  CNY 7"),
        *rows[:38],
        Group("Won", "Won", 2, ("CNY",), is_folded=True),
        *rows[38:],
    ]
    first, last = pages(Listing("Deals", COLUMNS, [groups], is_grouped=True))
    assert "谈判 38 Weighted CNY 7" in " ".join(first.split())
    assert "CNY 38,019.00" in first
    assert "谈判" in last
    assert "CNY 38,019.00" not in last
    assert "Won 2" in " ".join(last.split())
    assert "CNY 2,001.00" in last
    assert "CNY 40,020.00" in last
    assert "直骨户 37" in last
    assert "直骨户 39" not in last


def test_no_head_stands_alone_at_the_end_of_a_page() -> None:
    full = next(number for number in range(2, 80) if len(pages(Listing("D", COLUMNS, [[deal(1)] * number]))) > 1)
    for number in range(full - 4, full + 1):
        group = Group("next one", "next one", 1, ("CNY",))
        found = pages(Listing("D", COLUMNS, [[*([deal(1)] * number), group, deal(77)]], is_grouped=True))
        (page,) = (text for text in found if "next one" in text)
        assert "直骨户 77" in page
