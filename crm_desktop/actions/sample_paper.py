"""A quote that nobody asked for, to look at a template with: an invented customer and lines of every kind."""

from datetime import timedelta
from decimal import Decimal

from crm_desktop.actions.desk import Desk
from crm_desktop.actions.papers import letterhead_of
from crm_desktop.actions.stationery import dressed
from crm_desktop.core.entities import PaperTemplate
from crm_desktop.core.pricing import LineInput, QuoteInput, price_quote
from crm_desktop.documents.line_pictures import sample_picture
from crm_desktop.documents.sheet import Language, LookName, PageSize, Party, Person, Sheet, SheetLine, Terms

_LINES = (
    # section, name, description, code, unit, quantity, price, discount, tax rate, delivery
    (("Pumps", "水泵"), ("End-suction pump DN80", "端吸离心泵 DN80"), ("Cast iron casing, motor of 7.5 kW", "铸铁泵体，7.5 kW 电机"), "LES-DN80", "set", "4", "8650", "5", 13, "4-6 weeks"),
    (("Pumps", "水泵"), ("Shaft seal, silicon carbide", "碳化硅轴封"), ("", ""), "LSK-33", "pc", "12", "420.50", "0", 13, "2 weeks"),
    (("Pumps", "水泵"), ("Base frame, galvanised", "镀锌底座"), ("With anchor bolts and levelling screws", "含地脚螺栓与调平螺钉"), "LBF-2", "pc", "4", "960", "0", 13, "4-6 weeks"),
    (("Service", "服务"), ("Commissioning on site", "现场调试"), ("One engineer, travel included", "一名工程师，含差旅"), "LSV-COM", "day", "3", "3600", "0", 6, "by appointment"),
)  # fmt: skip
_CUSTOMER = {
    "en": Party(name="Example Waterworks Ltd.", address=("12 Harbour Street", "200120 Shanghai"), person=Person(name="Alex Example", role="Purchasing", phone="+86 21 0000 0000")),
    "zh_CN": Party(name="示例水务有限公司", address=("上海市浦东新区示例路 12 号", "200120"), person=Person(name="李示例", role="采购部", phone="021-0000 0000")),
}  # fmt: skip


def sample_sheet(desk: Desk, template: PaperTemplate, language: Language) -> Sheet:
    """Make the sheet of a sample quote as a template prints it; raises UserError as every paper does."""
    priced = price_quote(
        QuoteInput(
            currency=desk.organisation.base_currency,
            lines=tuple(
                LineInput(
                    quantity=Decimal(quantity), unit_price=Decimal(price), discount_percent=Decimal(discount),
                    tax_rate=Decimal(tax), tax_label=f"VAT {tax}%", section=_said(section, "en"),
                )
                for section, _, _, _, _, quantity, price, discount, tax, _ in _LINES
            ),
        )
    )  # fmt: skip
    lines = tuple(
        SheetLine(
            description=_said(name, language), details=_below(name, details, language), code=code, unit=unit,
            quantity=Decimal(quantity), unit_price=Decimal(price), discount_percent=Decimal(discount),
            tax_rate=Decimal(tax), net=line.net, delivery=delivery, section=_said(section, language),
            section_id=_said(section, "en"), picture=sample_picture() if template.with_pictures else b"",
        )
        for (section, name, details, code, unit, quantity, price, discount, tax, delivery), line in zip(
            _LINES, priced.lines, strict=True
        )
    )  # fmt: skip
    day = desk.today()
    user = desk.user
    sheet = Sheet(
        letterhead=letterhead_of(desk, chinese=language == "zh_CN"), customer=_CUSTOMER["zh_CN" if language == "zh_CN" else "en"],
        lines=lines, priced=priced, number=f"{desk.organisation.quote_prefix}-{day.year}-00000", language=language,
        look=_LOOKS.get(template.look, "modern"), page_size=_SIZES.get(template.size, "A4"), issued=day,
        valid_until=day + timedelta(days=30),
        salesperson=Person(name=user.name, role=user.job_title, phone=user.phone, email=user.email),
        terms=Terms(payment={"en": "30 days net", "zh_CN": "30 天内付清", "bilingual": "30 days net 30 天内付清"}[language]),
    )  # fmt: skip
    return dressed(desk, sheet, template)


_LOOKS: dict[str, LookName] = {"modern": "modern", "classic": "classic", "compact": "compact"}
_SIZES: dict[str, PageSize] = {"A4": "A4", "Letter": "Letter"}


def _said(words: tuple[str, str], language: Language) -> str:
    return words[1] if language == "zh_CN" else words[0]


def _below(name: tuple[str, str], details: tuple[str, str], language: Language) -> str:
    """Give what stands under a name: on a paper in both languages the second name first."""
    parts = (name[1], *details) if language == "bilingual" else (_said(details, language),)
    return "\n".join(part for part in parts if part)
