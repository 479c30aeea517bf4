"""The templates of the demo company's papers."""

from crm_desktop.core.changes import Entry
from crm_desktop.core.demo.story import created
from crm_desktop.core.ids import id_from
from crm_desktop.core.schema import Raw

_HOUSE: dict[str, Raw] = {
    "name": "Lanting house style",
    "look": "modern",
    "accent": "#1F6F54",
    "shade": "#EEF5F1",
    "title": "Offer",
    "title_zh": "报价书",
    "opening": "Thank you for your enquiry. We are pleased to offer the following.",
    "opening_zh": "感谢您的询价，现报价如下：",
    "general": "Prices hold for the quantities named. Goods remain our property until they are paid for in full.\nWarranty: 18 months from delivery, or 12 months from commissioning, whichever ends first.",
    "general_zh": "以上价格仅适用于所列数量。货款付清前，货物所有权归我方。\n质保期：自交货之日起 18 个月，或自调试之日起 12 个月，以先到者为准。",
    "footer": "Certified to ISO 9001 and ISO 14001",
    "footer_zh": "通过 ISO 9001、ISO 14001 认证",
    "with_check_code": True,
}
_SERVICE: dict[str, Raw] = {
    "name": "Service and spare parts",
    "look": "compact",
    "accent": "#8A3B12",
    "title": "Service offer",
    "title_zh": "服务报价单",
    "header": "Service line, day and night: +86 21 0000 8811",
    "header_zh": "全天候服务热线：021-0000 8811",
    "without_delivery": True,
}


def templates() -> tuple[Entry, ...]:
    """Describe two templates; the organisation prints by none of them until somebody chooses one."""
    return tuple(
        created("paper_template", id_from("demo", "paper_template", str(raw["name"])), raw)
        for raw in (_HOUSE, _SERVICE)
    )
