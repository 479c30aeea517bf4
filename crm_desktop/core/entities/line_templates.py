"""The templates of lines that people keep for their quotes: what is often offered together."""

from typing import Annotated

from crm_desktop.core import schema as field
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Record, entity

TEMPLATE = QT_TRANSLATE_NOOP("core", "Template")


@entity(
    "line_template", QT_TRANSLATE_NOOP("core", "Template of lines"), QT_TRANSLATE_NOOP("core", "Templates of lines"), icon="layout-grid",
    follows=("owner",), owned="owner", shared="is_shared", internal=True,
)  # fmt: skip
class LineTemplate(Record, frozen=True, kw_only=True):
    """Lines that are put into quotes together, kept for herself or for everybody.

    lines: JSON text as `actions.line_templates` writes it: products with quantities, headings and notes, and no prices.
    """

    name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Name"), required=True, section=TEMPLATE, column=1)] = ""
    owner: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Owner"), "user", required=True, section=TEMPLATE, column=2)] = ""
    is_shared: Annotated[bool, field.yes_no(QT_TRANSLATE_NOOP("core", "For everyone"), section=TEMPLATE, column=3)] = False
    lines: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Lines"), section=TEMPLATE)] = ""
