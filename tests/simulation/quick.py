"""A thin way to the database for histories: SQLAlchemy still words every statement, its driver runs them directly.

Pool, events and result objects of SQLAlchemy cost ten times what SQLite does on a few rows; a history is 15,000 such
statements. `test_histories` plays a seed both ways and demands the same.
"""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any, NamedTuple, Self

from sqlalchemy import Engine, event
from sqlalchemy.schema import ExecutableDDLElement

from crm_desktop.core.store.sqlite import WRITES

Source = tuple[Any, int, Callable[[Any], Any] | None, Any]
"""Where a value comes from: name or place of what is given, which of many (-1: all of it), how it is turned for the
driver; or, without a name, the value itself."""
Commit = Callable[[Callable[[], None]], None]
"""(the real commit) -> None: commits, or dies before or after it."""


class Row(tuple[Any, ...]):
    """One row: a tuple whose values have names as well."""

    __slots__ = ()


class Rows:
    """What a statement gave."""

    __slots__ = ("_cursor", "_names", "_shape")

    def __init__(self, cursor: Any, names: Sequence[str], shape: type[Row]) -> None:
        self._cursor, self._names, self._shape = cursor, names, shape

    @property
    def rowcount(self) -> int:
        """Tell how many rows were written."""
        return int(self._cursor.rowcount)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.all())

    def all(self) -> list[Any]:
        """Give all rows."""
        return list(map(self._shape, self._cursor.fetchall()))

    def first(self) -> Any:
        """Give the first row, None where there is none."""
        found = self._cursor.fetchone()
        self._cursor.close()
        return None if found is None else self._shape(found)

    def one(self) -> Any:
        """Give the only row."""
        (row,) = self._cursor.fetchall()
        return self._shape(row)

    def scalar(self) -> Any:
        """Give the first value, None where there is none."""
        found = self.first()
        return None if found is None else found[0]

    def scalar_one(self) -> Any:
        """Give the only value."""
        (row,) = self._cursor.fetchall()
        return row[0]

    def scalars(self) -> "Values":
        """Give the first value of each row."""
        return Values([row[0] for row in self._cursor.fetchall()])

    def mappings(self) -> "Values":
        """Give each row as values by name."""
        names = self._names
        return Values([dict(zip(names, row, strict=True)) for row in self._cursor.fetchall()])


class Values(list[Any]):
    """Values or mappings, with the questions that are asked of them."""

    def all(self) -> list[Any]:
        """Give them all."""
        return self

    def first(self) -> Any:
        """Give the first, None where there is none."""
        return self[0] if self else None


class Plan:
    """How a statement is worded, and where each of its values comes from.

    key: SQLAlchemy's, of which `bindparams` bring the values of the statement in hand; given: values given by name.
    """

    def __init__(self, statement: Any, key: Any, dialect: Any, given: Mapping[str, Any]) -> None:
        compiled = statement._compiler(dialect, cache_key=key, column_keys=list(given))
        same, _ = compiled._cache_key_bind_match
        at = {copy: place for place, bind in enumerate(key.bindparams) for copy in same[bind]}
        self.text = str(compiled)
        turned = compiled._bind_processors
        sources: dict[str, list[Source]] = {}
        for bind, name in compiled.bind_names.items():
            turn = turned.get(name)
            place: Any = name if name in given else at.get(bind)
            if place is None:  # the dialect's own, such as the limit that an offset needs
                value = bind.effective_value
                sources[name] = [(None, -1, None, value if turn is None else turn(value))]
            elif bind.expanding:
                count = len(given[name] if name in given else key.bindparams[place].effective_value)
                self.text = self.text.replace(f"__[POSTCOMPILE_{name}]", ", ".join("?" * count))
                sources[name] = [(place, n, turn, None) for n in range(count)]
            else:
                sources[name] = [(place, -1, turn, None)]
        self._sources = [one for name in compiled.positiontup or () for one in sources[name]]
        self.names = tuple(column.keyname for column in compiled._result_columns)
        self.shape = _shape_of(self.names)

    def of(self, binds: Sequence[Any]) -> list[Source]:
        """Say where the values of one statement come from, in the order of its text: given by name, or its own."""
        return [one if one[0] is None or isinstance(one[0], str) else _own(binds, *one) for one in self._sources]


