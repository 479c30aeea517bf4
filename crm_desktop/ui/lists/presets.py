"""What each list offers ready made: whose records, in which state, and how it begins."""

from datetime import date

from crm_desktop.actions.desk import Desk, own_names
from crm_desktop.analysis.quote_states import in_state, is_state
from crm_desktop.core.entities import order_life
from crm_desktop.core.entities.pipeline import OUTCOMES
from crm_desktop.core.entities.quote_life import STATES
from crm_desktop.core.schema import REGISTRY, Choice, Entity
from crm_desktop.core.store import Where

FIRST_ORDER = {
    "quote": ("-id",),
    "order": ("-day",),
    "opportunity": ("close_day",),
    "activity": ("-due_day",),
    "stage": ("pipeline.position", "position"),
    "pipeline": ("position",),
    "price": ("price_book.name", "product.name", "from_quantity"),
    "rate": ("currency.name", "-day"),
    "quota": ("-first_day", "user.name"),
}
STATE_FIELD = {"opportunity": "outcome", "quote": "state", "order": "state"}
FIRST_STATE = {"opportunity": "open"}
ALL, MINE, TEAMS = "all", "mine", "teams"


def states_of(key: str) -> tuple[Choice, ...]:
    """List the states that the records of a list go through."""
    return {"opportunity": OUTCOMES, "quote": STATES, "order": order_life.STATES}.get(key, ())


def title_path(declared: Entity) -> str:
    """Give the path to what names a record: its own field, or that of what it points to, as of a price its product."""
    first = declared.title[0]
    target = declared.links.get(first, "")
    return f"{first}.{REGISTRY[target].title[0]}" if target else first


def team_path(declared: Entity) -> str:
    """Give the path to the people on the team of a record, or of what it follows, "" where there is no team."""
    if declared.team:
        return declared.team
    links = ((name, declared.links.get(name, "")) for name in declared.follows)
    return next((f"{name}.{REGISTRY[key].team}" for name, key in links if key and REGISTRY[key].team), "")


def preset_conditions(desk: Desk, key: str, scope: str, state: str, day: date) -> tuple[Where, ...]:
    """Turn what is chosen into conditions as of a day; what a list does not offer narrows nothing."""
    declared, found = REGISTRY[key], list[Where]()
    if scope == MINE and "owner" in declared.fields:
        found.append(Where("owner", "eq", desk.user.id))
    if scope == TEAMS and team_path(declared):
        found.append(Where(team_path(declared), "holds", own_names(desk)))
    if state in {one.value for one in states_of(key)}:
        name = STATE_FIELD[key]
        found.append(in_state("eq", state, day) if is_state(declared.fields[name]) else Where(name, "eq", state))
    return tuple(found)
