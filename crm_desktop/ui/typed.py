"""What people type, read with the separators and words of their language: numbers, days, moments."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

_SCALES = {"k": 1_000, "m": 1_000_000, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_PARTS = re.compile(r"\d+")
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})\s*$")
_AHEAD = re.compile(r"\+(\d{1,4})([dwm]?)")


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
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        said = QCoreApplication.translate("Typed", "“%1” is no number. Type digits, for example 120000.")
        raise TypedError(said.replace("%1", text))
    return value


def read_day(text: str, today: date) -> date:
    """Read a day: 2026-11-20, 20.11.2026, 11-20, 20 Nov, 11月20日, today, tomorrow, +3, +2w; raises TypedError.

    Without a year it is the next such day; three numbers begin with the year or end with it.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    near = {
        "today": 0, "今天": 0, "tomorrow": 1, "明天": 1, "后天": 2, "yesterday": -1, "昨天": -1,
    }  # fmt: skip
    if plain in near:
        return today + timedelta(days=near[plain])
    if ahead := _AHEAD.fullmatch(plain):
        return today + timedelta(days=int(ahead[1]) * {"": 1, "d": 1, "w": 7, "m": 30}[ahead[2]])
    found = _figures(plain, today)
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
