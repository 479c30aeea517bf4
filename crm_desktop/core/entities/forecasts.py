"""What people say a period will bring: each rep's own word, and what those above add to it or take off."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated

from crm_desktop.core import schema as field
from crm_desktop.core.entities.people import REP
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Merge, Raw, Record, entity

PERIOD = QT_TRANSLATE_NOOP("core", "Period")
SAYS = QT_TRANSLATE_NOOP("core", "What it says")

ENDS_BEFORE = QT_TRANSLATE_NOOP("core", "The last day lies before the first. Change one of them.")
ONLY_LEADS = QT_TRANSLATE_NOOP(
    "core", "Only a manager can adjust somebody else\u2019s forecast. Change your own, or ask your manager."
)
NO_NOTE = QT_TRANSLATE_NOOP("core", "Say in the note why you adjust the forecast: your colleague reads it.")


def forecast_is_whole(raw: Mapping[str, Raw], role: str) -> None:
    """Refuse a period that ends before it begins, and an adjustment without a note or by somebody who leads nobody."""
    first, last = raw.get("first_day"), raw.get("last_day")
    if isinstance(first, str) and isinstance(last, str) and last < first:
        raise RefusedError(ENDS_BEFORE, "last_day")
    if raw.get("owner") == raw.get("person"):
        return
    if role == REP:
        raise RefusedError(ONLY_LEADS, "person")
    if not str(raw.get("note") or "").strip():
        raise RefusedError(NO_NOTE, "note")


@entity(
    "forecast", QT_TRANSLATE_NOOP("core", "Forecast"), QT_TRANSLATE_NOOP("core", "Forecasts"), icon="target", title=("person",),
    follows=("person",), owned="owner", rules=(forecast_is_whole,), internal=True,
)  # fmt: skip
class Forecast(Record, frozen=True, kw_only=True):
    """What somebody says of what a person and her team will sell in a period; its history is that of the record.

    By the person herself: what is won or sure (commit) and likely (best case), as sums. By somebody above her: what is
    added to hers, below zero if taken off. An unset amount says nothing.
    """

    person: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Person"), "user", required=True, section=PERIOD, column=1)] = ""
    owner: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Said by"), "user", required=True, section=PERIOD, column=2)] = ""
    first_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "From"), required=True, section=PERIOD, column=3)] = None
    last_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Until"), required=True, section=PERIOD, column=4)] = None
    currency: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Currency"), "currency", required=True, section=SAYS)] = ""
    commit: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Commit"), merge=Merge.ASK, section=SAYS, column=5)] = None
    best_case: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Best case"), merge=Merge.ASK, section=SAYS, column=6)] = None
    note: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Note"), section=SAYS, column=7)] = ""
