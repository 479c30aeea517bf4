"""Rows turned into the records they tell of, each with its moments in order; nothing is compared with the store yet."""

from collections.abc import Iterator

import msgspec

from crm_desktop.core.access import check_complete, check_values
from crm_desktop.core.entities.people import ADMINISTRATOR
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.intake.cells import Reading
from crm_desktop.core.intake.expressions import (
    HAPPENED,
    UNKNOWN_ENTITY,
    Expression,
    Test,
    compile_expression,
    compile_where,
    is_empty,
)
from crm_desktop.core.intake.mapping import Event, RecordSpec
from crm_desktop.core.intake.tables import Line, Problem, TableSet
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, REGISTRY, Entity, Field, Kind, Raw

UNKNOWN_FIELD = QT_TRANSLATE_NOOP(
    "core", "The mapping {mapping} fills in {place} the field “{field}”, which {entity} does not have. It has: {known}."
)
WITHOUT_KEY = QT_TRANSLATE_NOOP(
    "core", "The mapping {mapping} does not say in {place} which columns are the key, nor an id."
)
NO_KEY = QT_TRANSLATE_NOOP("core", "The row has no key: it cannot be told apart from others.")
SAME_KEY = QT_TRANSLATE_NOOP("core", "The key {key} stands already in row {row} of {file}.")
BEFORE = QT_TRANSLATE_NOOP("core", "{later} lies before {earlier}: what comes later must not have happened earlier.")

Key = tuple[str, str]
"""Entity key and record id."""


class Moment(msgspec.Struct):
    """What a record's fields became at one moment; `raw` holds all values set so far."""

    happened: int
    raw: dict[str, Raw]
    line: Line


class Plan(msgspec.Struct):
    """A record as the tables tell it."""

    declared: Entity
    id: str
    moments: list[Moment]
    keep: bool
    columns: dict[str, tuple[str, ...]]

    @property
    def line(self) -> Line:
        """Name the row to blame when something is wrong with the record as a whole."""
        return self.moments[0].line


class Plans(msgspec.Struct):
    """All records of a pack, those whose rows are bad, and why."""

    good: dict[Key, Plan] = {}
    bad: dict[Key, Line] = {}
    problems: list[Problem] = []


class _Step(msgspec.Struct, frozen=True):
    """One event of a record, compiled. fields: amounts last, for they need their currency."""

    happened: Expression
    test: Test
    fields: list[tuple[Field, Expression]]


class _Maker(msgspec.Struct, frozen=True):
    """One block of the mapping, compiled."""

    spec: RecordSpec
    declared: Entity
    tables: TableSet
    key: Expression
    test: Test
    versions: Expression | None
    steps: list[_Step]
    columns: dict[str, tuple[str, ...]]
    now_us: int


def plan_records(tables: TableSet, now_us: int) -> Plans:
    """Turn all rows of a pack into planned records; raises UserError where the mapping itself is wrong."""
    # Every block is compiled before the first row is looked at: a wrong mapping never half works.
    makers = [_maker(tables, spec, number, now_us) for number, spec in enumerate(tables.told.records, 1)]
    plans = Plans({}, {}, [])
    for maker in makers:
        _plan_block(maker, plans)
    return plans


def _maker(tables: TableSet, spec: RecordSpec, number: int, now_us: int) -> _Maker:
    place = f"records[{number}] ({spec.entity})"
    declared = REGISTRY.get(spec.entity)
    if declared is None:
        raise UserError(UNKNOWN_ENTITY, mapping=tables.name, place=place, entity=spec.entity)
    scope = tables.scope(spec.table, place)
    base = Event(happened=spec.happened if spec.happened is not None else spec.versions, fields=spec.fields)
    steps = [_step(tables, spec, event, declared, f"{place}.{where}") for event, where in
             [(base, "fields"), *((event, f"events[{n}]") for n, event in enumerate(spec.events, 1))]]  # fmt: skip
    columns: dict[str, tuple[str, ...]] = {}
    for step in steps:
        for field, made in step.fields:
            columns[field.name] = columns.get(field.name, ()) + made.columns
    return _Maker(
        spec,
        declared,
        tables,
        _key(tables, spec, place),
        compile_where(spec.where, scope.at(f"{place}.where")),
        None if spec.versions is None else compile_expression(spec.versions, scope.at(f"{place}.versions")),
        steps,
        columns,
        now_us,
    )


def _key(tables: TableSet, spec: RecordSpec, place: str) -> Expression:
    scope = tables.scope(spec.table, f"{place}.key")
    if spec.id is not None:
        return compile_expression(spec.id, scope)
    if not spec.key:
        raise UserError(WITHOUT_KEY, mapping=tables.name, place=place)
    return compile_expression({"link": spec.entity, "by": list(spec.key)}, scope)


def _step(tables: TableSet, spec: RecordSpec, event: Event, declared: Entity, place: str) -> _Step:
    scope = tables.scope(spec.table, place)
    fields = []
    for name, said in event.fields.items():
        field = declared.fields.get(name)
        if field is None or field.derived:
            known = ", ".join(other.name for other in declared.stored if not other.derived)
            raise UserError(
                UNKNOWN_FIELD, mapping=tables.name, place=place, field=name, entity=declared.key, known=known
            )  # fmt: skip
        fields.append((field, compile_expression(said, scope.at(f"{place}.{name}"))))
    fields.sort(key=lambda pair: pair[0].kind is Kind.AMOUNT)
    happened = event.happened if event.happened is not None else tables.told.happened
    made = compile_expression("" if happened is None else happened, scope.at(f"{place}.happened"))
    return _Step(made, compile_where(event.where, scope.at(f"{place}.where")), fields)


