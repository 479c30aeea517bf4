"""A mail server is read as people type it."""

import pytest

from crm_desktop.actions.mail_settings import server_of
from crm_desktop.core.errors import RefusedError


@pytest.mark.parametrize(
    ("typed", "host", "port", "is_tls"),
    [
        ("smtp.east.example", "smtp.east.example", 587, False),
        (" SMTP.East.example:465 ", "smtp.east.example", 465, True),
        ("smtp.east.example:2525", "smtp.east.example", 2525, False),
        ("smtps://smtp.east.example", "smtp.east.example", 465, True),
        ("smtps://smtp.east.example:1465/", "smtp.east.example", 1465, True),
        ("smtp://127.0.0.1:25", "127.0.0.1", 25, False),
        ("[::1]:1025", "::1", 1025, False),
    ],
)
def test_port_and_encryption_follow_from_what_is_typed(typed, host, port, is_tls):
    found = server_of(typed, " ann ")
    assert (found.host, found.port, found.is_tls, found.user) == (host, port, is_tls, "ann")


@pytest.mark.parametrize(
    "typed", ["", "two words", "ann@east.example", "smtp.east.example:99999", "http://east.example"]
)
def test_what_is_no_server_is_said(typed):
    with pytest.raises(RefusedError, match="is no address of a mail server"):
        server_of(typed, "")
