"""The words that stand on every paper, in the customer's language, and how it writes numbers and days.

They belong to the paper, not to the window: a seller who works in Chinese prints English papers, so nothing here is
translated with the interface.
"""

import re
from datetime import date
from decimal import Decimal

from crm_desktop.core.money import exponent
from crm_desktop.documents.sheet import Language, PaperKind, Stationery

_PHRASES: dict[str, tuple[str, str]] = {
    "quotation": ("Quotation", "报价单"),
    "pro_forma": ("Pro forma invoice", "形式发票"),
    "order_confirmation": ("Order confirmation", "订单确认书"),
    "draft": ("DRAFT", "草稿"),
    "replaces": ("Replaces", "替代"),
    "issued": ("Date", "日期"),
    "valid_until": ("Valid until", "有效期至"),
    "customer_reference": ("Your reference", "贵方编号"),
    "our_reference": ("Our reference", "我方编号"),
    "project": ("Project", "项目"),
    "customer": ("Prepared for", "客户"),
    "ordered_by": ("Customer", "客户"),
    "invoice_to": ("Invoice to", "发票地址"),
    "deliver_to": ("Deliver to", "收货地址"),
    "salesperson": ("Your contact", "联系人"),
    "tax_number": ("Tax no.", "税号"),
    "attention": ("Attn.", "收件人"),
    "position": ("No.", "序号"),
    "item": ("Item", "名称"),
    "quantity": ("Quantity", "数量"),
    "code": ("Code", "货号"),
    "unit": ("Unit", "单位"),
    "number": ("Number", "编号"),
    "unit_price": ("Unit price", "单价"),
    "unit_price_with_tax": ("Price incl. tax", "含税单价"),
    "line_discount": ("Disc.", "折扣"),
    "tax_rate": ("Tax", "税率"),
    "amount": ("Amount", "金额"),
    "delivery_time": ("Delivery", "交期"),
    "optional": ("Optional", "可选"),
    "alternative": ("Alternative", "备选"),
    "not_counted": ("not included in the total", "不计入总价"),
    "no_lines": ("No items", "无明细"),
    "carried": ("Carried forward", "过次页"),
    "brought": ("Brought forward", "承前页"),
    "section_sum": ("Subtotal", "小计"),
    "sum": ("Sum of items", "明细合计"),
    "sum_with_tax": ("Sum of items incl. tax", "含税明细合计"),
    "discount": ("Discount", "折扣"),
    "freight": ("Freight", "运费"),
    "base_total": ("Total before tax", "不含税合计"),
    "tax": ("Tax", "税额"),
    "tax_within": ("Tax included", "其中税额"),
    "rounding": ("Rounding", "尾数调整"),
    "total": ("Total", "总计"),
    "tax_kind": ("Tax", "税种"),
    "tax_base": ("Taxable", "计税金额"),
    "in_words": ("In words", "大写"),
    "terms": ("Terms", "条款"),
    "payment": ("Payment", "付款方式"),
    "instalments": ("Payment plan", "付款计划"),
    "due": ("Due", "到期日"),
    "balance": ("Balance", "余款"),
    "delivery": ("Delivery", "交货条件"),
    "delivery_date": ("Delivery date", "交货日期"),
    "warranty": ("Warranty", "质保"),
    "remark": ("Remark", "备注"),
    "general": ("General terms", "一般条款"),
    "approval": ("Approved by", "批准人"),
    "accept": ("Accepted for", "客户确认"),
    "offer": ("For", "供方"),
    "signature": ("signature and stamp", "签字盖章"),
    "sign_name": ("Name", "姓名"),
    "sign_date": ("Date", "日期"),
    "bank": ("Bank", "开户行"),
}
_MONTHS_IN_A_ROW = "January February March April May June July August September October November December"
_MONTHS = _MONTHS_IN_A_ROW.split()
MINUS = "−"


def say(key: str, language: Language) -> str:
    """Give one phrase; on a bilingual paper English and Chinese side by side."""
    return " ".join(part for part in both(key, language) if part)


def both(key: str, language: Language) -> tuple[str, str]:
    """Give a phrase as (first, second); the second is empty but on a bilingual paper."""
    english, chinese = _PHRASES[key]
    return {"en": (english, ""), "zh_CN": (chinese, ""), "bilingual": (english, chinese)}[language]


