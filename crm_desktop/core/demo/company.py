"""The story of the demo company from its first day in Satchel to yesterday evening."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from crm_desktop.core.changes import Change
from crm_desktop.core.demo import activities, catalogue, limits, quotes, special_offers, stationery
from crm_desktop.core.demo.customers import Company, Seller, account_raw, company_in, contact_raw, language_of, sellers
from crm_desktop.core.demo.deals import PROPOSAL, RUNNING_DAYS, Customer, Deal, Person, course_of, pipeline
from crm_desktop.core.demo.people import REP_LOGIN, organisation, territories, user_id, users
from crm_desktop.core.demo.quotas import tell_quotas
from crm_desktop.core.demo.story import SYSTEM, Story, date_of, moment_at, number_of
from crm_desktop.core.names import full_name

_DAYS = 730
_SEASON = (0.9, 0.5, 1.3, 1.0, 1.0, 1.25, 0.85, 0.85, 1.25, 0.8, 1.1, 1.2)
"""How many deals are opened in each month, against the average: little around the Spring Festival."""
_FIRST_FEW = 6
"""So many accounts, and twice as many deals, belong to the rep of the tour, however small the company."""


class _Known(NamedTuple):
    """An account and what its people's addresses are made of."""

    customer: Customer
    company: Company


def company(
    seed: int = 1, *, today: date, accounts: int = 2000, contacts: int = 5000, deals: int = 3000
) -> Iterator[Change]:
    """Tell two years of an invented maker of pumps and valves, in the order in which they happened.

    The same arguments give the same changes, byte for byte. Nothing happens on `today` (a day in Shanghai) or later;
    what is due then is. Every link points to a record created earlier in the order.
    """
    story = Story(seed, number_of(today), _DAYS)
    tell_set_up(story)
    known = _tell_accounts(story, accounts)
    year_end = number_of(date(today.year, 12, 31))
    special_offers.tell_agreed(story, [one.customer for one in known[:2]], year_end)
    _tell_contacts(story, known, contacts)
    told, waiting = _tell_deals(story, [one.customer for one in known], deals)
    quotes.tell_issued(story, waiting)
    limits.tell_approvals(story, {one.id for one in waiting})
    _tell_first_orders(story, told)
    _tell_calls_without_a_deal(story, [one.customer for one in known], deals * 3 - story.count_of("activity"))
    _tell_agendas(story, [one.customer for one in known], told)
    activities.tell_meetings_of_managers(story)
    tell_quotas(story, told)
    return story.changes()


def tell_set_up(story: Story) -> None:
    """Tell what an administrator prepares before anybody sells: the company, its people, products and prices."""
    new_year = number_of(date(date_of(story.today).year, 1, 1))
    year_end = number_of(date(date_of(story.today).year, 12, 31))
    before = number_of(date(date_of(story.first).year, 1, 1))
    groups = (
        (organisation(),), catalogue.money_and_taxes(), territories(), users(), pipeline(), catalogue.products(),
        catalogue.price_books(), catalogue.prices(is_old=True, first=before, last=new_year - 1), stationery.templates(),
        special_offers.dealers(new_year, year_end), special_offers.templates(),
        limits.limits(),
    )  # fmt: skip
    for minute, entries in enumerate(groups):
        story.tell(moment_at(story.first, 8 + minute / 60), SYSTEM, *entries)
    announced = max(moment_at(story.workday_before(new_year - 14), 10), moment_at(story.first, 8.4))
    story.tell(announced, SYSTEM, *catalogue.prices(is_old=False, first=new_year, last=None))
    catalogue.tell_rates(story)


def _tell_accounts(story: Story, count: int) -> list[_Known]:
    everybody = sellers()
    hero = next(seller for seller in everybody if seller.person.login == REP_LOGIN)
    shares = [seller.share for seller in everybody]
    known, taken = [], set[str]()
    for number in range(count):
        seller = hero if number < _FIRST_FEW else story.chance.choices(everybody, shares)[0]
        found = _unlike(story, seller, taken)
        known.append(_Known(_tell_account(story, seller, found, number), found))
    return known


def _unlike(story: Story, seller: Seller, taken: set[str]) -> Company:
    for _ in range(50):
        found = company_in(story.chance.choice(seller.cities), story.chance)
        if found.name not in taken:
            break
    taken.add(found.name)
    return found


def _tell_account(story: Story, seller: Seller, found: Company, number: int) -> Customer:
    # Seven of ten accounts were there from the beginning, the others were won over the two years.
    is_old = number < _FIRST_FEW or story.chance.random() < 0.7
    late = story.workday_before(story.chance.randint(story.first + 7, story.today - 4))
    when = moment_at(story.first, 8.6) + number * 1_000_000 if is_old else story.moment(late)
    raw = account_raw(found, seller, story.chance)
    if not is_old:
        raw["kind"] = "prospect"
    id_ = story.create(when, SYSTEM if is_old else seller.id, "account", raw)
    return Customer(id_, seller, when, raw, language_of(found.city))


