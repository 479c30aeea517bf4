"""Screens cost nothing of the libraries that nobody has asked for yet."""

import subprocess
import sys

import pytest

LATE = {"keyring", "pypdfium2", "pypinyin", "reportlab", "requests"}


def loaded_by(module):
    """Name the modules that are there once one was imported in a process of its own."""
    asked = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize("screen", ["board", "home", "inbox", "quote_editor", "sync_status"])
def test_importing_a_screen_loads_no_heavy_library(screen):
    assert {name.partition(".")[0] for name in loaded_by(f"crm_desktop.ui.screens.{screen}")} & LATE == set()


def test_importing_the_window_loads_nothing_that_reads_licences():
    assert "crm_desktop.core.shipped" not in loaded_by("crm_desktop.ui.frame.window")


def test_no_screen_is_loaded_before_it_is_opened():
    loaded = {name for name in loaded_by("crm_desktop.ui.app") if name.startswith("crm_desktop.ui.screens.")}
    assert loaded == {f"crm_desktop.ui.screens.{name}" for name in ("keys", "register")}
