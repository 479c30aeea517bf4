"""Pipelines with their stages, and the deals that go through them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from crm_desktop.core import schema as field
from crm_desktop.core.entities.people import LEADS, ONLY_ADMINISTRATOR
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.names import sound_of
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Choice, Merge, Raw, Record, entity

OPEN = "open"
WON = "won"
LOST = "lost"
#: a deal that is neither won nor lost
OUTCOMES = (Choice(OPEN, QT_TRANSLATE_NOOP("core", "Open"), "blue"), Choice(WON, QT_TRANSLATE_NOOP("core", "Won"), "green"), Choice(LOST, QT_TRANSLATE_NOOP("core", "Lost"), "red"))
FORECAST = (
    Choice("pipeline", QT_TRANSLATE_NOOP("core", "Pipeline"), "grey"),
    Choice("best_case", QT_TRANSLATE_NOOP("core", "Best case"), "blue"),
    Choice("commit", QT_TRANSLATE_NOOP("core", "Commit"), "green"),
    Choice("omitted", QT_TRANSLATE_NOOP("core", "Omitted"), "grey"),
)
LOST_REASONS = (
    Choice("price", QT_TRANSLATE_NOOP("core", "Price"), "red"),
    Choice("competitor", QT_TRANSLATE_NOOP("core", "Competitor"), "amber"),
    Choice("no_budget", QT_TRANSLATE_NOOP("core", "No budget"), "grey"),
    Choice("no_decision", QT_TRANSLATE_NOOP("core", "No decision"), "grey"),
    Choice("product", QT_TRANSLATE_NOOP("core", "Product does not fit"), "violet"),
    Choice("other", QT_TRANSLATE_NOOP("core", "Other"), "grey"),
)
DEAL = QT_TRANSLATE_NOOP("core", "Deal")
NEXT = QT_TRANSLATE_NOOP("core", "Next step")
VALUE = QT_TRANSLATE_NOOP("core", "Value")
RESULT = QT_TRANSLATE_NOOP("core", "Result")
RESPONSIBLE = QT_TRANSLATE_NOOP("core", "Responsible")
NOTES = QT_TRANSLATE_NOOP("core", "Notes")


@entity("pipeline", QT_TRANSLATE_NOOP("core", "Pipeline"), QT_TRANSLATE_NOOP("core", "Pipelines"), icon="square-kanban", write=ONLY_ADMINISTRATOR)
class Pipeline(Record, frozen=True, kw_only=True):
    """A named way of selling, made of stages in order."""

    name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Name"), required=True, section=DEAL, column=1)] = ""
    position: Annotated[int | None, field.whole(QT_TRANSLATE_NOOP("core", "Position"), section=DEAL, column=2)] = None
    is_inactive: Annotated[bool, field.yes_no(QT_TRANSLATE_NOOP("core", "No longer used"), section=DEAL, column=3)] = False


@entity("stage", QT_TRANSLATE_NOOP("core", "Stage"), QT_TRANSLATE_NOOP("core", "Stages"), icon="columns-3", write=ONLY_ADMINISTRATOR)
class Stage(Record, frozen=True, kw_only=True):
    """One step of a pipeline; won and lost are stages too."""

    name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Name"), required=True, section=DEAL, column=1)] = ""
    pipeline: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Pipeline"), "pipeline", required=True, section=DEAL, column=2)] = ""
    position: Annotated[int | None, field.whole(QT_TRANSLATE_NOOP("core", "Position"), section=DEAL, column=3)] = None
    outcome: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Outcome"), OUTCOMES, required=True, section=DEAL, column=4)] = OPEN
    probability: Annotated[Decimal | None, field.percent(QT_TRANSLATE_NOOP("core", "Probability"), section=DEAL, column=5, low=Decimal(0), high=Decimal(100))] = None
    forecast: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Forecast category"), FORECAST, section=DEAL, column=7)] = ""
    expected_days: Annotated[int | None, field.whole(QT_TRANSLATE_NOOP("core", "Expected days"), section=DEAL, column=6, low=Decimal(0), help=QT_TRANSLATE_NOOP("core", "A deal that stays longer turns amber, after twice that time red."))] = None


def lost_deal_has_a_reason(raw: Mapping[str, Raw], _role: str) -> None:
    """Refuse a lost deal without a reason."""
    if raw.get("outcome") == LOST and not raw.get("lost_reason"):
        raise RefusedError(QT_TRANSLATE_NOOP("core", "Say why the deal was lost, then it can be closed."), "lost_reason")


def deal_amount_is_not_negative(raw: Mapping[str, Raw], _role: str) -> None:
    """Refuse a deal that is worth less than nothing."""
    value = raw.get("amount")
    if isinstance(value, int) and value < 0:
        raise RefusedError(QT_TRANSLATE_NOOP("core", "The amount of a deal cannot be below zero."), "amount")


def weighted_amount(raw: Mapping[str, Raw]) -> dict[str, Raw]:
    """Derive amount x probability in minor units, half-up; probability is in millionths of a percent."""
    value, chance = raw.get("amount"), raw.get("probability")
    if not isinstance(value, int) or not isinstance(chance, int):
        return {"weighted": None}
    whole_, rest = divmod(value * chance, 100_000_000)
    return {"weighted": whole_ + (rest * 2 >= 100_000_000)}


def deal_figures(raw: Mapping[str, Raw]) -> dict[str, Raw]:
    """Derive what follows from a deal's own values."""
    return {**weighted_amount(raw), **sound_of(raw)}


