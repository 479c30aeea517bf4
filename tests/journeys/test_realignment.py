"""Story 7 of the product at its real size: on 1 July 310 accounts go from one person's territory to another's."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from crm_desktop.actions import records
from crm_desktop.actions.desk import Desk, Done, desk_of
from crm_desktop.core.entities import (
    Account,
    Contact,
    Currency,
    Opportunity,
    Organisation,
    Pipeline,
    Stage,
    Territory,
    User,
)
from crm_desktop.core.errors import UnreachableError
from crm_desktop.core.schema import Item
from crm_desktop.core.store import Where
from crm_desktop.replica.replica import Replica
from crm_desktop.replica.view import View
from crm_desktop.sync.engine import sync
from tests.replicas import Clock, Office, deal
from tests.staffed import quick_keys
from tests.sync.cuts import Cut

__all__ = ["quick_keys"]

A, B = "east", "west"
ACCOUNTS = {A: 1240, B: 900}
DEALS = {A: 1240, B: 750}  # each of 10,000 at 20 %
MOVED = 310
LAST_OF_JUNE = date(2026, 6, 30)

Figures = tuple[int, Decimal]
"""Accounts, and the weighted amount of their deals."""


def founded(folder: Path, names: list[str]) -> Office:
    """Make the company of the story, in June: ann holds the east, bob the west, and mia leads both."""
    office = Office(folder, Clock(datetime(2026, 6, 10, 2, 0, tzinfo=UTC)))
    office.add(
        Organisation(id="organisation", name="Harbour Pumps", time_zone="Asia/Shanghai"), Currency(id="CNY", name="CNY"),
        Territory(id="world", name="World"), Territory(id=A, name="East", parent="world"),
        Territory(id=B, name="West", parent="world"),
        User(id="ann", name="Ann", login="ann", territories=(A,), home=A),
        User(id="bob", name="Bob", login="bob", territories=(B,), home=B),
        User(id="mia", name="Mia", login="mia", role="manager", territories=("world",), home="world"),
        Pipeline(id="sales", name="Sales", position=1),
        Stage(id="qualify", name="Qualify", pipeline="sales", position=1, probability=Decimal(20)),
    )  # fmt: skip
    fresh = iter(names)
    for node, owner in ((A, "ann"), (B, "bob")):
        ids = [f"{node}{n:04}" for n in range(ACCOUNTS[node])]
        office.add(*(Account(id=id_, name=next(fresh), territory=node, owner=owner, currency="CNY") for id_ in ids))
        office.add(*(Contact(id=f"{id_}-buyer", family_name="王", account=id_) for id_ in ids))
        deals = ids[: DEALS[node]]
        office.add(*(deal(f"{id_}-deal", account=id_, owner=owner, amount=Decimal(10_000)) for id_ in deals))
    return office


@pytest.fixture
def office(tmp_path: Path, shared_data: Path) -> Iterator[Office]:
    names = (shared_data / "zh_company_names" / "short_names_5000.txt").read_text(encoding="utf-8").split()
    made = founded(tmp_path, names)
    yield made
    made.close()


def figures(view: View, node: str = "") -> Figures:
    """Count what a view holds, or what it holds of one territory."""
    accounts = [Where("territory", "eq", node)] if node else []
    deals = [Where("account.territory", "eq", node)] if node else []
    sums = view.sum_by(Opportunity, "outcome", "amount", *deals, weighted="weighted")
    return view.count(Account, *accounts), Decimal(sum(one.weighted for one in sums)) / 100


def realign(manager: Desk) -> Done:
    """Give the first of A's accounts to B, in one change."""
    moving = manager.replica.find(Account, Where("territory", "eq", A), order=("id",), limit=MOVED)
    entries = [records.edit_entry_of(one, territory=B) for one in moving]
    return manager.save(*(entry for entry in entries if entry))


def type_three_edits(desk: Desk) -> None:
    """Change three records of accounts that go away while nobody here knows of it."""
    records.edit(desk, desk.fetch(Account, f"{A}0000"), city="宁波")
    records.edit(desk, desk.fetch(Opportunity, f"{A}0001-deal"), next_step="Send the drawing")
    records.edit(desk, desk.fetch(Contact, f"{A}0002-buyer"), phones=(Item("p", "work", "0574 8888 1234"),))


def the_three_edits(replica: Replica) -> tuple[str, str, str]:
    account, contact = replica.get(Account, f"{A}0000"), replica.get(Contact, f"{A}0002-buyer")
    opportunity = replica.get(Opportunity, f"{A}0001-deal")
    assert account is not None
    assert contact is not None
    assert opportunity is not None
    return account.city, opportunity.next_step, contact.phones[0].value


def holds_what_the_server_holds(office: Office, *replicas: Replica) -> None:
    for replica in replicas:
        assert (office.differences(replica), replica.verify(), replica.repairs()) == ([], [], [])


def test_a_territory_realigned_on_1_july_loses_nothing_and_can_be_undone(office: Office) -> None:
    ann, bob, mia = (office.laptop(login) for login in ("ann", "bob", "mia"))
    assert figures(ann) == (1240, 2_480_000)
    assert figures(bob) == (900, 1_500_000)
    assert figures(mia) == (2140, 3_980_000)

    office.clock.moment = datetime(2026, 6, 30, 15, 59, tzinfo=UTC)  # the last minute of June in Shanghai
    type_three_edits(desk_of(ann, office.clock))
    office.clock.moment = datetime(2026, 6, 30, 16, 0, tzinfo=UTC)
    manager = desk_of(mia, office.clock)
    done = realign(manager)
    office.sync(mia)

    # Her edits arrive and stand with B before her copies go: the wire is cut behind her push.
    with pytest.raises(UnreachableError):
        sync(ann, Cut(office.service, 1, after=True), office.clock.us)
    office.sync(bob)
    typed = ("宁波", "Send the drawing", "0574 8888 1234")
    assert the_three_edits(bob) == the_three_edits(ann) == typed
    assert figures(ann)[0] == 1240

    office.sync(ann, bob, mia)
    assert (figures(ann), figures(bob)) == ((930, 1_860_000), (1210, 2_120_000))
    assert (figures(mia, A), figures(mia, B), figures(mia)) == (
        (930, 1_860_000), (1210, 2_120_000), (2140, 3_980_000),
    )  # fmt: skip
    moved = ann.find(Account, Where("id", "lt", f"{A}{MOVED:04}"), Where("id", "ge", A))
    assert (moved, ann.pending(), ann.lines([f"{A}0000", f"{A}0001-deal"])) == ([], 0, {})
    assert [office.differences(replica) for replica in (ann, bob, mia)] == [[], [], []]

    # June stays A's, for whoever may look at it.
    june = manager.end_of(LAST_OF_JUNE)
    assert (figures(mia.as_of(june), A), figures(mia.as_of(june), B)) == ((1240, 2_480_000), (900, 1_500_000))
    assert figures(bob.as_of(june), B) == (900, 1_500_000)
    assert figures(bob.as_of(june), A) == (MOVED, 620_000)

    records.undo(manager, done.change)
    office.sync(mia, ann, bob)
    assert (figures(ann), figures(bob)) == ((1240, 2_480_000), (900, 1_500_000))
    assert the_three_edits(ann) == typed
    assert bob.lines([f"{A}0000", f"{A}0001-deal"]) == {}
    holds_what_the_server_holds(office, ann, bob, mia)
    assert office.service.verify() == []
