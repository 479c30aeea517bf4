"""The timeline is narrowed to one person, and what is pinned stands on top of it, for everybody."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu

from crm_desktop.actions import records
from crm_desktop.core.entities import Account, Activity, Contact
from crm_desktop.core.schema import Item
from crm_desktop.core.store import Where
from crm_desktop.ui.places import Place
from crm_desktop.ui.records.by_whom import EVERYBODY
from crm_desktop.ui.records.happenings import happenings

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def account(stage):
    """Open the account with most to tell and return it."""
    replica = stage.context.desk.replica
    asked = replica.find(Account, limit=20)
    found = max(asked, key=lambda one: replica.count(Activity, Where("account", "eq", one.id)))
    stage.go(Place("record", f"account:{found.id}"))
    return found


@pytest.fixture
def shown(stage, account):
    return stage.page.timeline


def a_colleagues(stage, account):
    """Write down what a colleague did there."""
    desk = stage.context.desk
    other = Activity(
        id=desk.new_id(), kind="call", subject="Asked for drawings", account=account.id, owner="somebody",
        is_done=True, done_at=desk.now(),
    )  # fmt: skip
    stage.context.tell(records.create(desk, other))
    stage.qtbot.waitUntil(lambda: stage.page.timeline.people.findData(other.owner) >= 0)
    return other


def test_a_person_is_chosen_and_only_what_they_did_is_shown(stage, account, shown):
    other = a_colleagues(stage, account)
    assert shown.people.isVisible()
    assert shown.people.person == EVERYBODY
    for person, fits in ((other.owner, True), (stage.context.desk.user.id, False)):
        shown.people.setCurrentIndex(shown.people.findData(person))
        shown.people.changed.emit()
        titles = {entry.item.title for entry in shown.entries}
        assert (other.subject in titles) is fits
    assert {one.by for one in happenings(stage.context, account)} >= {other.owner, stage.context.desk.user.id}


def test_another_record_without_that_person_shows_everybody(stage, account, shown):
    other = a_colleagues(stage, account)
    shown.people.setCurrentIndex(shown.people.findData(other.owner))
    shown.people.changed.emit()
    lonely = records.create(
        stage.context.desk, Account(id="lonely", name="Lonely", territory=account.territory, owner=account.owner)
    )
    stage.context.tell(lonely)
    stage.go(Place("record", "account:lonely"))
    assert shown.people.person == EVERYBODY
    assert not shown.people.isVisible()
    assert shown.entries


def test_shift_p_pins_an_entry_on_top_and_undo_takes_it_down(stage, account, shown):
    stage.click(shown.sorts.button("activity"))
    desk = stage.context.desk
    for one in desk.replica.find(Activity, Where("account", "eq", account.id)):
        if not one.is_done:
            records.delete(desk, one)  # so that what was done is in sight
    shown.refresh()
    entry = next(one for one in shown.entries if not one.item.activity.is_pinned)
    activity = entry.item.activity
    entry.setFocus()
    assert entry.pin.isVisible()
    stage.press(Qt.Key.Key_P, SHIFT, widget=entry)
    assert desk.fetch(Activity, activity.id).is_pinned
    shown.refresh()
    top = next(one for one in shown.entries if one.item.activity.id == activity.id)
    assert shown.entries.index(top) < sum(one.is_pinned for one in happenings(stage.context, account))
    assert top.pin.isVisible()
    stage.click(stage.window.toasts.button)
    assert not desk.fetch(Activity, activity.id).is_pinned


def test_what_is_pinned_comes_before_what_is_planned_under_a_heading(stage, account, shown):
    desk = stage.context.desk
    for one in desk.replica.find(Activity, Where("account", "eq", account.id)):
        if one.is_pinned:
            stage.context.tell(records.edit(desk, one, is_pinned=False))
    plan = Activity(id=desk.new_id(), subject="Visit", account=account.id, owner=desk.user.id, due_day=desk.today())
    pinned = Activity(
        id=desk.new_id(), kind="note", subject="Gate 3, ask for Wang", account=account.id, owner=desk.user.id,
        is_done=True, done_at=desk.now(), is_pinned=True,
    )  # fmt: skip
    stage.context.tell(records.create(desk, plan, pinned))
    traces = happenings(stage.context, account)
    assert traces[0].id == pinned.id
    assert traces[1].is_planned
    assert [one.id for one in traces].count(pinned.id) == 1
    shown.refresh()
    label, first = shown._parts[0]._places[0]
    assert (label.text(), first.item.id) == ("Pinned", pinned.id)


@pytest.fixture
def opened(monkeypatch):
    """Keep what the system is asked to open."""
    targets = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: targets.append(url.toString()) or True)
    return targets


@pytest.mark.parametrize(("mails", "asked"), [((), []), (("a@x.example",), ["mailto:a@x.example"]), (("a@x.example", "b@x.example"), ["mailto:b@x.example"])])  # fmt: skip
def test_m_begins_a_mail_to_who_the_record_is_about(stage, opened, mails, asked):
    desk = stage.context.desk
    emails = tuple(Item(str(place), "work", one) for place, one in enumerate(mails))
    stage.context.tell(records.create(desk, Contact(id="k", family_name="Wang", owner=desk.user.id, emails=emails)))
    page = stage.go(Place("record", "contact:k"))
    stage.press(Qt.Key.Key_M, widget=page.timeline)
    if len(mails) > 1:
        (menu,) = (one for one in page.head.under.findChildren(QMenu) if one.isVisible())
        menu.actions()[-1].trigger()
        menu.close()
    assert opened == asked
    if not mails:
        assert stage.window.toasts.words.text() == "No e-mail address is known here."
