"""The tables of a mapping: files, joins between them, computed columns, one row per key, the next row's value."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import tzinfo
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.intake.cells import Reading
from crm_desktop.core.intake.expressions import (
    NO_ROW,
    Expression,
    Links,
    Row,
    Scope,
    compile_expression,
    compile_where,
)
from crm_desktop.core.intake.files import Sheet, read_file
from crm_desktop.core.intake.mapping import Join, Next, TableSpec
from crm_desktop.core.intake.mapping import Mapping as Told
from crm_desktop.core.schema import QT_TRANSLATE_NOOP

UNKNOWN_TABLE = QT_TRANSLATE_NOOP(
    "core", "The mapping {mapping} names the table “{table}”, which it does not declare. It declares: {known}."
)
CIRCLE = QT_TRANSLATE_NOOP("core", "The mapping {mapping} makes the table “{table}” from itself.")
WITHOUT_SOURCE = QT_TRANSLATE_NOOP(
    "core", "The mapping {mapping} does not say where the rows of the table “{table}” come from: file, rows or from."
)
WIDTH = QT_TRANSLATE_NOOP("core", "The row has {found} cells where the headings have {expected}.")


class Problem(msgspec.Struct, frozen=True):
    """One row that did not go in. message: English with {named} places, filled by values."""

    file: str
    row: int
    column: str
    value: str
    message: str
    values: dict[str, Any] = {}

    @property
    def reason(self) -> str:
        """Say in English why the row did not go in."""
        return self.message.format(**self.values)


class Line:
    """One row of a table with the place it came from; a faulty row stays to tell those that depend on it."""

    __slots__ = ("cells", "fault", "file", "number")

    def __init__(self, file: str, number: int, cells: dict[str, Any], fault: Problem | None = None) -> None:
        self.file = file
        self.number = number
        self.cells = cells
        self.fault = fault

    def problem(self, error: UserError, columns: tuple[str, ...] = ()) -> Problem:
        """Make the problem that an error is for this row."""
        column = next((name for name in columns if not str(self.cells.get(name, ""))), columns[0] if columns else "")
        if "value" in error.values:
            said = str(error.values["value"])
            column = next((name for name in columns if str(self.cells.get(name, "")) == said), column)
        value = self.cells.get(column, "")
        return Problem(self.file, self.number, column, str(value), error.message, error.values)


class TableSet:
    """All tables of one mapping, each made when first asked for."""

    def __init__(self, told: Told, name: str, folder: Path, zone: tzinfo) -> None:
        self.told = told
        self.name = name
        self.links = Links(told.pack)
        self._folder = folder
        self._zone = zone
        self._sheets: dict[str, Sheet] = {}
        self._columns: dict[str, tuple[str, ...]] = {}
        self._lines: dict[str, list[Line]] = {}
        self._readings: dict[str, Reading] = {}
        self._groups: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], list[Row]]] = {}
        self._open: set[tuple[str, str]] = set()

    def spec(self, table: str) -> TableSpec:
        """Find what the mapping says of a table."""
        spec = self.told.tables.get(table)
        if spec is None:
            raise UserError(UNKNOWN_TABLE, mapping=self.name, table=table, known=", ".join(self.told.tables))
        return spec

    def scope(self, table: str, place: str, columns: frozenset[str] | None = None) -> Scope:
        """Say what expressions about a table may name."""
        known = frozenset(self.columns(table)) if columns is None else columns
        return Scope(self.name, place, known, self, self.reading(table), self.told.maps, self.links)

    def reading(self, table: str) -> Reading:
        """Say how a table writes its values: as told, as the first table it is made from, as the whole pack."""
        if not table:
            return Reading(self.told.formats, self._zone)
        if table not in self._readings:
            spec = self.spec(table)
            if spec.formats is None and (sources := _sources(spec)):
                with self._opened("reading", table):
                    self._readings[table] = self.reading(sources[0])
            else:
                self._readings[table] = Reading(spec.formats or self.told.formats, self._zone)
        return self._readings[table]

    def columns(self, table: str) -> tuple[str, ...]:
        """List the columns of a table: its own, joined ones, computed ones, those of the next row."""
        if not table:
            return ()
        if table not in self._columns:
            with self._opened("columns", table):
                spec = self.spec(table)
                found = dict.fromkeys(self._own_columns(table, spec))
                for join in spec.joins:
                    found |= dict.fromkeys(self.columns(join.table))
                self._columns[table] = tuple(found | dict.fromkeys(spec.columns) | dict.fromkeys(spec.next))
        return self._columns[table]

    def _own_columns(self, table: str, spec: TableSpec) -> Iterator[str]:
        if spec.file:
            yield from self._sheet(table, spec).headings
        elif spec.rows:
            for row in spec.rows:
                yield from row
        elif spec.sources:
            for source in _sources(spec):
                yield from self.columns(source)
        else:
            raise UserError(WITHOUT_SOURCE, mapping=self.name, table=table)

    def _sheet(self, table: str, spec: TableSpec) -> Sheet:
        if table not in self._sheets:
            self._sheets[table] = read_file(self._folder, spec, self.reading(table))
        return self._sheets[table]

    def lines(self, table: str) -> list[Line]:
        """Make the rows of a table; without a name, the one row of records that no table tells of."""
        if not table:
            return [Line(self.name, 0, {})]
        if table not in self._lines:
            self.columns(table)
            with self._opened("rows", table):
                self._lines[table] = self._made(table, self.spec(table))
        return self._lines[table]

    def rows_by(self, table: str, by: tuple[str, ...]) -> Mapping[tuple[str, ...], list[Row]]:
        """Group the sound rows of a table by the text of some columns."""
        groups = self._groups.get((table, by))
        if groups is None:
            groups = self._groups[table, by] = {}
            for line in self.lines(table):
                if line.fault is None:
                    groups.setdefault(tuple(str(line.cells[column]) for column in by), []).append(line.cells)
        return groups

    def _made(self, table: str, spec: TableSpec) -> list[Line]:
        lines = list(self._own_lines(table, spec))
        known = frozenset(self.columns(table))
        blank = dict.fromkeys(known, "")
        for line in lines:
            line.cells = blank | line.cells
        scope = self.scope(table, f"tables.{table}", known)
        for join in spec.joins:
            self._add_joined(lines, join, scope.at(f"tables.{table}.joins"))
        for name, said in spec.columns.items():
            _add_computed(lines, name, compile_expression(said, scope.at(f"tables.{table}.columns.{name}")))
        keep = compile_where(spec.where, scope.at(f"tables.{table}.where"))
        lines = [line for line in lines if line.fault is not None or keep(line.cells)]
        if spec.distinct:
            scope.at(f"tables.{table}.distinct").check(spec.distinct)
            lines = _distinct(lines, spec.distinct)
        for name, following in spec.next.items():
            _add_next(lines, name, following, scope.at(f"tables.{table}.next.{name}"))
        return lines

    def _own_lines(self, table: str, spec: TableSpec) -> Iterator[Line]:
        if spec.file:
            sheet = self._sheet(table, spec)
            width = len(sheet.headings)
            for number, cells in sheet.rows:
                line = Line(sheet.file, number, dict(zip(sheet.headings, cells, strict=False)))
                if len(cells) < width or any(cells[width:]):
                    line.fault = line.problem(UserError(WIDTH, found=len(cells), expected=width))
                yield line
        for number, row in enumerate(spec.rows, 1):
            yield Line(self.name, number, dict(row))
        for source in _sources(spec):
            for line in self.lines(source):
                yield Line(line.file, line.number, dict(line.cells), line.fault)

    def _add_joined(self, lines: list[Line], join: Join, scope: Scope) -> None:
        scope.of(join.table).check(join.by)
        sought = [compile_expression(said, scope) for said in join.by.values()]
        groups, added = self.rows_by(join.table, tuple(join.by)), self.columns(join.table)
        columns = tuple(column for part in sought for column in part.columns)

        def row_beside(cells: Row) -> Row | None:
            key = tuple(str(part.evaluate(cells)) for part in sought)
            found = groups.get(key)
            if found is None and join.required and any(key):
                raise RefusedError(NO_ROW, table=join.table, sought=", ".join(key))
            return found[0] if found else None

        for line in lines:
            try:
                beside = row_beside(line.cells)
            except RefusedError as error:
                line.fault = line.fault or line.problem(error, columns)
                continue
            if beside is not None:
                line.cells |= {name: beside[name] for name in added if not line.cells[name]}

    @contextmanager
    def _opened(self, what: str, table: str) -> Iterator[None]:
        """Guard the making of a table against needing itself."""
        if (what, table) in self._open:
            raise UserError(CIRCLE, mapping=self.name, table=table)
        self._open.add((what, table))
        try:
            yield
        finally:
            self._open.remove((what, table))


def _sources(spec: TableSpec) -> tuple[str, ...]:
    return (spec.sources,) if isinstance(spec.sources, str) else spec.sources


def _add_computed(lines: list[Line], name: str, made: Expression) -> None:
    evaluate = made.evaluate
    for line in lines:
        try:
            line.cells[name] = evaluate(line.cells)
        except RefusedError as error:
            line.fault = line.fault or line.problem(error, made.columns)


def _distinct(lines: list[Line], by: tuple[str, ...]) -> list[Line]:
    found: dict[tuple[str, ...], Line] = {}
    faulty = []
    for line in lines:
        if line.fault is None:
            found.setdefault(tuple(str(line.cells[column]) for column in by), line)
        else:
            faulty.append(line)
    return [*found.values(), *faulty]


def _add_next(lines: list[Line], name: str, following: Next, scope: Scope) -> None:
    scope.check(following.of)
    by, take = compile_expression(following.by, scope), compile_expression(following.take, scope)
    groups: dict[tuple[str, ...], list[tuple[str, Line]]] = {}
    for line in lines:
        if line.fault is not None:
            continue
        try:
            order = str(by.evaluate(line.cells))
        except RefusedError as error:
            line.fault = line.problem(error, by.columns)
            continue
        groups.setdefault(tuple(str(line.cells[column]) for column in following.of), []).append((order, line))
    for group in groups.values():
        group.sort(key=lambda pair: pair[0])
        for (_, line), (_, after) in pairwise(group):
            try:
                line.cells[name] = take.evaluate(after.cells)
            except RefusedError as error:
                after.fault = after.fault or after.problem(error, take.columns)
