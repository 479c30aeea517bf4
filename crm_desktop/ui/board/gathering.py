"""What a board reads of one moment: the sums of its stages and the first cards of each."""

from collections.abc import Sequence
from datetime import date

import msgspec

from crm_desktop.analysis.pipeline import StageSum, rates_on, stage_sums
from crm_desktop.core.entities import Opportunity, Stage
from crm_desktop.core.store import Where
from crm_desktop.replica.view import View
from crm_desktop.ui.board.cards import Asked, order_of
from crm_desktop.ui.board.wanted import Wanted


class Gathered(msgspec.Struct, frozen=True):
    """What a board shows of one moment, read in one go; also on another thread, where it takes long."""

    wanted: Wanted
    sums: dict[str, StageSum]
    asked: dict[str, Asked]
    first: dict[str, tuple[Opportunity, ...]]


def gather(view: View, stages: Sequence[Stage], wanted: Wanted, today: date, base: str) -> Gathered:
    """Read sums and the first page of each column."""
    conditions = wanted.conditions
    sums = stage_sums(view, [stage.id for stage in stages], conditions, rates_on(view, today, base), base)
    asked = {
        stage.id: Asked(
            view, (Where("stage", "eq", stage.id), *conditions[stage.id]), order_of(stage), sums[stage.id].deals
        )
        for stage in stages
    }
    return Gathered(wanted, sums, asked, {key: one.page(0) for key, one in asked.items()})
