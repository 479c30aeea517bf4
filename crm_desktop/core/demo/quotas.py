"""What each rep of the demo company was expected to sell, quarter by quarter, and what is said of the one that runs."""

from datetime import date

from crm_desktop.core.demo.customers import Seller, sellers
from crm_desktop.core.demo.deals import Deal
from crm_desktop.core.demo.people import user_id
from crm_desktop.core.demo.story import Story, date_of, iso, moment_at, number_of
from crm_desktop.core.ids import id_from
from crm_desktop.core.schema import Raw

_SHARE_OF_YEAR = (0.9, 1.05, 1.0, 1.05)
_STEP = 50_000
_LEAST = 200_000
_MUCH = 0.95  # of the quota


def tell_quotas(story: Story, told: list[Deal]) -> None:
    """Tell the quotas in CNY, set by each rep's manager before the quarter began."""
    sold: dict[str, float] = {}
    for deal in told:
        if deal.course.closed is not None and deal.course.is_won:
            sold[deal.owner] = sold.get(deal.owner, 0) + deal.worth
    quarters = _quarters(story)
    for first, last in quarters:
        when = max(moment_at(story.workday_before(first - 10), 10), moment_at(story.first, 8.55))
        if when >= moment_at(story.today, 0):
            continue
        start = date_of(first)
        quarter = (start.month - 1) // 3
        for seller in sellers():
            usual = sold.get(seller.id, 0) / max(1, len(quarters) - 2) * _SHARE_OF_YEAR[quarter]
            amount = max(_LEAST, round(usual * story.chance.uniform(0.8, 1.1) / _STEP) * _STEP)
            raw: dict[str, Raw] = {
                "period": f"{start.year}-Q{quarter + 1}",
                "user": seller.id,
                "territory": seller.territory,
                "first_day": iso(first),
                "last_day": iso(last),
                "amount": amount * 100,
                "currency": "CNY",
            }
            story.create(when, user_id(seller.person.manager), "quota", raw)
            if first <= story.today <= last:
                _tell_word(story, seller, first, last, amount)


def _tell_word(story: Story, seller: Seller, first: int, last: int, quota: int) -> None:
    """Tell what a rep says of the quarter that runs, and what her manager takes off the word of one who promises much."""
    when = moment_at(story.workday_before(story.today - 1), 9)
    commit = round(quota * story.chance.uniform(0.7, 1.05) / _STEP) * _STEP
    best_case = commit + round(quota * story.chance.uniform(0.1, 0.5) / _STEP) * _STEP
    _say(story, when, seller.id, seller.id, first, last, commit, best_case, "")
    if commit > quota * _MUCH:
        note = "Two of these will not sign this quarter."
        _say(story, when + 1, seller.id, user_id(seller.person.manager), first, last, -2 * _STEP, None, note)


def _say(
    story: Story, when: int, person: str, owner: str, first: int, last: int, commit: int, best_case: int | None,
    note: str,
) -> None:  # fmt: skip
    days = {"first_day": iso(first), "last_day": iso(last)}
    raw: dict[str, Raw] = {
        "person": person, "owner": owner, **days, "currency": "CNY", "commit": commit * 100,
        "best_case": None if best_case is None else best_case * 100, "note": note or None,
    }  # fmt: skip
    story.create(when, owner, "forecast", raw, id_from("forecast", person, owner, *days.values()))


def _quarters(story: Story) -> list[tuple[int, int]]:
    """List first and last day of every quarter from the story's first to the one after today's."""
    begin, found = date_of(story.first), []
    start = date(begin.year, (begin.month - 1) // 3 * 3 + 1, 1)
    while number_of(start) < story.today + 92:
        after = date(start.year + (start.month == 10), (start.month + 2) % 12 + 1, 1)
        found.append((number_of(start), number_of(after) - 1))
        start = after
    return found