def _plan_block(maker: _Maker, plans: Plans) -> None:
    told: set[tuple[str, int]] = {(problem.file, problem.row) for problem in plans.problems}
    for line in _ordered(maker, plans):
        if line.fault is not None:
            if (line.file, line.number) not in told:
                plans.problems.append(line.fault)
                told.add((line.file, line.number))
            if id_ := _id_of(maker, line):
                plans.bad.setdefault((maker.declared.key, id_), line)
            continue
        if not maker.test(line.cells):
            continue
        _plan_line(maker, line, plans)
    for key in plans.good.keys() & plans.bad.keys():
        # One row of this record was bad, another good: the record goes in as far as its good rows tell.
        del plans.bad[key]


def _ordered(maker: _Maker, plans: Plans) -> Iterator[Line]:
    lines = maker.tables.lines(maker.spec.table)
    if maker.versions is None:
        yield from lines
        return
    reading, by = maker.tables.reading(maker.spec.table), maker.versions
    dated: list[tuple[str, Line]] = []
    for line in lines:
        if line.fault is not None or not maker.test(line.cells):
            dated.append(("", line))
            continue
        try:
            value = by.evaluate(line.cells)
            dated.append(("" if is_empty(value) else reading.day(value).isoformat(), line))
        except RefusedError as error:
            plans.problems.append(line.problem(error, by.columns))
            if id_ := _id_of(maker, line):
                plans.bad.setdefault((maker.declared.key, id_), line)
    yield from (line for _, line in sorted(dated, key=lambda pair: pair[0]))


def _id_of(maker: _Maker, line: Line) -> str:
    try:
        return str(maker.key.evaluate(line.cells) or "")
    except RefusedError:
        return ""  # the row is bad anyway, and told so


def _plan_line(maker: _Maker, line: Line, plans: Plans) -> None:
    id_ = ""
    columns: tuple[str, ...] = ()
    try:
        id_ = str(maker.key.evaluate(line.cells) or "")
        known = _known(maker, id_, plans)
        moments = _moments(maker, line, known)
    except _CellError as error:
        columns, refused = error.columns, error.refused
    except RefusedError as error:
        # A rule names its field; what names none is about the key.
        columns, refused = maker.columns.get(error.field, () if error.field else maker.key.columns), error
    else:
        if known is None:
            plans.good[maker.declared.key, id_] = Plan(maker.declared, id_, moments, maker.spec.keep, maker.columns)
        else:
            known.moments += moments
        return
    plans.problems.append(line.problem(refused, columns))
    if id_ and (maker.declared.key, id_) not in plans.good:
        plans.bad.setdefault((maker.declared.key, id_), line)


def _known(maker: _Maker, id_: str, plans: Plans) -> Plan | None:
    """Find the record whose next version a row is; refuse a row without a key and one whose key is taken."""
    if not id_:
        raise RefusedError(NO_KEY)
    known = plans.good.get((maker.declared.key, id_))
    if known is not None and maker.versions is None:
        said = maker.tables.links.keys.get(id_, id_)
        raise RefusedError(SAME_KEY, key=said, row=known.line.number, file=known.line.file)
    return known


class _CellError(Exception):
    """Carries a refusal together with the columns it came from, to `_plan_line` only."""

    def __init__(self, refused: RefusedError, columns: tuple[str, ...]) -> None:
        super().__init__(refused.message)
        self.refused = refused
        self.columns = columns


def _moments(maker: _Maker, line: Line, known: Plan | None) -> list[Moment]:
    """Make the moments that one row tells of, and check each as the server would."""
    reading, declared = maker.tables.reading(maker.spec.table), maker.declared
    raw: dict[str, Raw] = {} if known is None else known.moments[-1].raw
    made: list[Moment] = []
    for step in maker.steps:
        if not step.test(line.cells):
            continue
        try:
            value = step.happened.evaluate(line.cells)
            happened = maker.now_us if is_empty(value) else min(reading.moment(value), maker.now_us)
        except RefusedError as error:
            raise _CellError(error, step.happened.columns) from None
        if made and happened < made[-1].happened:
            later, earlier = str(value), str(maker.steps[0].happened.evaluate(line.cells))
            raise _CellError(RefusedError(BEFORE, later=later, earlier=earlier, value=later), step.happened.columns)
        raw = _filled(step, line, happened, raw, reading)
        check_values(declared, raw, (field.name for field, _ in step.fields), ADMINISTRATOR)
        if known is None and not made:
            check_complete(declared, raw)
        made.append(Moment(happened, raw, line))
    return made


def _filled(step: _Step, line: Line, happened: int, before: dict[str, Raw], reading: Reading) -> dict[str, Raw]:
    row = line.cells
    row[HAPPENED] = happened
    raw = dict(before)
    for field, made in step.fields:
        try:
            value = reading.raw(field, made.evaluate(row), raw)
        except RefusedError as error:
            raise _CellError(error, made.columns) from None
        if value is None:
            raw.pop(field.name, None)
        else:
            raw[field.name] = value
    return raw
