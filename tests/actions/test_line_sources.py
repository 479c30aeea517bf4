"""Lines come from an earlier quote or a template at the prices of today, in the language of the quote."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from crm_desktop.actions import line_sources, quotes, records
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.core.entities import (
    LineTemplate,
    Opportunity,
    Price,
    PriceBook,
    Product,
    Quote,
    QuoteLine,
)
from crm_desktop.core.errors import RefusedError
from tests.replicas import Office


@pytest.fixture(scope="module")
def shop(staffed: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Add yen prices, and a product that is not sold any more, to the office."""
    office = staffed.copy(tmp_path_factory.mktemp("shop"))
    office.add(
        PriceBook(id="yen", name="Yen", currency="JPY", is_standard=True),
        Price(id="yen price", price_book="yen", product="pump", unit_price=Decimal(25_000)),
        Product(id="gone", name="Gone", sku="G", is_inactive=True),
    )
    office.sync(*office.laptops[:2])
    yield office
    office.close()


@pytest.fixture
def desk(shop: Office) -> Desk:
    return desk_of(shop.laptops[0], shop.clock)


def empty(desk: Desk, **head: str) -> Quote:
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, "deal1"))
    if head:
        quotes.edit_quote(desk, quote, **head)
    return desk.fetch(Quote, quote.id)


def filled(desk: Desk) -> tuple[Quote, list[QuoteLine]]:
    """Write a quote of a heading, two pumps at 5 % off and a typed price, a text of one's own, and a note."""
    quote = empty(desk)
    line_sources.add_text(desk, quote, "section", "Pumps")
    pump = desk.fetch(Product, "pump")
    first, _ = quotes.add_line(desk, quote, pump, Decimal(2))
    quotes.edit_line(desk, quote, first, discount=Decimal(5), unit_price=Decimal(999))
    second, _ = quotes.add_line(desk, quote, pump)
    quotes.edit_line(desk, quote, second, description="Pump, painted red", kind="optional")
    line_sources.add_text(desk, quote, "note", "Free of paint inside")
    return quote, quotes.lines_of(desk, quote)


def told(desk: Desk, quote: Quote) -> list[tuple[str, str, Decimal | None, Decimal | None, Decimal | None]]:
    return [
        (line.kind, line.description, line.quantity, line.unit_price, line.discount)
        for line in quotes.lines_of(desk, quote)
    ]


def test_copies_have_the_prices_of_today_the_old_discounts_and_the_language_of_the_quote(desk: Desk) -> None:
    _, lines = filled(desk)
    quote = empty(desk, language="en")
    done = line_sources.copy_lines(desk, quote, lines)
    assert told(desk, quote) == [
        ("section", "Pumps", None, None, None),
        ("item", "Pump", 2, 1250, 5),
        ("optional", "Pump, painted red", 1, 1250, None),
        ("note", "Free of paint inside", None, None, None),
    ]
    assert [line.position for line in quotes.lines_of(desk, quote)] == [1, 2, 3, 4]
    records.undo(desk, done.change)
    assert quotes.lines_of(desk, quote) == []


def test_copies_as_they_were_keep_their_figures(desk: Desk) -> None:
    _, lines = filled(desk)
    quote = empty(desk)
    line_sources.copy_lines(desk, quote, lines, as_they_were=True)
    assert told(desk, quote)[1:3] == [("item", "工业泵", 2, 999, 5), ("optional", "Pump, painted red", 1, 1250, None)]


def test_copies_into_another_currency_are_priced_anew_or_refused(desk: Desk) -> None:
    _, lines = filled(desk)
    typed = QuoteLine(
        id="t", quote="q", description="Typed", unit_price=Decimal(5), quantity=Decimal(1), currency="CNY"
    )
    quote = empty(desk, currency="JPY", price_book="")
    line_sources.copy_lines(desk, quote, [*lines, typed])
    assert [line.unit_price for line in quotes.lines_of(desk, quote)] == [None, 25_000, 25_000, None, None]
    with pytest.raises(RefusedError, match="at the prices of today"):
        line_sources.copy_lines(desk, quote, lines, as_they_were=True)


def test_a_template_puts_its_lines_in_at_the_prices_of_today(desk: Desk) -> None:
    _, lines = filled(desk)
    old = QuoteLine(
        id="o", quote="q", product="gone", description="Gone", quantity=Decimal("1.5"), unit="m", currency="CNY"
    )
    template, _ = line_sources.keep_template(desk, " Set ", [*lines, old])
    assert template.name == "Set"
    quote = empty(desk, language="en")
    line_sources.put_in(desk, quote, desk.fetch(LineTemplate, template.id))
    assert told(desk, quote) == [
        ("section", "Pumps", None, None, None),
        ("item", "Pump", 2, 1250, 5),
        ("optional", "Pump, painted red", 1, 1250, None),
        ("note", "Free of paint inside", None, None, None),
        ("item", "Gone", Decimal("1.5"), None, None),
    ]


def test_templates_are_ones_own_or_everybodys(shop: Office, desk: Desk) -> None:
    quote, lines = filled(desk)
    own, _ = line_sources.keep_template(desk, "Own", lines)
    ours, _ = line_sources.keep_template(desk, "Ours", lines, is_shared=True)
    bob = desk_of(shop.laptops[1], shop.clock)
    shop.sync(desk.replica, bob.replica)
    assert [one.name for one in line_sources.templates(bob)] == ["Ours"]
    with pytest.raises(RefusedError):
        line_sources.rename_template(bob, bob.fetch(LineTemplate, ours.id), "Theirs")
    line_sources.rename_template(desk, own, "Mine")
    assert desk.fetch(LineTemplate, own.id).name == "Mine"
    assert quote.id not in [one.id for one in line_sources.earlier_quotes(desk, quote)]


@pytest.mark.parametrize(("name", "count"), [(" ", 1), ("Name", 0)])
def test_a_template_needs_a_name_and_lines(desk: Desk, name: str, count: int) -> None:
    _, lines = filled(desk)
    with pytest.raises(RefusedError):
        line_sources.keep_template(desk, name, lines[:count])


def test_what_a_newer_version_wrote_otherwise_puts_nothing_in(desk: Desk) -> None:
    quote = empty(desk)
    strange = LineTemplate(id="s", name="S", owner="ann", lines='{"two": 2}')
    assert line_sources.put_in(desk, quote, strange).touched == {}
    assert line_sources.copy_lines(desk, quote, []).touched == {}


def test_the_customers_quotes_are_offered_first(shop: Office, desk: Desk) -> None:
    theirs, _ = filled(desk)
    records.create(
        desk, other := Quote(id=desk.new_id(), owner="ann", account="harbour1", currency="CNY", state="draft")
    )
    quote = empty(desk)
    found = [one.id for one in line_sources.earlier_quotes(desk, quote, most=99)]
    assert found.index(theirs.id) < found.index(other.id)
