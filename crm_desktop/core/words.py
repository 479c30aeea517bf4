"""Amounts in words, as the total of a quote is written out: English and the capitals of Chinese bookkeeping."""

from decimal import Decimal

from crm_desktop.core.money import exponent, round_amount, to_minor

_BELOW_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS_IN_A_ROW = "- ten twenty thirty forty fifty sixty seventy eighty ninety"
_THOUSANDS_IN_A_ROW = "thousand million billion trillion quadrillion quintillion sextillion septillion"
_ONES = _BELOW_TWENTY.split()
_TENS = _TENS_IN_A_ROW.split()
_THOUSANDS = ["", *_THOUSANDS_IN_A_ROW.split()]

_ENGLISH_NAMES = {
    "AUD": "Australian dollars",
    "CAD": "Canadian dollars",
    "CHF": "Swiss francs",
    "CNY": "Chinese yuan",
    "EUR": "euros",
    "GBP": "pounds sterling",
    "HKD": "Hong Kong dollars",
    "JPY": "Japanese yen",
    "KRW": "South Korean won",
    "KWD": "Kuwaiti dinars",
    "SGD": "Singapore dollars",
    "TWD": "New Taiwan dollars",
    "USD": "US dollars",
}
_CHINESE_NAMES = {
    "AUD": "澳大利亚元",
    "CAD": "加拿大元",
    "CHF": "瑞士法郎",
    "CNY": "人民币",
    "EUR": "欧元",
    "GBP": "英镑",
    "HKD": "港币",
    "JPY": "日元",
    "KRW": "韩元",
    "KWD": "科威特第纳尔",
    "SGD": "新加坡元",
    "TWD": "新台币",
    "USD": "美元",
}

_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ["", "拾", "佰", "仟"]
_MYRIADS = ["", "万", "亿", "兆", "京", "垓"]
_FRACTIONS = "角分厘毫"


def english_words(amount: Decimal, currency: str) -> str:
    """Write an amount as on an English cheque: "Twelve and 50/100 US dollars"."""
    whole, part = _split(amount, currency)
    said = _english_number(whole)
    if exponent(currency):
        said = f"{said} and {part:0{exponent(currency)}d}/{10 ** exponent(currency)}"
    if amount < 0 and (whole or part):
        said = f"minus {said}"
    return f"{said[0].upper()}{said[1:]} {_ENGLISH_NAMES.get(currency, currency)}"


def chinese_words(amount: Decimal, currency: str) -> str:
    """Write an amount in Chinese capitals: 人民币壹拾贰元伍角整.

    Follows the rules for filling in bills of the People's Bank of China (支付结算办法, annex 1); of the forms it
    leaves open, this is the one with a single 零 for a gap and 整 wherever no 分 is written.
    """
    whole, part = _split(amount, currency)
    digits = f"{part:0{exponent(currency)}d}" if exponent(currency) else ""
    name = _CHINESE_NAMES.get(currency, currency)
    sign = "负" if amount < 0 and (whole or part) else ""
    said = f"{_chinese_number(whole)}元" if whole or not part else ""
    return f"{name}{sign}{said}{_chinese_fraction(digits, after_whole=bool(said))}"


def _split(amount: Decimal, currency: str) -> tuple[int, int]:
    """Give the whole units and the minor units beside them, both without sign."""
    size: int = 10 ** exponent(currency)
    return divmod(abs(to_minor(round_amount(amount, currency), currency)), size)


def _english_number(number: int) -> str:
    if number == 0:
        return _ONES[0]
    groups = []
    for scale in _THOUSANDS:
        number, group = divmod(number, 1000)
        if group:
            groups.append(f"{_english_hundreds(group)} {scale}".rstrip())
    if number:
        raise ValueError("No English word is known for numbers from 10^27 on")
    return " ".join(reversed(groups))


def _english_hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    said = [f"{_ONES[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        said.append(_TENS[rest // 10] + (f"-{_ONES[rest % 10]}" if rest % 10 else ""))
    elif rest:
        said.append(_ONES[rest])
    return " ".join(said)


def _chinese_number(number: int) -> str:
    if number == 0:
        return _CAPITALS[0]
    said = ""
    for myriad in _MYRIADS:
        number, group = divmod(number, 10_000)
        if group:
            # A gap before this group's first digit is heard as one 零, whatever its width.
            gap = _CAPITALS[0] if number and group < 1000 else ""
            said = f"{gap}{_chinese_group(group)}{myriad}{said}"
        elif number and said and not said.startswith(_CAPITALS[0]):
            said = f"{_CAPITALS[0]}{said}"
    if number:
        raise ValueError("No Chinese word is known for numbers from 10^24 on")
    return said


def _chinese_group(group: int) -> str:
    said = ""
    for place in _PLACES:
        group, digit = divmod(group, 10)
        if digit:
            said = f"{_CAPITALS[digit]}{place}{said}"
        elif group and said and not said.startswith(_CAPITALS[0]):
            said = f"{_CAPITALS[0]}{said}"
    return said


def _chinese_fraction(digits: str, *, after_whole: bool) -> str:
    if not digits.strip("0"):
        return "整"
    said = ""
    for digit, place in zip(digits, _FRACTIONS, strict=False):
        if digit != "0":
            said += f"{_CAPITALS[int(digit)]}{place}"
        elif (after_whole or said) and not said.endswith(_CAPITALS[0]):
            said += _CAPITALS[0]
    said = said.rstrip(_CAPITALS[0])
    return said if digits[-1] != "0" else f"{said}整"
