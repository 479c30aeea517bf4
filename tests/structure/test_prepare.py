"""What the set-up says and does on machines unlike this one."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

FILES = (
    "installers/prepare",
    "installers/constraints.txt",
    "pyproject.toml",
    "installers/system-packages.txt",
    "installers/translations",
)
PYTHONS = ("python3", "python3.11", "python3.12", "python3.13")


class Machine:
    """A copy of the set-up, and commands of its own that hide those of this machine."""

    def __init__(self, repository: Path, place: Path) -> None:
        self.project = place / "a project with spaces"
        self.commands = place / "commands"
        (self.project / "installers").mkdir(parents=True)
        self.commands.mkdir()
        for name in FILES:
            shutil.copy(repository / name, self.project / name)

    def command(self, name: str, script: str) -> None:
        path = self.commands / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def prepare(self, sections: str) -> tuple[int, str]:
        done = subprocess.run(
            [self.project / "installers/prepare", sections],
            env={"PATH": f"{self.commands}:{os.environ['PATH']}"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    def stamp(self) -> None:
        """Leave the mark of a finished set-up."""
        python = self.project / ".venv/bin/python"
        python.parent.mkdir(parents=True)
        python.symlink_to("/bin/false")
        content = (self.project / FILES[1]).read_bytes() + (self.project / "pyproject.toml").read_bytes()
        path = self.project.resolve()
        (self.project / ".venv/stamp").write_text(f"{path}\n{hashlib.sha256(content).hexdigest()}  -\n")


@pytest.fixture
def machine(repository, tmp_path) -> Machine:
    made = Machine(repository, tmp_path)
    made.command("dpkg-query", """for name; do case $name in -*) ;; *) echo "$name installed" ;; esac; done""")
    made.command("apt-get", "echo apt-get was called; exit 1")
    made.command("id", "echo 1000")
    return made


def test_without_root_missing_packages_stop_with_one_line_to_run(machine):
    machine.command("dpkg-query", "echo 'libgl1 installed'; echo 'python3-venv installed'; exit 1")
    code, said = machine.prepare("run")
    assert code == 1
    (line,) = [line for line in said.splitlines() if "apt-get install" in line]
    assert "libegl1" in line
    assert "xvfb" not in line  # needed by the tests alone
    assert "libgl1 " not in line  # is there


def test_packages_of_the_tests_are_asked_for_by_the_tests(machine):
    machine.command("dpkg-query", "exit 1")
    assert "poppler-utils" in machine.prepare("test")[1]


def test_a_window_manager_is_asked_for_by_the_hour_alone(machine):
    machine.command("dpkg-query", "exit 1")
    assert "openbox" in machine.prepare("hour")[1]
    assert "openbox" not in machine.prepare("test")[1]


def test_a_library_that_debian_renamed_counts_as_there(machine):
    machine.stamp()
    machine.command("dpkg-query", """for name; do case $name in *t64) echo "$name installed" ;; esac; done; exit 1""")
    assert machine.prepare("test") == (0, "")


def test_a_package_that_root_cannot_install_is_named(machine):
    machine.command("dpkg-query", "exit 1")
    machine.command("id", "echo 0")
    code, said = machine.prepare("run")
    assert code == 1
    assert "could not be installed: libdbus-1-3 " in said


def test_without_a_python_new_enough_it_says_so(machine):
    for name in PYTHONS:
        machine.command(name, "exit 1")
    code, said = machine.prepare("run")
    assert code == 1
    assert "needs Python 3.11" in said


def test_a_finished_set_up_does_nothing_and_says_nothing(machine):
    machine.stamp()
    for name in PYTHONS:
        machine.command(name, "exit 1")
    assert machine.prepare("test") == (0, "")


def test_a_changed_constraint_sets_up_again(machine):
    machine.stamp()
    with (machine.project / "installers/constraints.txt").open("a") as constraints:
        constraints.write("satchel==1\n")
    code, said = machine.prepare("run")
    assert code == 1  # the environment of this case is only a mark
    assert "Installing Python packages" in said
