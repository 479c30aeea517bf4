"""Every file of others that we ship names where it comes from and under which licence."""

import re
from pathlib import Path

import pytest
from PySide6.QtSvg import QSvgRenderer

OUR_OWN = {
    f"icons/{name}.svg"
    for name in (
        "satchel",
        "arrow-grey-down",
        "arrow-grey-right",
        "arrow-grey-up",
        "menu-tick-grey",
        "tick-contrast",
        "tick-contrast-dark",
        "tick-dark",
        "tick-light",
    )
}


def origins(resources: Path) -> list[tuple[list[str], str]]:
    """Return for each line of origin the patterns of its files and the file with its licence."""
    lines = [line for line in (resources / "THIRD_PARTY.md").read_text().splitlines() if line.startswith("- ")]
    found = []
    for line in lines:
        named, _, told = line.partition(": ")
        named = named.split(" as far as ")[0]
        found.append((re.findall(r"`([^`]+)`", named), re.findall(r"`([^`]+)`", told)[-1]))
    return found


def test_every_font_and_icon_has_a_line_of_origin(repository):
    resources = repository / "resources"
    explained = set(OUR_OWN)
    for patterns, licence in origins(resources):
        explained.add(licence)
        explained.update(str(path.relative_to(resources)) for pattern in patterns for path in resources.glob(pattern))
    shipped = {str(path.relative_to(resources)) for room in ("fonts", "icons") for path in (resources / room).iterdir()}
    assert shipped <= explained


def test_every_line_of_origin_names_files_and_a_licence_that_exist(repository):
    resources = repository / "resources"
    for patterns, licence in origins(resources):
        assert (resources / licence).is_file(), licence
        for pattern in patterns:
            assert list(resources.glob(pattern)), pattern


@pytest.mark.usefixtures("qapp")
def test_every_icon_can_be_drawn(repository):
    unreadable = [p.name for p in (repository / "resources/icons").glob("*.svg") if not QSvgRenderer(str(p)).isValid()]
    assert unreadable == []


def test_every_icon_of_others_carries_the_mark_of_its_origin(repository):
    icons = {f"icons/{path.name}": path.read_text() for path in (repository / "resources/icons").glob("*.svg")}
    assert {name for name, text in icons.items() if "@license lucide-static" not in text} == OUR_OWN


def test_every_icon_named_in_the_code_is_shipped(repository):
    called = re.compile(r"""\bicon(?:=|\(|: str = )"([a-z0-9-]+)\"""")
    named = {name for path in (repository / "crm_desktop").rglob("*.py") for name in called.findall(path.read_text())}
    assert named
    assert {name for name in named if not (repository / f"resources/icons/{name}.svg").exists()} == set()
