"""Logging what was done with a customer, and planning what is to be done."""

from collections.abc import Iterable
from datetime import date

import msgspec

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.files import Attachment, file_entries
from crm_desktop.actions.records import edit_entry_of
from crm_desktop.core.changes import Entry, create_entry
from crm_desktop.core.entities import Account, Activity, Contact, Opportunity, Quote
from crm_desktop.core.entities.pipeline import OPEN
from crm_desktop.core.schema import Record, entity_of, raw_of

NOTE, TASK = "note", "task"
TALKED_ABOUT = (Account, Contact, Opportunity, Quote, Activity)
"""What an activity can be about."""
LONGEST_SUBJECT = 90


class Step(msgspec.Struct, frozen=True):
    """What is to be done next; due: None where no day was named."""

    kind: str
    subject: str
    due: date | None = None


def about(desk: Desk, record: Record | None) -> Activity:
    """Make an empty activity about an account, a contact, a deal, a quote or what another one is about; not saved yet."""
    activity = Activity(id=desk.new_id(), owner=desk.user.id)
    match record:
        case Account():
            return msgspec.structs.replace(activity, account=record.id)
        case Contact():
            return msgspec.structs.replace(activity, account=record.account, contact=record.id)
        case Opportunity():
            return msgspec.structs.replace(
                activity, account=record.account, contact=record.contact, opportunity=record.id
            )
        case Quote() | Activity():
            return msgspec.structs.replace(
                activity, account=record.account, contact=record.contact, opportunity=record.opportunity
            )
        case _:
            return activity


def log(
    desk: Desk, record: Record | None, kind: str, subject: str, text: str = "", outcome: str = "",
    *, attachments: Iterable[Attachment] = (),
) -> Done:  # fmt: skip
    """Log something done: a call, meeting, visit or note, now, with its pictures in the same change.

    All but a note stand on this day of the calendar; when they began nobody said.
    """
    day = None if kind == NOTE else desk.today()
    done = msgspec.structs.replace(
        about(desk, record), kind=kind, subject=subject, text=text, outcome=outcome, due_day=day, is_done=True,
        done_at=desk.now(),
    )  # fmt: skip
    return _create(desk, done, attachments)


def plan(
    desk: Desk, record: Record | None, kind: str, subject: str, due: date | None, text: str = "",
    *, attachments: Iterable[Attachment] = (),
) -> Done:  # fmt: skip
    """Plan something to do by a day."""
    planned = msgspec.structs.replace(about(desk, record), kind=kind, subject=subject, due_day=due, text=text)
    return _create(desk, planned, attachments)


def write_down(
    desk: Desk, record: Record | None, kind: str, words: str, day: date | None = None,
    *, attachments: Iterable[Attachment] = (),
) -> Done:  # fmt: skip
    """Write down what somebody typed: its first line is the subject; a task and a coming day are planned, the rest is done."""
    first, _, rest = words.partition("\n")
    subject = first[:LONGEST_SUBJECT]
    text = rest.strip() if subject == first else words
    if kind == TASK or (day is not None and day > desk.today()):
        return plan(desk, record, kind, subject, day, text, attachments=attachments)
    return log(desk, record, kind, subject, text, attachments=attachments)


def _create(desk: Desk, activity: Activity, attachments: Iterable[Attachment]) -> Done:
    files = file_entries(desk, activity, attachments)
    return desk.save(create_entry(entity_of(activity).key, activity.id, raw_of(activity)), *files)


def finish(desk: Desk, activity: Activity, outcome: str = "", step: Step | None = None) -> Done:
    """Mark an activity as done now, and plan in the same change what is to be done next.

    The deal that both are about has its own next step: it becomes the new one, and is empty again where it was this
    activity and nothing follows.
    """
    done = edit_entry_of(activity, is_done=True, done_at=desk.now(), outcome=outcome or activity.outcome)
    entries = [] if done is None else [done]
    if step is not None:
        planned = msgspec.structs.replace(
            about(desk, activity), kind=step.kind, subject=step.subject, due_day=step.due
        )  # fmt: skip
        entries.append(create_entry(entity_of(planned).key, planned.id, raw_of(planned)))
    deal = desk.replica.get(Opportunity, activity.opportunity) if activity.opportunity else None
    if deal is not None and deal.outcome == OPEN and (moved := _next_step(deal, activity, step)) is not None:
        entries.append(moved)
    return desk.save(*entries)


def _next_step(deal: Opportunity, done: Activity, step: Step | None) -> Entry | None:
    if step is not None:
        return edit_entry_of(deal, next_step=step.subject, next_step_day=step.due)
    if deal.next_step and deal.next_step == done.subject:
        return edit_entry_of(deal, next_step="", next_step_day=None)
    return None
