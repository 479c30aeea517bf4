"""`satchel` with a watcher beside it, which asks the window fifty times a second whether it answers.

Usage: python -m tests.hour.watched FILE [arguments of satchel]. FILE gets one line of JSON for each answer that took
longer than LONG_S: when it was asked, how long it took, and what the window was doing meanwhile.
"""

import json
import sys
import threading
import time
import traceback
from pathlib import Path

LONG_S = 0.1
EACH_S = 0.02
LOOK_S = 0.1
INNERMOST = 8


def main() -> int:
    """Run `satchel` as its door does, watched; returns its exit code."""
    out = Path(sys.argv.pop(1))
    from crm_desktop import door
    from crm_desktop.ui import app

    make = app.application

    def watched_application(arguments):
        made = make(arguments)
        watch(made, out)
        return made

    app.application = watched_application
    return door.main()


def watch(application, out: Path) -> None:
    """Begin to ask, on a thread of its own, until the application ends."""
    from PySide6.QtCore import QObject, Qt, Signal

    answered, is_over = threading.Event(), threading.Event()

    class Asked(QObject):
        beat = Signal()

        def answer(self) -> None:
            answered.set()

    asked = Asked(application)
    asked.beat.connect(asked.answer, Qt.ConnectionType.QueuedConnection)
    window = threading.get_ident()

    def ask() -> None:
        while not is_over.wait(EACH_S):
            begun = time.time()
            answered.clear()
            asked.beat.emit()
            seen = []
            while not answered.wait(LOOK_S) and not is_over.is_set():
                seen.append(doing(window))
            taken = time.time() - begun
            if taken > LONG_S:
                with out.open("a", encoding="utf-8") as file:
                    file.write(json.dumps({"at": begun, "s": round(taken, 3), "doing": seen[:20]}) + "\n")

    asker = threading.Thread(target=ask, daemon=True, name="watcher")
    asker.start()

    def end() -> None:
        is_over.set()
        asker.join()

    application.aboutToQuit.connect(end)


def doing(thread: int) -> list[str]:
    """Say in which functions a thread is, the innermost first."""
    frame = sys._current_frames().get(thread)
    return [
        f"{Path(one.filename).name}:{one.lineno} {one.name}"
        for one in reversed(traceback.extract_stack(frame)[-INNERMOST:])
    ]


if __name__ == "__main__":
    sys.exit(main())
