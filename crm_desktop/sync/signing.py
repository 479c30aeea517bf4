"""Sessions and passwords of a laptop: signed in again, changed, signed out; what opens the replica follows."""

import msgspec

from crm_desktop.core.errors import ProtocolError, SignInError, UnreachableError
from crm_desktop.core.protocol import NewPassword, Server, SignIn
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import Clock, remember

NOT_YET_SENT = QT_TRANSLATE_NOOP(
    "core", "Changes of this laptop have not been sent yet. Send them first, or set the data aside instead."
)


class SignedIn(msgspec.Struct, frozen=True):
    """How a laptop was signed in again. is_rewrapped: its replica opens with another password than before."""

    is_rewrapped: bool


def sign_in_again(replica: Replica, server: Server, password: str, clock: Clock, code: str = "") -> SignedIn:
    """Sign this laptop in with the password in force at the server; its replica opens with that one from now on.

    So a password that was changed on another laptop, or by an administrator, arrives here. code: a one-time code of the
    administrator, with which the password is set anew.
    """
    header = replica.header
    request = SignIn(
        login=header.login, password=password, device=header.device, device_name=header.device, clock=clock(), code=code
    )
    remember(replica, server.sign_in(request), clock)
    if replica.opens_with(password):
        return SignedIn(is_rewrapped=False)
    replica.rewrap(password)
    return SignedIn(is_rewrapped=True)


def change_password(replica: Replica, server: Server, old: str, new: str) -> int:
    """Set another password at the server, then for the replica; tell how many other laptops have to sign in with it.

    The server decides first: cut off between the two, the same said again does what is left.
    """
    ended = server.change_password(replica.mark("token"), NewPassword(old=old, new=new))
    replica.rewrap(new)
    return ended.sessions


def unsent(replica: Replica) -> int:
    """Count the changes and files that only this laptop has."""
    return replica.pending() + len(replica.files.unsent())


def sign_out(replica: Replica, server: Server) -> bool:
    """Forget the session on both sides; False where the server could not be told, which ends it when it is unused.

    The replica stays as it is, for its password. A server that knows the session no more has been told.
    """
    token = replica.mark("token")
    try:
        if token:
            server.sign_out(token)
    except SignInError:
        return True
    except (UnreachableError, ProtocolError):
        return False
    finally:
        replica.set_mark("token", "")
    return True
