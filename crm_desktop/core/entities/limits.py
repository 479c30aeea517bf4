"""How far a price may go down without being asked for, who releases what goes further, and what was asked and answered."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from crm_desktop.core import schema as field
from crm_desktop.core.entities.people import LEADS, ONLY_ADMINISTRATOR, ROLES
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Around, Choice, Merge, Raw, Record, entity

GRANTED = "granted"
REFUSED = "refused"
RETURNED = "returned"
TAKEN_BACK = "taken_back"
VERDICTS = (
    Choice(GRANTED, QT_TRANSLATE_NOOP("core", "Approved"), "green"),
    Choice(RETURNED, QT_TRANSLATE_NOOP("core", "Returned to be changed"), "amber"),
    Choice(REFUSED, QT_TRANSLATE_NOOP("core", "Refused"), "red"),
    Choice(TAKEN_BACK, QT_TRANSLATE_NOOP("core", "Taken back"), "grey"),
)
HOLDS_FOR = QT_TRANSLATE_NOOP("core", "Holds for")
ALLOWS = QT_TRANSLATE_NOOP("core", "Allows")
ABSENCE = QT_TRANSLATE_NOOP("core", "Absence")
ASKED = QT_TRANSLATE_NOOP("core", "Asked")
ANSWERED = QT_TRANSLATE_NOOP("core", "Answered")

NO_MEASURE = QT_TRANSLATE_NOOP("core", "A limit needs a highest discount or a lowest margin. Fill in one of them.")
NO_APPROVER = QT_TRANSLATE_NOOP("core", "Say who may approve what goes beyond this limit: a role or a person.")
ENDS_BEFORE = QT_TRANSLATE_NOOP("core", "The last day lies before the first. Change one of them.")
NO_NOTE = QT_TRANSLATE_NOOP("core", "Say in the note what has to change.")
OWN_STAND_IN = QT_TRANSLATE_NOOP("core", "Somebody else has to stand in. Choose a colleague.")
NOT_ASKED_FOR = QT_TRANSLATE_NOOP("core", "An approval is asked for in one\u2019s own name. Ask for it yourself.")
NOT_YOUR_ANSWER = QT_TRANSLATE_NOOP(
    "core", "An approval is answered in one\u2019s own name, and taken back by whoever asked. Answer it yourself."
)
STAYS_ASKED = QT_TRANSLATE_NOOP("core", "What was asked and answered stays as it is. Ask for a new approval instead.")

_FIXED = ("quote", "asked_by", "asked_at", "digest")


def limit_says_something(raw: Mapping[str, Raw], _role: str) -> None:
    """Refuse a limit that limits nothing, or that nobody could ever release."""
    if raw.get("highest_discount") is None and raw.get("lowest_margin") is None:
        raise RefusedError(NO_MEASURE, "highest_discount")
    if not raw.get("approver_role") and not raw.get("approver"):
        raise RefusedError(NO_APPROVER, "approver_role")


def days_are_in_order(raw: Mapping[str, Raw], _role: str) -> None:
    """Refuse a last day before the first."""
    first, last = raw.get("first_day"), raw.get("last_day")
    if isinstance(first, str) and isinstance(last, str) and last < first:
        raise RefusedError(ENDS_BEFORE, "last_day")


def another_stands_in(raw: Mapping[str, Raw], _role: str) -> None:
    """Refuse that somebody stands in for herself."""
    if raw.get("stand_in") and raw.get("stand_in") == raw.get("person"):
        raise RefusedError(OWN_STAND_IN, "stand_in")


def no_is_explained(raw: Mapping[str, Raw], _role: str) -> None:
    """Refuse a no without a word of what has to change."""
    if raw.get("answer") in (REFUSED, RETURNED) and not str(raw.get("note") or "").strip():
        raise RefusedError(NO_NOTE, "note")


def answers_are_own(
    user: str, _role: str, before: Mapping[str, Raw] | None, after: Mapping[str, Raw] | None, _around: Around
) -> None:
    """Refuse to ask or answer in somebody else's name, and to change what an answer was given for."""
    if not user or after is None:
        return
    stood = before or {}
    if before is None and after.get("asked_by") != user:
        raise RefusedError(NOT_ASKED_FOR, "asked_by")
    if before is not None and any(before.get(name) != after.get(name) for name in _FIXED):
        raise RefusedError(STAYS_ASKED)
    was, now = ((raw.get("answer"), raw.get("answered_by")) for raw in (stood, after))
    if was == now:
        return
    if was[0] is not None and was[1] != user:
        raise RefusedError(STAYS_ASKED, "answer")
    if now[0] is not None and (now[1] != user or (now[0] == TAKEN_BACK and after.get("asked_by") != user)):
        raise RefusedError(NOT_YOUR_ANSWER, "answered_by")


