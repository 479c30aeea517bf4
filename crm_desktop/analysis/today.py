"""What a day asks of a salesperson: what is due, which deals need her and why, what others changed meanwhile."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from crm_desktop.core.changes import Line
from crm_desktop.core.entities import Account, Activity, Contact, Opportunity, Order, Quote, Stage
from crm_desktop.core.entities.pipeline import OPEN
from crm_desktop.core.entities.quote_life import WAITING
from crm_desktop.core.schema import Record, entity_of, micros
from crm_desktop.core.store import Where
from crm_desktop.replica.view import View

Reason = Literal["late_close", "late_step", "no_step", "rotting"]
LINES = 20  # lines of the journal that are read for each record that is told of
WATCHED: tuple[type[Record], ...] = (Opportunity, Account, Contact, Quote, Order, Activity)


class Need(msgspec.Struct, frozen=True):
    """A deal that needs somebody. days: how late, or how long in its stage; 0 where the reason counts no days."""

    deal: Opportunity
    reason: Reason
    days: int = 0


class News(msgspec.Struct, frozen=True):
    """What one person did to one record since a moment, the newest line first told by `happened`."""

    record: Record
    author: str
    fields: tuple[str, ...]
    is_new: bool
    happened: int


def due(view: View, user: str, today: date) -> list[Activity]:
    """List what a person has to do by today, the oldest first; of a day what has an hour in order, and then the rest."""
    conditions = (Where("owner", "eq", user), Where("is_done", "empty"), Where("due_day", "le", today.isoformat()))
    return sorted(view.find(Activity, *conditions, order=("due_day",)), key=_in_a_day)


def upcoming(view: View, user: str, today: date, days: int = 7) -> list[Activity]:
    """List what a person has to do in the days after today."""
    until = (today + timedelta(days=days)).isoformat()
    conditions = (Where("owner", "eq", user), Where("is_done", "empty"), Where("due_day", "gt", today.isoformat()))
    return sorted(view.find(Activity, *conditions, Where("due_day", "le", until), order=("due_day",)), key=_in_a_day)


def _in_a_day(one: Activity) -> tuple[date, bool, float]:
    return one.due_day or date.max, one.starts is None, one.starts.timestamp() if one.starts else 0.0


def needing(view: View, user: str, now: datetime, today: date) -> list[Need]:
    """List a person's open deals that need her, each with its most pressing reason, the latest first."""
    stages: Mapping[str, Stage] = {stage.id: stage for stage in view.find(Stage)}
    found = []
    for deal in view.find(Opportunity, Where("owner", "eq", user), Where("outcome", "eq", OPEN)):
        need = _need(deal, stages.get(deal.stage), now, today)
        if need:
            found.append(need)
    order: tuple[Reason, ...] = ("late_close", "no_step", "late_step", "rotting")
    return sorted(found, key=lambda need: (order.index(need.reason), -need.days, need.deal.id))


def closing_soon(view: View, user: str, today: date, days: int = 14) -> list[Opportunity]:
    """List a person's open deals that are expected to close within some days."""
    until = (today + timedelta(days=days)).isoformat()
    conditions = (Where("owner", "eq", user), Where("outcome", "eq", OPEN), Where("close_day", "ge", today.isoformat()))
    return view.find(Opportunity, *conditions, Where("close_day", "le", until), order=("close_day",))


def expiring(view: View, user: str, today: date, days: int = 7) -> list[Quote]:
    """List a person's quotes that wait for an answer and are valid for some days only, the first to end first."""
    until = (today + timedelta(days=days)).isoformat()
    conditions = (
        Where("owner", "eq", user),
        Where("state", "in", WAITING),
        Where("valid_until", "ge", today.isoformat()),
    )
    return view.find(Quote, *conditions, Where("valid_until", "le", until), order=("valid_until",))


def paying(view: View, user: str, today: date, days: int = 7) -> list[Order]:
    """List a person's orders of which a part is to be paid within some days or is overdue, the longest overdue first."""
    until = (today + timedelta(days=days)).isoformat()
    return view.find(Order, Where("owner", "eq", user), Where("due_day", "le", until), order=("due_day",))


def news(view: View, user: str, since: datetime, limit: int = 20) -> list[News]:
    """List what others changed since a moment, by record and author, the newest first."""
    by_record: dict[tuple[str, str], list[Line]] = {}
    for line in view.lines_of_others(
        [entity_of(kind).key for kind in WATCHED], micros(since), ("", user), limit * LINES
    ):
        by_record.setdefault((line.entry.record, line.author), []).append(line)
    ids = {record for record, _ in by_record}
    records: dict[str, Record] = {}
    for kind in WATCHED:
        records.update(view.by_ids(kind, ids))
    found = [_told(records[id_], author, theirs) for (id_, author), theirs in by_record.items() if id_ in records]
    return sorted(found, key=lambda one: -one.happened)[:limit]


def last_working_day(today: date) -> date:
    """Give the working day before a day; Monday's is Friday."""
    back = {0: 3, 6: 2}.get(today.weekday(), 1)
    return today - timedelta(days=back)


def _told(record: Record, author: str, lines: list[Line]) -> News:
    names = dict.fromkeys(name for line in lines for name in line.entry.fields if line.entry.act != 0)
    is_new = any(line.entry.act == 0 for line in lines)
    return News(record, author, tuple(names), is_new, max(line.happened for line in lines))


def _need(deal: Opportunity, stage: Stage | None, now: datetime, today: date) -> Need | None:
    if deal.close_day and deal.close_day < today:
        return Need(deal, "late_close", (today - deal.close_day).days)
    if not deal.next_step:
        return Need(deal, "no_step")
    if deal.next_step_day and deal.next_step_day < today:
        return Need(deal, "late_step", (today - deal.next_step_day).days)
    stood = (now - deal.stage_since).days if deal.stage_since else 0
    if stage and stage.expected_days and stood > stage.expected_days:
        return Need(deal, "rotting", stood)
    return None
