"""A quote typed in the window, each end of a cell timed until the paper beside it shows what was typed."""

import time
from collections.abc import Callable, Iterator
from decimal import Decimal

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from crm_desktop.actions import quotes, records
from crm_desktop.actions.desk import Desk
from crm_desktop.core.entities import Opportunity, Quote, QuoteLine
from crm_desktop.ui.app import Desktop
from crm_desktop.ui.frame.window import Window
from crm_desktop.ui.places import Place
from crm_desktop.ui.screens.quote_editor import QuoteEditor

LINES = 200
CELLS = 7
PATIENCE_S = 20


class Painted(QObject):
    """Notice that a widget was painted since this was asked last."""

    def __init__(self, watched: QObject) -> None:
        super().__init__(watched)
        self.is_painted = False
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.is_painted = self.is_painted or event.type() is QEvent.Type.Paint
        return False


def previews(desktop: Desktop, window: Window) -> Iterator[float]:
    """Type quantities into a long quote; each in milliseconds from its Enter to the painted page."""
    if desktop.context is None:
        raise RuntimeError("the window is open")
    quote = _written(desktop.context.desk)
    window.go(Place("quote_editor", quote.id))
    page = window.pages.page
    if not isinstance(page, QuoteEditor):
        raise TypeError("the editor of a quote is its page")
    _wait(lambda: page.paper.drawn is not None and not page.paper.is_busy)
    painted = Painted(page.paper.sheet)
    for line in page.model.lines[:CELLS]:
        page.table.edit_line(line.id, "quantity")
        cell = QApplication.focusWidget()
        if not isinstance(cell, QLineEdit):
            raise TypeError("a cell is open")
        cell.setText(str((line.quantity or 0) + 7))
        yield _milliseconds(page, cell, painted)


def _written(desk: Desk) -> Quote:
    quote, _ = quotes.draft(desk, desk.replica.find(Opportunity, limit=1)[0])
    quotes.edit_quote(desk, quote, language="zh_CN")
    made = [
        QuoteLine(
            id=desk.new_id(), quote=quote.id, position=at, currency=quote.currency, quantity=Decimal(at % 10 + 1), unit="台",
            unit_price=100 + Decimal("1.5") * at, tax_label="VAT", tax_percent=Decimal(13), description=f"工业泵—型号 {at}（不锈钢）",
        )
        for at in range(1, LINES + 1)
    ]  # fmt: skip
    records.create(desk, *made)
    return quote


def _milliseconds(page: QuoteEditor, cell: QLineEdit, painted: Painted) -> float:
    before = page.paper.drawn
    begun = time.perf_counter()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(cell, QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier))
    _wait(lambda: page.paper.drawn is not before and not page.paper.is_busy)
    painted.is_painted = False
    page.paper.sheet.update()
    _wait(lambda: painted.is_painted)
    return (time.perf_counter() - begun) * 1000


def _wait(until: Callable[[], bool]) -> None:
    """Let everything happen until something holds; raises RuntimeError where it does not come."""
    begun, waking = time.perf_counter(), QTimer()
    waking.start(100)  # so that the patience ends where nothing happens any more
    while not until():
        # As a window waits: a loop that spins would take the interpreter from the lane that draws the paper.
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.perf_counter() - begun > PATIENCE_S:
            raise RuntimeError("the paper does not come")
