"""What a product is called, and how it is described, in the language of a reader."""

from crm_desktop.core.entities import Product
from crm_desktop.core.schema import Item

BOTH, CHINESE = "bilingual", "zh_CN"


def name_in(product: Product, language: str) -> str:
    """Name a product in a language, else as it is called at home; in both, the Chinese name stands below the English."""
    return _said(product.name, product.name_zh, product.names, language)


def description_in(product: Product, language: str) -> str:
    """Describe a product in a language, else as it is described at home; in both, the Chinese text stands below."""
    return _said(product.description, product.description_zh, product.descriptions, language)


def _said(english: str, chinese: str, further: tuple[Item, ...], language: str) -> str:
    if language == BOTH:
        return "\n".join(dict.fromkeys(text for text in (english, chinese) if text))
    if language == CHINESE:
        return chinese or english
    code = language.lower().replace("_", "-")
    whole = {item.label.strip().lower().replace("_", "-"): item.value for item in further}
    return whole.get(code) or whole.get(code.partition("-")[0]) or english or chinese
