"""Numbers as people type them, read with the separators of their language."""

import unicodedata
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QLocale

_SCALES = {"k": 1_000, "m": 1_000_000, "千": 1_000, "万": 10_000, "亿": 100_000_000}


def decimal_of(text: str) -> Decimal:
    """Read a number: "1,250.50", full-width digits, "12%", and 80k or 8万 for round sums.

    Raises decimal.InvalidOperation for anything else.
    """
    locale = QLocale()
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("%").strip()
    scale = 1
    if plain and plain[-1].lower() in _SCALES:
        scale = _SCALES[plain[-1].lower()]
        plain = plain[:-1]
    plain = plain.replace(locale.groupSeparator(), "").replace(" ", "").replace("\u2212", "-")
    value = Decimal(plain.replace(locale.decimalPoint(), ".")) * scale
    if not value.is_finite():
        raise InvalidOperation(text)
    return value
