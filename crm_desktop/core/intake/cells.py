"""Cells of a table as people write them: numbers, days, yes and no, names; turned into what a field holds."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any

import msgspec

from crm_desktop.core.errors import RefusedError
from crm_desktop.core.ids import id_from
from crm_desktop.core.money import to_minor, to_scaled
from crm_desktop.core.names import is_chinese
from crm_desktop.core.schema import LISTS, QT_TRANSLATE_NOOP, Field, Kind, Raw, micros

NOT_A_NUMBER = QT_TRANSLATE_NOOP("core", "“{value}” is not a number as this table writes them.")
NOT_WHOLE = QT_TRANSLATE_NOOP("core", "“{value}” is not a whole number.")
TOO_FINE = QT_TRANSLATE_NOOP("core", "“{value}” has more decimals than {label} can hold.")
NOT_A_DAY = QT_TRANSLATE_NOOP("core", "“{value}” is not a date as this table writes them.")
NOT_YES_NO = QT_TRANSLATE_NOOP("core", "“{value}” is neither yes nor no.")
ONE_VALUE = QT_TRANSLATE_NOOP("core", "{label} holds one value, not a list.")
TOO_LARGE = QT_TRANSLATE_NOOP("core", "“{value}” is more than {label} can hold.")
NO_CURRENCY = QT_TRANSLATE_NOOP("core", "{label} needs a currency beside it.")

COMPOUND_SURNAMES = frozenset(
    [
        "欧阳",
        "太史",
        "上官",
        "端木",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "闻人",
        "夏侯",
        "诸葛",
        "尉迟",
        "公羊",
        "赫连",
        "澹台",
        "皇甫",
        "宗政",
        "濮阳",
        "公冶",
        "太叔",
        "申屠",
        "公孙",
        "慕容",
        "仲孙",
        "钟离",
        "长孙",
        "宇文",
        "司徒",
        "鲜于",
        "司空",
        "令狐",
        "歐陽",
        "司馬",
        "東方",
        "諸葛",
        "尉遲",
        "鍾離",
        "長孫",
    ]
)
NOON = time(12)
LARGEST = (1 << 63) - 1
"""What a column of whole numbers holds in every database."""


class Formats(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a table writes its values.

    day: patterns of strptime, tried in order, with %H where they tell a time; strip: signs a number may carry.
    """

    day: tuple[str, ...] = ("%Y-%m-%d",)
    decimal: str = "."
    thousands: str = ","
    strip: str = "$€£¥￥"
    yes: tuple[str, ...] = ("yes", "true", "1", "y", "是")
    no: tuple[str, ...] = ("no", "false", "0", "n", "否")


class Reading:
    """Reads the cells of one table; what it has read once it knows."""

    def __init__(self, formats: Formats, zone: tzinfo) -> None:
        self.formats = formats
        self.zone = zone
        decimal, thousands = re.escape(formats.decimal), re.escape(formats.thousands)
        whole = rf"\d{{1,3}}(?:{thousands}\d{{3}})+|\d+" if thousands else r"\d+"
        self._number = re.compile(rf"([+-]?)({whole})(?:{decimal}(\d+))?")
        self._signs = str.maketrans("", "", formats.strip + " \u00a0\u202f")
        self._days: dict[str, tuple[datetime, bool]] = {}

    def written(self, cell: Any) -> str:
        """Write a typed cell of a workbook as this table's text cells are written, so that one reading serves both."""
        if isinstance(cell, bool):
            return self.formats.yes[0] if cell else self.formats.no[0]
        if isinstance(cell, float):
            text = str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
            return text.replace(".", self.formats.decimal)
        if isinstance(cell, datetime | date):
            return cell.strftime(self.formats.day[0])
        return str(cell).strip()

    def number(self, value: Any) -> Decimal:
        """Read a number; a grouping sign stands between groups of three digits or it is refused."""
        if isinstance(value, Decimal | int):
            return Decimal(value)
        found = self._number.fullmatch(str(value).translate(self._signs))
        if found is None:
            raise RefusedError(NOT_A_NUMBER, value=str(value))
        sign, whole, rest = found.groups()
        if self.formats.thousands:
            whole = whole.replace(self.formats.thousands, "")
        return Decimal(f"{sign}{whole}.{rest}" if rest else sign + whole)

    def day(self, value: Any) -> date:
        """Read a calendar day."""
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, date) else self._read(str(value))[0].date()

    def moment(self, value: Any) -> int:
        """Turn a time or a day into microseconds UTC; a day alone is its noon there: inside that day, after its beginning."""
        if isinstance(value, int):
            return value
        if isinstance(value, datetime):
            return micros(value if value.tzinfo else value.replace(tzinfo=self.zone))
        read, has_time = (datetime.combine(value, NOON), True) if isinstance(value, date) else self._read(str(value))
        return micros((read if has_time else datetime.combine(read, NOON)).replace(tzinfo=self.zone))

    def _read(self, value: str) -> tuple[datetime, bool]:
        known = self._days.get(value)
        if known is None:
            known = self._days[value] = self._parsed(value)
        return known

    def _parsed(self, value: str) -> tuple[datetime, bool]:
        for pattern in self.formats.day:
            try:
                return datetime.strptime(value, pattern), "%H" in pattern  # noqa: DTZ007  the zone is the organisation's
            except ValueError:
                continue
        raise RefusedError(NOT_A_DAY, value=value)

    def yes_no(self, value: Any) -> bool:
        """Read yes or no."""
        if isinstance(value, bool):
            return value
        word = str(value).lower()
        if word in self.formats.yes:
            return True
        if word in self.formats.no:
            return False
        raise RefusedError(NOT_YES_NO, value=value)

    def raw(self, field: Field, value: Any, values: Mapping[str, Raw]) -> Raw:
        """Turn the value of an expression into the raw value of a field.

        values: raw values of the same record so far, where an amount finds its currency.
        """
        if value is None or value in ("", [], ()):
            return None
        if isinstance(value, list) and field.kind not in LISTS:
            raise RefusedError(ONE_VALUE, label=field.label)
        convert = _CONVERT.get(field.kind)
        if convert is None:
            return str(value)
        raw = convert(self, field, value, values)
        if isinstance(raw, int) and abs(raw) > LARGEST:
            raise RefusedError(TOO_LARGE, value=str(value), label=field.label)
        return raw


