"""The picture of a product on its page: shown, looked at in full, chosen and taken away."""

from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crm_desktop.actions import files, product_pictures
from crm_desktop.actions.desk import Done
from crm_desktop.core.entities import File, Product
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import entity_of
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import pixmap
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.look.theme import RADIUS
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.thumbnails import decoded
from crm_desktop.ui.records.pictures import PictureDialog
from crm_desktop.ui.taking_back import take_back

HIGH = 180
_DOTS = QSize(640, 480)


class Sheet(QAbstractButton):
    """Paint a picture on white, as it is printed; a click looks at it in full."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.image = QImage()
        self.setFixedHeight(HIGH)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_image(self, image: QImage) -> None:
        """Take over another picture."""
        self.image = image
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._context.appearance.theme
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addRoundedRect(self.rect().adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.fillPath(shape, QColor(theme.hover if self.image.isNull() else "white"))
        if self.image.isNull():
            sign = pixmap("hourglass", theme.muted, 20, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - 20) // 2, (self.height() - 20) // 2, sign)
        else:
            box = self.rect().adjusted(8, 8, -8, -8)
            place = box.adjusted(0, 0, 0, 0)
            place.setSize(self.image.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio))
            place.moveCenter(box.center())
            painter.drawImage(place, self.image)
        painter.setPen(QPen(QColor(theme.accent if self.hasFocus() else theme.line), 2 if self.hasFocus() else 1))
        painter.drawPath(shape)


class ProductPicture(QWidget):
    """Show the picture of a product; those who may change products choose another or take it away."""

    def __init__(self, context: Context, frame: Frame, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._frame = context, frame
        self._product: Product | None = None
        self._file: File | None = None
        self.sheet = Sheet(context, self)
        self.choose_button, self.remove_button = QPushButton(self), QPushButton(self)
        self.wrong = QLabel(self)
        self.wrong.setProperty("kind", "bad")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        acts = QHBoxLayout()
        acts.setSpacing(4)
        for button in (self.choose_button, self.remove_button):
            button.setProperty("kind", "link")
            acts.addWidget(button)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 8)
        column.setSpacing(4)
        column.addWidget(self.sheet)
        column.addLayout(acts)
        column.addWidget(self.wrong)
        self.sheet.clicked.connect(self._on_look)
        self.choose_button.clicked.connect(self._on_choose)
        self.remove_button.clicked.connect(self._on_remove)
        self._word()

    def show_product(self, id_: str) -> None:
        """Show the picture of a product as it is now; nothing where there is none and the person may not choose one."""
        product = self._context.desk.replica.get(Product, id_)
        if product is None or self._product is None or self._product.id != id_:
            self.wrong.hide()
        self._product = product
        before, self._file = self._file, product_pictures.picture_of(self._context.desk, product) if product else None
        may_change_it = self._context.may_edit and self._context.desk.role in entity_of(Product).write
        self.sheet.setVisible(self._file is not None)
        self.choose_button.setVisible(may_change_it)
        self.remove_button.setVisible(may_change_it and self._file is not None)
        self.setVisible(self._file is not None or may_change_it)
        self._word()
        if self._file is not None and (
            before is None or before.sha256 != self._file.sha256 or self.sheet.image.isNull()
        ):
            self._load(self._file)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._word()

    def take(self, path: Path) -> None:
        """Make a file of this computer the picture."""
        desk, product = self._context.desk, self._product
        if product is None:
            return

        def keep() -> Done:
            return product_pictures.show(desk, desk.fetch(Product, product.id), files.attach_path(desk, path))

        self._context.tasks.run(keep, self._on_taken, self._on_refused, name=self.tr("Keeping the picture"))

    def _load(self, file: File) -> None:
        shelf, sha256 = self._context.desk.replica.files, file.sha256
        self.sheet.show_image(QImage())
        if not shelf.is_whole(sha256):
            if shelf.want([sha256]):
                self._context.tasks.announce({})  # nothing to show anew, and a reason to sync
            return

        def show(image: QImage) -> None:
            if self._file is not None and self._file.sha256 == sha256:
                self.sheet.show_image(image)

        dots = _DOTS * self.devicePixelRatioF()
        self._context.tasks.run(lambda: decoded(shelf.read(sha256) or b"", dots), show)

    def _word(self) -> None:
        name = self._product.name if self._product else ""
        self.sheet.setAccessibleName(self.tr("Picture of %1").replace("%1", name))
        self.sheet.setToolTip(self.tr("Look at it in full"))
        self.choose_button.setText(self.tr("Another picture…") if self._file else self.tr("Add a picture…"))
        self.remove_button.setText(self.tr("Remove"))
        self.remove_button.setToolTip(self.tr("Remove the picture"))

    def _on_look(self) -> None:
        if self._file is not None and not self.sheet.image.isNull():
            PictureDialog.look(self.window(), self._context, self._file)

    def _on_choose(self) -> None:
        words = self.tr("Pictures") + " (*.png *.jpg *.jpeg *.webp *.gif)"
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Picture of the product"), "", words)
        if chosen:
            self.take(Path(chosen))

    def _on_remove(self) -> None:
        if self._product is None:
            return
        try:
            self._on_taken(product_pictures.take_away(self._context.desk, self._product))
        except UserError as error:
            self._on_refused(error)

    def _on_taken(self, done: Done) -> None:
        self.wrong.hide()
        self._context.tell(done)
        said = self.tr("The picture was changed")
        self._frame.toast(said, self.tr("Undo"), lambda: take_back(self._context, self._frame, done.change))

    def _on_refused(self, error: UserError) -> None:
        self.wrong.setText(sentence(error))
        self.wrong.show()