def _tell_contacts(story: Story, known: list[_Known], count: int) -> None:
    for number in range(count if known else 0):
        one = known[number] if number < len(known) else story.chance.choice(known)
        customer, seller = one.customer, one.customer.seller
        when = customer.since + 2_000_000_000
        if number >= len(known) and story.chance.random() < 0.5:
            first = (customer.since // 86_400_000_000) + 1
            day = story.workday_before(story.chance.randint(first, max(first, story.today - 1)))
            when = max(when, story.moment(day))
        raw = contact_raw(one.company, story.chance)
        raw |= {"account": customer.id, "owner": seller.id}
        author = SYSTEM if when < moment_at(story.first, 12) else seller.id
        id_ = story.create(when, author, "contact", raw)
        customer.people.append(Person(id_, full_name(str(raw["given_name"]), str(raw["family_name"])), when))


# ------------------------------------------------------------------------------------------------------------ deals


def _tell_deals(story: Story, customers: list[Customer], count: int) -> tuple[list[Deal], list[quotes.Waiting]]:
    if not customers:
        return [], []
    by_seller: dict[str, list[Customer]] = {}
    for customer in sorted(customers, key=lambda customer: customer.since):
        by_seller.setdefault(customer.seller.id, []).append(customer)
    hero, owners, every = user_id(REP_LOGIN), list(by_seller), max(1, count // (2 * _FIRST_FEW))
    shares = [by_seller[owner][0].seller.share * (1.2 if owner == hero else 1) for owner in owners]
    items = catalogue.items()
    goods = [item for item in items if not item.is_service]
    told, waiting = [], []
    for number, opened in enumerate(_opening_days(story, count)):
        owner = hero if number % every == 0 else story.chance.choices(owners, shares)[0]
        there = by_seller[owner] if _is_there(by_seller[owner], opened) else by_seller[hero]
        customer = _customer_on(story, there, opened)
        deal = Deal(story, customer, story.chance.choice(goods), opened, course_of(story, opened))
        waiting += _tell_deal(deal, items, is_hero=deal.owner == hero)
        told.append(deal)
    return told, waiting


def _opening_days(story: Story, count: int) -> list[int]:
    days = [day for day in range(story.first + 1, story.today) if story.workday(day) == day]
    # Deals that were running when the story began are entered in its first two weeks; business grows afterwards.
    weights = [
        _SEASON[date_of(day).month - 1]
        * (1 + 0.3 * (day - story.first) / _DAYS)
        * (6 if day < story.first + RUNNING_DAYS else 1)
        for day in days
    ]
    return sorted(story.chance.choices(days, cum_weights=list(accumulate(weights)), k=count))


def _is_there(customers: list[Customer], day: int) -> bool:
    return customers[0].since < moment_at(day, 8)


def _customer_on(story: Story, customers: list[Customer], day: int) -> Customer:
    there = bisect_right(customers, moment_at(day, 8), key=lambda customer: customer.since)
    return customers[int(story.chance.random() ** 1.5 * there)]


def _tell_deal(deal: Deal, items: list[catalogue.Item], *, is_hero: bool) -> list[quotes.Waiting]:
    story, moves, closed = deal.story, deal.course.moves, deal.course.closed
    is_left_lying = closed is None and story.chance.random() < 0.22
    waiting = []
    for number, (step, day) in enumerate(moves):
        if number:
            deal.move(step, day)
        if step == PROPOSAL and story.chance.random() < (0.24 if is_hero else 0.1) * (2 if closed is None else 1):
            found = quotes.draft(deal, items, day)
            waiting += [found] if found else []
        until = moves[number + 1][1] if number + 1 < len(moves) else closed or story.today
        _tell_stay(deal, deal.day, until, is_left_lying=is_left_lying and number + 1 == len(moves))
    if closed is not None:
        deal.close(closed)
    elif not is_left_lying:
        _freshen(deal)
    return waiting


def _tell_stay(deal: Deal, since: int, until: int, *, is_left_lying: bool) -> None:
    """Tell what happened between two moves."""
    story = deal.story
    if is_left_lying:
        until = since + (until - since) // 3
    often = min(4, round(story.chance.random() * (until - since) / 16))
    days = {story.workday(story.chance.randint(since, until)) for _ in range(often)}
    for day in sorted(days):
        if not deal.day <= day < min(until, story.today):
            continue
        if story.chance.random() < 0.3:
            deal.mend(day)
        elif deal.day < day and story.chance.random() < 0.4:
            activities.plan_and_do(deal, story.chance.choice(("task", "call", "visit", "meeting")), day)
        else:
            activities.do(story, deal.customer, activities.pick_kind(story), deal.at(day), deal)


def _freshen(deal: Deal) -> None:
    """Tell the last look a rep took at an open deal: most next steps lie ahead, some are overdue."""
    day = deal.story.workday_before(deal.story.today - deal.story.chance.randint(1, 7))
    if day > deal.day:
        deal.mend(day)


# ------------------------------------------------------------------------------------------------ around the deals


def _tell_first_orders(story: Story, told: list[Deal]) -> None:
    """Tell how prospects became customers on the day of their first order."""
    won = [deal for deal in told if deal.course.closed is not None and deal.course.is_won]
    for deal in sorted(won, key=lambda deal: deal.clock):
        if deal.customer.raw["kind"] == "prospect":
            story.edit(
                deal.clock + 60_000_000,
                deal.owner,
                "account",
                deal.customer.id,
                deal.customer.raw,
                {"kind": "customer"},
            )


def _tell_calls_without_a_deal(story: Story, customers: list[Customer], count: int) -> None:
    for _ in range(count if customers else 0):
        customer = story.chance.choice(customers)
        first = customer.since // 86_400_000_000 + 1
        day = story.workday_before(story.chance.randint(first, max(first, story.today - 1)))
        activities.do(
            story, customer, activities.pick_kind(story), max(story.moment(day), customer.since + 3_600_000_000)
        )


def _tell_agendas(story: Story, customers: list[Customer], told: list[Deal]) -> None:
    mine: dict[str, tuple[list[Customer], list[Deal]]] = {}
    for customer in customers:
        mine.setdefault(customer.seller.id, ([], []))[0].append(customer)
    for deal in told:
        if deal.course.closed is None:
            mine[deal.owner][1].append(deal)
    for owner, (accounts, deals) in mine.items():
        activities.tell_agenda(story, accounts, deals, is_hero=owner == user_id(REP_LOGIN))
