"""Writing a file where a person wants it: said when it is there, and when the disk did not take it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.tasks import Tasks

PDF, XML = ".pdf", ".xml"


def ask_where(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Ask for a place, first offered among the documents; None where nobody wants one."""
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    folder = documents if documents.is_dir() else Path.home()  # else Qt offers where the program was started
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(folder / name), kinds)
    return Path(chosen) if chosen else None


def ask_for_paper(parent: QWidget, title: str, name: str, ending: str = PDF) -> Path | None:
    """Ask where a paper is kept; name: without its ending, which the place has whatever was typed."""
    chosen = ask_where(parent, title, f"{name}{ending}", f"{ending[1:].upper()} (*{ending})")
    return chosen if chosen is None or chosen.suffix.lower() == ending else chosen.with_name(f"{chosen.name}{ending}")


def write_paper(tasks: Tasks, frame: Frame, place: Path, paper: Callable[[], bytes], then: Callable[[], None]) -> None:
    """Make a paper and write it in the lane of long work, all of it or what was there stays; a disk that takes nothing is told."""

    def write() -> None:
        from crm_desktop.documents.list_files import write_bytes  # with all that writes lists

        write_bytes(paper(), place)

    name = QCoreApplication.translate("FileSaving", "Writing the paper")
    tasks.run(write, lambda _done: then(), lambda error: frame.message("warn", sentence(error)), name=name)


def keep_paper(tasks: Tasks, frame: Frame, place: Path, paper: Callable[[], bytes]) -> None:
    """Write a paper where a person wants it and say so, with a way to look at it."""
    said = QCoreApplication.translate("FileSaving", "Saved as %1").replace("%1", place.name)
    opens = QCoreApplication.translate("FileSaving", "Open")
    write_paper(tasks, frame, place, paper, lambda: frame.toast(said, opens, lambda: view_file(place)))


def view_file(place: Path) -> None:
    """Show a file in the program that this computer opens it with."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))


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
