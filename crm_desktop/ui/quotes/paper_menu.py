"""The paper of a quote outside its editor: a menu of what can be done with it, and the mail that takes it along."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.core.entities import Quote
from crm_desktop.core.entities.quote_life import is_issued
from crm_desktop.core.schema import raw_of
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.page import Frame
from crm_desktop.ui.quotes.paper import QuotePaper
from crm_desktop.ui.quotes.send_panel import SendPanel


def fill_paper(menu: QMenu, context: Context, frame: Frame, page: QWidget, quote: Quote) -> None:
    """Add to a menu one for the paper of a quote; one that was issued can be sent by mail."""
    paper, muted = QuotePaper(context, frame, page), context.appearance.theme.muted
    inner = menu.addMenu(icon("file-text", muted), QCoreApplication.translate("PaperMenu", "Paper"))
    paper.fill(inner, lambda: quote, print_keys="")
    if is_issued(raw_of(quote)) and context.may_edit:
        said = QCoreApplication.translate("PaperMenu", "Send…")
        inner.addAction(
            icon("send", muted), said, lambda: SendPanel(context, frame, paper, quote, page.window()).open()
        )
