"""One start of the desktop: paint the list of accounts, tell the moment and the memory, and end."""

# ruff: noqa: E402 - loading is measured too, and makes no garbage
import gc
import json
import os
import sys
import time
from pathlib import Path

gc.disable()  # as the door does

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication

from crm_desktop.door import work_from_here
from crm_desktop.replica import vault
from crm_desktop.replica.replica import Replica
from crm_desktop.ui.app import Desktop, application
from crm_desktop.ui.places import Place


class Painted(QObject):
    """Wait for the first paint of a list that has rows."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            view = watched.parent()
            model = view.model() if isinstance(view, QAbstractItemView) and view.viewport() is watched else None
            if model is not None and model.rowCount() > 0 and model.columnCount() > 1:
                QApplication.instance().removeEventFilter(self)
                QTimer.singleShot(0, self, _tell)  # when this paint is done
        return False


def _tell() -> None:
    painted = time.time()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    print(json.dumps({"painted": painted, "rss_mb": pages * os.sysconf("SC_PAGE_SIZE") / 1e6}))
    QApplication.exit(0)


def main() -> int:
    """Open the desktop on the folder of the first argument with the key read from the standard input."""
    folder, key = Path(sys.argv[1]), bytes.fromhex(sys.stdin.read())
    vault.unwrap = lambda _header, _password: key  # the key is at hand: its derivation is another figure
    work_from_here()
    app = application(["satchel"])
    painted = Painted(app)
    app.installEventFilter(painted)
    desktop = Desktop(app, folder)
    window = desktop.open(Replica.open(folder, ""), goes_online=False)
    window.go(Place("account"))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
