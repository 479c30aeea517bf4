"""The whole way through on real data: a rep offline, her manager, a stranger, and a server that is killed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from crm_desktop.actions.activities import log
from crm_desktop.actions.deals import move, open_deal, stages
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.papers import paper_of
from crm_desktop.actions.quotes import add_line, draft, lines_of
from crm_desktop.actions.records import edit
from crm_desktop.analysis.pipeline import Money, stage_sums
from crm_desktop.core.entities import Account, Activity, Opportunity, Product, Quote, QuoteLine, User
from crm_desktop.core.errors import UnreachableError, UserError
from crm_desktop.core.protocol import SignIn
from crm_desktop.core.schema import entity_of, micros
from crm_desktop.core.store import Where
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import Report, enrol, sync
from crm_desktop.sync.remote import HttpServer
from installers.serving import ServerProcess, one_time_code, server_command
from sync_server.accounts import Accounts
from sync_server.database import open_database
from sync_server.service import SyncService
from tests.papers import page_texts
from tests.torture.rough_wire import RoughWire

PASSWORD = "only for this journey"
REP, MANAGER, STRANGER = "darcel.schlecht", "melvin.marxen", "zane.levy"


def clock() -> datetime:
    return datetime.now(UTC)


def now_us() -> int:
    return micros(clock())


@dataclass
class Company:
    folder: Path
    database: Path
    server: ServerProcess
    wire: RoughWire

    def laptop(self, login: str, address: str = "") -> Desk:
        address = address or self.server.address
        request = SignIn(
            login=login, password=PASSWORD, device=f"laptop of {login}", device_name=login, clock=now_us(),
            code=one_time_code(self.database, login),
        )  # fmt: skip
        remote = HttpServer(address)
        try:
            replica = enrol(self.folder / login, remote, address, request, now_us)
        finally:
            remote.close()
        return desk_of(replica, clock)

    def sync(self, replica: Replica) -> Report:
        remote = HttpServer(replica.header.address)
        try:
            return sync(replica, remote, now_us)
        finally:
            remote.close()

    def expected(self, user: str) -> dict[str, tuple[int, str]]:
        """Hash what the server holds for a user's scope, read from its database while it rests."""
        engine = open_database(self.database)
        try:
            return SyncService(engine, Accounts(engine, now_us), now_us).content_hash(user)
        finally:
            engine.dispose()


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Iterator[Company]:
    folder = tmp_path_factory.mktemp("journey")
    database = folder / "server.db"
    server_command("init", "--database", database, "--name", "Real data", "--currency", "USD")
    for pack in ("adventureworks_sfa", "maven_crm"):
        server_command("import", shared_data / pack, "--database", database)
    server = ServerProcess(database)
    server.start()
    wire = RoughWire(int(server.address.rsplit(":", 1)[1]))
    yield Company(folder, database, server, wire)
    wire.close()
    server.stop()


def test_a_day_offline_reaches_the_manager_and_nobody_else(company: Company) -> None:
    rep = company.laptop(REP, company.wire.address)
    manager, stranger = company.laptop(MANAGER), company.laptop(STRANGER)
    try:
        walk(company, rep, manager, stranger)
    finally:
        for desk in (rep, manager, stranger):
            desk.replica.close()


