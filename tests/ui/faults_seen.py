"""What can be wrong with what is seen: controls without name or key, what is cut, words that are stale or painted without a way to read them."""

import math
import re
from functools import cache

from PySide6.QtCore import QModelIndex, Qt, QTranslator
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QTabBar,
    QToolButton,
    QWidget,
)
from shiboken6 import getCppPointer

from crm_desktop.core.resources import resource
from crm_desktop.ui.look.delegates import RowDelegate

MARK = "·"
OURS = "crm_desktop"
SAID = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
ROLE = QAccessible.Role
WORKED = {
    ROLE.Button, ROLE.CheckBox, ROLE.RadioButton, ROLE.ComboBox, ROLE.EditableText, ROLE.List, ROLE.Table, ROLE.Tree,
    ROLE.Link, ROLE.PageTab, ROLE.MenuItem, ROLE.SpinBox, ROLE.Slider, ROLE.ButtonMenu, ROLE.ButtonDropDown,
}  # fmt: skip
"""Roles of what a person works with."""
OF_A_LINE = 2
"""Pixels that a field of one line leaves at each side of its words."""
OF_QT = ("qt_",)
"""How the names of parts begin that Qt makes for itself, inside of a control that has a name."""


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


def mute(top):
    """List what has the keyboard and does not say what it is."""
    here = top.window().focusWidget()
    if here is None or not here.isVisible() or not top.isAncestorOf(here) or here.objectName().startswith(OF_QT):
        return []
    is_named = name_of(QAccessible.queryAccessibleInterface(here))
    return [] if is_named else [f"{type(here).__name__} in {type(here.parentWidget()).__name__}"]


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
    # The calendar of a day is opened from its field, as every list under a field is, and says so on hover.
    opens_below = "Alt+↓" in one.toolTip() and one.parentWidget().findChild(QLineEdit) is not None
    return (
        one.focusProxy() is not None or opens_below or any(each.focusPolicy() & Qt.FocusPolicy.TabFocus for each in row)
    )


class Longer(QTranslator):
    """Words every text 40 % longer, as German or Russian would."""

    def isEmpty(self):
        return False

    def translate(self, _context, text, _disambiguation=None, _n=-1):
        return text + MARK * max(1, math.ceil(0.4 * len(text)))


def clipped(top: QWidget) -> list[str]:
    """List what is seen of a widget and does not fit into its place."""
    found = []
    for widget in top.findChildren(QWidget):
        if not isinstance(widget, QLabel | QAbstractButton) or not widget.isVisible() or MARK not in widget.text():
            continue
        if widget.text() in widget.toolTip():
            continue  # cut with three dots, and all of it on hover
        if isinstance(widget, QToolButton) and widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            is_clipped = widget.heightForWidth(widget.width()) > widget.height() + 1
        else:
            is_clipped = widget.sizeHint().width() > widget.width() + 1
        if is_clipped:
            found.append(f"{type(widget).__name__} {widget.text()!r} in {type(widget.parentWidget()).__name__}")
    return sorted(set(found))


def cut(top):
    """List choices, tabs and hints in fields that are longer than the place they are painted in, with no way to read them."""
    found = []
    for field in top.findChildren(QWidget):
        if not field.isVisible() or field.objectName().startswith(OF_QT):
            continue
        said = f"{type(field).__name__} of {field.accessibleName()!r} in {type(field.parentWidget()).__name__}"
        found += [f"{said}: {words!r}" for words in _cut_words(field) if MARK in words and words not in field.toolTip()]
    return sorted(set(found))


