"""How values, days, money and records are put into the words of the person's language."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QObject, QTime

from crm_desktop.actions.listing import Words
from crm_desktop.core.entities import (
    Activity,
    Instalment,
    Opportunity,
    Order,
    Pipeline,
    Product,
    Quote,
    QuoteLine,
    Stage,
)
from crm_desktop.core.entities.quote_life import paper_number, state_on
from crm_desktop.core.money import exponent
from crm_desktop.core.schema import REGISTRY, Field, Kind, Record, entity_of, moment_of
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.cells import Cell, Chip, Tone

ACTIVITY_ICONS = {
    "task": "square-check",
    "call": "phone",
    "meeting": "users",
    "visit": "car",
    "note": "sticky-note",
    "mail": "mail",
}
EXACT = (Quote, QuoteLine, Order, Instalment)
"""Records whose amounts are told to the last minor unit."""
_CHINESE_DAYS = {"long": "yyyy年M月d日", "short": "M月d日", "week": "M月d日 dddd"}
_DAYS = {"long": "d MMM yyyy", "short": "d MMM", "week": "dddd d MMMM"}
_CLOCK = "HH:mm"


class Titles(QObject):
    """Remember records by which links are named, until something touches them or another moment is looked at."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context
        self._known: dict[str, dict[str, Record | None]] = {}
        self._zone: ZoneInfo | None = None
        context.tasks.touched.connect(self.forget)
        context.moved_in_time.connect(self._known.clear)

    def forget(self, touched: dict[str, frozenset[str]]) -> None:
        """Drop what was touched."""
        if touched.keys() & {"*", "organisation"}:
            self._zone = None
        if "*" in touched:
            self._known.clear()
        for key, ids in touched.items():
            known = self._known.get(key, {})
            for id_ in ids & known.keys():
                del known[id_]

    @property
    def zone(self) -> ZoneInfo:
        """Give the time zone of the organisation; a page of moments asks for it hundreds of times."""
        if self._zone is None:
            self._zone = self._context.desk.zone
        return self._zone

    def learn(self, key: str, ids: Iterable[str]) -> None:
        """Read many records at once before they are asked for one by one."""
        known = self._known.setdefault(key, {})
        missing = {id_ for id_ in ids if id_ and id_ not in known}
        if missing:
            found = self._context.view.by_ids(REGISTRY[key].record, missing)
            known.update({id_: found.get(id_) for id_ in missing})

    def record(self, key: str, id_: str) -> Record | None:
        """Give the record, None where it is not on this laptop."""
        known = self._known.setdefault(key, {})
        if id_ not in known:
            known[id_] = self._context.view.get(REGISTRY[key].record, id_)
        return known[id_]

    def overdue(self, days: int) -> str:
        """Say by how many days something is late; here because lupdate sees a counted text in self.tr alone."""
        return self.tr("Overdue by %n day(s)", "", days)


def titles(context: Context) -> Titles:
    """Give the one memory of titles of a context."""
    found = context.findChild(Titles)
    return found if isinstance(found, Titles) else Titles(context)


def local(context: Context, value: datetime | int) -> datetime:
    """Turn a moment (aware, or microseconds UTC) into the time of the organisation."""
    return (moment_of(value) if isinstance(value, int) else value).astimezone(titles(context).zone)


def today(context: Context) -> date:
    """Give the day it is for the organisation."""
    return local(context, context.desk.now()).date()


def day_in_view(context: Context) -> date:
    """Give the day from which days are counted: today, or that of the past that is looked at."""
    return today(context) if context.moment is None else local(context, context.moment).date()


def core(text: str) -> str:
    """Translate a label, help text or choice declared in core."""
    return QCoreApplication.translate("core", text) if text else ""


def words() -> Words:
    """Give the words of the language now in force to what has none of its own, for other threads as well."""
    return Words(core, name_of)


def label(field: Field) -> str:
    """Name a field."""
    return core(field.label)


def kind_name(key: str, *, plural: bool = False) -> str:
    """Name a kind of record, by its entity key."""
    declared = REGISTRY[key]
    return core(declared.plural if plural else declared.label)


def new_name(key: str) -> str:
    """Name the command that adds a record of a kind."""
    known = {
        "account": QCoreApplication.translate("Wording", "New account"),
        "contact": QCoreApplication.translate("Wording", "New contact"),
        "opportunity": QCoreApplication.translate("Wording", "New deal"),
        "quote": QCoreApplication.translate("Wording", "New quote"),
        "product": QCoreApplication.translate("Wording", "New product"),
        "activity": QCoreApplication.translate("Wording", "New activity"),
    }
    return known.get(key) or QCoreApplication.translate("Wording", "New: %1").replace("%1", kind_name(key))


def title(context: Context, key: str, id_: str) -> str:
    """Name the record a link points to; "" for an empty link."""
    if not id_:
        return ""
    record = titles(context).record(key, id_)
    if record is None:
        return QCoreApplication.translate("Wording", "Outside your territory")
    return name_of(record)


