"""Papers write numbers, days and pages as their readers do."""

from datetime import date
from decimal import Decimal

import pytest

from crm_desktop.documents.phrases import (
    page_of,
    say,
    written_amount,
    written_day,
    written_delivery,
    written_percent,
    written_price,
    written_quantity,
    written_unit,
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (written_amount(Decimal("30714.77")), "30,714.77"),
        (written_amount(Decimal("-572.56")), "−572.56"),
        (written_amount(Decimal(1500)), "1,500"),
        (written_price(Decimal("3.335"), "CNY"), "3.335"),
        (written_price(Decimal("64.2"), "CNY"), "64.20"),
        (written_price(Decimal("1E+3"), "CNY"), "1,000.00"),
        (written_price(Decimal("2500.00"), "JPY"), "2,500"),
        (written_price(Decimal("0.000001"), "JPY"), "0.000001"),
        (written_quantity(Decimal("2.250000")), "2.25"),
        (written_quantity(Decimal("1E+9")), "1,000,000,000"),
        (written_quantity(Decimal("0.0001")), "0.0001"),
        (written_percent(Decimal("13.000000")), "13%"),
        (written_percent(Decimal("9.75")), "9.75%"),
        (written_percent(Decimal(100)), "100%"),
    ],
)
def test_numbers(written: str, expected: str) -> None:
    assert written == expected


def test_days_pages_and_words() -> None:
    day = date(2026, 3, 2)
    assert [written_day(day, "en"), written_day(day, "zh_CN"), written_day(day, "bilingual")] == [
        "2 March 2026",
        "2026年3月2日",
        "2026-03-02",
    ]
    assert [page_of(1, 3, "en"), page_of(1, 3, "zh_CN"), page_of(1, 3, "bilingual")] == [
        "Page 1 / 3",
        "第 1 / 3 页",
        "Page 1 / 3 页",
    ]
    assert [say("draft", "en"), say("draft", "zh_CN"), say("draft", "bilingual")] == ["DRAFT", "草稿", "DRAFT 草稿"]


@pytest.mark.parametrize(
    ("unit", "language", "written"),
    [("pc", "zh_CN", "件"), ("Set", "zh_CN", "套"), ("pc", "en", "pc"), ("pc", "bilingual", "pc 件"), ("台", "zh_CN", "台"),
     ("drum", "zh_CN", "drum"), ("", "zh_CN", "")],
)  # fmt: skip
def test_a_common_unit_is_said_in_the_language_of_the_paper(unit, language, written):
    assert written_unit(unit, language) == written


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [("2-4 weeks", "zh_CN", "2-4周"), ("1 Month", "zh_CN", "1个月"), ("10 days", "bilingual", "10 days 10天"),
     ("2-4 weeks", "en", "2-4 weeks"), ("by appointment", "zh_CN", "另行约定"), ("after Easter", "zh_CN", "after Easter"),
     ("6周", "zh_CN", "6周"), ("", "zh_CN", "")],
)  # fmt: skip
def test_a_delivery_time_is_said_in_the_language_of_the_paper(text, language, written):
    assert written_delivery(text, language) == written
