"""What people do with customers: tasks, calls, meetings, visits and notes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from crm_desktop.core import schema as field
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Choice, Merge, Record, entity

MAIL = "mail"
KINDS = (
    Choice("task", QT_TRANSLATE_NOOP("core", "Task"), "grey"),
    Choice("call", QT_TRANSLATE_NOOP("core", "Call"), "blue"),
    Choice("meeting", QT_TRANSLATE_NOOP("core", "Meeting"), "violet"),
    Choice("visit", QT_TRANSLATE_NOOP("core", "Visit"), "green"),
    Choice("note", QT_TRANSLATE_NOOP("core", "Note"), "amber"),
    Choice(MAIL, QT_TRANSLATE_NOOP("core", "Mail"), "violet"),
)
WHAT = QT_TRANSLATE_NOOP("core", "What")
ABOUT_WHOM = QT_TRANSLATE_NOOP("core", "About whom")
WHEN = QT_TRANSLATE_NOOP("core", "When")


@entity("activity", QT_TRANSLATE_NOOP("core", "Activity"), QT_TRANSLATE_NOOP("core", "Activities"), history_days=400, icon="square-check", title=("subject",), follows=("account", "opportunity", "owner"))
class Activity(Record, frozen=True, kw_only=True):
    """One thing done or to do; without a `done_at` it is still to do."""

    kind: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Kind"), KINDS, required=True, section=WHAT, column=1, width=90)] = "task"
    subject: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Subject"), required=True, section=WHAT, column=2, width=300)] = ""
    text: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "Text"), section=WHAT)] = ""
    outcome: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Outcome"), section=WHAT)] = ""
    account: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Account"), "account", section=ABOUT_WHOM, column=3, width=220)] = ""
    contact: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Contact"), "contact", section=ABOUT_WHOM)] = ""
    opportunity: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Deal"), "opportunity", section=ABOUT_WHOM)] = ""
    owner: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Owner"), "user", required=True, merge=Merge.ASK, section=WHEN, column=5)] = ""
    due_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Due"), section=WHEN, column=4, index=True)] = None
    starts: Annotated[datetime | None, field.moment(QT_TRANSLATE_NOOP("core", "Starts"), section=WHEN, index=True)] = None
    minutes: Annotated[int | None, field.whole(QT_TRANSLATE_NOOP("core", "Minutes"), section=WHEN, low=Decimal(0))] = None
    is_done: Annotated[bool, field.yes_no(QT_TRANSLATE_NOOP("core", "Done"), section=WHEN, column=6)] = False
    done_at: Annotated[datetime | None, field.moment(QT_TRANSLATE_NOOP("core", "Done at"), section=WHEN)] = None
    is_pinned: Annotated[bool, field.yes_no(QT_TRANSLATE_NOOP("core", "Pinned"), section=WHAT, help=QT_TRANSLATE_NOOP("core", "Stands on top of what happened, for everybody."))] = False
    external_key: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Key in the source"), index=True)] = ""