@entity(
    "limit", QT_TRANSLATE_NOOP("core", "Limit"), QT_TRANSLATE_NOOP("core", "Limits"), icon="percent", write=ONLY_ADMINISTRATOR,
    rules=(limit_says_something, days_are_in_order),
)  # fmt: skip
class Limit(Record, frozen=True, kw_only=True):
    """How far people of a role may go with a price, and who releases what goes further."""

    name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Name"), required=True, section=HOLDS_FOR, column=1, width=190)] = ""
    role: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Role"), ROLES, section=HOLDS_FOR, column=2, width=150, help=QT_TRANSLATE_NOOP("core", "Empty: everybody."))] = ""
    product: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Product"), "product", section=HOLDS_FOR, column=3, help=QT_TRANSLATE_NOOP("core", "Of several limits the most particular counts: that of the product before that of its category, that of the role before everybody\u2019s."))] = ""
    category: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Category"), section=HOLDS_FOR, column=4)] = ""
    first_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "From"), section=HOLDS_FOR)] = None
    last_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Until"), section=HOLDS_FOR)] = None
    highest_discount: Annotated[Decimal | None, field.percent(QT_TRANSLATE_NOOP("core", "Highest discount"), merge=Merge.ASK, section=ALLOWS, column=5, low=Decimal(0), high=Decimal(100), help=QT_TRANSLATE_NOOP("core", "Of each line against its list price, with its share of the discount on the whole."))] = None
    lowest_margin: Annotated[Decimal | None, field.percent(QT_TRANSLATE_NOOP("core", "Lowest margin"), merge=Merge.ASK, section=ALLOWS, column=6, read=LEADS, low=Decimal(-100), high=Decimal(100), help=QT_TRANSLATE_NOOP("core", "Of the whole quote; with a product or a category, of each such line. Whoever may not see costs is held to the lowest price of the product."))] = None
    approver_role: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Approved by the role"), ROLES, merge=Merge.ASK, section=ALLOWS, column=7, width=150)] = ""
    approver: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Approved by"), "user", merge=Merge.ASK, section=ALLOWS, column=8, help=QT_TRANSLATE_NOOP("core", "This person alone, whatever the role."))] = ""


@entity(
    "stand_in", QT_TRANSLATE_NOOP("core", "Stand-in"), QT_TRANSLATE_NOOP("core", "Stand-ins"), icon="users", title=("first_day", "last_day"), owned="person",
    rules=(days_are_in_order, another_stands_in),
)  # fmt: skip
class StandIn(Record, frozen=True, kw_only=True):
    """Who approves in somebody's place between two days."""

    person: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Who is away"), "user", required=True, section=ABSENCE, column=1, width=200)] = ""
    stand_in: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Stand-in"), "user", required=True, merge=Merge.ASK, section=ABSENCE, column=2, width=200)] = ""
    first_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "From"), required=True, section=ABSENCE, column=3)] = None
    last_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Until"), required=True, section=ABSENCE, column=4)] = None


@entity(
    "approval", QT_TRANSLATE_NOOP("core", "Approval"), QT_TRANSLATE_NOOP("core", "Approvals"), icon="shield-check", title=("reason",), follows=("quote",),
    rules=(no_is_explained,), admit=answers_are_own, internal=True,
)  # fmt: skip
class Approval(Record, frozen=True, kw_only=True):
    """That somebody asked to go beyond the limits with a quote, and what was answered.

    digest: of the commercial content asked about; an answer holds for that content alone.
    """

    quote: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Quote"), "quote", required=True, section=ASKED, column=1)] = ""
    asked_by: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Asked by"), "user", required=True, section=ASKED, column=2)] = ""
    asked_at: Annotated[datetime | None, field.moment(QT_TRANSLATE_NOOP("core", "Asked at"), required=True, section=ASKED, column=3)] = None
    reason: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "Why"), section=ASKED, column=4)] = ""
    asked_of: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Asked of"), "user", merge=Merge.ASK, section=ASKED, column=5)] = ""
    digest: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Content asked about"), required=True)] = ""
    answer: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Answer"), VERDICTS, merge=Merge.ASK, section=ANSWERED, column=6)] = ""
    note: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "Note"), section=ANSWERED, column=7)] = ""
    answered_by: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Answered by"), "user", section=ANSWERED, column=8)] = ""
    answered_at: Annotated[datetime | None, field.moment(QT_TRANSLATE_NOOP("core", "Answered at"), section=ANSWERED)] = None
