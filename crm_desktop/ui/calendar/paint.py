"""How a thing of the calendar is painted: as a block of hours, as one line, and as the shadow of what is dragged."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from crm_desktop.ui.calendar.items import Piece
from crm_desktop.ui.look.fonts import sized, tabular
from crm_desktop.ui.look.icons import pixmap
from crm_desktop.ui.look.initials import initials
from crm_desktop.ui.look.theme import Theme, blend

LINE = 22  # pixels of a thing that takes one line
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_TOP = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
_ROUND = 5
PLAIN, CHOSEN, PLATE = 0.14, 0.19, 0.3
"""How much of a hue the ground of a thing has: more where it is the current one, most under initials."""
ROOM = 110  # pixels beside the name of a line in which the customer is named too
NARROW = 44  # pixels of a block in which its person alone is named


class Brushes:
    """Hold fonts and colours of one view, made anew with the theme."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self.theme = theme
        self.text = sized(font, 12)
        self.strong = sized(font, 12, QFont.Weight.DemiBold)
        self.small = sized(font, 11)
        self.tiny = sized(font, 10, QFont.Weight.DemiBold)
        self.hours = tabular(sized(font, 11))
        self.struck = QFont(self.text)
        self.struck.setStrikeOut(True)
        self.large = tabular(sized(font, 18, QFont.Weight.DemiBold))
        self.grid = theme.line
        self.grid_faint = blend(theme.line, theme.surface, 0.5)
        self.quiet = blend(theme.window, theme.surface, 0.75)

    def write(self, painter: QPainter, box: QRect, text: str, font: QFont, colour: str, align: int = _LEFT) -> int:
        """Write one line, shortened to its box; gives its width."""
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(box, align, shown)
        return min(metrics.horizontalAdvance(text), box.width())

    def sign(self, painter: QPainter, name: str, colour: str, at: QPoint, size: int = 13) -> None:
        """Paint an icon with its top left corner at a point."""
        painter.drawPixmap(at, pixmap(name, colour, size, painter.device().devicePixelRatioF()))

    def person(self, painter: QPainter, piece: Piece, right: int, middle: int) -> int:
        """Paint the initials of the person on a plate of her hue that ends at an edge; gives the width it took."""
        words, theme = initials(piece.owner), self.theme
        width = max(QFontMetrics(self.tiny).horizontalAdvance(words) + 9, 20)
        box = QRect(right - width, middle - 8, width, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(blend(theme.hues[piece.hue], theme.surface, PLATE)))
        painter.drawRoundedRect(box, 8, 8)
        painter.setFont(self.tiny)
        painter.setPen(QColor(theme.text))
        painter.drawText(box, _CENTRE, words)
        return width

    def ground(self, piece: Piece, *, is_current: bool) -> tuple[str, str]:
        """Give the colour under a thing and that of its edge."""
        theme = self.theme
        if piece.is_done:
            return blend(theme.chips[piece.hue], theme.surface, 0.35), blend(theme.hues[piece.hue], theme.surface, 0.35)
        if piece.is_late:
            return theme.chips["red"], theme.bad
        if is_current:
            return blend(theme.hues[piece.hue], theme.surface, CHOSEN), theme.hues[piece.hue]
        return blend(theme.hues[piece.hue], theme.surface, PLAIN), theme.hues[piece.hue]

    def colour(self, piece: Piece) -> str:
        """Give the colour of a thing's name."""
        if piece.is_done or piece.is_mark:
            return self.theme.muted
        return self.theme.bad if piece.is_late else self.theme.text

    def block(self, painter: QPainter, box: QRect, piece: Piece, *, is_current: bool, has_focus: bool) -> None:
        """Paint a thing that takes some hours."""
        ground, edge = self.ground(piece, is_current=is_current)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.surface))
        painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), _ROUND + 1, _ROUND + 1)  # apart from what it overlaps
        painter.setBrush(QColor(ground))
        if self.theme.has_high_contrast:
            painter.setPen(QColor(edge))
        painter.drawRoundedRect(box, _ROUND, _ROUND)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(edge))
        painter.drawRoundedRect(QRect(box.left(), box.top(), 3, box.height()), 1.5, 1.5)
        inside = box.adjusted(8, 2, -4, -2)
        if piece.owner and inside.width() <= NARROW:
            painter.setFont(self.tiny)
            painter.setPen(QColor(self.theme.text))
            painter.drawText(box.adjusted(3, 3, 0, 0), _TOP, initials(piece.owner))
        else:
            if piece.owner:
                inside.setRight(box.right() - 6 - self.person(painter, piece, box.right() - 3, box.top() + 11))
            self._write_block(painter, inside, piece, edge)
        if is_current and has_focus:
            self.focus(painter, box)

    def _write_block(self, painter: QPainter, inside: QRect, piece: Piece, edge: str) -> None:
        line = QRect(inside.left(), inside.top(), inside.width(), min(17, inside.height()))
        sign = "check" if piece.is_done else "circle-alert" if piece.is_late else piece.icon
        if inside.width() > 40:
            self.sign(painter, sign, self.theme.muted if piece.is_done else edge, QPoint(line.left(), line.top() + 2))
            line.setLeft(line.left() + 17)
        name = self.struck if piece.is_done else self.strong
        taken = self.write(painter, line, piece.title, name, self.colour(piece))
        under = QRect(inside.left(), line.bottom() + 1, inside.width(), 15)
        for words in (piece.about, piece.when):
            if under.bottom() > inside.bottom() + 1:
                rest = line.adjusted(taken + 8, 0, 0, 0)
                if words and rest.width() > 36 and inside.height() < 32:
                    fits = QFontMetrics(self.small).horizontalAdvance(piece.when) <= rest.width()
                    self.write(
                        painter,
                        rest,
                        piece.when if fits else piece.when.partition("–")[0],
                        self.small,
                        self.theme.muted,
                    )
                return
            if words:
                self.write(painter, under, words, self.small, self.theme.muted)
                under.translate(0, 15)

    def line(self, painter: QPainter, box: QRect, piece: Piece, *, is_current: bool, has_focus: bool) -> None:
        """Paint a thing that takes one line."""
        theme = self.theme
        ground, edge = self.ground(piece, is_current=is_current)
        painter.setPen(Qt.PenStyle.NoPen)
        if not piece.is_mark and not piece.item.starts:
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(box, _ROUND, _ROUND)
        elif is_current:
            painter.setBrush(QColor(theme.selected))
            painter.drawRoundedRect(box, _ROUND, _ROUND)
        inside = box.adjusted(6, 0, -5, 0)
        colour = theme.muted if piece.is_done or piece.is_mark else edge
        sign = "check" if piece.is_done else "circle-alert" if piece.is_late else piece.icon
        self.sign(painter, sign, theme.bad if piece.is_late else colour, QPoint(inside.left(), box.center().y() - 6))
        inside.setLeft(inside.left() + 18)
        if piece.owner and inside.width() > 60:
            inside.setRight(box.right() - 5 - self.person(painter, piece, box.right() - 2, box.center().y() + 1))
        if piece.item.starts and inside.width() > 70:
            clock = piece.when.partition("–")[0]
            inside.setLeft(inside.left() + self.write(painter, inside, clock, self.hours, theme.muted) + 5)
        name = self.struck if piece.is_done else self.text
        taken = self.write(painter, inside, piece.title, name, self.colour(piece))
        if inside.width() - taken > ROOM:
            self.write(painter, inside.adjusted(taken + 10, 0, 0, 0), piece.about, self.text, theme.muted)
        if is_current and has_focus:
            self.focus(painter, box)

    def focus(self, painter: QPainter, box: QRect) -> None:
        """Paint the frame around the thing that has the keyboard."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.theme.accent), 2))
        painter.drawRoundedRect(QRectF(box).adjusted(0, 0, 0, 0), _ROUND, _ROUND)

    def ghost(self, painter: QPainter, box: QRect, words: str, *, is_copy: bool = False) -> None:
        """Paint where a thing would come to lie."""
        ground = QColor(self.theme.accent)
        ground.setAlphaF(0.16)
        painter.setBrush(ground)
        painter.setPen(QPen(QColor(self.theme.accent), 1.5, Qt.PenStyle.SolidLine))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)
        inside = box.adjusted(8, 2, -6, -2)
        inside.setHeight(min(inside.height(), 18))
        if is_copy:
            self.sign(painter, "copy", self.theme.accent, QPoint(inside.left(), inside.center().y() - 6))
            inside.setLeft(inside.left() + 18)
        self.write(painter, inside, words, self.strong, self.theme.accent)

    def day_number(self, painter: QPainter, box: QRect, text: str, *, is_today: bool, is_muted: bool = False) -> None:
        """Write the number of a day; today's stands on a disc."""
        theme = self.theme
        if is_today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            side = min(box.width(), box.height())
            disc = QRect(0, 0, side, side)
            disc.moveCenter(box.center())
            painter.drawRoundedRect(disc, side / 2, side / 2)
        colour = theme.on_accent if is_today else theme.muted if is_muted else theme.text
        self.write(painter, box, text, self.strong, colour, _CENTRE)
