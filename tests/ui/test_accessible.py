"""Whoever cannot see the window or has no mouse finds every control by its name, on every screen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import getCppPointer

from crm_desktop.core.entities import REGISTRY
from crm_desktop.ui.app import Desktop
from crm_desktop.ui.places import Place, place_of

SCREENS = (
    "home", "account", "contact", "pipeline", "opportunity", "calendar", "quote", "product", "inbox", "sync", "settings",
    "search", "bin",
)  # fmt: skip
KINDS = ("account", "contact", "opportunity", "product", "activity", "quote")
ROLE = QAccessible.Role
WORKED = {
    ROLE.Button, ROLE.CheckBox, ROLE.RadioButton, ROLE.ComboBox, ROLE.EditableText, ROLE.List, ROLE.Table, ROLE.Tree,
    ROLE.Link, ROLE.PageTab, ROLE.MenuItem, ROLE.SpinBox, ROLE.Slider, ROLE.ButtonMenu, ROLE.ButtonDropDown,
}  # fmt: skip
"""Roles of what a person works with."""
OF_QT = ("qt_",)
"""How the names of parts begin that Qt makes for itself, inside of a control that has a name."""


@pytest.fixture
def window(qapp, desk, tmp_path):
    """Return the window of a desktop with every registered screen."""
    desktop = Desktop(qapp, tmp_path / "settings")
    made = desktop.open(desk.replica, goes_online=False)
    QApplication.processEvents()
    yield made
    made.close()
    desktop.close()
    for translator in desktop.language._translators:  # else the next test speaks as this one did
        qapp.removeTranslator(translator)
    qapp.setStyleSheet("")


def places(desk):
    records = [desk.replica.find(REGISTRY[key].record, limit=1)[0] for key in KINDS]
    return [*map(Place, SCREENS), *(place_of(key, one.id) for key, one in zip(KINDS, records, strict=True))]


def nodes(top):
    """Walk what is seen of the tree that screen readers are told, each node with its parent."""
    waiting = [(None, QAccessible.queryAccessibleInterface(top))]
    while waiting:
        parent, node = waiting.pop()
        if node.state().invisible or (node.object() is not None and node.object().objectName().startswith(OF_QT)):
            continue
        yield parent, node
        if node.role() not in {ROLE.Table, ROLE.List, ROLE.Tree, ROLE.ComboBox}:
            waiting += [(node, node.child(number)) for number in range(node.childCount())]


def name_of(node):
    return node.text(QAccessible.Text.Name)


def unnamed(top):
    """List what is worked with and has no name, or one that only programmers know."""
    found = []
    for _, node in nodes(top):
        thing = node.object()
        if node.role() in WORKED and thing is not None:
            known = {"", type(thing).__name__, thing.metaObject().className(), thing.objectName() or ""}
            if name_of(node) in known:
                found.append(f"{type(thing).__name__} in {type(thing.parent()).__name__} is called {name_of(node)!r}")
    return sorted(set(found))


def namesakes(top):
    """List what is worked with and bears the name of a sibling of the same role."""
    known = {}
    for parent, node in nodes(top):
        if node.role() in WORKED and parent is not None and node.object() is not None:
            own, above = getCppPointer(node.object())[0], getCppPointer(parent.object())[0]
            said = f"{type(node.object()).__name__} {name_of(node)!r} in {type(parent.object()).__name__}"
            known.setdefault((above, node.role(), name_of(node), said), set()).add(own)
    return sorted(said for (*_, said), bearers in known.items() if len(bearers) > 1)


def unreachable(top):
    """List what a mouse can work with and no key reaches."""
    kinds = QAbstractButton | QLineEdit | QComboBox | QPlainTextEdit | QAbstractItemView
    return sorted({
        f"{type(one).__name__} {one.accessibleName()!r} in {type(one.parentWidget()).__name__}"
        for one in top.findChildren(QWidget)
        if isinstance(one, kinds) and one.isVisible() and one.isEnabled() and not one.objectName().startswith(OF_QT)
        if not _takes_keys(one)
    })  # fmt: skip


def _takes_keys(one):
    if isinstance(one, QHeaderView) or isinstance(one.parentWidget(), QLineEdit):
        return True  # the menu of the list sorts, and Escape empties a field
    # Of our own buttons in a row one is reached by Tab, the others from there by arrows.
    is_ours = type(one).__module__.startswith("crm_desktop")
    row = (
        one.parentWidget().findChildren(type(one), options=Qt.FindChildOption.FindDirectChildrenOnly)
        if is_ours
        else [one]
    )
    return one.focusProxy() is not None or any(each.focusPolicy() & Qt.FocusPolicy.TabFocus for each in row)


@pytest.mark.parametrize("fault", [unnamed, namesakes, unreachable])
def test_no_screen_has_a_control_that_is(fault, window, desk):
    assert set(window.pages.screens) == {*SCREENS, "record", "quote_editor"}
    found = {}
    for place in places(desk):
        window.go(place)
        QApplication.processEvents()
        found[place.screen, place.record.partition(":")[0]] = fault(window)
    assert {place: faults for place, faults in found.items() if faults} == {}
