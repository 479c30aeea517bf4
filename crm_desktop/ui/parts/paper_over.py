"""A paper over a window: drawn off its thread, shown as it will be printed, then printed or kept as a PDF."""

from collections.abc import Callable
from datetime import date
from threading import Event
from typing import Literal

from PySide6.QtCore import QLocale, QRectF, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPagedPaintDevice, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.core.store import Past
from crm_desktop.replica.handed_out import file_name
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.file_saving import ask_for_paper, keep_paper
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.overlay import MARGIN, Overlay
from crm_desktop.ui.parts.paper_view import PaperView

Language = Literal["en", "zh_CN"]
WIDEST = 1080
DOTS = 200  # an inch, of what is sent to a printer
NO_PRINTER = QT_TRANSLATE_NOOP("core", "The printer did not answer. Look whether it is on, or save the paper as a PDF.")


def language() -> Language:
    """Name the language of papers: that of the window."""
    return "zh_CN" if QLocale().language() == QLocale.Language.Chinese else "en"


class PaperDialog:
    """Ask for a printer; a class of its own, so that a test answers for the person."""

    @classmethod
    def ask_printer(cls, paper: "PaperOver") -> QPagedPaintDevice | None:
        """Give the chosen printer, None where the person thought better of it."""
        # The printing system takes 0.05 s to load and is rarely wanted.
        from PySide6.QtGui import QPageLayout, QPageSize
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        sides = QPageLayout.Orientation
        printer.setPageSize(
            QPageSize(QPageSize.PageSizeId.Letter if paper.size_name == "Letter" else QPageSize.PageSizeId.A4)
        )
        printer.setPageOrientation(sides.Landscape if paper.is_wide else sides.Portrait)
        printer.setDocName(paper.heading.text())
        return printer if QPrintDialog(printer, paper).exec() else None


