"""Screens cost nothing of the libraries that nobody has asked for yet."""

import subprocess
import sys

import pytest

LATE = {"keyring", "pypdfium2", "pypinyin", "reportlab", "requests"}


@pytest.mark.parametrize("screen", ["board", "home", "inbox", "quote_editor", "sync_status"])
def test_importing_a_screen_loads_no_heavy_library(screen):
    asked = f"import sys, crm_desktop.ui.screens.{screen}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) & LATE == set()
