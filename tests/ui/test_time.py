"""Any past day can be looked at; nothing can be changed there, and every screen says which past it is."""

from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import QDate, Qt

from crm_desktop.actions import records
from crm_desktop.core.entities import Account, Opportunity
from crm_desktop.core.schema import micros
from crm_desktop.core.store import Past, Where
from crm_desktop.replica.care import THINNED
from crm_desktop.ui.parts.time_bar import TimeBanner
from crm_desktop.ui.places import Place


def banner(stage):
    return stage.page.findChild(TimeBanner)


def look_back(stage, days):
    day = stage.context.desk.today() - timedelta(days=days)
    panel = stage.page.time_button.open()
    panel.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
    stage.click(panel.look)
    return stage.context.desk.end_of(day)


def test_a_list_shows_what_was_there_on_a_past_day(stage):
    page = stage.go(Place("opportunity"))
    moment = look_back(stage, 200)
    then = stage.context.desk.replica.as_of(moment)
    assert stage.context.moment == moment
    assert page.model.rowCount() == then.count(Opportunity, Where("outcome", "eq", "open"))


def test_the_banner_says_which_day_and_which_past_and_leads_back(stage):
    stage.go(Place("account"))
    assert banner(stage).isHidden()
    look_back(stage, 1)
    assert banner(stage).words.text() == "You see the end of 19 Nov 2026 as it was. Nothing can be changed in the past."
    stage.click(banner(stage).back)
    assert stage.context.moment is None
    assert banner(stage).isHidden()


def test_the_banner_says_from_when_on_the_whole_past_is_here(stage):
    replica, desk = stage.context.desk.replica, stage.context.desk
    since = desk.end_of(desk.today() - timedelta(days=30))
    replica.set_mark(THINNED, msgspec.json.encode({"activity": since, "file": since}).decode())
    stage.go(Place("account"))
    look_back(stage, 20)
    assert "server" not in banner(stage).words.text()
    look_back(stage, 40)
    said = (
        "Of Activities this laptop knows the whole past since 21 Oct 2026 only; what lies before is kept on the server."
    )
    assert banner(stage).words.text().endswith(said)
    assert banner(stage).accessibleName().endswith(said)


def test_as_we_knew_it_is_another_past(stage):
    page = stage.go(Place("account"))
    panel = page.time_button.open()
    panel.as_known.setChecked(True)
    stage.click(panel.look)
    assert stage.context.past is Past.AS_KNOWN
    assert "as we knew it then" in banner(stage).words.text()


def test_escape_leads_back_to_now(stage):
    page = stage.go(Place("account"))
    look_back(stage, 1)
    stage.window.activateWindow()
    stage.qtbot.waitUntil(stage.window.isActiveWindow)
    page.take_focus()
    stage.press(Qt.Key.Key_Escape)
    assert stage.context.moment is None


def test_a_record_shows_its_old_values_and_cannot_be_edited(stage):
    desk = stage.context.desk
    account = desk.replica.find(Account, limit=1)[0]
    stage.go(Place("record", f"account:{account.id}"))
    records.edit(desk, account, city="Wuxi")
    stage.context.tasks.touched.emit({"account": frozenset({account.id})})
    form = stage.page.form
    assert "Wuxi" in form.rows["city"].quiet.text()
    look_back(stage, 1)
    assert account.city in form.rows["city"].quiet.text()
    form.rows["city"].start()
    assert not form.rows["city"].is_editing
    assert stage.page.timeline.composer.isHidden()


def test_a_record_that_was_not_there_yet_says_so(stage):
    desk = stage.context.desk
    account = desk.replica.find(Account, limit=1)[0]
    stage.go(Place("record", f"account:{account.id}"))
    look_back(stage, 3650)
    assert stage.page.gone.isVisible()
    stage.click(stage.page.gone.button)
    assert stage.page.gone.isHidden()
    assert stage.page.record.id == account.id


def test_the_timeline_ends_at_the_moment_looked_at(stage):
    deal = stage.context.desk.replica.find(Opportunity, limit=1)[0]
    stage.go(Place("record", f"opportunity:{deal.id}"))
    moment = look_back(stage, 30)
    past = [entry.item for entry in stage.page.timeline.entries if not entry.item.is_planned]
    assert all(item.at <= moment for item in past)


@pytest.mark.parametrize("place", range(6))
def test_each_quick_day_lies_before_today(stage, place):
    stage.go(Place("account"))
    panel = stage.page.time_button.open()
    links = [button for button in panel.findChildren(type(panel.now)) if button.property("kind") == "link"]
    stage.click(links[place])
    assert stage.context.moment < micros(stage.context.desk.now())
