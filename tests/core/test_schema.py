"""Every declaration, walked: what each entity and each field must have so that the rest can be derived."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from crm_desktop.core.access import check_kinds
from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.entities.people import ROLES
from crm_desktop.core.protocol import Columns, pack, unpack
from crm_desktop.core.schema import Entity, Field, Item, Kind, Merge, entity_of, from_raw, raw_of, to_raw
from crm_desktop.core.store.tables import MAIN, PAST, from_row, to_row

ENTITIES = list(REGISTRY.values())
FIELDS = [(declared, field) for declared in ENTITIES for field in declared.fields.values()]
EXAMPLES: dict[Kind, Any] = {
    Kind.TEXT: "Müller 上海", Kind.LONG_TEXT: "a\nb", Kind.CHOICE: "", Kind.YES_NO: True, Kind.WHOLE: 12, Kind.DECIMAL: Decimal("3.335"),
    Kind.AMOUNT: Decimal("12.30"), Kind.PERCENT: Decimal("12.5"), Kind.DAY: date(2026, 2, 28), Kind.MOMENT: datetime(2026, 2, 28, 1, 2, 3, 4, UTC),
    Kind.LINK: "some-id", Kind.FILE: "some-file", Kind.LABELLED: (Item("1", "work", "x"),), Kind.TAGS: ("a", "b"), Kind.LINKS: ("a", "b"),
}  # fmt: skip
ROLE_NAMES = {role.value for role in ROLES}


def _name(value: Any) -> str:
    return value.key if isinstance(value, Entity) else value.name


def example(field: Field) -> Any:
    return field.choices[-1].value if field.choices else EXAMPLES[field.kind]


@pytest.mark.parametrize("declared", ENTITIES, ids=_name)
def test_an_entity_is_whole(declared: Entity) -> None:
    assert declared.label
    assert declared.plural
    assert declared.icon
    assert declared.record.__doc__
    assert set(declared.title) <= declared.fields.keys()
    assert declared.write <= ROLE_NAMES
    assert declared.internal or any(field.column for field in declared.fields.values())
    assert declared.internal or any(field.section for field in declared.fields.values())
    columns = [field.column for field in declared.fields.values() if field.column]
    assert len(columns) == len(set(columns)), "two fields in one place of the list"
    assert (declared.gather is None) == (not declared.child)
    assert not declared.child or REGISTRY[declared.child].fields[REGISTRY[declared.child].parent].target == declared.key


EVERYBODYS = {"paper_template", "product"}  # what hangs on these is everybody's, as they are


@pytest.mark.parametrize("declared", ENTITIES, ids=_name)
def test_its_place_ends_at_a_territory_or_a_person_or_with_everybody(declared: Entity) -> None:
    for name in declared.follows:
        field = declared.fields[name]
        if field.target_in:
            assert declared.fields[field.target_in].kind is Kind.TEXT
            continue
        assert field.kind is Kind.LINK
        assert field.target in {"territory", "user", *EVERYBODYS} or REGISTRY[field.target].follows


@pytest.mark.parametrize(("declared", "field"), FIELDS, ids=_name)
def test_a_field_is_whole(declared: Entity, field: Field) -> None:
    assert field.label
    assert not field.target or field.target in REGISTRY
    assert (field.kind in {Kind.LINK, Kind.LINKS}) == bool(field.target)
    assert (field.kind is Kind.CHOICE) == bool(field.choices)
    assert len({choice.value for choice in field.choices}) == len(field.choices)
    assert field.read | field.write <= ROLE_NAMES
    assert field.search in {"", "name", "sound", "text", "phone", "mail"}
    assert field.kind is not Kind.AMOUNT or declared.fields[field.currency].target == "currency"
    assert not (field.derived and field.required)
    assert not field.derived or declared.derive is not None or declared.gather is not None
    assert field.merge is not Merge.UNION or field.kind in {Kind.LABELLED, Kind.TAGS, Kind.LINKS}
    assert field.merge is not Merge.TEXT or field.kind is Kind.LONG_TEXT
    assert field.merge is not Merge.SUM or field.kind is Kind.WHOLE
    assert field.kind not in {Kind.LABELLED, Kind.TAGS, Kind.LINKS} or field.merge is Merge.UNION
    assert field.kind is not Kind.AMOUNT or field.derived or field.merge is Merge.ASK
    assert field.name in MAIN[declared.key].c
    assert field.name in PAST[declared.key].c


@pytest.mark.parametrize(("declared", "field"), FIELDS, ids=_name)
def test_a_value_comes_back_from_raw_row_and_wire(declared: Entity, field: Field) -> None:
    value = example(field)
    raw = to_raw(field, value, "CNY")
    if not field.derived:
        check_kinds(declared, {field.name: (None, raw)})
    assert from_raw(field, raw, {field.currency: "CNY"}) == value
    row = to_row(declared, {field.name: raw})
    assert from_row(declared, row) == {field.name: raw}
    columns = Columns(table=declared.key, names=tuple(row), columns=tuple([one] for one in row.values()))
    assert unpack(pack(columns), Columns) == columns


@pytest.mark.parametrize(("declared", "field"), FIELDS, ids=_name)
def test_an_empty_value_stays_empty(declared: Entity, field: Field) -> None:
    empty = from_raw(field, None, {})
    assert empty in (None, "", False, ())
    assert to_raw(field, empty, "CNY") is None
    assert from_row(declared, to_row(declared, {})) == {}


@pytest.mark.parametrize("declared", ENTITIES, ids=_name)
def test_a_full_record_survives_the_round_trip(declared: Entity) -> None:
    values = {name: example(field) for name, field in declared.fields.items()}
    currencies = {field.currency for field in declared.fields.values() if field.kind is Kind.AMOUNT}
    values |= dict.fromkeys(currencies, "CNY")
    record = declared.record(id="x", **values)
    assert entity_of(record) is declared
    assert declared.read("x", raw_of(record)) == record
    assert isinstance(declared.title_of(record), str)
    assert declared.read("x", {}).id == "x"
