"""How one field of many records went: each move from value to value, and how long each value stood, asked in SQL."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, literal, select, union_all

from crm_desktop.core.store.tables import BIG, MAIN, PAST


class Move(NamedTuple):
    """A field of a record went from one raw value to another. at: microseconds UTC."""

    id: str
    at: int
    before: Any
    after: Any


class Spell(NamedTuple):
    """How long a field of a record had a value, in microseconds, all times taken together."""

    id: str
    value: Any
    lasted: int


def moves(key: str, name: str, axis: str, until: int, ids: Select[Any]) -> Select[Any]:
    """Word the question for each move of a field up to a moment, of the records that a query names, in their order."""
    states = _states(key, name, axis, until, ids).subquery()
    order = (states.c.at, states.c.to)
    by_record = {"partition_by": states.c.id, "order_by": order}
    numbered = select(
        states.c.id, states.c.at, func.lag(states.c.value).over(**by_record).label("before"), states.c.value,
        func.row_number().over(**by_record).label("number"),
    ).subquery()  # fmt: skip
    return (
        select(numbered.c.id, numbered.c.at, numbered.c.before, numbered.c.value)
        .where(numbered.c.number > 1, numbered.c.value.is_distinct_from(numbered.c.before))
        .order_by(numbered.c.id, numbered.c.at)
    )


def spells(key: str, name: str, axis: str, until: int, ids: Select[Any]) -> Select[Any]:
    """Word the question for how long each value of a field stood up to a moment, of the records that a query names."""
    states = _states(key, name, axis, until, ids).subquery()
    lasted = func.sum(states.c.to - states.c.at)
    return select(states.c.id, states.c.value, lasted).group_by(states.c.id, states.c.value)


def _states(key: str, name: str, axis: str, until: int, ids: Select[Any]) -> Any:
    """Word the question for each state of records: what stands now lasts until the moment."""
    main, past = MAIN[key], PAST[key]
    end = literal(until, BIG)
    begun, ended = past.c[axis], past.c[f"{axis}_to"]
    shortened: ColumnElement[int] = case((ended > end, end), else_=ended)
    now = select(main.c.id, main.c[axis].label("at"), end.label("to"), main.c[name].label("value"))
    then = select(past.c.id, begun.label("at"), shortened.label("to"), past.c[name].label("value"))
    return union_all(
        now.where(main.c[axis] <= end, main.c.id.in_(ids)),
        then.where(begun < ended, begun <= end, past.c.id.in_(ids)),
    )
