"""What a salesperson does, and what is saved by it."""

from datetime import date
from decimal import Decimal

import pytest

from crm_desktop.actions import activities, deals, issuing, papers, prices, quotes, records
from crm_desktop.actions.desk import Desk, desk_of, me
from crm_desktop.core.entities import (
    Account,
    Activity,
    Contact,
    File,
    Opportunity,
    Organisation,
    Price,
    Product,
    Quote,
    QuoteLine,
    Stage,
)
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.schema import Item
from tests.replicas import Office


@pytest.fixture
def desk(office: Office) -> Desk:
    return desk_of(office.laptops[0], office.clock)


def the_deal(desk: Desk) -> Opportunity:
    return desk.fetch(Opportunity, "deal1")


STAGES = [
    ("propose", "open", 50, "best_case", False), ("won", "won", 100, "", True), ("qualify", "open", 20, "pipeline", False),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "outcome", "chance", "forecast", "is_closed"), STAGES)
def test_a_stage_decides_chance_forecast_and_closing(
    desk: Desk, stage: str, outcome: str, chance: int, forecast: str, is_closed: bool
) -> None:
    deals.move(desk, the_deal(desk), desk.fetch(Stage, stage))
    found = the_deal(desk)
    assert (found.stage, found.outcome, found.probability, found.forecast) == (
        stage,
        outcome,
        Decimal(chance),
        forecast,
    )
    assert found.closed_day == (desk.today() if is_closed else None)
    assert found.weighted == Decimal(100_000) * chance / 100


def test_a_lost_deal_needs_its_reason_and_comes_back_open(desk: Desk) -> None:
    lost = desk.fetch(Stage, "lost")
    with pytest.raises(RefusedError) as caught:
        deals.move(desk, the_deal(desk), lost)
    assert (caught.value.field, the_deal(desk).stage) == ("lost_reason", "qualify")
    deals.move(desk, the_deal(desk), lost, "price", "Too dear")
    assert (the_deal(desk).lost_reason, the_deal(desk).lost_note) == ("price", "Too dear")
    deals.move(desk, the_deal(desk), desk.fetch(Stage, "propose"))
    assert (the_deal(desk).outcome, the_deal(desk).closed_day) == ("open", None)


def test_a_new_deal_starts_in_the_first_open_stage(desk: Desk) -> None:
    made, _ = deals.open_deal(desk, "Fresh", desk.fetch(Account, "north1"), Decimal(500))
    found = desk.fetch(Opportunity, made.id)
    assert (found.stage, found.currency, found.owner, found.opened_day) == ("qualify", "CNY", "ann", desk.today())


def test_a_changed_currency_keeps_the_amount(desk: Desk) -> None:
    records.edit(desk, the_deal(desk), currency="JPY")
    assert (the_deal(desk).amount, the_deal(desk).currency) == (Decimal(100_000), "JPY")


def test_undo_keeps_what_others_did_since(office: Office, desk: Desk) -> None:
    seen = desk.fetch(Account, "north1")
    done = records.edit(desk, seen, city="Rome", tags=("mine",), phones=(Item("1", "work", "111"),))
    office.sync(desk.replica)
    there = office.get(Account, "north1")
    office.edit(
        there, city="Oslo", tags=("mine", "theirs"), phones=(*there.phones, Item("2", "home", "222")), street="Main"
    )
    office.sync(desk.replica)
    records.undo(desk, done.change)
    office.sync(desk.replica)
    found = office.get(Account, "north1")
    assert (found.city, found.street, found.tags) == ("Oslo", "Main", ("theirs",))
    assert [item.value for item in found.phones] == ["222"]
    assert office.differences(desk.replica) == []


def test_undo_of_create_and_delete(desk: Desk) -> None:
    made = Contact(id=desk.new_id(), family_name="Li", account="north1")
    done = records.create(desk, made)
    taken = records.undo(desk, done.change)
    assert desk.replica.get(Contact, made.id) is None
    records.undo(desk, taken.change)
    assert desk.fetch(Contact, made.id).family_name == "Li"
    with pytest.raises(UserError, match="nothing left"):
        records.undo(desk, taken.change)


def test_saving_nothing_new_saves_nothing(desk: Desk) -> None:
    assert records.edit(desk, the_deal(desk), name=the_deal(desk).name).touched == {}
    assert desk.replica.pending() == 0


def test_what_left_cannot_be_fetched(desk: Desk) -> None:
    with pytest.raises(RefusedError, match="not here any more"):
        desk.fetch(Account, "south1")
    assert me(desk.replica).id == "ann"


ABOUT = [
    (Account, "north1", ("north1", "", "")),
    (Contact, "carl", ("north1", "carl", "")),
    (Opportunity, "deal1", ("north1", "", "deal1")),
]


@pytest.mark.parametrize(("kind", "id_", "links"), ABOUT)
def test_an_activity_hangs_where_it_was_logged(desk: Desk, kind: type, id_: str, links: tuple[str, str, str]) -> None:
    activities.log(desk, desk.fetch(kind, id_), "visit", "Visit", "Text", "Good")
    (found,) = desk.replica.find(Activity)
    assert (found.account, found.contact, found.opportunity) == links
    assert (found.is_done, found.owner, found.outcome) == (True, "ann", "Good")


def test_a_planned_task_is_finished(desk: Desk) -> None:
    activities.plan(desk, None, "task", "Call back", date(2026, 12, 1))
    (found,) = desk.replica.find(Activity)
    activities.finish(desk, found, "Done")
    found = desk.fetch(Activity, found.id)
    assert (found.is_done, found.outcome, found.due_day) == (True, "Done", date(2026, 12, 1))


# --------------------------------------------------------------------------------------------------------- quotes