def _own(binds: Sequence[Any], place: Any, n: int, turn: Any, _value: Any) -> Source:
    value = binds[place].effective_value
    value = value if n < 0 else value[n]
    return None, -1, None, value if turn is None else turn(value)


def _filling(sources: Sequence[Source]) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    """Give what lays the values of a statement out in the order of its text: a loop over them costs what SQLite does."""
    terms, known = list[str](), dict[str, Any]()
    for place, (name, n, turn, value) in enumerate(sources):
        term = f"known{place}"
        if name is None:
            known[term] = value
        else:
            one = f"given[{name!r}]" if n < 0 else f"given[{name!r}][{n}]"
            known[term] = turn
            term = one if turn is None else f"{term}({one})"
        terms.append(f"{term},")
    return eval(f"lambda given: ({' '.join(terms)})", known)


class Worded:
    """What is known of one statement: SQLAlchemy's key of it, and how it runs with what is given by name.

    Kept with the statement, so that one that is worded once is looked at once.
    """

    def __init__(self, statement: Any) -> None:
        self._key = statement._generate_cache_key()
        binds = self._key.bindparams
        self._expanding = [bind.key for bind in binds if bind.expanding]
        self._own = tuple(len(bind.effective_value or ()) for bind in binds if bind.expanding)
        self._ways: dict[Any, Way] = {}

    def way(self, statement: Any, dialect: Any, given: Mapping[str, Any]) -> "Way":
        """Give the plan, and what lays the values out."""
        shape: Any = tuple(given)
        if self._expanding:
            shape = (*shape, *(len(given[name]) for name in self._expanding if name in given))
        found = self._ways.get(shape)
        if found is None:
            name = (self._key.key, shape, self._own)
            if name not in _plans:
                _plans[name] = Plan(statement, self._key, dialect, given)
            plan = _plans[name]
            found = self._ways[shape] = Way(plan.text, _filling(plan.of(self._key.bindparams)), plan.names, plan.shape)
        return found


class Way(NamedTuple):
    """How a statement runs. fill: lays out its values, of what is given by name."""

    text: str
    fill: Callable[[Mapping[str, Any]], Sequence[Any]]
    names: Sequence[str]
    shape: type[Row]


_plans: dict[Any, Plan] = {}
_WORDED = "worded for histories"


def _worded(statement: Any) -> Worded:
    found = Worded(statement)
    statement._set_memoized_attribute(_WORDED, found)  # which a statement made from this one does not inherit
    return found


