"""States of paper and mail: a quote as it is printed, the mail as it is written, and what did not go."""

from collections.abc import Callable

from crm_desktop.actions import mailing
from crm_desktop.core.entities import Quote
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import micros
from crm_desktop.replica.post import Fate, Letter, MailServer
from crm_desktop.sync.undelivered import NO_SUCH_RECIPIENT, NOT_REACHED, PERHAPS
from crm_desktop.ui.places import OUTGOING
from crm_desktop.ui.quotes.send_panel import DRAFTS
from crm_desktop.ui.screens.quote_editor import QuoteEditor
from tests.screenshots.list_states import drop, page_of
from tests.screenshots.stage import Stage

SERVER = MailServer(host="smtp.lanting-pumps.example", port=587, user="li.wei@lanting-pumps.example")


def _issued(stage: Stage) -> Quote:
    found = stage.context.desk.replica.find(Quote, order=("-total",))
    return next(one for one in found if one.number and one.state != "draft")


def paper_menu(stage: Stage) -> None:
    """Show what can be done with the paper of a quote."""
    stage.go("quote_editor", _issued(stage).id)
    stage.settle()  # the buttons find their places
    drop(page_of(stage, QuoteEditor).paper_button)


def printing(stage: Stage) -> None:
    """Show a quote over its editor as it is printed."""
    stage.go("quote_editor", _issued(stage).id)
    page_of(stage, QuoteEditor).print()


def writing(*, has_server: bool, wrong: bool = False) -> Callable[[Stage], None]:
    """Show the mail of a quote; wrong: with an address that is none."""

    def show(stage: Stage) -> None:
        post = stage.context.desk.replica.post
        post.set_server(SERVER if has_server else None)
        quote = _issued(stage)
        stage.context.drafts.keep(f"{DRAFTS}{quote.id}", None)  # of the picture before
        stage.go("quote_editor", quote.id)
        page = page_of(stage, QuoteEditor)
        page.send()
        if wrong:
            page.panel.to.setText("min@east")
            page.panel.send_button.click()
        post.set_server(None)

    return show


def letters(stage: Stage) -> list[Letter]:
    """Put mails in the post of which none goes."""
    desk, quote = stage.context.desk, _issued(stage)
    written = mailing.first_words(desk, quote)
    now = micros(desk.now())
    told = (
        (Fate.WAITING, UserError(NOT_REACHED, host=SERVER.host), 3),
        (Fate.REFUSED, UserError(NO_SUCH_RECIPIENT, address="min@east.example", answer="5.1.1 No such user here"), 0),
        (Fate.DOUBTFUL, UserError(PERHAPS), 0),
    )
    made = [
        Letter(
            id=f"shown {at}", quote=quote.id, to=("min@east.example",), subject=written.subject, text=written.text,
            file_name="a.pdf", sha256="", size=0, made=now, due=now + 240_000_000, tries=tries, fate=fate, why=why.message,
            values={name: str(value) for name, value in why.values.items()},
        )
        for at, (fate, why, tries) in enumerate(told)
    ]  # fmt: skip
    for one in made:
        desk.replica.post.put(one)
    return made


def outgoing(stage: Stage) -> None:
    """Show what did not go, over the settings with a mail server."""
    post = stage.context.desk.replica.post
    post.set_server(SERVER)
    made = letters(stage)
    stage.go("settings", OUTGOING)
    stage.settle()
    for one in made:
        post.drop(one.id)
    post.set_server(None)


def waiting(stage: Stage) -> None:
    """Show a quote of which a mail did not go."""
    made = letters(stage)
    stage.go("quote_editor", _issued(stage).id)
    stage.settle()
    for one in made:
        stage.context.desk.replica.post.drop(one.id)


def server_asked(stage: Stage) -> None:
    """Show how a mail server is set up."""
    post = stage.context.desk.replica.post
    post.set_server(SERVER)
    stage.go("settings")
    stage.window.pages.page.mail.change.click()
    post.set_server(None)
