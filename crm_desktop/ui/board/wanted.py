"""Which deals a board shows: those of a pipeline's stages, of a person or everybody, of what was searched."""

from collections.abc import Iterable
from datetime import date, timedelta

from crm_desktop.core.entities import Opportunity, Pipeline, Stage
from crm_desktop.core.entities.pipeline import OPEN
from crm_desktop.core.store import Where
from crm_desktop.replica.replica import Replica
from crm_desktop.replica.view import View
from crm_desktop.ui.board.head import CLOSED_DAYS

SEARCHED_DEALS = 500


def stages_of(view: View) -> tuple[str, list[Stage]]:
    """Give the id of the pipeline that is worked with, "" for none, and its stages in order."""
    used = [one for one in view.find(Pipeline, order=("position",)) if not one.is_inactive]
    if not used:
        return "", []
    return used[0].id, view.find(Stage, Where("pipeline", "eq", used[0].id), order=("position",))


def wanted(
    replica: Replica, stages: Iterable[Stage], owner: str, text: str, today: date
) -> dict[str, tuple[Where, ...]]:
    """Word for each stage which of its deals are shown: of closed ones those of the last weeks.

    owner: whose deals, "" for everyone's; text: what was searched, "" for nothing.
    """
    shared: list[Where] = [Where("owner", "eq", owner)] if owner else []
    if text:
        shared.append(Where("id", "in", _found(replica, text)))
    since = Where("closed_day", "ge", (today - timedelta(days=CLOSED_DAYS)).isoformat())
    return {one.id: (*shared, *(() if one.outcome == OPEN else (since,))) for one in stages}


def _found(replica: Replica, text: str) -> list[str]:
    """Find deals by their own words and by their account's."""
    found = {one.id for one in replica.search(text, SEARCHED_DEALS, ("opportunity",))}
    accounts = [one.id for one in replica.search(text, SEARCHED_DEALS, ("account",))]
    if accounts:
        deals = replica.find(Opportunity, Where("account", "in", accounts), limit=SEARCHED_DEALS)
        found |= {one.id for one in deals}
    return sorted(found)
