"""What happened to one field of one record: who, when, from what to what."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from crm_desktop.core.changes import Act, Line
from crm_desktop.core.schema import Field, Kind, Raw, Record, from_raw, raw_of
from crm_desktop.core.store import Past
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context

MOST = 12


@dataclass(frozen=True)
class Step:
    """One change of a field. happened: microseconds UTC; before and after in words, "" for empty."""

    happened: int
    author: str
    before: str
    after: str
    was_set_aside: bool = False


def is_seen(context: Context, line: Line) -> bool:
    """Tell whether a journal line belongs to the moment looked at."""
    if context.moment is None:
        return True
    return (line.accepted if context.past is Past.AS_KNOWN else line.happened) <= context.moment


def in_words(context: Context, record: Record, field: Field, raw: Raw) -> str:
    """Word a raw value of a record's field."""
    value = from_raw(field, raw, raw_of(record))
    if field.kind is Kind.YES_NO or not wording.is_empty(value):
        return wording.shown(context, field, value, record)
    return ""


def steps(context: Context, record: Record, field: Field) -> list[Step]:
    """List the changes of a field, the newest first."""
    lines = context.desk.replica.lines([record.id]).get(record.id, [])
    found = []
    for line in lines:
        if field.name not in line.entry.fields or line.entry.act is Act.DELETE or not is_seen(context, line):
            continue
        before, after = line.entry.fields[field.name]
        found.append(
            Step(
                line.happened,
                author_of(context, line.author),
                in_words(context, record, field, before),
                in_words(context, record, field, after),
                field.name in line.entry.lost,
            )
        )
    return sorted(found, key=lambda step: -step.happened)


def author_of(context: Context, user: str) -> str:
    """Name who made a change; the server's own makers have no user."""
    return wording.title(context, "user", user) if user else QCoreApplication.translate("FieldHistory", "Import")


class FieldHistory(QFrame):
    """Show the steps of a field in a popup; Escape closes it."""

    def __init__(self, context: Context, record: Record, field: Field, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "raised")
        self.setMinimumWidth(280)
        name = self.tr("History of %1").replace("%1", wording.label(field))
        self.setAccessibleName(name)
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 12, 14, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        heading = QLabel(name, self)
        heading.setProperty("kind", "heading")
        grid.addWidget(heading, 0, 0, 1, 2)
        self.steps = steps(context, record, field)
        if not self.steps:
            grid.addWidget(_small(self.tr("Never filled in."), self), 1, 0)
        for row, step in enumerate(self.steps[:MOST], 1):
            grid.addWidget(
                _small(f"{wording.moment(context, step.happened)}\n{step.author}", self),
                row,
                0,
                Qt.AlignmentFlag.AlignTop,
            )
            words = f"{step.before} → {step.after or '–'}" if step.before else step.after or "–"
            if step.was_set_aside:
                words = self.tr("%1 (another value was kept)").replace("%1", words)
            said = QLabel(words, self)
            said.setWordWrap(True)
            said.setMinimumWidth(220)
            said.setMaximumWidth(340)
            grid.addWidget(said, row, 1, Qt.AlignmentFlag.AlignTop)
        if len(self.steps) > MOST:
            grid.addWidget(_small(self.tr("and %n earlier", "", len(self.steps) - MOST), self), MOST + 1, 0, 1, 2)


def _small(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("kind", "small")
    return label
