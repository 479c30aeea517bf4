"""One save is taken back, from wherever it was told of."""

from crm_desktop.actions import records
from crm_desktop.core.errors import UserError
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame


def take_back(context: Context, frame: Frame, change: str) -> None:
    """Take a change back, or say why that cannot be."""
    try:
        context.tell(records.undo(context.desk, change))
    except UserError as error:
        frame.message("warn", sentence(error))