class Connection:
    """What the product uses of a connection, on the driver's own."""

    __slots__ = ("_driver", "_is_begun", "_options", "_quick", "dialect", "engine")

    def __init__(self, quick: "Quick", driver: Any) -> None:
        self._quick, self._driver = quick, driver
        self._options: dict[str, Any] = {}
        self._is_begun = False
        self.engine, self.dialect = quick.engine, quick.engine.dialect

    # ------------------------------------------------------------------------------------------------- transactions

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_told: object) -> None:
        self.close()

    def close(self) -> None:
        """End what was not committed, and hand the driver's connection back."""
        self.rollback()
        self._quick.free.append(self._driver)

    def execution_options(self, **options: Any) -> "Connection":
        """Keep options."""
        self._options.update(options)
        return self

    def get_execution_options(self) -> dict[str, Any]:
        """Give the options."""
        return self._options

    @contextmanager
    def begin(self) -> Iterator[None]:
        """Commit at the end, or roll back; the first statement begins."""
        try:
            yield
            self.commit()
        except BaseException:
            self.rollback()
            raise

    @contextmanager
    def begin_nested(self) -> Iterator[None]:
        """Begin within the transaction what can be undone alone."""
        self.exec_driver_sql("SAVEPOINT nested")
        try:
            yield
        except BaseException:
            self._driver.execute("ROLLBACK TO nested")
            raise
        finally:
            self._driver.execute("RELEASE nested")

    def _begin(self) -> None:
        self._driver.execute("BEGIN IMMEDIATE" if self._options.get(WRITES) else "BEGIN")
        self._is_begun = True

    def commit(self) -> None:
        """Commit, or die over it."""
        self._quick.commit(self._driver.commit)
        self._is_begun = False

    def rollback(self) -> None:
        """Undo what was not committed."""
        if self._is_begun:
            self._driver.rollback()
            self._is_begun = False

    @property
    def connection(self) -> "Connection":
        """Stand for the pooled connection of the driver."""
        return self

    def _run_ddl_visitor(self, *told: Any, **named: Any) -> None:
        """Leave the making of tables to SQLAlchemy whole."""
        with Engine.connect(self.engine) as connection, connection.begin():
            connection._run_ddl_visitor(*told, **named)

    def cursor(self) -> Any:
        """Give a cursor of the driver."""
        if not self._is_begun:
            self._begin()
        return self._driver.cursor()

    # --------------------------------------------------------------------------------------------------- statements

    def execute(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Rows:
        """Run a statement that SQLAlchemy words."""
        if not self._is_begun:
            self._begin()
        worded = statement.__dict__.get(_WORDED)
        if worded is None:
            if isinstance(statement, ExecutableDDLElement):
                return self.exec_driver_sql(str(statement.compile(dialect=self.dialect)))
            worded = _worded(statement)
        if isinstance(parameters, list):
            way = worded.way(statement, self.dialect, parameters[0])
            cursor = self._driver.cursor()
            cursor.executemany(way.text, map(way.fill, parameters))
            return Rows(cursor, (), Row)
        given = parameters or {}
        text, fill, names, shape = worded.way(statement, self.dialect, given)
        return Rows(self._driver.execute(text, fill(given)), names, shape)

    def exec_driver_sql(self, text: str, parameters: Any = None) -> Rows:
        """Run a statement as it is worded."""
        if not self._is_begun:
            self._begin()
        if isinstance(parameters, list):
            cursor = self._driver.cursor()
            cursor.executemany(text, parameters)
            return Rows(cursor, (), Row)
        cursor = self._driver.execute(text, parameters or ())
        names = tuple(column[0] for column in cursor.description or ())
        return Rows(cursor, names, _shape_of(names))


_shapes: dict[tuple[str, ...], type[Row]] = {}


def _shape_of(names: tuple[str, ...]) -> type[Row]:
    if names not in _shapes:
        _shapes[names] = type("Row", (Row,), {name: property(itemgetter(n)) for n, name in enumerate(names)})
    return _shapes[names]


class Optioned:
    """The same engine with options for all its connections."""

    def __init__(self, quick: "Quick", **options: Any) -> None:
        self._quick, self._options = quick, options

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Begin on a connection, and commit at the end, or roll back."""
        with self._quick.connect().execution_options(**self._options) as connection, connection.begin():
            yield connection


class Raw:
    """A connection of the driver on which nothing is begun."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def cursor(self) -> Any:
        """Give a cursor of the driver."""
        return self._connection._driver.cursor()

    def close(self) -> None:
        """Hand the driver's connection back."""
        self._connection.close()


class Quick:
    """The connections of one engine. commit: what to do at a commit."""

    def __init__(self, engine: Engine, commit: Commit) -> None:
        self.engine, self.commit = engine, commit
        self.free: list[Any] = []
        self._every: list[Any] = []
        self._open = engine.raw_connection
        engine.connect = self.connect  # type: ignore[method-assign,assignment]
        engine.raw_connection = self.raw  # type: ignore[method-assign,assignment]
        engine.execution_options = functools.partial(Optioned, self)  # type: ignore[method-assign,assignment]
        event.listen(engine, "engine_disposed", self._close)

    def connect(self) -> Connection:
        """Give a connection that nobody uses."""
        if not self.free:
            fairy = self._open()
            driver: Any = fairy.driver_connection
            fairy.detach()
            self._every.append((fairy, driver))
            self.free.append(driver)
        return Connection(self, self.free.pop())

    def raw(self) -> "Raw":
        """Give one of them without a transaction."""
        return Raw(self.connect())

    def _close(self, _engine: Engine) -> None:
        for _fairy, driver in self._every:
            driver.close()
        self._every.clear()
        self.free.clear()


class Plain:
    """SQLAlchemy's own way to the database. commit: what to do at a commit."""

    def __init__(self, engine: Engine, commit: Commit) -> None:
        real = engine.dialect.do_commit
        engine.dialect.do_commit = lambda driver: commit(lambda: real(driver))  # type: ignore[method-assign]
