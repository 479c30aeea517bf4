"""How a column is held against a value, by the names of the operators that `Where` knows."""

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, false, func, or_

OPERATORS: dict[str, Callable[[Any, Any], ColumnElement[bool]]] = {
    "eq": lambda column, value: column == value,
    "ne": lambda column, value: or_(column != value, column.is_(None)),
    "lt": lambda column, value: column < value,
    "le": lambda column, value: column <= value,
    "gt": lambda column, value: column > value,
    "ge": lambda column, value: column >= value,
    "in": lambda column, value: column.in_(list(value)),
    "among": lambda column, value: func.coalesce(column, "").in_(list(value)),
    "out": lambda column, value: or_(column.not_in(list(value)), column.is_(None)),
    "contains": lambda column, value: column.contains(value, autoescape=True),
    "holds": lambda column, value: or_(false(), *(column.contains(_item(one), autoescape=True) for one in value)),
    "empty": lambda column, _value: column.is_(None),
    "filled": lambda column, _value: column.is_not(None),
}


def _item(value: str) -> str:
    """Write a value as a list's column holds it."""
    return msgspec.json.encode(value).decode()
