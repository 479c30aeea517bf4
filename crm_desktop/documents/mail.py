"""A mail with its attachment as bytes: a message of RFC 5322, which a mail program opens and a server takes."""

import hashlib
import re
from datetime import datetime

from msgspec import Struct

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[^\s@,;<>\"()\[\]\\]+\.[^\s@,;<>\"()\[\]\\.]+")
_LONGEST_ADDRESS = 254  # RFC 5321


class Mail(Struct, frozen=True, kw_only=True):
    """One mail. to: at least one address; sender: "" where the mail program knows who sends; pdf: attached as file_name.

    key: names the mail for good: the same one is never made under another, so that whoever gets it twice can tell.
    is_draft: a mail program opens it to be sent, instead of showing it as one that came.
    """

    to: tuple[str, ...]
    subject: str
    text: str
    file_name: str
    pdf: bytes
    key: str
    at: datetime
    sender: str = ""
    sender_name: str = ""
    is_draft: bool = False


def message(mail: Mail) -> bytes:
    """Write a mail down; the same mail gives the same bytes."""
    # What writes mails takes 20 ms to load, and addresses are looked at by screens that send none.
    from email import policy
    from email.headerregistry import Address
    from email.message import EmailMessage
    from email.utils import format_datetime

    made = EmailMessage(policy=policy.SMTP)
    if mail.sender:
        made["From"] = Address(one_line(mail.sender_name), addr_spec=_plain(mail.sender))
    made["To"] = [Address(addr_spec=_plain(one)) for one in mail.to]
    made["Subject"] = one_line(mail.subject)
    made["Date"] = format_datetime(mail.at)
    made["Message-ID"] = message_id(mail.key, mail.sender)
    if mail.is_draft:
        made["X-Unsent"] = "1"
    made.set_content(_without_controls(mail.text).rstrip() + "\n", cte="base64")
    if mail.pdf:
        made.add_attachment(mail.pdf, maintype="application", subtype="pdf", filename=mail.file_name)
        made.set_boundary(f"=_{hashlib.sha256(mail.key.encode()).hexdigest()[:40]}")  # else it is drawn by lot
    return made.as_bytes()


def message_id(key: str, sender: str) -> str:
    """Name a mail as servers and programs know it."""
    domain = _plain(sender).partition("@")[2] or "satchel.invalid"
    return f"<{key}@{domain}>"


def addresses(text: str) -> tuple[list[str], list[str]]:
    """Read addresses parted by commas, semicolons or lines; give those that are some, each once, and the words that are none."""
    words = [word for part in re.split(r"[,;\n，；]", text) if (word := _bare(part))]
    right = [word for word in dict.fromkeys(words) if is_address(word)]
    return right, [word for word in words if not is_address(word)]


def is_address(text: str) -> bool:
    """Tell whether a text is a mail address that every server takes: name@domain, the name in plain letters."""
    return len(text) <= _LONGEST_ADDRESS and bool(_ADDRESS.fullmatch(text)) and bool(_plain(text))


def one_line(text: str) -> str:
    """Write a text in one line without control characters, as a head of a mail needs it."""
    return " ".join(_without_controls(text).split())


def _bare(text: str) -> str:
    """Take the address out of `Name <address>`."""
    text = text.strip()
    inner = re.fullmatch(r"[^<>]*<([^<>]+)>", text)
    return inner[1].strip() if inner else text


def _plain(text: str) -> str:
    name, _, domain = text.partition("@")
    try:
        return f"{name}@{domain.encode('idna').decode('ascii')}" if domain else text
    except UnicodeError:  # an empty label or one that is too long
        return ""


def _without_controls(text: str) -> str:
    return "".join(sign for sign in text if sign in "\n\t" or (ord(sign) >= 32 and not 127 <= ord(sign) < 160))
