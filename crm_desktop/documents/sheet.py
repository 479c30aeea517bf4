"""The plain data of one paper: everything it says, already priced, nothing about how it looks."""

from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from crm_desktop.core.pricing import PricedQuote

Language = Literal["en", "zh_CN", "bilingual"]
PageSize = Literal["A4", "Letter"]
LookName = Literal["classic", "modern", "compact"]
PaperKind = Literal["quotation", "pro_forma", "order_confirmation"]
SheetLineKind = Literal["normal", "optional", "alternative", "note"]

ZERO = Decimal(0)


class Person(Struct, frozen=True, kw_only=True):
    """Somebody to talk to; empty texts are left out."""

    name: str = ""
    role: str = ""
    phone: str = ""
    email: str = ""


class Letterhead(Struct, frozen=True, kw_only=True):
    """Who makes the offer.

    logo: bytes of a PNG or JPEG, empty for a mark drawn from the name; accent: the one colour, as #RRGGBB.
    """

    name: str
    tagline: str = ""
    address: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    website: str = ""
    tax_number: str = ""
    bank: tuple[str, ...] = ()
    logo: bytes = b""
    accent: str = "#1D4F5F"


class Party(Struct, frozen=True, kw_only=True):
    """A customer or one of its addresses; address lines in the order of its country."""

    name: str
    address: tuple[str, ...] = ()
    tax_number: str = ""
    person: Person = Person()


class SheetLine(Struct, frozen=True, kw_only=True):
    """One line as printed; a note has a description and nothing else.

    net: as priced; discount_percent and tax_rates: 5 for 5 %; section: lines of one section stand together, section_id tells
    sections of the same name apart, as the priced quote names them; picture: bytes of a JPEG or PNG beside its text.
    """

    description: str
    code: str = ""
    details: str = ""
    quantity: Decimal = ZERO
    unit: str = ""
    unit_price: Decimal = ZERO
    discount_percent: Decimal = ZERO
    discount_amount: Decimal = ZERO
    tax_rate: Decimal = ZERO
    more_taxes: tuple[Decimal, ...] = ()
    net: Decimal = ZERO
    delivery: str = ""
    kind: SheetLineKind = "normal"
    section: str = ""
    section_id: str = ""
    picture: bytes = b""


class Stationery(Struct, frozen=True, kw_only=True):
    """What a company's template lays down for its papers; what is empty is as the look has it.

    titles: (kind of paper, English, Chinese), either of the two may be empty; header, footer: one line on every page;
    accent, shade: colours of titles and behind the total, as #RRGGBB; hidden: keys of what lines do not say, of code, unit, tax_rate,
    delivery and details;
    has_check: a square code beside the signatures; appendix: a PDF whose pages follow.
    """

    titles: tuple[tuple[PaperKind, str, str], ...] = ()
    header: str = ""
    footer: str = ""
    accent: str = ""
    shade: str = ""
    hidden: frozenset[str] = frozenset()
    has_check: bool = False
    appendix: bytes = b""


class Instalment(Struct, frozen=True, kw_only=True):
    """One part of the payment; without a label it is the balance."""

    label: str = ""
    due: date | None = None
    amount: Decimal


class Terms(Struct, frozen=True, kw_only=True):
    """The conditions; empty ones are left out. general: the long text, paragraphs apart by line ends."""

    payment: str = ""
    instalments: tuple[Instalment, ...] = ()
    delivery: str = ""
    delivery_date: date | None = None
    warranty: str = ""
    remark: str = ""
    general: str = ""


class Sheet(Struct, frozen=True, kw_only=True):
    """One whole paper.

    number without revision; revision 1 is not printed, others as -R2; replaces: number of the paper this one replaces;
    priced: the totals; discount_percent: of the document, 0 where its discount is no mere percentage;
    invoice_to, deliver_to: only where they differ;
    approval: who approved it and when, as one sentence's end ("Zhang Min, 2026-03-02 10:12"), only for released papers.
    """

    letterhead: Letterhead
    customer: Party
    lines: tuple[SheetLine, ...]
    priced: PricedQuote
    number: str
    revision: int = 1
    replaces: str = ""
    kind: PaperKind = "quotation"
    is_draft: bool = False
    language: Language = "en"
    page_size: PageSize = "A4"
    look: LookName = "modern"
    subject: str = ""
    issued: date | None = None
    valid_until: date | None = None
    customer_reference: str = ""
    our_reference: str = ""
    project: str = ""
    salesperson: Person = Person()
    invoice_to: Party | None = None
    deliver_to: Party | None = None
    opening: str = ""
    discount_percent: Decimal = ZERO
    terms: Terms = Terms()
    approval: str = ""
    stationery: Stationery = Stationery()

    @property
    def reference(self) -> str:
        """Give the number with its revision, as it is quoted in letters."""
        return f"{self.number}-R{self.revision}" if self.revision > 1 else self.number
