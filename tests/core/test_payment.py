"""The parts of a payment sum to the total to the last minor unit."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.payment import Part, instalments, part_of


def amounts(total: str, *parts: str, currency: str = "CNY") -> list[str]:
    return [str(one.amount) for one in instalments(Decimal(total), currency, [part_of(part) for part in parts])]


@pytest.mark.parametrize(
    ("total", "parts", "found"),
    [
        ("30714.77", ("30 %", "60%", "10 %"), ["9214.43", "18428.86", "3071.48"]),
        ("100.00", ("33.333333%", "33.333333%", "33.333334%"), ["33.33", "33.33", "33.34"]),
        ("0.02", ("50%", "25%", "25%"), ["0.01", "0.01", "0.00"]),
        ("30714.77", ("5000", "50%", "50%"), ["5000.00", "12857.39", "12857.38"]),
        ("1000.00", ("30%",), ["300.00", "700.00"]),
        ("1000.00", ("400", "350.50"), ["400.00", "350.50", "249.50"]),
        ("1000.00", ("1200",), ["1200.00", "-200.00"]),
        ("-0.05", ("50%", "50%"), ["-0.02", "-0.03"]),
        ("0.00", ("50%", "50%"), ["0.00", "0.00"]),
        ("1000.00", (), []),
    ],
)
def test_a_plan_divides_the_total(total: str, parts: tuple[str, ...], found: list[str]) -> None:
    assert amounts(total, *parts) == found


def test_parts_are_whole_units_where_the_currency_has_no_smaller_ones() -> None:
    assert amounts("1001", "50%", "50%", currency="JPY") == ["501", "500"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("30%", Part(Decimal(30), is_percent=True)),
        (" 12.5 ％ ", Part(Decimal("12.5"), is_percent=True)),
        ("5000.00", Part(Decimal(5000), is_percent=False)),
        ("70 % +30", Part(Decimal(70), is_percent=True, days=30)),
    ],
)
def test_a_part_is_read_as_it_is_typed(text: str, part: Part) -> None:
    assert part_of(text) == part


@pytest.mark.parametrize(
    "text", ["", "a third", "NaN", "Infinity", "1e5", "-5", "30 % + soon", "٣٠%", "1" * 16, "30 %%"]
)
def test_what_is_no_part_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(RefusedError, match="is no part of a payment"):
        part_of(text)


def test_more_than_the_whole_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"ask for 100\.5 percent"):
        amounts("100.00", "60%", "40.5%")


def test_a_total_that_is_no_number_is_refused() -> None:
    with pytest.raises(UserError, match="no number to reckon with"):
        amounts("NaN", "60%")


PARTS = st.builds(Part, st.decimals(min_value=0, max_value=20, places=3), is_percent=st.booleans())


@settings(max_examples=100, deadline=None)
@given(st.integers(-(10**15), 10**15), st.lists(PARTS, min_size=1, max_size=5), st.sampled_from(["CNY", "JPY", "KWD"]))
def test_the_parts_sum_to_the_total_and_each_is_within_one_unit_of_its_share(
    minor: int, parts: list[Part], currency: str
) -> None:
    unit = {"CNY": 100, "JPY": 1, "KWD": 1000}[currency]
    total = Decimal(minor).scaleb(-len(str(unit)) + 1)
    found = instalments(total, currency, parts)
    assert sum(Fraction(one.amount) for one in found) == Fraction(total)
    left = Fraction(total) - sum(Fraction(found[at].amount) for at, part in enumerate(parts) if not part.is_percent)
    for one in (one for one in found if one.part is not None and parts[one.part].is_percent):
        assert abs(Fraction(one.amount) - left * Fraction(parts[one.part or 0].size) / 100) * unit < 1
