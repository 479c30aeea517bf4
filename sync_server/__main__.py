"""The door of the server: one command in, an exit code out, expected trouble as a sentence."""

import errno
import sys
from functools import partial

from sqlalchemy.exc import DBAPIError

from crm_desktop.core.errors import UserError
from sync_server.command import parser
from sync_server.trouble import DISK_FULL, trouble_of

INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = parser().parse_args(arguments)
    try:
        code: int = options.run(options, partial(print, flush=True))
    except UserError as error:
        return _failed(str(error))
    except DBAPIError as fault:
        trouble = trouble_of(fault)
        if trouble is None:
            raise
        return _failed(str(trouble))
    except OSError as fault:
        if fault.errno != errno.ENOSPC:
            raise
        return _failed(DISK_FULL)
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _failed(sentence: str) -> int:
    print(f"satchel-server: {sentence}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
