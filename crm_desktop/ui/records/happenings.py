"""Everything that happened or is planned around one record, gathered from activities, journal, quotes and files."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial

from PySide6.QtCore import QCoreApplication

from crm_desktop.actions.files import files_of
from crm_desktop.core.changes import Act, Line
from crm_desktop.core.entities import Account, Activity, Contact, File, Opportunity, Quote, Stage
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
    """A thing on a timeline before it is put in words: of thousands only those in sight are. make: does that."""

    sort: str
    id: str
    at: int
    make: Callable[[], Happening]
    is_planned: bool = False


def happenings(context: Context, record: Record) -> list[Trace]:
    """Gather what is planned, the nearest first, and then what happened, the newest first."""
    acts = _activities(context, record)
    files = files_of(context.desk, [one.id for one in acts])
    shown = [
        Trace(
            ACTIVITY,
            one.id,
            _moment_of(context, one),
            partial(_of_activity, context, one, record, tuple(files.get(one.id, ()))),
            is_planned=not one.is_done,
        )
        for one in acts
    ]
    planned = [one for one in shown if one.is_planned]
    past = [one for one in shown if not one.is_planned]
    past += _of_journal(context, record)
    past += _of_files(context, record)
    planned.sort(key=lambda one: one.at)
    past.sort(key=lambda one: (-one.at, one.id))
    return planned + past


def children(context: Context, record: Record, kind: type[Record]) -> list[Record]:
    """List the deals or quotes of an account, contact or deal, the newest first."""
    name = {Account: "account", Contact: "contact", Opportunity: "opportunity"}.get(type(record))
    if name is None or name not in entity_of(kind).fields:
        return []
    return context.view.find(kind, Where(name, "eq", record.id), order=("-id",), limit=MOST_CHILDREN)


def _activities(context: Context, record: Record) -> list[Activity]:
    name = {Account: "account", Contact: "contact", Opportunity: "opportunity"}.get(type(record))
    return context.view.find(Activity, Where(name, "eq", record.id)) if name else []


def _of_activity(context: Context, activity: Activity, page: Record, files: tuple[File, ...]) -> Happening:
    field = entity_of(activity).fields["kind"]
    return Happening(
        ACTIVITY,
        activity.id,
        _moment_of(context, activity),
        wording.title(context, "user", activity.owner),
        wording.icon_of(activity),
        activity.subject or wording.choice(field, activity.kind),
        "\n".join(part for part in (activity.text, activity.outcome) if part),
        hue=wording.hue(field, activity.kind),
        about=_other(context, activity, page),
        is_planned=not activity.is_done,
        activity=activity,
        files=files,
    )


def _moment_of(context: Context, activity: Activity) -> int:
    """Give the moment an activity stands at: done, else due, else far ahead."""
    if activity.is_done and activity.done_at:
        return micros(activity.done_at)
    if activity.starts:
        return micros(activity.starts)
    day = activity.due_day
    if day is None:
        return 1 << 61 if not activity.is_done else 0
    return micros(datetime.combine(day, time(9), wording.titles(context).zone))


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


def _of_journal(context: Context, record: Record) -> Iterable[Trace]:
    family: dict[str, Record] = {record.id: record}
    if isinstance(record, Account | Contact):
        family |= {one.id: one for one in children(context, record, Opportunity)}
    if isinstance(record, Account | Contact | Opportunity):
        family |= {one.id: one for one in children(context, record, Quote)}
    for id_, own in context.desk.replica.lines(family).items():
        about = family[id_]
        sort = QUOTE if isinstance(about, Quote) else CHANGE
        for line in own:
            if is_seen(context, line) and (line.entry.act is not Act.EDIT or any(_told(line, about))):
                make = partial(_of_line, context, line, about, record)
                yield Trace(sort, f"{line.change}:{about.id}", line.happened, make)


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
        about=None if about.id == page.id else about,
    )


def _told(line: Line, about: Record) -> Iterable[Field]:
    """List the changed fields that tell something."""
    fields = entity_of(about).fields
    for name in line.entry.fields:
        field = fields.get(name)
        if field is not None and name not in _SILENT and not field.derived and name not in line.entry.lost:
            yield field


def _steps(context: Context, line: Line, about: Record) -> Iterable[Step]:
    for field in _told(line, about):
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
            }.get(line.entry.entity, QCoreApplication.translate("Timeline", "Added"))
            return made, "plus", "green"
        case Act.DELETE:
            return QCoreApplication.translate("Timeline", "Deleted"), "trash-2", "red"
        case Act.RESTORE:
            return QCoreApplication.translate("Timeline", "Restored"), "rotate-ccw", "blue"
    if "stage" in line.entry.fields:
        return QCoreApplication.translate("Timeline", "Stage changed"), "arrow-right", "blue"
    if isinstance(about, Quote) and "state" in line.entry.fields:
        return QCoreApplication.translate("Timeline", "Quote changed"), "file-text", "violet"
    return QCoreApplication.translate("Timeline", "Changed"), "pencil", "grey"


def _hue_of(context: Context, line: Line) -> str:
    stage = line.entry.fields.get("stage")
    found = wording.titles(context).record("stage", str(stage[1])) if stage and stage[1] else None
    return wording.stage_hue(context, found.id) if isinstance(found, Stage) else ""


def _of_files(context: Context, record: Record) -> Iterable[Trace]:
    name = {Account: "account", Quote: "quote"}.get(type(record))
    if name is None:
        return
    # Those of an activity stand with it.
    for file in context.view.find(File, Where(name, "eq", record.id), Where("activity", "eq", "")):
        lines = context.desk.replica.lines([file.id]).get(file.id, [])
        if lines and is_seen(context, lines[0]):
            who, at = author_of(context, lines[0].author), lines[0].happened
            yield Trace(FILE, file.id, at, partial(Happening, FILE, file.id, at, who, "paperclip", file.name))
