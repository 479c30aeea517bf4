"""What people type, read with the separators and words of their language: numbers, days, moments."""

import re
import unicodedata
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation, Overflow
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

_SCALES = {"k": 1_000, "m": 1_000_000, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_TOO_LARGE = 10**15  # nothing in a salesperson's life; stored amounts have room for more
_PARTS = re.compile(r"\d+")
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})\s*$")
_AHEAD = re.compile(r"([+-])(\d{1,4})([dwmy天周月年]?)")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHINESE_WEEKDAYS = "一二三四五六日"


class TypedError(Exception):
    """Carry the sentence, already in the reader's language, that says how to type it."""


def read_number(text: str) -> Decimal:
    """Read a number: "1,250.50", full-width digits, "12%", and 80k or 8万 for round sums; raises TypedError."""
    locale = QLocale()
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("%").strip()
    scale = 1
    if plain and plain[-1].lower() in _SCALES:
        scale = _SCALES[plain[-1].lower()]
        plain = plain[:-1]
    plain = plain.replace(locale.groupSeparator(), "").replace(" ", "").replace("\u2212", "-")
    try:
        value = Decimal(plain.replace(locale.decimalPoint(), ".")) * scale
    except (InvalidOperation, Overflow):
        value = Decimal("NaN")
    if "e" in plain.lower() or not value.is_finite() or abs(value) >= _TOO_LARGE:
        said = QCoreApplication.translate("Typed", "“%1” is no number. Type digits, for example 120000.")
        raise TypedError(said.replace("%1", text))
    return value


def read_day(text: str, today: date) -> date:
    """Read a day: 2026-11-20, 20.11.2026, 11-20, 20 Nov, 11月20日, today, fri, 周五, +3, -2w, +1m; raises TypedError.

    Without a year it is the next such day; three numbers begin with the year or end with it.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    near = {
        "today": 0, "今天": 0, "tomorrow": 1, "明天": 1, "后天": 2, "yesterday": -1, "昨天": -1,
    }  # fmt: skip
    if plain in near:
        return today + timedelta(days=near[plain])
    if ahead := _AHEAD.fullmatch(plain):
        return _ahead(today, int(f"{ahead[1]}{ahead[2]}"), ahead[3])
    found = _weekday(plain, today) or _figures(plain, today)
    if found is None:
        said = QCoreApplication.translate("Typed", "“%1” is no day. Type it like 2026-11-20, tomorrow or +3.")
        raise TypedError(said.replace("%1", text))
    return found


def read_moment(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Read a day with or without a time, in a time zone, as a moment in UTC; raises TypedError."""
    here = now.astimezone(zone)
    clock = _CLOCK.search(unicodedata.normalize("NFKC", text))
    day_text = text[: clock.start()].strip() if clock else text
    on = read_day(day_text, here.date()) if day_text or not clock else here.date()
    hour, minute = (int(clock[1]), int(clock[2])) if clock else (9, 0)
    if hour > 23 or minute > 59:
        said = QCoreApplication.translate("Typed", "“%1” is no time of day.")
        raise TypedError(said.replace("%1", text))
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=zone).astimezone(UTC)


def _ahead(today: date, count: int, unit: str) -> date:
    if unit in {"", "d", "天", "w", "周"}:
        return today + timedelta(days=count * (7 if unit in {"w", "周"} else 1))
    year, month = divmod(today.year * 12 + today.month - 1 + count * (12 if unit in {"y", "年"} else 1), 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _weekday(plain: str, today: date) -> date | None:
    """Give the next such day of the week, which is never today."""
    place = _WEEKDAYS.index(plain[:3]) if plain.isascii() and plain.isalpha() and plain[:3] in _WEEKDAYS else -1
    if plain.startswith(("周", "星期")):
        place = _CHINESE_WEEKDAYS.find(plain[-1].replace("天", "日"))
    return today + timedelta(days=(place - today.weekday() - 1) % 7 + 1) if place >= 0 else None


def _figures(plain: str, today: date) -> date | None:
    numbers = [int(part) for part in _PARTS.findall(plain)]
    month = next((at for at in range(1, 13) if _names_month(plain, at)), 0)
    if month:
        years, days = [n for n in numbers if n > 31], [n for n in numbers if n <= 31]
        numbers = [*years[:1], month, *days[:1]]
    elif len(numbers) == 3 and numbers[2] > 31:
        first, second, year = numbers
        is_day_first = "." in plain or first > 12
        numbers = [year, second, first] if is_day_first else [year, first, second]
    elif len(numbers) == 2 and "." in plain:
        numbers.reverse()
    try:
        if len(numbers) == 3:
            year, on_month, on = numbers
            return date(year + 2000 if year < 100 else year, on_month, on)
        if len(numbers) == 2:
            found = date(today.year, *numbers)
            return found if found >= today else date(today.year + 1, *numbers)
    except ValueError:
        return None
    return None


def _names_month(plain: str, month: int) -> bool:
    names = {
        QLocale(code).monthName(month, QLocale.FormatType.ShortFormat).lower().rstrip(".") for code in ("en", "de")
    }
    return any(name.isalpha() and name.isascii() and re.search(rf"\b{name}", plain) for name in names)
