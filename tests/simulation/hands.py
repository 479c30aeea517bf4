"""What people do at their desks, and the house in the tree of territories: drawn at random, done by the real actions."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from crm_desktop.actions import inbox, records
from crm_desktop.actions.desk import Desk
from crm_desktop.core.changes import Act, Entry, create_entry, edit_entry
from crm_desktop.core.entities import Account, Activity, Contact, Opportunity, Quote, QuoteLine
from crm_desktop.core.schema import Item, Record, entity_of, raw_of
from tests.simulation.reference import Reference
from tests.simulation.world import Laptop

T = TypeVar("T")
WORDS = ("one", "two", "three", "four", "five")
TAGS = ("hot", "cold", "fair", "vip")
TERRITORIES = ("world", "north", "harbour", "south")
PEOPLE = ("ann", "bob", "mia")
TODAY = date(2026, 11, 20)


def _word(rng: Random, _old: Any) -> str:
    return rng.choice(WORDS)


def _perhaps(rng: Random, _old: Any) -> str:
    return rng.choice(("", *WORDS))


def _amount(rng: Random, _old: Any) -> Decimal:
    return Decimal(rng.randint(0, 9) * 1000)


def _percent(rng: Random, _old: Any) -> Decimal:
    return Decimal(rng.choice((0, 5, 10, 50, 100)))


def _number(rng: Random, _old: Any) -> Decimal:
    return Decimal(rng.randint(1, 9999)) / rng.choice((1, 10, 100))


def _day(rng: Random, _old: Any) -> date:
    return TODAY + timedelta(days=rng.randint(1, 5))


def _tags(rng: Random, old: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({*old} ^ {rng.choice(TAGS)}))


def _items(rng: Random, old: Sequence[Item]) -> tuple[Item, ...]:
    kept = [item for item in old if rng.random() < 0.7]
    kept = [Item(item.id, item.label, rng.choice(WORDS)) if rng.random() < 0.3 else item for item in kept]
    return (
        (*kept, Item(f"{rng.getrandbits(40):010x}", "work", rng.choice(WORDS))) if rng.random() < 0.6 else tuple(kept)
    )


def _notes(rng: Random, old: str) -> str:
    lines = [line for line in old.split("\n") if line and rng.random() < 0.85]
    lines.insert(rng.randint(0, len(lines)), f"{rng.choice(WORDS)} {rng.getrandbits(16)}")
    return "\n".join(lines[:6])


def _person(rng: Random, _old: Any) -> str:
    return rng.choice(PEOPLE)


def _stage(rng: Random, _old: Any) -> str:
    return rng.choice(("qualify", "propose"))


FIELDS: dict[type[Record], dict[str, Callable[[Random, Any], Any]]] = {
    Account: {"name": _word, "city": _perhaps, "terms": _perhaps, "tags": _tags, "phones": _items, "notes": _notes, "owner": _person},
    Contact: {"job_title": _perhaps, "family_name": _word, "phones": _items, "tags": _tags, "notes": _notes},
    Opportunity: {"amount": _amount, "stage": _stage, "next_step": _perhaps, "close_day": _day, "probability": _percent, "tags": _tags, "notes": _notes, "owner": _person},
    Activity: {"subject": _word, "text": _notes, "outcome": _perhaps, "due_day": _day, "is_done": lambda rng, _: rng.random() < 0.5},
    Quote: {"subject": _perhaps, "discount": _percent, "freight": _amount, "payment_terms": _perhaps, "remarks": _notes, "valid_until": _day},
    QuoteLine: {"quantity": _number, "unit_price": _number, "discount": _percent, "tax_percent": _percent, "description": _word},
}  # fmt: skip


class Hands:
    """Do something at a laptop, chosen by the dice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        acts: dict[Callable[[Laptop], object], int] = {
            self._edit: 50, self._create: 14, self._quote: 6, self._line: 6, self._delete: 8, self._undo: 7,
            self._answer: 6, self._settle: 4, self._move: 4, self._rehang: 4, self._team: 3,
        }  # fmt: skip
        self._acts, self._weights = list(acts), list(acts.values())

    def act(self, laptop: Laptop) -> None:
        """Do one thing; what a rule refuses raises UserError, as in front of a person."""
        self._rng.choices(self._acts, self._weights)[0](laptop)

    def _one(self, desk: Desk, *kinds: type[Record]) -> Any:
        kind = self._rng.choice(kinds or tuple(FIELDS))
        found = desk.replica.find(kind)
        return self._rng.choice(found) if found else None

    def _edit(self, laptop: Laptop) -> None:
        seen = self._one(laptop.desk)
        if seen is None:
            return
        names = self._rng.sample(list(FIELDS[type(seen)]), self._rng.choice((1, 1, 2, 3)))
        values = {name: FIELDS[type(seen)][name](self._rng, getattr(seen, name)) for name in names}
        records.edit(laptop.desk, seen, **values)

    def _create(self, laptop: Laptop) -> None:
        desk, rng, id_ = laptop.desk, self._rng, laptop.desk.new_id()
        account = self._one(desk, Account)
        at = account.id if account is not None and rng.random() < 0.8 else ""
        made: list[Record] = []
        match rng.randrange(4):
            case 0:
                made.append(
                    Account(id=id_, name=rng.choice(WORDS), territory=rng.choice(TERRITORIES), owner=laptop.user)
                )
                made.append(Contact(id=desk.new_id(), family_name="New", account=id_))
            case 1:
                made.append(Contact(id=id_, family_name=rng.choice(WORDS), account=at, owner=laptop.user))
            case 2:
                made.append(
                    Opportunity(
                        id=id_,
                        name=rng.choice(WORDS),
                        account=at,
                        owner=laptop.user,
                        stage="qualify",
                        pipeline="sales",
                        amount=Decimal(1000),
                        currency="CNY",
                        probability=Decimal(20),
                    )
                )
            case _:
                made.append(Activity(id=id_, subject=rng.choice(WORDS), account=at, owner=laptop.user))
        records.create(desk, *made)

    def _quote(self, laptop: Laptop) -> None:
        desk, rng = laptop.desk, self._rng
        account, deal = self._one(desk, Account), self._one(desk, Opportunity)
        quote = Quote(
            id=desk.new_id(), owner=laptop.user, currency=rng.choice(("CNY", "JPY")),
            account=account.id if account and rng.random() < 0.6 else "", opportunity=deal.id if deal else "",
        )  # fmt: skip
        records.create(desk, quote, *(self._new_line(desk, quote) for _ in range(rng.randint(1, 3))))

    def _new_line(self, desk: Desk, quote: Quote) -> QuoteLine:
        return QuoteLine(
            id=desk.new_id(), quote=quote.id, currency=quote.currency, quantity=_number(self._rng, None),
            unit_price=_number(self._rng, None), tax_percent=Decimal(13), tax_label="VAT",
        )  # fmt: skip

    def _line(self, laptop: Laptop) -> None:
        quote = self._one(laptop.desk, Quote)
        if quote is not None:
            records.create(laptop.desk, self._new_line(laptop.desk, quote))

    def _delete(self, laptop: Laptop) -> None:
        kinds = (Contact, Activity, QuoteLine, Activity, Opportunity, Quote, Account)
        seen = self._one(laptop.desk, *kinds)
        if seen is None:
            return
        lines = laptop.desk.replica.find(QuoteLine) if isinstance(seen, Quote) else []
        records.delete(laptop.desk, seen, *(line for line in lines if line.quote == seen.id))

    def _undo(self, laptop: Laptop) -> None:
        if laptop.changes:
            records.undo(laptop.desk, self._rng.choice(laptop.changes[-6:]))

    def _answer(self, laptop: Laptop) -> None:
        found = inbox.open_conflicts(laptop.desk)
        if found:
            self._rng.choice((inbox.take_standing, inbox.take_waiting))(laptop.desk, self._rng.choice(found))

    def _settle(self, laptop: Laptop) -> None:
        found = inbox.open_refusals(laptop.desk)
        if found:
            self._rng.choice((inbox.discard, inbox.send_again))(laptop.desk, self._rng.choice(found))

    def _move(self, laptop: Laptop) -> None:
        seen = self._one(laptop.desk, Account)
        if seen is not None:
            records.edit(laptop.desk, seen, territory=self._rng.choice(TERRITORIES))

    def _team(self, laptop: Laptop) -> None:
        seen = self._one(laptop.desk, Account)
        if seen is not None:
            records.edit(laptop.desk, seen, team=tuple({*seen.team} ^ {_person(self._rng, "")}))

    def _rehang(self, laptop: Laptop) -> None:
        seen, account = self._one(laptop.desk, Contact, Opportunity, Quote, Activity), self._one(laptop.desk, Account)
        if seen is not None:
            values = {
                "account": account.id if account and self._rng.random() < 0.8 else "",
                "owner": _person(self._rng, ""),
            }
            records.edit(
                laptop.desk, seen, **{self._rng.choice(list(values)): values["account"], "owner": values["owner"]}
            )


