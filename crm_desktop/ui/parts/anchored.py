"""A small card that lies in the window beside what it is about, until it is answered or left."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.parts.overlay import Overlay

GAP = 6
EDGE = 12  # pixels that stay free to the edges of the window


class Anchored(Overlay):
    """Lie below, beside or above a rectangle of a widget, for as long as that is seen. width: of the card in pixels."""

    dims = False

    def __init__(self, beside: QWidget, place: QRect, width: int) -> None:
        super().__init__(beside.window())
        self._beside, self._place = beside, place
        self.setFixedWidth(width)

    def settle(self) -> None:
        """Find the side with room."""
        self.adjustSize()
        if self.hasHeightForWidth():  # words in lines, of which Qt guesses more than there are
            self.resize(self.width(), self.heightForWidth(self.width()))
        room = self.window_under.rect().adjusted(EDGE, EDGE, -EDGE, -EDGE)
        place = QRect(self._beside.mapTo(self.window_under, self._place.topLeft()), self._place.size())
        spots = (
            QPoint(place.left(), place.bottom() + GAP),
            QPoint(place.right() + GAP, place.top()),
            QPoint(place.left() - GAP - self.width(), place.top()),
            QPoint(place.left(), place.top() - GAP - self.height()),
        )
        fits = [spot for spot in spots if room.contains(QRect(spot, self.size()))]
        spot = fits[0] if fits else spots[0]
        left = max(min(spot.x(), room.right() - self.width()), room.left())
        self.move(left, max(min(spot.y(), room.bottom() - self.height()), room.top()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._beside and event.type() == QEvent.Type.Hide:
            self.go()  # another page is in front
            return False
        # A list of finds and a calendar are windows of their own: what happens there is still about this card.
        if isinstance(watched, QWidget) and watched.window() is not self.window_under:
            return False
        return super().eventFilter(watched, event)
