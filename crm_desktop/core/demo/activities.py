"""What the reps of the demo company did with their customers, and what is due."""

from crm_desktop.core.demo.deals import Customer, Deal
from crm_desktop.core.demo.people import PEOPLE, country_of, user_id
from crm_desktop.core.demo.phrases import WORDS
from crm_desktop.core.demo.story import Story, day_at, iso, moment_at
from crm_desktop.core.entities.people import MANAGER
from crm_desktop.core.schema import Raw

_KINDS = {"call": 34, "visit": 22, "meeting": 14, "task": 18, "note": 12}
_MINUTES = {"call": (5, 10, 15, 20), "visit": (60, 90, 120), "meeting": (45, 60, 90)}
_MINUTE_US = 60 * 1_000_000
_TODAY = ((("call", 9.5), ("visit", 10.5), ("meeting", 14.0), ("visit", 15.5)), ("task", "call", "task"))
"""What the calendar of today holds: with an hour, and without one."""
_HOURS = (9.5, 11.0, 13.5, 14.5, 16.0)


def pick_kind(story: Story) -> str:
    """Throw the dice for a kind of activity."""
    return story.chance.choices(list(_KINDS), list(_KINDS.values()))[0]


def words_for(story: Story, customer: Customer, kind: str, when: int, deal: Deal | None) -> dict[str, Raw]:
    """Find what somebody would write about an activity of a kind; about whom goes with it."""
    person = (deal.contact if deal else None) or customer.someone(story, when)
    subject, text, outcome = story.chance.choice(customer.words.said[kind])
    product = customer.called(deal.item if deal else None)
    filled = {"product": product[:1].lower() + product[1:] if customer.language == "en" else product}
    filled["person"] = person.name if person else customer.words.nobody
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


def do(story: Story, customer: Customer, kind: str, when: int, deal: Deal | None = None) -> None:
    """Tell an activity that was written down when it was over."""
    raw = words_for(story, customer, kind, when, deal) | _done(story, kind, when)
    if kind == "note" and len(customer.people) > 2 and not customer.has_pin:
        raw["is_pinned"] = customer.has_pin = True  # what whoever comes there next has to know
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
    later = [story.workday(story.today + 1 + story.chance.randint(0, 7)) for _ in range(4 * size)]
    timed, loose = _TODAY if is_hero else (_TODAY[0][:1], _TODAY[1][:1])
    todo: list[tuple[str, int, float | None]] = [(kind, story.today, hour) for kind, hour in timed]
    todo += [(kind, story.today, None) for kind in loose]
    todo += [(story.chance.choice(("task", "call")), day, None) for day in overdue]
    free = [(day, hour) for day in sorted(set(later)) for hour in _HOURS]
    for day in later:
        kind = story.chance.choice(("visit", "call", "task", "meeting"))
        hours = [hour for at, hour in free if at == day] if kind in ("visit", "meeting") else []
        hour = story.chance.choice(hours) if hours else None
        free = [slot for slot in free if slot != (day, hour)]
        todo.append((kind, day, hour))
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


def tell_meetings_of_managers(story: Story) -> None:
    """Tell what managers have before them this week; it belongs to no customer."""
    languages = {"china": "zh", "germany": "de"}
    for person in PEOPLE:
        if person.role != MANAGER:
            continue
        subjects = WORDS[languages.get(country_of(person.territory), "en")].weekly
        for number, subject in enumerate(subjects):
            when = story.moment(story.workday_before(story.today - 1 - number))
            day = story.today if number < 2 else story.workday(story.today + number)
            raw: dict[str, Raw] = {"subject": subject, "owner": user_id(person.login), "due_day": iso(day)}
            if number < 2:
                raw |= {"kind": "meeting", "starts": moment_at(day, 9.5 + 6 * number), "minutes": 60}
            else:
                raw["kind"] = "task"
            story.create(when, user_id(person.login), "activity", raw)