def of_the_house(rng: Random, reference: Reference, faults: frozenset[str], new_id: str) -> tuple[Entry, ...]:
    """Draw what an administrator does on the server: territories, people, and a colleague's edit."""
    acts = [
        "edit",
        "edit",
        *(["territory"] if "territories" in faults else []),
        *(["person"] if "people" in faults else []),
    ]
    match rng.choice(acts):
        case "territory":
            key, name, value = ("territory", "harbour"), "parent", rng.choice(("north", "south", "world"))
            if rng.random() < 0.4:
                key, name = ("account", rng.choice(_ids(reference, "account"))), "territory"
        case "person":
            key = ("user", rng.choice(PEOPLE))
            name = rng.choice(("territories", "territories", "home", "role", "successor"))
            held = sorted(rng.sample(TERRITORIES, rng.randint(1, 2)))
            value = {
                "territories": held,
                "home": held[0],
                "role": rng.choice(("rep", "manager")),
                "successor": rng.choice((None, *PEOPLE)),
            }[name]
        case _:
            kind = rng.choice(("account", "opportunity", "contact"))
            found = _ids(reference, kind)
            if not found:
                return (create_entry("activity", new_id, raw_of(Activity(id=new_id, subject="Call", owner="ann"))),)
            key = (kind, rng.choice(found))
            name = {"account": "terms", "opportunity": "next_step", "contact": "job_title"}[kind]
            value = rng.choice(WORDS)
    raw = reference.raw(key)
    entry = edit_entry(*key, raw, {**raw, name: value})
    return () if entry is None else (entry,)


def of_a_stranger(rng: Random, reference: Reference, ids: Callable[[], str]) -> tuple[Entry, ...]:
    """Forge what no honest laptop sends: a write to a record that bob does not hold, and perhaps cannot even see."""
    hidden = [
        key for key in reference.standing() if key[0] in ("account", "opportunity") and not reference.sees("bob", key)
    ]
    if not hidden:
        return ()
    key, raw = (one := rng.choice(hidden)), reference.raw(one)
    name = {"account": "terms", "opportunity": "next_step"}[key[0]]
    if rng.random() < 0.3:
        made = Contact(
            id=ids(),
            family_name="Spy",
            account=key[1] if key[0] == "account" else str(raw.get("account") or ""),
            owner="ann",
        )
        return (create_entry(entity_of(made).key, made.id, raw_of(made)),)
    return (Entry(*key, Act.EDIT, {name: (raw.get(name), "forged")}),)


def _ids(reference: Reference, kind: str) -> list[str]:
    return sorted(id_ for key, id_ in reference.standing() if key == kind)
