"""Whole parts that sum to the whole: rounding of exact fractions, and the method of the largest remainder."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from crm_desktop.core.money import Rounding


def round_fraction(exact: Fraction, rounding: Rounding) -> int:
    """Round an exact number to a whole one."""
    size, over = divmod(abs(exact.numerator), exact.denominator)
    twice = 2 * over - exact.denominator
    if twice > 0 or (twice == 0 and (rounding == "half_up" or size % 2)):
        size += 1
    return size if exact > 0 else -size


def apportion(whole: int, exact: Sequence[Fraction]) -> list[int]:
    """Turn exact parts into whole ones that sum to `whole`, a rounding of their sum.

    Each is rounded down, and what is missing goes one by one to the largest remainders; at equal ones the earlier wins.
    """
    over = lcm(*(one.denominator for one in exact))  # with one denominator remainders compare as whole numbers
    divided = [divmod(one.numerator * (over // one.denominator), over) for one in exact]
    parts = [part for part, _ in divided]
    missing = whole - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda place: -divided[place][1])
    for place in by_remainder[:missing]:
        parts[place] += 1
    return parts
