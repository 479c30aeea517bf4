"""The field that finds a product for a line, each find with its picture, name and price."""

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from crm_desktop.actions.product_pictures import picture_of
from crm_desktop.core.entities import Product
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.finder import Finder
from crm_desktop.ui.look.delegates import RowDelegate
from crm_desktop.ui.parts.thumbnails import TILE, decoded, thumbnails_of
from crm_desktop.ui.quotes.prices import QuotePrices

SIDE = 24  # pixels of a picture in a row


class ProductFinder(Finder):
    """Find products; what was taken is let go for the next one."""

    def __init__(self, context: Context, prices: QuotePrices, parent: QWidget) -> None:
        super().__init__(context, ("product",), prices.product_cell, parent, keeps_name=False)
        self.finds.setItemDelegate(_PictureRows(context, self))


class _PictureRows(RowDelegate):
    """Paint rows with the picture of their product in the place of its sign."""

    def __init__(self, context: Context, finder: ProductFinder) -> None:
        super().__init__(context.appearance, finder.finds)
        self._context, self._finder = context, finder
        self._asked: set[str] = set()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        super().paint(painter, option, index)
        record = self._finder.found.records[index.row()]
        image = self._image(record) if isinstance(record, Product) else None
        if image is None or image.isNull():
            return
        box = option.rect
        tile = QRect(box.left() + 4, box.center().y() - SIDE // 2 + 1, SIDE, SIDE)
        shape = QPainterPath()
        shape.addRoundedRect(tile, 4, 4)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillPath(shape, QColor("white"))  # pictures of products are made for paper
        painter.setClipPath(shape)
        fitted = image.size().scaled(tile.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(tile.topLeft(), fitted)
        place.moveCenter(tile.center())
        painter.drawImage(place, image)
        painter.restore()

    def _image(self, product: Product) -> QImage | None:
        file = picture_of(self._context.desk, product)
        if file is None:
            return None
        kept, shelf = thumbnails_of(self._context), self._context.desk.replica.files
        if file.sha256 in kept.kept or file.sha256 in self._asked:
            return kept.kept.get(file.sha256)
        self._asked.add(file.sha256)
        if shelf.is_whole(file.sha256):
            dots = TILE * self._finder.devicePixelRatioF()
            sha256 = file.sha256

            def show(image: QImage) -> None:
                kept.keep(sha256, image)
                self._finder.finds.viewport().update()

            self._context.tasks.run(lambda: decoded(shelf.read(sha256) or b"", dots), show)
        else:
            shelf.want([file.sha256])  # it comes with the next round
        return None
