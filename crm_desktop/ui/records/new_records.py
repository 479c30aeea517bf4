"""Beginning a new record: a short form in the side panel that saves by itself as soon as it is complete."""

from collections.abc import Mapping
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.actions import deals, quotes
from crm_desktop.core.entities import Account, Activity, Contact, Opportunity
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import REGISTRY, Raw, Record, entity_of, from_raw, raw_of
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.begun import Begun
from crm_desktop.ui.fields.form import Form
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.places import place_of
from crm_desktop.ui.records.look_alikes import LookAlikes

MOST_OF_PANEL = 260  # pixels

NEW = "new/"
"""Before the place where a new record is typed."""


def may_create(context: Context, key: str) -> bool:
    """Tell whether this person may add records of a kind."""
    declared = REGISTRY[key]
    is_offered = not declared.internal and not declared.comes_of
    return is_offered and (not declared.write or context.desk.role in declared.write)


def drafted(context: Context, key: str, **values: Any) -> Record:
    """Make a new record with what is known already: its owner, territory, stage, currency."""
    desk = context.desk
    territory = desk.user.home or next(iter(desk.user.territories), "")
    base = desk.organisation.base_currency
    match key:
        case "account":
            made: Record = Account(
                id=desk.new_id(), owner=desk.user.id, territory=territory, currency=base, kind="prospect"
            )
        case "contact":
            made = Contact(id=desk.new_id(), owner=desk.user.id)
        case "opportunity":
            account = desk.replica.get(Account, str(values.get("account", "")))
            made = deals.new_deal(desk, "", account)
        case "activity":
            made = Activity(id=desk.new_id(), owner=desk.user.id, due_day=desk.today())
        case _:
            made = REGISTRY[key].record(id=desk.new_id())
    return msgspec.structs.replace(made, **values)


def start_new(context: Context, frame: Frame, key: str, **values: Any) -> None:
    """Begin a record of a kind; a quote is made at once, as a draft in its editor."""
    if not context.may_edit:
        frame.message(
            "info",
            QCoreApplication.translate("NewRecord", "You are looking at the past. Go back to now to add something."),
        )
        return
    if REGISTRY[key].comes_of:
        frame.message("info", QCoreApplication.translate("NewRecord", "An order is made by accepting a quote."))
        return
    try:
        if key == "quote":
            make_quote(context, frame, Opportunity(id="", **values))
            return
        draft = drafted(context, key, **values)
    except RefusedError as error:
        frame.message("warn", sentence(error))
        return
    panel = NewPanel(context, frame, draft, place_for(key, values))
    panel.afresh.connect(lambda: start_new(context, frame, key, **values))
    frame.peek(panel, wording.new_name(key))
    QTimer.singleShot(0, panel.form, panel.form.start_first)


def place_for(key: str, given: Mapping[str, Any]) -> str:
    """Name the place where a new record is typed: one for what is known of it, so that nothing mixes."""
    known = {name: str(given[name]) for name in sorted(given) if given[name]}
    return f"{NEW}{key}?{msgspec.json.encode(known).decode()}" if known else f"{NEW}{key}"


def go_on_with(context: Context, frame: Frame, place: str) -> None:
    """Show again the form of a new record that was begun at a place."""
    key, _, known = place.removeprefix(NEW).partition("?")
    start_new(context, frame, key, **msgspec.json.decode(known or "{}", type=dict[str, str]))


def make_quote(context: Context, frame: Frame, deal: Opportunity) -> None:
    """Make a draft quote from a deal and open it."""
    quote, done = quotes.draft(context.desk, deal)
    context.tell(done)
    frame.go(place_of("quote", quote.id))


class BegunRecord(msgspec.Struct, frozen=True):
    """What was typed of a new record. values: raw, of the fields that were left; words: of the editors that were not."""

    values: dict[str, Raw] = {}
    words: dict[str, tuple[str, ...]] = {}


