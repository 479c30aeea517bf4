"""Ctrl+P shows a list as it is printed; it goes to the printer or into a file."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from crm_desktop.core.entities import Opportunity
from crm_desktop.core.store import Where
from crm_desktop.documents.preview import page_count
from crm_desktop.ui.parts.paper_over import PaperDialog
from crm_desktop.ui.places import Place
from tests.papers import page_texts

CTRL = Qt.KeyboardModifier.ControlModifier


def text_of(pdf: bytes) -> str:
    return "".join(page_texts(pdf))


@pytest.fixture
def paper(stage):
    """Return the paper of the deals as it is shown by the keys."""
    page = stage.go(Place("opportunity"))
    page.take_focus()
    stage.press(Qt.Key.Key_P, CTRL)
    shown = page.work.paper
    stage.qtbot.waitUntil(lambda: bool(shown.pdf) and not shown.view.is_busy)
    return shown


def test_the_list_is_drawn_as_shown_with_its_filters_and_who_printed_it(stage, paper):
    text = text_of(paper.pdf)
    deals = stage.context.desk.replica.find(Opportunity, Where("outcome", "eq", "open"))
    assert f"{len(deals)} deals" in text
    assert "Open" in text
    assert "Sorted by Expected close" in text
    assert stage.context.desk.user.name.split()[0] in text
    assert paper.view.place.text().startswith("Page 1 of")
    stage.press(Qt.Key.Key_Escape)
    assert not paper.isVisible()
    desk = stage.context.desk
    stage.context.look_at(desk.end_of(desk.today() - timedelta(days=3)))
    stage.page.work.print()
    past = stage.page.work.paper
    stage.qtbot.waitUntil(lambda: bool(past.pdf))
    assert "As it was at the end of" in text_of(past.pdf)


def test_it_is_kept_as_a_file_and_sent_to_a_printer(stage, paper, monkeypatch, tmp_path):
    kept, printed = tmp_path / "deals.pdf", tmp_path / "printed.pdf"

    def printer(_cls, _parent):
        made = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        made.setPageOrientation(QPageLayout.Orientation.Landscape)
        made.setOutputFileName(str(printed))
        return made

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(kept), ""))
    monkeypatch.setattr(PaperDialog, "ask_printer", classmethod(printer))
    pdf = paper.pdf
    stage.click(paper.save_button)
    stage.qtbot.waitUntil(lambda: "Saved as deals.pdf" in stage.window.toasts.words.text())
    assert kept.read_bytes() == pdf
    stage.page.work.print()
    again = stage.page.work.paper
    stage.qtbot.waitUntil(again.print_button.isEnabled)
    stage.click(again.print_button)
    stage.qtbot.waitUntil(lambda: "Sent to the printer: Deals" in stage.window.toasts.words.text())
    assert page_count(printed.read_bytes()) == page_count(pdf)
