"""Many accounts and contacts at once, for benchmarks: quick to make, plausible to search."""

from collections.abc import Iterator
from datetime import date
from itertools import count

from crm_desktop.core.changes import Change
from crm_desktop.core.demo.company import tell_set_up
from crm_desktop.core.demo.customers import Company, Seller, account_raw, company_in, contact_raw, sellers
from crm_desktop.core.demo.story import DEVICE, SYSTEM, Story, created, moment_at, number_of
from crm_desktop.core.ids import new_id
from crm_desktop.core.schema import Raw

_STEP_US = 10_000


def volume(
    seed: int = 1, accounts: int = 25_000, contacts: int = 75_000, *, today: date = date(2026, 1, 5)
) -> Iterator[Change]:
    """Make the organisation of the demo company with any number of accounts and contacts, one change each.

    Accounts lie in the patches of all reps. The same arguments give the same changes. Take them as they come: kept in
    a list, the garbage collector's walks over them cost twice the time of making them.
    """
    story = Story(seed, number_of(today), 60)
    tell_set_up(story)
    counter = 0
    for change in story.changes():
        counter = change.counter
        yield change
    yield from _records(story, accounts, contacts, counter)


def _records(story: Story, accounts: int, contacts: int, counter: int) -> Iterator[Change]:
    chance, everybody = story.chance, sellers()
    shares = [seller.share for seller in everybody]
    known: list[tuple[str, Company, Seller]] = []
    moments, numbers = count(moment_at(story.today, 8), _STEP_US), count(counter + 1)

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
