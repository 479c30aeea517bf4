"""In every state of every screen whoever cannot see or has no mouse finds everything, and longer words fit at 1024x640."""

from PySide6.QtWidgets import QApplication, QLabel

from tests.screenshots.stage import SMALL
from tests.ui.faults_seen import FAULTS, MARK, Longer
from tests.ui.states import STATES, desktop_of, tops, visited


def faults_of(stage):
    """Speak longer words and walk through every state; list the faults of each, and the most texts seen at once."""
    found, most = {}, 0
    translator = Longer()
    QApplication.installTranslator(translator)
    stage.desktop.language.changed.emit(stage.desktop.language.code)
    try:
        for shot in visited(stage, SMALL):
            for fault in FAULTS:
                said = [each for top in tops(stage) for each in fault(top)]
                if said:
                    found[shot.name, fault.__name__] = said
            most = max(most, sum(MARK in label.text() for label in stage.subject.findChildren(QLabel)))
    finally:
        QApplication.removeTranslator(translator)
    return found, most


def test_nothing_is_unnamed_unreachable_or_cut_on_any_screen(qapp, desk, tmp_path):
    with desktop_of(qapp, tmp_path / "settings", desk.replica) as stage:
        assert {shot.needs for shot in STATES} == set(stage.window.pages.screens)
        found, most = faults_of(stage)
    assert most > len(FAULTS)  # it was spoken
    assert found == {}


def test_nothing_is_unnamed_unreachable_or_cut_on_the_way_in(qapp, tmp_path):
    with desktop_of(qapp, tmp_path / "settings") as stage:
        found, most = faults_of(stage)
    assert most > 1
    assert found == {}
