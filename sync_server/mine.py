"""What a person needs first: reference data, her own open deals and activities, and whom they are about."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from crm_desktop.core.access import SHARED, Actor, may_read, private_node
from crm_desktop.core.entities.pipeline import OPEN
from crm_desktop.core.schema import REGISTRY
from crm_desktop.core.store.read import chunks
from crm_desktop.core.store.tables import MAIN

Chosen = dict[str, tuple[str, ...] | None]
"""Entity key -> the records chosen of it, None for all of them; what is not named is left out."""

MOST = 5_000
"""Records of the first stage of a load."""
LEAST_OWN = 1_000  # of her own, however large the reference data are

activity, account, contact, opportunity, quote, line, special = (
    MAIN[key] for key in ("activity", "account", "contact", "opportunity", "quote", "quote_line", "special_price")
)


def choose(connection: Connection, actor: Actor) -> Chosen:
    """Choose the records of a person's first stage, the newest first where there are too many."""
    chosen: Chosen = {key: None for key, declared in REGISTRY.items() if not declared.follows}
    common = sum(connection.execute(select(func.count()).select_from(MAIN[key])).scalar_one() for key in chosen)
    room = max(LEAST_OWN, MOST - common)
    mine: dict[str, dict[str, None]] = {}

    def take(key: str, found: Iterable[tuple[str, str]]) -> list[str]:
        """Add records, each with its node, while there is room."""
        nonlocal room
        held, added = mine.setdefault(key, {}), []
        for id_, node in found:
            if room and id_ not in held and may_read(actor, node):
                held[id_] = None
                added.append(id_)
                room -= 1
        return added

    def newest(key: str, *conditions: ColumnElement[bool]) -> list[tuple[str, str]]:
        table = MAIN[key]
        query = select(table.c.id, table.c.node).where(*conditions).order_by(table.c.n.desc()).limit(room)
        return [(str(id_), str(node)) for id_, node in connection.execute(query)]

    for key, theirs in (("conflict", ("waiting_author", "standing_author")), ("refusal", ("author",))):
        take(key, newest(key, or_(*(MAIN[key].c[name] == actor.user for name in theirs))))
    for key, declared in REGISTRY.items():
        if declared.shared:
            take(key, newest(key, MAIN[key].c.node.in_((SHARED, private_node(actor.user)))))
    deals = take("opportunity", newest("opportunity", opportunity.c.owner == actor.user, opportunity.c.outcome == OPEN))
    is_open = or_(activity.c.is_done.is_(None), activity.c.is_done == 0)
    visits = take("activity", newest("activity", activity.c.owner == actor.user, is_open))
    about = [*_linked(connection, "opportunity", "account", deals), *_linked(connection, "activity", "account", visits)]
    for part in chunks(dict.fromkeys(about)):
        customers = take("account", newest("account", account.c.id.in_(part)))
        take("contact", newest("contact", contact.c.account.in_(customers)))
        take("special_price", newest("special_price", special.c.account.in_(customers)))
    for part in chunks(deals):
        quotes = take("quote", newest("quote", quote.c.opportunity.in_(part)))
        take("quote_line", newest("quote_line", line.c.quote.in_(quotes)))
        take("approval", newest("approval", MAIN["approval"].c.quote.in_(quotes)))
    return chosen | {key: tuple(held) for key, held in mine.items()}


def _linked(connection: Connection, key: str, link: str, ids: list[str]) -> list[str]:
    found: list[str] = []
    for part in chunks(ids):
        query = select(MAIN[key].c[link]).where(MAIN[key].c.id.in_(part), MAIN[key].c[link].is_not(None))
        found += connection.execute(query).scalars()
    return found
