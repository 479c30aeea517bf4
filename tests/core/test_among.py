"""One parameter for many values, and the index is used all the same."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql

from crm_desktop.core.store import prepare
from crm_desktop.core.store.among import among
from crm_desktop.core.store.sqlite import open_sqlite
from crm_desktop.core.store.tables import ENTRY, MAIN

TERRITORY = MAIN["territory"]


def test_many_values_take_one_parameter_and_the_index() -> None:
    engine = open_sqlite(None)
    with engine.begin() as connection:
        prepare(connection)
        for column in (TERRITORY.c.id, ENTRY.c.seq):
            query = select(column).where(among(column, []))
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query.compile(connection)}", ("[]",)).all()
            assert "SEARCH" in plan[0].detail
            assert not any("SCAN entry" in step.detail or "SCAN territory" in step.detail for step in plan)
    engine.dispose()


def test_values_are_found_whatever_they_look_like() -> None:
    engine = open_sqlite(None)
    odd = ["1", "01", '"', "王", "null", ""]
    with engine.begin() as connection:
        prepare(connection)
        for number, id_ in enumerate(odd):
            values = {"id": id_, "seq": number, "happened": 0, "accepted": 0, "node": "", "name": "x", "kind": "region"}
            connection.execute(TERRITORY.insert().values(values))

        def found(column, values):
            return set(connection.execute(select(TERRITORY.c.id).where(among(column, values))).scalars())

        assert found(TERRITORY.c.id, odd) == set(odd)
        assert found(TERRITORY.c.id, ["1", "王"]) == {"1", "王"}
        assert found(TERRITORY.c.seq, [0, 2]) == {"1", '"'}
        assert found(TERRITORY.c.id, []) == set()
    engine.dispose()


def test_postgres_is_given_an_array() -> None:
    query = select(ENTRY.c.seq).where(among(ENTRY.c.seq, [1]))
    assert "entry.seq = ANY (" in str(query.compile(dialect=postgresql.dialect()))
