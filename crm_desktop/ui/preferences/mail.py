"""How mails leave this laptop: the server they are handed to, a test, and what did not go yet."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from crm_desktop.actions import mail_settings, posting
from crm_desktop.actions.mailing import sender
from crm_desktop.core.errors import UserError
from crm_desktop.replica.post import POST
from crm_desktop.sync.courier import Courier
from crm_desktop.sync.demo import is_demo
from crm_desktop.sync.undelivered import LaterError
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.parts.fill_in import Blank, FillIn
from crm_desktop.ui.preferences.card import Card, beside
from crm_desktop.ui.wording import number


class MailCard(Card):
    """Set up sending. shown: the person would see what waits."""

    shown = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._tested = context, ""
        self.change, self.forget, self.test, self.more = (QPushButton(self) for _ in range(4))
        self._server = self.add_line(self.forget, self.change)
        self._test = self.add_line(self.test)
        self._waits = self.add_line(self.more)
        self.asked: FillIn | None = None
        self.change.clicked.connect(self.ask)
        self.forget.clicked.connect(self._on_forget)
        self.test.clicked.connect(self.send_test)
        self.more.clicked.connect(self.shown)
        context.tasks.touched.connect(self._on_touched)

    def retranslate(self) -> None:
        desk, server = self._context.desk, self._context.desk.replica.post.server
        demo, waiting = is_demo(desk.replica), posting.waiting(desk)
        self.heading.setText(self.tr("Mail"))
        self._server[0].setText(self.tr("Mail server"))
        if demo:
            self._server[1].setText(self.tr("None: a demo company sends nothing"))
        elif server is None:
            self._server[1].setText(self.tr("None: quotes are opened in your mail program, and sent from there"))
        else:
            how = self.tr("encrypted") if server.is_tls or not server.is_here else self.tr("on this computer")
            self._server[1].setText(beside(f"{server.host}:{server.port}", server.user, how))
        self.change.setText(self.tr("Change…") if server else self.tr("Set up…"))
        self.change.setAccessibleName(f"{self.tr('Mail server')}: {self.change.text()}")
        self.change.setVisible(not demo)
        self.forget.setText(self.tr("Remove"))
        self.forget.setAccessibleName(f"{self.tr('Mail server')}: {self.forget.text()}")
        self.forget.setVisible(server is not None)
        self._test[0].setText(self.tr("Test"))
        self._test[1].setText(self._tested or (self.tr("To %1").replace("%1", sender(desk)) if sender(desk) else ""))
        self.test.setText(self.tr("Send a test"))
        for part in (*self._test, self.test):
            part.setVisible(server is not None and not demo)
        stopped = sum(one.fate in posting.ASKED_FOR for one in waiting)
        self._waits[0].setText(self.tr("Outgoing"))
        words = self.tr("%n mail(s) wait to be sent", "", len(waiting)) if waiting else self.tr("Every mail has gone")
        asked = self.tr("%1 need an answer").replace("%1", number(stopped)) if stopped else ""
        self._waits[1].setText(beside(words, asked))
        self.more.setText(self.tr("Show…"))
        self.more.setAccessibleName(f"{self.tr('Outgoing')}: {self.more.text()}")
        self.more.setVisible(bool(waiting))

    def ask(self) -> None:
        """Ask for server, user and password; they are tried before they are kept, where there is a network."""
        desk, server = self._context.desk, self._context.desk.replica.post.server

        def work(place: str, user: str, password: str) -> UserError | None:
            found = mail_settings.server_of(place, user)
            kept = password or mail_settings.password_for(desk, found)
            try:
                Courier(found, kept).try_out()
            except LaterError as away:
                mail_settings.set_up(desk, found, kept)
                return away
            mail_settings.set_up(desk, found, kept)
            return None

        blanks = (
            Blank(self.tr("Server"), is_secret=False),
            Blank(self.tr("User"), is_secret=False, may_be_empty=True),
            Blank(self.tr("Password"), may_be_empty=True),
        )
        text = self.tr(
            "Quotes are sent from this laptop with your address. Write the server as smtp.example.com or smtp.example.com:465;"
            " port 465 is encrypted from the beginning, every other after STARTTLS. The password goes into the key store of this"
            " computer."
        )
        title = self.tr("Mail server")
        self.asked = FillIn(
            self.window(), self._context.tasks, title, text, blanks, self.tr("Try and keep"), work, self._on_set_up
        )
        self.asked.fields[0].setText(f"{server.host}:{server.port}" if server else "")
        self.asked.fields[1].setText(server.user if server else desk.user.email)
        self.asked.open()

    def send_test(self) -> None:
        """Send a mail to oneself."""
        desk = self._context.desk
        subject, text = self.tr("A test from Satchel"), self.tr("Mails from this laptop arrive.")
        self._tested = self.tr("Sending…")
        self.test.setEnabled(False)
        self.retranslate()
        self._context.tasks.run(
            lambda: mail_settings.send_test(desk, mail_settings.courier_of(desk), subject, text),
            self._on_tested, self._on_test_failed, lane="post",
        )  # fmt: skip

    def _on_set_up(self, away: UserError | None) -> None:
        self._tested = sentence(away) if away else self.tr("The server let this laptop in.")
        self._context.tasks.announce({POST: frozenset()})
        self.retranslate()

    def _on_forget(self) -> None:
        self._tested = ""
        mail_settings.forget(self._context.desk)
        self.retranslate()

    def _on_tested(self, to: str) -> None:
        self._tested = self.tr("Sent to %1. Look into your mailbox.").replace("%1", to)
        self.test.setEnabled(True)
        self.retranslate()

    def _on_test_failed(self, error: UserError) -> None:
        self._tested = sentence(error)
        self.test.setEnabled(True)
        self.retranslate()

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if POST in touched:
            self.retranslate()
