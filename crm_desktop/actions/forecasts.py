"""Saying what a period will bring, and adjusting what others say of it."""

from decimal import Decimal

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.records import create, edit
from crm_desktop.analysis.quotas import Period
from crm_desktop.core.entities import Forecast
from crm_desktop.core.ids import id_from


def say(
    desk: Desk, person: str, period: Period, *, commit: Decimal | None, best_case: Decimal | None, note: str = ""
) -> Done:
    """Say what one's own period will bring, or what is added to a colleague's word; in the base currency.

    Said again, it replaces what one said before; what was said before stays in the history. Raises RefusedError where
    the person leads nobody, or gives no reason for an adjustment.
    """
    id_ = id_from("forecast", person, desk.user.id, period.first.isoformat(), period.last.isoformat())
    said = desk.replica.get(Forecast, id_)
    if said is not None:
        return edit(desk, said, commit=commit, best_case=best_case, note=note.strip())
    made = Forecast(
        id=id_, person=person, owner=desk.user.id, first_day=period.first, last_day=period.last,
        currency=desk.organisation.base_currency, commit=commit, best_case=best_case, note=note.strip(),
    )  # fmt: skip
    return create(desk, made)
