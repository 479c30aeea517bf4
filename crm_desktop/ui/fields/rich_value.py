"""A value of a record as words with colours and links in them."""

from html import escape
from typing import Any

from PySide6.QtCore import QCoreApplication

from crm_desktop.core.schema import Field, Item, Kind
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.reach import target_of
from crm_desktop.ui.places import LINKED


def rich(context: Context, field: Field, value: Any, words: str, *, is_draft: bool) -> str:
    """Write a value with what can be clicked in it. words: the value as it is read; is_draft: it is still asked for."""
    theme = context.appearance.theme
    if not words:
        text = QCoreApplication.translate("Form", "Required") if is_draft and field.required else "–"
        return f'<span style="color:{theme.edge}">{text}</span>'
    if field.kind is Kind.LABELLED:
        return "<br>".join(_item(field, item, theme) for item in value)
    if field.kind is Kind.LINK and field.target in LINKED and wording.titles(context).record(field.target, value):
        return _anchor(f"{field.target}:{value}", words, theme.accent)
    if field.kind is Kind.CHOICE or (field.kind is Kind.LINK and field.target == "stage"):
        hue = wording.hue(field, value) if field.choices else wording.stage_hue(context, value)
        return f'<span style="color:{theme.hues[hue]}">●</span> {escape(words)}'
    if target := target_of(field.name, field.search, words):
        return _anchor(target, words, theme.accent)
    return escape(words).replace("\n", "<br>")


def _anchor(target: str, words: str, colour: str) -> str:
    return f'<a href="{escape(target)}" style="color:{colour}; text-decoration:none">{escape(words)}</a>'


def _item(field: Field, item: Item, theme: Any) -> str:
    target = target_of(field.name, field.search, item.value)
    words = wording.phone(item.value) if target.startswith("tel:") else item.value
    said = _anchor(target, words, theme.accent) if target else escape(words)
    kind = escape(wording.core(item.label))
    return f'{said} <span style="color:{theme.muted}">{kind}</span>' if kind else said
