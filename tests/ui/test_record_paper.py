"""A record page goes to paper by Ctrl+P: its fields, what hangs on it and what happened, kept or printed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from crm_desktop.actions import records
from crm_desktop.core.entities import Account, Activity, Contact, Opportunity
from crm_desktop.core.store import Where
from crm_desktop.ui import wording
from crm_desktop.ui.places import Place
from tests.papers import page_texts

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def deal(stage):
    """Return an open deal of an account that has contacts."""
    replica = stage.context.desk.replica
    found = replica.find(Opportunity, Where("outcome", "eq", "open"), Where("account", "filled"))
    return next(one for one in found if replica.count(Contact, Where("account", "eq", one.account)))


def printed(stage, key, id_):
    """Press Ctrl+P on the page of a record, and return the paper and its text."""
    page = stage.go(Place("record", f"{key}:{id_}"))
    stage.press(Qt.Key.Key_P, CTRL)
    stage.qtbot.waitUntil(lambda: page.paper is not None and bool(page.paper.pdf))
    return page.paper, "".join(page_texts(page.paper.pdf))


def test_an_account_is_printed_with_its_fields_contacts_and_open_deals(stage, deal):
    account = stage.context.desk.replica.get(Account, deal.account)
    contact = stage.context.desk.replica.find(Contact, Where("account", "eq", account.id))[0]
    _, text = printed(stage, "account", account.id)
    for said in (
        account.name,
        account.city,
        "About",
        "Contacts",
        contact.name,
        deal.name,
        "What happened last",
        "Page 1",
    ):
        assert said in text, said
    assert wording.money(deal.amount, deal.currency).replace("\xa0", " ") in text


def test_a_deal_is_printed_with_its_next_step_and_who_printed_it(stage, deal):
    paper, text = printed(stage, "opportunity", deal.id)
    assert deal.next_step in text
    assert "Printed on 20 Nov 2026" in text
    assert not paper.is_wide


def test_the_past_is_printed_as_the_past(stage, deal):
    stage.go(Place("record", f"opportunity:{deal.id}"))
    stage.context.look_at(stage.context.desk.end_of(stage.context.desk.today()))
    _, text = printed(stage, "opportunity", deal.id)
    assert "As it was at the end of 20 Nov 2026" in " ".join(text.split())


def test_the_paper_is_kept_as_a_pdf(stage, deal, tmp_path, monkeypatch):
    kept = tmp_path / "deal.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(kept), ""))
    paper, _ = printed(stage, "opportunity", deal.id)
    pdf = paper.pdf
    stage.press(Qt.Key.Key_S, CTRL, widget=paper)
    stage.qtbot.waitUntil(lambda: kept.exists() and kept.read_bytes() == pdf)


def test_what_is_planned_without_a_day_stands_on_the_paper(stage, deal):
    context = stage.context
    records.create(
        context.desk, Activity(id=context.desk.new_id(), subject="Ask them", owner=deal.owner, opportunity=deal.id)
    )
    _, text = printed(stage, "opportunity", deal.id)
    assert "Planned: Ask them" in text
    assert "Some day" in text


def test_a_paper_names_days_by_their_date(stage, deal):
    context = stage.context
    todo = Activity(
        id=context.desk.new_id(),
        subject="Ask them",
        owner=deal.owner,
        opportunity=deal.id,
        due_day=context.desk.today(),
    )
    records.create(context.desk, todo)
    _, text = printed(stage, "opportunity", deal.id)
    assert wording.day(context.desk.today()) in text
    assert wording.near_day(context, context.desk.today()) not in text
