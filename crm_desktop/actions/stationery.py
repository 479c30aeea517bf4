"""What a company's template makes of a paper: which one counts, and its words, colours, logo and appendix on a sheet."""

from collections.abc import Iterable

from msgspec import structs

from crm_desktop.actions.desk import Desk
from crm_desktop.core.attached import HEAD, PDF, PRINTED, kind_of
from crm_desktop.core.colours import is_colour
from crm_desktop.core.entities import File, PaperTemplate, Product, Quote
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.documents.line_pictures import as_printed
from crm_desktop.documents.sheet import Language, PaperKind, Sheet, Stationery

FILE_AWAY = QT_TRANSLATE_NOOP(
    "core",
    "The files of the paper template “{name}” are not on this laptop yet. They come with the next sync; until then choose another template.",
)
_HIDDEN = {
    "without_code": "code", "without_unit": "unit", "without_tax": "tax_rate", "without_delivery": "delivery",
    "without_details": "details",
}  # fmt: skip


def template_of(desk: Desk, quote: Quote) -> PaperTemplate | None:
    """Find the template of a quote: its own, else the organisation's; None where neither names one that is there."""
    for id_ in (quote.paper_template, desk.organisation.paper_template):
        if id_ and (found := desk.replica.get(PaperTemplate, id_)):
            return found
    return None


def dressed(desk: Desk, sheet: Sheet, template: PaperTemplate | None) -> Sheet:
    """Lay a template over a sheet; what the template leaves empty, and what a quote says itself, stays.

    Raises UserError where the logo or the appendix are not on this laptop and the sheet is no draft: they are asked for.
    """
    if template is None:
        return sheet
    logo, appendix = (
        _content(desk, template, id_, kinds, is_needed=not sheet.is_draft)
        for id_, kinds in ((template.logo, PRINTED), (template.appendix, (PDF,)))
    )
    language = sheet.language
    terms = structs.replace(
        sheet.terms, general=sheet.terms.general or _said(language, template.general, template.general_zh, "\n\n")
    )
    return structs.replace(
        sheet,
        letterhead=structs.replace(sheet.letterhead, logo=logo or sheet.letterhead.logo),
        opening=sheet.opening or _said(language, template.opening, template.opening_zh, "\n"),
        terms=terms,
        stationery=_stationery(template, language, appendix),
    )


def pictures_of(desk: Desk, products: Iterable[str], template: PaperTemplate | None) -> dict[str, bytes]:
    """Gather the pictures a template wants beside lines, by product; one that is not on this laptop is asked for."""
    if template is None or not template.with_pictures:
        return {}
    named = {one.id: one.picture for one in desk.replica.by_ids(Product, sorted(set(products))).values() if one.picture}
    files = desk.replica.by_ids(File, sorted(set(named.values())))
    found = {}
    for product, id_ in named.items():
        file = files.get(id_)
        content = desk.replica.files.read(file.sha256) if file else None
        if content:
            found[product] = as_printed(content)
        elif file:
            desk.replica.files.want([file.sha256])
    return found


def _stationery(template: PaperTemplate, language: Language, appendix: bytes) -> Stationery:
    kinds: tuple[tuple[PaperKind, str, str], ...] = (
        ("quotation", template.title, template.title_zh),
        ("order_confirmation", template.order_title, template.order_title_zh),
    )
    return Stationery(
        titles=tuple(one for one in kinds if one[1] or one[2]),
        header=_said(language, template.header, template.header_zh, "  ·  "),
        footer=_said(language, template.footer, template.footer_zh, "  ·  "),
        accent=_colour(template.accent),
        shade=_colour(template.shade),
        hidden=frozenset(key for name, key in _HIDDEN.items() if getattr(template, name)),
        has_check=template.with_check_code,
        appendix=appendix,
    )


def _said(language: Language, english: str, chinese: str, between: str) -> str:
    """Choose the words for the language of a paper; one in both has both."""
    wanted = {"en": (english,), "zh_CN": (chinese,), "bilingual": (english, chinese)}[language]
    return between.join(part for part in wanted if part)


def _colour(written: str) -> str:
    """Give a colour as papers take it; one that is half typed, or that only a newer version knows, is none."""
    return written.upper() if is_colour(written) else ""


def _content(desk: Desk, template: PaperTemplate, id_: str, kinds: tuple[str, ...], *, is_needed: bool) -> bytes:
    """Read a file of a template; empty where it has none, or one of a kind that only a newer version prints."""
    if not id_:
        return b""
    file = desk.replica.get(File, id_)
    content = desk.replica.files.read(file.sha256) if file else None
    if file and content is None:
        desk.replica.files.want([file.sha256])
    if content is None and is_needed:
        raise UserError(FILE_AWAY, name=template.name)
    return content if content and kind_of(content[:HEAD]) in kinds else b""
