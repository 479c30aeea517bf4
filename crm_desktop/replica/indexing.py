"""The search index of a laptop, built in steps: whoever saves meanwhile waits for one of them, and cut off it goes on."""

from collections.abc import Iterable

from sqlalchemy import Connection

from crm_desktop.core.store import search
from crm_desktop.replica.pen import Pen

NO_DOCUMENT = "-1"  # the index holds nothing yet
ROWS_AT_WORK = 100  # of a step while somebody may work: it takes some ten milliseconds


def begin(pen: Pen, connection: Connection) -> None:
    """Forget all that the index holds; `go_on` builds it, and until it has come to a row, writing that leaves it out."""
    search.clear(connection)
    pen.put(connection, search.FILLED, NO_DOCUMENT)


def distrust(pen: Pen, connection: Connection, keys: Iterable[str]) -> None:
    """Begin anew where rows of some entities were changed behind the application's back.

    The index cannot be asked what it holds of a record: an edit of such a row took terms away that it never had, and left
    those that it has.
    """
    if not frozenset(search.SEARCHED).isdisjoint(keys):
        begin(pen, connection)


def go_on(pen: Pen, *, is_at_rest: bool = False) -> None:
    """Build what is missing, nothing where it is whole. is_at_rest: nobody works, so steps are large and the end is merged.

    What is written meanwhile is found as soon as the index has come to it.
    """
    rows = search.AT_ONCE if is_at_rest else ROWS_AT_WORK
    while filled := pen.mark(search.FILLED):
        with pen.writing() as connection:
            upto = search.refill(connection, int(filled), rows)
            if upto is None and is_at_rest:
                search.settle(connection)
            elif not is_at_rest:
                search.merge(connection, rows)
            pen.put(connection, search.FILLED, "" if upto is None else str(upto))
