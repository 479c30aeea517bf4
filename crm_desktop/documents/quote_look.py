"""The looks of a quote: three named sets of sizes, colours, styles of text and places, fitted to a page."""

from typing import Literal

from msgspec import Struct, structs

from crm_desktop.documents.sheet import LookName, Sheet
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

COLUMNS = ("position", "item", "quantity", "unit", "unit_price", "line_discount", "tax_rate", "amount")
BOXED_COLUMNS = ("position", "code", "item", "unit", "quantity", "unit_price", "line_discount", "tax_rate", "amount")


class Look(Struct, frozen=True, kw_only=True):
    """All that one look decides, in points.

    margin: at both sides; foot: the room under the text; later_top: where pages after the first begin;
    letterhead: whether it stands beside its mark or in the middle; mark: height of the mark or logo;
    is_boxed: the table has lines around its cells; inset: from a line at the side to its text;
    above, below: of each row; hang: how far the band of the total stands out; plain: the letterhead's colour is not
    used; air: how wide the gaps between the parts are, 1 for as designed.
    """

    wide: float = 0
    high: float = 0
    accent: str = INK
    margin: float = 51
    top: float = 42
    later_top: float = 74
    foot: float = 60
    letterhead: Literal["beside", "middle"] = "beside"
    mark: float = 34
    title_size: float = 25
    sign_room: float = 90
    columns: tuple[str, ...] = COLUMNS
    is_boxed: bool = False
    inset: float = 0
    above: float = 3.5
    below: float = 4
    hang: float = 10
    is_plain: bool = False
    line: str = HAIRLINE
    tint: str = TINT
    seller: Style = Style(13.5, 17, INK, is_bold=True)
    number: Style = Style(11, 15, INK, is_bold=True)
    body: Style = BODY
    strong: Style = STRONG
    quiet: Style = QUIET
    label: Style = LABEL
    label_strong: Style = LABEL_STRONG
    small: Style = SMALL
    fine: Style = Style(7.5, 11, MUTED)
    air: float = 1

    @property
    def left(self) -> float:
        """Give the left edge of the text."""
        return self.margin

    @property
    def right(self) -> float:
        """Give the right edge of the text."""
        return self.wide - self.margin

    @property
    def bottom(self) -> float:
        """Give the lower edge of the text."""
        return self.high - self.foot

    @property
    def room(self) -> float:
        """Give the width between the margins."""
        return self.right - self.left

    @property
    def ascent(self) -> float:
        """Give how far the baseline of a line of the body stands under its upper edge."""
        return self.body.leading * 0.708

    def accented(self, size: float, leading: float) -> Style:
        """Give a strong style in the letterhead's own colour."""
        return Style(size, leading, self.accent, is_bold=True)


LOOKS: dict[LookName, Look] = {
    "modern": Look(),
    "classic": Look(
        letterhead="middle", mark=30, title_size=18, top=40, columns=BOXED_COLUMNS, is_boxed=True, inset=5,
        hang=0, is_plain=True, line="#A3ABB5", seller=Style(15, 20, INK, is_bold=True),
    ),
    "compact": Look(
        margin=40, top=32, later_top=62, foot=58, mark=24, title_size=17, sign_room=74, above=2, below=2.2, hang=6,
        seller=Style(11, 13.5, INK, is_bold=True), number=Style(9.5, 13, INK, is_bold=True), body=Style(8, 11, INK),
        strong=Style(8, 11, INK, is_bold=True), quiet=Style(7.2, 9.8, MUTED), label=Style(6.8, 9.2, MUTED),
        label_strong=Style(6.8, 9.2, MUTED, is_bold=True), small=Style(6.5, 9, MUTED), fine=Style(6.8, 9.6, MUTED),
        air=0.6,
    ),
}  # fmt: skip


def look_of(sheet: Sheet) -> Look:
    """Fit the sheet's look to its page and its colours; a plain one has those alone that a template gives it."""
    look, own = LOOKS[sheet.look], sheet.stationery
    wide, high = PAGE_SIZES[sheet.page_size]
    accent = own.accent or (INK if look.is_plain else sheet.letterhead.accent)
    return structs.replace(look, wide=wide, high=high, accent=accent, tint=own.shade or TINT)
