"""The deals of the demo company, each told as it went: opened, moved on, put off, won or lost."""

from decimal import Decimal
from typing import NamedTuple

from crm_desktop.core.changes import Entry
from crm_desktop.core.demo.catalogue import WORTH, Item
from crm_desktop.core.demo.customers import Seller
from crm_desktop.core.demo.phrases import COMPETITORS, COMPETITORS_ZH, WORDS, Words
from crm_desktop.core.demo.story import Story, created, day_at, iso
from crm_desktop.core.entities.pipeline import LOST, OPEN, WON
from crm_desktop.core.ids import id_from
from crm_desktop.core.money import exponent
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Raw

PIPELINE = id_from("demo", "pipeline", "sales")
_PAUSE_US = 300 * 1_000_000  # nobody saves the same deal twice within five minutes


class Step(NamedTuple):
    """A stage: its chance in percent and how many days a deal is expected to stay."""

    key: str
    name: str
    outcome: str
    percent: int
    forecast: str
    days: int | None


STEPS = (
    Step("lead-in", QT_TRANSLATE_NOOP("core", "Lead-in"), OPEN, 10, "pipeline", 30),
    Step("qualified", QT_TRANSLATE_NOOP("core", "Qualified"), OPEN, 25, "pipeline", 48),
    Step("proposal", QT_TRANSLATE_NOOP("core", "Proposal"), OPEN, 50, "best_case", 58),
    Step("negotiation", QT_TRANSLATE_NOOP("core", "Negotiation"), OPEN, 75, "commit", 48),
    Step("verbal", QT_TRANSLATE_NOOP("core", "Verbal yes"), OPEN, 90, "commit", 20),
    Step("won", QT_TRANSLATE_NOOP("core", "Won"), WON, 100, "commit", None),
    Step("lost", QT_TRANSLATE_NOOP("core", "Lost"), LOST, 0, "omitted", None),
)
PROPOSAL, VERBAL, WON_STEP, LOST_STEP = 2, 4, 5, 6
RUNNING_DAYS = 14
"""Deals entered in so many first days were running when the story began."""
_LOST_AT = (0.12, 0.28, 0.38, 0.18, 0.04)
_WIN_RATE = 0.36
_REASONS = {"price": 30, "competitor": 22, "no_budget": 15, "no_decision": 19, "product": 8, "other": 6}


def stage_id(key: str) -> str:
    """Give the id of a stage of the demo company, for example `negotiation`."""
    return id_from("demo", "stage", key)


def pipeline() -> list[Entry]:
    """Describe the pipeline and its stages."""
    entries = [created("pipeline", PIPELINE, {"name": QT_TRANSLATE_NOOP("core", "Sales"), "position": 1})]
    for position, step in enumerate(STEPS, 1):
        values: dict[str, Raw] = {
            "name": step.name,
            "pipeline": PIPELINE,
            "position": position,
            "outcome": step.outcome,
            "probability": step.percent * 1_000_000,
            "forecast": step.forecast,
            "expected_days": step.days,
        }
        entries.append(created("stage", stage_id(step.key), values))
    return entries


class Person(NamedTuple):
    """A contact as the story knows it; since: the moment of its creation."""

    id: str
    name: str
    since: int


class Customer:
    """An account with its people; raw is kept up to date while its story is told."""

    def __init__(self, id_: str, seller: Seller, since: int, raw: dict[str, Raw], language: str) -> None:
        self.id = id_
        self.seller = seller
        self.since = since
        self.raw = raw
        self.language = language
        self.words: Words = WORDS[language]
        self.is_zh = language == "zh"
        self.people: list[Person] = []
        self.has_pin = False

    def called(self, item: Item | None) -> str:
        """Name a product, without its size, as people at this customer would."""
        if item is None or self.language == "de":
            return self.words.pump
        return (item.chinese if self.is_zh else item.english).rsplit(" ", 1)[0]

    def someone(self, story: Story, when: int) -> Person | None:
        """Pick one of the people known at a moment, if any."""
        known = [person for person in self.people if person.since <= when]
        return story.chance.choice(known) if known else None


class Course(NamedTuple):
    """How a deal went. moves: (index of the stage, day); closed: None while it is open."""

    moves: list[tuple[int, int]]
    closed: int | None
    is_won: bool


