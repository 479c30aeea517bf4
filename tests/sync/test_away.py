"""A laptop that was away longer than the server remembers moves loads anew and keeps what it wrote meanwhile."""

from datetime import timedelta

from sqlalchemy import func, select

from crm_desktop.actions import records
from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.standing import standing
from crm_desktop.core.entities import Account, User
from crm_desktop.core.protocol import AWAY, ROLE, Page, SignIn
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import remember, sync
from sync_server.tables import MOVE
from tests.replicas import PASSWORD, Office, held_by
from tests.sync.otherwise import otherwise


def moves(office: Office) -> int:
    with office.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(MOVE)).scalar_one())


def away(office: Office) -> Replica:
    """Give ann's laptop after two years without a network, in which an account of hers went to bob."""
    office.sync(*office.laptops)
    office.edit(office.get(Account, "harbour1"), territory="south")
    office.clock.moment += timedelta(days=700)
    office.edit(office.get(Account, "north1"), city="Rome")
    for replica in office.laptops:
        device, login = replica.header.device, replica.header.login
        request = SignIn(login=login, password=PASSWORD, device=device, device_name=device, clock=office.clock.us())
        remember(replica, office.service.sign_in(request), office.clock.us)
    return office.laptops[0]


def edit(office: Office, replica: Replica, **values: str) -> None:
    records.edit(desk_of(replica, office.clock), held_by(replica, Account, "north1"), **values)


def test_a_cursor_from_before_the_forgotten_moves_is_not_served(office: Office) -> None:
    ann = away(office)
    token, cursor = ann.mark("token"), ann.mark("cursor")
    page = office.service.pull(token, cursor)
    assert (page.resync, [one.records for one in page.gone]) == (False, [("harbour1",)])
    office.service.care()
    assert moves(office) == 0
    assert office.service.pull(token, cursor).resync


def test_who_was_away_too_long_loads_anew_and_loses_nothing(office: Office) -> None:
    ann = away(office)
    office.service.care()
    edit(office, ann, street="Written offline")
    pull, asked = office.service.pull, list[Page]()

    def meanwhile(token: str, cursor: str) -> Page:
        if not asked:
            edit(office, ann, country="Written while it loads")
        asked.append(pull(token, cursor))
        return asked[-1]

    report = sync(ann, otherwise(office.service, pull=meanwhile), office.clock.us)
    assert (asked[0].resync, report.loaded > 0, ann.get(Account, "harbour1")) == (True, True, None)
    assert standing(desk_of(ann, office.clock)).anew.why == AWAY
    found = ann.get(Account, "north1")
    assert found is not None
    assert (found.city, found.street, found.country) == ("Rome", "Written offline", "Written while it loads")
    assert ann.pending() == 1
    office.sync(ann)
    there = office.get(Account, "north1")
    assert (there.street, there.country, ann.pending()) == ("Written offline", "Written while it loads", 0)
    assert (office.differences(ann), ann.verify(), ann.doubts(), ann.repairs()) == ([], [], {}, [])


def test_who_read_further_than_the_forgotten_moves_goes_on_as_ever(office: Office) -> None:
    away(office)
    bob = office.laptops[1]
    office.sync(bob)
    office.service.care()
    assert sync(bob, office.service, office.clock.us).loaded == 0
    assert office.differences(bob) == []


def test_the_server_checks_a_part_a_day_and_heals_it(office: Office) -> None:
    with office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE account SET name = 'x' WHERE id = 'north1'")
    assert office.service.care().healed == ("account north1: name",)
    assert office.service.verify() == []
    with office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE account SET name = 'x' WHERE id = 'north1'")
    assert office.service.care().healed == ()  # the same day


def test_who_has_another_role_loads_anew_and_hears_why(office: Office) -> None:
    ann = office.laptops[0]
    office.edit(office.get(User, "ann"), role="manager")
    office.sync(ann)
    assert (standing(desk_of(ann, office.clock)).anew.why, ann.mark("role")) == (ROLE, "manager")