def listed(words: Iterable[str]) -> str:
    """Put words of equal rank side by side."""
    return QCoreApplication.translate("Wording", ", ").join(words)


def told(what: str, more: str) -> str:
    """Say something and, after a colon, what there is to say of it."""
    return QCoreApplication.translate("Wording", "%1: %2").replace("%1", what).replace("%2", more)


def name_of(record: Record) -> str:
    """Name a record for a person, also one that has no name of its own yet."""
    if isinstance(record, Product) and record.name_zh and QLocale().language() == QLocale.Language.Chinese:
        return record.name_zh
    if isinstance(record, Quote) and not record.number:
        draft = QCoreApplication.translate("Wording", "Draft")
        return (
            QCoreApplication.translate("Wording", "Draft: %1").replace("%1", record.subject)
            if record.subject
            else draft
        )
    if isinstance(record, Quote):
        return paper_number(record.number, record.revision)
    if isinstance(record, Instalment):
        return record.label or QCoreApplication.translate("Wording", "Balance")
    declared = entity_of(record)
    if isinstance(record, Stage | Pipeline):
        # Those that come with Satchel have names it can translate; others stay as their company wrote them.
        return core(record.name)
    return declared.title_of(record) or new_name(declared.key)


def called(context: Context, record: Record) -> str:
    """Name a record as `name_of` does, also one that has its name from what it points to, as a price from its product."""
    declared = entity_of(record)
    links = [declared.fields[name] for name in declared.title if declared.fields[name].kind is Kind.LINK]
    if not links:
        return name_of(record)
    parts = (shown(context, declared.fields[name], getattr(record, name)) for name in declared.title)
    return " · ".join(filter(None, parts)) or new_name(declared.key)


def icon_of(record: Record) -> str:
    """Name the icon of a record; activities have one for each kind."""
    if isinstance(record, Activity):
        return ACTIVITY_ICONS.get(record.kind, "square-check")
    return entity_of(record).icon


def number(value: Decimal | int, places: int | None = None, *, grouped: bool = True) -> str:
    """Write a number exactly, with the separators of the language; places: decimals always shown, None as needed."""
    locale = QLocale()
    plain = f"{abs(value):f}" if places is None else f"{abs(Decimal(value)):.{places}f}"
    units, _, rest = plain.partition(".")
    rest = rest.rstrip("0") if places is None else rest
    # QLocale knows no Decimal: the whole part goes through it as an integer, so that no digit is lost.
    text = locale.toString(int(units)) if grouped else units
    sign = locale.negativeSign() if value < 0 else ""
    return f"{sign}{text}{locale.decimalPoint()}{rest}" if rest else f"{sign}{text}"


def money(amount: Decimal, currency: str, *, exact: bool = False) -> str:
    """Write an amount with its currency; exact keeps .00, which is left out of whole amounts otherwise."""
    whole = amount == amount.to_integral_value()
    text = number(amount, 0 if whole and not exact else exponent(currency))
    return f"{currency}\u00a0{text}" if currency else text


def percent(value: Decimal) -> str:
    """Write a percentage."""
    return f"{number(value)}{QLocale().percent()}"


def day(value: date, form: str = "long") -> str:
    """Write a day; form: "long" with the year, "short" without, "week" with the day of the week."""
    locale = QLocale()
    forms = _CHINESE_DAYS if locale.language() == QLocale.Language.Chinese else _DAYS
    return locale.toString(QDate(value.year, value.month, value.day), forms[form])


def month(value: date) -> str:
    """Write the month that a day lies in."""
    locale = QLocale()
    form = "yyyy年M月" if locale.language() == QLocale.Language.Chinese else "MMMM yyyy"
    return locale.toString(QDate(value.year, value.month, 1), form)


def near_day(context: Context, value: date) -> str:
    """Write a day as people say it: Today, Tomorrow, Yesterday, else without the year where it is this one."""
    now = today(context)
    if value == now:
        return QCoreApplication.translate("Wording", "Today")
    if value == now + timedelta(days=1):
        return QCoreApplication.translate("Wording", "Tomorrow")
    if value == now - timedelta(days=1):
        return QCoreApplication.translate("Wording", "Yesterday")
    return day(value, "short" if value.year == now.year else "long")


def moment(context: Context, value: datetime | int) -> str:
    """Write a moment (aware, or microseconds UTC) in the time of the organisation."""
    there = local(context, value)
    return f"{near_day(context, there.date())} {clock(there)}"


def clock(value: datetime) -> str:
    """Write the time of day of a moment as it stands."""
    return QLocale().toString(QTime(value.hour, value.minute), _CLOCK)


def phone(value: str) -> str:
    """Group the digits of a Chinese phone number; others stay as typed."""
    digits = "".join(sign for sign in value if sign.isdigit())
    if value.startswith("+86") and len(digits) == 13:
        return f"+86 {digits[2:5]} {digits[5:9]} {digits[9:]}"
    if len(digits) == 11 and digits.startswith("1") and digits == value:
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    return value


