"""A list is exported as it is shown: its columns, filters, order and search, or the selected rows alone."""

import csv
from pathlib import Path
from threading import Event

import openpyxl
import pytest
from PySide6.QtCore import Qt

from crm_desktop.actions.list_groups import Grouped, Head
from crm_desktop.actions.listing import Asked, listing
from crm_desktop.core.entities import REGISTRY, Account, Opportunity
from crm_desktop.core.store import Where
from crm_desktop.documents.listing import Group
from crm_desktop.ui import wording
from crm_desktop.ui.lists.export import ExportDialog, StoppedError, watched
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


def test_one_record_is_told_of_in_the_singular(stage, path):
    page = stage.go(Place("account"))
    page.search(page.model.record(0).name)
    assert page.model.rowCount() == 1
    page.work.export()
    assert len(rows(stage, path)) == 2
    assert stage.window.toasts.words.text() == "1 account written to list.csv"


def test_a_folder_that_is_not_there_is_told(stage, monkeypatch, tmp_path):
    page = stage.go(Place("account"))
    monkeypatch.setattr(ExportDialog, "ask", classmethod(lambda _cls, *_asked: tmp_path / "none" / "a.csv"))
    page.work.export()
    stage.qtbot.waitUntil(lambda: any("could not be written" in text for text in stage.window.messages.texts()))


def test_rows_tell_how_many_have_come_and_end_when_somebody_stops_them(context):
    asked = Asked("account", (REGISTRY["account"].fields["name"],))
    halt, told = Event(), []
    made = listing(context.view, context.desk.zone, asked, wording.words())
    count = len(list(watched(made, halt, told.append).each()))
    assert told[-1] == count == context.desk.replica.count(Account)
    halt.set()
    with pytest.raises(StoppedError):
        next(watched(listing(context.view, context.desk.zone, asked, wording.words()), halt, told.append).each())


def test_a_grouped_list_is_written_in_the_order_of_its_groups_with_heads_and_sums(stage, monkeypatch, path):
    page = stage.go(Place("opportunity"))
    page.display.group("stage")
    page.table.fold(page.model.row_of_group(page.model.groups[1].value), is_folded=True)
    every = page.model.ids(0, page.model.rowCount() - 1)
    names = {one.id: one.name for one in stage.context.desk.replica.find(Opportunity)}
    page.work.export()
    found = rows(stage, path)
    assert [row[0] for row in found[1:]] == [names[id_] for id_ in every]  # the stage stands in a column already
    book = path.with_suffix(".xlsx")
    monkeypatch.setattr(ExportDialog, "ask", classmethod(lambda _cls, *_asked: book))
    page.work.export()
    stage.qtbot.waitUntil(lambda: book.exists() and book.name in stage.window.toasts.words.text())
    (sheet,) = openpyxl.load_workbook(book).worksheets
    written = [row[0].value for row in sheet.iter_rows(min_row=2) if row[0].value]
    assert [name for name in written if name in set(names.values())] == [names[id_] for id_ in every]
    told = [f"{group.words}   ({group.records})" for group in page.model.groups]
    assert [name.partition(")")[0] + ")" for name in written if name not in set(names.values())] == told
    assert any("Weighted  CNY" in name for name in written)
    hidden = {sheet.cell(at, 1).value for at in range(1, sheet.max_row + 1) if sheet.row_dimensions[at].hidden}
    assert len(hidden) == page.model.groups[1].records
    assert "Grouped by Stage" in page.shown_words()[0]


def test_of_a_grouped_list_the_selected_rows_are_written_under_their_heads(context):
    desk = context.desk
    deals = desk.replica.find(Opportunity)
    chosen = tuple(one.id for one in deals[:3])
    grouped = Grouped("close_day.month", "Close (month)", (Head(f"{deals[2].close_day:%Y-%m}", "Month of the third"),))
    fields = (REGISTRY["opportunity"].fields["name"], REGISTRY["opportunity"].fields["amount"])
    with context.view.reading() as reader:
        made = listing(reader, desk.zone, Asked("opportunity", fields, ids=chosen, grouped=grouped), wording.words())
        found = list(made.each())
    assert made.grouped_by == "Close (month)"
    assert found[0].words == "Month of the third"
    assert sum(one.count for one in found if isinstance(one, Group)) == 3
    assert sorted(row[0] for row in found if not isinstance(row, Group)) == sorted(one.name for one in deals[:3])


def test_what_is_not_known_of_yet_when_the_list_is_asked_is_a_group_of_its_own(context):
    fields = (REGISTRY["account"].fields["name"],)
    asked = Asked("account", fields, order=("name",), grouped=Grouped("city", "City"))
    with context.view.reading() as reader:
        found = list(listing(reader, context.desk.zone, asked, wording.words()).each())
    cities = {one.city or None for one in context.desk.replica.find(Account)}
    assert {one.cell for one in found if isinstance(one, Group)} == cities
    assert sum(not isinstance(one, Group) for one in found) == context.desk.replica.count(Account)
