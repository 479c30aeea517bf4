"""A list on its way to a file: asked where, written off the window's thread, with its progress and a way to stop it."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.actions.listing import Asked, count_of, listing
from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.documents.listing import Group, Listing, Row
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.file_saving import view_file
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.browse import counted

STOPPED = QT_TRANSLATE_NOOP("core", "Stopped. No file was written.")
CSV, XLSX = ".csv", ".xlsx"


class StoppedError(UserError):
    """The person ended it."""


class ExportDialog:
    """Ask where a list shall be written; a class of its own, so that a test answers for the person."""

    @classmethod
    def ask(cls, parent: QWidget, title: str, name: str) -> Path | None:
        """Give the chosen path with its ending, None where the person thought better of it."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        kinds = {
            QCoreApplication.translate("ListExport", "Workbook (*.xlsx)"): XLSX,
            QCoreApplication.translate("ListExport", "CSV table (*.csv)"): CSV,
        }
        chosen, kind = QFileDialog.getSaveFileName(parent, title, str(Path(folder) / name), ";;".join(kinds))
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.lower() in kinds.values() else path.with_name(path.name + kinds.get(kind, XLSX))


def export_list(context: Context, frame: Frame, page: QWidget, asked: Asked) -> None:
    """Ask for a file and write a list to it as it is shown."""
    plural = wording.kind_name(asked.key, plural=True)
    title = QCoreApplication.translate("ListExport", "Export %1").replace("%1", plural)
    path = ExportDialog.ask(page, title, f"{plural} {wording.today(context).isoformat()}{XLSX}")
    if path is None:
        return
    view, zone, halt = context.view, context.desk.zone, Event()
    name = QCoreApplication.translate("ListExport", "Exporting %1").replace("%1", plural)

    def work() -> int:
        # Workbooks are for whoever writes one.
        from crm_desktop.documents.list_files import write_list

        # A workbook adds the currencies of a group up apart, by what stands beside the amounts.
        money_apart = path.suffix.lower() == CSV or asked.grouped is not None
        with view.reading() as reader:
            total = count_of(reader, asked)
            made = listing(reader, zone, asked, wording.words(), money_apart=money_apart)
            return write_list(watched(made, halt, lambda done: context.tasks.report(name, done, total)), path)

    teller = ExportTeller(context, frame, path, asked.key)
    context.tasks.run(work, teller.done, teller.failed, name=name, halt=halt)


def watched(made: Listing, halt: Event, told: Callable[[int], None]) -> Listing:
    """Give a list of which the rows tell how many have come, and end with StoppedError once they shall."""

    def rows() -> Iterator[Sequence[Row | Group]]:
        done = 0
        for chunk in made.rows:
            if halt.is_set():
                raise StoppedError(STOPPED)
            yield chunk
            done += sum(not isinstance(row, Group) for row in chunk)
            told(done)

    return msgspec.structs.replace(made, rows=rows())


class ExportTeller(QObject):
    """Say what became of the file."""

    def __init__(self, context: Context, frame: Frame, path: Path, key: str) -> None:
        super().__init__(context)
        self._frame, self._path, self._key = frame, path, key

    def done(self, count: int) -> None:
        said = self.tr("%1 written to %2").replace("%1", counted(count, self._key)).replace("%2", self._path.name)
        path = self._path
        self._frame.toast(said, self.tr("Open"), lambda: view_file(path))
        self.deleteLater()

    def failed(self, error: UserError) -> None:
        if isinstance(error, StoppedError):
            self._frame.toast(sentence(error))
        else:
            self._frame.message("warn", sentence(error))
        self.deleteLater()
