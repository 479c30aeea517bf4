"""Accounts and contacts: whom we sell to."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from crm_desktop.core import schema as field
from crm_desktop.core.entities.people import LEADS
from crm_desktop.core.names import full_name, sound_of
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Choice, Item, Merge, Raw, Record, entity

ACCOUNT_KINDS = (
    Choice("prospect", QT_TRANSLATE_NOOP("core", "Prospect"), "blue"),
    Choice("customer", QT_TRANSLATE_NOOP("core", "Customer"), "green"),
    Choice("partner", QT_TRANSLATE_NOOP("core", "Partner"), "violet"),
    Choice("former", QT_TRANSLATE_NOOP("core", "Former customer"), "grey"),
    Choice("competitor", QT_TRANSLATE_NOOP("core", "Competitor"), "red"),
)
CONTACT_ROLES = (
    Choice("decides", QT_TRANSLATE_NOOP("core", "Decides"), "green"),
    Choice("influences", QT_TRANSLATE_NOOP("core", "Influences"), "blue"),
    Choice("buys", QT_TRANSLATE_NOOP("core", "Buys"), "violet"),
    Choice("uses", QT_TRANSLATE_NOOP("core", "Uses"), "grey"),
    Choice("gatekeeper", QT_TRANSLATE_NOOP("core", "Gatekeeper"), "amber"),
)
ABOUT = QT_TRANSLATE_NOOP("core", "About")
REACH = QT_TRANSLATE_NOOP("core", "Reach")
PLACE = QT_TRANSLATE_NOOP("core", "Place")
RESPONSIBLE = QT_TRANSLATE_NOOP("core", "Responsible")
FIGURES = QT_TRANSLATE_NOOP("core", "Figures")
NOTES = QT_TRANSLATE_NOOP("core", "Notes")


@entity(
    "account", QT_TRANSLATE_NOOP("core", "Account"), QT_TRANSLATE_NOOP("core", "Accounts"), icon="building-2",
    follows=("territory",), team="team", derive=sound_of, derives_from=frozenset({"name"}),
)  # fmt: skip
class Account(Record, frozen=True, kw_only=True):
    """A company or a person we sell to: the unit of replication."""

    name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Name"), required=True, section=ABOUT, column=1, width=260, search="name")] = ""
    kind: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Type"), ACCOUNT_KINDS, section=ABOUT, column=2, width=120)] = ""
    industry: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Industry"), section=ABOUT, column=4, width=150)] = ""
    tags: Annotated[tuple[str, ...], field.tags(QT_TRANSLATE_NOOP("core", "Tags"), section=ABOUT, search="text")] = ()
    phones: Annotated[tuple[Item, ...], field.labelled(QT_TRANSLATE_NOOP("core", "Phones"), section=REACH, column=6, width=150, search="phone")] = ()
    emails: Annotated[tuple[Item, ...], field.labelled(QT_TRANSLATE_NOOP("core", "E-mails"), section=REACH, search="mail")] = ()
    website: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Website"), section=REACH, search="mail")] = ""
    street: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Street"), section=PLACE)] = ""
    city: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "City"), section=PLACE, column=3, width=130, search="text")] = ""
    region: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Province or state"), section=PLACE)] = ""
    postal_code: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Postal code"), section=PLACE)] = ""
    country: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Country"), section=PLACE)] = ""
    latitude: Annotated[Decimal | None, field.decimal(QT_TRANSLATE_NOOP("core", "Latitude"), low=Decimal(-90), high=Decimal(90))] = None
    longitude: Annotated[Decimal | None, field.decimal(QT_TRANSLATE_NOOP("core", "Longitude"), low=Decimal(-180), high=Decimal(180))] = None
    owner: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Owner"), "user", merge=Merge.ASK, section=RESPONSIBLE, column=5, width=140)] = ""
    territory: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Territory"), "territory", required=True, merge=Merge.ASK, section=RESPONSIBLE)] = ""
    team: Annotated[tuple[str, ...], field.links(QT_TRANSLATE_NOOP("core", "Team"), "user", section=RESPONSIBLE, help=QT_TRANSLATE_NOOP("core", "These people have the account and all that belongs to it on their laptops, whatever their territory."))] = ()
    parent: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Parent account"), "account", section=RESPONSIBLE)] = ""
    tax_number: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Tax number"), section=FIGURES)] = ""
    employees: Annotated[int | None, field.whole(QT_TRANSLATE_NOOP("core", "Employees"), section=FIGURES, low=Decimal(0))] = None
    revenue: Annotated[Decimal | None, field.amount(QT_TRANSLATE_NOOP("core", "Annual revenue"), section=FIGURES)] = None
    currency: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Currency"), "currency", section=FIGURES)] = ""
    founded: Annotated[int | None, field.whole(QT_TRANSLATE_NOOP("core", "Founded"), section=FIGURES, low=Decimal(0), high=Decimal(9999))] = None
    terms: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Payment terms"), merge=Merge.ASK, section=FIGURES)] = ""
    customer_group: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Customer group"), "customer_group", merge=Merge.ASK, section=FIGURES, write=LEADS, help=QT_TRANSLATE_NOOP("core", "Its price books are this customer\u2019s."))] = ""
    notes: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "Notes"), section=NOTES, search="text")] = ""
    sound: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Sounds like"), derived=True, search="sound")] = ""
    external_key: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Key in the source"), index=True)] = ""
    apart: Annotated[tuple[str, ...], field.links(QT_TRANSLATE_NOOP("core", "Not the same as"), "account", help=QT_TRANSLATE_NOOP("core", "They look alike, and somebody looked: they are not offered as duplicates any more."))] = ()


def contact_name(raw: Mapping[str, Raw]) -> dict[str, Raw]:
    """Derive the full name in the order of its script: 王小明, Mary Ann Smith."""
    name = full_name(str(raw.get("given_name") or ""), str(raw.get("family_name") or "")) or None
    return {"name": name, **sound_of({"name": name})}


@entity("contact", QT_TRANSLATE_NOOP("core", "Contact"), QT_TRANSLATE_NOOP("core", "Contacts"), icon="users", follows=("account", "owner"), derive=contact_name, derives_from=frozenset({"given_name", "family_name"}))
class Contact(Record, frozen=True, kw_only=True):
    """A person at an account."""

    name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Name"), derived=True, column=1, width=180, search="name")] = ""
    given_name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Given name"), section=ABOUT)] = ""
    family_name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Family name"), required=True, section=ABOUT)] = ""
    account: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Account"), "account", merge=Merge.ASK, section=ABOUT, column=2, width=240)] = ""
    job_title: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Job title"), section=ABOUT, column=3, width=160, search="text")] = ""
    department: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Department"), section=ABOUT)] = ""
    role: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Role in buying"), CONTACT_ROLES, section=ABOUT, column=4, width=120)] = ""
    phones: Annotated[tuple[Item, ...], field.labelled(QT_TRANSLATE_NOOP("core", "Phones"), section=REACH, column=5, width=150, search="phone")] = ()
    emails: Annotated[tuple[Item, ...], field.labelled(QT_TRANSLATE_NOOP("core", "E-mails"), section=REACH, column=6, width=220, search="mail")] = ()
    owner: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Owner"), "user", merge=Merge.ASK, section=RESPONSIBLE)] = ""
    tags: Annotated[tuple[str, ...], field.tags(QT_TRANSLATE_NOOP("core", "Tags"), section=ABOUT, search="text")] = ()
    notes: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "Notes"), section=NOTES, search="text")] = ""
    sound: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Sounds like"), derived=True, search="sound")] = ""
    external_key: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Key in the source"), index=True)] = ""
    apart: Annotated[tuple[str, ...], field.links(QT_TRANSLATE_NOOP("core", "Not the same as"), "contact", help=QT_TRANSLATE_NOOP("core", "They look alike, and somebody looked: they are not offered as duplicates any more."))] = ()