def _cut_words(field):
    metrics = field.fontMetrics()
    if isinstance(field, QComboBox) and not field.isEditable():
        asked = QStyleOptionComboBox()
        field.initStyleOption(asked)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = field.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, asked, part, field).width()
        yield from _wider([field.currentText()], metrics, room)
    elif isinstance(field, QLineEdit) and not field.text():
        asked = QStyleOptionFrame()
        field.initStyleOption(asked)
        inside = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, asked, field)
        margins = field.textMargins()
        room = inside.width() - margins.left() - margins.right() - 2 * OF_A_LINE
        yield from _wider([field.placeholderText()], metrics, room)
    elif isinstance(field, QPlainTextEdit) and not field.toPlainText():
        room = field.viewport().rect().adjusted(4, 4, -4, -4)
        needed = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, field.placeholderText())
        if needed.height() > room.height() + 1:
            yield field.placeholderText()
    elif isinstance(field, QTabBar):
        for at in range(field.count()):
            if field.tabRect(at).width() + 1 < field.tabSizeHint(at).width():
                yield field.tabText(at)


def _wider(texts, metrics, room):
    return [words for words in texts if metrics.horizontalAdvance(words) > room]


def squeezed(top):
    """List fields of which a part lies outside of what they stand in, where no scrolling brings it back."""
    found = set()
    for field in top.findChildren(QWidget):
        inner = field
        while isinstance(field, QLineEdit | QComboBox) and field.isVisible() and not inner.isWindow():
            around = inner.parentWidget()
            room, place = around.rect(), inner.geometry()
            if isinstance(area := around.parentWidget(), QAbstractScrollArea):
                if (
                    area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
                    and place.width() > room.width()
                ):
                    found.add(f"{type(inner).__name__} in {type(area).__name__}")
                break
            if not room.contains(place):
                found.add(f"{type(inner).__name__} of {field.accessibleName()!r} in {type(around).__name__}")
            inner = around
    return sorted(found)


def untold(top):
    """List what paints its words shorter than they are, without a way to read all of them on hover."""
    found = []
    for view in top.findChildren(QAbstractItemView):
        first = view.model().index(0, 0) if view.model() else QModelIndex()
        if isinstance(view, QHeaderView):
            heads = [
                [view.model().headerData(at, view.orientation(), role) for role in SAID] for at in range(view.count())
            ]
            if view.isVisible() and any(words and not hint for words, hint in heads):
                found.append(f"{type(view).__name__} in {type(view.parentWidget()).__name__}")
            continue
        # Our painter of rows says by itself what it cut; cards and things of the calendar have their words as a hint.
        tells = isinstance(view.itemDelegate(), RowDelegate) or first.data(Qt.ItemDataRole.ToolTipRole)
        if view.isVisible() and first.isValid() and type(view).__module__.startswith(OURS) and not tells:
            found.append(f"{type(view).__name__} in {type(view.parentWidget()).__name__}")
    for button in top.findChildren(QAbstractButton):
        is_painted = type(button).__module__.startswith(OURS) and "paintEvent" in vars(type(button))
        words = button.text()
        if is_painted and button.isVisible() and words not in button.toolTip():
            found.append(f"{type(button).__name__} {words!r} in {type(button.parentWidget()).__name__}")
    return sorted(set(found))


def stale(top):
    """List words of ours that stayed in another language when it was switched."""
    found = []
    for widget in [top, *top.findChildren(QWidget)]:
        if not widget.isVisible() or widget.objectName().startswith(OF_QT):
            continue
        said = [widget.accessibleName(), widget.toolTip()]
        if isinstance(widget, QLabel | QAbstractButton):
            said.append(widget.text())
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            said.append(widget.placeholderText())
        found += [f"{type(widget).__name__} {text!r}" for text in said if text.strip() in texts()]
    return sorted(set(found))


@cache
def texts():
    """Give every text of the sources that is more than one word, which data hardly ever are."""
    kept = resource("translations/satchel_zh_CN.ts").read_text("utf-8")
    return {one for one in re.findall("<source>([^<&%]*)</source>", kept) if " " in one}


FAULTS = (unnamed, mute, namesakes, unreachable, clipped, cut, squeezed, untold, stale)
