"""A value of a record as words with colours and links in them."""

from html import escape
from typing import Any

from PySide6.QtCore import QCoreApplication

from crm_desktop.core.schema import Field, Kind
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.places import SHOWN


def rich(context: Context, field: Field, value: Any, words: str, *, is_draft: bool) -> str:
    """Write a value with what can be clicked in it. words: the value as it is read; is_draft: it is still asked for."""
    theme = context.appearance.theme
    if not words:
        text = QCoreApplication.translate("Form", "Required") if is_draft and field.required else "–"
        return f'<span style="color:{theme.edge}">{text}</span>'
    if field.kind is Kind.LABELLED:
        scheme = "mailto" if field.search == "mail" else "tel" if field.search == "phone" else ""
        return "<br>".join(_item(item.label, item.value, scheme, theme) for item in value)
    if field.kind is Kind.LINK and field.target in SHOWN and wording.titles(context).record(field.target, value):
        return _anchor(f"{field.target}:{value}", words, theme.accent)
    if field.kind is Kind.CHOICE or (field.kind is Kind.LINK and field.target == "stage"):
        hue = wording.hue(field, value) if field.choices else wording.stage_hue(context, value)
        return f'<span style="color:{theme.hues[hue]}">●</span> {escape(words)}'
    if field.name == "website":
        return _anchor(words if "://" in words else f"https://{words}", words, theme.accent)
    return escape(words).replace("\n", "<br>")


def _anchor(target: str, words: str, colour: str) -> str:
    return f'<a href="{escape(target)}" style="color:{colour}; text-decoration:none">{escape(words)}</a>'


def _item(label: str, value: str, scheme: str, theme: Any) -> str:
    words = wording.phone(value) if scheme == "tel" else value
    plain = "".join(value.split()) if scheme else value
    said = _anchor(f"{scheme}:{plain}", words, theme.accent) if scheme else escape(words)
    return f'{said} <span style="color:{theme.muted}">{escape(wording.core(label))}</span>' if label else said
