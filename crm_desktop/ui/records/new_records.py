"""Beginning a new record: a short form in the side panel that saves by itself as soon as it is complete."""

from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.actions import deals, quotes
from crm_desktop.core.entities import Account, Activity, Contact, Opportunity
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import REGISTRY, Record, entity_of
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.form import Form
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.places import place_of
from crm_desktop.ui.records.look_alikes import LookAlikes

MOST_OF_PANEL = 260  # pixels


def may_create(context: Context, key: str) -> bool:
    """Tell whether this person may add records of a kind."""
    declared = REGISTRY[key]
    return not declared.internal and (not declared.write or context.desk.role in declared.write)


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
    try:
        if key == "quote":
            make_quote(context, frame, Opportunity(id="", **values))
            return
        draft = drafted(context, key, **values)
    except RefusedError as error:
        frame.message("warn", sentence(error))
        return
    panel = NewPanel(context, frame, draft)
    frame.peek(panel, wording.new_name(key))
    QTimer.singleShot(0, panel.form, panel.form.start_first)


def make_quote(context: Context, frame: Frame, deal: Opportunity) -> None:
    """Make a draft quote from a deal and open it."""
    quote, done = quotes.draft(context.desk, deal)
    context.tell(done)
    frame.go(place_of("quote", quote.id))


class NewPanel(QWidget):
    """Hold the form of a new record and say when it is saved."""

    def __init__(self, context: Context, frame: Frame, draft: Record, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = frame
        self.form = Form(context, frame, draft, is_draft=True)
        self.hint = QLabel(self)
        self.hint.setProperty("kind", "small")
        self.hint.setWordWrap(True)
        self.open_button = QPushButton(self.tr("Open in full"), self)
        self.open_button.setProperty("kind", "primary")
        self.open_button.clicked.connect(self._on_open)
        self.open_button.hide()
        required = [
            wording.label(f) for f in entity_of(draft).stored if f.required and wording.is_empty(getattr(draft, f.name))
        ]
        missing = self.tr("Saved as soon as this is filled in: %1").replace("%1", wording.listed(required))
        self.hint.setText(missing if required else self.tr("Enter saves it"))
        self.alikes = LookAlikes(context, frame, self, self._on_parted)
        self.form.typed.connect(lambda: self.alikes.follow(self.form.as_typed))
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self.form)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addWidget(_limited(self.alikes, self))
        column.addLayout(foot)
        self.form.created.connect(self._on_created)
        self.alikes.follow(self.form.as_typed)

    def _on_parted(self, other: Record) -> None:
        """Note it in the draft, with which it will be saved."""
        record = self.form.record
        if self.form.is_draft and isinstance(record, Account | Contact):
            self.form.record = msgspec.structs.replace(record, apart=tuple(sorted({*record.apart, other.id})))
            self.alikes.follow(self.form.as_typed)
        else:
            self.alikes.show_record(record)
            self.alikes.set_apart(other)

    def _on_created(self, _record: Record) -> None:
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
