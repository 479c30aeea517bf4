"""A quote as XML for the customer's programs: UBL 2.1 Quotation, amount by amount what its paper prints.

Elements and their order: OASIS Universal Business Language 2.1, UBL-Quotation-2.1.xsd; units: UN/ECE Recommendation 20.
Where the standard leaves a choice:
- A line outside the total is quoted with quantity and amount 0, so that the lines add up for every reader; what it would
  cost is its alternative line item.
- The discount on the whole is one allowance for each tax where every line bears one tax, else one for all.
- Where prices hold their taxes, so do line amounts, allowances and charges, and the tax total says that it is included.
- Instalments are sentences of the conditions: a quotation has no element for them.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from msgspec import structs

from crm_desktop.core.errors import UserError
from crm_desktop.core.pricing import PricedLine, TaxGroup
from crm_desktop.core.words_to_translate import QT_TRANSLATE_NOOP
from crm_desktop.documents.phrases import colon, say
from crm_desktop.documents.sheet import Instalment, Letterhead, Party, Person, Sheet, SheetLine
from crm_desktop.documents.typesetting import clean

NAME = "quotation.xml"
"""What the file is called within a paper."""
SPACE = "urn:oasis:names:specification:ubl:schema:xsd:"
NO_ITEMS = QT_TRANSLATE_NOOP("core", "This quote has no items, and XML is made of items. Add the first product.")

_UNITS = {
    "C62": "pc pcs piece pieces unit units 台 个 件 只 支 根 块 片",
    "SET": "set sets 套 组",
    "PR": "pair pairs 对 双",
    "KGM": "kg 千克 公斤",
    "GRM": "g 克",
    "TNE": "t 吨",
    "MTR": "m 米",
    "MTK": "m² m2 ㎡ 平方米",
    "MTQ": "m³ m3 立方米",
    "LTR": "l 升",
    "HUR": "h hour hours 小时",
    "DAY": "day days 天 日",
    "MON": "month months 月",
    "ANN": "year years 年",
}
_CODES = {word: code for code, words in _UNITS.items() for word in words.split()}
_AGREED = "ZZ"  # mutually defined: the unit stands in words beside it


def quote_xml(sheet: Sheet) -> bytes:
    """Write a sheet as XML: the same data, the same bytes. Raises UserError where it has no items."""
    root = Element("Quotation", {"xmlns": f"{SPACE}Quotation-2"})
    for prefix, kind in (("cac", "CommonAggregateComponents-2"), ("cbc", "CommonBasicComponents-2")):
        root.set(f"xmlns:{prefix}", f"{SPACE}{kind}")
    root.extend([one for one in _document(sheet) if one is not None])
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _document(sheet: Sheet) -> Iterator[Element | None]:
    lines = list(_lines(sheet))
    if not lines:
        raise UserError(NO_ITEMS)
    yield _said("UBLVersionID", "2.1")
    yield _said("ID", sheet.reference)
    yield _said("IssueDate", sheet.issued.isoformat() if sheet.issued else "")
    yield from (_said("Note", text) for text in _notes(sheet))
    yield _said("PricingCurrencyCode", sheet.priced.currency)
    yield _said("LineCountNumeric", str(len(lines)))
    if sheet.valid_until:
        yield _part("ValidityPeriod", _said("EndDate", sheet.valid_until.isoformat()))
    yield _part("RequestForQuotationDocumentReference", _said("ID", sheet.customer_reference))
    for kind, text in (
        ("replaces", sheet.replaces),
        ("our_reference", sheet.our_reference),
        ("project", sheet.project),
    ):
        if text:
            named = _said("DocumentType", say(kind, sheet.language))
            yield _part("AdditionalDocumentReference", _said("ID", text), named)
    yield _part("SellerSupplierParty", _seller(sheet.letterhead, sheet), _contact("SellerContact", sheet.salesperson))
    yield _part("BuyerCustomerParty", _buyer(sheet.customer, sheet), _contact("BuyerContact", sheet.customer.person))
    yield from _conditions(sheet)
    yield from _allowances(sheet)
    yield _tax_total(sheet)
    yield _monetary_total(sheet)
    yield from lines


def _notes(sheet: Sheet) -> Iterator[str]:
    """Give what the paper says in words alone; notes above the first item belong to the whole."""
    yield from (sheet.subject, sheet.opening)
    for line in sheet.lines:
        if line.kind != "note":
            break
        yield line.description
    mark = colon(sheet.language)
    if sheet.invoice_to:
        where = ", ".join((sheet.invoice_to.name, *sheet.invoice_to.address))
        yield f"{say('invoice_to', sheet.language)}{mark}{where}"
    if sheet.priced.prices_with_tax:
        yield say("unit_price_with_tax", sheet.language)
    yield from (sheet.terms.remark, sheet.terms.general)
    if sheet.approval:
        yield f"{say('approval', sheet.language)}{mark}{sheet.approval}"


# Who offers, and to whom.


def _seller(head: Letterhead, sheet: Sheet) -> Element | None:
    account = _part("FinancialAccount", *(_said("PaymentNote", text) for text in head.bank))
    site, tax = _said("WebsiteURI", head.website), _tax_number(head.tax_number, sheet)
    return _part("Party", site, *_named(head.name, head.address), tax, _reach("", head.phone, head.email), account)


def _buyer(party: Party, sheet: Sheet) -> Element | None:
    return _part("Party", *_named(party.name, party.address), _tax_number(party.tax_number, sheet))


def _named(name: str, address: tuple[str, ...]) -> tuple[Element | None, Element | None]:
    return _part("PartyName", _said("Name", name)), _address("PostalAddress", address)


def _address(name: str, address: tuple[str, ...]) -> Element | None:
    return _part(name, *(_part("AddressLine", _said("Line", line)) for line in address))


def _tax_number(number: str, sheet: Sheet) -> Element | None:
    scheme = _part("TaxScheme", _said("Name", say("tax_kind", sheet.language)))
    return _part("PartyTaxScheme", _said("CompanyID", number), scheme) if number else None


def _contact(name: str, person: Person) -> Element | None:
    return _reach(person.name, person.phone, person.email, name)


def _reach(name: str, phone: str, email: str, kind: str = "Contact") -> Element | None:
    return _part(kind, _said("Name", name), _said("Telephone", phone), _said("ElectronicMail", email))


# The conditions.


def _conditions(sheet: Sheet) -> Iterator[Element | None]:
    terms = sheet.terms
    until = _said("EndDate", terms.delivery_date.isoformat()) if terms.delivery_date else None
    there = (
        _address("DeliveryAddress", (sheet.deliver_to.name, *sheet.deliver_to.address)) if sheet.deliver_to else None
    )
    yield _part("Delivery", there, _part("PromisedDeliveryPeriod", until))
    yield _part("DeliveryTerms", _said("SpecialTerms", terms.delivery))
    told = (terms.payment, *(_instalment(one, sheet) for one in terms.instalments), terms.warranty)
    yield _part("TransactionConditions", *(_said("Description", text) for text in told))


def _instalment(one: Instalment, sheet: Sheet) -> str:
    language = sheet.language
    due = f", {say('due', language)} {one.due.isoformat()}" if one.due else ""
    label = one.label or say("balance", language)
    return f"{label}{colon(language)}{sheet.priced.currency} {one.amount:f}{due}"


# The amounts.


def _allowances(sheet: Sheet) -> Iterator[Element | None]:
    """Give discount and freight of the whole, each with the taxes it bears."""
    priced, share = sheet.priced, _share(sheet.discount_percent)
    if priced.discount and _is_one_tax_each(sheet):
        for group in priced.groups:
            if group.discount:
                yield _allowance(sheet, "discount", (group.discount, group.net), share, [group])
    elif priced.discount:
        yield _allowance(sheet, "discount", (priced.discount, priced.net), share, [])
    if priced.freight:
        borne = [group for group in priced.groups if group.freight]
        yield _allowance(sheet, "freight", (priced.freight, None), "", borne)


def _is_one_tax_each(sheet: Sheet) -> bool:
    """Tell whether the groups of the taxes divide the lines among them: then their discounts add up."""
    priced = sheet.priced
    sums = [sum(getattr(group, name) for group in priced.groups) for name in ("net", "discount")]
    return sums == [priced.net, priced.discount]


def _allowance(
    sheet: Sheet, why: str, amounts: tuple[Decimal, Decimal | None], share: str, groups: list[TaxGroup]
) -> Element | None:
    """Give one allowance, or the charge of freight. amounts: of it, and what it is taken from."""
    amount, of = amounts
    return _part(
        "AllowanceCharge", _said("ChargeIndicator", "true" if why == "freight" else "false"),
        _said("AllowanceChargeReason", say(why, sheet.language)),
        _said("MultiplierFactorNumeric", share), _amount("Amount", amount, sheet),
        None if of is None else _amount("BaseAmount", of, sheet), *(_category("TaxCategory", one.label, one.rate, sheet) for one in groups),
    )  # fmt: skip


def _tax_total(sheet: Sheet) -> Element | None:
    priced = sheet.priced
    return _part(
        "TaxTotal", _amount("TaxAmount", priced.tax, sheet),
        _said("TaxIncludedIndicator", "true" if priced.prices_with_tax else "false"),
        *(
            _part(
                "TaxSubtotal", _amount("TaxableAmount", one.base, sheet), _amount("TaxAmount", one.tax, sheet),
                _said("CalculationSequenceNumeric", "2" if one.on_tax else "1"), _said("Percent", _plain(one.rate)),
                _category("TaxCategory", one.label, one.rate, sheet),
            )
            for one in priced.groups
        ),
    )  # fmt: skip


def _category(name: str, label: str, rate: Decimal, sheet: Sheet) -> Element | None:
    scheme = _part("TaxScheme", _said("Name", label or say("tax_kind", sheet.language)))
    return _part(name, _said("Name", label), _said("Percent", _plain(rate)), scheme)


def _monetary_total(sheet: Sheet) -> Element | None:
    priced = sheet.priced
    return _part(
        "QuotedMonetaryTotal", _amount("LineExtensionAmount", priced.net, sheet),
        _amount("TaxExclusiveAmount", priced.base, sheet), _amount("TaxInclusiveAmount", priced.base + priced.tax, sheet),
        _amount("AllowanceTotalAmount", priced.discount, sheet) if priced.discount else None,
        _amount("ChargeTotalAmount", priced.freight, sheet) if priced.freight else None,
        _amount("PayableRoundingAmount", priced.rounding, sheet) if priced.rounding else None,
        _amount("PayableAmount", priced.total, sheet),
    )  # fmt: skip


# The lines.


def _lines(sheet: Sheet) -> Iterator[Element]:
    """Give the items in the order and under the numbers of the paper; a note goes to the item above it."""
    priced = iter(sheet.priced.lines)
    starts = [at for at, line in enumerate(sheet.lines) if line.kind != "note"]
    for number, (at, following) in enumerate(pairwise([*starts, len(sheet.lines)]), 1):
        notes = [note.description for note in sheet.lines[at + 1 : following]]
        line = _line(sheet, str(number), sheet.lines[at], next(priced), notes)
        if line is not None:
            yield line


def _line(sheet: Sheet, number: str, line: SheetLine, priced: PricedLine, notes: list[str]) -> Element | None:
    offered = _line_item("LineItem" if priced.is_counted else "AlternativeLineItem", sheet, number, line, priced)
    parts, quantity, net = [offered], line.quantity, priced.net
    if not priced.is_counted:
        notes = [f"{say(line.kind, sheet.language)}{colon(sheet.language)}{say('not_counted', sheet.language)}", *notes]
        quantity, net = Decimal(0), priced.net - priced.net
        nothing = PricedLine(gross=net, discount=net, net=net, is_counted=False)
        parts.insert(0, _line_item("LineItem", sheet, number, structs.replace(line, quantity=quantity), nothing))
    return _part(
        "QuotationLine", _said("ID", number), *(_said("Note", text) for text in notes), _quantity(quantity, line.unit),
        _amount("LineExtensionAmount", net, sheet), *parts,
    )  # fmt: skip


def _line_item(name: str, sheet: Sheet, number: str, line: SheetLine, priced: PricedLine) -> Element | None:
    """Give one item with its price."""
    share = "" if line.discount_amount else _share(line.discount_percent)
    taken = _allowance(sheet, "discount", (priced.discount, priced.gross), share, []) if priced.discount else None
    return _part(
        name, _said("ID", number), _quantity(line.quantity, line.unit),
        _amount("LineExtensionAmount", priced.net, sheet), _part("DeliveryTerms", _said("SpecialTerms", line.delivery)), taken,
        _part("Price", _amount("PriceAmount", line.unit_price, sheet), _quantity(Decimal(1), line.unit, "BaseQuantity")),
        _item(sheet, line),
    )  # fmt: skip


def _item(sheet: Sheet, line: SheetLine) -> Element | None:
    taxes = [*((line.tax_rate,) if line.tax_rate or not line.more_taxes else ()), *line.more_taxes]
    told = (("Section", line.section), ("Unit", line.unit))
    return _part(
        "Item", *(_said("Description", text) for text in line.details.split("\n")), _said("Name", line.description or line.code or "–"),
        _part("SellersItemIdentification", _said("ID", line.code)),
        *(_category("ClassifiedTaxCategory", _label(sheet, rate), rate, sheet) for rate in taxes),
        *(_part("AdditionalItemProperty", _said("Name", name), _said("Value", text)) for name, text in told if text),
    )  # fmt: skip


def _label(sheet: Sheet, rate: Decimal) -> str:
    """Name the tax of a rate where only one has it."""
    labels = {group.label for group in sheet.priced.groups if group.rate == rate}
    return labels.pop() if len(labels) == 1 else ""


# How values are written.


def _said(name: str, text: str, **marks: str) -> Element | None:
    """Make an element of text, None without any: the standard has no empty elements."""
    cleaned = clean(text).strip()
    if not cleaned:
        return None
    made = Element(f"cbc:{name}", marks)
    made.text = cleaned
    return made


def _part(name: str, *parts: Element | None) -> Element | None:
    """Make an element of elements, None where none of them is there."""
    made = Element(f"cac:{name}")
    made.extend([one for one in parts if one is not None])
    return made if len(made) else None


def _amount(name: str, amount: Decimal, sheet: Sheet) -> Element | None:
    return _said(name, f"{amount:f}", currencyID=sheet.priced.currency)


def _quantity(quantity: Decimal, unit: str, name: str = "Quantity") -> Element | None:
    return _said(name, _plain(quantity), unitCode=_CODES.get(unit.strip().lower(), _AGREED) if unit.strip() else "C62")


def _plain(value: Decimal) -> str:
    """Write an exact decimal without trailing zeros and without an exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _share(percent: Decimal) -> str:
    """Write a percentage as the factor it is: 8 is 0.08; "" for none."""
    return _plain(percent.scaleb(-2)) if percent else ""
