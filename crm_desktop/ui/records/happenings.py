"""Everything that happened or is planned around one record, gathered from activities, journal, quotes and files."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from PySide6.QtCore import QCoreApplication

from crm_desktop.actions.files import files_of
from crm_desktop.core.changes import Act, Line
from crm_desktop.core.entities import Account, Activity, Contact, File, Instalment, Opportunity, Order, Quote, Stage
from crm_desktop.core.schema import REGISTRY, Field, Kind, Record, entity_of, micros
from crm_desktop.core.store import Where
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.field_history import author_of, in_words, is_seen

ACTIVITY, CHANGE, QUOTE, FILE = "activity", "change", "quote", "file"
MOST_CHILDREN = 200

# They follow from the stage or are kept for machines: a line of their own would tell nothing new.
_SILENT = frozenset({
    "stage_since", "outcome", "probability", "forecast", "pipeline", "closed_day", "external_key", "sound", "latitude",
    "longitude", "paper", "currency", "opened_day",
})  # fmt: skip


_MOMENTS = ("is_done", "done_at", "starts", "due_day")  # what an activity's place in time follows from
_BESIDE = ("is_pinned", "owner")


@dataclass(frozen=True)
class Step:
    """One field that changed: its label, the words before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Happening:
    """One thing on a timeline.

    sort: ACTIVITY, CHANGE, QUOTE or FILE. at: microseconds UTC. about: the record to open, None for the page's own.
    is_planned: still to do. steps: changed fields. files: pictures that hang on an activity.
    """

    sort: str
    id: str
    at: int
    who: str
    icon: str
    title: str
    text: str = ""
    steps: tuple[Step, ...] = ()
    hue: str = "grey"
    about: Record | None = None
    is_planned: bool = False
    activity: Activity | None = None
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Trace:
    """A thing on a timeline before it is put in words: of thousands only those in sight are.

    line: the entry of the journal it comes from, None for an activity; file: what was added by it; by: the id of whose
    activity it is, or of who changed something.
    """

    sort: str
    id: str
    at: int
    is_planned: bool = False
    line: Line | None = None
    file: File | None = None
    by: str = ""
    is_pinned: bool = False


def happenings(context: Context, record: Record) -> list[Trace]:
    """Gather what is pinned, then what is planned, the nearest first, and then what happened, the newest first."""
    shown = _activities(context, record)
    pinned = sorted((one for one in shown if one.is_pinned), key=lambda one: (-one.at, one.id))
    planned = [one for one in shown if one.is_planned and not one.is_pinned]
    past = [one for one in shown if not one.is_planned and not one.is_pinned]
    past += _entries(context, record)
    past += _files(context, record)
    planned.sort(key=lambda one: one.at)
    past.sort(key=lambda one: (-one.at, one.id))
    return pinned + planned + past


def told(context: Context, page: Record, traces: Sequence[Trace]) -> list[Happening | None]:
    """Put things of a record's timeline in words; None for what is gone meanwhile."""
    activities = [one.id for one in traces if one.line is None]
    acts = context.view.by_ids(Activity, activities) if activities else {}
    files = files_of(context.desk, acts) if acts else {}
    lines = [one.line for one in traces if one.line is not None and one.file is None]
    about = _concerned(context, page, lines)

    def word(one: Trace) -> Happening | None:
        if one.line is None:
            act = acts.get(one.id)
            return _of_activity(context, one, act, page, files.get(one.id, ())) if act is not None else None
        if one.file is not None:
            who = author_of(context, one.line.author)
            return Happening(FILE, one.id, one.at, who, "paperclip", one.file.name)
        there = about.get(one.line.entry.record)
        return _of_line(context, one.line, there, page) if there is not None else None

    return [word(one) for one in traces]


def _link(record: Record, kind: type[Record]) -> str:
    """Name the field by which records of a kind hang on an account, contact, deal or order; "" where none does."""
    name = {Account: "account", Contact: "contact", Opportunity: "opportunity", Order: "order"}.get(type(record), "")
    return name if name in entity_of(kind).fields else ""


def _concerned(context: Context, page: Record, lines: Iterable[Line]) -> dict[str, Record]:
    """Fetch the records that lines of the journal tell of."""
    asked: dict[str, set[str]] = {}
    for line in lines:
        asked.setdefault(line.entry.entity, set()).add(line.entry.record)
    found: dict[str, Record] = {}
    for key, ids in asked.items():
        found |= context.view.by_ids(REGISTRY[key].record, ids - {page.id})
    return {**found, page.id: page}


def _activities(context: Context, record: Record) -> list[Trace]:
    name = _link(record, Activity)
    if not name:
        return []
    return [
        Trace(
            ACTIVITY,
            id_,
            _moment_of(context, *moments),
            is_planned=not moments[0],
            by=owner or "",
            is_pinned=bool(pinned),
        )
        for id_, *moments, pinned, owner in context.view.values(
            Activity, (*_MOMENTS, *_BESIDE), Where(name, "eq", record.id)
        )
    ]


def _of_activity(context: Context, trace: Trace, activity: Activity, page: Record, files: Iterable[File]) -> Happening:
    field = entity_of(activity).fields["kind"]
    return Happening(
        ACTIVITY,
        trace.id,
        trace.at,
        wording.title(context, "user", activity.owner),
        wording.icon_of(activity),
        activity.subject or wording.choice(field, activity.kind),
        "\n".join(part for part in (activity.text, activity.outcome) if part),
        hue=wording.hue(field, activity.kind),
        about=_other(context, activity, page),
        is_planned=trace.is_planned,
        activity=activity,
        files=tuple(files),
    )


