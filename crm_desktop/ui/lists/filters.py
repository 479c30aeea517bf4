"""Filters of a list: one question with its answer, the words on its chip, and the conditions it becomes."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QCoreApplication, QObject

from crm_desktop.actions.views import Rule
from crm_desktop.analysis.quote_states import in_state, is_state
from crm_desktop.core.money import round_amount
from crm_desktop.core.schema import REGISTRY, Field, Kind, micros, to_raw
from crm_desktop.core.store import Pointing, Where
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.lists.asking import (
    BOTH,
    FEW,
    ME,
    Asked,
    Standpoint,
    needs_days,
    operator_words,
    operators,
    span,
)
from crm_desktop.ui.typed import TypedError, read_day, read_number

DAYS_AT_FIRST = 30
MOST_DAYS = 3650


class DayWords(QObject):
    """Say operators with their number of days: lupdate sees counted texts in self.tr alone."""

    def say(self, op: str, count: int) -> str:
        """Word one of the operators that take a number of days."""
        return {
            "last": self.tr("in the last %n day(s)", "", count),
            "next": self.tr("in the next %n day(s)", "", count),
            "ago": self.tr("more than %n day(s) ago", "", count),
            "none_last": self.tr("none in the last %n day(s)", "", count),
            "some_last": self.tr("any in the last %n day(s)", "", count),
            "none_next": self.tr("none in the next %n day(s)", "", count),
            "some_next": self.tr("any in the next %n day(s)", "", count),
        }[op]


@dataclass(frozen=True)
class Filter:
    """One chosen filter: what is asked, how, and the value as typed."""

    asked: Asked
    op: str
    typed: str = ""

    @property
    def rule(self) -> Rule:
        """Give it as a view keeps it."""
        return Rule(self.asked.path, self.op, self.typed)

    def words(self, context: Context) -> str:
        """Say the filter as a person reads it on its chip."""
        is_counted = needs_days(self.op) and self.typed.isdecimal()
        how = DayWords().say(self.op, int(self.typed)) if is_counted else operator_words(self.asked, self.op)
        said = wording.told(self.asked.words(), how) if self.asked.question else f"{self.asked.words()} {how}"
        if is_counted:
            return said
        value = value_words(context, self.asked.field, self.typed)
        return f"{said} {value}" if value else said


def filter_of(rule: Rule, asked: list[Asked]) -> Filter | None:
    """Find what a kept rule asks; None where this version or this role knows no such question."""
    found = next((one for one in asked if one.path == rule.path), None)
    return Filter(found, rule.op, rule.value) if found is not None and rule.op in operators(found) else None


def value_words(context: Context, field: Field, typed: str) -> str:
    """Word the value of a filter."""
    if field.kind is Kind.CHOICE:
        return wording.choice(field, typed)
    if typed == ME:
        return QCoreApplication.translate("Filter", "me")
    if field.kind is Kind.LINK and field.target in FEW:
        return wording.title(context, field.target, typed)
    return typed


def conditions(filter_: Filter, here: Standpoint) -> tuple[Where, ...]:
    """Turn a filter into conditions. Raises TypedError where the typed value cannot be understood."""
    asked, op = filter_.asked, filter_.op
    if asked.question:
        return (_pointed(filter_, here),)
    if op in BOTH:
        return (Where(asked.path, op),)
    if asked.field.kind in {Kind.DAY, Kind.MOMENT}:
        return _within(asked.path, asked.field, _days(op, filter_.typed, here.today), here)
    return (_compared(asked.path, asked.field, op, filter_.typed, here),)


def _compared(path: str, field: Field, op: str, typed: str, here: Standpoint) -> Where:
    if field.kind is Kind.LINK:
        return _linked(path, field, op, typed, here)
    if field.is_number:
        value = read_number(typed)
        value = round_amount(value, here.currency) if field.kind is Kind.AMOUNT else value
        return Where(path, op, int(value) if field.kind is Kind.WHOLE else to_raw(field, value, here.currency))
    if not typed:
        raise TypedError(QCoreApplication.translate("Filter", "Type or choose what to look for."))
    return in_state(op, typed, here.today) if is_state(field) else Where(path, op, typed)


def _linked(path: str, field: Field, op: str, typed: str, here: Standpoint) -> Where:
    if field.target not in FEW:
        return Where(f"{path}.{REGISTRY[field.target].title[0]}", op, typed)
    if field.target == "territory" and op == "eq":
        return Where(path, "in", sorted(here.below(typed)))
    if field.target == "territory":
        return Where(path, "out", sorted(here.below(typed)))
    return Where(path, op, here.user if typed == ME else typed)


def _pointed(filter_: Filter, here: Standpoint) -> Where:
    asked, (way, _, when) = filter_.asked, filter_.op.partition("_")
    question = asked.question
    if question is None:
        raise LookupError(asked.path)
    found = question.conditions
    if when:
        day = REGISTRY[question.entity].fields[question.day]
        found = (*found, *_within(question.day, day, _days(when, filter_.typed, here.today), here))
    before = f"{asked.through.name}." if asked.through else ""
    return Where(f"{before}id", way, Pointing(question.entity, asked.field.name, found))


def _days(op: str, typed: str, today: date) -> tuple[date | None, date | None]:
    if op == "ge":
        return read_day(typed, today), None
    if op == "le":
        return None, read_day(typed, today)
    count = read_number(typed) if needs_days(op) else 0
    if not 0 <= count <= MOST_DAYS:
        said = QCoreApplication.translate("Filter", "Type a number of days from 0 to %1.")
        raise TypedError(said.replace("%1", str(MOST_DAYS)))
    return span(op, int(count), today)


def _within(path: str, field: Field, days: tuple[date | None, date | None], here: Standpoint) -> tuple[Where, ...]:
    """Ask for a day, or a moment, from the first of some days to the last, both included."""
    first, last = days
    if field.kind is Kind.DAY:
        ends = [("ge", to_raw(field, first)), ("le", to_raw(field, last))]
    else:
        after = None if last is None else last + timedelta(days=1)
        ends = [
            (op, None if day is None else micros(datetime.combine(day, time(), here.zone)))
            for op, day in (("ge", first), ("lt", after))
        ]
    return tuple(Where(path, op, value) for op, value in ends if value is not None)
