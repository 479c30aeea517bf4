"""The paper of a quote: what it says, gathered from the replica, and its bytes."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, get_args

from crm_desktop.actions.approvals import granted
from crm_desktop.actions.desk import Desk
from crm_desktop.actions.payment_plans import payment_plan
from crm_desktop.actions.quotes import check_issued, contact_of, lines_of, totals
from crm_desktop.actions.stationery import dressed, pictures_of, template_of
from crm_desktop.core.addresses import postal_lines
from crm_desktop.core.entities import Account, Contact, File, Opportunity, PaperTemplate, Quote, QuoteLine, User
from crm_desktop.core.entities.quote_life import UNRELEASED, paper_number
from crm_desktop.core.entities.quote_terms import taxes_of
from crm_desktop.core.entities.quote_totals import PRICED
from crm_desktop.core.errors import UserError
from crm_desktop.core.pricing import PricedQuote
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, raw_of
from crm_desktop.documents.enclosure import enclosed
from crm_desktop.documents.quote_pdf import render
from crm_desktop.documents.quote_xml import NAME, quote_xml
from crm_desktop.documents.sheet import (
    Language,
    Letterhead,
    LookName,
    PageSize,
    Party,
    Person,
    Sheet,
    SheetLine,
    Terms,
)

ZERO = Decimal(0)

PAPER_AWAY = QT_TRANSLATE_NOOP(
    "core", "The paper of this quote is not on this laptop yet. It comes with the next sync."
)


def sheet_of(desk: Desk, quote: Quote, template: PaperTemplate | None = None) -> Sheet:
    """Gather everything a quote's paper says. template: instead of the one that the quote or the organisation names."""
    laid_down = template or template_of(desk, quote)
    return dressed(desk, _gathered(desk, quote, laid_down), laid_down)


def _gathered(desk: Desk, quote: Quote, template: PaperTemplate | None) -> Sheet:
    company = desk.organisation
    looks = (quote.paper_look, template.look if template else "", company.paper_look)
    sizes = (quote.paper_size, template.size if template else "", company.paper_size)
    lines = lines_of(desk, quote)
    priced = totals(quote, lines)
    account = desk.replica.get(Account, quote.account) if quote.account else None
    deal = desk.replica.get(Opportunity, quote.opportunity) if quote.opportunity else None
    owner = desk.replica.get(User, quote.owner)
    language = _one_of(Language, quote.language, "en")
    return Sheet(
        letterhead=letterhead_of(desk, chinese=language == "zh_CN"),
        customer=_party(account, contact_of(desk, quote)),
        lines=_sheet_lines(lines, priced, pictures_of(desk, (line.product for line in lines), template)),
        priced=priced,
        number=quote.number,
        revision=quote.revision or 1,
        replaces=paper_number(quote.number, quote.revision - 1) if quote.revision and quote.revision > 1 else "",
        is_draft=quote.state in UNRELEASED,
        approval=_released_by(desk, quote),
        language=language,
        look=_one_of(LookName, next(filter(None, looks), ""), "modern"),
        page_size=_one_of(PageSize, next(filter(None, sizes), ""), "A4"),
        subject=quote.subject,
        issued=quote.issue_day or desk.today(),
        valid_until=quote.valid_until,
        customer_reference=quote.customer_reference,
        our_reference=deal.name if deal and deal.name != quote.subject else "",
        salesperson=Person(name=owner.name, role=owner.job_title, phone=owner.phone, email=owner.email)
        if owner
        else Person(),
        discount_percent=ZERO if quote.discount_amount else quote.discount or ZERO,
        terms=Terms(
            payment=quote.payment_terms,
            instalments=payment_plan(quote, priced.total, quote.issue_day or desk.today()),
            delivery=quote.delivery_terms,
            remark=quote.remarks,
        ),
    )


