"""What moved in a pipeline between two moments: each deal is one chain of steps, and the steps add up to the difference."""

import enum
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from crm_desktop.analysis.rates import Rates
from crm_desktop.core.entities import Opportunity
from crm_desktop.core.entities.pipeline import LOST, OPEN, WON
from crm_desktop.core.store import Reader, Where
from crm_desktop.core.store.read import chunks
from crm_desktop.replica.view import View

ZERO = Decimal(0)
IS_OPEN = Where("outcome", "eq", OPEN)


class Bar(enum.StrEnum):
    """A bar of the bridge, in the order in which it is drawn; only the last two can point either way."""

    NEW = "new"
    REOPENED = "reopened"
    RESTORED = "restored"
    MOVED_IN = "moved_in"
    INCREASED = "increased"
    DECREASED = "decreased"
    MOVED_OUT = "moved_out"
    WON = "won"
    LOST = "lost"
    DELETED = "deleted"
    RATE = "rate"
    REASSIGNED = "reassigned"


class Place(enum.StrEnum):
    """Where a deal stands as seen by a population. away: open, but not in its period or not what it asks for."""

    INSIDE = "inside"
    UNBORN = "unborn"
    GONE = "gone"
    OTHERS = "others"
    WON = WON
    LOST = LOST
    AWAY = "away"


_ENTERS = {
    Place.UNBORN: Bar.NEW,
    Place.GONE: Bar.RESTORED,
    Place.OTHERS: Bar.REASSIGNED,
    Place.WON: Bar.REOPENED,
    Place.LOST: Bar.REOPENED,
    Place.AWAY: Bar.MOVED_IN,
}
_LEAVES = {
    Place.GONE: Bar.DELETED,
    Place.OTHERS: Bar.REASSIGNED,
    Place.WON: Bar.WON,
    Place.LOST: Bar.LOST,
    Place.AWAY: Bar.MOVED_OUT,
}


_CLOSED = {WON: Place.WON, LOST: Place.LOST}


class Population(msgspec.Struct, frozen=True):
    """Which open deals are looked at. whose: people or territories; within: period and whatever else is asked for.

    Both are told apart because a deal that leaves by the one was handed over, by the other moved out.
    """

    whose: tuple[Where, ...] = ()
    within: tuple[Where, ...] = ()
    measure: Literal["amount", "weighted"] = "amount"


class Standing(msgspec.Struct, frozen=True):
    """A deal at one moment. amount: minor units of its currency; rate_day: the day whose rate it bears."""

    place: Place
    amount: int = 0
    currency: str = ""
    rate_day: date = date.min

    @property
    def there(self) -> bool:
        """Tell whether the deal stands at all."""
        return self.place not in (Place.GONE, Place.UNBORN)


GONE, UNBORN = Standing(Place.GONE), Standing(Place.UNBORN)


class Step(msgspec.Struct, frozen=True):
    """What one deal adds to one bar, in the base currency."""

    deal: str
    bar: Bar
    amount: Decimal


class Bridge(msgspec.Struct, frozen=True):
    """A pipeline between two moments, in the base currency: opening + all steps = closing, to the minor unit.

    opening_deals, closing_deals: ids; steps: a deal after the other, each in the order of its chain; without_rate:
    currencies that had no rate at one of the moments: their deals are in no number.
    """

    opening: Decimal
    closing: Decimal
    opening_deals: tuple[str, ...]
    closing_deals: tuple[str, ...]
    steps: tuple[Step, ...]
    without_rate: tuple[str, ...] = ()

    def total(self, bar: Bar) -> Decimal:
        """Add up one bar."""
        return sum((one.amount for one in self.steps if one.bar is bar), ZERO)

    def deals(self, bar: Bar) -> tuple[str, ...]:
        """List the deals of one bar, largest first."""
        some = sorted((one for one in self.steps if one.bar is bar), key=lambda one: (-abs(one.amount), one.deal))
        return tuple(one.deal for one in some)


