"""The look of a quote: sizes of pages, margins, colours and styles of text."""

from msgspec import Struct

from crm_desktop.documents.sheet import Sheet
from crm_desktop.documents.typesetting import Style

PAGE_SIZES = {"A4": (595.28, 841.89), "Letter": (612.0, 792.0)}
INK = "#1B2430"
MUTED = "#5D6875"
HAIRLINE = "#D8DDE3"
TINT = "#F3F5F7"
WHITE = "#FFFFFF"

BODY = Style(9, 13, INK)
STRONG = Style(9, 13, INK, is_bold=True)
QUIET = Style(8, 11.5, MUTED)
LABEL = Style(7.5, 10.5, MUTED)
LABEL_STRONG = Style(7.5, 10.5, MUTED, is_bold=True)
SMALL = Style(7, 10, MUTED)
# The narrowest gaps, where they bring a paper of two pages onto one.
TIGHT = 0.4


class Look(Struct, frozen=True):
    """The measures of one paper; air: how wide the gaps between its parts are, 1 for as designed."""

    wide: float
    high: float
    left: float
    right: float
    accent: str
    later_top: float
    bottom: float
    air: float = 1.0

    @property
    def room(self) -> float:
        """Give the width between the margins."""
        return self.right - self.left

    def accented(self, size: float, leading: float) -> Style:
        """Give a strong style in the letterhead's own colour."""
        return Style(size, leading, self.accent, is_bold=True)


def look_of(sheet: Sheet) -> Look:
    """Choose the measures for a sheet's page."""
    wide, high = PAGE_SIZES[sheet.page_size]
    return Look(
        wide=wide,
        high=high,
        left=51,
        right=wide - 51,
        accent=sheet.letterhead.accent,
        later_top=74,
        bottom=high - 60,
    )
