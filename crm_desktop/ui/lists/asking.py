"""What can be asked about the records of a list, of what they link to and of what links to them, and in which words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from crm_desktop.core.access import hidden_fields, subtree
from crm_desktop.core.entities import Territory
from crm_desktop.core.entities.pipeline import OPEN, WON
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, REGISTRY, Entity, Field, Kind
from crm_desktop.core.store import Where
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context

BOTH = ("empty", "filled")
COUNTED = ("last", "next", "ago")
"""Operators that take a number of days."""
_DAYS = ("last", "next", "before", "today", "month", "ago", "ge", "le", *BOTH)
_OPERATORS: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("contains", "eq", *BOTH),
    Kind.LONG_TEXT: ("contains", *BOTH),
    Kind.CHOICE: ("eq", "ne", *BOTH),
    Kind.LINK: ("contains", *BOTH),
    Kind.TAGS: ("contains", *BOTH),
    Kind.LABELLED: ("contains", *BOTH),
    Kind.YES_NO: ("filled", "empty"),
    Kind.DAY: _DAYS,
    Kind.MOMENT: _DAYS,
    **dict.fromkeys((Kind.WHOLE, Kind.DECIMAL, Kind.AMOUNT, Kind.PERCENT), ("ge", "le", "eq", *BOTH)),
}
FEW = frozenset({"user", "stage", "pipeline", "territory", "currency", "price_book"})
"""Entities of which there are so few that one is chosen from a list."""
ME = "@me"
"""The value that means whoever looks: a view that is shared shows each her own."""
_THROUGH = frozenset({"account", "contact", "opportunity"})  # links over which one may ask about the other record


@dataclass(frozen=True)
class Question:
    """What is asked about records that link to one: which of them, and the day by which they are told apart.

    label: English source of the context "Question". ways: operators about that day, none without one.
    """

    name: str
    entity: str
    label: str
    conditions: tuple[Where, ...] = ()
    day: str = ""
    ways: tuple[str, ...] = ()


_LAST, _NEXT = ("none_last", "some_last"), ("none_next", "some_next")
QUESTIONS = (
    Question("done", "activity", QT_TRANSLATE_NOOP("Question", "Past activities"), (Where("is_done", "filled"),), "done_at", _LAST),
    Question("planned", "activity", QT_TRANSLATE_NOOP("Question", "Planned activities"), (Where("is_done", "empty"),), "due_day", _NEXT),
    Question("every", "contact", QT_TRANSLATE_NOOP("Question", "Contacts")),
    Question("open", "opportunity", QT_TRANSLATE_NOOP("Question", "Open deals"), (Where("outcome", "eq", OPEN),), "close_day", _NEXT),
    Question("won", "opportunity", QT_TRANSLATE_NOOP("Question", "Won deals"), (Where("outcome", "eq", WON),), "closed_day", _LAST),
    Question("every", "quote", QT_TRANSLATE_NOOP("Question", "Quotes"), (), "issue_day", _LAST),
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One thing that can be asked about: its path, and the link before it, if any.

    field: what is compared, or the link by which the records of a question point here.
    """

    path: str
    field: Field
    through: Field | None = None
    question: Question | None = None

    def words(self) -> str:
        """Name it for a person."""
        own = (
            QCoreApplication.translate("Question", self.question.label) if self.question else wording.label(self.field)
        )
        return f"{wording.label(self.through)} › {own}" if self.through else own


@dataclass(frozen=True)
class Standpoint:
    """From where filters are judged: the day and zone, the currency of amounts, who asks, and what lies below a node."""

    today: date
    zone: ZoneInfo
    currency: str
    user: str
    below: Callable[[str], Iterable[str]]


def standpoint(context: Context) -> Standpoint:
    """Stand where the person does: in the past that is looked at, days are counted from there."""
    desk, view = context.desk, context.view
    return Standpoint(
        wording.day_in_view(context),
        desk.zone,
        desk.organisation.base_currency,
        desk.user.id,
        lambda node: subtree([node], view.find(Territory)),
    )


