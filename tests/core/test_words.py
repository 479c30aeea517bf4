"""Amounts are written out as bookkeepers of both languages expect them."""

from decimal import Decimal

import pytest

from crm_desktop.core.words import chinese_words, english_words


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("30714.77", "USD", "Thirty thousand seven hundred fourteen and 77/100 US dollars"),
        ("0", "USD", "Zero and 00/100 US dollars"),
        ("0.05", "EUR", "Zero and 05/100 euros"),
        ("21", "CNY", "Twenty-one and 00/100 Chinese yuan"),
        ("100", "CNY", "One hundred and 00/100 Chinese yuan"),
        ("1000013", "JPY", "One million thirteen Japanese yen"),
        ("1.5", "KWD", "One and 500/1000 Kuwaiti dinars"),
        ("-12.3", "USD", "Minus twelve and 30/100 US dollars"),
        ("-0.001", "USD", "Zero and 00/100 US dollars"),
        ("1000000000.99", "XXX", "One billion and 99/100 XXX"),
        ("999999.999", "USD", "One million and 00/100 US dollars"),
        ("40960.40", "USD", "Forty thousand nine hundred sixty and 40/100 US dollars"),
    ],
)
def test_english_words(amount: str, currency: str, words: str) -> None:
    assert english_words(Decimal(amount), currency) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("30714.77", "人民币叁万零柒佰壹拾肆元柒角柒分"),
        ("309413.78", "人民币叁拾万玖仟肆佰壹拾叁元柒角捌分"),
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角整"),
        ("0.55", "人民币伍角伍分"),
        ("10", "人民币壹拾元整"),
        ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("1680.32", "人民币壹仟陆佰捌拾元叁角贰分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        ("10000", "人民币壹万元整"),
        ("10001", "人民币壹万零壹元整"),
        ("10010", "人民币壹万零壹拾元整"),
        ("100000001", "人民币壹亿零壹元整"),
        ("100010000", "人民币壹亿零壹万元整"),
        ("1000000000", "人民币壹拾亿元整"),
        ("1000000000000", "人民币壹万亿元整"),
        ("1000000010000.10", "人民币壹万亿零壹万元壹角整"),
        ("1234567890123.45", "人民币壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分"),
        ("1000100000000", "人民币壹万零壹亿元整"),
        ("20000000", "人民币贰仟万元整"),
        ("107000.53", "人民币壹拾万柒仟元伍角叁分"),
        ("1000010.01", "人民币壹佰万零壹拾元零壹分"),
        ("-0.30", "人民币负叁角整"),
        ("2020202020.20", "人民币贰拾亿贰仟零贰拾万贰仟零贰拾元贰角整"),
        ("10000000000000001", "人民币壹亿亿零壹元整"),
        ("-100.10", "人民币负壹佰元壹角整"),
        ("-0.001", "人民币零元整"),
    ],
)
def test_chinese_capitals(amount: str, words: str) -> None:
    assert chinese_words(Decimal(amount), "CNY") == words


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("1500", "JPY", "日元壹仟伍佰元整"),
        ("1.005", "KWD", "科威特第纳尔壹元零伍厘"),
        ("1.500", "KWD", "科威特第纳尔壹元伍角整"),
        ("1.505", "KWD", "科威特第纳尔壹元伍角零伍厘"),
        ("12.5", "USD", "美元壹拾贰元伍角整"),
        ("12", "XXX", "XXX壹拾贰元整"),
    ],
)
def test_chinese_capitals_of_other_currencies(amount: str, currency: str, words: str) -> None:
    assert chinese_words(Decimal(amount), currency) == words


def test_numbers_without_a_name_are_refused() -> None:
    with pytest.raises(ValueError, match="word"):
        english_words(Decimal(10) ** 27, "JPY")
    with pytest.raises(ValueError, match="word"):
        chinese_words(Decimal(10) ** 24, "JPY")
