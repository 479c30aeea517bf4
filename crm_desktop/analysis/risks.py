"""Why an open deal may not come as it says: each sign with the figures that it follows from."""

import enum
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from statistics import median
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from crm_desktop.core.entities import Activity, Opportunity, Stage
from crm_desktop.core.entities.pipeline import OPEN, WON
from crm_desktop.core.money import from_minor
from crm_desktop.core.schema import micros
from crm_desktop.core.store import Where
from crm_desktop.replica.view import View

DAY_US = 86_400_000_000
PUSHES = 2
"""From so many times on that the expected close was put off."""
ROTTING = 2
"""A deal rots that stands in its stage for more than so many times what won deals needed."""
ENOUGH_WON = 5
"""Won deals that went through a stage before their median says something; before that the stage's own days count."""
CUT_DAYS = 90
"""How long a lowered amount is worth a word."""
SILENT_DAYS = 21
"""So many days without anything done with the customer."""
ENOUGH_TALKS = 3
"""From so many talks on it says something that all were with one person."""
_IS_OPEN = Where("outcome", "eq", OPEN)


class Sign(enum.StrEnum):
    """What speaks against a deal."""

    CLOSE_PASSED = "close_passed"
    NO_NEXT_STEP = "no_next_step"
    PUSHED = "pushed"
    ROTTING = "rotting"
    AMOUNT_CUT = "amount_cut"
    SILENT = "silent"
    SINGLE_CONTACT = "single_contact"


class Risk(msgspec.Struct, frozen=True):
    """One sign at one deal.

    days: past its close, in its stage, or of silence. usual: days that won deals needed in the stage. times: it was put
    off, or the talks with one person. day: its close as it was first expected, or of the last touch, None if there was none. was: the amount before.
    """

    sign: Sign
    days: int = 0
    usual: int = 0
    times: int = 0
    day: date | None = None
    was: Decimal | None = None


class _Deal(NamedTuple):
    id: str
    account: str | None
    stage: str | None
    stage_since: int | None
    amount: int | None
    currency: str | None
    close_day: str | None
    next_step_day: str | None
    opened_day: str | None


def risks(view: View, now: datetime, zone: ZoneInfo, *whose: Where) -> dict[str, tuple[Risk, ...]]:
    """Tell the signs of every open deal that meets the conditions, deals without any left out.

    now: the moment looked at, on whose day the days are counted in the zone of the organisation.
    """
    until, today = micros(now), now.astimezone(zone).date()
    conditions = (_IS_OPEN, *whose)
    deals = [_Deal(*row) for row in view.values(Opportunity, _Deal._fields[1:], *conditions)]
    found = defaultdict[str, list[Risk]](list)
    planned = {deal for deal, _ in view.pairs(Activity, "opportunity", "id", Where("is_done", "ne", 1))}
    usual = usual_days(view, until)
    touched = _touches(view)
    lonely = _lonely(view)
    pushed = _pushes(view, until, conditions)
    cut = _cuts(view, until, conditions)
    for deal in deals:
        signs = (
            _close_passed(deal, today),
            _no_next_step(deal, planned, today),
            pushed.get(deal.id),
            _rotting(deal, usual, until),
            _amount_cut(deal, cut),
            _silent(deal, touched, today, zone),
            lonely.get(deal.id),
        )
        found[deal.id] += (one for one in signs if one is not None)
    return {id_: tuple(signs) for id_, signs in found.items() if signs}


def usual_days(view: View, until: int) -> dict[str, int]:
    """Give the days that won deals stood in each stage, as the median; a stage few went through has its expected days."""
    spells = defaultdict[str, list[int]](list)
    for one in view.spells(Opportunity, "stage", until, Where("outcome", "eq", WON)):
        spells[one.value].append(one.lasted)
    found = dict[str, int]()
    for stage in view.find(Stage, _IS_OPEN):
        every = spells[stage.id]
        days = max(1, round(median(every) / DAY_US)) if len(every) >= ENOUGH_WON else stage.expected_days
        if days:
            found[stage.id] = days
    return found


def _close_passed(deal: _Deal, today: date) -> Risk | None:
    close = _day(deal.close_day)
    return Risk(Sign.CLOSE_PASSED, (today - close).days, day=close) if close and close < today else None


def _no_next_step(deal: _Deal, planned: set[str], today: date) -> Risk | None:
    step = _day(deal.next_step_day)
    return None if deal.id in planned or (step and step >= today) else Risk(Sign.NO_NEXT_STEP, day=step)


def _rotting(deal: _Deal, usual: Mapping[str, int], until: int) -> Risk | None:
    normal = usual.get(deal.stage or "")
    if normal is None or deal.stage_since is None:
        return None
    days = (until - deal.stage_since) // DAY_US
    return Risk(Sign.ROTTING, days, normal) if days > ROTTING * normal else None


def _pushes(view: View, until: int, conditions: Iterable[Where]) -> dict[str, Risk]:
    """Count for each deal how often its expected close was put off, and when it was expected at first."""
    times, first = defaultdict[str, int](int), dict[str, date | None]()
    for move in view.moves(Opportunity, "close_day", until, *conditions):
        first.setdefault(move.id, _day(move.before))
        times[move.id] += bool(move.before and move.after and move.after > move.before)
    return {id_: Risk(Sign.PUSHED, times=n, day=first[id_]) for id_, n in times.items() if n >= PUSHES}


def _cuts(view: View, until: int, conditions: Iterable[Where]) -> dict[str, int]:
    """Give for each deal whose amount moved lately what it was before that."""
    since, found = until - CUT_DAYS * DAY_US, dict[str, int]()
    for move in view.moves(Opportunity, "amount", until, *conditions):
        if move.at > since and move.before is not None:
            found.setdefault(move.id, move.before)
    return found


def _amount_cut(deal: _Deal, before: Mapping[str, int]) -> Risk | None:
    was = before.get(deal.id)
    if was is None or (deal.amount or 0) >= was:
        return None
    return Risk(Sign.AMOUNT_CUT, was=from_minor(was, deal.currency or ""))


def _touches(view: View) -> dict[str, int]:
    """Find when something was done last about each deal and each customer, by their ids, in microseconds."""
    done = Where("is_done", "eq", 1)
    return {
        **view.latest(Activity, "account", "done_at", done),
        **view.latest(Activity, "opportunity", "done_at", done),
    }


def _silent(deal: _Deal, touched: Mapping[str, int], today: date, zone: ZoneInfo) -> Risk | None:
    moments = [touched[id_] for id_ in (deal.id, deal.account or "") if id_ in touched]
    last = datetime.fromtimestamp(max(moments) / 1_000_000, zone).date() if moments else None
    since = last or _day(deal.opened_day)
    if since is None or (today - since).days < SILENT_DAYS:
        return None
    return Risk(Sign.SILENT, (today - since).days, day=last)


def _lonely(view: View) -> dict[str, Risk]:
    """Find the deals about which we always spoke to one and the same person."""
    about = (Where("is_done", "eq", 1), Where("contact", "filled"), Where("opportunity", "filled"))
    talks = {one.by: one.records for one in view.sum_by(Activity, "opportunity", "", *about)}
    people = Counter(deal for deal, _ in view.pairs(Activity, "opportunity", "contact", *about))
    return {
        deal: Risk(Sign.SINGLE_CONTACT, times=n)
        for deal, n in talks.items()
        if isinstance(deal, str) and n >= ENOUGH_TALKS and people[deal] == 1
    }


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