def when_of(context: Context, item: Happening, worded: Callable[[date], str] | None = None) -> str:
    """Say when a thing happened, or by when it is planned; what is planned may have no hour, and no day.

    worded: how a day is said; None: from today, which holds no longer than the day on which it is read.
    """
    worded = worded or partial(wording.near_day, context)
    activity, at = item.activity, item.at
    if item.is_planned and activity is not None:
        if activity.starts is None:
            day = activity.due_day
            return worded(day) if day else QCoreApplication.translate("Timeline", "Some day")
        at = micros(activity.starts)
    there = wording.local(context, at)
    return f"{worded(there.date())} {wording.clock(there)}"


def _moment_of(context: Context, is_done: int | None, done_at: int | None, starts: int | None, day: str | None) -> int:
    """Give the moment an activity stands at: done, else due, else far ahead."""
    if is_done and done_at is not None:
        return done_at
    if starts is not None:
        return starts
    if not day:
        return 0 if is_done else 1 << 61
    return micros(datetime.combine(date.fromisoformat(day), time(9), wording.titles(context).zone))


def _other(context: Context, activity: Activity, page: Record) -> Record | None:
    """Give the closest record the activity is about, unless its page is the one in front."""
    for key, id_ in (
        ("opportunity", activity.opportunity),
        ("contact", activity.contact),
        ("account", activity.account),
    ):
        if id_ and id_ != page.id:
            return wording.titles(context).record(key, id_)
    return None


def _entries(context: Context, record: Record) -> Iterable[Trace]:
    family = {record.id}
    for kind in (Opportunity, Quote, Order, Instalment):
        if name := _link(record, kind):
            newest = context.view.ids(kind, Where(name, "eq", record.id), order=("-id",), limit=MOST_CHILDREN)
            family.update(newest)
    for own in context.desk.replica.lines(family).values():
        for line in own:
            if line.entry.entity == "instalment" and "paid_day" not in line.entry.fields:
                continue  # the order tells how it is paid
            if is_seen(context, line) and (line.entry.act is not Act.EDIT or any(_told(line))):
                sort = QUOTE if line.entry.entity == "quote" else CHANGE
                yield Trace(sort, f"{line.change}:{line.entry.record}", line.happened, line=line, by=line.author)


def _of_line(context: Context, line: Line, about: Record, page: Record) -> Happening:
    title, sign, hue = _said(line, about)
    return Happening(
        QUOTE if isinstance(about, Quote) else CHANGE,
        f"{line.change}:{about.id}",
        line.happened,
        author_of(context, line.author),
        sign or REGISTRY[line.entry.entity].icon,
        title,
        steps=tuple(_steps(context, line, about)) if line.entry.act is Act.EDIT else (),
        hue=_hue_of(context, line) or hue,
        about=None if about.id == page.id or isinstance(about, Instalment) else about,
    )


def _told(line: Line) -> Iterable[Field]:
    """List the changed fields that tell something."""
    fields = REGISTRY[line.entry.entity].fields
    for name in line.entry.fields:
        field = fields.get(name)
        if field is not None and name not in _SILENT and not field.derived and name not in line.entry.lost:
            yield field


def _steps(context: Context, line: Line, about: Record) -> Iterable[Step]:
    for field in _told(line):
        before, after = line.entry.fields[field.name]
        if field.kind is Kind.LONG_TEXT:
            yield Step(wording.label(field), "", " ".join(in_words(context, about, field, after).split())[:160])
        else:
            yield Step(
                wording.label(field), in_words(context, about, field, before), in_words(context, about, field, after)
            )


def _said(line: Line, about: Record) -> tuple[str, str, str]:
    """Say what an entry did in a few words, with an icon and a hue."""
    match line.entry.act:
        case Act.CREATE:
            made = {
                "opportunity": QCoreApplication.translate("Timeline", "Deal opened"),
                "quote": QCoreApplication.translate("Timeline", "Quote begun"),
                "order": QCoreApplication.translate("Timeline", "Ordered"),
            }.get(line.entry.entity, QCoreApplication.translate("Timeline", "Added"))
            return made, "plus", "green"
        case Act.DELETE:
            return QCoreApplication.translate("Timeline", "Deleted"), "trash-2", "red"
        case Act.RESTORE:
            return QCoreApplication.translate("Timeline", "Restored"), "rotate-ccw", "blue"
    if isinstance(about, Instalment):
        is_paid = bool(line.entry.fields["paid_day"][1])
        paid = QCoreApplication.translate("Timeline", "Paid: %1")
        back = QCoreApplication.translate("Timeline", "Not paid after all: %1")
        said = (paid if is_paid else back).replace("%1", wording.name_of(about))
        return said, "banknote", "green" if is_paid else "grey"
    if "stage" in line.entry.fields:
        return QCoreApplication.translate("Timeline", "Stage changed"), "arrow-right", "blue"
    if isinstance(about, Quote) and "state" in line.entry.fields:
        return QCoreApplication.translate("Timeline", "Quote changed"), "file-text", "violet"
    return QCoreApplication.translate("Timeline", "Changed"), "pencil", "grey"


def _hue_of(context: Context, line: Line) -> str:
    stage = line.entry.fields.get("stage")
    found = wording.titles(context).record("stage", str(stage[1])) if stage and stage[1] else None
    return wording.stage_hue(context, found.id) if isinstance(found, Stage) else ""


def _files(context: Context, record: Record) -> Iterable[Trace]:
    name = {Account: "account", Quote: "quote", Order: "order"}.get(type(record))
    if name is None:
        return
    # Those of an activity stand with it.
    for file in context.view.find(File, Where(name, "eq", record.id), Where("activity", "eq", "")):
        lines = context.desk.replica.lines([file.id]).get(file.id, [])
        if lines and is_seen(context, lines[0]):
            yield Trace(FILE, file.id, lines[0].happened, line=lines[0], file=file, by=lines[0].author)
