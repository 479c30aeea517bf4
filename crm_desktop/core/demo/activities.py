"""What the reps of the demo company did with their customers, and what is due."""

from crm_desktop.core.demo.deals import Customer, Deal
from crm_desktop.core.demo.story import Story, day_at, iso, moment_at
from crm_desktop.core.schema import Raw

_KINDS = {"call": 34, "visit": 22, "meeting": 14, "task": 18, "note": 12}
_MINUTES = {"call": (5, 10, 15, 20), "visit": (60, 90, 120), "meeting": (45, 60, 90)}
_MINUTE_US = 60 * 1_000_000
_TODAY = ((("call", 9.5), ("visit", 10.5), ("meeting", 14.0), ("visit", 15.5)), ("task", "call", "task"))
"""What the calendar of today holds: with an hour, and without one."""


def pick_kind(story: Story) -> str:
    """Throw the dice for a kind of activity."""
    return story.chance.choices(list(_KINDS), list(_KINDS.values()))[0]


def words_for(story: Story, customer: Customer, kind: str, when: int, deal: Deal | None) -> dict[str, Raw]:
    """Find what somebody would write about an activity of a kind; about whom goes with it."""
    person = (deal.contact if deal else None) or customer.someone(story, when)
    subject, text, outcome = story.chance.choice(customer.words.said[kind])
    item = deal.item if deal else None
    product = (item.chinese if customer.is_zh else item.english).rsplit(" ", 1)[0] if item else _PUMP[customer.is_zh]
    filled = {"product": product, "person": person.name if person else _THEM[customer.is_zh]}
    return {
        "kind": kind,
        "subject": subject.format(**filled),
        "text": text.format(**filled) or None,
        "outcome": outcome or None,
        "account": customer.id,
        "contact": person.id if person else None,
        "opportunity": deal.id if deal else None,
        "owner": customer.seller.id,
    }


_PUMP = {True: "水泵", False: "pumps"}
_THEM = {True: "客户", False: "the customer"}


def do(story: Story, customer: Customer, kind: str, when: int, deal: Deal | None = None) -> None:
    """Tell an activity that was written down when it was over."""
    raw = words_for(story, customer, kind, when, deal) | _done(story, kind, when)
    story.create(when, customer.seller.id, "activity", raw)


def plan_and_do(deal: Deal, kind: str, day: int) -> None:
    """Tell an activity that was planned at the deal's last save and done on a later day."""
    story, customer = deal.story, deal.customer
    planned = deal.clock + 2 * _MINUTE_US
    raw = words_for(story, customer, kind, planned, deal)
    done: dict[str, Raw] = {"text": raw.pop("text"), "outcome": raw.pop("outcome")}
    raw["due_day"] = iso(story.workday_before(day - story.chance.choice((0, 0, 0, 1))))
    id_ = story.create(planned, customer.seller.id, "activity", raw)
    when = deal.at(day)
    moments = _done(story, kind, when)
    moments.pop("due_day")
    story.edit(when, customer.seller.id, "activity", id_, raw, done | moments)


def _done(story: Story, kind: str, when: int) -> dict[str, Raw]:
    minutes = story.chance.choice(_MINUTES[kind]) if kind in _MINUTES else None
    return {
        "due_day": iso(day_at(when)) if kind != "note" else None,
        "starts": when - minutes * _MINUTE_US if minutes else None,
        "minutes": minutes,
        "is_done": True,
        "done_at": when,
    }


def tell_agenda(story: Story, customers: list[Customer], deals: list[Deal], *, is_hero: bool) -> None:
    """Tell what one rep still has to do: a little overdue, something today, more in the coming two weeks."""
    size = 3 if is_hero else 1
    overdue = [story.workday_before(story.today - story.chance.randint(1, 6)) for _ in range(size)]
    later = [story.workday(story.today + 1 + story.chance.randint(0, 9)) for _ in range(4 * size)]
    timed, loose = _TODAY if is_hero else (_TODAY[0][:1], _TODAY[1][:1])
    todo: list[tuple[str, int, float | None]] = [(kind, story.today, hour) for kind, hour in timed]
    todo += [(kind, story.today, None) for kind in loose]
    todo += [(story.chance.choice(("task", "call")), day, None) for day in overdue]
    for day in later:
        kind = story.chance.choice(("visit", "call", "task", "meeting"))
        todo.append(
            (kind, day, story.chance.choice((9.5, 10.0, 13.5, 14.5, 16.0)) if kind in ("visit", "meeting") else None)
        )
    for kind, day, hour in todo:
        deal = story.chance.choice(deals) if deals and story.chance.random() < 0.7 else None
        customer = deal.customer if deal else story.chance.choice(customers)
        _tell_due(story, customer, deal, kind, day, hour)


def _tell_due(story: Story, customer: Customer, deal: Deal | None, kind: str, day: int, hour: float | None) -> None:
    written = story.workday_before(min(day, story.today) - story.chance.randint(1, 9))
    when = max(story.moment(written), (deal.clock if deal else customer.since) + 3 * _MINUTE_US)
    raw = words_for(story, customer, kind, when, deal) | {"outcome": None, "text": None, "due_day": iso(day)}
    if hour is not None:
        raw |= {"starts": moment_at(day, hour), "minutes": story.chance.choice(_MINUTES[kind])}
    story.create(when, customer.seller.id, "activity", raw)
