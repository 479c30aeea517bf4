"""A window in a process of its own in which somebody types on and on, to be killed: `python -m tests.ui.typist FOLDER RECORD`.

Each time that what is typed is in the file, it tells so by a line with what stands there.
"""

import sys
from itertools import count
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from crm_desktop.replica.drafts import TYPED
from crm_desktop.ui.app import Desktop, application
from crm_desktop.ui.places import place_of
from crm_desktop.ui.records.composer import PLACE


def main(folder: Path, account: str) -> None:
    """Open the demo that lies in a folder, and type at one of its accounts until this is killed."""
    app = application(["typist"])
    desktop = Desktop(app, folder)
    desktop.start(in_demo=True)
    while not desktop.windows:
        app.processEvents()
    window, drafts, numbers = desktop.windows[0], desktop.context.drafts, count()
    window.go(place_of("account", account))
    text = window.pages.page.timeline.composer.text
    place = TYPED + PLACE + account
    drafts.written.connect(lambda: print(desktop.context.desk.replica.mark(place), flush=True))
    keys = QTimer()
    keys.timeout.connect(lambda: QTest.keyClicks(text, f"{next(numbers)} "))
    keys.start(0)
    app.exec()


main(Path(sys.argv[1]), sys.argv[2])
