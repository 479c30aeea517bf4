"""A language whose words are 40 % longer than English clips nothing, on any screen, at the smallest window."""

import math

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QToolButton, QWidget

from crm_desktop.core.entities import REGISTRY
from crm_desktop.ui.app import Desktop
from crm_desktop.ui.places import Place, place_of

SMALLEST = (1024, 640)
MARK = "·"


class Longer(QTranslator):
    """Words every text 40 % longer, as German or Russian would."""

    def isEmpty(self):
        return False

    def translate(self, _context, text, _disambiguation=None, _n=-1):
        return text + MARK * max(1, math.ceil(0.4 * len(text)))


@pytest.fixture
def window(qapp, qtbot, desk, tmp_path):
    """Return the smallest window of a desktop that speaks it."""
    desktop = Desktop(qapp, tmp_path / "settings")
    made = desktop.open(desk.replica, goes_online=False)
    translator = Longer()
    made.resize(*SMALLEST)
    QApplication.installTranslator(translator)
    QApplication.processEvents()
    yield made
    QApplication.removeTranslator(translator)
    made.close()
    desktop.close()
    for translator in desktop.language._translators:  # else the next test speaks as this one did
        qapp.removeTranslator(translator)
    qapp.setStyleSheet("")


def clipped(top: QWidget) -> list[str]:
    """List what is seen of a widget and does not fit into its place."""
    found = []
    for widget in top.findChildren(QWidget):
        if not isinstance(widget, QLabel | QAbstractButton) or not widget.isVisible() or MARK not in widget.text():
            continue
        if isinstance(widget, QToolButton) and widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            is_clipped = widget.heightForWidth(widget.width()) > widget.height() + 1
        else:
            is_clipped = widget.sizeHint().width() > widget.width() + 1
        if is_clipped:
            found.append(f"{type(widget).__name__} {widget.text()!r} in {type(widget.parentWidget()).__name__}")
    return sorted(set(found))


SCREENS = (
    "bin",
    "home",
    "account",
    "contact",
    "pipeline",
    "opportunity",
    "calendar",
    "quote",
    "product",
    "inbox",
    "sync",
    "settings",
    "search",
)
KINDS = ("account", "contact", "opportunity", "product", "activity", "quote")


def test_no_text_is_clipped_on_any_screen(window, desk):
    places = [Place(key) for key in SCREENS]
    assert set(window.pages.screens) == {*SCREENS, "record", "quote_editor"}
    places += [place_of(key, desk.replica.find(REGISTRY[key].record, limit=1)[0].id) for key in KINDS]
    found, longest = {}, 0
    for place in places:
        window.go(place)
        for _ in range(3):
            QApplication.processEvents()
        found[place.screen, place.record] = clipped(window)
        longest = max(longest, sum(MARK in label.text() for label in window.findChildren(QLabel)))
    assert longest > len(SCREENS)  # it was spoken
    assert {place: texts for place, texts in found.items() if texts} == {}
