"""Writing what a calendar shows into a file that other calendars read."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from crm_desktop.core.entities import Account, Activity, Contact
from crm_desktop.core.schema import entity_of
from crm_desktop.documents.icalendar import Entry, calendar
from crm_desktop.ui import wording
from crm_desktop.ui.calendar.items import Piece
from crm_desktop.ui.context import Context
from crm_desktop.ui.file_saving import ask_where
from crm_desktop.ui.page import Frame

SUFFIX = ".ics"
TASK = "task"


class ExportDialog:
    """Ask where a calendar is to be written."""

    @classmethod
    def ask(cls, parent: QWidget, title: str, name: str) -> Path | None:
        """Give the path that was chosen, None where nothing was."""
        return ask_where(parent, title, name, f"iCalendar (*{SUFFIX})")


def export(context: Context, frame: Frame, parent: QWidget, pieces: Sequence[Piece], who: str, when: str) -> None:
    """Ask for a file and write the things of a calendar into it. who, when: whose and which days, in words."""
    said = QCoreApplication.translate("Calendar", "Export for other calendars")
    path = ExportDialog.ask(parent, said, f"{who} {when}{SUFFIX}")
    if path is None:
        return
    try:
        path.write_bytes(exported(context, pieces, context.desk.now(), who))
    except OSError as error:
        words = QCoreApplication.translate("Calendar", "The file could not be written: %1")
        frame.message("warn", words.replace("%1", error.strerror or str(error)))
        return
    frame.toast(QCoreApplication.translate("Calendar", "Written: %1").replace("%1", path.name))


def exported(context: Context, pieces: Sequence[Piece], stamp: datetime, name: str) -> bytes:
    """Write the things of a calendar as an iCalendar file; their ids stay the same at every export."""
    return calendar((_entry(context, one) for one in pieces), stamp, name)


def _entry(context: Context, piece: Piece) -> Entry:
    item, record = piece.item, piece.item.record
    known = wording.titles(context)
    account = known.record("account", record.account) if record.account else None
    contact = known.record("contact", record.contact) if record.contact else None
    place = [account.street, account.city, account.country] if isinstance(account, Account) else []
    person = contact if isinstance(contact, Contact) else None
    said = [
        piece.about,
        wording.name_of(person) if person else "",
        *(one.value for one in (person.phones if person else ())),
    ]
    is_visit = isinstance(record, Activity) and record.kind == "visit"
    if isinstance(record, Activity):
        said += [record.text, record.outcome]
    return Entry(
        uid=f"{entity_of(record).key}-{record.id}@satchel",
        summary=f"{piece.title} ({piece.owner})" if piece.owner else piece.title,
        day=item.day,
        starts=item.starts,
        minutes=item.minutes or (piece.usual if item.starts else 0),
        description="\n".join(part for part in said if part),
        location=wording.listed(part for part in place if part) if is_visit else "",
        category=wording.kind_name(entity_of(record).key)
        if not isinstance(record, Activity)
        else wording.choice(entity_of(Activity).fields["kind"], record.kind),
        is_task=isinstance(record, Activity) and record.kind == TASK,
        is_done=piece.is_done,
        is_free=piece.is_mark,
    )
