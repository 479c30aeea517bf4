"""What begins soon is told once, with its name in the window and without it to the desktop, until it is done."""

from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.actions.activities import finish
from crm_desktop.actions.planning import Slot, move_to
from crm_desktop.core.entities import Activity
from crm_desktop.ui.frame.reminders import SETTING, Reminders
from crm_desktop.ui.preferences.look import Look
from tests.replicas import TODAY
from tests.ui.parts import BOSS, ME, small_office


def visit(key, minute, **more):
    starts = datetime(2026, 11, 20, 2, minute, tzinfo=UTC)
    values = {"owner": ME, "account": "a1", "due_day": TODAY, "starts": starts, "minutes": 60, **more}
    return Activity(id=key, kind="visit", subject=f"Visit {key}", **values)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return small_office(
        tmp_path_factory.mktemp("office"), visit("soon", 39), visit("later", 50), visit("hers", 35, owner=BOSS),
        visit("over", 20), visit("done", 36, is_done=True),
    )  # fmt: skip


@pytest.fixture
def told(work):
    """Return what a new set of reminders tells, with a way to let it look."""
    found = []
    made = Reminders(work.context, work.context)
    made.due.connect(lambda *words: found.append(words))
    return made, found


def test_it_is_told_once_also_after_a_restart(told, work):
    reminders, found = told
    reminders.look()
    assert found == [
        ("In 9 minute(s), at 10:39: Visit soon · 上海水泵厂", "Something begins at 10:39", "soon"),
    ]  # fmt: skip
    reminders.look()
    Reminders(work.context, work.context).look()
    assert len(found) == 1


def test_what_is_done_or_switched_off_is_not_told(told, work):
    reminders, found = told
    work.context.appearance.settings.setValue(SETTING, 0)
    reminders.look()
    work.context.appearance.settings.setValue(SETTING, 10)
    finish(work.desk, work.replica.get(Activity, "soon"))
    reminders.look()
    assert found == []


def test_what_was_moved_to_another_hour_is_told_for_that(told, work):
    reminders, found = told
    reminders.look()
    seen = work.replica.get(Activity, "soon")
    move_to(work.desk, seen, Slot(TODAY, seen.starts - timedelta(minutes=4), 60))
    reminders.look()
    assert [words[1] for words in found] == ["Something begins at 10:39", "Something begins at 10:35"]


def test_how_long_before_is_a_setting(told, work, qtbot):
    reminders, found = told
    card = Look(work.context.appearance, work.context.language)
    qtbot.addWidget(card)
    assert card.remind.currentText() == "10 minute(s) before"
    card.remind.setCurrentIndex(card.remind.findData("30"))
    reminders.look()
    assert [id_ for *_, id_ in found] == ["soon", "later"]
