"""A list is exported as it is shown: its columns, filters, order and search, or the selected rows alone."""

import csv
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt

from crm_desktop.actions.listing import Asked, listing
from crm_desktop.core.entities import REGISTRY, Account, Opportunity
from crm_desktop.core.store import Where
from crm_desktop.ui.lists.export import ExportDialog, StoppedError, watched, words
from crm_desktop.ui.places import Place

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def path(monkeypatch, tmp_path) -> Path:
    made = tmp_path / "list.csv"
    monkeypatch.setattr(ExportDialog, "ask", classmethod(lambda _cls, *_asked: made))
    return made


def rows(stage, path):
    stage.qtbot.waitUntil(path.exists)
    stage.qtbot.waitUntil(lambda: path.name in stage.window.toasts.words.text())
    found = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    path.unlink()
    return found


def test_ctrl_e_writes_what_is_shown_and_the_foot_what_is_selected(stage, path):
    page = stage.go(Place("opportunity"))
    page.table.show_column(REGISTRY["opportunity"].fields["next_step"], False)
    header = page.table.horizontalHeader()
    header.moveSection(header.visualIndex(3), 0)
    page.take_focus()
    stage.press(Qt.Key.Key_E, CTRL)
    found = rows(stage, path)
    assert found[0][:4] == ["Amount", "Currency", "Name", "Account"]
    assert "Next step" not in found[0]
    deals = stage.context.desk.replica.find(Opportunity, Where("outcome", "eq", "open"), order=("close_day",))
    assert [row[2] for row in found[1:]] == [deal.name for deal in deals]
    assert found[1][0] == f"{deals[0].amount:f}"
    stage.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier, widget=page.table)
    stage.click(page.foot.buttons["export"])
    assert [row[2] for row in rows(stage, path)[1:]] == [deal.name for deal in deals[:2]]


def test_a_search_is_exported_in_its_own_order(stage, path):
    page = stage.go(Place("account"))
    page.search("shui")
    shown = [page.model.record(row).name for row in range(page.model.rowCount())]
    assert shown
    page.work.export()
    assert [row[0] for row in rows(stage, path)[1:]] == shown


def test_a_folder_that_is_not_there_is_told(stage, monkeypatch, tmp_path):
    page = stage.go(Place("account"))
    monkeypatch.setattr(ExportDialog, "ask", classmethod(lambda _cls, *_asked: tmp_path / "none" / "a.csv"))
    page.work.export()
    stage.qtbot.waitUntil(lambda: any("could not be written" in text for text in stage.window.messages.texts()))


def test_rows_tell_how_many_have_come_and_end_when_somebody_stops_them(context):
    asked = Asked("account", (REGISTRY["account"].fields["name"],))
    halt, told = Event(), []
    made = listing(context.view, context.desk.zone, asked, words())
    count = len(list(watched(made, halt, told.append).each()))
    assert told[-1] == count == context.desk.replica.count(Account)
    halt.set()
    with pytest.raises(StoppedError):
        next(watched(listing(context.view, context.desk.zone, asked, words()), halt, told.append).each())