def choice(field: Field, value: str) -> str:
    """Word one value of a choice field."""
    return next((core(one.label) for one in field.choices if one.value == value), value)


def hue(field: Field, value: str) -> str:
    """Give the hue of a choice's chip."""
    return next((one.tone for one in field.choices if one.value == value), "grey")


def chip(field: Field, value: str) -> Chip:
    """Make the chip of a choice."""
    return Chip(choice(field, value), hue(field, value))


def quote_chip(context: Context, quote: Quote) -> Chip:
    """Make the chip of what a quote is on the day in view: one that nobody answered expires by itself."""
    state = state_on(quote.state, quote.valid_until, day_in_view(context))
    return chip(entity_of(Quote).fields["state"], state)


def is_empty(value: Any) -> bool:
    """Tell whether a field holds nothing."""
    return value is None or value in ("", ())


def shown(context: Context, field: Field, value: Any, record: Record | None = None) -> str:
    """Put a field's value into words; record: where an amount finds its currency. "" for an empty value."""
    if field.kind is Kind.YES_NO:
        yes, no = QCoreApplication.translate("Wording", "Yes"), QCoreApplication.translate("Wording", "No")
        return yes if value else no
    if is_empty(value):
        return ""
    match field.kind:
        case Kind.CHOICE:
            return choice(field, value)
        case Kind.WHOLE:
            # A number that cannot have five digits is a year or a count that nobody groups.
            return number(value, grouped=field.high is None or field.high > 9999)
        case Kind.DECIMAL:
            return number(value)
        case Kind.PERCENT:
            return percent(value)
        case Kind.AMOUNT:
            return money(value, getattr(record, field.currency, ""), exact=isinstance(record, EXACT))
        case Kind.DAY:
            return day(value)
        case Kind.MOMENT:
            return moment(context, value)
        case Kind.LINK:
            return title(context, field.target, value)
        case Kind.LINKS:
            return listed(title(context, field.target, id_) for id_ in value)
        case Kind.TAGS:
            return listed(value)
        case Kind.LABELLED:
            return listed(phone(item.value) for item in value)
        case _:
            return str(value)


def day_tone(context: Context, value: date | None) -> Tone:
    """Give the tone of a day by which something should be over."""
    if value is None:
        return ""
    now = today(context)
    return "bad" if value < now else "warn" if value == now else ""


def cell(context: Context, field: Field, record: Record, *, is_title: bool = False) -> Cell:
    """Make the table cell of one field of a record."""
    value = getattr(record, field.name)
    if is_title and field.kind is Kind.LINK:
        return Cell(shown(context, field, value) or name_of(record), strong=True)
    if is_title:
        is_named = is_empty(value) or isinstance(record, Product | Quote | Stage | Pipeline)
        return Cell(name_of(record) if is_named else str(value), strong=True)
    if field.kind is Kind.YES_NO:
        return Cell(shown(context, field, value), icon="check") if value else Cell()
    if is_empty(value):
        return Cell()
    match field.kind:
        case Kind.CHOICE:
            if isinstance(record, Quote) and field.name == "state":
                return Cell(chips=(quote_chip(context, record),))
            return Cell(chips=(chip(field, value),))
        case Kind.TAGS:
            return Cell(chips=tuple(Chip(tag) for tag in value))
        case Kind.LABELLED:
            more = f"+{len(value) - 1}" if len(value) > 1 else ""
            return Cell(phone(value[0].value), secondary=more, note=shown(context, field, value) if more else "")
        case Kind.DAY if _is_due(field, record):
            return due_cell(context, value)
        case Kind.LINK if field.target == "stage":
            return Cell(chips=(Chip(title(context, "stage", value), stage_hue(context, value)),))
        case Kind.LONG_TEXT:
            return Cell(" ".join(value.split()))
        case _:
            return Cell(shown(context, field, value, record), is_number=field.is_number)


def due_cell(context: Context, value: date) -> Cell:
    """Make the cell of a day by which something is due."""
    late = (today(context) - value).days
    note = titles(context).overdue(late) if late > 0 else ""
    return Cell(near_day(context, value), tone="bad" if late > 0 else "", icon="", note=note)


def stage_hue(context: Context, id_: str) -> str:
    """Give the hue of a stage: blue while open, green won, red lost."""
    stage = titles(context).record("stage", id_)
    return hue(entity_of(Stage).fields["outcome"], stage.outcome) if isinstance(stage, Stage) else "grey"


def _is_due(field: Field, record: Record) -> bool:
    """Tell whether a day is one that somebody still has to meet."""
    if isinstance(record, Order):
        return field.name == "due_day"
    if isinstance(record, Opportunity):
        return record.outcome == "open" and field.name in {"close_day", "next_step_day"}
    return isinstance(record, Activity) and not record.is_done and field.name == "due_day"
