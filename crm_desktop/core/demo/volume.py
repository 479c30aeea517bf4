"""Many accounts and contacts at once, for benchmarks: quick to make, plausible to search."""

from collections.abc import Iterator
from datetime import date
from itertools import count

from msgspec.structs import replace

from crm_desktop.core.changes import Change
from crm_desktop.core.demo import activities
from crm_desktop.core.demo.catalogue import items
from crm_desktop.core.demo.company import tell_set_up
from crm_desktop.core.demo.customers import Company, Seller, account_raw, company_in, contact_raw, language_of, sellers
from crm_desktop.core.demo.deals import VERBAL, Course, Customer, Deal
from crm_desktop.core.demo.story import DEVICE, SYSTEM, Story, created, day_at, moment_at, number_of
from crm_desktop.core.ids import new_id
from crm_desktop.core.schema import Raw

_STEP_US = 10_000
_DAYS = 60
_DONE = 3
"""Activities that were done for each deal."""


def volume(
    seed: int = 1, accounts: int = 25_000, contacts: int = 75_000, deals: int = 0, *, today: date = date(2026, 1, 5)
) -> Iterator[Change]:
    """Make the organisation of the demo company with any number of accounts and contacts, one change each, and deals.

    Accounts lie in the patches of all reps. Deals are open, each with three activities that were done and, mostly, one
    move; a few accounts have very many of them. The same arguments give the same changes. Take them as they come: kept
    in a list, the garbage collector's walks over them cost twice the time of making them.
    """
    story = Story(seed, number_of(today), _DAYS)
    tell_set_up(story)
    counter = 0
    for change in story.changes():
        counter = change.counter
        yield change
    numbers = count(counter + 1)
    known: list[tuple[str, Company, Seller]] = []
    yield from _records(story, accounts, contacts, numbers, known)
    if known and deals:
        yield from _deals(story, deals, numbers, known)


def _records(
    story: Story, accounts: int, contacts: int, numbers: Iterator[int], known: list[tuple[str, Company, Seller]]
) -> Iterator[Change]:
    """Make accounts and their contacts. known: filled with the accounts."""
    chance, everybody = story.chance, sellers()
    shares = [seller.share for seller in everybody]
    moments = count(moment_at(story.today, 8), _STEP_US)

    def record(key: str, raw: dict[str, Raw]) -> Change:
        when = next(moments)
        id_, change = new_id(when, chance.getrandbits(55)), new_id(when, chance.getrandbits(55))
        return Change(change, SYSTEM, DEVICE, next(numbers), when, (created(key, id_, raw),))

    for seller in chance.choices(everybody, shares, k=accounts):
        company = company_in(chance.choice(seller.cities), chance)
        made = record("account", account_raw(company, seller, chance))
        known.append((made.entries[0].record, company, seller))
        yield made
    for number in range(contacts if known else 0):
        account, company, seller = known[number % len(known)]
        raw = contact_raw(company, chance)
        raw |= {"account": account, "owner": seller.id}
        yield record("contact", raw)


def _deals(
    before: Story, deals: int, numbers: Iterator[int], known: list[tuple[str, Company, Seller]]
) -> Iterator[Change]:
    """Make deals in the days after the accounts were there."""
    story = Story(before.chance.getrandbits(32), before.today + 1 + _DAYS, _DAYS)
    chance, goods = story.chance, [item for item in items() if not item.is_service]
    since = moment_at(before.today, 8)
    customers = [
        Customer(id_, seller, since, {}, language_of(company.city))
        for id_, company, seller in known[: max(1, deals // 4)]
    ]
    for _ in range(deals):
        opened = chance.randint(story.first, story.today - _DAYS // 2)
        customer = customers[int(chance.random() ** 3 * len(customers))]
        deal = Deal(story, customer, chance.choice(goods), opened, Course([(0, opened)], None, is_won=False))
        for _ in range(_DONE):
            when = deal.at(day_at(deal.clock) + chance.randint(0, 4))
            activities.do(story, customer, activities.pick_kind(story), when, deal)
        if step := chance.randint(0, VERBAL):
            deal.move(step, deal.day)
    for change in story.changes():
        yield replace(change, counter=next(numbers))
