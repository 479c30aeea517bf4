"""A person as a disc with initials, always in the same hue for the same name."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.fonts import sized
from crm_desktop.ui.look.theme import HUES


def initials(name: str) -> str:
    """Give one or two letters for a name: of 王小明 the last two characters, of Ann Lee "AL"."""
    words = name.split()
    if not words:
        return ""
    if ord(words[0][0]) > 0x2E7F:  # CJK: the given name is what colleagues use
        return words[0][-2:]
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()


def paint_initials(painter: QPainter, box: QRect, name: str, appearance: Appearance, font: QFont) -> None:
    """Paint a disc with initials, always in the same hue for the same name."""
    hue = HUES[1 + sum(name.encode()) % (len(HUES) - 1)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(appearance.theme.chips[hue]))
    painter.drawEllipse(box)
    painter.setPen(QColor(appearance.theme.hues[hue]))
    painter.setFont(sized(font, 11 if box.width() > 22 else 9, QFont.Weight.DemiBold))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, initials(name))
