"""Logging what was done with a customer, and planning what is to be done."""

from collections.abc import Iterable
from datetime import date

import msgspec

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.files import Attachment, file_entries
from crm_desktop.actions.records import edit
from crm_desktop.core.changes import create_entry
from crm_desktop.core.entities import Account, Activity, Contact, Opportunity
from crm_desktop.core.schema import Record, entity_of, raw_of


def about(desk: Desk, record: Record | None) -> Activity:
    """Make an empty activity about an account, a contact or a deal; it is not saved yet."""
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
        case _:
            return activity


def log(
    desk: Desk, record: Record | None, kind: str, subject: str, text: str = "", outcome: str = "",
    *, attachments: Iterable[Attachment] = (),
) -> Done:  # fmt: skip
    """Log something done: a call, meeting, visit or note, now, with its pictures in the same change."""
    done = msgspec.structs.replace(
        about(desk, record), kind=kind, subject=subject, text=text, outcome=outcome, is_done=True, done_at=desk.now()
    )
    return _create(desk, done, attachments)


def plan(
    desk: Desk, record: Record | None, kind: str, subject: str, due: date | None, text: str = "",
    *, attachments: Iterable[Attachment] = (),
) -> Done:  # fmt: skip
    """Plan something to do by a day."""
    planned = msgspec.structs.replace(about(desk, record), kind=kind, subject=subject, due_day=due, text=text)
    return _create(desk, planned, attachments)


def _create(desk: Desk, activity: Activity, attachments: Iterable[Attachment]) -> Done:
    files = file_entries(desk, activity, attachments)
    return desk.save(create_entry(entity_of(activity).key, activity.id, raw_of(activity)), *files)


def finish(desk: Desk, activity: Activity, outcome: str = "") -> Done:
    """Mark an activity as done now."""
    return edit(desk, activity, is_done=True, done_at=desk.now(), outcome=outcome or activity.outcome)
