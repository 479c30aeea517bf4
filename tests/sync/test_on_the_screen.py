"""Two windows on two laptops and a server between them, over real sockets: what one saves stands on the other's screen."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QSettings

from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.records import edit
from crm_desktop.core.entities import Account
from crm_desktop.replica import vault
from crm_desktop.sync.remote import HttpServer
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.language import Language
from crm_desktop.ui.syncing import Syncing
from crm_desktop.ui.tasks import Tasks
from tests.replicas import small_office
from tests.server.house import listening
from tests.torture.rough_wire import RoughWire
from tests.ui.conftest import PatientBot


@dataclass
class Screen:
    """One laptop's window as far as sync goes, and every set of records it was told to show anew."""

    context: Context
    syncing: Syncing
    shown: list

    def account(self, id_: str) -> Account:
        return self.context.desk.fetch(Account, id_)

    def shows(self, id_: str) -> bool:
        return any(id_ in touched.get("account", ()) for touched in self.shown)


@pytest.fixture
def qtbot(qapp, request):
    return PatientBot(request)


@pytest.fixture
def wire(tmp_path, monkeypatch) -> Iterator[RoughWire]:
    cheap = {"time_cost": 1, "memory_kib": 8, "lanes": 1}
    monkeypatch.setattr(vault, "new_derivation", lambda: vault.Derivation("00" * 16, **cheap))
    office = small_office(tmp_path)
    port = listening(office.service)
    made = RoughWire(int(port.address.rsplit(":", 1)[1]))
    made.office = office
    yield made
    made.close()
    port.close()
    office.close()


@pytest.fixture
def screens(qapp, tmp_path, wire, monkeypatch) -> Iterator[tuple[Screen, Screen]]:
    monkeypatch.setattr(Syncing, "_new_server", lambda _syncing: HttpServer(wire.address))
    made = []
    for login in ("ann", "mia"):
        replica = wire.office.laptop(login)
        settings = QSettings(str(tmp_path / f"{login}.ini"), QSettings.Format.IniFormat)
        tasks = Tasks()
        desk = desk_of(replica, wire.office.clock)
        context = Context(desk, tasks, Appearance(qapp, settings), Language(qapp, settings, tmp_path))
        screen = Screen(context, Syncing(context), [])
        tasks.touched.connect(screen.shown.append)
        made.append(screen)
    yield tuple(made)
    for screen in made:
        screen.context.tasks.close()
    qapp.setStyleSheet("")


def start(qtbot, *screens: Screen) -> None:
    for screen in screens:
        with qtbot.waitSignal(screen.syncing.synced):
            screen.syncing.start()


def test_what_a_colleague_saved_stands_on_my_screen(qtbot, screens):
    ann, mia = screens
    start(qtbot, ann, mia)
    for city in ("Wuxi", "Suzhou"):  # the second follows the first at once
        mia.shown.clear()
        ann.context.tell(edit(ann.context.desk, ann.account("north1"), city=city))
        qtbot.waitUntil(lambda city=city: mia.shows("north1") and mia.account("north1").city == city)


def test_what_a_colleague_saved_while_i_slept_comes_when_i_wake(qtbot, screens, wire):
    ann, mia = screens
    start(qtbot, ann, mia)
    wire.hold()
    mia.syncing.sync_now()  # hangs in a connection that nobody answers any more
    ann.context.tell(edit(ann.context.desk, ann.account("north1"), city="Wuxi"))
    wire.break_all()
    wire.let_go()
    mia.syncing._sleep = type("Slept", (), {"is_over": staticmethod(lambda *_: True)})()
    mia.syncing._on_tick()
    ann.syncing.sync_now()
    qtbot.waitUntil(lambda: mia.shows("north1") and mia.account("north1").city == "Wuxi")


def test_a_round_asked_for_while_one_runs_follows_it(qtbot, screens):
    ann, _ = screens
    rounds = []
    ann.syncing.synced.connect(rounds.append)
    ann.syncing.sync_now()
    ann.syncing.sync_now()
    qtbot.waitUntil(lambda: len(rounds) == 2)
