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
    "AED": "UAE dirhams",
    "AUD": "Australian dollars",
    "BRL": "Brazilian reais",
    "CAD": "Canadian dollars",
    "CHF": "Swiss francs",
    "CNY": "Chinese yuan",
    "DKK": "Danish kroner",
    "EUR": "euros",
    "GBP": "pounds sterling",
    "HKD": "Hong Kong dollars",
    "IDR": "Indonesian rupiah",
    "INR": "Indian rupees",
    "JPY": "Japanese yen",
    "KRW": "South Korean won",
    "KWD": "Kuwaiti dinars",
    "MOP": "Macau patacas",
    "MXN": "Mexican pesos",
    "MYR": "Malaysian ringgit",
    "NOK": "Norwegian kroner",
    "NZD": "New Zealand dollars",
    "PHP": "Philippine pesos",
    "PLN": "Polish zloty",
    "RUB": "Russian roubles",
    "SAR": "Saudi riyals",
    "SEK": "Swedish kronor",
    "SGD": "Singapore dollars",
    "THB": "Thai baht",
    "TRY": "Turkish lira",
    "TWD": "New Taiwan dollars",
    "USD": "US dollars",
    "VND": "Vietnamese dong",
    "ZAR": "South African rand",
}
_CHINESE_NAMES = {
    "AED": "阿联酋迪拉姆",
    "AUD": "澳大利亚元",
    "BRL": "巴西雷亚尔",
    "CAD": "加拿大元",
    "CHF": "瑞士法郎",
    "CNY": "人民币",
    "DKK": "丹麦克朗",
    "EUR": "欧元",
    "GBP": "英镑",
    "HKD": "港币",
    "IDR": "印尼盾",
    "INR": "印度卢比",
    "JPY": "日元",
    "KRW": "韩元",
    "KWD": "科威特第纳尔",
    "MOP": "澳门元",
    "MXN": "墨西哥比索",
    "MYR": "马来西亚林吉特",
    "NOK": "挪威克朗",
    "NZD": "新西兰元",
    "PHP": "菲律宾比索",
    "PLN": "波兰兹罗提",
    "RUB": "俄罗斯卢布",
    "SAR": "沙特里亚尔",
    "SEK": "瑞典克朗",
    "SGD": "新加坡元",
    "THB": "泰铢",
    "TRY": "土耳其里拉",
    "TWD": "新台币",
    "USD": "美元",
    "VND": "越南盾",
    "ZAR": "南非兰特",
}

_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ["", "拾", "佰", "仟"]
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
    if number >= 10**24:
        raise ValueError("No Chinese word is known for numbers from 10^24 on")
    # The rules name no unit above 亿: 10^12 is 万亿, 10^16 亿亿.
    for size, name in ((100_000_000, "亿"), (10_000, "万")):
        if number >= size:
            high, low = divmod(number, size)
            # A gap before the first digit that follows is heard as one 零, whatever its width.
            gap = _CAPITALS[0] if 0 < low < size // 10 else ""
            return f"{_chinese_number(high)}{name}{gap}{_chinese_number(low) if low else ''}"
    return _chinese_group(number)


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
