"""Opening deals and moving them through their stages."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.records import create, edit
from crm_desktop.core.entities import Account, Opportunity, Pipeline, Stage
from crm_desktop.core.entities.pipeline import OPEN
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.core.store import Where

NO_STAGES = QT_TRANSLATE_NOOP("core", "There is no pipeline with stages yet. Ask an administrator to set one up.")


def stages(desk: Desk, pipeline: str = "") -> list[Stage]:
    """List the stages of a pipeline in order; "" for the first pipeline in use."""
    if not pipeline:
        used = [one for one in desk.replica.find(Pipeline, order=("position",)) if not one.is_inactive]
        if not used:
            return []
        pipeline = used[0].id
    return desk.replica.find(Stage, Where("pipeline", "eq", pipeline), order=("position",))


def new_deal(
    desk: Desk, name: str, account: Account | None, amount: Decimal | None = None, currency: str = "",
    close_day: date | None = None, stage: Stage | None = None,
) -> Opportunity:  # fmt: skip
    """Make a deal in the first open stage, or in the one given; it is not saved yet.

    The currency falls back to the account's, then ours.
    """
    if stage is None:
        every = [one for one in stages(desk) if one.outcome == OPEN]
        if not every:
            raise RefusedError(NO_STAGES)
        stage = every[0]
    deal = Opportunity(
        id=desk.new_id(), name=name, account=account.id if account else "", owner=desk.user.id, amount=amount,
        currency=currency or (account.currency if account else "") or desk.organisation.base_currency,
        close_day=close_day, opened_day=desk.today(),
    )  # fmt: skip
    return msgspec.structs.replace(deal, **in_stage(desk, stage))


def open_deal(
    desk: Desk, name: str, account: Account | None, amount: Decimal | None = None, currency: str = "",
    close_day: date | None = None, stage: Stage | None = None,
) -> tuple[Opportunity, Done]:  # fmt: skip
    """Open a deal and save it; see new_deal."""
    deal = new_deal(desk, name, account, amount, currency, close_day, stage)
    return deal, create(desk, deal)


def move(desk: Desk, deal: Opportunity, stage: Stage, lost_reason: str = "", lost_note: str = "") -> Done:
    """Move a deal to a stage; a lost one needs its reason. Raises RefusedError with the field to mend."""
    values = in_stage(desk, stage)
    if lost_reason:
        values |= {"lost_reason": lost_reason, "lost_note": lost_note or deal.lost_note}
    return edit(desk, deal, **values)


def in_stage(desk: Desk, stage: Stage) -> dict[str, Any]:
    """Give what a stage decides about a deal that enters it now, by field."""
    return {
        "pipeline": stage.pipeline,
        "stage": stage.id,
        "outcome": stage.outcome,
        "probability": stage.probability,
        "forecast": stage.forecast,
        "stage_since": desk.now(),
        "closed_day": None if stage.outcome == OPEN else desk.today(),
    }