def waterfall(before: View, after: View, asked: Population, days: tuple[date, date], base: str) -> Bridge:
    """Tell how the open deals of a population came from one moment to a later one.

    before, after: the replica at both; days: the days of both, for the rates of open deals. A deal goes through its
    chain in this order: it enters (at what it was worth before), its amount changes (at the old rate), its rate changes,
    it leaves (at what it was worth then). What was not there before enters at what it is worth after. Who leaves in
    several ways leaves by the first of: deleted, handed over, won, lost, moved out. A closed deal keeps the rate of the
    day on which it was closed.
    """
    with before.reading() as old, after.reading() as new:
        was, now = _members(old, asked, days[0]), _members(new, asked, days[1])
        entered, left = now.keys() - was.keys(), was.keys() - now.keys()
        was |= _placed(old, entered, asked, days[0])
        now |= _placed(new, left, asked, days[1])
        known = _known_before(old, before, [id_ for id_ in entered if was[id_].place is Place.GONE])
    was |= {id_: UNBORN for id_ in entered if was[id_].place is Place.GONE and id_ not in known}
    return bridge(was, now, Rates(before, base), Rates(after, base))


def bridge(before: Mapping[str, Standing], after: Mapping[str, Standing], old: Rates, new: Rates) -> Bridge:
    """Make the chains of deals from where each stood; both mappings hold the same ids. old, new: the rates of both."""
    steps: list[Step] = []
    without_rate: set[str] = set()
    opening: dict[str, Decimal] = {}
    closing: dict[str, Decimal] = {}
    for id_, was in before.items():
        now = after[id_]
        worth = _worth(was, now, old, new)
        if worth is None:
            without_rate |= {was.currency, now.currency} - {""}
            continue
        if was.place is Place.INSIDE:
            opening[id_] = worth[0]
        if now.place is Place.INSIDE:
            closing[id_] = worth[2]
        steps += (Step(id_, bar, amount) for bar, amount in _chain(was.place, now.place, *worth))
    return Bridge(
        sum(opening.values(), ZERO), sum(closing.values(), ZERO), tuple(opening), tuple(closing), tuple(steps),
        tuple(sorted(without_rate)),
    )  # fmt: skip


def _worth(was: Standing, now: Standing, old: Rates, new: Rates) -> tuple[Decimal, Decimal, Decimal] | None:
    """Value a deal as it was, as it is now at the rate of then, and as it is now; what is not there is worth the other."""
    one, two = (was, now) if was.there else (now, now)
    two = two if two.there else was
    rates = old if was.there else new
    later = new if now.there else old
    first = rates.worth(one.amount, one.currency, one.rate_day)
    changed = rates.worth(two.amount, two.currency, one.rate_day)
    last = later.worth(two.amount, two.currency, two.rate_day)
    return None if first is None or changed is None or last is None else (first, changed, last)


def _chain(was: Place, now: Place, first: Decimal, changed: Decimal, last: Decimal) -> Iterator[tuple[Bar, Decimal]]:
    """Go through the steps of one deal; a step that moves nothing is none, but for entering and leaving."""
    if was is not Place.INSIDE:
        yield _ENTERS[was], first
    if changed != first:
        yield (Bar.INCREASED if changed > first else Bar.DECREASED), changed - first
    if last != changed:
        yield Bar.RATE, last - changed
    if now is not Place.INSIDE:
        yield _LEAVES[now], -last


def _members(reader: Reader, asked: Population, day: date) -> dict[str, Standing]:
    """Read the deals that are inside at the reader's moment."""
    rows = reader.values(Opportunity, (asked.measure, "currency"), IS_OPEN, *asked.whose, *asked.within)
    return {id_: Standing(Place.INSIDE, amount or 0, currency or "", day) for id_, amount, currency in rows}


def _placed(reader: Reader, ids: Collection[str], asked: Population, day: date) -> dict[str, Standing]:
    """Tell of deals that are not inside at the reader's moment where they stand instead."""
    found: dict[str, Standing] = dict.fromkeys(ids, GONE)
    for chunk in chunks(sorted(ids)):
        these = Where("id", "in", chunk)
        ours = set(reader.ids(Opportunity, these, *asked.whose)) if asked.whose else set(chunk)
        rows = reader.values(Opportunity, (asked.measure, "currency", "outcome", "closed_day"), these)
        for id_, amount, currency, outcome, closed in rows:
            place = Place.OTHERS if id_ not in ours else _CLOSED.get(outcome, Place.AWAY)
            rate_day = date.fromisoformat(closed) if closed and outcome in _CLOSED else day
            found[id_] = Standing(place, amount or 0, currency or "", rate_day)
    return found


def _known_before(reader: Reader, before: View, ids: Collection[str]) -> set[str]:
    """Tell which deals the journal knows from before the moment, though they did not stand at it: they were deleted."""
    lines = reader.lines(ids) if ids else {}
    name, moment = before.past.value, before.moment
    return {id_ for id_, some in lines.items() if any(moment is None or getattr(one, name) <= moment for one in some)}
