"""What happens to a bug: written down once on this laptop, said once to the person, nothing lost."""

import faulthandler
import logging
import sys
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

from crm_desktop.replica.folders import CRASHES, LOG

LOG_BYTES = 1 << 20
OURS = ("satchel", "crm_desktop")
"""Loggers whose words are our own and name no customer."""


class Discreet(logging.Formatter):
    """Write where a fault was and of what kind, never what it said: that may be what somebody typed.

    Of others' words only those are kept that stand in their programs, without what fills them.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        bare = logging.makeLogRecord(record.__dict__)
        bare.exc_text = None
        if record.name.partition(".")[0] not in OURS:
            bare.msg, bare.args = record.msg if isinstance(record.msg, str) else type(record.msg).__name__, ()
        return super().format(bare)

    def formatException(self, ei: Any) -> str:
        kind, fault, trace = ei
        lines = [f"{Path(one.filename).name}:{one.lineno} in {one.name}" for one in traceback.extract_tb(trace)]
        while (fault := fault.__cause__ or fault.__context__ if fault is not None else None) is not None:
            lines.append(f"because of {type(fault).__name__}")
        return "\n".join((*lines, kind.__name__ if kind is not None else ""))


def keep_log(folder: Path) -> None:
    """Write the rolling log of the window into a folder; it names no customer, and grows no further than four megabytes."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / LOG, maxBytes=LOG_BYTES, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(Discreet())
    logging.getLogger().addHandler(handler)
    crashes = folder / CRASHES
    is_long = crashes.exists() and crashes.stat().st_size > LOG_BYTES
    faulthandler.enable(crashes.open("w" if is_long else "a", encoding="utf-8"))


def report_to(say: Callable[[str], None]) -> None:
    """Log what nobody caught and call say with the name of the fault; every edit is on the disk already."""

    def on_fault(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            return
        logging.getLogger("satchel").error("unexpected fault", exc_info=(kind, fault, trace))
        say(kind.__name__)

    sys.excepthook = on_fault
