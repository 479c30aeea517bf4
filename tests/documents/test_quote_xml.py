"""A quote as XML is a UBL 2.1 quotation with the amounts of its paper, and lies within it."""

import subprocess
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec import structs

from crm_desktop.core.errors import UserError
from crm_desktop.core.pricing import LineInput, QuoteInput, Tax, price_quote
from crm_desktop.documents.enclosure import enclosed
from crm_desktop.documents.quote_pdf import render
from crm_desktop.documents.quote_xml import NAME, quote_xml
from crm_desktop.documents.sheet import Instalment, Sheet, SheetLine, Terms
from tests.documents.sheets import CUSTOMER_EN, CUSTOMER_ZH, sheet_of, story_3
from tests.ubl import faults, read, said


def goods(description: str = "Pump", price: str = "10", **more: Any) -> SheetLine:
    return SheetLine(description=description, unit_price=Decimal(price), **{"quantity": Decimal(1), **more})


def full(**more: Any) -> Sheet:
    """Make a sheet that says all that a sheet can say."""
    lines = [
        SheetLine(description="First of all", kind="note"),
        goods(
            details="cast iron\n\nDN 40", code="P-1", unit="台", tax_rate=Decimal(13), delivery="4 weeks", section="S"
        ),
        SheetLine(description="of the pump", kind="note"),
        goods("Spare seal", "5", kind="optional", unit="Karton", discount_percent=Decimal(10), tax_rate=Decimal(13)),
        goods("Other pump", "7", kind="alternative"),
    ]
    terms = Terms(
        payment="30 % with order", delivery="EXW", delivery_date=date(2026, 12, 24), warranty="2 years", remark="R", general="G",
        instalments=(Instalment(label="30 %", amount=Decimal("3.00"), due=date(2026, 12, 1)), Instalment(amount=Decimal("7.00"))),
    )  # fmt: skip
    return sheet_of(
        lines, discount="3", freight="4", customer_reference="RFQ-1", our_reference="Deal", project="Harbour",
        replaces="Q-1", opening="Dear Mr Müller,", subject="Pumps", approval="Mia, 2026-11-22 10:12", invoice_to=CUSTOMER_EN, deliver_to=CUSTOMER_ZH, terms=terms, **more,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh_CN", "bilingual"])
def test_a_quotation_is_as_the_schema_has_it(language: str) -> None:
    assert faults(read(quote_xml(full(language=language)))) == []
    assert faults(read(quote_xml(sheet_of([goods()], language=language, valid_until=None)))) == []


def test_what_the_paper_says_is_in_it() -> None:
    root = read(quote_xml(full()))
    assert said(root, "Note")[:3] == ["Pumps", "Dear Mr Müller,", "First of all"]
    assert said(root, "Note")[-3:] == ["R", "G", "Approved by: Mia, 2026-11-22 10:12"]
    assert said(root, "TransactionConditions/Description") == [
        "30 % with order", "30 %: CNY 3.00, Due 2026-12-01", "Balance: CNY 7.00", "2 years",
    ]  # fmt: skip
    assert said(root, "QuotationLine[1]/Note") == ["of the pump"]
    assert said(root, "QuotationLine[1]/LineItem/Item/Description") == ["cast iron", "DN 40"]
    assert said(root, "QuotationLine[1]/LineItem/Item/AdditionalItemProperty/Value") == ["S", "台"]
    assert said(root, "BuyerCustomerParty/Party/PartyName/Name") == [CUSTOMER_EN.name]
    assert said(root, "BuyerCustomerParty/BuyerContact/Name") == ["Jürgen Müller"]
    units = [one.get("unitCode") for one in root.findall("QuotationLine/Quantity")]
    assert units == ["C62", "ZZ", "C62"]


def test_story_3_has_the_same_amounts_as_its_paper() -> None:
    root = read(quote_xml(story_3()))
    assert said(root, "QuotationLine/LineExtensionAmount") == ["144.50", "13800.00", "14400.00", "283.47"]
    assert said(root, "AllowanceCharge/Amount") == ["284.56", "288.00"]
    assert said(root, "TaxTotal/TaxSubtotal/TaxableAmount") == ["13943.41", "14112.00"]
    assert said(root, "TaxTotal/TaxSubtotal/TaxAmount") == ["1812.64", "846.72"]
    assert said(root, "TaxTotal/TaxAmount") == ["2659.36"]
    assert said(root, "QuotedMonetaryTotal/PayableAmount") == ["30714.77"]
    assert said(root, "QuotationLine[4]/LineItem/Price/PriceAmount") == ["3.335"]
    assert said(root, "QuotationLine[4]/LineItem/AllowanceCharge/Amount") == ["50.03"]
    assert said(root, "QuotationLine[4]/LineItem/AllowanceCharge/MultiplierFactorNumeric") == ["0.15"]


def test_lines_add_up_for_who_knows_nothing_of_optional_ones() -> None:
    sheet = full()
    root = read(quote_xml(sheet))
    nets = said(root, "QuotationLine/LineExtensionAmount")
    assert (nets, said(root, "QuotedMonetaryTotal/LineExtensionAmount")) == (["10.00", "0.00", "0.00"], ["10.00"])
    assert sum(map(Decimal, said(root, "QuotationLine/LineItem/LineExtensionAmount"))) == sheet.priced.net
    assert said(root, "QuotationLine/AlternativeLineItem/LineExtensionAmount") == ["4.50", "7.00"]
    assert "not included in the total" in said(root, "QuotationLine[2]/Note")[0]


def test_taxes_on_one_line_share_one_allowance_and_prices_with_tax_say_so() -> None:
    taxes = (Tax("GST", Decimal(5)), Tax("PST", Decimal(8), on_tax=True))
    line = LineInput(quantity=Decimal(1), unit_price=Decimal("100.40"), more_taxes=taxes)
    said_so = QuoteInput(
        currency="CNY", lines=(line,), discount_percent=Decimal(10), prices_with_tax=True, total_step=Decimal(1)
    )
    priced = price_quote(said_so)
    found = sheet_of([goods(price="100.40", more_taxes=(Decimal(5), Decimal(8)))])
    root = read(quote_xml(structs.replace(found, priced=priced, discount_percent=Decimal(10))))
    assert faults(root) == []
    assert said(root, "AllowanceCharge/Amount") == ["10.04"]
    assert said(root, "TaxTotal/TaxIncludedIndicator") == ["true"]
    assert said(root, "TaxTotal/TaxSubtotal/CalculationSequenceNumeric") == ["1", "2"]
    assert said(root, "QuotationLine/LineItem/Item/ClassifiedTaxCategory/Name") == ["GST", "PST"]
    sums = [
        Decimal(said(root, f"QuotedMonetaryTotal/{name}")[0])
        for name in ("TaxInclusiveAmount", "PayableRoundingAmount")
    ]
    assert (sum(sums), sums[1]) == (priced.total, priced.rounding)


def test_markup_stays_text_and_what_xml_cannot_hold_is_left_out() -> None:
    text = "<b>&amp; ]]> \x00\x0b\x1b\ufeff <!-- 泵 𠀀"
    root = read(quote_xml(sheet_of([goods(text, code="<P>", details="a\r\nb\x85")])))
    assert said(root, "QuotationLine/LineItem/Item/Name") == ["<b>&amp; ]]>  <!-- 泵 𠀀"]
    assert said(root, "QuotationLine/LineItem/Item/SellersItemIdentification/ID") == ["<P>"]
    assert said(root, "QuotationLine/LineItem/Item/Description") == ["a", "b"]


def test_a_quote_without_items_is_refused_with_what_to_do() -> None:
    with pytest.raises(UserError, match="Add the first product"):
        quote_xml(sheet_of([SheetLine(description="Words", kind="note")]))


def test_the_same_data_give_the_same_bytes_and_lie_within_the_paper() -> None:
    xml = quote_xml(story_3())
    pdf = render(story_3(), xml)
    assert quote_xml(story_3()) == xml
    assert render(story_3(), xml) == pdf
    assert enclosed(pdf, NAME) == xml
    assert enclosed(render(story_3()), NAME) is None
    assert enclosed(pdf, "other.xml") is None


def test_other_programs_find_the_xml_within_the_paper(tmp_path: Any) -> None:
    path = tmp_path / "quote.pdf"
    path.write_bytes(render(story_3(), quote_xml(story_3())))
    listed = subprocess.run(["pdfdetach", "-list", path], capture_output=True, text=True, check=True)
    assert listed.stdout.split() == ["1", "embedded", "files", "1:", NAME]
    assert listed.stderr == ""
