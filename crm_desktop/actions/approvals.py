"""Asking to go beyond a limit with a quote, and answering: here, without a network, and travelling by the next sync."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.quotes import lines_of
from crm_desktop.actions.records import edit_entry_of
from crm_desktop.core.access import actor_for, may_read, stands_for
from crm_desktop.core.changes import create_entry
from crm_desktop.core.entities import Account, Approval, Limit, Product, Quote, QuoteLine, StandIn, Territory, User
from crm_desktop.core.entities.limits import GRANTED, REFUSED, RETURNED, TAKEN_BACK
from crm_desktop.core.entities.quote_life import APPROVED, DRAFT, IN_APPROVAL, STAYS
from crm_desktop.core.entities.quote_limits import (
    Breach,
    Case,
    Person,
    breaches,
    digest,
    holding_on,
    is_granted,
    may_release,
)
from crm_desktop.core.entities.quote_margins import LineWorth, Margin, margin_of, worth_of_lines
from crm_desktop.core.entities.quote_release import may_be_issued
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, REGISTRY, Raw, Record, raw_of
from crm_desktop.core.store import Where

WITHIN = QT_TRANSLATE_NOOP("core", "This quote is within your limits. Issue it without an approval.")
NO_REASON = QT_TRANSLATE_NOOP("core", "Say why, in a sentence: who approves it has only that to go by.")
NOT_OPEN = QT_TRANSLATE_NOOP(
    "core", "This quote does not wait for an approval any more. Open it to see what became of it."
)
CHANGED_SINCE = QT_TRANSLATE_NOOP(
    "core", "The quote was changed since it was asked about. Return it, so that it can be asked about as it is now."
)
BEYOND_YOU = QT_TRANSLATE_NOOP("core", "This goes beyond what you may approve. Pass it on to {name}.")
BEYOND_ALL = QT_TRANSLATE_NOOP(
    "core", "This goes beyond what you may approve, and so it does for all others here. Ask an administrator."
)
NOT_THEIRS = QT_TRANSLATE_NOOP("core", "{name} may not approve this. Choose somebody from the list.")


class Judged(msgspec.Struct, frozen=True):
    """A quote held against the limits of one person. margin: None where no cost is known here."""

    breaches: tuple[Breach, ...]
    margin: Margin | None


class Here:
    """What stands around a record on this laptop."""

    def __init__(self, desk: Desk) -> None:
        self._replica = desk.replica

    def raw(self, key: str, id_: str) -> dict[str, Raw] | None:
        """Give the raw values of a record, None where it is not here."""
        return self._replica.raw(key, id_)

    def those(self, key: str, name: str, value: str) -> list[dict[str, Raw]]:
        """List the records of an entity that say something in a field, each with its id."""
        return [_with_id(one) for one in self._replica.find(REGISTRY[key].record, Where(name, "eq", value))]

    def every(self, key: str) -> list[dict[str, Raw]]:
        """List all records of an entity, as above."""
        return [_with_id(one) for one in self._replica.find(REGISTRY[key].record)]


def judged(desk: Desk, quote: Quote, lines: Sequence[QuoteLine] | None = None, person: User | None = None) -> Judged:
    """Hold a quote, as it would be issued today, against the limits of a person, usually the user."""
    who = person or desk.user
    case = _case(desk, quote, lines_of(desk, quote) if lines is None else lines)
    role = desk.role if who.id == desk.user.id else who.role
    return Judged(
        breaches(case, Person(who.id, role)), margin_of(worth_of_lines(case.quote, case.lines, case.products))
    )


def worth(desk: Desk, quote: Quote, lines: Sequence[QuoteLine]) -> list[LineWorth]:
    """Work out what the lines of a quote are worth, by the costs that can be seen here."""
    case = _case(desk, quote, lines)
    return worth_of_lines(case.quote, case.lines, case.products)


def check_released(desk: Desk, quote: Quote) -> None:
    """Refuse to issue what goes beyond the user's limits and was not released, as the server will."""
    if quote.state == IN_APPROVAL:
        raise RefusedError(STAYS)
    after = {**_with_id(quote), "state": "issued", "issue_day": desk.today().isoformat()}
    may_be_issued(desk.user.id, desk.role, raw_of(quote), after, Here(desk))


def of_quote(desk: Desk, quote: Quote) -> list[Approval]:
    """List what was asked about a quote, the newest first."""
    found = desk.replica.find(Approval, Where("quote", "eq", quote.id))
    return sorted(found, key=lambda one: (str(one.asked_at), one.id), reverse=True)


