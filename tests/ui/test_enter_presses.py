"""Enter presses whatever button has the keyboard."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from crm_desktop.ui.parts.enter_key import EnterPresses
from crm_desktop.ui.places import Place


def test_enter_presses_the_button_that_has_the_keyboard(stage):
    EnterPresses(stage.window)
    page = stage.go(Place("account"))
    button, pressed = QPushButton("Do it", page), []
    button.show()
    button.clicked.connect(lambda: pressed.append(1))
    button.setFocus()
    stage.press(Qt.Key.Key_Return)
    stage.press(Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    stage.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # means something else
    assert len(pressed) == 2


def test_enter_opens_the_menu_of_a_button(stage):
    EnterPresses(stage.window)
    button, seen = stage.window.topbar.new_button, []

    def look():
        seen.append(QApplication.activePopupWidget())
        seen[0].close()

    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setFocus()
    QTimer.singleShot(0, look)
    stage.press(Qt.Key.Key_Return)
    assert seen == [button.menu()]