def walk(company: Company, rep: Desk, manager: Desk, stranger: Desk) -> None:
    held = set(rep.user.territories)
    accounts = rep.replica.find(Account)
    assert accounts
    assert {account.territory for account in accounts} <= held
    company.server.stop()
    assert rep.replica.content_hash(rep.role) == company.expected(rep.user.id)

    deal, quote = work_offline(rep, accounts[0])
    with pytest.raises(UnreachableError):
        company.sync(rep.replica)
    waiting = rep.replica.pending()
    assert waiting == 8  # account, deal, move, visit, quote, and its three lines

    survive_kills(company, rep)

    assert company.sync(rep.replica).refused == 0
    assert rep.replica.pending() == 0
    assert company.sync(rep.replica).pulled == 0
    company.sync(manager.replica)
    company.sync(stranger.replica)

    seen = manager.replica.get(Opportunity, deal.id)
    assert seen is not None
    assert seen.stage == deal.stage
    in_stage = stage_sums(manager.replica, [deal.stage], {deal.stage: (Where("id", "eq", deal.id),)}, {}, "USD")
    assert in_stage[deal.stage].parts == (Money(Decimal("1234.50"), "USD"),)  # what his board shows over the column
    account = manager.replica.get(Account, accounts[0].id)
    assert account is not None
    assert account.website == "https://seen-offline.example"
    assert [one.subject for one in manager.replica.find(Activity, Where("opportunity", "eq", deal.id))] == [
        "Saw the plant"
    ]
    assert manager.replica.count(Quote, Where("id", "eq", quote.id)) == 1
    assert manager.replica.count(QuoteLine, Where("quote", "eq", quote.id)) == 3

    for kind, id_ in ((Opportunity, deal.id), (Quote, quote.id), (Account, accounts[0].id)):
        assert stranger.replica.get(kind, id_) is None
        assert stranger.replica.lines([id_]) == {}

    company.server.stop()
    for desk in (rep, manager, stranger):
        assert desk.replica.content_hash(desk.role) == company.expected(desk.user.id)
        assert desk.replica.verify() == []
    assert "agrees" in server_command("verify", "--database", company.database)
    company.server.start()


def work_offline(rep: Desk, account: Account) -> tuple[Opportunity, Quote]:
    """Edit an account, open a deal and move it, log a visit, make a quote of three lines with its paper."""
    edit(rep, account, website="https://seen-offline.example")
    deal, _ = open_deal(rep, "Opened in a cellar", account, Decimal("1234.50"), "USD")
    following = [stage for stage in stages(rep, deal.pipeline) if stage.outcome == "open"][1]
    move(rep, deal, following)
    deal = rep.fetch(Opportunity, deal.id)
    assert deal.stage == following.id
    log(rep, deal, "visit", "Saw the plant")
    quote, _ = draft(rep, deal)
    for product in rep.replica.find(Product, Where("name", "contains", "GTX"), order=("name",), limit=3):
        line, _ = add_line(rep, quote, product, Decimal(2))
        assert line.unit_price is not None
    quote = rep.fetch(Quote, quote.id)
    assert len(lines_of(rep, quote)) == 3
    text = page_texts(paper_of(rep, quote))[0]
    assert quote.total is not None
    assert f"{quote.total:,.2f}" in text
    assert account.name in text
    return deal, quote


def survive_kills(company: Company, rep: Desk) -> None:
    """Kill the server in the middle of a push: half of it heard, all of it heard, and about to answer."""
    for arm in (
        lambda: company.wire.cut_after("up", 700, company.server.kill),
        lambda: company.wire.cut_after("down", 0, company.server.kill),
    ):
        company.server.start()
        before = company.wire.cuts
        arm()
        with pytest.raises(UserError):
            company.sync(rep.replica)
        assert company.wire.cuts == before + 1
        assert not company.server.is_running
        assert rep.replica.pending() == 8
    company.server.start()


def test_everybody_of_the_packs_is_there_and_gets_a_code(company: Company) -> None:
    listed = server_command("user", "list", "--database", company.database).splitlines()
    assert len(listed) == 1 + 1 + 18 + 41  # heading, administrator, both packs
    for login in ("brian-welcker", "anna.snelling"):  # one of each pack
        assert one_time_code(company.database, login)


def test_a_title_names_every_imported_user(company: Company) -> None:
    desk = company.laptop("brian-welcker")
    try:
        users = desk.replica.find(User)
        assert all(entity_of(user).title_of(user) for user in users)
    finally:
        desk.replica.close()
