"""What a quote goes beyond and who may release it: one judgement for its author's laptop, the approver's and the server.

Each line is judged by its discount against the list price, to which a lowered unit price and the share of the discount on
the whole belong. Margins are judged without tax: of the whole quote by limits for everything, of each line by limits for a
product or a category. Of several limits the most particular counts, and of equal ones the strictest: product before category
before everything, role before everybody. Whoever a limit names as approver is not bound by it.

Who may not see costs is held to the lowest prices of products too, which everybody can see: by these her own laptop can say
before she asks what it cannot say of the margin.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal

import msgspec

from crm_desktop.core.entities.limits import GRANTED
from crm_desktop.core.entities.people import ADMINISTRATOR, LEADS
from crm_desktop.core.entities.quote_margins import LineWorth, Raws, in_order, margin_of, worth_of_lines
from crm_desktop.core.schema import REGISTRY, Raw

Sort = Literal["discount", "lowest_price", "margin"]
SORTS: tuple[Sort, ...] = ("discount", "lowest_price", "margin")
MEASURES = {"discount": "highest_discount", "margin": "lowest_margin"}

NOT_COMMERCIAL = frozenset({
    "number", "revision", "state", "subject", "owner", "contact", "opportunity", "issue_day", "decided_day",
    "declined_because", "declined_note", "language", "paper", "paper_look", "paper_size", "paper_template",
    "customer_reference", "base_currency", "rate", "rate_day", "quote", "position",
})  # fmt: skip
"""Fields of a quote and its lines that an approval does not speak of; every other one voids it when it changes."""


class Person(msgspec.Struct, frozen=True):
    """Somebody who asks or answers: user id and role."""

    id: str
    role: str


class Approver(msgspec.Struct, frozen=True):
    """Who may release something: one person, or else everybody of a role, and every administrator."""

    role: str = ""
    person: str = ""

    def is_met_by(self, person: Person) -> bool:
        """Tell whether that is a person."""
        return person.id == self.person if self.person else person.role in (self.role, ADMINISTRATOR)


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A quote to be judged, all in raw values that hold their `id`. limits: those of the day."""

    quote: Raws
    lines: Sequence[Raws]
    products: Mapping[str, Raws]
    limits: Sequence[Raws]


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that goes beyond a limit. place: number of the line on paper, 0: the whole quote.

    found, allowed: percentages, or prices of one unit where `sort` is lowest_price; limit: its id; releasers: any of them
    may release it, the nearest first.
    """

    sort: Sort
    place: int
    found: Fraction
    allowed: Fraction
    limit: str
    releasers: tuple[Approver, ...]


def breaches(case: Case, person: Person) -> tuple[Breach, ...]:
    """List all by which a quote goes beyond what a person may do, in the order of its lines, the whole at the end.

    Margins are left out where no cost is among the products.
    """
    lines = worth_of_lines(case.quote, case.lines, case.products)
    judgements = [_Judgement(case, [line], line, sort) for line in lines for sort in SORTS]
    judgements.append(_Judgement(case, lines, None, "margin"))
    return tuple(breach for one in judgements if (breach := one.breach(person)) is not None)


def may_release(
    breach: Breach, person: Person, known: Callable[[str], Person | None], stand_ins: Iterable[Raws], day: str
) -> bool:
    """Tell whether a person may release something on a day, in the own right or for somebody who is away.

    known: gives a person by id; stand_ins: raw values of those that may be for that person.
    """
    away = [known(str(one.get("person") or "")) for one in stand_ins if stands_in(one, person.id, day)]
    return any(one.is_met_by(who) for who in (person, *away) if who is not None for one in breach.releasers)


def stands_in(stand_in: Raws, person: str, day: str) -> bool:
    """Tell whether somebody stands in for another on a day, by the raw values of a stand-in."""
    first, last = str(stand_in.get("first_day") or ""), str(stand_in.get("last_day") or "")
    return stand_in.get("stand_in") == person and first <= day <= last


def holding_on(limits: Iterable[Raws], day: str) -> list[Raws]:
    """Choose the limits that hold on a day."""
    return [
        one
        for one in limits
        if str(one.get("first_day") or "") <= day and (not one.get("last_day") or day <= str(one["last_day"]))
    ]


def is_granted(approval: Raws, digest_now: str) -> bool:
    """Tell whether an approval was given, and for what the quote still says."""
    return approval.get("answer") == GRANTED and approval.get("digest") == digest_now


def digest(quote: Raws, lines: Iterable[Raws]) -> str:
    """Name the commercial content of a quote: two quotes that offer the same have the same name."""
    said = [_said("quote", quote), *(_said("quote_line", line) for line in in_order(lines))]
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()


def _said(key: str, raw: Raws) -> dict[str, Raw]:
    """Gather what counts; a field that is empty says nothing, so that one of a newer version changes no name."""
    fields = (field for field in REGISTRY[key].fields.values() if not field.derived and not field.read)
    names = [field.name for field in fields if field.name not in NOT_COMMERCIAL]
    return {name: raw[name] for name in names if raw.get(name) not in (None, False, "", [])}


class _Judgement:
    """One measure held against a line, or the margin of the whole against that of the quote."""

    def __init__(self, case: Case, lines: Sequence[LineWorth], line: LineWorth | None, sort: Sort) -> None:
        self._case, self._lines, self._line, self._sort = case, lines, line, sort

    def breach(self, person: Person) -> Breach | None:
        limit = self._limit(person.role)
        if limit is None or _approver(limit).is_met_by(person) or not self._is_exceeded(limit, person.role):
            return None
        found, allowed = self._found_and_allowed(limit)
        place = self._line.place if self._line is not None else 0
        releasers = tuple(self._releasers(limit, person.role))
        return Breach(
            sort=self._sort, place=place, found=found, allowed=allowed, limit=str(limit["id"]), releasers=releasers
        )

    def _limit(self, role: str) -> Raws | None:
        """Find the limit that counts for a role: the most particular, of equal ones the strictest."""
        found = [one for one in self._case.limits if one.get("role") in (None, "", role) and self._concerns(one)]
        return min(found, key=lambda one: (-_particular(one), self._leniency(one), str(one["id"])), default=None)

    def _concerns(self, limit: Raws) -> bool:
        product, category = limit.get("product"), limit.get("category")
        is_for_everything = not product and not category
        if self._sort != "lowest_price" and limit.get(MEASURES[self._sort]) is None:
            return False
        if self._line is None or self._sort == "margin":
            if is_for_everything is not (self._line is None):
                return False
            if self._line is None:
                return True
        known = self._line.product
        return product in (None, "", known.get("id")) and category in (None, "", known.get("category"))

    def _leniency(self, limit: Raws) -> Fraction:
        if self._sort == "lowest_price":  # whoever is held to it cannot read margins: a limit without a discount has one
            return Fraction(limit.get("highest_discount") is not None)
        measure = _percent(limit[MEASURES[self._sort]])
        return measure if self._sort == "discount" else -measure

    def _is_exceeded(self, limit: Raws, role: str) -> bool:
        if self._line is not None and self._sort == "discount":
            left = 1 - _percent(limit["highest_discount"]) / 100
            return abs(self._line.net) < abs(self._line.listed) * left
        if self._line is not None and self._sort == "lowest_price":
            lowest = self._line.lowest
            return role not in LEADS and lowest is not None and abs(self._line.untaxed) < abs(lowest)
        margin = margin_of(self._lines)
        return margin is not None and margin.percent < _percent(limit["lowest_margin"])

    def _found_and_allowed(self, limit: Raws) -> tuple[Fraction, Fraction]:
        line = self._line
        if line is not None and self._sort == "discount":
            return line.discount, _percent(limit["highest_discount"])
        if line is not None and self._sort == "lowest_price":
            return line.untaxed / line.quantity, (line.lowest or 0) / line.quantity
        margin = margin_of(self._lines)
        return margin.percent if margin is not None else Fraction(0), _percent(limit["lowest_margin"])

    def _releasers(self, limit: Raws | None, role: str) -> Iterator[Approver]:
        """Go up from approver to approver: who is within the own limit may release it, and who is above as well."""
        passed = {role}
        while limit is not None:
            approver = _approver(limit)
            if approver.person:
                yield approver
                return
            if approver.role in passed:
                return
            passed.add(approver.role)
            limit = self._limit(approver.role)
            if limit is None or _approver(limit) == approver or not self._is_exceeded(limit, approver.role):
                yield approver


def _approver(limit: Raws) -> Approver:
    person = str(limit.get("approver") or "")
    return Approver(person=person) if person else Approver(role=str(limit.get("approver_role") or ""))


def _particular(limit: Raws) -> int:
    return 4 * bool(limit.get("product")) + 2 * bool(limit.get("category")) + bool(limit.get("role"))


def _percent(value: Raw) -> Fraction:
    return Fraction(value, 1_000_000) if isinstance(value, int) else Fraction(0)
