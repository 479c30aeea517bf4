"""Making a replica where another one lies: the old one is set aside whole, and its author can still open it."""

from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.records import create
from crm_desktop.core.entities import Account
from crm_desktop.replica import vault
from crm_desktop.replica.replica import Replica
from tests.replicas import PASSWORD


def test_an_earlier_replica_is_set_aside_with_its_outbox(office):
    desk = desk_of(office.laptop("ann", "a second laptop of ann"), office.clock)
    create(desk, Account(id=desk.new_id(), name="Typed before the new enrolment", territory=desk.user.home))
    header, waiting = desk.replica.header, desk.replica.outbox()
    folder = office.folder / header.device
    desk.replica.close()
    assert waiting

    key, derivation = vault.new_key(), vault.new_derivation()
    fresh = vault.Header(
        login=header.login, user=header.user, address="", device="another", database=header.database,
        derivation=derivation, wrapped=vault.wrap(key, "another password", derivation),
    )  # fmt: skip
    Replica.create(folder, fresh, key).close()

    kept = Replica.open(folder / "set-aside-1", PASSWORD)
    try:
        assert kept.outbox() == waiting
    finally:
        kept.close()
    assert Replica.open(folder, "another password").close() is None
