"""Why a mail did not go: whether it is tried again, waits for somebody, or may have gone after all."""

from crm_desktop.core.errors import UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP

NOT_REACHED = QT_TRANSLATE_NOOP(
    "core", "The mail server {host} cannot be reached. The mail goes when there is a network."
)
NOT_NOW = QT_TRANSLATE_NOOP("core", "The mail server does not take it now: {answer}. It is tried again later.")
CERTIFICATE = QT_TRANSLATE_NOOP(
    "core", "The certificate of the mail server {host} is not trusted: {reason}. Nothing was sent. Ask who runs it."
)
NO_TLS = QT_TRANSLATE_NOOP(
    "core",
    "The mail server {host} does not encrypt on port {port}, so nothing was sent. Port 465 or 587 is right for most.",
)
WRONG_PASSWORD = QT_TRANSLATE_NOOP(
    "core",
    "The mail server did not accept user or password: {answer}. Set up sending once more; many want an app password.",
)
TURNED_DOWN = QT_TRANSLATE_NOOP("core", "The mail server refused the mail: {answer}")
NO_SUCH_RECIPIENT = QT_TRANSLATE_NOOP("core", "The mail server refused {address}: {answer}. Nobody got the mail.")
TOO_LARGE = QT_TRANSLATE_NOOP("core", "The mail is larger than the {most} MB that the mail server takes.")
PERHAPS = QT_TRANSLATE_NOOP(
    "core",
    "The connection broke before the mail server said yes, so the mail may have gone. Look into your mailbox, then say so.",
)


class LaterError(UserError):
    """It did not go and may go later; nothing was taken."""


class HeldError(UserError):
    """It does not go before somebody mends the settings or the password."""


class TurnedDownError(UserError):
    """The server does not take this mail, however often it is asked."""


class DoubtfulError(UserError):
    """Nobody knows whether it went."""
