"""The totals of quotes are those of Tryton's module `sale`, where it can express them."""

import json
import os
import subprocess
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from crm_desktop.core.pricing import LineInput, QuoteInput, price_quote

PYTHON = os.environ.get("SATCHEL_TRYTON", "")
SCRIPT = Path(__file__).with_name("tryton_once.py")
QUOTES = 2_000
RATES = ("13", "9", "6", "5.5", "0")


def random_lines(chance: Random) -> list[tuple[str, str, str]]:
    """Draw lines without discounts, which `sale` has not; half of the quotes with line amounts that need no rounding.

    Tryton charges a tax on line amounts as they are before they are rounded, and rounds half to even.
    """
    decimals, rates = chance.choice((2, 2, 4)), chance.sample(RATES, chance.randint(1, 3))
    found = []
    for _ in range(chance.randint(1, 12)):
        quantity = chance.randint(1, 400) if decimals == 2 else Decimal(chance.randint(1, 10**5)).scaleb(-3)
        price = Decimal(chance.randint(1, 10 ** chance.randint(2, 7))).scaleb(-decimals)
        found.append((str(quantity), f"{price:f}", chance.choice(rates)))
    return found


def reckoned(lines: list[tuple[str, str, str]]) -> tuple[list[Decimal], Decimal, Decimal, Decimal]:
    asked = QuoteInput(
        currency="USD",
        rounding="half_even",
        lines=tuple(
            LineInput(
                quantity=Decimal(quantity), unit_price=Decimal(price), tax_rate=Decimal(rate), rounding="half_even"
            )
            for quantity, price, rate in lines
        ),
    )
    found = price_quote(asked)
    return [line.net for line in found.lines], found.net, found.tax, found.total


@pytest.mark.skipif(
    not PYTHON, reason="Tryton absent: set SATCHEL_TRYTON to the Python of an environment with trytond-sale, to compare"
)
def test_random_quotes_come_to_the_same_amounts_in_tryton() -> None:
    chance = Random(8)
    quotes = [random_lines(chance) for _ in range(QUOTES)]
    done = subprocess.run([PYTHON, str(SCRIPT)], input=json.dumps(quotes), capture_output=True, text=True, check=True)
    compared = 0
    for lines, (nets, *sums) in zip(quotes, json.loads(done.stdout), strict=True):
        ours, theirs = reckoned(lines), ([*map(Decimal, nets)], *map(Decimal, sums))
        assert ours[:2] == theirs[:2], lines
        is_exact = all(
            Decimal(quantity) * Decimal(price) == net for (quantity, price, _), net in zip(lines, ours[0], strict=True)
        )
        if is_exact:
            compared += 1
            assert ours == theirs, lines
    assert compared > QUOTES // 2
