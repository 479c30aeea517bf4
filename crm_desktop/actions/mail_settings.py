"""How this laptop hands mails over: its server and user in the encrypted file, the password in the computer's key store."""

import re
from contextlib import suppress

from crm_desktop.actions.desk import Desk
from crm_desktop.actions.mailing import NO_SENDER, sender
from crm_desktop.actions.posting import NO_SERVER, release_held
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.documents.mail import Mail, message
from crm_desktop.replica.post import MailServer
from crm_desktop.sync.courier import Courier

SERVICE = "satchel-mail"
STARTTLS_PORT, TLS_PORT = 587, 465
_ADDRESS = re.compile(r"(?:(smtps?)://)?(\[[0-9a-fA-F:.]+\]|[^\s:/@\[\]]+)(?::(\d{1,5}))?/?", re.ASCII | re.IGNORECASE)
NO_SUCH_SERVER = QT_TRANSLATE_NOOP(
    "core", "“{text}” is no address of a mail server. Write it as smtp.example.com, with :465 or another port after it."
)


def server_of(text: str, user: str) -> MailServer:
    """Read a server as it is typed: name or number, and a port after a colon; without one 587 with STARTTLS.

    Port 465, or smtps:// before the name, is encrypted from the first byte. Raises RefusedError for what is none.
    """
    found = _ADDRESS.fullmatch(text.strip())
    port = int(found[3]) if found and found[3] else 0
    if found is None or port > 65_535:
        raise RefusedError(NO_SUCH_SERVER, text=text.strip())
    is_tls = (found[1] or "").lower() == "smtps" or port == TLS_PORT
    usual = TLS_PORT if is_tls else STARTTLS_PORT
    return MailServer(host=found[2].strip("[]").lower(), port=port or usual, is_tls=is_tls, user=user.strip())


def set_up(desk: Desk, server: MailServer, password: str) -> bool:
    """Hand mails to a server from now on; tell whether the key store of the computer keeps the password.

    Where there is none, the encrypted file keeps it. What waited for better settings is tried again.
    """
    is_kept = bool(password) and _keep(server, password)
    desk.replica.post.set_server(server, "" if is_kept else password)
    release_held(desk)
    return is_kept


def password_for(desk: Desk, server: MailServer) -> str:
    """Give the password that is known for a server and user, "" for none. May ask the key store."""
    here = desk.replica.post.password if server == desk.replica.post.server else ""
    return here or _kept(server)


def forget(desk: Desk) -> None:
    """Hand no mails over any more, and forget the password; what waits goes on waiting."""
    server = desk.replica.post.server
    if server is not None:
        # The key store takes 0.1 s to load, and is for whoever changes this.
        import keyring
        from keyring.errors import KeyringError

        with suppress(KeyringError):  # it was kept in the file
            keyring.delete_password(SERVICE, _account(server))
    desk.replica.post.set_server(None)


def courier_of(desk: Desk) -> Courier:
    """Give who carries the mails of this laptop; raises UserError where no server is set up. May ask the key store."""
    server = desk.replica.post.server
    if server is None:
        raise UserError(NO_SERVER)
    return Courier(server, password_for(desk, server))


def send_test(desk: Desk, courier: Courier, subject: str, text: str) -> str:
    """Send a mail to oneself and give the address; raises UserError where it does not go."""
    to = sender(desk)
    if not to:
        raise RefusedError(NO_SENDER)
    mail = Mail(
        to=(to,), subject=subject, text=text, file_name="", pdf=b"", key=desk.new_id(), at=desk.now(), sender=to,
        sender_name=desk.user.name,
    )  # fmt: skip
    courier.deliver(to, (to,), message(mail))
    return to


def _account(server: MailServer) -> str:
    return f"{server.user}@{server.host}:{server.port}"


def _keep(server: MailServer, password: str) -> bool:
    # As in `forget`.
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, _account(server), password)
    except KeyringError:
        return False
    return _kept(server) == password  # some key stores take it and keep nothing


def _kept(server: MailServer) -> str:
    # As in `forget`.
    import keyring
    from keyring.errors import KeyringError

    if not server.user:
        return ""
    try:
        return keyring.get_password(SERVICE, _account(server)) or ""
    except KeyringError:
        return ""
