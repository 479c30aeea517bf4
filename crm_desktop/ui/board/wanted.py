"""Which deals a board shows: those of a pipeline's stages, of a person or everybody, of what was searched."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from crm_desktop.core.entities import Opportunity, Pipeline, Stage
from crm_desktop.core.entities.pipeline import OPEN
from crm_desktop.core.store import Where
from crm_desktop.replica.replica import Replica
from crm_desktop.replica.search import MOST_FOUND
from crm_desktop.replica.view import View
from crm_desktop.ui.board.head import CLOSED_DAYS


def stages_of(view: View) -> tuple[str, list[Stage]]:
    """Give the id of the pipeline that is worked with, "" for none, and its stages in order."""
    used = [one for one in view.find(Pipeline, order=("position",)) if not one.is_inactive]
    if not used:
        return "", []
    return used[0].id, view.find(Stage, Where("pipeline", "eq", used[0].id), order=("position",))


class Wanted(Struct, frozen=True):
    """For each stage the conditions of the deals that are shown, where something was searched those that were found.

    is_limited: more fits than the best that are shown. is_looking: more may fit, and has to be looked for longer.
    """

    conditions: dict[str, tuple[Where, ...]]
    is_limited: bool = False
    is_looking: bool = False


def wanted(
    replica: Replica,
    stages: Iterable[Stage],
    owner: str,
    text: str,
    today: date,
    *,
    is_past: bool = False,
    at_most: int | None = None,
) -> Wanted:
    """Word for each stage which of its deals are shown: of closed ones those of the last weeks.

    owner: whose deals, "" for everyone's; text: what was searched, "" for nothing; is_past: of an earlier moment, when
    what is found now may have been anybody's; at_most: how many finds are held against these conditions, about.
    """
    shared = (Where("owner", "eq", owner),) if owner else ()
    since = Where("closed_day", "ge", (today - timedelta(days=CLOSED_DAYS)).isoformat())
    conditions = dict[str, tuple[Where, ...]]()
    limited, looking = set[bool](), set[bool]()
    for is_open in (True, False):
        where = shared if is_open else (*shared, since)
        some = [one.id for one in stages if (one.outcome == OPEN) == is_open]
        if text and some:
            within = () if is_past else (Where("stage", "in", some), *where)
            found = _found(replica, text, within, at_most)
            where = (*where, Where("id", "in", found.ids))
            limited.add(found.is_limited)
            looking.add(found.is_looking)
        conditions.update(dict.fromkeys(some, where))
    return Wanted(conditions, any(limited), any(looking))


class _Found(Struct, frozen=True):
    ids: list[str]
    is_limited: bool
    is_looking: bool


def _found(replica: Replica, text: str, within: tuple[Where, ...], at_most: int | None) -> _Found:
    """Find deals by their own words and by their account's."""
    deals = replica.search_within(text, "opportunity", within, MOST_FOUND, at_most)
    accounts = replica.search_within(text, "account", (), MOST_FOUND)
    theirs = Where("account", "in", [one.id for one in accounts.records])
    beside = replica.ids(Opportunity, theirs, *within, limit=MOST_FOUND + 1) if accounts.records else []
    is_looking = not deals.is_all and len(deals.records) < MOST_FOUND
    is_limited = not (deals.is_all or is_looking) or not accounts.is_all or len(beside) > MOST_FOUND
    return _Found(sorted({*(one.id for one in deals.records), *beside[:MOST_FOUND]}), is_limited, is_looking)
