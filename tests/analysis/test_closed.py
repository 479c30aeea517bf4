"""What became of closed deals, in small and on real data."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.analysis.closed import Closed, closed, dimensions
from crm_desktop.analysis.quotas import Period
from crm_desktop.core import intake
from crm_desktop.core.entities import Opportunity, Rate
from crm_desktop.core.schema import micros
from crm_desktop.core.store import Reader, Where
from crm_desktop.replica.view import Generation, View
from tests.replicas import Office, small_office

BASE = "CNY"
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """Return a company with seven closed deals."""
    office = small_office(tmp_path_factory.mktemp("closed"))
    office.add(
        Rate(id="r", currency="EUR", day=date(2026, 2, 1), rate=Decimal(8)),
        deal("a", "won", 100, "fair", tags=("x", "y")),
        deal("b", "won", 50, "fair", opened_day=date(2026, 1, 1), account="south1", owner="bob"),
        deal("c", "won", 10, "", currency="EUR", closed_day=date(2026, 3, 1), opened_day=date(2026, 2, 26)),
        deal("d", "won", 10, "", currency="EUR", closed_day=date(2026, 1, 2)),
        deal("e", "lost", 900, "fair", lost_reason="price"), deal("f", "lost", 5, "web", lost_reason="price"),
        deal("g", "lost", 5, "web", lost_reason="product"), deal("later", "won", 5, "web", closed_day=date(2027, 1, 1)),
    )  # fmt: skip
    yield View(Generation(office.engine))
    office.close()


def deal(id_: str, outcome: str, amount: int, source: str, **more: object) -> Opportunity:
    """Make a closed deal."""
    usual = {"owner": "ann", "account": "north1", "currency": BASE, "closed_day": date(2026, 5, 11), "stage": outcome}
    values = {"name": id_, "outcome": outcome, "amount": Decimal(amount), "source": source, **usual, **more}
    return Opportunity(id=id_, **values)


def test_all_together_are_worth_what_they_were_on_the_day_of_their_close(view: View) -> None:
    (every,) = closed(view, YEAR, BASE)
    assert (sorted(every.won), sorted(every.lost)) == (["a", "b", "c", "d"], ["e", "f", "g"])
    assert (every.value, every.without_rate) == (Decimal(230), ("d",))
    assert every.average == Decimal(230) / 3
    assert every.rate is not None
    assert every.rate.quantize(Decimal("0.01")) == Decimal("57.14")
    assert (every.days, every.cycle) == ((3, 130), 66.5)
    assert every.reasons == (("price", 2), ("product", 1))


def test_deals_are_told_apart_by_fields_of_theirs_and_their_customers(view: View) -> None:
    def by(name: str) -> dict[str, tuple[int, int]]:
        return {one.by: (len(one.won), len(one.lost)) for one in closed(view, YEAR, BASE, name)}

    assert by("source") == {"fair": (2, 1), "": (2, 0), "web": (0, 2)}
    assert by("account.territory") == {"north": (3, 3), "south": (1, 0)}
    assert by("tags") == {"x": (1, 0), "y": (1, 0), "": (3, 3)}
    assert [one.by for one in closed(view, YEAR, BASE, "owner")] == ["ann", "bob"]
    assert [one.rate for one in closed(view, YEAR, BASE, "source") if one.by == "web"] == [Decimal(0)]


def test_only_whose_deals_are_asked_for_count_and_nothing_is_no_rate(view: View) -> None:
    assert [one.won for one in closed(view, YEAR, BASE, "", Where("owner", "eq", "bob"))] == [("b",)]
    assert closed(view, Period(YEAR.first, YEAR.first), BASE) == []
    nothing = Closed("")
    assert (nothing.rate, nothing.average, nothing.cycle) == (None, None, None)


def test_every_dimension_can_be_asked_for(view: View) -> None:
    for name in dimensions():
        assert sum(len(one.won) for one in closed(view, YEAR, BASE, name)) >= 4
    assert {"owner", "source", "product", "account.industry", "account.territory"} <= set(dimensions())


def test_thousands_of_real_deals_come_out_as_their_source_says(shared_data: Path, tmp_path: Path) -> None:
    office, folder = Office(tmp_path), shared_data / "maven_crm"
    with office.engine.connect() as connection:
        now = micros(datetime(2026, 11, 2, 9, tzinfo=UTC))
        zone = ZoneInfo("Europe/Berlin")
        done = intake.run(Reader(connection), folder, intake.find_mapping(folder), now, zone)
    office.load(done.changes)
    (every,) = closed(View(Generation(office.engine)), Period(date(2010, 1, 1), date(2030, 1, 1)), "USD")
    office.close()
    assert (every.value, len(every.won), len(every.won) + len(every.lost)) == (Decimal(10_005_534), 4_238, 6_711)
    assert every.rate is not None
    assert every.rate.quantize(Decimal("0.01"), ROUND_HALF_UP) == Decimal("63.15")
