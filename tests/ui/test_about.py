"""About Satchel: every package and file of others is named with its licence, and versions can be handed on."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from crm_desktop.core.shipped import parts, satchel_version
from crm_desktop.ui.frame.about import About


def test_every_part_has_a_licence_that_can_be_read():
    found = {part.name.lower(): part for part in parts()}
    assert {"pyside6_essentials", "sqlalchemy", "reportlab", "urllib3"} <= found.keys()
    assert any("noto sans sc" in name for name, part in found.items() if "SIL OPEN FONT LICENSE" in part.text().upper())
    assert [name for name, part in found.items() if not part.text() and not (part.licence and part.home)] == []
    assert not found.keys() & {"pytest", "litestar", "psycopg"}  # of the tests and of the server


def test_it_is_opened_by_name_read_by_keys_and_copied(stage):
    stage.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    stage.type("about")
    stage.press(Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: any(one.isVisible() for one in stage.window.findChildren(About)))
    about = next(one for one in stage.window.findChildren(About) if one.isVisible())
    first = about.text.toPlainText()
    stage.press(Qt.Key.Key_Down)
    assert about.text.toPlainText() != first
    stage.click(about.button)
    assert f"Satchel {satchel_version()}" in QGuiApplication.clipboard().text()
    assert "PySide6" in QGuiApplication.clipboard().text()
    stage.press(Qt.Key.Key_Escape)
    assert not about.isVisible()
