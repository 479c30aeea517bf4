"""A calendar as other programs read it: RFC 5545, plain data in, bytes out.

Lines end with CRLF and are folded after 75 octets, never inside a character; the same data gives the same bytes.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

import msgspec

FOLD = 75  # octets of a line, without its end (RFC 5545, 3.1)
PRODUCT = "-//Satchel//Satchel CRM//EN"
MEDIA_TYPE = "text/calendar"


class Entry(msgspec.Struct, frozen=True):
    """One thing of a calendar.

    uid: the same at every export, unique in the world. starts: aware, None for something of the whole day. minutes: of
    what has a start. is_task: something to do by its day instead of something that takes place. is_free: it keeps nobody
    from other things.
    """

    uid: str
    summary: str
    day: date
    starts: datetime | None = None
    minutes: int = 0
    description: str = ""
    location: str = ""
    category: str = ""
    is_task: bool = False
    is_done: bool = False
    is_free: bool = False


def calendar(entries: Iterable[Entry], stamp: datetime, name: str = "") -> bytes:
    """Write a calendar. stamp: the moment of the export; name: what other programs call the calendar, "" for nothing."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    if name:
        lines += [f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}"]
    for entry in entries:
        lines += _component(entry, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(part for line in lines for part in folded(line))


def escaped(text: str) -> str:
    """Escape a text value (RFC 5545, 3.3.11); other control characters than line ends have no place in one."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    plain = plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(sign for sign in plain if sign == "\t" or (ord(sign) >= 32 and ord(sign) != 127))


def folded(line: str) -> Iterator[bytes]:
    """Cut a line into pieces of at most 75 octets with their ends; those after the first begin with a space."""
    piece, room = bytearray(), FOLD
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > room:
            yield bytes(piece) + b"\r\n"
            piece, room = bytearray(b" "), FOLD
        piece += octets
    yield bytes(piece) + b"\r\n"


def _component(entry: Entry, stamp: datetime) -> list[str]:
    kind = "VTODO" if entry.is_task else "VEVENT"
    lines = [f"BEGIN:{kind}", f"UID:{escaped(entry.uid)}", f"DTSTAMP:{_utc(stamp)}", *_when(entry)]
    lines.append(f"SUMMARY:{escaped(entry.summary)}")
    for key, text in (("DESCRIPTION", entry.description), ("LOCATION", entry.location), ("CATEGORIES", entry.category)):
        if text:
            lines.append(f"{key}:{escaped(text)}")
    if entry.is_task:
        lines.append(f"STATUS:{'COMPLETED' if entry.is_done else 'NEEDS-ACTION'}")
    elif entry.is_free:
        lines.append("TRANSP:TRANSPARENT")
    return [*lines, f"END:{kind}"]


def _when(entry: Entry) -> list[str]:
    if entry.starts is not None:
        end = entry.starts + timedelta(minutes=entry.minutes)
        return [f"DTSTART:{_utc(entry.starts)}", f"{'DUE' if entry.is_task else 'DTEND'}:{_utc(end)}"]
    if entry.is_task:
        return [f"DUE;VALUE=DATE:{entry.day:%Y%m%d}"]
    following = entry.day + timedelta(days=1)  # the end is the first day that does not belong to it
    return [f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}", f"DTEND;VALUE=DATE:{following:%Y%m%d}"]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
