"""A deal as a card of the board: its words, how long it stands still, and what is late."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from PySide6.QtCore import QCoreApplication

from crm_desktop.core.entities import Opportunity, Stage
from crm_desktop.core.entities.pipeline import OPEN
from crm_desktop.core.schema import entity_of
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.cells import Card, Chip
from crm_desktop.ui.wording import choice, day, money, name_of, number, title, titles

_LOST_REASON = entity_of(Opportunity).fields["lost_reason"]


class DealCards:
    """Word the deals of one moment. Clock and stages are given once: read for each card they would cost more than it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._at, self._day = context.desk.now(), context.desk.today()
        self._stages: Mapping[str, Stage] = {}

    def show_moment(self, at: datetime, today: date, stages: Sequence[Stage]) -> None:
        """Say how old everything is at a moment, among the stages of then."""
        self._at, self._day, self._stages = at, today, {stage.id: stage for stage in stages}

    def learn(self, found: Sequence[Opportunity]) -> None:
        """Read the names that the cards of some deals show, all in one go."""
        known = titles(self._context)
        known.learn("account", {deal.account for deal in found})
        known.learn("user", {deal.owner for deal in found})

    def word(self, deal: Opportunity) -> Card:
        """Say what the card of a deal shows."""
        context, is_open = self._context, deal.outcome == OPEN
        days = max((self._at - deal.stage_since).days, 0) if deal.stage_since else None
        is_late = bool(deal.next_step_day and deal.next_step_day < self._day)
        rotting, note = self._standing_still(deal, days)
        return Card(
            title=name_of(deal),
            account=title(context, "account", deal.account),
            amount=money(deal.amount, deal.currency)
            if deal.amount is not None
            else QCoreApplication.translate("Board", "No amount"),
            days=QCoreApplication.translate("Board", "%1 d").replace("%1", number(days))
            if days is not None and is_open
            else "",
            owner=title(context, "user", deal.owner),
            next_step=deal.next_step if is_open else choice(_LOST_REASON, deal.lost_reason),
            no_step=QCoreApplication.translate("Board", "No next step") if is_open else "",
            step_tone="bad" if is_late else "muted",
            rotting=rotting,
            note=note,
            chips=self._chips(deal),
        )

    def _standing_still(self, deal: Opportunity, days: int | None) -> tuple[Literal["", "warn", "bad"], str]:
        stage = self._stages.get(deal.stage)
        limit = stage.expected_days if stage else None
        if deal.outcome != OPEN or days is None or not limit or days <= limit:
            return "", ""
        words = (
            QCoreApplication.translate("Board", "%1 days in this stage, %2 are usual")
            .replace("%1", number(days))
            .replace("%2", number(limit))
        )
        return ("bad" if days > 2 * limit else "warn"), words

    def _chips(self, deal: Opportunity) -> tuple[Chip, ...]:
        if deal.outcome != OPEN:
            return (Chip(day(deal.closed_day, "short"), "grey"),) if deal.closed_day else ()
        if deal.close_day and deal.close_day < self._day:
            return (
                Chip(QCoreApplication.translate("Board", "due %1").replace("%1", day(deal.close_day, "short")), "red"),
            )
        return ()
