"""Writing a file where a person wants it: said when it is there, and when the disk did not take it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.ui.page import Frame


def ask_where(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Ask for a place, first offered among the documents; None where nobody wants one."""
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    folder = documents if documents.is_dir() else Path.home()  # else Qt offers where the program was started
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(folder / name), kinds)
    return Path(chosen) if chosen else None


def save(frame: Frame, place: Path, write: Callable[[Path], object]) -> None:
    """Write a file and say so; write: is given the place."""
    try:
        write(place)
    except OSError as fault:
        words = QCoreApplication.translate("FileSaving", "%1 could not be written: %2")
        frame.message("bad", words.replace("%1", str(place)).replace("%2", str(fault.strerror)))
        return
    frame.toast(QCoreApplication.translate("FileSaving", "Saved as %1").replace("%1", place.name))


def save_table(frame: Frame, parent: QWidget, table: str) -> None:
    """Ask where what waits is written down, and write it there."""
    title = QCoreApplication.translate("FileSaving", "Export what waits")
    if place := ask_where(parent, title, "satchel-waiting.csv", "CSV (*.csv)"):
        content = table.encode("utf-8-sig")  # spreadsheets know UTF-8 by its mark
        save(frame, place, lambda there: there.write_bytes(content))
