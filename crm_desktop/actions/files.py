"""Pictures and papers that hang on activities: checked, kept and named by records."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from crm_desktop.actions.desk import Desk
from crm_desktop.core.attached import HEAD, LARGEST, check_file
from crm_desktop.core.changes import Entry, create_entry
from crm_desktop.core.entities import Activity, File
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, entity_of, raw_of
from crm_desktop.core.store import Where

NOT_READABLE = QT_TRANSLATE_NOOP("core", "{name} cannot be read: {reason}. Choose another file.")


class Attachment(msgspec.Struct, frozen=True):
    """A file whose bytes are kept, and that no record names yet. media_type: told by its content; size: bytes."""

    name: str
    media_type: str
    sha256: str
    size: int


def attach(desk: Desk, name: str, content: bytes) -> Attachment:
    """Keep the bytes of what is going to hang on a record.

    Raises RefusedError with what to do where size or kind are not allowed; nothing is kept then. Large ones take longer
    than the GUI thread has.
    """
    media_type = check_file(name, content[:HEAD], len(content))
    return Attachment(name, media_type, desk.replica.files.keep(content), len(content))


def attach_path(desk: Desk, path: Path) -> Attachment:
    """Keep the bytes of a file of this computer; raises RefusedError as `attach` does, and where it cannot be read."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
            check_file(path.name, head, size)  # before what is far too large is read
            content = head + file.read(LARGEST)
    except OSError as fault:
        raise RefusedError(NOT_READABLE, name=path.name, reason=fault.strerror or fault) from fault
    return attach(desk, path.name, content)


def detach(desk: Desk, attachment: Attachment) -> None:
    """Let go of bytes that were chosen and are not wanted; where a record names the same, they stay."""
    desk.replica.files.drop(attachment.sha256)


def file_entries(desk: Desk, activity: Activity, attachments: Iterable[Attachment]) -> list[Entry]:
    """Make the entries of the records that name what is attached to an activity, to be saved with it."""
    entries = []
    for one in attachments:
        file = File(
            id=desk.new_id(), name=one.name, sha256=one.sha256, media_type=one.media_type, size=one.size,
            account=activity.account, activity=activity.id, owner=desk.user.id,
        )  # fmt: skip
        entries.append(create_entry(entity_of(file).key, file.id, raw_of(file)))
    return entries


def files_of(desk: Desk, activities: Iterable[str]) -> dict[str, list[File]]:
    """List the files of activities, the oldest first; by activity."""
    found: dict[str, list[File]] = {}
    for file in desk.replica.find(File, Where("activity", "in", list(activities)), order=("id",)):
        found.setdefault(file.activity, []).append(file)
    return found