class Deal:
    """One deal while its story is told; clock: the moment of its last save."""

    def __init__(self, story: Story, customer: Customer, item: Item, opened: int, course: Course) -> None:
        self.story = story
        self.customer = customer
        self.item = item
        self.course = course
        self.step = course.moves[0][0]
        self.clock = story.moment(opened)
        self.contact = customer.someone(story, self.clock)
        self.raw = self._first(opened)
        self.id = story.create(self.clock, customer.seller.id, "opportunity", self.raw)

    @property
    def day(self) -> int:
        """Give the day of the last save."""
        return day_at(self.clock)

    @property
    def owner(self) -> str:
        """Give the user id of the rep."""
        return self.customer.seller.id

    @property
    def worth(self) -> float:
        """Give the amount in CNY, roughly."""
        return _minor(self.raw) / 10.0 ** exponent(self.currency) * float(WORTH[self.currency])

    @property
    def currency(self) -> str:
        """Give the currency the customer pays in."""
        return self.customer.seller.currency

    def at(self, day: int) -> int:
        """Go on to a moment of a day, after everything told before."""
        self.clock = max(self.story.moment(day), self.clock + _PAUSE_US)
        return self.clock

    def edit(self, when: int, new: dict[str, Raw]) -> None:
        """Tell one save of the rep."""
        self.story.edit(when, self.owner, "opportunity", self.id, self.raw, new)

    def move(self, step: int, day: int) -> None:
        """Tell the move to another open stage, with what a rep mends at such a moment."""
        self.step, when, chance = step, self.at(day), self.story.chance
        new = self._stage(step, when) | self.next_step(day)
        if chance.random() < 0.3:
            new["amount"] = rounded_amount(self.worth * chance.uniform(0.8, 1.25), self.currency)
        if str(self.raw["close_day"]) < iso(day + 5) or chance.random() < 0.3:
            new["close_day"] = self._expected_close(day)
        self.edit(when, new)

    def mend(self, day: int) -> None:
        """Tell a smaller save in the middle of a stage: a new next step, a date put off, an amount that changed."""
        chance = self.story.chance
        new = self.next_step(day)
        if str(self.raw["close_day"]) < iso(day + 3):
            new["close_day"] = iso(self.story.workday(day + chance.randint(14, 60)))
        if chance.random() < 0.2:
            new["amount"] = rounded_amount(self.worth * chance.uniform(0.8, 1.2), self.currency)
        self.edit(self.at(day), new)

    def close(self, day: int) -> None:
        """Tell how it ended."""
        chance, is_won = self.story.chance, self.course.is_won
        when = self.at(day)
        new = self._stage(WON_STEP if is_won else LOST_STEP, when)
        new |= {"closed_day": iso(day), "close_day": iso(day), "next_step": None, "next_step_day": None}
        if not is_won:
            reason = chance.choices(list(_REASONS), list(_REASONS.values()))[0]
            new |= {"lost_reason": reason, "lost_note": chance.choice(self.customer.words.lost[reason])}
            if reason in ("price", "competitor"):
                new["competitor"] = chance.choice(COMPETITORS_ZH if self.customer.is_zh else COMPETITORS)
        elif chance.random() < 0.35:
            new["amount"] = rounded_amount(self.worth * chance.uniform(0.88, 1.02), self.currency)
        self.edit(when, new)

    def next_step(self, day: int) -> dict[str, Raw]:
        """Think of what to do next, and when."""
        chance = self.story.chance
        step = chance.choice(self.customer.words.steps[self.step])
        return {"next_step": step, "next_step_day": iso(self.story.workday(day + chance.randint(3, 18)))}

    def _stage(self, step: int, when: int) -> dict[str, Raw]:
        to = STEPS[step]
        return {
            "stage": stage_id(to.key),
            "outcome": to.outcome,
            "stage_since": when,
            "probability": to.percent * 1_000_000,
            "forecast": to.forecast,
        }

    def _expected_close(self, day: int) -> str:
        left = sum(step.days or 0 for step in STEPS[self.step : WON_STEP])
        return iso(self.story.workday(day + int(left * self.story.chance.uniform(0.5, 0.9)) + 3))

    def _name(self) -> str:
        chance, said = self.story.chance, self.customer.words
        project = chance.choice(said.projects).format(product=self.customer.called(self.item))
        if chance.random() < 0.2:
            return project
        place = chance.choice(said.places)
        return f"{place}{project}" if self.customer.is_zh else f"{project}, {place}"

    def _first(self, opened: int) -> dict[str, Raw]:
        chance, said = self.story.chance, self.customer.words
        # Nobody opens a deal for less than one piece of what it is about.
        worth = min(3e6, max(2e4, float(self.item.worth) * 1.4, chance.lognormvariate(11.85, 0.95)))
        return {
            "name": self._name(),
            "account": self.customer.id,
            "contact": self.contact.id if self.contact else None,
            "pipeline": PIPELINE,
            "currency": self.currency,
            "amount": rounded_amount(worth, self.currency),
            "close_day": self._expected_close(opened),
            "owner": self.owner,
            "product": self.item.id,
            "source": chance.choice(said.sources),
            "opened_day": iso(opened),
            **self._stage(self.step, self.clock),
            **self.next_step(opened),
        }


def _minor(raw: dict[str, Raw]) -> int:
    amount = raw["amount"]
    return amount if isinstance(amount, int) else 0


def rounded_amount(worth: float, currency: str) -> int:
    """Turn a worth in CNY into a round amount of a currency, in minor units."""
    value = worth / float(WORTH[currency])
    step = next((step for limit, step in _ROUND if value < limit), 50_000)
    return int(Decimal(max(1, round(value / step)) * step).scaleb(exponent(currency)))


_ROUND = ((20_000, 500), (100_000, 1_000), (500_000, 5_000), (2_000_000, 10_000))


def course_of(story: Story, opened: int) -> Course:
    """Throw the dice for a deal: which stages it sees when, and how it ends, if it ends before today."""
    chance = story.chance
    is_won = chance.random() < _WIN_RATE
    last = VERBAL if is_won else chance.choices(range(len(_LOST_AT)), _LOST_AT)[0]
    is_running = opened < story.first + RUNNING_DAYS
    step = min(last, chance.choice((0, 1, 2, 2, 3, 4) if is_running else (0, 0, 0, 1)))
    day, moves = opened, [(step, opened)]
    while True:
        stay = (STEPS[step].days or 0) * chance.lognormvariate(-0.26, 0.6)
        if not is_won and step == last:
            stay *= chance.choice((1.3, 1.8, 2.4, 5.0))  # what is lost in the end was often left lying before
        day = story.workday(day + max(1, int(stay)))
        if day >= story.today:
            return Course(moves, None, is_won)
        if step == last or (is_won and step == VERBAL - 1 and chance.random() < 0.4):
            return Course(moves, day, is_won)
        step += 1
        moves.append((step, day))
