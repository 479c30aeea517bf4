"""The paper of a quote: made for its preview, opened, kept as a file, printed, dragged out."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.actions.desk import Desk
from crm_desktop.actions.quotes import check_issued
from crm_desktop.core.entities import Quote
from crm_desktop.core.entities.quote_life import paper_number
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.replica.handed_out import file_name, hand_out
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.file_saving import PDF, XML, ask_for_paper, keep_paper, view_file
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.paper_over import PaperOver


def paper(desk: Desk, quote: Quote) -> Callable[[], bytes]:
    """Give the call that makes a quote's paper, to be run in the lane of long work."""

    def make() -> bytes:
        # The library of papers takes 0.3 s to load, so it waits for the first paper.
        from crm_desktop.actions.papers import paper_of

        return paper_of(desk, quote)

    return make


class QuoteOver(PaperOver):
    """Show the paper of a quote as it is printed."""

    def __init__(self, context: Context, frame: Frame, quote: Quote, title: str, window: QWidget) -> None:
        super().__init__(context, frame, title, window)
        self.size_name = quote.paper_size or context.desk.organisation.paper_size or self.size_name
        self.draw(paper(context.desk, quote))

    @property
    def file_name(self) -> str:
        return self.heading.text()  # its number says which it is, on any day


class QuotePaper(QObject):
    """Open the paper of a quote, keep it, print it, hand it out."""

    def __init__(self, context: Context, frame: Frame, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._frame, self._page = context, frame, page
        self.over: QuoteOver | None = None

    def fill(self, menu: QMenu, asked: Callable[[], Quote | None], print_keys: str = "Ctrl+P") -> None:
        """Add to a menu what can be done with the paper. asked: gives the quote when it is wanted; print_keys: "" for none."""
        muted = self._context.appearance.theme.muted
        for sign, name, keys, call in (
            ("external-link", self.tr("Open PDF"), "", self.open),
            ("download", self.tr("Save PDF…"), "", self.save),
            ("download", self.tr("Save XML…"), "", self.save_xml),
            ("printer", self.tr("Print…"), print_keys, self.print),
        ):
            words = f"{name}\t{keys}" if keys else name
            menu.addAction(icon(sign, muted), words, partial(self._do, call, asked))

    def _do(self, call: Callable[[Quote], None], asked: Callable[[], Quote | None]) -> None:
        if (quote := asked()) is not None:
            call(quote)

    def save(self, quote: Quote) -> None:
        """Ask where the paper is kept, and write it there."""
        place = ask_for_paper(self._page, self.tr("Save the paper"), file_name(self.name_of(quote)))
        if place is not None:
            keep_paper(self._context.tasks, self._frame, place, paper(self._context.desk, quote))

    def save_xml(self, quote: Quote) -> None:
        """Ask where an issued quote is kept as data for the customer's programs, and write it there."""
        desk = self._context.desk

        def make() -> bytes:
            # Loads the library of papers, as the paper does.
            from crm_desktop.actions.papers import xml_of

            return xml_of(desk, quote)

        try:
            check_issued(quote)
        except RefusedError as error:
            self._on_failed(error)
            return
        place = ask_for_paper(self._page, self.tr("Save the quote as XML"), file_name(self.name_of(quote)), XML)
        if place is not None:
            keep_paper(self._context.tasks, self._frame, place, make)

    def open(self, quote: Quote) -> None:
        """Show the paper in the system's viewer."""
        make, folder, name = paper(self._context.desk, quote), self._context.desk.replica.folder, self.name_of(quote)
        self._context.tasks.run(
            lambda: hand_out(folder, f"{name}{PDF}", make()),
            view_file,
            self._on_failed,
            name=self.tr("Writing the paper"),
        )

    def print(self, quote: Quote) -> None:
        """Show the paper as it is printed, and print it from there."""
        self.over = QuoteOver(self._context, self._frame, quote, self.name_of(quote), self._page.window())
        self.over.open()

    def handed_out(self, quote: Quote, pdf: bytes = b"") -> list[Path]:
        """Give a copy of the paper for another program, none where it cannot be made, which is said. pdf: its bytes, if at hand."""
        try:
            content = pdf or paper(self._context.desk, quote)()
        except UserError as error:
            self._on_failed(error)
            return []
        return [hand_out(self._context.desk.replica.folder, f"{self.name_of(quote)}{PDF}", content)]

    def name_of(self, quote: Quote) -> str:
        """Name a paper by its number and its customer."""
        number = paper_number(quote.number, quote.revision) or self.tr("Draft")
        return " ".join(part for part in (number, wording.title(self._context, "account", quote.account)) if part)

    def _on_failed(self, error: UserError) -> None:
        self._frame.message("warn", sentence(error))