def test_from_deal_to_issued_paper_offline(office: Office, desk: Desk) -> None:
    quote, _ = quotes.draft(desk, the_deal(desk))
    assert (quote.language, quote.account, quote.price_book) == ("zh_CN", "north1", "book")
    line, _ = quotes.add_line(desk, quote, desk.fetch(Product, "pump"), Decimal(2))
    assert (line.unit_price, line.description, line.tax_percent) == (Decimal(1250), "工业泵", Decimal(13))
    quotes.edit_line(desk, quote, line, quantity=Decimal(10))
    assert desk.fetch(QuoteLine, line.id).unit_price == Decimal(1100)
    quotes.edit_quote(desk, desk.fetch(Quote, quote.id), discount=Decimal(10))
    found = desk.fetch(Quote, quote.id)
    assert (found.net, found.tax, found.total) == (Decimal("9900.00"), Decimal("1287.00"), Decimal("11187.00"))
    issued, _ = issuing.issue(desk, found)
    assert (issued.state, issued.number.startswith("HP2026-")) == ("issued", True)
    paper = desk.replica.files.read(desk.fetch(File, issued.paper).sha256)
    assert paper is not None
    assert paper.startswith(b"%PDF")
    with pytest.raises(RefusedError, match="was issued"):
        quotes.add_line(desk, issued, desk.fetch(Product, "pump"))
    office.sync(*office.laptops)
    there = office.get(Quote, quote.id)
    assert (there.number, there.total) == (issued.number, found.total)
    mia = office.laptops[2]
    assert office.service.get_file(mia.mark("token"), desk.fetch(File, issued.paper).sha256, 0).content == paper
    assert (office.differences(desk.replica), office.differences(mia), office.service.verify()) == ([], [], [])


def test_a_quote_in_both_languages_names_products_twice(desk: Desk) -> None:
    quote, _ = quotes.draft(desk, the_deal(desk))
    quotes.edit_quote(desk, quote, language="bilingual")
    line, _ = quotes.add_line(desk, desk.fetch(Quote, quote.id), desk.fetch(Product, "pump"))
    assert line.description == "Pump\n工业泵"
    assert papers.sheet_of(desk, desk.fetch(Quote, quote.id)).language == "bilingual"


def test_a_paper_takes_its_layout_from_the_quote_or_the_organisation(office: Office, desk: Desk) -> None:
    quote, _ = quotes.draft(desk, the_deal(desk))
    sheet = papers.sheet_of(desk, quote)
    assert (sheet.look, sheet.page_size) == ("modern", "A4")
    office.edit(office.get(Organisation, "organisation"), paper_look="classic", paper_size="Letter")
    office.sync(desk.replica)
    sheet = papers.sheet_of(desk, quote)
    assert (sheet.look, sheet.page_size) == ("classic", "Letter")
    quotes.edit_quote(desk, quote, paper_look="compact", paper_size="A4")
    sheet = papers.sheet_of(desk, desk.fetch(Quote, quote.id))
    assert (sheet.look, sheet.page_size) == ("compact", "A4")


def test_a_quote_is_deleted_with_all_its_lines_in_one_change_and_comes_back_with_them(desk: Desk) -> None:
    quote, _ = quotes.draft(desk, the_deal(desk))
    for _ in range(2):
        quotes.add_line(desk, quote, desk.fetch(Product, "pump"))
    done = records.delete(desk, desk.fetch(Quote, quote.id))
    assert desk.replica.find(QuoteLine) == []
    records.undo(desk, done.change)
    assert (desk.fetch(Quote, quote.id).net, len(desk.replica.find(QuoteLine))) == (Decimal("2500.00"), 2)


def test_a_typed_price_stays_when_the_quantity_changes(desk: Desk) -> None:
    quote, _ = quotes.draft(desk, the_deal(desk))
    line, _ = quotes.add_line(desk, quote, desk.fetch(Product, "pump"))
    quotes.edit_line(desk, quote, line, unit_price=Decimal(999))
    quotes.edit_line(desk, quote, desk.fetch(QuoteLine, line.id), quantity=Decimal(20))
    changed = desk.fetch(QuoteLine, line.id)
    assert (changed.unit_price, changed.list_price) == (Decimal(999), Decimal(1100))
    records.delete(desk, desk.fetch(QuoteLine, line.id))
    assert desk.fetch(Quote, quote.id).total == 0


PRICES = [
    ("1", date(2026, 1, 1), 1250),
    ("9.99", date(2026, 1, 1), 1250),
    ("10", date(2026, 1, 1), 1100),
    ("1", date(2027, 2, 1), 1300),
]


@pytest.mark.parametrize(("quantity", "day", "wanted"), PRICES)
def test_the_price_of_the_quantity_on_the_day(
    office: Office, desk: Desk, quantity: str, day: date, wanted: int
) -> None:
    office.add(
        Price(id="later", price_book="book", product="pump", unit_price=Decimal(1300), first_day=date(2027, 1, 1))
    )
    office.sync(desk.replica)
    quote, _ = quotes.draft(desk, the_deal(desk))
    found = prices.offered_price(desk, quote, desk.fetch(Product, "pump"), Decimal(quantity), day)
    assert found is not None
    assert found.unit_price == Decimal(wanted)


def test_no_price_leaves_the_price_to_the_author(office: Office, desk: Desk) -> None:
    office.add(Product(id="new", name="New", sku="N"))
    office.sync(desk.replica)
    quote, _ = quotes.draft(desk, the_deal(desk))
    line, _ = quotes.add_line(desk, quote, desk.fetch(Product, "new"))
    assert line.unit_price is None
    assert prices.standard_book(desk, "USD") is None