def open_one(desk: Desk, quote: Quote) -> Approval | None:
    """Find what was asked about a quote and not answered yet."""
    return next((one for one in of_quote(desk, quote) if not one.answer), None)


def granted(desk: Desk, quote: Quote) -> list[Approval]:
    """List the approvals that hold for a quote as it is, the newest first."""
    found = [one for one in of_quote(desk, quote) if one.answer == GRANTED]
    now = digest_of(desk, quote) if found else ""
    return [one for one in found if is_granted(raw_of(one), now)]


def digest_of(desk: Desk, quote: Quote) -> str:
    """Name the commercial content of a quote as it is here."""
    return digest(_with_id(quote), [_with_id(line) for line in lines_of(desk, quote)])


def approvers(desk: Desk, quote: Quote, wanted: Iterable[Breach]) -> list[User]:
    """List who may release all of this today, whoever is nearest to the quote's owner first.

    They have the quote, and are not the user; in the place of somebody who is away stands her stand-in.
    """
    every, needed = {one.id: one for one in desk.replica.find(User)}, tuple(wanted)
    stand_ins, day = Here(desk).every("stand_in"), desk.today().isoformat()
    known = {id_: Person(id_, one.role) for id_, one in every.items() if not one.is_inactive}
    may = {
        id_
        for id_, who in known.items()
        if id_ != desk.user.id and all(may_release(one, who, known.get, stand_ins, day) for one in needed)
    }
    found = [every[id_] for id_ in _nearest(quote.owner, every, stand_ins, day) if id_ in may]
    team, node = _team(desk, quote), desk.replica.node("quote", quote.id)
    territories = desk.replica.find(Territory)
    return [one for one in found if one.id in team or may_read(actor_for(one, territories, every.values()), node)]


def ask(desk: Desk, quote: Quote, reason: str, of: User | None = None) -> tuple[Approval, Done]:
    """Ask for an approval of a draft as it is. of: None for whoever is nearest. Raises RefusedError without a reason."""
    if quote.state not in (DRAFT, IN_APPROVAL) or open_one(desk, quote) is not None:
        raise RefusedError(STAYS)
    found = judged(desk, quote).breaches
    if not found:
        raise RefusedError(WITHIN)
    if not reason.strip():
        raise RefusedError(NO_REASON, "reason")
    known = approvers(desk, quote, found)
    if of is not None and of.id not in {one.id for one in known}:
        raise RefusedError(NOT_THEIRS, "asked_of", name=of.name)
    asked = of or (known[0] if known else None)
    made = Approval(
        id=desk.new_id(), quote=quote.id, asked_by=desk.user.id, asked_at=desk.now(), reason=reason.strip(),
        asked_of=asked.id if asked else "", digest=digest_of(desk, quote),
    )  # fmt: skip
    moved = edit_entry_of(quote, state=IN_APPROVAL)
    return made, desk.save(create_entry("approval", made.id, raw_of(made)), *([moved] if moved else []))


def take_back(desk: Desk, quote: Quote) -> Done:
    """Make a quote a draft again that waits for an approval, or that has one; what was granted lapses with a change."""
    asked = open_one(desk, quote)
    taken = {"answer": TAKEN_BACK, "answered_by": desk.user.id, "answered_at": desk.now()}
    mine = edit_entry_of(asked, **taken) if asked is not None and asked.asked_by == desk.user.id else None
    moved = edit_entry_of(quote, state=DRAFT)
    return desk.save(*(one for one in (mine, moved) if one is not None))


def waiting_for_me(desk: Desk) -> list[Approval]:
    """List what the user is asked to approve, the oldest first: in her own name, or of somebody she stands in for."""
    asked = desk.replica.find(Approval, Where("answer", "empty"), order=("asked_at",))
    return [one for one in asked if _is_mine(desk, one)] if asked else []


def answer(desk: Desk, approval: Approval, verdict: str, note: str = "") -> Done:
    """Approve, return or refuse what was asked. Raises RefusedError for a no without a note, and for a yes beyond oneself."""
    quote = desk.fetch(Quote, approval.quote)
    if approval.answer or quote.state != IN_APPROVAL:
        raise RefusedError(NOT_OPEN)
    if verdict == GRANTED:
        check_may_grant(desk, approval, quote)
    said = {"answer": verdict, "note": note.strip(), "answered_by": desk.user.id, "answered_at": desk.now()}
    moved = edit_entry_of(quote, state={GRANTED: APPROVED, RETURNED: DRAFT, REFUSED: DRAFT}[verdict])
    entries = (edit_entry_of(approval, **said), moved)
    return desk.save(*(one for one in entries if one is not None))


