"""What is declared about the project agrees with the files of the project."""

import ast
import re
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from crm_desktop.core.resources import resource

CODE = ("crm_desktop", "sync_server", "installers", "tests")
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager", "managers"}


def python_files(repository: Path) -> list[Path]:
    return [path for room in CODE for path in sorted((repository / room).rglob("*.py"))]


def test_every_package_on_disk_is_in_the_distribution(repository):
    declared = tomllib.loads((repository / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    on_disk = {
        ".".join(path.parent.relative_to(repository).parts)
        for room in ("crm_desktop", "sync_server")
        for path in (repository / room).rglob("__init__.py")
    }
    assert set(declared) == on_disk | {"crm_desktop.resources"}


def test_every_folder_with_code_is_a_package(repository):
    rooms = {path.parent for room in ("crm_desktop", "sync_server") for path in (repository / room).rglob("*.py")}
    assert [str(room) for room in sorted(rooms) if not (room / "__init__.py").exists()] == []


def test_every_python_file_opens_with_one_sentence(repository):
    silent = [
        str(path.relative_to(repository))
        for path in python_files(repository)
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_package_files_are_empty_or_hand_names_on(repository):
    busy = []
    for path in (p for room in CODE for p in (repository / room).rglob("__init__.py")):
        allowed = (ast.Import, ast.ImportFrom, ast.Expr, ast.Assign)
        if not all(isinstance(node, allowed) for node in ast.parse(path.read_text()).body):
            busy.append(str(path.relative_to(repository)))
    assert busy == []


def test_no_file_and_no_class_has_a_name_that_says_nothing(repository):
    vague = [str(p.relative_to(repository)) for p in python_files(repository) if p.stem in NAMES_THAT_SAY_NOTHING]
    for path in python_files(repository):
        vague += re.findall(r"^class (\w+(?:Manager|Helper|Util|Utils|Impl))\b", path.read_text(), re.MULTILINE)
    assert vague == []


def test_constraints_are_plain_and_are_what_is_installed(repository):
    for line in (repository / "installers/constraints.txt").read_text().splitlines():
        if line.startswith("#"):
            continue
        name, pinned = re.fullmatch(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.+!]+)", line).groups()
        assert (name, version(name)) == (name, pinned)


def test_system_packages_are_plain_names_in_known_sections(repository):
    lines = [line for line in (repository / "installers/system-packages.txt").read_text().splitlines() if line]
    sections = [line for line in lines if line.startswith("[")]
    assert sections == ["[run]", "[test]", "[hour]"]
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9.+-]+|#.*|\[\w+\]", line) for line in lines)


def test_resources_are_found_in_a_working_copy(repository):
    assert resource("icons/satchel.svg") == repository / "resources/icons/satchel.svg"


def test_a_resource_that_is_not_shipped_is_refused():
    with pytest.raises(FileNotFoundError, match=r"icons/nothing\.svg"):
        resource("icons/nothing.svg")


def test_what_commands_write_is_never_kept(repository):
    listed = subprocess.run(["git", "ls-files"], cwd=repository, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git working copy: needs the list of kept files")
    kept = listed.stdout.splitlines()
    assert [path for path in kept if re.search(r"(^|/)(out|\.venv|__pycache__)/|\.(pyc|db|sqlite)$", path)] == []
