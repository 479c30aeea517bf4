"""Handing a mail over to a server by SMTP, with a sentence for everything that can be wrong on the way."""

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from crm_desktop.core.errors import UserError
from crm_desktop.replica.post import MailServer
from crm_desktop.sync.undelivered import (
    CERTIFICATE,
    NO_SUCH_RECIPIENT,
    NO_TLS,
    NOT_NOW,
    NOT_REACHED,
    PERHAPS,
    TOO_LARGE,
    TURNED_DOWN,
    WRONG_PASSWORD,
    DoubtfulError,
    HeldError,
    LaterError,
    TurnedDownError,
)

CONNECT_S = 10.0
ANSWER_S = 30.0
"""How long an answer may take; a server looks at a mail before it says yes."""
LONGEST_ANSWER = 200
OK, GO_ON = 250, 354
TEMPORARY, PERMANENT = 400, 500
WHO_ARE_YOU = frozenset({530, 534, 535, 538})
"""Answers that ask for another way of signing in (RFC 4954)."""


class Courier:
    """Carry mails to one server, each over a connection of its own. `cut` may be called from any thread.

    trusted: whose certificates are believed, None for those of the system.
    """

    def __init__(self, server: MailServer, password: str = "", trusted: ssl.SSLContext | None = None) -> None:
        self._server, self._password, self._trusted = server, password, trusted
        self._lock = threading.Lock()
        self._line: smtplib.SMTP | None = None
        self._is_over = False

    def try_out(self) -> None:
        """Connect, encrypt and sign in, and hand over nothing; raises as `deliver` does."""
        with self._connected():
            pass

    def deliver(self, sender: str, to: Sequence[str], content: bytes) -> None:
        """Hand over a mail to all of its recipients or to none. content: a message with CRLF at its ends of lines.

        Raises LaterError, HeldError, TurnedDownError or DoubtfulError; after none but the last can anybody have got it.
        """
        with self._connected() as line:
            most = int(line.esmtp_features.get("size") or 0)
            if most and len(content) > most:
                raise TurnedDownError(TOO_LARGE, most=most // 1_000_000)
            self._address(line, sender, to)
            self._hand_over(line, content)

    def cut(self) -> None:
        """End what hangs in the network; a mail that is handed over already waits for its answer."""
        with self._lock:
            self._is_over = True
            line = self._line
        if line is not None and isinstance(line.sock, socket.socket):
            with suppress(OSError):  # ended already
                socket.socket.shutdown(line.sock, socket.SHUT_RDWR)

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        try:
            line = self._ready()
            try:
                yield line
                with suppress(OSError, smtplib.SMTPException):  # it has said yes: how it takes leave is all one
                    line.quit()
            finally:
                self._let_go(line)
        except smtplib.SMTPResponseException as fault:
            raise LaterError(NOT_NOW, answer=_words(fault.smtp_error)) from fault
        except (OSError, smtplib.SMTPException) as fault:
            raise LaterError(NOT_REACHED, host=self._server.host) from fault

    def _ready(self) -> smtplib.SMTP:
        """Connect, encrypt and sign in."""
        try:
            line = self._line_to()
        except ssl.SSLError as fault:
            raise self._not_encrypted(fault) from fault
        try:
            with self._lock:
                self._line = line
                if self._is_over:
                    line.close()
            self._encrypt(line)
            self._sign_in(line)
        except ssl.SSLError as fault:
            self._let_go(line)
            raise self._not_encrypted(fault) from fault
        except BaseException:
            self._let_go(line)
            raise
        return line

    def _let_go(self, line: smtplib.SMTP) -> None:
        with self._lock:
            self._line = None
        line.close()

    def _not_encrypted(self, fault: ssl.SSLError) -> Exception:
        if isinstance(fault, ssl.SSLCertVerificationError):
            return HeldError(CERTIFICATE, host=self._server.host, reason=fault.verify_message)
        if isinstance(fault, ssl.SSLEOFError):  # it hung up, as a network does
            return LaterError(NOT_REACHED, host=self._server.host)
        return HeldError(NO_TLS, host=self._server.host, port=self._server.port)

    def _line_to(self) -> smtplib.SMTP:
        # The name of this computer is nobody's business, and asking the network for it can take seconds.
        host, port, name = self._server.host, self._server.port, "[127.0.0.1]"
        line = (
            smtplib.SMTP_SSL(host, port, name, timeout=CONNECT_S, context=self._context())
            if self._server.is_tls
            else smtplib.SMTP(host, port, name, timeout=CONNECT_S)
        )
        if line.sock is not None:
            line.sock.settimeout(ANSWER_S)
        return line

    def _encrypt(self, line: smtplib.SMTP) -> None:
        line.ehlo_or_helo_if_needed()
        if self._server.is_tls:
            return
        if line.has_extn("starttls"):
            line.starttls(context=self._context())
            line.ehlo_or_helo_if_needed()
        elif not self._server.is_here:
            raise HeldError(NO_TLS, host=self._server.host, port=self._server.port)

    def _sign_in(self, line: smtplib.SMTP) -> None:
        if not self._server.user:
            return
        try:
            line.login(self._server.user, self._password)
        except smtplib.SMTPAuthenticationError as fault:
            if fault.smtp_code < PERMANENT:
                raise
            raise HeldError(WRONG_PASSWORD, answer=_words(fault.smtp_error)) from fault
        except smtplib.SMTPNotSupportedError as fault:
            raise HeldError(WRONG_PASSWORD, answer=str(fault)) from fault

    def _address(self, line: smtplib.SMTP, sender: str, to: Sequence[str]) -> None:
        code, said = line.mail(sender)
        if code != OK:
            raise self._refusal(code, said)
        for address in to:
            code, said = line.rcpt(address)
            if TEMPORARY <= code < PERMANENT:
                raise LaterError(NOT_NOW, answer=_words(said))
            if code not in (OK, OK + 1):
                raise TurnedDownError(NO_SUCH_RECIPIENT, address=address, answer=_words(said))

    def _hand_over(self, line: smtplib.SMTP, content: bytes) -> None:
        code, said = line.docmd("data")
        if code != GO_ON:
            raise self._refusal(code, said)
        line.send(re.sub(rb"(?m)^\.", b"..", content))  # a dot alone would end it (RFC 5321, 4.5.2)
        # From here on the server has all of it: what breaks now leaves open whether it took it.
        try:
            line.send(b".\r\n")
            code, said = line.getreply()
        except (OSError, smtplib.SMTPServerDisconnected) as fault:
            raise DoubtfulError(PERHAPS) from fault
        if code != OK:
            raise self._refusal(code, said)

    def _refusal(self, code: int, said: bytes) -> UserError:
        if code in WHO_ARE_YOU:
            return HeldError(WRONG_PASSWORD, answer=_words(said))
        kind, words = (TurnedDownError, TURNED_DOWN) if code >= PERMANENT else (LaterError, NOT_NOW)
        return kind(words, answer=_words(said))

    def _context(self) -> ssl.SSLContext:
        return self._trusted or ssl.create_default_context()


def _words(said: bytes | str) -> str:
    """Give an answer of a server as one line of bounded length."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split()).rstrip(".")
    return line if len(line) <= LONGEST_ANSWER else f"{line[: LONGEST_ANSWER - 1]}…"