def askable(declared: Entity, role: str) -> list[Asked]:
    """List what can be asked about a kind of record: its fields, those of what it links to, and what links to it."""
    found = [Asked(field.name, field) for field in _fields(declared, role)]
    found += _pointing(declared, role)
    for field in declared.stored:
        if field.kind is Kind.LINK and field.target in _THROUGH and field.target != declared.key:
            target = REGISTRY[field.target]
            inner = [Asked(one.name, one) for one in _fields(target, role)]
            inner += _pointing(target, role) if field.target == "account" else []
            found += [Asked(f"{field.name}.{one.path}", one.field, field, one.question) for one in inner]
    return found


def operators(asked: Asked) -> tuple[str, ...]:
    """List the operators that can be asked with."""
    if asked.question:
        return ("none", "some", *asked.question.ways)
    if asked.field.kind is Kind.LINK and asked.field.target in FEW:
        return ("eq", "ne", *BOTH)
    return _OPERATORS.get(asked.field.kind, BOTH)


def needs_days(op: str) -> bool:
    """Tell whether an operator takes a number of days."""
    return op in COUNTED or op.endswith(("_last", "_next"))


def needs_nothing(asked: Asked, op: str) -> bool:
    """Tell whether an operator says it all."""
    return op in {*BOTH, "none", "some", "before", "today", "month"} and op in operators(asked)


def _fields(declared: Entity, role: str) -> list[Field]:
    hidden = hidden_fields(declared, role)
    return [f for f in declared.stored if (f.section or f.column) and f.name not in hidden and f.kind in _OPERATORS]


def _pointing(declared: Entity, role: str) -> list[Asked]:
    found = []
    for question in QUESTIONS:
        other = REGISTRY[question.entity]
        hidden = hidden_fields(other, role)
        found += [
            Asked(f"<{other.key}.{link.name}:{question.name}", link, question=question)
            for link in other.stored
            if link.kind is Kind.LINK and link.target == declared.key and link.name not in hidden
        ]
    return found


def operator_words(asked: Asked, op: str) -> str:
    """Name an operator; ... stands where a number of days goes."""
    field = asked.field
    if not asked.question and field.kind is Kind.YES_NO:
        yes, no = QCoreApplication.translate("Filter", "is yes"), QCoreApplication.translate("Filter", "is no")
        return yes if op == "filled" else no
    if field.kind in {Kind.DAY, Kind.MOMENT} and op in {"ge", "le"}:
        since, until = QCoreApplication.translate("Filter", "from"), QCoreApplication.translate("Filter", "until")
        return since if op == "ge" else until
    if field.target == "territory" and op in {"eq", "ne"}:
        inside = QCoreApplication.translate("Filter", "is in")
        return inside if op == "eq" else QCoreApplication.translate("Filter", "is not in")
    return _words()[op]


def _words() -> dict[str, str]:
    return {
        "contains": QCoreApplication.translate("Filter", "contains"),
        "eq": QCoreApplication.translate("Filter", "is"),
        "ne": QCoreApplication.translate("Filter", "is not"),
        "ge": QCoreApplication.translate("Filter", "at least"),
        "le": QCoreApplication.translate("Filter", "at most"),
        "empty": QCoreApplication.translate("Filter", "is empty"),
        "filled": QCoreApplication.translate("Filter", "is filled in"),
        "last": QCoreApplication.translate("Filter", "in the last … days"),
        "next": QCoreApplication.translate("Filter", "in the next … days"),
        "before": QCoreApplication.translate("Filter", "before today"),
        "today": QCoreApplication.translate("Filter", "today"),
        "month": QCoreApplication.translate("Filter", "this month"),
        "ago": QCoreApplication.translate("Filter", "more than … days ago"),
        "none": QCoreApplication.translate("Filter", "none"),
        "some": QCoreApplication.translate("Filter", "any"),
        "none_last": QCoreApplication.translate("Filter", "none in the last … days"),
        "some_last": QCoreApplication.translate("Filter", "any in the last … days"),
        "none_next": QCoreApplication.translate("Filter", "none in the next … days"),
        "some_next": QCoreApplication.translate("Filter", "any in the next … days"),
    }


def span(op: str, count: int, today: date) -> tuple[date | None, date | None]:
    """Give the first and the last day that an operator about days means, None where it is open."""
    match op:
        case "last":
            return today - timedelta(days=count), today
        case "next":
            return today, today + timedelta(days=count)
        case "before":
            return None, today - timedelta(days=1)
        case "ago":
            return None, today - timedelta(days=count + 1)
        case "month":
            first = today.replace(day=1)
            return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        case _:
            return today, today
