"""A mail server of the loopback that keeps what it is given, and can be told to be difficult."""

import base64
import datetime as dt
import socket
import ssl
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crm_desktop.replica.post import MailServer

USER, PASSWORD = "ann@harbour.example", "app password"


@dataclass
class PostOffice:
    """Speak enough SMTP for one client at a time.

    answers: command -> what is said instead of yes, "" to hang up there; "." is the end of a mail. tls: the certificate for
    STARTTLS, or from the first byte where is_tls. wants_login: nothing goes before it.
    """

    answers: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    is_tls: bool = False
    wants_login: bool = False
    most: int = 0
    taken: list[tuple[str, tuple[str, ...], bytes]] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._is_over = False
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()

    def close(self) -> None:
        """Shut the office; who connects afterwards is turned away."""
        if self._thread.is_alive():
            self._is_over = True
            socket.create_connection(("127.0.0.1", self.port)).close()
            self._thread.join()
        self._door.close()

    @property
    def server(self) -> MailServer:
        """Give the settings that lead here."""
        return MailServer(host="127.0.0.1", port=self.port, is_tls=self.is_tls, user=USER if self.wants_login else "")

    @property
    def mails(self) -> list[EmailMessage]:
        """Give the mails that were taken."""
        return [message_from_bytes(content, policy=policy.default) for _from, _to, content in self.taken]

    def _serve(self) -> None:
        while True:
            line, _ = self._door.accept()
            if self._is_over:
                line.close()
                return
            try:
                if self.is_tls and self.tls is not None:
                    line = self.tls.wrap_socket(line, server_side=True)
                self._talk(line)
            except OSError:  # whoever called hung up
                line.close()

    def _talk(self, line: socket.socket) -> None:
        """Answer one caller."""
        reader = line.makefile("rb")
        from_, to = "", list[str]()
        line.sendall(self.answers.get("hello", "220 here").encode() + b"\r\n")
        try:
            while said := reader.readline():
                word, _, rest = said.decode("latin-1").strip().partition(" ")
                self.heard.append(word.upper())
                match word.upper():
                    case "EHLO":
                        extensions = ["here", *(["STARTTLS"] if self._offers_tls(line) else [])]
                        extensions += ["AUTH PLAIN"] if self.wants_login else []
                        extensions += [f"SIZE {self.most}"] if self.most else []
                        lines = [
                            f"250{'-' if at + 1 < len(extensions) else ' '}{one}" for at, one in enumerate(extensions)
                        ]
                        line.sendall("\r\n".join(lines).encode() + b"\r\n")
                        continue
                    case "STARTTLS":
                        line.sendall(b"220 go on\r\n")
                        reader.close()
                        line = self.tls.wrap_socket(line, server_side=True)
                        reader = line.makefile("rb")
                        continue
                    case "AUTH":
                        right = base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode()
                        said_yes = rest.partition(" ")[2] == right
                        line.sendall(b"235 yes\r\n" if said_yes else b"535 5.7.8 Bad credentials\r\n")
                        continue
                    case "MAIL":
                        from_, to = rest.partition("<")[2].partition(">")[0], []
                    case "RCPT":
                        to.append(rest.partition("<")[2].partition(">")[0])
                    case "DATA" if "DATA" not in self.answers:
                        line.sendall(b"354 go on\r\n")
                        content = bytearray()
                        while (part := reader.readline()) not in (b".\r\n", b""):
                            content += part[1:] if part.startswith(b".") else part
                        if not part:
                            return
                        word = "."
                        if self.answers.get(".", "250").startswith("250") or self.answers["."] == "":
                            self.taken.append((from_, tuple(to), bytes(content)))
                answer = self.answers.get(word.upper(), "250 yes")
                if not answer:
                    return
                line.sendall(answer.encode() + b"\r\n")
                if word.upper() == "QUIT":
                    return
        finally:
            reader.close()
            line.close()

    def _offers_tls(self, line: socket.socket) -> bool:
        return self.tls is not None and not isinstance(line, ssl.SSLSocket)


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Make a certificate for the loopback; gives what a server shows, and what a client believes that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "post office")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    plain = serialization.NoEncryption()
    path = folder / "certificate.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(path)
    believed = ssl.create_default_context(cadata=made.public_bytes(serialization.Encoding.PEM).decode())
    return shown, believed
