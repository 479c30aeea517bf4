"""What the person did last on this laptop, to be taken back step by step and done again: noted with each save."""

import msgspec
from sqlalchemy import Connection

from crm_desktop.replica.pen import Pen

DOINGS = "doings"
KEPT = 50
"""Steps back that are kept."""


class Doings(msgspec.Struct, frozen=True):
    """Ids of changes, the latest last. done: can be taken back; undone: took one back, and can be taken back in turn."""

    done: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()

    def after(self, change: str, undoes: str = "") -> "Doings":
        """Give what there is to take back after one change more. undoes: the change that it takes back, "" for none."""
        if undoes in self.undone:
            return Doings((*self.done, change)[-KEPT:], self.without(undoes).undone)
        if undoes:
            return Doings(self.without(undoes).done, (*self.undone, change)[-KEPT:])
        return Doings((*self.done, change)[-KEPT:])  # what was undone before is not to be done again over this

    def without(self, change: str) -> "Doings":
        """Give the same with one change passed over."""
        return Doings(*(tuple(one for one in ids if one != change) for ids in (self.done, self.undone)))


def doings(pen: Pen) -> Doings:
    """Tell what can be taken back, and done again."""
    return msgspec.json.decode(pen.mark(DOINGS, "{}"), type=Doings)


def note(pen: Pen, connection: Connection, change: str, undoes: str) -> None:
    """Note a change in the transaction that saves it."""
    pen.keep(connection, DOINGS, doings(pen).after(change, undoes))


def pass_over(pen: Pen, change: str) -> None:
    """Note that a change cannot be taken back, so that those before it can."""
    with pen.writing() as connection:
        pen.keep(connection, DOINGS, doings(pen).without(change))
