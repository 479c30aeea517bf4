"""A real window on a real screen, as a screen reader hears of it over the accessibility bus."""

import shutil
import subprocess
import sys

import pytest
from PySide6.QtCore import QTranslator

from crm_desktop.core.entities import Account
from crm_desktop.core.resources import resource
from crm_desktop.replica.replica import Replica
from tests.hour.hands import Diary, Hands
from tests.hour.house import House, missing
from tests.hour.spoken import Spoken
from tests.replicas import PASSWORD

LACKING = missing()
pytestmark = pytest.mark.skipif(
    bool(LACKING), reason=f"needs {', '.join(LACKING)}: installers/prepare installs what system-packages.txt lists"
)
FOCUS = "object:state-changed:focused"
WORKED = {
    "push button", "check box", "radio button", "combo box", "text", "list", "table", "tree", "link", "button menu",
}  # fmt: skip
"""Roles of what a person works with."""


@pytest.fixture(scope="module")
def hands(at_hand, tmp_path_factory, repository):
    """Start `satchel` in Chinese on a laptop's copy, unlock it by keys, and go to the accounts."""
    place = tmp_path_factory.mktemp("spoken")
    laptop = place / "laptop"
    shutil.copytree(at_hand, laptop)
    (laptop / "window.ini").write_text("[General]\nlanguage=zh_CN\ntheme=light\n")
    house = House()
    try:
        command = (sys.executable, "-m", "crm_desktop", "--data", str(laptop))
        house.start(*command, cwd=repository, stderr=subprocess.DEVNULL)
        spoken = Spoken(house.bus)
        made = Hands(house.display, spoken, place, Diary())
        made.until(lambda: made.find(role="text"), "the sign-in window does not speak")
        made.take_keyboard()
        made.until(lambda: (made.focused() or made.find()).role == "text", "the password is not asked for")
        made.type(PASSWORD)
        made.key("Return")
        made.until(lambda: made.find(role="frame"), "the window does not open")
        made.take_keyboard()
        made.key("ctrl+2", until=lambda: made.find(role="cell", into="table"))
        yield made
        spoken.close()
    finally:
        house.close()


@pytest.fixture(scope="module")
def chinese():
    translator = QTranslator()
    assert translator.load(str(resource("translations/satchel_zh_CN.qm")))
    return lambda text: translator.translate("core", text)


def test_the_rail_says_the_labels_in_the_language_of_the_window(hands, chinese):
    said = {thing.name for thing in hands.all(role="check box")}
    assert {chinese("Accounts"), chinese("Contacts"), chinese("Deals"), chinese("Products")} <= said


def test_whatever_can_have_the_keyboard_says_what_it_is_called(hands):
    mute = [thing for thing in hands.all() if thing.role in WORKED and "focusable" in thing.states and not thing.name]
    assert mute == []


def test_a_list_is_read_cell_by_cell_under_its_heads(hands, chinese, at_hand):
    (table,) = hands.all(role="table")
    assert table.name == chinese("Accounts")
    held = hands.spoken.children(table.address)
    heads = [thing.name for thing in held if thing.role == "column header"]
    cells = [thing.name for thing in held if thing.role == "cell"]
    assert heads[:2] == [chinese("Name"), chinese("Type")]
    replica = Replica.open(at_hand, PASSWORD)
    names = {account.name for account in replica.find(Account)}
    replica.close()
    assert {name.partition(",")[0] for name in cells[:: len(heads)]} <= names


def test_a_box_of_choices_says_what_it_is_for_beside_what_is_chosen(hands, chinese):
    hands.key("f", until=lambda: hands.find(role="combo box"))
    boxes = hands.all(role="combo box")
    told = {hands.spoken.attribute(box, "Description") for box in boxes}
    typed_into = {thing.name for box in boxes for thing in hands.all(role="text", inside=box)}
    hands.key("Escape", until=lambda: not hands.find(role="combo box"))
    assert "" not in told
    assert typed_into <= told


def test_the_focus_is_told_wherever_tab_takes_it(hands):
    hands.spoken.listen(FOCUS)
    hands.key("ctrl+f", until=lambda: hands.focused().role == "text")
    told = []
    for _ in range(4):
        hands.spoken.heard.clear()
        hands.key("Tab")
        told.append(hands.until(lambda: newly_focused(hands), "Tab told of nothing"))
    assert len(set(told)) == 4
    assert all(name for _role, name in told)


def newly_focused(hands):
    """Give what was said to have the keyboard now, and says so itself."""
    heard = [address for name, address, told in hands.spoken.heard if name.endswith("focused") and told[0] == 1]
    said = [thing for thing in hands.spoken.things(heard) if "focused" in thing.states]
    return (said[-1].role, said[-1].name) if said else None