def _released_by(desk: Desk, quote: Quote) -> str:
    """Say who released a quote and when, by the clock of the organisation."""
    names = []
    for one in reversed(granted(desk, quote)):
        who = desk.replica.get(User, one.answered_by)
        if who is not None and one.answered_at is not None:
            names.append(f"{who.name}, {one.answered_at.astimezone(desk.zone):%Y-%m-%d %H:%M}")
    return "; ".join(names)


def _one_of(known: Any, value: str, usual: str) -> Any:
    """Take a kept value where this version knows it: a newer one may have kept another."""
    return value if value in get_args(known) else usual


def paper_of(desk: Desk, quote: Quote) -> bytes:
    """Give the PDF of a quote: the kept bytes of an issued one, a fresh page with its mark for a draft.

    Raises UserError where a text holds a character that no font of the paper has, and where the bytes of an issued one
    are not on this laptop: they are asked for, and come with the next sync.
    """
    if quote.paper and (file := desk.replica.get(File, quote.paper)):
        kept = desk.replica.files.read(file.sha256)
        if kept is None:
            desk.replica.files.want([file.sha256])
            raise UserError(PAPER_AWAY)
        return kept
    sheet = sheet_of(desk, quote)
    return render(sheet, b"" if sheet.is_draft else quote_xml(sheet))


def xml_of(desk: Desk, quote: Quote) -> bytes:
    """Give a quote as XML: as it lies within its paper, or made anew where that has none, as of one that was imported.

    Raises RefusedError where the quote was not issued: nothing in it is promised yet.
    """
    check_issued(quote)
    return enclosed(paper_of(desk, quote), NAME) or quote_xml(sheet_of(desk, quote))


def letterhead_of(desk: Desk, *, chinese: bool) -> Letterhead:
    """Say who writes a paper, in the language of it."""
    company = desk.organisation
    return Letterhead(
        name=(company.name_zh if chinese else "") or company.name,
        tagline=company.name if chinese and company.name_zh else company.name_zh,
        address=tuple(company.address.splitlines()),
        phone=company.phone,
        email=company.email,
        website=company.website,
        tax_number=company.tax_number,
        bank=tuple(company.bank.splitlines()),
    )


def _party(account: Account | None, contact: Contact | None) -> Party:
    if account is None:
        return Party(name=contact.name if contact else "", person=_person(contact))
    return Party(
        name=account.name, address=postal_lines(account), tax_number=account.tax_number, person=_person(contact)
    )


def _person(contact: Contact | None) -> Person:
    if contact is None:
        return Person()
    return Person(
        name=contact.name,
        role=contact.job_title,
        phone=contact.phones[0].value if contact.phones else "",
        email=contact.emails[0].value if contact.emails else "",
    )


def _sheet_lines(lines: list[QuoteLine], priced: PricedQuote, pictures: Mapping[str, bytes]) -> tuple[SheetLine, ...]:
    """Lay lines out in order; a section heading names the section of the lines after it."""
    nets = iter(priced.lines)
    section, section_id, found = "", "", []
    for line in sorted(lines, key=lambda one: (one.position or 0, one.id)):
        if line.kind == "section":
            section, section_id = line.description, line.id
            continue
        if line.kind == "note":
            found.append(SheetLine(description=line.description, kind="note", section=section, section_id=section_id))
            continue
        title, _, details = line.description.partition("\n")
        found.append(
            SheetLine(
                description=title, details=details, code=line.sku, quantity=line.quantity or ZERO, unit=line.unit,
                unit_price=line.unit_price or ZERO, discount_percent=line.discount or ZERO,
                discount_amount=line.discount_amount or ZERO, tax_rate=line.tax_percent or ZERO,
                more_taxes=tuple(tax.rate for tax in taxes_of(raw_of(line).get("more_taxes"))),
                net=next(nets).net, delivery=line.delivery_time, kind=PRICED[line.kind], section=section,
                section_id=section_id, picture=pictures.get(line.product, b""),
            )
        )  # fmt: skip
    return tuple(found)
