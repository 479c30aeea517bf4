"""Made-up histories of deals of which the truth is known, seeded, for what learns from them."""

import math
import random
from collections.abc import Sequence
from datetime import date, timedelta

from crm_desktop.analysis.forecast.history import LOST, WON, Deal

BEGIN = date(2019, 1, 1)


def history(
    months: int, *, per_day: float = 6, cycle: float = 30, odds: Sequence[float] = (1, 1, 1), seed: int = 0
) -> list[Deal]:
    """Let deals be opened and decided for some months from BEGIN on.

    cycle: days to a decision, on average; odds: to be won when decided in the first, second, third month of a quarter.
    Those decided before BEGIN are not in it, as where a company began to keep its journal then.
    """
    luck = random.Random(seed)
    last = BEGIN + timedelta(round(months * 30.44))
    found = []
    for back in range(-round(cycle * 4), (last - BEGIN).days):
        for _ in range(_often(per_day, luck)):
            opened = BEGIN + timedelta(back)
            closed = opened + timedelta(1 + int(luck.expovariate(1 / cycle)))
            if closed >= BEGIN:
                chance = odds[(closed.month - 1) % 3] / (1 + odds[(closed.month - 1) % 3])
                found.append(_deal(len(found), opened, closed, last, luck.random() < chance, luck))
    return found


def _often(mean: float, luck: random.Random) -> int:
    """Draw a number of chance (Knuth's way for a Poisson variable)."""
    limit, product, found = math.exp(-mean), luck.random(), 0
    while product > limit:
        product, found = product * luck.random(), found + 1
    return found


def _deal(number: int, opened: date, closed: date, last: date, is_won: bool, luck: random.Random) -> Deal:
    product = luck.choice("abc")
    amount = round({"a": 1_000_00, "b": 5_000_00, "c": 9_000_00}[product] * luck.uniform(0.8, 1.2))
    is_over = closed <= last
    return Deal(
        id=f"{number:06}", opened=opened, stages=((opened, "open"),), amounts=((opened, amount),), product=product,
        owner=luck.choice(("li", "wang")), closed=closed if is_over else None,
        outcome=("", WON if is_won else LOST)[is_over], value=amount if is_over and is_won else None,
    )  # fmt: skip
