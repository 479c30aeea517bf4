"""The settings: a page like any other, each line in force at the click."""

from functools import partial

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QLabel

from crm_desktop.actions.leftovers import waiting_as_table
from crm_desktop.replica import asides
from crm_desktop.replica.asides import UNKNOWN, Aside
from crm_desktop.sync.demo import FOLDER, is_demo
from crm_desktop.ui import file_saving, wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.entry.leaving import Leaving
from crm_desktop.ui.entry.passwords import Passwords
from crm_desktop.ui.file_saving import save_table
from crm_desktop.ui.page import Frame, Page
from crm_desktop.ui.parts.ask import Answer, ask
from crm_desktop.ui.parts.one_column import lay_in_column
from crm_desktop.ui.places import OUTGOING, Place
from crm_desktop.ui.preferences.data import Storage, SyncCard
from crm_desktop.ui.preferences.look import Look
from crm_desktop.ui.preferences.mail import MailCard
from crm_desktop.ui.preferences.person import Help, Security
from crm_desktop.ui.quotes.outgoing import Outgoing
from crm_desktop.ui.screens.sync_status import CHECK
from crm_desktop.ui.syncing import Syncing

WIDEST = 760


class Settings(Page):
    """Show and change how Satchel is on this laptop."""

    def __init__(self, context: Context, syncing: Syncing, leaving: Leaving, frame: Frame) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self._context, self._leaving, self._frame = context, leaving, frame
        self.passwords = Passwords(context, syncing, self)
        self._title = QLabel(self)
        self._title.setProperty("kind", "title")
        self.look = Look(context.appearance, context.language, self)
        self.sync, self.storage = SyncCard(context, self), Storage(context, self)
        self.security, self.help = Security(context, self), Help(self)
        self.mail = MailCard(context, self)
        self._cards = (self.look, self.security, self.mail, self.sync, self.storage, self.help)
        lay_in_column(self, (self._title, *self._cards), WIDEST)
        self._connect()
        syncing.state_changed.connect(self.sync.show_state)
        self.sync.show_state(syncing.state())

    def open_place(self, place: Place) -> None:
        self.storage.refresh()
        self.sync.retranslate()
        self.mail.retranslate()
        if place.record == OUTGOING:
            self.show_outgoing()

    def show_outgoing(self) -> None:
        """Show the mails that did not go yet."""
        Outgoing(self._context, self._frame, self.window()).open()

    def take_focus(self) -> None:
        self.look.languages.setFocus()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Settings"))
        for card in self._cards:
            card.retranslate()

    def _connect(self) -> None:
        self.sync.checked.connect(lambda: self._frame.go(Place("sync", CHECK)))
        self.sync.written.connect(self._on_waiting)
        self.sync.opened.connect(lambda: self._frame.go(Place("sync")))
        self.storage.bin_wished.connect(lambda: self._frame.go(Place("bin")))
        self.storage.sent.connect(self._on_send)
        self.storage.exported.connect(self._on_export)
        self.storage.deleted.connect(self._on_delete)
        self.security.password_wished.connect(lambda: self.passwords.ask_for_new(self.window(), self._on_changed))
        self.security.lock_wished.connect(self._leaving.lock, Qt.ConnectionType.QueuedConnection)
        self.security.out_wished.connect(self._on_out)
        self.mail.shown.connect(self.show_outgoing)
        self.help.keys_wished.connect(self._on_keys)
        self.help.about_wished.connect(self._on_about)
        self.help.bundle_wished.connect(self._on_bundle)

    # --------------------------------------------------------------------------------------------------- security

    def _on_out(self) -> None:
        if is_demo(self._context.desk.replica):
            self._leaving.ask_leave_demo(self.window())
        else:
            self._leaving.ask_sign_out(self.window())

    def _on_changed(self, others: int) -> None:
        more = " " + self.tr("%n other laptop(s) ask for it at the next sync.", "", others) if others else ""
        self._frame.toast(self.tr("The password is changed.") + more)

    # -------------------------------------------------------------------------------------------------- set aside

    def _on_send(self, aside: Aside) -> None:
        self.passwords.ask_to_open(self.window(), aside, self._on_taken_over)

    def _on_taken_over(self, count: int) -> None:
        self._context.tasks.announce({"*": frozenset()})
        self.storage.refresh()
        self._frame.toast(
            self.tr("%n change(s) taken over; they are sent now.", "", count)
            if count
            else self.tr("Nothing waited there.")
        )

    def _on_export(self, aside: Aside) -> None:
        self.passwords.ask_to_read(self.window(), aside, self._on_read)

    def _on_read(self, table: str) -> None:
        save_table(self._frame, self, table)

    def _on_waiting(self) -> None:
        save_table(self._frame, self, waiting_as_table(self._context.desk, wording.words()))

    def _on_delete(self, aside: Aside) -> None:
        lost = self.tr("They are deleted for good.")
        if aside.waiting == UNKNOWN:
            lost = self.tr(
                "They are deleted for good, with whatever was never sent: nobody can say whether there is anything."
            )
        elif aside.waiting:
            lost = self.tr("They are deleted for good, with %n change(s) that nobody else has.", "", aside.waiting)
        ask(
            self.window(),
            self.tr("Delete the data set aside?"),
            lost,
            (Answer(self.tr("Keep them")), Answer(self.tr("Delete for good"), partial(self._delete, aside), "danger")),
        )

    def _delete(self, aside: Aside) -> None:
        asides.delete(aside)
        self.storage.refresh()

    # ------------------------------------------------------------------------------------------------------- help

    def _on_keys(self) -> None:
        self._frame.guide.open_keys()

    def _on_about(self) -> None:
        self._frame.guide.open_about()

    def _on_bundle(self) -> None:
        # What reads the versions of all parts takes a tenth of a start.
        from crm_desktop.actions.diagnostics import diagnostics, save
        from crm_desktop.ui.preferences.bundle_view import BundleView

        settings, folder = self._context.appearance.settings, self._context.desk.replica.folder
        values = {key: str(settings.value(key)) for key in settings.allKeys()}
        log = folder.parent if folder.name == FOLDER else folder
        texts = diagnostics(self._context.desk, log, values, f"Qt {qVersion()}")
        view = BundleView(self._context.appearance, texts, self.window())
        view.saved.connect(lambda place: file_saving.save(self._frame, place, lambda there: save(there, texts)))
        view.open()