class PaperOver(Overlay):
    """Show a paper over the window as it is printed. Ctrl+P prints it, Ctrl+S keeps it, PgUp and PgDown turn the pages.

    is_wide: the paper lies on its long side. size_name: A4 or Letter.
    """

    is_wide = False
    size_name = "A4"

    def __init__(self, context: Context, frame: Frame, title: str, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._frame = context, frame
        self._halt = Event()
        self.pdf = b""
        self.heading = QLabel(title, self)
        self.heading.setProperty("kind", "heading")
        self.view = PaperView(context, self)
        self.view.retranslate()
        self.print_button, self.save_button, self.close_button = (QPushButton(self) for _ in range(3))
        self._lay_out()
        self._say()
        self.print_button.clicked.connect(self.print)
        self.save_button.clicked.connect(self.save)
        self.close_button.clicked.connect(self.go)
        self.setFocusProxy(self.view)

    def draw(self, work: Callable[[], bytes]) -> None:
        """Draw the paper in the lane of long work and show it."""
        self._context.tasks.run(work, self._on_drawn, self._on_failed, name=self.drawing, halt=self._halt)

    @property
    def drawing(self) -> str:
        """Name the work while it goes on."""
        return self.tr("Drawing %1").replace("%1", self.heading.text())

    @property
    def file_name(self) -> str:
        """Name the file in which it is kept, without its ending."""
        return f"{self.heading.text()} {wording.today(self._context).isoformat()}"

    def printed(self) -> str:
        """Say by whom and when it was printed."""
        when = wording.local(self._context, self._context.desk.now())
        said = self.tr("Printed on %1 at %2 by %3").replace("%1", wording.day(when.date()))
        return said.replace("%2", wording.clock(when)).replace("%3", wording.name_of(self._context.desk.user))

    def moment(self) -> list[str]:
        """Say which past it shows, nothing for the present."""
        if self._context.moment is None:
            return []
        day: date = wording.local(self._context, self._context.moment).date()
        was, known = self.tr("As it was at the end of %1"), self.tr("As we knew it at the end of %1")
        return [(known if self._context.past is Past.AS_KNOWN else was).replace("%1", wording.day(day))]

    def company(self) -> str:
        """Name the company in the language of the paper."""
        company = self._context.desk.organisation
        return (company.name_zh if language() == "zh_CN" else "") or company.name

    def settle(self) -> None:
        room = self.window_under.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        wide = min(WIDEST, room.width())
        self.setGeometry((self.window_under.width() - wide) // 2, MARGIN, wide, room.height())

    def go(self) -> None:
        self._halt.set()  # what nobody waits for need not be drawn
        super().go()

    def print(self) -> None:
        """Send the pages to a printer."""
        if not self.pdf or (printer := PaperDialog.ask_printer(self)) is None:
            return
        pdf, halt, tasks = self.pdf, Event(), self._context.tasks
        name = self.tr("Printing %1").replace("%1", self.heading.text())
        self.go()
        said = self.tr("Sent to the printer: %1").replace("%1", self.heading.text())
        frame = self._frame
        tasks.run(
            lambda: send(pdf, printer, halt, lambda done, total: tasks.report(name, done, total)),
            lambda _done: frame.toast(said),
            lambda error: frame.message("warn", sentence(error)),
            name=name,
            halt=halt,
        )

    def save(self) -> None:
        """Keep the paper as a file."""
        if not self.pdf or (path := ask_for_paper(self, self.tr("Keep the paper"), file_name(self.file_name))) is None:
            return
        pdf = self.pdf
        self.go()
        keep_paper(self._context.tasks, self._frame, path, lambda: pdf)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if held and event.key() == Qt.Key.Key_P:
            self.print()
        elif held and event.key() == Qt.Key.Key_S:
            self.save()
        else:
            super().keyPressEvent(event)

    def _on_drawn(self, pdf: bytes) -> None:
        self.pdf = pdf
        self.view.show_paper(lambda: pdf, is_other=True)
        for button in (self.print_button, self.save_button):
            button.setEnabled(True)

    def _on_failed(self, error: UserError) -> None:
        if not self._halt.is_set():
            self._frame.message("warn", sentence(error))
        self.go()

    def _say(self) -> None:
        for button, name, keys in (
            (self.print_button, self.tr("Print…"), "Ctrl+P"),
            (self.save_button, self.tr("Save as PDF…"), "Ctrl+S"),
            (self.close_button, self.tr("Close"), "Esc"),
        ):
            button.setText(name)
            button.setToolTip(f"{name}  {keys}")
            button.setAccessibleName(name)
        self.setAccessibleName(self.tr("Paper: %1").replace("%1", self.heading.text()))
        for button in (self.print_button, self.save_button):
            button.setEnabled(False)

    def _lay_out(self) -> None:
        self.print_button.setProperty("kind", "primary")
        top = self.head = QHBoxLayout()
        top.setContentsMargins(20, 12, 12, 10)
        top.setSpacing(8)
        top.addWidget(self.heading)
        top.addStretch(1)
        for button in (self.close_button, self.save_button, self.print_button):
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.view, 1)


def send(pdf: bytes, printer: QPagedPaintDevice, halt: Event, told: Callable[[int, int], None]) -> int:
    """Draw the pages on a printer, as large as they fit; gives how many."""
    # PDFium loads with the first paper, not with the window.
    from crm_desktop.documents.preview import page_count, page_picture

    pages = page_count(pdf)
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError(NO_PRINTER)
    try:
        for page in range(pages):
            if halt.is_set():
                return page
            if page:
                printer.newPage()
            picture = page_picture(pdf, page, DOTS)
            wide, high = picture.width, picture.height
            image = QImage(picture.rgba, wide, high, wide * 4, QImage.Format.Format_RGBA8888)
            room = painter.viewport()
            scale = min(room.width() / wide, room.height() / high)
            painter.drawImage(QRectF(0, 0, wide * scale, high * scale), image)
            told(page + 1, pages)
    finally:
        painter.end()
    return pages
