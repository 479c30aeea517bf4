"""The organisation, its people and the tree of territories they hold."""

from typing import Annotated

from crm_desktop.core import schema as field
from crm_desktop.core.names import sound_of
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Choice, Merge, Record, entity

ADMINISTRATOR = "administrator"
MANAGER = "manager"
REP = "rep"
ONLY_ADMINISTRATOR = frozenset({ADMINISTRATOR})
LEADS = frozenset({MANAGER, ADMINISTRATOR})

ROLES = (
    Choice(REP, QT_TRANSLATE_NOOP("core", "Sales representative"), "blue"),
    Choice(MANAGER, QT_TRANSLATE_NOOP("core", "Sales manager"), "violet"),
    Choice(ADMINISTRATOR, QT_TRANSLATE_NOOP("core", "Administrator"), "grey"),
)
LANGUAGES = (Choice("en", QT_TRANSLATE_NOOP("core", "English")), Choice("zh_CN", QT_TRANSLATE_NOOP("core", "Chinese")))
PRICES = (
    Choice("net", QT_TRANSLATE_NOOP("core", "Before tax")),
    Choice("gross", QT_TRANSLATE_NOOP("core", "Including tax")),
)
ROUNDINGS = (
    Choice("half_up", QT_TRANSLATE_NOOP("core", "Away from zero")),
    Choice("half_even", QT_TRANSLATE_NOOP("core", "To the even neighbour")),
)
TAX_BY = (
    Choice("group", QT_TRANSLATE_NOOP("core", "Once for each rate")),
    Choice("line", QT_TRANSLATE_NOOP("core", "On each line")),
)
# How a printed quote is laid out, and on which paper.
PAPER_LOOKS = (
    Choice("modern", QT_TRANSLATE_NOOP("core", "Modern")),
    Choice("classic", QT_TRANSLATE_NOOP("core", "Classic")),
    Choice("compact", QT_TRANSLATE_NOOP("core", "Compact")),
)
PAPER_SIZES = (
    Choice("A4", QT_TRANSLATE_NOOP("core", "A4")),
    Choice("Letter", QT_TRANSLATE_NOOP("core", "US Letter")),
)
TERRITORY_KINDS = (
    Choice("group", QT_TRANSLATE_NOOP("core", "Group")),
    Choice("country", QT_TRANSLATE_NOOP("core", "Country")),
    Choice("region", QT_TRANSLATE_NOOP("core", "Region")),
    Choice("patch", QT_TRANSLATE_NOOP("core", "Patch")),
)
PERSON = QT_TRANSLATE_NOOP("core", "Person")
COMPANY = QT_TRANSLATE_NOOP("core", "Company")
PAPER = QT_TRANSLATE_NOOP("core", "On quotes")
PLACE = QT_TRANSLATE_NOOP("core", "Place in the tree")


@entity(
    "organisation", QT_TRANSLATE_NOOP("core", "Organisation"), QT_TRANSLATE_NOOP("core", "Organisation"), icon="building-2",
    write=ONLY_ADMINISTRATOR, internal=True,
)  # fmt: skip
class Organisation(Record, frozen=True, kw_only=True):
    """The company that uses Satchel; there is one, with the id `organisation`."""

    name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Name"), required=True, section=COMPANY, column=1)] = ""
    name_zh: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Chinese name"), section=COMPANY)] = ""
    time_zone: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Time zone"), section=COMPANY, help=QT_TRANSLATE_NOOP("core", "Decides when a day ends, for example Asia/Shanghai."))] = "Asia/Shanghai"
    base_currency: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Base currency"), section=COMPANY)] = "CNY"
    address: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "Address"), section=PAPER)] = ""
    phone: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Phone"), section=PAPER)] = ""
    email: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "E-mail"), section=PAPER)] = ""
    website: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Website"), section=PAPER)] = ""
    tax_number: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Tax number"), section=PAPER)] = ""
    bank: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "Bank"), section=PAPER)] = ""
    quote_prefix: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Prefix of quote numbers"), section=PAPER)] = "Q"
    order_prefix: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Prefix of order numbers"), section=PAPER, help=QT_TRANSLATE_NOOP("core", "Stands before the number of the quote."))] = "SO-"
    quote_rounding: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "A half is rounded"), ROUNDINGS, section=PAPER)] = ""
    quote_tax_by: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Tax is rounded"), TAX_BY, section=PAPER)] = ""
    paper_look: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Layout"), PAPER_LOOKS, section=PAPER)] = ""
    paper_size: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Paper size"), PAPER_SIZES, section=PAPER)] = ""
    paper_template: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Paper template"), "paper_template", section=PAPER, index=False)] = ""


@entity("territory", QT_TRANSLATE_NOOP("core", "Territory"), QT_TRANSLATE_NOOP("core", "Territories"), icon="map", write=ONLY_ADMINISTRATOR)
class Territory(Record, frozen=True, kw_only=True):
    """A node of the tree that decides who holds which accounts."""

    name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Name"), required=True, section=PLACE, column=1, width=220)] = ""
    parent: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Part of"), "territory", merge=Merge.ASK, section=PLACE, column=2, width=220)] = ""
    kind: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Kind"), TERRITORY_KINDS, section=PLACE, column=3)] = ""
    external_key: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Key in the source"), index=True)] = ""


@entity("user", QT_TRANSLATE_NOOP("core", "User"), QT_TRANSLATE_NOOP("core", "Users"), icon="user", write=ONLY_ADMINISTRATOR, derive=sound_of, derives_from=frozenset({"name"}))
class User(Record, frozen=True, kw_only=True):
    """A person who signs in, or did; nobody is ever removed, only made inactive."""

    name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Name"), required=True, section=PERSON, column=1, width=180)] = ""
    login: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Sign-in name"), required=True, section=PERSON, column=2, index=True)] = ""
    role: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Role"), ROLES, required=True, merge=Merge.ASK, section=PERSON, column=3, width=180)] = REP
    job_title: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Job title"), section=PERSON, column=4, width=200)] = ""
    email: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "E-mail"), section=PERSON)] = ""
    phone: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Phone"), section=PERSON)] = ""
    language: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Language"), LANGUAGES, section=PERSON)] = ""
    manager: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Reports to"), "user", merge=Merge.ASK, section=PLACE, column=5, width=180)] = ""
    territories: Annotated[tuple[str, ...], field.links(QT_TRANSLATE_NOOP("core", "Territories"), "territory", section=PLACE, help=QT_TRANSLATE_NOOP("core", "Everything below these nodes is in this person\u2019s scope."))] = ()
    home: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Home territory"), "territory", merge=Merge.ASK, section=PLACE, help=QT_TRANSLATE_NOOP("core", "Where deals, activities and quotes without an account belong."))] = ""
    is_inactive: Annotated[bool, field.yes_no(QT_TRANSLATE_NOOP("core", "Left the company"), section=PERSON)] = False
    sound: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Sounds like"), derived=True)] = ""
    successor: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Taken over by"), "user", merge=Merge.ASK, section=PLACE, help=QT_TRANSLATE_NOOP("core", "That person has everything this one held: territories, teams, own tasks and open questions."))] = ""
    external_key: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Key in the source"), index=True)] = ""