class NewPanel(QWidget):
    """Hold the form of a new record, keep what is typed until it is complete, and say when it is saved.

    place: where it is typed; what was begun there goes on. afresh: that is not wanted, and is gone.
    """

    afresh = Signal()

    def __init__(
        self, context: Context, frame: Frame, draft: Record, place: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._frame, self._context, self.place, self._first = frame, context, place, raw_of(draft)
        context.drafts.claim(place)
        begun = context.drafts.read(place, BegunRecord) or BegunRecord()
        self.form = Form(context, frame, _with(draft, begun.values), is_draft=True)
        for name, words in begun.words.items():
            if name in self.form.rows:
                self.form.rows[name].take_up(Begun(words, self._first.get(name)))
        self.hint = QLabel(self)
        self.hint.setProperty("kind", "small")
        self.hint.setWordWrap(True)
        self.open_button = QPushButton(self.tr("Open in full"), self)
        self.open_button.setProperty("kind", "primary")
        self.open_button.clicked.connect(self._on_open)
        self.open_button.hide()
        required = [
            wording.label(one)
            for one in entity_of(draft).stored
            if one.required and wording.is_empty(getattr(self.form.record, one.name))
        ]
        missing = self.tr("Saved as soon as this is filled in: %1").replace("%1", wording.listed(required))
        self.hint.setText(missing if required else self.tr("Enter saves it"))
        self.alikes = LookAlikes(context, frame, self, self._on_parted)
        self.form.typed.connect(lambda: self.alikes.follow(self.form.as_typed))
        self.afresh_button = QPushButton(self.tr("Begin afresh"), self)
        self.afresh_button.setProperty("kind", "link")
        self.afresh_button.setToolTip(self.tr("Throw away what was begun here"))
        self.afresh_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # else a click would first save what is being typed
        self.afresh_button.clicked.connect(self._on_afresh)
        self.afresh_button.setVisible(bool(begun.values or begun.words))
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self.form)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.afresh_button)
        foot.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addWidget(_limited(self.alikes, self))
        column.addLayout(foot)
        self.form.typed.connect(self._keep)
        self.form.created.connect(self._on_created)
        self.alikes.follow(self.form.as_typed)

    def _on_parted(self, other: Record) -> None:
        """Note it in the draft, with which it will be saved."""
        record = self.form.record
        if self.form.is_draft and isinstance(record, Account | Contact):
            self.form.record = msgspec.structs.replace(record, apart=tuple(sorted({*record.apart, other.id})))
            self._keep()
            self.alikes.follow(self.form.as_typed)
        else:
            self.alikes.show_record(record)
            self.alikes.set_apart(other)

    def _keep(self) -> None:
        """Keep what is typed so far."""
        now = raw_of(self.form.record)
        names = [one.name for one in self.form.declared.stored if one.name != "id"]
        values = {name: now.get(name) for name in names if now.get(name) != self._first.get(name)}
        words = {name: row.words for name, row in self.form.rows.items() if row.words}
        self._context.drafts.keep(self.place, BegunRecord(values, words) if values or words else None)

    def _on_afresh(self) -> None:
        self.form.typed.disconnect(self._keep)
        for row in self.form.rows.values():
            row.close()
        self._context.drafts.keep(self.place, None)
        self.afresh.emit()

    def _on_created(self, _record: Record) -> None:
        self.form.typed.disconnect(self._keep)  # what is typed from here on is kept at the place of the record
        self._context.drafts.keep(self.place, None)
        self.afresh_button.hide()
        self.hint.setText(self.tr("Saved. Go on typing, or open it."))
        self.open_button.show()

    def _on_open(self) -> None:
        self.form.leave()
        record = self.form.record
        self._frame.go(place_of(entity_of(record).key, record.id))


def _limited(alikes: LookAlikes, parent: QWidget) -> QScrollArea:
    """Let possible duplicates take the foot of the panel as far as they need it, and scroll from there on."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(alikes)
    area.hide()

    def fit() -> None:
        area.setVisible(bool(alikes.cards))
        area.setFixedHeight(min(alikes.sizeHint().height(), MOST_OF_PANEL))

    alikes.found.connect(fit)
    return area


def _with(draft: Record, values: Mapping[str, Raw]) -> Record:
    """Give a new record the raw values that were typed of it before; what this version does not know is left out."""
    raw, fields = {**raw_of(draft), **values}, entity_of(draft).fields
    known = {name: from_raw(fields[name], value, raw) for name, value in values.items() if name in fields}
    return msgspec.structs.replace(draft, **known)
