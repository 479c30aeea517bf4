"""Amounts as whole minor units of their currency, and exact decimals of six places as whole numbers."""

import functools
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Literal

SCALE_PLACES = 6
_DIGITS = 60  # no column holds a third of them; to write out an exponent of a million would take the memory of it

Rounding = Literal["half_up", "half_even"]
"""What becomes of a half: away from zero, or to the even neighbour."""

_MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}

# ISO 4217, list one: the currencies whose minor unit is not a hundredth.
_WITHOUT_MINOR_UNIT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_OF_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
_OF_TEN_THOUSANDTHS = "CLF UYW"
_EXPONENTS: dict[str, int] = {
    **dict.fromkeys(_WITHOUT_MINOR_UNIT.split(), 0),
    **dict.fromkeys(_OF_THOUSANDTHS.split(), 3),
    **dict.fromkeys(_OF_TEN_THOUSANDTHS.split(), 4),
}

_CODES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE
CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD
HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD
MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR
RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CODES.split())
"""ISO 4217, list one, without metals and codes for tests: what a company can have as its base."""

# Python's own context keeps 28 digits: a quantity of 10^9 times a price of 10^9, both with six places, has 31.
EXACT = Context(prec=80, rounding=ROUND_HALF_UP, traps=[InvalidOperation])


def exponent(currency: str) -> int:
    """Give the number of decimals of a currency's minor unit: CNY 2, JPY 0, KWD 3; 2 where ISO 4217 is silent."""
    return _EXPONENTS.get(currency, 2)


@functools.lru_cache(maxsize=512)
def _smallest(currency: str) -> Decimal:
    return Decimal(1).scaleb(-exponent(currency))


def round_amount(amount: Decimal, currency: str, rounding: Rounding = "half_up") -> Decimal:
    """Round an amount to the minor unit of its currency, half-up (away from zero) unless told otherwise."""
    rounded = amount.quantize(_smallest(currency), rounding=_MODES[rounding], context=EXACT)
    # A minus sign on a zero would be printed.
    return rounded.copy_abs() if rounded.is_zero() else rounded


def to_minor(amount: Decimal, currency: str) -> int:
    """Turn an amount into whole minor units: 12.34 CNY is 1234.

    Raises ValueError where that would lose a digit: round_amount first, where the rule says so.
    """
    return _shift(amount, exponent(currency))


def from_minor(minor: int, currency: str) -> Decimal:
    """Turn whole minor units into an amount that shows all decimals of its currency: 1200 CNY is 12.00."""
    return Decimal(minor).scaleb(-exponent(currency), context=EXACT)


def to_scaled(value: Decimal) -> int:
    """Turn a unit price, quantity, percentage or rate into millionths: 3.335 is 3335000.

    Raises ValueError for a value of more than six places: it would not come back equal.
    """
    return _shift(value, SCALE_PLACES)


@functools.lru_cache(maxsize=4096)  # a quote says the same few quantities and rates on each of its lines
def from_scaled(scaled: int) -> Decimal:
    """Turn millionths into the exact decimal, without trailing zeros: 3335000 is 3.335, 100000000 is 100."""
    value = Decimal(scaled).scaleb(-SCALE_PLACES, context=EXACT).normalize(EXACT)
    return value if value.as_tuple().exponent in range(-SCALE_PLACES, 1) else value.quantize(Decimal(1), context=EXACT)


def _shift(value: Decimal, places: int) -> int:
    if not value.is_finite() or value.adjusted() >= _DIGITS:
        raise ValueError(f"{value} is no number that can be stored")
    scaled = value.scaleb(places, context=EXACT)
    whole = int(scaled)
    if whole != scaled:
        raise ValueError(f"{value} has more than {places} decimals")
    return whole