@entity(
    "opportunity", QT_TRANSLATE_NOOP("core", "Deal"), QT_TRANSLATE_NOOP("core", "Deals"), icon="handshake", follows=("account", "owner"), derive=deal_figures, derives_from=frozenset({"name", "amount", "probability"}),
    rules=(lost_deal_has_a_reason, deal_amount_is_not_negative),
)  # fmt: skip
class Opportunity(Record, frozen=True, kw_only=True):
    """A deal: something an account may buy from us."""

    name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Name"), required=True, section=DEAL, column=1, width=230, search="name")] = ""
    account: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Account"), "account", merge=Merge.ASK, section=DEAL, column=2, width=200)] = ""
    contact: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Contact"), "contact", section=DEAL)] = ""
    pipeline: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Pipeline"), "pipeline", merge=Merge.ASK, section=DEAL)] = ""
    stage: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Stage"), "stage", required=True, merge=Merge.ASK, section=DEAL, column=3, width=130)] = ""
    outcome: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Outcome"), OUTCOMES, required=True, merge=Merge.ASK)] = OPEN
    stage_since: Annotated[datetime | None, field.moment(QT_TRANSLATE_NOOP("core", "In stage since"))] = None
    amount: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Amount"), section=VALUE, column=4, width=130)] = None
    currency: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Currency"), "currency", merge=Merge.ASK, section=VALUE)] = ""
    probability: Annotated[Decimal | None, field.percent(QT_TRANSLATE_NOOP("core", "Probability"), merge=Merge.ASK, section=VALUE, column=5, width=90, low=Decimal(0), high=Decimal(100))] = None
    weighted: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Weighted"), derived=True, section=VALUE)] = None
    forecast: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Forecast category"), FORECAST, merge=Merge.ASK, section=VALUE)] = ""
    close_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Expected close"), merge=Merge.ASK, section=VALUE, column=6, width=125)] = None
    next_step: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Next step"), section=NEXT, column=7, width=180, search="text")] = ""
    next_step_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Next step on"), section=NEXT)] = None
    owner: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Owner"), "user", required=True, merge=Merge.ASK, section=RESPONSIBLE, column=8, width=120)] = ""
    product: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Main product"), "product", section=DEAL)] = ""
    source: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Source"), section=DEAL)] = ""
    competitor: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Competitor"), section=RESULT)] = ""
    opened_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Opened"), section=RESULT)] = None
    closed_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Closed"), section=RESULT)] = None
    lost_reason: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Lost because of"), LOST_REASONS, section=RESULT)] = ""
    lost_note: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "What happened"), section=RESULT)] = ""
    tags: Annotated[tuple[str, ...], field.tags(QT_TRANSLATE_NOOP("core", "Tags"), section=DEAL, search="text")] = ()
    notes: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "Notes"), section=NOTES, search="text")] = ""
    sound: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Sounds like"), derived=True, search="sound")] = ""
    external_key: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Key in the source"), index=True)] = ""


@entity(
    "quota", QT_TRANSLATE_NOOP("core", "Quota"), QT_TRANSLATE_NOOP("core", "Quotas"), icon="target", title=("period",), follows=("territory", "user"), write=LEADS,
)  # fmt: skip
class Quota(Record, frozen=True, kw_only=True):
    """What a person or a territory is expected to sell in a period."""

    period: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Period"), required=True, section=VALUE, column=1, help=QT_TRANSLATE_NOOP("core", "For example 2026-Q3."))] = ""
    user: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Person"), "user", section=VALUE, column=2)] = ""
    territory: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Territory"), "territory", section=VALUE, column=3)] = ""
    first_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "From"), required=True, section=VALUE, column=4)] = None
    last_day: Annotated[date | None, field.day(QT_TRANSLATE_NOOP("core", "Until"), required=True, section=VALUE, column=5)] = None
    amount: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Amount"), required=True, section=VALUE, column=6)] = None
    currency: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Currency"), "currency", required=True, section=VALUE, column=7)] = ""
    external_key: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Key in the source"), index=True)] = ""
