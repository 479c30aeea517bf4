"""Answering a laptop whose sums are not the server's: where it differs, and the history of what does (law 10)."""

import logging
from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection

from crm_desktop.core.access import Actor, may_read
from crm_desktop.core.changes import Posted
from crm_desktop.core.protocol import Doubt, Evidence, Page
from crm_desktop.core.schema import REGISTRY
from crm_desktop.core.store.tally import SHAPES, claims_of, hashes_at, part_totals
from sync_server.scope import nodes_of
from sync_server.slices import history_of, places_of

HASHES = 20_000  # of one answer: about half a megabyte
EVERYTHING = "*"

log = logging.getLogger("satchel.server")


def entities_of(page: Page) -> set[str]:
    """Name the entities that a page of news touches."""
    posted = {entry.entity for one in page.posted for entry in one.change.entries}
    return posted | {one.entity for one in page.gone}


def with_claims(connection: Connection, actor: Actor, page: Page, changed: Iterable[str]) -> Page:
    """Say with the last page what the scope adds up to, in the snapshot that the page was read in."""
    keys = set(REGISTRY) if EVERYTHING in changed else {*changed}
    nodes = nodes_of(connection, actor)
    return msgspec.structs.replace(page, claims=claims_of(connection, actor.role, nodes, keys))


def evidence(connection: Connection, actor: Actor, doubt: Doubt, upto: int, *, is_current: bool) -> Evidence:
    """Answer a doubt. upto: how far the asker has read."""
    nodes = nodes_of(connection, actor)
    if doubt.part is not None:
        key, node = doubt.part
        if key not in REGISTRY or not may_read(actor, node):
            return Evidence(is_current=is_current)
        hashes = hashes_at(connection, actor.role, key, node, doubt.after, HASHES)
        return Evidence(is_current=is_current, hashes=hashes, more=len(hashes) == HASHES)
    if doubt.records:
        return Evidence(is_current=is_current, posted=_history(connection, actor, doubt, upto))
    totals = part_totals(connection, actor.role, nodes, doubt.entities)
    return Evidence(is_current=is_current, totals=totals, shapes={key: SHAPES[key] for key in totals})


def _history(connection: Connection, actor: Actor, doubt: Doubt, upto: int) -> tuple[Posted, ...]:
    """Read what is known of some records up to the asker's cursor; what is newer comes with its next pull."""
    wanted = {(one.entity, id_) for one in doubt.records for id_ in one.records}
    places = places_of(connection, wanted)
    return history_of(connection, {key for key, node in places.items() if may_read(actor, node)}, upto)


def note(device: str, user: str, doubt: Doubt) -> None:
    """Tell the administrator that a laptop holds other contents than the server."""
    names = ", ".join(doubt.found)
    log.warning("Laptop %s of %s held other contents: %s (mended %d times before)", device, user, names, doubt.tries)
