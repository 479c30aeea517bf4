"""The views that people keep of lists: what is shown, in which order, in which columns."""

from typing import Annotated

from crm_desktop.core import schema as field
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Record, entity

SHOWN = QT_TRANSLATE_NOOP("core", "What it shows")


@entity(
    "list_view", QT_TRANSLATE_NOOP("core", "View"), QT_TRANSLATE_NOOP("core", "Views"), icon="bookmark",
    follows=("owner",), owned="owner", shared="is_shared", internal=True,
)  # fmt: skip
class ListView(Record, frozen=True, kw_only=True):
    """A way of looking at one list that somebody keeps, for herself or for everybody.

    scope, state: keys of the chips over the list. filters: JSON text as `actions.views` writes it. sort: names of
    `Reader.find`. columns: name=width. Each of the last two parted by commas. What a newer version writes there and this
    one does not know stays as it is.
    """

    name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Name"), required=True, section=SHOWN, column=1)] = ""
    owner: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Owner"), "user", required=True, section=SHOWN, column=3)] = ""
    is_shared: Annotated[bool, field.yes_no(QT_TRANSLATE_NOOP("core", "For everyone"), section=SHOWN, column=4)] = False
    entity: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Kind of record"), required=True, section=SHOWN, column=2)] = ""
    scope: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Whose records"), section=SHOWN)] = ""
    state: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "State"), section=SHOWN)] = ""
    filters: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Filters"), section=SHOWN)] = ""
    sort: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Sorting"), section=SHOWN)] = ""
    columns: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Columns"), section=SHOWN)] = ""
    group_by: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Grouped by"), section=SHOWN)] = ""
