"""What a quote goes beyond, and who may release it."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from crm_desktop.core.entities.quote_limits import (
    NOT_COMMERCIAL,
    Approver,
    Breach,
    Case,
    Person,
    breaches,
    digest,
    holding_on,
    is_granted,
    may_release,
)
from crm_desktop.core.entities.quote_margins import margin_of, worth_of_lines
from crm_desktop.core.schema import REGISTRY, Raw

QUOTE: dict[str, Raw] = {"id": "q", "currency": "CNY"}
REP, MANAGER, ROOT = Person("ann", "rep"), Person("mia", "manager"), Person("root", "administrator")
SCALE = 1_000_000
PUMP = {"id": "pump", "category": "Pumps", "currency": "CNY", "cost": 34_000 * SCALE}
OF_REPS: dict[str, Raw] = {"id": "reps", "role": "rep", "highest_discount": 10 * SCALE, "approver_role": "manager"}
OF_MANAGERS: dict[str, Raw] = {
    "id": "managers", "role": "manager", "highest_discount": 20 * SCALE, "approver_role": "administrator",
}  # fmt: skip
OF_MARGIN: dict[str, Raw] = {"id": "margin", "lowest_margin": 20 * SCALE, "approver_role": "manager"}


def line(price: Any = 50_000, **more: Any) -> dict[str, Raw]:
    """Make a line of one pump; prices and percentages as people say them."""
    said = {name: int(Decimal(str(one)) * SCALE) if isinstance(one, int | float) else one for name, one in more.items()}
    at = {
        "id": f"line {more.get('position', 1)}",
        "kind": "item",
        "product": "pump",
        "currency": "CNY",
        "quantity": SCALE,
    }
    return {**at, "unit_price": price * SCALE, "list_price": price * SCALE, **said, "position": more.get("position", 1)}


def case(*lines: dict[str, Raw], limits: Any = (OF_REPS, OF_MANAGERS), cost: bool = True, **quote: Any) -> Case:
    product = {name: one for name, one in PUMP.items() if cost or name != "cost"}
    return Case(quote={**QUOTE, **quote}, lines=lines, products={"pump": product}, limits=limits)


def told(found: tuple[Breach, ...]) -> list[tuple[str, int, Fraction, Fraction]]:
    return [(one.sort, one.place, one.found, one.allowed) for one in found]


WAYS = {
    "a discount of the line": (line(discount=18), {}),
    "a lowered unit price": (line(unit_price=41_000), {}),
    "an amount off the line": ({**line(), "discount_amount": 9_000_00}, {}),
    "its share of the whole": (line(), {"discount": 18 * SCALE}),
    "an amount off the whole": (line(), {"discount_amount": 9_000_00}),
    "both": (line(discount=10), {"discount": int(Decimal("8.888888") * SCALE)}),
}


@pytest.mark.parametrize(("one", "head"), WAYS.values(), ids=WAYS)
def test_whatever_takes_a_price_down_counts_as_a_discount(one: dict[str, Raw], head: dict[str, Raw]) -> None:
    found = breaches(case(one, **head), REP)
    assert [(each.sort, each.place, each.limit) for each in found] == [("discount", 1, "reps")]
    assert abs(found[0].found - 18) < Fraction(1, 100_000)
    assert found[0].releasers == (Approver(role="manager"), Approver(role="administrator"))


EDGES = [(10, 0), (10.000001, 1), (0, 0), (100, 1)]


@pytest.mark.parametrize(("discount", "wanted"), EDGES)
def test_a_limit_is_held_to_the_millionth_and_rounding_breaks_none(discount: float, wanted: int) -> None:
    assert len(breaches(case(line(unit_price=0.07, list_price=0.07, discount=discount)), REP)) == wanted


def test_a_raised_price_and_a_line_without_a_list_price_break_nothing() -> None:
    typed = {name: one for name, one in line(position=2).items() if name not in ("list_price", "product")}
    assert breaches(case(line(unit_price=60_000), typed), REP) == ()


def test_notes_have_no_limit_and_optional_lines_bear_no_share_of_the_whole() -> None:
    note = {"id": "n", "kind": "note", "position": 0}
    assert breaches(case(note, line(kind="optional", position=1), discount=50 * SCALE), REP) == ()
    assert [one.place for one in breaches(case(note, line(kind="optional", discount=11)), REP)] == [1]


PARTICULAR = [
    ({"id": "x", "product": "pump", "highest_discount": 25 * SCALE, "approver_role": "manager"}, 0),
    ({"id": "x", "product": "other", "highest_discount": 25 * SCALE, "approver_role": "manager"}, 1),
    ({"id": "x", "category": "Pumps", "highest_discount": 25 * SCALE, "approver_role": "manager"}, 0),
    ({"id": "x", "category": "Valves", "highest_discount": 25 * SCALE, "approver_role": "manager"}, 1),
    ({"id": "x", "highest_discount": 25 * SCALE, "approver_role": "manager"}, 1),
    ({"id": "x", "role": "rep", "highest_discount": 25 * SCALE, "approver_role": "manager"}, 1),
    ({"id": "x", "role": "rep", "lowest_margin": 1 * SCALE, "approver_role": "manager"}, 1),
]


@pytest.mark.parametrize(("more", "wanted"), PARTICULAR)
def test_the_most_particular_limit_counts_and_of_equal_ones_the_strictest(more: dict[str, Raw], wanted: int) -> None:
    assert len(breaches(case(line(discount=18), limits=(more, OF_REPS)), REP)) == wanted


def test_whom_a_limit_names_is_not_bound_by_it() -> None:
    everybody: dict[str, Raw] = {"id": "all", "highest_discount": 5 * SCALE, "approver_role": "manager"}
    person: dict[str, Raw] = {**everybody, "approver": "ann"}
    offer = line(discount=18)
    assert [len(breaches(case(offer, limits=[everybody]), one)) for one in (REP, MANAGER, ROOT)] == [1, 0, 0]
    assert [len(breaches(case(offer, limits=[person]), one)) for one in (REP, MANAGER, ROOT)] == [0, 1, 1]


UPWARD = [
    (18, (Approver(role="manager"), Approver(role="administrator"))),
    (25, (Approver(role="administrator"),)),
]


@pytest.mark.parametrize(("discount", "wanted"), UPWARD)
def test_what_goes_beyond_the_approver_too_goes_further_up(discount: int, wanted: tuple[Approver, ...]) -> None:
    (found,) = breaches(case(line(discount=discount)), REP)
    assert found.releasers == wanted


def test_limits_that_name_each_other_end() -> None:
    mutual = {**OF_MANAGERS, "approver_role": "rep"}
    (found,) = breaches(case(line(discount=30), limits=(OF_REPS, mutual)), REP)
    assert found.releasers == ()


def test_margins_are_judged_where_costs_are_known_and_told_without_tax() -> None:
    offer = case(line(discount=18, tax_percent=13), limits=[OF_MARGIN])
    assert told(breaches(offer, REP)) == [("margin", 0, Fraction(700, 41), Fraction(20))]
    margin = margin_of(worth_of_lines(offer.quote, offer.lines, offer.products))
    assert margin is not None
    assert (margin.amount, round(float(margin.percent), 2)) == (7_000, 17.07)
    gross = case(line(unit_price=46_330, tax_percent=13), limits=[OF_MARGIN], prices="gross")
    assert told(breaches(gross, REP)) == told(breaches(offer, REP))
    assert breaches(case(line(discount=18), limits=[OF_MARGIN], cost=False), REP) == ()
    assert breaches(offer, MANAGER) == ()


def test_the_margin_of_a_category_is_that_of_each_of_its_lines_and_that_for_everything_of_the_whole() -> None:
    lines = line(discount=18), line(price=80_000, position=2)
    assert breaches(case(*lines, limits=[OF_MARGIN]), REP) == ()
    pumps = {**OF_MARGIN, "category": "Pumps"}
    assert told(breaches(case(*lines, limits=[pumps]), REP)) == [("margin", 1, Fraction(700, 41), Fraction(20))]


CURRENCIES = [
    ({"currency": "USD", "base_currency": "CNY", "rate": 7 * SCALE}, 1),
    ({"currency": "USD", "base_currency": "CNY", "rate": 10 * SCALE}, 0),
    ({"currency": "USD"}, 0),
    ({"currency": "CNY"}, 1),
]


@pytest.mark.parametrize(("head", "wanted"), CURRENCIES)
def test_costs_are_compared_at_the_rate_the_quote_keeps(head: dict[str, Raw], wanted: int) -> None:
    price = 5_000 if head["currency"] == "USD" else 34_001
    one = {**line(price=price), "currency": head["currency"]}
    assert len(breaches(case(one, limits=[OF_MARGIN], **head), REP)) == wanted


def test_who_may_not_see_costs_is_held_to_the_lowest_price() -> None:
    product = {"id": "pump", "currency": "CNY", "lowest_price": 42_000 * SCALE}
    offer = Case(quote=QUOTE, lines=[line(discount=18)], products={"pump": product}, limits=[OF_MARGIN])
    (found,) = breaches(offer, REP)
    assert (found.sort, found.found, found.allowed, found.releasers) == (
        "lowest_price", 41_000, 42_000, (Approver(role="manager"),),
    )  # fmt: skip
    assert breaches(offer, MANAGER) == ()
    enough = {**product, "lowest_price": 41_000 * SCALE}
    assert breaches(Case(quote=QUOTE, lines=offer.lines, products={"pump": enough}, limits=[OF_MARGIN]), REP) == ()


def test_a_stand_in_releases_between_two_days() -> None:
    (found,) = breaches(case(line(discount=18)), REP)
    people = {one.id: one for one in (REP, MANAGER, ROOT)}
    away = [{"person": "mia", "stand_in": "bob", "first_day": "2026-03-02", "last_day": "2026-03-06"}]
    bob = Person("bob", "rep")
    days = ("2026-03-01", "2026-03-02", "2026-03-06", "2026-03-07")
    assert [may_release(found, bob, people.get, away, day) for day in days] == [False, True, True, False]
    assert may_release(found, MANAGER, people.get, [], days[0])
    assert not may_release(found, REP, people.get, away, days[1])


@pytest.mark.parametrize(
    ("day", "wanted"), [("2026-01-31", 0), ("2026-02-01", 1), ("2026-02-28", 1), ("2026-03-01", 0)]
)
def test_a_limit_holds_between_its_days(day: str, wanted: int) -> None:
    dated = {**OF_REPS, "first_day": "2026-02-01", "last_day": "2026-02-28"}
    assert len(holding_on([dated], day)) == wanted


CHANGED: list[tuple[dict[str, Raw], dict[str, Raw], bool]] = [
    ({}, {"discount": 1}, True), ({}, {"quantity": 2}, True), ({}, {"unit_price": 1}, True), ({}, {"description": "x"}, True),
    ({"payment_terms": "90 days"}, {}, True), ({"valid_until": "2030-01-01"}, {}, True), ({"account": "x"}, {}, True),
    ({"language": "zh_CN"}, {}, False), ({"paper_look": "classic"}, {}, False), ({"subject": "x"}, {}, False),
    ({"number": "1", "state": "issued", "issue_day": "2026-01-01", "paper": "x"}, {"position": 7}, False),
]  # fmt: skip


@pytest.mark.parametrize(("head", "more", "wanted"), CHANGED)
def test_what_changes_the_offer_voids_an_approval_and_nothing_else_does(
    head: dict[str, Raw], more: dict[str, Raw], wanted: bool
) -> None:
    before, after = digest(QUOTE, [line()]), digest({**QUOTE, **head}, [{**line(), **more}])
    approval: dict[str, Raw] = {"answer": "granted", "digest": before}
    assert is_granted(approval, after) is not wanted


def test_every_field_of_a_quote_is_commercial_or_named_as_not() -> None:
    known = {name for key in ("quote", "quote_line") for name in REGISTRY[key].fields} | {"paper_template"}
    assert known >= NOT_COMMERCIAL
