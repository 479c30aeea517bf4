"""Whatever colour a thing of the calendar has, what is written on it can be read (WCAG AA)."""

from datetime import date

import msgspec
import pytest
from PySide6.QtGui import QFont

from crm_desktop.analysis.agenda import Item
from crm_desktop.core.entities import Activity
from crm_desktop.ui.calendar.items import Piece
from crm_desktop.ui.calendar.paint import PLATE, Brushes
from crm_desktop.ui.look.theme import HUES, THEMES, blend, contrast

PIECE = Piece(Item("activity", Activity(id="a"), date(2026, 11, 20)), "Visit", "Baltic Pumps", "", "car", "blue")


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_names_customers_and_initials_can_be_read_on_every_hue(theme):
    brushes, weak = Brushes(theme, QFont()), []
    for hue in HUES:
        for piece in (
            msgspec.structs.replace(PIECE, hue=hue),
            msgspec.structs.replace(PIECE, hue=hue, is_done=True),
            msgspec.structs.replace(PIECE, hue=hue, is_late=True),
        ):
            for is_current in (False, True):
                ground, _ = brushes.ground(piece, is_current=is_current)
                if min(contrast(brushes.colour(piece), ground), contrast(theme.muted, ground)) < 4.5:
                    weak.append((hue, piece.is_done, piece.is_late, is_current))
        if contrast(theme.text, blend(theme.hues[hue], theme.surface, PLATE)) < 4.5:
            weak.append((hue, "initials"))
    assert weak == []
