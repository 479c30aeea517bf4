"""What the server says of changes it did not take as they came: refusals, conflicts, and deletions undone."""

from collections.abc import Callable, Mapping

import msgspec

from crm_desktop.core.access import target_of
from crm_desktop.core.changes import Change, Entry, Line
from crm_desktop.core.entities import Conflict, Refusal
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.merging import Clash
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, REGISTRY, Raw, moment_of
from crm_desktop.core.store import Batch
from sync_server.conflicts import told
from sync_server.refusals import Refusals

EXISTS = QT_TRANSLATE_NOOP("core", "A record with this id exists already. Enter it again as a new one.")
UNKNOWN_RECORD = QT_TRANSLATE_NOOP(
    "core", "This record was never created on the server: that change was put aside. Enter it anew, then this."
)
UNKNOWN_LINK = QT_TRANSLATE_NOOP(
    "core", "{label} points to a record that the server does not have. Choose another one, then send it again."
)
WAITS = QT_TRANSLATE_NOOP(
    "core",
    "It builds on another change that was not accepted. Send that one again, and this one follows by itself.",
)
CHANGED_MEANWHILE = QT_TRANSLATE_NOOP(
    "core", "It was not deleted: a colleague changed it meanwhile. Look at the change, then delete it again."
)
GREW_MEANWHILE = QT_TRANSLATE_NOOP(
    "core",
    "It was not deleted: a colleague added {label} {value} to it meanwhile, or changed that. Look at it, then delete again.",
)
PARENT_DELETED = QT_TRANSLATE_NOOP(
    "core",
    "{label} was deleted meanwhile by somebody who had not seen this. Send it again, and that record comes back with it.",
)
TAKEN = QT_TRANSLATE_NOOP(
    "core",
    "{label} {value} stands on another paper already: it was given out twice, because the server was put back from a"
    " backup. Put this aside and issue the quote again: it takes the next number.",
)
ORDER_TAKEN = QT_TRANSLATE_NOOP(
    "core", "There is the order {value} already: a colleague was first. Look at it, then put this aside."
)
REVISION_TAKEN = QT_TRANSLATE_NOOP(
    "core",
    "A colleague has begun this revision of {value} already. Look at it, copy what yours says differently, then put this"
    " aside.",
)
NOT_YOUR_NAME = QT_TRANSLATE_NOOP(
    "core", "The change carries another person’s name. Sign in as that person to send it."
)
UNKNOWN_ENTITY = QT_TRANSLATE_NOOP(
    "core", "The server does not know this kind of record yet. It must be updated first."
)

_json = msgspec.json.Encoder(order="sorted")


def taken(entity: str, raw: Mapping[str, Raw]) -> str:
    """Choose the sentence for a number that another record bears already."""
    if entity == "order":
        return ORDER_TAKEN
    revision = raw.get("revision")
    return REVISION_TAKEN if isinstance(revision, int) and revision > 1 else TAKEN


class Standing(msgspec.Struct, frozen=True):
    """Who set a standing value, and when (microseconds UTC)."""

    author: str
    happened: int


class Notices:
    """Make the records that tell people of changes; author: whose changes are judged; new_id: gives ids."""

    def __init__(self, batch: Batch, author: str, refusals: Refusals, new_id: Callable[[], str]) -> None:
        self._batch = batch
        self._author = author
        self._refusals = refusals
        self._new_id = new_id

    def refusal(self, change: Change, fault: RefusedError) -> Refusal:
        """Tell an author which change was not taken and why, and keep it."""
        first = next((entry for entry in change.entries if fault.field in entry.fields), change.entries[0])
        waits_for = self._waits_for(change, first) if fault.message in (UNKNOWN_RECORD, UNKNOWN_LINK) else ""
        return Refusal(
            id=self._new_id(),
            author=self._author,
            change=change.id,
            entity=first.entity,
            record=first.record,
            on_field=fault.field,
            reason=WAITS if waits_for else fault.message,
            values="{}" if waits_for else _json.encode(fault.values).decode(),
            kept=_json.encode([entry for entry in change.entries if entry.entity != "refusal"]).decode(),
            waits_for=waits_for,
        )

    def undone(self, entry: Entry, line: Line) -> Refusal:
        """Tell whoever deleted a record that it stands again, by an edit that had not seen the deletion."""
        return Refusal(
            id=self._new_id(),
            author=line.author,
            change=line.change,
            entity=entry.entity,
            record=entry.record,
            reason=CHANGED_MEANWHILE,
            values="{}",
            kept=_json.encode([line.entry]).decode(),
        )

    def conflict(self, change: Change, entry: Entry, clash: Clash, standing: Standing) -> Conflict:
        """Tell whoever answers for a record that two values of a field wait for a choice."""
        row = self._batch.row(entry.entity, entry.record)
        raw = row.raw or {}
        account = self._account_of(entry.entity, entry.record, raw)
        return Conflict(
            id=self._new_id(),
            entity=entry.entity,
            record=entry.record,
            on_field=clash.name,
            account=account,
            territory="" if account or not self._is_territory(row.node) else row.node,
            base=told(clash.base),
            standing=told(clash.standing),
            standing_author=standing.author,
            standing_at=moment_of(standing.happened),
            waiting=told(clash.waiting),
            waiting_author=change.author,
            waiting_at=moment_of(change.happened),
        )

    def _waits_for(self, change: Change, first: Entry) -> str:
        """Name the open refusal of the change that would have created what this one needs, "" where there is none."""
        for entry in (first, *change.entries):
            declared = REGISTRY[entry.entity].links
            links = [(declared[name], new) for name, (_, new) in entry.fields.items() if name in declared]
            for key, id_ in [(entry.entity, entry.record), *links]:
                if isinstance(id_, str) and (found := self._refusals.creating(key, id_)):
                    return found
        return ""

    def _account_of(self, key: str, id_: str, raw: dict[str, Raw]) -> str:
        """Find the account that a record follows, over the records between; "" where it follows none."""
        if key == "account":
            return id_
        declared = REGISTRY[key]
        for name in declared.follows:
            target, linked = target_of(declared.fields[name], raw), raw.get(name)
            if target not in ("", "territory", "user") and isinstance(linked, str):
                found = self._batch.row(target, linked).raw
                if found is not None and (account := self._account_of(target, linked, found)):
                    return account
        return ""

    def _is_territory(self, node: str) -> bool:
        return bool(node) and self._batch.node("territory", node) is not None
