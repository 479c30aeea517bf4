"""The paper of a quote: made for its preview, kept as a file, shown in the system's viewer."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QWidget

from crm_desktop.actions.desk import Desk
from crm_desktop.core.entities import Quote
from crm_desktop.core.entities.quote_life import paper_number
from crm_desktop.ui.context import Context
from crm_desktop.ui.file_saving import PDF, ask_for_pdf, keep_paper, view_file, write_paper
from crm_desktop.ui.page import Frame
from crm_desktop.ui.wording import title


def paper(desk: Desk, quote: Quote) -> Callable[[], bytes]:
    """Give the call that makes a quote's paper, to be run in the lane of long work."""

    def make() -> bytes:
        # The library of papers takes 0.3 s to load, so it waits for the first paper.
        from crm_desktop.actions.papers import paper_of

        return paper_of(desk, quote)

    return make


class QuotePaper(QObject):
    """Keep the paper of a quote, or show it in the system's viewer."""

    def __init__(self, context: Context, frame: Frame, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._frame, self._page = context, frame, page

    def save(self, quote: Quote) -> None:
        """Ask where the paper is kept, and write it there."""
        place = ask_for_pdf(self._page, self.tr("Save the paper"), self._file_name(quote))
        if place is not None:
            keep_paper(self._context.tasks, self._frame, place, paper(self._context.desk, quote))

    def open(self, quote: Quote) -> None:
        """Show the paper in the system's viewer."""
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.TempLocation))
        place = folder / f"{self._file_name(quote)}{PDF}"
        write_paper(self._context.tasks, self._frame, place, paper(self._context.desk, quote), lambda: view_file(place))

    def _file_name(self, quote: Quote) -> str:
        number = paper_number(quote.number, quote.revision) or self.tr("Draft")
        said = " ".join(part for part in (number, title(self._context, "account", quote.account)) if part)
        return "".join("-" if sign in '/\\:*?"<>|' else sign for sign in said)
