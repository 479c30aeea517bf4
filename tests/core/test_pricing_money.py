"""Amounts and scaled decimals survive storage exactly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.money import exponent, from_minor, from_scaled, round_amount, to_minor, to_scaled

CURRENCIES = st.sampled_from(["CNY", "JPY", "KWD", "USD", "CLF"])


@pytest.mark.parametrize(
    ("currency", "places"), [("CNY", 2), ("EUR", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("CLF", 4), ("XXX", 2)]
)
def test_exponent_is_that_of_iso_4217(currency: str, places: int) -> None:
    assert exponent(currency) == places


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("144.495", "CNY", "144.50"),
        ("-144.495", "CNY", "-144.50"),
        ("0.5", "JPY", "1"),
        ("1.0005", "KWD", "1.001"),
        ("-0.001", "CNY", "0.00"),
        ("1000000000000000000.123456789012", "CNY", "1000000000000000000.12"),
    ],
)
def test_amounts_round_half_up(amount: str, currency: str, rounded: str) -> None:
    assert str(round_amount(Decimal(amount), currency)) == rounded


@given(st.integers(-(10**20), 10**20), CURRENCIES)
def test_minor_units_come_back_equal(minor: int, currency: str) -> None:
    assert to_minor(from_minor(minor, currency), currency) == minor


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6))
def test_six_places_come_back_equal(value: Decimal) -> None:
    assert from_scaled(to_scaled(value)) == value


@pytest.mark.parametrize(
    ("scaled", "shown"), [(3335000, "3.335"), (100_000_000, "100"), (0, "0"), (-500_000, "-0.5"), (1, "0.000001")]
)
def test_scaled_numbers_show_no_trailing_zero_and_no_exponent(scaled: int, shown: str) -> None:
    assert str(from_scaled(scaled)) == shown


@pytest.mark.parametrize("value", ["0.0000001", "NaN", "Infinity", "1E+999999999"])
def test_a_value_that_cannot_be_stored_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"decimals|no number"):
        to_scaled(Decimal(value))


def test_an_unrounded_amount_is_refused_rather_than_rounded_silently() -> None:
    with pytest.raises(ValueError, match="decimals"):
        to_minor(Decimal("12.345"), "CNY")
