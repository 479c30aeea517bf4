"""The wheel holds all that the program needs, and both commands start from it alone."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command outside the working copy and return what it printed; its words are the failure."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def fresh(repository, tmp_path_factory) -> Path:
    """Return a new environment with the wheel installed and only the libraries of this one beside it."""
    place = tmp_path_factory.mktemp("wheel")
    source = place / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(repository / name, source)
    for name in ("crm_desktop", "sync_server", "resources"):
        shutil.copytree(repository / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    offline = ("--no-index", "--no-deps")
    run(*pip, "wheel", *offline, "--no-build-isolation", "--wheel-dir", place, source, cwd=place)
    environment = place / "fresh"
    run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=place)
    # A line of a .pth adds the libraries, but not the .pth files among them: the working copy stays out of sight.
    libraries = run(
        environment / "bin/python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=place
    )
    Path(libraries.strip(), "libraries.pth").write_text(sysconfig.get_path("purelib"))
    (wheel,) = place.glob("*.whl")
    run(*pip, "--python", environment / "bin/python", "install", *offline, wheel, cwd=place)
    return environment


def test_resources_are_found_inside_the_installed_wheel(fresh):
    asked = "from crm_desktop.core.resources import resource as r; print(r('icons/satchel.svg')); r('THIRD_PARTY.md')"
    found = Path(run(fresh / "bin/python", "-c", asked, cwd=fresh).strip())
    assert fresh in found.parents


def test_every_shipped_file_is_in_the_wheel(fresh, repository):
    (installed,) = fresh.glob("lib/*/site-packages/crm_desktop/resources")
    shipped = {path.relative_to(repository / "resources") for path in (repository / "resources").rglob("*.*")}
    assert {path.relative_to(installed) for path in installed.rglob("*.*")} == shipped


def test_every_module_is_in_the_wheel(fresh, repository):
    for package in ("crm_desktop", "sync_server"):
        (installed,) = fresh.glob(f"lib/*/site-packages/{package}")
        ours = {path.relative_to(repository / package) for path in (repository / package).rglob("*.py")}
        assert {path.relative_to(installed) for path in installed.rglob("*.py")} == ours


@pytest.mark.parametrize("command", ["satchel-server"])
def test_the_command_starts_from_the_wheel_alone(fresh, command):
    assert run(fresh / "bin" / command, "--help", cwd=fresh).startswith(f"usage: {command}")
