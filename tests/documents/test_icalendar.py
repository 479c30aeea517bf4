"""An exported calendar is what RFC 5545 says: folded by octets, escaped, in UTC, with ids that stay."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.documents.icalendar import Entry, calendar, escaped, folded

STAMP = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
DAY = date(2026, 11, 20)


def lines(*entries, name=""):
    """Unfold a calendar as a reader does and give its lines."""
    return calendar(entries, STAMP, name).replace(b"\r\n ", b"").decode().split("\r\n")


def test_a_meeting_is_an_event_in_utc_with_its_end():
    starts = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    found = lines(Entry("activity-1@satchel", "拜访王敏", DAY, starts, 90, category="Visit"), name="李薇")
    assert found == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Satchel//Satchel CRM//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        "NAME:李薇", "X-WR-CALNAME:李薇",
        "BEGIN:VEVENT", "UID:activity-1@satchel", "DTSTAMP:20261120T023000Z", "DTSTART:20261120T020000Z",
        "DTEND:20261120T033000Z", "SUMMARY:拜访王敏", "CATEGORIES:Visit", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip


def test_a_whole_day_ends_where_the_next_begins_and_a_mark_keeps_nobody_busy():
    found = lines(Entry("u", "s", date(2026, 12, 31), is_free=True))
    assert "DTSTART;VALUE=DATE:20261231" in found
    assert "DTEND;VALUE=DATE:20270101" in found
    assert "TRANSP:TRANSPARENT" in found


def test_a_task_is_to_be_done_by_its_day_or_is_done():
    assert lines(Entry("u", "s", DAY, is_task=True))[5:10] == [
        "BEGIN:VTODO", "UID:u", "DTSTAMP:20261120T023000Z", "DUE;VALUE=DATE:20261120", "SUMMARY:s",
    ]  # fmt: skip
    assert "STATUS:NEEDS-ACTION" in lines(Entry("u", "s", DAY, is_task=True))
    assert "STATUS:COMPLETED" in lines(Entry("u", "s", DAY, is_task=True, is_done=True))


def test_signs_with_a_meaning_are_escaped_and_control_signs_left_out():
    assert escaped("a;b,c\\d\r\ne\rf\x00\x07g") == "a\\;b\\,c\\\\d\\ne\\nfg"


def test_a_long_chinese_line_is_folded_between_characters():
    pieces = list(folded("SUMMARY:" + "工业泵—型号（不锈钢）" * 20))
    assert all(len(piece) <= 75 + 2 for piece in pieces)
    assert all(piece.endswith(b"\r\n") for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    assert [piece.decode() for piece in pieces]  # no character is cut in two


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=200))
def test_any_text_comes_back_as_it_was(text):
    plain = "".join(sign for sign in text.replace("\r\n", "\n").replace("\r", "\n") if sign in "\n\t" or escaped(sign))
    (summary,) = [line for line in lines(Entry("u", text, DAY)) if line.startswith("SUMMARY:")]
    assert unescaped(summary.removeprefix("SUMMARY:")) == plain


def unescaped(text):
    """Read an escaped value as RFC 5545 says."""
    signs, found = iter(text), []
    for sign in signs:
        follows = next(signs) if sign == "\\" else ""
        found.append({"n": "\n"}.get(follows, follows) if follows else sign)
    return "".join(found)
