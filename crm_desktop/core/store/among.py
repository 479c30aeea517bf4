"""The condition that a column holds one of many values, given as one parameter however many they are."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import ARRAY, BigInteger, ColumnElement, Dialect, Integer, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

_json = msgspec.json.Encoder()


class _Values(TypeDecorator[Iterable[Any]]):
    """Many values in one parameter: JSON text for SQLite, an array for PostgreSQL."""

    impl = Text
    cache_ok = True

    def __init__(self, *, is_number: bool) -> None:
        super().__init__()
        self.is_number = is_number

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(ARRAY(BigInteger() if self.is_number else Text()))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> Any:
        every = list(value or ())
        return every if dialect.name == "postgresql" else _json.encode(every).decode()


class _Among(FunctionElement[bool]):
    """Of no type of SQLAlchemy's: what says that it is a Boolean is compared with 1, which hides the index."""

    inherit_cache = True


@compiles(_Among, "sqlite")
def _on_sqlite(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, values = (compiler.process(clause, **more) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"


@compiles(_Among, "postgresql")
def _on_postgres(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, values = (compiler.process(clause, **more) for clause in element.clauses)
    return f"{column} = ANY ({values})"


def among(column: ColumnElement[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """Ask whether a column of texts or whole numbers holds one of some values.

    A list of parameters would be limited in length and compiled anew for each length, at a microsecond a value.
    """
    return _Among(column, bindparam(None, list(values), _kind_of(column)))


def among_given(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Ask the same in a statement that is worded once and given its values by name when it runs."""
    return _Among(column, bindparam(name, type_=_kind_of(column)))


def _kind_of(column: ColumnElement[Any]) -> _Values:
    return _Values(is_number=isinstance(column.type, Integer))