def titles(kind: PaperKind, own: Stationery, language: Language) -> tuple[str, str]:
    """Give the title of a paper as `both` does, in a template's words where it has some."""
    named = next(((english, chinese) for one, english, chinese in own.titles if one == kind), ("", ""))
    english, chinese = (mine or usual for mine, usual in zip(named, _PHRASES[kind], strict=True))
    return {"en": (english, ""), "zh_CN": (chinese, ""), "bilingual": (english, chinese)}[language]


def thanks(reference: str, day: date | None, language: Language) -> str:
    """Give the sentence by which an order is confirmed, one below the other on a bilingual paper."""
    number = f" {reference}" if reference else ""
    english_day = f" of {written_day(day, language)}" if day else ""
    english = f"Thank you for your order{number}{english_day}. We confirm it as follows."
    chinese_day = written_day(day, "zh_CN") if day else ""
    chinese = f"感谢贵方{chinese_day}的订单{number}，现确认如下。" if day else f"感谢贵方的订单{number}，现确认如下。"
    return {"en": english, "zh_CN": chinese, "bilingual": f"{english}\n{chinese}"}[language]


def page_of(page: int, pages: int, language: Language) -> str:
    """Give "Page 1 / 3" in the paper's language."""
    return {
        "en": f"Page {page} / {pages}",
        "zh_CN": f"第 {page} / {pages} 页",
        "bilingual": f"Page {page} / {pages} 页",
    }[language]


def colon(language: Language) -> str:
    """Give what stands between a label and its value in running text."""
    return "：" if language == "zh_CN" else ": "


def written_day(day: date, language: Language) -> str:
    """Write a day: 22 November 2026, 2026年11月22日, or 2026-11-22 where both languages read it."""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh_CN" else day.isoformat()


def written_amount(amount: Decimal) -> str:
    """Write an amount with thousands apart: 30,714.77."""
    return f"{amount:,f}".replace("-", MINUS)


def written_price(price: Decimal, currency: str) -> str:
    """Write a unit price with all its decimals, at least those of its currency: 3.335, 64.20."""
    exact = _plain(price)
    places = max(exponent(currency), -int(exact.as_tuple().exponent))
    return f"{exact:,.{places}f}".replace("-", MINUS)


def written_quantity(quantity: Decimal) -> str:
    """Write a quantity with the decimals it has: 2.25, 1,000."""
    return f"{_plain(quantity):,f}".replace("-", MINUS)


def written_percent(percent: Decimal) -> str:
    """Write a percentage: 13%, 9.75%."""
    return f"{_plain(percent):f}%".replace("-", MINUS)


def _plain(value: Decimal) -> Decimal:
    """Drop trailing zeros without turning 100 into 1E+2."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


_UNITS = {
    "pc": "件", "pcs": "件", "piece": "件", "set": "套", "unit": "台", "pair": "副", "box": "箱", "m": "米", "kg": "千克", "t": "吨",
    "l": "升", "h": "小时", "hour": "小时", "day": "天", "month": "月", "year": "年", "visit": "次",
}  # fmt: skip


_SPAN = re.compile(r"(\d+(?:\s*[-–]\s*\d+)?)\s*(day|week|month)s?", re.IGNORECASE)
_SPANS = {"day": "天", "week": "周", "month": "个月"}
_BY_APPOINTMENT = {"by appointment": "另行约定", "in stock": "现货", "ex stock": "现货"}


def written_delivery(text: str, language: Language) -> str:
    """Write a delivery time as the reader says it: 2-4 weeks, 2-4周; other words stay as they were typed."""
    if language == "en":
        return text
    plain = text.strip()
    span = _SPAN.fullmatch(plain)
    chinese = f"{span[1]}{_SPANS[span[2].lower()]}" if span else _BY_APPOINTMENT.get(plain.lower(), "")
    if not chinese:
        return text
    return chinese if language == "zh_CN" else f"{text} {chinese}"


def written_unit(unit: str, language: Language) -> str:
    """Write a unit as the reader says it; one that is not in the list of common ones stays as it was typed."""
    chinese = _UNITS.get(unit.strip().lower(), "")
    if not chinese or language == "en":
        return unit
    return chinese if language == "zh_CN" else f"{unit} {chinese}"
