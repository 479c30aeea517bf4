"""What a process loads before anybody asked for it."""

import os
import subprocess
import sys

import pytest

LATE = "keyring smtplib litestar numpy openpyxl pandas pypdfium2 pypinyin pyqtgraph python_calamine reportlab requests sklearn uvicorn"
WINDOW_AND_PAPER = "PySide6 keyring pypdfium2 reportlab requests"

CASES = [
    # Each of these libraries takes 0.1 to 1.4 s, which nobody who opens the window has asked for yet.
    ("crm_desktop.ui.app", LATE),
    # Screens are loaded when they are opened first; these a person opens every day.
    ("crm_desktop.ui.screens.home, crm_desktop.ui.screens.lists, crm_desktop.ui.screens.record", LATE),
    ("crm_desktop.ui.screens.board, crm_desktop.ui.screens.calendar, crm_desktop.ui.screens.inbox", LATE),
    ("crm_desktop.core.store", LATE + " PySide6"),
    ("sync_server.http, sync_server.importing, sync_server.__main__", WINDOW_AND_PAPER),
]


def loaded_by(module: str) -> set[str]:
    """Return the libraries a fresh process has loaded after importing one module, or several after commas."""
    asked = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize(("module", "unwanted"), CASES)
def test_importing_does_not_load(module, unwanted):
    assert loaded_by(module) & set(unwanted.split()) == set()


def test_a_laptop_does_not_load_what_only_the_server_speaks():
    asked = "import sys, crm_desktop.ui.app; print(*(name for name in sys.modules if 'postgresql' in name))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_server_reaches_no_floor_above_the_ground():
    asked = "import sys, sync_server.http, sync_server.__main__; print(*(n for n in sys.modules if n.startswith('crm_desktop.')))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert [name for name in done.stdout.split() if not name.startswith("crm_desktop.core")] == []


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="there is always a screen on this system")
def test_without_a_screen_the_desktop_says_so_and_ends():
    bare = {name: value for name, value in os.environ.items() if "DISPLAY" not in name and name != "QT_QPA_PLATFORM"}
    command = [sys.executable, "-m", "crm_desktop"]
    done = subprocess.run(command, env=bare, capture_output=True, text=True, check=False)
    assert (done.returncode, "There is no screen here" in done.stderr) == (1, True)