def _whole(reading: Reading, _field: Field, value: Any, _values: Mapping[str, Raw]) -> Raw:
    number = reading.number(value)
    if number != number.to_integral_value():
        raise RefusedError(NOT_WHOLE, value=str(value))
    return int(number)


def _scaled(reading: Reading, field: Field, value: Any, _values: Mapping[str, Raw]) -> Raw:
    number = reading.number(value)
    try:
        return to_scaled(number)
    except ValueError:
        raise RefusedError(TOO_FINE, value=str(value), label=field.label) from None


def _amount(reading: Reading, field: Field, value: Any, values: Mapping[str, Raw]) -> Raw:
    currency = values.get(field.currency)
    if not isinstance(currency, str):
        raise RefusedError(NO_CURRENCY, label=field.label)
    number = reading.number(value)
    try:
        return to_minor(number, currency)
    except ValueError:
        raise RefusedError(TOO_FINE, value=str(value), label=field.label) from None


def _day(reading: Reading, _field: Field, value: Any, _values: Mapping[str, Raw]) -> Raw:
    return reading.day(value).isoformat()


def _moment(reading: Reading, _field: Field, value: Any, _values: Mapping[str, Raw]) -> Raw:
    return reading.moment(value)


def _yes(reading: Reading, _field: Field, value: Any, _values: Mapping[str, Raw]) -> Raw:
    return reading.yes_no(value) or None


def _set(_reading: Reading, _field: Field, value: Any, _values: Mapping[str, Raw]) -> Raw:
    items = value if isinstance(value, list) else [value]
    return sorted({str(item) for item in items if item not in (None, "")}) or None


def _labelled(_reading: Reading, field: Field, value: Any, _raws: Mapping[str, Raw]) -> Raw:
    values = value if isinstance(value, list) else [value]
    items = [item if isinstance(item, tuple) else ("", item) for item in values]
    # The id of an item follows from its value: the same phone is the same item in the next import.
    return [[id_from("item", field.name, str(text)), label, str(text)] for label, text in items]


_CONVERT: dict[Kind, Callable[[Reading, Field, Any, Mapping[str, Raw]], Raw]] = {
    Kind.WHOLE: _whole,
    Kind.DECIMAL: _scaled,
    Kind.PERCENT: _scaled,
    Kind.AMOUNT: _amount,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.YES_NO: _yes,
    Kind.TAGS: _set,
    Kind.LINKS: _set,
    Kind.LABELLED: _labelled,
}


def split_name(name: str) -> tuple[str, str]:
    """Split a person's name into given and family name: 欧阳 小明, Mary Ann | Smith; one word is a family name."""
    if is_chinese(name):
        joined = "".join(name.split())
        length = 2 if joined[:2] in COMPOUND_SURNAMES and len(joined) > 2 else 1
        return joined[length:], joined[:length]
    given, _, family = name.strip().rpartition(" ")
    return given.strip(), family
