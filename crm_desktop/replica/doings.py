"""What the person did last on this laptop, to be taken back step by step and done again: noted with each save."""

from collections.abc import Collection, Sequence

import msgspec
from sqlalchemy import Column, Connection, Integer, Table, Text, bindparam, delete, func, insert, select

from crm_desktop.core.store.among import among_given
from crm_desktop.replica.outbox import outbox_tables
from crm_desktop.replica.pen import Pen

DOINGS = "doings"
KEPT = 50
"""Steps back that are kept."""

STEP = Table(
    "step",
    outbox_tables,
    Column("n", Integer, primary_key=True, autoincrement=True),
    Column("step", Text, nullable=False, index=True),
    Column("change", Text, nullable=False, unique=True),
)
"""The changes of steps that are more than one; what was taken back of a step is not among them any more."""

_PUT = insert(STEP)
_CHANGES_OF = select(STEP.c.change).where(STEP.c.step == bindparam("step_")).order_by(STEP.c.n)
_SIZE_OF = select(func.count()).select_from(STEP).where(STEP.c.step == bindparam("step_"))
_STEP_OF = select(STEP.c.step).where(among_given(STEP.c.change, "changes")).limit(1)
_DROP = delete(STEP).where(among_given(STEP.c.change, "changes"))
_FORGET = delete(STEP).where(among_given(STEP.c.step, "steps"))


class Doings(msgspec.Struct, frozen=True):
    """Ids of steps, the latest last. done: can be taken back; undone: took one back, and can be taken back in turn.

    The id of a step of one change is that of the change.
    """

    done: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()

    def after(self, step: str, undoes: str = "", *, is_over: bool = True) -> "Doings":
        """Give what there is to take back after one save more.

        step: what the save belongs to; undoes: the step that it takes back, "" for none; is_over: nothing is left of that.
        """
        left = self.without(undoes) if is_over else self
        if undoes in self.undone:
            return Doings(_with(self.done, step), left.undone)
        if undoes:
            return Doings(left.done, _with(self.undone, step))
        return Doings(_with(self.done, step))  # what was undone before is not to be done again over this

    def without(self, step: str) -> "Doings":
        """Give the same with one step passed over."""
        return Doings(*(tuple(one for one in ids if one != step) for ids in (self.done, self.undone)))


def _with(steps: tuple[str, ...], step: str) -> tuple[str, ...]:
    return steps if not step or step in steps else (*steps, step)[-KEPT:]


def doings(pen: Pen) -> Doings:
    """Tell what can be taken back, and done again."""
    return msgspec.json.decode(pen.mark(DOINGS, "{}"), type=Doings)


def note(pen: Pen, connection: Connection, changes: Sequence[str], undoes: Collection[str], step: str) -> None:
    """Note changes in the transaction that saves them; see `Replica.record_each`."""
    if step:
        _keep(connection, [(step, change) for change in changes])
    before = doings(pen)
    taken, is_over = _taken(connection, undoes)
    now = before.after((step or changes[0]) if changes else "", taken, is_over=is_over)
    pen.keep(connection, DOINGS, now)
    _forget(connection, before, now)


def _taken(connection: Connection, undoes: Collection[str]) -> tuple[str, bool]:
    """Strike changes off the step they are of, and name it; tell whether nothing is left of it."""
    if not undoes:
        return "", True
    step = connection.execute(_STEP_OF, {"changes": list(undoes)}).scalar()
    if step is None:
        return next(iter(undoes)), True
    connection.execute(_DROP, {"changes": list(undoes)})
    return str(step), first_of(connection, str(step)) == step


def _forget(connection: Connection, before: Doings, now: Doings) -> None:
    gone = {*before.done, *before.undone}.difference(now.done, now.undone)
    if gone:
        connection.execute(_FORGET, {"steps": sorted(gone)})


def changes_of(connection: Connection, step: str) -> list[str]:
    """List the changes of a step in their order, none where it is one change."""
    return list(connection.execute(_CHANGES_OF, {"step_": step}).scalars())


def size_of(connection: Connection, step: str) -> int:
    """Count the changes of a step; of one change it is that one."""
    return int(connection.execute(_SIZE_OF, {"step_": step}).scalar_one()) or 1


def first_of(connection: Connection, step: str) -> str:
    """Name the first change of a step; of one change it is that one."""
    return str(connection.execute(_CHANGES_OF.limit(1), {"step_": step}).scalar() or step)


def pass_over(pen: Pen, step: str) -> None:
    """Note that a step cannot be taken back, so that those before it can."""
    with pen.writing() as connection:
        before = doings(pen)
        now = before.without(step)
        pen.keep(connection, DOINGS, now)
        _forget(connection, before, now)


def every_step(connection: Connection) -> list[tuple[str, str]]:
    """List the changes of all steps that are more than one, each after its step, in their order."""
    return [(row.step, row.change) for row in connection.execute(select(STEP).order_by(STEP.c.n))]


def fill(connection: Connection, steps: Collection[tuple[str, str]]) -> None:
    """Keep these steps and no others."""
    connection.execute(delete(STEP))
    _keep(connection, steps)


def _keep(connection: Connection, steps: Collection[tuple[str, str]]) -> None:
    if steps:
        connection.execute(_PUT, [{"step": step, "change": change} for step, change in steps])
