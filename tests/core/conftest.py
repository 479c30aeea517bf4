"""What the tests of the store share: an empty one in memory, and one with a few records that hang together."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from sqlalchemy import Connection, Engine

from crm_desktop.core.entities import Account, Contact, Quote, QuoteLine, Territory, User
from crm_desktop.core.store import prepare
from crm_desktop.core.store.sqlite import WRITES, open_sqlite
from tests.core.writing import Writer, empty_store
from tests.replicas import deal


@pytest.fixture(scope="session")
def stores() -> Iterator[Engine]:
    """Make the tables and word the questions once: both take longer than what is asked."""
    engine = open_sqlite(None)
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        prepare(connection)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(stores: Engine) -> Iterator[Connection]:
    with empty_store(stores) as found:
        yield found


@pytest.fixture
def writer(connection: Connection) -> Writer:
    made = Writer(connection)
    made.add(
        Territory(id="north", name="North"), Territory(id="south", name="South"),
        User(id="ann", name="Ann", login="ann", home="north"), Account(id="a", name="Mill", territory="north"),
        Contact(id="c", family_name="Carl", account="a"), deal("d", account="a"), deal("alone"),
        Quote(id="q", owner="ann", account="a", currency="CNY"),
    )  # fmt: skip
    made.add(
        QuoteLine(id="l1", quote="q", currency="CNY", quantity=Decimal(1), unit_price=Decimal(100)),
        QuoteLine(id="l2", quote="q", currency="CNY", quantity=Decimal(2), unit_price=Decimal(50)),
    )  # fmt: skip
    return made
