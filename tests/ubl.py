"""A quotation in XML read by the published names of its elements."""

from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

ORDER = {
    "Quotation": "UBLVersionID ID IssueDate Note PricingCurrencyCode LineCountNumeric ValidityPeriod RequestForQuotationDocumentReference AdditionalDocumentReference SellerSupplierParty BuyerCustomerParty Delivery DeliveryTerms TransactionConditions AllowanceCharge TaxTotal QuotedMonetaryTotal QuotationLine",
    "AdditionalDocumentReference": "ID DocumentType",
    "SellerSupplierParty": "Party SellerContact",
    "BuyerCustomerParty": "Party BuyerContact",
    "Party": "WebsiteURI PartyName PostalAddress PartyTaxScheme Contact FinancialAccount",
    "Contact": "Name Telephone ElectronicMail",
    "SellerContact": "Name Telephone ElectronicMail",
    "BuyerContact": "Name Telephone ElectronicMail",
    "PartyTaxScheme": "CompanyID TaxScheme",
    "Delivery": "DeliveryAddress PromisedDeliveryPeriod",
    "AllowanceCharge": "ChargeIndicator AllowanceChargeReason MultiplierFactorNumeric Amount BaseAmount TaxCategory",
    "TaxCategory": "Name Percent TaxScheme",
    "ClassifiedTaxCategory": "Name Percent TaxScheme",
    "TaxTotal": "TaxAmount TaxIncludedIndicator TaxSubtotal",
    "TaxSubtotal": "TaxableAmount TaxAmount CalculationSequenceNumeric Percent TaxCategory",
    "QuotedMonetaryTotal": "LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount AllowanceTotalAmount ChargeTotalAmount PayableRoundingAmount PayableAmount",
    "QuotationLine": "ID Note Quantity LineExtensionAmount LineItem AlternativeLineItem",
    "LineItem": "ID Quantity LineExtensionAmount DeliveryTerms AllowanceCharge Price Item",
    "AlternativeLineItem": "ID Quantity LineExtensionAmount DeliveryTerms AllowanceCharge Price Item",
    "Price": "PriceAmount BaseQuantity",
    "Item": "Description Name SellersItemIdentification ClassifiedTaxCategory AdditionalItemProperty",
    "AdditionalItemProperty": "Name Value",
}
"""The order in which OASIS UBL 2.1 has the children of an element, those that we write; of all others we write one kind."""

NEEDED = {
    "Quotation": "IssueDate SellerSupplierParty QuotedMonetaryTotal QuotationLine",
    "AdditionalDocumentReference": "ID",
    "RequestForQuotationDocumentReference": "ID",
    "PartyName": "Name",
    "PartyTaxScheme": "TaxScheme",
    "AddressLine": "Line",
    "AllowanceCharge": "ChargeIndicator Amount",
    "TaxCategory": "TaxScheme",
    "ClassifiedTaxCategory": "TaxScheme",
    "TaxTotal": "TaxAmount",
    "TaxSubtotal": "TaxAmount TaxCategory",
    "QuotedMonetaryTotal": "PayableAmount",
    "QuotationLine": "LineItem",
    "LineItem": "ID Item",
    "AlternativeLineItem": "ID Item",
    "Price": "PriceAmount",
    "SellersItemIdentification": "ID",
    "AdditionalItemProperty": "Name",
}
"""The children that an element must have."""


def read(xml: bytes) -> Element:
    """Parse a quotation, with the short names of its elements alone."""
    root = ET.fromstring(xml)
    for element in root.iter():
        element.tag = element.tag.partition("}")[2]
    return root


def said(root: Element, path: str) -> list[str]:
    """List the texts at a path."""
    return [element.text or "" for element in root.findall(path)]


def faults(root: Element) -> list[str]:
    """List what the published schema has against a quotation: order, what is missing, empty elements."""
    found = []
    for element in root.iter():
        names = [child.tag for child in element]
        known = ORDER.get(element.tag, "").split() or names[:1]
        if set(names) - set(known) or names != sorted(names, key=known.index):
            found.append(f"{element.tag} has {names}")
        found += [f"{element.tag} needs {name}" for name in NEEDED.get(element.tag, "").split() if name not in names]
        if not names and not (element.text or "").strip():
            found.append(f"{element.tag} is empty")
    return found
