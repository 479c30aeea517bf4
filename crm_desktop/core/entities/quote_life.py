"""The life of a quote: its states, the moves between them, and what stays as it is once it was issued."""

from collections.abc import Mapping
from datetime import date

from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, REGISTRY, Choice, Raw

DRAFT = "draft"
IN_APPROVAL = "in_approval"
APPROVED = "approved"
ISSUED = "issued"
SENT = "sent"
ACCEPTED = "accepted"
DECLINED = "declined"
EXPIRED = "expired"
REPLACED = "replaced"
STATES = (
    Choice(DRAFT, QT_TRANSLATE_NOOP("core", "Draft"), "grey"),
    Choice(IN_APPROVAL, QT_TRANSLATE_NOOP("core", "In approval"), "amber"),
    Choice(APPROVED, QT_TRANSLATE_NOOP("core", "Approved"), "green"),
    Choice(ISSUED, QT_TRANSLATE_NOOP("core", "Issued"), "blue"),
    Choice(SENT, QT_TRANSLATE_NOOP("core", "Sent"), "violet"),
    Choice(ACCEPTED, QT_TRANSLATE_NOOP("core", "Accepted"), "green"),
    Choice(DECLINED, QT_TRANSLATE_NOOP("core", "Declined"), "red"),
    Choice(EXPIRED, QT_TRANSLATE_NOOP("core", "Expired"), "amber"),
    Choice(REPLACED, QT_TRANSLATE_NOOP("core", "Replaced"), "grey"),
)
UNRELEASED = frozenset({DRAFT, IN_APPROVAL, APPROVED})
"""States of what has not left the house."""
WAITING = (ISSUED, SENT)
"""States in which the customer has still to answer; past its last day such a quote is expired."""
MOVES: Mapping[str, frozenset[str]] = {
    DRAFT: frozenset({IN_APPROVAL, APPROVED, ISSUED}),
    IN_APPROVAL: frozenset({DRAFT, APPROVED}),
    APPROVED: frozenset({DRAFT, IN_APPROVAL, ISSUED}),
    ISSUED: frozenset({SENT, ACCEPTED, DECLINED, EXPIRED, REPLACED}),
    SENT: frozenset({ISSUED, ACCEPTED, DECLINED, EXPIRED, REPLACED}),
    ACCEPTED: frozenset({ISSUED, SENT, DECLINED, EXPIRED}),
    DECLINED: frozenset({ISSUED, SENT, ACCEPTED, EXPIRED, REPLACED}),
    EXPIRED: frozenset({ISSUED, SENT, ACCEPTED, DECLINED, REPLACED}),
    REPLACED: frozenset({ACCEPTED}),
}
"""State -> what may follow it. What left the house never becomes a draft again: an answer can be taken back, an issue not.

A customer may still order by the paper of a revision that was replaced.
"""
LEFT_FREE = frozenset({"state", "owner", "opportunity", "decided_day", "declined_because", "declined_note"})
"""Fields that may change after the issue: what becomes of the quote, and who looks after it. All others are on its paper."""

NOT_BACK = QT_TRANSLATE_NOOP(
    "core", "This quote was issued: its number is used, and it cannot be a draft again. Revise it instead."
)
NOT_FROM_HERE = QT_TRANSLATE_NOOP(
    "core", "A quote that is {before} cannot be {after} next. Open it to see what can be done with it now."
)
STAYS = QT_TRANSLATE_NOOP("core", "This quote was issued and stays as it is. Revise it, then change the revision.")
IN_OTHER_HANDS = QT_TRANSLATE_NOOP(
    "core", "This quote waits for an approval, or has one, which holds for it as it is. Take it back to change it."
)
KEPT = QT_TRANSLATE_NOOP(
    "core", "This quote was issued, so its number has to stay accounted for. Decline it instead of deleting it."
)
NO_REASON = QT_TRANSLATE_NOOP("core", "Say why the quote was declined.")


def is_issued(raw: Mapping[str, Raw]) -> bool:
    """Tell whether a quote, given as raw values, has left the house."""
    return (raw.get("state") or DRAFT) not in UNRELEASED


def quote_may_become(before: Mapping[str, Raw], after: Mapping[str, Raw] | None) -> None:
    """Refuse a move that the table has not, and any change of what an issued paper says; after: None to be deleted."""
    if after is None:
        if is_issued(before):
            raise RefusedError(KEPT)
        return
    was, now = str(before.get("state") or DRAFT), str(after.get("state") or DRAFT)
    if now != was and now not in MOVES.get(was, frozenset(MOVES)):
        raise (
            RefusedError(NOT_BACK, "state")
            if now in UNRELEASED and was not in UNRELEASED
            else RefusedError(NOT_FROM_HERE, "state", before=_named(was), after=_named(now))
        )
    if now != was and now == DECLINED and not after.get("declined_because"):
        raise RefusedError(NO_REASON, "declined_because")
    if is_issued(before):
        for name, field in REGISTRY["quote"].fields.items():
            if not field.derived and name not in LEFT_FREE and before.get(name) != after.get(name):
                raise RefusedError(STAYS, name)


def lines_may_change(quote: Mapping[str, Raw]) -> None:
    """Refuse to add, change or remove lines of an issued quote."""
    if is_issued(quote):
        raise RefusedError(STAYS)


def state_on(state: str, valid_until: date | None, day: date) -> str:
    """Tell the state of a quote on a day: one that nobody answered is expired when its last day is over."""
    return EXPIRED if state in WAITING and valid_until is not None and valid_until < day else state


def paper_number(number: str, revision: int | None) -> str:
    """Give the number as it is quoted in letters: the first revision bears it alone, the second with -R2."""
    return f"{number}-R{revision}" if number and (revision or 1) > 1 else number


def _named(state: str) -> str:
    return next((one.label for one in STATES if one.value == state), state)
