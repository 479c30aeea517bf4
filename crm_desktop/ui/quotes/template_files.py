"""The logo and the appendix of a template: what it has, chosen from the disk or taken away."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.entities import File, PaperTemplate
from crm_desktop.core.schema import Field
from crm_desktop.ui.context import Context
from crm_desktop.ui.wording import label, told

ROOM = QSize(144, 44)


class TemplateFile(QWidget):
    """One file of a template. asked: another is wanted; removed: none is."""

    asked = Signal()
    removed = Signal()

    def __init__(self, context: Context, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self.field = context, field
        self._file: File | None = None
        self.name, self.shown, self.trouble = QLabel(self), QLabel(self), QLabel(self)
        self.name.setProperty("kind", "small")
        self.trouble.setProperty("kind", "bad")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.choose, self.remove = QPushButton(self), QPushButton(self)
        self.choose.clicked.connect(self.asked)
        self.remove.clicked.connect(self.removed)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.shown)
        row.addWidget(self.choose)
        row.addWidget(self.remove)
        row.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        lines.addWidget(self.name)
        lines.addLayout(row)
        lines.addWidget(self.trouble)

    def show_template(self, template: PaperTemplate, *, may_edit: bool) -> None:
        """Show the file that a template names."""
        id_ = getattr(template, self.field.name)
        self._file = self._context.view.get(File, id_) if id_ else None
        for button in (self.choose, self.remove):
            button.setVisible(may_edit)
        self.remove.setEnabled(self._file is not None)
        self._show()

    def show_trouble(self, text: str) -> None:
        """Say why a file was not taken; "" when it was."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def retranslate(self) -> None:
        """Set every text again."""
        self.name.setText(label(self.field))
        for button, words in ((self.choose, self.tr("Choose…")), (self.remove, self.tr("Remove"))):
            button.setText(words)
            button.setAccessibleName(told(label(self.field), words))
        self.choose.setToolTip(self._hint())
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _hint(self) -> str:
        if self.field.name == "logo":
            return self.tr("A PNG, JPEG or SVG; it stands beside the company’s name")
        return self.tr("A PDF of up to 4 MB and 40 pages; its pages follow those of every paper")

    def _show(self) -> None:
        file = self._file
        content = self._context.desk.replica.files.read(file.sha256) if file else None
        picture = QImage.fromData(content) if content and self.field.name == "logo" else QImage()
        self.shown.setStyleSheet("")
        if not picture.isNull():
            ratio = self.devicePixelRatioF()
            scaled = QPixmap.fromImage(picture).scaled(
                ROOM * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            scaled.setDevicePixelRatio(ratio)
            self.shown.setPixmap(scaled)
            # It is printed on white, whatever the window looks like.
            self.shown.setStyleSheet("background: #FFFFFF; border-radius: 4px; padding: 4px;")
        elif file is None:
            self.shown.setText(self.tr("None"))
        elif content is None:
            self.shown.setText(told(file.name, self.tr("comes with the next sync")))
        else:
            self.shown.setText(file.name)
        self.shown.setAccessibleName(told(label(self.field), file.name if file else self.tr("None")))
