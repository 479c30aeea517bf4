"""What happens to a bug: written down once on this laptop, said once to the person, nothing lost."""

import faulthandler
import logging
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

LOG = "satchel.log"
LOG_BYTES = 1 << 20


def keep_log(folder: Path) -> None:
    """Write the rolling log of the window into a folder; it names no customer."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / LOG, maxBytes=LOG_BYTES, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    crash = (folder / "crash.log").open("a", encoding="utf-8")
    faulthandler.enable(crash)


def report_to(say: Callable[[str], None]) -> None:
    """Log what nobody caught and call say with the name of the fault; every edit is on the disk already."""

    def on_fault(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            return
        logging.getLogger("satchel").error("unexpected fault", exc_info=(kind, fault, trace))
        say(kind.__name__)

    sys.excepthook = on_fault
