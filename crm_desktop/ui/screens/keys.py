"""The keys that parts of the screens take themselves, beside their commands; told on the sheet of keys."""

from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.ui.commands import Key

_OPEN = Key(QT_TRANSLATE_NOOP("Command", "Open"), "Enter")

HOME = (
    _OPEN,
    Key(QT_TRANSLATE_NOOP("Command", "Mark as done"), "Space"),
    Key(QT_TRANSLATE_NOOP("Command", "Another day"), "R"),
)
LIST = (
    _OPEN,
    Key(QT_TRANSLATE_NOOP("Command", "Open in a new window"), "Ctrl+Enter"),
    Key(QT_TRANSLATE_NOOP("Command", "Look at it beside the list"), "Space"),
    Key(QT_TRANSLATE_NOOP("Command", "Next and previous row"), "J, K"),
    Key(QT_TRANSLATE_NOOP("Command", "Walk from cell to cell"), "← →"),
    Key(QT_TRANSLATE_NOOP("Command", "Change the cell"), "F2"),
    Key(QT_TRANSLATE_NOOP("Command", "Select all rows"), "Ctrl+A"),
    Key(QT_TRANSLATE_NOOP("Command", "Menu of the row"), "Shift+F10"),
    Key(QT_TRANSLATE_NOOP("Command", "Filter"), "F"),
    Key(QT_TRANSLATE_NOOP("Command", "Sort"), "S"),
    Key(QT_TRANSLATE_NOOP("Command", "Sort by one more column"), "Shift+Click"),
    Key(QT_TRANSLATE_NOOP("Command", "Group the list"), "G"),
    Key(QT_TRANSLATE_NOOP("Command", "Fold and open a group"), "←, →"),
    Key(QT_TRANSLATE_NOOP("Command", "Fold and open all groups"), "Shift+←, Shift+→"),
)
BOARD = (
    _OPEN,
    Key(QT_TRANSLATE_NOOP("Command", "Walk among the cards"), "← → ↑ ↓"),
    Key(QT_TRANSLATE_NOOP("Command", "Move the deal to the next stage, or back"), "Ctrl+→, Ctrl+←"),
    Key(QT_TRANSLATE_NOOP("Command", "New deal in this stage"), "Ctrl+N"),
)
CALENDAR = (
    _OPEN,
    Key(QT_TRANSLATE_NOOP("Command", "Look at it beside the calendar"), "Space"),
    Key(QT_TRANSLATE_NOOP("Command", "Walk among what is planned"), "← → ↑ ↓"),
    Key(QT_TRANSLATE_NOOP("Command", "Earlier and later days"), "PgUp, PgDown"),
    Key(QT_TRANSLATE_NOOP("Command", "Move by a day or a quarter of an hour"), "Ctrl+← → ↑ ↓"),
    Key(QT_TRANSLATE_NOOP("Command", "Plan the same once more beside it"), "Ctrl+Shift+← → ↑ ↓"),
    Key(QT_TRANSLATE_NOOP("Command", "Longer or shorter"), "Shift+↓, Shift+↑"),
    Key(QT_TRANSLATE_NOOP("Command", "Take its time away"), "Ctrl+Home"),
    Key(QT_TRANSLATE_NOOP("Command", "Plan something"), "Ctrl+N, Insert"),
    Key(QT_TRANSLATE_NOOP("Command", "Mark as done"), "X"),
    Key(QT_TRANSLATE_NOOP("Command", "Delete"), "Delete"),
)
RECORD = (
    Key(QT_TRANSLATE_NOOP("Command", "Note"), "N"),
    Key(QT_TRANSLATE_NOOP("Command", "Call"), "C"),
    Key(QT_TRANSLATE_NOOP("Command", "Meeting"), "E"),
    Key(QT_TRANSLATE_NOOP("Command", "Write an e-mail"), "M"),
    Key(QT_TRANSLATE_NOOP("Command", "Pin what happened on top"), "Shift+P"),
    Key(QT_TRANSLATE_NOOP("Command", "Visit"), "V"),
    Key(QT_TRANSLATE_NOOP("Command", "Task"), "T"),
    Key(QT_TRANSLATE_NOOP("Command", "Set the status or stage"), "S"),
    Key(QT_TRANSLATE_NOOP("Command", "Set the owner"), "O"),
    Key(QT_TRANSLATE_NOOP("Command", "Write the next step"), "P"),
    Key(QT_TRANSLATE_NOOP("Command", "Set the day it is due"), "D"),
    Key(QT_TRANSLATE_NOOP("Command", "Keep what was written"), "Ctrl+Enter"),
    Key(QT_TRANSLATE_NOOP("Command", "Change the field"), "Enter, F2"),
    Key(QT_TRANSLATE_NOOP("Command", "History of the field"), "Alt+H"),
    Key(QT_TRANSLATE_NOOP("Command", "Tick the task off"), "X"),
)
QUOTE = (
    Key(QT_TRANSLATE_NOOP("Command", "Add a line"), "Ctrl+Enter"),
    Key(QT_TRANSLATE_NOOP("Command", "Change the cell"), "Enter"),
    Key(QT_TRANSLATE_NOOP("Command", "Duplicate the lines"), "Ctrl+D"),
    Key(QT_TRANSLATE_NOOP("Command", "Remove the lines"), "Delete"),
    Key(QT_TRANSLATE_NOOP("Command", "Move the line up or down"), "Alt+↑, Alt+↓"),
    Key(QT_TRANSLATE_NOOP("Command", "Turn the page of the paper"), "PgUp, PgDown"),
)
TEMPLATE = (Key(QT_TRANSLATE_NOOP("Command", "Turn the page of the paper"), "PgUp, PgDown"),)
INBOX = (
    _OPEN,
    Key(QT_TRANSLATE_NOOP("Command", "Keep the value that stands"), "M"),
    Key(QT_TRANSLATE_NOOP("Command", "Take the other value"), "T"),
    Key(QT_TRANSLATE_NOOP("Command", "Send it again"), "R"),
    Key(QT_TRANSLATE_NOOP("Command", "Put it aside"), "D"),
)
BIN = (
    Key(QT_TRANSLATE_NOOP("Command", "Bring back what is selected"), "Enter"),
    Key(QT_TRANSLATE_NOOP("Command", "Select all rows"), "Ctrl+A"),
)
SEARCH = (_OPEN,)
