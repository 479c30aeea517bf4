"""What the letters of the calendar choose: a day, a week, a month, a list."""

from collections.abc import Callable
from functools import partial

from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.ui.calendar.layout import AGENDA, DAY, MONTH, WEEK
from crm_desktop.ui.commands import Command

_VIEWS = (
    (QT_TRANSLATE_NOOP("Command", "Day"), "D", DAY),
    (QT_TRANSLATE_NOOP("Command", "Week"), "W", WEEK),
    (QT_TRANSLATE_NOOP("Command", "Month"), "M", MONTH),
    (QT_TRANSLATE_NOOP("Command", "Agenda"), "A", AGENDA),
)


def view_commands(choose: Callable[[str], object]) -> list[Command]:
    """List the commands that choose a view."""
    return [Command(label, (key,), partial(choose, view)) for label, key, view in _VIEWS]
