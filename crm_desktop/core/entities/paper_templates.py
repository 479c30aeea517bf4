"""Templates of papers: how a company's own quotes look and what stands on each of them."""

from collections.abc import Mapping
from typing import Annotated

from crm_desktop.core import schema as field
from crm_desktop.core.colours import is_colour
from crm_desktop.core.entities.people import ONLY_ADMINISTRATOR, PAPER_LOOKS, PAPER_SIZES
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, REGISTRY, Raw, Record, entity

LAYOUT = QT_TRANSLATE_NOOP("core", "Layout and colours")
TITLES = QT_TRANSLATE_NOOP("core", "Titles")
WORDS = QT_TRANSLATE_NOOP("core", "Texts on every paper")
ON_LINES = QT_TRANSLATE_NOOP("core", "What each line says")
COLOURS = ("accent", "shade")
LONGEST_TITLE = 60  # a title stands on one line, beside the dates
LONGEST_LINE = 160  # one line at the top or the foot of a page

NO_COLOUR = QT_TRANSLATE_NOOP("core", "“{value}” is no colour. Write it as # and six signs, for example #1D4F5F.")
TOO_LONG = QT_TRANSLATE_NOOP("core", "{label} has one line and at most {limit} characters. Shorten it.")
_LINES = {
    **dict.fromkeys(("title", "title_zh", "order_title", "order_title_zh"), LONGEST_TITLE),
    **dict.fromkeys(("header", "header_zh", "footer", "footer_zh"), LONGEST_LINE),
}


def template_can_be_printed(raw: Mapping[str, Raw], _role: str) -> None:
    """Refuse what is no colour, and words that do not fit where they are printed."""
    for name in COLOURS:
        value = str(raw.get(name) or "")
        if value and not is_colour(value):
            raise RefusedError(NO_COLOUR, name, value=value[:40])
    for name, limit in _LINES.items():
        value = str(raw.get(name) or "")
        if len(value) > limit or "\n" in value:
            raise RefusedError(TOO_LONG, name, label=REGISTRY["paper_template"].fields[name].label, limit=str(limit))


@entity(
    "paper_template", QT_TRANSLATE_NOOP("core", "Paper template"), QT_TRANSLATE_NOOP("core", "Paper templates"), icon="file-text",
    write=ONLY_ADMINISTRATOR, rules=(template_can_be_printed,),
)  # fmt: skip
class PaperTemplate(Record, frozen=True, kw_only=True):
    """What a company lays down for its papers; what is empty is as the layout has it. Papers that were issued keep theirs."""

    name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Name"), required=True, section=LAYOUT, column=1, width=240)] = ""
    look: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Layout"), PAPER_LOOKS, section=LAYOUT, column=2)] = ""
    size: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Paper size"), PAPER_SIZES, section=LAYOUT, column=3)] = ""
    accent: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Colour of titles"), section=LAYOUT, column=4, help=QT_TRANSLATE_NOOP("core", "As # and six signs, for example #1D4F5F."))] = ""
    shade: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Colour behind the total"), section=LAYOUT, help=QT_TRANSLATE_NOOP("core", "A pale one: figures stand on it. For example #F3F5F7."))] = ""
    logo: Annotated[str, field.file(QT_TRANSLATE_NOOP("core", "Logo"))] = ""
    title: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Title of a quote"), section=TITLES, help=QT_TRANSLATE_NOOP("core", "Its English words; empty, those of the program."))] = ""
    title_zh: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Title of a quote, Chinese"), section=TITLES)] = ""
    order_title: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Title of an order confirmation"), section=TITLES, help=QT_TRANSLATE_NOOP("core", "Its English words; empty, those of the program."))] = ""
    order_title_zh: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Title of an order confirmation, Chinese"), section=TITLES)] = ""
    header: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Line at the top"), section=WORDS, help=QT_TRANSLATE_NOOP("core", "On every page, on one line."))] = ""
    header_zh: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Line at the top, Chinese"), section=WORDS)] = ""
    opening: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "Words before the lines"), section=WORDS)] = ""
    opening_zh: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "Words before the lines, Chinese"), section=WORDS)] = ""
    general: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "General terms"), section=WORDS)] = ""
    general_zh: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "General terms, Chinese"), section=WORDS)] = ""
    footer: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Line at the foot"), section=WORDS, help=QT_TRANSLATE_NOOP("core", "On every page, on one line."))] = ""
    footer_zh: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Line at the foot, Chinese"), section=WORDS)] = ""
    appendix: Annotated[str, field.file(QT_TRANSLATE_NOOP("core", "Appendix"), help=QT_TRANSLATE_NOOP("core", "A PDF whose pages follow those of every paper."))] = ""
    without_code: Annotated[bool, field.yes_no(QT_TRANSLATE_NOOP("core", "Without item codes"), section=ON_LINES)] = False
    without_unit: Annotated[bool, field.yes_no(QT_TRANSLATE_NOOP("core", "Without units"), section=ON_LINES)] = False
    without_tax: Annotated[bool, field.yes_no(QT_TRANSLATE_NOOP("core", "Without tax rates on lines"), section=ON_LINES)] = False
    without_delivery: Annotated[bool, field.yes_no(QT_TRANSLATE_NOOP("core", "Without delivery times"), section=ON_LINES)] = False
    without_details: Annotated[bool, field.yes_no(QT_TRANSLATE_NOOP("core", "Without descriptions below names"), section=ON_LINES)] = False
    with_pictures: Annotated[bool, field.yes_no(QT_TRANSLATE_NOOP("core", "With pictures of products"), section=ON_LINES)] = False
    with_check_code: Annotated[bool, field.yes_no(QT_TRANSLATE_NOOP("core", "With a check code"), section=WORDS, help=QT_TRANSLATE_NOOP("core", "A square code with number, revision, total and a check value beside the signatures."))] = False
