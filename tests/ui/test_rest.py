"""The second stage of a load as the window shows it: how far it is, a way to end it, and a way to go on."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings

from crm_desktop.actions.desk import desk_of
from crm_desktop.core.entities import Account
from crm_desktop.core.protocol import SignIn
from crm_desktop.replica import vault
from crm_desktop.replica.first_load import Rest
from crm_desktop.sync import loading
from crm_desktop.sync.engine import enrol
from crm_desktop.sync.loading import NO_PROGRESS, Progress
from crm_desktop.ui.context import Context
from crm_desktop.ui.frame.status import StatusLine
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.language import Language
from crm_desktop.ui.rest_line import RestLine
from crm_desktop.ui.syncing import Syncing
from crm_desktop.ui.tasks import Tasks
from sync_server import offering, shelf
from tests.replicas import PASSWORD, small_office


@pytest.fixture
def partly(qapp, tmp_path, monkeypatch) -> Iterator[tuple[StatusLine, Syncing]]:
    """Set up the foot of a window over a laptop that holds the first stage only."""
    cheap = {"time_cost": 1, "memory_kib": 8, "lanes": 1}
    monkeypatch.setattr(vault, "new_derivation", lambda: vault.Derivation("00" * 16, **cheap))
    for module, name, value in (
        (offering, "ROWS_SUFFICE", 0), (offering, "WHOLE_AT_ONCE", 0), (shelf, "CHUNK_PAGES", 48),
        (loading, "CHUNKS_A_ROUND", 1),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, value)
    office = small_office(tmp_path)
    office.add(Account(id="quiet", name="Quiet Works", territory="north", currency="CNY"))
    request = SignIn(
        login="ann", password=PASSWORD, device="new", device_name="new", clock=office.clock.us(),
        code=office.accounts.create_code("ann"),
    )  # fmt: skip
    office.laptops.append(enrol(tmp_path / "new", office.service, "direct", request, office.clock.us))
    monkeypatch.setattr(Syncing, "_new_server", lambda _syncing: office.service)
    settings, tasks = QSettings(str(tmp_path / "ann.ini"), QSettings.Format.IniFormat), Tasks()
    appearance, language = Appearance(qapp, settings), Language(qapp, settings, tmp_path)
    syncing = Syncing(Context(desk_of(office.laptops[0], office.clock), tasks, appearance, language))
    line = StatusLine(appearance)
    syncing.state_changed.connect(line.show_state)
    line.rest.wished.connect(syncing.wish_rest)
    line.show_state(syncing.state())
    yield line, syncing
    tasks.close()
    office.close()
    qapp.setStyleSheet("")


def test_the_rest_comes_by_itself_and_says_how_far_it_is(qtbot, partly):
    line, syncing = partly
    qtbot.addWidget(line)
    said = []
    syncing.state_changed.connect(lambda _state: said.append(line.rest.words.text()))
    assert (line.rest.isHidden(), line.rest.button.text()) == (False, "Cancel")
    syncing.sync_now()
    qtbot.waitUntil(
        lambda: syncing.state().rest is Rest.NONE and syncing.state().connection == "online", timeout=60_000
    )
    assert any(text.startswith("Loading the rest: ") and " MB" in text for text in said)
    assert line.rest.isHidden()
    assert syncing._replica.get(Account, "quiet") is not None


def test_cancel_ends_the_rest_and_offers_to_go_on(qtbot, partly):
    line, syncing = partly
    qtbot.addWidget(line)
    line.rest.button.click()
    qtbot.waitUntil(lambda: syncing.state().connection == "online", timeout=60_000)
    assert (line.rest.words.text(), line.rest.button.text()) == (
        "Only your own open business is on this laptop.", "Load the rest",
    )  # fmt: skip
    assert (syncing._replica.get(Account, "quiet"), syncing._replica.arriving()) == (None, None)
    line.rest.button.click()
    qtbot.waitUntil(lambda: syncing.state().rest is Rest.NONE, timeout=60_000)
    assert syncing._replica.get(Account, "quiet") is not None


def test_a_fresh_copy_says_how_far_it_is_and_cannot_be_declined(qtbot):
    line = RestLine()
    qtbot.addWidget(line)
    line.show_rest(Rest.NONE, Progress("account", 500, 2400), 0, is_anew=True)
    assert (line.words.text(), line.button.isHidden(), line.isHidden()) == (
        "Loading a fresh copy: 500 of 2,400 rows", True, False,
    )  # fmt: skip
    line.show_rest(Rest.NONE, NO_PROGRESS, 0, is_anew=True)
    assert line.words.text() == "The server prepares a fresh copy of your data"


@pytest.mark.parametrize(
    ("progress", "left_s", "words"),
    [
        (NO_PROGRESS, 0, "The server prepares the rest of your data"),
        (
            Progress("account", 1200, 2400, 1_500_000, 3_000_000),
            0,
            "Loading the rest: 1,200 of 2,400 rows, 1.5 of 3.0 MB",
        ),
        (Progress("a", 1, 2, 10**6, 2 * 10**6), 20, "Loading the rest: 1 of 2 rows, 1.0 of 2.0 MB · 20 second(s) left"),
        (Progress("a", 1, 2, 10**6, 2 * 10**6), 61, "Loading the rest: 1 of 2 rows, 1.0 of 2.0 MB · 2 minute(s) left"),
    ],
)
def test_the_words_tell_rows_megabytes_and_the_time_left(qtbot, progress, left_s, words):
    line = RestLine()
    qtbot.addWidget(line)
    line.show_rest(Rest.WANTED, progress, left_s)
    assert line.words.text() == words