def check_may_grant(desk: Desk, approval: Approval, quote: Quote) -> None:
    """Refuse to approve what was changed since it was asked about, and what goes beyond the user."""
    if digest_of(desk, quote) != approval.digest:
        raise RefusedError(CHANGED_SINCE)
    found = asked_about(desk, approval, quote).breaches
    me, people = Person(desk.user.id, desk.role), {one.id: Person(one.id, one.role) for one in desk.replica.find(User)}
    stand_ins, day = Here(desk).those("stand_in", "stand_in", me.id), desk.today().isoformat()
    if approval.asked_by == me.id or not all(may_release(one, me, people.get, stand_ins, day) for one in found):
        above = approvers(desk, quote, found)
        raise RefusedError(BEYOND_YOU, name=above[0].name) if above else RefusedError(BEYOND_ALL)


def asked_about(desk: Desk, approval: Approval, quote: Quote) -> Judged:
    """Hold a quote against the limits of whoever asked about it, by what can be seen here."""
    return judged(desk, quote, person=desk.replica.get(User, approval.asked_by))


def pass_on(desk: Desk, approval: Approval, to: User) -> Done:
    """Ask somebody else who may release it instead."""
    quote = desk.fetch(Quote, approval.quote)
    known = approvers(desk, quote, asked_about(desk, approval, quote).breaches)
    if to.id not in {one.id for one in known}:
        raise RefusedError(NOT_THEIRS, "asked_of", name=to.name)
    entry = edit_entry_of(approval, asked_of=to.id)
    return desk.save(*([entry] if entry else []))


def _is_mine(desk: Desk, approval: Approval) -> bool:
    quote = desk.replica.get(Quote, approval.quote)
    if quote is None or quote.state != IN_APPROVAL or approval.asked_by == desk.user.id:
        return False
    if approval.asked_of:
        away = [one.person for one in _stand_ins_of(desk)]
        return approval.asked_of in {*stands_for(desk.user.id, desk.replica.find(User)), *away}
    try:
        check_may_grant(desk, approval, quote)
    except RefusedError as fault:
        return fault.message == CHANGED_SINCE
    return True


def _stand_ins_of(desk: Desk) -> list[StandIn]:
    day = desk.today().isoformat()
    mine = Where("stand_in", "eq", desk.user.id), Where("first_day", "le", day), Where("last_day", "ge", day)
    return desk.replica.find(StandIn, *mine)


def _nearest(
    owner: str, people: Mapping[str, User], stand_ins: Sequence[Mapping[str, Raw]], day: str
) -> list[str]:  # fmt: skip
    """Put people in order: whom the owner reports to and who is above, each after a stand-in, then all others by name."""
    chain: dict[str, None] = {}
    one = people.get(owner)
    while one is not None and one.manager in people and one.manager not in chain:
        away = [raw for raw in stand_ins if raw.get("person") == one.manager]
        deputies = [str(raw["stand_in"]) for raw in away if str(raw["first_day"]) <= day <= str(raw["last_day"])]
        chain.update(dict.fromkeys([*deputies, one.manager]))
        one = people[one.manager]
    return [*chain, *(id_ for id_ in sorted(people, key=lambda id_: people[id_].name) if id_ not in chain)]


def _team(desk: Desk, quote: Quote) -> tuple[str, ...]:
    account = desk.replica.get(Account, quote.account) if quote.account else None
    return account.team if account is not None else ()


def _case(desk: Desk, quote: Quote, lines: Sequence[QuoteLine]) -> Case:
    products = desk.replica.by_ids(Product, dict.fromkeys(line.product for line in lines if line.product))
    limits = [_with_id(one) for one in desk.replica.find(Limit)]
    return Case(
        quote=_with_id(quote),
        lines=[_with_id(line) for line in lines],
        products={id_: _with_id(one) for id_, one in products.items()},
        limits=holding_on(limits, desk.today().isoformat()),
    )


def _with_id(record: Record) -> dict[str, Raw]:
    return {**raw_of(record), "id": record.id}
