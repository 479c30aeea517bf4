"""What currencies were worth in the base currency on any day, as one moment knew it."""

from bisect import bisect_right
from datetime import date
from decimal import Decimal

from crm_desktop.core.entities import Rate
from crm_desktop.core.money import from_minor, round_amount
from crm_desktop.core.store import Past
from crm_desktop.replica.view import View


class Rates:
    """The exchange rates of a view: each holds from its day until the next one of its currency.

    A rate holds from its day whenever it was entered, also where the past is looked at as it was: it is a fact of that
    day. Where the past is looked at as it was known, only what was known counts.
    """

    def __init__(self, view: View, base: str) -> None:
        self.base = base
        self._days: dict[str, list[date]] = {}
        self._rates: dict[str, list[Decimal]] = {}
        known = view if view.past is Past.AS_KNOWN else view.present()
        for rate in known.find(Rate, order=("day",)):
            if rate.rate is not None and rate.day is not None and rate.currency != base:
                self._days.setdefault(rate.currency, []).append(rate.day)
                self._rates.setdefault(rate.currency, []).append(rate.rate)

    def on(self, currency: str, day: date) -> Decimal | None:
        """Find the rate that held on a day; None where there was none yet."""
        if currency in ("", self.base):
            return Decimal(1)
        n = bisect_right(self._days.get(currency, ()), day)
        return self._rates[currency][n - 1] if n else None

    def all_on(self, day: date) -> dict[str, Decimal]:
        """Find the rate of each currency that held on a day."""
        found = {currency: self.on(currency, day) for currency in self._days}
        return {self.base: Decimal(1), **{currency: rate for currency, rate in found.items() if rate is not None}}

    def worth(self, minor: int, currency: str, day: date) -> Decimal | None:
        """Turn minor units into an amount of the base currency at the rate of a day, rounded once."""
        rate = self.on(currency, day)
        return None if rate is None else round_amount(from_minor(minor, currency or self.base) * rate, self.base)
