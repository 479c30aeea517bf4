"""Builders of sheets for the tests of papers."""

from datetime import date
from decimal import Decimal
from typing import Any

from crm_desktop.core.pricing import LineInput, QuoteInput, price_quote
from crm_desktop.documents.sheet import Letterhead, Party, Person, Sheet, SheetLine, Terms

SELLER_EN = Letterhead(
    name="Harbour & Lane Pumps Ltd.",
    tagline="Industrial pumps and service since 1987",
    address=("18 Quayside Road, Suite 402", "Shanghai 200120, P. R. China"),
    phone="+86 21 5555 0100",
    email="sales@harbourlane.example",
    website="harbourlane.example",
    tax_number="91310115MA1K3XXXXX",
    bank=("Bank of Communications, Pudong Branch", "Account 3100 6614 2018 8000 1234", "SWIFT COMMCNSHXXX"),
)
SELLER_ZH = Letterhead(
    name="上海港巷泵业有限公司",
    tagline="工业泵与服务 · 始于1987年",
    address=("上海市浦东新区滨江大道18号402室", "邮编 200120"),
    phone="021-5555 0100",
    email="sales@harbourlane.example",
    website="harbourlane.example",
    tax_number="91310115MA1K3XXXXX",
    bank=("交通银行上海浦东支行", "账号 3100 6614 2018 8000 1234"),
)
CUSTOMER_EN = Party(
    name="Northwind Cellars GmbH",
    address=("Attn. Purchasing", "Hafenstraße 12", "20457 Hamburg", "Germany"),
    tax_number="DE 129 273 398",
    person=Person(
        name="Jürgen Müller", role="Head of Procurement", phone="+49 40 555 0199", email="j.mueller@nw.example"
    ),
)
CUSTOMER_ZH = Party(
    name="杭州清源水务集团有限公司",
    address=("浙江省杭州市西湖区文三路 90 号", "东部软件园 2 号楼 1503 室", "邮编 310012"),
    tax_number="91330100255712XXXX",
    person=Person(name="王晓梅", role="采购部经理", phone="138 0571 0099", email="wangxm@qingyuan.example"),
)


def sheet_of(
    lines: list[SheetLine], *, discount: str = "0", freight: str = "0", currency: str = "CNY", **more: Any
) -> Sheet:
    """Price lines and put them on an otherwise complete sheet."""
    kinds = {"normal": "normal", "optional": "optional", "alternative": "alternative"}
    priced = price_quote(
        QuoteInput(
            currency=currency,
            discount_percent=Decimal(discount),
            freight=Decimal(freight),
            freight_tax_label="VAT 9%" if Decimal(freight) else "",
            freight_tax_rate=Decimal(9) if Decimal(freight) else Decimal(0),
            lines=tuple(
                LineInput(
                    quantity=line.quantity,
                    unit_price=line.unit_price,
                    discount_percent=line.discount_percent,
                    tax_rate=line.tax_rate,
                    tax_label=f"VAT {line.tax_rate}%",
                    kind=kinds[line.kind],  # type: ignore[arg-type]
                    section=line.section,
                )
                for line in lines
                if line.kind != "note"
            ),
        )
    )
    nets = iter(priced.lines)
    printed = tuple(
        line
        if line.kind == "note"
        else SheetLine(**{**{f: getattr(line, f) for f in line.__struct_fields__}, "net": next(nets).net})
        for line in lines
    )
    is_chinese = more.get("language") == "zh_CN"
    facts: dict[str, Any] = {
        "letterhead": SELLER_ZH if is_chinese else SELLER_EN,
        "customer": CUSTOMER_ZH if more.get("language", "en") != "en" else CUSTOMER_EN,
        "number": "Q-2026-00042",
        "issued": date(2026, 11, 22),
        "valid_until": date(2026, 12, 22),
        "salesperson": Person(
            name="李伟", role="高级销售经理", phone="139 1800 1234", email="li.wei@harbourlane.example"
        )
        if is_chinese
        else Person(
            name="Li Wei", role="Senior Account Manager", phone="+86 139 1800 1234", email="li.wei@harbourlane.example"
        ),
        "terms": Terms(payment="30 % on order, balance 30 days after delivery"),
        "discount_percent": Decimal(discount),
        "lines": printed,
        "priced": priced,
    }
    return Sheet(**{**facts, **more})


def story_3(**more: Any) -> Sheet:
    """The third acceptance story: four lines, two rates, a discount on the whole."""
    rows = [
        ("Sealing cord, EPDM, 8 mm", "2.25", "64.22", "0", "13", "m"),
        ("Circulation pump CP-40, stainless steel", "12", "1250.00", "8", "13", "pcs"),
        ("Commissioning on site, one engineer", "3", "4800.00", "0", "6", "days"),
        ("Hexagon bolt M8 × 40, A4", "100", "3.335", "15", "13", "pcs"),
    ]
    lines = [
        SheetLine(
            description=name,
            quantity=Decimal(quantity),
            unit_price=Decimal(price),
            discount_percent=Decimal(off),
            tax_rate=Decimal(rate),
            unit=unit,
        )
        for name, quantity, price, off, rate, unit in rows
    ]
    return sheet_of(lines, discount="2", **more)


def story_4(count: int = 200, **more: Any) -> Sheet:
    """The fourth acceptance story: many lines in Chinese."""
    lines = [
        SheetLine(
            description=f"工业泵—型号 {i}（不锈钢）",
            quantity=Decimal(i % 10 + 1),
            unit="台",
            unit_price=Decimal(100) + Decimal("1.5") * i,
            discount_percent=Decimal(5 if i % 4 == 0 else 0),
            tax_rate=Decimal(13),
        )
        for i in range(1, count + 1)
    ]
    return sheet_of(lines, **{"language": "zh_CN", **more})
